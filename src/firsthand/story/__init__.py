"""Articles -> Stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from firsthand.records import Account, Article, DocumentId, Story
from firsthand.story.change import Change
from firsthand.story.dates import bound
from firsthand.story.keeping import Shelf
from firsthand.story.streaming import Stream
from firsthand.story.versions import texts

__all__ = ["Change", "Shelf", "Stream", "dated", "gather", "stream", "texts"]


def gather(articles: Mapping[DocumentId, Article]) -> tuple[Story, ...]:
    """Return the stories that ``articles`` tell: every article in exactly one, in order of their ids.

    Measured: see docs/method/stories.md; any order of the articles gives the same.
    """
    return stream(articles).stories()


def stream(articles: Mapping[DocumentId, Article]) -> Stream:
    """Return a stream into which all ``articles`` have come."""
    out = Stream()
    out.add(*(articles[i] for i in sorted(articles)))
    return out


def dated(articles: Sequence[Article], accounts: Mapping[DocumentId, Account]) -> list[Article]:
    """Return the articles of one story, undated ones with the interval that the others put around them."""
    inferred = bound({a.id: a for a in articles}, {a.id: accounts[a.id] for a in articles})
    return [replace(a, published=inferred.get(a.id, a.published)) for a in articles]
