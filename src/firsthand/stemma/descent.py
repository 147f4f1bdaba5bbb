"""Relatives + Citations -> Descents: which report each report probably comes from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.copies import SURE
from firsthand.records import DocumentId
from firsthand.stemma.citations import Citations
from firsthand.stemma.dates import p_before
from firsthand.stemma.kinship import Relatives
from firsthand.stemma.model import Weights, chance, logit

RIVALS = 8  # reports most like the child against which a parent is held
KEPT = 0.05  # probability from which a descent is kept
NO_RIVAL = -6.0  # log-odds of the next likeliest parent where there is none
# Log-odds by which a child that credits an absent reporter comes less likely from a report that it does not name. Our choice: of
# 19 such reports in hand-made stories 4 come from the one most like them, of all others .54; simulated ones lose their agencies at random.
ELSEWHERE = -0.7
LINE_NATS = 6.0  # nats that a line must share with any other report to say which of two holds it
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
        for p, (model, again) in sorted(second_looks(known, cited, child, features, odds).items()):
            final = chance(logit(model, again, models))
            if final >= KEPT:
                out.append(Descent(child, p, features[p], round(final, 4)))
    return _one_way(out)


def told_elsewhere(down: Sequence[Descent], cited: Citations) -> list[Descent]:
    """Return ``down`` with what comes from a report that the child does not name less likely where it credits an absent reporter.

    That it is kin says the likeness; but what it has in common it has by way of whom it credits.
    """
    out = []
    for d in down:
        if cited.absent.get(d.child) and (d.child, d.parent) not in cited.named:
            p = min(SURE, d.probability)
            d = replace(d, probability=round(chance(math.log(p / (1 - p)) + ELSEWHERE), 4))
        if d.probability >= KEPT:
            out.append(d)
    return out


def every_features(known: Relatives, cited: Citations) -> dict[DocumentId, dict[DocumentId, dict[str, float]]]:
    """Return, for every report, what the edge model reads of each report that it may come from."""
    near: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for a, b in sorted(known.comparisons):
        near[a].append(b)
        near[b].append(a)
    return {child: edge_features(known, cited, child, near[child]) for child in sorted(near)}


def second_looks(
    known: Relatives,
    cited: Citations,
    child: DocumentId,
    features: Mapping[DocumentId, Mapping[str, float]],
    odds: Mapping[DocumentId, float],
) -> dict[DocumentId, tuple[str, dict[str, float]]]:
    """Return, for each report that ``child`` may come from, which model looks at it again and what that reads.

    ``first``: the likeliest parent, held against the next. ``second``: every other, held against the likeliest; what counts is how
    much ``child`` shares with it that the likeliest lacks, and the reverse, in all and line by line, and who speaks only there.
    """
    ranked = sorted(odds, key=lambda p: (odds[p], p), reverse=True)
    first = ranked[0]
    lines = _common_lines(known, child, ranked) if len(ranked) > 1 else []
    than = _held(known, lines, first)
    whole = max(1.0, sum(map(known.weights.shared, lines)))
    out: dict[DocumentId, tuple[str, dict[str, float]]] = {}
    for p in ranked:
        best = odds[first] if p != first else max((odds[q] for q in ranked[1:]), default=NO_RIVAL)
        look = {"odds": odds[p], "margin": odds[p] - best, "gap": features[p]["gap"]} | _heard(cited, child, p, first)
        if p != first:
            look |= _added(known, child, p, first) | _ahead(_held(known, lines, p), than, whole)
        out[p] = "first" if p == first else "second", look
    return out


def _heard(cited: Citations, child: DocumentId, parent: DocumentId, first: DocumentId) -> dict[str, float]:
    """Return whether ``parent`` lets speak nobody of those whom ``child`` does, and whether somebody whom ``first`` does not."""
    mine, theirs, elsewhere = (cited.voices.get(i, frozenset()) for i in (child, parent, first))
    return {"silent": float(bool(mine) and not mine & theirs), "voice": float(bool((mine & theirs) - elsewhere))}


def _added(known: Relatives, child: DocumentId, parent: DocumentId, first: DocumentId) -> dict[str, float]:
    """Return what ``child`` shares with ``parent`` that ``first`` lacks, and the reverse, and how alike these two are."""
    keys, one, other = (known.measured[i].keys for i in (child, first, parent))
    return {
        "gained": math.log1p(known.weights.shared((keys & other) - one)),
        "lost": math.log1p(known.weights.shared((keys & one) - other)),
        "apart": known.between(first, parent).likeness.terms if _compared(known, first, parent) else 0.0,
    }


def _common_lines(known: Relatives, child: DocumentId, others: Sequence[DocumentId]) -> list[frozenset[str]]:
    """Return what each line of ``child`` has in common with any of the reports most like it, lines of too little left out."""
    common = _common_ground(known, child, others)
    lines = (keys & common for keys in known.witnesses[child].line_keys)
    return [keys for keys in lines if known.weights.shared(keys) >= LINE_NATS]


def _held(known: Relatives, lines: Sequence[frozenset[str]], by: DocumentId) -> list[float]:
    """Return how much of each line a report holds, in nats."""
    return [known.weights.shared(line & known.measured[by].keys) for line in lines]


def _ahead(held: Sequence[float], than: Sequence[float], whole: float) -> dict[str, float]:
    """Return by how much a parent holds more of the lines than the likeliest, where it does, and less, where it does, as shares.

    A report of two parents has whole lines that only the other tells; what is merely put in other words differs everywhere a bit.
    """
    more = [one - other for one, other in zip(held, than, strict=True)]
    return {"ahead": sum(max(0.0, m) for m in more) / whole, "behind": sum(max(0.0, -m) for m in more) / whole}


def _compared(known: Relatives, one: DocumentId, other: DocumentId) -> bool:
    return (min(one, other), max(one, other)) in known.comparisons


def _one_way(found: Sequence[Descent]) -> list[Descent]:
    """Return the descents with the two directions of a pair sharing one probability at most."""
    p = {(d.child, d.parent): d.probability for d in found}
    out = []
    for d in found:
        back = p.get((d.parent, d.child), 0.0)
        both = d.probability + back
        scaled = d.probability if both <= SURE else d.probability / both * SURE
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
