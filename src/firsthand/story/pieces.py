"""Pairs whose probabilities have moved -> the pieces that are others than before, linked anew into stories."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from firsthand.story.component import LADDER, rung, together
from firsthand.story.keeping import Linked
from firsthand.story.likeness import shifted
from firsthand.story.linkage import MOST_TOGETHER, P_TOGETHER, joined
from firsthand.story.lists import Long
from firsthand.story.signature import Real
from firsthand.story.table import Rows, Table

Regrouped: TypeAlias = tuple[list[tuple[str, ...]], list[tuple[str, ...]]]  # groups of documents before, and now

HOLDING = 100_000  # articles of which it is remembered to whom they are tied by pairs that hold, some 500 bytes each
SMALL = 100  # articles; fewer were saved because of one or a few happenings
SMALL_NATS = 0.9  # how much likelier, in nats, two articles of a small collection are of one happening; more would glue in ecbplus


def prior(articles: int) -> float:
    """Return how much likelier than in training, in nats, two of so many articles are one story."""
    return SMALL_NATS if articles <= SMALL else 0.0


@cache
def probabilities(nats: float) -> Real:
    """Return the probability that stands for each number of hundredths, with ``nats`` added to its log-odds."""
    return np.array([shifted(k / 100, nats) for k in range(101)])


@cache
def _rungs(nats: float) -> NDArray[np.int8]:
    """Return on how many rungs of the ladder a pair of so many hundredths holds."""
    return np.array([rung(p) for p in probabilities(nats).tolist()], np.int8)


class Pieces:
    """The pieces of a table, as they are by the probabilities that now stand; ``changed``: articles that lie in other ones than before."""

    def __init__(self, table: Table, nats: float) -> None:
        self.table = table
        self.p = probabilities(nats)
        self.rungs = _rungs(nats)
        self.changed = np.zeros(0, np.int64)
        self.touched = np.zeros(0, np.int64)
        if table.holding_nats != nats or len(table.holding) > HOLDING:
            table.holding, table.holding_nats = {}, nats

    def stirred(self, moved: Long) -> tuple[Rows, Rows]:
        """Return the articles that may lie in other pieces than before, and the pieces to link anew, by their first documents.

        A pair counts for pieces when it comes to hold, or ceases to, on some rung of the ladder; for stories inside its piece.
        """
        a, b, was, now = moved
        other = self.rungs[was] != self.rungs[now]
        for row in np.concatenate([a[other], b[other]]).tolist():
            self.table.holding.pop(row, None)
        inside = self.table.piece[a]
        held = (was != now) & (inside >= 0) & (inside == self.table.piece[b])
        return np.concatenate([a[other], b[other]]), inside[held]

    def link(self, stirred: Rows, inside: Rows, gone: Rows) -> Regrouped:
        """Return stories that may change, once pieces are found anew: those of ``stirred`` articles, those ``inside`` which pairs moved."""
        table = self.table
        anew = set(inside.tolist()) - {-1}
        placed = set(gone.tolist())
        old = {first: table.piece_of(first) for first in np.unique(table.piece[gone]).tolist()}
        waiting = self._waiting(stirred, anew)
        found: dict[int, tuple[Linked, list[int]]] = {}
        large: dict[int, int] = {}
        self._holds(waiting, 0)
        while waiting:
            row = waiting.pop()
            if row in placed:
                continue
            them, n = together(row, self._holds, large)
            placed |= them
            for first in {int(table.piece[i]) for i in them} - {-1} - old.keys():
                old[first] = table.piece_of(first)
                waiting += map(table.row, old[first].members)
            rows = sorted(them, key=table.ids.__getitem__)
            members = tuple([table.ids[i] for i in rows])
            same = old.get(rows[0])
            if same is None or rows[0] in anew or same.members != members or same.rung != n:
                same = Linked(members, n, self._groups(members, np.array(rows)))
            found[rows[0]] = same, rows
        return self._keep(old, found)

    def _waiting(self, stirred: Rows, anew: set[int]) -> list[int]:
        every = {int(i) for i in stirred}
        for first in anew:
            every.update(map(self.table.row, self.table.piece_of(first).members))
        return sorted(every)

    def _keep(self, old: dict[int, Linked], found: dict[int, tuple[Linked, list[int]]]) -> Regrouped:
        table = self.table
        before = {g for x in old.values() for g in x.groups}
        for first in old.keys() - found.keys():
            table.drop_piece(first)
        changed, touched = [], []
        for first, (linked, rows) in found.items():
            if old.get(first) is not linked:
                table.keep_piece(first, linked)
            changed += [i for i in rows if table.piece[i] != first]
            table.piece[rows] = first
            touched += [table.at[i] for g in linked.groups if g not in before for i in g]
        self.changed, self.touched = np.array(changed, np.int64), np.array(touched, np.int64)
        return sorted(before), [g for x, _ in found.values() for g in x.groups]

    # ---- one piece ---------------------------------------------------------------------------------------------------

    def _holds(self, rows: Sequence[int], n: int) -> list[list[int]]:
        """Return to whom articles are tied by pairs that hold on a rung."""
        away = [row for row in rows if row not in self.table.holding]
        if away:
            self._hold(np.array(away))
        return [others[: many[n]] for others, many in map(self.table.holding.__getitem__, rows)]

    def _hold(self, rows: Rows) -> None:
        """Keep at hand whom articles are tied to by pairs that hold on some rung, those on most rungs first."""
        others, slots, sizes = self.table.others(rows)
        rungs = self.rungs[self.table.p[slots]]
        owner = np.repeat(np.arange(len(rows)), sizes)[rungs > 0]
        others, rungs = others[rungs > 0], rungs[rungs > 0]
        them = others[np.lexsort((-rungs, owner))].tolist()
        many = np.zeros((len(rows), len(LADDER) + 1), np.int64)
        np.add.at(many, (owner, rungs), 1)
        many = many[:, ::-1].cumsum(1)[:, ::-1][:, 1:]  # on this rung or a higher one
        start = 0
        for row, on in zip(rows.tolist(), many.tolist(), strict=True):
            self.table.holding[row] = them[start : start + on[0]], on
            start += on[0]

    def _groups(self, members: tuple[str, ...], rows: Rows) -> tuple[tuple[str, ...], ...]:
        """Return the stories of one piece."""
        if not 1 < len(rows) <= MOST_TOGETHER:
            return (members,)
        others, slots, sizes = self.table.others(rows)
        order = np.argsort(rows)
        at = order[np.minimum(np.searchsorted(rows[order], others), len(rows) - 1)]
        here = rows[at] == others
        p = np.full((len(rows), len(rows)), np.nan)
        p[np.repeat(np.arange(len(rows)), sizes)[here], at[here]] = self.p[self.table.p[slots[here]]]
        return tuple(tuple([members[n] for n in g]) for g in joined(p, self.table.cut(rows), P_TOGETHER))
