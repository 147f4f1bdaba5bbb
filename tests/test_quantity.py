"""The lattice of ranges, and the grammar of counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.quantity import Numerals, Range, numerals, total, words

whole = st.integers(0, 10**6)
ranges = st.builds(lambda low, more: Range(low, None if more is None else low + more), whole, st.none() | whole)


@pytest.fixture(scope="module")
def grammar() -> Numerals:
    return numerals(lexicon.load().table("numbers"))


@given(ranges, ranges)
def test_meet_and_join_do_not_care_about_order(a: Range, b: Range) -> None:
    assert a.meet(b) == b.meet(a)
    assert a.join(b) == b.join(a)


@given(ranges, ranges, ranges)
def test_join_is_associative_and_idempotent(a: Range, b: Range, c: Range) -> None:
    assert a.join(b).join(c) == a.join(b.join(c))
    assert a.join(a) == a == a.meet(a)


@given(ranges, ranges)
def test_a_meet_lies_in_both_and_both_lie_in_the_join(a: Range, b: Range) -> None:
    met = a.meet(b)
    if met is not None:
        assert a.contains(met) and b.contains(met)
    assert a.join(b).contains(a) and a.join(b).contains(b)
    assert a.meet(a.join(b)) == a


@given(ranges, ranges, ranges)
def test_containing_is_an_order(a: Range, b: Range, c: Range) -> None:
    assert a.contains(a)
    if a.contains(b) and b.contains(a):
        assert a == b
    if a.contains(b) and b.contains(c):
        assert a.contains(c)


@given(ranges, ranges)
def test_one_range_contains_another_when_their_meet_is_the_other(a: Range, b: Range) -> None:
    assert a.contains(b) == (a.meet(b) == b)


@given(st.lists(ranges, max_size=5))
def test_a_sum_is_open_when_one_part_is(parts: list[Range]) -> None:
    assert (total(parts).high is None) == any(p.high is None for p in parts)
    assert total(parts).low == sum(p.low for p in parts)


def test_a_range_never_runs_down() -> None:
    with pytest.raises(ValueError, match="down to"):
        Range(3, 2)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 300 and 400", 300, 400),
        ("300-400", 300, 400),
        ("300 to 400", 300, 400),
        ("two to three hundred", 200, 300),
        ("FORTY-SEVEN", 47, 47),
        ("two hundred and twenty-five thousand", 225_000, 225_000),
        ("1.2 million", 1_200_000, 1_200_000),
        ("half a dozen", 6, 6),
        ("more than two dozen", 25, None),
        ("at least 20", 20, None),
        ("40 or more", 40, None),
        ("up to 200", 1, 200),
        ("about 50", 40, 63),
        ("nearly 1,000", 900, 1000),
        ("tens of thousands", 10_000, 99_999),
        ("several hundred", 300, 999),
        ("a couple", 2, 2),
        ("dozens", 24, 99),
        ("fewer than 20", 1, 19),
    ],
)
def test_a_count_is_read_as_a_range(grammar: Numerals, text: str, low: int, high: int | None) -> None:
    w = words(text.lower() + (" of men" if text == "a couple" else " men"))
    first = next(i for i, word in enumerate(w.word) if grammar.starts(word))
    found = grammar.read(w, first)
    assert found is not None
    assert (found.range.low, found.range.high) == (low, high)
    assert " ".join(w.word[found.first : found.last]).replace(" - ", "-") == text.lower()


@given(st.integers(0, 10**11))
def test_digits_read_back_with_and_without_commas(number: int) -> None:
    grammar = numerals(lexicon.load().table("numbers"))
    for text in (str(number), f"{number:,}"):
        found = grammar.read(words(text), 0)
        assert found is not None and found.range == Range(number, number)


@given(st.text(max_size=80))
def test_nothing_written_breaks_the_grammar(text: str) -> None:
    grammar = numerals(lexicon.load().table("numbers"))
    w = words(text)
    for i in range(len(w.word)):
        found = grammar.read(w, i)
        assert found is None or (found.first <= i < found.last <= len(w.word))
