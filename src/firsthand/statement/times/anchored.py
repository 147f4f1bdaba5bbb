"""Times that hang on an anchor: weekdays, "yesterday", parts of the day, the clock, weeks, months and quarters."""

from __future__ import annotations

from datetime import date as Date

from firsthand.statement.times.timex import (
    EARLY,
    FUTURE,
    ORDINALS,
    SMALL,
    Found,
    Reader,
    led,
    number_before,
    starts_date,
    unknown,
    with_part,
    year_at,
)
from firsthand.when import at_unit, bounds, day, quarter_of, shifted, week_of, weekday_from

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


def weekday_named(r: Reader, i: int) -> Found | None:
    """weekday := ["early"|"late"|"last"|"next"|"this" ...] WEEKDAY [part of the day]   (a date that follows is read with it)."""
    if not _is_day(r, i):
        return None
    lead, weekday = r.word(i - 1), r.calendar.weekdays[r.word(i)]
    if r.anchor is None:
        value = f"XXXX-WXX-{weekday + 1}"
        return with_part(r, Found(led(r, i), i + 1, value, "weekday-without-anchor"))
    first = i - 1 if lead in {"previous", "coming"} else led(r, i)
    return with_part(r, Found(first, i + 1, _weekday(r, i, r.anchor).isoformat(), "weekday"))


_SHORT = frozenset({"sun", "sat", "wed", "mon", "fri", "thu", "tue"})


def _is_day(r: Reader, i: int) -> bool:
    """Tell whether the name of a weekday means one day: no "sat", "wed", no "every Monday", no "Mondays", no date behind it."""
    word = r.word(i)
    if starts_date(r, i + 1):
        return False
    if word in _SHORT:
        followed = r.word(i + 1) in {".", ",", "night", "morning", "evening", "afternoon"}
        if word in {"sun", "sat", "wed"} or not followed:
            return False
    several = word.endswith("s") and word not in {"tues", "thurs"}
    return not several and r.word(i - 1) not in {"every", "each", "black", "bloody", "good"}


def _weekday(r: Reader, i: int, base: Date) -> Date:
    """Return the day that a weekday means by the word before it and the verb, counted from ``base``."""
    lead, weekday = r.word(i - 1), r.calendar.weekdays[r.word(i)]
    if lead == "next" or lead == "coming" or (lead == "this" and r.ahead(i, i + 1)):
        d = weekday_from(base, weekday, 1)
        return d if d > base else shifted(d, 1, "week") or d
    if lead == "last" or lead == "previous" or lead == "past":
        start = (r.last or base) if lead == "previous" else base
        d = weekday_from(start, weekday, -1)
        return d if d < start else shifted(d, -1, "week") or d
    forward = base.weekday() != weekday and _looks_forward(r, i)
    return weekday_from(base, weekday, 1 if forward else -1)


def _looks_forward(r: Reader, i: int) -> bool:
    """Tell whether the verb nearest before the weekday looks ahead: "said Friday that he would" does not."""
    for k in range(i - 1, r.begin(i) - 1, -1):
        word = r.word(k)
        if word in {"until", "till", "to"} and not r.calendar.until["went_on"].isdisjoint(r.w.word[max(0, k - 2) : k]):
            return False  # "fighting raged until Wednesday"
        if word == "to" and k == i - 1 and not r.calendar.until["put_off"].isdisjoint(r.w.word[r.begin(k) : k]):
            return True  # "postponed from Tuesday to Friday"
        if word in {"said", "told", "announced", "reported", "says", "was", "were", "had", "did", "killed"}:
            return False
        if (
            word in FUTURE
            or (word == "to" and r.word(k - 1) in {"is", "are", "set", "ready", "likely", "want", "wants"})
            or (word == "as" and r.word(k - 1) in {"soon", "early"})
        ):
            return True
    return False


