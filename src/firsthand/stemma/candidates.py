"""Texts -> the pairs worth comparing: linear in their number, at most ``MOST`` per report.

Buckets of reports that share a neighbouring pair of content words, or one rare word. A bucket is not dropped when it is large
(a wire story may be reprinted a thousand times) and not paired out either (a footer may stand on every page): each report is
paired with its ``NEAR`` next members, and a bucket's vote weighs less the more reports it holds. Reports with the same
words throughout are one for this purpose: each is tied to the first and to the one before it.

All is done in arrays of numbers; a word is looked at once for the whole collection, however often it stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from firsthand.terms import rarity, term

MOST = 50  # candidates per report; the bound the project sets itself
ALL_PAIRS = 80  # reports up to which every pair is compared
SMALL = 4_000  # reports up to which a collection is searched for close paraphrase too, with twice and more the work
KEYS = (250, 48)  # buckets per report of a small and of a large collection, the most telling first; with 96 in a small
#                   one two in a hundred related pairs of close paraphrase were not compared
NEAR = (12, 6)  # following members of one bucket that a report is paired with: a bucket of n costs n * NEAR
TELLING = 5.0  # nats from which a single word makes a bucket
SCARCE = 100  # reports of the collection that may hold such a word
PLAIN_NATS = 1.6  # nats under which a word is grammar, as in ``witness``
PART = 5_000  # reports read at a time: bounds what is held in memory

# One row is one number, so that sorting rows is sorting numbers: key, weight of the key (a part of it), report.
_ROW_BITS, _WEIGHT_BITS = 22, 6  # 4 million reports; weights of .5 nats
_ROW, _WEIGHT = np.uint64((1 << _ROW_BITS) - 1), np.uint64((1 << _WEIGHT_BITS) - 1)
_LOW = np.uint64(_ROW_BITS + _WEIGHT_BITS)
_SEEN_BITS = 25  # most bits of a table of counts by which keys that stand once are dropped before anything is sorted
_SPARE_BITS = 4  # the table has 16 places for each key, so that few keys share one by chance
_WORD = re.compile(r"[^\W_]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd multiplier (2 ** 64 over the golden ratio) that spreads pairs of numbers

Numbers = NDArray[np.int64]
Few = NDArray[np.int32]
Keys = NDArray[np.uint64]
Weights = NDArray[np.float32]


class _Vocabulary(dict[str, int]):
    """Words -> numbers, counted up as words turn up; a word of grammar is 0; words with one stem are one."""

    def __init__(self) -> None:
        super().__init__()
        self.nats: list[float] = [0.0]
        self._stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        key = term(word)
        number = self._stems.get(key)
        if number is None:
            nats = rarity(key)
            number = len(self.nats) if nats > PLAIN_NATS else 0
            if number:
                self.nats.append(nats)
            self._stems[key] = number
        self[word] = number
        return number


def candidates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of indexes of folded texts, the smaller first, sorted."""
    n = len(texts)
    if n <= ALL_PAIRS:
        return [(i, j) for j in range(n) for i in range(j)]
    distinct, same = _distinct(texts)
    large = len(distinct) > SMALL
    rows, keys, weight = _rarest(_shared(_read([texts[i] for i in distinct])), KEYS[large])
    first, second = _voted(rows, keys, weight, NEAR[large], len(distinct))
    original = np.array(distinct, dtype=np.int64)
    a, b = original[first], original[second]
    return sorted(same.union(zip(np.minimum(a, b).tolist(), np.maximum(a, b).tolist(), strict=True)))


