"""Graphs + mentions of a claim -> how many origins stand behind it, as a distribution over drawn derivation graphs.

In each drawn graph every mention points to at most one thing: a named source, the mention of a parent report that says
the same, a lost report that it shares with its kin, or its own document. Following the pointers ends at an origin;
a circle of pointers is one unknown origin. K is the number of different ends. All graphs are followed at once: what a
mention points to is an array with one entry for each graph, a mention as its number, an origin as a negative number.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from firsthand.lemma import stem
from firsthand.records import Claim, DocumentId, Origins, SourceId, SourceKind, StatementId
from firsthand.support.graphs import Graphs
from firsthand.support.replies import SHORT_WORD, Replies
from firsthand.support.world import CARRIERS, Said

SURE = 0.9  # ``low`` is the largest k with P(K >= k) >= SURE
HALF = 0.501  # what the numbers of origins up to the median keep: with rounding more than half
POSSIBLE = 0.1  # ``high`` is the largest k with P(K >= k) >= POSSIBLE
ROUNDING = 0.0005  # what rounding of a distribution may take from a sum of its parts
ALONE = 20  # draws for a claim of one mention: K is 1 in all, only who it is may differ
_HANDED_ON = (
    1e-6  # weight of a mention that came by way of another, beside one that did not; only to break a tie of none
)
COPY_WORDS = 5  # words; the same run of so many in two kindred reports is one text
KINDRED = 0.5  # kinship above which the same words in two reports are one text

Pointers = NDArray[np.int64]
Draws = NDArray[np.bool_]
Chance = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """The origins of one claim: for each mention and draw the origin it ends at, as an index into ``labels``."""

    said: tuple[Said, ...]
    labels: tuple[str, ...]
    ends: Pointers  # mentions x draws

    def _rows(self, ids: Collection[StatementId] | None) -> Pointers:
        if ids is None:
            return self.ends
        return self.ends[[n for n, s in enumerate(self.said) if s.id in ids]]

    def all_in(self, ids: Collection[StatementId]) -> bool:
        """Tell whether ``ids`` hold every mention."""
        return all(s.id in ids for s in self.said)

    def origins(self, ids: Collection[StatementId] | None = None) -> Origins:
        """Return the distribution of the number of origins, of all mentions or of those in ``ids``."""
        many = len(self.said) if ids is None else sum(s.id in ids for s in self.said)
        return spread(self.counts(ids)) if many > 1 else Origins(1, 1, {1: 1.0})

    def counts(self, ids: Collection[StatementId] | None = None) -> Counter[int]:
        """Return in how many draws there are how many origins."""
        return Counter(_distinct(self._rows(ids)).tolist())

    def many(self, draws: int, but: Collection[str] = ()) -> Pointers:
        """Return how many origins there are in each of ``draws``, those in ``but`` left out."""
        return _again(_distinct(self.ends, [n for n, label in enumerate(self.labels) if label in but]), draws)

    def standing(self, labels: Collection[str], draws: int) -> Pointers:
        """Return how many of ``labels`` stand behind a mention in each of ``draws``."""
        found = [(self.ends == n).any(axis=0) for n, label in enumerate(self.labels) if label in labels]
        return _again(np.sum(found, axis=0, dtype=np.int64), draws) if found else np.zeros(draws, dtype=np.int64)

    def likely_ends(self, ids: Collection[StatementId] | None = None) -> list[tuple[str, float]]:
        """Return the origins with the share of draws in which each stands behind a mention, likeliest first."""
        rows = self._rows(ids)
        draws = rows.shape[1]
        if len(rows) == 1:
            seen = np.bincount(rows[0], minlength=len(self.labels))
        else:
            stands = np.zeros((len(self.labels), draws), dtype=bool)
            stands[rows, np.arange(draws)] = True
            seen = stands.sum(axis=1)
        found = ((self.labels[n], int(seen[n]) / draws) for n in np.flatnonzero(seen).tolist())
        return sorted(found, key=lambda x: (-x[1], x[0]))


def _distinct(ends: Pointers, but: Sequence[int] = ()) -> Pointers:
    """Return how many different origins, but for some, each draw (column) has."""
    rows = np.sort(ends, axis=0)
    first = np.ones(rows.shape, dtype=bool)
    first[1:] = rows[1:] != rows[:-1]
    if but:
        first &= ~np.isin(rows, but)
    found: Pointers = first.sum(axis=0)
    return found


def _again(values: Pointers, draws: int) -> Pointers:
    """Return as many values as there are ``draws``: a claim of one mention has fewer, which come again."""
    return values if len(values) == draws else np.resize(values, draws)


def with_near(
    own: Tally, near: Sequence[tuple[Tally, float]], named: Callable[[str], bool], but: Collection[str] = ()
) -> dict[int, float]:
    """Return the distribution of the number of origins when what is ``near``, each with its chance, may answer the same question.

    Of what is near only origins count that have a name (those without would often go back to one of this claim) and that neither
    this claim has nor one nearer. They are added where no fewer than the median stand behind the claim as found, which stays
    likelier than not: neither ``low`` nor the median moves. Origins in ``but`` are left out of both.
    """
    draws = max(t.ends.shape[1] for t in (own, *(t for t, _ in near)))
    many = own.many(draws)
    median = int(np.sort(many)[(draws - 1) // 2])
    known = set(own.labels)
    new: list[tuple[Tally, float, set[str]]] = []
    for t, p in near:
        fresh = {label for label in t.labels if label not in known and named(label)}
        known |= fresh
        new.append((t, p, fresh))

    def spread_over(counts: Pointers, gone: Collection[str]) -> tuple[Chance, Chance]:
        more = [t.standing(fresh.difference(gone), draws) * (many >= median) for t, _, fresh in new]
        size = int(counts.max() + sum(m.max() for m in more)) + 1
        whole = np.zeros(size)
        for taken in product((0, 1), repeat=len(new)):
            chance = math.prod(p if so else 1.0 - p for (_, p, _), so in zip(new, taken, strict=True))
            reached = counts + sum(m for m, so in zip(more, taken, strict=True) if so)
            whole += chance * np.bincount(reached, minlength=size)
        return np.bincount(counts, minlength=size) / draws, whole / draws

    alone, whole = spread_over(many, ())
    had, left = alone[: median + 1].sum(), whole[: median + 1].sum()
    share = 1.0 if left >= min(had, HALF) else max(0.0, had - HALF) / (had - left)
    if but:
        alone, whole = spread_over(own.many(draws, but), but)
    both = np.round((1 - share) * alone + share * whole, 4)
    return {k: p for k, p in enumerate(both.tolist()) if p}


def spread(counts: Counter[int]) -> Origins:
    """Return the distribution that ``counts`` of draws give, with the 90 % bounds of the contract."""
    total = sum(counts.values())
    return bounded({k: round(counts[k] / total, 4) for k in sorted(counts)})


def bounded(probability: dict[int, float]) -> Origins:
    """Return a distribution with the 90 % bounds of the contract."""
    return Origins(least(probability, SURE), least(probability, POSSIBLE), probability)


def least(probability: Mapping[int, float], share: float) -> int:
    """Return the largest k with P(K >= k) >= ``share``, at least 1."""
    reached = (
        k
        for k in range(1, max(probability) + 1)
        if sum(p for j, p in probability.items() if j >= k) >= share - ROUNDING
    )
    return max(reached, default=1)


def tally(claim: Claim, graphs: Graphs) -> Tally | None:
    """Return the origins of the mentions of a claim; ``None`` when nothing supports it (K is then undefined, not 0)."""
    said = graphs.world.said(claim.statements)
    if not said:
        return None
    draws = graphs.draws if len(said) > 1 else min(ALONE, graphs.draws)
    board = _Board(graphs, said, claim, draws)
    ends = board.ends()
    return Tally(tuple(said), tuple(board.labels), ends)


class _Board:
    """The pointers of one claim's mentions, in all draws."""

    def __init__(self, graphs: Graphs, said: Sequence[Said], claim: Claim, draws: int) -> None:
        world = graphs.world
        self.graphs, self.world, self.said, self.draws = graphs, world, said, draws
        self.chances = world.chances
        self.labels: list[str] = []
        self._codes: dict[str, int] = {}
        self.by_document: dict[DocumentId, list[int]] = {}
        for n, s in enumerate(said):
            self.by_document.setdefault(s.document, []).append(n)
        self.bags = [frozenset(stem(w) for w in s.key.split() if len(w) > SHORT_WORD) for s in said]
        self.replies = Replies(said, claim, [world.statements[s.id].status for s in said])
        self.relays = self._relays()
        self.naming = [m for m, s in enumerate(said) if s.chain and world.named_kind(s.chain[-1]) is not None]
        self._best_told: dict[tuple[int, bool], tuple[float, int, int] | None] = {}
        self._named_ends: dict[int, Pointers] = {}
        self._parents: dict[int, tuple[Pointers, Pointers, Draws]] = {}
        self._circles: dict[tuple[int, ...], Pointers] = {}

    def _u(self, what: str) -> Chance:
        return self.graphs.uniform(what)[: self.draws]

    def _key(self, k: int) -> str:
        return self.world.key[self.said[k].document]

    def _code(self, label: str) -> int:
        """Return the pointer to an origin: below 0."""
        if label not in self._codes:
            self._codes[label] = -1 - len(self.labels)
            self.labels.append(label)
        return self._codes[label]

    def _all(self, pointer: int) -> Pointers:
        return np.full(self.draws, pointer, dtype=np.int64)

    def ends(self) -> Pointers:
        """Return the origin that each mention ends at in each draw, as an index into ``labels``."""
        point = np.stack([self._pointer(k) for k in range(len(self.said))])
        ends = self._followed(point)
        for group in self._copies():
            self._made_one(ends, group)
        ends = self._full_names(ends)
        ends = self._past_carriers(ends)
        self._settle(ends, np.where(point < 0, 1.0, _HANDED_ON))
        return -1 - ends

    # ---- from pointers to ends ----------------------------------------------------------------------------------

    def _followed(self, point: Pointers) -> Pointers:
        """Return where each pointer leads: each round goes twice as far, what then still points at a mention goes in a circle."""
        ends = point.copy()
        columns = np.arange(self.draws)
        for _ in range(len(self.said).bit_length() + 1):
            on = ends >= 0
            if not on.any():
                return ends
            ends = np.where(on, ends[np.where(on, ends, 0), columns], ends)
        for draws in _same_columns(point, np.flatnonzero((ends >= 0).any(axis=0))):
            column, reached = point[:, draws[0]].tolist(), ends[:, draws[0]].tolist()
            circles = {inside: _circle(inside, column) for inside in set(reached) if inside >= 0}
            for circle in sorted({tuple(c) for c in circles.values()}):
                into = [k for k, inside in enumerate(reached) if inside in circle]
                if circle not in self._circles:
                    self._circles[circle] = self._out_of(circle)
                ends[np.array(into)[:, None], draws] = self._circles[circle][draws]
        return ends

    def _out_of(self, circle: Sequence[int]) -> Pointers:
        """Return, for each draw, the origin of kin that point at each other: a witness whom one names, or a lost report."""
        first = min(circle, key=lambda k: self.said[k].mark)
        found = max((t for k in circle if (t := self._told(k, itself=True)) is not None), default=None)
        nameless = [k for k in circle if self.said[k].chain]
        if nameless:
            k = min(nameless, key=lambda k: self.said[k].mark)
            lost = self._label(self.said[k].chain[-1], self.said[k])
        else:
            lost = self._code(f"lost:{self.said[first].document}")
        if found is None:
            return self._all(lost)
        witness = self._u(f"own:{self._key(first)}") < self.chances.own_is_witness
        return np.where(witness, self._named_by(found[2]), lost)

    def _made_one(self, ends: Pointers, group: Sequence[int]) -> None:
        """Let a text that was copied reach all copies by the way that asks for fewest origins."""
        own = ends[group]
        apart = np.flatnonzero((own != own[0]).any(axis=0))
        if not len(apart):
            return
        rest = np.delete(np.arange(len(self.said)), group)
        for n in apart.tolist():
            others = set(ends[rest, n].tolist())

            def rank(e: int, others: set[int] = others) -> tuple[bool, bool, tuple[str, str]]:
                label = self.labels[-1 - e]
                return (e not in others, not label.startswith("source:"), self.world.rank(label))

            ends[group, n] = min(set(ends[group, n].tolist()), key=rank)

    def _full_names(self, ends: Pointers) -> Pointers:
        """Return ``ends`` with the longer name of the same source where the story has one, in its share of draws."""
        out = ends.copy()
        for label in list(self.labels):
            if label.startswith("source:"):
                source = SourceId(label[7:])
                longer = self.world.longer_name.get(source)
                if longer is not None:
                    so = self._u(f"name:{self.world.source_key(source)}") < self.chances.same_name
                    out[(ends == self._codes[label]) & so] = self._code(f"source:{longer}")
        return out

    def _past_carriers(self, ends: Pointers) -> Pointers:
        """Return ``ends`` with what a report has from a carrier led, in its share of draws, to another end of the claim: the
        witness whom the report lets speak nearest, for he is whom the carrier let speak."""
        out = ends.copy()
        carriers = [code for label, code in self._codes.items() if self._is_carrier(label)]
        for k in np.flatnonzero(np.isin(ends, carriers).any(axis=1)).tolist():
            goes = np.isin(ends[k], carriers) & (self._u(f"carried:{self._key(k)}") < self.chances.own_is_witness)
            there = ends[~(self.replies.apart[k] | self.replies.differ[k])]
            for source in self._heard_beside(k):
                if not goes.any():
                    break
                code = self._codes[f"source:{source}"]
                so = goes & (there == code).any(axis=0) if code not in carriers else np.zeros_like(goes)
                out[k, so] = code
                goes &= ~so
        return out

    def _is_carrier(self, label: str) -> bool:
        return label.startswith("source:") and self.world.named_kind(SourceId(label[7:])) in CARRIERS

    def _heard_beside(self, k: int) -> list[SourceId]:
        """Return which ends of the claim the report of mention ``k`` lets speak, nearest first, but for those who say otherwise."""
        said = self.said[k]
        voices = [
            v
            for v in self.world.voices.get(said.document, ())
            if f"source:{v[1]}" in self._codes
            and not self.replies.otherwise(k, v[1])
            and self.bags[k].isdisjoint(self.world.denied_by(said.document, v))
        ]
        near = sorted(voices, key=lambda v: (abs(v[0] - said.start), self.world.source_key(v[1])))
        return list(dict.fromkeys(source for _, source in near))

    def _settle(self, ends: Pointers, telling: Chance) -> None:
        """Lead ends that have no name back, in their share of draws, to one that has, or to one another.

        They are asked in the order of their ranks: each may go back to a name, or to what was asked before and stayed.
        ``telling`` weighs mentions: what one took from another says nothing more of where that came from.
        """
        if len(self.said) < 2:
            return
        weak = [c for c, label in enumerate(self.labels) if not self.world.is_named(label)]
        if not weak:
            return
        weak.sort(key=lambda c: self.world.rank(self.labels[c]))
        size = len(self.labels)
        rank = np.full(size, -1)  # -1: has a name
        rank[weak] = np.arange(len(weak))
        one, here = self._ones(), -1 - ends  # mentions x mentions, mentions x draws
        apart = self.replies.apart.astype(np.float32) if self.replies.apart.any() else None  # so that BLAS multiplies
        stays = np.ones((size, self.draws), dtype=bool)
        for r, label in enumerate(weak):
            own = here == label
            draws = np.flatnonzero(own.any(axis=0))
            if own[:, draws].all():  # nothing else is there to go back to
                continue
            open_ = (rank < r)[:, None] & stays[:, draws]
            if apart is not None:  # what ends here and what ends there may be set apart
                open_ &= _ended_at(apart @ own[:, draws], here[:, draws], size) == 0
            likely = np.where(open_, _linked(one, own[:, draws], here[:, draws], telling[:, draws], size), -1)
            best = likely.argmax(axis=0)
            u = self._u(f"same:{self.world.rank(self.labels[label])}")[draws]
            goes = u < likely[best, np.arange(len(draws))]
            here[:, draws] = np.where(own[:, draws] & goes, best, here[:, draws])
            stays[label, draws] = ~goes
        ends[:] = -1 - here

    def _ones(self) -> Chance:
        """Return how likely it is that what no name stands behind in one mention (column) came from where another has it (row).

        A report that only takes from this one, and names whom this one lets speak nowhere, had that name elsewhere.
        """
        number = {i: n for n, i in enumerate(self.by_document)}
        home = np.array([number[s.document] for s in self.said])
        kin: Chance = np.array([[1.0 if a == b else self.world.kinship_of(a, b) for b in number] for a in number])
        at = [self.graphs.number[i] for i in number]
        below = self.graphs.below[np.ix_(at, at)]
        heard, unheard = self._heard(number, home)
        grid = np.ix_(home, home)
        near = np.where(heard, kin[grid], np.maximum(0.0, kin - below)[grid])
        p: Chance = self.chances.same_far + (self.chances.same_kin - self.chances.same_far) * near
        p[unheard] *= self.chances.unheard
        p[self.replies.differ] *= self.chances.disagrees
        return p

    def _heard(self, number: Mapping[DocumentId, int], home: Pointers) -> tuple[Draws, Draws]:
        """Tell whether the source that a mention (row) names speaks in the report of another (column), and whether
        only others with a name do."""
        world = self.world
        inner = [s.chain[-1] if s.chain else None for s in self.said]
        speaks = {s: np.array([s in world.named_in.get(i, ()) for i in number]) for s in set(inner) if s is not None}
        heard = np.stack([speaks[s] if s is not None else np.zeros(len(number), dtype=bool) for s in inner])
        named = np.array([s is not None and world.named_kind(s) is not None for s in inner])
        others = np.array([bool(world.voices.get(i)) for i in number])
        return heard[:, home], (named[:, None] & others & ~heard)[:, home]

    # ---- what a mention points to -------------------------------------------------------------------------------

    def _pointer(self, k: int) -> Pointers:
        """Return what mention ``k`` points to in each draw: another mention, or an origin."""
        said = self.said[k]
        inner = said.chain[-1] if said.chain else None
        out, lost, still = self._by_parent(k)
        if inner is not None and still.any():
            firm = self._u(f"firm:{self._key(k)}:{self.world.source_key(inner)}") < self.world.firm(inner)
            if (still & firm).any():
                out = np.where(still & firm, self._source(inner, k), out)
                still = still & ~firm
        for m, so in self._by_kin(k, still):
            out = np.where(still & so, m, out)
            still = still & ~so
        out = np.where(still & (lost < 0), lost, out)
        still = still & (lost >= 0)
        if still.any():
            out = np.where(still, self._source(inner, k) if inner is not None else self._own_voice(k), out)
        return out

    def _by_parent(self, k: int) -> tuple[Pointers, Pointers, Draws]:
        """Return the likest mention of the drawn parent that says the same, a drawn parent that is lost (0: none),
        and the draws in which mention ``k`` did not come by way of its parent."""
        if k not in self._parents:
            self._parents[k] = self._drawn_parent(k)
        return self._parents[k]

    def _drawn_parent(self, k: int) -> tuple[Pointers, Pointers, Draws]:
        sets, drawn = self.graphs.parents[self.said[k].document]
        drawn = drawn[: self.draws]
        parent, passes, lost = [], [], []
        for parents in sets:
            held = [m for p in parents for m in self._held(DocumentId(p), k)]
            m = max(held, key=lambda m: (self._alike(k, m), -m)) if held else 0
            parent.append(m)
            passes.append(self._passes_on(k, m) if held else -1.0)
            gone = [p for p in parents if DocumentId(p) not in self.world.articles]
            lost.append(self._code(f"lost:{gone[0]}") if gone else 0)
        gone_by = np.array(lost, dtype=np.int64)[drawn]
        if max(passes) < 0:  # no parent says it
            return gone_by, gone_by, np.ones(self.draws, dtype=bool)
        by_parent = self._u(f"edge:{self.said[k].mark}") < np.array(passes)[drawn]
        return np.array(parent, dtype=np.int64)[drawn], gone_by, ~by_parent

    def _held(self, document: DocumentId, k: int) -> list[int]:
        """Return the mentions of ``document`` from which mention ``k`` can come."""
        return [m for m in self.by_document.get(document, ()) if not self.replies.apart[k, m]]

    def _passes_on(self, k: int, parent: int) -> float:
        """Return how likely it is that mention ``k`` came by way of the parent report's mention."""
        child, other = self.said[k], self.said[parent]
        agree = 1.0 if self._agree(k, parent) else self.chances.disagrees
        inner = child.chain[-1] if child.chain else None
        row = self.world.sources.get(inner) if inner else None
        if inner is None or inner in self.world.named_in[other.document] or (row and row.kind in CARRIERS):
            return self.chances.from_parent * agree
        kind = self.world.named_kind(inner)
        base, top = self.chances.new_person if kind is SourceKind.PERSON else self.chances.new_body
        if kind is None:
            base, top = self.chances.new_described
        return (base + (top - base) * self._overlap(k, parent)) * agree

    def _overlap(self, a: int, b: int) -> float:
        """Return the share of content words (by stem) that the shorter of two mentions shares with the other."""
        x, y = self.bags[a], self.bags[b]
        return len(x & y) / max(1, min(len(x), len(y)))

    def _agree(self, a: int, b: int) -> bool:
        """Tell whether two mentions give one answer, as far as their answers are told apart."""
        return not self.replies.differ[a, b]

    def _by_kin(self, k: int, still: Draws) -> list[tuple[int, Draws]]:
        """Return the mentions of reports that are kin by a way not seen, most alike first, and in which draws they are.

        What came there by way of a parent did not come by the way that the two share.
        """
        if len(self.by_document) < 2 or not still.any():
            return []
        said = self.said[k]
        held = [
            (self._alike(k, m), -m, drawn)
            for other, drawn in self.graphs.kin.get(said.document, ())
            for m in self._held(other, k)
        ]
        held.sort(key=lambda x: x[:2], reverse=True)
        differs = self._u(f"kin-differs:{said.mark}") < self.chances.disagrees if held else still
        out: list[tuple[int, Draws]] = []
        for _, m, drawn in held:
            so = drawn[: self.draws] & self._by_parent(-m)[2]
            out.append((-m, so if self._agree(k, -m) else so & differs))
        return out

    def _alike(self, a: int, b: int) -> float:
        """Return how alike two mentions are: shared words, with agreeing or disagreeing numbers and sources."""
        score = self._overlap(a, b)
        score += 0.0 if self._agree(a, b) else -1.0
        if self.said[a].chain and self.said[b].chain:
            score += 1.0 if set(self.said[a].chain) & set(self.said[b].chain) else -0.5
        return score

    def _source(self, source: SourceId, k: int, seen: frozenset[SourceId] = frozenset()) -> Pointers:
        """Return where a named source leads: to its own report, to whom it relays, who speaks for it, or itself."""
        said, seen = self.said[k], seen | {source}
        row = self.world.sources.get(source)
        if row is not None and row.kind in CARRIERS:
            own = [m for i in self.world.documents_of(source) if i != said.document for m in self._held(i, k)]
            if own:
                return self._all(max(own, key=lambda m: (self._alike(k, m), -m)))
        out = self._all(self._label(source, said))
        world = self.world
        known = self.relays.get((source, self.replies.denies[k])) or world.relayed_in.get((said.document, source))
        known = known or world.spoken_by.get(source, ())
        behind = [s for s in known if s not in seen and not self.replies.otherwise(k, s)]
        if behind:
            relayed = self._u(f"relay:{self.world.source_key(source)}") < self.chances.relayed
            which = (self._u(f"which:{self.world.source_key(source)}") * len(behind)).astype(np.int64)
            for n, s in enumerate(behind):
                so = relayed & (which == n)
                if so.any():
                    out = np.where(so, self._source(s, k, seen), out)
        return out

    def _label(self, source: SourceId, said: Said) -> int:
        """Return the pointer to a source. "local sources" here are not those there, as far as is known."""
        row = self.world.sources.get(source)
        if row is None or row.kind is SourceKind.ANONYMOUS:
            return self._code(
                f"nameless:{said.document}|{' '.join((row.name if row else str(source)).lower().split())}"
            )
        return self._code(f"source:{source}")

    def _own_voice(self, k: int) -> Pointers:
        """Return the origin of what a report says in its own voice: a witness it quotes, an agency, or itself."""
        said = self.said[k]
        u = self._u(f"own:{self._key(k)}")
        witness = u < self.chances.own_is_witness
        out = self._all(self._code(f"document:{said.document}"))
        told = self._told(k, itself=False)
        named = told is not None and told[0] >= 1.0
        voices = [
            v
            for v in self.world.voices.get(said.document, ())
            if not self.replies.otherwise(k, v[1]) and self.bags[k].isdisjoint(self.world.denied_by(said.document, v))
        ]
        if voices and not named:
            source = min(voices, key=lambda v: (abs(v[0] - said.start), self.world.source_key(v[1])))[1]
            out = np.where(witness, self._ended(self._source(source, k), source, k), out)
        for source, p in reversed(self.world.credited.get(said.document, ())):
            out = np.where(u < p, self._ended(self._source(source, k), source, k), out)
        if told is not None and (named or not voices):
            out = np.where(witness, self._named_by(told[2]), out)
        return out

    def _named_by(self, m: int) -> Pointers:
        """Return the origin that the source which mention ``m`` names leads to."""
        if m not in self._named_ends:
            source = self.said[m].chain[-1]
            self._named_ends[m] = self._ended(self._source(source, m), source, m)
        return self._named_ends[m]

    def _ended(self, found: Pointers, source: SourceId, k: int) -> Pointers:
        """Return ``found`` where it is an origin; where it is another mention, the source that led there."""
        return np.where(found < 0, found, self._label(source, self.said[k])) if (found >= 0).any() else found

    def _told(self, k: int, *, itself: bool) -> tuple[float, int, int] | None:
        """Return the mention of a kindred report whose named source fits mention ``k`` best: (fit, -number, number)."""
        if (k, itself) not in self._best_told:
            near = (m for m in self.naming if (itself and k == m) or self._shares_source(k, m))
            rows = ((self._nearness(k, m), -m, m) for m in near if not self.replies.apart[k, m])
            self._best_told[k, itself] = max(rows, default=None)
        return self._best_told[k, itself]

    def _nearness(self, k: int, m: int) -> float:
        """Return how well the source that ``m`` names fits mention ``k``: its report lets it speak, they agree."""
        source = self.said[m].chain[-1]
        speaks = source in self.world.named_in[self.said[k].document]
        return 1.0 * speaks + (0.5 if self._agree(k, m) else -0.5) + 0.4 * self._overlap(k, m)

    def _shares_source(self, k: int, m: int) -> bool:
        """Tell whether mention ``k`` may have its source from where kindred ``m`` names one: not what only took from it."""
        a, b = self.said[k].document, self.said[m].document
        if not self._kindred(k, m):
            return False
        if self.said[m].chain[-1] in self.world.named_in[a]:
            return True
        below = float(self.graphs.below[self.graphs.number[b], self.graphs.number[a]])
        return self.world.kinship_of(a, b) - below >= KINDRED

    def _kindred(self, k: int, m: int) -> bool:
        a, b = self.said[k].document, self.said[m].document
        return a != b and self.world.kinship_of(a, b) >= KINDRED

    def _relays(self) -> dict[tuple[SourceId, bool], tuple[SourceId, ...]]:
        """Return, for each source that passes this claim or its denial on, the sources that some mention names behind it."""
        out: dict[tuple[SourceId, bool], set[SourceId]] = {}
        for s, denies in zip(self.said, self.replies.denies, strict=True):
            for outer, inner in zip(s.chain, s.chain[1:], strict=False):
                if outer != inner:
                    out.setdefault((outer, denies), set()).add(inner)
        return {k: tuple(sorted(v, key=self.world.source_key)) for k, v in sorted(out.items())}

    def _copies(self) -> list[list[int]]:
        """Return groups of mentions that are one text: the same run of words in kindred reports."""
        same: dict[tuple[str, bool], list[int]] = {}
        for k, s in enumerate(self.said):
            if len(s.key.split()) >= COPY_WORDS:
                same.setdefault((s.key, self.replies.denies[k]), []).append(k)
        out = []
        for group in (part for found in same.values() for part in self._by_voice(found)):
            first = group[0]
            own = [first] + [k for k in group[1:] if any(self._kindred(k, j) for j in group if j != k)]
            if len(own) > 1:
                out.append(own)
        return out

    def _by_voice(self, group: Sequence[int]) -> Collection[list[int]]:
        """Return ``group`` in as many parts as say it together in one report; what names none of them goes with the first."""
        many = Counter(self.said[k].id for k in group)
        together = [self.said[k].chain[-1] for k in group if many[self.said[k].id] > 1]
        out: dict[SourceId | None, list[int]] = {s: [] for s in together} or {None: []}
        for k in group:
            inner = self.said[k].chain[-1] if self.said[k].chain else None
            out[inner if inner in out else next(iter(out))].append(k)
        return out.values()


