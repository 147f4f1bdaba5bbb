"""The words of a search -> its conditions.

query     := condition*
condition := word | "a phrase" | KIND:NAME | near:LAT,LON,KM | near:PLACE,KM | box:SOUTH,WEST,NORTH,EAST
           | from:DAY | to:DAY | ROLE:RANGE | story:NAME
KIND      := actor | source | origin | outlet | place
ROLE      := killed | wounded | killed_or_wounded | captured | missing | displaced | deployed | destroyed
RANGE     := 15 | 10..50 | 10.. | ..50
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf, nan

from firsthand.collection.facts import NameKind, words
from firsthand.collection.nouns import CollectionError
from firsthand.records import Role
from firsthand.when import day

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_RANGE = re.compile(r"(\d+)?(\.\.)?(\d+)?")
_FIELD = re.compile(r"[a-z_]+:(?!//)\S")  # "10:30", "Harvel: a flood" and addresses are words
_ROLES = frozenset(r.value for r in Role if r is not Role.OTHER)


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several that stand side by side."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """Something of a kind, called so."""

    kind: NameKind
    name: str


@dataclass(frozen=True, slots=True)
class Near:
    """A place within ``radius_km`` of a point, or of a place called ``name``."""

    name: str | None
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Box:
    """A place inside a box, in degrees; ``west`` may be greater than ``east``."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class When:
    """Days of a story that meet those from ``first`` to ``last``, both included, either open."""

    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of a role that may lie between two numbers."""

    role: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class InStory:
    """One story, by id or words of its title."""

    name: str


Condition = Words | Name | Near | Box | When | Toll | InStory


def parse(arguments: Iterable[str]) -> tuple[Condition, ...]:
    """Return the conditions of a search; raise with an example when one cannot be read."""
    out: list[Condition] = []
    for argument in arguments:
        for piece in re.findall(r'[a-z_]+:"[^"]*"|"[^"]*"|\S+', argument) if _several(argument) else [argument]:
            out += _condition(piece)
    if not out:
        raise CollectionError('nothing to find; say words, "a phrase", place:Aleppo, killed:10..50, from:2017-01 ...')
    _forwards(c for c in out if isinstance(c, When))
    return tuple(out)


def _forwards(asked: Iterable[When]) -> None:
    """Raise when no day lies between the days asked for."""
    days = list(asked)
    first = max((w.first for w in days if w.first), default="")
    last = min((w.last for w in days if w.last), default="9999-99-99")
    if first > last:
        end = last.removesuffix("-99").removesuffix("-99")
        raise CollectionError(f"from:{first} to:{end} runs backwards; say from:{end} to:{first}")


def _several(argument: str) -> bool:
    """Tell whether an argument is a whole query rather than one phrase or one condition."""
    return '"' in argument or len(re.findall(r"(?:^|\s)[a-z_]+:", argument)) > 1


def _condition(piece: str) -> Iterable[Condition]:
    kind, colon, rest = piece.partition(":")
    rest = rest.strip().strip('"').strip()
    if kind not in _KINDS and _FIELD.match(piece):
        fields = ", ".join(sorted(_KINDS))
        raise CollectionError(
            f"there is no field {kind}: to find in; there are {fields}; for the words themselves say '\"{piece}\"'"
        )
    if not colon or not rest or kind not in _KINDS:
        found = tuple(words(piece))
        return (Words(found),) if found else ()
    if kind in _NAME_KINDS:
        return (Name(NameKind(kind), rest),)
    if kind in _ROLES:
        return (_toll(kind, rest),)
    return (_OTHERS[kind](rest),)


def _toll(role: str, said: str) -> Toll:
    m = _RANGE.fullmatch(said)
    if not m or not (m[1] or m[3]):
        raise CollectionError(f"{role}:{said} is no range; say {role}:15, {role}:10..50 or {role}:100..")
    low = int(m[1] or 0)
    high = low if not m[2] else int(m[3]) if m[3] else None
    if high is not None and high < low:
        raise CollectionError(f"{role}:{said} runs backwards; say {role}:{high}..{low}")
    return Toll(role, low, high)


def _near(said: str) -> Near:
    *where, radius = (x.strip() for x in said.split(","))
    try:
        km = float(radius.removesuffix("km"))
        point = len(where) == 2 and re.fullmatch(r"[-+\d. ]+", "".join(where))
        lat, lon = map(float, where) if point else (0.0, 0.0)
    except ValueError:
        where, km, lat, lon = [], 0.0, 0.0, 0.0
    if not any(where) or not 0 < km < inf or not _on_earth(lat, lon):
        raise CollectionError(f"near:{said} is no circle; say near:35.34,40.14,25 or near:Aleppo,25 (kilometres)")
    return Near(None if point else ", ".join(where), lat, lon, km)


def _box(said: str) -> Box:
    try:
        south, west, north, east = map(float, said.split(","))
    except ValueError:
        south = west = north = east = nan
    if not (_on_earth(south, west) and _on_earth(north, east) and south <= north):
        raise CollectionError(f"box:{said} is no box; say box:SOUTH,WEST,NORTH,EAST in degrees")
    return Box(south, west, north, east)


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180


def _day(said: str) -> str:
    if not _DAY.fullmatch(said) or day(f"{said}-01-01"[:10]) is None:
        raise CollectionError(f"{said} is no day; say 2017-05-03, 2017-05 or 2017")
    return said


def _from(said: str) -> When:
    return When(_day(said), None)


def _to(said: str) -> When:
    return When(None, _day(said) + "-99-99"[: 10 - len(said)])


_NAME_KINDS = frozenset(k.value for k in NameKind if k is not NameKind.UNCITED)
_OTHERS: dict[str, Callable[[str], Condition]] = {
    "near": _near,
    "box": _box,
    "from": _from,
    "to": _to,
    "story": InStory,
}
_KINDS = _NAME_KINDS | _ROLES | _OTHERS.keys()
