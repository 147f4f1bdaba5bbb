"""Article -> mentions of times, as TIMEX3 values and intervals.

mention := [early|late|mid|last|next|this|...] core [part of the day] [clock]
core    := ISO date | month day [year] | day month [year] | month [year] | weekday | year | decade | quarter | season
         | today, yesterday ... | unit "ago"/"earlier"/"later" | "last" unit | clock | reference ("now", "recently")

Anchors, in order: the dateline's date, the publication's, and for "two days later" the last day named before.
Only points and stretches of the calendar are emitted (TIMEX3 DATE and TIME), never bare durations ("for three days").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cache
from typing import Any

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.quantity import Words, bare_words, words
from firsthand.records import Article, Precision, Time, ZoneKind
from firsthand.spans import Span
from firsthand.when import Interval, at_unit, bounds, day, make, quarter_of, shifted, week_of, weekday_from

HEAD = 200  # characters at the head of a report in which a dateline's date is looked for: an agency head fits in them
# how much longer the way to a future date counts: with a future verb, without one, for a whole month without one (tuned on half of TBAQ)
FUTURE_BIAS, PAST_BIAS, PAST_MONTH_BIAS = 0.25, 1.6, 4.0
CONTEXT_BACK, CONTEXT_ON = 14, 5  # tokens before and after a mention in which the verb that dates it is looked for

_FUTURE = frozenset(
    "will would shall could might can scheduled expected expects expect plans planned plan planning until upcoming due tomorrow ll 'll slated begins starts effective payable intends deadline".split()
)
_EARLY = frozenset({"early", "late", "mid", "earlier", "later", "mid-", "sometime", "around", "about"})
_SMALL = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_SMALL |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "couple": 2}
_ORDINALS = {w: n for n, w in enumerate("zeroth first second third fourth".split())} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "last": 4,
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The table ``times`` of a lexicon."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    parts: Mapping[str, str]
    seasons: Mapping[str, str]
    references: Mapping[tuple[str, ...], str]
    days: Mapping[tuple[str, ...], tuple[int, int]]
    triggers: Mapping[str, tuple[Rule, ...]]
    pairs: Mapping[str, frozenset[str]]  # first words that say nothing alone ("the"), with the words that must follow


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in tokens ``first`` .. ``last`` (excluded)."""

    first: int
    last: int
    value: str
    rule: str
    until_anchor: bool = False  # "earlier this week": not after the anchor


@dataclass(slots=True)
class Reader:
    """What is known while an article is read from front to back."""

    calendar: Calendar
    anchor: Date | None
    w: Words = field(default_factory=lambda: Words([], [], []))
    last: Date | None = None  # the last day named before
    last_value: str = ""
    quarter: str = ""  # the last quarter named as the present one, not as the year before

    def word(self, i: int) -> str:
        """Return token ``i``, the empty word beyond the ends."""
        return self.w.word[i] if 0 <= i < len(self.w.word) else ""

    def ahead(self, i: int, j: int) -> bool:
        """Tell whether the words around tokens ``i`` .. ``j`` speak of what is to come."""
        return any(x in _FUTURE for x in self.w.word[self.begin(i) : i]) or any(
            x in _FUTURE for x in self.w.word[j : j + CONTEXT_ON]
        )

    def begin(self, i: int) -> int:
        """Return the first token of the sentence around token ``i``, at most ``CONTEXT_BACK`` before it."""
        for k in range(i - 1, max(-1, i - CONTEXT_BACK - 1), -1):
            if self.w.word[k] in {"?", "!", ";"} or (self.w.word[k] == "." and len(self.word(k - 1)) > 4):
                return k + 1
        return max(0, i - CONTEXT_BACK)


Rule = Callable[[Reader, int], Found | None]


# ---- absolute dates ----------------------------------------------------------------------------------------------------


def _iso(r: Reader, i: int) -> Found | None:
    """iso := yyyy "-" mm "-" dd, glued."""
    w = r.w
    parts = w.word[i : i + 5]
    if (
        len(parts) == 5
        and parts[1] == parts[3] == "-"
        and all(w.glued(k) for k in range(i + 1, i + 5))
        and len(parts[0]) == 4
    ):
        if parts[0].isdigit() and parts[2].isdigit() and parts[4][:2].isdigit():
            d = make(int(parts[0]), int(parts[2]), int(parts[4][:2]))
            if d is not None:
                return Found(i, i + 5, d.isoformat(), "iso-date")
    return None


def _slashed(r: Reader, i: int) -> Found | None:
    """slashed := m "/" d "/" yyyy, or d "/" m "/" yyyy where only that is a date."""
    w = r.w
    p = w.word[i : i + 5]
    if (
        len(p) < 5
        or not (p[1] == p[3] and p[1] == "/")
        or not all(x.isdigit() for x in (p[0], p[2], p[4]))
        or len(p[4]) not in {2, 4}
    ):
        return None
    year = int(p[4]) if len(p[4]) == 4 else _century(int(p[4]), r.anchor)
    if len(p[0]) > 2 or len(p[2]) > 2:
        return None
    d = make(year, int(p[0]), int(p[2])) or make(year, int(p[2]), int(p[0]))
    return None if d is None else Found(i, i + 5, d.isoformat(), "slashed-date")


