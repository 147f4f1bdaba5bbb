"""The source tree: who took their account from whom, drawn in layers, and the same as a table with the evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from firsthand.export import phrases, visible
from firsthand.export.html.chapter import EDGES, Chapter
from firsthand.export.html.layers import Layout, arrange
from firsthand.export.html.markup import EMPTY, Html, captured, el, join, scroll, table
from firsthand.export.index import P_DRAWN, P_LIKELY, REPORTS
from firsthand.records import Edge, Evidence, NodeId, NodeKind, SourceKind

_BOX = 200  # pixels, width of a node: 22 letters of a name
_STEP = 302  # pixels from layer to layer: a box and room for "shares a source with 97 %"
_MARGIN = 12
_LETTERS = 23
_PLACES = 4  # passages of one kind of evidence; the others are under the side-by-side view


def tree(chapter: Chapter) -> Html:
    """Return the tree of a story as a drawing and a table; empty when nothing is known of descent."""
    edges = chapter.edges
    head = chapter.heading(
        "tree",
        "Who took it from whom",
        "Left is upstream. Dashed: cited or inferred, but not among the files. Each line leads to its evidence.",
    )
    if not edges:
        return join((head, el("p", "No report was found to descend from another.", class_="none")))
    drawn = _drawn(chapter, edges)
    drawing = scroll(_drawing(chapter, drawn), "Drawing of the source tree") if drawn else EMPTY
    shown = edges[:EDGES]
    strong = [e for e in shown if e in drawn or e.probability >= P_LIKELY]
    weak = [e for e in shown if e not in strong]
    title = f"{phrases.count(len(weak), 'less likely link')}, not drawn"
    folded = el("details", el("summary", title), _table(chapter, weak, "Less likely links")) if weak else EMPTY
    more = len(edges) - EDGES
    note = el("p", f"{more} less probable links are in the JSON.", class_="note") if more > 0 else EMPTY
    words = "The drawing leaves out sources that a report has through another one; the table has all."
    missing = el("p", words, class_="note") if len(drawn) < len(strong) else EMPTY
    return join((head, drawing, missing, _table(chapter, strong, "The source tree as a table"), folded, note))


def _drawn(chapter: Chapter, edges: list[Edge]) -> list[Edge]:
    """Return the edges that are drawn: likely descent (a child's best, if none is likely), then what reports cite themselves."""
    nodes = chapter.index.nodes
    descent: list[Edge] = []
    cited: list[Edge] = []
    for e in edges:
        (descent if e.parent in nodes and nodes[e.parent].kind is not NodeKind.CITED else cited).append(e)
    best: dict[NodeId, float] = {}
    for e in descent:
        best[e.child] = max(e.probability, best.get(e.child, 0.0))
    kept = [e for e in descent if e.probability >= min(P_LIKELY, max(P_DRAWN, best[e.child]))]
    above: dict[NodeId, set[NodeId]] = defaultdict(set)
    for e in kept:
        above[e.child].add(e.parent)
    names: dict[NodeId, set[NodeId]] = defaultdict(set)
    for e in cited:
        names[e.child].add(e.parent)
    fit = [e for e in cited if e.probability >= P_DRAWN and _matters(chapter, e, cited)]
    return kept + [e for e in fit if not any(e.parent in names[a] for a in _upstream(e.child, above))]


def _upstream(node: NodeId, above: Mapping[NodeId, set[NodeId]]) -> set[NodeId]:
    found: set[NodeId] = set()
    todo = [node]
    while todo:
        new = above.get(todo.pop(), set()) - found - {node}
        found |= new
        todo += sorted(new)
    return found


def _matters(chapter: Chapter, edge: Edge, cited: list[Edge]) -> bool:
    """Tell whether a cited source is drawn: a lost report, the origin of a claim that several tell, or one that several cite."""
    parent = chapter.index.nodes.get(edge.parent)
    if parent is None or parent.source not in chapter.index.sources:
        return True
    if not chapter.index.is_lost(parent.source):  # it stands there as a document
        return False
    if parent.source in chapter.origins:
        return True
    if chapter.index.sources[parent.source].kind in REPORTS:
        return True
    return len({e.child for e in cited if e.parent == edge.parent}) > 1


def _drawing(chapter: Chapter, edges: list[Edge]) -> Html:
    incoming: dict[NodeId, list[Edge]] = defaultdict(list)
    for e in edges:
        incoming[e.child].append(e)
    nodes = [n.id for n in chapter.index.dossier.stemma.nodes if n.story == chapter.story.id and n.document is not None]
    nodes += sorted({i for e in edges for i in (e.child, e.parent)} - set(nodes))
    heights = {str(i): max(48.0, 20.0 * len(incoming[i]) + 8) for i in nodes}
    places = arrange(heights, [(str(e.parent), str(e.child)) for e in edges])
    ports = {i: sorted(them, key=lambda e: (places.y[e.parent], e.id)) for i, them in incoming.items()}
    layers = max(places.layer.values(), default=0)
    width, height = layers * _STEP + _BOX + 2 * _MARGIN, round(places.height + 2 * _MARGIN)
    lines = [
        _line(chapter, e, places, (n - (len(them) - 1) / 2) * 18) for them in ports.values() for n, e in enumerate(them)
    ]
    boxes = [_box(chapter, i, places, heights[i]) for i in nodes]
    title = f"{len(nodes)} reports and sources, {phrases.count(len(edges), 'link')}; the table below says the same"
    return el(
        "svg", *lines, *boxes, class_="tree", width=width, height=height, viewBox=f"0 0 {width} {height}",
        role="group", aria_label=title,
    )  # fmt: skip


def _x(layer: int) -> int:
    return _MARGIN + layer * _STEP


def _line(chapter: Chapter, edge: Edge, places: Layout, port: float) -> Html:
    """Return one edge: a curve from the parent's right side through its waypoints to the child's left side."""
    a, b = places.layer[edge.parent], places.layer[edge.child]
    end = (_x(b) - 7, places.y[edge.child] + port + _MARGIN)
    points = [(_x(a) + _BOX, places.y[edge.parent] + _MARGIN)]
    for layer, y in places.routes.get((edge.parent, edge.child), ()):
        points += [(_x(layer), y + _MARGIN), (_x(layer) + _BOX, y + _MARGIN)]
    points.append(end)
    path = f"M{points[0][0]},{points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = max(30.0, abs(x1 - x0) * 0.45) if x1 > x0 else 90.0
        path += f"C{x0 + bend:.0f},{y0:.0f} {x1 - bend:.0f},{y1:.0f} {x1},{y1:.0f}"
    strength = "likely" if edge.probability >= P_LIKELY else "doubtful"
    words = f"{phrases.RELATION[edge.relation]} {phrases.percent(edge.probability)}"
    x, y = end
    tip = el("path", class_="tip", d=f"M{x + 6},{y:.0f}l-8,-4v8z")
    label = el("text", words, x=x - 6, y=f"{y - 5:.0f}", text_anchor="end", class_="word")
    link = chapter.to_edge(edge.id, label)
    return el(
        "g",
        el("path", class_="wire", d=path, stroke_width=f"{0.8 + 1.2 * edge.probability:.1f}"),
        tip,
        link,
        class_=strength,
    )


def _box(chapter: Chapter, node: NodeId, places: Layout, height: float) -> Html:
    index = chapter.index
    found = index.nodes.get(node)
    x, y = _x(places.layer[node]), places.y[node] + _MARGIN
    is_lost = found is None or found.document is None
    source = index.sources.get(found.source) if found and found.source else None
    is_person = source is not None and source.kind in {SourceKind.PERSON, SourceKind.OFFICIAL, SourceKind.ANONYMOUS}
    full = visible.line(index.node(node))
    name = full if len(full) <= _LETTERS else full[: _LETTERS - 1] + "…"
    if found is not None and found.document is not None:
        below = phrases.published(index.documents[found.document].published)
        href = f"#doc{index.number[found.document]}"
    else:
        below = (
            f"{'lost' if source.kind in REPORTS else 'cited'} {phrases.KIND[SourceKind(source.kind)]}"
            if source
            else "lost, inferred"
        )
        href = f"#{chapter.address('missing')}"
    rect = el(
        "rect", x=x, y=f"{y - height / 2:.0f}", width=_BOX, height=f"{height:.0f}", rx=22 if is_person else 6,
        class_="box lost" if is_lost else "box",
    )  # fmt: skip
    label = el("text", name, x=x + 12, y=f"{y - 3:.0f}", class_="name")
    second = el("text", below, x=x + 12, y=f"{y + 14:.0f}", class_="when")
    return el("a", el("title", full), rect, label, second, href=href)


def _table(chapter: Chapter, edges: list[Edge], caption: str) -> Html:
    rows = [
        el(
            "tr",
            el("th", captured(chapter.index.node(e.child)), scope="row"),
            el("td", phrases.RELATION[e.relation], " ", captured(chapter.index.node(e.parent))),
            el("td", phrases.percent(e.probability), class_="figure"),
            el("td", _because(chapter, e)),
            id=chapter.address(f"e-{chapter.edge_number[e.id]}"),
        )
        for e in edges
    ]
    return table(caption, ("Report", "Took it from", "Probability", "Because"), rows, "edges")


def _because(chapter: Chapter, edge: Edge) -> Html:
    """Return the reasons for an edge, one line a kind, each passage a pair of links."""
    held: dict[tuple[str, str], list[Html]] = {}
    for b in edge.because:
        places = held.setdefault((b.kind.replace("_", " ").replace("-", " "), b.note), [])
        if (found := _places(chapter, edge, b)) and len(places) < _PLACES:
            places.append(found)
    items = [
        el("li", el("b", kind), join((": ", captured(note))) if note else EMPTY, " ", join(places, " · "))
        for (kind, note), places in held.items()
    ]
    return el("ul", *items) if items else EMPTY


def _places(chapter: Chapter, edge: Edge, because: Evidence) -> Html:
    links = []
    for node, span in ((edge.child, because.child_span), (edge.parent, because.parent_span)):
        found = chapter.index.nodes.get(node)
        if found is not None and found.document is not None and span is not None:
            links.append(chapter.link(found.document, span, captured(chapter.index.outlet(found.document))))
    return join((el("span", "(", join(links, " / "), ")", class_="place"),)) if links else EMPTY
