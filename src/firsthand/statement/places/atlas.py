"""All that is known of places before reading: the gazetteer, the lexicon's exonyms and short forms, and the words around names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from firsthand import names
from firsthand.lexicon import Lexicon, gazetteer
from firsthand.lexicon.gazetteer import COUNTRY, REGION, SUBREGION, TOWN, Gazetteer, Spot

_SORTS = {"country": COUNTRY, "region": REGION, "district": SUBREGION, "town": TOWN, "area": COUNTRY}


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """Places by name. ``spots`` by folded name; ``exact`` by name as written; ``short`` short forms that follow a comma."""

    gazetteer: Gazetteer
    spots: Mapping[str, tuple[Spot, ...]]
    exact: Mapping[str, tuple[Spot, ...]]
    firsts: frozenset[str]  # first words of the lexicon's names of several words
    short: Mapping[str, Spot]
    frames: Mapping[tuple[str, str], tuple[Spot, ...]]  # (skeleton, alpha-3) -> the lexicon's own places
    also: Mapping[tuple[str, int], tuple[str, ...]]  # (name, geonameid) -> the lexicon's spellings
    states: Mapping[str, Spot]  # alpha-3 -> the country
    adjectives: Mapping[str, str]  # folded adjective -> alpha-3
    cues: Mapping[str, str]  # folded words before a name -> strong, weak, direction, kind
    after: Mapping[str, str]  # folded word after a name -> town, region, district, civic, other
    saying: frozenset[str]
    titles: frozenset[str]

    def named(self, folded: str) -> tuple[Spot, ...]:
        """Return every place called ``folded``, the lexicon's own first."""
        listed = self.spots.get(folded)
        if listed is not None:
            return listed
        return gazetteer.spots(folded)

    def begins(self, folded: str) -> bool:
        """Tell whether some name of several words begins with ``folded``."""
        return folded in self.firsts or self.gazetteer.begins(folded)

    def region_name(self, spot: Spot) -> str | None:
        """Return the first-level region of ``spot``; its own name when it is one; ``None`` for a country or where unknown."""
        if spot.sort == REGION:
            return spot.name
        return self.gazetteer.spot(spot.region).name if spot.region else None

    def spellings(self, spot: Spot) -> tuple[str, ...]:
        """Return the lexicon's spellings of ``spot``."""
        return self.also.get((spot.name, spot.geonameid), ())


@cache
def atlas(known: Lexicon) -> Atlas:
    """Return the atlas of ``known``, compiled."""
    gaz = gazetteer.load()
    words = known.table("place_words")
    spots: dict[str, tuple[Spot, ...]] = {}
    exact: dict[str, tuple[Spot, ...]] = {}
    also: dict[tuple[str, int], tuple[str, ...]] = {}
    frames: dict[tuple[str, str], tuple[Spot, ...]] = {}
    states, adjectives = _states(known, gaz, spots)
    for row in known.table("exonyms").get("places", {}).values():
        spot = _entry(row, gaz)
        if spot is None:
            continue
        shown = tuple(dict.fromkeys((*row.get("names", ()), *row.get("exact", ()))))
        also[spot.name, spot.geonameid] = shown
        for name in row.get("names", ()):
            _put(spots, name, spot, gaz)
            at = names.skeleton(name), spot.country
            frames[at] = tuple(dict.fromkeys((*frames.get(at, ()), spot)))
        for name in row.get("exact", ()):
            exact[name] = (spot,)
    firsts = frozenset(n.split()[0] for n in spots if " " in n) | frozenset(names.parts(n)[0] for n in exact)
    cues = {w: k for k in ("weak", "direction", "strong") for w in words["cues"][k]}
    cues |= dict.fromkeys(words["cues"]["kind_before"], "kind")
    after = {w: k for k in ("other", "civic", "district", "region", "town") for w in words["after"][k]}
    return Atlas(
        gaz, spots, exact, firsts, _short(words["abbreviations"], gaz, spots), frames, also, states, adjectives, cues, after,
        frozenset(words["after"]["saying"]), frozenset(words["titles"]["words"]),
    )  # fmt: skip


def _put(spots: dict[str, tuple[Spot, ...]], name: str, spot: Spot, gaz: Gazetteer) -> None:
    """Put ``spot`` first under ``name``, before its namesakes in the gazetteer."""
    folded = " ".join(names.parts(name))
    rest = spots.get(folded) or tuple(gaz.spot(r) for r in gaz.named(folded))
    spots[folded] = (
        spot,
        *(s for s in rest if (s.name, s.geonameid, s.sort) != (spot.name, spot.geonameid, spot.sort)),
    )


def _entry(row: Mapping[str, object], gaz: Gazetteer) -> Spot | None:
    """Return the place that an entry of ``exonyms.toml`` means: the gazetteer's, else one at its own position."""
    name, country, said = str(row["name"]), str(row.get("country", "")), str(row.get("sort", "town"))
    sort = _SORTS[said]
    folded = " ".join(names.parts(name))
    fits = [s for s in (gaz.spot(r) for r in gaz.named(folded)) if s.country == country and s.sort == sort]
    if fits:
        return max(fits, key=lambda s: (s.people, -s.record))
    lat, lon = row.get("lat"), row.get("lon")
    if not isinstance(lat, (int, float)) or not isinstance(lon, (int, float)):
        return None
    return Spot(-1, 0, name, float(lat), float(lon), 1_000_000, country, sort, 0, 0)


def _states(
    known: Lexicon, gaz: Gazetteer, spots: dict[str, tuple[Spot, ...]]
) -> tuple[dict[str, Spot], dict[str, str]]:
    states: dict[str, Spot] = {}
    adjectives: dict[str, str] = {}
    for code, row in known.table("states").items():
        if not isinstance(row, dict):
            continue
        spelt = (row["name"], *row["names"])
        fits = [
            s
            for n in spelt
            for s in (gaz.spot(r) for r in gaz.named(" ".join(names.parts(n))))
            if s.country == code and s.sort == COUNTRY
        ]
        for word in row["adjectives"]:
            adjectives.setdefault(" ".join(names.parts(word)), code)
        if not fits:
            continue
        states[code] = fits[0]._replace(name=row["name"])
        for name in spelt:
            _put(spots, name, states[code], gaz)
    return states, adjectives


def _short(table: Mapping[str, list[str]], gaz: Gazetteer, spots: Mapping[str, tuple[Spot, ...]]) -> dict[str, Spot]:
    out: dict[str, Spot] = {}
    for name, forms in table.items():
        folded = " ".join(names.parts(name))
        listed = spots.get(folded) or tuple(gaz.spot(r) for r in gaz.named(folded))
        spot = next((s for s in listed if s.country == "USA" and s.sort == REGION), None) or (
            listed[0] if listed else None
        )
        if spot is not None:
            out |= dict.fromkeys(forms, spot)
    return out
