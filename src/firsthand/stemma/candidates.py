"""Witnesses -> the pairs worth comparing: linear in their number, at most ``MOST`` per report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from firsthand.stemma.terms import Witness, rarity

MOST = 50  # candidates per report (issue's bound)
ALL_PAIRS = 80  # reports up to which every pair is compared
NEAR = 12  # members of one bucket on either side of a report that it is paired with: a bucket of n costs n * NEAR


def candidates(witnesses: Sequence[Witness]) -> list[tuple[int, int]]:
    """Return pairs of indexes, the smaller first, sorted."""
    n = len(witnesses)
    if n <= ALL_PAIRS:
        return [(i, j) for j in range(n) for i in range(j)]
    buckets: dict[str, list[int]] = defaultdict(list)
    for i, w in enumerate(witnesses):
        for key in w.pairs:
            buckets[key].append(i)
        for term in w.terms:
            if rarity(term) >= 5.0:
                buckets[term].append(i)
    votes: list[dict[int, float]] = [defaultdict(float) for _ in witnesses]
    for key in sorted(buckets):
        members = buckets[key]
        if len(members) < 2:
            continue
        nats = rarity(key) / len(members) ** 0.5
        for at, i in enumerate(members):
            for j in members[at + 1 : at + 1 + NEAR]:
                votes[i][j] += nats
                votes[j][i] += nats
    chosen: set[tuple[int, int]] = set()
    for i, found in enumerate(votes):
        best = sorted(found, key=lambda j: (-found[j], j))[: MOST // 2]
        chosen.update((min(i, j), max(i, j)) for j in best)
    return sorted(chosen)
