"""Pairs of mentions -> the probability that they answer one question: shared terms, counts, names, passages.

A logistic model per kind of question; ``weights.json`` is made by ``eval/train/claims.py`` on invented stories only.
Thousands of pairs are compared at once, as arrays.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand import terms
from firsthand.claim.mentions import HALF_DAY, Mention
from firsthand.records import Answers, DocumentId, Passage, Quantity, Role
from firsthand.spans import Span
from firsthand.weights import shipped

MAX_HOLDERS = 0.3  # share of a story's mentions; a term that more of them hold proposes no pairs
MOST_HOLDERS = 150  # mentions; a term that more of them hold proposes no pairs, which keeps cost linear
MOST_CANDIDATES = 120  # mentions that one mention is compared with: those that share its most telling terms
SINGLE_DOCUMENT = 0.35  # weight of a term that only one report uses: house wording, not evidence against a match
FAR = 10.0  # times its low end that an open count ("at least 20") may be where nobody says what befell the counted; our choice
SIZES = math.log(4.0)  # of two rival counts one is seldom four times the other; our choice
TOLLS = math.log(16.0)  # of two that say the same of those counted seldom so many times; our choice
LARGE_PART = 11  # "19 of them were sailors" may be "19 sailors"; smaller numbers are often equal by chance; our choice
_PAIRS = 4096  # compared at once: their terms take some 10 MB
_CELLS = 1 << 20  # mentions x terms of the story, laid out at once: 8 MB
TOPICS = ("cause", "warning")  # that wording shows: ``topics`` of the lexicon
FEATURES = (
    "holding",
    "heavy",
    "mass",
    "name_words",
    "other_name_words",
    *TOPICS,
    "none_of_it",
    "classes",
    "names",
    "other_names",
    "other_days",
    "around",
    "passage",
    "same_source",
    "same_role",
    "meet",
    "equal",
    "same_unit",
    "other_unit",
    "near_size",
    "largest",
    "one_largest",
    "one_narrow",
    "other_narrow",
    "near_hour",
    "same_report",
)
_ROLES = tuple(r for r in Role if r is not Role.OTHER)

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


# kinds of terms: words, words of names (no report of the story writes them without a capital), beginnings of words,
# classes of words, names by the id of what they name, topics
_WORD, _NAME_WORD, _BEGINNING, _CLASS, _NAME, _TOPIC = range(6)
_MARKED = {"~": _BEGINNING, "#": _CLASS, "@": _NAME, "?": _TOPIC}


_ALL = 0.99  # share of a clause's words from which the other holds them all


def _kind(term: str, worded: Set[str]) -> int:
    return _MARKED.get(term[0], _WORD if term in worded else _NAME_WORD)


class Likeness:
    """Compares the mentions of one story; term weights are learned from that story."""

    def __init__(self, mentions: Sequence[Mention], passages: Iterable[Passage]) -> None:
        self.mentions = mentions
        weight = _rarities(mentions)
        known = sorted({t for m in mentions for bag in (m.terms, m.around) for t in bag})
        number = {t: n for n, t in enumerate(known)}
        self.news = np.array([_news_rarity(t) for t in known], dtype=np.float64)
        rarity = np.sqrt(np.array([weight.get(t, 1.0) for t in known], dtype=np.float64) * self.news)
        self.terms = _Bags([m.terms for m in mentions], number, rarity)
        self.around = _Bags([m.around for m in mentions], number, rarity)
        worded = frozenset(t for m in mentions for t in m.worded)
        self.kind_of_term = np.array([_kind(t, worded) for t in known], dtype=np.int64)
        self.topic = [number.get(f"?{q}", -1) for q in TOPICS]
        self.aligned = _aligned(mentions, passages)
        self.facts = _Facts(mentions)
        kind, own = self.kind_of_term[self.terms.term], self.terms.weight
        self.word_total = self.terms.summed(own * (kind == _WORD))
        self.name_word_total = self.terms.summed(own * (kind == _NAME_WORD))
        self.name_count = self.terms.summed(kind == _NAME)
        self.says_none = np.array([m.says_none for m in mentions], dtype=np.bool_)

    def pairs(self, least: float = 0.0) -> Iterator[tuple[int, int, float]]:
        """Yield ``(i, j, probability)`` with ``i < j`` for the compared pairs that are as likely as ``least``, in order."""
        for i, others in self._portions():
            likely = self.of(i, others)
            for n in np.flatnonzero(likely >= least).tolist():
                yield int(i[n]), int(others[n]), float(likely[n])

    def _portions(self) -> Iterator[tuple[Rows, Rows]]:
        """Yield the pairs to compare, in order, in portions that are compared at once."""
        most = max(1, _CELLS // max(1, len(self.kind_of_term)))
        candidates = self.candidates()
        for start in range(0, len(candidates), most):
            own = candidates[start : start + most]
            first = np.repeat(np.arange(start, start + len(own)), [len(c) for c in own])
            second = np.concatenate(own)
            for at in range(0, len(first), _PAIRS):
                yield first[at : at + _PAIRS], second[at : at + _PAIRS]

    def candidates(self) -> list[Rows]:
        """Return, for each mention, the later mentions that it is compared with: for no mention are more than
        ``MOST_CANDIDATES`` proposed, those that share the most telling terms."""
        n = len(self.mentions)
        limit = min(max(12, int(MAX_HOLDERS * n)), MOST_HOLDERS)
        owner, first = self.terms.holders()
        chosen = [np.array([i * n + j for i, them in self.aligned.items() for j in them if j > i], dtype=np.int64)]
        kin = self.facts.fellows(limit)
        for i in range(n):
            term, weight = self.terms.of(i)
            many = first[term + 1] - first[term]
            used = np.flatnonzero(many <= limit)
            held = [owner[first[t] : first[t + 1]] for t in term[used].tolist()] + [kin.get(i, _NOBODY)]
            every = np.concatenate(held)
            if len(every) <= MOST_CANDIDATES:
                found = every
            else:
                found, at = np.unique(every, return_inverse=True)
                if len(found) > MOST_CANDIDATES:
                    shared = np.concatenate([np.repeat(weight[used], many[used]), np.ones(len(held[-1]))])
                    score = np.bincount(at, weights=shared, minlength=len(found))
                    score[found == i] = -1.0
                    found = found[np.lexsort((found, -score))[:MOST_CANDIDATES]]
            other = found[found != i]
            chosen.append(np.minimum(other, i) * n + np.maximum(other, i))
        pairs = np.unique(np.concatenate(chosen))
        return np.split(pairs % max(1, n), np.searchsorted(pairs, np.arange(1, n) * n)) if n else []

    def of(self, i: Rows, others: Rows) -> Numbers:
        """Return the probability that each mention of ``i`` and the one of ``others`` answer one question; 0 when they cannot."""
        out = np.zeros(len(others))
        possible = self.facts.can_match(i, others)
        for kind in sorted({int(k) for k in self.facts.kind[i]}):
            alike = np.flatnonzero(possible & (self.facts.kind[i] == kind))
            if len(alike):
                out[alike] = self._likely(self.mentions[i[alike[0]]].answers, i[alike], others[alike])
        return out

    def _likely(self, answers: Answers, i: Rows, others: Rows) -> Numbers:
        """Return the probability of pairs of mentions that may answer one question, all of one kind."""
        weights = shipped("claim")[answers.value]
        z = np.full(len(others), weights["bias"])
        for name, x in self.features(i, others).items():
            z += weights[name] * x
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(z, -30.0, 30.0))))

    def features(self, i: int | Rows, others: Rows) -> dict[str, Numbers]:
        """Return what the model sees of mention ``i`` and each of ``others``, or of pairs, by the names in ``FEATURES``."""
        met = self.terms.met(i, others)
        kind = self.kind_of_term[met.term]
        shared = met.mine > 0
        word, name_word = shared & (kind == _WORD), shared & (kind == _NAME_WORD)
        common, named = met.summed(met.mine * word), met.summed(met.mine * name_word)
        light = self.word_total[i] <= self.word_total[others]
        theirs, least = met.summed(met.theirs * word), np.minimum(self.word_total[i], self.word_total[others])
        holding = _ratio(np.where(light, common, theirs), least)
        none_of_it = np.where(light, self.says_none[i], self.says_none[others]) & (holding >= _ALL)
        names = met.summed(shared & (kind == _NAME))
        around = self.around.met(i, others)
        return {
            "holding": holding,
            "heavy": _ratio(common, np.maximum(self.word_total[i], self.word_total[others])),
            "mass": np.log1p(common),
            "name_words": np.minimum(
                1.0, _ratio(named, np.minimum(self.name_word_total[i], self.name_word_total[others]))
            ),
            "other_name_words": _both_without(named, self.name_word_total[i], self.name_word_total[others]),
            **{q: met.summed(shared & (met.term == n)) for q, n in zip(TOPICS, self.topic, strict=True)},
            "none_of_it": none_of_it.astype(np.float64),
            "classes": np.minimum(1.0, 0.5 * met.summed(shared & (kind == _CLASS))),
            "names": _ratio(names, self.name_count[i] + self.name_count[others] - names),
            "other_names": _both_without(names, self.name_count[i], self.name_count[others]),
            "around": _ratio(
                around.summed(around.mine * around.theirs), self.around.norm[i] * self.around.norm[others]
            ),
            "passage": self._passages(i, others),
            **self.facts.features(i, others),
        }

    def _passages(self, i: int | Rows, others: Rows) -> Numbers:
        """Return the similarity of the aligned passage that covers two mentions, 0 where none does."""
        pairs = zip(np.broadcast_to(i, others.shape).tolist(), others.tolist(), strict=True)
        return np.array([self.aligned[a].get(b, 0.0) if a in self.aligned else 0.0 for a, b in pairs], dtype=np.float64)


class _Met:
    """The terms of some mentions held against those of one mention: one entry for each term of each of them."""

    def __init__(self, row: Rows, count: int, term: Rows, theirs: Numbers, mine: Numbers) -> None:
        self.row, self.count, self.term, self.theirs, self.mine = row, count, term, theirs, mine

    def summed(self, x: NDArray[Any]) -> Numbers:
        """Return ``x`` added up for each of the mentions."""
        return np.bincount(self.row, weights=x, minlength=self.count).astype(np.float64)


class _Bags:
    """Weighted terms of all mentions, one after the other in flat arrays."""

    def __init__(self, bags: Sequence[Mapping[str, float]], number: Mapping[str, int], rarity: Numbers) -> None:
        self.start = np.concatenate(([0], np.cumsum([len(b) for b in bags]))).astype(np.int64)
        self.term = np.array([number[t] for b in bags for t in sorted(b)], dtype=np.int64)
        self.weight = np.array([b[t] for b in bags for t in sorted(b)], dtype=np.float64) * rarity[self.term]
        self.size = np.diff(self.start)
        self.owner = np.repeat(np.arange(len(bags)), self.size)
        self.norm = self.summed(self.weight**2) ** 0.5
        self._terms = len(rarity)

    def summed(self, x: NDArray[Any]) -> Numbers:
        """Return ``x``, which has one entry for each term, added up for each mention."""
        return np.bincount(self.owner, weights=x, minlength=len(self.size)).astype(np.float64)

    def of(self, i: int) -> tuple[Rows, Numbers]:
        """Return the terms of mention ``i`` and their weights."""
        own = slice(self.start[i], self.start[i + 1])
        return self.term[own], self.weight[own]

    def holders(self) -> tuple[Rows, Rows]:
        """Return the mentions ordered by term, and where those of each term begin."""
        order = np.argsort(self.term, kind="stable")
        return self.owner[order], np.searchsorted(self.term[order], np.arange(self._terms + 1))

    def met(self, i: int | Rows, others: Rows) -> _Met:
        """Return the terms of ``others`` held against those of mention ``i``, of one or of one for each."""
        first, number = np.unique(np.broadcast_to(i, others.shape), return_inverse=True)
        own, row = self._laid(first)
        dense = np.zeros((len(first), self._terms))
        dense[row, self.term[own]] = self.weight[own]
        at, row = self._laid(others)
        return _Met(row, len(others), self.term[at], self.weight[at], dense[number[row], self.term[at]])

    def _laid(self, mentions: Rows) -> tuple[Rows, Rows]:
        """Return where the terms of ``mentions`` lie, one mention after the other, and whose each is."""
        size = self.size[mentions]
        row = np.repeat(np.arange(len(mentions)), size)
        return np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + np.repeat(
            self.start[mentions], size
        ), row


_NOBODY = np.array([], dtype=np.int64)


class _Facts:
    """What is known of every mention besides its words, as arrays."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        counts = [m.count for m in mentions]
        self.kind = _coded(m.answers for m in mentions)
        self.document = _coded(m.statement.document for m in mentions)
        self.source = _coded(m.source for m in mentions)
        self.unit = _coded((m.unit or None) if m.count else None for m in mentions)
        self.role = _coded(c.role if c and c.role is not Role.OTHER else None for c in counts)
        self.sort = _coded((m.sort or None) if m.count else None for m in mentions)
        self.broad = _coded((m.broad or None) if m.count else None for m in mentions)
        self.measure = np.log([m.measure if m.count and m.measure > 0 else math.nan for m in mentions])
        kinds = {kind: 1 << n for n, kind in enumerate(sorted({k for m in mentions for k in m.kinds}))}
        self.kinds = np.array([sum(kinds[k] for k in m.kinds) for m in mentions], dtype=np.int64)  # bits; 0: any
        self.part = np.array([m.is_part for m in mentions])
        self.roles = np.array([sum(1 << _ROLES.index(r) for r in _roles(m)) for m in mentions], dtype=np.int64)
        self.counted = np.array([c is not None for c in counts])
        self.low = np.array([c.low if c else 0 for c in counts], dtype=np.float64)
        self.high = np.array([math.inf if c is None or c.high is None else c.high for c in counts], dtype=np.float64)
        # "at least 20" is no more than FAR times that: a town's 60,000 are not its wounded
        self.near = np.where(np.isinf(self.high), FAR * np.maximum(self.low, 1.0), self.high)
        self.size = np.log([max(1.0, _point(c)) if c else 1.0 for c in counts])
        self.largest = _largest(mentions)
        self.narrow = np.array([m.count is not None and m.unit not in _ANYBODY for m in mentions])
        self.minute = np.array([math.nan if m.minute is None else m.minute for m in mentions], dtype=np.float64)
        self.either_half = np.array([m.either_half for m in mentions])
        self.first_day = np.array([m.days[0] if m.days else math.nan for m in mentions], dtype=np.float64)
        self.last_day = np.array([m.days[1] if m.days else math.nan for m in mentions], dtype=np.float64)
        self.hour = np.array([m.answers is Answers.WHEN for m in mentions])

    def fellows(self, limit: int) -> Mapping[int, Rows]:
        """Return, for each mention, those that answer a question of its kind whatever their words: counts of one role, hours."""
        out: dict[int, Rows] = {}
        groups = [np.flatnonzero(self.role == r) for r in range(self.role.max(initial=-1) + 1)]
        for own in (*groups, np.flatnonzero(self.hour)):
            if len(own) <= limit:
                out |= dict.fromkeys(own.tolist(), own)
        return out

    def can_match(self, i: int | Rows, others: Rows) -> NDArray[np.bool_]:
        """Tell which mentions may answer the question of mention ``i``: one kind of question, of counts one slot.

        "killed" does not answer what "killed or wounded" answers, nor "three boats" what "three times" or "three people"
        answer, nor "two of the men" what "two men" answers ("640 of them" may answer what "640 people" does); a count of
        which nobody says what befell the counted answers "how many were killed" only when the two can be the same.
        """
        x, y = self.roles[i], self.roles[others]
        one_role = (x == 0) | (y == 0) | ((x & y) != 0)
        counts = self.counted[i] & self.counted[others]
        one_role &= ~(counts & ((x == 0) != (y == 0))) | self._meet(i, others, self.near)
        one_sort = (self.sort[i] < 0) | (self.sort[others] < 0) | (self.sort[i] == self.sort[others])
        one_sort &= (self.kinds[i] == 0) | (self.kinds[others] == 0) | ((self.kinds[i] & self.kinds[others]) != 0)
        one_sort &= (self.broad[i] < 0) | (self.broad[others] < 0) | (self.broad[i] == self.broad[others])
        one_sort &= ~(np.abs(self.measure[i] - self.measure[others]) > SIZES)  # two hours are not two days
        far = counts & ~((x & y) != 0) & (np.abs(self.size[i] - self.size[others]) > TOLLS)
        equal = counts & (self.low[i] == self.low[others]) & (self.high[i] == self.high[others])
        whole = (self.part[i] == self.part[others]) | (equal & (self.low[i] >= LARGE_PART))
        possible: NDArray[np.bool_] = (self.kind[i] == self.kind[others]) & one_role & one_sort & whole & ~far
        return possible

    def _meet(self, i: int | Rows, others: Rows, high: Numbers) -> NDArray[np.bool_]:
        both: NDArray[np.bool_] = (self.low[i] <= high[others]) & (self.low[others] <= high[i])
        return both

    def features(self, i: int | Rows, others: Rows) -> dict[str, Numbers]:
        """Return what the model sees of these facts of mention ``i`` and each of ``others``, or of pairs."""
        both = self.counted[i] & self.counted[others]
        low, high = self.low, self.high
        units = both & (self.unit[i] >= 0) & (self.unit[others] >= 0)
        day = np.where(self.either_half[i] | self.either_half[others], HALF_DAY, 2 * HALF_DAY)
        apart = np.abs(self.minute[i] - self.minute[others]) % day
        near = np.maximum(0.0, 1.0 - np.minimum(apart, day - apart) / 120)  # 0 from two hours on
        same_role = (self.role[i] >= 0) & (self.role[i] == self.role[others])
        sizes = np.where(same_role, TOLLS, SIZES)
        largest, other_largest = self.largest[i], self.largest[others]
        narrow, other_narrow = self.narrow[i], self.narrow[others]
        seen = {
            "other_days": (self.first_day[i] > self.last_day[others] + 1)
            | (self.first_day[others] > self.last_day[i] + 1),
            "same_source": (self.source[i] >= 0) & (self.source[i] == self.source[others]),
            "same_role": same_role,
            "meet": both & self._meet(i, others, self.high),
            "equal": both & (low[i] == low[others]) & (high[i] == high[others]),
            "same_unit": units & (self.unit[i] == self.unit[others]),
            "other_unit": units & (self.unit[i] != self.unit[others]),
            "near_size": both * np.maximum(0.0, 1.0 - np.abs(self.size[i] - self.size[others]) / sizes),
            "largest": same_role & largest & other_largest,
            "one_largest": same_role & (largest != other_largest),
            "one_narrow": same_role & (narrow != other_narrow),
            "other_narrow": same_role & narrow & other_narrow & (self.unit[i] != self.unit[others]),
            "near_hour": np.nan_to_num(near),
            "same_report": self.document[i] == self.document[others],
        }
        return {name: x.astype(np.float64) for name, x in seen.items()}


