"""All that a stream of articles knows, in arrays: a row for each article, and a slot for each pair of them that was compared.

In memory the table holds every article. Beside a ``Shelf`` it holds those that were met: what is known of an article is read when
it is asked for (``load``); until then it has a row, and its pairs are those with articles that were read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from firsthand.story import nearest
from firsthand.story.keeping import TIED, Known, Linked, Shelf, pack_known, unpack_known
from firsthand.story.likeness import Ties
from firsthand.story.lists import Lists, Long, ranks
from firsthand.story.nearest import NumbersInMemory, Words
from firsthand.story.signature import WEIGHT_BITS, Signature, pack, place_in, unpack

Rows: TypeAlias = Long

_TIED = (*Ties._fields, "p", "like")  # what is known of a pair
SKETCH = 512  # bits that tell whether an article may be among the neighbours of another: one in nine is by chance
STRETCHES = 16_384  # of rows of words at hand, beside a shelf
READ_ON = 2  # windows of holders read on either side: who comes next stands near
LONGEST = 1024  # holders at hand of one row; then it is read anew
GROWTH = 1.5  # a table that is full grows by half


class Table:
    """What is known of each article. ``ids``: the documents of the rows; ``at``: their rows; ``pairs``: the slots of each row."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self.shelf = shelf
        self.ids: list[str] = []
        self.at: dict[str, int] = {}
        self.signatures: list[Signature | bytes | None] = []  # bytes until one is asked for
        self.words: Words = NumbersInMemory(self.ids) if shelf is None else _Shelved(self, shelf)
        self.linked: dict[int, Linked] = {}  # by the row of the first document
        self.pairs = Lists()
        self.holding: dict[int, tuple[list[int], list[int]]] = {}  # what ``Pieces`` found of rows, while it is the same
        self.holding_nats = 0.0
        self._vacant: list[int] = []  # rows
        self._free = np.zeros(0, np.int64)  # slots
        self._slots = 0
        width = nearest.KEPT + nearest.SPARE
        self.held = np.zeros(0, np.bool_)  # whether what is known of an article is here
        self.place = np.zeros(0, np.int64)
        self.key = np.zeros(
            (0, width), np.int64
        )  # of each neighbour, the highest first: what is shared with it, and its lot
        self.near = np.zeros((0, width), np.int32)  # the rows of the neighbours, -1 for none
        self.slot = np.zeros((0, width), np.int32)  # of the pairs with the neighbours that count, -1 for none
        self.sketch = np.zeros(
            (0, SKETCH // 8), np.uint8
        )  # of each neighbour one bit: most that is sought is not there
        self.floor = np.zeros(0, np.int64)  # no other article has a higher key; 0 when there are no others
        self.facts = np.zeros((0, 4), np.int8)
        self.mark = np.zeros(0, np.bool_)  # for ``among``; unset between uses
        self.piece = np.zeros(0, np.int32)  # the row of the first document of the piece, -1 for none
        self.one = np.zeros(1, np.int32)  # of each pair, and so on
        self.other = np.zeros(1, np.int32)
        self.odds = np.zeros(1, np.float64)
        self.head = np.zeros(1, np.int32)
        self.text = np.zeros(1, np.int32)
        self.days = np.zeros(1, np.int8)
        self.used = np.zeros(1, np.bool_)  # for ``unused``; unset between uses
        self.p = np.zeros(1, np.int8)  # hundredths; -1 before it is known
        self.like = np.zeros(1, np.int8)  # the same but for their days

    # ---- rows --------------------------------------------------------------------------------------------------------

    def count(self) -> int:
        """Return how many articles are known."""
        return len(self.at) if self.shelf is None else self.shelf.count()

    def documents(self) -> list[str]:
        """Return the ids of all known articles."""
        return sorted(self.at) if self.shelf is None else sorted(self.shelf.documents())

    def row(self, document: str) -> int:
        """Return the row of ``document``, a new one when it has none."""
        found = self.at.get(document)
        if found is None:
            self._begin([document])
            found = self.at[document]
        return found

    def _rows(self, documents: Sequence[str]) -> Rows:
        """Return the rows of documents, new ones for those that have none."""
        self._begin([i for i in dict.fromkeys(documents) if i not in self.at])
        return np.fromiter(map(self.at.__getitem__, documents), np.int64, len(documents))

    def _begin(self, documents: Sequence[str]) -> None:
        """Make rows for documents that have none."""
        if not documents:
            return
        reused = [self._vacant.pop() for _ in range(min(len(documents), len(self._vacant)))]
        more = len(documents) - len(reused)
        rows = [*reused, *range(len(self.ids), len(self.ids) + more)]
        self.ids += [""] * more
        self.signatures += [None] * more
        self._room_for_rows(len(self.ids))
        for row, document in zip(rows, documents, strict=True):
            self.ids[row] = document
            self.at[document] = row
        self.held[rows] = False
        self.near[rows] = self.slot[rows] = self.piece[rows] = -1
        self.key[rows] = self.sketch[rows] = self.floor[rows] = self.facts[rows] = 0

    def rows(self, documents: Iterable[str]) -> Rows:
        """Return the rows of documents, with what is known of them."""
        out = self._rows(list(documents))
        self.load(out)
        return out

    def enter(self, signatures: Sequence[Signature]) -> Rows:
        """Return the rows of new articles."""
        out = self._rows([s.id for s in signatures])
        for row, s in zip(out.tolist(), signatures, strict=True):
            self.signatures[row] = s
        self.place[out] = [s.place for s in signatures]
        self.held[out] = True
        if self.shelf is not None:
            self.shelf.sign({s.id: pack(s) for s in signatures})
        return out

    def leave(self, rows: Rows) -> None:
        """Forget articles that have no pairs any more."""
        gone = [self.ids[row] for row in rows.tolist()]
        for row, i in zip(rows.tolist(), gone, strict=True):
            del self.at[i]
            self.signatures[row] = None
        self.held[rows] = False
        self._vacant += rows.tolist()
        if self.shelf is not None:
            self.shelf.drop(gone)

    def signature(self, row: int) -> Signature:
        """Return the signature of an article that is here."""
        found = self.signatures[row]
        assert found is not None, self.ids[row]
        if isinstance(found, bytes):
            found = self.signatures[row] = unpack(found)
        return found

    def _room_for_rows(self, most: int) -> None:
        if most > len(self.held):
            size = int(most * GROWTH) + 64
            for name in ("held", "place", "key", "near", "slot", "sketch", "floor", "facts", "mark", "piece"):
                setattr(self, name, _grown(getattr(self, name), size))
            self.pairs.grow(size)

    def among(self, rows: Rows, them: Rows) -> NDArray[np.bool_]:
        """Tell of ``rows`` whether they are some of ``them``."""
        self.mark[them] = True
        found: NDArray[np.bool_] = self.mark[rows]
        self.mark[them] = False
        return found

    # ---- pairs -------------------------------------------------------------------------------------------------------

    def tie(self, one: Rows, other: Rows) -> Long:
        """Return slots for new pairs."""
        reused = self._free[: len(one)]
        self._free = self._free[len(one) :]
        slots = np.concatenate([reused, np.arange(self._slots, self._slots + len(one) - len(reused))])
        self._slots += len(one) - len(reused)
        if self._slots > len(self.p):
            for name in ("one", "other", *_TIED, "used"):
                setattr(self, name, _grown(getattr(self, name), int(self._slots * GROWTH) + 1024))
        self.one[slots], self.other[slots], self.p[slots] = one, other, -1
        self.pairs.add(np.concatenate([one, other]), np.concatenate([slots, slots]))
        return slots

    def part(self, slots: Long) -> None:
        """Forget pairs."""
        if len(slots):
            self.p[slots] = -2
            rows = np.unique(np.concatenate([self.one[slots], self.other[slots]]))
            self.pairs.keep(rows, self.p[self.pairs.of(rows)[0]] != -2)
            self._free = np.concatenate([self._free, slots])

    def unused(self, slots: NDArray[np.int32], rows: Rows) -> Long:
        """Return those of ``slots`` that none of the pairs of ``rows`` with neighbours that count has; -1 is none."""
        now = self.slot[rows, : nearest.KEPT].ravel()
        now = now[now >= 0]
        self.used[now] = True
        found = np.unique(slots[~self.used[slots] & (slots >= 0)]).astype(np.int64)
        self.used[now] = False
        return found

    def ends(self, slots: NDArray[np.int32] | Long) -> tuple[Rows, Rows]:
        """Return the articles of pairs."""
        return self.one[slots].astype(np.int64), self.other[slots].astype(np.int64)

    def others(self, rows: Rows) -> tuple[Rows, Long, Long]:
        """Return whom articles are compared with, one article after another, the slots of these pairs, and how many each has."""
        self.load(rows)
        slots, sizes = self.pairs.of(rows)
        return self.one[slots].astype(np.int64) + self.other[slots] - np.repeat(rows, sizes), slots, sizes

    def put_near(self, rows: Rows, near: NDArray[np.int32]) -> None:
        """Put the neighbours of articles into their rows."""
        self.near[rows] = near
        bits = np.zeros((len(rows), SKETCH), np.bool_)
        at, column = np.nonzero(near >= 0)
        bits[at, near[at, column] % SKETCH] = True
        self.sketch[rows] = np.packbits(bits, axis=1, bitorder="little")

    def may_be_near(self, a: Rows, b: Rows) -> NDArray[np.bool_]:
        """Tell of pairs of articles whether the second may be among the neighbours of the first; nearly always right when not."""
        bit = b % SKETCH
        found: NDArray[np.bool_] = self.sketch[a, bit >> 3] >> (bit & 7).astype(np.uint8) & 1 > 0
        return found

    def counts(self, a: Rows, b: Rows) -> NDArray[np.bool_]:
        """Tell of pairs of articles whether the second is among the neighbours of the first that count."""
        found: NDArray[np.bool_] = self.near[a, : nearest.KEPT] == b[:, None]
        return found

    def cut(self, rows: Rows) -> NDArray[np.bool_]:
        """Tell of articles whether there may be more neighbours than count."""
        found: NDArray[np.bool_] = self.key[rows, nearest.KEPT - 1] > 0
        return found

    # ---- what a shelf keeps ------------------------------------------------------------------------------------------

    def load(self, rows: Rows) -> None:
        """Read what is known of articles, where it is not here."""
        if self.shelf is None or self.held[rows].all():
            return
        away = np.unique(rows[~self.held[rows]])
        ids = [self.ids[row] for row in away.tolist()]
        found = self.shelf.known(ids)
        self._put(away, [found[i][0] for i in ids], [unpack_known(found[i][1]) for i in ids])

    def save(self, rows: Rows) -> None:
        """Write what is known of articles."""
        if self.shelf is not None:
            rows = np.unique(rows)
            found = zip(rows.tolist(), self.known(rows), strict=True)
            self.shelf.keep({self.ids[row]: pack_known(known) for row, known in found})

    def known(self, rows: Rows) -> Iterator[Known]:
        """Yield what is known of articles, by the ids of others."""
        others, slots, sizes = self.others(rows)
        near = (self.near[rows] >= 0).sum(1)
        counted = np.minimum(near, nearest.KEPT)
        owners = np.repeat(np.arange(len(rows)), sizes)
        own = self.slot[rows, : nearest.KEPT]
        besides = ~(own[owners] == slots[:, None]).any(1)  # who counts the article, and is not counted by it
        ends = np.cumsum(np.bincount(owners[besides], minlength=len(rows))).tolist()
        them, ties = others[besides].tolist(), self._ties(slots[besides])
        counts, mine = np.cumsum(counted).tolist(), self._ties(own[own >= 0].astype(np.int64))
        start = first = 0
        for n, row in enumerate(rows.tolist()):
            many = int(near[n])
            ids = [self.ids[j] for j in (*self.near[row, :many].tolist(), *them[start : ends[n]])]
            tied = np.concatenate([mine[first : counts[n]], ties[start : ends[n]]])
            start, first = ends[n], counts[n]
            facts = tuple(self.facts[row].tolist())
            piece = self.ids[self.piece[row]]
            yield Known(self.key[row, :many], int(counted[n]), ids, tied, int(self.floor[row]), facts, piece)

    def _ties(self, slots: Long) -> NDArray[np.void]:
        out = np.zeros(len(slots), TIED)
        for name in _TIED:
            out[name] = getattr(self, name)[slots]
        return out

    def _put(self, rows: Rows, signatures: Sequence[bytes], known: Sequence[Known]) -> None:
        """Put what is known of articles into their rows."""
        sizes = np.array([len(k.documents) for k in known], np.int64)
        counted = np.repeat([k.counted for k in known], sizes)
        many = np.repeat([len(k.keys) for k in known], sizes)
        every = self._rows([*chain.from_iterable(k.documents for k in known), *(k.piece for k in known)])
        them, firsts = every[: -len(known)], every[-len(known) :]
        owner, rank = np.repeat(rows, sizes), ranks(sizes)
        is_near, is_tied = rank < many, (rank < counted) | (rank >= many)
        ties = np.frombuffer(b"".join(k.ties.tobytes() for k in known), TIED)
        slots = self._tied(owner[is_tied], them[is_tied], ties)
        near = np.full((len(rows), self.near.shape[1]), -1, np.int32)
        near[np.repeat(np.arange(len(rows)), sizes)[is_near], rank[is_near]] = them[is_near]
        self.put_near(rows, near)
        self.key[owner[is_near], rank[is_near]] = np.concatenate([k.keys for k in known])
        counts = (rank < counted)[is_tied]
        self.slot[owner[is_tied][counts], rank[is_tied][counts]] = slots[counts]
        self.place[rows], self.floor[rows] = [place_in(s) for s in signatures], [k.floor for k in known]
        self.facts[rows], self.piece[rows], self.held[rows] = [k.facts for k in known], firsts, True
        for row, s in zip(rows.tolist(), signatures, strict=True):
            self.signatures[row] = s

    def _tied(self, one: Rows, other: Rows, ties: NDArray[np.void]) -> Long:
        """Return the slots of pairs of which ``one`` is read now; new ones for those that have none by what was read of ``other``."""
        pairs, first, where = np.unique(_pair(one, other), return_index=True, return_inverse=True)
        had = self.pairs.of(np.unique(one))[0]
        at = np.searchsorted(pairs, had_pairs := _pair(*self.ends(had)))
        met = np.append(pairs, -1)[at] == had_pairs
        slots = np.full(len(pairs), -1, np.int64)
        slots[at[met]] = had[met]
        new = first[slots < 0]
        slots[slots < 0] = made = self.tie(one[new], other[new])
        for name in _TIED:
            getattr(self, name)[made] = ties[new][name]
        return slots[where]

    def piece_of(self, first: int) -> Linked:
        """Return the piece whose first document has row ``first``."""
        if first not in self.linked and self.shelf is not None:
            self.linked[first] = self.shelf.linked(self.ids[first])
        return self.linked[first]

    def keep_piece(self, first: int, linked: Linked) -> None:
        """Keep a piece."""
        self.linked[first] = linked
        if self.shelf is not None:
            self.shelf.keep_linked(linked)

    def drop_piece(self, first: int) -> None:
        """Forget a piece."""
        del self.linked[first]
        if self.shelf is not None:
            self.shelf.drop_linked(self.ids[first])


@dataclass(slots=True)
class _Stretch:
    """Part of the row of a word: places, who holds it there, and whether the row begins and ends with it."""

    places: array[int]
    holders: array[int]
    begins: bool
    ends: bool

    def reaches(self, at: int) -> bool:
        """Tell whether all stand in it who are within reach of a place."""
        return (self.begins or at >= nearest.WINDOW) and (self.ends or at + nearest.WINDOW < len(self.places))


class _Shelved:
    """The words of articles in a shelf, where articles go by their ids; what was read of a row stays at hand, 16 bytes a holder."""

    def __init__(self, table: Table, shelf: Shelf) -> None:
        self._table: Table = proxy(table)  # a table begun anew frees the old one at once
        self._shelf = shelf
        self._stretches: dict[int, _Stretch] = {}

    def enter(self, word: int, place: int, held: int) -> tuple[Sequence[int], Sequence[int]]:
        """Put a holder into the row of ``word``; return the pairs that it pushes out of each other's reach."""
        stretch, at = self._around(word, place, held, stands=False)
        apart = nearest.facing(stretch.holders, at)
        self._shelf.hold(word, self._holder(place, held))
        stretch.places.insert(at, place)
        stretch.holders.insert(at, held)
        if len(stretch.places) > LONGEST:
            del self._stretches[word]
        return apart

    def leave(self, word: int, place: int, held: int) -> tuple[Sequence[int], Sequence[int]]:
        """Take a holder out of the row of ``word``; return the pairs that come within each other's reach."""
        self._shelf.let_go(word, self._holder(place, held))
        self._stretches.pop(word, None)
        stretch, at = self._around(word, place, held, stands=False)
        return nearest.facing(stretch.holders, at)

    def around(self, word: int, place: int, held: int) -> Sequence[int]:
        """Return the others within reach of a holder of ``word``."""
        stretch, at = self._around(word, place, held, stands=True)
        return stretch.holders[max(0, at - nearest.WINDOW) : at] + stretch.holders[at + 1 : at + 1 + nearest.WINDOW]

    def _holder(self, place: int, held: int) -> nearest.Holder:
        return place, self._table.ids[held >> WEIGHT_BITS], held & nearest.WEIGHT

    def _around(self, word: int, place: int, held: int, *, stands: bool) -> tuple[_Stretch, int]:
        """Return what stands around a holder of ``word`` in its row, and where it ``stands`` there itself, or would stand."""
        ids = self._table.ids
        stretch = self._stretches.get(word)
        if stretch is not None:
            at = nearest.gap((stretch.places, stretch.holders), ids, place, held)
            if stretch.reaches(at):
                return stretch, at
        if len(self._stretches) > STRETCHES:
            self._stretches = {}
        most = READ_ON * nearest.WINDOW
        before, after = self._shelf.around(word, place, ids[held >> WEIGHT_BITS], most)
        them = [*before[::-1], *([self._holder(place, held)] if stands else ()), *after]
        places, holders = array("q", [p for p, _, _ in them]), array("q", map(self._number, them))
        stretch = self._stretches[word] = _Stretch(places, holders, len(before) < most, len(after) < most)
        return stretch, len(before)

    def _number(self, holder: nearest.Holder) -> int:
        place, document, weight = holder
        row = self._table.row(document)
        self._table.place[row] = place
        return row << WEIGHT_BITS | weight


def _pair(one: Rows, other: Rows) -> Long:
    """Return a number for each pair of rows, whichever comes first."""
    return np.minimum(one, other) << 32 | np.maximum(one, other)


def _grown(x: NDArray[np.generic], size: int) -> NDArray[np.generic]:
    out = np.zeros((size, *x.shape[1:]), x.dtype)
    out[: len(x)] = x
    return out
