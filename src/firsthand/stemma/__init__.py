"""Story -> Stemma: who descends from whom, and which lost reports stand between."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Kin, Passage, Stemma, Story
from firsthand.stemma import graph, kinship


def derive(story: Story, articles: Sequence[Article], cast: Cast, known: Lexicon) -> Stemma:
    """Return the stemma of one story: documents, cited sources and inferred lost reports, with the edges between them.

    The probability of an edge from one document to another is that of this edge by itself; the edges of one child are
    drawn independently of each other (a child may have several parents), edges to an inferred or credited lost report
    (``common_source``) only where no seen parent is drawn. Both directions of a pair together never exceed .98.
    ``kin`` holds every pair of documents with a kinship of at least .05; ``passages`` are those of all pairs compared.
    """
    return graph.grow(story, articles, cast)


def relate(articles: Sequence[Article]) -> tuple[tuple[Kin, ...], tuple[Passage, ...]]:
    """Return kin and aligned passages of any collection, one story or many, from the texts and dates alone."""
    known = kinship.relatives(articles)
    return kinship.kin(known), kinship.passages(known)
