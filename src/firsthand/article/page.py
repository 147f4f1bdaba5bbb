"""Zones of a parsed HTML page: the box that holds the article, its blocks one by one, and what everything around it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.article import dates, furniture, heads
from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Box, Page, PageBlock, Zone, ZoneKind
from firsthand.spans import Span

# Members by names of their own: in Python 3.11 one that is looked up on its class costs ten times as much.
_HEADLINE, _DATELINE, _BYLINE, _BODY = ZoneKind.HEADLINE, ZoneKind.DATELINE, ZoneKind.BYLINE, ZoneKind.BODY
_CAPTION, _COMMENT, _RELATED, _WIDGET = ZoneKind.CAPTION, ZoneKind.COMMENT, ZoneKind.RELATED, ZoneKind.WIDGET
_DEBRIS = ZoneKind.DEBRIS

_TEASER_WORDS = 8  # words that a paragraph needs before it speaks for an article: teasers are short
_KIND_OF_TAG = {
    "nav": _WIDGET, "footer": _WIDGET, "form": _WIDGET, "aside": _RELATED,
    "figure": _CAPTION, "figcaption": _CAPTION, "menu": _WIDGET, "button": _WIDGET,
    "label": _WIDGET, "option": _WIDGET, "video": _WIDGET, "audio": _WIDGET,
}  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS = ("comment", "related", "caption", "widget", "quote_box", "headline")


@dataclass(slots=True)
class _Seen:
    """What is known of one block while its page is read."""

    block: PageBlock
    box: int
    tag: str
    raw: str
    words: int
    links: float  # share of its characters that stand in links
    is_title: bool  # the linked title of another page
    is_text: bool  # running text by its length
    kind: ZoneKind | None = None  # by the boxes around it
    why: str = ""
    prose: float = 0.0  # words that speak for an article: none in links, in furniture, in titles


@cache
def _names(known: Lexicon) -> dict[str, int]:
    """Return the rank of each telling word: 0 for the article's own names, then in the order of ``_KINDS``."""
    table = known.table("zones")["names"]
    return {word: rank for rank, kind in reversed(list(enumerate(("article", *_KINDS)))) for word in table[kind]}


def zones(page: Page, title: str | None, known: Lexicon) -> tuple[Zone, ...]:
    """Return the zones of a page, one for each of its blocks, and one for each comment."""
    if not page.blocks:
        return ()
    seen = _seen(page)
    heading = _headline(seen, title)
    elements = _elements(known)
    above = _above(page, heading)
    held = _held(page, _sizes(page, seen), above, _teasers(page, seen, above, elements), elements)
    for x in seen:
        _judge(x, held)
    _past_comments(seen, heading, known)
    top = _article_box(page, seen, _above(page, _lead(seen, heading)), elements)
    inside = _within(page, top)
    if heading is not None and inside[page.blocks[heading].box] and any(x.prose for x in seen[heading + 1 :]):
        for x in seen[:heading]:
            x.prose, x.kind, x.why = 0.0, x.kind or _RELATED, x.why or "before-headline"
    first, last = _stretch(page, seen, inside, elements[page.boxes[top].names][0])
    near = range(heading - _HEAD_REACH, max(first + 2, heading + _DECK_REACH + 1)) if heading is not None else range(0)
    found = [
        _zone(x, n, first, last, inside, heading, known)
        if n in near or (first <= n <= last and inside[x.box])
        else _outside(x)
        for n, x in enumerate(seen)
    ]
    found = _heads_of_others(seen, found)
    if any(z.kind is _COMMENT for z in found):
        found = list(_whole_comments(found, seen, _comment_boxes(page, known)))
    return tuple(found)


def _unspaced(text: str) -> int:
    """Return half the number of letters in scripts that write no blanks between words."""
    return 0 if text.isascii() else sum(c > "\u2e80" for c in text) // 2


def _seen(page: Page) -> list[_Seen]:
    """Return the blocks of a page with what their words and links say of them."""
    out, text = [], page.text
    for b in page.blocks:
        start, end, box, tag, linked = b
        raw, size = text[start:end], end - start
        words = raw.count(" ") + 1
        if words * 12 < size:
            words = max(words, _unspaced(raw))
        links = linked / size if linked else 0.0
        is_title = links >= 0.8 and 2 <= words <= 30
        out.append(_Seen(b, box, tag, raw, words, links, is_title, words >= 10 and links < 0.5))
    return out