def _coded(values: Iterable[Hashable | None]) -> Rows:
    """Return a number for each of ``values``, one for equal ones, -1 for ``None``."""
    number: dict[Hashable, int] = {}
    return np.array([-1 if v is None else number.setdefault(v, len(number)) for v in values], dtype=np.int64)


_ANYBODY = frozenset({"", "#people"})  # what is counted may be anybody; "firefighters", "children" are some of them


def _largest(mentions: Sequence[Mention]) -> NDArray[np.bool_]:
    """Tell which counts are the largest that their report gives of those whom the same befell: a toll, and no part of one."""
    most: dict[tuple[DocumentId, Role], float] = {}
    for m in mentions:
        if m.count and m.count.role is not Role.OTHER and not m.is_part:
            key = m.statement.document, m.count.role
            most[key] = max(most.get(key, 0.0), _point(m.count))

    def largest(m: Mention) -> bool:
        if m.count is None or m.is_part:
            return False
        return _point(m.count) >= most.get((m.statement.document, m.count.role), math.inf)

    return np.array([largest(m) for m in mentions], dtype=np.bool_)


def _both_without(shared: Numbers, mine: Numbers, theirs: Numbers) -> Numbers:
    """Tell where both sides hold some and share none."""
    return np.asarray((shared == 0) & (mine > 0) & (theirs > 0), dtype=np.float64)


