"""Words folded to what they have in common with their other forms: ``killed``, ``killing`` and ``kills`` are one."""

from __future__ import annotations

import re
from functools import cache

_VOWEL = re.compile(r"[aeiouy]")
# Endings of English inflection, longest first: (ending, what stands in its place, letters that must remain).
_ENDINGS = (
    ("iest", "y", 3),
    ("ies", "y", 2),
    ("ied", "y", 2),
    ("ying", "y", 2),
    ("sses", "ss", 2),
    ("shes", "sh", 2),
    ("ches", "ch", 2),
    ("xes", "x", 2),
    ("ing", "", 3),
    ("ed", "", 2),
    ("'s", "", 1),
    ("s'", "s", 1),
    ("s", "", 3),
)
_NOT_PLURAL = ("ss", "us", "is", "'s")


@cache
def stem(word: str) -> str:
    """Return the stem of one folded word: inflection off, doubled consonant and silent ``e`` off; never empty.

    A stem is a key, not a word: ``seize``, ``seized`` and ``seizing`` all give ``seiz``. For words of grammar and of the
    lexicon's lists, verbs above all: ``claim/weights.json`` and ``event/weights.json`` were trained with it. Not
    ``terms.term``, by which the rarity of words is counted: that takes the endings off otherwise ("used" stays as it is).
    """
    if not word.isascii() or len(word) < 4 or not word[0].isalpha():
        return word
    out = word
    for ending, instead, remain in _ENDINGS:
        if not out.endswith(ending) or len(out) - len(ending) < remain:
            continue
        if ending == "s" and out.endswith(_NOT_PLURAL):
            continue
        trunk = out[: len(out) - len(ending)]
        if ending in ("ing", "ed") and not _VOWEL.search(trunk):
            continue
        out = trunk + instead
        break
    if len(out) > 3 and out[-1] == out[-2] and out[-1] not in "lsz":
        out = out[:-1]
    if len(out) > 3 and out.endswith("e"):
        out = out[:-1]
    return out
