"""Does the cue only look like a saying? A table of named tests over who seems to speak and the verb behind him.

counted    := number NOUN-s                               "six [calls] went unanswered": no six of them "call"
done-by    := thing participle "by" whoever did it        "the waters [claimed] by both states"; not "said by phone"
found-so   := whoever it befell "reported" STATE          "two [reported] dead", "the beacon [reported] dark"
noted      := things "reported", where their clause ends  "Army post hit, blasts [reported]"
kept       := thing, body "poorly" "maintained"           "the road, the council [badly maintained], broke up"
supposed   := "if" anybody                                "if one [believes] the guards", "if you [ask] me"
unable     := "unable" | "too early" "to say"             "the mission is unable [to say] who fired"
undergone  := "be" participle                             "34 patients [had been admitted]", "crews [were called]"
"""

from __future__ import annotations

from collections.abc import Callable

from firsthand.statement.attributions.closed import MEANS, NUMBERS, TIMES
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage, places

_BE = frozenset("is are was were be been being 's 're".split())
_HELPED = _BE | frozenset("has have had".split())
_MANY = NUMBERS | frozenset("several many few some more".split())
_NOBODY = MEANS | frozenset({"way", "then", "now"})  # behind "by"
_REPORTED = frozenset("reported feared believed presumed declared listed confirmed alleged suspected".split())

Test = Callable[[Passage, tuple[int, int], tuple[int, int], Cues], bool]  # the words of the source, those of the cue


def unspoken(p: Passage, d: Draft, cues: Cues) -> str:
    """Return the name of the first test that tells that ``d``, whose source stands before its cue, says nothing; "" for none."""
    source, cue = places(p, d.source[0]), places(p, d.cue[0])
    if source is None or cue is None:
        return ""
    return next((name for name, test in TESTS if test(p, source, cue, cues)), "")


def _counted(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    a, b = source
    numbers = all(p.words[i] in _MANY or p.words[i][0].isdigit() for i in range(a, b))
    return numbers and cue[1] - cue[0] == 1 and b == cue[0] and p.words[cue[0]].endswith("s")


def _done_by(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    begin, end = cue
    if (
        p.words[end : end + 1] != ("by",)
        or end + 1 >= p.ends[begin]
        or not p.words[end - 1].endswith(("ed", "en", "wn"))
    ):
        return False
    word = p.words[end + 1]
    other = (
        word in _NOBODY | TIMES or word.endswith("ing") or word[0].isdigit() or p.words[end + 2 : end + 3] == ("time",)
    )
    return not other and not _HELPED.intersection(p.words[begin:end])


def _found_so(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    begin, end = cue
    so = p.words[end - 1] in _REPORTED and p.words[end : end + 1] and p.words[end] in cues.states
    if so and p.words[source[1] - 1][0].isdigit():
        return True  # "works with 29 confirmed dead"
    return bool(so) and not _HELPED.intersection(p.words[begin:end]) and not _speaks(p, source, cues)


def _noted(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    (a, b), (begin, end) = source, cue
    if end - begin != 1 or p.words[begin] not in _REPORTED or b != begin or b - a > _THINGS:
        return False
    closes = end >= p.ends[begin] or not p.words[end][0].isalnum()
    bare = p.words[b - 1].endswith("s") and not any(p.capital(i) and i > p.starts[i] for i in range(a, b))
    return closes and bare and not p.words[b - 1].endswith(_DOERS) and not _speaks(p, source, cues)


_THINGS = 2  # words
_DOERS = ("ers", "ors", "ists", "ants", "ents", "ians", "ees", "als", "ics")  # "villagers", "observers", "medics"


def _speaks(p: Passage, source: tuple[int, int], cues: Cues) -> bool:
    """Tell whether a word of the source describes who speaks; names of papers are things as well ("beacon", "mirror")."""
    return any(w in cues.sources and w not in cues.media for w in p.words[slice(*source)])


def _supposed(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    a, b = source
    return b - a == 1 and a > 0 and p.words[a - 1] == "if" and p.words[a] in _ANYBODY


_ANYBODY = frozenset("one you we anybody anyone".split())


def _unable(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    return _not_able(p, cue[0]) or (p.words[source[0]] in _IS and not p.capital(source[0]))


def _not_able(p: Passage, at: int) -> bool:
    """Tell whether a cue at ``at`` is what nobody can do: ``unable [to say]``, ``too [early to say]``."""
    to = next((i for i in range(at, min(at + 2, len(p.words))) if p.words[i] == "to"), 0)
    return to > 0 and p.words[to - 1] in _UNABLE


_UNABLE = frozenset("unable early impossible hard difficult soon".split())
_IS = frozenset("is are was were has had".split())


def _kept(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    begin, end = cue
    behind = source[0] > 0 and p.words[source[0] - 1] in {",", "which", "that"}
    return behind and end - begin > 1 and p.words[end - 2] in cues.manner and p.words[end - 1] in cues.closing


def _undergone(p: Passage, source: tuple[int, int], cue: tuple[int, int], cues: Cues) -> bool:
    begin, end = cue
    words = p.words[begin:end]
    done = next((i for i, w in enumerate(words) if w in cues.undergone), 0)
    if not done and len(words) > 1 and words[-1].endswith(("ed", "en")) and cues.spoken.isdisjoint(words):
        done = len(words) - 1  # "the mine was closed "until we know""
    return done > 0 and bool(_BE.intersection(words[:done])) and p.words[end : end + 1] != ("that",)


def idle(p: Passage, d: Draft, cues: Cues) -> bool:
    """Tell whether a cue of nobody holds no word of saying, one that here is no verb (``[Warning] sirens gave``), or what none can say."""
    span = places(p, d.cue[0])
    if span is None or not d.because.startswith("tagger") or not d.content:
        return False
    begin, end = span
    if _not_able(p, begin):
        return True
    if not any(p.words[i].isalnum() for i in range(begin, end)) or p.words[end : end + 1] == ("that",):
        return False
    ahead = places(p, d.content[0])
    if ahead is not None and (p.words[ahead[0]] in _OPENS or p.quoted[ahead[0]] >= 0):
        return False
    if not any(w in cues.spoken for w in p.words[begin:end]):
        return True
    word = p.words[end - 1]
    bare = begin + 1 == end and word.endswith("ing") and end < p.ends[begin] and p.words[end][0].isalpha()
    thinks = word in cues.thinking and word not in cues.saying
    led = p.starts[begin] == begin and p.words[end] not in _OBJECTS and "that" not in p.words[end : end + _LISTENER]
    return bare and not p.capital(end) and (thinks or led)


_OPENS = frozenset("that whether how why what".split())
_OBJECTS = frozenset("of about against on for to the a an his her its their him them us it he she they".split())
_LISTENER = 5  # words: "warning people of the valley that"

TESTS: tuple[tuple[str, Test], ...] = (
    ("counted", _counted),
    ("done-by", _done_by),
    ("found-so", _found_so),
    ("noted", _noted),
    ("unable", _unable),
    ("kept", _kept),
    ("supposed", _supposed),
    ("undergone", _undergone),
)
