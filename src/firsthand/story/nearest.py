"""Signatures -> the nearest neighbours of each: found through shared telling words, a bounded number, however many articles there are.

An article is sought by its 32 most telling words. For each word the holders stand in order of their day; those at most
``WINDOW`` places apart share it. What two articles share is the sum, over such words, of the products of their weights; the
nearest of an article are those that share most with it, of equal ones those with the highest lot. All this depends on the
articles alone, not on when they came.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeAlias

from firsthand.story.signature import UNIT, WEIGHT_BITS, Signature

WINDOW = 48  # places on either side in the row of a word's holders
KEPT = 40  # neighbours of one article that count
SPARE = 20  # neighbours kept behind those that count, so that losing some seldom means looking for new ones
LEAST_SHARED = UNIT * UNIT // 20  # a twentieth of the cosine of two texts; less is chance
LOT_BITS = 33  # of a place: what articles share with another equally goes by lot, the same in every collection
LOT = (1 << LOT_BITS) - 1
WEIGHT = (1 << WEIGHT_BITS) - 1

Holder: TypeAlias = tuple[int, str, int]  # place, document, weight


class Holders(Protocol):
    """Who holds each word, in order of their places: a table with the columns word, place, document, weight."""

    def hold(self, word: int, holder: Holder) -> None:
        """Put ``holder`` into the row of ``word``."""

    def let_go(self, word: int, holder: Holder) -> None:
        """Take ``holder`` out of the row of ``word``."""

    def around(self, word: int, place: int, document: str, most: int) -> tuple[Sequence[Holder], Sequence[Holder]]:
        """Return up to ``most`` holders of ``word`` before and after a place, the nearest first, without the document itself."""


class InMemory:
    """Rows of few holders in memory."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Holder]] = {}

    def hold(self, word: int, holder: Holder) -> None:
        """Put ``holder`` into the row of ``word``."""
        insort(self._rows.setdefault(word, []), holder)

    def let_go(self, word: int, holder: Holder) -> None:
        """Take ``holder`` out of the row of ``word``."""
        row = self._rows[word]
        del row[bisect_left(row, holder)]

    def around(self, word: int, place: int, document: str, most: int) -> tuple[Sequence[Holder], Sequence[Holder]]:
        """Return the holders around a place, the nearest first."""
        row = self._rows.get(word)
        if row is None:
            return (), ()
        at = bisect_left(row, (place, document, 0))
        after = at + (at < len(row) and row[at][:2] == (place, document))
        return row[max(0, at - most) : at][::-1], row[after : after + most]


class Words(Protocol):
    """Who holds each word, articles being numbers: what is given and returned is ``number << WEIGHT_BITS | weight``."""

    def enter(self, word: int, place: int, held: int) -> tuple[Sequence[int], Sequence[int]]:
        """Put a holder into the row of ``word``; return the pairs that it pushes out of each other's reach."""

    def leave(self, word: int, place: int, held: int) -> tuple[Sequence[int], Sequence[int]]:
        """Take a holder out of the row of ``word``; return the pairs that come within each other's reach."""

    def around(self, word: int, place: int, held: int) -> Sequence[int]:
        """Return the others within reach of a holder of ``word``."""


class NumbersInMemory:
    """Who holds each word, in memory, 16 bytes for each; ``ids`` tells articles of one place apart."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._rows: dict[int, tuple[array[int], array[int]]] = {}  # places, and who holds it there

    def enter(self, word: int, place: int, held: int) -> tuple[Sequence[int], Sequence[int]]:
        """Put a holder into the row of ``word``; return the pairs that it pushes out of each other's reach."""
        row = self._rows.get(word)
        if row is None:
            row = self._rows[word] = array("q"), array("q")
        places, holders = row
        at = gap(row, self._ids, place, held)
        apart = facing(holders, at)
        places.insert(at, place)
        holders.insert(at, held)
        return apart

    def leave(self, word: int, place: int, held: int) -> tuple[Sequence[int], Sequence[int]]:
        """Take a holder out of the row of ``word``; return the pairs that come within each other's reach."""
        places, holders = row = self._rows[word]
        at = gap(row, self._ids, place, held)
        del places[at], holders[at]
        return facing(holders, at)

    def around(self, word: int, place: int, held: int) -> Sequence[int]:
        """Return the others within reach of a holder of ``word``."""
        _, holders = row = self._rows[word]
        at = gap(row, self._ids, place, held)
        return holders[max(0, at - WINDOW) : at] + holders[at + 1 : at + 1 + WINDOW]


def gap(row: tuple[array[int], array[int]], ids: Sequence[str], place: int, held: int) -> int:
    """Return where a holder stands in a row of places and holders, or would stand."""
    places, holders = row
    at = bisect_left(places, place)
    while at < len(places) and places[at] == place and ids[holders[at] >> WEIGHT_BITS] < ids[held >> WEIGHT_BITS]:
        at += 1
    return at


def facing(holders: array[int], at: int) -> tuple[array[int], array[int]]:
    """Return the holders before and after a gap that are ``WINDOW`` places apart, pair by pair."""
    first = max(0, at - WINDOW)
    after = holders[first + WINDOW : at + WINDOW]
    return holders[first : first + len(after)], after


def nearest(signatures: Iterable[Signature]) -> dict[str, list[str]]:
    """Return the nearest neighbours of every article of a collection, by the plain definition."""
    every: dict[str, Signature] = {s.id: s for s in signatures}
    rows: dict[int, list[Holder]] = {}
    for s in every.values():
        for word, weight in s.sought():
            insort(rows.setdefault(word, []), (s.place, s.id, weight))
    shared: dict[str, dict[str, int]] = {i: {} for i in every}
    for row in rows.values():
        for n, (_, a, weight) in enumerate(row):
            for _, b, other in row[n + 1 : n + 1 + WINDOW]:
                shared[a][b] = shared[b][a] = shared[a].get(b, 0) + weight * other
    return {
        a: sorted((b for b in them if them[b] >= LEAST_SHARED), key=lambda b: (-them[b], -(every[b].place & LOT)))[
            :KEPT
        ]
        for a, them in shared.items()
    }
