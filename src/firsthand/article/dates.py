"""Dates that pages write on a line of their own, and those that records and metadata state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import DateBasis, Precision, Published, Zone, ZoneKind
from firsthand.spans import Span

UNKNOWN = Published(None, None, Precision.UNKNOWN, DateBasis.INFERRED, None, "no-date: nothing states one")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as stated: its interval, precision, the characters it stands on, and whether it is that of an update."""

    earliest: str
    latest: str
    precision: Precision
    span: Span
    is_update: bool = False


# ISO := 2017[-01[-19[T11:42[:31[.5]][Z|+03:00]]]]   also with a blank for the T, and 20170119
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ,]{1,2}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r" ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.I,
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?")
# time := 11:42[:31] [am|pm] [zone]
_TIME = re.compile(
    r"\b(\d{1,2}) ?[:.h] ?(\d{2})(?: ?: ?(\d{2}))?(?: ?([ap])\.? ?m\b\.?)?(?: ?\(?([a-z]{1,4})\b)?(?: ?([+-]\d{2}):?(\d{2}))?"
)


@cache
def _grammar(
    known: Lexicon,
) -> tuple[dict[str, int], re.Pattern[str], dict[str, float], frozenset[str], frozenset[str]]:
    """Return months by name, the pattern of a written date, zones, words beside dates, words of updates."""
    table = known.table("months")
    months = {name: int(number) for number, names in table["months"].items() for name in names}
    month = "|".join(sorted(map(re.escape, months), key=lambda m: (-len(m), m)))
    written = re.compile(
        # month D, YYYY | D month YYYY | YYYY-MM-DD | D.M.YYYY, D/M/YYYY
        rf"\b(?:(?P<m1>{month})\b\.? ?[,.]? ?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b,? ?\.?'?(?P<y1>\d{{4}}|(?<=, )\d{{2}}\b)"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.|er)?(?: de)?[ -]?(?P<m2>{month})\b\.?,?(?: de)?[ -]?(?P<y2>\d{{4}}|\d{{2}}(?=\b(?! ?:)))"
        r"|(?P<y3>(?:19|20)\d{2}) ?[-/.] ?(?P<m3>\d{1,2}) ?[-/.] ?(?P<d3>\d{1,2})\b"
        r"|(?P<d4>\d{1,2}) ?[./-] ?(?P<m4>\d{1,2}) ?[./-] ?(?P<y4>(?:19|20)\d{2})\b)"
    )
    return months, written, table["zones"], frozenset(table["words"]["beside"]), frozenset(table["words"]["updated"])


def stated(value: str | None, known: Lexicon, basis: DateBasis, rule: str) -> Published | None:
    """Return the date that a field states, ``None`` when it is none. ``4/5/2017`` is read month first (see docs)."""
    if not value or not value.strip():
        return None
    text = value.strip()[:80]
    moment = _iso(text) or _compact(text) or _written(text, known) or _slashed(text)
    if moment is None:
        return None
    return Published(moment.earliest, moment.latest, moment.precision, basis, None, f"{rule}: {text!r}")


def find(text: str, span: Span, known: Lexicon) -> tuple[Moment, str] | None:
    """Return the first full date within ``span`` and what is left of its (folded) line without dates and their words."""
    line = fold(text[span.start : min(span.end, span.start + 300)])
    months, written, zones, beside, updates = _grammar(known)
    best: Moment | None = None
    holes: list[Span] = []
    for found in written.finditer(line):
        day = _day(found, months)
        if day is None:
            continue
        near = _clock(line, found, zones)
        holes += [Span(*found.span()), *([near[1]] if near else [])]
        before = re.findall(r"[a-z]+", line[: found.start()])
        moment = _moment(
            *day, near[0] if near else None, Span(found.start(), max(s.end for s in holes)).shifted(span.start)
        )
        moment = Moment(
            moment.earliest, moment.latest, moment.precision, moment.span, bool(before and updates & set(before[-3:]))
        )
        if best is None or (best.is_update and not moment.is_update):
            best = moment
    if best is None:
        return None
    left = line
    for hole in holes:
        left = left[: hole.start] + " " * (hole.end - hole.start) + left[hole.end :]
    words = [w for w in re.findall(r"[^\W\d_]+", left) if w not in beside and w not in zones]
    return best, " ".join(words)


