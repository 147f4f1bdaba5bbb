"""What a line is by its own words. All invented."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.article.furniture import hint
from firsthand.fold import fold
from firsthand.records import ZoneKind

KNOWN = lexicon.load()


@pytest.mark.parametrize(
    ("line", "is_byline"),
    [
        ("Anna Corvel and Petr Maran, Associated Press", True),
        ("Anna Corvel, Associated Press", True),
        ("Anna Corvel and Petr Maran, Reuters", True),
        ("Anna Corvel, Reuters", False),  # who took the picture above it, often
        ("He told the Associated Press", False),
    ],
)
def test_writers_and_their_wire_are_a_byline(line: str, is_byline: bool) -> None:
    found = hint(fold(line), line, KNOWN)
    assert (found is not None and found.kind is ZoneKind.BYLINE) == is_byline
