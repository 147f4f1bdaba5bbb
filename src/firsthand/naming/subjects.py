"""Whom the sentence before a pronoun tells of: "Erik Voll watched the tower fall. He said ...".

subject := [article words-in-small-letters] name verb      "Erik Voll watched", "The shopkeeper Ragna Foss had lived"
         | ("a" | "the" | "one") [words] person verb        "A fisherman pulled"
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice, takewhile
from typing import NamedTuple

from firsthand import bodies, capitals, names
from firsthand.fold import fold
from firsthand.lexicon import Lexicon, gazetteer
from firsthand.naming.offices import offices
from firsthand.records import Article, Source, SourceId, SourceKind, ZoneKind

_LEADING = re.compile(
    r"(?:(?:The|A|An|One) )?(?:[a-z][\w-]*+ ){0,3}+"
)  # what may stand before a name that is the subject
_SOMEBODY = re.compile(r"(?:The|A|An|One) ((?:[a-z][\w-]*+ ){1,4})")
_GOES_ON = re.compile(
    r" (?!and\b|or\b|was\b|is\b)[a-z]|, (?:an?|the|who|\d)\b"
)  # a verb or an apposition; not "Ann Lee's house", "Ann Lee and Petr Maran", "New York was quiet"
_WHO = re.compile(r", who\b")
_NOT_BEFORE = frozenset("of in at on for from with by to near when after before as that while and or but".split())
_REACH = 2  # sentences before the pronoun's; "he" behind more of them has been somebody else meanwhile


class Subject(NamedTuple):
    """Somebody of whom a sentence tells, and where that sentence begins."""

    source: Source
    sentence: int


class Subjects:
    """The persons who are the subjects of the sentences of one article."""

    def __init__(self, article: Article, known: Lexicon) -> None:
        self._article = article
        self._persons = offices(known).persons
        self._known = known
        self._body = [x.span for x in article.sentences if x.zone is ZoneKind.BODY]
        self._starts = [x.start for x in self._body]

    def before(self, at: int) -> Subject | None:
        """Return the person who is the subject of one of the sentences right before the one at a place; the nearest."""
        here = bisect_right(self._starts, at) - 1
        for n in range(here - 1, max(-1, here - 1 - _REACH), -1):
            found = self._subject(*self._body[n])
            if found is not None:
                return Subject(found, self._starts[n])
        return None

    def _subject(self, start: int, end: int) -> Source | None:
        text = self._article.text
        lead = _LEADING.match(text, start, end)
        begin = lead.end() if lead else start
        if _NOT_BEFORE.isdisjoint(text[start:begin].lower().split()):
            called = capitals.found(text, capitals.parting(self._known))
            k = bisect_left(called, begin, key=lambda n: n.start)
            name = called[k] if k < len(called) and called[k].end < end else None
            titled = text[begin : name.start].split() if name else []
            if name and (not titled or (name.after and all(w[:1].isupper() for w in titled))):
                return self._person(name)
        return self._somebody(start, end) or self._introduced(start, end)

    def _introduced(self, start: int, end: int) -> Source | None:
        """Return the one person whom a sentence about a thing names and goes on about: "The other version is that of Ann Lee, who"."""
        called = capitals.found(self._article.text, capitals.parting(self._known))
        first = bisect_left(called, start, key=lambda n: n.start)
        here = list(takewhile(lambda n: n.end < end, islice(called, first, None)))
        them = [n for n in here if _WHO.match(self._article.text, n.end)]
        return self._person(them[0]) if len(them) == 1 else None

    def _person(self, name: capitals.Name) -> Source | None:
        text = self._article.text
        is_body = name.words in bodies.found(text, self._known) or not (name.after or _may_be_a_person(name.words))
        if is_body or not 1 <= name.words.count(" ") <= 3 or not _GOES_ON.match(text, name.end):
            return None
        ident = SourceId(f"name:{names.slug(name.words)}")
        because = f"subject: {name.words!r} is told of before"
        return Source(ident, name.words, SourceKind.PERSON, (name.words,), because=because)

    def _is_verb(self, word: str = "") -> bool:
        verbs = self._known.table("predicates")
        return word.endswith("ed") or word in verbs["irregular"] or word in verbs["marks"]["auxiliaries"]

    def _somebody(self, start: int, end: int) -> Source | None:
        mark = _SOMEBODY.match(self._article.text, start, end)
        words = mark[1].split() if mark else []
        noun = next((n for n, w in enumerate(words) if w in self._persons), -1)
        verb = words[noun + 1 : noun + 2]
        if noun < 0 or not self._is_verb(*verb) or any(w in _NOT_BEFORE for w in words[: noun + 1]):
            return None
        name = " ".join(words[: noun + 1])
        because = f"subject: {name!r} is told of before"
        ident = SourceId(f"{self._article.id}:{names.slug(name)}")
        return Source(ident, name, SourceKind.ANONYMOUS, (name,), because=because)


def _may_be_a_person(words: str) -> bool:
    """Tell whether a name may be a person's: no place's, without a day, not ending in an ordinary word ("New York", "Red Cross")."""
    own = fold(words).split()
    places = gazetteer.load()
    return not (places.named(" ".join(own)) or places.is_word(own[-1])) and _DAYS.isdisjoint(own)


_DAYS = frozenset("last next monday tuesday wednesday thursday friday saturday sunday".split())
