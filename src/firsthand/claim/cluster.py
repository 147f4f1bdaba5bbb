"""Likeness of pairs -> groups of mentions that answer one question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from firsthand.claim.likeness import Likeness, meet
from firsthand.claim.mentions import Mention
from firsthand.records import Answers, DocumentId, Role

JOIN = 0.35  # likeness at which two groups become one claim, averaged over the pairs between them
REPEAT = 0.15  # more likeness is asked for where both groups already hold a statement of one report
MAX_COMPARED = 16  # mentions of a group that are compared; large groups are told by their first
BEST = 0.5  # share of the pairs between two groups that count, the likeliest: paraphrase is uneven
ROLE_SHARE = (
    0.25  # of a group's counts that have a role, for the group to have it: one of eight may be misread; our choice
)
NEAR = 0.7  # of the likeness of two groups: how likely one answers the other's question; by the likelihood of the true numbers
#             of origins of hand-made stories (best at .5) and of the simulator's training part (above 1)
LEAST_NEAR = 0.1  # of such a chance, for a group to be named as near: less widens no 90 % bound
MOST_NEAR = 3  # groups that are named as near to one
LEAST_PAIRS = 2  # of them, where there are two: one likely pair alone draws no third statement in


class _Group:
    """Mentions that answer one question, with what bars others from joining them."""

    __slots__ = ("broad", "kinds", "members", "reports", "roles", "sorts")

    def __init__(self, members: list[int], mentions: Sequence[Mention]) -> None:
        self.members = members
        counts = [(mentions[n].count, mentions[n].sort) for n in members]
        roles = Counter(c.role for c, _ in counts if c)
        self.roles = {r for r, n in roles.items() if r is not Role.OTHER and n >= ROLE_SHARE * roles.total()}
        self.sorts = {s for c, s in counts if c and s}
        self.broad = {mentions[n].broad for n in members if mentions[n].count} - {""}
        kinds = [mentions[n].kinds for n in members if mentions[n].count and mentions[n].kinds]
        self.kinds = frozenset.intersection(*kinds) if kinds else frozenset()
        self.reports: dict[DocumentId, list[int]] = {}
        for n in members:
            self.reports.setdefault(mentions[n].statement.document, []).append(n)


class Question(NamedTuple):
    """Mentions that answer one question, in order; and the numbers of the groups that may answer the same, each with its chance."""

    members: list[int]
    near: list[tuple[int, float]]


def group(mentions: Sequence[Mention], likeness: Likeness) -> list[Question]:
    """Return groups of mentions in order of their first: every mention in exactly one.

    Pairs are taken from the likeliest down; two groups join when the mean likeness between them reaches ``JOIN`` and no
    two of their statements are bound to be answers to different questions. Which do not join and are alike are near.
    """
    ranked = sorted(((s, i, j) for i, j, s in likeness.pairs(JOIN / 2)), key=lambda p: (-p[0], p[1], p[2]))
    score = {(i, j): s for s, i, j in ranked}
    found = _joined(mentions, ranked, score)
    near = _near(found, mentions, score)
    return [Question(g.members, near[n]) for n, g in enumerate(found)]


def _joined(
    mentions: Sequence[Mention], ranked: Iterable[tuple[float, int, int]], score: Mapping[tuple[int, int], float]
) -> list[_Group]:
    home = [_Group([n], mentions) for n in range(len(mentions))]
    refused: set[tuple[int, int, int, int]] = set()  # two groups as they were, by first member and size
    for s, i, j in ranked:
        a, b = sorted((home[i], home[j]), key=lambda g: g.members[0])
        if a is b or s < JOIN:
            continue
        asked = (a.members[0], len(a.members), b.members[0], len(b.members))
        if asked in refused:
            continue
        if _barred(a, b, mentions) or _mean(a, b, score) < JOIN + REPEAT * _repeats(a, b, mentions):
            refused.add(asked)
            continue
        joined = _Group(sorted(a.members + b.members), mentions)
        for n in joined.members:
            home[n] = joined
    return sorted({g.members[0]: g for g in home}.values(), key=lambda g: g.members[0])


def _near(
    found: Sequence[_Group], mentions: Sequence[Mention], score: Mapping[tuple[int, int], float]
) -> list[list[tuple[int, float]]]:
    """Return, for each group, the others that may answer its question, likeliest first."""
    home = {n: k for k, g in enumerate(found) for n in g.members}
    out: list[list[tuple[int, float]]] = [[] for _ in found]
    for a, b in sorted({(min(x, y), max(x, y)) for i, j in score if (x := home[i]) != (y := home[j])}):
        chance = round(NEAR * _mean(found[a], found[b], score), 4)
        if chance >= LEAST_NEAR and not _barred(found[a], found[b], mentions):
            out[a].append((b, chance))
            out[b].append((a, chance))
    return [sorted(them, key=lambda x: (-x[1], x[0]))[:MOST_NEAR] for them in out]


def _mean(a: _Group, b: _Group, score: Mapping[tuple[int, int], float]) -> float:
    """Return the mean likeness between two groups, over the likeliest of the pairs between them."""
    few_a, few_b = a.members[:MAX_COMPARED], b.members[:MAX_COMPARED]
    found = sorted((score.get((i, j) if i < j else (j, i), 0.0) for i in few_a for j in few_b), reverse=True)
    best = found[: max(LEAST_PAIRS, round(BEST * len(found) + 0.01))]
    return sum(best) / len(best)


def _repeats(a: _Group, b: _Group, mentions: Sequence[Mention]) -> bool:
    """Tell whether some report stands in both groups otherwise than with counts of several voices, which may be rivals."""
    return any(not (m.count and n.count) or _one_voice(m, n) for m, n in _of_one_report(a, b, mentions))


def _of_one_report(a: _Group, b: _Group, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pairs of mentions between two groups that stand in one report."""
    for document in a.reports.keys() & b.reports.keys():
        for i in a.reports[document]:
            for j in b.reports[document]:
                yield mentions[i], mentions[j]


def _one_voice(m: Mention, n: Mention) -> bool:
    """Tell whether two mentions of one report are one voice's; counts in the report's own may each be somebody else's."""
    return m.source == n.source and not (m.source is None and m.count and n.count)


def _barred(a: _Group, b: _Group, mentions: Sequence[Mention]) -> bool:
    """Tell whether two groups answer different questions: counts of two roles or sorts, or one voice of one report
    that gives two counts or two hours."""
    if (
        len(a.roles | b.roles) > 1
        or len(a.sorts | b.sorts) > 1
        or len(a.broad | b.broad) > 1
        or (a.kinds and b.kinds and a.kinds.isdisjoint(b.kinds))
    ):
        return True
    return any(_one_voice(m, n) and _rival(m, n) for m, n in _of_one_report(a, b, mentions))


def _rival(m: Mention, n: Mention) -> bool:
    """Tell whether two mentions give two answers: counts that do not meet, two hours."""
    if m.count and n.count:
        return not meet(m.count, n.count)
    return m.answers is n.answers is Answers.WHEN and bool(m.apart(n))
