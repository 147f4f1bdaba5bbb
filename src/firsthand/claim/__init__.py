"""Story + Stemma -> Claims: the questions that several reports answer."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Claim, Stemma, Story


def match(story: Story, articles: Sequence[Article], cast: Cast, tree: Stemma, known: Lexicon) -> tuple[Claim, ...]:
    """Return the claims of a story: statements of its articles that answer one question, matched by slot. ``support`` is unset."""
    return ()