def relative_day(r: Reader, i: int) -> Found | None:
    """relative day := ["late"|"early"|"earlier"] ("today" | "yesterday" | "tomorrow" | "tonight") [part of the day]."""
    word = r.word(i)
    by = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "todays": 0}[word]
    first = i - 1 if r.word(i - 1) in EARLY else i
    first = (
        i - 3 if r.word(i - 1) in {"before", "after"} and r.word(i - 2) == "day" and r.word(i - 3) == "the" else first
    )
    if first == i - 3:
        by += -1 if r.word(i - 1) == "before" else 1
    d = shifted(r.anchor, by, "day") if r.anchor else None
    value = d.isoformat() if d else "XXXX-XX-XX"
    if word == "tonight":
        return Found(first, i + 1, value + "TNI", "tonight")
    return with_part(r, Found(first, i + 1, value, "relative-day", r.word(i - 1) == "earlier" and by == 0))


def part_of_day(r: Reader, i: int) -> Found | None:
    """part := ("this" | "last" | "early this" ...) PART | "overnight" | "in the morning"   on the day of the anchor."""
    word, part = r.word(i), r.calendar.parts[r.word(i)]
    lead = r.word(i - 1)
    base = r.anchor
    if lead in {"this", "last"}:
        by = -1 if lead == "last" else 0
        d = shifted(base, by, "day") if base else None
        first = i - 2 if r.word(i - 2) in EARLY else i - 1
        return Found(first, i + 1, (d.isoformat() if d else "XXXX-XX-XX") + "T" + part, "part-of-day")
    if word in _BORDERS and lead in _BESIDE:
        return _border(r, i)
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


def _border(r: Reader, i: int) -> Found | None:
    """border := ("dawn" | "dusk" ...) "on" WEEKDAY   (without its day it is not told: which one the text goes on with, nothing says)."""
    j = i + 2
    named = weekday_named(r, j) if r.word(j - 1) == "on" and r.word(j) in r.calendar.weekdays else None
    if named is None or len(named.value) < _WHOLE_DATE:
        return None
    return Found(i, named.last, f"{named.value}T{r.calendar.parts[r.word(i)]}", "border-of-day")


_WHOLE_DATE = 10  # letters of "2031-03-11", "XXXX-WXX-2"
_BORDERS = frozenset({"dawn", "daybreak", "sunrise", "dusk", "sunset", "nightfall"})
_BESIDE = frozenset({"at", "before", "after", "by", "until", "since", "around", "towards", "from"})


def weekend(r: Reader, i: int) -> Found | None:
    """weekend := ("this" | "last" | "next" | "the" | "over the") "weekend"."""
    lead = r.word(i - 1)
    if r.anchor is None or lead not in {"this", "last", "next", "the", "past", "coming"}:
        return None
    step = {"this": 0, "last": -1, "next": 1, "past": -1, "coming": 0, "the": -1 if r.anchor.weekday() < 5 else 0}[lead]
    if lead == "the" and r.ahead(i, i + 1):
        step = 0
    d = shifted(r.anchor, step, "week")
    return Found(i - 1, i + 1, week_of(d) + "-WE", "weekend") if d else None


def unit_named(r: Reader, i: int) -> Found | None:
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
    if lead in {"recent", "past"} and not (lead == "past" and r.word(i - 2) in SMALL):
        return Found(i - 1, i + 1, "PAST_REF", "reference")
    if lead in {"coming", "future", "next"}:
        return Found(i - 1, i + 1, "FUTURE_REF", "reference")
    return None


_EARLIER = frozenset({"earlier", "early"})
_LATER = frozenset({"later", "late"})


def _single_unit(r: Reader, i: int, unit: str, lead: str) -> Found | None:
    """Return "last week", "earlier this month", "the following day", "that day", "the end of the year" ..."""
    if lead in _STEPS:
        return _stepped(r, i, unit, lead)
    before, part = r.word(i - 2), r.word(i - 3)
    if lead != "the":
        return None
    if unit == "day" and before == "in" and part in _EARLIER | _LATER:
        value = r.anchor.isoformat() if r.anchor else "XXXX-XX-XX"
        return Found(i - 3, i + 1, value, "earlier-in-the-day", r.anchor is not None and part == "earlier")
    ends = {"end", "beginning", "start", "middle"}
    if unit in {"year", "month", "week"} and before in {"in", "of"} and part in ends | _EARLIER | _LATER:
        first = i - 1 if part in ends else i - 3
        value = at_unit(r.anchor, unit) if r.anchor else unknown(unit)
        return Found(first, i + 1, value, "in-the-unit", part in _EARLIER)
    return None


