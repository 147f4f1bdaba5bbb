"""Closed classes of English words that more than one reading of a sentence asks: days, times, numbers, means of telling."""

from __future__ import annotations

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
TIMES = WEEKDAYS | frozenset(
    "year years month months week weeks day days hour hours minute minutes decade decades today yesterday tomorrow tonight"
    " morning afternoon evening night midnight noon dawn time times".split()
)
NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    " thirty forty fifty sixty seventy eighty ninety hundred thousand dozen dozens scores hundreds thousands tens".split()
)
MEANS = frozenset(
    "phone telephone satellite video email e-mail mail letter text post radio fax message".split()
)  # "said by phone"
