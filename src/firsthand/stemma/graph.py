"""Likeness of pairs, citations and times -> one graph of who took what from whom."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
from firsthand.stemma.citations import Citation, Citations, find
from firsthand.stemma.dates import p_before
from firsthand.stemma.kinship import SHOWN, Pair, Relatives, evidence, passages, relatives
from firsthand.stemma.model import chance, logit
from firsthand.stemma.terms import witness

CITED = 0.95  # probability that a source named by an attribution or credit was really drawn on (precision of attribution)
RIVALS = 8  # reports most like the child against which a parent is held
KEPT = 0.05  # probability from which an edge is kept
ADDS_HALF = 0.30  # share of the new in (new + lost) at which a second parent is as likely as not (read off simulated merges)
ADDS_SLOPE = 15.0  # how fast that turns
NEARER = 0.05  # share of kinship kept back from pairs that hang together through seen parents: siblings of a lost report come first
THIN_PATH = 0.1  # probability under which a path through the graph is not followed


@dataclass(frozen=True, slots=True)
class Descent:
    """That ``child`` comes from ``parent``, with what speaks for it."""

    child: DocumentId
    parent: DocumentId
    features: Mapping[str, float]
    probability: float


def likeness_of(known: Relatives, child: DocumentId, parent: DocumentId) -> tuple[float, float, float, float]:
    """Return terms, pairs, share of the child held by the parent, and the reverse."""
    x = known.relations[min(child, parent), max(child, parent)].likeness
    mine, theirs = (x.a_in_b, x.b_in_a) if child < parent else (x.b_in_a, x.a_in_b)
    return x.terms, x.pairs, mine, theirs


def edge_features(
    known: Relatives, cited: Citations, child: DocumentId, rivals: Sequence[DocumentId]
) -> dict[DocumentId, dict[str, float]]:
    """Return what the edge model reads of ``child`` and each report that it may come from."""
    seen = {p: likeness_of(known, child, p) for p in rivals}
    common = _common_ground(known, child, rivals)
    singular = frozenset(t for t in common if known.weights.found[t] == 2)
    middle, spread = known.usual
    names_any = any((child, p) in cited.named for p in rivals)
    missing = set(cited.absent.get(child, ()))
    ranked = sorted(rivals, key=lambda p: (-seen[p][0], p))
    out: dict[DocumentId, dict[str, float]] = {}
    for p in rivals:
        first = p_before(known.dates[p], known.dates[child])
        if first <= 0.02 and (child, p) not in cited.named:
            continue
        terms, pairs, mine, theirs = seen[p]
        best = max((seen[q][0] for q in rivals if q != p), default=middle)
        cites, cited_by = (child, p) in cited.named, (p, child) in cited.named
        out[p] = {
            "kin": known.relations[min(child, p), max(child, p)].log_odds,
            "terms": terms,
            "z": (terms - middle) / spread,
            "pairs": pairs,
            "mine": mine,
            "gap": terms - best,
            "rank": float(min(5, ranked.index(p))),
            "explains": _explained(known, child, p, common),
            "only": _only(known, child, p, singular),
            "hard": _hard(known, child, p),
            "hard_back": _hard(known, p, child),
            "size": _size(known, child, p),
            "knows_less": theirs - mine,
            "cites": float(cites) - float(cited_by),
            "cites_other": float(names_any and not cites),
            "absent": float(bool(missing - set(cited.absent.get(p, ())))),
            "same_absent": float(bool(missing & set(cited.absent.get(p, ())))),
            "order": math.log(max(0.01, min(0.99, first)) / (1 - max(0.01, min(0.99, first)))),
            "near": -math.log1p(_hours(known, p, child)),
        }
    return out


def _size(known: Relatives, child: DocumentId, parent: DocumentId) -> float:
    """Return the log of how many times longer ``child`` is than ``parent``."""
    return math.log(max(1.0, known.measured[child].terms_nats) / max(1.0, known.measured[parent].terms_nats))


def _common_ground(known: Relatives, child: DocumentId, others: Sequence[DocumentId]) -> frozenset[str]:
    """Return the terms and wording that ``child`` has in common with any of the reports most like it."""
    near = sorted(others, key=lambda p: (-likeness_of(known, child, p)[0], p))[:RIVALS]
    c = known.witnesses[child]
    terms, twos = ([getattr(known.witnesses[p], x) for p in near] for x in ("terms", "pairs"))
    return (c.terms & frozenset().union(*terms)) | (c.pairs & frozenset().union(*twos))


def _explained(known: Relatives, child: DocumentId, parent: DocumentId, common: frozenset[str]) -> float:
    """Return the weighted share of what ``child`` has in common with anyone that ``parent`` holds.

    A report that lies between ``child`` and all its relatives holds nearly all of it; a mere sibling does not: what
    ``child`` shares with another report and ``parent`` lacks came some other way.
    """
    p = known.witnesses[parent]
    held = common & (p.terms | p.pairs)
    return known.weights.shared(held) / max(1.0, known.weights.shared(common))


def _only(known: Relatives, child: DocumentId, parent: DocumentId, singular: frozenset[str]) -> float:
    """Return the share of the readings that ``child`` has with one single other report which it has with ``parent``."""
    p = known.witnesses[parent]
    held = known.weights.shared(singular & (p.terms | p.pairs))
    return (held + 5.0) / (known.weights.shared(singular) + 25.0)


def _hard(known: Relatives, child: DocumentId, parent: DocumentId) -> float:
    """Return the weighted share of the names, numbers and unusual words of ``child`` that ``parent`` holds too."""
    c, p = known.measured[child], known.measured[parent]
    return known.weights.own(c.rare & p.rare) / max(1.0, c.rare_nats)


def _hours(known: Relatives, parent: DocumentId, child: DocumentId) -> float:
    """Return the hours from ``parent`` to ``child``; a day when either is undated."""
    one, other = known.dates[parent].middle, known.dates[child].middle
    return max(0.0, other - one) / 60 if one is not None and other is not None else 24.0


def descents(known: Relatives, cited: Citations) -> list[Descent]:
    """Return every probable descent of one report from another."""
    near: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for a, b in sorted(known.relations):
        near[a].append(b)
        near[b].append(a)
    out: list[Descent] = []
    for child in sorted(near):
        features = edge_features(known, cited, child, near[child])
        p = {i: chance(logit("edge", f)) for i, f in features.items()}
        ranked = sorted(p, key=lambda i: (-p[i], i))
        for parent in ranked:
            if parent != ranked[0] and p[ranked[0]] > p[parent]:
                p[parent] *= 1 - p[ranked[0]] * (1 - _adds(known, child, ranked[0], parent))
            if p[parent] >= KEPT:
                out.append(Descent(child, parent, features[parent], round(p[parent], 4)))
    return _one_way(out)


def _adds(known: Relatives, child: DocumentId, first: DocumentId, second: DocumentId) -> float:
    """Return how probable it is that ``child`` needs ``second`` beside ``first``: 0 when it adds nothing, 1 when it adds much.

    What counts is the weight of what ``child`` shares with ``second`` and ``first`` lacks, against the reverse.
    """
    c, x, y = (known.witnesses[i] for i in (child, first, second))
    keys, one, other = c.terms | c.pairs, x.terms | x.pairs, y.terms | y.pairs
    gained = known.weights.shared(keys & other - one)
    lost = known.weights.shared(keys & one - other)
    return chance(ADDS_SLOPE * (gained / max(1.0, gained + lost) - ADDS_HALF))


def _one_way(found: Sequence[Descent]) -> list[Descent]:
    """Return the descents with the two directions of a pair sharing one probability at most."""
    p = {(d.child, d.parent): d.probability for d in found}
    out = []
    for d in found:
        back = p.get((d.parent, d.child), 0.0)
        both = d.probability + back
        scaled = d.probability if both <= 0.98 else d.probability / both * 0.98
        if scaled >= KEPT:
            out.append(replace(d, probability=round(scaled, 4)))
    return out


def _first_and_second(
    known: Relatives,
    cited: Citations,
    child: DocumentId,
    features: Mapping[DocumentId, Mapping[str, float]],
    odds: Mapping[DocumentId, float],
) -> Iterable[Descent]:
    """Yield the descents of ``child``: rivals share one probability; another parent adds what the first cannot have given."""
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
    family = kin_of_graph(known, down)
    lost = lost_reports(story, known, cited, down, family)
    nodes = [
        Node(node_of(a.id), NodeKind.DOCUMENT, a.id, cast.outlets.get(a.id), story.id)
        for a in sorted(articles, key=lambda a: a.id)
    ]
    sources = sorted({c.source for c in cited.sources})
    nodes += [Node(cited_node(story, s), NodeKind.CITED, None, s, story.id) for s in sources]
    inferred = sorted({e.parent for e in lost} - {n.id for n in nodes})
    nodes += [Node(i, NodeKind.INFERRED, None, None, story.id) for i in inferred]
    edges = [_document_edge(known, cited, d, down) for d in down]
    edges += [_citation_edge(story, c) for c in cited.sources]
    edges += [e for e in lost if e.id not in {x.id for x in edges}]
    kin = tuple(
        Kin(a, b, round(p * (1 - NEARER * (1 - _orphans(down, a, b))), 4), evidence(known, a, b, 2))
        for (a, b), p in sorted(family.items())
        if p >= SHOWN
    )
    return Stemma(tuple(nodes), tuple(sorted(edges, key=lambda e: e.id)), kin, passages(known))


def _orphans(down: Sequence[Descent], a: DocumentId, b: DocumentId) -> float:
    """Return the probability that neither report has a parent in the collection."""
    best = {x: max((d.probability for d in down if d.child == x), default=0.0) for x in (a, b)}
    return (1 - best[a]) * (1 - best[b])


def lost_reports(
    story: Story, known: Relatives, cited: Citations, down: Sequence[Descent], family: Mapping[Pair, float]
) -> list[Edge]:
    """Return edges to reports that the evidence asks for: kin of whom none has a parent in the collection.

    When one of them credits an absent reporter, that is the lost report; else a node of its own is inferred.
    """
    held = defaultdict(float)
    for d in down:
        held[d.child] = max(held[d.child], d.probability)
    orphans = [i for i in sorted(known.witnesses) if held[i] < 0.5]
    groups: list[list[DocumentId]] = []
    for i in orphans:
        home = next((g for g in groups if _mean_kin(family, i, g) >= 0.5), None)
        if home is None:
            groups.append([i])
        else:
            home.append(i)
    out: list[Edge] = []
    for group in groups:
        if len(group) > 1:
            out += _lost_edges(story, known, cited, group, family, held)
    return out


def _mean_kin(family: Mapping[Pair, float], i: DocumentId, group: Sequence[DocumentId]) -> float:
    return sum(family.get((min(i, j), max(i, j)), 0.0) for j in group) / len(group)


def _lost_edges(
    story: Story,
    known: Relatives,
    cited: Citations,
    group: Sequence[DocumentId],
    family: Mapping[Pair, float],
    held: Mapping[DocumentId, float],
) -> Iterable[Edge]:
    credited = Counter(s for i in group for s in cited.absent.get(i, ()))
    if credited:
        source = min(credited, key=lambda s: (-credited[s], s))
        parent = cited_node(story, source)
    else:
        parent = NodeId(f"i:{story.id}:{group[0]}")
    for i in group:
        others = [j for j in group if j != i]
        p = _mean_kin(family, i, others) * (1 - held[i])
        if p >= KEPT:
            nearest = max(others, key=lambda j: (family.get((min(i, j), max(i, j)), 0.0), j))
            because = (Evidence("shares_with_sibling", None, None, f"shares with {nearest} what no report here can have given"),)
            child = node_of(i)
            yield Edge(
                EdgeId(f"{child}<{parent}"), child, parent, Relation.COMMON_SOURCE, round(p, 4), because + evidence(known, i, nearest, 2)
            )


def node_of(document: DocumentId) -> NodeId:
    """Return the id of a document's node."""
    return NodeId(f"n:{document}")


