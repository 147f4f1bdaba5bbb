"""Descents each by itself -> what the likelier descents around one say of it: rivals, the parent's own parents, a third between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from firsthand.records import DocumentId
from firsthand.stemma.kinship import Relatives
from firsthand.stemma.model import Weights, chance, logit

Features = Mapping[
    DocumentId, Mapping[DocumentId, Mapping[str, float]]
]  # child -> possible parent -> what is read of it
FOLLOWED = 0.02  # probability under which a descent is not followed to a third report
BY_ITSELF = (  # what the edge model reads too
    "z", "gap", "rank", "explains", "only", "hard", "hard_back", "size", "knows_less", "cites", "cites_other", "absent", "order",
)  # fmt: skip
FEATURES = (
    "odds", "margin", "rivals", "likelier", "back", "parent_best", "parent_all",
    "one_parent", "between", "above", "parent_children", "child_children", "adds", "apart", *BY_ITSELF,
)  # fmt: skip


def settings(
    known: Relatives, features: Features, models: Weights | None = None
) -> dict[tuple[DocumentId, DocumentId], tuple[float, ...]]:
    """Return for every (child, parent) what the trees read of it, in the order of ``FEATURES``.

    A third report ``x`` speaks against a descent when the child comes from ``x`` and ``x`` from the parent (``between``),
    when both come from ``x`` (``one_parent``), or when the parent comes from the child by way of ``x`` (``above``).
    """
    odds = {c: {p: logit("edge", f, models) for p, f in them.items()} for c, them in sorted(features.items()) if them}
    p = {child: {x: chance(o) for x, o in them.items()} for child, them in sorted(odds.items())}
    children: dict[DocumentId, dict[DocumentId, float]] = defaultdict(dict)
    for child, them in p.items():
        for x, q in them.items():
            children[x][child] = q
    out: dict[tuple[DocumentId, DocumentId], tuple[float, ...]] = {}
    for child, them in p.items():
        ranked = sorted(them, key=lambda x: (-them[x], x))
        for n, parent in enumerate(ranked):
            q = them[parent]
            up, down = p.get(parent, {}), children.get(parent, {})
            best = them[ranked[1 if n == 0 else 0]] if len(ranked) > 1 else 0.0
            own = children.get(child, {})
            adds, apart = _beside_first(known, child, parent, ranked[0])
            out[child, parent] = (
                odds[child][parent],
                q - best,
                sum(them.values()) - q,
                float(n),
                up.get(child, 0.0),
                max((w for x, w in up.items() if x != child), default=0.0),
                sum(w for x, w in up.items() if x != child),
                _through(them, up),
                _through(them, down),
                _through(own, up),
                sum(w for x, w in down.items() if x != child),
                sum(w for x, w in own.items() if x != parent),
                adds,
                apart,
                *(features[child][parent][k] for k in BY_ITSELF),
            )
    return out


def _through(one: Mapping[DocumentId, float], other: Mapping[DocumentId, float]) -> float:
    """Return the probability of the likeliest report in both."""
    return max((min(w, other[x]) for x, w in one.items() if w >= FOLLOWED and x in other), default=0.0)


def _beside_first(known: Relatives, child: DocumentId, parent: DocumentId, first: DocumentId) -> tuple[float, float]:
    """Return what ``parent`` adds to the likeliest parent, and how like the two are; nothing of the likeliest itself.

    What counts is the weight of what ``child`` shares with ``parent`` and ``first`` lacks, against the reverse.
    """
    if parent == first:
        return 1.0, 0.0
    keys, one, other = (known.measured[i].keys for i in (child, first, parent))
    gained, lost = known.weights.shared((keys & other) - one), known.weights.shared((keys & one) - other)
    pair = min(first, parent), max(first, parent)
    return gained / max(1.0, gained + lost), known.relations[pair].likeness.terms if pair in known.relations else 0.0
