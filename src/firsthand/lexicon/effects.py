"""Two dossiers of the same captures -> what the user's own tables changed in them, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from firsthand.records import (
    Actor,
    Attribution,
    Claim,
    DocumentId,
    Dossier,
    Label,
    PlaceMention,
    Quantity,
    Source,
    Statement,
    StatementId,
)
from firsthand.spans import Span, quote

T = TypeVar("T")
Place = tuple[DocumentId, tuple[Span, ...]]
_WORDS = 60  # characters of a quotation or a claim in a line


def effects(before: Dossier, after: Dossier) -> tuple[str, ...]:
    """Return a line for each reading that differs between two dossiers of the same captures, by document and place.

    ``before`` was read with the shipped tables, ``after`` with the user's over them; a line gives document and characters, the
    words, and what they were and are taken for; a claim stands where it is first stated. Nothing differs: no line.
    """
    texts = {d.id: d.text for d in before.documents} | {d.id: d.text for d in after.documents}
    lines: list[tuple[Place, str, str]] = []
    for name, told in _READINGS:
        lines += [(place, name, said) for place, said in _differing(told(before), told(after))]
    return tuple(
        f"{document} {_where(spans)}, {name}: “{quote(texts.get(document, ''), spans)[:_WORDS]}” {said}"
        for (document, spans), name, said in sorted(lines)
    )


def _where(spans: tuple[Span, ...]) -> str:
    return " ".join(f"{s.start}-{s.end}" for s in spans)


def _differing(old: dict[Place, str], new: dict[Place, str]) -> Iterator[tuple[Place, str]]:
    for place in sorted({*old, *new}):
        was, now = old.get(place), new.get(place)
        if was != now:
            yield place, f"is now {now}" if was is None else f"was {was}" if now is None else f"was {was}, is now {now}"


def _by_place(rows: Iterable[T], at: Callable[[T], Place], told: Callable[[T], str]) -> dict[Place, str]:
    out: dict[Place, list[str]] = {}
    for row in rows:
        out.setdefault(at(row), []).append(told(row))
    return {place: " and ".join(sorted(set(said))) for place, said in out.items()}


def _sources(dossier: Dossier) -> dict[Place, str]:
    by_id: dict[str, Source] = {s.id: s for s in dossier.sources}

    def told(a: Attribution) -> str:
        found = by_id.get(a.source_id)
        return f"{found.name} ({found.kind})" if found else str(a.source_id)

    return _by_place(dossier.attributions, lambda a: (a.document, a.source or a.cue or a.content), told)


def _cues(dossier: Dossier) -> dict[Place, str]:
    return _by_place(dossier.attributions, lambda a: (a.document, a.cue or a.content), lambda a: "a word of saying")


def _labels(dossier: Dossier) -> dict[Place, str]:
    by_id: dict[str, Actor] = {a.id: a for a in dossier.actors}

    def told(x: Label) -> str:
        name = by_id[x.actor].name if x.actor in by_id else str(x.actor)
        return f"{name}{' (loaded)' if x.loaded else ''}"

    return _by_place(dossier.labels, lambda x: (x.document, (Span(x.start, x.end),)), told)


def _places(dossier: Dossier) -> dict[Place, str]:
    names = {p.id: f"{p.name} ({p.country})" for p in dossier.gazetteer}

    def told(p: PlaceMention) -> str:
        return names.get(p.place, str(p.place)) if p.place is not None else "a place not resolved"

    return _by_place(dossier.places, lambda p: (p.document, (Span(p.start, p.end),)), told)


def _counts(dossier: Dossier) -> dict[Place, str]:
    def told(q: Quantity) -> str:
        return f"{q.low} to {'more' if q.high is None else q.high} {q.unit} {q.role}"

    return _by_place(dossier.quantities, lambda q: (q.document, (Span(q.start, q.end),)), told)


def _statuses(dossier: Dossier) -> dict[Place, str]:
    def told(s: Statement) -> str:
        return str(s.status)

    return _by_place(dossier.statements, lambda s: (s.document, s.content), told)


def _claims(dossier: Dossier) -> dict[Place, str]:
    said: dict[StatementId, Place] = {s.id: (s.document, s.content) for s in dossier.statements}

    def at(c: Claim) -> Place:
        return min(said[i] for i in c.statements)

    def told(c: Claim) -> str:
        if c.support is None:
            return f"“{c.text[:_WORDS]}” (asserted by nobody)"
        low, high = c.support.origins.low, c.support.origins.high
        return f"“{c.text[:_WORDS]}” ({low if low == high else f'{low} to {high}'} origin{'s' * (high != 1)})"

    return _by_place((c for c in dossier.claims if c.statements), at, told)


_READINGS: tuple[tuple[str, Callable[[Dossier], dict[Place, str]]], ...] = (
    ("source", _sources),
    ("cue", _cues),
    ("actor", _labels),
    ("place", _places),
    ("count", _counts),
    ("status", _statuses),
    ("claim", _claims),
)
