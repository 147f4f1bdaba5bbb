"""Pairs with probabilities -> groups: average linkage inside what hangs together.

Two groups are joined while the mean probability over all pairs between them is at least a threshold; a pair that was
compared and found unlike, or never was worth comparing, counts 0; a pair that was left out only because both ends have
too many neighbours to be compared with all does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Real: TypeAlias = NDArray[np.float64]

MOST_TOGETHER = (
    64  # articles that are linked at once, more would make the cost of one article grow: a larger piece is one story
)
P_TOGETHER = 0.38  # mean probability between two groups from which they are one story; see docs/method/stories.md
GONE = -np.inf  # in the tables: a group that was joined to another, or a group and itself
WHOLE = 1_000_000  # a probability is summed as a whole number of millionths, so that any order gives the same


def link(size: int, p_same: Mapping[tuple[int, int], float], cut: Set[int], p_least: float) -> list[list[int]]:
    """Return the groups of articles ``0 .. size-1``, each sorted, in order of their first member."""
    if size > MOST_TOGETHER:
        return [list(range(size))]
    p = np.full((size, size), np.nan)
    for (a, b), q in p_same.items():
        p[a, b] = p[b, a] = q
    is_cut = np.zeros(size, np.bool_)
    is_cut[list(cut)] = True
    return joined(p, is_cut, p_least)


def joined(p: Real, is_cut: NDArray[np.bool_], p_least: float) -> list[list[int]]:
    """Return the same from a table of the probabilities, not a number where two were not compared.

    The likeliest two groups are joined first, of equally likely ones those with the smallest first members, so the result
    depends on the pairs alone. Memory and each joining grow with the square of the size.
    """
    size = len(p)
    compared = ~np.isnan(p)
    counted = compared | ~np.logical_and.outer(is_cut, is_cut)
    sums, counts = both = np.stack([np.rint(np.where(compared, p, 0.0) * WHOLE), counted])
    least = round(p_least * WHOLE)
    itself = np.eye(size, dtype=np.bool_)
    if (compared & (sums >= least) | itself).all():  # whatever is joined first
        return [list(range(size))]
    members = {i: [i] for i in range(size)}
    sums[itself] = GONE
    means = sums / np.maximum(1.0, counts)
    while size > 1:
        a, b = divmod(int(means.argmax()), size)
        if means[a, b] < least:
            break
        members[a] = sorted(members[a] + members.pop(b))
        both[:, a] += both[:, b]
        both[:, :, a] = both[:, a]
        sums[b] = sums[:, b] = means[b] = means[:, b] = GONE
        means[a] = means[:, a] = sums[a] / np.maximum(1.0, counts[a])
    return [members[i] for i in sorted(members)]
