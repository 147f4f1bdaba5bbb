"""HTML as it came -> HTML that no parser chokes on, or the reason why it is refused; linear in its length."""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 120  # in one tag; real tags stay under 60, and parsers look each one up among the others
MAX_TAGS = 600_000  # a page of 3 MB has 30,000
MAX_MARKUP_CHARACTERS = 32_000_000
DEEPEST = 250  # open elements; libxml2 stops reading at 256 (and says nothing), real pages stay under 100

# comment | raw-text element | tag   (attribute values are not looked into: a ">" inside one only ends our tag early)
_RAW = re.compile(
    r"<!--|<(script|style|svg|template|noscript|iframe|object|canvas|math|select|textarea)(?=[\s/>])", re.I
)
_LONG_TAG_CHARACTERS = 2000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_ATTRIBUTE = re.compile(r"""[^\s=/"'>]+(?:\s{0,9}=\s{0,9}(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")


def scripts_out(html: str) -> tuple[str, list[str]]:
    """Return ``html`` without comments, scripts, styles and drawings, and the JSON-LD that stood in scripts."""
    out: list[str] = []
    linked: list[str] = []
    closing: dict[str, list[str]] = {}
    at = 0
    while found := _RAW.search(html, at):
        out.append(html[at : found.start()])
        if found[1] is None:
            end = html.find("-->", found.end() - 2)
            at = end + 3 if end >= 0 else len(html)
            continue
        name = found[1].lower()
        forms = closing.setdefault(name, [f"</{found[1]}", f"</{name}", f"</{name.upper()}"])
        end = next((i for i in (html.find(c, found.end()) for c in forms) if i >= 0), -1)
        if end < 0:  # never closed: a script swallows the rest, another element only its tag
            at = len(html) if name in ("script", "style") else found.end()
            closing[name] = []
            continue
        if name == "script":
            head_end = html.find(">", found.end(), end)
            if head_end >= 0 and "ld+json" in html[found.end() : head_end] and len(linked) < 40:
                linked.append(html[head_end + 1 : end][:2_000_000])
        close = html.find(">", end)
        at = close + 1 if close >= 0 else len(html)
        out.append(" ")
    out.append(html[at:])
    return "".join(out), linked


def refusal(markup: str) -> str | None:
    """Return why ``markup`` (scripts already out) is refused, ``None`` when it is safe to parse."""
    if len(markup) > MAX_MARKUP_CHARACTERS:
        return f"its markup is longer than {MAX_MARKUP_CHARACTERS:,} characters"
    tags = markup.count("<")
    if tags > MAX_TAGS:
        return f"it has {tags:,} tags (limit {MAX_TAGS:,})"
    if max(map(len, markup.split("<"))) <= _LONG_TAG_CHARACTERS:
        return None
    for found in _LONG_TAG.finditer(markup):
        if len(_ATTRIBUTE.findall(found[0])) > MAX_ATTRIBUTES:
            return f"a tag has more than {MAX_ATTRIBUTES} attributes"
    return None
