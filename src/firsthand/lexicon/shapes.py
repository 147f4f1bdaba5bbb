"""The shape of every table: its keys and what stands under each. A user's file is held to it before anything is read.

A shape is a ``Value``, a list of ``Words``, a table with its own ``Keys``, or ``Each``: rows under keys of the user's choice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from firsthand.records import Role, SourceKind, ZoneKind

_LEAP = 2000  # a year that has every day
_LONGEST = 60  # characters of a wrong value in a message


@dataclass(frozen=True, slots=True)
class Value:
    """One value; ``wanted`` says in words what it is."""

    wanted: str
    fits: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Words:
    """A list; in a user's, a text that begins with ``-`` is taken off the shipped one."""

    each: Value
    wanted = 'a list such as ["a", "b"]'


@dataclass(frozen=True, slots=True)
class Keys:
    """A table with no other keys than these and ``source``; ``needed`` ones are always there, a needed list if only empty.

    ``sound`` holds for the whole table when the user's is laid over the shipped one.
    """

    keys: Mapping[str, Shape]
    needed: tuple[str, ...] = ()
    sound: Value | None = None
    wanted = "a table such as { key = ... }"


@dataclass(frozen=True, slots=True)
class Each:
    """Rows of one shape under keys of the user's choice; ``listed``: without keys, as ``[[trigger]]``."""

    row: Shape
    listed: bool = False
    wanted = "a table such as { key = ... }"


Shape = Value | Words | Keys | Each


def faults(shape: Shape, own: Any, below: Any = None, at: str = "") -> Iterator[str]:
    """Yield what of ``own`` does not fit when it is laid over ``below``: where it stands, what was found, what is wanted."""
    if isinstance(shape, Value):
        if not shape.fits(own):
            yield _wrong(at, own, shape.wanted)
    elif own is False and below is not None and emptied(shape) is not None:
        return  # what ships is dropped
    elif isinstance(shape, Words) or (isinstance(shape, Each) and shape.listed):
        if not isinstance(own, list):
            yield _wrong(at, own, "rows that begin with [[...]]" if isinstance(shape, Each) else shape.wanted)
            return
        for one in own:
            bare = one[1:] if isinstance(shape, Words) and isinstance(one, str) and one[:1] == "-" else one
            yield from faults(shape.each if isinstance(shape, Words) else shape.row, bare, None, at)
    elif not isinstance(own, dict):
        yield _wrong(at, own, shape.wanted)
    elif isinstance(shape, Each):
        yield from _of_rows(shape, own, below or {}, at)
    else:
        yield from _of_keys(shape, own, below or {}, at)


def _of_rows(shape: Each, own: Mapping[str, Any], below: Mapping[str, Any], at: str) -> Iterator[str]:
    for key, row in own.items():
        if key == "source" and isinstance(row, str):
            continue
        if row is False:
            if key not in below:
                yield f"{_under(at, key)} = false drops nothing: there is no such entry"
            continue
        yield from faults(shape.row, row, below.get(key), _under(at, key))


def _of_keys(shape: Keys, own: Mapping[str, Any], below: Mapping[str, Any], at: str) -> Iterator[str]:
    for key, value in own.items():
        inner = TEXT if key == "source" else shape.keys.get(key)
        if inner is None:
            place = f"{at} has" if at else "this table has"
            yield f"{_under(at, key)} is not known: {place} {', '.join(sorted({*shape.keys, 'source'}))}"
        else:
            yield from faults(inner, value, below.get(key), _under(at, key))
    whole = {**below, **own}
    for key in shape.needed:
        if key not in whole and emptied(shape.keys[key]) is None:
            yield f"{at or 'the table'} has no {key}; it needs one: {shape.keys[key].wanted}"
    if shape.sound is not None and not shape.sound.fits(whole):
        yield f"{at} must have {shape.sound.wanted}"


def under(shape: Shape, key: str) -> Shape:
    """Return the shape of what stands under ``key``."""
    if key == "source" or isinstance(shape, Value | Words):
        return TEXT
    return shape.row if isinstance(shape, Each) else shape.keys.get(key, TEXT)


