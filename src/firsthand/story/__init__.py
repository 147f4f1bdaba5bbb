"""Articles + Events -> Stories."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, DocumentId, Event, Story, StoryId


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
