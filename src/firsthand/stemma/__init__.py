"""Story -> Stemma: who descends from whom, and which lost reports stand between."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Node, NodeId, NodeKind, Stemma, Story


def derive(story: Story, articles: Sequence[Article], cast: Cast, known: Lexicon) -> Stemma:
    """Return the stemma of one story with calibrated probabilities."""
    return Stemma(nodes=tuple(Node(NodeId(f"n:{a.id}"), NodeKind.DOCUMENT, a.id, None, story.id) for a in articles))
