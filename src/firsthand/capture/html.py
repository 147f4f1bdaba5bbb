"""HTML -> Page: the rendered text of the whole page, its blocks and boxes, and the facts its metadata state.

An own reader: the markup is cut at every "<" and read once from left to right. It keeps a stack of the elements that break
lines, builds no tree, never goes back, and is linear in the length of the page however its elements nest. Where markup is
broken it follows the HTML standard in what the text shows: end tags without a start are passed over, paragraphs and list
items close themselves, comments and scripts swallow what they swallow in a browser.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from html import unescape
from itertools import accumulate, count
from operator import add
from typing import Any

from firsthand.records import Box, Page, PageBlock
from firsthand.spans import Span

MAX_TAGS = 600_000  # a page of 3 MB has 30,000
MAX_FACT_CHARACTERS = 400_000  # of an articleBody; other facts are cut at 2,000
MAX_LINKED = 40  # JSON-LD scripts of a page that are read, each up to 2 MB
_DEEPEST = 250  # open elements; what nests deeper is read as if it stood in the last of them; real pages stay under 100
_FARTHEST = 60  # open elements that an end tag looks through for its start

_BOXES = frozenset(
    "html body div section article main aside nav header footer form table tbody tr td th ul ol dl figure details fieldset"
    " blockquote center picture video audio menu".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_LINES = _HEADINGS | frozenset("p li dt dd figcaption caption pre address legend summary hgroup hr br".split())
_BREAKS = _BOXES | _LINES
_VOID = frozenset("br hr img input meta link source track wbr area base col embed param".split())
# what stands in these is not shown as text of the page
_RAW = frozenset("script style noscript template svg iframe object canvas math select textarea title".split())
_SWALLOWING = frozenset(("script", "style", "title", "textarea"))  # without an end tag they hold the rest of the page
_SELF_ENDING = frozenset(("svg", "math", "object", "canvas"))  # "<svg/>" is a whole element
_INSIDE_P = frozenset(
    ("picture", "video", "audio", "figcaption", "html", "body")
)  # all other line breakers end a paragraph
# what a new element ends when it is open, and the elements behind which that one is out of reach
_ENDS = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "tr": (("tr",), ("table",)),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tbody": (("tbody",), ("table",)),
}  # fmt: skip
# new ones of these end others, unless they stand right in one of ...
_ENDING: dict[str, tuple[str, ...]] = {name: walls for name, (_, walls) in _ENDS.items()} | {"h1": ()}
_ENDED = _HEADINGS | {"p"}  # new ones of all kinds end these
_CELLS = frozenset(("td", "th", "caption", "table"))  # end tags in a cell end nothing around its table
_TABLE_PARTS = _CELLS | {"tr", "tbody"}
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_TELLING = frozenset(("class", "id", "role", "itemprop", "aria-label"))
_STATING = frozenset(("meta", "link", "time", "abbr"))
_PLAIN_META = re.compile(r"""meta (?:property|name|itemprop|http-equiv)="([^"]*+)" content="([^"]*+)" ?/?""")
_SILENT = _VOID - _STATING - _BREAKS  # they show nothing and state nothing
# name [= "value" | 'value' | value]
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?""")
# (no quote | = value between quotes)*: a ">" behind it ends the tag, whatever the number of its quotes
_WHOLE = re.compile(r"""[^"'=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^"'=]*+)*+""")
_QUOTE = re.compile(r"""=\s*(["'])""")
_NOTABLE = frozenset(("hidden", "aria-hidden", "style", "itemprop", "datetime"))  # attributes that hide or state
_NOTED = re.compile("itemprop|hidden|display|datetime")
_END_TAG = re.compile(r"/([a-zA-Z][^\s/>]*)")

# what a tag does: start or end an element that breaks the line, begin or end a link, nothing
_END, _START, _BREAK, _LINK, _UNLINK, _PASS = range(6)
_Deed = tuple[int, str, str]  # with the element's name, and class, id, role and the like
_REPEATED = frozenset("i b em strong span button label small".split())
_TOLD_APART = _BREAKS | _RAW | _STATING | _VOID | _REPEATED | {"a"}
_INLINE = "b i u s em strong span small big sub sup font cite q code kbd mark ins del strike tt nobr wbr label".split()


def _plain_tags() -> dict[str, _Deed]:
    """Return what tags without attributes do."""
    found = {form: (_PASS, name, "") for name in _INLINE for form in (name, "/" + name)}
    for name in sorted(_BREAKS):
        found[name], found["/" + name] = (_START, name, ""), (_END, name, "")
    for name in ("br", "hr"):
        found |= dict.fromkeys((name, f"{name}/", f"{name} /", f"/{name}"), (_BREAK, name, ""))
    found |= dict.fromkeys(("/html", "/body"), (_BREAK, "", ""))  # what follows is in the body still
    found["/a"] = (_UNLINK, "a", "")
    return found | {tag.upper(): deed for tag, deed in found.items()}


_PLAIN_TAGS = _plain_tags()
_NOTHING: _Deed = (_PASS, "", "")
_ANCHOR: _Deed = (_LINK, "a", "")
_MOST_REMEMBERED = 20_000  # tags whose deed is kept: templates repeat theirs, within a page and from page to page
_REMEMBERED = dict(_PLAIN_TAGS)
_Attributes = dict[str, str]
_new = tuple.__new__  # of boxes and blocks, in half the time of their own constructor


def _remember(head: str, deed: _Deed) -> _Deed:
    """Keep what a tag does, so that it is read once; forget all when there are too many."""
    if len(_REMEMBERED) > _MOST_REMEMBERED:
        _REMEMBERED.clear()
        _REMEMBERED.update(_PLAIN_TAGS)
    if len(head) <= 300:
        _REMEMBERED[head] = deed
    return deed


class Refused(ValueError):
    """The page is refused; the message says why."""


def page(html: str, *, is_placed: bool = False) -> Page:
    """Return the parsed page of ``html``, with the place of each block in it where ``is_placed``.

    Raises ``Refused`` when it has more tags than any page.
    """
    tags = html.count("<") if len(html) > MAX_TAGS else 0
    if tags > MAX_TAGS:
        raise Refused(f"it has {tags:,} tags (limit {MAX_TAGS:,})")
    reader = _Reader(html)
    reader.read()
    places = tuple(reader.places()) if is_placed else ()
    return Page("".join(reader.text), tuple(reader.boxes), tuple(reader.blocks), tuple(reader.facts()), places)


class _Reader:
    """Reads the parts between one "<" and the next; what stands between two line breaks becomes one block."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._parts = html.split("<")
        self._starts: list[int] = []  # where each part stands in the page; found when first asked for
        self.text: list[str] = []
        self.boxes = [Box(-1, "html", "")]  # what stands outside every element stands in the page
        self.blocks: list[PageBlock] = []
        self._length = 0
        self._words = [] if self._parts[0].isspace() else self._parts[:1]
        self._first, self._last = (1, len(self._parts[0])), 1  # numbers of the parts behind the first and last words
        self._ranges: list[tuple[int, int, int]] = []  # of each block: the two of its first words, the one of its last
        self._links = 0
        self._stack: list[_Deed] = []  # the starts of the open elements that break lines
        self._around: list[int] = []  # the box of each, for those that hold text
        self._muted = 0  # text before the end of this part is hidden
        self._endless: set[str] = set()  # elements for which no end tag comes any more
        self._linked: list[str] = []
        self._meta: list[tuple[str, str]] = []
        self._urls: list[tuple[str, str]] = []
        self._times: list[tuple[str, str]] = []
        self._title: str | None = None
        self._h1: list[str] = []
        self._after_h1 = -1  # the number of the block behind the first h1; 0 when an h1 has begun and holds nothing yet
        self._language = ""

    def read(self) -> None:  # noqa: PLR0915  # one loop, run once a tag
        """Read the page from its first part to its last; everything that happens a thousand times a page happens here."""
        parts, words, remembered = self._parts, self._words, _REMEMBERED
        stack, around = self._stack, self._around
        link = 0  # open elements around the link that text stands in, and one
        at, end = 1, len(parts)
        while at < end:
            head, closed, text = parts[at].partition(">")
            at += 1
            deed = remembered.get(head)
            if deed is None and closed and head[:2] == "a " and "'" not in head and not head.count('"') & 1:
                deed = _ANCHOR
            elif deed is None or not closed:
                if closed and head[:3] == "!--" and head[-2:] == "--":
                    deed = _NOTHING  # a comment without a tag in it
                else:
                    deed, text, at = self._tag(head, closed, text, at)
            what, name, _ = deed
            if what <= _START:
                if words:
                    self._flush(name)
                if what == _END:
                    if stack and stack[-1][1] == name:
                        stack.pop()
                        if len(around) > len(stack):
                            around.pop()
                    else:
                        self._end(name)
                else:
                    inner = stack[-1][1] if stack else ""
                    if inner in _ENDED or (name in _ENDING and inner not in _ENDING[name]):
                        self._make_room(name)
                    if len(stack) < _DEEPEST:
                        stack.append(deed)
                if link and link > len(stack) + 1:
                    link = 0
            elif what == _BREAK:
                if words:
                    self._flush(name)
            elif what == _LINK:
                link = len(stack) + 1
            elif what == _UNLINK:
                link = 0
            if text:
                if text.isspace():
                    if words:  # white space before the first word of a block says nothing
                        words.append(" ")
                elif at > self._muted:
                    if not words:
                        self._first = at, len(text)
                    self._last = at
                    words.append(text)
                    if link:
                        self._links += len(text.strip())
        if words:
            self._flush("")

    def _tag(self, head: str, closed: str, text: str, at: int) -> tuple[_Deed, str, int]:
        """Read a tag that is not remembered; return what it does, the text behind it and the number of the next part."""
        name = head.partition(" ")[0]
        if name not in _TOLD_APART and not (head[:1].isalpha() and head[0].isascii()):
            return self._mark(head, closed, text, at)
        is_whole = closed and not head.count('"') & 1 and ("'" not in head or not head.count("'") & 1)
        if not is_whole and not (closed and _WHOLE.fullmatch(head)):
            found = self._whole(at)
            if found is None:
                return _NOTHING, "", len(self._parts)
            head, text, at = found
            name = head.partition(" ")[0]
        if name in _SILENT:
            return _NOTHING, text, at
        if name not in _TOLD_APART:  # it is another, or not so plainly written
            name = head.split(None, 1)[0].partition("/")[0].lower()
        if name in _BREAKS:
            return self._breaking(name, head, at), text, at
        if name in _RAW:
            return _NOTHING, *self._raw(name, head, text, at)
        if name == "a":
            return _ANCHOR, text, at
        if name == "meta":
            self._meta_tag(head)
        elif name in _STATING or (name not in _VOID and _NOTED.search(head)):
            if name != "link" or "canonical" in head.lower():
                given = _attributes(name, head)
                self._noted(name, given, f"{given.get('itemprop')} {given.get('class')}".lower(), at)
        elif name in _REPEATED:
            _remember(head, _NOTHING)
        return _NOTHING, text, at

    def _breaking(self, name: str, head: str, at: int) -> _Deed:
        """Return what the start tag of an element that breaks the line does."""
        is_noted, size = False, len(name)
        if head[size : size + 8] == ' class="' and head.find('"', size + 8) == len(head) - 1 and name != "html":
            names = head[size + 8 : -1]  # of most tags nothing else is stated
        else:
            given = _attributes(name, head)
            names = " ".join([value for key, value in given.items() if key in _TELLING])
            if name == "html" or not _NOTABLE.isdisjoint(given):
                is_noted = self._noted(name, given, names[:300].lower(), at)
        deed = _BREAK if name in _VOID else _START, name, names[:300].lower()
        return deed if is_noted else _remember(head, deed)

    def _mark(self, head: str, closed: str, text: str, at: int) -> tuple[_Deed, str, int]:
        """Read what begins with "<" and no letter: an end tag, a comment, a declaration, or a plain sign."""
        if head.startswith("/"):
            found = _END_TAG.match(head)
            name = found[1].lower() if found else ""
            return _remember(head, _PLAIN_TAGS.get("/" + name, _NOTHING)), text, at
        if head.startswith("!--"):
            part = head + closed + text
            begin = 1  # "<!-->" is a whole comment
            while (end := part.find("-->", begin)) < 0:
                if at >= len(self._parts):
                    return _NOTHING, "", at
                part, begin, at = self._parts[at], 0, at + 1
            return _NOTHING, part[end + 3 :], at
        if head[:1] in ("!", "?"):
            return _NOTHING, text, at
        return _NOTHING, f"<{head}{closed}{text}", at

    def _whole(self, at: int) -> tuple[str, str, int] | None:
        """Return the tag that begins in the part before ``at`` with the signs that quotes hide, the text behind it and
        the number of the next part; ``None`` when the page ends inside it."""
        html = self._html
        begin = look = self._begins()[at - 1]
        end = html.find(">", begin)
        while end >= 0 and (quote := _QUOTE.search(html, look, end)) is not None:
            look = html.find(quote[1], quote.end()) + 1
            if not look:  # the quote never ends: it is none
                look = quote.end()
            elif look > end:
                end = html.find(">", look)
        if end < 0:
            return None
        at = bisect_right(self._starts, end)
        return html[begin:end], html[end + 1 : self._starts[at] - 1], at

    def _begins(self) -> list[int]:
        """Return where each part begins in the page."""
        if not self._starts:
            sizes = accumulate(map(len, self._parts), initial=0)
            self._starts = list(map(add, sizes, count()))  # a sign stands between two parts
        return self._starts

    def places(self) -> Iterator[Span]:
        """Yield where each block stands in the page: from its first word to its last, with the markup between."""
        html, parts, begins = self._html, self._parts, self._begins()
        for first, size, last in self._ranges:
            start = begins[first - 1] + len(parts[first - 1]) - size
            words = html[start : begins[last - 1] + len(parts[last - 1])].rstrip()
            end = start + len(words)
            yield Span(end - len(words.lstrip()), end)

    def _raw(self, name: str, head: str, text: str, at: int) -> tuple[str, int]:
        """Pass over an element whose content is no text; keep a title and JSON-LD."""
        if name in _SELF_ENDING and head.endswith("/"):
            return text, at
        is_next = at < len(self._parts) and self._parts[at].startswith(f"/{name}>")
        end = at if is_next else self._end_of(name, at, nested=False)
        if end < 0:
            return ("", len(self._parts)) if name in _SWALLOWING else (text, at)
        if name == "title" and self._title is None:
            self._title = "<".join((text, *self._parts[at:end]))
        elif name == "script" and "ld+json" in head and len(self._linked) < MAX_LINKED:
            self._linked.append("<".join((text, *self._parts[at:end]))[:2_000_000])
        return self._parts[end].partition(">")[2], end + 1

    def _end_of(self, name: str, at: int, nested: bool) -> int:
        """Return the number of the part that ends element ``name``, -1 when none does."""
        if name in self._endless:
            return -1
        size, ending, depth = len(name) + 1, "/" + name, 1
        for n in range(at, len(self._parts)):
            part = self._parts[n]
            if part[:1] == "/":
                if part[:size].lower() == ending and not part[size : size + 1].isalnum():
                    depth -= 1
                    if not depth:
                        return n
            elif nested and part[: size - 1].lower() == name and not part[size - 1 : size].isalnum():
                depth += 1
        self._endless.add(name)
        return -1

    def _noted(self, name: str, given: _Attributes, names: str, at: int) -> bool:
        """Note what a tag states, mute its element when it is hidden; tell whether there was anything to note."""
        if name == "html":
            self._language = self._language or given.get("lang") or given.get("xml:lang") or ""
            return True
        is_hidden = name not in _VOID and _is_hidden(given)
        if is_hidden and at > self._muted:
            self._muted = max(self._muted, self._end_of(name, at, nested=True))
        is_stated = name in _STATING or "itemprop" in given or "datetime" in given
        if is_stated:
            self._stated(name, given, names)
        return is_hidden or is_stated

    def _meta_tag(self, head: str) -> None:
        """Note the fact that a meta tag states."""
        found = _PLAIN_META.fullmatch(head)
        if found:
            key, content = found.groups()
        elif _states(head):
            given = _attributes("meta", head)
            names = [given.get(name) for name in ("property", "name", "itemprop", "http-equiv")]
            key, content = next(filter(None, names), ""), given.get("content", "")
        else:
            return
        fact = _META.get(key.lower())
        if fact and content.strip():
            self._meta.append((fact, plain(content).strip()[:2000]))

    def _stated(self, name: str, given: _Attributes, names: str) -> None:
        """Note the facts that a tag states."""
        if name == "link":
            if given.get("rel", "").lower() == "canonical" and given.get("href"):
                self._urls.append(("url", plain(given["href"])[:2000]))
        elif name in _TIMED:
            value = given.get("datetime") or (given.get("content") if "itemprop" in given else None)
            value = value or (given.get("title") if name == "abbr" else None)
            if value:
                is_change = "modif" in names or "update" in names
                is_first = "publish" in names or "datecreated" in names or "pubdate" in given
                self._times.append(
                    ("modified" if is_change else "published" if is_first else "time", plain(value)[:100])
                )

    def _make_room(self, name: str) -> None:
        """Close what a new element ``name`` ends: a paragraph or heading, or its brother."""
        inner = self._stack[-1][1] if self._stack else ""
        if (inner == "p" and name not in _INSIDE_P) or (inner in _HEADINGS and name in _HEADINGS):
            self._pop(len(self._stack) - 1)
        if name in _ENDS:
            self._pop(self._nearest(*_ENDS[name]))
        elif name == "h1":
            self._after_h1 = -1 if self._h1 else 0

    def _end(self, name: str) -> None:
        """Close the nearest open element ``name`` where one is in reach."""
        self._pop(self._nearest((name,), ("table",) if name in _TABLE_PARTS else _CELLS))

    def _nearest(self, names: Collection[str], walls: Collection[str]) -> int:
        """Return the place of the nearest open element of ``names`` on this side of ``walls``; past the last when none is."""
        stack = self._stack
        for n in range(len(stack) - 1, max(-1, len(stack) - 1 - _FARTHEST), -1):
            if stack[n][1] in names:
                return n
            if stack[n][1] in walls:
                break
        return len(stack)

    def _pop(self, size: int) -> None:
        """Close the innermost open elements until ``size`` are left."""
        del self._stack[size:], self._around[size:]

    def _flush(self, breaker: str) -> None:
        """Write the collected words as one block of the box they stood in."""
        collected, links = self._words, self._links
        words = "".join(collected) if len(collected) > 1 else collected[0]
        words = plain(words) if "&" in words else " ".join(words.split())
        collected.clear()
        self._links = 0
        if not words:
            return
        around, stack, blocks = self._around, self._stack, self.blocks
        box = around[-1] if around else 0
        if len(around) < len(stack):  # elements become boxes when they hold text
            boxes = self.boxes
            for n in range(len(around), len(stack)):
                _, name, given = stack[n]
                if given or name in _BOXES:
                    boxes.append(_new(Box, (box, name, given)))
                    box = len(boxes) - 1
                around.append(box)
        start = self._length
        if start:
            gap = "\n" if breaker == "br" else "\n\n"
            self.text.append(gap)
            start += len(gap)
        if self._after_h1 in (0, len(blocks)) and any(name == "h1" for _, name, _ in stack):
            self._h1.append(words)
            self._after_h1 = len(blocks) + 1
        line = stack[-1][1] if stack and stack[-1][1] in _LINES else "div"
        size = len(words)
        self._length = end = start + size
        self.text.append(words)
        blocks.append(_new(PageBlock, (start, end, box, line, links if links < size else size)))
        self._ranges.append((*self._first, self._last))

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield what the page states of itself, the most trustworthy first: JSON-LD, meta, time elements, title."""
        for name, value in _linked_facts(self._linked):
            yield name, value[:MAX_FACT_CHARACTERS]
        yield from self._meta
        yield from self._urls
        yield from self._times
        if self._title and self._title.strip():
            yield "title.tag", plain(self._title)[:2000]
        if self._h1:
            yield "title.h1", " ".join(self._h1)[:2000]
        if self._language:
            yield "language", self._language[:20]


def plain(words: str) -> str:
    """Return ``words`` with character references read and white space as single blanks."""
    if "&" in words:
        words = unescape(_HUGE_NUMBER.sub("\ufffd", words))
    return " ".join(words.split())


_HUGE_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")  # beyond Unicode; ``int`` refuses to read the longest of them


def _is_hidden(given: _Attributes) -> bool:
    """Tell whether an element is hidden from readers by its own attributes."""
    if "hidden" in given or given.get("aria-hidden") == "true":
        return True
    return "style" in given and _HIDDEN.search(given["style"]) is not None


def _states(head: str) -> bool:
    """Tell whether a meta tag may state a fact: three in four do not, and need no reading."""
    return not _META.keys().isdisjoint(head.lower().replace("'", " ").replace('"', " ").replace("=", " ").split())


def _attributes(name: str, head: str) -> _Attributes:
    """Return the attributes of a tag; of those given twice the first."""
    given: _Attributes = {}
    for key, double, single, bare in _ATTRIBUTE.findall(head, len(name)):
        given.setdefault(key.lower(), double or single or bare)
    return given


_TIMED = frozenset(("time", "span", "abbr", "div", "p"))  # elements that may state a time

# meta name/property -> fact
_META = {
    "og:title": "title", "twitter:title": "title", "og:site_name": "outlet", "application-name": "outlet.weak",
    "article:published_time": "published", "og:article:published_time": "published", "datepublished": "published",
    "date": "published.weak", "pubdate": "published", "publishdate": "published", "publish-date": "published",
    "parsely-pub-date": "published", "sailthru.date": "published", "dc.date.issued": "published", "dc.date": "published.weak",
    "dcterms.date": "published.weak", "dcterms.created": "published", "dc.date.created": "published", "article.published": "published",
    "originalpublicationdate": "published", "article_date_original": "published", "cxenseparse:recs:publishtime": "published",
    "publication_date": "published", "published_time": "published", "displaydate": "published", "ptime": "published",
    "article:modified_time": "modified", "og:updated_time": "modified", "datemodified": "modified", "lastmod": "modified",
    "last-modified": "modified.weak", "author": "author", "article:author": "author", "parsely-author": "author",
    "dc.creator": "author", "og:locale": "language.weak", "content-language": "language.weak", "og:url": "url",
    "og:type": "type", "og:description": "description", "description": "description",
}  # fmt: skip


_ARTICLES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "liveblogposting",
    "webpage",
    "analysisnewsarticle",
    "opinionnewsarticle",
)


