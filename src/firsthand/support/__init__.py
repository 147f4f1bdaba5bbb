"""Claims + Stemma -> Support, Differences, Headline check."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Cast, Claim, Judged, Stemma, Story
from firsthand.support.backing import backed, either
from firsthand.support.differences import differ
from firsthand.support.headlines import audit
from firsthand.support.questions import Change, Missing, missing, without
from firsthand.support.world import World

__all__ = ["Change", "Missing", "judge", "missing", "without"]


def judge(
    story: Story,
    articles: Sequence[Article],
    cast: Cast,
    claims: Sequence[Claim],
    tree: Stemma,
    known: Lexicon,
    *,
    doubted: Stemma | None = None,
) -> Judged:
    """Return what stands behind each claim (origins as in ``docs/contract.md``), and where accounts differ.

    ``doubted`` is the stemma read as if the earliest stamp of a text with several were false: ``low`` is then the lower and
    ``high`` the higher of both readings, so that a copy under an earlier stamp never raises what is safe to say.
    """
    ordered = sorted(articles, key=lambda a: a.id)
    world = World(ordered, cast, tree)
    supported = tuple(backed(c, world) for c in claims)
    if doubted is not None:
        again = World(ordered, cast, doubted, doubted=True)
        supported = tuple(either(c, backed(one, again)) for c, one in zip(supported, claims, strict=True))
    return Judged(
        supported,
        differ(story, ordered, cast, supported, tree, known),
        tuple(h for a in ordered if (h := audit(a, cast.accounts[a.id], known)) is not None),
    )
