"""Conditions -> the stories that meet all of them, each with the reasons, best first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from firsthand.collection import query
from firsthand.collection.facts import NameKind, Spot, bones, unowned, words
from firsthand.collection.index import OPEN
from firsthand.collection.nouns import CollectionError
from firsthand.collection.reach import reach_km
from firsthand.collection.store import Holding, Index
from firsthand.fold import fold
from firsthand.names import spelt_like
from firsthand.records import DocumentId, StoryId

MOST = 20  # stories shown, unless told otherwise
MOST_SHOWN = 2**31  # a greater limit says nothing more, and no column holds it
DOCUMENTS = 8  # of one story on average that are looked at, so that enough stories are found
SPELLINGS = 8  # other spellings of one word that are tried
RESPELT = 16  # words of a phrase, the first, of which other spellings are tried: each is a phrase more
SAME_NAME = 0.75  # likeness of two transliterations from which they may be one name; docs/method/names.md
KM_PER_DEGREE = 111.2


@dataclass(slots=True)
class Hit:
    """A story that meets all conditions: why, and in which of its documents the words stand."""

    story: StoryId
    title: str
    documents: int
    first: str | None
    score: float = 0.0
    because: list[str] = field(default_factory=list)
    found_in: tuple[DocumentId, ...] = ()


Reasons = dict[StoryId, list[str]]


def find(index: Index, asked: Sequence[query.Condition | query.Loose | query.Run], most: int = MOST) -> list[Hit]:
    """Return the stories that meet every condition, best first; each condition leaves its reason.

    Words without quotes in one argument are read as a phrase first, and apart when nothing is found so.
    """
    known = [x for c in asked for x in (_called_so(index, c) if isinstance(c, query.Run) else [c])]
    for apart in _apart(index, [c for c in known if isinstance(c, query.Loose)]):
        hits = _found(index, _read(known, apart), most)
        if hits:
            for h in hits:
                h.because += [c.note for c in apart]
            return hits
    return []


def _called_so(index: Index, run: query.Run) -> Sequence[query.Condition]:
    """Return the reading with the longest name that something here is called by."""
    for reading in run.readings:
        if _MEETING[type(reading[0])](index, reading[0]):
            return reading
    return run.readings[-1]


def _apart(index: Index, loose: Sequence[query.Loose]) -> Iterator[list[query.Loose]]:
    """Yield what to take apart: nothing; the phrases that nothing holds; all."""
    yield []
    if len(loose) > 1:
        alone = [c for c in loose if not _found(index, [c.whole], 1)]
        if 0 < len(alone) < len(loose):
            yield alone
    if loose:
        yield list(loose)


def _read(conditions: Sequence[query.Condition | query.Loose], apart: Sequence[query.Loose]) -> list[query.Condition]:
    out: list[query.Condition] = []
    for c in conditions:
        out += (c.apart if c in apart else [c.whole]) if isinstance(c, query.Loose) else [c]
    return list(dict.fromkeys(out))


def _found(index: Index, conditions: Sequence[query.Condition], most: int) -> list[Hit]:
    wanted: Reasons | None = None
    for c in conditions:
        if not isinstance(c, query.Words):
            met = _MEETING[type(c)](index, c)
            wanted = met if wanted is None else {s: _both(wanted[s], met[s]) for s in wanted if s in met}
    said = [c for c in conditions if isinstance(c, query.Words)]
    if not said:
        return _shown(index, {s: (0.0, why, ()) for s, why in (wanted or {}).items()}, most)
    spelt = [[x for asked in (c.words, c.plain) if asked for x in _spellings(index, asked)] for c in said]
    if not all(spelt) or (wanted is not None and not wanted):
        return []
    found: dict[StoryId, list[Holding]] = {}
    among = None if wanted is None else list(wanted)
    for row in index.holding([[s.words for s in alike] for alike in spelt], among, most * DOCUMENTS):
        found.setdefault(row.story, []).append(row)
    told = list(found.items())[:most]
    return _shown(
        index,
        {
            story: (rows[0].score, [*(wanted or {}).get(story, []), *_said(index, spelt, rows[0])], _ids(rows))
            for story, rows in told
        },
        most,
    )


def _both(one: list[str], other: list[str]) -> list[str]:
    return [*one, *(x for x in other if x not in one)]


def _ids(rows: Sequence[Holding]) -> tuple[DocumentId, ...]:
    return tuple(r.document for r in rows)


def _shown(index: Index, found: dict[StoryId, tuple[float, list[str], tuple[DocumentId, ...]]], most: int) -> list[Hit]:
    titles = index.titles(list(found))
    rows = [Hit(s, *titles[s], score, why, documents) for s, (score, why, documents) in found.items() if s in titles]
    rows.sort(key=lambda h: (-round(h.score, 6), -len(h.found_in), -h.documents, h.story))
    return rows[:most]


# ---- words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words as some document has them, and how they differ from those asked for (empty: not at all)."""

    words: tuple[str, ...]
    how: str


