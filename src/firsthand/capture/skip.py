"""Something that gives no capture -> the row that says so, by what became of it."""

from __future__ import annotations

from firsthand.records import Outcome, Skipped

STAGE = "capture"


def not_an_article(uri: str, reason: str, *offsets: int) -> Skipped:
    """Return the row of something sound that holds no text of a report."""
    return Skipped(uri, STAGE, reason, Outcome.NOT_AN_ARTICLE, offsets)


def refused(uri: str, reason: str, *offsets: int) -> Skipped:
    """Return the row of something beyond a limit, or of a form that is not safe to read."""
    return Skipped(uri, STAGE, f"refused: {reason}", Outcome.REFUSED, offsets)


def failed(uri: str, reason: str, *offsets: int) -> Skipped:
    """Return the row of something damaged, cut off, missing, or that its parser gave up."""
    return Skipped(uri, STAGE, reason, Outcome.FAILED, offsets)


def collection(uri: str) -> Skipped:
    """Return the row of a folder that is a collection: what it keeps is read from its originals."""
    return refused(uri, f"a collection of Firsthand; to read the pages that it keeps give {uri}/originals")
