"""Likeness of pairs, citations and times -> one graph of who took what from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.records import (
    Article,
    Cast,
    DocumentId,
    Edge,
    EdgeId,
    Evidence,
    Kin,
    Node,
    NodeId,
    NodeKind,
    Relation,
    SourceId,
    Stemma,
    Story,
)
from firsthand.stemma.citations import Citations, find
from firsthand.stemma.dates import p_before
from firsthand.stemma.kinship import SHOWN, Pair, Relatives, evidence, passages, relatives
from firsthand.stemma.model import chance, logit
from firsthand.stemma.terms import witness

CITED = 0.95  # probability that a source named by an attribution or credit was really drawn on (precision of attribution)
SECOND_GAIN = 0.25  # share of the first parent's weight that a second must add of its own
CITATION_ORDER = 0.97  # probability that the report which names the other's outlet is the later one
KEPT = 0.05  # probability from which an edge is kept


@dataclass(frozen=True, slots=True)
class Descent:
    """That ``child`` comes from ``parent``: the log-odds by itself, and the probability beside its rivals."""

    child: DocumentId
    parent: DocumentId
    features: Mapping[str, float]
    log_odds: float
    probability: float


def likeness_of(known: Relatives, child: DocumentId, parent: DocumentId) -> tuple[float, float, float, float]:
    """Return terms, pairs, share of the child held by the parent, and the reverse."""
    x = known.relations[min(child, parent), max(child, parent)].likeness
    mine, theirs = (x.a_in_b, x.b_in_a) if child < parent else (x.b_in_a, x.a_in_b)
    return x.terms, x.pairs, mine, theirs


def before(known: Relatives, cited: Citations, parent: DocumentId, child: DocumentId) -> float:
    """Return the probability that ``parent`` came first: its time, unless one names the other's outlet."""
    clock = p_before(known.dates[parent], known.dates[child])
    down, up = (child, parent) in cited.named, (parent, child) in cited.named
    if down == up:
        return clock
    odds = CITATION_ORDER / (1 - CITATION_ORDER)
    p = min(0.99, max(0.01, clock))
    given = p / (1 - p) * (odds if down else 1 / odds)
    return given / (1 + given)


def edge_features(known: Relatives, cited: Citations, child: DocumentId, rivals: Sequence[DocumentId]) -> dict[DocumentId, dict[str, float]]:
    """Return what the edge model reads of ``child`` and each report that it may come from."""
    seen = {p: likeness_of(known, child, p) for p in rivals}
    first = {p: before(known, cited, p, child) for p in rivals}
    out: dict[DocumentId, dict[str, float]] = {}
    names_any = any((child, p) in cited.named for p in rivals)
    for p in rivals:
        if first[p] <= 0.02:
            continue
        terms, pairs, mine, theirs = seen[p]
        best = max((seen[q][0] for q in rivals if q != p and first[q] > 0.3), default=0.0)
        cites = (child, p) in cited.named
        absent = set(cited.absent.get(child, ())) - set(cited.absent.get(p, ()))
        out[p] = {
            "kin": known.relations[min(child, p), max(child, p)].log_odds,
            "terms": terms,
            "pairs": pairs,
            "mine": mine,
            "gap": terms - best,
            "knows_less": max(0.0, theirs - mine),
            "cites": float(cites),
            "cites_other": float(names_any and not cites),
            "absent": float(bool(absent)),
            "order": first[p],
        }
    return out


def descents(known: Relatives, cited: Citations) -> list[Descent]:
    """Return every probable descent of one report from another, rivals weighed against each other."""
    near: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for a, b in sorted(known.relations):
        near[a].append(b)
        near[b].append(a)
    out: list[Descent] = []
    for child in sorted(near):
        features = edge_features(known, cited, child, near[child])
        odds = {p: logit("edge", f) for p, f in features.items()}
        out += _first_and_second(known, cited, child, features, odds)
    return out


def _first_and_second(
    known: Relatives,
    cited: Citations,
    child: DocumentId,
    features: Mapping[DocumentId, Mapping[str, float]],
    odds: Mapping[DocumentId, float],
) -> Iterable[Descent]:
    """Yield the descents of ``child``: rivals share one probability; another parent adds what the first cannot have given."""
    import math

    if not odds:
        return
    ranked = sorted(odds, key=lambda p: (-odds[p], p))
    force = {p: math.exp(min(30.0, odds[p])) for p in ranked}
    total = 1.0 + sum(force.values())
    alone = {p: force[p] / total for p in ranked}
    first = ranked[0]
    added = _added(known, child, first)
    for p in ranked:
        probability = alone[p]
        if p != first:
            gain = added.get(p, 0.0)
            second = chance(odds[p]) * chance(16.0 * (gain - SECOND_GAIN) + 2.0 * ((child, p) in cited.named))
            probability = 1 - (1 - probability) * (1 - second * alone[first])
        if probability >= KEPT:
            yield Descent(child, p, features[p], odds[p], round(probability, 4))


def _added(known: Relatives, child: DocumentId, first: DocumentId) -> dict[DocumentId, float]:
    """Return, for each other report, the weight it shares with ``child`` beyond ``first``, as a share of what ``first`` gives."""
    c = known.witnesses[child]
    given = c.terms & known.witnesses[first].terms
    weights = known.weights
    base = max(1.0, weights.shared(given))
    rest = c.terms - given
    return {i: weights.shared(rest & w.terms) / base for i, w in known.witnesses.items() if i not in (child, first)}


