"""World -> derivation graphs: the parents, families and kin of each document in as many draws as are asked for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from firsthand.records import DocumentId
from firsthand.support.ties import Tie
from firsthand.support.world import World

DRAWS = 200  # graphs drawn per story; the standard error of a probability of 0.9 is 0.02


class Graphs:
    """The derivation graphs drawn of one story; what is drawn depends on the words of its documents and on nothing else."""

    def __init__(self, world: World, *, draws: int = DRAWS) -> None:
        self.world, self.draws = world, draws
        self._dice = np.random.RandomState(0)  # seeded anew for each key
        self._uniform: dict[str, NDArray[np.float64]] = {}

    def uniform(self, key: str) -> NDArray[np.float64]:
        """Return ``draws`` numbers in [0, 1) that depend on ``key`` alone, not on what else is in the story."""
        found = self._uniform.get(key)
        if found is None:
            digest = hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=8).digest()
            self._dice.seed(np.frombuffer(digest, dtype=">u4")[::-1])
            found = self._uniform[key] = self._dice.random_sample(self.draws)
        return found

    @cached_property
    def parents(self) -> Mapping[DocumentId, tuple[list[tuple[str, ...]], NDArray[np.int64]]]:
        """Return, for each document, the sets of parents that it is drawn with, and which of them in each draw.

        No draw holds a circle.
        """
        drawn = {i: _drawn(i, self.world.ties.get(i, ()), self) for i in self.world.articles}
        for n in range(self.draws):
            _open_circles(drawn, n)
        out = {}
        for i, rows in drawn.items():
            sets = sorted(set(rows))
            number = {s: n for n, s in enumerate(sets)}
            out[i] = (sets, np.array([number[r] for r in rows], dtype=np.int64))
        return out

    @cached_property
    def families(self) -> Mapping[DocumentId, NDArray[np.int64]]:
        """Return, for each document, the number of the family that it belongs to by its drawn parents in each draw."""
        number: dict[str, int] = {}
        rows = []
        for n in range(self.draws):
            heads = _families({i: sets[drawn[n]] for i, (sets, drawn) in self.parents.items()})
            rows.append([number.setdefault(heads[i], len(number)) for i in self.world.articles])
        table = np.array(rows, dtype=np.int64).reshape(self.draws, len(self.world.articles))
        return {i: table[:, n] for n, i in enumerate(self.world.articles)}

    @cached_property
    def below(self) -> NDArray[np.float64]:
        """Return the share of draws in which each document (row) descends from each, by reports that can be seen; see ``number``."""
        bit = {i: 1 << n for i, n in self.number.items()}
        rows = [
            _above({i: sets[drawn[n]] for i, (sets, drawn) in self.parents.items()}, bit) for n in range(self.draws)
        ]
        share = np.zeros((len(bit), len(bit)))
        for above, many in Counter(rows).items():  # one at a time: all together are some GB in a large story
            share += many * _bits(above)
        return share / self.draws

    @cached_property
    def number(self) -> Mapping[DocumentId, int]:
        """Return the place of each document in ``articles``."""
        return {i: n for n, i in enumerate(self.world.articles)}

    @cached_property
    def kin(self) -> Mapping[DocumentId, tuple[tuple[DocumentId, NDArray[np.bool_]], ...]]:
        """Return, for each document, who is its kin beyond the drawn parents: (document, whether so in each draw)."""
        out: dict[DocumentId, list[tuple[DocumentId, NDArray[np.bool_]]]] = {}
        key = self.world.key
        for (a, b), p in sorted(self.world.kin_pairs.items(), key=lambda x: (key[x[0][0]], key[x[0][1]])):
            tied = self.families[a] == self.families[b]
            p_tied = float(tied.mean())
            rest = max(0.0, (p - p_tied) / (1 - p_tied)) if p_tied < 1 else 0.0
            u = self.uniform(f"kin:{key[a]}:{key[b]}")
            row = u < np.where(tied, self.world.chances.second_way * p, rest)
            if not row.any():
                continue
            out.setdefault(a, []).append((b, row))
            out.setdefault(b, []).append((a, row))
        return {i: tuple(rows) for i, rows in out.items()}


def _drawn(child: DocumentId, ties: Sequence[Tie], graphs: Graphs) -> list[tuple[str, ...]]:
    """Return the parents of ``child`` in each draw.

    One tie at most is drawn as the main parent (its probabilities exclude each other as far as they sum to one), the
    others are drawn besides it so that each tie stands in the share of draws that its probability asks for.
    """
    if not ties:
        return [()] * graphs.draws
    total = sum(t.probability for t in ties)
    shares = [t.probability / max(1.0, total) for t in ties]
    key = graphs.world.key[child]
    main = graphs.uniform(f"main:{key}")
    extra = [graphs.uniform(f"tie:{key}:{graphs.world.parent_key(t.parent)}") for t in ties]
    out: list[tuple[str, ...]] = []
    for n in range(graphs.draws):
        u, chosen = float(main[n]), []
        for k, tie in enumerate(ties):
            if 0 <= u < shares[k] or (shares[k] < 1 and extra[k][n] < (tie.probability - shares[k]) / (1 - shares[k])):
                chosen.append(tie.parent)
            u -= shares[k]
        out.append(tuple(chosen))
    return out


def _open_circles(drawn: dict[DocumentId, list[tuple[str, ...]]], n: int) -> None:
    """Take out of draw ``n`` each tie that would close a circle of parents."""
    done: set[str] = set()
    for start in drawn:
        stack: list[tuple[str, int]] = [(start, 0)]  # (where we are, which of its ties comes next)
        on_path = {start}
        while stack:
            here, at = stack.pop()
            ties = drawn[DocumentId(here)][n] if here in drawn and here not in done else ()
            if at >= len(ties):
                on_path.discard(here)
                done.add(here)
            elif ties[at] in on_path:
                drawn[DocumentId(here)][n] = ties[:at] + ties[at + 1 :]
                stack.append((here, at))
            else:
                stack.append((here, at + 1))
                if ties[at] not in done:
                    on_path.add(DocumentId(ties[at]))
                    stack.append((ties[at], 0))


def _above(parents: Mapping[DocumentId, tuple[str, ...]], bit: Mapping[DocumentId, int]) -> tuple[int, ...]:
    """Return the bits of all documents that each one descends from; ``parents`` hold no circle."""
    out: dict[DocumentId, int] = {}
    for start in bit:
        path = [start]
        while path:
            seen = [DocumentId(p) for p in parents[path[-1]] if p in bit]
            missing = [p for p in seen if p not in out]
            if missing:
                path += missing
            else:
                out[path.pop()] = reduce(or_, (bit[p] | out[p] for p in seen), 0)
    return tuple(out[i] for i in bit)


def _bits(masks: Sequence[int]) -> NDArray[np.float64]:
    """Return the bits of each of as many masks as they have bits, the lowest first, as rows of 0 and 1."""
    size = len(masks)
    held = np.frombuffer(b"".join(m.to_bytes(size // 8 + 1, "little") for m in masks), np.uint8)
    return np.unpackbits(held.reshape(size, -1), axis=1, count=size, bitorder="little").astype(np.float64)


def _families(parents: Mapping[DocumentId, tuple[str, ...]]) -> dict[str, str]:
    head: dict[str, str] = {}

    def find(x: str) -> str:
        head.setdefault(x, x)
        while head[x] != x:
            head[x] = head[head[x]]
            x = head[x]
        return x

    for child, ties in parents.items():
        for parent in ties:
            a, b = find(child), find(parent)
            if a != b:
                head[max(a, b)] = min(a, b)
        find(child)
    return {x: find(x) for x in list(head)}
