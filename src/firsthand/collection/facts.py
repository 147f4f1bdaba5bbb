"""The dossier of a story -> what it is searched by: names, places, tolls, days; and a text -> the words it is searched by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from firsthand.fold import fold
from firsthand.names import skeleton
from firsthand.records import Dossier, Role

LONGEST_NAME = 120  # characters; longer ones are sentences that a reader took for a name
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=[^\W_]{3})'s(?![^\W_])")  # shorter words with 's are Arabic ones: ra's, ma's


class NameKind(StrEnum):
    """What a name is the name of, as a search asks for it."""

    ACTOR = "actor"
    SOURCE = "source"  # whoever is credited, at any place of a chain
    ORIGIN = "origin"  # whoever a claim goes back to
    OUTLET = "outlet"
    PLACE = "place"
    UNCITED = "uncited"  # a source that none of these is; no search asks for it, a decision may


class Named(NamedTuple):
    """That a story has something called ``names``, found first in ``document`` (``None``: in the story as a whole)."""

    kind: NameKind
    ident: str
    names: tuple[str, ...]


class Spot(NamedTuple):
    """A place of a story, in degrees."""

    ident: str
    name: str
    lat: float
    lon: float


class Count(NamedTuple):
    """A toll of a story: what is counted, the range, and the words of one report."""

    role: str
    low: int
    high: int | None
    words: str
    document: str


class Facts(NamedTuple):
    """Everything that a story is searched by, but for its words."""

    named: tuple[Named, ...]
    spots: tuple[Spot, ...]
    counts: tuple[Count, ...]
    first: str | None  # day
    last: str | None


def of(found: Dossier) -> Facts:
    """Return what the story of ``found`` is searched by, in a fixed order."""
    days = sorted(d[:10] for x in found.documents for d in (x.published.earliest, x.published.latest) if d)
    return Facts(
        tuple(_named(found)),
        tuple(Spot(p.id, p.name, p.lat, p.lon) for p in found.gazetteer),
        tuple(_counts(found)),
        days[0] if days else None,
        days[-1] if days else None,
    )


def _named(found: Dossier) -> Iterator[Named]:
    outlets = {d.outlet for d in found.documents}
    cited = {a.source_id for a in found.attributions}
    origins = {i for c in found.claims if c.support for i in c.support.origin_sources}
    origins |= {i for c in found.claims for v in c.values if v.support for i in v.support.origin_sources}
    for s in found.sources:
        if names := _usable((s.name, *s.names)):
            of = ((NameKind.OUTLET, outlets), (NameKind.SOURCE, cited), (NameKind.ORIGIN, origins))
            for kind in [k for k, those in of if s.id in those] or [NameKind.UNCITED]:
                yield Named(kind, s.id, names)
    for a in found.actors:
        if names := _usable((a.name, *a.names)):
            yield Named(NameKind.ACTOR, a.id, names)
    for p in found.gazetteer:
        if names := _usable((p.name, *p.names)):
            yield Named(NameKind.PLACE, p.id, names)


def _usable(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in names if n and len(n) <= LONGEST_NAME))


def _counts(found: Dossier) -> Iterator[Count]:
    seen = set()
    for q in found.quantities:
        if q.role is not Role.OTHER and (q.role, q.low, q.high) not in seen:
            seen.add((q.role, q.low, q.high))
            yield Count(q.role.value, q.low, q.high, q.words, q.document)


def words(text: str) -> list[str]:
    """Return the folded words of ``text``, in order."""
    return _WORD.findall(fold(text))


def unowned(text: str) -> str:
    """Return the folded text without the 's of possessives ("Qasim's" -> "qasim"; "Ra's al-Ayn" keeps its own)."""
    return _POSSESSIVE.sub("", fold(text))


def bones(word: str) -> str:
    """Return what transliterations of one word share; empty when that tells too little."""
    found = skeleton(word)
    return found if len(found) >= 3 else ""
