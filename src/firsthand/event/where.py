"""A happening's mentions -> where it happened: of the places near its words the one that the article makes likely."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from firsthand.event.mentions import Mention, places
from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Place, PlaceId, PlaceMention, Time

HEAD_CHARACTERS = 60  # a place named once is where the news is from when it stands this near the beginning
NAMED_FIRST = 2  # how often the first place counts, often a dateline
Placed = TypeVar("Placed", PlaceMention, Time)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Ground:
    """Which country an article is about, and which others it speaks of by name."""

    main: str | None
    named: frozenset[str]
    places: Mapping[PlaceId, Place]
    own: Sequence[PlaceMention]  # places of the main country, in order
    near: Mapping[int, Sequence[PlaceMention]]  # the same by paragraph

    def far(self, mention: PlaceMention) -> bool:
        """Tell whether a town lies in a country that the article never names: the commonest slip of a gazetteer is a surname."""
        place = self.places.get(mention.place) if mention.place else None
        return place is not None and place.country != self.main and place.country not in self.named


@cache
def _adjectives(known: Lexicon) -> Mapping[tuple[str, ...], str]:
    """Return the country of each word, or two words, that say where somebody is from: "Salvadoran", "Saudi Arabian"."""
    rows = {code: row for code, row in known.table("states").items() if isinstance(row, dict)}
    return {tuple(_WORD.findall(fold(a))): code for code, row in rows.items() for a in row["adjectives"]}


def ground(article: Article, account: Account, known: Lexicon) -> Ground:
    """Return the country that most places and adjectives of ``article`` speak of, and all countries it names."""
    by_id = {p.id: p for p in account.gazetteer}
    counts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for n, p in enumerate(p for p in places(account) if p.place):
        place = by_id[p.place]  # type: ignore[index]  # those without a place are left out above
        counts[place.country] += NAMED_FIRST if n == 0 else 1
        named[place.country] += place.precision == "country"
    spoken_of = _countries(article.text, known)
    counts.update(spoken_of)
    named.update(spoken_of)
    main = min(counts, key=lambda c: (-counts[c], c)) if counts else None
    own = [p for p in places(account) if p.place and by_id[p.place].country == main]
    return Ground(main, frozenset(c for c in named if named[c]), by_id, own, by_paragraph(own, article))


@lru_cache(maxsize=64)  # texts: copies stand in one story
def _countries(text: str, known: Lexicon) -> Counter[str]:
    """Return how often adjectives of a text speak of each country."""
    words, table = _WORD.findall(fold(text)), _adjectives(known)
    return Counter(table[key] for key in [*((w,) for w in words), *pairwise(words)] if key in table)


def by_paragraph(things: Iterable[Placed], article: Article) -> dict[int, list[Placed]]:
    """Return what stands in each paragraph, in order; -1 is outside of all sentences."""
    starts = [s.start for s in article.sentences]
    out: dict[int, list[Placed]] = {}
    for x in things:
        n = bisect_right(starts, x.start) - 1
        inside = n >= 0 and x.start < article.sentences[n].end
        out.setdefault(article.sentences[n].paragraph if inside else -1, []).append(x)
    return out


def place_of(them: Sequence[Mention], about: Ground) -> tuple[PlaceId | None, str]:
    """Return the place: of the sentence, else of the paragraph, else the country that the article is about.

    Towns go before countries, towns of the article's own country before others, and towns of a country that
    the article never names come last of all.
    """

    def rank(p: PlaceMention, m: Mention) -> tuple[bool, bool, bool, int]:
        place = about.places[p.place] if p.place else None
        country = place is None or place.precision == "country"
        return country, place is None or place.country != about.main, p.start < m.start, abs(p.start - m.start)

    for m in them:
        near = [p for p in m.places if not about.far(p)]
        if near:
            return min(near, key=lambda p: rank(p, m)).place, "of the sentence"
    first = them[0]
    own = about.own
    beside = about.near.get(first.paragraph)
    if beside:
        return min(beside, key=lambda p: rank(p, first)).place, "of the paragraph"
    countries = sorted(p.place for p in own if p.place and about.places[p.place].precision == "country")
    if countries:
        return countries[0], "the article's country"
    head = [p for p in own if p.start < HEAD_CHARACTERS or len(own) > 1]
    if head:
        return head[0].place, "named first"
    said = [p for m in them for p in m.places]
    return (said[0].place, "of the sentence, in a country not named") if said else (None, "unknown")
