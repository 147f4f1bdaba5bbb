from __future__ import annotations

import pytest

from firsthand.fold import fold
from firsthand.lexicon import weekdays
from firsthand.terms import tokens


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The ferry sank on Monday, the harbour master said.", [0]),
        ("Tuesday's talks follow those of Sunday", [1, 6]),
        ("They sat in the sun and wed", []),
        ("Published Friday 3 March 2031", []),
        ("FRIDAYS and Wednesday.", [2, 4]),
        ("On Thursday", [3]),
        ("Monday, February 2", []),
        ("Monday 2nd February; Tuesday the 3rd of March", []),
        ("Monday, 02/02/2031", []),
        ("On Monday 12 people died, on Friday 3 more", [0, 4]),
        ("on Monday the second of two ferries sank", [0]),
    ],
)
def test_a_text_names_the_days_on_which_something_happened(text: str, days: list[int]) -> None:
    assert weekdays.named(list(tokens(fold(text)))) == sum(1 << d for d in days)


def test_only_texts_that_both_name_days_can_differ() -> None:
    assert weekdays.differ(0b1, 0b10) and not weekdays.differ(0b11, 0b10)
    assert not weekdays.differ(0, 0b10) and not weekdays.differ(0, 0)
