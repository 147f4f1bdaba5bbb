"""Aligned passages + Claims -> Differences: the places where accounts differ, with the words of each."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Claim, Difference, Stemma, Story


def differ(
    story: Story, articles: Sequence[Article], cast: Cast, claims: Sequence[Claim], tree: Stemma, known: Lexicon
) -> tuple[Difference, ...]:
    """Return the places where the accounts of a story differ, in order of their first reading."""
    return ()