def _century(two: int, anchor: Date | None) -> int:
    """Return the year that two digits mean: not more than ten years after the anchor."""
    limit = (anchor.year if anchor else 2030) + 10
    year = limit // 100 * 100 + two
    return year if year <= limit else year - 100


def _day_number(word: str) -> int:
    """Return the day of the month that ``word`` writes ("17", "3rd", "third"), 0 when none."""
    digits = word[:-2] if word[-2:] in {"st", "nd", "rd", "th"} else word
    if digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        return int(digits)
    return _ORDINAL_DAYS.get(word, 0)


_ORDINAL_DAYS = {
    w: n + 1
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split()
    )
}


def _year_at(r: Reader, i: int, short: bool = False) -> tuple[int, int]:
    """Return the year written from token ``i`` (perhaps after a comma) and the token after it; 0 when none."""
    j = i + 1 if r.word(i) in {",", "of"} else i
    word = r.word(j)
    if word.isdigit() and len(word) == 4 and 1500 <= int(word) <= 2200:
        return int(word), j + 1
    if short and j == i and word.isdigit() and len(word) == 2 and r.word(j + 1) not in {":", "percent", "%"}:
        return _century(int(word), r.anchor), j + 1
    if word == "'" and r.word(j + 1).isdigit() and len(r.word(j + 1)) == 2 and r.w.glued(j + 1):
        return _century(int(r.word(j + 1)), r.anchor), j + 2
    if r.word(i) == "last" and r.word(i + 1) == "year" and r.anchor:
        return r.anchor.year - 1, i + 2
    if r.word(i) == "this" and r.word(i + 1) == "year" and r.anchor:
        return r.anchor.year, i + 2
    if r.word(i) == "next" and r.word(i + 1) == "year" and r.anchor:
        return r.anchor.year + 1, i + 2
    return 0, i


def _month(r: Reader, i: int) -> Found | None:
    """month := [weekday [","]] ([day ["of"]] MONTH | MONTH ["."] day) [[","] year]  |  [last|early|...] MONTH [year]."""
    month = r.calendar.months[r.word(i)]
    j = i + 1
    dotted = r.word(j) == "." and r.w.glued(j) and len(r.word(i)) <= 4
    if dotted:
        j += 1
    first, number = i, 0
    before = i - 2 if r.word(i - 1) == "of" and i > 1 else i - 1
    number = _day_number(r.word(before)) if before >= 0 else 0
    if number and r.w.glued(before) and r.word(before - 1) not in {"(", '"', "-"}:
        number = 0
    if number and not (r.word(before) in _ORDINAL_DAYS and before == i - 1):
        first = before
    else:
        number = _day_number(r.word(j)) if r.word(j)[:1].isdigit() or r.word(j) in _ORDINAL_DAYS else 0
        if number and r.word(j + 1) in {"%", "percent"}:
            number = 0
        j += bool(number)
    year, after = _year_at(r, j, short=bool(number) and first < i)
    if (
        r.word(i) in {"may", "march", "mar", "sun", "sat", "dec", "jan"}
        and not (number or year)
        and not _is_name_of_month(r, i)
    ):
        return None
    if year:
        j = after
    elif dotted and not number:
        j -= 1
    return _monthly(r, first, i, j, month, number, year)


def _is_name_of_month(r: Reader, i: int) -> bool:
    """Tell whether a word like "may" or "march" that no number follows is a month after all."""
    return r.word(i - 1) in {
        "in",
        "since",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "until",
        "of",
        "by",
        "during",
        "for",
    } or (r.word(i - 1) == "-" and r.word(i - 2) == "mid")


def _monthly(r: Reader, first: int, i: int, last: int, month: int, number: int, year: int) -> Found | None:
    """Return the month or the day of it, in the year stated or the one that the anchor and the verb make likely."""
    lead = r.word(first - 1)
    rule = "calendar-date"
    if not year:
        year = _likely_year(r, first, last, month, number, lead)
        rule = "calendar-date-without-year"
    first = _led(r, first)
    if not number:
        return Found(first, last, f"{year:04d}-{month:02d}" if year else f"XXXX-{month:02d}", rule)
    if year and make(year, month, number) is None:
        return None
    value = f"{year:04d}-{month:02d}-{number:02d}" if year else f"XXXX-{month:02d}-{number:02d}"
    return _with_part(r, Found(_with_weekday(r, first), last, value, rule))


