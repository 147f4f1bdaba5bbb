"""Pairs of mentions -> the probability that they answer one question: shared terms, counts, names, passages.

A logistic model per kind of question; ``weights.json`` is made by ``eval/train/claims.py`` on simulated stories only.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from firsthand.claim.mentions import Mention
from firsthand.records import Answers, DocumentId, Passage, Quantity, Role
from firsthand.spans import Span

MAX_HOLDERS = 0.3  # share of a story's mentions; a term that more of them hold proposes no pairs
LARGE = (
    1200  # mentions; in a larger story only words themselves propose pairs, and each to fewer, which keeps cost linear
)
MAX_PAIRS_PER_TERM = (
    400,
    60,
)  # mentions of a frequent term that propose pairs: in a story that is not large, in a large one
SINGLE_DOCUMENT = 0.35  # weight of a term that only one report uses: house wording, not evidence against a match
_TELLING = 2  # content words; a clause with fewer ("and denied") does not say which question it answers
FEATURES = (
    "cosine",
    "stems",
    "holding",
    "classes",
    "names",
    "around",
    "passage",
    "same_source",
    "same_role",
    "meet",
    "equal",
    "same_unit",
    "other_unit",
    "near_hour",
    "same_report",
)


@cache
def _weights_of() -> Mapping[str, Mapping[str, float]]:
    return dict(json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf8")))


class Likeness:
    """Compares the mentions of one story; term weights are learned from that story."""

    def __init__(self, mentions: Sequence[Mention], passages: Iterable[Passage]) -> None:
        self.mentions = mentions
        self.weight = _rarities(mentions)
        self.vectors = [self._vector(m.terms) for m in mentions]
        self.stems = [{t: w for t, w in v.items() if t[0] not in "~#@"} for v in self.vectors]
        self.around = [self._vector(m.around) for m in mentions]
        self.aligned = _aligned(mentions, passages)

    def _vector(self, terms: Mapping[str, float]) -> dict[str, float]:
        return {t: tf * self.weight.get(t, 1.0) for t, tf in sorted(terms.items())}

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Yield ``(i, j, probability)`` with ``i < j`` for the pairs that share anything, in order."""
        holders: dict[str, list[int]] = {}
        large = len(self.mentions) > LARGE
        for n, vector in enumerate(self.vectors):
            for term in vector:
                if not large or term[0] not in "~#":
                    holders.setdefault(term, []).append(n)
        for n, m in enumerate(self.mentions):
            if m.count and m.count.role is not Role.OTHER:
                holders.setdefault(f"role {m.count.role}", []).append(n)
            elif m.answers is Answers.WHEN:
                holders.setdefault("hour", []).append(n)
        proposed: set[tuple[int, int]] = set(self.aligned)
        limit = max(12, int(MAX_HOLDERS * len(self.mentions)))
        for own in holders.values():
            if len(own) <= limit:
                few = own[: MAX_PAIRS_PER_TERM[large]]
                proposed.update((a, b) for x, a in enumerate(few) for b in few[x + 1 :])
        for i, j in sorted(proposed):
            yield i, j, self.of(i, j)

    def of(self, i: int, j: int) -> float:
        """Return the probability that mentions ``i`` and ``j`` answer one question; 0 when they cannot."""
        a, b = self.mentions[i], self.mentions[j]
        if not _can_match(a, b) or (
            a.answers is Answers.WHAT and min(len(self.stems[i]), len(self.stems[j])) < _TELLING
        ):
            return 0.0
        weights = _weights_of()[a.answers.value]
        z = weights["bias"] + math.fsum(weights[name] * x for name, x in self.features(i, j).items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))

    def features(self, i: int, j: int) -> dict[str, float]:
        """Return what the model sees of a pair, by the names in ``FEATURES``."""
        a, b = self.mentions[i], self.mentions[j]
        x, y = self.vectors[i], self.vectors[j]
        p, q = a.count, b.count
        shared_classes = [t for t in x if t in y and t[0] == "#"]
        return {
            "cosine": _cosine(x, y),
            "stems": _cosine(self.stems[i], self.stems[j]),
            "holding": _holding(self.stems[i], self.stems[j]),
            "classes": min(1.0, 0.5 * len(shared_classes)),
            "names": _jaccard(a.names, b.names),
            "around": _cosine(self.around[i], self.around[j]),
            "passage": self.aligned.get((min(i, j), max(i, j)), 0.0),
            "same_source": float(a.source is not None and a.source == b.source),
            "same_role": float(bool(p and q and p.role is q.role and p.role is not Role.OTHER)),
            "meet": float(bool(p and q and meet(p, q))),
            "equal": float(bool(p and q and (p.low, p.high) == (q.low, q.high))),
            "same_unit": float(bool(p and q and a.unit and a.unit == b.unit)),
            "other_unit": float(bool(p and q and a.unit and b.unit and a.unit != b.unit)),
            "near_hour": _near_hour(a, b),
            "same_report": float(a.statement.document == b.statement.document),
        }