def emptied(shape: Shape) -> Any:
    """Return what stands in the place of what is dropped: no words, no rows; ``None`` where something must stand."""
    if isinstance(shape, Words):
        return []
    if isinstance(shape, Each):
        return [] if shape.listed else {}
    if isinstance(shape, Keys):
        out = {key: emptied(shape.keys[key]) for key in shape.needed}
        return None if None in out.values() else out
    return None


def completed(shape: Shape, table: Any) -> Any:
    """Return ``table`` with everything needed that is missing, or was dropped, as an empty one."""
    if isinstance(shape, Each):
        if isinstance(table, list):
            return [completed(shape.row, row) for row in table]
        return {key: row if key == "source" else completed(shape.row, row) for key, row in table.items()}
    if isinstance(shape, Keys):
        out = {key: completed(shape.keys.get(key, TEXT), value) for key, value in table.items()}
        missing = {key: emptied(shape.keys[key]) for key in shape.needed if key not in out}
        return {**{key: empty for key, empty in missing.items() if empty is not None}, **out}
    return table


def _wrong(at: str, own: Any, wanted: str) -> str:
    seen = json.dumps(own, ensure_ascii=False, default=str)
    return f"{at} = {seen if len(seen) <= _LONGEST else seen[:_LONGEST] + '...'} is not {wanted}"


def _under(at: str, key: str) -> str:
    """Return the name of a key as TOML writes it."""
    shown = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
    return f"{at}.{shown}" if at else shown


# ---- values ----------------------------------------------------------------------------------------------------------


def _text(x: Any) -> bool:
    return isinstance(x, str)


def _whole(x: Any) -> bool:
    return isinstance(x, int) and not isinstance(x, bool)


def _number(x: Any) -> bool:
    return _whole(x) or (isinstance(x, float) and isfinite(x))


def _word(x: Any) -> bool:
    return isinstance(x, str) and any(c.isalnum() for c in x)


def _from(low: int, high: int) -> Value:
    return Value(f"a number from {low} to {high}", lambda x: _number(x) and low <= x <= high)


def _whole_from(low: int, high: int) -> Value:
    return Value(f"a whole number from {low} to {high}", lambda x: _whole(x) and low <= x <= high)


def _is_day(x: Any) -> bool:
    if not (isinstance(x, list) and len(x) == 2 and all(map(_whole, x))):
        return False
    try:
        date(_LEAP, *x)
    except (ValueError, OverflowError):
        return False
    return True


def _one_of(*words: str) -> Value:
    return Value("one of " + ", ".join(f'"{w}"' for w in words), lambda x: isinstance(x, str) and x in words)


TEXT = Value("text in quotes", _text)
NAME = Value("text in quotes with a letter or digit in it", _word)
FLAG = Value("true or false", lambda x: isinstance(x, bool))
COUNT = Value("a whole number from 0", lambda x: _whole(x) and x >= 0)
NUMBER = Value("a number", _number)
WORDS = Words(NAME)
SIGNS = Words(Value("text in quotes", lambda x: isinstance(x, str) and bool(x.strip())))  # "©", "$(" are none of words


def _lists(keys: str, **more: Shape) -> Keys:
    """Return a table of lists of words under ``keys``, all of them needed, and of what else stands there."""
    return Keys({**dict.fromkeys(keys.split(), WORDS), **more}, (*keys.split(), *more))


def _sections(keys: str, section: Shape, **more: Shape) -> dict[str, Shape]:
    return {**dict.fromkeys(keys.split(), section), **more}


def _table(sections: Mapping[str, Shape]) -> Keys:
    return Keys(sections, tuple(sections))


def _is_less(high: Any, low: Any) -> bool:
    return _whole(high) and _whole(low) and 0 < high < low


# ---- rows ------------------------------------------------------------------------------------------------------------

