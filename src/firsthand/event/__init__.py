"""Statements -> Events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.event.build import build
from firsthand.event.mentions import blamed, mentions
from firsthand.event.within import Told, World, unite
from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Cast, DocumentId, Event, Precision, Story
from firsthand.when import day


def code(article: Article, account: Account, known: Lexicon) -> tuple[Event, ...]:
    """Return the events that one article tells, each once, however often the article tells it."""
    published = None if article.published.precision is Precision.UNKNOWN else day(article.published.latest)
    world = World({p.id: p for p in account.gazetteer}, {a.id: a.kind for a in account.actors}, published)
    found = [m for m in mentions(article, account, known) if m.statements]
    told = [t for t in unite(found, world) if not _general(t)]
    _blame(told, blamed(article, account, known))
    return tuple(build(t, article, account, world, n) for n, t in enumerate(told))


def _general(told: Told) -> bool:
    """Tell whether nothing particular is said: only "attacks", "violence" with nobody hurt, at no time."""
    return all(
        (m.general or m.kind.sort == "outcome") and not m.recipients and not m.counts and not m.times
        for m in told.mentions
    )


def _blame(told: Sequence[Told], found: Sequence[tuple[int, str]]) -> None:
    """Note who is said to have done it with the assault told last before, or in the same sentence."""
    for sentence, actor in found:
        near = [t for t in told if t.mentions[0].kind.type == "ASSAULT" and t.mentions[0].sentence <= sentence]
        if near:
            best = min(near, key=lambda t: min(abs(m.sentence - sentence) for m in t.mentions))
            best.blamed.append(actor)  # type: ignore[arg-type]


def merge(
    story: Story, articles: Sequence[Article], cast: Cast, events: Mapping[DocumentId, tuple[Event, ...]]
) -> tuple[Event, ...]:
    """Return the events of a story, one for each happening, with the accounts of all its articles."""
    return tuple(e for a in articles for e in events.get(a.id, ()))
