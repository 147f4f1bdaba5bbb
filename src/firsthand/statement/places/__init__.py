"""Article -> mentions of places, resolved to the gazetteer."""

from __future__ import annotations

import unicodedata

from firsthand.lexicon import Lexicon
from firsthand.lexicon.gazetteer import PRECISION, Spot
from firsthand.records import Article, Candidate, Place, PlaceId, PlaceMention
from firsthand.statement.places.atlas import Atlas, atlas
from firsthand.statement.places.choice import Choice, choose
from firsthand.statement.places.mentions import ENOUGH, Mention, mentions

_REJECTED = 5  # candidates shown beside the one chosen; more would bury the reasons


def locate(article: Article, known: Lexicon) -> tuple[tuple[PlaceMention, ...], tuple[Place, ...]]:
    """Return the places that ``article`` names, in order, and the gazetteer entries they were resolved to.

    First every name that may be a place, with what speaks for and against; then all of them together: the namesakes that lie
    in one another's country, region and neighbourhood are chosen. Bodies and metonyms ("Damascus said") are no places.
    """
    world = atlas(known)
    possible = mentions(article, known)
    chosen = choose([m for _, m in possible], world)
    found = [(by, m) for by, m in possible if m.points >= ENOUGH or m.key in chosen]
    placed = tuple(
        PlaceMention(
            article.id,
            by + m.span.start,
            by + m.span.end,
            _ident(chosen[m.key].spot) if m.key in chosen else None,
            _why(m, chosen),
        )
        for by, m in found
    )
    return placed, _table([m for _, m in found], chosen, world)


def _ident(spot: Spot) -> PlaceId:
    return PlaceId(f"geo:{spot.geonameid}" if spot.geonameid else f"place:{'-'.join(spot.name.lower().split())}")


def _why(mention: Mention, chosen: dict[str, Choice]) -> str:
    where = chosen.get(mention.key)
    return (
        f"{mention.because}; {where.because}"
        if where
        else f"{mention.because}; unresolved: no entry of the gazetteer fits"
    )


def _table(found: list[Mention], chosen: dict[str, Choice], world: Atlas) -> tuple[Place, ...]:
    spelt: dict[PlaceId, set[str]] = {}
    first: dict[PlaceId, Choice] = {}
    for m in found:
        where = chosen.get(m.key)
        if where is not None:
            ident = _ident(where.spot)
            first.setdefault(ident, where)
            spelt.setdefault(ident, set()).add(m.name)
    return tuple(_place(i, first[i], spelt[i], world) for i in sorted(first))


def _place(ident: PlaceId, where: Choice, spelt: set[str], world: Atlas) -> Place:
    spot = where.spot
    others = tuple(Candidate(s.name, s.lat, s.lon, s.country, why) for s, why in where.rejected[:_REJECTED])
    region = world.region_name(spot)
    shown = tuple(sorted({spot.name, *spelt, *world.spellings(spot)}))
    return Place(
        ident,
        _plain(spot.name),
        spot.lat,
        spot.lon,
        spot.country,
        region and _plain(region),
        PRECISION[spot.sort],
        others,
        shown,
        where.because,
    )


def _plain(name: str) -> str:
    """Return ``name`` as English news prints it, without diacritics; the native spelling stands among the names."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
