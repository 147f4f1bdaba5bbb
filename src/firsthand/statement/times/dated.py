"""Absolute times: calendar dates, years, decades, seasons, holidays, and words like "now"."""

from __future__ import annotations

from firsthand.statement.times.timex import (
    EARLY,
    ORDINAL_DAYS,
    Found,
    Reader,
    century_of,
    counts_things,
    day_number,
    led,
    likely_year,
    with_part,
    year_at,
)
from firsthand.when import day, make


def iso(r: Reader, i: int) -> Found | None:
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


def slashed(r: Reader, i: int) -> Found | None:
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
    year = int(p[4]) if len(p[4]) == 4 else century_of(int(p[4]), r.anchor)
    if len(p[0]) > 2 or len(p[2]) > 2:
        return None
    d = make(year, int(p[0]), int(p[2])) or make(year, int(p[2]), int(p[0]))
    return None if d is None else Found(i, i + 5, d.isoformat(), "slashed-date")


def second_day(r: Reader, i: int) -> Found | None:
    """second day := month day ("and" | "or") DAY   (the month is that of the mention just before)."""
    if (
        r.word(i - 1) not in {"and", "or"}
        or not day_number(r.word(i - 2))
        or r.word(i - 3) not in r.calendar.months
        or len(r.last_value) != 10
    ):
        return None
    d = day(r.last_value[:8] + f"{day_number(r.word(i)):02d}")
    return Found(i, i + 1, d.isoformat(), "second-day") if d and not counts_things(r, i + 1) else None


def month_named(r: Reader, i: int) -> Found | None:
    """month := [weekday [","]] ([day ["of"]] MONTH | MONTH ["."] day) [[","] year]  |  [last|early|...] MONTH [year]."""
    month = r.calendar.months[r.word(i)]
    j = i + 1
    dotted = r.word(j) == "." and r.w.glued(j) and len(r.word(i)) <= 4
    if dotted:
        j += 1
    first, number = i, 0
    before = i - 2 if r.word(i - 1) == "of" and i > 1 else i - 1
    number = day_number(r.word(before)) if before >= 0 else 0
    if number and r.w.glued(before) and r.word(before - 1) not in {"(", '"', "-"}:
        number = 0
    if number and not (r.word(before) in ORDINAL_DAYS and before == i - 1):
        first = before
    else:
        number = day_number(r.word(j)) if r.word(j)[:1].isdigit() or r.word(j) in ORDINAL_DAYS else 0
        if number and r.word(j + 1) in {"%", "percent"}:
            number = 0
        j += bool(number)
    year, after = year_at(r, j, short=bool(number) and first < i)
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
    return _monthly(r, first, j, month, number, year)


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


def _monthly(r: Reader, first: int, last: int, month: int, number: int, year: int) -> Found | None:
    """Return the month or the day of it, in the year stated or the one that the anchor and the verb make likely."""
    lead = r.word(first - 1)
    rule = "calendar-date"
    if not year:
        year = likely_year(r, first, last, month, number, lead)
        rule = "calendar-date-without-year"
    first = led(r, first)
    if not number:
        return Found(first, last, f"{year:04d}-{month:02d}" if year else f"XXXX-{month:02d}", rule)
    if year and make(year, month, number) is None:
        return None
    value = f"{year:04d}-{month:02d}-{number:02d}" if year else f"XXXX-{month:02d}-{number:02d}"
    return with_part(r, Found(_with_weekday(r, first), last, value, rule))


def _with_weekday(r: Reader, first: int) -> int:
    """Return the token where the mention begins when a weekday stands before the date ("Friday, Oct. 23")."""
    k = first - 1
    while k >= 0 and r.word(k) in {",", "."} and first - k < 3:
        k -= 1
    return k if r.word(k) in r.calendar.weekdays else first


def year_named(r: Reader, i: int) -> Found | None:
    """year := four digits 1500..2100 where a year can stand."""
    word = r.word(i)
    if not (word.isdigit() and len(word) == 4 and 1500 <= int(word) <= 2100):
        return None
    before, after = r.word(i - 1), r.word(i + 1)
    glued_on = (
        r.w.glued(i + 1)
        and after in {"-", "/", ":", "%", "'"}
        and not (after == "-" and r.word(i + 2).isdigit())
        and after != "'"
    )
    if (
        before in {"$", "#", "/", ":", "no", "£", "€"}
        or glued_on
        or (r.w.glued(i) and before not in {"-", "(", "'", '"', "–"})
    ):
        return None
    if before == "-" and r.w.glued(i) and not (r.word(i - 2) in {"mid", "early", "late"} or r.word(i - 2).isdigit()):
        return None
    if counts_things(r, i + 1) and before not in {
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
    elif before == "-" or before in EARLY:
        first = led(r, i)
    return Found(first, i + 1, word, "year")


def decade_named(r: Reader, i: int) -> Found | None:
    """decade := ["early"|"late"|"mid"] ["the"] ("1980s" | "'80s")."""
    word = r.word(i)
    if len(word) == 5 and word[:4].isdigit() and word[4] == "s" and 1500 <= int(word[:4]) <= 2100:
        return Found(led(r, i), i + 1, word[:3], "decade")
    if len(word) == 3 and word[:2].isdigit() and word.endswith("0s") and r.word(i - 1) in {"'", "the"}:
        return Found(i - 1, i + 1, str(century_of(int(word[:2]), r.anchor))[:3], "decade")
    return None


def century_number(r: Reader, i: int) -> Found | None:
    """century := ordinal "century" ("the 11th century")."""
    word = r.word(i)
    if (
        word[-2:] in {"st", "nd", "rd", "th"}
        and word[:-2].isdigit()
        and r.word(i + 1) == "century"
        and 1 <= int(word[:-2]) <= 21
    ):
        return Found(i, i + 2, f"{int(word[:-2]) - 1:02d}", "century")
    return None


def season_named(r: Reader, i: int) -> Found | None:
    """season := ("last" | "this" | "next" | "this past" | "the") SEASON [["of"] year] | SEASON year."""
    season = r.calendar.seasons[r.word(i)]
    lead = r.word(i - 1)
    year, after = year_at(r, i + 1)
    if year:
        return Found(led(r, i), after, f"{year:04d}-{season}", "season")
    if r.anchor is None or lead not in {"last", "this", "next", "past", "coming"}:
        return None
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    if lead in {"last", "past"}:
        year = r.anchor.year - (r.anchor.month <= start + 2)
        first = i - 2 if r.word(i - 2) in {"this", "the"} and lead == "past" else i - 1
        return Found(first, i + 1, f"{year:04d}-{season}", "season")
    year = r.anchor.year + (lead != "this" and r.anchor.month > start)
    return Found(i - 1, i + 1, f"{year:04d}-{season}", "season")


def reference(r: Reader, i: int) -> Found | None:
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
            year, after = year_at(r, i + width)
            if not year:
                year, after = likely_year(r, i, i + width, fixed[0], fixed[1], r.word(i - 1)), i + width
            return Found(i, after, f"{year:04d}-{fixed[0]:02d}-{fixed[1]:02d}", "holiday") if year else None
    return None