def _spellings(index: Index, asked: tuple[str, ...]) -> list[Spelling]:
    """Return the ways in which documents spell the words asked for, the very same first."""
    if len(asked) == 1:
        return [Spelling((w,), how) for w, how in _spelt(index, asked[0])]
    known = {w: _spelt(index, w) for w in dict.fromkeys(asked)}
    each = [known[w] for w in asked]
    if not all(each):
        return []
    out = [Spelling(tuple(w for (w, _), *_ in each), "; ".join(h for ((_, h), *_) in each if h))]
    for n, others in enumerate(each[:RESPELT]):  # one word of a phrase spelt otherwise
        for w, how in others[1:]:
            out.append(Spelling((*out[0].words[:n], w, *out[0].words[n + 1 :]), how))
    return out


def _spelt(index: Index, word: str) -> list[tuple[str, str]]:
    """Return the spellings of one word: itself, its other transliterations, and what was meant when it is a slip."""
    here = index.has_word(word)
    out = [(word, "")] if here else []
    if len(word) >= 4 and (b := bones(word)):
        alike = sorted(((spelt_like(word, w), w) for w in index.words_of_bones(b) if w != word), reverse=True)
        out += [(w, f"for {word!r}") for p, w in alike[:SPELLINGS] if p >= SAME_NAME]
    if not out and len(word) >= 4:
        limit = 1 if len(word) < 8 else 2
        near = ((DamerauLevenshtein.distance(word, w, score_cutoff=limit), w) for w in index.words_near(word, limit))
        out = [(w, f"for {word!r}") for d, w in sorted(near)[:SPELLINGS] if d <= limit]
    return out


def _said(index: Index, spelt: Iterable[Sequence[Spelling]], best: Holding) -> list[str]:
    """Return which spelling of each of the words asked for the best document has."""
    out = []
    for alike in spelt:
        s = next((s for s in alike if len(alike) == 1 or index.holds(best.number, s.words)), alike[0])
        what = "phrase" if len(s.words) > 1 else "word"
        out.append(f"{what}: {' '.join(s.words)}" + (f" ({s.how})" if s.how else ""))
    return out


# ---- the other conditions -----------------------------------------------------------------------------------------------


def _name(index: Index, c: query.Name) -> Reasons:
    out: Reasons = {}
    for ident, name, how in _called(index, c.kind, c.name):
        for story in index.stories_with(c.kind, ident):
            out.setdefault(story, [f"{c.kind.value}: {name}" + (f" ({how})" if how else "")])
    return out


def _called(index: Index, kind: NameKind, asked: str) -> list[tuple[str, str, str]]:
    """Return id, name and manner of everything that may be called so; the very same words first."""
    for parts in (words(asked), words(unowned(asked))):
        plain = [(i, n, "") for i, n in index.named(kind, [[w] for w in parts])]
        if plain:
            whole = [x for x in plain if words(x[1]) == parts]
            return [*whole, *(x for x in plain if x not in whole)]
    spelt = [[s for s, _ in _spelt(index, w)] for w in parts]
    loose = index.named(kind, spelt) if all(spelt) else []
    if not loose and (b := bones(asked)):
        loose = [(i, n) for i, n in index.named_by_bones(kind, b) if spelt_like(asked, n) >= SAME_NAME]
    return [(i, n, f"for {asked!r}") for i, n in loose]