def _likely_year(r: Reader, i: int, j: int, month: int, number: int, lead: str) -> int:
    """Return the year that puts a month or day nearest to the anchor, the past preferred unless the verb looks ahead."""
    a = r.anchor
    if a is None:
        return r.last.year if r.last else 0
    if lead == "next":
        return a.year + (month <= a.month)
    if lead == "last":
        return a.year - (month >= a.month)
    bias = FUTURE_BIAS if r.ahead(i, j) else PAST_BIAS if number else PAST_MONTH_BIAS
    best = None
    for year in (a.year - 1, a.year, a.year + 1):
        d = make(year, month, min(number or 15, 28))
        if d is not None:
            gap = (d - a).days
            if not number and month == a.month and year == a.year:
                gap = 0
            cost = gap * bias if gap > 0 else -gap
            if best is None or cost < best[0]:
                best = (cost, year)
    return best[1] if best else 0


def _with_weekday(r: Reader, first: int) -> int:
    """Return the token where the mention begins when a weekday stands before the date ("Friday, Oct. 23")."""
    k = first - 1
    while k >= 0 and r.word(k) in {",", "."} and first - k < 3:
        k -= 1
    return k if r.word(k) in r.calendar.weekdays else first


def _led(r: Reader, first: int) -> int:
    """Return the token where the mention begins with its modifier ("early December", "last June", "mid-November")."""
    k = first - 1
    if r.word(k) == "-" and r.word(k - 1) in {"mid", "late", "early"}:
        return k - 1
    return k if r.word(k) in _EARLY | {"last", "next", "this"} else first


def _numeric(r: Reader, i: int) -> Found | None:
    """A run of digits: an ISO or slashed date, a clock time, a second day of a month, a year, a decade, a century."""
    return (
        _iso(r, i)
        or _slashed(r, i)
        or _clock(r, i)
        or _second_day(r, i)
        or _year(r, i)
        or _decade(r, i)
        or _century_number(r, i)
    )


def _second_day(r: Reader, i: int) -> Found | None:
    """second day := month day ("and" | "or") DAY   (the month is that of the mention just before)."""
    if (
        r.word(i - 1) not in {"and", "or"}
        or not _day_number(r.word(i - 2))
        or r.word(i - 3) not in r.calendar.months
        or len(r.last_value) != 10
    ):
        return None
    d = day(r.last_value[:8] + f"{_day_number(r.word(i)):02d}")
    return Found(i, i + 1, d.isoformat(), "second-day") if d and not _counts_things(r, i + 1) else None


def _year(r: Reader, i: int) -> Found | None:
    """year := four digits 1500..2100 where a year can stand."""
    word = r.word(i)
    if not (word.isdigit() and len(word) == 4 and 1500 <= int(word) <= 2100):
        return None
    before, after = r.word(i - 1), r.word(i + 1)
    glued_on = (
        r.w.glued(i + 1)
        and after in {"-", "/", ":", "%", "'"}
        and not (after == "-" and r.word(i + 2).isdigit())
        and not after == "'"
    )
    if (
        before in {"$", "#", "/", ":", "no", "£", "€"}
        or glued_on
        or (r.w.glued(i) and before not in {"-", "(", "'", '"', "–"})
    ):
        return None
    if before == "-" and r.w.glued(i) and not (r.word(i - 2) in {"mid", "early", "late"} or r.word(i - 2).isdigit()):
        return None
    if _counts_things(r, i + 1) and before not in {
        "in",
        "since",
        "during",
        "until",
        "till",
        "fiscal",
        "year",
        "s",
        "by",
        "of",
    }:
        return None
    first = i
    if before == "fiscal":
        first = i - 1
    elif before == "-" or before in _EARLY:
        first = _led(r, i)
    return Found(first, i + 1, word, "year")


def _counts_things(r: Reader, j: int) -> bool:
    """Tell whether a plural noun at token ``j`` makes the digits before it a count ("about 2000 people")."""
    word = r.word(j)
    return word in {"people", "men", "women", "children", "civilians", "troops"} or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "was", "has"))
    )


def _decade(r: Reader, i: int) -> Found | None:
    """decade := ["early"|"late"|"mid"] ["the"] ("1980s" | "'80s")."""
    word = r.word(i)
    if len(word) == 5 and word[:4].isdigit() and word[4] == "s" and 1500 <= int(word[:4]) <= 2100:
        return Found(_led(r, i), i + 1, word[:3], "decade")
    if len(word) == 3 and word[:2].isdigit() and word.endswith("0s") and r.word(i - 1) in {"'", "the"}:
        return Found(i - 1, i + 1, str(_century(int(word[:2]), r.anchor))[:3], "decade")
    return None


def _century_number(r: Reader, i: int) -> Found | None:
    word = r.word(i)
    if (
        word[-2:] in {"st", "nd", "rd", "th"}
        and word[:-2].isdigit()
        and r.word(i + 1) == "century"
        and 1 <= int(word[:-2]) <= 21
    ):
        return Found(i, i + 2, f"{int(word[:-2]) - 1:02d}", "century")
    return None


# ---- weekdays and days --------------------------------------------------------------------------------------------------


