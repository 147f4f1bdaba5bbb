"""Side by side: the aligned passages of two reports, what was copied underlined, what was changed marked."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher

from firsthand.export import phrases
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import EMPTY, Html, captured, el, join
from firsthand.export.index import P_DRAWN, P_LIKELY
from firsthand.fold import fold
from firsthand.records import DocumentId, Passage
from firsthand.spans import Span

_PAIRS = 14  # pairs of reports; the rest is in the JSON
_ROWS = 10  # passages of a pair
_WORDS = 160  # words of a passage that are compared; a longer one is shown without marks
_RUN = 2  # words: a single equal word between changed ones ("the") is not copying
_WORD = re.compile(r"\w+|[^\w\s]")


def passages(chapter: Chapter) -> Html:
    """Return the pairs of reports that share passages, the closest first."""
    pairs = _pairs(chapter)
    head = chapter.heading(
        "passages",
        "Side by side",
        "Underlined: the same words in the same order. Marked: words that only this side has.",
    )
    if not pairs:
        return join((head, el("p", "No two reports share a passage.", class_="none")))
    left = len(pairs) - _PAIRS
    more = el("p", f"{left} more pairs are in the JSON.", class_="note") if left > 0 else EMPTY
    return join((head, *(_pair(chapter, n, pair) for n, pair in enumerate(pairs[:_PAIRS])), more))


Pair = tuple[float, DocumentId, DocumentId, str, list[Passage]]


def _pairs(chapter: Chapter) -> list[Pair]:
    """Return (probability, parent, child, how they are linked, passages), linked and most alike first."""
    nodes = chapter.index.nodes
    link: dict[tuple[DocumentId, DocumentId], tuple[float, str, bool]] = {}
    for k in chapter.index.dossier.stemma.kin:
        if k.probability >= P_LIKELY:
            link[min(k.a, k.b), max(k.a, k.b)] = (k.probability, f"akin, {phrases.percent(k.probability)}", False)
    for e in reversed(chapter.edges):
        child, parent = (
            nodes[e.child].document if e.child in nodes else None,
            nodes[e.parent].document if e.parent in nodes else None,
        )
        if child and parent and e.probability >= P_DRAWN:
            words = f"{phrases.RELATION[e.relation]}, {phrases.percent(e.probability)}"
            link[min(child, parent), max(child, parent)] = (1 + e.probability, words, child < parent)
    held: dict[tuple[DocumentId, DocumentId], list[Passage]] = defaultdict(list)
    for p in chapter.index.dossier.stemma.passages:
        held[min(p.a, p.b), max(p.a, p.b)].append(p)
    out = []
    for (a, b), (probability, words, a_is_child) in link.items():
        if held[a, b]:
            parent, child = (b, a) if a_is_child else (a, b)
            out.append((probability, parent, child, words, held[a, b]))
    return sorted(out, key=lambda x: (-x[0], x[1], x[2]))


def _pair(chapter: Chapter, n: int, pair: Pair) -> Html:
    _, parent, child, words, them = pair
    rows = []
    best = sorted(them, key=lambda p: (-p.similarity * (p.a_span[1] - p.a_span[0]), p.a_span))[:_ROWS]
    for p in sorted(best, key=lambda p: Span(*(p.b_span if p.b == child else p.a_span))):
        there, here = (p.a_span, p.b_span) if p.a == parent else (p.b_span, p.a_span)
        left, right = compared(Span(*there).of(chapter.index.text(parent)), Span(*here).of(chapter.index.text(child)))
        rows.append(
            el("tr", el("td", _side(chapter, parent, there, left)), el("td", _side(chapter, child, here, right)))
        )
    caption = el(
        "caption",
        captured(chapter.index.outlet(child)),
        " and ",
        captured(chapter.index.outlet(parent)),
        " ",
        el("small", words),
    )
    head = el(
        "thead", el("tr", el("th", chapter.outlet(parent), scope="col"), el("th", chapter.outlet(child), scope="col"))
    )
    inner = el("table", caption, head, el("tbody", *rows), class_="sides")
    left_out = len(them) - len(best)
    more = el("p", f"{left_out} more passages of this pair are in the JSON.", class_="note") if left_out > 0 else EMPTY
    return join((el("div", inner, id=chapter.address(f"p-{n + 1}")), more))


def _side(chapter: Chapter, document: DocumentId, span: tuple[int, int], words: Html) -> Html:
    return join((el("bdi", words, dir="auto"), " ", chapter.link(document, span, "in its place", "place")))


def compared(a: str, b: str) -> tuple[Html, Html]:
    """Return both passages with shared runs of words underlined and the others marked; longer ones as plain text."""
    left, right = list(_WORD.finditer(a)), list(_WORD.finditer(b))
    if len(left) > _WORDS or len(right) > _WORDS:
        return join((a,)), join((b,))
    fa, fb = fold(a), fold(b)
    blocks = SequenceMatcher(
        None, [fa[m.start() : m.end()] for m in left], [fb[m.start() : m.end()] for m in right], autojunk=False
    ).get_matching_blocks()
    runs = [(x.a, x.b, x.size) for x in blocks if x.size >= _RUN]
    return _marked(a, left, [(i, i + n) for i, _, n in runs]), _marked(b, right, [(j, j + n) for _, j, n in runs])


def _marked(words: str, tokens: list[re.Match[str]], runs: list[tuple[int, int]]) -> Html:
    out: list[object] = []
    at = 0
    for first, last in runs:
        start, end = tokens[first].start(), tokens[last - 1].end()
        out += [_changed(words[at:start]), el("u", words[start:end])]
        at = end
    return join((*out, _changed(words[at:])))


def _changed(words: str) -> Html:
    core = words.strip()
    if not any(c.isalnum() for c in core):
        return join((words,))
    start = words.index(core)
    return join((words[:start], el("mark", core, class_="changed"), words[start + len(core) :]))
