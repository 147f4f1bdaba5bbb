"""What is missing: the sources that are named and not among the files."""

from __future__ import annotations

from firsthand.export import visible
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, table


def missing(chapter: Chapter) -> Html:
    """Return the sources that are named and not in the files, by whom, and what finding them would change."""
    index, story = chapter.index, chapter.story
    head = chapter.heading(
        "missing",
        "What is missing",
        "Named in these pages, not among them. To read them could change every figure above.",
    )
    rows = []
    for source in index.lost(story)[:40]:
        cited = index.citations(source.id, story)
        by = join((chapter.link(d, span, captured(index.outlet(d))) for d, span in cited[:8]), ", ")
        rests = [c for c in chapter.claims if c.support and source.id in c.support.origin_sources]
        claims = join((chapter.to_claim(c.id, f"claim {chapter.claim_number[c.id]}") for c in rests[:12]), ", ")
        rows.append(
            el(
                "tr",
                el("th", captured(source.name), scope="row"),
                el("td", index.kind(source.id)),
                el("td", by),
                el("td", claims),
            )
        )
    changes = sorted({c.support.would_change for c in chapter.claims if c.support and c.support.would_change})
    said = (
        el("ul", *(el("li", captured(visible.line(w, 300))) for w in changes[:12]), class_="plain")
        if changes
        else EMPTY
    )
    if not rows:
        return join((head, el("p", "Every source that is named is among the files.", class_="none"), said))
    return join((head, said, table("Lost sources", ("Source", "What it is", "Named by", "Origin of claims"), rows)))