def cited_node(story: Story, source: SourceId) -> NodeId:
    """Return the id of the node of a source that ``story`` cites."""
    return NodeId(f"s:{story.id}:{source}")


def _citation_edge(story: Story, c: Citation) -> Edge:
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


def kin_of_graph(known: Relatives, down: Sequence[Descent]) -> dict[Pair, float]:
    """Return the kinship of every compared pair: its own likeness, its relatives, and the ancestors the graph gives it."""
    own = {pair: chance(r.log_odds) for pair, r in known.relations.items()}
    graph = _common(down)
    near: dict[DocumentId, dict[DocumentId, float]] = defaultdict(dict)
    for (a, b), p in own.items():
        near[a][b] = near[b][a] = p
    out = {}
    for pair, r in sorted(known.relations.items()):
        a, b = pair
        features = {
            "own": r.log_odds,
            "via": max((near[a][x] * near[b][x] for x in sorted(near[a].keys() & near[b].keys())), default=0.0),
            "graph": graph.get(pair, 0.0),
            "profile": _agreement(near[a], near[b]),
        }
        out[pair] = chance(logit("family", features))
    return out


def _agreement(one: Mapping[DocumentId, float], other: Mapping[DocumentId, float]) -> float:
    """Return the correlation of two reports' kinship with all others; 0 when there are too few others to tell."""
    both = sorted(one.keys() & other.keys())
    if len(both) < 3:
        return 0.0
    x, y = [one[i] for i in both], [other[i] for i in both]
    try:
        return statistics.correlation(x, y)
    except statistics.StatisticsError:
        return 0.0


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
                if through > max(THIN_PATH, found.get(p, 0.0)):
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
