"""Article -> Witness: the lines of a report as comparable terms, with how rarely independent news would share each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from firsthand.fold import fold
from firsthand.records import Article, DocumentId, Sentence, ZoneKind
from firsthand.spans import Span
from firsthand.tokens import sentences

# token := clock time | number with thousands marks | initials with dots | word, hyphens divide ("al-Zawr" is two)
_TOKEN = re.compile(r"\d{1,2}[:.]\d\d(?![\d.])|\d{1,3}(?:,\d{3})+|(?:[a-z]\.){2,6}|[^\W_]+(?:'s\b)?")
_READ = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX})

_UNITS = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}

PLAIN_NATS = 1.6  # nats; what more than a fifth of all news reports hold is grammar, not content; read off the table
MAX_LINES = 400  # lines of one report that are compared; longer captures are archives, not reports


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: where it stands and its content terms in order."""

    span: Span
    zone: ZoneKind
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A report made comparable. ``folded`` is the whole text as ``fold`` shows it."""

    id: DocumentId
    lines: tuple[Line, ...]
    terms: frozenset[str]
    pairs: frozenset[str]  # neighbouring content terms of one line
    runs: frozenset[str]  # five neighbouring tokens, grammar words included
    folded: str


@cache
def _background() -> Mapping[str, float]:
    """Return the rarity, in nats, of the terms that general news uses (made by ``eval/train/stemma.py``)."""
    return dict(json.loads(resources.files(__package__).joinpath("background.json").read_text("utf8")))


def rarity(term: str) -> float:
    """Return -log of the share of general news reports that hold ``term``; pairs weigh three quarters of their sum."""
    table = _background()
    if " " in term:
        first, second = term.split(" ", 1)
        return 0.75 * (rarity(first) + rarity(second))
    return table.get(term, table["*"])


def stem(word: str) -> str:
    """Return ``word`` without the endings of number, tense and possession: a key for matching, not a word."""
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) < 4 or word[0].isdigit():
        return word
    for ending, left, put in (
        ("ies", 2, "y"),
        ("ied", 2, "y"),
        ("sses", 2, "ss"),
        ("ing", 3, ""),
        ("ed", 3, ""),
        ("es", 3, ""),
        ("s", 3, ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= left and not (ending == "s" and word[-2] in "su"):
            word = word[: -len(ending)] + put
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def tokens(folded: str) -> Iterator[str]:
    """Yield the matching keys of ``folded`` in order: stems, numbers in digits, clock times as ``h:mm``."""
    tens = 0
    for match in _TOKEN.finditer(folded):
        word = match[0]
        if word in _TENS:
            if tens:
                yield str(tens)
            tens = _TENS[word]
            continue
        if word in _UNITS:
            yield str(tens + _UNITS[word])
            tens = 0
            continue
        if tens:
            yield str(tens)
            tens = 0
        if word[0].isdigit():
            yield _number(word)
        elif "." in word:
            yield word.replace(".", "")
        else:
            yield stem(word)
    if tens:
        yield str(tens)


def _number(word: str) -> str:
    """Return digits without thousands marks, and clock times in the twelve-hour form."""
    hour, mark, minute = word.replace(".", ":").partition(":")
    if mark and len(minute) == 2 and int(hour) < 25 and int(minute) < 60:
        return f"{int(hour) % 12}:{minute}"
    return word.replace(",", "").lstrip("0") or "0"


def _sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of ``article``, found here when its stage found none."""
    if article.sentences or article.zones:
        return article.sentences
    return tuple(Sentence(s.start, s.end, ZoneKind.BODY, 0) for s in sentences(article.text))


def witness(article: Article) -> Witness:
    """Return ``article`` as terms; a line that stands twice on one page (a caption like the headline) counts once."""
    folded = fold(article.text)
    lines: list[Line] = []
    runs: set[str] = set()
    seen: set[tuple[str, ...]] = set()
    for s in _sentences(article)[:MAX_LINES]:
        if s.zone not in _READ:
            continue
        every = tuple(tokens(folded[s.start : s.end]))
        content = tuple(t for t in every if rarity(t) > PLAIN_NATS)
        if not content or every in seen:
            continue
        seen.add(every)
        runs.update(" ".join(every[i : i + 5]) for i in range(len(every) - 4))
        lines.append(Line(s.span, s.zone, content))
    return Witness(
        article.id,
        tuple(lines),
        frozenset(t for x in lines for t in x.terms),
        frozenset(p for x in lines for p in pairs(x.terms)),
        frozenset(runs),
        folded,
    )


def pairs(terms: tuple[str, ...]) -> Iterator[str]:
    """Yield the neighbouring terms of one line as two-word keys."""
    return (f"{a} {b}" for a, b in pairwise(terms))