def _near(index: Index, c: query.Near) -> Reasons:
    if c.name is None:
        return _circle(index, c.lat, c.lon, c.radius_km)
    found = _called(index, NameKind.PLACE, c.name)
    spots = index.spots([i for i, _, _ in found])
    if not spots:
        raise CollectionError(
            f"no place that is told of here and stands on the map is called {c.name!r}; say the point itself: near:LAT,LON,KM"
        )
    by_id = {s.ident: s for s in spots}
    called = [(by_id[i], words(n) == words(c.name)) for i, n, _ in found if i in by_id]
    first, _ = min(called, key=lambda x: (not x[1], reach_km(x[0].ident)))  # the town before the region called so
    return _circle(index, first.lat, first.lon, c.radius_km)


def _circle(index: Index, lat: float, lon: float, km: float) -> Reasons:
    high = km / KM_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + high))))
    west, east = (lon - wide, lon + wide) if wide < 180 else (-180.0, 180.0)
    nearest: dict[StoryId, tuple[float, Spot]] = {}
    for story, spot in index.within(lat - high, west, lat + high, east):
        far = _km(lat, lon, spot)
        if far <= km and reach_km(spot.ident) <= km and (story not in nearest or far < nearest[story][0]):
            nearest[story] = (far, spot)
    return {
        s: [f"place: {spot.name}, {'its middle ' if reach_km(spot.ident) else ''}{far:.0f} km away"]
        for s, (far, spot) in nearest.items()
    }


def _km(lat: float, lon: float, spot: Spot) -> float:
    """Return the great-circle distance to ``spot``."""
    a, b = math.radians(lat), math.radians(spot.lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(spot.lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _box(index: Index, c: query.Box) -> Reasons:
    out: Reasons = {}
    for story, spot in index.within(c.south, c.west, c.north, c.east):
        if _holds(c, spot, reach_km(spot.ident)):
            out.setdefault(story, [f"place: {spot.name} ({spot.lat:.2f}, {spot.lon:.2f})"])
    return out


def _holds(c: query.Box, spot: Spot, km: float) -> bool:
    """Tell whether a box holds a place up to ``km`` around its middle."""
    if not km:
        return True
    high = km / KM_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(spot.lat) + high))))
    around = c.east - c.west >= 360 or ((spot.lon - c.west) % 360 >= wide and (c.east - spot.lon) % 360 >= wide)
    return around and c.south <= spot.lat - high and spot.lat + high <= c.north


def _when(index: Index, c: query.When) -> Reasons:
    return {s: [f"time: {first} to {last}"] for s, first, last in index.between(c.first, c.last)}


def _toll(index: Index, c: query.Toll) -> Reasons:
    out: Reasons = {}
    for story, count in index.counting(c.role, c.low, c.high):
        open_above = f" (no upper bound; searched as {count.low} to {OPEN * count.low})" if count.high is None else ""
        out.setdefault(story, [f"{c.role}: {count.words!r} in {count.document}{open_above}"])
    return out


def _in_story(index: Index, c: query.InStory) -> Reasons:
    return {s: [f"story: {c.name}"] for s in index.entitled(fold(c.name).split(), c.name)}


_MEETING: dict[type, Callable[..., Reasons]] = {
    query.Name: _name, query.Near: _near, query.Box: _box, query.When: _when, query.Toll: _toll,
    query.InStory: _in_story,
}  # fmt: skip


def asked(index: Index, arguments: Iterable[str], most: int = MOST) -> list[Hit]:
    """Return the stories that a person's query finds."""
    if most < 1:
        raise CollectionError("give a limit of at least 1")
    return find(index, query.parse(arguments), min(most, MOST_SHOWN))
