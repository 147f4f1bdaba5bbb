"""Headline against body."""

from __future__ import annotations

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, table
from firsthand.records import Headline, HeadlineSupport

_SIGN = {
    HeadlineSupport.SUPPORTED: "=",
    HeadlineSupport.STRONGER: "▲",
    HeadlineSupport.UNSUPPORTED: "∅",
    HeadlineSupport.LOST_ATTRIBUTION: "←?",
}


def headlines(chapter: Chapter) -> Html:
    """Return each headline with how its own text stands to it, the ones to look at first."""
    own = frozenset(chapter.story.documents)
    rows = [h for h in chapter.index.dossier.headlines if h.document in own]
    head = chapter.heading(
        "headlines", "Headline against body", "A headline is held against the text below it, not against other reports."
    )
    if not rows:
        return join((head, el("p", "No headline was checked.", class_="none")))
    rows.sort(key=lambda h: (h.support is HeadlineSupport.SUPPORTED, h.document))
    body = [_row(chapter, h) for h in rows]
    return join((head, table("Headlines", ("Report", "Headline", "Verdict", "Because"), body, "headlines")))


def _row(chapter: Chapter, check: Headline) -> Html:
    found = chapter.index.documents[check.document]
    title = captured(visible.line(found.title.text, 200))
    text = chapter.index.text(check.document)
    quotes = [chapter.link(check.document, s, captured(visible.line(text[s[0] : s[1]], 80))) for s in check.spans[:4]]
    places = el("small", join(quotes, " · ")) if quotes else EMPTY
    verdict = el(
        "span", f"{_SIGN[check.support]} {phrases.HEADLINE[check.support]}", class_=f"verdict {check.support.value}"
    )
    return el(
        "tr",
        el("th", chapter.outlet(check.document), scope="row"),
        el("td", chapter.link(check.document, found.title.span, title) if found.title.span else title),
        el("td", verdict),
        el("td", captured(check.because.partition(": ")[2] or check.because), places),
    )
