"""What a line is by its own words. All invented."""

from __future__ import annotations

import pytest

from firsthand import article, lexicon
from firsthand.article.furniture import hint
from firsthand.fold import fold
from firsthand.records import Capture, CaptureKind, DocumentId, ZoneKind

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


PLAIN = (
    "The bridge over the river Torr was closed on Monday after two of its cables broke in the storm, the mayor said."
)


@pytest.mark.parametrize(
    "line",
    [
        "Satellite images showed 12 tanks near the bridge on Monday.",
        "Aerial photographs taken on Monday showed that the bridge had lost two cables.",
        "Omar Lind was killed while covering the storm as a reporter for the Torr Gazette.",
        "Correction: The bridge over the river Torr was closed on Monday after three of its cables broke in the storm.",
    ],
)
def test_news_that_looks_like_furniture_stays_in_the_body(line: str) -> None:
    others = [f"{PLAIN} Nobody crossed it for {n} hours, and the ferry took {n} cars." for n in range(3, 11)]
    text = "\n\n".join(["Bridge closed in Harvel", "Home  World  Sport", *others, line, "Share  Tweet", "Most read"])
    one = article.clean(Capture(DocumentId("a"), "a", "", CaptureKind.RECORD, text=text), KNOWN)
    (zone,) = (z for z in one.zones if text[z.start : z.end].startswith(line[:30]))
    assert zone.kind is ZoneKind.BODY
