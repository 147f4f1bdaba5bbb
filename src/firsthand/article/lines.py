"""Which lines of a dump are its article: a chain of two states over what each line looks like and shares with the others.

A dump has no markup to go by, and the summary of another story is as good a sentence as any of the article's. What tells
them apart: lines of the article share words and names with one another and with the title, stand together, and say who said
what; furniture addresses the reader, comes in rows of one make, in titles and in dates. The weights (``lines.json``) were
learned by ``eval/train/lines.py`` on pages made for it; the rules of ``dump`` give their own opinion as features.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources

from firsthand.article import furniture
from firsthand.article.blocks import Block
from firsthand.article.furniture import Hint
from firsthand.records import ZoneKind


@dataclass(frozen=True, slots=True)
class Line:
    """A block with what is known of it: folded words, words of running text, hint."""

    block: Block
    folded: str
    raw: str
    prose: int
    hint: Hint | None

    @property
    def is_short(self) -> bool:
        """Tell whether the line is neither running text nor known furniture."""
        return self.hint is None and self.prose == 0


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the rules say of a dump: the stretch of the article and the lines that are its headline."""

    first: int
    last: int
    headline: frozenset[int]
    title: str


FEATURES = (
    "one", "sentence", "words", "words-0", "words-6", "words-12", "words-25", "words-45", "long-sentence", "capitals", "shouted",
    "digits", "hint-widget", "hint-related", "hint-caption", "hint-byline", "hint-comment", "hint-debris", "hint-weak",
    "reader", "reports", "quotes", "asks", "cut", "bullet", "first-person", "anaphora", "date", "names-row", "ends-colon",
    "inside", "headline", "above-headline", "before", "after", "behind", "edge", "shared", "shared-names", "shared-title",
    "shared-near", "shared-none", "strange", "texts-before", "texts-after", "rows-before", "rows-after", "pattern", "again", "at",
    "shared-sentence", "shared-short", "inside-long", "behind-short", "behind-shared",
)  # fmt: skip

_NAME = re.compile(r"(?<=[^\W_] )[^\W\d_a-z][^\W\d_]{2,}")  # a capital inside a line
_READER = re.compile(r"\b(?:you|your|yours|you're|you'll|our|ours|us|we|we're|click|please|subscribe|sign)\b")
_SELF = re.compile(r"\b(?:i|i'm|i've|my|me|lol|u)\b")
_BACK = re.compile(r"\b(?:he|she|they|his|her|their|it|its|this|these|those|him|them|there)\b")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d|\bago\b|\b\d{1,2} ?(?:am|pm)\b|\bmin(?:ute)?s? read\b")
_QUOTED = re.compile(r"\"[^\"]{6,}")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|»)\s*$")
_SMALL = frozenset(
    "a an and as at by for from in into is of on or that the to with his her its it was be not over after".split()
)
LEAST_INSIDE = 0.025  # probability from which on a line within the article's stretch is the article's
LEAST_SHORT_INSIDE = 0.05  # the same of a line without running text
LEAST_OUTSIDE = 0.9  # and a line elsewhere: less than sure is not enough against the rules
LEAST_PIECE = 0.3  # mean probability of the words of a piece of the stretch that stands apart from its largest
SURE_MATTER = 0.6  # share of its texts that use the words of the article's matter from which on a piece needs less
LEAST_MATTER = 0.3  # and which it needs below a heading such as "Most read"
LEAST_ON_MATTER = 0.1  # mean probability that is then enough, in a piece of ``SEVERAL`` texts
SEVERAL = 3
MOST_ITEM_WORDS = 25  # of an item of a list
LEAST_AMOUNTS = 2  # of money that the text of an article on goods names
LEAST_GOODS = 3  # prices, each on a line of its own, of a list of goods
MOST_GOODS_LINES = 30  # from price to price; one of the goods may lack its own
LEAST_ON_GOODS = 0.4  # share of the lines of such a list that use words of the article
MOST_ITEM_CHARACTERS = 200
LEAST_ROWS = 4  # lines of one make behind one another that are a list
LEAST_COMMON = 3  # words and marks that two lines of one make share
APART = 3  # lines without running text that set two pieces of a stretch apart: headings and legends come by one and two
MENU_LINES = 8  # short lines one behind another that are a menu or a list of other articles even where no word is known
_SUMMARY_WORDS = 25  # of a line, at most, in a list of titles and summaries
_LEAST_ROWS = 4  # titles and summaries by turns that are a list of other articles
_LEAST_WORDS = 8  # of a line of running text in a piece
_LEAST_PIECE_WORDS = 12  # of a piece: one sentence of fewer is a cell of a table or a legend and sets nothing apart
_MOST_WORDS = 60  # of a line count, so that one long comment does not outweigh an article
_NEAR = 3  # neighbours on each side


