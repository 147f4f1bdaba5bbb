"""Ties with probabilities -> what is looked at together: components of bounded size.

Stories lie inside what hangs together by likely pairs. In a dense collection nearly everything hangs together; then only
likelier pairs hold, and likelier ones, until no more than ``MOST_TOGETHER`` articles are left in one piece. Which piece an
article lies in is found by walking from it, and depends on the pairs alone.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from firsthand.story.linkage import MOST_TOGETHER, P_TOGETHER

LADDER = (P_TOGETHER, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)  # probability from which a pair holds, tried in turn


Node = TypeVar("Node", str, int)
# articles, rung -> the others that each is tied to by pairs that hold there
Holds = Callable[[Sequence[Node], int], Iterable[Sequence[Node]]]


def rung(p: float) -> int:
    """Return on how many rungs of the ladder a pair of probability ``p`` holds."""
    return bisect_right(LADDER, p)


def together(start: Node, holds: Holds[Node], large: dict[Node, int]) -> tuple[set[Node], int]:
    """Return the piece in which ``start`` lies, and its rung: the largest of bounded size; at the top of the ladder of any size.

    ``large`` says of articles on how many rungs they hang together with too many; what is found out is added to it.
    """
    for n in range(large.get(start, 0), len(LADDER) - 1):
        found = _reached(start, holds, n, MOST_TOGETHER)
        if len(found) <= MOST_TOGETHER:
            return found, n
        large.update(dict.fromkeys(found, n + 1))
    return _reached(start, holds, len(LADDER) - 1, sys.maxsize), len(LADDER) - 1


def _reached(start: Node, holds: Holds[Node], n: int, most: int) -> set[Node]:
    """Return what is reached from ``start``; more than ``most`` when there is more."""
    found = {start}
    last = [start]
    while last and len(found) <= most:
        last = list(set().union(*holds(last, n)) - found)
        found.update(last)
    return found
