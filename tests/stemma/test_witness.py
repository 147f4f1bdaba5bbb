from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.fold import fold
from firsthand.records import DateBasis, Precision, Published
from firsthand.stemma.candidates import MOST, candidates
from firsthand.stemma.dates import p_before, when
from firsthand.stemma.witness import rarity, witness
from firsthand.terms import tokens
from tests.stemma.told import ORIGIN, article


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("forty-seven passengers", "47 passenger"),
        ("between 3,000 and 4,000 tonnes", "between 3000 and 4000 tonnes"),
        ("at 01:40 a.m.", "at 1.40 am"),
        ("bombing", "bombed"),
        ("the brigades", "the brigade's"),
        ("Étienne's cities", "etienne city"),
    ],
)
def test_ways_of_writing_the_same_become_the_same_terms(one: str, other: str) -> None:
    assert list(tokens(fold(one))) == list(tokens(fold(other)))


def test_a_name_is_rarer_than_a_common_word() -> None:
    assert rarity("korsava") > rarity("soldier") > rarity("said")


def test_a_line_that_stands_twice_counts_once() -> None:
    once, twice = (witness(article("a", t, "A", None)) for t in (ORIGIN, ORIGIN + "\n\n" + ORIGIN))
    assert [x.terms for x in once.lines] == [x.terms for x in twice.lines]


@given(st.text(max_size=200))
def test_no_text_is_an_error_and_spans_lie_inside(text: str) -> None:
    for line in witness(article("a", text, "A", None)).lines:
        assert 0 <= line.span.start < line.span.end <= len(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2031-01-01T10:00:00Z", "2031-01-01T12:00:00Z", 1.0),
        ("2031-01-01T12:00:00Z", "2031-01-01T10:00:00Z", 0.0),
        ("2031-01-01", "2031-01-01", 0.5),
        ("7/2/2016", "2031-01-01", 0.5),
        (None, "2031-01-01", 0.5),
    ],
)
def test_time_order_is_as_sure_as_the_stamps(one: str | None, other: str | None, expected: float) -> None:
    a, b = (when(Published(x, x, Precision.DAY, DateBasis.RECORD)) for x in (one, other))
    assert p_before(a, b) == pytest.approx(expected)


def test_candidates_stay_linear_and_find_the_copy_among_many() -> None:
    words = [f"w{i}" for i in range(4000)]
    texts = [" ".join(words[(7 * i + 13 * j) % 4000] for j in range(60)) + "." for i in range(300)]
    texts.append(texts[10].replace("w", "w", 1) + " More follows later.")
    pages = [t + " Share this page with friends." for t in texts]
    found = candidates(pages)
    assert (10, 300) in found
    assert len(found) <= len(pages) * MOST


def test_no_report_has_more_candidates_than_the_bound_when_a_footer_stands_on_every_page() -> None:
    pages = [f"{' '.join(f'w{i}x{j}' for j in range(30))} all rights to this page are kept by us" for i in range(500)]
    held = Counter(i for pair in candidates(pages) for i in pair)
    assert max(held.values(), default=0) <= MOST


def test_the_same_page_many_times_is_tied_in_a_chain_not_in_all_pairs() -> None:
    assert len(candidates(["one page that is printed again and again"] * 300)) <= 2 * 300
