"""Which language a text is in, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.fold import fold
from firsthand.lexicon import Lexicon

_SAMPLE = 1_500  # characters: on pages and PolNeAR more changes no answer
_LEAST_LETTERS = 20  # of an alphabet; a word or two tells nothing
_LEAST_SIGNS = 4  # of a script that one language writes
_MARKED = 4.0  # weight of a letter that a language writes and few others do, beside a common word among its words
_FOREIGN = 6.0  # of a letter with a mark that the language does not write
_LEAST_SCORE = 0.06
_CYRILLIC = ("ru", "uk", "bg", "sr")
_ARABIC = ("ar", "fa", "ur")
_EXCLUSIVE = ("ur", "fa")  # tried in this order: Urdu writes all of Persian's letters


@dataclass(frozen=True, slots=True)
class _Tables:
    words: dict[str, frozenset[str]]
    letters: dict[str, frozenset[str]]
    latin: tuple[str, ...]
    marks: frozenset[str]  # every letter with a mark that some Latin language writes
    blocks: tuple[tuple[int, int, str], ...]


@cache
def _tables(known: Lexicon) -> _Tables:
    t: dict[str, Any] = known.table("languages")
    words = {name: frozenset(found.split()) for name, found in t["words"].items()}
    letters = {name: frozenset(found) for name, found in t["letters"].items()}
    latin = tuple(name for name in words if name not in _CYRILLIC)
    marks = frozenset(c for name in latin for c in letters.get(name, ()))
    return _Tables(words, letters, latin, marks, tuple((a, b, n) for n, rs in t["scripts"].items() for a, b in rs))


def of(text: str, stated: str | None, known: Lexicon) -> str:
    """Return the ISO 639-1 code of ``text``; the ``stated`` one when the text itself is too short to tell; ``und`` if nothing does."""
    found = re.match(r"[a-z]{2,3}(?![a-z])", (stated or "").strip().lower())
    said = "no" if found and found[0] in ("nb", "nn") else found[0] if found else None
    sample = text[:_SAMPLE]
    letters = list(filter(str.isalpha, sample))
    latin = sum(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in letters)
    t = _tables(known)
    if latin < 0.5 * len(letters):
        return _by_script(sample, letters, said, t) if len(letters) >= _LEAST_SIGNS else said or "und"
    if len(letters) < _LEAST_LETTERS:
        return said or "und"
    return _by_words(sample, t.latin, said, t)


def _by_words(sample: str, names: tuple[str, ...], said: str | None, t: _Tables) -> str:
    """Return the language of ``names`` whose common words and marked letters the sample has most of."""
    counts = Counter(re.findall(r"[^\W\d_]+", fold(sample)))
    total = max(1, counts.total())
    marked = Counter(filter(t.marks.__contains__, sample.lower()))
    scores = {}
    for name in names:
        own = t.letters.get(name, frozenset())
        familiar = sum(n for c, n in marked.items() if c in own)
        foreign = marked.total() - familiar
        common = sum(n for w, n in counts.items() if w in t.words.get(name, ()))
        scores[name] = (common + (_MARKED * familiar - _FOREIGN * foreign) / 8) / total
    if not scores:  # own tables dropped them all
        return said or "und"
    best = max(sorted(scores), key=lambda name: scores[name])
    if scores[best] < _LEAST_SCORE or (said and scores.get(said, 0.0) > 0.9 * scores[best]):
        return said or (best if scores[best] > _LEAST_SCORE / 2 else "und")
    return best


def _by_script(sample: str, letters: list[str], said: str | None, t: _Tables) -> str:
    """Return the language of a script; Cyrillic and Arabic ones by their letters and words."""
    found = Counter(next((name for a, b, name in t.blocks if a <= ord(c) <= b), "und") for c in letters)
    if found["ja"] > 0.05 * len(letters):
        return "ja"
    best = max(sorted(found), key=lambda name: found[name])
    if best == "ru":
        return _cyrillic(sample, letters, said, t)
    if best == "ar":
        if said in _ARABIC:
            return str(said)
        return next(
            (n for n in _EXCLUSIVE if sum(c in t.letters.get(n, ()) for c in letters) > 0.02 * len(letters)), "ar"
        )
    return best


def _cyrillic(sample: str, letters: list[str], said: str | None, t: _Tables) -> str:
    if said in _CYRILLIC:
        return str(said)
    counts = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    small = [c.lower() for c in letters]
    scores = {
        name: sum(n for w, n in counts.items() if w in t.words.get(name, ()))
        + sum(c in t.letters.get(name, ()) for c in small) / 2
        for name in _CYRILLIC
    }
    return max(_CYRILLIC, key=lambda name: (scores[name], -_CYRILLIC.index(name)))
