"""Records of one story -> Dossier, and many dossiers -> one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import reduce
from typing import Any, TypeVar

from firsthand.records import (
    Actor,
    Article,
    Cast,
    Document,
    Dossier,
    Event,
    Judged,
    Place,
    Skipped,
    Source,
    SourceId,
    Stemma,
    Story,
)

T = TypeVar("T", Source, Actor, Place)


def assemble(
    story: Story, articles: Sequence[Article], cast: Cast, events: Sequence[Event], tree: Stemma, judged: Judged
) -> Dossier:
    """Return the dossier of one story, every statement pointing to its claim."""
    claim_of = {i: c.id for c in judged.claims for i in c.statements}
    accounts = [cast.accounts[a.id] for a in articles]
    return Dossier(
        documents=tuple(document(a, cast.outlets.get(a.id)) for a in articles),
        sources=cast.sources,
        attributions=tuple(x for a in accounts for x in a.attributions + a.credits),
        statements=tuple(replace(s, claim=claim_of.get(s.id)) for a in accounts for s in a.statements),
        times=tuple(x for a in accounts for x in a.times),
        places=tuple(x for a in accounts for x in a.places),
        gazetteer=cast.gazetteer,
        quantities=tuple(x for a in accounts for x in a.quantities),
        actors=cast.actors,
        labels=tuple(x for a in accounts for x in a.labels),
        events=tuple(events),
        stories=(replace(story, claims=judged.claims, events=tuple(sorted(e.id for e in events))),),
        stemma=tree,
        differences=judged.differences,
        headlines=judged.headlines,
    )


def document(a: Article, outlet: SourceId | None) -> Document:
    """Return an article as a dossier shows it."""
    return Document(
        a.id, a.uri, a.sha256, outlet, a.title, a.language, a.published, a.text, a.zones, a.url,
        form=a.form, modified=a.modified, author=a.author,
    )  # fmt: skip


def with_cast(every: Cast, chosen: Cast) -> Cast:
    """Return ``every`` with the accounts of ``chosen`` for the documents that it has, and what both tables know."""
    if every == chosen:
        return chosen
    return Cast(
        {**every.accounts, **chosen.accounts},
        {**every.outlets, **chosen.outlets},
        _united((*every.sources, *chosen.sources)),
        _united((*every.actors, *chosen.actors)),
        _united((*every.gazetteer, *chosen.gazetteer)),
    )


def bind(parts: Iterable[Dossier], skipped: Iterable[Skipped] = ()) -> Dossier:
    """Return one dossier of several, every table sorted; what has one id in several parts is one, with all its names."""
    given = tuple(parts)
    rows = {
        f.name: tuple(x for part in given for x in getattr(part, f.name)) for f in fields(Dossier) if f.name != "stemma"
    }
    rows["skipped"] += tuple(skipped)
    for name in ("sources", "actors", "gazetteer"):
        rows[name] = _united(rows[name])
    tree = {f.name: tuple(x for p in given for x in getattr(p.stemma, f.name)) for f in fields(Stemma)}
    return Dossier(
        stemma=Stemma(**{name: tuple(sorted(them, key=_key)) for name, them in tree.items()}),
        **{name: tuple(sorted(them, key=_key)) for name, them in rows.items()},
    )


def _united(them: Iterable[T]) -> tuple[T, ...]:
    by_id: dict[str, list[T]] = {}
    for x in them:
        by_id.setdefault(x.id, []).append(x)
    out: list[T] = []
    for ident in sorted(by_id, key=repr):
        same = by_id[ident]
        out.append(reduce(_both, sorted(same, key=repr)) if len(same) > 1 else same[0])
    return tuple(out)


def _both(x: T, y: T) -> T:
    """Return ``x`` with the names, documents and presence of ``y`` added."""
    names = tuple(sorted({*x.names, *y.names}))
    if isinstance(x, Source) and isinstance(y, Source):
        documents = tuple(sorted({*x.document_ids, *y.document_ids}))
        return replace(x, names=names, document_ids=documents, lost=x.lost and y.lost)
    return replace(x, names=names)


def _key(record: Any) -> tuple[Any, ...]:
    """Return the sort key of a record: its id, else where it stands in its document, else its whole content."""
    if hasattr(record, "id"):
        return (record.id,)
    if hasattr(record, "start"):
        return (record.document, record.start, record.end, repr(record))
    return (repr(record),)
