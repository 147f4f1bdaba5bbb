"""Statements -> Events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.event.across import merge
from firsthand.event.build import build
from firsthand.event.mentions import blamed, mentions
from firsthand.event.particular import P_LEAST, features, p_particular
from firsthand.event.where import ground
from firsthand.event.within import Told, World, unite
from firsthand.lexicon import Lexicon
from firsthand.records import Account, ActorId, Article, Event, EventId, Precision
from firsthand.when import day

__all__ = ["candidates", "code", "merge"]


def code(article: Article, account: Account, known: Lexicon) -> tuple[Event, ...]:
    """Return the events that one article tells, each once, however often the article tells it.

    An assault that is only talked of in general ("terrorist attacks continue") is left out.
    """
    kept = [e for e, found in candidates(article, account, known) if found is None or p_particular(found) >= P_LEAST]
    return tuple(replace(e, id=EventId(f"{article.id}:event:{n}")) for n, e in enumerate(kept))


def candidates(article: Article, account: Account, known: Lexicon) -> list[tuple[Event, dict[str, float] | None]]:
    """Return every happening that the article may tell, assaults with what speaks for their being particular ones."""
    published = None if article.published.precision is Precision.UNKNOWN else day(article.published.latest)
    world = World(
        {p.id: p for p in account.gazetteer},
        {a.id: a.kind for a in account.actors},
        published,
        {a.id: a.name for a in account.actors},
        ground(article, account, known),
    )
    found = [m for m in mentions(article, account, known) if m.statements]
    told = [t for t in unite(found, world) if not _general(t)]
    _blame(told, blamed(article, account, known))
    out: list[tuple[Event, dict[str, float] | None]] = []
    for n, t in enumerate(told):
        e = build(t, article, account, world, n)
        assault = e.type == "ASSAULT"
        out.append((e, features(t, e, world, len(article.sentences)) if assault else None))
    return out


def _general(told: Told) -> bool:
    """Tell whether nothing particular is said: only "attacks", "violence" with nobody hurt, at no time."""
    return all(
        (m.general or m.kind.sort == "outcome") and not m.recipients and not m.counts and not m.times
        for m in told.mentions
    )


def _blame(told: Sequence[Told], found: Sequence[tuple[int, ActorId]]) -> None:
    """Note who is said to have done it with the assault told nearest before, or in the same sentence."""
    for sentence, actor in found:
        near = [t for t in told if t.mentions[0].kind.type == "ASSAULT" and t.mentions[0].sentence <= sentence]
        if near:
            min(near, key=lambda t: min(abs(m.sentence - sentence) for m in t.mentions)).blamed.append(actor)