def _weekday(r: Reader, i: int) -> Found | None:
    """weekday := ["early"|"late"|"last"|"next"|"this" ...] WEEKDAY [part of the day]   (a date that follows is read with it)."""
    if (
        len(r.word(i)) <= 5
        and r.word(i) in {"sun", "sat", "wed", "mon", "fri", "thu", "tue"}
        and not _starts_date(r, i + 1)
    ):
        if r.word(i) in {"sun", "sat", "wed"} or r.word(i + 1) not in {
            ".",
            ",",
            "night",
            "morning",
            "evening",
            "afternoon",
        }:
            return None
    if _starts_date(r, i + 1):
        return None
    lead = r.word(i - 1)
    if lead in {"every", "each", "black", "bloody", "good"} or (
        r.word(i).endswith("s") and r.word(i) not in {"tues", "thurs"}
    ):
        return None
    weekday = r.calendar.weekdays[r.word(i)]
    base = r.anchor
    if base is None:
        value = f"XXXX-WXX-{weekday + 1}"
        return _with_part(r, Found(_led(r, i), i + 1, value, "weekday-without-anchor"))
    if lead == "next" or lead == "coming" or (lead == "this" and r.ahead(i, i + 1)):
        d = weekday_from(base, weekday, 1)
        d = d if d > base else shifted(d, 1, "week") or d
    elif lead == "last" or lead == "previous" or lead == "past":
        start = (r.last or base) if lead == "previous" else base
        d = weekday_from(start, weekday, -1)
        d = d if d < start else shifted(d, -1, "week") or d
    elif base.weekday() != weekday and _looks_forward(r, i):
        d = weekday_from(base, weekday, 1)
    else:
        d = weekday_from(base, weekday, -1)
    return _with_part(
        r, Found(_led(r, i) if lead not in {"previous", "coming"} else i - 1, i + 1, d.isoformat(), "weekday")
    )


def _looks_forward(r: Reader, i: int) -> bool:
    """Tell whether the verb nearest before the weekday looks ahead: "said Friday that he would" does not."""
    for k in range(i - 1, r.begin(i) - 1, -1):
        word = r.word(k)
        if word in {"said", "told", "announced", "reported", "says", "was", "were", "had", "did", "killed"}:
            return False
        if (
            word in _FUTURE
            or (word == "to" and r.word(k - 1) in {"is", "are", "set", "ready", "likely", "want", "wants"})
            or (word == "as" and r.word(k - 1) in {"soon", "early"})
        ):
            return True
    return False


def _starts_date(r: Reader, j: int) -> bool:
    """Tell whether a calendar date begins at token ``j``, perhaps after a comma or stop."""
    for k in (j, j + 1, j + 2):
        word = r.word(k)
        if word in {",", "."}:
            continue
        if word in r.calendar.months:
            return _day_number(r.word(k + 1)) > 0 or (r.word(k + 1) == "." and _day_number(r.word(k + 2)) > 0)
        return _day_number(word) > 0 and r.word(k + 1) in r.calendar.months
    return False


def _with_part(r: Reader, found: Found) -> Found:
    """Return ``found`` with the part of the day or clock time that follows it ("Tuesday night", "Friday at 9 p.m.")."""
    j = found.last
    if r.word(j) == "," and r.word(j + 1) == "":
        return found
    part = r.calendar.parts.get(r.word(j))
    if part and len(found.value) >= 10:
        return Found(found.first, j + 1, found.value + "T" + part, found.rule + "-part")
    return found


def _relative_day(r: Reader, i: int) -> Found | None:
    """relative day := ["late"|"early"|"earlier"] ("today" | "yesterday" | "tomorrow" | "tonight") [part of the day]."""
    word = r.word(i)
    by = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "todays": 0}[word]
    first = i - 1 if r.word(i - 1) in _EARLY else i
    first = (
        i - 3 if r.word(i - 1) in {"before", "after"} and r.word(i - 2) == "day" and r.word(i - 3) == "the" else first
    )
    if first == i - 3:
        by += -1 if r.word(i - 1) == "before" else 1
    d = shifted(r.anchor, by, "day") if r.anchor else None
    value = d.isoformat() if d else "XXXX-XX-XX"
    if word == "tonight":
        return Found(first, i + 1, value + "TNI", "tonight")
    return _with_part(r, Found(first, i + 1, value, "relative-day", r.word(i - 1) == "earlier" and by == 0))


def _part(r: Reader, i: int) -> Found | None:
    """part := ("this" | "last" | "early this" ...) PART | "overnight" | "in the morning"   on the day of the anchor."""
    word, part = r.word(i), r.calendar.parts[r.word(i)]
    lead = r.word(i - 1)
    base = r.anchor
    if lead in {"this", "last"}:
        by = -1 if lead == "last" else 0
        d = shifted(base, by, "day") if base else None
        first = i - 2 if r.word(i - 2) in _EARLY else i - 1
        return Found(first, i + 1, (d.isoformat() if d else "XXXX-XX-XX") + "T" + part, "part-of-day")
    if word == "overnight":
        night = shifted(base, -1, "day") if base else None  # the night that ended on the day of the report
        return Found(i, i + 1, (night.isoformat() if night else "XXXX-XX-XX") + "TNI", "overnight")
    if lead in {"mid", "early", "late"} and base and word in {"morning", "afternoon", "evening"}:
        return Found(i - 1, i + 1, base.isoformat() + "T" + part, "part-of-day")
    if (
        lead == "the"
        and r.word(i - 2) in {"in", "during", "by", "at"}
        and r.last
        and word in {"morning", "afternoon", "evening", "night"}
    ):
        return Found(i - 1, i + 1, r.last.isoformat() + "T" + part, "part-of-last-day")
    if lead in {"that", "same"} and r.last:
        return Found(i - 1, i + 1, r.last.isoformat() + "T" + part, "part-of-last-day")
    return None


