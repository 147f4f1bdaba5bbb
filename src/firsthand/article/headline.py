"""Which line of a dump is its headline: the best of the lines above the article by what they say and where they stand.

Menus, banners and the titles of other stories are as short and as bold as a headline. What tells it apart: its words come
back in the article's first paragraphs, its names in the whole article; byline and date stand below it; it is longer than the
lines around it and no row among others of its make. The weights (``headline.json``) were learned by
``eval/train/headline.py`` on pages made for it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources

from firsthand.article import furniture, heads
from firsthand.article.lines import UNDER_HEAD, Line
from firsthand.lexicon import Lexicon
from firsthand.records import ZoneKind

FEATURES = (
    "words-2", "words-4", "words-6", "words-15", "words-23", "stop", "asks", "colon", "near", "nearer", "next", "place-0", "lead-share",
    "share", "rare-share", "names-share", "no-share", "repeated", "repeated-below", "in-another", "byline-below", "date-below",
    "buttons", "rows-above", "rows-below", "longer", "capitals", "shouted", "reader", "under-head", "inside", "digits", "bars", "text",
    "first-long", "caption-like", "text-below",
)  # fmt: skip

LEAST_SCORE = 0.5  # of a headline: names and credits above a text without a title have less
REACH = 60  # lines before the article's first in which its headline is looked for
_BEYOND = 3  # and behind it: a deck or a legend may stand above the headline
_TEXT = 8  # words of a sentence from which on it is the article's own where the article has begun
_WORDS = range(2, 31)  # of a headline
_UNSPACED_CHARACTERS = range(6, 121)  # of one in a script without blanks between words
_LEAD_WORDS = 90  # of running text that are the article's first
_BELOW = 6  # lines below a headline, buttons not counted, in which byline and date stand
_DATE_CHARACTERS = 80  # of a line that tells when
_AROUND = 4  # lines on each side of it that its length is held against
_LEAST_KEY = 16  # characters of a title that another line repeats
_LEAST_STEMS = 4  # words that shares are of, so that one word in common is not all
_RUN = 8  # short lines that are a full row
_LEAST_LONG = 5  # words of a line that is no item of a menu
_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_a-z][^\W\d_]{2,}")  # a capital inside a line
_NO_TITLE = "—–•@"  # with which signatures of posts and rows of lists begin
_TITLE_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_READER = re.compile(r"\b(?:you|your|our|us|we|sign|click|subscribe|here|now|welcome|free)\b")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\bago\b")
_CREDIT = re.compile(r"\(.{3,40}\)$|\bphoto|\bimage|\bcredit|/")
_BAR = re.compile(r" [|»›>] |»")


def candidates(lines: Sequence[Line], first: int) -> list[int]:
    """Return the numbers of the lines that may be the headline of an article whose first line is ``first``."""
    stop = min(first + _BEYOND, len(lines) - 1)
    found = [
        n for n in range(max(0, first - REACH), stop + 1) if _may_be(lines[n]) and (n < first or lines[n].prose < _TEXT)
    ]
    return [0, *found] if first > REACH and lines and _may_be(lines[0]) else found


def _may_be(x: Line) -> bool:
    if x.hint is not None and x.hint.is_strong and x.hint.rule.split(":")[0] not in _POSSIBLE:
        return False
    words = len(_TITLE_WORD.findall(x.raw))
    if x.raw[:1] in _NO_TITLE or heads.dateline(x.raw, 0, len(x.raw)) is not None:
        return False
    if x.raw.isascii() or words in _WORDS:
        return words in _WORDS and not _is_date(x.folded)
    return len(x.raw) in _UNSPACED_CHARACTERS and furniture.word_count(x.folded) > 2


_POSSIBLE = (UNDER_HEAD, "related-head", "picture-start")


def _is_date(line: str) -> bool:
    """Tell whether a folded line holds hardly any words besides those of a date."""
    return bool(_DATE.search(line)) and len(furniture.words_of(line)) <= 3


def _opens(lines: Sequence[Line]) -> bool:
    """Tell whether the first line of a text above which nothing stands is its title: no sentence, or one In Title Case, set apart."""
    x = lines[0]
    words = _TITLE_WORD.findall(x.raw)
    if not _may_be(x) or (x.raw.isascii() and len(words) < _LEAST_OPENING):
        return False
    if not _STOP.search(x.raw):
        return True
    following = next((y for y in lines[1:] if y.hint is None), None)
    if following is None or following.block.cluster == x.block.cluster or following.prose < _FOLLOWING:
        return False
    long = [w for w in words if len(w) >= 4]
    is_titled = sum(w[0].isupper() for w in long) >= 0.8 * max(1, len(long))
    is_one = len(words) <= _LONGEST_OPENING and not re.search(r"[.!?] [A-Z]", x.raw) and not x.raw.isupper()
    return is_one and (is_titled or heads.dateline(following.raw, 0, len(following.raw)) is not None)


_STOP = re.compile(r"[.…。]['\"’”)]*$")
_LEAST_OPENING, _LONGEST_OPENING = 3, 22  # words of a title that is a sentence
_FOLLOWING = 12  # words of the text behind it


def features(lines: Sequence[Line], found: Sequence[int], first: int, last: int, known: Lexicon) -> list[list[float]]:
    """Return the features of each line that may be the headline, in the order of ``FEATURES``; all lie between 0 and 1."""
    texts = [x for x in lines[max(0, first) : last + 1] if x.hint is None and x.prose]
    held = Counter(w for x in texts for w in set(furniture.stems(x.folded)))
    lead, count = set[str](), 0
    for x in texts:
        if count < _LEAD_WORDS:
            lead.update(furniture.stems(x.folded[:1000]))
            count += x.prose
    names = {w.lower() for x in texts for w in _NAME.findall(x.raw)}
    # words that stand in short lines elsewhere on the page, too, tell little
    common = Counter(w for x in lines if not x.prose for w in set(furniture.stems(x.folded)))
    keyed = [key(x.folded) for x in lines]
    keys, keys_below = Counter(keyed), frozenset(keyed[last + 1 :])
    buttons = furniture.tables(known).buttons
    sizes = [min(30, furniture.word_count(x.folded)) for x in lines]
    long = [n for n in found if sizes[n] >= _LEAST_LONG and n < first]
    others = keyed[max(0, first - REACH) : first + _BEYOND + 1]
    out = []
    for n in found:
        x = lines[n]
        stems, words = set(furniture.stems(x.folded)), furniture.words_of(x.folded)
        size, own = sizes[n], keyed[n]
        ratio = 1 / max(_LEAST_STEMS, len(stems))
        capital = [w for w in _TITLE_WORD.findall(x.raw) if len(w) > 3]
        named = [w.lower() for w in capital if w[0].isupper()]
        between = sum(y.hint is None for y in lines[n + 1 : first]) if n < first else 0
        below = [y for y in lines[n + 1 : n + 1 + 2 * _BELOW] if y.hint is None or y.hint.kind is not ZoneKind.WIDGET][
            :_BELOW
        ]
        around = [
            sizes[k]
            for k in range(max(0, n - _AROUND), min(len(lines), n + _AROUND + 1))
            if k != n and not lines[k].prose
        ]
        rest = 1 if first <= n <= last and x.prose else 0  # what the line itself gives to the article
        above_run, below_run = _run(lines, n, -1), _run(lines, n, 1)
        out.append([
            float(size < 4), float(4 <= size < 6), float(6 <= size < 15), float(15 <= size < 23), float(size >= 23),
            float(x.raw.rstrip("\"'”’)").endswith((".", "…", "。"))), float(x.raw.endswith(("?", "!"))), float(x.raw.endswith(":")),
            math.exp(-between / 8), math.exp(-between / 2), float(between == 0), float(n == 0),
            ratio * sum(w in lead for w in stems) if not rest else 0.0, ratio * sum(held[w] > rest for w in stems),
            ratio * sum(held[w] > rest and common[w] <= keys[own] for w in stems),
            sum(w in names for w in named) / max(1, len(named)), float(not any(held[w] > rest for w in stems)),
            float(keys[own] > 1), float(keys[own] > 1 and own in keys_below),
            float(len(own) >= _LEAST_KEY and any(own != other and own in other for other in others)),
            _nearness([y.hint is not None and y.hint.kind is ZoneKind.BYLINE for y in below]),
            _nearness([_DATE.search(y.folded) is not None and len(y.folded) <= _DATE_CHARACTERS for y in below]),
            sum(w in buttons for w in words) / max(1, len(words)),
            above_run / _RUN, below_run / _RUN, float(not around or size > 1.5 * sum(around) / len(around)),
            sum(w[0].isupper() for w in capital) / max(3, len(capital)), float(x.raw.isupper()),
            float(_READER.search(x.folded) is not None), float(x.hint is not None), float(n >= first),
            sum(c.isdigit() for c in x.folded) / max(1, len(x.folded)), float(_BAR.search(x.raw) is not None), float(x.prose > 0),
            float(bool(long) and n == long[-1]), float(_CREDIT.search(x.folded) is not None),
            float(n + 1 < len(lines) and lines[n + 1].prose > 7),
        ])  # fmt: skip
    return out


def _nearness(yes: Sequence[bool]) -> float:
    """Return 1 where the first is so, less the further below the first such one stands, 0 where none is."""
    return math.exp(-yes.index(True) / 3) if True in yes else 0.0


def _run(lines: Sequence[Line], n: int, step: int) -> int:
    """Return how many short lines, ``_RUN`` at most, stand in a row beside line ``n``."""
    out, k = 0, n + step
    while out < _RUN and 0 <= k < len(lines) and lines[k].is_short:
        out, k = out + 1, k + step
    return out


@cache
def _weights() -> tuple[float, ...]:
    table = json.loads(resources.files(__package__).joinpath("headline.json").read_text("utf8"))
    return tuple(table["weights"][name] for name in FEATURES)


def found(lines: Sequence[Line], first: int, last: int, title: str | None, known: Lexicon) -> frozenset[int]:
    """Return the numbers of the lines that are the headline: where a title is stated those that say it, else the likeliest.

    A page may repeat its headline: all such lines near the article are returned.
    """
    start = first if last >= 0 else len(lines)
    wanted = key(title or "")
    if wanted:
        same = [
            n
            for n, x in enumerate(lines)
            if n <= max(first, 0) + 12 and not x.block.is_debris and _same_title(key(x.folded), wanted)
        ]
        plain = [n for n in same if lines[n].hint is None]
        if same:
            return frozenset(plain or same[:1])
    if lines and start == 0:
        return frozenset((0,) if _opens(lines) else ())
    numbers = candidates(lines, start)
    if not numbers:
        return frozenset()
    scores = [
        sum(w * f for w, f in zip(_weights(), own, strict=True)) for own in features(lines, numbers, start, last, known)
    ]
    if max(scores) < LEAST_SCORE:
        return frozenset()
    best = numbers[max(range(len(numbers)), key=lambda k: (scores[k], -k))]
    own = key(lines[best].folded)
    return frozenset(n for n in numbers if key(lines[n].folded) == own)


def key(line: str) -> str:
    """Return the words of a folded line, by which titles are compared."""
    return " ".join(re.findall(r"\w+", line.lower()))


def _same_title(line: str, title: str) -> bool:
    """Tell whether a line is the title, or the title with the name of the site behind it."""
    if not line:
        return False
    if line == title:
        return True
    short, long = sorted((line, title), key=len)
    return len(short) >= _LEAST_KEY and long.startswith(short) and len(long) - len(short) <= 40