_KIND = _one_of(*(kind.value for kind in SourceKind))
_COUNTRY = Value(
    'a country\'s three letters such as "SYR"',
    lambda x: isinstance(x, str) and (not x or (len(x) == 3 and x.isupper())),
)
_NAMED = Keys(
    {
        "name": NAME,
        "names": WORDS,
        "country": _COUNTRY,
        "domains": WORDS,
        "wikidata": TEXT,
        "kind": _KIND,
        "upper": FLAG,
        "bare": WORDS,
        "caps": WORDS,
    },
    ("name",),
)
_BODY = Keys({"name": NAME, "words": WORDS, "kind": TEXT, "actor": TEXT}, ("name", "words"))
_STATE = Keys({"name": NAME, "capital": TEXT, "adjectives": WORDS, "names": WORDS}, ("name", "adjectives", "names"))
_PLACE = Keys(
    {
        "name": NAME,
        "country": _COUNTRY,
        "sort": _one_of("country", "region", "district", "town", "area"),
        "names": WORDS,
        "exact": WORDS,
        "own": WORDS,
        "lat": _from(-90, 90),
        "lon": _from(-180, 180),
    },
    ("name",),
    Value("both lat and lon, or neither", lambda row: ("lat" in row) == ("lon" in row)),
)
_EVENT = _one_of(  # PLOVER's types, as docs/contract.md lists them
    *"AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
_TRIGGER = Keys(
    {
        "type": _EVENT,
        "mode": TEXT,
        "sort": _one_of("does", "befalls", "happens", "outcome"),
        "verbs": WORDS,
        "nouns": WORDS,
        "phrases": WORDS,
    },
    ("type", "mode", "sort"),
)
_VAGUE = Keys(
    {"low": COUNT, "high": COUNT, "acled": COUNT},
    ("low", "high"),
    Value("a high no less than low (0: open)", lambda row: not _is_less(row.get("high"), row.get("low"))),
)
_CLASS = Keys({"verbs": WORDS, "nouns": WORDS, "phrases": WORDS})
_SORT = Keys(
    {"words": SIGNS, "things": WORDS, "sizes": Each(NUMBER), "kinds": Each(WORDS), "called": Each(WORDS)},
)
_FURNITURE = _one_of(*(kind.value for kind in ZoneKind), "comment_form")
_FAMILY = Keys(
    {"name": NAME, "kind": _FURNITURE, "strong": SIGNS, "medium": SIGNS, "weak": SIGNS},
    ("name", "kind", "strong", "medium", "weak"),
)
_VERBS = Keys({"verbs": TEXT}, ("verbs",))
_LIST = _lists("words")
_ROLE = _lists("participle active intransitive adjective noun of")
_ROLES = " ".join(role.value for role in Role if role is not Role.OTHER)
_DAY = Value("a month and a day such as [12, 25]", _is_day)
_RULE = Value(
    'a row of steps such as [["a", "b"], ["c"]]',
    lambda x: isinstance(x, list) and all(isinstance(step, list) and all(map(_text, step)) for step in x),
)
_BLOCK = Value(
    "the first and the last sign of a script, as numbers",
    lambda x: isinstance(x, list) and len(x) == 2 and all(map(_whole, x)),
)
_ENTRIES = _table({"entries": Each(_NAMED)})

SHAPES: Mapping[str, Shape] = {
    "agencies": _ENTRIES,
    "armed_groups": _ENTRIES,
    "monitors": _ENTRIES,
    "organisations": _ENTRIES,
    "officials": _table({"entries": Each(_NAMED), "bodies": Each(_BODY)}),
    "outlets": _table(
        {"entries": Each(_NAMED), "shapes": _lists("kinds inside titles with_others first journals never")}
    ),
    "states": Each(_STATE),
    "exonyms": _table({"places": Each(_PLACE)}),
    "labels": _table(
        {
            "loaded": _lists("fighters states"),
            "plain": _lists("fighters forces people"),
            "bodies": _lists("armed_group state_body organisation"),
            "acting": _lists("verbs"),
        }
    ),
    "offices": _table(
        _sections(
            "offices heads administrative ruled titles many before_names institutions of_ministry papers no_firm",
            _LIST,
            ranks=Each(NAME),
            sexes=_table({"not": _lists("he she")}),
            stands_for=_lists("print air wire medium body firm"),
            parting=_lists("offices adding surnames"),
        )
    ),
    "source_words": _table(
        _sections(
            "media owners particles",
            _LIST,
            heads=_lists("visual document anonymous official organisation monitor armed_group agency outlet"),
            anonymous_types=Each(WORDS),
            titles=_lists("rank office civil"),
            pronouns=_lists("person body plural"),
            describing=_lists("before after"),
            credits=_lists("agencies never"),
        )
    ),
    "bodies": _table(_sections("owned called says trades", _LIST)),
    "place_words": _table(
        {
            "cues": _lists("strong weak direction kind_before"),
            "after": _lists("town region district civic other saying"),
            "titles": _LIST,
            "abbreviations": Each(WORDS),
        }
    ),
    "cues": _table(
        {
            **_sections(
                "saying core closing thinking judging intending telling counting finding hearing asking denying silence"
                " refusing showing",
                _VERBS,
            ),
            **_sections("undergone states manner visual ambiguous hearsay hedges nouns reported accounts", _LIST),
            "acts": _table(dict.fromkeys(("clause", "infinitive", "order", "about", "gerund"), TEXT)),
            "estimating": _lists("tallies", verbs=TEXT),
            "dismissing": _lists("behind phrases", verbs=TEXT),
            "irregular": Each(WORDS),
            "phrases": _lists("before_source"),
            "measures": _lists("words bare"),
        }
    ),
    "status": _table(
        {
            "denied": _lists("cues"),
            "negated": _lists("main except"),
            "past": _lists("anywhere"),
            **_sections("failed planned possible", _lists("anywhere main")),
        }
    ),
    "events": _table(
        {
            "trigger": Each(_TRIGGER, listed=True),
            "instruments": _lists("explosives firearms heavy-weapons drone aerial primitive"),
            "blame": _lists("before after"),
            "light": _lists("verbs"),
            **_sections("another general meant", _LIST),
        }
    ),
    "predicates": _table(
        {
            "classes": Each(_CLASS),
            "sorts": Each(_SORT),
            "objects": _LIST,
            "things": Each(_CLASS),
            "topics": _table({"lists": Each(WORDS), "rules": Each(Words(_RULE))}),
            "none": _lists("phrases"),
            "irregular": Each(NAME),
            "marks": _lists("numerals auxiliaries third_person base_form grammar not_verbs"),
        }
    ),
    "roles": _table(
        {
            **_sections(f"{_ROLES} released", _ROLE),
            "wounded": _lists("participle active intransitive adjective noun of suffered"),
            "tally": _lists("killed killed_or_wounded open"),
            "units": _lists("things measures"),
            "persons": _lists("one kin households plural"),
        }
    ),
    "numbers": _table(
        {
            "cardinals": Each(COUNT),
            "scales": Each(COUNT),
            "vague": Each(_VAGUE),
            "before": _lists("floor above ceiling below about nearly same"),
            "after": _lists("floor ceiling about"),
            "names": _lists("before ages parents"),
            "changed": _lists("verbs"),
        }
    ),
    "intensity": _table(
        {
            **_sections("size harm", _lists("1 2 3")),
            **_sections("hedges causes revisions", _LIST),
            "headline_attribution": _lists("words labels"),
        }
    ),
    "times": _table(
        {
            "months": Each(_whole_from(1, 12)),
            "weekdays": Each(_whole_from(0, 6)),
            "units": Each(_one_of("day", "week", "fortnight", "month", "quarter", "year", "decade", "century")),
            "parts": Each(_one_of("MO", "AF", "EV", "NI")),
            "seasons": Each(_one_of("SP", "SU", "FA", "WI")),
            "references": Each(_one_of("PAST_REF", "PRESENT_REF", "FUTURE_REF")),
            "days": Each(_DAY),
            "until": _lists("went_on put_off"),
            "clock": _lists("about lead near tallied decided moved not_hours"),
        }
    ),
    "months": _table(
        {
            "months": _lists("1 2 3 4 5 6 7 8 9 10 11 12"),
            "zones": Each(_from(-12, 14)),
            "words": _lists("beside credit telling updated"),
        }
    ),
    "languages": _table({"words": Each(TEXT), "letters": Each(TEXT), "scripts": Each(Words(_BLOCK))}),
    "zones": _table(
        {
            "buttons": _table({"words": TEXT}),
            "family": Each(_FAMILY, listed=True),
            "related": _lists("heads"),
            "caption": _table({"phrases": SIGNS, "starts": SIGNS}),
            "byline": _lists("starts"),
            "own_name": _table({"naming": SIGNS, "calls": SIGNS}),
            "lead_line": _lists("verbs"),
            "masthead": _table({"last": SIGNS, "first": SIGNS, "sections": SIGNS}),
            "debris": _table({"starts": SIGNS}),
            "names": _lists("article comment one_comment caption related widget quote_box headline"),
        }
    ),
}
