"""Zones of a parsed HTML page: the box that holds the article, its blocks one by one, and what everything around it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from firsthand.article import dates, furniture, heads
from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Box, Page, PageBlock, Zone, ZoneKind
from firsthand.spans import Span

_TEASER_WORDS = 8  # words that a paragraph needs before it speaks for an article: teasers are short
_NARROW = frozenset(("figure", "figcaption", "nav", "footer", "form", "aside", "header", "button", "table"))
_KIND_OF_TAG = {
    "nav": ZoneKind.WIDGET, "footer": ZoneKind.WIDGET, "form": ZoneKind.WIDGET, "aside": ZoneKind.RELATED,
    "figure": ZoneKind.CAPTION, "figcaption": ZoneKind.CAPTION, "menu": ZoneKind.WIDGET, "button": ZoneKind.WIDGET,
    "label": ZoneKind.WIDGET, "option": ZoneKind.WIDGET, "video": ZoneKind.WIDGET, "audio": ZoneKind.WIDGET,
}  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = ("comment", "related", "caption", "widget", "quote_box")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of one block."""

    block: PageBlock
    words: int
    prose: float  # words that speak for an article: none in links, in furniture, in titles
    kind: ZoneKind | None  # by the boxes around it
    why: str


@cache
def _names(known: Lexicon) -> dict[str, int]:
    """Return the rank of each telling word: 0 for the article's own names, then in the order of ``_KINDS``."""
    table = known.table("zones")["names"]
    return {word: rank for rank, kind in reversed(list(enumerate(("article", *_KINDS)))) for word in table[kind]}


def zones(page: Page, title: str | None, known: Lexicon) -> tuple[Zone, ...]:
    """Return the zones of a page, one for each of its blocks."""
    if not page.blocks:
        return ()
    size = _sizes(page)
    heading = _headline(page, title)
    held = _held(page, size, _above(page, heading), known)
    seen = _past_comments(page, [_seen(page, b, held) for b in page.blocks], heading, known)
    elements = _elements(known)
    named = [bool(b.names) and elements[b.names][0] for b in page.boxes]
    top = _article_box(page, seen, _above(page, _lead(page, seen, heading)), named)
    inside = _within(page, top)
    if heading is not None and any(x.prose for x in seen[heading + 1 :]) and inside[page.blocks[heading].box]:
        seen = [
            replace(x, prose=0.0, kind=x.kind or ZoneKind.RELATED, why=x.why or "before-headline")
            for x in seen[:heading]
        ] + seen[heading:]
    first, last = _stretch(page, seen, inside, named[top])
    return tuple(_zone(page, seen, n, first, last, inside, heading, known) for n in range(len(seen)))