# ---- units: weeks, months, years, quarters --------------------------------------------------------------------------------


def _unit(r: Reader, i: int) -> Found | None:
    """unit := "last" UNIT | "this" UNIT | "the" UNIT "before" | n UNIT ("ago" | "earlier" | "later" | ...)."""
    word = r.word(i)
    unit = r.calendar.units[word]
    singular = not word.endswith("s")
    lead = r.word(i - 1)
    if r.word(i + 1) == "-" and r.word(i + 2) in {"earlier", "ago", "end"} and unit == "year":
        return _year_earlier(r, i)
    if singular and unit == "quarter":
        return _quarter(r, i)
    counted = _counted(r, i, unit)
    if counted is not None:
        return counted
    if r.word(i + 1) == "'" and r.word(i + 2) == "s":
        return None
    if unit == "fortnight":
        return None
    if singular:
        return _single_unit(r, i, unit, lead)
    if lead in {"recent", "past"} and not (lead == "past" and r.word(i - 2) in _SMALL):
        return Found(i - 1, i + 1, "PAST_REF", "reference")
    if lead in {"coming", "future", "next"}:
        return Found(i - 1, i + 1, "FUTURE_REF", "reference")
    return None


_STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
    "same": 0,
    "that": 0,
    "prior": -1,
}


def _single_unit(r: Reader, i: int, unit: str, lead: str) -> Found | None:
    """Return "last week", "earlier this month", "the following day", "that day", "the end of the year" ..."""
    if lead in _STEPS:
        first = i - 1
        earlier = r.word(first - 1) in {"earlier", "early"}
        if r.word(first - 1) in _EARLY | {"the", "in"} and r.word(first - 1) not in {"in"}:
            first -= 1
        if r.word(first - 1) in {"earlier", "later", "early", "late"}:
            earlier, first = earlier or r.word(first - 1) in {"earlier", "early"}, first - 1
        base = (
            r.last
            if lead in {"following", "same", "that", "preceding"} or (lead == "previous" and unit == "day")
            else r.anchor
        )
        if (
            lead in {"past"}
            and r.word(i - 2) in {"the", "this"}
            and unit in {"day", "week", "month", "year", "decade", "century"}
        ):
            base = r.anchor
        if lead in {"that", "same", "following"} and unit in {"year", "month"}:
            base = _start_of(r.last_value) or base
        if base is None:
            return (
                Found(first, i + 1, _unknown(unit), "unit-without-anchor")
                if r.anchor is None and lead not in {"same", "that", "past"}
                else None
            )
        d = shifted(base, _STEPS[lead], unit)
        if d is None:
            return None
        value = at_unit(d, unit)
        return Found(first, i + 1, value, "unit", earlier and lead == "this")
    if (
        unit == "day"
        and lead == "the"
        and r.word(i - 2) == "in"
        and r.word(i - 3) in {"earlier", "early", "later", "late"}
    ):
        return (
            Found(i - 3, i + 1, r.anchor.isoformat(), "earlier-in-the-day", r.word(i - 3) == "earlier")
            if r.anchor
            else Found(i - 3, i + 1, "XXXX-XX-XX", "earlier-in-the-day")
        )
    if (
        unit in {"year", "month", "week"}
        and lead == "the"
        and r.word(i - 2) in {"in", "of"}
        and r.word(i - 3) in {"earlier", "later", "end", "beginning", "start", "early", "late", "middle"}
    ):
        return Found(
            i - 3 if r.word(i - 3) not in {"end", "beginning", "start", "middle"} else i - 1,
            i + 1,
            at_unit(r.anchor, unit) if r.anchor else _unknown(unit),
            "in-the-unit",
            r.word(i - 3) in {"earlier", "early"},
        )
    return None


def _start_of(value: str) -> Date | None:
    """Return the first day of a TIMEX3 value."""
    return day(bounds(value)[0].earliest)


def _run_together(r: Reader, i: int) -> Found | None:
    """run together := "thisweek" | "lastyear" ...   (a typing slip of hasty pages)."""
    lead = next(x for x in ("this", "last", "next") if r.word(i).startswith(x))
    unit = r.word(i)[4:]
    d = shifted(r.anchor, _STEPS[lead], unit) if r.anchor else None
    return Found(i, i + 1, at_unit(d, unit) if d else _unknown(unit), "unit-run-together")