def in_head(text: str, moment: Moment, known: Lexicon) -> bool:
    """Tell whether a date stands behind its own weekday and a name, "AFP Monday 2 Feb 2015": a head without line breaks."""
    before = text[max(0, moment.span.start - 60) : moment.span.start].split()
    weekday = known.table("times")["weekdays"].get(before[-1].strip(",.").lower()) if len(before) > 1 else None
    if weekday is None or weekday not in _weekdays(moment):
        return False
    return before[-2][0].isupper() and before[-2].lower() not in known.table("months")["words"]["beside"]


def _weekdays(moment: Moment) -> set[int]:
    """Return on which weekdays a date may have been printed: its clock may have moved it a day when it was turned to UTC."""
    day = date.fromisoformat(moment.earliest[:10]).weekday()
    return {day, (day - 1) % 7, (day + 1) % 7} if moment.earliest.endswith("Z") else {day}


def is_printed_above(text: str, zone: Zone, moment: Moment, known: Lexicon) -> bool:
    """Tell whether a date in ``zone`` is printed above a report, not told in its sentence.

    "Published June 12 2016 At least" prints one; "On 5 March 2014 soldiers", "FILE - In this Dec. 28, 2017 photo" and
    "1 January 2020 to 31 December" tell of one.
    """
    words = known.table("months")["words"]
    beside = frozenset(words["beside"])
    before = re.findall(r"[^\W\d_]+", text[zone.start : moment.span.start].lower())
    behind = re.match(r"\W*([^\W\d_]+)\b(?!:)", text[moment.span.end : min(zone.end, moment.span.end + 40)])
    if behind is not None and behind[1].islower() and behind[1] not in beside | frozenset(words["credit"]):
        return False
    if before and before[-1] in words["telling"] and not beside.intersection(before[-2:-1]):
        return False
    return zone.kind is not ZoneKind.BODY or beside.issuperset(before) or in_head(text, moment, known)


def _day(found: re.Match[str], months: dict[str, int]) -> tuple[int, int, int] | None:
    g = found.groupdict()
    if g["y1"] or g["y2"]:
        n = "1" if g["y1"] else "2"
        year, month, day = int(g["y" + n]), months[g["m" + n]], int(g["d" + n])
    elif g["y3"]:
        year, month, day = int(g["y3"]), int(g["m3"]), int(g["d3"])
    else:
        year, month, day = int(g["y4"]), int(g["m4"]), int(g["d4"])
        if month > 12 >= day:
            month, day = day, month
    if year < 100:
        year += 1900 if year >= 50 else 2000
    return (year, month, day) if _is_day(year, month, day) else None


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)
    except ValueError:
        return False
    return 1600 <= year <= 2200


def _clock(
    line: str, found: re.Match[str], zones: dict[str, float]
) -> tuple[tuple[int, int, int | None, float | None], Span] | None:
    """Return the time of day beside a date (within 16 characters of it) as hour, minute, second, zone."""
    for start, end in ((found.end(), found.end() + 32), (max(0, found.start() - 32), found.start())):
        time = _TIME.search(line, start, end)
        if time is None:
            continue
        hour, minute = int(time[1]), int(time[2])
        second = int(time[3]) if time[3] else None
        if time[4] and hour <= 12:
            hour = hour % 12 + (12 if time[4] == "p" else 0)
        if hour > 23 or minute > 59 or (second or 0) > 59:
            continue
        zone = zones.get(time[5] or "")
        if time[6]:
            zone = int(time[6]) + int(time[7]) / 60
        return (hour, minute, second, zone), Span(*time.span())
    return None


