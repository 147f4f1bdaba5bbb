"""Article -> mentions of times, as TIMEX3 values and intervals.

mention := [early|late|mid|last|next|this|...] core [part of the day] [clock]
core    := ISO date | month day [year] | day month [year] | month [year] | weekday | year | decade | quarter | season
         | today, yesterday ... | unit "ago"/"earlier"/"later" | "last" unit | clock | reference ("now", "recently")

Anchors, in order: the dateline's date, the publication's, and for "two days later" the last day named before.
Only points and stretches of the calendar are emitted (TIMEX3 DATE and TIME), never bare durations ("for three days").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.quantity import bare_words, words
from firsthand.records import Article, Precision, Time, ZoneKind
from firsthand.spans import Span
from firsthand.statement.memory import remembered
from firsthand.statement.times.anchored import (
    part_of_day,
    relative_day,
    run_together,
    unit_named,
    weekday_named,
    weekend,
)
from firsthand.statement.times.clock import clock, noon
from firsthand.statement.times.dated import (
    century_number,
    decade_named,
    iso,
    month_named,
    reference,
    season_named,
    second_day,
    slashed,
    year_named,
)
from firsthand.statement.times.spoken import TRIGGERS, spoken
from firsthand.statement.times.timex import Calendar, Found, Reader, Rule
from firsthand.when import Interval, bounds, day

PIECE = 20_000  # characters read at a time: longer than any paragraph that a person wrote
HEAD = 200  # characters at the head of a report in which a dateline's date is looked for: an agency head fits in them

_READ = frozenset({ZoneKind.HEADLINE, ZoneKind.DATELINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX})


@cache
def _calendar(known: Lexicon) -> Calendar:
    table = known.table("times")
    references = {tuple(words(k).word): str(v) for k, v in table["references"].items()}
    holidays: dict[tuple[str, ...], tuple[int, int]] = {
        tuple(words(k).word): (v[0], v[1]) for k, v in table["days"].items()
    }
    triggers: dict[str, list[Rule]] = {}

    def on(keys: Any, rule: Rule) -> None:
        for key in keys:
            triggers.setdefault(key, []).append(rule)

    on(sorted({k[0] for k in references} | {k[0] for k in holidays}), reference)
    on(table["months"], month_named)
    on(table["weekdays"], weekday_named)
    on(("today", "yesterday", "tomorrow", "tonight"), relative_day)
    on(TRIGGERS, spoken)  # before the parts of the day: "four in the morning" is an hour
    on(table["parts"], part_of_day)
    on(table["units"], unit_named)
    on((lead + unit for lead in ("this", "last", "next") for unit in ("week", "month", "year")), run_together)
    on(("weekend",), weekend)
    on(table["seasons"], season_named)
    on(("noon", "midday", "midnight"), noon)
    phrases = [*references, *holidays]
    alone = {p[0] for p in phrases if len(p) == 1}
    pairs = {p[0]: frozenset(q[1] for q in phrases if q[0] == p[0]) for p in phrases if p[0] not in alone}
    return Calendar(
        table["months"],
        table["weekdays"],
        table["units"],
        table["parts"],
        table["seasons"],
        references,
        holidays,
        {k: tuple(v) for k, v in triggers.items()},
        {k: frozenset(v) for k, v in table["until"].items()},
        {k: frozenset(v) for k, v in table["clock"].items()},
        pairs,
    )


def date(article: Article, known: Lexicon) -> tuple[Time, ...]:
    """Return the times that ``article`` names, in order, relative ones anchored on dateline, publication, or the time before."""
    published = day(article.published.earliest)
    at = _At(dateline(article, known) or published)
    out: list[Time] = []
    for piece in _pieces(article):
        found, at = _named(piece.of(article.text), at, known)
        out.extend(_record(article, piece.start, at.anchor, one) for one in found)
    return tuple(out)


class _At(NamedTuple):
    """What a reader knows who comes to a piece of text: its anchor, the last day and value named before, the quarter."""

    anchor: Date | None
    last: Date | None = None
    value: str = ""
    quarter: str = ""


class _Named(NamedTuple):
    """A time named in a piece of text, whose spans count from its first character."""

    span: Span
    value: str
    rule: str
    until_anchor: bool
    either: bool


@remembered
def _named(text: str, at: _At, known: Lexicon) -> tuple[tuple[_Named, ...], _At]:
    """Return the times that a piece of text names, and what is known behind it."""
    calendar, folded = _calendar(known), fold(text)
    if not _may_name(calendar, folded):
        return (), at
    w = words(folded)
    r = Reader(calendar, at.anchor, w, at.last, at.value, at.quarter)
    found = tuple(
        _Named(Span(w.start[f.first], w.end[f.last - 1]), f.value, f.rule, f.until_anchor, f.either) for f in _read(r)
    )
    return found, _At(at.anchor, r.last, r.last_value, r.quarter)


def _numeric(r: Reader, i: int) -> Found | None:
    """A run of digits: an ISO or slashed date, a clock time, a second day of a month, a year, a decade, a century."""
    return (
        iso(r, i)
        or slashed(r, i)
        or clock(r, i)
        or second_day(r, i)
        or year_named(r, i)
        or decade_named(r, i)
        or century_number(r, i)
    )


def _pieces(article: Article) -> Iterator[Span]:
    """Yield the zones in which times are read, in order; long ones cut at white space, so that memory stays small."""
    for zone in sorted({z.span for z in article.zones if z.kind in _READ}):
        start = zone.start
        while zone.end - start > PIECE:
            cut = max(article.text.rfind(mark, start, start + PIECE) for mark in ("\n", ". ")) + 1
            cut = cut if cut > start else start + PIECE
            yield Span(start, cut)
            start = cut
        yield Span(start, zone.end)


def _may_name(calendar: Calendar, folded: str) -> bool:
    """Tell whether a piece holds a digit or a word of time: the others cost only this look."""
    if _DIGIT.search(folded):
        return True
    said, pairs = bare_words(folded, 0, len(folded)), calendar.pairs
    if not calendar.triggers.keys().isdisjoint(set(said) - pairs.keys()):
        return True
    return any(second in pairs[first] for first, second in pairwise(said) if first in pairs)


_DIGIT = re.compile(r"\d")


def dateline(article: Article, known: Lexicon) -> Date | None:
    """Return the day that the report's head states before a dash ("SAN SALVADOR, 3 JAN 90 --"), ``None`` when it states none."""
    published = day(article.published.earliest)
    zones = [z.span for z in article.zones if z.kind is ZoneKind.DATELINE][:2]
    body = [z.span for z in article.zones if z.kind is ZoneKind.BODY][:2]
    for span in (*zones, *(Span(b.start, min(b.end, b.start + HEAD)) for b in body)):
        found = _head_day(span.of(article.text), published, span in zones, known)
        if found is not None:
            return found
    return None


