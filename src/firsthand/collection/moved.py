"""Two dossiers of one story, by old rules and by new -> what moved, and which rule moved it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from firsthand.collection.nouns import Move
from firsthand.records import Claim, Dossier, SourceId, StatementId, Value


def between(before: Dossier, after: Dossier) -> list[Move]:
    """Return the figures of a story that are other ones now, claims first, then headlines; nothing for another story."""
    if [s.id for s in before.stories] != [s.id for s in after.stories]:
        return []
    return [*_claims(before, after), *_headlines(before, after)]


def _claims(before: Dossier, after: Dossier) -> Iterator[Move]:
    (story,) = after.stories
    old = {c.slot: c for c in before.claims}
    new = {c.slot: c for c in after.claims}
    one, other = _names(before), _names(after)
    for slot in sorted(old.keys() | new.keys()):
        was, now = _answer(old.get(slot), one), _answer(new.get(slot), other)
        if was != now:
            because = _because(before, after, old.get(slot), new.get(slot))
            yield Move(story.id, _called(new.get(slot) or old[slot]), was, now, because)


def _called(claim: Claim) -> str:
    return claim.text or claim.slot


def _names(dossier: Dossier) -> Mapping[SourceId, str]:
    return {s.id: s.name for s in dossier.sources}


def _answer(claim: Claim | None, names: Mapping[SourceId, str]) -> str:
    """Return the values of a claim with how many origins they have and which, as one line."""
    if claim is None:
        return "no claim"
    values = sorted(_value(v, names) for v in claim.values)
    return "; ".join(values) or _origins(claim, names)


def _value(v: Value, names: Mapping[SourceId, str]) -> str:
    if v.low is None and v.high is None:
        said = v.words[0] if v.words else "said"
    elif v.low == v.high:
        said = str(v.low)
    else:
        said = f"{v.low if v.low is not None else 0}-{'more' if v.high is None else v.high}"
    return f"{said} ({_origins(v, names)})"


def _origins(said: Claim | Value, names: Mapping[SourceId, str]) -> str:
    if said.support is None:
        return "no origin"
    o = said.support.origins
    many = f"{o.low} origin{'' if o.low == 1 else 's'}" if o.low == o.high else f"{o.low} to {o.high} origins"
    called = sorted({names[i] for i in said.support.origin_sources if i in names})
    return f"{many}: {', '.join(called)}" if called else many


def _because(before: Dossier, after: Dossier, was: Claim | None, now: Claim | None) -> str:
    """Return which rules read the claim's statements otherwise than before."""
    one, other = _rules(before, was), _rules(after, now)
    gone, come = sorted(one - other), sorted(other - one)
    if come:
        return f"rule {', '.join(come[:3])} reads it now"
    if gone:
        return f"rule {', '.join(gone[:3])} reads it no longer"
    return "the weighing of its sources changed"


def _rules(dossier: Dossier, claim: Claim | None) -> frozenset[str]:
    """Return the names of the rules that read a claim: of its statements, their attributions and quantities."""
    if claim is None:
        return frozenset()
    ids = frozenset(claim.statements)
    statements = [s for s in dossier.statements if s.id in ids]
    chains = {a for s in statements for a in s.chain}
    reasons = [s.because for s in statements] + [a.because for a in dossier.attributions if a.id in chains]
    spans: Mapping[StatementId, list[tuple[str, int, int]]] = {
        s.id: [(s.document, c.start, c.end) for c in s.content] for s in statements
    }
    inside = [(d, a, b) for held in spans.values() for d, a, b in held]
    reasons += [
        q.because
        for q in dossier.quantities
        if any(q.document == d and a <= q.start and q.end <= b for d, a, b in inside)
    ]
    return frozenset(r.partition(":")[0].strip() for r in reasons if r)


def _headlines(before: Dossier, after: Dossier) -> Iterator[Move]:
    (story,) = after.stories
    old = {h.document: h for h in before.headlines}
    for h in after.headlines:
        was = old.get(h.document)
        if was is not None and was.support is not h.support:
            yield Move(
                story.id,
                f"headline of {h.document}",
                was.support.value,
                h.support.value,
                f"rule {h.because.partition(':')[0]}",
            )
