"""The documents with every span that something rests on highlighted: the place where every link of the page ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import Chapter
from firsthand.export.html.markup import Html, captured, el, join, text
from firsthand.export.index import Index
from firsthand.records import Document, DocumentId, ZoneKind

_LONG = 200_000  # characters of one document that are shown; the JSON has all


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A highlighted span; ``kind`` is its class, empty for a bare anchor."""

    start: int
    end: int
    kind: str


def marks(index: Index) -> dict[DocumentId, list[Mark]]:
    """Return the highlighted spans of each document, sorted: all spans that any view may link to."""
    d = index.dossier
    held: dict[DocumentId, set[Mark]] = defaultdict(set)

    def add(document: DocumentId | None, spans: Iterable[Iterable[int] | None], kind: str) -> None:
        if document is None:
            return
        length = len(index.text(document))
        for span in spans:
            if span is not None:
                start, end = span
                start = min(max(0, start), length)
                held[document].add(Mark(start, min(max(start, end), length), kind))

    for s in d.statements:
        add(s.document, s.content, "said" if s.claim else "")
        add(s.document, () if s.content else ((0, 0),), "")
    for a in d.attributions:
        add(a.document, a.source, "source")
        add(a.document, a.cue, "cue")
        add(a.document, a.hedges, "hedge")
        add(a.document, a.content, "")
    for q in d.quantities:
        add(q.document, [(q.start, q.end)], "number")
    for t in d.times:
        add(t.document, [(t.start, t.end)], "time")
    for label in d.labels:
        add(label.document, [(label.start, label.end)], "loaded" if label.loaded else "name")
    for e in d.stemma.edges:
        for node, spans in (
            (e.child, [b.child_span for b in e.because]),
            (e.parent, [b.parent_span for b in e.because]),
        ):
            add(index.nodes[node].document if node in index.nodes else None, spans, "")
    for p in d.stemma.passages:
        add(p.a, [p.a_span], "")
        add(p.b, [p.b_span], "")
    for x in d.differences:
        for r in x.readings:
            add(r.document, [r.span], "differs")
    for h in d.headlines:
        add(h.document, h.spans, "")
    for doc in d.documents:
        add(doc.id, [doc.title.span, doc.published.span], "")
    return {i: sorted(them) for i, them in held.items()}


def documents(index: Index, chapters: Iterable[Chapter]) -> Html:
    """Return every document of the dossier, zones apart, spans highlighted, statements numbered by their claim."""
    found = marks(index)
    claims = _claims(chapters)
    legend = join(
        el("li", el("mark", words, class_=kind))
        for kind, words in (
            ("said", "a statement"),
            ("source", "who says so"),
            ("cue", "says"),
            ("hedge", "a hedge"),
            ("number", "a number"),
            ("time", "a time"),
            ("loaded", "a loaded label"),
        )
    )
    parts = [_document(index, d, found.get(d.id, []), claims.get(d.id, {})) for d in index.dossier.documents]
    note = "The captured text as it was, nothing rewritten. What was set aside is grey."
    return el(
        "section",
        el("h2", "The documents", id="documents"),
        el("p", note, class_="note"),
        el("ul", legend, class_="legend", aria_label="Legend"),
        *parts,
    )


def _claims(chapters: Iterable[Chapter]) -> dict[DocumentId, dict[int, list[Html]]]:
    """Return for each document, by the end of a statement, the links to the claims that it answers."""
    out: dict[DocumentId, dict[int, list[Html]]] = defaultdict(lambda: defaultdict(list))
    for chapter in chapters:
        shown = chapter.shown
        for s in chapter.index.dossier.statements:
            if s.claim in shown and s.content:
                n = chapter.claim_number[s.claim]
                link = el("a", href=f"#{chapter.address(f'c-{n}')}", aria_label=f"claim {n}", data_n=n, class_="ref")
                held = out[s.document][s.content[-1][1]]
                if link not in held:
                    held.append(link)
    return out


