"""Articles -> the pairs worth comparing: a bounded number for each, however many articles there are."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.story.likeness import Seen

MOST_TERMS = 40  # of an article's head and of its text by which it is sought
MOST_HOLDERS = (
    400  # articles looked at for one term: those nearest in date; more would make the cost grow with the collection
)
MOST_KEPT = 40  # candidates that one article keeps
LEAST_SHARED = 0.05  # part of the cosine of two articles found by their most telling terms; less is chance


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs ``(i, j)``, i < j, worth comparing; ``cut`` are articles that had more neighbours than were kept."""

    pairs: tuple[tuple[int, int], ...]
    cut: frozenset[int]


def candidates(seen: Sequence[Seen]) -> Candidates:
    """Return the pairs of articles that share telling terms; ``seen`` must be in an order that does not depend on arrival."""
    order = sorted(range(len(seen)), key=lambda i: (seen[i].signature.day or 0, seen[i].signature.id))
    rank = {i: r for r, i in enumerate(order)}
    keys = [_keys(s) for s in seen]
    holders: dict[str, list[int]] = {}
    for i in order:
        for term in keys[i]:
            holders.setdefault(term, []).append(rank[i])
    pairs: set[tuple[int, int]] = set()
    cut: set[int] = set()
    for i in range(len(seen)):
        shared, full = _shared(keys, holders, order, i, rank[i])
        best = sorted(
            (j for j, s in shared.items() if s > LEAST_SHARED), key=lambda j: (-shared[j], seen[j].signature.id)
        )
        if full or len(best) > MOST_KEPT:
            cut.add(i)
        pairs.update((min(i, j), max(i, j)) for j in best[:MOST_KEPT])
    return Candidates(tuple(sorted(pairs)), frozenset(cut))


def _keys(seen: Seen) -> Mapping[str, float]:
    """Return the most telling terms of an article's head and text, with their weights."""
    out: dict[str, float] = {}
    for name in ("head", "text"):
        best = sorted(seen.vectors[name].items(), key=lambda x: (-x[1], x[0]))[:MOST_TERMS]
        for term, weight in best:
            out[term] = max(weight, out.get(term, 0.0))
    return out


def _shared(
    keys: Sequence[Mapping[str, float]], holders: Mapping[str, Sequence[int]], order: Sequence[int], i: int, rank: int
) -> tuple[dict[int, float], bool]:
    """Return how much each article shares with article ``i`` by its telling terms, and whether some term had too many holders."""
    out: dict[int, float] = {}
    full = False
    for term, weight in keys[i].items():
        them = holders[term]
        if len(them) > MOST_HOLDERS:
            full = True
            at = bisect_left(them, rank)
            first = max(0, min(at - MOST_HOLDERS // 2, len(them) - MOST_HOLDERS))
            them = them[first : first + MOST_HOLDERS]
        for r in them:
            j = order[r]
            if j != i:
                out[j] = out.get(j, 0.0) + weight * keys[j][term]
    return {j: s for j, s in out.items() if math.isfinite(s)}, full
