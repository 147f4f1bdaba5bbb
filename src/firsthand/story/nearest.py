"""Signatures -> the nearest neighbours of each: found through shared telling words, a bounded number, however many articles there are.

An article is sought by its 32 most telling words. For each word the holders stand in order of their day; those at most
``WINDOW`` places apart share it. What two articles share is the sum, over such words, of the products of their weights; the
nearest of an article are those that share most with it. All this depends on the articles alone, not on when they came.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

from firsthand.story.signature import UNIT, Signature

WINDOW = 48  # places on either side in the row of a word's holders
KEPT = 40  # neighbours of one article that count
LEAST_SHARED = UNIT * UNIT // 20  # a twentieth of the cosine of two texts; less is chance

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
    """Rows of holders in memory."""

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


def shared(signature: Signature, holders: Holders) -> dict[str, int]:
    """Return how much each article within reach shares with this one, by the rows as they now stand."""
    out: dict[str, int] = {}
    for word, weight in signature.keys:
        for row in holders.around(word, signature.place, signature.id, WINDOW):
            for _, document, other in row:
                out[document] = out.get(document, 0) + weight * other
    return out


def ranked(found: Mapping[str, int]) -> list[tuple[int, str]]:
    """Return articles that share enough, most first, as ``(-shared, id)``."""
    return sorted((-s, i) for i, s in found.items() if s >= LEAST_SHARED)


def nearest(signatures: Iterable[Signature]) -> dict[str, list[str]]:
    """Return the nearest neighbours of every article of a collection."""
    every = list(signatures)
    holders = InMemory()
    for s in every:
        for word, weight in s.keys:
            holders.hold(word, (s.place, s.id, weight))
    return {s.id: [i for _, i in ranked(shared(s, holders))[:KEPT]] for s in every}