def _document(index: Index, document: Document, found: list[Mark], claims: Mapping[int, list[Html]]) -> Html:
    n = index.number[document.id]
    about = [phrases.published(document.published), document.language, visible.line(document.url or document.uri, 120)]
    head = join((
        el("h3", captured(index.outlet(document.id)), id=f"doc{n}"),
        el("p", captured(" · ".join(a for a in about if a)), class_="note"),
    ))  # fmt: skip
    return el("article", head, *_zones(document, _Cut(n, document.text, found, claims)), class_="document")


def _zones(document: Document, cut: _Cut) -> list[Html]:
    """Return the zones as paragraphs; characters outside all zones, if any, as a zone of their own."""
    length = min(len(document.text), _LONG)
    out, at = [], 0
    for zone in sorted(document.zones, key=lambda z: (z.start, z.end)):
        start, end = max(zone.start, at), min(zone.end, length)
        if start < end:
            out += [_block(cut, at, start, ZoneKind.DEBRIS), _block(cut, start, end, zone.kind)]
            at = end
    out += [_block(cut, at, length, ZoneKind.DEBRIS), cut.rest()]
    if len(document.text) > length:
        out.append(el("p", f"{len(document.text) - length:,} more characters are in the JSON.", class_="note"))
    return [b for b in out if b]


def _block(cut: _Cut, start: int, end: int, kind: ZoneKind) -> Html:
    inside = cut.between(start, end)
    if not cut.text[start:end].strip():
        return Html(inside.strip())
    return el(
        "p", inside, dir="auto", class_=f"zone {kind.value}" + ("" if kind in phrases.ARTICLE_ZONES else " set-aside")
    )


class _Cut:
    """A text cut at every boundary of a mark; its pieces come out in order, each anchor once."""

    def __init__(self, number: int, words: str, found: list[Mark], claims: Mapping[int, list[Html]]) -> None:
        self.number, self.text, self.claims = number, words, dict(claims)
        self.anchors = frozenset(m.start for m in found)
        self.opens: dict[int, list[str]] = defaultdict(list)
        self.closes: dict[int, list[str]] = defaultdict(list)
        for m in found:
            if m.kind and m.end > m.start:
                self.opens[m.start].append(m.kind)
                self.closes[m.end].append(m.kind)
        self.bounds = sorted({*self.opens, *self.closes, *self.anchors, *claims})
        self.next = 0
        self.active: dict[str, int] = defaultdict(int)

    def between(self, start: int, end: int) -> Html:
        """Return the characters from ``start`` to ``end`` with their marks, their anchors and what ends there."""
        out: list[Html] = []
        at = start
        while self.next < len(self.bounds) and self.bounds[self.next] < end:
            bound = self.bounds[self.next]
            out += self._piece(at, bound) + self._cross(bound)
            at = max(at, bound)
            self.next += 1
        return join((*out, *self._piece(at, end), *self.claims.pop(end, ())))

    def rest(self) -> Html:
        """Return the anchors that are left behind the last character shown, so that no link ends nowhere."""
        out = [h for b in self.bounds[self.next :] for h in self._cross(b)]
        self.next = len(self.bounds)
        return join(out)

    def _cross(self, bound: int) -> list[Html]:
        for kind in self.closes.get(bound, ()):
            self.active[kind] -= 1
        for kind in self.opens.get(bound, ()):
            self.active[kind] += 1
        out = self.claims.pop(bound, [])
        if bound in self.anchors:
            out = [*out, el("span", id=f"d{self.number}-{bound}", class_="anchor")]
        return out

    def _piece(self, start: int, end: int) -> list[Html]:
        if start >= end:
            return []
        words = text(self.text[start:end])
        kinds = [k for k in sorted(self.active) if self.active[k] > 0]
        return [el("mark", words, class_=" ".join(kinds)) if kinds else words]
