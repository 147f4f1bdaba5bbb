"""Pairs with probabilities -> groups: average linkage inside what hangs together.

Two groups are joined while the mean probability over all pairs between them is at least a threshold; a pair that was
compared and found unlike, or never was worth comparing, counts 0; a pair that was left out only because both ends have
too many neighbours to be compared with all does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import chain

import numpy as np
from numpy.typing import NDArray

P_TOGETHER = 0.38  # mean probability between two groups from which they are one story; see docs/method/stories.md
GONE = -1.0  # in the table of means: a group that was joined to another, or a group and itself


def link(size: int, p_same: Mapping[tuple[int, int], float], cut: Set[int], p_least: float) -> list[list[int]]:
    """Return the groups of articles ``0 .. size-1``, each sorted, in order of their first member.

    The likeliest two groups are joined first, of equally likely ones those with the smallest first members, so the result
    depends on the pairs alone. Memory and each joining grow with the square of ``size``.
    """
    members = {i: [i] for i in range(size)}
    sums, counted = both = _tables(size, p_same, cut)
    means = _means(sums, counted)
    means.flat[:: size + 1] = GONE
    while size > 1:
        a, b = divmod(int(means.argmax()), size)
        if means[a, b] < p_least:
            break
        members[a] = sorted(members[a] + members.pop(b))
        both[:, a] += both[:, b]
        both[:, :, a] = both[:, a]
        gone = means[a] == GONE
        means[a] = _means(sums[a], counted[a])
        means[a, gone] = GONE
        means[:, a] = means[a]
        means[b] = means[:, b] = GONE
    return [members[i] for i in sorted(members)]


def _tables(size: int, p_same: Mapping[tuple[int, int], float], cut: Set[int]) -> NDArray[np.float64]:
    """Return two tables, between each two articles: the probability, 0 where none is known; and whether the pair counts."""
    is_cut = np.zeros(size)
    is_cut[list(cut)] = 1.0
    both = np.stack([np.zeros((size, size)), 1 - np.outer(is_cut, is_cut)])
    at = np.fromiter(chain.from_iterable(p_same), np.int64, 2 * len(p_same)).reshape(-1, 2)
    a, b = at[:, 0], at[:, 1]
    both[0, a, b] = both[0, b, a] = np.fromiter(p_same.values(), np.float64, len(p_same))
    both[1, a, b] = both[1, b, a] = 1.0
    return both


def _means(sums: NDArray[np.float64], counted: NDArray[np.float64]) -> NDArray[np.float64]:
    return (sums / np.maximum(1.0, counted)).round(12)
