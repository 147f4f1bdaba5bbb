"""HTML as it came -> HTML that no parser chokes on, or the reason why it is refused; linear in its length."""

from __future__ import annotations

import re

MAX_DEPTH = 400  # open elements; real pages stay under 100, and libxml2's time grows with depth
MAX_ATTRIBUTES = 300  # in one tag; real tags stay under 60, and parsers look each one up among the others
MAX_FORMATTING = 60_000  # b, i, font ... in one page
MAX_OPEN_FORMATTING = 200  # of them open at once: HTML5 parsers copy them all into every new block
MAX_TAGS = 400_000
MAX_MARKUP_CHARACTERS = 32_000_000

# comment | raw-text element | tag   (attribute values are not looked into: a ">" inside one only ends our tag early)
_DROPPED = ("script", "style", "svg", "template", "noscript", "iframe", "object", "canvas", "math", "select", "textarea")
_RAW = re.compile(r"<!--|<(script|style|svg|template|noscript|iframe|object|canvas|math|select|textarea)(?=[\s/>])", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})([^<>]{0,200000})>?")
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES_ITSELF = frozenset("p li dt dd td th tr option thead tbody tfoot colgroup rp rt".split())


def scripts_out(html: str) -> tuple[str, list[str]]:
    """Return ``html`` without comments, scripts, styles and drawings, and the JSON-LD that stood in scripts."""
    out: list[str] = []
    linked: list[str] = []
    at = 0
    lower: str | None = None
    while found := _RAW.search(html, at):
        out.append(html[at : found.start()])
        if found[1] is None:
            end = html.find("-->", found.end() - 2)
            at = end + 3 if end >= 0 else len(html)
            continue
        name = found[1].lower()
        if lower is None:
            lower = html.lower() if len(html.lower()) == len(html) else html.translate(_ASCII_LOWER)
        end = lower.find("</" + name, found.end())
        if end < 0:  # never closed: a raw-text element swallows the rest, another one only its tag
            at = len(html) if name in ("script", "style") else found.end()
            continue
        if name == "script":
            head_end = html.find(">", found.end())
            if 0 <= head_end < end and "ld+json" in lower[found.end() : head_end] and len(linked) < 40:
                linked.append(html[head_end + 1 : end][:2_000_000])
        close = html.find(">", end)
        at = close + 1 if close >= 0 else len(html)
        out.append(" ")
    out.append(html[at:])
    return "".join(out), linked


_ASCII_LOWER = {c: c + 32 for c in range(65, 91)}


def refusal(markup: str) -> str | None:
    """Return why ``markup`` (scripts already out) is refused, ``None`` when it is safe to parse."""
    if len(markup) > MAX_MARKUP_CHARACTERS:
        return f"its markup is longer than {MAX_MARKUP_CHARACTERS:,} characters"
    depth = deepest = tags = formatting = 0
    open_formatting: dict[str, int] = {}
    standing = 0
    for found in _TAG.finditer(markup):
        tags += 1
        name = found[2].lower()
        if name in _FORMATTING:
            formatting += 1
            step = -1 if found[1] else 1
            count = open_formatting.get(name, 0) + step
            if count >= 0:
                open_formatting[name] = count
                standing += step
            if standing > MAX_OPEN_FORMATTING:
                return f"more than {MAX_OPEN_FORMATTING} formatting elements are open at once"
        elif name not in _VOID and name not in _CLOSES_ITSELF and not found[3].endswith("/"):
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
        if len(found[3]) > 2000 and found[3].count("=") + found[3].count(" ") > MAX_ATTRIBUTES:
            if len(_ATTRIBUTE.findall(found[3])) > MAX_ATTRIBUTES:
                return f"a tag <{name}> has more than {MAX_ATTRIBUTES} attributes"
    if deepest > MAX_DEPTH:
        return f"its elements nest {deepest} deep (limit {MAX_DEPTH})"
    if tags > MAX_TAGS or formatting > MAX_FORMATTING:
        return f"it has {tags:,} tags, {formatting:,} of them formatting (limits {MAX_TAGS:,}, {MAX_FORMATTING:,})"
    return None


_ATTRIBUTE = re.compile(r"""[^\s=/"'>]+(?:\s{0,9}=\s{0,9}(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
