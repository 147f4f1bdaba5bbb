"""Which language a text is in, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from firsthand.fold import fold
from firsthand.lexicon import Lexicon

_SAMPLE = 1_500  # characters: on pages and PolNeAR more changes no answer


@cache
def _tables(known: Lexicon) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], list[tuple[int, int, str]]]:
    t: dict[str, Any] = known.table("languages")
    blocks = [(a, b, name) for name, ranges in t["scripts"].items() for a, b in ranges]
    return (
        {name: frozenset(words.split()) for name, words in t["words"].items()},
        {name: frozenset(letters) for name, letters in t["letters"].items()},
        blocks,
    )


def of(text: str, stated: str | None, known: Lexicon) -> str:
    """Return the ISO 639-1 code of ``text``; the ``stated`` one when the text itself is too short to tell; ``und`` if nothing does."""
    said = re.match(r"[a-z]{2,3}(?![a-z])", (stated or "").strip().lower())
    sample = fold(text[:_SAMPLE])
    letters = [c for c in sample if c.isalpha()]
    if len(letters) < 20:
        return said[0] if said else "und"
    words, special, blocks = _tables(known)
    latin = sum(c < "\u0250" for c in letters)
    if latin < 0.5 * len(letters):
        return _by_script(letters, special, blocks, said[0] if said else None)
    counts = Counter(re.findall(r"[^\W\d_]+", sample))
    total = max(1, sum(counts.values()))
    scores = {name: sum(counts[w] for w in them) / total for name, them in words.items()}
    best = max(sorted(scores), key=lambda name: scores[name])
    if scores[best] < 0.06 or (said and scores.get(said[0], 0.0) > 0.9 * scores[best]):
        return said[0] if said else (best if scores[best] > 0.03 else "und")
    return best


def _by_script(
    letters: list[str], special: dict[str, frozenset[str]], blocks: list[tuple[int, int, str]], said: str | None
) -> str:
    found = Counter(next((name for a, b, name in blocks if a <= ord(c) <= b), "und") for c in letters)
    if found["ja"] > 0.05 * len(letters):
        return "ja"
    best = max(sorted(found), key=lambda name: found[name])
    if best in ("ru", "ar"):
        family = ("ru", "uk", "bg", "sr") if best == "ru" else ("ar", "fa", "ur")
        if said is not None and said in family:
            return said
        marks = {name: sum(c in special[name] for c in letters) for name in family}
        top = max(family, key=lambda name: (marks[name], -family.index(name)))
        return top if marks[top] else best
    return best