def _sizes(page: Page, seen: Sequence[_Seen]) -> list[int]:
    """Return the words of running text below each box, whatever it is called."""
    size = [0] * len(page.boxes)
    for x in seen:
        if x.is_text and x.box >= 0:
            size[x.box] += x.words
    return _summed(page, size)


def _summed(page: Page, own: list[int]) -> list[int]:
    """Return what each box holds of its own and in the boxes below it."""
    out = list(own)
    for n in range(len(out) - 1, -1, -1):
        if out[n]:
            parent = page.boxes[n][0]
            if parent >= 0:
                out[parent] += out[n]
    return out


_LEAST_TEASERS = 3  # boxes of one make beside one another that are a list of other articles
_MOST_TEASER_WORDS = 150
_MOST_TEASER_PARAGRAPHS = 3
_CARDS = frozenset(("div", "article", "li", "section"))


def _teasers(page: Page, seen: Sequence[_Seen], above: frozenset[int], elements: _Elements) -> dict[int, int]:
    """Return the boxes that are teasers, each with the number of its like.

    Teasers are brothers of one make, each with a linked title and little text, in a box that holds no text of its own
    and is not named as the article's: the items of a list of products in an article stand among its paragraphs.
    """
    titles, texts, words, direct = ([0] * len(page.boxes) for _ in range(4))
    for x in seen:
        n = x.box
        words[n] += x.words
        if x.is_title:
            titles[n] += 1
        if x.is_text:
            texts[n] += 1
            parent, tag, _ = page.boxes[n]
            direct[parent if tag == "p" else n] += 1
    titles = _summed(page, titles)
    groups = _brothers(page, titles)
    if not groups:
        return {}
    texts, words = _summed(page, texts), _summed(page, words)
    out: dict[int, int] = {}
    for group in groups:
        around = page.boxes[group[0]].parent
        cards = [
            n for n in group if titles[n] and texts[n] <= _MOST_TEASER_PARAGRAPHS and words[n] <= _MOST_TEASER_WORDS
        ]
        is_article = direct[around] >= 2 or elements[page.boxes[around].names][0] or not above.isdisjoint(group)
        if len(cards) >= max(_LEAST_TEASERS, 0.7 * len(group)) and not is_article:
            out |= dict.fromkeys(cards, len(cards))
    return out


def _brothers(page: Page, titles: Sequence[int]) -> list[list[int]]:
    """Return the groups of boxes of one make beside one another, enough of which hold a title of another page."""
    titled: dict[int, int] = {}
    for n, (parent, tag, _) in enumerate(page.boxes):
        if titles[n] and tag in _CARDS:
            titled[parent] = titled.get(parent, 0) + 1
    if max(titled.values(), default=0) < _LEAST_TEASERS:
        return []
    found: dict[tuple[int, str, str], list[int]] = {}
    for n, (parent, tag, names) in enumerate(page.boxes):
        if tag in _CARDS and titled.get(parent, 0) >= _LEAST_TEASERS:
            found.setdefault((parent, tag, _make(names)), []).append(n)
    return [group for group in found.values() if len(group) >= _LEAST_TEASERS]


def _make(names: str) -> str:
    """Return the first class of an element without its number."""
    return names.split(" ", 1)[0].rstrip("0123456789-_")


def _above(page: Page, block: int | None) -> frozenset[int]:
    """Return the boxes around a block."""
    out = []
    box = page.blocks[block].box if block is not None else -1
    while box >= 0:
        out.append(box)
        box = page.boxes[box].parent
    return frozenset(out)


def _lead(seen: Sequence[_Seen], heading: int | None) -> int | None:
    """Return the first paragraph after the headline: the article holds it, comments and other articles do not."""
    if heading is None:
        return None
    return next((n for n in range(heading + 1, len(seen)) if seen[n].prose and seen[n].words >= 15), None)


