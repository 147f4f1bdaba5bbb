"""HTML -> Page: the rendered text of the whole page, its blocks and boxes, and the facts its metadata states.

Runs in the intake child; refuses what the pre-scan refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from firsthand.capture import prescan
from firsthand.records import Box, Page, PageBlock

_BOXES = frozenset(
    "html body div section article main aside nav header footer form table tbody tr td th ul ol dl figure details fieldset"
    " blockquote center picture video audio amp-img menu".split()
)
_LINES = frozenset("p h1 h2 h3 h4 h5 h6 li dt dd figcaption caption pre address legend summary hgroup hr br".split())
_BREAKS = _BOXES | _LINES
_SKIPPED = frozenset("head script style noscript template svg iframe object canvas math select textarea input".split())
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
MAX_FACT_CHARACTERS = 400_000  # of an articleBody; other facts are cut at 2,000


class Refused(ValueError):
    """The page is refused; the message says why."""


def page(html: str) -> Page:
    """Return the parsed page of ``html``; raise ``Refused`` when the pre-scan says no parser should see it."""
    markup, linked = prescan.scripts_out(html)
    reason = prescan.refusal(markup)
    if reason:
        raise Refused(reason)
    root = _tree(markup)
    if root is None:
        return Page("", (), (), ())
    writer = _Writer()
    writer.walk(root, -1, "", False, 0)
    writer.finish()
    return Page("".join(writer.text), tuple(writer.boxes), tuple(writer.blocks), tuple(_facts(root, linked)))


def _tree(markup: str) -> Any:
    parser = etree.HTMLParser(recover=True, remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


class _Writer:
    """Renders a tree: collects words until an element begins or ends a line, then writes them as one block."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.boxes: list[Box] = []
        self.blocks: list[PageBlock] = []
        self._words: list[str] = []
        self._links = 0

    def walk(self, element: Any, box: int, line: str, in_link: bool, depth: int) -> None:
        """Write an element and all below it (the caller writes its tail); ``box``, ``line``: what stands around it."""
        if depth > prescan.DEEPEST:
            raise Refused(f"its elements nest more than {prescan.DEEPEST} deep")
        tag = element.tag
        breaks = tag in _BREAKS
        if breaks:
            if self._words:
                self._flush(box, line, tag)
            names = _names(element)
            if names is None:
                return
            if names or tag in _BOXES:
                self.boxes.append(Box(box, tag, names))
                box = len(self.boxes) - 1
            line = tag if tag in _LINES else ""
        elif tag == "a":
            in_link = True
        elif tag == "span" and _names(element) is None:
            return
        if element.text:
            self._add(element.text, in_link)
        for child in element:
            if child.tag not in _SKIPPED:
                self.walk(child, box, line, in_link, depth + 1)
            if child.tail:
                self._add(child.tail, in_link)
        if breaks and self._words:
            self._flush(box, line, tag)

    def finish(self) -> None:
        """Write what is left."""
        if self._words:
            self._flush(0 if self.boxes else -1, "", "")

    def _add(self, words: str, in_link: bool) -> None:
        if words.isspace():
            if self._words:  # white space before the first word of a block says nothing
                self._words.append(" ")
            return
        self._words.append(words)
        if in_link:
            self._links += len(words.strip())

    def _flush(self, box: int, line: str, tag: str) -> None:
        """Write the collected words as one block of the box they stood in."""
        words = " ".join("".join(self._words).split())
        links, self._words, self._links = self._links, [], 0
        if not words:
            return
        if self.length:
            gap = "\n" if tag == "br" else "\n\n"
            self.text.append(gap)
            self.length += len(gap)
        self.text.append(words)
        self.blocks.append(PageBlock(self.length, self.length + len(words), box, line or "div", min(links, len(words))))
        self.length += len(words)


_TELLING = frozenset(("class", "id", "role", "itemprop", "aria-label"))


def _names(element: Any) -> str | None:
    """Return class, id, role and itemprop of an element in lower case, ``None`` when it is hidden."""
    given = element.items()
    if not given:
        return ""
    found = []
    for key, value in given:
        if key in _TELLING:
            found.append(value)
        elif (
            key == "hidden" or (key == "style" and _HIDDEN.search(value)) or (key == "aria-hidden" and value == "true")
        ):
            return None
    return " ".join(found)[:300].lower()


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


# elements that may state a time, in document order
_TIMED = etree.XPath(
    "//time[@datetime or @itemprop] | //span[@datetime or (@itemprop and @content)] | //abbr[@datetime or @title or @itemprop]"
    " | //div[@datetime or (@itemprop and @content)] | //p[@datetime or (@itemprop and @content)]"
)


def _facts(root: Any, linked: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what the page states of itself, the most trustworthy first: JSON-LD, meta, time elements, title."""
    for name, value in _linked_facts(linked):
        yield name, value[:MAX_FACT_CHARACTERS]
    for element in root.iter("meta"):
        name = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        ).lower()
        value = (element.get("content") or "").strip()
        if value and name in _META:
            yield _META[name], value[:2000]
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            yield "url", element.get("href")[:2000]
    for element in _TIMED(root):
        stated = (
            element.get("datetime")
            or (element.get("content") if element.get("itemprop") else None)
            or (element.get("title") if element.tag == "abbr" else None)
        )
        if not stated:
            continue
        names = _names(element) or ""
        rule = (
            "published"
            if "publish" in names or "datecreated" in names or element.get("pubdate") is not None
            else "time"
        )
        yield ("modified" if "modif" in names or "update" in names else rule), stated[:100]
    title = root.find(".//title")
    if title is not None and title.text:
        yield "title.tag", " ".join(title.text.split())[:2000]
    h1 = root.find(".//h1")
    if h1 is not None:
        yield "title.h1", " ".join("".join(h1.itertext()).split())[:2000]
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        yield "language", language[:20]


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