def meet(a: Quantity, b: Quantity) -> bool:
    """Tell whether two counts meet: some number lies in both ranges."""
    high_a = math.inf if a.high is None else a.high
    high_b = math.inf if b.high is None else b.high
    return a.low <= high_b and b.low <= high_a


def _cosine(x: Mapping[str, float], y: Mapping[str, float]) -> float:
    small, large = (x, y) if len(x) <= len(y) else (y, x)
    dot = math.fsum(w * large[t] for t, w in small.items() if t in large)
    if dot == 0.0:
        return 0.0
    return dot / math.sqrt(math.fsum(w * w for w in x.values()) * math.fsum(w * w for w in y.values()))


def _holding(x: Mapping[str, float], y: Mapping[str, float]) -> float:
    """Return the share of the lighter statement's weight that the other holds too."""
    light, heavy = (x, y) if math.fsum(x.values()) <= math.fsum(y.values()) else (y, x)
    total = math.fsum(light.values())
    return math.fsum(w for t, w in light.items() if t in heavy) / total if total else 0.0


def _jaccard(x: frozenset[str], y: frozenset[str]) -> float:
    return len(x & y) / len(x | y) if x and y else 0.0


def _near_hour(a: Mention, b: Mention) -> float:
    """Return 1 when the hours of two statements are one, 0 when they lie two hours or more apart."""
    x, y = a.minute, b.minute
    if x is None or y is None:
        return 0.0
    apart = abs(x - y)
    return max(0.0, 1.0 - min(apart, 1440 - apart) / 120)


def _can_match(a: Mention, b: Mention) -> bool:
    """Tell whether two statements may answer one question: one kind of question; counts of one role."""
    if a.answers is not b.answers:
        return False
    x, y = _roles(a), _roles(b)
    return not x or not y or bool(x & y)  # "killed" does not answer what "killed or wounded" answers


def _roles(m: Mention) -> set[Role]:
    own = (m.count,) if m.count else m.counts
    return {q.role for q in own if q.role is not Role.OTHER}


def _rarities(mentions: Sequence[Mention]) -> Mapping[str, float]:
    """Return how telling each term is in this story: rare among its statements, and used by more than one report."""
    held = Counter(t for m in mentions for t in m.terms)
    documents: dict[str, set[DocumentId]] = {}
    for m in mentions:
        for t in m.terms:
            documents.setdefault(t, set()).add(m.statement.document)
    n = len(mentions)
    return {t: math.log(1 + n / held[t]) * (1.0 if len(documents[t]) > 1 else SINGLE_DOCUMENT) for t in sorted(held)}


def _aligned(mentions: Sequence[Mention], passages: Iterable[Passage]) -> dict[tuple[int, int], float]:
    """Return the similarity of the aligned passage that covers both statements, for the pairs that have one."""
    by_document: dict[DocumentId, list[int]] = {}
    for n, m in enumerate(mentions):
        by_document.setdefault(m.statement.document, []).append(n)
    out: dict[tuple[int, int], float] = {}
    for p in passages:
        first = [n for n in by_document.get(p.a, ()) if _share(mentions[n], p.a_span) > 0.5]
        second = [n for n in by_document.get(p.b, ()) if _share(mentions[n], p.b_span) > 0.5]
        for i in first:
            for j in second:
                key = (min(i, j), max(i, j))
                size = max(len(mentions[i].text), len(mentions[j].text))
                tight = size / max(1, p.a_span.end - p.a_span.start, p.b_span.end - p.b_span.start)
                out[key] = max(out.get(key, 0.0), p.similarity * min(1.0, tight))
    return out


def _share(mention: Mention, span: Span) -> float:
    """Return the share of the statement's characters that lie under ``span``."""
    held = sum(max(0, min(e, span.end) - max(s, span.start)) for s, e in mention.statement.content)
    return held / max(1, sum(e - s for s, e in mention.statement.content))
