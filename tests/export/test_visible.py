"""Captured text on a terminal: nothing hidden stays hidden."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.export.visible import line, visible

HIDDEN = [
    ("abc\u202etxt.exe", "abc[U+202E]txt.exe"),
    ("\x1b[2Jgone", "[U+001B][2Jgone"),
    ("a\u200bb\u00adc\ufeff", "a[U+200B]b[U+00AD]c[U+FEFF]"),
    ("half \ud83d", "half [U+D83D]"),
    ("\x9b31m", "[U+009B]31m"),
    ("line\r\nnext\rover", "line\nnext[U+000D]over"),
    (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f468\u200d\U0001f469",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f468\u200d\U0001f469",
    ),
    ("plain – “text”, été", "plain – “text”, été"),
]


@pytest.mark.parametrize(("captured", "shown"), HIDDEN)
def test_hidden_characters_are_shown_as_what_they_are(captured: str, shown: str) -> None:
    assert visible(captured) == shown


@given(st.text())
def test_no_control_and_no_override_is_left(captured: str) -> None:
    left = {
        c
        for c in visible(captured)
        if unicodedata.category(c) in {"Cc", "Cs"} or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"
    }
    assert left <= {"\n", "\t"}
    visible(captured).encode("utf8")


@given(st.text(), st.integers(4, 60))
def test_a_line_is_one_line_and_no_longer_than_asked(captured: str, length: int) -> None:
    assert len(line(captured, length).splitlines()) <= 1
    assert len(line(captured, length)) <= length