@remembered
def _head_day(text: str, published: Date | None, whole: bool, known: Lexicon) -> Date | None:
    """Return the day that ``text`` names before its first dash, near publication; all of it counts when it is ``whole``."""
    w = words(fold(text))
    r = Reader(_calendar(known), published, w)
    stop = next((k for k, x in enumerate(w.word) if x in {"-", "_"} and not w.glued(k)), len(w.word) if whole else 0)
    for found in _read(r, stop):
        d = day(found.value)
        if d is not None and (published is None or abs((d - published).days) <= 14):
            return d
    return None


def _read(r: Reader, stop: int | None = None) -> Iterator[Found]:
    """Yield the mentions among the reader's tokens, in order and apart; longer readings of one place win by standing first."""
    i, done = 0, 0
    n = len(r.w.word) if stop is None else stop
    triggers = r.calendar.triggers
    while i < n:
        word = r.w.word[i]
        found = None
        if word[0].isdigit():
            found = _numeric(r, i)
        else:
            for rule in triggers.get(word, ()):
                found = rule(r, i)
                if found is not None:
                    break
        if found is not None and found.first >= done:
            d = day(found.value)
            r.last = d or r.last
            r.last_value = found.value
            if found.rule in {"quarter", "quarter-before"}:
                r.quarter = found.value
            yield found
            i = done = found.last
        else:
            i += 1


