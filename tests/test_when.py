"""The lattice of intervals, and calendar arithmetic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.records import Precision
from firsthand.when import Interval, at_unit, bounds, shifted, weekday_from

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ends = st.none() | days.map(date.isoformat)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    a, b = draw(ends), draw(ends)
    return Interval(b, a) if a is not None and b is not None and a > b else Interval(a, b)


@given(intervals(), intervals())
def test_a_meet_lies_in_both_and_both_lie_in_the_join(a: Interval, b: Interval) -> None:
    met = a.meet(b)
    assert met == b.meet(a)
    if met is not None:
        assert a.contains(met) and b.contains(met)
    assert a.join(b) == b.join(a)
    assert a.join(b).contains(a) and a.join(b).contains(b)
    assert a.contains(b) == (met == b)


def test_an_interval_never_runs_back() -> None:
    with pytest.raises(ValueError, match="back to"):
        Interval("2017-02", "2017-01-31")


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "precision"),
    [
        ("2017-01-19", "2017-01-19", "2017-01-19", Precision.DAY),
        ("2017-01-19TNI", "2017-01-19T18:00", "2017-01-20T06:00", Precision.DAY),
        ("2017-01-19T21:40", "2017-01-19T21:40", "2017-01-19T21:40", Precision.MINUTE),
        ("2017-W03", "2017-01-16", "2017-01-22", Precision.WEEK),
        ("2017-W03-WE", "2017-01-21", "2017-01-22", Precision.DAY),
        ("2016-02", "2016-02-01", "2016-02-29", Precision.MONTH),
        ("1989-Q3", "1989-07-01", "1989-09-30", Precision.MONTH),
        ("1998-WI", "1998-12-01", "1999-02-28", Precision.MONTH),
        ("2014", "2014-01-01", "2014-12-31", Precision.YEAR),
        ("198", "1980-01-01", "1989-12-31", Precision.YEAR),
        ("PRESENT_REF", None, None, Precision.UNKNOWN),
        ("XXXX-WXX-2", None, None, Precision.UNKNOWN),
        ("2017-13", None, None, Precision.UNKNOWN),
        ("2017-02-30", None, None, Precision.UNKNOWN),
    ],
)
def test_a_value_has_its_interval(value: str, earliest: str | None, latest: str | None, precision: Precision) -> None:
    assert bounds(value) == (Interval(earliest, latest), precision)


@given(days, st.sampled_from(["day", "week", "month", "year"]))
def test_every_day_lies_in_its_units(d: date, unit: str) -> None:
    when, _ = bounds(at_unit(d, unit))
    assert when.contains(Interval(d.isoformat(), d.isoformat()))


@given(days, st.integers(0, 6))
def test_the_weekday_before_is_within_a_week(d: date, weekday: int) -> None:
    before = weekday_from(d, weekday, -1)
    assert before.weekday() == weekday and 0 <= (d - before).days < 7


@given(
    days,
    st.integers(-(10**6), 10**6),
    st.sampled_from(["day", "week", "month", "quarter", "year", "decade", "century"]),
)
def test_shifting_never_leaves_the_calendar(d: date, count: int, unit: str) -> None:
    moved = shifted(d, count, unit)
    assert moved is None or isinstance(moved, date)


@given(st.text(max_size=20))
def test_any_value_has_bounds(value: str) -> None:
    when, precision = bounds(value)
    assert (when.earliest is None) == (precision is Precision.UNKNOWN)