def chained(lines: Sequence[Line], said: Opinion) -> tuple[list[int], list[Line], Opinion]:
    """Return the lines that the chain is over, with their numbers: without those that say themselves what box they are.

    So a share row or a call to donate, wherever it stands, changes nothing for its neighbours.
    """
    numbers = [n for n, x in enumerate(lines) if not _is_known(x.hint)]
    place = {n: k for k, n in enumerate(numbers)}
    first = next((place[n] for n in numbers if n >= said.first), len(numbers))
    last = next((place[n] for n in reversed(numbers) if n <= said.last), -1)
    headline = frozenset(place[n] for n in said.headline if n in place)
    return numbers, [lines[n] for n in numbers], Opinion(first, last, headline, said.title)


def _is_known(hint: Hint | None) -> bool:
    return hint is not None and hint.is_strong and not hint.opens and hint.kind in (ZoneKind.WIDGET, ZoneKind.DEBRIS)


def features(lines: Sequence[Line], said: Opinion) -> list[list[float]]:
    """Return the features of each line, in the order of ``FEATURES``; all lie between 0 and about 1."""
    words = [furniture.stems(x.folded) for x in lines]
    names = [[w.lower() for w in _NAME.findall(x.raw[:1000])] for x in lines]
    shared = _shared(lines, words, said)
    shared_names = _shared(lines, names, said)
    title = set(furniture.stems(said.title)) | {w for n in said.headline for w in words[n]}
    shapes = [_shape(x) for x in lines]
    texts = _running([float(min(x.prose, 40)) / 40 if x.hint is None else 0.0 for x in lines])
    rows = _running([1.0 if s in "sd" else 0.0 for s in shapes])
    seen = Counter(x.folded[:60] for x in lines)
    near = _running([s * (x.prose > 7) for s, x in zip(shared, lines, strict=True)])
    near_weight = _running([float(x.prose > 7) for x in lines])
    top = min(said.headline, default=-1)
    out = []
    for n, x in enumerate(lines):
        own = _own(x)
        count = len(words[n])
        is_titled = title and len(title.intersection(words[n])) / max(1, min(len(title), count))
        weight = near_weight[n][0] + near_weight[n][1]
        own += [
            float(said.first <= n <= said.last), float(n in said.headline), float(n < top),
            math.exp(-(said.first - n - 1) / 4) if n < said.first else 0.0,
            math.exp(-(n - said.last - 1) / 4) if n > said.last else 0.0,
            float(n > said.last),
            math.exp(-min(n - said.first, said.last - n) / 3) if said.first <= n <= said.last else 0.0,
            shared[n], shared_names[n], float(is_titled or 0.0),
            (near[n][0] + near[n][1]) / weight if weight else 0.0,
            float(count >= 4 and shared[n] < 0.12), float(len(names[n]) >= 2 and shared_names[n] < 0.2),
            *texts[n], *rows[n], _pattern(shapes, n), float(seen[x.folded[:60]] > 1), n / len(lines),
            shared[n] * (x.prose > 0), shared[n] * (x.prose == 0), float(said.first <= n <= said.last and x.prose >= 25),
            float(n > said.last and x.prose == 0), shared[n] * (n > said.last),
        ]  # fmt: skip
        out.append(own)
    return out


def _own(x: Line) -> list[float]:
    """Return what a line says of itself."""
    line, raw, hint = x.folded, x.raw, x.hint
    size = len(line.split()) if line.isascii() else max(len(line.split()), furniture.word_count(line))
    ends = furniture.ends_sentence(line)
    capital = [w for w in raw.split()[:60] if w[0].isalpha() and w.lower() not in _SMALL]
    kind = hint.kind if hint is not None and hint.is_strong else None
    opens = hint is not None and "comments" in hint.opens
    return [
        1.0, float(ends), min(size, 60) / 60, float(size < 6), float(6 <= size < 12), float(12 <= size < 25),
        float(25 <= size < 45), float(size >= 45), float(ends and size >= 20),
        sum(w[0].isupper() for w in capital) / max(3, len(capital)), float(raw.isupper()),
        sum(c.isdigit() for c in line) / max(1, len(line)),
        float(kind is ZoneKind.WIDGET), float(kind is ZoneKind.RELATED), float(kind is ZoneKind.CAPTION),
        float(kind is ZoneKind.BYLINE), float(kind is ZoneKind.COMMENT or opens), float(kind is ZoneKind.DEBRIS),
        float(hint is not None and not hint.is_strong),
        min(2, len(_READER.findall(line))) / 2, float(furniture.reports(line)), float(_QUOTED.search(line) is not None),
        float(line.endswith("?")), float(_CUT.search(line) is not None),
        float(line[:1] in "-•*>–—·|" or line[:1].isdigit()), float(_SELF.search(line) is not None),
        float(_BACK.search(line) is not None), float(_DATE.search(line) is not None),
        float(raw.count(",") >= 2 and not ends and size <= 30), float(line.endswith(":")),
    ]  # fmt: skip


