"""What was set aside as junk and comments."""

from __future__ import annotations

from collections import defaultdict

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join
from firsthand.records import Document, ZoneKind

_NOUN = {
    ZoneKind.COMMENT: ("reader comment",),
    ZoneKind.RELATED: ("link to other pages", "links to other pages"),
    ZoneKind.WIDGET: ("piece of page furniture", "pieces of page furniture"),
    ZoneKind.DEBRIS: ("piece of debris", "pieces of debris"),
}


def aside(chapter: Chapter) -> Html:
    """Return what was not read as the article, page by page, folded: junk, links, comments."""
    head = chapter.heading(
        "aside",
        "What was set aside",
        "Nothing here supports a claim. If something belongs to the article, the cleaning was wrong.",
    )
    folded = [_aside(chapter, d) for d in chapter.documents]
    kept = [f for f in folded if f]
    return join((head, *kept)) if kept else join((head, el("p", "Nothing was set aside.", class_="none")))


def _aside(chapter: Chapter, document: Document) -> Html:
    held: dict[ZoneKind, list[str]] = defaultdict(list)
    for z in document.zones:
        if z.kind not in phrases.ARTICLE_ZONES:
            held[z.kind].append(visible.line(document.text[z.start : z.end], 300))
    if not held:
        return EMPTY
    parts = []
    for kind in sorted(held):
        lines = held[kind]
        more = el("li", f"and {len(lines) - 40} more", class_="note") if len(lines) > 40 else EMPTY
        parts.append(
            join(
                (
                    chapter.subheading(f"{phrases.ZONE[kind]} ({len(lines)})"),
                    el("ul", *(el("li", captured(w)) for w in lines[:40]), more, class_="plain"),
                )
            )
        )
    count = ", ".join(phrases.count(len(held[k]), *_NOUN[k]) for k in sorted(held))
    return el("details", el("summary", captured(chapter.index.outlet(document.id)), f": {count}"), *parts)
