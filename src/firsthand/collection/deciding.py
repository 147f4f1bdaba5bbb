"""What people decide, laid over a collection: kept in the order it came, and only the stories that it touches are told anew.

A decision about stories touches those in which its documents lie; one about an event the story of its document; one about a name
the stories that have something called so. In all others its outcome is the one that it has in a story with nothing of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count

from firsthand import decision
from firsthand.collection.facts import NameKind
from firsthand.collection.gather import Gathering
from firsthand.collection.nouns import CollectionError
from firsthand.collection.store import Store
from firsthand.decision import Decision, Kind
from firsthand.records import Decided, DocumentId, StoryId

_PASSAGE = re.compile(r"(?P<document>.+):(?P<start>\d{1,9})-(?P<end>\d{1,9})(?::(?P<type>[^:]+))?", re.DOTALL)
IN_THE_LIST = StoryId("")  # under which the outcomes of decisions about stories are kept
_NAMES = {
    Kind.SOURCE: (NameKind.OUTLET, NameKind.SOURCE, NameKind.ORIGIN, NameKind.UNCITED),
    Kind.ACTOR: (NameKind.ACTOR,),
    Kind.PLACE: (NameKind.PLACE,),
}


def keep(store: Store, given: Iterable[Decision], gathering: Gathering) -> int:
    """Return how many decisions are new, after they are kept and the stories that they touch wait to be told anew."""
    with store.writing():
        held = store.decisions()
        by_id = {d.id: d for d in held}
        new: list[Decision] = []
        for d in given:
            if by_id.get(d.id, d) != d:
                raise CollectionError(f"another decision is called {d.id!r} here; give every decision an id of its own")
            if d.id not in by_id:
                by_id[d.id] = d
                new.append(d)
                store.put_decision(d)
        if new:
            _touch(store, decision.changed(held, (*held, *new)), gathering)
    return len(new)


def _touch(store: Store, changed: Sequence[Decision], gathering: Gathering) -> None:
    """Have told anew what decisions touch that hold now or no longer."""
    shelves = store.shelves
    shelves.turn()
    shelves.touch(gathering.standing(decision.documents(changed)))
    shelves.flush()
    for d in changed:
        if d.kind is Kind.EVENT:
            store.retell(store.stories_of([DocumentId(t.document or "") for t in d.targets]))
        elif d.kind in _NAMES:
            for t in d.targets:
                store.retell(store.index.stories_naming(_NAMES[d.kind], t.name or ""))


def next_id(held: Sequence[Decision]) -> str:
    """Return the first of D1, D2, ... that no decision is called."""
    taken = {d.id for d in held}
    return next(i for i in (f"D{n}" for n in count(1)) if i not in taken)


def said(words: Sequence[str], ident: str, who: str, when: str, why: str, store: Store) -> tuple[Decision, ...]:
    """Return the one decision that the words of a call make: ACTION KIND TARGET..."""
    action, kind, *targets = (*words, "")[:2] + tuple(words[2:])
    row = {"id": ident, "kind": kind, "action": action, "who": who, "when": when, "why": why}
    return decision.read([json.dumps({**row, "targets": [_target(kind, t, store) for t in targets]})], "the call")


def _target(kind: str, words: str, store: Store) -> dict[str, str | int]:
    if kind == Kind.STORY:
        return {"document": words}
    if kind != Kind.EVENT:
        return {"name": words}
    at = _PASSAGE.fullmatch(words)
    held = at is not None and bool(store.stories_of([DocumentId(at["document"])]))
    text = store.article(DocumentId(at["document"])).text if at is not None and held else ""
    start, end = (int(at["start"]), int(at["end"])) if at is not None else (0, 0)
    if at is None or not start < end <= len(text):
        raise CollectionError(
            f"{words} is no passage of a document here; say DOCUMENT:START-END or DOCUMENT:START-END:TYPE"
        )
    found: dict[str, str | int] = {"document": at["document"], "start": start, "end": end, "words": text[start:end]}
    return found | ({"type": at["type"]} if at["type"] else {})


def report(store: Store) -> tuple[Decided, ...]:
    """Return what became of every decision, in their order, as ``trace`` says it."""
    decisions = store.decisions()
    if not decisions:
        return ()
    rows = store.outcomes()
    touching = Counter(d.decision for story, d in rows if story != IN_THE_LIST)
    stories = len(store.stories())
    others = (d for d in decision.elsewhere(decisions) if touching[d.decision] < stories)
    named = {DocumentId(t.document or "") for d in decisions if d.kind is Kind.EVENT for t in d.targets}
    story_of = {i: story for i in named for story in store.stories_of([i])}
    return decision.report(decisions, [*(d for _, d in rows), *others], story_of)