def _shared(lines: Sequence[Line], words: Sequence[Sequence[str]], said: Opinion) -> list[float]:
    """Return the share of each line's words that other lines of the article's stretch use, its rarer ones counting more."""
    held: Counter[str] = Counter()
    for n in range(max(0, said.first), said.last + 1):
        if lines[n].hint is None and lines[n].prose:
            held.update(set(words[n]))
    out = []
    for n, own in enumerate(words):
        inside = said.first <= n <= said.last and lines[n].hint is None and lines[n].prose > 0
        different = set(own)
        hits = sum(held[w] > inside for w in different)
        out.append(hits / (len(different) + 1))
    return out


def _shape(x: Line) -> str:
    """Return a letter for what a line looks like: d a date, s a short line, h known furniture, p a text, t a long text."""
    if x.hint is not None:
        return "h"
    if x.prose == 0:
        return "d" if len(x.folded) <= 60 and _DATE.search(x.folded) else "s"
    return "p" if x.prose <= 45 else "t"


def _running(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return for each line the mean of the values of up to ``_NEAR`` lines before and behind it."""
    out = []
    for n in range(len(values)):
        before, behind = values[max(0, n - _NEAR) : n], values[n + 1 : n + 1 + _NEAR]
        out.append((sum(before) / _NEAR, sum(behind) / _NEAR))
    return out


def _pattern(shapes: Sequence[str], n: int) -> float:
    """Tell whether the lines here come in rows of one make: title, summary, title, summary ..."""
    for size in (2, 3, 4):
        here = shapes[n : n + size]
        if len(set(here)) > 1 and (shapes[n + size : n + 2 * size] == here or shapes[max(0, n - size) : n] == here):
            return 1.0
    return 0.0


@cache
def _weights() -> tuple[tuple[float, ...], tuple[float, float, float, float]]:
    """Return the weights of the features for the article, and of its four transitions (out-out, out-in, in-out, in-in)."""
    table = json.loads(resources.files(__package__).joinpath("lines.json").read_text("utf8"))
    a, b, c, d = table["transitions"]
    return tuple(table["weights"][name] for name in FEATURES), (a, b, c, d)


def kept(lines: Sequence[Line], said: Opinion) -> list[bool]:
    """Return for each line whether it is the article's, by its probability in the chain and by the piece it stands in."""
    numbers, rest, own = chained(lines, said)
    likely = probabilities(rest, own)
    inside = _main(rest, own, likely)
    runs = _runs(rest)
    mine = []
    for k, p in enumerate(likely):
        sure = p >= LEAST_OUTSIDE and runs[k] < MENU_LINES
        least = LEAST_INSIDE if rest[k].prose else LEAST_SHORT_INSIDE
        mine.append(p >= least if inside[k] is Part.IN else inside[k] is Part.OUT and sure)
    _add_lists(mine, rest)
    out = [False] * len(lines)
    for n, yes in zip(numbers, mine, strict=True):
        out[n] = yes
    _add_goods(out, lines)
    return out


def _add_goods(mine: list[bool], lines: Sequence[Line]) -> None:
    """Add the goods that an article on goods lists behind its text: what they are, a price, where to buy them, again and again.

    An article on goods names prices itself, and what it lists is on its matter; offers beside other articles are not.
    """
    texts = [n for n, yes in enumerate(mine) if yes and lines[n].prose]
    if not texts or sum(len(furniture.amounts(lines[n].folded)) for n in texts) < LEAST_AMOUNTS:
        return
    last, prices = max(texts), []
    for n in range(last + 1, len(lines)):
        hint = lines[n].hint
        if hint is not None and hint.rule.startswith("amount-line"):
            prices.append(n)
        elif n - max([last, *prices]) > MOST_GOODS_LINES or (not prices and _is_known(hint)):
            break
    if len(prices) < LEAST_GOODS:
        return
    words = {w for n in texts for w in furniture.stems(lines[n].folded)}
    goods = [n for n in range(last + 1, prices[-1]) if lines[n].is_short or lines[n].prose]
    if sum(not words.isdisjoint(furniture.stems(lines[n].folded)) for n in goods) < LEAST_ON_GOODS * len(goods):
        return
    said = {lines[n].folded for n in goods}
    end = prices[-1] + 1
    while end < len(lines) and lines[end].folded in said:
        end += 1
    mine[last + 1 : end] = [True] * (end - last - 1)


def _add_lists(mine: list[bool], lines: Sequence[Line]) -> None:
    """Add the lists of the article: lines below one that ends with a colon, or numbered from one on, right behind its text."""
    number, is_led = 0, False  # that the next line of a numbered list has; whether a colon leads the list
    is_item = False
    of_one_make = _of_one_make(lines)
    for n in range(1, len(lines)):
        x, before = lines[n], lines[n - 1]
        leads = before.folded.endswith(":")
        if mine[n - 1] and not is_item and (before.prose or leads):
            number, is_led = 1, leads
        is_item = False
        if x.hint is not None and x.hint.is_strong and not x.hint.rule.startswith(UNDER_HEAD):
            number, is_led = 0, False
            continue
        found = _NUMBERED.match(x.folded)
        if number and found is not None and int(found[1]) == number:
            mine[n], number, is_item = True, number + 1, True
        elif is_led and _is_led_item(x):
            mine[n] = is_item = True
        elif number == 1 and mine[n - 1] and x.is_short and x.folded.endswith(":"):
            mine[n] = True
        elif of_one_make[n] and (mine[n - 1] or (n > 1 and mine[n - 2] and before.is_short)):
            mine[n - 1] = mine[n] = is_item = True  # its heading, too
        elif not mine[n]:
            number, is_led = 0, False


def _is_led_item(x: Line) -> bool:
    """Tell whether a line may be an item of a list below a colon."""
    return x.hint is None and x.prose < MOST_ITEM_WORDS and (x.raw[:1].islower() or x.raw[:1] in "-•*–—·")


def _of_one_make(lines: Sequence[Line]) -> list[bool]:
    """Tell which lines are rows of a list of one make: "NAME (Group A): third time", "NAME (Group B): ninth time" ..."""
    makes = [_MAKE.findall(_DIGITS.sub("0", x.folded)) if _may_be_item(x) else [] for x in lines]
    out = [False] * len(lines)
    start = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or not _is_like(makes[n - 1], makes[n]):
            if n - start >= LEAST_ROWS and len({x.folded for x in lines[start:n]}) == n - start:
                out[start:n] = [True] * (n - start)
            start = n
    return out


def _may_be_item(x: Line) -> bool:
    return x.hint is None and x.prose < MOST_ITEM_WORDS and len(x.folded) < MOST_ITEM_CHARACTERS


def _is_like(a: Sequence[str], b: Sequence[str]) -> bool:
    """Tell whether two lines share half of their words and marks, and ``LEAST_COMMON`` of them."""
    common = (Counter(a) & Counter(b)).total()
    return common >= LEAST_COMMON and 2 * common >= max(len(a), len(b))


_MAKE = re.compile(r"[^\W\d_]+|[^\w\s]|0")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"(\d{1,3}) ?[.)]")
UNDER_HEAD = "under-related-head"  # the rule of a line in a list of other articles, by its heading


