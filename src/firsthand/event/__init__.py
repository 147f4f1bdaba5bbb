"""Statements -> Events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Cast, DocumentId, Event, Story


def code(article: Article, account: Account, known: Lexicon) -> tuple[Event, ...]:
    """Return the events that one article tells, each once, however often the article tells it."""
    return ()


def merge(
    story: Story, articles: Sequence[Article], cast: Cast, events: Mapping[DocumentId, tuple[Event, ...]]
) -> tuple[Event, ...]:
    """Return the events of a story, one for each happening, with the accounts of all its articles."""
    return tuple(e for a in articles for e in events.get(a.id, ()))
