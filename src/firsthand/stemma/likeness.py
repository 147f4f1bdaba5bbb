"""Two witnesses -> Likeness: which lines tell the same, and how much of each report the other holds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firsthand.stemma.witness import Witness, rarity

PRIOR_REPORTS = 20.0  # reports of general news that the reports at hand are weighed against (a story has about as many)
SAME_LINE = 0.30  # weighted cosine of two lines that tell the same (unrelated lines of one story stay under .25)
SAME_NATS = 14.0  # nats that two such lines must share: about two rare names and a number
PART_LINE = 0.55  # share of a line held by one line of the other report when lines were merged or split


class Rarity:
    """How telling it is that two reports share a term: -log of the chance that one more report on the matter holds it.

    The chance is the share among the *other* reports at hand, with ``PRIOR_REPORTS`` general ones beside them: a name
    that everyone on the story uses tells little, a reading of only two reports tells all that its rarity allows.
    """

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        found: Counter[str] = Counter()
        for w in witnesses:
            found.update(w.terms)
            found.update(w.pairs)
        self.found = found
        self._own, self._both = _Nats(found, len(witnesses), 1), _Nats(found, len(witnesses), 2)

    @property
    def both(self) -> Mapping[str, float]:
        """The weights of terms that both of two reports hold."""
        return self._both

    def shared(self, keys: Iterable[str]) -> float:
        """Return the weight of keys that both of two reports hold, whatever their order."""
        return math.fsum(map(self._both.__getitem__, keys))

    def own(self, keys: Iterable[str]) -> float:
        """Return the weight of keys that one report holds, whatever their order."""
        return math.fsum(map(self._own.__getitem__, keys))


@lru_cache(maxsize=100_000)
def _expected(term: str) -> float:
    """Return how many of the general reports hold ``term``."""
    return PRIOR_REPORTS * math.exp(-rarity(term))


class _Nats(dict[str, float]):
    """Weights of terms in nats, when ``holders`` of the reports that hold it are the ones compared.

    Those of terms that the reports at hand hold are found at once for one holder, else each when it is asked for.
    """

    def __init__(self, found: Mapping[str, int], reports: int, holders: int) -> None:
        self._found, self._holders = found, holders
        self._reports = others = max(0, reports - holders) + PRIOR_REPORTS
        log = math.log
        super().__init__({t: -log((n - 1 + _expected(t)) / others) for t, n in found.items()} if holders == 1 else ())

    def __missing__(self, term: str) -> float:
        others = max(0, self._found[term] - self._holders) + _expected(term)
        nats = self[term] = -math.log(others / self._reports)
        return nats


@dataclass(frozen=True, slots=True)
class Sized:
    """A witness with the weights of its parts, summed once."""

    witness: Witness
    terms_nats: float
    pairs_nats: float
    rare_nats: float
    lead_nats: float
    line_nats: Mapping[int, float]

    @property
    def keys(self) -> frozenset[str]:
        """Return the terms and the wording."""
        return self.witness.keys

    @property
    def rare(self) -> frozenset[str]:
        """Return the names, numbers and unusual words."""
        return self.witness.rare


def sized(w: Witness, weights: Rarity) -> Sized:
    """Return ``w`` with its sums."""
    own = weights.own
    return Sized(w, own(w.terms), own(w.pairs), own(w.rare), own(w.lead), _LineNats(w, weights))


class _LineNats(dict[int, float]):
    """Weights of the lines of a report, each summed when it is asked for: few are like a line of another report."""

    def __init__(self, w: Witness, weights: Rarity) -> None:
        super().__init__()
        self._keys, self._weights = w.line_keys, weights

    def __missing__(self, line: int) -> float:
        nats = self[line] = self._weights.own(self._keys[line])
        return nats


@dataclass(frozen=True, slots=True)
class Match:
    """Line ``a`` of one report told again as line ``b`` of the other."""

    a: int
    b: int
    similarity: float
    nats: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two reports share; every share lies between 0 and 1."""

    matches: tuple[Match, ...]
    terms: float  # weighted cosine of all content terms
    pairs: float  # of neighbouring terms: wording
    rare: float  # of names, numbers and unusual words
    rare_most: float  # share of the names, numbers and unusual words of the report that has fewer
    lead: float  # of headlines and first sentences
    runs: float  # share of the shorter report's five-word runs
    a_in_b: float  # weighted share of a's terms and wording that b holds
    b_in_a: float
    order: float  # share of the matched lines that keep their order


def _cosine(shared: float, one: float, other: float) -> float:
    return min(1.0, shared / math.sqrt(one * other)) if one > 0 and other > 0 else 0.0


def compare(a: Sized, b: Sized, weights: Rarity) -> Likeness:
    """Return the likeness of two reports."""
    x, y = a.witness, b.witness
    common, wording, rare = x.terms & y.terms, x.pairs & y.pairs, a.rare & b.rare
    terms, twos = weights.shared(common), weights.shared(wording)
    matches = _align(a, b, common | wording, weights.both)
    return Likeness(
        matches,
        _cosine(terms, a.terms_nats, b.terms_nats),
        _cosine(twos, a.pairs_nats, b.pairs_nats),
        _cosine(weights.shared(rare), a.rare_nats, b.rare_nats),
        weights.own(rare) / max(1.0, min(a.rare_nats, b.rare_nats)),
        _cosine(weights.shared(x.lead & y.lead), a.lead_nats, b.lead_nats),
        len(x.runs & y.runs) / max(1, min(len(x.runs), len(y.runs))),
        min(1.0, (terms + twos) / max(1.0, a.terms_nats + a.pairs_nats)),
        min(1.0, (terms + twos) / max(1.0, b.terms_nats + b.pairs_nats)),
        _ordered(matches),
    )


def _align(a: Sized, b: Sized, common: Collection[str], weights: Mapping[str, float]) -> tuple[Match, ...]:
    """Return the lines that tell the same, best first: one to one, then merged or split lines.

    ``common`` is what the two reports share, ``weights`` what each of that weighs.
    """
    shared: dict[tuple[int, int], float] = defaultdict(float)
    here, there = a.witness.where, b.witness.where
    for k in sorted(common):
        nats = weights[k]
        for i in here[k]:
            for j in there[k]:
                shared[i, j] += nats
    found: list[Match] = []
    for (i, j), nats in shared.items():
        if nats < SAME_NATS:
            continue
        one, other = a.line_nats[i], b.line_nats[j]
        cosine, part = _cosine(nats, one, other), min(1.0, nats / max(1.0, min(one, other)))
        if cosine >= SAME_LINE or part >= PART_LINE:
            found.append(Match(i, j, round(max(cosine, 0.8 * part), 4), nats))
    found.sort(key=lambda m: (-m.similarity, m.a, m.b))
    return tuple(_chosen(found))


def _chosen(found: Iterable[Match]) -> Iterable[Match]:
    """Yield matches so that a line serves twice at most: whole, and once more as a merged or split part."""
    left: dict[tuple[str, int], int] = defaultdict(lambda: 2)
    for m in found:
        if left["a", m.a] and left["b", m.b] and left["a", m.a] + left["b", m.b] > 2:
            left["a", m.a] -= 1
            left["b", m.b] -= 1
            yield m


def _ordered(matches: Sequence[Match]) -> float:
    """Return the share of matches on the longest run that rises on both sides."""
    rows = sorted({m.a: m.b for m in reversed(matches)}.items())
    longest: list[int] = []
    for i, (_, b) in enumerate(rows):
        longest.append(1 + max((longest[k] for k in range(i) if rows[k][1] < b), default=0))
    return max(longest, default=0) / max(1, len(rows))