def _held(
    page: Page, size: list[int], around_heading: frozenset[int], teasers: dict[int, int], elements: _Elements
) -> list[tuple[ZoneKind | None, str]]:
    """Return what each box holds by its name or tag, else by the box around it.

    A box with much of the page's running text, or with its headline, is not furniture, whatever it is called.
    """
    total = max(size[0], 1) if size else 1
    out: list[tuple[ZoneKind | None, str]] = []
    for n, box in enumerate(page.boxes):
        parent, tag, names = box
        around = out[parent] if parent >= 0 else _NOTHING
        if around[0] is not None and around[0] is not _HEADLINE:
            own = elements[names][1] if names else None
            is_comment = own is not None and own[0] is _COMMENT and size[n] < 0.4 * total
            is_quoted = tag == "blockquote" and bool(names) and elements[names][0]  # a post on a network
            out.append(own if is_comment and own else _NOTHING if is_quoted else around)
        elif n in teasers:
            out.append((_RELATED, f"teaser-list: one of {teasers[n]} boxes of one make, each with a linked title"))
        elif (size[n] < 0.4 * total or size[n] < 30) and n not in around_heading:
            out.append(_kind(box, elements) or around)
        else:
            out.append(around)
    return out


_NOTHING: tuple[ZoneKind | None, str] = (None, "")


def _kind(box: Box, elements: _Elements) -> tuple[ZoneKind, str] | None:
    if box.tag in _KIND_OF_TAG:
        return _KIND_OF_TAG[box.tag], f"element: <{box.tag}>"
    return elements[box.names][1] if box.names else None


_Named = tuple[bool, tuple[ZoneKind, str] | None]
_MOST_REMEMBERED = 20_000  # names of elements; templates repeat theirs, hostile pages do not


_Ranked = tuple[int, str, _Named]  # rank and word, by which words are compared, and what elements called so hold
_FOUND_NOTHING: _Ranked = (99, "", (False, None))


class _Elements(dict[str, _Named]):
    """What elements hold by their names, found when first asked for: whether the article, and what else.

    Of the telling words the one of the first rank speaks. A word of one part tells wherever it is a part of a name between
    dashes and the like, one of two parts ("post-meta") where they are neighbours, any other as a whole name.
    """

    def __init__(self, table: dict[str, int]) -> None:
        super().__init__()
        self._telling: dict[
            str, list[tuple[str, _Ranked]]
        ] = {}  # by their first part, with how they stand in ``_spelt``
        for word, rank in table.items():
            named = (False, (ZoneKind(_KINDS[rank - 1]), f"element-name: {word!r}")) if rank else (True, None)
            parts = _parts(word).split()
            form = (
                "" if parts == [word] else f"-{word}-" if word == "-".join(parts) and len(parts) == 2 else f" {word} "
            )
            self._telling.setdefault(parts[0], []).append((form, (rank, word, named)))

    def __missing__(self, names: str) -> _Named:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        telling, found, spelt = self._telling, _FOUND_NOTHING, ""
        for part in _parts(names).split():
            if part in telling:
                for form, ranked in telling[part]:
                    if ranked < found and (not form or form in (spelt := spelt or _spelt(names))):
                        found = ranked
        self[names] = found[2]
        return found[2]


def _parts(names: str) -> str:
    """Return names with blanks for the dashes and the like between their parts."""
    return names.replace("-", " ").replace("_", " ").replace(":", " ")


def _spelt(names: str) -> str:
    """Return names between blanks as they are, then with a dash before and behind each part: " a__b c -a-b- -c-"."""
    names = " ".join(names.split())
    dashed = names.replace("_", "-").replace(":", "-").replace(" ", "- -")
    while "--" in dashed:
        dashed = dashed.replace("--", "-")
    return f" {names} -{dashed}-"


@cache
def _elements(known: Lexicon) -> _Elements:
    return _Elements(_names(known))


_DIGITS = re.compile(r"(?:19|20)\d\d")
_WORDS = re.compile(r"\w+")


