"""Story -> Stemma: who descends from whom, and which lost reports stand between."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Stemma, Story
from firsthand.stemma import graph, kinship

_NOTHING = Stemma()


def derive(
    story: Story,
    articles: Sequence[Article],
    cast: Cast,
    known: Lexicon,
    related: Stemma = _NOTHING,
    *,
    doubted: bool = False,
) -> Stemma:
    """Return the stemma of one story: documents, cited sources and inferred lost reports, with the edges between them.

    The probability of an edge from one document to another is that of this edge by itself; the edges of one child are
    drawn independently of each other (a child may have several parents), edges to an inferred or credited lost report
    (``common_source``) only where no seen parent is drawn. Both directions of a pair together never exceed .98.
    ``related`` is what ``relate`` says of the whole collection, when there is more of it than this story.
    ``doubted`` is the other reading of stamps: as if the earliest of a text that stands under several were false.
    ``kin`` holds every pair of documents with a kinship of at least .05; ``passages`` are those of all pairs compared.
    """
    return graph.grow(story, articles, cast, related.kin, doubted=doubted)


def relate(articles: Sequence[Article], stories: Sequence[Story] = ()) -> Stemma:
    """Return kin and aligned passages of all pairs of a collection, from texts and dates alone; nothing for one story.

    A collection says better than one story how rare a shared reading is, and stories may cut what belongs together.
    """
    if len(stories) == 1:
        return Stemma()
    known = kinship.relatives(articles)
    found = kinship.kin(known)
    return Stemma(kin=found, passages=kinship.passages(known, {(k.a, k.b) for k in found}))


def across(related: Stemma, stories: Sequence[Story]) -> Stemma:
    """Return what of ``related`` no single story holds."""
    story_of = {i: s.id for s in stories for i in s.documents}
    return Stemma(
        kin=tuple(k for k in related.kin if story_of[k.a] != story_of[k.b]),
        passages=tuple(p for p in related.passages if story_of[p.a] != story_of[p.b]),
    )
