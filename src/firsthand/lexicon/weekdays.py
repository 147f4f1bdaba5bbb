"""Terms of a text -> the weekdays it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from firsthand import terms
from firsthand.lexicon import load

LEAST = 6  # letters of a name: "Monday" is no other word, "sat" and "sun" are
_DATE = 4  # terms behind a weekday in which a printed date begins: "the 2nd of February"
_SMALL = frozenset({"the", "of"})
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")


def named(line: Sequence[str]) -> int:
    """Return the weekdays that ``line``, folded terms in order, names: a bit for each, Monday the lowest.

    "on Monday" names one, the print of a date does not: "Monday 2 February" stands over any report of that day.
    """
    bits, found = _bits(), 0
    for n, term in enumerate(line):
        if term in bits and not _is_printed(line[n + 1 : n + 1 + _DATE]):
            found |= bits[term]
    return found


def _is_printed(behind: Sequence[str]) -> bool:
    """Tell whether the terms behind a weekday begin with a date: "February 2", "2nd of February", "02 02 2031"."""
    rest = [term for term in behind if term not in _SMALL]
    if rest and rest[0] in _months():
        return True
    if not rest or not _DAY.fullmatch(rest[0]):
        return False
    return len(rest) > 1 and (rest[1] in _months() or rest[1].isdigit())


def differ(one: int, other: int) -> bool:
    """Tell whether two texts name weekdays and none in common."""
    return bool(one and other) and not one & other


@cache
def _months() -> frozenset[str]:
    names = load().table("times")["months"], *load().table("months")["months"].values()
    return frozenset(terms.term(name) for one in names for name in one)


@cache
def _bits() -> Mapping[str, int]:
    return {terms.term(w): 1 << n for w, n in load().table("times")["weekdays"].items() if len(w) >= LEAST}