def _stepped(r: Reader, i: int, unit: str, lead: str) -> Found | None:
    """Return the unit that a word leads to from the anchor or from the last day named: "earlier this month", "the following day"."""
    first = i - 1
    earlier = r.word(first - 1) in _EARLIER
    if r.word(first - 1) in EARLY | {"the"}:
        first -= 1
    if r.word(first - 1) in _EARLIER | _LATER:
        earlier, first = earlier or r.word(first - 1) in _EARLIER, first - 1
    told = lead in {"following", "same", "that", "preceding"} or (lead == "previous" and unit == "day")
    base = r.last if told else r.anchor
    if lead in {"that", "same", "following"} and unit in {"year", "month"}:
        base = _start_of(r.last_value) or base
    if base is None:
        bare = r.anchor is None and lead not in {"same", "that", "past"}
        return Found(first, i + 1, unknown(unit), "unit-without-anchor") if bare else None
    d = shifted(base, _STEPS[lead], unit)
    return None if d is None else Found(first, i + 1, at_unit(d, unit), "unit", earlier and lead == "this")


def _start_of(value: str) -> Date | None:
    """Return the first day of a TIMEX3 value."""
    return day(bounds(value)[0].earliest)


def run_together(r: Reader, i: int) -> Found | None:
    """run together := "thisweek" | "lastyear" ...   (a typing slip of hasty pages)."""
    lead = next(x for x in ("this", "last", "next") if r.word(i).startswith(x))
    unit = r.word(i)[4:]
    d = shifted(r.anchor, _STEPS[lead], unit) if r.anchor else None
    return Found(i, i + 1, at_unit(d, unit) if d else unknown(unit), "unit-run-together")


_BACK = frozenset({"ago", "earlier", "before", "previously", "prior", "back"})
_ON = frozenset({"later", "after", "from", "afterward", "afterwards"})


def _counted(r: Reader, i: int, unit: str) -> Found | None:
    """counted := number UNIT ("ago" | "earlier" | "before" | "later" | "after" | "from now" | "or so ago")."""
    j = i + 1
    if r.word(j) == "or" and r.word(j + 1) in {"so", "two", "more"}:
        j += 2
    how = r.word(j)
    if how not in _BACK | _ON:
        return None
    number, first = number_before(r, i)
    if first == i:
        return Found(i, j + 1, "PAST_REF", "long-ago") if how == "ago" and i + 1 == j else None
    if how == "from" and r.word(j + 1) not in {"now", "today"}:
        return None
    if (how == "back" and r.word(j + 1) in {"to", "in", "at"}) or (how in {"before", "after"} and number is None):
        return None
    last = j + 2 if how == "from" else j + 1
    if number is None:
        value = "PAST_REF" if how in {"ago", "earlier", "before"} else "FUTURE_REF"
        return Found(first, last, value, "counted-vaguely")
    if unit == "fortnight":
        number, unit = (number or 1) * 2, "week"
    if unit == "year" and number == 1 and how in {"ago", "earlier", "before"} and r.quarter:
        return Found(first, last, f"{int(r.quarter[:4]) - 1:04d}{r.quarter[4:]}", "year-before-the-quarter")
    base = r.anchor if how in {"ago", "from", "back"} or (how == "earlier" and r.last is None) else (r.last or r.anchor)
    d = shifted(base, -number if how in _BACK else number, unit) if base else None
    if r.word(first - 1) in {"nearly", "about", "almost", "around", "some", "just", "only", "exactly"}:
        first -= 1
    return Found(first, last, at_unit(d, unit) if d else unknown(unit), f"counted-{how}")


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
    number = ORDINALS.get(r.word(k), 0)
    first = k
    if r.anchor is None:
        return None
    if r.word(k) in {"last", "this", "next", "previous", "current"} and not (
        r.word(k) == "last" and r.word(k - 1) == "the"
    ):
        d = shifted(r.anchor, _STEPS[r.word(k)], "quarter")
        return Found(k, i + 1, quarter_of(d), "unit") if d else None
    if number and r.word(k) not in {"last", "final"}:
        year, after = year_at(r, i + 1)
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
