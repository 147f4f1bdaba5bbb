"""Dossier -> one self-contained page: no request, no script, no captured markup; one module a view."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from firsthand.export import phrases, visible
from firsthand.export.html.answer import answer
from firsthand.export.html.aside import aside
from firsthand.export.html.card import to_card
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.documents import documents
from firsthand.export.html.headline import headlines
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, table
from firsthand.export.html.matrix import matrix
from firsthand.export.html.missing import missing
from firsthand.export.html.passages import passages
from firsthand.export.html.ranges import ranges
from firsthand.export.html.timeline import timeline
from firsthand.export.html.tree import tree
from firsthand.export.index import Index
from firsthand.records import Dossier

__all__ = ["to_card", "to_html"]

# The views of a story in the order in which a reader asks: from whom, what, where do they differ, when ...
VIEWS = (
    ("tree", "Who took it from whom", tree),
    ("claims", "Claims", matrix),
    ("differences", "Differences", ranges),
    ("timeline", "When", timeline),
    ("passages", "Side by side", passages),
    ("headlines", "Headlines", headlines),
    ("missing", "Missing", missing),
    ("aside", "Set aside", aside),
)


def to_html(dossier: Dossier, version: str = "") -> str:
    """Return the dossier as one page that makes no request and needs no script: the same dossier, the same characters."""
    index = Index(dossier)
    order = sorted(dossier.stories, key=lambda s: (-len(s.documents), s.id))
    chapters = [Chapter(index, story, n, len(order) == 1) for n, story in enumerate(order, 1)]
    main = (
        _contents(chapters) if len(chapters) > 1 else EMPTY,
        *(_chapter(c) for c in chapters),
        el("p", "No story was found.", class_="none") if not chapters else EMPTY,
        documents(index, chapters) if dossier.documents else EMPTY,
        _skipped(dossier),
        _custody(index),
    )
    title = visible.line(order[0].title, 120) if len(order) == 1 else phrases.count(len(order), "story", "stories")
    return _page(title, join(main), version, "s1" if len(order) == 1 else "top")


def _page(title: str, main: Html, version: str, heading: str) -> str:
    css = (Path(__file__).parent / "page.css").read_text("utf8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="color-scheme", content="light dark"),
        el("link", rel="icon", href="data:,"),
        el("title", f"{title} – Firsthand"),
        el("style", Html(css)),
    )
    brand = el("p", el("b", "Firsthand"), " who said it first, and through whom it came", class_="brand")
    made = f"Made by Firsthand {version}".strip() + ". It counts who stands behind a claim; it never says what is true."
    body = el(
        "body",
        el("a", "Skip to the content", href="#content", class_="skip"),
        el("header", brand, el("h1", captured(title), id=heading)),
        el("main", main, id="content", tabindex="-1"),
        el("footer", el("p", made, class_="note")),
    )
    return f'<!DOCTYPE html>\n<html lang="en">{head}{body}</html>\n'


def _contents(chapters: list[Chapter]) -> Html:
    items = [
        el(
            "li",
            el("a", captured(visible.line(c.story.title, 120)), href=f"#s{c.n}"),
            el("small", c.index.answer_line(c.story)),
        )
        for c in chapters
    ]
    return el("nav", el("h2", "Stories"), el("ol", *items), aria_label="Stories", class_="contents")


def _chapter(chapter: Chapter) -> Html:
    links = [el("li", el("a", words, href=f"#{chapter.address(part)}")) for part, words, _ in VIEWS]
    links.append(el("li", el("a", "Documents", href="#documents")))
    parts = [el("section", view(chapter)) for _, _, view in VIEWS]
    nav = el("nav", el("ul", *links), aria_label=f"Parts of story {chapter.n}", class_="parts")
    return el("section", answer(chapter), nav, *parts, class_="story", aria_labelledby=f"s{chapter.n}")


def _skipped(dossier: Dossier) -> Html:
    if not dossier.skipped:
        return EMPTY
    rows = [
        el(
            "tr",
            el("th", captured(visible.line(s.uri, 160)), scope="row"),
            el("td", what),
            el("td", captured(visible.line(why, 300))),
        )
        for s in dossier.skipped[:200]
        for what, why in (phrases.outcome(s),)
    ]
    left = len(dossier.skipped) - 200
    more = el("p", f"{left} more are in the JSON.", class_="note") if left > 0 else EMPTY
    return el(
        "section",
        el("h2", "What was not read", id="skipped"),
        table("Skipped", ("Where", "What it is", "Reason"), rows),
        more,
    )


def _custody(index: Index) -> Html:
    """Return where each document came from: file and SHA-256 of its bytes, so that the reading can be repeated."""
    rows = [
        el(
            "tr",
            el("th", el("a", captured(index.outlet(d.id)), href=f"#doc{index.number[d.id]}"), scope="row"),
            el("td", captured(visible.line(d.uri, 160))),
            el("td", el("code", d.sha256)),
        )
        for d in index.dossier.documents
    ]
    if not rows:
        return EMPTY
    return el(
        "section",
        el("h2", "Where it was read from", id="custody"),
        table("Files", ("Report", "File", "SHA-256"), rows, "custody"),
    )
