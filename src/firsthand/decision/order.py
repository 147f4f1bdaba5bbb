"""Decisions -> those that hold, and in which order: the same whatever the order of those with different targets.

A decision that says the contrary of an earlier one about the very same targets takes it back. What joins is applied first,
then what splits, then what keeps apart; a later joining takes its targets out of earlier splits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from firsthand.decision.nouns import CONTRARY, JOINING, Action, Ambiguous, Decision, Kind, Target, Unmeant
from firsthand.records import Decided, DocumentId, Standing, StoryId

T = TypeVar("T", bound=Any)  # what things are made of: documents, names, statements


@dataclass(frozen=True, slots=True)
class Holding:
    """The decisions of one kind that hold, in the order in which they are applied, and those that later ones took back."""

    decisions: tuple[Decision, ...]
    superseded: tuple[Decided, ...]


def holding(decisions: Sequence[Decision], kind: Kind, means: Callable[[Decision], bool] = lambda _: True) -> Holding:
    """Return which decisions of ``kind`` hold; one that does not mean anything here takes nothing from an earlier one."""
    own = [d for d in decisions if d.kind is kind]
    gone = _taken_back(own)
    left = [d for d in own if d.id not in gone]
    kept = []
    for n, d in enumerate(left):
        for later in left[n + 1 :]:
            if d.action not in JOINING and later.action in JOINING and d.targets and means(later):
                d = replace(d, targets=_without(d, later))
                if not d.targets:
                    gone[d.id] = later.id
        if d.targets:
            kept.append(d)
    rank = {Action.MERGE: 0, Action.SAME: 0, Action.SPLIT: 1, Action.DIFFERENT: 2}
    notes = tuple(Decided(i, Standing.SUPERSEDED, _note(i, by, own)) for i, by in sorted(gone.items()))
    return Holding(tuple(sorted(kept, key=lambda d: (rank[d.action], d.id))), notes)


def _taken_back(own: Sequence[Decision]) -> dict[str, str]:
    """Return the decisions that say the contrary of each other about the same targets, each with the other."""
    gone: dict[str, str] = {}
    for n, later in enumerate(own):
        for d in reversed(own[:n]):
            contrary = (d.action in JOINING) != (later.action in JOINING)
            if d.id not in gone and contrary and set(d.targets) == set(later.targets):
                gone |= {d.id: later.id, later.id: d.id}
                break
    return gone


def _note(i: str, by: str, own: Sequence[Decision]) -> str:
    order = [d.id for d in own]
    if order.index(i) < order.index(by):
        return f"decision {i} no longer holds: {by} takes it back"
    return f"decision {i} takes back {by}, and does no more"


def _without(d: Decision, later: Decision) -> tuple[Target, ...]:
    """Return the targets of a split that a later joining leaves it; a keeping apart ends when two of its targets are joined."""
    if d.action is Action.SPLIT:
        return tuple(t for t in d.targets if t not in later.targets)
    return () if len(set(d.targets) & set(later.targets)) > 1 else d.targets


def changed(before: Sequence[Decision], after: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold among ``after`` and did not, so, among ``before``, and the other way round."""
    was, now = ({d for kind in Kind for d in holding(them, kind).decisions} for them in (before, after))
    return tuple(sorted(was ^ now, key=lambda d: (d.id, repr(d))))


def documents(decisions: Sequence[Decision]) -> tuple[str, ...]:
    """Return the documents that decisions about stories name, in order."""
    return tuple(sorted({t.document for d in decisions if d.kind is Kind.STORY for t in d.targets if t.document}))


def taken_back(d: Decision, ident: str, who: str, when: str, why: str) -> Decision:
    """Return the decision, called ``ident``, that takes ``d`` back: its contrary about the same targets."""
    return Decision(ident, d.kind, CONTRARY[d.action], d.targets, who, when, why)


@dataclass(frozen=True, slots=True)
class Laid(Generic[T]):
    """Groups after decisions, which decisions shaped each, and what became of every decision."""

    groups: tuple[tuple[tuple[T, ...], tuple[Decision, ...]], ...]
    outcomes: tuple[Decided, ...]


