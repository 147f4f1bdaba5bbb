"""Witnesses -> the pairs worth comparing: linear in their number, at most ``MOST`` per report.

Buckets of reports that share a neighbouring pair of content terms, or one rare term. A bucket is not dropped when it is
large (a wire story may be reprinted a thousand times) and not paired out either (a footer may stand on every page):
each report is paired with its ``NEAR`` next members, and each bucket's vote weighs less the more reports it holds.
Reports with the same words throughout are one for this purpose: each is tied to the first and to the one before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.stemma.witness import Witness, rarity

MOST = 50  # candidates per report; the bound the project sets itself
ALL_PAIRS = 80  # reports up to which every pair is compared
NEAR = 12  # following members of one bucket that a report is paired with: a bucket of n costs n * NEAR
TELLING = 5.0  # nats from which a single term makes a bucket
KEYS = 250  # buckets per report, the most telling first; with 96 two in a hundred related pairs were not compared


def candidates(witnesses: Sequence[Witness]) -> list[tuple[int, int]]:
    """Return pairs of indexes, the smaller first, sorted."""
    n = len(witnesses)
    if n <= ALL_PAIRS:
        return [(i, j) for j in range(n) for i in range(j)]
    first: dict[frozenset[str], int] = {}
    last: dict[frozenset[str], int] = {}
    same: set[tuple[int, int]] = set()
    for i, w in enumerate(witnesses):
        if w.pairs and w.pairs in first:
            same |= {(first[w.pairs], i), (last[w.pairs], i)}
        first.setdefault(w.pairs, i)
        last[w.pairs] = i
    distinct = sorted(first.values())
    rows, keys, nats = _buckets(witnesses, distinct)
    return sorted(same | _voted(rows, keys, nats))


def _buckets(
    witnesses: Sequence[Witness], chosen: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return report, key and the key's weight, one row for each key of each report."""
    number: dict[str, int] = {}
    held: list[int] = []
    rows: list[int] = []
    keys: list[int] = []
    for i in chosen:
        w = witnesses[i]
        for key in sorted((*w.pairs, *(t for t in w.terms if rarity(t) >= TELLING))):
            k = number.setdefault(key, len(number))
            if k == len(held):
                held.append(0)
            held[k] += 1
            rows.append(i)
            keys.append(k)
    weight = np.array([rarity(k) for k in number]) / np.sqrt(np.maximum(1, np.array(held)))
    return _rarest(np.array(rows), np.array(keys), np.array(held), weight)


def _rarest(
    rows: NDArray[np.int64], keys: NDArray[np.int64], held: NDArray[np.int64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows of each report's most telling keys that another report holds too, sorted by key and report."""
    shared = held[keys] > 1
    rows, keys = rows[shared], keys[shared]
    order = np.lexsort((keys, -weight[keys], rows))
    rows, keys = rows[order], keys[order]
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    place = np.arange(len(rows)) - np.repeat(starts, np.diff(np.r_[starts, len(rows)]))
    rows, keys = rows[place < KEYS], keys[place < KEYS]
    order = np.lexsort((rows, keys))
    return rows[order], keys[order], weight[keys[order]]


def _voted(rows: NDArray[np.int64], keys: NDArray[np.int64], nats: NDArray[np.float64]) -> set[tuple[int, int]]:
    """Return the pairs with the most weight in common, ``MOST / 2`` of each report's choosing."""
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for step in range(1, NEAR + 1):
        together = np.flatnonzero(keys[step:] == keys[:-step])
        for i, j, v in zip(
            rows[together].tolist(), rows[together + step].tolist(), nats[together].tolist(), strict=True
        ):
            votes[i, j] += v
    found: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for (i, j), v in votes.items():
        found[i].append((-round(v, 6), i, j))
        found[j].append((-round(v, 6), i, j))
    return {(i, j) for them in found.values() for _, i, j in sorted(them)[: MOST // 2]}
