"""Closed classes of words, and bounds, that more than one rule of the grammar asks."""

from __future__ import annotations

AUXILIARY = frozenset(
    "has have had is are was were be been being will would could can may might must should do does did also not n't then now"
    " later earlier further once again first never always still just to 's 've 'd 'll ’s has've".split()
)
BREAK = frozenset(
    "that because while when if although though but whereas after before since until unless so what something".split()
)
SUBJECT_PRONOUNS = frozenset("he she they it we i you who which".split())
PRONOUNS = frozenset(
    "he she they it we i you who which this that these those one some many others nobody everyone".split()
)
STOP_RIGHT = frozenset(
    "in on at during after when before as while to because if about who whose that and but with last this monday tuesday"
    " wednesday thursday friday saturday sunday from by adding noting referring citing".split()
)
TELLS = frozenset(
    "tell told tells telling inform informed informs informing assure assured assures assuring notify notified notifies warn warned warns"
    " warning remind reminded reminds advise advised advises".split()
)
PASSIVE = frozenset("was were been being is are".split())
OPENERS = frozenset("that : whether why how".split())
MARKS = frozenset('.,;:!?"()[]…—–-')
DETERMINERS = frozenset("the a an his her its their our my one another some several two three many most".split())
REACH = 60  # words; the longest noun phrase or clause the rules look through, which keeps them linear
SEEN = frozenset("seen shown heard".split())
FILMED = frozenset("filmed recorded caught".split())
OWNERS = frozenset("his her their its our my your".split())
ARTICLES = frozenset("the a an its his her their".split())
LISTENERS = frozenset("him her them us me reporters journalists".split())
BEFORE_LISTENER = frozenset("of to in at for from on by with during near over after before outside inside".split())
SOON = frozenset("late early today yesterday tonight overnight earlier".split())
FINITE_FORMS = frozenset({"past", "third"})
LEAST_CLAUSE = 5  # words of a clause behind "Speaking at a rally," or before a dash
TAIL = 10  # words of a name behind what it says, its cue included
