"""Story -> Stemma: who descends from whom, and which lost reports stand between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.records import Article, Cast, DocumentId, Kin, Passage, Stemma, Story
from firsthand.stemma import graph, kinship

_NOTHING = Stemma()


def derive(
    story: Story,
    articles: Sequence[Article],
    cast: Cast,
    related: Stemma = _NOTHING,
    *,
    doubted: bool = False,
) -> Stemma:
    """Return the stemma of one story: documents, cited sources and inferred lost reports, with the edges between them.

    The probability of an edge from one document to another is that of this edge by itself; the edges of one child are
    drawn independently of each other (a child may have several parents), edges to an inferred or credited lost report
    (``common_source``) only where no seen parent is drawn. Both directions of a pair together never exceed .98.
    ``related`` is what ``relate`` says of this story with the reports beside it, when there are any.
    ``doubted`` is the other reading of stamps: as if the earliest of a text that stands under several were false.
    ``kin`` holds every pair of documents with a kinship of at least .05; ``passages`` are those of all pairs compared.
    """
    return graph.grow(story, articles, cast, related.kin, doubted=doubted)


def credited(tree: Stemma, story: Story, copies: Iterable[Article], cast: Cast) -> Stemma:
    """Return ``tree`` with whom ``copies`` credit besides the words they copy: "(AP)" in the date line of one of two copies."""
    return graph.credited(tree, story, copies, cast)


def relate(articles: Sequence[Article], beside: Sequence[Article]) -> Stemma:
    """Return kin and aligned passages of the reports of one story among each other and with those ``beside`` it.

    From texts and dates alone; nothing when there are none beside it. Reports of like happenings say better than one
    story how rare a shared reading is, and stories may cut what belongs together.
    """
    if not beside:
        return Stemma()
    own = {a.id for a in articles}
    known = kinship.relatives([*articles, *beside], of=own)
    found = kinship.kin(known, own)
    shown = {(k.a, k.b) for k in found if k.because}
    return Stemma(kin=found, passages=kinship.passages(known, shown))


def united(parts: Iterable[Stemma]) -> Stemma:
    """Return what ``relate`` found around all stories; of a pair that two stories have, the likelier kinship."""
    kin: dict[tuple[DocumentId, DocumentId], Kin] = {}
    passages: dict[tuple[DocumentId, DocumentId], list[Passage]] = {}
    for part in parts:
        new = {(k.a, k.b): k for k in part.kin if (k.a, k.b) not in kin or _rank(kin[k.a, k.b]) < _rank(k)}
        kin.update(new)
        passages.update({pair: [] for pair in new})
        for p in part.passages:
            if (p.a, p.b) in new:
                passages[p.a, p.b].append(p)
    return Stemma(
        kin=tuple(kin[pair] for pair in sorted(kin)),
        passages=tuple(p for pair in sorted(passages) for p in passages[pair]),
    )


def _rank(kin: Kin) -> tuple[float, str]:
    return kin.probability, repr(kin.because)


def across(related: Stemma, stories: Sequence[Story]) -> Stemma:
    """Return what of ``related`` no single story holds."""
    story_of = {i: s.id for s in stories for i in s.documents}
    return Stemma(
        kin=tuple(k for k in related.kin if story_of[k.a] != story_of[k.b]),
        passages=tuple(p for p in related.passages if story_of[p.a] != story_of[p.b]),
    )
