"""Ties with probabilities -> what is looked at together: components of bounded size.

Stories lie inside what hangs together by likely pairs. In a dense collection nearly everything hangs together; then only
likelier pairs hold, and likelier ones, until no more than ``MOST_TOGETHER`` articles are left in one piece. Which piece an
article lies in is found by walking from it, and depends on the pairs alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.story.linkage import P_TOGETHER

LADDER = (P_TOGETHER, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)  # probability from which a pair holds, tried in turn
MOST_TOGETHER = 64  # articles in one piece; linking more at once would make the cost of one article grow


@dataclass(frozen=True, slots=True)
class Piece:
    """Articles that hang together by pairs of at least ``p_least``."""

    members: tuple[str, ...]
    p_least: float

    @property
    def boundless(self) -> bool:
        """Tell whether there are too many to be looked at one by one: at the top of the ladder they are one story."""
        return len(self.members) > MOST_TOGETHER


Holds = Callable[[str], Sequence[tuple[float, str]]]  # document -> the others it is likely tied to, likeliest first


def rung(p: float) -> int:
    """Return on how many rungs of the ladder a pair of probability ``p`` holds."""
    return bisect_right(LADDER, p)


def piece(start: str, holds: Holds, large: dict[str, int]) -> Piece:
    """Return the piece in which ``start`` lies: the largest of bounded size; at the top of the ladder of any size.

    ``large`` says of articles on how many rungs they hang together with too many; what is found out is added to it.
    """
    for n, p_least in enumerate(LADDER[:-1]):
        if n < large.get(start, 0):
            continue
        found = _reached(start, holds, p_least, MOST_TOGETHER)
        if len(found) <= MOST_TOGETHER:
            return Piece(tuple(sorted(found)), p_least)
        large.update(dict.fromkeys(found, n + 1))
    return Piece(tuple(sorted(_reached(start, holds, LADDER[-1], None))), LADDER[-1])


def _reached(start: str, holds: Holds, p_least: float, most: int | None) -> set[str]:
    """Return what is reached from ``start``; more than ``most`` when there is more."""
    found = {start}
    waiting = [start]
    while waiting:
        for p, other in holds(waiting.pop()):
            if p < p_least:
                break
            if other not in found:
                found.add(other)
                waiting.append(other)
                if most is not None and len(found) > most:
                    return found
    return found


def pieces(likely: Mapping[str, Mapping[str, float]]) -> list[Piece]:
    """Return the pieces of all documents, each with the others it is tied to, in order of their first members."""
    holds = {i: sorted(((p, j) for j, p in them.items()), reverse=True) for i, them in likely.items()}
    out: list[Piece] = []
    seen: set[str] = set()
    large: dict[str, int] = {}
    for document in sorted(likely):
        if document not in seen:
            out.append(piece(document, holds.__getitem__, large))
            seen.update(out[-1].members)
    return out