def _ratio(x: Numbers, y: Numbers) -> Numbers:
    """Return ``x / y``, 0 where ``x`` is."""
    return np.divide(x, y, out=np.zeros_like(x), where=x > 0)


def meet(a: Quantity, b: Quantity) -> bool:
    """Tell whether two counts meet: some number lies in both ranges."""
    high_a = math.inf if a.high is None else a.high
    high_b = math.inf if b.high is None else b.high
    return a.low <= high_b and b.low <= high_a


def _point(q: Quantity) -> float:
    """Return the number that a count is nearest to: 60 for "up to 60", 12 for "at least 12", the middle of a range."""
    if q.high is None:
        return float(q.low)
    return float(q.high) if q.low <= 1 else (q.low + q.high) / 2


def _roles(m: Mention) -> set[Role]:
    own = (m.count,) if m.count else m.counts
    return {q.role for q in own if q.role is not Role.OTHER}


_NAMED = (
    4.0  # nats; rarity of a name or a class of words, which no table of general news counts: that of a telling word
)


def _news_rarity(term: str) -> float:
    """Return how rare a term is in general news: "fire" and "men" say less of which question is asked than "armband"."""
    if term[0] in _MARKED:
        return _NAMED
    return min(terms.rarity(term), terms.rarity(terms.term(term)))