def _unknown(unit: str) -> str:
    return {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX"}.get(unit, "XXXX")


def _number_before(r: Reader, i: int) -> tuple[int | None, int]:
    """Return the whole number that stands before token ``i`` and its first token; ``None`` for "several"."""
    k = i - 1
    word = r.word(k)
    if word == "of" and r.word(k - 1) == "couple":
        return 2, k - 2 if r.word(k - 2) == "a" else k - 1
    if word == "few" and r.word(k - 1) == "a":
        return None, k - 1
    if word in {"several", "some", "many"}:
        return None, k
    if word.isdigit() and len(word) <= 3:
        return int(word), k
    if word in _SMALL:
        if r.word(k - 1) == "-" and r.word(k - 2) in {"twenty", "thirty", "forty", "fifty"}:
            return _SMALL[r.word(k - 2)] + _SMALL[word], k - 2
        return _SMALL[word], k
    return None, i


def _counted(r: Reader, i: int, unit: str) -> Found | None:
    """counted := number UNIT ("ago" | "earlier" | "before" | "later" | "after" | "from now" | "or so ago")."""
    j = i + 1
    if r.word(j) == "or" and r.word(j + 1) in {"so", "two", "more"}:
        j += 2
    how = r.word(j)
    if how not in {
        "ago",
        "earlier",
        "before",
        "previously",
        "later",
        "after",
        "from",
        "afterward",
        "afterwards",
        "prior",
        "back",
    }:
        return None
    number, first = _number_before(r, i)
    if first == i:
        if how == "ago" and i + 1 == j:
            return Found(i, j + 1, "PAST_REF", "long-ago")
        return None
    if (how == "from" and r.word(j + 1) not in {"now", "today"}) or (
        how == "back" and r.word(j + 1) in {"to", "in", "at"}
    ):
        return None
    if how in {"before", "after"} and number is None:
        return None
    last = j + 2 if how == "from" else j + 1
    base = r.anchor if how in {"ago", "from", "back"} or (how == "earlier" and r.last is None) else (r.last or r.anchor)
    if how in {"before", "after", "prior"} and r.word(last) not in {
        "",
        ".",
        ",",
        ";",
        "the",
        "that",
        "it",
        "he",
        "they",
    }:
        last -= 1 if False else 0
    count, unit = (number, unit) if unit != "fortnight" else ((number or 1) * 2, "week")
    if number is None:
        return Found(
            first, last, "PAST_REF" if how in {"ago", "earlier", "before"} else "FUTURE_REF", "counted-vaguely"
        )
    if unit == "year" and count == 1 and how in {"ago", "earlier", "before"} and r.quarter:
        return Found(first, last, f"{int(r.quarter[:4]) - 1:04d}{r.quarter[4:]}", "year-before-the-quarter")
    d = (
        shifted(base, -count if how in {"ago", "earlier", "before", "prior", "previously", "back"} else count, unit)
        if base and count is not None
        else None
    )
    if r.word(first - 1) in {"nearly", "about", "almost", "around", "some", "just", "only", "exactly"}:
        first -= 1
    return Found(first, last, at_unit(d, unit) if d else _unknown(unit), f"counted-{how}")


def _year_earlier(r: Reader, i: int) -> Found | None:
    """year earlier := "year-earlier" | "year-ago" | "year-end"   beside a quarter: that quarter a year before."""
    if r.word(i + 2) == "end":
        return Found(i, i + 3, f"{r.anchor.year:04d}-12-31", "year-end") if r.anchor else None
    first = i - 1 if r.word(i - 1) == "the" else i
    if r.quarter:
        j = i + 4 if r.word(i + 3) in {"period", "quarter"} else i + 3
        return Found(first, j, f"{int(r.quarter[:4]) - 1:04d}{r.quarter[4:]}", "year-before-the-quarter")
    return Found(first, i + 3, f"{r.anchor.year - 1:04d}", "year-before") if r.anchor else None


def _quarter(r: Reader, i: int) -> Found | None:
    """quarter := [ordinal ["-"]] "quarter" [["of"] year] | "the" ["latest"] "quarter"."""
    k = i - 2 if r.word(i - 1) == "-" else i - 1
    number = _ORDINALS.get(r.word(k), 0)
    first = k
    if r.anchor is None:
        return None
    if r.word(k) in {"last", "this", "next", "previous", "current"} and not (
        r.word(k) == "last" and r.word(k - 1) == "the"
    ):
        d = shifted(r.anchor, _STEPS[r.word(k)], "quarter")
        return Found(k, i + 1, quarter_of(d), "unit") if d else None
    if number and r.word(k) not in {"last", "final"}:
        year, after = _year_at(r, i + 1)
        if r.word(k - 1).isdigit() and len(r.word(k - 1)) == 4:
            year, first, after = int(r.word(k - 1)), k - 1, i + 1
        if r.word(k - 1) == "earlier" and r.word(k - 3) == "year" and r.last_value[:4].isdigit():
            year, first, after = r.anchor.year - 1, k - 3, i + 1
        if not year:
            now = (r.anchor.month - 1) // 3 + 1
            year, after = r.anchor.year - (number > now + (2 if r.ahead(k, i + 1) else 1)), i + 1
        if r.word(first - 1) in {"the", "fiscal"}:
            first -= 1
        return Found(first, after, f"{year:04d}-Q{number}", "quarter")
    if r.word(i - 1) in {"the", "latest"}:
        if r.quarter:
            return Found(i - 1, i + 1, r.quarter, "same-quarter")
        d = shifted(r.anchor, -1, "quarter")
        return Found(i - 1, i + 1, quarter_of(d), "quarter-before") if d else None
    return None


def _weekend(r: Reader, i: int) -> Found | None:
    """weekend := ("this" | "last" | "next" | "the" | "over the") "weekend"."""
    lead = r.word(i - 1)
    if r.anchor is None or lead not in {"this", "last", "next", "the", "past", "coming"}:
        return None
    step = {"this": 0, "last": -1, "next": 1, "past": -1, "coming": 0, "the": -1 if r.anchor.weekday() < 5 else 0}[lead]
    if lead == "the" and r.ahead(i, i + 1):
        step = 0
    d = shifted(r.anchor, step, "week")
    return Found(i - 1, i + 1, week_of(d) + "-WE", "weekend") if d else None


def _season(r: Reader, i: int) -> Found | None:
    """season := ("last" | "this" | "next" | "this past" | "the") SEASON [["of"] year] | SEASON year."""
    season = r.calendar.seasons[r.word(i)]
    lead = r.word(i - 1)
    year, after = _year_at(r, i + 1)
    if year:
        return Found(_led(r, i), after, f"{year:04d}-{season}", "season")
    if r.anchor is None or lead not in {"last", "this", "next", "past", "coming"}:
        return None
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    if lead in {"last", "past"}:
        year = r.anchor.year - (r.anchor.month <= start + 2)
        first = i - 2 if r.word(i - 2) in {"this", "the"} and lead == "past" else i - 1
        return Found(first, i + 1, f"{year:04d}-{season}", "season")
    year = r.anchor.year + (lead != "this" and r.anchor.month > start)
    return Found(i - 1, i + 1, f"{year:04d}-{season}", "season")


# ---- clock and references ---------------------------------------------------------------------------------------------------


def _clock(r: Reader, i: int) -> Found | None:
    """clock := h[(":"|".")mm] ("a.m." | "pm" | "GMT" | "o'clock" ...) | hh:mm | hhmm "GMT"   on the day named beside it."""
    word = r.word(i)
    hour, minute = _hour_minute(word)
    if hour < 0:
        return None
    j, half = i + 1, ""
    if r.word(j) in {"a.m", "p.m", "am", "pm"}:
        half, j = r.word(j)[0], j + 1 + (r.word(j + 1) == "." and "." in r.word(j))
    elif r.word(j) in {"a", "p"} and r.word(j + 1) == "." and r.word(j + 2) == "m":
        half, j = r.word(j), j + 3 + (r.word(j + 3) == ".")
    zone = r.word(j) in {"gmt", "utc", "est", "edt", "cst", "local", "hours", "o'clock", "hrs", "pst"}
    if zone:
        j += 1 + (r.word(j) == "local" and r.word(j + 1) == "time")
    if (
        not half
        and not (
            ":" in word
            and r.word(i - 1) in {"at", "about", "around", "by", "from", "until", "to", "before", "after", ","}
        )
        and not (zone and len(word) >= 3)
    ):
        return None
    if half and (hour > 12 or (hour == 0 and half == "p")):
        half = ""
    hour = hour % 12 + 12 * (half == "p") if half else hour
    first = i - 1 if r.word(i - 1) in {"around", "about"} else i
    return _on_day(r, Found(first, j, f"T{hour:02d}:{minute:02d}", "clock"))


def _hour_minute(word: str) -> tuple[int, int]:
    """Return the hour and minute that a word of digits writes, (-1, 0) when none."""
    for mark in (":", "."):
        if mark in word:
            parts = word.split(mark)
            if (
                len(parts) in {2, 3}
                and all(p.isdigit() for p in parts)
                and len(parts[1]) == 2
                and int(parts[0]) < 24
                and int(parts[1]) < 60
            ):
                return int(parts[0]), int(parts[1])
            return -1, 0
    if word.isdigit() and len(word) == 4 and int(word[:2]) < 24 and int(word[2:]) < 60:
        return int(word[:2]), int(word[2:])
    return (int(word), 0) if word.isdigit() and len(word) <= 2 and int(word) < 24 else (-1, 0)


def _noon(r: Reader, i: int) -> Found | None:
    word = r.word(i)
    if word == "noon" or word == "midday" or word == "midnight":
        return _on_day(r, Found(i, i + 1, "T00:00" if word == "midnight" else "T12:00", "clock"))
    return None


def _on_day(r: Reader, clock: Found) -> Found:
    """Return a clock time on the day that follows it, stands before it, or is the anchor's."""
    j = clock.last
    if r.word(j) in {"on", ","}:
        j += 1
    d: str | None = None
    last = clock.last
    if r.word(j) in r.calendar.weekdays and not _starts_date(r, j + 1):
        found = _weekday(r, j)
        if found:
            d, last = found.value[:10], j + 1
    elif r.word(j) in {"today", "yesterday", "tomorrow"}:
        found = _relative_day(r, j)
        if found:
            d, last = found.value[:10], j + 1
    elif r.word(j) in r.calendar.months:
        found = _month(r, j)
        if found and len(found.value) == 10:
            d, last = found.value, found.last
    if d is None:
        base = r.last or r.anchor
        d = base.isoformat() if base else "XXXX-XX-XX"
    return Found(clock.first, last, d[:10] + clock.value, clock.rule)


def _reference(r: Reader, i: int) -> Found | None:
    """reference := "now" | "recently" | "at the moment" | "the future" ...   (longest first)."""
    pairs = r.calendar.pairs
    if r.word(i) in pairs and r.word(i + 1) not in pairs[r.word(i)]:
        return None
    for width in (4, 3, 2, 1):
        value = r.calendar.references.get(tuple(r.w.word[i : i + width])) if i + width <= len(r.w.word) else None
        if value:
            if (r.word(i) == "soon" and r.word(i + 1) in {"as", "after", "afterward", "afterwards", "before"}) or (
                r.word(i) == "recent" and r.word(i + 1) in r.calendar.units
            ):
                return None
            return Found(i, i + width, value, "reference")
    for width in (3, 2, 1):
        fixed = r.calendar.days.get(tuple(r.w.word[i : i + width])) if i + width <= len(r.w.word) else None
        if fixed:
            year, after = _year_at(r, i + width)
            if not year:
                year, after = _likely_year(r, i, i + width, fixed[0], fixed[1], r.word(i - 1)), i + width
            return Found(i, after, f"{year:04d}-{fixed[0]:02d}-{fixed[1]:02d}", "holiday") if year else None
    return None


# ---- the pass over an article -------------------------------------------------------------------------------------------------


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

    on(sorted({k[0] for k in references} | {k[0] for k in holidays}), _reference)
    on(table["months"], _month)
    on(table["weekdays"], _weekday)
    on(("today", "yesterday", "tomorrow", "tonight"), _relative_day)
    on(table["parts"], _part)
    on(table["units"], _unit)
    on((lead + unit for lead in ("this", "last", "next") for unit in ("week", "month", "year")), _run_together)
    on(("weekend",), _weekend)
    on(table["seasons"], _season)
    on(("noon", "midday", "midnight"), _noon)
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
        pairs,
    )


