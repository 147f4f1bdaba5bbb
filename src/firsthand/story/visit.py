"""A portion of articles that come or go: whom they touch, and how far the pairs around them move."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from firsthand.story import nearest
from firsthand.story.change import Change, changes
from firsthand.story.likeness import Scratch, Ties, facts, p_same, ties
from firsthand.story.lists import Long, ranks
from firsthand.story.nearest import LEAST_SHARED, LOT, LOT_BITS, WEIGHT
from firsthand.story.pieces import Pieces, Regrouped, prior
from firsthand.story.signature import WEIGHT_BITS, Signature
from firsthand.story.table import Rows, Table

LEAST_KEY = LEAST_SHARED << LOT_BITS
REACHED_AT_ONCE = 128  # articles whose neighbours are sought together: some 3,000 candidates each
APART_AT_ONCE = 100_000  # pairs looked up together
SETS_AT_ONCE = 500  # pairs whose words are compared together
FEW = 64  # articles whose neighbours are put in order together, wide or not
NONE = np.zeros(0, np.int64)

Triples: TypeAlias = tuple[
    Long, Long, Long
]  # articles, others (or where they stand among the neighbours), what is shared


class Visit:
    """One portion. ``moved``: one and other of pairs with their hundredths before and now, 0 for none."""

    def __init__(self, table: Table, scratch: Scratch, touched: set[str]) -> None:
        self.table = table
        self.scratch = scratch
        self.touched = touched
        self.nats_before = prior(table.count()) if table.count() else None
        self.changed: list[Rows] = []
        self.moved: list[Long] = [np.zeros((4, 0), np.int64)]

    def arrive(self, signatures: Sequence[Signature]) -> tuple[Change, ...]:
        """Return what changes by new articles, after everything that does is kept."""
        table = self.table
        new = table.enter(signatures)
        lost = self._among_neighbours(self._pairs_at(new, table.words.enter))
        one, other, shared = self._reached(new)
        back = ~table.among(other, new)
        met = _joined([(one, other, shared), (other[back], one[back], shared[back])])
        cut = self._settle(new, lost, met)
        old, now = self._link(prior(table.count()), cut, new, NONE)
        return changes(old, now, [s.id for s in signatures])

    def leave(self, documents: Sequence[str]) -> None:
        """Take articles out, after everything that changes is kept."""
        table = self.table
        gone = table.rows(sorted(documents))
        who, column, _ = self._among_neighbours(self._reached(gone))
        lost = who, column, table.key[who, column] >> LOT_BITS  # all that is shared
        a, b, by = self._pairs_at(gone, table.words.leave)
        stay = ~(table.among(a, gone) | table.among(b, gone))
        gained, met = self._closer(a[stay], b[stay], by[stay])
        table.floor[gone] = 0
        cut = self._settle(gone, _joined([lost, gained]), met)
        self._link(prior(table.count() - len(gone)), cut, NONE, gone)
        table.leave(gone)

    # ---- neighbours --------------------------------------------------------------------------------------------------

    def _pairs_at(self, rows: Rows, step: Callable[[int, int, int], tuple[Sequence[int], Sequence[int]]]) -> Triples:
        """Return the pairs that a step for each word of articles brings together or apart, and what they share by that word."""
        one, other = array("q"), array("q")
        for row in rows.tolist():
            place = int(self.table.place[row])
            for word, weight in self.table.signature(row).sought():
                a, b = step(word, place, row << WEIGHT_BITS | weight)
                one.extend(a)
                other.extend(b)
        x, y = (np.frombuffer(held, np.int64) if held else NONE for held in (one, other))
        return x >> WEIGHT_BITS, y >> WEIGHT_BITS, (x & WEIGHT) * (y & WEIGHT)

    def _among_neighbours(self, pairs: Triples) -> Triples:
        """Return where of each pair, both ways, the second stands among the neighbours of the first, and what they share."""
        table = self.table
        out = [(NONE, NONE, NONE)]
        for n in range(0, len(pairs[0]), APART_AT_ONCE):
            one, other, shared = (x[n : n + APART_AT_ONCE] for x in pairs)
            for a, b in ((one, other), (other, one)):
                table.load(a)
                may = table.may_be_near(a, b)
                a, b, by = a[may], b[may], shared[may]
                at, column = np.nonzero(table.near[a] == b[:, None])
                out.append((a[at], column, by[at]))
        return _joined(out)

    def _reached(self, rows: Rows) -> Triples:
        """Return all within reach that share enough with articles, by the rows of words as they now stand."""
        parts = [self._some_reached(rows[n : n + REACHED_AT_ONCE]) for n in range(0, len(rows), REACHED_AT_ONCE)]
        return _joined([(NONE, NONE, NONE), *parts])

    def _some_reached(self, rows: Rows) -> Triples:
        held = array("q")
        sizes, weights, owners = [], [], []
        for n, row in enumerate(rows.tolist()):
            place = int(self.table.place[row])
            for word, weight in self.table.signature(row).sought():
                found = self.table.words.around(word, place, row << WEIGHT_BITS | weight)
                held.extend(found)
                sizes.append(len(found))
                weights.append(weight)
                owners.append(n)
        if not held:
            return NONE, NONE, NONE
        found_ = np.frombuffer(held, np.int64)
        shared = (found_ & WEIGHT) * np.repeat(weights, sizes)
        # whom and who in the high bits, where in the low ones: sorting numbers is quicker than sorting places
        bits = len(held).bit_length()
        order = np.sort(
            (np.repeat(owners, sizes) << 32 | found_ >> WEIGHT_BITS) << bits | np.arange(len(held), dtype=np.int64)
        )
        pair = order >> bits
        first = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]]))
        sums = np.add.reduceat(shared[order & (1 << bits) - 1], first)
        enough = sums >= LEAST_SHARED
        pair = pair[first[enough]]
        return rows[pair >> 32], pair & 0xFFFFFFFF, sums[enough]

    def _closer(self, a: Rows, b: Rows, by: Long) -> tuple[Triples, Triples]:
        """Return what neighbours share less (below 0) now that others left, as ``_among_neighbours`` does, and who may be new ones."""
        pair, at = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_inverse=True)
        gained = np.bincount(at, by, len(pair)).astype(np.int64)
        a, b = pair >> 32, pair & 0xFFFFFFFF
        self.table.load(np.concatenate([a, b]))
        sides, lacking = [], []
        shared = np.zeros(len(pair), np.int64)
        for one, other in ((a, b), (b, a)):
            at, column = np.nonzero(self.table.near[one] == other[:, None])
            shared[at] = (self.table.key[one[at], column] >> LOT_BITS) + gained[at]
            sides.append((one[at], column, -gained[at]))
            lacks = np.ones(len(pair), np.bool_)
            lacks[at] = False
            lacking.append((one, other, lacks))
        new = shared == 0
        shared[new] = self._shared(a[new], b[new])
        enough = shared >= LEAST_SHARED
        met = [(one[x & enough], other[x & enough], shared[x & enough]) for one, other, x in lacking]
        return _joined(sides), _joined(met)

    def _shared(self, a: Rows, b: Rows) -> Long:
        """Return what pairs of articles share, by the rows as they now stand; 0 for those that cannot be neighbours."""
        table = self.table
        out = self._common(a, b)
        near = (out << LOT_BITS | table.place[b] & LOT) > table.floor[a]
        near |= (out << LOT_BITS | table.place[a] & LOT) > table.floor[b]
        out[~(near & (out >= LEAST_SHARED))] = 0
        for n in np.flatnonzero(out).tolist():
            one, other = int(a[n]), int(b[n])
            theirs = dict(table.signature(other).sought())
            out[n] = sum(
                weight * theirs[word]
                for word, weight in table.signature(one).sought()
                if word in theirs
                and other << WEIGHT_BITS | theirs[word]
                in table.words.around(word, int(table.place[one]), one << WEIGHT_BITS | weight)
            )
        return out

    def _common(self, a: Rows, b: Rows) -> Long:
        """Return what pairs of articles would share if all their words stood within reach."""
        out = np.zeros(len(a), np.int64)
        for n in range(0, len(a), SETS_AT_ONCE):
            some = slice(n, n + SETS_AT_ONCE)
            one, other = self._sought(a[some]), self._sought(b[some])
            same = one[:, :, None] >> WEIGHT_BITS == other[:, None, :] >> WEIGHT_BITS
            out[some] = (same * ((one[:, :, None] & WEIGHT) * (other[:, None, :] & WEIGHT))).sum((1, 2))
        return out

    def _sought(self, rows: Rows) -> Long:
        keys = [self.table.signature(row).keys for row in rows.tolist()]
        out = np.zeros(
            (len(keys), max((len(k) for k in keys), default=0)), np.int64
        )  # a weight of 0 counts for nothing
        for n, k in enumerate(keys):
            out[n, : len(k)] = k
        return out

    # ---- what changes by that ----------------------------------------------------------------------------------------

    def _settle(self, rows: Rows, lost: Triples, met: Triples) -> Rows:
        """Bring neighbours, pairs and probabilities up to date; return the articles that came to be cut, or ceased to."""
        table = self.table
        a, b, shared = met
        table.load(a)
        key = shared << LOT_BITS | table.place[b] & LOT
        ahead = key > table.floor[a]
        a, b, key = a[ahead], b[ahead], key[ahead]
        them = np.unique(np.concatenate([rows, lost[0], a]))
        before, was_cut = table.slot[them, : nearest.KEPT], table.cut(them)
        np.subtract.at(table.key, lost[:2], lost[2] << LOT_BITS)
        mine = table.among(them, rows) if len(them) > FEW else np.ones(len(them), np.bool_)
        for some in (them[mine], them[~mine]):  # of those that come many are met, of others few: tables of two widths
            if len(some):
                own = table.among(a, some)
                self._merge(some, a[own], b[own], key[own])
        self._refill(them)
        made = self._tie(them)
        self._part(them, before)
        self._weigh(them, made)
        self.changed.append(them)
        changed: Rows = them[table.cut(them) != was_cut]
        return changed

    def _merge(self, them: Rows, a: Rows, b: Rows, key: Long) -> None:
        """Put ``b`` among the neighbours of ``a``; who falls behind the spare ones is forgotten."""
        table = self.table
        width = table.key.shape[1]
        order = np.lexsort((-key, a))
        rank = ranks(np.unique(a, return_counts=True)[1])
        order, rank = order[rank <= width], rank[rank <= width]
        more = int(rank.max()) + 1 if len(rank) else 0
        shape = len(them), width + max(1, more)
        keys = np.zeros(shape, np.int64)
        near, slot = np.full(shape, -1, np.int32), np.full(shape, -1, np.int32)
        keys[:, :width], near[:, :width], slot[:, :width] = table.key[them], table.near[them], table.slot[them]
        at = np.searchsorted(them, a[order]), width + rank
        keys[at], near[at] = key[order], b[order]
        keys[keys < np.maximum(LEAST_KEY, table.floor[them])[:, None]] = 0
        best = np.argsort(-keys, axis=1)
        best += np.arange(len(them))[:, None] * shape[1]
        keys, near, slot = keys.ravel()[best], near.ravel()[best], slot.ravel()[best]
        near[keys == 0] = slot[keys == 0] = -1
        table.floor[them] = np.maximum(table.floor[them], keys[:, width])
        table.key[them], table.slot[them] = keys[:, :width], slot[:, :width]
        table.put_near(them, near[:, :width])

    def _refill(self, them: Rows) -> None:
        """Look anew for the neighbours of those that have lost too many."""
        table = self.table
        few = them[(table.floor[them] > 0) & ~table.cut(them)]
        if not len(few):
            return
        had = [dict(zip(*(x[row].tolist() for x in (table.near, table.slot)), strict=True)) for row in few.tolist()]
        table.key[few] = table.floor[few] = 0
        a, b, shared = self._reached(few)
        self._merge(few, a, b, shared << LOT_BITS | table.place[b] & LOT)
        for row, slots in zip(few.tolist(), had, strict=True):
            table.slot[row] = [slots.get(j, -1) for j in table.near[row].tolist()]

    def _tie(self, them: Rows) -> Long:
        """Compare articles that have come to be neighbours that count; return the slots of the new pairs."""
        table = self.table
        table.slot[them, nearest.KEPT :] = -1
        at, column = np.nonzero((table.near[them] >= 0)[:, : nearest.KEPT] & (table.slot[them, : nearest.KEPT] < 0))
        a = them[at]
        b = table.near[a, column].astype(np.int64)
        table.load(b)
        back = table.counts(b, a)
        slots = np.where(back.any(1), table.slot[b, back.argmax(1)], -1).astype(np.int64)
        new = slots < 0
        pair, of = np.unique((np.minimum(a, b) << 32 | np.maximum(a, b))[new], return_inverse=True)
        made = table.tie(pair >> 32, pair & 0xFFFFFFFF)
        slots[new] = made[of]
        table.slot[a, column] = slots
        self._compare(made)
        return made

    def _compare(self, slots: Long) -> None:
        """Measure pairs: all those of one article together, of the article that has more of them."""
        table = self.table
        a, b = table.ends(slots)
        _, at, many = np.unique(np.concatenate([a, b]), return_inverse=True, return_counts=True)
        mine = many[at[: len(a)]] >= many[at[len(a) :]]
        one, other = np.where(mine, a, b), np.where(mine, b, a)
        order = np.argsort(one, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(one[order])) + 1) if len(order) else ():
            signature = table.signature(int(one[some[0]]))
            found = ties(signature, [table.signature(j) for j in other[some].tolist()], self.scratch)
            for name, values in found._asdict().items():
                getattr(table, name)[slots[some]] = values

    def _part(self, them: Rows, before: NDArray[np.int32]) -> None:
        """Forget pairs that neither article counts among its neighbours any more."""
        table = self.table
        slots = table.unused(before, them)
        a, b = table.ends(slots)
        table.load(np.concatenate([a, b]))
        used = [(table.slot[end, : nearest.KEPT] == slots[:, None]).any(1) for end in (a, b)]
        slots = slots[~(used[0] | used[1])]  # who now counts on the other anew has a pair of its own
        self._move(slots, table.p[slots], np.zeros(len(slots), np.int8))
        table.part(slots)

    def _weigh(self, them: Rows, made: Long) -> None:
        """Give every pair its probability that is new, or around whose ends the facts have changed."""
        table = self.table
        slot = table.slot[them, : nearest.KEPT]
        head, text = (np.where(slot < 0, -1, x[slot]) for x in (table.head, table.text))
        found = facts(head, text)
        others = them[(found != table.facts[them]).any(1)]
        table.facts[them] = found
        slots = np.unique(np.concatenate([table.pairs.of(others)[0], made]))
        a, b = table.ends(slots)
        table.load(np.concatenate([a, b]))
        now, like = p_same(Ties(*(getattr(table, x)[slots] for x in Ties._fields)), table.facts[a], table.facts[b])
        other = (now != table.p[slots]) | (like != table.like[slots])
        self._move(slots[other], np.maximum(0, table.p[slots[other]]), now[other])
        table.p[slots], table.like[slots] = now, like

    def _move(self, slots: Long, was: NDArray[np.int8], now: NDArray[np.int8]) -> None:
        a, b = self.table.ends(slots)
        self.moved.append(np.stack([a, b, was, now]))
        self.changed += [a, b]

    # ---- pieces and stories ------------------------------------------------------------------------------------------

    def _link(self, nats: float, cut: Rows, new: Rows, gone: Rows) -> Regrouped:
        """Return stories that may change, after all pieces that may be others than before are found and linked anew."""
        table = self.table
        moved = np.concatenate(self.moved, axis=1)
        pieces = Pieces(table, nats)
        stirred, inside = pieces.stirred(moved)
        if self.nats_before is not None and nats != self.nats_before:
            stirred = table.rows(table.documents())
            inside = table.piece[stirred].astype(np.int64)
        stirred = np.concatenate([stirred, new])
        found = pieces.link(stirred, np.concatenate([inside, table.piece[cut], table.piece[gone]]), gone)
        touched = np.unique(np.concatenate([moved[0], moved[1], stirred, pieces.touched]))
        self.touched.update([table.ids[row] for row in touched.tolist()])
        changed = np.concatenate([*self.changed, pieces.changed, new])
        table.save(changed[~table.among(changed, gone)])
        return found


def _joined(parts: Sequence[Triples]) -> Triples:
    one, other, shared = (np.concatenate(x) for x in zip(*parts, strict=True))
    return one, other, shared
