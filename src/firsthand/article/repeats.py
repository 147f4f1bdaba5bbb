"""What an article's lines say again: quotes pulled out of the text, texts repeated below it, labels of its boxes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from firsthand.article.lines import Line
from firsthand.records import ZoneKind

_GRAM = 4  # words in sequence that a copy shares with what it copies
_COPY_WORDS = 6  # of a line, at least, that can be a copy
_COPY_SHARE = 0.6  # of its sequences that longer runs of the article's lines say
_MOST_SAID = (
    2  # times that a sentence and its copy are said: a song, or a question asked of everyone, is said more often
)
_KEY_WORDS = 3  # by which sentences of one form are known
_RUN_GAP = 3  # lines of others that a run of the article's goes over
_LEAST_LABELS = 3  # lines of one wording on a page that label boxes
_LEAST_OPENINGS = 4  # lines among the texts that open with the same words, none beside another
_OPENING_WORDS = 2
_SIGNS = "—–-"  # with which a quoted post is signed
_WORD = re.compile(r"\w+")
_AMENDS = re.compile(
    r"(?:correction|clarification|update[d ]?|editor's note|an earlier version|this (?:story|article|report))\b"
)

Found = tuple[int, ZoneKind, str]


def copies(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield the lines most of whose word sequences stand in longer runs of the article's lines, or before them in their own."""
    mine = [n for n, yes in enumerate(inside) if yes and lines[n].hint is None and lines[n].raw[:1] not in _SIGNS]
    size = _runs(lines, mine)
    said = Counter(_key(lines[n]) for n in mine)
    heard: set[tuple[str, ...]] = set()
    found = []
    for n in sorted(mine, key=lambda n: (-size[n], n)):
        words = _WORD.findall(lines[n].folded)
        grams = [tuple(words[k : k + _GRAM]) for k in range(len(words) - _GRAM + 1)]
        is_copy = len(words) >= _COPY_WORDS and sum(g in heard for g in grams) > _COPY_SHARE * len(grams)
        if (
            is_copy
            and not _AMENDS.match(lines[n].folded)
            and (_is_alone(lines, n) if lines[n].is_short else said[_key(lines[n])] <= _MOST_SAID)
        ):
            found.append(n)
        else:
            heard.update(grams)
    for n in sorted(found):
        yield n, ZoneKind.QUOTE_BOX, f"said-again: {lines[n].raw[:40]!r}"


def _is_alone(lines: Sequence[Line], n: int) -> bool:
    """Tell whether no other short line stands beside line ``n``, so that it is no row of a list."""
    beside = [lines[k] for k in (n - 1, n + 1) if 0 <= k < len(lines)]
    return not any(x.is_short and x.folded != lines[n].folded for x in beside)


def _key(x: Line) -> str:
    return " ".join(_WORD.findall(x.folded)[:_KEY_WORDS])


def _runs(lines: Sequence[Line], mine: Sequence[int]) -> dict[int, int]:
    """Return for each of the article's lines the characters of the run of them that it stands in."""
    out: dict[int, int] = {}
    run: list[int] = []
    for n, following in pairwise([*mine, len(lines) + _RUN_GAP + 2]):
        run.append(n)
        if following - n > _RUN_GAP + 1:
            out |= dict.fromkeys(run, sum(len(lines[k].folded) for k in run))
            run = []
    return out


def labels(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield short lines alone between texts that label boxes: the same words three times on a page, or the same opening."""
    said = Counter(x.folded for x in lines)
    short = [n for n, yes in enumerate(inside) if yes and lines[n].is_short and not _is_mark(lines[n])]
    alone = [n for n in short if _is_alone(lines, n)]
    openings = Counter(_opening(lines[n]) for n in alone)
    for n in alone:
        opening = _opening(lines[n])
        if said[lines[n].folded] >= _LEAST_LABELS or (opening and openings[opening] >= _LEAST_OPENINGS):
            yield n, ZoneKind.WIDGET, f"label: {lines[n].raw[:40]!r}"


def _is_mark(x: Line) -> bool:
    """Tell whether a line leads what follows it ("NAME:") or signs a quoted post."""
    return x.folded.endswith(":") or x.raw[:1] in _SIGNS


def _opening(x: Line) -> str:
    """Return the first words of a line, "" where they hold a number, as those of a list's or a chapter's heading do."""
    words = x.folded.split()[:_OPENING_WORDS]
    return " ".join(words) if len(words) == _OPENING_WORDS and all(w.isalpha() for w in words) else ""
