"""Articles, a few after another -> stories that change as they come; in the end the same stories in any order and any portions.

All that is kept of an article is in a ``Table``: its signature, its nearest neighbours, what it has in common with them, and the piece
it lies in. Each step of a visit takes all articles of a portion at once. An article touches a bounded number of others:
those that share a telling word with it and stand near it in the row of that word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.records import Article, DocumentId, Story
from firsthand.story.change import Change, name
from firsthand.story.keeping import Shelf
from firsthand.story.likeness import Scratch
from firsthand.story.pieces import prior, probabilities
from firsthand.story.signature import Signature, sign
from firsthand.story.table import Table
from firsthand.story.telling import told
from firsthand.story.visit import Visit

AT_ONCE = 1000  # articles of one portion, which bounds the memory that a visit takes
ROWS = 100_000  # of a table beside a shelf, some 1 kB each; then it is begun anew
LIKELY = (
    2  # hundredths from which a report of another story stands beside one, whatever their days; from 3 on rewrites lose
)
#             parents (docs/method/stemma.md)
READ = 60_000  # of these rows of which it is read what is known, some 8 kB each; the same. A few hundred texts that come in
#                can be near to most of those that are known: with fewer than these all are read again for each portion
BESIDE = (
    120  # articles of other stories that a story is seen beside; with 60 syria-pairs lost .01, with all they won .01
)


class Stream:
    """Stories that grow by some articles at a time; ``touched`` collects those whose story, or what is said of it, may be another."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._held = Table(shelf)
        self._turn = None if shelf is None else shelf.turn
        self._scratch = Scratch()
        self.touched: set[str] = set()

    def add(self, *articles: Article) -> tuple[Change, ...]:
        """Return what changes by more articles, whose ids must be new."""
        return self.arrive(*map(sign, articles))

    def arrive(self, *signatures: Signature) -> tuple[Change, ...]:
        """Return what changes by more articles, given as their signatures; portion by portion where there are very many."""
        out: list[Change] = []
        for n in range(0, len(signatures), AT_ONCE):
            out += self._visit().arrive(signatures[n : n + AT_ONCE])
        return tuple(out)

    def remove(self, *documents: str) -> None:
        """Take articles out: all is then as if they had never come."""
        for n in range(0, len(documents), AT_ONCE):
            self._visit().leave(documents[n : n + AT_ONCE])
        self.touched.difference_update(documents)

    def group(self, document: str) -> tuple[str, ...]:
        """Return the articles of the story in which ``document`` lies."""
        table = self.table
        (row,) = table.rows([document]).tolist()
        groups = table.piece_of(int(table.piece[row])).groups
        return next(g for g in groups if document in g)

    def stories(self) -> tuple[Story, ...]:
        """Return all stories as they now stand, in order of their ids."""
        table = self.table
        rows = table.rows(table.documents())  # first: rows that are read make the columns longer
        firsts = np.unique(table.piece[rows]).tolist()
        out = [self.story(g) for g in [g for first in firsts for g in table.piece_of(first).groups]]
        return tuple(sorted(out, key=lambda s: s.documents[0]))

    def story(self, documents: Sequence[str]) -> Story:
        """Return the story of ``documents``, a group of some piece, with its title and why it is one."""
        table = self.table
        likely = probabilities(prior(table.count())).tolist()
        rows = table.rows(documents).tolist()
        title, because = told(
            [table.signature(row) for row in rows],
            {table.ids[row]: {i: likely[p] for i, p in _tied(table, row, table.p)} for row in rows},
        )
        return Story(name(documents), title, tuple(DocumentId(i) for i in documents), because=because)

    def beside(self, documents: Sequence[str]) -> tuple[DocumentId, ...]:
        """Return the articles of other stories that are nearest to ``documents``, in order of their ids; a bounded number."""
        nearest: dict[str, int] = {}
        table = self.table
        for row in table.rows(documents).tolist():
            for other, p in _tied(table, row, table.like):
                nearest[other] = max(p, nearest.get(other, 0))
        own = set(documents)
        best = sorted((-p, i) for i, p in nearest.items() if p >= LIKELY and i not in own)
        return tuple(sorted(DocumentId(i) for _, i in best[:BESIDE]))

    @property
    def table(self) -> Table:
        """Return the table; a new one when the shelf is to be read anew, or the old one has become large."""
        shelf = self._shelf
        if shelf is not None and (shelf.turn != self._turn or self._is_large()):
            self._held, self._turn = Table(shelf), shelf.turn
        return self._held

    def _is_large(self) -> bool:
        return len(self._held.ids) > ROWS or int(self._held.held.sum()) > READ

    def _visit(self) -> Visit:
        return Visit(self.table, self._scratch, self.touched)


def _tied(table: Table, row: int, how: NDArray[np.int8]) -> list[tuple[str, int]]:
    """Return those with whom an article is compared, with what ``how`` says of the pairs."""
    others, slots, _ = table.others(np.array([row]))
    return [(table.ids[j], p) for j, p in zip(others.tolist(), how[slots].tolist(), strict=True)]
