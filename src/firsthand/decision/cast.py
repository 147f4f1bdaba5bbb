"""Cast with decisions -> Cast as people want it: actors, places and sources, merged and split by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from firsthand.decision.nouns import Ambiguous, Decision, Kind, Target, Unmeant
from firsthand.decision.order import lay
from firsthand.fold import fold
from firsthand.records import (
    Account,
    Actor,
    ActorId,
    Article,
    Attribution,
    Cast,
    Decided,
    DocumentId,
    Place,
    PlaceId,
    Source,
    SourceId,
)
from firsthand.spans import Span

Thing = TypeVar("Thing", Actor, Place, Source)
Member = tuple[str, str]  # id of a thing, one of its names, folded


@dataclass(frozen=True, slots=True)
class _Renamed:
    """Where mentions now point: by the thing and the folded words of the mention, else by the thing alone."""

    by_words: Mapping[Member, str]
    by_id: Mapping[str, str]

    def id(self, old: str, words: str = "") -> str:
        return self.by_words.get((old, fold(words)), self.by_id.get(old, old))


def apply_to_cast(
    cast: Cast, articles: Sequence[Article], decisions: Sequence[Decision]
) -> tuple[Cast, tuple[Decided, ...]]:
    """Return the cast of one story with what is decided about actors, places and sources, and what became of each decision.

    Mentions follow their words: one whose words left a thing goes with them; counts, which name nobody, stay.
    """
    if not any(d.kind in (Kind.ACTOR, Kind.PLACE, Kind.SOURCE) for d in decisions):
        return cast, ()
    actors, actor, a = _settled(cast.actors, decisions, Kind.ACTOR)
    places, place, b = _settled(cast.gazetteer, decisions, Kind.PLACE)
    sources, source, c = _settled(cast.sources, decisions, Kind.SOURCE)
    texts = {x.id: x for x in articles}
    outlets = {i: SourceId(source.id(s, texts[i].outlet or "")) for i, s in cast.outlets.items()}
    accounts = {
        i: _rewritten(account, texts[i].text, actor, place, source, (actors, places, sources))
        for i, account in cast.accounts.items()
    }
    seen = tuple(_seen(s, outlets) for s in sources)
    return Cast(accounts, outlets, seen, actors, places), (*a, *b, *c)


def _seen(source: Source, outlets: Mapping[DocumentId, SourceId]) -> Source:
    """Return ``source`` without documents whose outlet is now another one, and with those whose outlet it now is."""
    own = [d for d in source.document_ids if outlets.get(d, source.id) == source.id]
    documents = tuple(sorted({*own, *(d for d, s in outlets.items() if s == source.id)}))
    return replace(source, document_ids=documents, lost=source.lost and not documents)


def _settled(
    things: Sequence[Thing], decisions: Sequence[Decision], kind: Kind
) -> tuple[tuple[Thing, ...], _Renamed, tuple[Decided, ...]]:
    """Return the things of one kind as decided, where mentions of the old ones now point, and the outcomes."""
    by_id = {_id(x): x for x in things}
    spelled = _spelled(things)
    groups = [[m for m in spelled if m[0] == i] for i in by_id]
    laid = lay(groups, decisions, kind, _finder(by_id, spelled, kind), lambda m: by_id[m[0]].because)
    out: list[Thing] = []
    words: dict[Member, str] = {}
    whole: dict[str, str] = {}
    taken: set[str] = set()
    for group, shapers in sorted(laid.groups, key=lambda g: (-len(g[0]), g[0])):
        base = by_id[_base(group, by_id)]
        ident = str(base.id) if base.id not in taken else f"{base.id}/{group[0][1]}"
        taken.add(ident)
        out.append(_made(base, ident, group, by_id, spelled, shapers))
        words |= dict.fromkeys(group, ident)
        whole |= {i: ident for i, n in group if n == fold(by_id[i].name)}
    return tuple(sorted(out, key=_id)), _Renamed(words, whole), laid.outcomes


def _spelled(things: Sequence[Actor | Place | Source]) -> dict[Member, str]:
    """Return every name of every thing, folded, with its spelling: the main name's first, then that of the first in order."""
    return {(_id(x), fold(n)): n for x in things for n in (*x.names[::-1], x.name)}