def grow(story: Story, articles: Sequence[Article], cast: Cast) -> Stemma:
    """Return the stemma of one story."""
    witnesses = {a.id: witness(a) for a in articles}
    cited = find(articles, witnesses, cast)
    known = relatives(articles, cited)
    down = descents(known, cited)
    nodes = [
        Node(node_of(a.id), NodeKind.DOCUMENT, a.id, cast.outlets.get(a.id), story.id)
        for a in sorted(articles, key=lambda a: a.id)
    ]
    nodes += [
        Node(cited_node(story, s), NodeKind.CITED, None, s, story.id) for s in sorted({c.source for c in cited.sources})
    ]
    edges = [_document_edge(known, cited, d, down) for d in down]
    edges += [_citation_edge(story, c, cast) for c in cited.sources]
    return Stemma(
        tuple(nodes), tuple(sorted(edges, key=lambda e: e.id)), kin_of_graph(known, down), passages(known)
    )


def node_of(document: DocumentId) -> NodeId:
    """Return the id of a document's node."""
    return NodeId(f"n:{document}")


def cited_node(story: Story, source: SourceId) -> NodeId:
    """Return the id of the node of a source that ``story`` cites."""
    return NodeId(f"s:{story.id}:{source}")


def _citation_edge(story: Story, c: object, cast: Cast) -> Edge:
    from firsthand.stemma.citations import Citation

    assert isinstance(c, Citation)
    child, parent = node_of(c.document), cited_node(story, c.source)
    kind = "credit" if c.credit else "attribution"
    return Edge(
        EdgeId(f"{child}<{parent}"), child, parent, Relation.CITATION, CITED, (Evidence(kind, c.span, None, f"names {c.source}"),)
    )


def _document_edge(known: Relatives, cited: Citations, d: Descent, every: Sequence[Descent]) -> Edge:
    child, parent = node_of(d.child), node_of(d.parent)
    because = list(evidence(known, d.child, d.parent))
    if (d.child, d.parent) in cited.named:
        because.insert(0, Evidence("names_outlet", cited.named[d.child, d.parent], None, "names the outlet of the parent"))
        if (d.parent, d.child) in cited.named:
            because.insert(1, Evidence("circular_citation", cited.named[d.child, d.parent], cited.named[d.parent, d.child], "each names the other"))
    elif d.features.get("cites_other"):
        because.append(Evidence("laundered_citation", None, None, "credits another outlet of the collection"))
    return Edge(EdgeId(f"{child}<{parent}"), child, parent, _relation(known, d, every), d.probability, tuple(because))


def _relation(known: Relatives, d: Descent, every: Sequence[Descent]) -> Relation:
    if sum(x.child == d.child and x.probability >= 0.5 for x in every) > 1 and d.probability >= 0.5:
        return Relation.MERGE
    x = known.relations[min(d.child, d.parent), max(d.child, d.parent)].likeness
    size = {i: sum(len(line.terms) for line in known.witnesses[i].lines) for i in (d.child, d.parent)}
    if x.runs >= 0.5:
        return Relation.VERBATIM
    return Relation.COMPRESSION if size[d.child] < 0.6 * size[d.parent] else Relation.REWRITE


def kin_of_graph(known: Relatives, down: Sequence[Descent]) -> tuple[Kin, ...]:
    """Return kinship by likeness, raised where the graph gives two reports one ancestor."""
    best: dict[Pair, float] = {pair: chance(r.log_odds) for pair, r in known.relations.items()}
    for d in down:
        pair = min(d.child, d.parent), max(d.child, d.parent)
        best[pair] = max(best.get(pair, 0.0), d.probability)
    for pair, p in _common(down).items():
        best[pair] = 1 - (1 - best.get(pair, 0.0)) * (1 - p)
    return tuple(
        Kin(a, b, round(p, 4), evidence(known, a, b, 2)) for (a, b), p in sorted(best.items()) if p >= SHOWN
    )


def _common(down: Sequence[Descent]) -> dict[Pair, float]:
    """Return the probability that two reports have one ancestor, or one is the other's, along the likeliest paths."""
    parents: dict[DocumentId, list[tuple[DocumentId, float]]] = defaultdict(list)
    for d in down:
        parents[d.child].append((d.parent, d.probability))
    reach: dict[DocumentId, dict[DocumentId, float]] = {}
    for start in sorted({x for d in down for x in (d.child, d.parent)}):
        found = {start: 1.0}
        todo = [start]
        while todo:
            at = todo.pop()
            for p, q in parents[at]:
                through = found[at] * q
                if through > max(0.1, found.get(p, 0.0)):
                    found[p] = through
                    todo.append(p)
        reach[start] = found
    out: dict[Pair, float] = {}
    ids = sorted(reach)
    for n, a in enumerate(ids):
        for b in ids[n + 1 :]:
            both = max((reach[a][x] * reach[b][x] for x in reach[a].keys() & reach[b].keys()), default=0.0)
            if both >= SHOWN:
                out[a, b] = both
    return out