def _same_columns(table: Pointers | Draws, columns: Pointers) -> list[list[int]]:
    """Return those of ``columns`` of a table that are the same together, each group in order, in order of its first."""
    out: dict[bytes, list[int]] = {}
    for n, row in zip(columns.tolist(), np.ascontiguousarray(table[:, columns].T), strict=True):
        out.setdefault(row.tobytes(), []).append(n)
    return list(out.values())


def _linked(one: Chance, own: Draws, here: Pointers, telling: Chance, size: int) -> Chance:
    """Return how likely what ends where ``own`` says ends at each of ``size`` labels in each draw, -1 where nothing ends.

    That is the mean over all pairs of a mention here and a mention there, each as ``telling`` as it is, so that one report
    that merges two accounts makes of them no one account.
    """
    mine = own * telling
    total = _ended_at(one @ (mine / mine.sum(axis=0)) * telling, here, size)
    many = _ended_at(telling, here, size)
    return np.where(many > 0, total / np.where(many > 0, many, 1.0), -1.0)


def _ended_at(weights: NDArray[np.floating], here: Pointers, size: int) -> Chance:
    """Return the sum of ``weights``, of each mention in each draw, at each of ``size`` labels where the mentions end."""
    draws = here.shape[1]
    cell = (here * draws + np.arange(draws)).ravel()
    found = np.bincount(cell, weights=weights.ravel(), minlength=size * draws)
    return found.reshape(size, draws).astype(np.float64)


def _circle(k: int, point: Sequence[int]) -> list[int]:
    """Return the mentions that point at one another in the circle that mention ``k`` lies in, in order."""
    out = [k]
    while (here := point[out[-1]]) != k:
        out.append(here)
    return sorted(out)