def _count(text: str) -> int:
    """Return the number of words; half the letters in scripts that write no blanks."""
    n = text.count(" ") + 1
    if n * 12 < len(text):
        wide = sum(c > "\u2e80" for c in text)
        return max(n, wide // 2)
    return n


def _sizes(page: Page) -> list[int]:
    """Return the words of running text below each box, whatever it is called."""
    size = [0] * len(page.boxes)
    for b in page.blocks:
        words = _count(page.text[b.start : b.end])
        if words >= 10 and b.link_characters * 2 < b.end - b.start and b.box >= 0:
            size[b.box] += words
    for n in range(len(page.boxes) - 1, -1, -1):
        if page.boxes[n].parent >= 0:
            size[page.boxes[n].parent] += size[n]
    return size


def _above(page: Page, block: int | None) -> frozenset[int]:
    """Return the boxes around a block."""
    out = []
    box = page.blocks[block].box if block is not None else -1
    while box >= 0:
        out.append(box)
        box = page.boxes[box].parent
    return frozenset(out)


def _lead(page: Page, seen: Sequence[_Seen], heading: int | None) -> int | None:
    """Return the first paragraph after the headline: the article holds it, comments and other articles do not."""
    if heading is None:
        return None
    return next((n for n in range(heading + 1, len(seen)) if seen[n].prose and seen[n].words >= 15), None)


def _held(
    page: Page, size: list[int], around_heading: frozenset[int], known: Lexicon
) -> list[tuple[ZoneKind | None, str]]:
    """Return what each box holds by its name or tag, else by the box around it.

    A box with much of the page's running text, or with its headline, is not furniture, whatever it is called.
    """
    total = max(size[0], 1) if size else 1
    elements = _elements(known)
    out: list[tuple[ZoneKind | None, str]] = []
    for n, box in enumerate(page.boxes):
        furnished = (size[n] < 0.4 * total or size[n] < 30) and n not in around_heading
        own = _kind(box, elements) if furnished else None
        around = out[box.parent] if box.parent >= 0 else (None, "")
        if around[0] is None or (own is not None and own[0] is ZoneKind.COMMENT):
            out.append(own or (None, ""))
        else:
            out.append(around)
    return out


def _kind(box: Box, elements: _Elements) -> tuple[ZoneKind, str] | None:
    if box.tag in _KIND_OF_TAG:
        return _KIND_OF_TAG[box.tag], f"element: <{box.tag}>"
    return elements[box.names][1] if box.names else None


_Named = tuple[bool, tuple[ZoneKind, str] | None]
_MOST_REMEMBERED = 20_000  # names of elements; templates repeat theirs, hostile pages do not


class _Words(dict[str, tuple[int, str] | None]):
    """The first rank that a class name or one of its parts has, with that part; found when first asked for."""

    def __init__(self, table: dict[str, int]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, word: str) -> tuple[int, str] | None:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        parts = (word, *_parts(word)) if "-" in word or "_" in word or ":" in word else (word,)
        found = self[word] = min(((self._table[p], p) for p in parts if p in self._table), default=None)
        return found


class _Elements(dict[str, _Named]):
    """What elements hold by their names: whether the article, and what else."""

    def __init__(self, table: dict[str, int]) -> None:
        super().__init__()
        self._words = _Words(table)

    def __missing__(self, names: str) -> _Named:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        ranks = self._words
        best = min([r for word in names.split() if (r := ranks[word]) is not None], default=None)
        found: _Named = (False, None)
        if best is not None:
            found = (
                (True, None) if best[0] == 0 else (False, (ZoneKind(_KINDS[best[0] - 1]), f"element-name: {best[1]!r}"))
            )
        self[names] = found
        return found


@cache
def _elements(known: Lexicon) -> _Elements:
    return _Elements(_names(known))


_DIGITS = re.compile(r"(?:19|20)\d\d")
_WORDS = re.compile(r"\w+")
_PARTS = re.compile(r"[-_:]+")


def _parts(word: str) -> list[str]:
    """Return the parts of a class name between dashes, and each two neighbours."""
    parts = _PARTS.split(word[:80])
    return parts + [f"{a}-{b}" for a, b in pairwise(parts)]


def _seen(page: Page, b: PageBlock, held: list[tuple[ZoneKind | None, str]]) -> _Seen:
    text = page.text[b.start : b.end]
    words = _count(text)
    kind, why = held[b.box] if b.box >= 0 else (None, "")
    if kind is None and b.tag in _KIND_OF_TAG:
        kind, why = _KIND_OF_TAG[b.tag], f"element: <{b.tag}>"
    links = b.link_characters / max(1, len(text))
    prose = 0.0
    is_sentence = words >= 25 or furniture.ends_sentence(text[-8:]) or (words >= 12 and ". " in text)
    if kind is None and links < 0.6 and b.tag not in _HEADINGS and is_sentence:
        prose = max(0.0, words - _TEASER_WORDS) * (1 - links)
    return _Seen(b, words, prose, kind, why)


def _past_comments(page: Page, seen: list[_Seen], heading: int | None, known: Lexicon) -> list[_Seen]:
    """Return ``seen`` with everything below a heading like "12 comments" a comment, once an article came before it."""
    words = 0.0
    for n, x in enumerate(seen):
        if x.block.tag in _HEADINGS and words >= 60 and x.words <= 8:
            raw = page.text[x.block.start : x.block.end]
            found = furniture.hint(fold(raw), raw, known)
            if found is not None and "comments" in found.opens:
                why = f"below-heading: {raw[:40]!r}"
                rest = [replace(y, kind=y.kind or ZoneKind.COMMENT, why=y.why or why, prose=0.0) for y in seen[n:]]
                return seen[:n] + rest
        words += x.prose if heading is None or n > heading else 0.0
    return seen


def _article_box(page: Page, seen: Sequence[_Seen], around_lead: frozenset[int], named: list[bool]) -> int:
    """Return the box that holds the article: much running text, few other words; its name and tag may speak for it."""
    prose = [0.0] * len(page.boxes)
    other = [0.0] * len(page.boxes)
    plain = [0.0] * len(page.boxes)
    for x in seen:
        if x.block.box >= 0:
            prose[x.block.box] += x.prose
            if not x.prose:
                cell = page.boxes[x.block.box].tag in ("td", "th")
                other[x.block.box] += x.words * (0.15 if x.kind is not None or cell else 0.6)
                if x.kind is None and not x.block.link_characters:
                    plain[x.block.box] += x.words
    best, best_value = 0, 0.0
    for n in range(len(page.boxes) - 1, -1, -1):
        box = page.boxes[n]
        if box.parent >= 0:
            prose[box.parent] += prose[n]
            other[box.parent] += other[n]
            plain[box.parent] += plain[n]
        value = prose[n] - other[n] + (0.8 * plain[n] if named[n] else 0.0)
        if value > 0:
            value *= _bonus(box, named[n]) * (1.6 if n in around_lead else 1.0)
        if value > best_value:
            best, best_value = n, value
    return best


def _bonus(box: Box, is_named: bool) -> float:
    if is_named:
        return 1.25
    return {"article": 1.12, "main": 1.04, "td": 0.97, "li": 0.5, "blockquote": 0.6}.get(box.tag, 1.0)


def _within(page: Page, top: int) -> list[bool]:
    """Tell of each box whether it lies in ``top``."""
    inside = [False] * len(page.boxes)
    for n, box in enumerate(page.boxes):
        inside[n] = n == top or (box.parent >= 0 and inside[box.parent])
    return inside


def _stretch(page: Page, seen: Sequence[_Seen], inside: list[bool], is_named: bool) -> tuple[int, int]:
    """Return the numbers of the first and last block of the article: the stretch of the box with the highest sum."""
    best, best_sum = (0, -1), 0.0
    start, running = 0, 0.0
    for n, x in enumerate(seen):
        if x.block.box < 0 or not inside[x.block.box]:
            continue
        if x.prose or (
            x.kind is None and x.words >= 4 and furniture.ends_sentence(page.text[x.block.end - 4 : x.block.end])
        ):
            value = min(x.prose + 4.0, 60.0)
        elif x.kind is ZoneKind.COMMENT:
            value = -40.0
        elif is_named and x.kind is None and not x.block.link_characters:
            value = 1.0
        else:
            value = 0.0 if page.boxes[x.block.box].tag in ("td", "th") else -2.0 if x.kind is None else -1.0
        if running <= 0:
            start, running = n, 0.0
        running += value
        if running > best_sum:
            best, best_sum = (start, n), running
    return best[0], _trimmed(page, seen, *best)


def _trimmed(page: Page, seen: Sequence[_Seen], first: int, last: int) -> int:
    """Return the end of the stretch without the link lines and short labels at its tail."""
    while last > first:
        b, x = seen[last].block, seen[last]
        if x.prose or (not b.link_characters and furniture.ends_sentence(page.text[b.end - 4 : b.end])):
            break
        if b.link_characters * 3 < b.end - b.start and x.words >= 4:
            break
        last -= 1
    return last


def _headline(page: Page, title: str | None) -> int | None:
    """Return the number of the block that is the headline: a heading, else a line, with the stated title; else the first h1."""
    wanted = _key(title or "")
    same, ones = [], []
    for n, b in enumerate(page.blocks):
        if b.end - b.start > 300 or b.end - b.start < 6:
            continue
        if b.tag == "h1":
            ones.append(n)
        if wanted and _same(_key(page.text[b.start : b.end]), wanted):
            same.append(n)
            if b.tag == "h1":
                return n
    if same:
        titled = next((n for n in same if page.blocks[n].tag in ("h1", "h2")), None)
        return titled if titled is not None else ones[0] if ones else same[0]
    return ones[0] if ones else None


def _key(text: str) -> str:
    return " ".join(_WORDS.findall(fold(text)))


def _same(line: str, title: str) -> bool:
    return bool(line) and (
        line == title
        or (
            min(len(line), len(title)) >= 12
            and abs(len(line) - len(title)) <= 40
            and (title.startswith(line) or line.startswith(title))
        )
    )


def _zone(
    page: Page,
    seen: Sequence[_Seen],
    n: int,
    first: int,
    last: int,
    inside: list[bool],
    heading: int | None,
    known: Lexicon,
) -> Zone:
    x = seen[n]
    b = x.block
    if n == heading:
        return Zone(ZoneKind.HEADLINE, b.start, b.end, f"headline: <{b.tag}>")
    if first <= n <= last and inside[b.box]:
        return _in_article(page, x, n, first, last, known)
    return _around(page, x, n, first, heading, known)


def _in_article(page: Page, x: _Seen, n: int, first: int, last: int, known: Lexicon) -> Zone:
    """Return the zone of a block inside the article's stretch: body unless its box or its words say otherwise."""
    b = x.block
    raw = page.text[b.start : b.end]
    if x.kind is not None:
        return Zone(x.kind, b.start, b.end, x.why)
    links = b.link_characters / max(1, len(raw))
    if (
        links > 0.8
        and x.words >= 3
        and (b.tag not in ("p", "div") or not furniture.ends_sentence(raw))
        and not _in_sentence(raw)
    ):
        return Zone(ZoneKind.RELATED, b.start, b.end, f"link-line: {raw[:40]!r}")
    if x.words <= 20 and _DIGITS.search(raw):
        dated = dates.find(page.text, Span(b.start, b.end), known)
        if dated is not None and len(dated[1].split()) <= 3:
            return Zone(ZoneKind.DATELINE, b.start, b.end, f"date-line: {raw[:40]!r}")
    if x.words <= 40 and len(raw) < 500:
        found = furniture.hint(fold(raw), raw, known)
        if found is not None and found.is_strong and found.kind is not ZoneKind.DEBRIS:
            return Zone(found.kind, b.start, b.end, found.rule)
    return Zone(ZoneKind.BODY, b.start, b.end, "article: in its box")


def _in_sentence(raw: str) -> bool:
    return raw[:1].islower()


def _around(page: Page, x: _Seen, n: int, first: int, heading: int | None, known: Lexicon) -> Zone:
    """Return the zone of a block outside the article."""
    b = x.block
    raw = page.text[b.start : b.end]
    near = heading is not None and heading - 4 <= n < first + 2
    if near and len(raw) <= 160:
        dated = dates.find(page.text, Span(b.start, b.end), known)
        if dated is not None and len(dated[1].split()) <= 4:
            return Zone(ZoneKind.DATELINE, b.start, b.end, f"date-line: {raw[:40]!r}")
        line = fold(raw)
        found = furniture.hint(line, raw, known)
        if found is not None and found.kind is ZoneKind.BYLINE:
            return Zone(ZoneKind.BYLINE, b.start, b.end, found.rule)
        if "byline" in x.why or "author" in x.why:
            return Zone(ZoneKind.BYLINE, b.start, b.end, x.why)
    if x.kind is not None:
        return Zone(x.kind, b.start, b.end, x.why)
    kind = ZoneKind.RELATED if x.words >= 4 else ZoneKind.WIDGET
    return Zone(kind, b.start, b.end, "outside-article: not in its box")


def dateline(text: str, zones_: Sequence[Zone]) -> tuple[Zone, ...]:
    """Return zones with the report's head ("NAIROBI (AP) -") split from the first paragraphs of the body."""
    out: list[Zone] = []
    bodies = 0
    for z in zones_:
        found = heads.dateline(text, z.start, z.end) if z.kind is ZoneKind.BODY and bodies < 3 else None
        bodies += z.kind is ZoneKind.BODY
        if found is None:
            out.append(z)
            continue
        span, rule = found
        rest = span.end + (len(text[span.end : z.end]) - len(text[span.end : z.end].lstrip()))
        out.append(Zone(ZoneKind.DATELINE, span.start, span.end, rule))
        if rest < z.end:
            out.append(Zone(ZoneKind.BODY, rest, z.end, "article: after its dateline"))
    return tuple(out)
