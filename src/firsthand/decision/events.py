"""Events with decisions -> Events as people want them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from firsthand.decision.nouns import Ambiguous, Decision, Kind, Target, Unmeant
from firsthand.decision.order import lay
from firsthand.records import Article, Cast, Decided, Event, EventId, Statement, StatementId, Toll

Member = tuple[str, str]  # id of an event, id of a statement that tells it


def apply_to_events(
    events: Sequence[Event], articles: Sequence[Article], cast: Cast, decisions: Sequence[Decision]
) -> tuple[tuple[Event, ...], tuple[Decided, ...]]:
    """Return the events of one story with what is decided about them, and what became of each decision.

    A merged event has the slots of the one told most, those it leaves open from the others, and every account of the toll. What is split
    off keeps the slots of its event and takes the accounts of its own statements along.
    """
    if not any(d.kind is Kind.EVENT for d in decisions):
        return tuple(events), ()
    by_id = {str(e.id): e for e in events}
    groups = [[(str(e.id), str(s)) for s in e.statements] for e in events if e.statements]
    said = {s.id: s for a in cast.accounts.values() for s in a.statements}
    texts = {str(a.id): a.text for a in articles}
    laid = lay(groups, decisions, Kind.EVENT, _finder(events, said, texts), lambda m: by_id[m[0]].because)
    out = [e for e in events if not e.statements]
    taken: set[str] = set()
    for group, shapers in sorted(laid.groups, key=lambda g: (-len(g[0]), g[0])):
        out.append(_made(group, shapers, by_id, taken))
    return tuple(sorted(out, key=lambda e: e.id)), laid.outcomes


def _finder(
    events: Sequence[Event], said: Mapping[StatementId, Statement], texts: Mapping[str, str]
) -> Callable[[Target], list[Member] | Unmeant]:
    def found(target: Target) -> list[Member] | Unmeant:
        document, start, end = target.document or "", target.start or 0, target.end or 0
        if document not in texts:
            return Unmeant(f"there is no {target}")
        words = texts[document][start:end]
        if words != target.words:
            return Unmeant(f"the text has changed: {target} reads “{words}”, not “{target.words}”")
        them = [
            (str(e.id), str(i))
            for e in events
            if target.type is None or e.type == target.type
            for i in e.statements
            if i in said
            and said[i].document == document
            and any(c.start < end and start < c.end for c in said[i].content)
        ]
        types = sorted({e.type for e in events if any(e.id == i for i, _ in them)})
        if len({i for i, _ in them}) > 1:
            return Ambiguous(f"several events are told by {target}, of type {', '.join(types)}; say which type")
        return them or Unmeant(f"no event {f'of type {target.type} ' if target.type else ''}is told by {target}")

    return found


def _made(group: Sequence[Member], shapers: Sequence[Decision], by_id: Mapping[str, Event], taken: set[str]) -> Event:
    """Return the event that a group of statements makes: as it was if nothing shaped it."""
    parts = sorted({i for i, _ in group}, key=lambda i: (-sum(j == i for j, _ in group), i))
    base = by_id[parts[0]]
    statements = tuple(sorted({StatementId(s) for _, s in group}))
    ident = base.id if base.id not in taken else EventId(f"{base.id}/{statements[0]}")
    taken.add(ident)
    if not shapers:
        return base
    others = [by_id[i] for i in parts]
    toll = sorted({t for e in others for x in e.toll for t in _kept(x, statements)}, key=repr)
    because = "; ".join([base.because, *(d.because() for d in shapers if d.because() not in base.because)])
    return replace(
        base,
        id=ident,
        mode=base.mode or next((e.mode for e in others if e.mode and e.type == base.type), None),
        actors=tuple(dict.fromkeys(a for e in others for a in e.actors)),
        recipients=tuple(dict.fromkeys(a for e in others for a in e.recipients)),
        place=next((e.place for e in others if e.place is not None), None),
        earliest=next((e.earliest for e in others if e.earliest is not None), None),
        latest=next((e.latest for e in others if e.earliest is not None), base.latest),
        instrument=next((e.instrument for e in others if e.instrument is not None), None),
        toll=tuple(toll),
        statements=statements,
        because=because,
    )


def _kept(toll: Toll, statements: Sequence[StatementId]) -> list[Toll]:
    """Return ``toll`` as these statements tell it; nothing when none does."""
    own = tuple(s for s in toll.statements if s in statements)
    return [replace(toll, statements=own)] if own else []
