"""The actors of several accounts -> one table, and for every actor id the id of the thing it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from firsthand import names
from firsthand.naming.union import Union, unite_alike, unite_shortened
from firsthand.records import Account, Actor, ActorId, Article, DocumentId

_GENERAL = ("people",)  # kinds that name nobody in particular: never united across articles


def settle_actors(
    articles: Mapping[DocumentId, Article], accounts: Mapping[DocumentId, Account]
) -> tuple[tuple[Actor, ...], dict[ActorId, ActorId]]:
    """Return the actors of a story, and the settled id of every id that its accounts used."""
    record: dict[str, Actor] = {}
    for ident in sorted(accounts):
        for actor in accounts[ident].actors:
            old = record.get(actor.id)
            record[actor.id] = replace(old, names=tuple(sorted({*old.names, *actor.names}))) if old else actor
    union = Union(sorted(record))
    _unite(union, record, articles)
    of: dict[ActorId, ActorId] = {}
    rows: list[Actor] = []
    for them, why in union.sets():
        chief = min((record[i] for i in them), key=lambda a: (not _known(a), not _named(a), -len(a.name), a.id))
        spelt = tuple(sorted({n for i in them for n in record[i].names}))
        rows.append(replace(chief, names=spelt, because=f"{chief.because}; {why}" if why else chief.because))
        of |= dict.fromkeys((ActorId(i) for i in them), chief.id)
    return tuple(sorted(rows, key=lambda a: a.id)), of


def _known(actor: Actor) -> bool:
    return actor.id.startswith("actor:") and not actor.id.startswith("actor:name:")


def _named(actor: Actor) -> bool:
    return actor.id.startswith("actor:") or ":name:" in actor.id


def _unite(union: Union, record: Mapping[str, Actor], articles: Mapping[DocumentId, Article]) -> None:
    by_key: dict[str, dict[str, None]] = {}
    for ident in sorted(record):
        if _named(record[ident]) and record[ident].kind not in _GENERAL:
            for name in (record[ident].name, *record[ident].names):
                by_key.setdefault(names.key(name), {})[ident] = None
    for spelt, them in sorted(by_key.items()):
        first, *others = them
        for other in others:
            union.unite(first, other, f"same-name: {spelt}")
    for ident, found in names.defined((i, articles[i].text) for i in sorted(articles)):
        both = (*by_key.get(names.key(found.long), ()), *by_key.get(names.key(found.short), ()))
        for other in both[1:]:
            union.unite(both[0], other, f"defined: {found.long} ({found.short}) in {ident}")
    own = [i for i in sorted(record) if _named(record[i]) and not _known(record[i])]
    unite_alike(union, [(i, n) for i in own for n in record[i].names], lambda a, b: True)
    _left_out(union, record)
    _surnames(union, record)


def _left_out(union: Union, record: Mapping[str, Actor]) -> None:
    bodies = [i for i in sorted(record) if _named(record[i]) and not _known(record[i]) and record[i].kind != "person"]
    unite_shortened(union, {i: (record[i].name, record[i].names) for i in bodies})


def _surnames(union: Union, record: Mapping[str, Actor]) -> None:
    full: dict[str, set[str]] = {}
    for ident in sorted(record):
        words = names.parts(record[ident].name)
        if record[ident].kind == "person" and len(words) > 1:
            full.setdefault(words[-1], set()).add(union.root(ident))
    for ident in sorted(record):
        words = names.parts(record[ident].name)
        if record[ident].kind == "person" and len(words) == 1 and len(full.get(words[0], ())) == 1:
            union.unite(ident, min(full[words[0]]), f"surname: {record[ident].name}")