def _id(thing: Actor | Place | Source) -> str:
    return thing.id


def _finder(
    by_id: Mapping[str, Thing], spelled: Mapping[Member, str], kind: Kind
) -> Callable[[Target], list[Member] | Unmeant]:
    def found(target: Target) -> list[Member] | Unmeant:
        name = fold(target.name or "")
        them = [m for m in spelled if m[1] == name]
        called = [m for m in them if fold(by_id[m[0]].name) == name]
        if not them:
            return Unmeant(f"no {kind} is called {target}")
        if len(them) > 1 and len(called) != 1:
            several = ", ".join(f"{by_id[i].name} ({i})" for i in sorted({m[0] for m in them}))
            return Ambiguous(f"several are called {target}: {several}; give a name that only one of them has")
        return called if len(them) > 1 else them

    return found


def _base(group: Sequence[Member], by_id: Mapping[str, Thing]) -> str:
    """Return the id that a group keeps: of the thing whose main name is in it and which gives most names to it."""
    ids = sorted({i for i, _ in group})
    return min(
        ids,
        key=lambda i: (fold(by_id[i].name) not in {n for j, n in group if j == i}, -sum(j == i for j, _ in group), i),
    )


def _made(
    base: Thing, ident: str, group: Sequence[Member], by_id: Mapping[str, Thing], spelled: Mapping[Member, str],
    shapers: Sequence[Decision],
) -> Thing:  # fmt: skip
    """Return the thing that a group makes: ``base`` as it was if nothing shaped it."""
    if not shapers:
        return base
    names = tuple(sorted({spelled[m] for m in group}))
    main = base.name if fold(base.name) in {n for _, n in group} else names[0]
    because = "; ".join([base.because, *(d.because() for d in shapers if d.because() not in base.because)])
    made = replace(base, id=type(base.id)(ident), name=main, names=names, because=because)
    if isinstance(made, Source):
        parts = [by_id[i] for i in sorted({i for i, _ in group})]
        documents = {d for p in parts if isinstance(p, Source) for d in p.document_ids}
        return replace(
            made, document_ids=tuple(sorted(documents)), lost=all(isinstance(p, Source) and p.lost for p in parts)
        )
    return made


def _rewritten(
    account: Account, text: str, actor: _Renamed, place: _Renamed, source: _Renamed,
    tables: tuple[Sequence[Actor], Sequence[Place], Sequence[Source]],
) -> Account:  # fmt: skip
    """Return ``account`` pointing to the things as decided."""

    def credited(them: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
        return tuple(replace(a, source_id=SourceId(source.id(a.source_id, _words(a.source, text)))) for a in them)

    attributions, credits_ = credited(account.attributions), credited(account.credits)
    labels = tuple(replace(x, actor=ActorId(actor.id(x.actor, text[x.start : x.end]))) for x in account.labels)
    places = tuple(
        replace(p, place=PlaceId(place.id(p.place, text[p.start : p.end])) if p.place is not None else None)
        for p in account.places
    )
    quantities = tuple(replace(q, of=ActorId(actor.id(q.of)) if q.of is not None else None) for q in account.quantities)
    kept = {actor.id(a.id) for a in account.actors} | {x.actor for x in labels}
    held = {place.id(p.id) for p in account.gazetteer} | {p.place for p in places if p.place is not None}
    said = {a.source_id for a in (*attributions, *credits_)}
    return replace(
        account,
        attributions=attributions,
        credits=credits_,
        labels=labels,
        places=places,
        quantities=quantities,
        actors=tuple(a for a in tables[0] if a.id in kept),
        gazetteer=tuple(p for p in tables[1] if p.id in held),
        sources=tuple(s for s in tables[2] if s.id in said),
    )


def _words(spans: Sequence[Span], text: str) -> str:
    return " ".join(s.of(text) for s in spans)
