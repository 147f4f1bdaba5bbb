"""A list of whole numbers for each row, all in one array."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Long: TypeAlias = NDArray[np.int64]

ROOM = 16  # numbers for which a list has room at first, and by whose multiples it grows


def laid(starts: Long, sizes: Long) -> Long:
    """Return the places of all that lies in runs which begin at ``starts``, run after run."""
    ends = np.cumsum(sizes)
    whole = int(ends[-1]) if len(ends) else 0
    return np.arange(whole, dtype=np.int64) + np.repeat(starts - ends + sizes, sizes)


def ranks(sizes: Long) -> Long:
    """Return 0, 1, 2, ... for each run."""
    return laid(np.zeros(len(sizes), np.int64), sizes)


class Lists:
    """Lists that grow and shrink; the order inside a list means nothing."""

    def __init__(self) -> None:
        self._start = np.zeros(0, np.int64)
        self._size = np.zeros(0, np.int64)
        self._room = np.zeros(0, np.int64)
        self._data = np.zeros(1024, np.int32)
        self._used = 0

    def grow(self, rows: int) -> None:
        """Make lists, empty ones, for rows up to ``rows``."""
        more = np.zeros(rows - len(self._size), np.int64)
        self._start, self._size, self._room = (np.concatenate([x, more]) for x in (self._start, self._size, self._room))

    def of(self, rows: Long) -> tuple[Long, Long]:
        """Return what stands in the lists of ``rows``, list after list, and how much in each."""
        sizes = self._size[rows]
        return self._data[laid(self._start[rows], sizes)].astype(np.int64), sizes

    def add(self, rows: Long, numbers: Long) -> None:
        """Put each of ``numbers`` into the list of the row beside it."""
        order = np.argsort(rows, kind="stable")
        them, many = np.unique(rows, return_counts=True)
        self._make_room(them, self._size[them] + many)
        self._data[laid(self._start[them] + self._size[them], many)] = numbers[order]
        self._size[them] += many

    def keep(self, rows: Long, kept: NDArray[np.bool_]) -> None:
        """Keep, of what stands in the lists of ``rows``, what ``kept`` says."""
        found, sizes = self.of(rows)
        many = np.bincount(np.repeat(np.arange(len(rows)), sizes)[kept], minlength=len(rows))
        self._data[laid(self._start[rows], many)] = found[kept]
        self._size[rows] = many

    def _make_room(self, rows: Long, sizes: Long) -> None:
        small = sizes > self._room[rows]
        rows, room = rows[small], (sizes[small] // ROOM + 1) * ROOM
        if self._used + int(room.sum()) > len(self._data):
            self._pack(int(room.sum()))
        found, had = self.of(rows)
        self._start[rows] = self._used + np.cumsum(room) - room
        self._room[rows] = room
        self._used += int(room.sum())
        self._data[laid(self._start[rows], had)] = found

    def _pack(self, more: int) -> None:
        """Lay all lists one after another, with room for ``more`` and half as much again."""
        every = np.arange(len(self._size))
        found, sizes = self.of(every)
        self._start = np.cumsum(self._room) - self._room
        self._used = int(self._room.sum())
        self._data = np.zeros((self._used + more) * 3 // 2 + 1024, np.int32)
        self._data[laid(self._start, sizes)] = found
