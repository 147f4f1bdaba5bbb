"""Text -> comparable terms: words without endings, numbers in digits, clock times, and how rarely general news holds each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources

TELLING = 2.5  # nats; "opened" ("opened fire", "opened in 1911") is no telling word, "armband" is; our choice
# term := clock time | number with thousands marks | initials with dots | word, hyphens divide ("al-Zawr" is two);
#         an apostrophe belongs to the word before "s" (possession, taken off) and inside names ("ra'id"), else it divides
_TERM = re.compile(r"\d{1,2}[:.]\d\d(?![\d.])|\d{1,3}(?:,\d{3})+|(?:[a-z]\.){2,6}|[^\W_]+(?:'(?:s\b|[^\W\d_]{3,}))?")
_UNITS = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
# ending, letters that must remain, what stands in its place
_ENDINGS = (
    ("ies", 2, "y"),
    ("ied", 2, "y"),
    ("sses", 2, "ss"),
    ("ing", 3, ""),
    ("ed", 3, ""),
    ("es", 3, ""),
    ("s", 3, ""),
)


@cache
def _background() -> Mapping[str, float]:
    return dict(json.loads(resources.files("firsthand").joinpath("background.json").read_text("utf8")))


def rarity(one: str) -> float:
    """Return -log of the share of general news reports that hold the term ``one``, in nats (table: ``eval/train/stemma_background.py``)."""
    table = _background()
    return table.get(one, table["*"])


@cache
def common(nats: float) -> frozenset[str]:
    """Return the terms whose ``rarity`` is at most ``nats``, which must be less than that of an unknown term."""
    return frozenset(t for t, r in _background().items() if r <= nats)


@lru_cache(1 << 16)
def term(word: str) -> str:
    """Return the folded ``word`` without the endings of number, tense and possession: a key for matching, not a word.

    ``background.json`` counts such terms, and ``stemma/weights.json`` and ``story/weights.json`` were trained with it. Not
    ``lemma.stem``, which goes by the forms of verbs and by which the lists of the lexicon are looked up: its keys are other ones.
    """
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) < 4 or word[0].isdigit():
        return word
    for ending, left, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= left and not (ending == "s" and word[-2] in "su"):
            word = word[: -len(ending)] + put
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def tokens(folded: str) -> Iterator[str]:
    """Yield the terms of ``folded`` in order: words without endings, numbers in digits, clock times as ``h:mm``."""
    tens = 0
    for word in _TERM.findall(folded):
        found = _single(word)
        if found is None:
            if word in _UNITS:
                yield str(tens + _UNITS[word])
                tens = 0
                continue
            if tens:
                yield str(tens)
            tens = _TENS[word]
            continue
        if tens:
            yield str(tens)
            tens = 0
        yield found
    if tens:
        yield str(tens)


@lru_cache(1 << 16)
def _single(word: str) -> str | None:
    """Return the term of one word; nothing for a number word, whose term may need the next word."""
    if word in _TENS or word in _UNITS:
        return None
    if word[0].isdigit():
        return _number(word)
    return word.replace(".", "") if "." in word else term(word)


def _number(word: str) -> str:
    """Return digits without thousands marks, and clock times in the twelve-hour form."""
    hour, mark, minute = word.replace(".", ":").partition(":")
    if mark and len(minute) == 2 and hour.isdecimal() and minute.isdecimal() and int(hour) < 25 and int(minute) < 60:
        return f"{int(hour) % 12}:{minute}"
    return word.replace(",", "").lstrip("0") or "0"