def _runs(lines: Sequence[Line]) -> list[int]:
    """Return for each short line how many of them stand in a row there, 0 for others."""
    out = [0] * len(lines)
    start = 0
    for n in range(len(lines) + 1):
        if n == len(lines) or not lines[n].is_short:
            out[start:n] = [n - start] * (n - start)
            start = n + 1
    return out


class Part(Enum):
    """Where a line stands: in the article's stretch, in a part of it that is not the article's, outside."""

    IN = "in"
    APART = "apart"
    OUT = "out"


def _main(lines: Sequence[Line], said: Opinion, likely: Sequence[float]) -> list[Part]:
    """Return for each line whether it stands in the stretch as far as it holds together.

    The stretch falls apart where ``APART`` lines without running text follow one another. Its largest piece stays; another one,
    such as a list of other stories below the article, stays where the chain takes its words for the article's.
    """
    pieces = _pieces(lines, said)
    out = [Part.OUT] * len(lines)
    if not pieces:
        return [Part.IN if said.first <= n <= said.last else Part.OUT for n in range(len(lines))]
    for n in range(said.first, said.last + 1):
        out[n] = Part.APART
    worth = [sum(likely[n] * min(lines[n].prose, _MOST_WORDS) for n in piece) for piece in pieces]
    largest = pieces[worth.index(max(worth))]
    matter = _matter(lines, largest, said)
    before = -1  # the last line of the piece before, where that stays
    for k, piece in enumerate(pieces):
        above = lines[pieces[k - 1][-1] if k else max(0, said.first) : piece[0]]
        if piece is not largest and not _belongs(lines, piece, above, likely, matter, largest[0]):
            before = before if _weight(lines, piece) < _LEAST_PIECE_WORDS else -1
            continue
        start = before if before >= 0 else piece[0]
        out[start : piece[-1] + 1] = [Part.IN] * (piece[-1] + 1 - start)
        before = piece[-1]
    return out


