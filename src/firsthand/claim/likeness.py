"""Pairs of mentions -> how likely it is that they answer one question, from shared terms, counts, names and aligned passages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.claim.mentions import Mention
from firsthand.records import Answers, DocumentId, Passage, Quantity
from firsthand.spans import Span

MAX_HOLDERS = 0.3  # share of a story's mentions; a term that more of them hold proposes no pairs
MAX_PAIRS_PER_TERM = 400  # mentions; of a frequent term only the first so many propose pairs, which keeps cost linear
SINGLE_DOCUMENT = 0.35  # weight of a term that only one report uses: house wording, not evidence against a match
PASSAGE_WEIGHT = 0.35  # of an aligned passage that covers both statements, times its similarity
SAME_COUNT = 0.25  # added when the counts meet
SAME_ROLE = 0.2  # added when the same thing is counted (killed, wounded ...), whatever the number


class Likeness:
    """Compares the mentions of one story; term weights are learned from that story."""

    def __init__(self, mentions: Sequence[Mention], passages: Iterable[Passage]) -> None:
        self.mentions = mentions
        self.weight = _weights(mentions)
        self.vectors = [self._vector(m) for m in mentions]
        self.norms = [math.sqrt(math.fsum(w * w for w in v.values())) or 1.0 for v in self.vectors]
        self.aligned = _aligned(mentions, passages)

    def _vector(self, mention: Mention) -> dict[str, float]:
        return {t: tf * self.weight[t] for t, tf in sorted(mention.terms.items())}

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Yield ``(i, j, likeness)`` with ``i < j`` for the pairs that share anything, in order."""
        holders: dict[str, list[int]] = {}
        for n, vector in enumerate(self.vectors):
            for term in vector:
                holders.setdefault(term, []).append(n)
        proposed: set[tuple[int, int]] = set(self.aligned)
        limit = max(12, int(MAX_HOLDERS * len(self.mentions)))
        for own in holders.values():
            if len(own) <= limit:
                few = own[:MAX_PAIRS_PER_TERM]
                proposed.update((a, b) for x, a in enumerate(few) for b in few[x + 1 :])
        for i, j in sorted(proposed):
            yield i, j, self.of(i, j)

    def of(self, i: int, j: int) -> float:
        """Return the likeness of mentions ``i`` and ``j``: 0 when they cannot answer one question, about 1 at most."""
        a, b = self.mentions[i], self.mentions[j]
        if not _can_match(a, b):
            return 0.0
        small, large = sorted((self.vectors[i], self.vectors[j]), key=len)
        dot = math.fsum(w * large[t] for t, w in small.items() if t in large)
        score = dot / (self.norms[i] * self.norms[j])
        score += PASSAGE_WEIGHT * self.aligned.get((min(i, j), max(i, j)), 0.0)
        if a.statement.document == b.statement.document:
            return score  # one report that counts twice counts two things, unless the words say otherwise
        if a.count and b.count:
            score += SAME_ROLE * (a.count.role == b.count.role and a.count.role.value != "other")
            score += SAME_COUNT * meet(a.count, b.count)
        if a.hours and b.hours and a.answers is Answers.WHEN:
            score += SAME_ROLE
        return score


def meet(a: Quantity, b: Quantity) -> bool:
    """Tell whether two counts meet: some number lies in both ranges."""
    high_a = math.inf if a.high is None else a.high
    high_b = math.inf if b.high is None else b.high
    return a.low <= high_b and b.low <= high_a


def _can_match(a: Mention, b: Mention) -> bool:
    """Tell whether two statements may answer one question: one kind of slot; counts of one role and unit."""
    if a.answers is not b.answers:
        return False
    if a.count and b.count:
        return a.count.role == b.count.role or "other" in (a.count.role.value, b.count.role.value)
    return True


def _weights(mentions: Sequence[Mention]) -> Mapping[str, float]:
    """Return how telling each term is in this story: rare among its statements, and used by more than one report."""
    held = Counter(t for m in mentions for t in m.terms)
    documents: dict[str, set[DocumentId]] = {}
    for m in mentions:
        for t in m.terms:
            documents.setdefault(t, set()).add(m.statement.document)
    n = len(mentions)
    return {
        t: math.log(1 + n / held[t]) * (1.0 if len(documents[t]) > 1 else SINGLE_DOCUMENT) for t in sorted(held)
    }


def _aligned(mentions: Sequence[Mention], passages: Iterable[Passage]) -> dict[tuple[int, int], float]:
    """Return the similarity of the aligned passage that covers both statements, for the pairs that have one."""
    by_document: dict[DocumentId, list[int]] = {}
    for n, m in enumerate(mentions):
        by_document.setdefault(m.statement.document, []).append(n)
    out: dict[tuple[int, int], float] = {}
    for p in passages:
        first = [(n, _share(mentions[n], p.a_span)) for n in by_document.get(p.a, ())]
        second = [(n, _share(mentions[n], p.b_span)) for n in by_document.get(p.b, ())]
        for i, x in first:
            for j, y in second:
                if x > 0.5 and y > 0.5 and i != j:
                    key = (min(i, j), max(i, j))
                    size = max(len(p_) for p_ in (mentions[i].text, mentions[j].text))
                    tight = size / max(1, p.a_span.end - p.a_span.start, p.b_span.end - p.b_span.start)
                    out[key] = max(out.get(key, 0.0), p.similarity * min(1.0, tight))
    return out


def _share(mention: Mention, span: Span) -> float:
    """Return the share of the statement's characters that lie under ``span``."""
    held = sum(max(0, min(e, span.end) - max(s, span.start)) for s, e in mention.statement.content)
    return held / max(1, sum(e - s for s, e in mention.statement.content))
