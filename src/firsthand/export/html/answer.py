"""The answer in one line, and the figures behind it."""

from __future__ import annotations

from firsthand.export import phrases
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join


def answer(chapter: Chapter) -> Html:
    """Return the story's title, its answer in one sentence and five figures, each a link to its proof."""
    index, story = chapter.index, chapter.story
    articles, outlets, low, high = index.answer(story)
    lost = index.lost_reports(story)
    differences = [d for d in index.dossier.differences if d.story == story.id]
    figures = [
        (f"{articles}", "article" if articles == 1 else "articles", "#documents"),
        (f"{outlets}", "outlet" if outlets == 1 else "outlets", "#documents"),
        (
            phrases.span_of(low, high) if high else "?",
            "origin at most" if high == 1 else "origins at most",
            f"#{chapter.address('claims')}",
        ),
        (f"{len(lost)}", "lost source" if len(lost) == 1 else "lost sources", f"#{chapter.address('missing')}"),
        (
            f"{len(differences)}",
            "difference" if len(differences) == 1 else "differences",
            f"#{chapter.address('differences')}",
        ),
    ]
    tiles = [
        el("li", el("a", el("b", n), " ", noun, href=href, class_="key" if "origin" in noun else None))
        for n, noun, href in figures
    ]
    return join((
        EMPTY if chapter.is_alone else el("h2", captured(story.title), id=f"s{chapter.n}"),
        el("p", _sentence(chapter), class_="answer"),
        el("ul", *tiles, class_="figures"),
    ))  # fmt: skip


def _sentence(chapter: Chapter) -> Html:
    index = chapter.index
    articles, outlets, low, high = index.answer(chapter.story)
    lost = index.lost_reports(chapter.story)
    first = f"{phrases.count(articles, 'article')} from {phrases.count(outlets, 'outlet')}. "
    if not high:
        second = Html("No claim in them could be traced to an origin.")
    else:
        amount = f"{phrases.span_of(low, high)} independent {'origin' if high == 1 else 'origins'}"
        second = join(("No claim in them has more than ", el("strong", amount), " behind it."))
    if not lost:
        return join((first, second))
    names = join((captured(s.name) for s in lost[:3]), ", ")
    more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
    verb = "is" if len(lost) == 1 else "are"
    return join((first, second, " ", names, more, f" {verb} cited and not among the files."))
