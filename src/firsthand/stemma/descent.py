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
from firsthand.stemma.model import chance, logit

RIVALS = 8  # reports most like the child against which a parent is held
KEPT = 0.05  # probability from which a descent is kept
ADDS_HALF = 0.30  # share of the new in (new + lost) at which a second parent is as likely as not; our choice
ADDS_SLOPE = 15.0  # log-odds per unit of that share; our choice
RULED_OUT = 0.02  # probability of coming first under which a report cannot be a parent


@dataclass(frozen=True, slots=True)
class Descent:
    """That ``child`` comes from ``parent``, with what speaks for it."""

    child: DocumentId
    parent: DocumentId
    features: Mapping[str, float]
    probability: float


def descents(known: Relatives, cited: Citations) -> list[Descent]:
    """Return every probable descent of one report from another."""
    near: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for a, b in sorted(known.relations):
        near[a].append(b)
        near[b].append(a)
    out: list[Descent] = []
    for child in sorted(near):
        features = edge_features(known, cited, child, near[child])
        p = {i: chance(logit("edge", f)) for i, f in features.items()}
        ranked = sorted(p, key=lambda i: (-p[i], i))
        for parent in ranked:
            if parent != ranked[0] and p[ranked[0]] > p[parent]:
                p[parent] *= 1 - p[ranked[0]] * (1 - _adds(known, child, ranked[0], parent))
            if p[parent] >= KEPT:
                out.append(Descent(child, parent, features[parent], round(p[parent], 4)))
    return _one_way(out)


def _adds(known: Relatives, child: DocumentId, first: DocumentId, second: DocumentId) -> float:
    """Return how probable it is that ``child`` needs ``second`` beside ``first``: near 0 when it adds nothing.

    What counts is the weight of what ``child`` shares with ``second`` and ``first`` lacks, against the reverse.
    """
    c, x, y = (known.witnesses[i] for i in (child, first, second))
    keys, one, other = c.terms | c.pairs, x.terms | x.pairs, y.terms | y.pairs
    gained = known.weights.shared(keys & other - one)
    lost = known.weights.shared(keys & one - other)
    return chance(ADDS_SLOPE * (gained / max(1.0, gained + lost) - ADDS_HALF))


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
    middle, spread = known.usual
    names_any = any((child, p) in cited.named for p in rivals)
    missing = set(cited.absent.get(child, ()))
    ranked = sorted(rivals, key=lambda p: (-seen[p][0], p))
    out: dict[DocumentId, dict[str, float]] = {}
    for p in rivals:
        first = p_before(known.dates[p], known.dates[child])
        if first <= RULED_OUT and (child, p) not in cited.named:
            continue
        terms, mine, theirs = seen[p]
        best = max((seen[q][0] for q in rivals if q != p), default=middle)
        cites, cited_by = (child, p) in cited.named, (p, child) in cited.named
        out[p] = {
            "z": (terms - middle) / spread,
            "gap": terms - best,
            "rank": float(min(5, ranked.index(p))),
            "explains": _explained(known, child, p, common),
            "only": _only(known, child, p, singular),
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
    c = known.witnesses[child]
    terms, twos = ([getattr(known.witnesses[p], x) for p in near] for x in ("terms", "pairs"))
    return (c.terms & frozenset().union(*terms)) | (c.pairs & frozenset().union(*twos))


def _explained(known: Relatives, child: DocumentId, parent: DocumentId, common: frozenset[str]) -> float:
    """Return the weighted share of what ``child`` has in common with anyone that ``parent`` holds.

    A report that lies between ``child`` and all its relatives holds nearly all of it; a mere sibling does not: what
    ``child`` shares with another report and ``parent`` lacks came some other way.
    """
    p = known.witnesses[parent]
    held = common & (p.terms | p.pairs)
    return known.weights.shared(held) / max(1.0, known.weights.shared(common))


def _only(known: Relatives, child: DocumentId, parent: DocumentId, singular: frozenset[str]) -> float:
    """Return the share of the readings that ``child`` has with one single other report which it has with ``parent``."""
    p = known.witnesses[parent]
    held = known.weights.shared(singular & (p.terms | p.pairs))
    return (held + 5.0) / (known.weights.shared(singular) + 25.0)


def _hard(known: Relatives, child: DocumentId, parent: DocumentId) -> float:
    """Return the weighted share of the names, numbers and unusual words of ``child`` that ``parent`` holds too."""
    c, p = known.measured[child], known.measured[parent]
    return known.weights.own(c.rare & p.rare) / max(1.0, c.rare_nats)
