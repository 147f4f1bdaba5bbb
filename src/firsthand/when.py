"""When: an interval of time with open ends, and the arithmetic of calendar days, weeks, months, quarters and years.

Values are TIMEX3 (ISO-TimeML): ``2017-01-19``, ``2017-01``, ``2017``, ``2017-W03``, ``2017-W03-WE``, ``2017-Q1``, ``2017-SU``,
``198`` (a decade), ``2017-01-19TNI``, ``2017-01-19T21:40``, ``PRESENT_REF``, ``XXXX-XX-XX`` (nothing anchors it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from firsthand.records import Precision

# Hours that the parts of a day cover; a night runs into the next day. English usage; the borders are our choice.
PARTS = {
    "MO": ("05:00", "12:00", 0),
    "MI": ("11:00", "14:00", 0),
    "AF": ("12:00", "18:00", 0),
    "EV": ("17:00", "23:59", 0),
    "NI": ("18:00", "06:00", 1),
    "DT": ("06:00", "18:00", 0),
}
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}  # meteorological seasons of the north, months


@dataclass(frozen=True, slots=True)
class Interval:
    """Time from ``earliest`` to ``latest``, both included, as ISO 8601 of any precision; ``None``: open at that end."""

    earliest: str | None
    latest: str | None

    def __post_init__(self) -> None:
        if self.earliest is not None and self.latest is not None and _first(self.earliest) > _last(self.latest):
            raise ValueError(f"an interval cannot run from {self.earliest} back to {self.latest}")

    def contains(self, other: Interval) -> bool:
        """Tell whether all of ``other`` lies in this interval: the order of the lattice."""
        return (
            self.earliest is None or (other.earliest is not None and _first(self.earliest) <= _first(other.earliest))
        ) and (self.latest is None or (other.latest is not None and _last(other.latest) <= _last(self.latest)))

    def meet(self, other: Interval) -> Interval | None:
        """Return the time that lies in both, ``None`` when there is none."""
        earliest = max((t for t in (self.earliest, other.earliest) if t is not None), key=_first, default=None)
        latest = min((t for t in (self.latest, other.latest) if t is not None), key=_last, default=None)
        return (
            None
            if earliest is not None and latest is not None and _first(earliest) > _last(latest)
            else Interval(earliest, latest)
        )

    def meets(self, other: Interval) -> bool:
        """Tell whether some time lies in both."""
        return self.meet(other) is not None

    def join(self, other: Interval) -> Interval:
        """Return the shortest interval that contains both."""
        earliest = (
            None if self.earliest is None or other.earliest is None else min(self.earliest, other.earliest, key=_first)
        )
        latest = None if self.latest is None or other.latest is None else max(self.latest, other.latest, key=_last)
        return Interval(earliest, latest)


def _first(t: str) -> str:
    """Return the first second of ``t``, in a form that sorts."""
    return t[:19] + "0000-01-01T00:00:00"[len(t[:19]) :]


def _last(t: str) -> str:
    """Return the last second of ``t`` (a day or finer), in a form that sorts."""
    return t[:19] + "9999-12-31T23:59:59"[len(t[:19]) :]


def day(iso: str | None) -> date | None:
    """Return the calendar day with which an ISO 8601 time begins, ``None`` when it states none."""
    m = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso or "")
    return None if m is None else make(int(m[1]), int(m[2]), int(m[3]))


def make(year: int, month: int, number: int) -> date | None:
    """Return that calendar day, ``None`` when there is none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def shifted(start: date, count: int, unit: str) -> date | None:
    """Return the day ``count`` units (day, week, month, quarter, year, decade, century) from ``start``, ``None`` beyond the calendar."""
    try:
        if unit in {"day", "week"}:
            return start + timedelta(days=count * (7 if unit == "week" else 1))
        months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        total = start.year * 12 + start.month - 1 + months
        return date(total // 12, total % 12 + 1, min(start.day, days_in(total // 12, total % 12 + 1)))
    except (ValueError, OverflowError):
        return None


def days_in(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def week_of(d: date) -> str:
    """Return the TIMEX3 value of the ISO week in which ``d`` lies."""
    year, week, _ = d.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(d: date) -> str:
    """Return the TIMEX3 value of the quarter in which ``d`` lies."""
    return f"{d.year:04d}-Q{(d.month - 1) // 3 + 1}"


def at_unit(d: date, unit: str) -> str:
    """Return the TIMEX3 value of the day, week, month, quarter, year, decade or century in which ``d`` lies."""
    if unit == "week":
        return week_of(d)
    if unit == "quarter":
        return quarter_of(d)
    width = {"day": 10, "month": 7, "year": 4, "decade": 3, "century": 2}[unit]
    return d.isoformat()[:width]


def weekday_from(start: date, weekday: int, direction: int) -> date:
    """Return the ``weekday`` (Monday 0) at ``start`` or next to it: before it (-1), after it (1); inside the calendar."""
    ahead = (weekday - start.weekday()) % 7
    by = ahead if direction > 0 or ahead == 0 else ahead - 7
    try:
        return start + timedelta(days=by)
    except OverflowError:
        return start + timedelta(days=by - 7 if by > 0 else by + 7)


_VALUE = re.compile(
    r"(\d{4})(?:-(?:W(\d\d)(-WE)?|Q([1-4])|H([12])|(SP|SU|FA|WI)|(\d\d)(?:-(\d\d))?))?(?:T(?:([A-Z]{2})|(\d\d)(?::(\d\d))?(?::(\d\d))?))?$"
)


def bounds(value: str) -> tuple[Interval, Precision]:
    """Return the interval and precision of a TIMEX3 value; both ends open and ``unknown`` for references and unanchored values."""
    nothing = Interval(None, None), Precision.UNKNOWN
    if re.fullmatch(r"\d{2,3}", value):
        return Interval(f"{value.ljust(4, '0')}-01-01", f"{value.ljust(4, '9')}-12-31"), Precision.YEAR
    m = _VALUE.match(value)
    if m is None:
        return nothing
    year, week, weekend, quarter, half, season, month, number, part, hour, minute, second = m.groups()
    try:
        if week:
            start = date.fromisocalendar(int(year), int(week), 6 if weekend else 1)
            return Interval(
                start.isoformat(), (start + timedelta(days=1 if weekend else 6)).isoformat()
            ), Precision.DAY if weekend else Precision.WEEK
        if number:
            return _inside_day(date(int(year), int(month), int(number)), part, hour, minute, second)
        months = (1, 12)
        if month:
            months = (int(month), int(month))
        elif quarter:
            months = (int(quarter) * 3 - 2, int(quarter) * 3)
        elif half:
            months = (int(half) * 6 - 5, int(half) * 6)
        elif season:
            months = SEASONS[season]
        last_year = int(year) + (months[1] < months[0])
        end = date(last_year, months[1], days_in(last_year, months[1]))
        return Interval(date(int(year), months[0], 1).isoformat(), end.isoformat()), Precision.YEAR if months == (
            1,
            12,
        ) else Precision.MONTH
    except (ValueError, OverflowError):
        return nothing


def _inside_day(
    d: date, part: str | None, hour: str | None, minute: str | None, second: str | None
) -> tuple[Interval, Precision]:
    iso = d.isoformat()
    if part in PARTS:
        start, end, later = PARTS[part]
        return Interval(f"{iso}T{start}", f"{(d + timedelta(days=later)).isoformat()}T{end}"), Precision.DAY
    if hour and int(hour) < 24:
        clock = f"{iso}T{hour}:{minute or '00'}" + (f":{second}" if second else "")
        return Interval(
            clock, clock if minute else f"{iso}T{hour}:59"
        ), Precision.SECOND if second else Precision.MINUTE
    return Interval(iso, iso), Precision.DAY
