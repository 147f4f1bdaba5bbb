"""A dossier in a notebook: a small card, escaped, that fits the notebook's own colours."""

from __future__ import annotations

from firsthand.export import phrases, visible
from firsthand.export.html.markup import EMPTY, Html, captured, el, join
from firsthand.export.index import Index, value_words
from firsthand.records import Claim, Dossier

_STORIES, _CLAIMS = 5, 5


def to_card(dossier: Dossier) -> str:
    """Return a small piece of HTML: each story with its answer and its most told claims."""
    index = Index(dossier)
    stories = sorted(dossier.stories, key=lambda s: (-len(s.documents), s.id))
    parts: list[object] = []
    for story in stories[:_STORIES]:
        rows = [_row(c) for c in index.claims(story)[:_CLAIMS]]
        head = el("p", el("b", captured(visible.line(story.title, 120))), " – ", captured(index.answer_line(story)))
        parts += [head, el("table", *rows) if rows else EMPTY]
    left = len(stories) - _STORIES
    if left > 0:
        parts.append(el("p", f"and {phrases.count(left, 'more story', 'more stories')}"))
    if not stories:
        parts.append(el("p", f"Firsthand: {phrases.count(len(dossier.documents), 'document')}, no story"))
    return str(el("div", join(parts)))


def _row(claim: Claim) -> Html:
    words = "; ".join(value_words(v) for v in claim.values[:3])
    cells = (captured(visible.line(claim.text, 90)), captured(visible.line(words, 60)), phrases.support(claim.support))
    return el("tr", *(el("td", c) for c in cells))
