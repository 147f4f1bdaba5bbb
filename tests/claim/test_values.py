"""The answers of a claim: ranges that meet are one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from firsthand.claim.mentions import read
from firsthand.claim.wording import slot_of, values_of
from firsthand.records import Answers, Precision, Role, Status, Time
from tests.support.world import KNOWN, Made, line


def mentions(*ranges):
    made = Made(
        {
            f"d{n:02d}": [line(f"{low} people were killed", count=(low, high, Role.KILLED))]
            for n, (low, high) in enumerate(ranges)
        }
    )
    return [
        replace(m, statement=replace(m.statement, answers=Answers.HOW_MANY))
        for m in read(made.articles, made.cast, KNOWN)
    ]


def test_ranges_that_meet_are_one_value():
    assert [(v.low, v.high) for v in values_of(mentions((47, 47), (24, 99), (29, 29)))] == [(29, 29), (47, 47)]


def test_a_vague_count_joins_the_first_exact_one_that_it_allows():
    values = values_of(mentions((47, 47), (24, 99)))
    assert [len(v.statements) for v in values] == [2]


def test_an_open_range_meets_what_is_higher():
    assert len(values_of(mentions((12, None), (40, 40)))) == 1
    assert len(values_of(mentions((12, None), (7, 7)))) == 2


def test_a_count_that_is_denied_is_another_answer_than_the_count():
    said, denied = mentions((12, 12), (12, 12))
    denied = replace(denied, statement=replace(denied.statement, status=Status.DENIED))
    assert [(v.low, v.status) for v in values_of([denied, said])] == [(12, Status.ASSERTED), (12, Status.DENIED)]


def test_nobody_is_a_count_and_no_denial():
    none = replace(m := mentions((0, 0))[0], statement=replace(m.statement, status=Status.NEGATED), negated=True)
    assert [(v.low, v.status) for v in values_of([none])] == [(0, Status.ASSERTED)]


def test_the_slot_is_the_question():
    assert slot_of(mentions((3, 3))) == "how many were killed"


@given(st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 30))), min_size=1, max_size=6))
def test_every_mention_gives_exactly_one_value(ranges):
    own = mentions(*[(low, None if more is None else low + more) for low, more in ranges])
    values = values_of(own)
    assert sorted(i for v in values for i in v.statements) == sorted(m.statement.id for m in own)


def timed(*hours):
    """Return mentions of hours: (value, earliest, latest), the times of one day."""
    made = Made({f"d{n:02d}": [line("the wall gave in")] for n in range(len(hours))})
    rows = zip(read(made.articles, made.cast, KNOWN), hours, strict=True)
    return [
        replace(
            m,
            statement=replace(m.statement, answers=Answers.WHEN),
            hours=(Time(m.statement.document, 0, 3, *(f"2031-10-14T{t}" for t in hour), Precision.MINUTE),),
        )
        for m, hour in rows
    ]


OPEN, EVENING, MORNING = ("09:40", "09:40", "21:40"), ("21:40",) * 3, ("09:40",) * 3


def test_an_hour_of_twelve_is_the_value_that_another_gives_in_full():
    assert [len(v.statements) for v in values_of(timed(OPEN, EVENING))] == [2]
    assert [len(v.statements) for v in values_of(timed(OPEN, MORNING))] == [2]
    assert len(values_of(timed(OPEN, EVENING, MORNING))) == 2


def test_hours_lie_apart_by_the_readings_that_are_nearest():
    one, evening, morning = timed(OPEN, EVENING, MORNING)
    assert (one.apart(evening), one.apart(morning), evening.apart(morning)) == (0, 0, 720)