def _judge(x: _Seen, held: list[tuple[ZoneKind | None, str]]) -> None:
    """Note what the boxes around a block say of it, and how far it speaks for an article."""
    tag = x.tag
    x.kind, x.why = held[x.box]
    if x.kind is None:
        if tag in _KIND_OF_TAG:
            x.kind, x.why = _KIND_OF_TAG[tag], f"element: <{tag}>"
        elif x.words > _TEASER_WORDS and x.links < 0.6 and tag not in _HEADINGS:
            if x.words >= 25 or furniture.ends_sentence(x.raw[-8:]) or (x.words >= 12 and ". " in x.raw):
                x.prose = (x.words - _TEASER_WORDS) * (1 - x.links)


def _past_comments(seen: Sequence[_Seen], heading: int | None, known: Lexicon) -> None:
    """Make everything below a heading like "12 comments" a comment, once an article came before it."""
    words = 0.0
    for n, x in enumerate(seen):
        if words >= 60 and x.words <= 8 and x.tag in _HEADINGS:
            if furniture.opens_comments(fold(x.raw), x.raw, known):
                for y in seen[n:]:
                    y.kind, y.why, y.prose = y.kind or _COMMENT, y.why or f"below-heading: {x.raw[:40]!r}", 0.0
                return
        if x.prose and (heading is None or n > heading):
            words += x.prose


def _article_box(page: Page, seen: Sequence[_Seen], around_lead: frozenset[int], elements: _Elements) -> int:
    """Return the box that holds the article: much running text, few other words; its name and tag may speak for it."""
    worth = [0.0] * len(page.boxes)
    plain = [0] * len(page.boxes)  # words without a link that are neither text nor furniture
    for x in seen:
        n = x.box
        if x.prose:
            worth[n] += x.prose
            continue
        is_cell = page.boxes[n].tag in ("td", "th")
        worth[n] -= x.words * (0.15 if x.kind is not None or is_cell else 0.6)
        if x.kind is None and not x.links:
            plain[n] += x.words
    best, best_value = 0, 0.0
    for n in range(len(page.boxes) - 1, -1, -1):
        box = page.boxes[n]
        if box.parent >= 0:
            worth[box.parent] += worth[n]
            plain[box.parent] += plain[n]
        if worth[n] + 0.8 * plain[n] <= 0:  # most boxes: their names need not be asked
            continue
        is_named = elements[box.names][0]
        value = worth[n] + (0.8 * plain[n] if is_named else 0.0)
        value *= _bonus(box, is_named) * (1.6 if n in around_lead else 1.0)
        if value > best_value:
            best, best_value = n, value
    return best


def _bonus(box: Box, is_named: bool) -> float:
    if is_named:
        return 1.25
    return {"article": 1.12, "main": 1.04, "td": 0.97, "li": 0.5, "blockquote": 0.6}.get(box.tag, 1.0)


def _within(page: Page, top: int) -> list[bool]:
    """Tell of each box whether it lies in ``top``: boxes stand behind those around them."""
    inside = [False] * len(page.boxes)
    inside[top] = True
    for n in range(top + 1, len(inside)):
        inside[n] = inside[page.boxes[n][0]]
    return inside


def _stretch(page: Page, seen: Sequence[_Seen], inside: list[bool], is_named: bool) -> tuple[int, int]:
    """Return the numbers of the first and last block of the article: the stretch of the box with the highest sum."""
    best, best_sum = (0, -1), 0.0
    start, running = 0, 0.0
    column = _column(page, seen, inside)
    for n, x in enumerate(seen):
        if not inside[x.box]:
            continue
        if x.prose or (x.kind is None and x.words >= 4 and furniture.ends_sentence(x.raw[-4:])):
            value = min(x.prose + 4.0, 60.0)
        elif x.kind is _COMMENT:
            value = -40.0
        elif is_named and x.kind is None and not x.links:
            value = 1.0
        elif x.kind is None and column == _holder(page, x):
            value = -_COST_BROTHER
        else:
            value = 0.0 if page.boxes[x.box].tag in ("td", "th") else -2.0 if x.kind is None else -1.0
        if running <= 0:
            start, running = n, 0.0
        running += value
        if running > best_sum:
            best, best_sum = (start, n), running
    return best[0], _trimmed(seen, *best)


_COST_BROTHER = 0.3  # of a line without a sentence among the paragraphs themselves: a list of the article


