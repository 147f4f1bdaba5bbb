"""One story in all ways to read it -> its dossier.

The ways differ in what stands for a text of several versions; what is said is what holds in every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from firsthand import (
    claim,
    copies,
    decision,
    dossier,
    event,
    lexicon,
    naming,
    standing,
    stemma,
    story,
    support,
)
from firsthand.decision import Decision
from firsthand.records import (
    Account,
    Article,
    Cast,
    Claim,
    Decided,
    DocumentId,
    Dossier,
    Stemma,
    Story,
)


def resolved(
    happening: Story,
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    known: lexicon.Lexicon,
    related: Stemma,
    decisions: Sequence[Decision] = (),
) -> Dossier:
    """Return the cast, events, stemma, claims and their support of one story.

    What is safe to say of a claim is so in every way to read the story, which differ in what stands for a text of several versions.
    """
    given = _Given(happening, articles, accounts, known, related, tuple(decisions))
    own = given.dated(given.own)
    ways, unread = standing.ways(given.own)
    every, named = given.cast(own)
    read = partial(_read, given, every, standing.rivals(ways))
    way = read(ways[0])
    cast = dossier.with_cast(every, way.cast)
    events = {a.id: event.code(a, cast.accounts[a.id], known) for a in own}
    happened, merged = decision.apply_to_events(event.merge(own, cast, events), own, cast, given.decisions)
    tree = _shown(given, own, cast, way, ways[0])
    claims = support.safest(
        way.claims, [read(other).claims for other in ways[1:]], {s.id: s.name for s in cast.sources}
    )
    claims = standing.safe_unread(claims, cast.accounts, unread)
    judged = support.judge(happening, own, cast, claims, tree, known)
    found = dossier.assemble(happening, own, cast, happened, tree, judged)
    return replace(found, decisions=(*named, *merged))


@dataclass(frozen=True, slots=True)
class _Given:
    """What one story is resolved from."""

    happening: Story
    articles: Mapping[DocumentId, Article]
    accounts: Mapping[DocumentId, Account]
    known: lexicon.Lexicon
    related: Stemma
    decisions: tuple[Decision, ...]

    @property
    def own(self) -> tuple[Article, ...]:
        return tuple(self.articles[i] for i in self.happening.documents)

    def dated(self, own: Sequence[Article]) -> list[Article]:
        return story.dated(own, self.accounts)

    def cast(self, own: Sequence[Article]) -> tuple[Cast, tuple[Decided, ...]]:
        return decision.apply_to_cast(naming.settle(own, self.accounts, self.known), own, self.decisions)


@dataclass(frozen=True, slots=True)
class _Way:
    """A story read in one way: as if of every text there were one document only."""

    cast: Cast
    tree: Stemma
    claims: tuple[Claim, ...]  # backed, with the statements of all documents


def _read(
    given: _Given, shown: Cast, rivals: Mapping[DocumentId, tuple[DocumentId, ...]], texts: copies.Copies
) -> _Way:
    """Return the story as it is without the versions that stand for nothing; they are counted as ``shown`` calls them."""
    happening, known, own = given.happening, given.known, given.own
    again = copies.repeated(own, given.accounts, texts)
    alone = given.dated([a for a in own if texts.original[a.id] == a.id])
    cast = shown if texts.alone else given.cast(alone)[0]
    related = standing.retied(given.related, texts)
    tree = _whole(happening, alone, cast, related)
    doubted = None
    if copies.contested(alone):  # an edited text under several stamps: the earliest may be false
        doubted = _whole(happening, alone, cast, related, doubted=True)
    claims = claim.match(happening, alone, cast, tree, known)
    carriers = support.carriers(own, given.accounts, shown, again, rivals)
    backed = support.back(alone, cast, claims, tree, doubted=doubted, carriers=carriers)
    return _Way(cast, tree, claim.spread(backed, again))


def _shown(given: _Given, own: Sequence[Article], cast: Cast, way: _Way, texts: copies.Copies) -> Stemma:
    """Return the stemma of all documents: that of the texts with their copies hung on it.

    It is derived anew where a version is not the very words that were read, or where a text names the outlet of a copy.
    """
    if texts.alone:
        return way.tree
    if copies.verbatim(texts) and not copies.named(own, cast, texts):
        return _hung(way.tree, given.happening, own, cast, texts)
    return _whole(given.happening, own, cast, given.related)


def _whole(
    happening: Story,
    own: Sequence[Article],
    cast: Cast,
    related: Stemma,
    *,
    doubted: bool = False,
) -> Stemma:
    """Return the stemma of articles; the same words are one witness, however often they are printed."""
    texts = copies.identical(own)
    alone = [a for a in own if texts.original[a.id] == a.id]
    tree = stemma.derive(happening, alone, cast, related, doubted=doubted)
    return _hung(tree, happening, own, cast, texts)


def _hung(tree: Stemma, happening: Story, own: Sequence[Article], cast: Cast, texts: copies.Copies) -> Stemma:
    tree = copies.hung(tree, happening, own, cast.outlets, texts)
    return stemma.credited(tree, happening, (a for a in own if texts.original[a.id] != a.id), cast)
