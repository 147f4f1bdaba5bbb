"""Relatives + Citations -> Descents: which report each report probably comes from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.records import DocumentId
from firsthand.stemma.citations import Citations
from firsthand.stemma.dates import p_before
from firsthand.stemma.kinship import Relatives
from firsthand.stemma.model import Weights, chance, logit

RIVALS = 8  # reports most like the child against which a parent is held
KEPT = 0.05  # probability from which a descent is kept
RULED_OUT = 0.02  # probability of coming first under which a report cannot be a parent


@dataclass(frozen=True, slots=True)
class Descent:
    """That ``child`` comes from ``parent``, with what speaks for it; ``beside``: besides what its text comes from."""

    child: DocumentId
    parent: DocumentId
    features: Mapping[str, float]
    probability: float
    beside: bool = False


def descents(known: Relatives, cited: Citations, models: Weights | None = None) -> list[Descent]:
    """Return every probable descent of one report from another."""
    out: list[Descent] = []
    for child, features in sorted(every_features(known, cited).items()):
        odds = {p: logit("edge", f, models) for p, f in features.items()}
        if not odds:
            continue
        first = max(odds, key=lambda p: (odds[p], p))
        for p in sorted(odds):
            again = second_look(known, child, p, first, odds)
            final = chance(logit("first" if p == first else "second", again, models))
            if final >= KEPT:
                out.append(Descent(child, p, features[p], round(final, 4)))
    return _one_way(out)


def every_features(known: Relatives, cited: Citations) -> dict[DocumentId, dict[DocumentId, dict[str, float]]]:
    """Return, for every report, what the edge model reads of each report that it may come from."""
    near: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for a, b in sorted(known.relations):
        near[a].append(b)
        near[b].append(a)
    return {child: edge_features(known, cited, child, near[child]) for child in sorted(near)}


def second_look(
    known: Relatives, child: DocumentId, parent: DocumentId, first: DocumentId, odds: Mapping[DocumentId, float]
) -> dict[str, float]:
    """Return what the models ``first`` and ``second`` read: the likeliest parent alone, and what another adds to it.

    What counts for another parent is how much ``child`` shares with it that ``first`` lacks, and the reverse.
    """
    rivals = sorted((odds[p] for p in odds if p != parent), reverse=True)
    out = {"odds": odds[parent], "margin": odds[parent] - (rivals[0] if rivals else -6.0)}
    if parent == first:
        return out
    keys, one, other = (known.measured[i].keys for i in (child, first, parent))
    out["gained"] = math.log1p(known.weights.shared((keys & other) - one))
    out["lost"] = math.log1p(known.weights.shared((keys & one) - other))
    out["apart"] = known.between(first, parent).likeness.terms if _compared(known, first, parent) else 0.0
    return out


def _compared(known: Relatives, one: DocumentId, other: DocumentId) -> bool:
    return (min(one, other), max(one, other)) in known.relations


def _one_way(found: Sequence[Descent]) -> list[Descent]:
    """Return the descents with the two directions of a pair sharing one probability at most."""
    p = {(d.child, d.parent): d.probability for d in found}
    out = []
    for d in found:
        back = p.get((d.parent, d.child), 0.0)
        both = d.probability + back
        scaled = d.probability if both <= 0.98 else d.probability / both * 0.98
        if scaled >= KEPT:
            out.append(replace(d, probability=round(scaled, 4)))
    return out


def likeness_of(known: Relatives, child: DocumentId, parent: DocumentId) -> tuple[float, float, float]:
    """Return the likeness of terms, the share of the child that the parent holds, and the reverse."""
    x = known.between(child, parent).likeness
    mine, theirs = (x.a_in_b, x.b_in_a) if child < parent else (x.b_in_a, x.a_in_b)
    return x.terms, mine, theirs


def edge_features(
    known: Relatives, cited: Citations, child: DocumentId, rivals: Sequence[DocumentId]
) -> dict[DocumentId, dict[str, float]]:
    """Return what the edge model reads of ``child`` and each report that it may come from."""
    seen = {p: likeness_of(known, child, p) for p in rivals}
    common = _common_ground(known, child, rivals)
    singular = frozenset(t for t in common if known.weights.found[t] == 2)
    in_common, alone = known.weights.shared(common), known.weights.shared(singular)
    middle, spread = known.usual
    names_any = any((child, p) in cited.named for p in rivals)
    before = {p: p_before(known.dates[p], known.dates[child]) for p in rivals}
    possible = [p for p in rivals if before[p] > RULED_OUT or (child, p) in cited.named]
    handed = _common_ground(known, child, possible)
    in_handed = known.weights.shared(handed)
    missing = set(cited.absent.get(child, ()))
    ranked = sorted(rivals, key=lambda p: (-seen[p][0], p))
    out: dict[DocumentId, dict[str, float]] = {}
    for p in possible:
        first = before[p]
        terms, mine, theirs = seen[p]
        best = max((seen[q][0] for q in rivals if q != p), default=middle)
        cites, cited_by = (child, p) in cited.named, (p, child) in cited.named
        out[p] = {
            "z": (terms - middle) / spread,
            "gap": terms - best,
            "rank": float(min(5, ranked.index(p))),
            "explains": _explained(known, p, common, in_common),
            "explains_handed": _explained(known, p, handed, in_handed),
            "only": _only(known, p, singular, alone),
            "hard": _hard(known, child, p),
            "hard_back": _hard(known, p, child),
            "size": _size(known, child, p),
            "knows_less": theirs - mine,
            "cites": float(cites) - float(cited_by),
            "cites_other": float(names_any and not cites),
            "absent": float(bool(missing - set(cited.absent.get(p, ())))),
            "order": math.log(max(0.01, min(0.99, first)) / (1 - max(0.01, min(0.99, first)))),
        }
    return out


def _size(known: Relatives, child: DocumentId, parent: DocumentId) -> float:
    """Return the log of how many times longer ``child`` is than ``parent``."""
    return math.log(max(1.0, known.measured[child].terms_nats) / max(1.0, known.measured[parent].terms_nats))


def _common_ground(known: Relatives, child: DocumentId, others: Sequence[DocumentId]) -> frozenset[str]:
    """Return the terms and wording that ``child`` has in common with any of the reports most like it."""
    near = sorted(others, key=lambda p: (-likeness_of(known, child, p)[0], p))[:RIVALS]
    return known.measured[child].keys & frozenset().union(*(known.measured[p].keys for p in near))


def _explained(known: Relatives, parent: DocumentId, common: frozenset[str], whole: float) -> float:
    """Return the weighted share of what a child has in common with anyone, ``whole`` in all, that ``parent`` holds.

    A report that lies between the child and all its relatives holds nearly all of it; a mere sibling does not: what
    the child shares with another report and ``parent`` lacks came some other way.
    """
    return known.weights.shared(common & known.measured[parent].keys) / max(1.0, whole)


def _only(known: Relatives, parent: DocumentId, singular: frozenset[str], whole: float) -> float:
    """Return the share of the readings that a child has with one single other report which it has with ``parent``."""
    return (known.weights.shared(singular & known.measured[parent].keys) + 5.0) / (whole + 25.0)


def _hard(known: Relatives, child: DocumentId, parent: DocumentId) -> float:
    """Return the weighted share of the names, numbers and unusual words of ``child`` that ``parent`` holds too."""
    c, p = known.measured[child], known.measured[parent]
    return known.weights.own(c.rare & p.rare) / max(1.0, c.rare_nats)
