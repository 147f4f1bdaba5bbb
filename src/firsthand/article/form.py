"""What form a page has: one article, a live blog of many entries, or one part of an article that goes on elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.fold import fold
from firsthand.records import Page, Zone, ZoneKind

_LEAST_ENTRIES = 5  # lines with a clock time of their own; a timeline box in an article has fewer
# clock := 14:05 | 2.05 pm | 5 min ago   at the beginning of a short line or of a paragraph
_CLOCK = re.compile(
    r"(?:\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: ?[a-z]{2,4})?|\d{1,2} (?:min|minutes?|hours?|hrs?) ago)(?!\w)"
)
_LIVE = re.compile(
    r"\blive (?:updates?|blog|coverage|feed|ticker)\b|\bliveblog\b|[-|–—:] live\b|^live:|\bas it happened\b|\bliveticker\b"
)
_PART = re.compile(r"\W*(?:page|part) (\d{1,2}) (?:of|/) (\d{1,2})\W*")
_PART_ADDRESS = re.compile(
    r"[?&]page=(\d{1,2})(?:&|#|$)|/page/(\d{1,2})/?(?:[?#]|$)|[-_/]page-?(\d{1,2})(?:\.html?|/)?(?:[?#]|$)"
)
# a row of the parts of an article: "Pages: 1 2 3 Next"
_PARTS_ROW = re.compile(r"(?:pages?:? ?)?1(?: ?[|·/]? ?[2-9]){1,8} ?[|·/]? ?(?:next(?: page)?|»|>|→|›)\W*")
_SPOKEN = (ZoneKind.BODY, ZoneKind.DATELINE, ZoneKind.HEADLINE)


def of(text: str, zones: Sequence[Zone], title: str, page: Page | None, address: str | None = None) -> tuple[str, str]:
    """Return ``article``, ``live_blog`` or ``part``, and why."""
    facts = dict(page.facts) if page is not None else {}
    if "live" in facts:
        return "live_blog", "json-ld: LiveBlogPosting"
    clocks = [z for z in zones if z.kind in _SPOKEN and _CLOCK.match(fold(text[z.start : z.start + 24]))]
    named = _LIVE.search(fold(title[:300]))
    if len(clocks) >= _LEAST_ENTRIES or (named and len(clocks) >= 2):
        return "live_blog", f"entries: {len(clocks)} begin with a clock time"
    for z in zones:
        if z.end - z.start <= 40:
            line = " ".join(fold(text[z.start : z.end]).split())
            found = _PART.fullmatch(line)
            if found and 1 <= int(found[1]) <= int(found[2]) and int(found[2]) > 1:
                return "part", f"part-line: {text[z.start : z.end]!r}"
            if _PARTS_ROW.fullmatch(line):
                return "part", f"parts-row: {text[z.start : z.end]!r}"
    numbered = _PART_ADDRESS.search((address or "").lower()[-200:])
    if numbered:
        number = next(n for n in numbered.groups() if n)
        if int(number) > 1:
            return "part", f"part-address: page {number}"
    return "article", "no sign of entries or parts"