def _column(page: Page, seen: Sequence[_Seen], inside: list[bool]) -> int:
    """Return the box in which most of the article's running text stands directly."""
    held: dict[int, float] = {}
    for x in seen:
        if x.prose and inside[x.box]:
            n = _holder(page, x)
            held[n] = held.get(n, 0.0) + x.prose
    return max(held, key=lambda n: (held[n], -n), default=-1)


def _holder(page: Page, x: _Seen) -> int:
    """Return the box in which a paragraph stands, whether or not it has a class of its own."""
    box = page.boxes[x.box]
    return box.parent if box.tag == x.tag == "p" else x.box


def _trimmed(seen: Sequence[_Seen], first: int, last: int) -> int:
    """Return the end of the stretch without the link lines, headings and short labels at its tail."""
    while last > first:
        x = seen[last]
        if x.prose or (not x.links and furniture.ends_sentence(x.raw[-4:])):
            break
        if x.links * 3 < 1 and x.words >= 4 and x.tag not in _HEADINGS:
            break
        last -= 1
    return last


def _headline(seen: Sequence[_Seen], title: str | None) -> int | None:
    """Return the number of the block that is the headline: a heading, else a line, with the stated title; else the first h1."""
    wanted = _key(title or "")
    same, ones = [], []
    first = (wanted[:1], wanted[:1].upper())
    for n, x in enumerate(seen):
        raw = x.raw
        if not 6 <= len(raw) <= 300:
            continue
        is_one = x.tag == "h1"
        if is_one:
            ones.append(n)
        if raw[0] not in first and raw[0].isalnum() and raw[0].isascii():  # of most lines nothing more need be asked
            continue
        if wanted and _begins_like(raw, wanted) and _same(_key(raw), wanted):
            same.append(n)
            if is_one:
                return n
    if same:
        titled = next((n for n in same if seen[n].tag in ("h1", "h2")), None)
        return titled if titled is not None else ones[0] if ones else same[0]
    return ones[0] if ones else None


def _begins_like(raw: str, title: str) -> bool:
    """Tell quickly whether a line can be the title: about its length, its first letter."""
    first = _WORDS.search(fold(raw[:12])) if abs(len(raw) - len(title)) <= 80 else None
    return first is not None and first[0][0] == title[0]


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


def _zone(x: _Seen, n: int, first: int, last: int, inside: list[bool], heading: int | None, known: Lexicon) -> Zone:
    b = x.block
    if n == heading:
        return Zone(_HEADLINE, b.start, b.end, f"headline: <{b.tag}>")
    if heading is not None and heading < n <= heading + _DECK_REACH and _is_deck(x, n, first, heading):
        return Zone(_HEADLINE, b.start, b.end, f"below-headline: {x.why or '<' + b.tag + '>'}")
    if first <= n <= last and inside[b.box]:
        return _in_article(x, known)
    return _around(x, n, first, heading, known)


_DECK_REACH = 6  # blocks behind the headline: byline, date and share rows may come before it


def _is_deck(x: _Seen, n: int, first: int, heading: int) -> bool:
    """Tell whether a block near the headline is the line of summary below it, by its element's name or as a second heading."""
    if x.words < 4 or x.links > 0.5:
        return False
    return x.kind is _HEADLINE or (n <= max(first, heading + 2) and x.tag in ("h2", "h3", "h4") and x.words >= 6)


def _in_article(x: _Seen, known: Lexicon) -> Zone:
    """Return the zone of a block inside the article's stretch: body unless its box or its words say otherwise."""
    b, raw = x.block, x.raw
    if x.kind is not None and x.kind is not _HEADLINE:
        return Zone(x.kind, b.start, b.end, x.why)
    if x.links > 0.8 and x.words >= 3 and not raw[:1].islower():
        if b.tag not in ("p", "div") or not furniture.ends_sentence(raw):
            return Zone(_RELATED, b.start, b.end, f"link-line: {raw[:40]!r}")
    if x.words <= 20 and _DIGITS.search(raw):
        dated = dates.find(raw, Span(0, len(raw)), known)
        if dated is not None and len(dated[1].split()) <= 3:
            return Zone(_DATELINE, b.start, b.end, f"date-line: {raw[:40]!r}")
    if x.words <= 40 and len(raw) < 500:
        found = furniture.hint(fold(raw), raw, known)
        if found is not None and found.is_strong and found.kind is not _DEBRIS:
            return Zone(found.kind, b.start, b.end, found.rule)
    return Zone(_BODY, b.start, b.end, "article: in its box")


