"""Pairs with probabilities -> groups: average linkage inside what hangs together.

Two groups are joined while the mean probability over all pairs between them is at least a threshold; a pair that was
compared and found unlike, or never was worth comparing, counts 0; a pair that was left out only because both ends have
too many neighbours to be compared with all does not count.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Set
from dataclasses import dataclass

P_TOGETHER = 0.38  # mean probability between two groups from which they are one story; see docs/method/stories.md


@dataclass(slots=True)
class _Between:
    """What is known between two groups: the sum of probabilities, and how many compared pairs have both ends cut."""

    sum: float = 0.0
    both_cut: int = 0

    def add(self, other: _Between) -> None:
        self.sum += other.sum
        self.both_cut += other.both_cut


def link(size: int, p_same: Mapping[tuple[int, int], float], cut: Set[int], p_least: float) -> list[list[int]]:
    """Return the groups of articles ``0 .. size-1``, each sorted, in order of their first member.

    Ties are broken by the smallest members, so the result depends on the pairs alone; O(pairs * log pairs) joins.
    """
    members = {i: [i] for i in range(size)}
    many = {i: int(i in cut) for i in range(size)}
    links: dict[int, dict[int, _Between]] = {i: {} for i in range(size)}
    for (i, j), p in sorted(p_same.items()):
        between = _Between(p, int(i in cut and j in cut))
        links[i][j] = links[j][i] = between

    def mean(a: int, b: int) -> float:
        between = links[a][b]
        pairs = len(members[a]) * len(members[b]) - (many[a] * many[b] - between.both_cut)
        return round(between.sum / max(1, pairs), 12)

    heap = [(-mean(a, b), a, b) for a in links for b in links[a] if a < b]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= p_least:
        minus, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b not in links[a] or mean(a, b) != -minus:
            continue
        members[a] = sorted(members[a] + members.pop(b))
        many[a] += many.pop(b)
        for c, between in sorted(links.pop(b).items()):
            del links[c][b]
            if c == a:
                continue
            if c not in links[a]:
                links[a][c] = links[c][a] = _Between()
            links[a][c].add(between)
        for c in links[a]:
            heapq.heappush(heap, (-mean(a, c), min(a, c), max(a, c)))
    return [members[i] for i in sorted(members)]
