"""Claims + Stemma -> Support, Differences, Headline check."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Claim, Judged, Stemma, Story


def judge(
    story: Story, articles: Sequence[Article], cast: Cast, claims: Sequence[Claim], tree: Stemma, known: Lexicon
) -> Judged:
    """Return what stands behind each claim (origins as ``docs/contract.md`` defines them), and where accounts differ."""
    return Judged(tuple(claims), (), ())
