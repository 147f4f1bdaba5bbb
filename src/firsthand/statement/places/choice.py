"""Mentions of one article -> which place each means, all chosen together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from firsthand.fold import fold
from firsthand.lexicon.gazetteer import COUNTRY, REGION, SUBREGION, TOWN, Spot
from firsthand.statement.memory import Memory
from firsthand.statement.places.atlas import Atlas
from firsthand.statement.places.mentions import ENOUGH, Mention

Numbers = np.ndarray[Any, np.dtype[Any]]

_KEPT = 24  # namesakes weighed per name; the gazetteer's commonest names have a hundred, nearly all of them hamlets
_MOST = 1500  # namesakes weighed together, each against each; news articles have up to 230 (wire-helsinki)
_NEAR_KM = 150.0  # distance at which one place's say about another falls to 37 %
_PEOPLE, _CLOSE, _SAME_REGION, _SAME_COUNTRY = 0.8, 2.2, 1.3, 0.5  # weights; set on one half of places-lgl

_DOUBT = 0.3  # the say of a name that may be no place at all
_BORNE_OUT = 1.6  # what the other places must say for such a name to count


@dataclass(frozen=True, slots=True)
class Choice:
    """The place chosen for a name, why, and the namesakes that were not, each with its reason."""

    spot: Spot
    because: str
    rejected: tuple[tuple[Spot, str], ...]


def choose(found: list[Mention], world: Atlas) -> dict[str, Choice]:
    """Return for every key of ``found`` the place it means: population, kind, and the places named around it decide."""
    first: dict[str, Mention] = {}
    times: Counter[str] = Counter()
    sure: set[str] = set()
    for m in found:
        first.setdefault(m.key, m)
        times[m.key] += 1
        if m.points >= ENOUGH:
            sure.add(m.key)
    out: dict[str, Choice] = {}
    for named in _together([_Named(m, min(times[k], 3), k in sure) for k, m in first.items()]):
        old = _MEMORY.get((world, named))
        out |= _MEMORY.keep((world, named), _chosen(named, world)) if old is None else old
    return out


class _Named(NamedTuple):
    """A name of an article by its first mention, how often it stands there (at most three times), and whether it surely is one."""

    mention: Mention
    times: int
    sure: bool


_MEMORY: Memory[tuple[Atlas, tuple[_Named, ...]], dict[str, Choice]] = Memory(1 << 10)  # articles; copies name the same


def _together(named: list[_Named]) -> Iterator[tuple[_Named, ...]]:
    """Yield the names that are weighed together: all those of an article, of a book as many as ``_MOST`` allows."""
    group: list[_Named] = []
    size = 0
    for one in named:
        size += min(len(one.mention.spots), _KEPT)
        if size > _MOST and group:
            yield tuple(group)
            group, size = [], min(len(one.mention.spots), _KEPT)
        group.append(one)
    if group:
        yield tuple(group)


def _chosen(named: tuple[_Named, ...], world: Atlas) -> dict[str, Choice]:
    first = {n.mention.key: n.mention for n in named}
    times = {n.mention.key: n.times for n in named}
    sure = {n.mention.key for n in named if n.sure}
    options = {k: _options(m) for k, m in first.items()}
    keys = [k for k in first if options[k]]
    if not keys:
        return {}
    own = np.array([_prior(s, first[k]) for k in keys for s in options[k]])
    group = np.array([n for n, k in enumerate(keys) for _ in options[k]])
    weight = [times[k] ** 0.5 * (1.0 if k in sure else _DOUBT) for k in keys]
    support = _support([s for k in keys for s in options[k]], group, weight, own)
    total = own + support
    out: dict[str, Choice] = {}
    at = 0
    for k in keys:
        size = len(options[k])
        best = int(np.argmax(total[at : at + size]))
        if k in sure or support[at + best] >= _BORNE_OUT:
            out[k] = _choice(options[k], own[at : at + size], total[at : at + size], world)
        at += size
    return out


def _options(mention: Mention) -> list[Spot]:
    spots = [s for s in mention.spots if mention.sort is None or s.sort == mention.sort] or list(mention.spots)
    return sorted(spots, key=lambda s: (s.record >= 0, s.sort != COUNTRY, s.sort != REGION, -s.people, s.record))[
        :_KEPT
    ]


def _prior(spot: Spot, mention: Mention) -> float:
    """Return what speaks for a place before any other is looked at: its people, its kind, and the lexicon's word for it."""
    points = _PEOPLE * math.log10(max(spot.people, 1) + 100)
    if spot.record < 0:
        points += 2.0
    elif spot.sort == TOWN and fold(spot.name) != fold(mention.name):
        points -= 0.6
    if spot.sort == COUNTRY:
        points += 2.5
    elif spot.sort == REGION and mention.sort != TOWN:
        points += 1.6 if spot.country in ("USA", "CAN") else -0.6
    elif spot.sort == SUBREGION and mention.sort != SUBREGION:
        points -= 1.2
    return points


def _support(spots: list[Spot], group: Numbers, weight: list[float], own: Numbers) -> Numbers:
    """Return for every option what the other names of the article say for it: the best option of each, by closeness."""
    lat = np.radians(np.array([s.lat for s in spots]))
    lon = np.radians(np.array([s.lon for s in spots]))
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    km = 6371 * 2 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    small = np.array([s.sort != COUNTRY for s in spots])
    country = _codes([s.country for s in spots])
    region = np.array([s.record if s.sort == REGION else s.region for s in spots])
    near = _CLOSE * np.exp(-km / _NEAR_KM) * small * small[:, None]
    same_region = _SAME_REGION * ((region[:, None] == region) & (region > 0) & small & small[:, None])
    same_country = _SAME_COUNTRY * ((country[:, None] == country) & (country >= 0))
    say = near + same_region + same_country
    say[group[:, None] == group] = 0.0
    # an option speaks as loudly as it is likely among its namesakes
    count = int(group.max()) + 1
    loud = np.zeros(len(spots))
    for g in range(count):
        mine = group == g
        share = np.exp(1.5 * (own[mine] - own[mine].max()))
        loud[mine] = share / share.sum()
    say = say * (0.25 + 0.75 * loud)
    heard = np.zeros((len(spots), count))
    for g in range(count):
        heard[:, g] = say[:, group == g].max(axis=1)
    total: Numbers = (heard * np.array(weight)).sum(axis=1)
    return total / max(1.0, math.sqrt(count / 4))


def _codes(values: list[str]) -> Numbers:
    known = {v: n for n, v in enumerate(sorted({v for v in values if v}))}
    return np.array([known.get(v, -1) for v in values])


def _choice(options: list[Spot], own: Numbers, total: Numbers, world: Atlas) -> Choice:
    order = sorted(range(len(options)), key=lambda n: (-round(float(total[n]), 6), options[n].record))
    best = order[0]
    spot = options[best]
    where = ", ".join(x for x in (world.region_name(spot) if spot.sort != REGION else None, spot.country) if x)
    if len(options) == 1:
        why = f"only-one: {spot.name} ({where})"
    elif best == int(np.argmax(own)):
        why = f"best-known: {spot.name} ({where}), {spot.people} people"
    else:
        why = f"context: {spot.name} ({where}) lies with the other places named"
    rejected = tuple((options[n], _against(options[n], spot, float(total[best] - total[n]))) for n in order[1:])
    return Choice(spot, why, rejected)


def _against(other: Spot, spot: Spot, points: float) -> str:
    reason = "less-known" if other.people < spot.people else "away-from-the-others"
    return f"{reason}: {points:.1f} points behind {spot.name}"