def _moment(
    year: int, month: int, day: int, clock: tuple[int, int, int | None, float | None] | None, span: Span
) -> Moment:
    if clock is None:
        date = f"{year:04}-{month:02}-{day:02}"
        return Moment(f"{date}T00:00:00", f"{date}T23:59:59", Precision.DAY, span)
    hour, minute, second, zone = clock
    start = datetime(year, month, day, hour, minute, second or 0)
    suffix = ""
    if zone is not None and abs(zone) <= 14:
        start, suffix = start - timedelta(hours=zone), "Z"
    whole = start.isoformat(timespec="seconds")
    if second is None:
        return Moment(f"{whole[:-2]}00{suffix}", f"{whole[:-2]}59{suffix}", Precision.MINUTE, span)
    return Moment(f"{whole}{suffix}", f"{whole}{suffix}", Precision.SECOND, span)


def _iso(text: str) -> Moment | None:
    found = _ISO.match(text)
    if not found or (found.end() < len(text) and (text[found.end()].isdigit() or text[found.end()] == "/")):
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    span = Span(0, found.end())
    if not _is_day(year, month or 1, day or 1):
        return None
    if not month:
        return (
            Moment(f"{year:04}-01-01T00:00:00", f"{year:04}-12-31T23:59:59", Precision.YEAR, span)
            if len(text) == 4
            else None
        )
    if not day:
        last = (datetime(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        return Moment(
            f"{year:04}-{month:02}-01T00:00:00", f"{year:04}-{month:02}-{last:02}T23:59:59", Precision.MONTH, span
        )
    if found[4] is None:
        return _moment(year, month, day, None, span)
    clock = (int(found[4]), int(found[5]), int(found[6]) if found[6] else None)
    if clock[0] > 23 or clock[1] > 59 or (clock[2] or 0) > 59:
        return _moment(year, month, day, None, span)
    if not any(clock) and (found[7] or "").upper() not in ("Z", "UTC", "GMT"):
        return _moment(year, month, day, None, span)  # midnight sharp, no zone: a day that a program wrote as a time
    return _moment(year, month, day, (*clock, _zone(found[7])), span)


def _zone(name: str | None) -> float | None:
    if not name:
        return None
    if name.upper() in ("Z", "UTC", "GMT"):
        return 0.0
    digits = name[1:].replace(":", "").ljust(4, "0")
    return (-1 if name[0] == "-" else 1) * (int(digits[:2]) + int(digits[2:4]) / 60)


def _compact(text: str) -> Moment | None:
    found = _COMPACT.fullmatch(text)
    if not found or not _is_day(int(found[1]), int(found[2]), int(found[3])):
        return None
    if found[4] is None:  # 14 digits are a WARC or web archive time stamp, in UTC
        return _moment(int(found[1]), int(found[2]), int(found[3]), None, Span(0, len(text)))
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return _moment(int(found[1]), int(found[2]), int(found[3]), (hour, minute, second, 0.0), Span(0, len(text)))


def _written(text: str, known: Lexicon) -> Moment | None:
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}.*", text):
        return None
    found = find(text, Span(0, len(text)), known)
    return found[0] if found else None


def _slashed(text: str) -> Moment | None:
    """Return ``4/5/2017`` read month first, day first where only that is a date."""
    found = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    for month, day in ((first, second), (second, first)):
        if _is_day(year, month, day):
            return _moment(year, month, day, None, Span(0, found.end()))
    return None


def agree(one: Published, other: Published) -> bool:
    """Tell whether two dates lie at most a day apart, wherever the clocks stood; one that is unknown contradicts none."""
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return True
    first, second = sorted(
        (datetime.fromisoformat(str(x.earliest)[:19]), datetime.fromisoformat(str(x.latest)[:19])) for x in (one, other)
    )
    return (second[0] - first[1]) <= timedelta(days=1)
