"""World + mentions of a claim -> how many origins stand behind it, as a distribution over drawn derivation graphs.

In each drawn graph every mention points to at most one thing: a named source, the mention of a parent report that says
the same, a lost report that it shares with its kin, or its own document. Following the pointers ends at an origin;
a circle of pointers is one unknown origin. K is the number of different ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.lemma import stem
from firsthand.records import Claim, DocumentId, Origins, SourceId, SourceKind, StatementId
from firsthand.support.world import CARRIERS, Said, World

SURE = 0.9  # ``low`` is the largest k with P(K >= k) >= SURE
POSSIBLE = 0.1  # ``high`` is the largest k with P(K >= k) >= POSSIBLE
ALONE = 20  # draws for a claim of one mention: K is 1 in all, only who it is may differ
COPY_WORDS = 5  # words; the same run of so many in two kindred reports is one text
_SHORT_WORD = 3  # letters; words this short are grammar
KINDRED = 0.5  # kinship above which the same words in two reports are one text


@dataclass(frozen=True, slots=True)
class Tally:
    """The origins of one claim: for each draw and mention the origin it ends at."""

    said: tuple[Said, ...]
    ends: tuple[tuple[str, ...], ...]  # per draw, per mention

    def origins(self, ids: Sequence[StatementId] | None = None) -> Origins:
        """Return the distribution of the number of origins, of all mentions or of those in ``ids``."""
        wanted = None if ids is None else set(ids)
        rows = [n for n, s in enumerate(self.said) if wanted is None or s.id in wanted]
        counts = Counter(len({ends[n] for n in rows}) for ends in self.ends)
        return spread(counts)

    def likely_ends(self, ids: Sequence[StatementId] | None = None) -> list[tuple[str, float]]:
        """Return the origins with the share of draws in which each stands behind a mention, likeliest first."""
        wanted = None if ids is None else set(ids)
        rows = [n for n, s in enumerate(self.said) if wanted is None or s.id in wanted]
        seen = Counter(label for ends in self.ends for label in {ends[n] for n in rows})
        return sorted(((label, n / len(self.ends)) for label, n in seen.items()), key=lambda x: (-x[1], x[0]))


def spread(counts: Counter[int]) -> Origins:
    """Return the distribution that ``counts`` of draws give, with the 90 % bounds of the contract."""
    total = sum(counts.values())
    probability = {k: round(counts[k] / total, 4) for k in sorted(counts)}

    def at_least(k: int) -> float:
        return sum(n for j, n in counts.items() if j >= k) / total

    low = max(k for k in range(1, max(counts) + 1) if at_least(k) >= SURE or k == 1)
    high = max(k for k in range(1, max(counts) + 1) if at_least(k) >= POSSIBLE or k == 1)
    return Origins(low, high, probability)


def tally(world: World, said: Sequence[Said], value: Mapping[StatementId, int] | None = None) -> Tally | None:
    """Return the origins of the mentions of one claim; ``None`` when nothing supports it (K is then undefined, not 0).

    ``value`` numbers the answers that mentions give, for those whose answers can be told apart.
    """
    if not said:
        return None
    board = _Board(world, said, value or {})
    draws = world.draws if len(said) > 1 else min(ALONE, world.draws)
    return Tally(tuple(said), tuple(board.ends(n) for n in range(draws)))


def counted(claim: Claim) -> dict[StatementId, int]:
    """Return the number of the answer that each statement of a claim gives, for answers that are numbers."""
    return {i: n for n, v in enumerate(claim.values) if v.low is not None for i in v.statements}


class _Board:
    """The pointers of one claim's mentions."""

    def __init__(self, world: World, said: Sequence[Said], value: Mapping[StatementId, int]) -> None:
        self.world, self.said, self.value = world, said, value
        self.by_document: dict[DocumentId, list[int]] = {}
        for n, s in enumerate(said):
            self.by_document.setdefault(s.document, []).append(n)
        self.relays = self._relays()
        self.copies = self._copies()
        self.bags = [frozenset(stem(w) for w in s.key.split() if len(w) > _SHORT_WORD) for s in said]
        self._ones: dict[tuple[int, int], float] = {}
        self._best_told: dict[tuple[int, bool], tuple[float, int, int] | None] = {}
        self._best_parent: dict[tuple[int, tuple[str, ...]], int | None] = {}
        self.chances = world.chances
        self.naming = [m for m, s in enumerate(said) if s.chain and world.named_kind(s.chain[-1]) is not None]

    def _u(self, what: str, n: int) -> float:
        return self.world.uniform(what)[n]

    def _key(self, k: int) -> str:
        return self.world.key[self.said[k].document]

    def ends(self, n: int) -> tuple[str, ...]:
        """Return the origin that each mention ends at in draw ``n``."""
        point = [self._pointer(k, n) for k in range(len(self.said))]
        ends = [self._follow(k, point, n) for k in range(len(self.said))]
        for group in self.copies:  # a text that was copied reached all copies by the way that asks for fewest origins
            others = {e for k, e in enumerate(ends) if k not in group}
            one = min(
                {ends[k] for k in group},
                key=lambda e: (e not in others, not e.startswith("source:"), self.world.rank(e)),
            )
            for k in group:
                ends[k] = one
        return tuple(self._settled(ends, n))

    def _settled(self, ends: list[str], n: int) -> list[str]:
        """Return ``ends`` with those that have no name led back, in their share of draws, to one that has."""
        ends = [self._full_name(e, n) for e in ends]
        held: dict[str, list[int]] = {}
        for k, e in enumerate(ends):
            held.setdefault(e, []).append(k)
        firm = [e for e in held if e.startswith("source:") and self.world.named_kind(SourceId(e[7:])) is not None]
        if len(held) == 1:
            return ends
        known = sorted(firm, key=self.world.rank)
        for e in sorted(set(held) - set(firm), key=self.world.rank):
            found = self._likest(held[e], {m: o for o in known for m in held[o]})
            if found is not None and self._u(f"same:{self.world.rank(e)}", n) < found[0]:
                ends = [found[1] if x == e else x for x in ends]
            else:
                known.append(e)
        return ends

    def _likest(self, own: Sequence[int], others: Mapping[int, str]) -> tuple[float, str] | None:
        """Return the origin among ``others`` (by mention) that mentions ``own`` most likely go back to, and how likely."""
        ranked = [(self._one(k, m), -m) for m in others for k in own]
        if not ranked:
            return None
        p, m = max(ranked)
        return p, others[-m]

    def _one(self, a: int, b: int) -> float:
        """Return how likely it is that what no name stands behind in ``a`` came from where ``b`` has it."""
        pair = (min(a, b), max(a, b))
        if pair not in self._ones:
            x, y = sorted((self.said[a].document, self.said[b].document))
            kin = 1.0 if x == y else self.world.kinship.get((x, y), 0.0)
            p = self.chances.same_far + (self.chances.same_kin - self.chances.same_far) * kin
            self._ones[pair] = p * (1.0 if self._agree(a, b) else self.chances.disagrees)
        return self._ones[pair]

    def _full_name(self, end: str, n: int) -> str:
        """Return the longer name of the same source where the story has one, in its share of draws."""
        if not end.startswith("source:"):
            return end
        source = SourceId(end[7:])
        longer = self.world.longer_name.get(source)
        if longer is None or self._u(f"name:{self.world.source_key(source)}", n) >= self.chances.same_name:
            return end
        return f"source:{longer}"

    def _follow(self, k: int, point: Sequence[int | str], n: int) -> str:
        seen: list[int] = []
        here: int | str = k
        while isinstance(here, int):
            if here in seen:
                return self._circle(seen[seen.index(here) :], n)
            seen.append(here)
            here = point[here]
        return here

    def _circle(self, circle: Sequence[int], n: int) -> str:
        """Return the origin of kin that point at each other: a witness whom one of them names, or a lost report."""
        first = min(circle, key=lambda k: self.said[k].mark)
        if self._u(f"own:{self._key(first)}", n) < self.chances.own_is_witness:
            found = max((t for k in circle if (t := self._told(k, itself=True)) is not None), default=None)
            if found is not None:
                return self._end(self._source(self.said[found[2]].chain[-1], found[2], n), found[2], n)
        nameless = [k for k in circle if self.said[k].chain]
        if nameless:
            k = min(nameless, key=lambda k: self.said[k].mark)
            return self._label(self.said[k].chain[-1], self.said[k], n)
        return f"lost:{self.said[first].document}"

    def _pointer(self, k: int, n: int) -> int | str:
        """Return what mention ``k`` points to in draw ``n``: another mention, or an origin."""
        said = self.said[k]
        inner = said.chain[-1] if said.chain else None
        parent, lost = self._parent(k, n)
        if parent is not None and self._u(f"edge:{said.mark}", n) < self._passes_on(k, parent):
            return parent
        firm = self.world.firm(inner) if inner else 0.0
        if inner is not None and self._u(f"firm:{self._key(k)}:{self.world.source_key(inner)}", n) < firm:
            return self._source(inner, k, n)
        kin = self._kin(k, n)
        if kin is not None:
            return kin
        if lost is not None:
            return f"lost:{lost}"
        return self._source(inner, k, n) if inner is not None else self._own_voice(k, n)

    def _parent(self, k: int, n: int) -> tuple[int | None, str | None]:
        """Return the likest mention of a drawn parent that says the same, and a drawn parent that is lost."""
        drawn = self.world.parents[self.said[k].document][n]
        if (k, drawn) not in self._best_parent:
            held = [m for p in drawn for m in self.by_document.get(DocumentId(p), ())]
            self._best_parent[k, drawn] = max(held, key=lambda m: (self._alike(k, m), -m)) if held else None
        lost = [p for p in drawn if DocumentId(p) not in self.world.articles]
        return self._best_parent[k, drawn], (lost[0] if lost else None)

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
        x, y = self.value.get(self.said[a].id), self.value.get(self.said[b].id)
        return x is None or y is None or x == y

    def _kin(self, k: int, n: int) -> int | None:
        """Return the mention of a report that is kin by a way not seen, most alike first."""
        said = self.said[k]
        held = [
            m
            for other, drawn in self.world.kin.get(said.document, ())
            if drawn[n]
            for m in self.by_document.get(other, ())
            if self._agree(k, m) or self._u(f"kin-differs:{said.mark}", n) < self.chances.disagrees
        ]
        return max(held, key=lambda m: (self._alike(k, m), -m)) if held else None

    def _alike(self, a: int, b: int) -> float:
        """Return how alike two mentions are: shared words, with agreeing or disagreeing numbers and sources."""
        score = self._overlap(a, b)
        score += 0.0 if self._agree(a, b) else -1.0
        if self.said[a].chain and self.said[b].chain:
            score += 1.0 if set(self.said[a].chain) & set(self.said[b].chain) else -0.5
        return score

    def _source(self, source: SourceId, k: int, n: int) -> int | str:
        """Return where a named source leads: to its own report, to whom it relays, who speaks for it, or itself."""
        said, seen = self.said[k], {source}
        while True:
            row = self.world.sources.get(source)
            if row is not None and row.kind in CARRIERS:
                own = [
                    m
                    for i in self.world.documents_of(source)
                    if i != said.document
                    for m in self.by_document.get(i, ())
                ]
                if own:
                    return max(own, key=lambda m: (self._alike(k, m), -m))
            known = self.relays.get(source) or self.world.relays.get(source) or self.world.spoken_by.get(source, ())
            behind = [s for s in known if s not in seen]
            if not behind or self._u(f"relay:{self.world.source_key(source)}", n) >= self.chances.relayed:
                break
            u = self._u(f"which:{self.world.source_key(source)}", n)
            source = behind[min(len(behind) - 1, int(u * len(behind)))]
            seen.add(source)
        return self._label(source, said, n)

    def _label(self, source: SourceId, said: Said, n: int) -> str:
        row = self.world.sources.get(source)
        if (
            row is None or row.kind is SourceKind.ANONYMOUS
        ):  # "local sources" here are not those there, as far as is known
            return f"nameless:{said.document}|{' '.join((row.name if row else str(source)).lower().split())}"
        return f"source:{source}"

    def _own_voice(self, k: int, n: int) -> str:
        """Return the origin of what a report says in its own voice: a witness it quotes, an agency, or itself."""
        said = self.said[k]
        credited = self.world.credited.get(said.document, ())
        u = self._u(f"own:{self._key(k)}", n)
        for source, p in credited:
            if u < p:
                return f"source:{source}"
        if u < self.chances.own_is_witness:
            told = self._told(k, itself=False)
            voices = self.world.voices.get(said.document, ())
            if told is not None and (told[0] >= 1.0 or not voices):
                return self._end(self._source(self.said[told[2]].chain[-1], told[2], n), told[2], n)
            if voices:
                source = min(voices, key=lambda v: (abs(v[0] - said.start), self.world.source_key(v[1])))[1]
                return self._end(self._source(source, k, n), k, n, source)
        return f"document:{said.document}"

    def _end(self, found: int | str, k: int, n: int, source: SourceId | None = None) -> str:
        """Return ``found`` if it is an origin, else (it is another mention) the label of the source that led there."""
        return found if isinstance(found, str) else self._label(source or self.said[k].chain[-1], self.said[k], n)

    def _told(self, k: int, *, itself: bool) -> tuple[float, int, int] | None:
        """Return the mention of a kindred report whose named source fits mention ``k`` best: (fit, -number, number)."""
        if (k, itself) not in self._best_told:
            rows = ((self._nearness(k, m), -m, m) for m in self.naming if (itself and k == m) or self._kindred(k, m))
            self._best_told[k, itself] = max(rows, default=None)
        return self._best_told[k, itself]

    def _nearness(self, k: int, m: int) -> float:
        """Return how well the source that ``m`` names fits mention ``k``: its report lets it speak, they agree."""
        source = self.said[m].chain[-1]
        speaks = source in self.world.named_in[self.said[k].document]
        return 1.0 * speaks + (0.5 if self._agree(k, m) else -0.5) + 0.4 * self._overlap(k, m)

    def _kindred(self, k: int, m: int) -> bool:
        a, b = sorted((self.said[k].document, self.said[m].document))
        return a != b and self.world.kinship.get((a, b), 0.0) >= KINDRED

    def _relays(self) -> dict[SourceId, tuple[SourceId, ...]]:
        """Return, for each source that passes this claim on, the sources that some mention names behind it."""
        out: dict[SourceId, set[SourceId]] = {}
        for s in self.said:
            for outer, inner in zip(s.chain, s.chain[1:], strict=False):
                if outer != inner:
                    out.setdefault(outer, set()).add(inner)
        return {k: tuple(sorted(v, key=self.world.source_key)) for k, v in sorted(out.items())}

    def _copies(self) -> list[list[int]]:
        """Return groups of mentions that are one text: the same run of words in kindred reports."""
        same: dict[str, list[int]] = {}
        for k, s in enumerate(self.said):
            if len(s.key.split()) >= COPY_WORDS:
                same.setdefault(s.key, []).append(k)
        kinship = self.world.kinship
        out = []
        for group in same.values():
            first = group[0]
            own = [first] + [
                k
                for k in group[1:]
                if any(
                    kinship.get((min(a, b), max(a, b)), 0.0) >= KINDRED
                    for j in group
                    if j != k
                    for a, b in [(self.said[j].document, self.said[k].document)]
                )
            ]
            if len(own) > 1:
                out.append(own)
        return out
