"""Claims + Stemma -> Support, Differences, Headline check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import (
    Account,
    Article,
    Cast,
    Claim,
    DocumentId,
    Judged,
    SourceId,
    Statement,
    StatementId,
    Stemma,
    Story,
)
from firsthand.support.backing import backed, either, in_every_way
from firsthand.support.differences import differ
from firsthand.support.graphs import Graphs
from firsthand.support.headlines import audit
from firsthand.support.questions import Change, Missing, missing, without
from firsthand.support.world import NO_CARRIERS, Carriers, World

__all__ = ["Carriers", "Change", "Missing", "back", "carriers", "judge", "missing", "safest", "without"]


def back(
    articles: Sequence[Article],
    cast: Cast,
    claims: Sequence[Claim],
    tree: Stemma,
    *,
    doubted: Stemma | None = None,
    carriers: Carriers = NO_CARRIERS,
) -> tuple[Claim, ...]:
    """Return ``claims`` with what stands behind each: origins as in ``docs/contract.md``.

    ``doubted`` is the stemma read as if the earliest stamp of a text with several were false: ``low`` is then the lower and
    ``high`` the higher of both readings, so that a copy under an earlier stamp never raises what is safe to say.
    ``carriers`` are counted and named, and change nothing else.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    supported = backed(claims, Graphs(World(ordered, cast, tree, carriers=carriers)))
    if doubted is None:
        return supported
    again = Graphs(World(ordered, cast, doubted, doubted=True, carriers=carriers))
    named = {s.id: s.name for s in (*carriers.sources.values(), *cast.sources)}
    return tuple(either(c, other, named) for c, other in zip(supported, backed(claims, again), strict=True))


def carriers(
    articles: Sequence[Article],
    accounts: Mapping[DocumentId, Account],
    cast: Cast,
    again: Mapping[StatementId, StatementId],
    rivals: Mapping[DocumentId, tuple[DocumentId, ...]],
) -> Carriers:
    """Return what the documents of ``cast`` carry of what others say: ``again`` tells which statement repeats which.

    ``rivals`` of a document are versions of its text that may be the original as well.
    """
    statements = {s.id: s for i in sorted(accounts) for s in accounts[i].statements}
    repeating: dict[StatementId, tuple[Statement, ...]] = {}
    for copy, first in sorted(again.items()):
        repeating[first] = (*repeating.get(first, ()), statements[copy])
    return Carriers(tuple(articles), cast.outlets, {s.id: s for s in cast.sources}, repeating, rivals)


def safest(
    claims: Sequence[Claim], ways: Sequence[Sequence[Claim]], named: Mapping[SourceId, str] | None = None
) -> tuple[Claim, ...]:
    """Return ``claims`` with a ``low`` that holds in every one of ``ways`` to read the story.

    A claim of another way is the same question when most of its statements are the claim's. Origins found only there are
    listed as far as they are ``named``.
    """
    home = {i: n for n, c in enumerate(claims) for i in c.statements}
    found: list[list[Claim]] = [[] for _ in claims]
    for way in ways:
        for c in way:
            held = Counter(home[i] for i in c.statements if i in home)
            for n, many in held.items():
                if 2 * many >= sum(held.values()):
                    found[n].append(c)
    return tuple(in_every_way(c, them, named or {}) for c, them in zip(claims, found, strict=True))


def judge(
    story: Story, articles: Sequence[Article], cast: Cast, claims: Sequence[Claim], tree: Stemma, known: Lexicon
) -> Judged:
    """Return backed ``claims`` with where accounts differ and what the headlines add."""
    ordered = sorted(articles, key=lambda a: a.id)
    return Judged(
        tuple(claims),
        differ(story, ordered, cast, claims, tree, known),
        tuple(h for a in ordered if (h := audit(a, cast.accounts[a.id], known)) is not None),
    )
