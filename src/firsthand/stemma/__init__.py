"""Story -> Stemma: who descends from whom, and which lost reports stand between."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Stemma, Story


def derive(story: Story, articles: Sequence[Article], cast: Cast, known: Lexicon) -> Stemma:
    """Return the stemma of one story with calibrated probabilities."""
    from firsthand.stemma.graph import grow

    return grow(story, articles, cast)
