"""Likeness of pairs -> groups of mentions that answer one question."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.claim.likeness import Likeness, meet
from firsthand.claim.mentions import Mention
from firsthand.records import DocumentId

JOIN = 0.3  # likeness at which two groups become one claim, averaged over the pairs between them
REPEAT = 0.15  # more likeness is asked for where both groups already hold a statement of one report

MAX_COMPARED = 16  # mentions of a group that are compared; large groups are told by their first


def group(mentions: Sequence[Mention], likeness: Likeness) -> list[list[int]]:
    """Return groups of mentions, each in order, in order of their first: every mention in exactly one.

    Pairs are taken from the likeliest down; two groups join when the mean likeness between them reaches ``JOIN`` and no
    two of their statements are bound to be answers to different questions.
    """
    ranked = sorted(((s, i, j) for i, j, s in likeness.pairs() if s >= JOIN / 2), key=lambda p: (-p[0], p[1], p[2]))
    score = {(i, j): s for s, i, j in ranked}
    home = list(range(len(mentions)))
    members: dict[int, list[int]] = {n: [n] for n in home}
    refused: set[tuple[int, int, int, int]] = set()  # two groups as they were, by number and size
    for s, i, j in ranked:
        a, b = min(home[i], home[j]), max(home[i], home[j])
        if a == b or s < JOIN:
            continue
        asked = (a, len(members[a]), b, len(members[b]))
        if asked in refused:
            continue
        if _mean(members[a], members[b], score) >= _asked(members[a], members[b], mentions):
            for n in members[b]:
                home[n] = a
            members[a] = sorted(members[a] + members.pop(b))
        else:
            refused.add(asked)
    return [members[k] for k in sorted(members, key=lambda k: members[k][0])]


def _mean(a: Sequence[int], b: Sequence[int], score: dict[tuple[int, int], float]) -> float:
    """Return the mean likeness between two groups; the best half of the pairs counts, paraphrase is uneven."""
    few_a, few_b = a[:MAX_COMPARED], b[:MAX_COMPARED]
    found = sorted((score.get((min(i, j), max(i, j)), 0.0) for i in few_a for j in few_b), reverse=True)
    half = found[: max(1, (len(found) + 1) // 2)]
    return sum(half) / len(half)


def _asked(a: Sequence[int], b: Sequence[int], mentions: Sequence[Mention]) -> float:
    """Return the likeness that joining two groups asks for: more where a report would answer twice, 9 if never."""
    asked = JOIN
    by_report: dict[DocumentId, list[int]] = {}
    for i in a:
        by_report.setdefault(mentions[i].statement.document, []).append(i)
    for j in b:
        for i in by_report.get(mentions[j].statement.document, ()):
            m, n = mentions[i], mentions[j]
            if m.count and n.count and not meet(m.count, n.count) and m.source == n.source:
                return 9.0
            asked = JOIN + REPEAT
    return asked