def _weight(lines: Sequence[Line], piece: Sequence[int]) -> int:
    """Return the words of a piece."""
    return sum(min(lines[n].prose, _MOST_WORDS) for n in piece)


def _matter(lines: Sequence[Line], piece: Sequence[int], said: Opinion) -> frozenset[str]:
    """Return the words of an article's matter: long ones that recur in it or stand in its headline, too."""
    held = Counter(
        w for n in piece for w in sorted(set(furniture.stems(lines[n].folded))) if len(w) != 4
    )  # three: of a script without blanks
    title = {w for n in said.headline for w in furniture.stems(lines[n].folded)}
    return frozenset(w for w, n in held.items() if n >= max(2, 0.2 * len(piece)) or w in title)


def _belongs(
    lines: Sequence[Line],
    piece: Sequence[int],
    above: Sequence[Line],
    likely: Sequence[float],
    matter: frozenset[str],
    largest: int,
) -> bool:
    """Tell whether a piece apart from the article's largest is the article's."""
    weight = _weight(lines, piece)
    mean = sum(likely[n] * min(lines[n].prose, _MOST_WORDS) for n in piece) / weight
    on_matter = sum(not matter.isdisjoint(furniture.stems(lines[n].folded)) for n in piece) / len(piece)
    is_listed = any(map(_opens_list, above))
    if is_listed and len(above) > MENU_LINES and piece[0] > largest:
        return False
    if mean >= LEAST_PIECE:
        return on_matter >= LEAST_MATTER or not is_listed
    return mean >= LEAST_ON_MATTER and on_matter >= SURE_MATTER and len(piece) >= SEVERAL


def _opens_list(line: Line) -> bool:
    return line.hint is not None and line.hint.opens == "related"


def _pieces(lines: Sequence[Line], said: Opinion) -> list[list[int]]:
    """Return the lines of running text of the stretch, piece by piece, without rows of titles and summaries at their ends."""
    out: list[list[int]] = []
    apart, is_led = 0, False  # lines since the last text that are no items of its list
    for n in range(max(0, said.first), said.last + 1):
        x = lines[n]
        if x.hint is None and x.prose >= _LEAST_WORDS:
            if out and apart < APART:
                out[-1].append(n)
            else:
                out.append([n])
            apart = 0
        elif not (is_led and _is_led_item(x)):
            apart += 1
        is_led = x.folded.endswith(":") or (is_led and _is_led_item(x))
    for piece in out:
        rows = 0
        while (
            rows + 1 < len(piece)
            and piece[-rows - 1] - piece[-rows - 2] == 2
            and lines[piece[-rows - 1]].prose <= _SUMMARY_WORDS
        ):
            rows += 1
        if rows >= _LEAST_ROWS:
            del piece[-rows:]
    return out


def probabilities(lines: Sequence[Line], said: Opinion) -> list[float]:
    """Return the probability of each line to be the article's, given all others (forward-backward)."""
    weights, steps = _weights()
    odds = [sum(w * f for w, f in zip(weights, own, strict=True)) for own in features(lines, said)]
    worth = [math.exp(max(-30.0, min(30.0, o))) for o in odds]
    out_out, out_in, in_out, in_in = (math.exp(s) for s in steps)
    ahead = []  # weight of all courses up to a line that are outside, inside there; scaled to 1
    outside, inside = 1.0, 1.0
    for n, w in enumerate(worth):
        if n:
            outside, inside = outside * out_out + inside * in_out, outside * out_in + inside * in_in
        inside *= w
        outside, inside = outside / (outside + inside), inside / (outside + inside)
        ahead.append((outside, inside))
    out = []
    outside, inside = 1.0, 1.0  # of all courses behind a line
    for n in range(len(worth) - 1, -1, -1):
        a, b = ahead[n][0] * outside, ahead[n][1] * inside
        out.append(b / (a + b))
        outside, inside = outside * out_out + inside * worth[n] * out_in, outside * in_out + inside * worth[n] * in_in
        outside, inside = outside / (outside + inside), inside / (outside + inside)
    return out[::-1]