def lay(
    groups: Iterable[Sequence[T]],
    decisions: Sequence[Decision],
    kind: Kind,
    found: Callable[[Target], Sequence[T] | Unmeant],
    because: Callable[[T], str],
) -> Laid[T]:
    """Return ``groups`` with the decisions of one kind laid over them.

    ``found`` gives what a target means here, or in words why it means nothing; ``because`` the reason of the rules for the thing that
    holds a member. A decision with a target that means nothing changes nothing.
    """
    group_of = {m: frozenset(g) for g in groups for m in g}
    shaped: dict[T, list[Decision]] = {}
    held = holding(decisions, kind, lambda d: not any(isinstance(found(t), Unmeant) for t in d.targets))
    outcomes = list(held.superseded)
    for d in held.decisions:
        meant = [found(t) for t in d.targets]
        wrong = [m for m in meant if isinstance(m, Unmeant)]
        if wrong:
            how = "is ambiguous" if any(isinstance(m, Ambiguous) for m in wrong) else "no longer matches"
            outcomes.append(Decided(d.id, Standing.UNMATCHED, f"decision {d.id} {how}: {'; '.join(wrong)}"))
            continue
        parts = [tuple(m) for m in meant if not isinstance(m, Unmeant)]
        reasons = sorted({because(m) for p in parts for m in p})
        touched = {x for p in parts for m in p for x in group_of[m]}
        moved = _laid_one(group_of, d.action, parts)
        if moved:
            for m in touched:
                shaped.setdefault(m, []).append(d)
        outcomes.append(_outcome(d, moved, reasons))
    every = sorted({tuple(sorted(g)) for g in group_of.values()})
    return Laid(tuple((g, _shapers(g, shaped)) for g in every), tuple(outcomes))


def _shapers(group: Sequence[T], shaped: Mapping[T, Sequence[Decision]]) -> tuple[Decision, ...]:
    return tuple(sorted({d for m in group for d in shaped.get(m, ())}, key=lambda d: d.id))


def _laid_one(group_of: dict[T, frozenset[T]], action: Action, parts: Sequence[Sequence[T]]) -> bool:
    """Lay one decision over the groups; return whether it changed them."""
    if action in JOINING:
        return _become(group_of, frozenset[T]().union(*(group_of[m] for p in parts for m in p)))
    if action is Action.SPLIT:
        return _become(group_of, frozenset(m for p in parts for m in p))
    moved = False
    for n, p in enumerate(parts):
        others = frozenset(m for q in parts[:n] for m in q)
        if any(group_of[m] & others for m in p):
            moved |= _become(group_of, frozenset(p))
    return moved


def _become(group_of: dict[T, frozenset[T]], group: frozenset[T]) -> bool:
    if all(group_of[m] == group for m in group):
        return False
    for m in {x for y in group for x in group_of[y]} - group:
        group_of[m] -= group
    for m in group:
        group_of[m] = group
    return True


def _outcome(d: Decision, moved: bool, reasons: Sequence[str]) -> Decided:
    if d.saw is not None and d.saw not in reasons:
        note = f"decision {d.id} was made on “{d.saw}”; the rules now say “{'”, “'.join(reasons)}”"
        return Decided(d.id, Standing.CHANGED, note)
    if not moved and d.action in (Action.MERGE, Action.SPLIT):
        return Decided(d.id, Standing.NEEDLESS, f"decision {d.id} is needless: the rules now find it so")
    return Decided(d.id, Standing.APPLIED, f"decision {d.id} applied: {d.because()}")


def report(
    decisions: Sequence[Decision], outcomes: Iterable[Decided], story_of: Mapping[DocumentId, StoryId] | None = None
) -> tuple[Decided, ...]:
    """Return one outcome for every decision, in their order: of several stories the one in which most became of it.

    ``story_of`` has the story of every document that a decision about events names: each story alone does not know of the others.
    """
    rank = {
        s: n
        for n, s in enumerate(
            (Standing.CHANGED, Standing.APPLIED, Standing.NEEDLESS, Standing.SUPERSEDED, Standing.UNMATCHED)
        )
    }
    best: dict[str, Decided] = {}
    for o in sorted(outcomes, key=lambda o: (rank[o.standing], o.note)):
        best.setdefault(o.decision, o)
    found = (best.get(d.id) or _nowhere(d) for d in decisions)
    return tuple(o if story_of is None else _apart(d, o, story_of) for d, o in zip(decisions, found, strict=True))


def _apart(d: Decision, outcome: Decided, story_of: Mapping[DocumentId, StoryId]) -> Decided:
    """Return ``outcome``, or why no single story could lay a decision about events over its own: what is missing, or lies in another."""
    if d.kind is not Kind.EVENT or outcome.standing is not Standing.UNMATCHED:
        return outcome
    them = [(t, story_of.get(DocumentId(t.document or ""))) for t in d.targets]
    missing = [f"there is no {t}" for t, story in them if story is None]
    if not missing and len({story for _, story in them}) < 2:
        return outcome
    where = ", ".join(f"{t} in the story {story}" for t, story in them)
    first = "; merge these stories first" if d.action in JOINING else ""
    why = "; ".join(missing) or f"an event lies in one story, but {where}{first}"
    return replace(outcome, note=f"decision {d.id} no longer matches: {why}")


def _nowhere(d: Decision) -> Decided:
    return Decided(d.id, Standing.UNMATCHED, f"decision {d.id} no longer matches: there is nothing of kind {d.kind}")
