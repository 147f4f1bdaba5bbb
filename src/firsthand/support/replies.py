"""Mentions of a claim + the answers found -> who says what: which mentions differ, and which cannot come from one another.

A denial never comes from what it denies. Of a report that gives two answers by two sources ("police said 12 died, but the
rebels said 30") each answer belongs to who gives it, here and in every other report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from firsthand import terms
from firsthand.lemma import stem
from firsthand.records import Claim, DocumentId, SourceId, Status
from firsthand.support.world import Said

Pairs = NDArray[np.bool_]  # mentions x mentions
FAR = 2.0  # times a number that another must be more than, to be no rounder or earlier count of the same; our choice
_LONG = 16  # digits; what is as long counts nothing
SHORT_WORD = 3  # letters; words this short are grammar


class Replies:
    """What each mention of one claim answers, and through whom."""

    def __init__(self, said: Sequence[Said], claim: Claim, states: Sequence[Status]) -> None:
        number = {i: n for n, v in enumerate(claim.values) if v.low is not None for i in v.statements}
        self.denies = tuple(s is Status.DENIED for s in states)
        self._sources = tuple(s.chain[-1] if s.chain else None for s in said)
        value = np.array([number.get(s.id, -1) for s in said])
        opposed = self._opposed(states, said)
        self.differ: Pairs = opposed | (
            (value[:, None] != value[None, :]) & (value[:, None] >= 0) & (value[None, :] >= 0)
        )
        self._count(said, np.flatnonzero(value < 0))
        self._others = self._beside(said)
        self.apart: Pairs = opposed | (self.differ & self._set_apart())

    def otherwise(self, k: int, source: SourceId) -> bool:
        """Tell whether the report of mention ``k`` lets ``source`` speak to the claim, and only with other answers."""
        return source in self._others[k]

    def _opposed(self, states: Sequence[Status], said: Sequence[Said]) -> Pairs:
        """Return which pairs say yes and no of one thing: what one denies, or negates by a word of the other's, the other says."""
        size = len(states)
        out = np.zeros((size, size), dtype=bool)
        if Status.DENIED not in states and Status.NEGATED not in states:
            return out
        yes = [n for n, s in enumerate(states) if s not in (Status.DENIED, Status.NEGATED)]
        affirmed = {n: w for n in yes if not any(map(_negates, w := said[n].key.split()))}
        out[np.ix_(np.flatnonzero(self.denies), np.array(sorted(affirmed), dtype=np.int64))] = True
        for a in (n for n, s in enumerate(states) if s is Status.NEGATED and affirmed):
            negated = {stem(w) for m in _NEGATED.finditer(said[a].key) for w in m[1].split() if len(w) > SHORT_WORD}
            for b, own in affirmed.items() if negated else ():
                out[a, b] = any(stem(w) in negated for w in own)
        return out | out.T

    def _count(self, said: Sequence[Said], worded: NDArray[np.int64]) -> None:
        """Mark as different those of ``worded``, without a counted value, that give far other numbers of one thing ("thirty people")."""
        held: dict[str, dict[int, frozenset[int]]] = {}  # what is counted, who says so, the numbers
        for n in worded.tolist():
            for number, of in pairwise(terms.tokens(said[n].key)):
                if number.isdecimal() and len(number) < _LONG and of.isalpha() and len(of) >= SHORT_WORD:
                    own = held.setdefault(of, {})
                    own[n] = own.get(n, frozenset()) | {int(number)}
        for own in held.values():
            rows: dict[frozenset[int], list[int]] = {}
            for n, numbers in own.items():
                rows.setdefault(numbers, []).append(n)
            for (some, here), (others, there) in combinations(rows.items(), 2):
                if all(max(x, y) > FAR * min(x, y) for x in some for y in others):
                    self.differ[np.ix_(here, there)] = self.differ[np.ix_(there, here)] = True

    def _beside(self, said: Sequence[Said]) -> tuple[frozenset[SourceId], ...]:
        """Return, for each mention, the other sources of its report that give none but other answers."""
        reports: dict[DocumentId, dict[SourceId, list[int]]] = {}
        for n, (s, source) in enumerate(zip(said, self._sources, strict=True)):
            if source is not None:
                reports.setdefault(s.document, {}).setdefault(source, []).append(n)
        return tuple(
            frozenset(
                source
                for source, own in reports.get(s.document, {}).items()
                if source != self._sources[k] and self.differ[k, own].all()
            )
            for k, s in enumerate(said)
        )

    def _set_apart(self) -> Pairs:
        """Return which pairs a report sets apart, one of which it holds: it lets both sources speak, each with its own answer."""
        size = len(self._sources)
        if not self.differ.any():
            return np.zeros((size, size), dtype=bool)
        code = {v: n for n, v in enumerate(dict.fromkeys(self._sources))}
        says = np.zeros((size, len(code)), dtype=bool)
        for k, others in enumerate(self._others):
            if self._sources[k] is not None:  # what a report says in its own voice may be of another moment, or a part
                says[k, [code[v] for v in others]] = True
        told = says[:, [code[v] for v in self._sources]]
        return told | told.T


# negated := ("no" | be, have, do or will "not" | "never") up to three words: "there was [no explosion]"; not what is used up
# ("no more blood") or left open ("not to speak"), which others may put without a negation
_NEGATED = re.compile(
    r"\b(?:no|(?:is|are|was|were|has|have|had|do|does|did|will|would|could|can|ca|wo) ?n[o']t|never) (?!more\b|longer\b)((?:\w+ ?){1,3})"
)
_NEGATION = frozenset("no not never nothing none nobody neither nor without hardly cannot".split())


def _negates(word: str) -> bool:
    return word in _NEGATION or word.endswith("n't")