def _record(article: Article, by: int, anchored: Date | None, f: _Named) -> Time:
    start, end = f.span.start + by, f.span.end + by
    when, precision = bounds(f.value)
    anchor = anchored.isoformat() if anchored else None
    if f.until_anchor and anchor is not None and when.earliest is not None:
        when = when.meet(Interval(None, article.published.latest or anchor)) or when
    if f.either:
        when = _either_half(when)
    if f.rule == "border-of-day":
        when = _border(article.text, start, when, evening=f.value.endswith("EV"))
    when = (_bound(article.text, start, when) if ":" in f.value else None) or when
    because = f"{f.rule}: {' '.join(article.text[start:end].split())}" + (
        f" from {anchor}" if anchor and precision is not Precision.UNKNOWN else ""
    )
    return Time(article.id, start, end, f.value, when.earliest, when.latest, precision, because)


# bound := ("before" | "by" | "until" | "after") hour: a stretch of that day, not the hour itself
_BOUND = re.compile(
    r"(\b(?:not?|never|didn't|shortly|just|right|soon|immediately|moments?|minutes?|hours?)\s+(?:\w+\s+){0,2})?"
    r"\b(before|by|until|till|no later than|after|no earlier than)\s+(?:about\s+|around\s+)?$",
    re.I,
)
_BOUND_REACH = 30  # characters before an hour in which the word that bounds it ends
_FROM = frozenset({"after", "no earlier than"})


def _either_half(when: Interval) -> Interval:
    """Return the time from the hour of ``when`` before noon to that after noon: "twenty to ten" is 09:40 or 21:40."""
    if when.earliest is None:
        return when
    day_, _, clock_ = when.earliest.partition("T")
    hour = int(clock_[:2]) % 12
    return Interval(f"{day_}T{hour:02d}{clock_[2:]}", f"{day_}T{hour + 12}{clock_[2:]}")


def _border(text: str, at: int, when: Interval, *, evening: bool) -> Interval:
    """Return the hours around dawn or dusk on the day of ``when``, with those before it ("before dawn") or behind it."""
    if when.earliest is None:
        return when
    day_ = when.earliest.partition("T")[0]
    around, lead = _DUSK if evening else _DAWN, _LEAD.search(text, max(0, at - _BOUND_REACH), at)
    before = lead is not None and lead[1].casefold() in {"before", "by", "until"}
    after = lead is not None and lead[1].casefold() in {"after", "since", "from"}
    return Interval(f"{day_}T{around[0 if before else 1]}", f"{day_}T{around[3 if after else 2]}")


# the earliest hour "before" it, its own first and last hour at any season, the last hour "after" it: our choice
_DAWN, _DUSK = ("00:00", "04:00", "08:00", "12:00"), ("12:00", "16:00", "22:00", "23:59")
_LEAD = re.compile(r"(\w+)\s+$")


def _bound(text: str, at: int, hour: Interval) -> Interval | None:
    """Return the part of its day that the hour at a place bounds ("before 10 p.m. Monday"), ``None`` where it bounds none."""
    day_ = (hour.earliest or "").partition("T")[0]
    before = _BOUND.search(text, max(0, at - _BOUND_REACH), at) if day_ else None
    if before is None or before[1]:  # "shortly after nine" is about nine; "not until nine" is from nine on
        return None
    since = " ".join(fold(before[2]).split()) in _FROM
    return Interval(hour.earliest, f"{day_}T23:59") if since else Interval(f"{day_}T00:00", hour.latest)