def date(article: Article, known: Lexicon) -> tuple[Time, ...]:
    """Return the times that ``article`` names, in order, relative ones anchored on dateline, publication, or the time before."""
    folded = fold(article.text)
    reader = Reader(_calendar(known), day(article.published.earliest))
    pieces = sorted({z.span for z in article.zones if z.kind in _READ})
    head = dateline(article, folded, known)
    if head is not None:
        reader.anchor = head
    out: list[Time] = []
    for piece in pieces:
        if not _may_name(reader.calendar, folded, piece):
            continue
        reader.w = words(folded, piece.start, piece.end)
        for found in _read(reader):
            out.append(_record(article, reader, found))
    return tuple(out)


def _may_name(calendar: Calendar, folded: str, piece: Span) -> bool:
    """Tell whether a zone holds a digit or a word of time: the others cost only this look."""
    if _DIGIT.search(folded, piece.start, piece.end):
        return True
    said = set(bare_words(folded, piece.start, piece.end)) - calendar.pairs.keys()
    return not calendar.triggers.keys().isdisjoint(said)


_DIGIT = re.compile(r"\d")


def dateline(article: Article, folded: str, known: Lexicon) -> Date | None:
    """Return the day that the report's head states before a dash ("SAN SALVADOR, 3 JAN 90 --"), ``None`` when it states none."""
    published = day(article.published.earliest)
    reader = Reader(_calendar(known), published)
    zones = [z.span for z in article.zones if z.kind is ZoneKind.DATELINE]
    body = [z.span for z in article.zones if z.kind is ZoneKind.BODY]
    for span in [*zones[:2], *(Span(b.start, min(b.end, b.start + HEAD)) for b in body[:2])]:
        reader.w = words(folded, span.start, span.end)
        stop = next(
            (k for k, x in enumerate(reader.w.word) if x in {"-", "_"} and not reader.w.glued(k)),
            0 if span not in zones else len(reader.w.word),
        )
        for found in _read(reader, stop):
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


def _record(article: Article, r: Reader, f: Found) -> Time:
    start, end = r.w.start[f.first], r.w.end[f.last - 1]
    when, precision = bounds(f.value)
    anchor = r.anchor.isoformat() if r.anchor else None
    if f.until_anchor and anchor is not None and when.earliest is not None:
        when = when.meet(Interval(None, article.published.latest or anchor)) or when
    because = f"{f.rule}: {' '.join(article.text[start:end].split())}" + (
        f" from {anchor}" if anchor and precision is not Precision.UNKNOWN else ""
    )
    return Time(article.id, start, end, f.value, when.earliest, when.latest, precision, because)