def _around(x: _Seen, n: int, first: int, heading: int | None, known: Lexicon) -> Zone:
    """Return the zone of a block outside the article."""
    b, raw = x.block, x.raw
    is_others = x.kind is _COMMENT or (x.kind is _RELATED and x.why != "before-headline")
    near = heading is not None and heading - _HEAD_REACH <= n < first + 2 and not is_others
    if near and len(raw) <= 160:
        dated = dates.find(raw, Span(0, len(raw)), known) if _DIGITS.search(raw) else None
        if dated is not None and len(dated[1].split()) <= 4:
            return Zone(_DATELINE, b.start, b.end, f"date-line: {raw[:40]!r}")
        line = fold(raw)
        found = furniture.hint(line, raw, known)
        if found is not None and found.kind is _BYLINE:
            return Zone(_BYLINE, b.start, b.end, found.rule)
        if "byline" in x.why or "author" in x.why:
            return Zone(_BYLINE, b.start, b.end, x.why)
    return _outside(x)


_HEAD_REACH = 4  # blocks before the headline in which its byline and date may stand


def _outside(x: _Seen) -> Zone:
    """Return the zone of a block that is neither the article's nor near its headline."""
    b = x.block
    if x.kind is not None and x.kind is not _HEADLINE:
        return Zone(x.kind, b[0], b[1], x.why)
    return Zone(_RELATED if x.words >= 4 else _WIDGET, b[0], b[1], "outside-article: not in its box")


def _heads_of_others(seen: Sequence[_Seen], found: list[Zone]) -> list[Zone]:
    """Return zones with the headings that stand over other articles among these: "More stories like this one"."""
    for n in range(len(found) - 2, -1, -1):
        z, following = found[n], found[n + 1]
        if z.kind is _BODY and seen[n].tag in _HEADINGS and following.kind is _RELATED:
            found[n] = Zone(_RELATED, z.start, z.end, "heading: what follows is no part of the article")
    return found


def _comment_boxes(page: Page, known: Lexicon) -> list[int]:
    """Return for each box the innermost one around it that holds a comment by its class or as an item of a list, -1 for none."""
    names = frozenset(known.table("zones")["names"]["one_comment"])
    out: list[int] = []
    for n, (parent, tag, own) in enumerate(page.boxes):
        is_one = tag == "article" or (own != "" and (tag == "li" or not names.isdisjoint(own.split())))
        out.append(n if is_one else out[parent] if parent >= 0 else -1)
    return out


def _whole_comments(found: Sequence[Zone], seen: Sequence[_Seen], boxes: Sequence[int]) -> Iterator[Zone]:
    """Yield zones with the blocks of one comment - name, date, paragraphs, buttons - together."""
    held: Zone | None = None
    of = -1  # the box of the comment that is held
    for z, x in zip(found, seen, strict=True):
        here = boxes[x.box] if z.kind is _COMMENT else -1
        if held is not None and here >= 0 and here == of:
            held = Zone(held.kind, held.start, z.end, held.because)
            continue
        if held is not None:
            yield held
        held, of = z, here
    if held is not None:
        yield held


def dateline(text: str, zones_: Sequence[Zone]) -> tuple[Zone, ...]:
    """Return zones with the report's head ("NAIROBI (AP) -") split from the first paragraphs of the body."""
    out: list[Zone] = []
    bodies = 0
    for z in zones_:
        found = heads.dateline(text, z.start, z.end) if z.kind is _BODY and bodies < 3 else None
        bodies += z.kind is _BODY
        if found is None:
            out.append(z)
            continue
        span, rule = found
        rest = span.end + (len(text[span.end : z.end]) - len(text[span.end : z.end].lstrip()))
        out.append(Zone(_DATELINE, span.start, span.end, rule))
        if rest < z.end:
            out.append(Zone(_BODY, rest, z.end, "article: after its dateline"))
    return tuple(out)