def _distinct(texts: Sequence[str]) -> tuple[list[int], set[tuple[int, int]]]:
    """Return the first report of each text, and pairs of each other one with the first and with the one before it."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    same: set[tuple[int, int]] = set()
    for i, text in enumerate(texts):
        if text in first:
            same |= {(first[text], i), (last[text], i)}
        first.setdefault(text, i)
        last[text] = i
    return list(first.values()), same


def _read(texts: Sequence[str]) -> Keys:
    """Return one number for each key of each report that another report may hold too."""
    known = _Vocabulary()
    told: list[tuple[Few, Few]] = []
    for start in range(0, len(texts), PART):
        words = [_WORD.findall(t) for t in texts[start : start + PART]]
        sizes = np.fromiter(map(len, words), dtype=np.int32, count=len(words))
        found = np.fromiter(map(known.__getitem__, chain.from_iterable(words)), dtype=np.int32, count=int(sizes.sum()))
        rows = np.repeat(np.arange(start, start + len(words), dtype=np.int32), sizes)
        told.append((rows[found > 0], found[found > 0]))
    nats = np.array(known.nats, dtype=np.float32)
    held = np.zeros(len(nats), dtype=np.int64)
    for _, found in told:
        held += np.bincount(found, minlength=len(nats))
    alone = (nats >= TELLING) & (held > 1) & (held <= SCARCE)
    bits = min(_SEEN_BITS, _SPARE_BITS + sum(len(found) for _, found in told).bit_length())
    twice = _twice((_keyed(rows, found, nats, alone) for rows, found in told), bits)
    again = (_keyed(rows, found, nats, alone) for rows, found in told)
    return np.concatenate([k[twice[_place_in_table(k, bits)]] for k in again])


def _place_in_table(keyed: Keys, bits: int) -> Numbers:
    """Return where in a table of counts each key is counted."""
    return (keyed >> np.uint64(64 - bits)).astype(np.int64)


def _twice(parts: Iterable[Keys], bits: int) -> NDArray[np.bool_]:
    """Return which places of a table of counts are met more than once; parts are made twice over, so that one is held at a time."""
    once, twice = np.zeros(1 << bits, dtype=bool), np.zeros(1 << bits, dtype=bool)
    for keyed in parts:
        place, times = np.unique(_place_in_table(keyed, bits), return_counts=True)
        twice[place[(times > 1) | once[place]]] = True
        once[place] = True
    return twice


def _keyed(rows: Few, words: Few, nats: Weights, alone: NDArray[np.bool_]) -> Keys:
    """Return the keys of reports given as rows of words: neighbouring pairs, and single words that tell enough."""
    beside = rows[1:] == rows[:-1]
    one, other = words[:-1][beside], words[1:][beside]
    pairs = (one.astype(np.uint64) * _MIX + other.astype(np.uint64)) * _MIX
    chosen = alone[words]
    key = np.concatenate([pairs, words[chosen].astype(np.uint64) * _MIX])
    weight = np.concatenate([0.75 * (nats[one] + nats[other]), nats[words[chosen]]])  # as ``witness.PAIR``
    row = np.concatenate([rows[:-1][beside], rows[chosen]]).astype(np.uint64)
    small = np.minimum(_WEIGHT, (2 * weight).astype(np.uint64))
    return (key >> _LOW << _LOW) | (small << np.uint64(_ROW_BITS)) | row


def _shared(keyed: Keys) -> Keys:
    """Return keys sorted, each once for each report."""
    keyed.sort()
    return keyed[np.r_[True, keyed[1:] != keyed[:-1]]] if len(keyed) else keyed


def _rarest(keyed: Keys, few: int) -> tuple[Numbers, Numbers, Weights]:
    """Return report, key and weight of each report's ``few`` most telling keys that another holds too, by key and report."""
    new = (keyed[1:] >> np.uint64(_ROW_BITS)) != (keyed[:-1] >> np.uint64(_ROW_BITS))
    number = np.zeros(len(keyed), dtype=np.int32)
    np.cumsum(new, out=number[1:])
    held = np.bincount(number).astype(np.int32)[number]
    keyed, number, held = keyed[held > 1], number[held > 1], held[held > 1]
    weight: Weights = ((keyed >> np.uint64(_ROW_BITS)) & _WEIGHT).astype(np.float32)
    weight /= np.sqrt(held)
    rows = (keyed & _ROW).astype(np.int32)
    del keyed, held
    order = np.uint64(4095) - np.minimum(4095, weight * 64).astype(np.uint64)
    order <<= np.uint64(30)
    order |= rows.astype(np.uint64) << np.uint64(42)
    order |= np.arange(len(rows), dtype=np.uint64)
    order.sort()
    order &= np.uint64((1 << 30) - 1)
    chosen = np.sort(order[_place(rows[order]) < few])
    return rows[chosen].astype(np.int64), number[chosen].astype(np.int64), weight[chosen]


def _place(sorted_rows: Numbers) -> Numbers:
    """Return, for each of sorted rows, which one of its kind it is."""
    if not len(sorted_rows):
        return sorted_rows
    starts = np.flatnonzero(np.r_[True, sorted_rows[1:] != sorted_rows[:-1]])
    return np.arange(len(sorted_rows)) - np.repeat(starts, np.diff(np.r_[starts, len(sorted_rows)]))


def _voted(rows: Numbers, keys: Numbers, weight: Weights, near: int, n: int) -> tuple[Numbers, Numbers]:
    """Return the pairs with the most weight in common, ``MOST / 2`` of each report's choosing, the smaller first."""
    found: list[Keys] = []
    for step in range(1, near + 1):
        together = np.flatnonzero(keys[step:] == keys[:-step])
        pair = (rows[together] * n + rows[together + step]).astype(np.uint64)
        found.append((pair << np.uint64(12)) | np.minimum(4095, weight[together] * 64).astype(np.uint64))
    packed = np.concatenate(found)
    del found
    packed.sort()
    if not len(packed):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    code: Numbers = (packed >> np.uint64(12)).astype(np.int64)
    starts = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    total = np.add.reduceat((packed & np.uint64(4095)).astype(np.int64), starts)
    a: Numbers = np.floor_divide(code[starts], n)
    b: Numbers = np.remainder(code[starts], n)
    chosen = np.unique(_best(a, b, total, MOST // 2))
    a, b, total = a[chosen], b[chosen], total[chosen]
    kept = np.bincount(_best(a, b, total, MOST), minlength=len(a)) == 2  # a much chosen report keeps its best, too
    return a[kept], b[kept]


def _best(a: Numbers, b: Numbers, vote: Numbers, most: int) -> Numbers:
    """Return the ``most`` pairs of each report with the most votes, as numbers of pairs, once for each side that keeps it."""
    side, other = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.lexsort((other, -np.concatenate([vote, vote]), side))
    return np.asarray(order[_place(side[order]) < most] % max(1, len(a)))