def _linked_facts(linked: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the facts of the JSON-LD objects that describe an article."""
    found: list[tuple[int, dict[str, Any]]] = []
    for source in linked:
        try:
            data = json.loads(source.strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        stack, seen = [data], 0
        while stack and seen < 2000:
            item, seen = stack.pop(0), seen + 1
            if isinstance(item, list):
                stack.extend(item[:200])
            elif isinstance(item, dict):
                kinds = item.get("@type")
                names = [str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])]
                rank = min((_ARTICLES.index(n) if n in _ARTICLES else 99 for n in names), default=99)
                if rank < 99 or "datePublished" in item:
                    found.append((1 if "webpage" in names else 0 if rank < 99 else 2, item))
                stack.extend(
                    item[k] for k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement") if k in item
                )
    for _, item in sorted(found, key=lambda x: x[0]):
        if "liveblogposting" in str(item.get("@type")).lower():
            yield "live", "LiveBlogPosting"
        for key, fact in (
            ("datePublished", "published"),
            ("dateModified", "modified"),
            ("headline", "title"),
            ("articleBody", "body"),
            ("inLanguage", "language.weak"),
        ):
            if isinstance(item.get(key), str) and item[key].strip():
                yield fact, item[key].strip()
        for key, fact in (("publisher", "outlet.publisher"), ("author", "author")):
            for name in _named(item.get(key)):
                yield fact, name


def _named(value: Any) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value])[:10]:
        name = item.get("name") if isinstance(item, dict) else item
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            yield name.strip()[:200]
