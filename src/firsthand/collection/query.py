"""The words of a search -> its conditions.

query     := condition*
condition := word | "a phrase" | KIND:NAME | near:LAT,LON,KM | near:PLACE,KM | box:SOUTH,WEST,NORTH,EAST
           | from:DAY | to:DAY | ROLE:RANGE
KIND      := actor | source | origin | outlet | place | story
NAME      := word | "several words"
ROLE      := killed | wounded | killed_or_wounded | captured | missing | displaced | deployed | destroyed
RANGE     := 15 | 10..50 | 10.. | ..50
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import inf, nan

from firsthand.collection.facts import NameKind, unowned, words
from firsthand.collection.nouns import CollectionError
from firsthand.fold import fold
from firsthand.records import Role
from firsthand.when import day

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_RANGE = re.compile(r"(\d{1,18})?(?:(\.\.)(\d{1,18})?)?")  # 18 digits: what a column can hold
_FIELD = re.compile(r"[a-z_]+:(?!//)\S")  # "10:30", "Harvel: a flood" and addresses are words
_LEFT_OUT = re.compile(r'-+["\w]')  # -mali, -place:Mali: elsewhere that leaves out
# In a folded argument: a field with quotes, circles and boxes (which may have blanks inside), a phrase, anything else.
_PIECE = re.compile(
    r"""[a-z_]+:"[^"]*"[^\s"]*"""
    r"""|near:[^":]*?,\s*[-+.\d]+(?:\s*km)?(?=\s|$)(?!\s*,)"""
    r"""|box:\s*[-+.\d]+(?:\s*,\s*[-+.\d]+){3}(?=\s|$)"""
    r"""|"[^"]*"|\S+"""
)
MOST_IN_NAME = 8  # words of a name that is not in quotes
MOST_CONDITIONS = 64  # of a search: far more than anyone types; each costs a table in the database's plan
_ROLES = frozenset(r.value for r in Role if r is not Role.OTHER)


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several that stand side by side; ``plain``: the same without possessives, where that is another phrase."""

    words: tuple[str, ...]
    plain: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Loose:
    """Several words in one argument without quotes, for the shell takes quotes away: a phrase, or each for itself."""

    whole: Condition
    apart: tuple[Condition, ...]
    note: str  # what to say when they were taken apart


@dataclass(frozen=True, slots=True)
class Run:
    """A name without quotes and the words behind it: each reading is a name and the rest, the longest name first."""

    readings: tuple[tuple[Condition, ...], ...]


def parse(arguments: Iterable[str]) -> tuple[Condition | Loose | Run, ...]:
    """Return the conditions of a search; raise with an example when one cannot be read."""
    said = (argument.encode("utf8", "replace").decode("utf8") for argument in arguments)  # half characters are no text
    out = list(dict.fromkeys(c for argument in said for c in _read(argument)))
    count = sum(len(c.readings[-1]) if isinstance(c, Run) else 1 for c in out)
    if not out:
        raise CollectionError('nothing to find; say words, "a phrase", place:Aleppo, killed:10..50, from:2017-01 ...')
    if count > MOST_CONDITIONS:
        raise CollectionError(f'too much to find at once; say at most {MOST_CONDITIONS} conditions ("a phrase" is one)')
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


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word, phrase or field of an argument; ``field`` is empty for words."""

    start: int
    end: int
    field: str
    value: str
    is_quoted: bool


def _read(argument: str) -> Iterator[Condition | Loose | Run]:
    """Yield what one argument asks for: a query as the grammar has it, or what the shell left of something in quotes."""
    pieces = [_piece(argument, *m.span()) for m in _PIECE.finditer(fold(argument))]
    if all(_is_bare(p) for p in pieces):
        yield from _loose(argument, pieces)
        return
    while pieces:
        p, *pieces = pieces
        beside = list(takewhile(_is_bare, pieces)) if p.field in _CALLED and not p.is_quoted else []
        pieces = pieces[len(beside) :]
        if beside:
            yield _run(argument, p, beside)
        else:
            yield from _condition(p)


def _is_bare(p: _Piece) -> bool:
    return not p.field and not p.is_quoted


def _piece(argument: str, start: int, end: int) -> _Piece:
    said, folded = argument[start:end], fold(argument[start:end])
    if folded.startswith('"') and folded.endswith('"') and len(folded) > 1:
        return _Piece(start, end, "", said, True)
    if _LEFT_OUT.match(folded):
        raise CollectionError(f"{said}: a search cannot leave anything out; for the words themselves say '\"{said}\"'")
    field, colon, _ = folded.partition(":")
    if colon and field in _KINDS:
        value = said[len(field) + 1 :]
        bare = "".join(c for c in value if fold(c) != '"').strip()
        if not words(bare):
            raise CollectionError(f"{said} does not say what to find; say {_EXAMPLES.get(field, f'{field}:10..50')}")
        return _Piece(start, end, field, bare, '"' in fold(value))
    if _FIELD.match(folded):
        fields = ", ".join(sorted(_KINDS))
        raise CollectionError(
            f"there is no field {field}: to find in; there are {fields}; for the words themselves say '\"{said}\"'"
        )
    return _Piece(start, end, "", said, False)


def _loose(argument: str, pieces: Sequence[_Piece]) -> Iterator[Condition | Loose]:
    """Yield words without quotes: they may be one phrase, or each for itself."""
    apart = _conditions(pieces)
    if len(apart) < 2 or '"' in fold(argument):
        yield from apart
        return
    (whole,) = _condition(_Piece(0, len(argument), "", argument, True))
    if len(apart) > MOST_CONDITIONS:
        yield whole
        return
    said = " ".join(p.value for p in pieces)
    yield Loose(whole, apart, f'apart: {", ".join(p.value for p in pieces)} (nothing is found for "{said}")')


def _run(argument: str, first: _Piece, others: Sequence[_Piece]) -> Run:
    """Return a name and the words behind it: one or more of them may belong to the name."""
    start, most = first.start + len(first.field) + 1, min(len(others), MOST_IN_NAME - 1)
    readings = []
    for n in range(most, -1, -1):
        end = others[n - 1].end if n else first.end
        name = _Piece(start, end, first.field, argument[start:end].strip(), True)
        readings.append((*_condition(name), *_conditions(others[n:])))
    return Run(tuple(readings))


def _conditions(pieces: Iterable[_Piece]) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(c for p in pieces for c in _condition(p)))


def _condition(p: _Piece) -> tuple[Condition, ...]:
    if not p.field:
        found, plain = tuple(words(p.value)), tuple(words(unowned(p.value)))
        if len(plain) == 1 or plain == found:
            return (Words(plain),) if plain else ()
        return (Words(found, plain),)
    if p.field in _NAME_KINDS:
        return (Name(NameKind(p.field), p.value),)
    if p.field in _ROLES:
        return (_toll(p.field, p.value),)
    return (_OTHERS[p.field](p.value),)


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
        raise CollectionError(
            f'near:{said} is no circle; say near:Aleppo,25, near:"Deir ez-Zor",25 or near:35.34,40.14,25 (kilometres)'
        )
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
_CALLED = _NAME_KINDS | {"story"}  # fields whose value may be several words
_EXAMPLES = {
    "near": "near:Aleppo,25", "box": "box:SOUTH,WEST,NORTH,EAST", "from": "from:2017-05", "to": "to:2017-06-03",
    "place": "place:Aleppo", **dict.fromkeys(_CALLED - {"place"}, "the name, as in place:Aleppo"),
}  # fmt: skip
_KINDS = _NAME_KINDS | _ROLES | _OTHERS.keys()
