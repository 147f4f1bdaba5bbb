"""Labelled words -> attributions: which source and which content belong to which cue of a passage.

Every content goes to the cue that costs least to reach, every cue takes the source that costs least; a cost is the number
of words between, plus a price for each other cue, content or sentence's end that lies between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from firsthand.statement.attributions.features import Ints
from firsthand.statement.attributions.passage import Draft, Passage

# Prices, in words. Set on attribution-train so that spans that are right are linked right (98 % of them there).
_OTHER_CUE = 6
_OTHER_CONTENT = 3
_SENTENCE_END = 8
_SOURCE_BEHIND = 2  # a source mostly stands before its cue
_NEIGHBOURS = 5  # cues looked at on either side; keeps the work linear in a passage full of cues
_SOURCE_REACH = 3  # words; a source in another sentence than its cue must stand this near


class Run(NamedTuple):
    """A stretch of words with one label: 1 source, 2 cue, 3 content."""

    kind: int
    start: int
    end: int


class Linked(NamedTuple):
    """A cue with its source and contents, as stretches of one passage."""

    source: Run | None
    cue: Run
    contents: tuple[Run, ...]


def runs(labels: Ints) -> list[Run]:
    """Return the stretches that the labels of a passage mark, in order."""
    found: list[Run] = []
    kind, start = 0, 0
    for at, label in enumerate([*labels.tolist(), 0]):
        if label == 0 or label % 2 == 1:
            if kind:
                found.append(Run(kind, start, at))
            kind, start = (label + 1) // 2, at
    return found


def link(p: Passage, found: Sequence[Run]) -> tuple[list[Linked], list[Run]]:
    """Return the cues of a passage with what belongs to them, and the contents for which it has no cue."""
    cues = [r for r in found if r.kind == 2]
    sources = [r for r in found if r.kind == 1]
    contents = [r for r in found if r.kind == 3]
    if not cues:
        return [], contents
    taken: dict[Run, list[Run]] = {c: [] for c in cues}
    for content in contents:
        cost = _content_cost(p, content, near := _near(cues, content), _near(contents, content))
        taken[min(near, key=cost)].append(content)
    linked = []
    for cue in cues:
        if not taken[cue]:
            continue
        rivals = _near(cues, cue)
        options = [(_source_cost(p, cue, s, rivals), s) for s in _near(sources, cue)]
        allowed = [(c, s) for c, s in options if p.starts[s.start] == p.starts[cue.start] or c < _SOURCE_REACH]
        linked.append(Linked(min(allowed)[1] if allowed else None, cue, tuple(taken[cue])))
    return linked, []


def _near(those: Sequence[Run], one: Run) -> Sequence[Run]:
    """Return the few of ``those`` (in order) that stand nearest to ``one`` on either side."""
    at = bisect_left(those, one.start, key=lambda r: r.start)
    return those[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]


def _content_cost(
    p: Passage, content: Run, cues: Sequence[Run], contents: Sequence[Run]
) -> Callable[[Run], tuple[int, Run]]:
    def cost(cue: Run) -> tuple[int, Run]:
        low, high = _between(cue, content)
        others = sum(low <= c.start < high for c in contents)
        return _cost(p, cue, content, cues) + _OTHER_CONTENT * others, cue

    return cost


def _source_cost(p: Passage, cue: Run, source: Run, cues: Sequence[Run]) -> int:
    return _cost(p, cue, source, cues) + _SOURCE_BEHIND * (source.start > cue.start)


def _between(a: Run, b: Run) -> tuple[int, int]:
    return (a.end, b.start) if a.start < b.start else (b.end, a.start)


def _cost(p: Passage, cue: Run, other: Run, cues: Sequence[Run]) -> int:
    low, high = _between(cue, other)
    cost = high - low + _OTHER_CUE * sum(low <= c.start < high for c in cues)
    if p.starts[cue.start] != p.starts[other.start] and p.quoted[other.start] < 0:
        cost += _SENTENCE_END
    return cost


def draft(p: Passage, linked: Linked) -> Draft:
    """Return a linked cue as a draft."""
    source = (p.span(linked.source.start, linked.source.end),) if linked.source else ()
    contents = tuple(p.span(c.start, c.end) for c in linked.contents)
    words = " ".join(p.words[linked.cue.start : linked.cue.end])
    return Draft(source, (p.span(linked.cue.start, linked.cue.end),), contents, f"tagger: cue {words!r}")
