"""Terms of a text -> the weekdays it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from firsthand import terms
from firsthand.lexicon import load

LEAST = 6  # letters of a name: "Monday" is no other word, "sat" and "sun" are


def named(line: Sequence[str]) -> int:
    """Return the weekdays that ``line``, folded terms in order, names: a bit for each, Monday the lowest.

    "on Monday" names one, the print of a date does not: "Monday 2 February" stands over any report of that day.
    """
    bits, found = _bits(), 0
    for n, term in enumerate(line):
        if term in bits and not (n + 1 < len(line) and line[n + 1].isdigit()):
            found |= bits[term]
    return found


def differ(one: int, other: int) -> bool:
    """Tell whether two texts name weekdays and none in common."""
    return bool(one and other) and not one & other


@cache
def _bits() -> Mapping[str, int]:
    return {terms.term(w): 1 << n for w, n in load().table("times")["weekdays"].items() if len(w) >= LEAST}
