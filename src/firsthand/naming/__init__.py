"""Accounts of one story -> Cast: one thing, one id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from firsthand.lexicon import Lexicon
from firsthand.naming.actors import settle_actors
from firsthand.naming.outlets import own_outlets
from firsthand.naming.places import settle_places
from firsthand.naming.sources import settle_sources
from firsthand.records import Account, Actor, ActorId, Article, Attribution, Cast, DocumentId, Source, SourceId


def settle(articles: Sequence[Article], accounts: Mapping[DocumentId, Account], known: Lexicon) -> Cast:
    """Return the accounts of one story with the same id for the same source, actor and place, and the tables of all three.

    A name holds for the whole story once one of its articles explains it. Nothing is united on a guess between two: a name that
    could be either stays apart. Anonymous sources of different articles are never united here: that doubt belongs to the support stage.
    """
    own = {a.id: accounts[a.id] for a in sorted(articles, key=lambda a: a.id)}
    texts = {a.id: a for a in articles}
    outlets = own_outlets(texts, known)
    sources, source_of, outlet_of = settle_sources(texts, own, outlets, known)
    actors, actor_of = settle_actors(texts, own)
    rows = {s.id: s for s in sources}, {a.id: a for a in actors}
    settled = {i: _rewritten(own[i], source_of, actor_of, *rows) for i in own}
    return Cast(settled, outlet_of, sources, actors, settle_places(own))


def _rewritten(
    account: Account,
    source_of: Mapping[tuple[DocumentId, SourceId], SourceId],
    actor_of: Mapping[ActorId, ActorId],
    sources: Mapping[SourceId, Source],
    actors: Mapping[ActorId, Actor],
) -> Account:
    """Return ``account`` with settled ids wherever it points to a source or an actor."""
    here = account.document

    def credited(them: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        return tuple(replace(a, source_id=source_of.get((here, a.source_id), a.source_id)) for a in them)

    said = {source_of.get((here, a.source_id), a.source_id) for a in (*account.attributions, *account.credits)}
    kept = {actor_of.get(a.id, a.id) for a in account.actors}
    return replace(
        account,
        attributions=credited(account.attributions),
        credits=credited(account.credits),
        quantities=tuple(replace(q, of=actor_of.get(q.of, q.of) if q.of else None) for q in account.quantities),
        labels=tuple(replace(label, actor=actor_of.get(label.actor, label.actor)) for label in account.labels),
        actors=tuple([actors[i] for i in sorted(kept) if i in actors]),
        sources=tuple([sources[i] for i in sorted(said) if i in sources]),
    )
