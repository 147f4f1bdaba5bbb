"""A view of a text for matching that keeps its length, so that spans found in the view hold in the text.

``str.casefold`` changes the length of 104 code points and NFKC of 1,237; ``fold`` maps each code
point to exactly one: lower case, no diacritics, plain quotes, dashes and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02bb\u02be\u02bf\u2032\u00b4\u0060\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u0131", "i"),
    **dict.fromkeys("\u00df", "s"),
    **dict.fromkeys("\u00f8\u00d8", "o"),
    **dict.fromkeys("\u0142\u0141", "l"),
    **dict.fromkeys("\u0111\u0110", "d"),
}
_LINE_ENDS = "\n\r\u0085\u2028\u2029\u000b\u000c"


def _fold_one(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _LINE_ENDS:
        return "\n" if char != "\r" else "\r"
    if char.isspace():
        return char if char == "\t" else " "
    for form in (unicodedata.normalize("NFKC", char), char):
        base = unicodedata.normalize("NFD", form)
        if len(base) > 1 and all(unicodedata.combining(c) for c in base[1:]):
            form = base[0]
        lower = form.lower()
        if len(lower) == 1:
            return lower
        if len(form) == 1:
            return form
    return char


class _Table(dict[int, str]):
    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_one(chr(point))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return ``text`` lower-cased, without diacritics, with plain quotes, dashes and spaces, and of the same length."""
    if text.isascii() and text.isprintable() and "`" not in text:  # the commonest by far, at a tenth of the time
        return text.lower()
    return _whole(text) if _ARTICLE <= len(text) <= _LONGEST else text.translate(_TABLE)


_ARTICLE = 400  # characters from which a text is a whole article, which every stage folds
_LONGEST = 20_000  # characters of a text that is remembered; two hundred of them stay under 40 MB


@lru_cache(maxsize=200)
def _whole(text: str) -> str:
    return text.translate(_TABLE)


# Soft hyphen, zero-width space, word joiner, byte-order mark: within a word they are part of no name and hide no number.
# The joiners of Persian and Hindi (U+200C, U+200D) stay.
HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")


def shown(words: str) -> str:
    """Return ``words`` without what has no width: for names and look-ups, never for spans."""
    return words if words.isascii() else HIDDEN.sub("", words)


# Cyrillic letters that look like Latin ones: a forged copy hides behind them.
_SHAPES = str.maketrans("аеорсхуіѕј", "aeopcxyisj")


def latin(folded: str) -> str:
    """Return ``folded`` with look-alike letters as Latin ones where most letters then are Latin; the length stays."""
    if folded.isascii():
        return folded
    plain = folded.translate(_SHAPES)
    if plain == folded or not any("a" <= c <= "z" for c in folded):
        return folded
    return plain if sum("a" <= c <= "z" for c in plain) * 2 >= sum(c.isalpha() for c in plain) else folded
