"""Sentences: where a full stop ends one."""

from __future__ import annotations

import pytest

from firsthand.tokens import sentences


@pytest.mark.parametrize(
    "text",
    [
        "No lightning fell before 10 p.m. Monday, the service said.",
        "It left at 6 a.m. GMT on time.",
        "It left at 6 a.m. Jan. 3 on time.",
    ],
)
def test_an_hour_goes_on_with_its_day(text: str) -> None:
    assert [s.of(text) for s in sentences(text)] == [text]


def test_an_hour_may_end_a_sentence() -> None:
    text = "It ended at 10 p.m. Nobody was hurt."
    assert [s.of(text) for s in sentences(text)] == ["It ended at 10 p.m.", "Nobody was hurt."]
