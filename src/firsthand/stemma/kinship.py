"""Articles -> kin and aligned passages of any collection, one story or many."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.records import Article, DocumentId, Evidence, Kin, Passage
from firsthand.spans import Span
from firsthand.stemma.candidates import candidates
from firsthand.stemma.citations import Citations
from firsthand.stemma.dates import When, days_apart, when
from firsthand.stemma.likeness import Likeness, Sized, Weights, compare, sized
from firsthand.stemma.model import chance, logit
from firsthand.stemma.terms import Witness, witness

Pair = tuple[DocumentId, DocumentId]
SHOWN = 0.05  # probability from which a kinship is worth showing
FAR_DAYS = 7.0  # days; reports further apart are as far apart as can be


@dataclass(frozen=True, slots=True)
class Relation:
    """Two reports compared: their likeness and the log-odds that they are kin by themselves."""

    a: DocumentId
    b: DocumentId
    likeness: Likeness
    log_odds: float


@dataclass(frozen=True, slots=True)
class Relatives:
    """A collection compared: its reports as terms, and the pairs worth comparing."""

    witnesses: Mapping[DocumentId, Witness]
    dates: Mapping[DocumentId, When]
    relations: Mapping[Pair, Relation]
    weights: Weights
    measured: Mapping[DocumentId, Sized]
    usual: tuple[float, float]  # middle and spread of the likeness of terms over all compared pairs


def relatives(articles: Sequence[Article], citations: Citations | None = None) -> Relatives:
    """Return the likeness of every pair of ``articles`` that is worth comparing."""
    ordered = sorted(articles, key=lambda a: a.id)
    reports = [witness(a) for a in ordered]
    dates = {a.id: when(a.published) for a in ordered}
    weights = Weights(reports)
    measured: list[Sized] = [sized(w, weights) for w in reports]
    found: dict[Pair, Relation] = {}
    for i, j in candidates(reports):
        a, b = reports[i].id, reports[j].id
        likeness = compare(measured[i], measured[j], weights)
        found[a, b] = Relation(a, b, likeness, logit("kin", kin_features(likeness, a, b, dates, citations)))
    return Relatives({w.id: w for w in reports}, dates, found, weights, {m.witness.id: m for m in measured}, _usual(found))


def _usual(found: Mapping[Pair, Relation]) -> tuple[float, float]:
    """Return the median likeness of terms and its middle deviation, never under .03."""
    values = sorted(r.likeness.terms for r in found.values())
    if not values:
        return 0.0, 0.03
    middle = statistics.median(values)
    return middle, max(0.03, 1.48 * statistics.median([abs(v - middle) for v in values]))


def kin_features(
    x: Likeness, a: DocumentId, b: DocumentId, dates: Mapping[DocumentId, When], citations: Citations | None
) -> dict[str, float]:
    """Return what the kin model reads of two reports."""
    days = days_apart(dates[a], dates[b])
    features = {
        "terms": x.terms,
        "order_kept": x.order * min(1.0, len(x.matches) / 4),
        "pairs": x.pairs,
        "rare": x.rare,
        "rare_most": x.rare_most,
        "lead": x.lead,
        "runs": x.runs,
        "days": min(FAR_DAYS, days) if days is not None else 1.0,
    }
    if citations is not None:
        features["cites"] = float((a, b) in citations.named or (b, a) in citations.named)
        shared = set(citations.absent.get(a, ())) & set(citations.absent.get(b, ()))
        features["shared_absent"] = float(bool(shared))
    return features


def passages(known: Relatives) -> tuple[Passage, ...]:
    """Return the aligned passages of all compared pairs."""
    out = []
    for (a, b), r in sorted(known.relations.items()):
        x, y = known.witnesses[a], known.witnesses[b]
        out += [Passage(a, x.lines[m.a].span, b, y.lines[m.b].span, min(1.0, m.similarity)) for m in r.likeness.matches]
    return tuple(out)


def evidence(known: Relatives, child: DocumentId, parent: DocumentId, most: int = 4) -> tuple[Evidence, ...]:
    """Return the best aligned passages of two reports as evidence, child's side first."""
    a, b = min(child, parent), max(child, parent)
    relation = known.relations.get((a, b))
    if relation is None:
        return ()
    x, y = known.witnesses[a], known.witnesses[b]
    out = []
    for m in relation.likeness.matches[:most]:
        one, other = x.lines[m.a].span, y.lines[m.b].span
        if child != a:
            one, other = other, one
        out.append(Evidence("aligned_passage", one, other, f"similarity {m.similarity:.2f}, {m.nats:.0f} nats shared"))
    return tuple(out)


def kin(known: Relatives) -> tuple[Kin, ...]:
    """Return the pairs that are probably kin by their own likeness."""
    return tuple(
        Kin(a, b, round(chance(r.log_odds), 4), evidence(known, a, b, 2))
        for (a, b), r in sorted(known.relations.items())
        if chance(r.log_odds) >= SHOWN
    )


def spans_of(known: Relatives, document: DocumentId, lines: Sequence[int]) -> tuple[Span, ...]:
    """Return where the given lines of a report stand."""
    return tuple(known.witnesses[document].lines[i].span for i in lines)
