"""Statements -> Events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.event.across import merge
from firsthand.event.build import TALK, build
from firsthand.event.mentions import blamed, lines, mentions
from firsthand.event.particular import P_LEAST, beside, features, p_particular
from firsthand.event.where import by_paragraph, ground
from firsthand.event.within import Setting, Told, dated, unite
from firsthand.lexicon import Lexicon
from firsthand.records import Account, ActorId, Article, Event, EventId, Precision, Status
from firsthand.when import day

__all__ = ["candidates", "code", "merge"]


def code(article: Article, account: Account, known: Lexicon) -> tuple[Event, ...]:
    """Return the events that one article tells, each once, however often the article tells it.

    An assault that is only talked of ("terrorist attacks continue") is background.
    """
    told = [
        e if found is None or (p := p_particular(found)) >= P_LEAST else _background(e, p)
        for e, found in candidates(article, account, known)
    ]
    return tuple(replace(e, id=EventId(f"{article.id}:event:{n}")) for n, e in enumerate(told))


def _background(event: Event, p: float) -> Event:
    status = Status.PAST if event.status in (Status.ASSERTED, Status.POSSIBLE) else event.status
    return replace(event, background=True, status=status, because=f"{event.because}; talked of, news with {p:.2f}")


def candidates(article: Article, account: Account, known: Lexicon) -> list[tuple[Event, dict[str, float] | None]]:
    """Return every happening that the article may tell, assaults with what speaks for their being particular ones."""
    known_to = article.published.precision is not Precision.UNKNOWN
    published = day(article.published.latest) if known_to else None
    setting = Setting(
        {p.id: p for p in account.gazetteer},
        {a.id: a.kind for a in account.actors},
        (day(article.published.earliest) or published) if known_to else None,
        published,
        {a.id: a.name for a in account.actors},
        ground(article, account, known),
        by_paragraph((t for t in account.times if dated(t)), article),
    )
    read = list(lines(article, account))
    found = [m for m in mentions(read, account, known) if m.statements]
    told = [t for t in unite(found, setting) if not _general(t)]
    _blame(told, blamed(read, known))
    built = [(t, build(t, article, setting, n)) for n, t in enumerate(told)]
    own = {e.id: features(t, e, setting, article) for t, e in built if e.type == "ASSAULT"}
    whole = beside(list(own.values()), article)
    return [(e, own[e.id] | whole if e.id in own else None) for _, e in built if _sided(e)]


def _sided(event: Event) -> bool:
    """Tell whether talk has both its sides: "threats", "an appeal" of nobody to nobody are no events."""
    return event.type not in TALK or bool(event.actors and event.recipients)


def _general(told: Told) -> bool:
    """Tell whether nothing particular is said: only "attacks", "violence" with nobody hurt, at no time."""
    return all(
        (m.general or m.kind.sort == "outcome") and not m.recipients and not m.counts and not m.times
        for m in told.mentions
    )


def _blame(told: Sequence[Told], found: Sequence[tuple[int, ActorId]]) -> None:
    """Note who is said to have done it with the assault told nearest before, or in the same sentence."""
    assaults = [t for t in told if t.mentions[0].kind.type == "ASSAULT"]
    where = sorted((m.sentence, -n) for n, t in enumerate(assaults) for m in t.mentions)
    for sentence, actor in found:
        at = bisect_right(where, (sentence, 0)) - 1
        if at >= 0:
            assaults[-where[at][1]].blamed.append(actor)