def _rarities(mentions: Sequence[Mention]) -> Mapping[str, float]:
    """Return how telling each term is in this story: rare among its statements, and used by more than one report."""
    held = Counter(t for m in mentions for t in m.terms)
    documents: dict[str, set[DocumentId]] = {}
    for m in mentions:
        for t in m.terms:
            documents.setdefault(t, set()).add(m.statement.document)
    n = len(mentions)
    return {t: math.log(1 + n / held[t]) * (1.0 if len(documents[t]) > 1 else SINGLE_DOCUMENT) for t in sorted(held)}


def _aligned(mentions: Sequence[Mention], passages: Iterable[Passage]) -> dict[int, dict[int, float]]:
    """Return, for each mention, with which others an aligned passage covers it, and how similar its sides are."""
    by_document: dict[DocumentId, list[int]] = {}
    for n, m in enumerate(mentions):
        by_document.setdefault(m.statement.document, []).append(n)
    out: dict[int, dict[int, float]] = {}
    for p in passages:
        first = [n for n in by_document.get(p.a, ()) if _share(mentions[n], p.a_span) > 0.5]
        second = [n for n in by_document.get(p.b, ()) if _share(mentions[n], p.b_span) > 0.5]
        for i in first:
            for j in second:
                size = max(len(mentions[i].text), len(mentions[j].text))
                tight = size / max(1, p.a_span.end - p.a_span.start, p.b_span.end - p.b_span.start)
                found = max(out.get(i, {}).get(j, 0.0), p.similarity * min(1.0, tight))
                out.setdefault(i, {})[j] = out.setdefault(j, {})[i] = found
    return out


def _share(mention: Mention, span: Span) -> float:
    """Return the share of the statement's characters that lie under ``span``."""
    held = sum(max(0, min(e, span.end) - max(s, span.start)) for s, e in mention.statement.content)
    return held / max(1, sum(e - s for s, e in mention.statement.content))
