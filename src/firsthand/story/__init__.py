"""Articles + Events -> Stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, DocumentId, Event, Story, StoryId
from firsthand.story.dates import bound


def gather(
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    events: Mapping[DocumentId, tuple[Event, ...]],
    known: Lexicon,
) -> tuple[Story, ...]:
    """Return the stories that ``articles`` tell: every article in exactly one, in order of their ids."""
    if not articles:
        return ()
    ids = tuple(sorted(articles))
    return (Story(StoryId("story-" + ids[0]), articles[ids[0]].title.text, ids, because="thin"),)


def dated(articles: Sequence[Article], accounts: Mapping[DocumentId, Account]) -> list[Article]:
    """Return the articles of one story, undated ones with the interval that the others put around them."""
    inferred = bound({a.id: a for a in articles}, {a.id: accounts[a.id] for a in articles})
    return [replace(a, published=inferred.get(a.id, a.published)) for a in articles]
