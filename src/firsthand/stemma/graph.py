"""Descents, citations, kinship and lost reports -> the Stemma record, every edge with its evidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from firsthand import copies
from firsthand.records import (
    Article,
    Cast,
    Edge,
    EdgeId,
    Evidence,
    Kin,
    Node,
    NodeKind,
    Relation,
    Stemma,
    Story,
)
from firsthand.stemma.carriers import of_copies, told_apart
from firsthand.stemma.citations import CREDIT, PICTURE, Citation, Citations, citations_of, find
from firsthand.stemma.descent import KEPT, Descent, descents, told_elsewhere
from firsthand.stemma.family import kin_of_graph, orphans, share_absent_source
from firsthand.stemma.kinship import SHOWN, Pair, Relatives, evidence, passages, relatives
from firsthand.stemma.lost import cited_node, lost_reports, node_of
from firsthand.stemma.model import chance

CITED = 0.95  # probability that a source which an attribution or credit names was drawn on; our choice
PICTURED = 0.2  # the same for who is named only under a picture; our choice
NEARER = 0.45  # share of the sureness above one half kept back from pairs tied only through seen parents; our choice
COLLECTION = (
    0.75  # weight of the collection beside the story in a kinship; of 0, .5, .7, .75, .8, 1 best by F1 on syria-pairs
)
VERBATIM_RUNS = 0.5  # share of the shorter report's five-word runs from which a copy is verbatim
COMPRESSED = 0.6  # length of the child against its parent under which it is a compression


def grow(
    story: Story, articles: Sequence[Article], cast: Cast, related: Sequence[Kin] = (), *, doubted: bool = False
) -> Stemma:
    """Return the stemma of one story; ``related`` is its kin as it looks among the stories nearest to it.

    What is derived are texts: of a report and its near copies one stands for all. Which of the copies is meant is told apart
    afterwards, and what hangs together as texts is as likely as it would be without them: copies change no count.
    """
    texts = copies.nearly(articles, doubted=doubted)
    compared = relatives(articles, texts.original)
    cited = find(articles, compared.witnesses, cast)
    called = _names(articles, cast)
    texts_known, texts_cited = _texts(articles, texts, compared, cited, cast)
    every = descents(texts_known, texts_cited)
    family = kin_of_graph(texts_known, texts_cited, every)
    down = told_elsewhere(every, texts_cited)
    lost = lost_reports(story, texts_known, texts_cited, down, family, called)
    kinship = _kinship(family, down, related, texts)
    texts_down = _within(down, kinship) if related else down
    if texts.alone:
        return _stemma(story, articles, cast, texts_known, cited, texts_down, lost, kinship, called)
    documents_known = compared.informed(cited)
    seen = told_elsewhere(descents(documents_known, cited), cited)
    documents_down = told_apart(texts_down, seen, texts.original)
    alike = {pair: r.likeness.terms for pair, r in documents_known.comparisons.items()}
    documents_kin = of_copies(kinship, texts, alike)
    return _stemma(story, articles, cast, documents_known, cited, documents_down, lost, documents_kin, called)


def _texts(
    articles: Sequence[Article], texts: copies.Copies, compared: Relatives, cited: Citations, cast: Cast
) -> tuple[Relatives, Citations]:
    """Return what is known of the texts, and whom they cite: of a report and its near copies one stands for all."""
    if texts.alone:
        return compared.informed(cited), cited
    known = compared.of_texts(texts.original)
    standing = copies.single({a.id: a for a in articles}, texts)
    texts_cited = find(list(standing.values()), known.witnesses, cast).of_texts(cited, texts.original)
    return known.informed(texts_cited), texts_cited


def _kinship(
    family: Mapping[Pair, float], down: Sequence[Descent], related: Sequence[Kin], texts: copies.Copies
) -> dict[Pair, float]:
    """Return the kinship of each two texts: what the story says of it, with what is ``related`` in the collection beside it."""
    tie: dict[Pair, float] = {}
    for d in down:
        tie[_pair(d)] = max(tie.get(_pair(d), 0.0), d.probability)
    alone = orphans(down)
    ranked = {
        (a, b): _ranked(p, alone.get(a, 1.0) * alone.get(b, 1.0), tie.get((a, b), 0.0)) for (a, b), p in family.items()
    }
    if not related:
        return ranked
    beside = _of_texts(related, texts)
    seen = {i for pair in beside for i in pair}
    return {
        (a, b): _blended(ranked.get((a, b), 0.0), beside.get((a, b), 0.0)) if a in seen and b in seen else ranked[a, b]
        for a, b in sorted(ranked.keys() | beside.keys())  # a large story compares only its likeliest pairs
    }


def _stemma(
    story: Story,
    articles: Sequence[Article],
    cast: Cast,
    known: Relatives,
    cited: Citations,
    down: Sequence[Descent],
    lost: Sequence[Edge],
    kinship: Mapping[Pair, float],
    called: Mapping[str, str],
) -> Stemma:
    """Return the record of what was found, in the order of ids."""
    kin = (
        Kin(a, b, round(p, 4), _kin_because(known, cited, (a, b), called))
        for (a, b), p in sorted(kinship.items())
        if p >= SHOWN
    )
    edges = (*lost, *(_citation(story, c, called) for c in cited.sources), *_documents(known, cited, down, called))
    by_id = {e.id: e for e in edges}
    nodes = _nodes(story, articles, cast, cited, lost)
    return Stemma(nodes, tuple(by_id[i] for i in sorted(by_id)), tuple(kin), passages(known))


def _nodes(
    story: Story, articles: Sequence[Article], cast: Cast, cited: Citations, lost: Sequence[Edge]
) -> tuple[Node, ...]:
    """Return the documents, the sources they cite and the reports that must be missing, each once."""
    sources = sorted({c.source for c in cited.sources})
    nodes = {
        n.id: n
        for n in (
            *(Node(node_of(a.id), NodeKind.DOCUMENT, a.id, cast.outlets.get(a.id), story.id) for a in articles),
            *(Node(cited_node(story, s), NodeKind.CITED, None, s, story.id) for s in sources),
        )
    }
    for e in lost:
        nodes.setdefault(e.parent, Node(e.parent, NodeKind.INFERRED, None, None, story.id))
    return tuple(nodes[i] for i in sorted(nodes))


def credited(tree: Stemma, story: Story, articles: Iterable[Article], cast: Cast) -> Stemma:
    """Return ``tree`` with an edge from each of ``articles`` to each source that all of it or its picture is credited to."""
    known, nodes = {e.id for e in tree.edges}, {n.id: n for n in tree.nodes}
    named = [c for a in articles for c in citations_of(a, cast) if c.kind in (CREDIT, PICTURE)]
    new = [e for e in (_citation(story, c, _names((), cast)) for c in named) if e.id not in known]
    for c in named:
        ident = cited_node(story, c.source)
        nodes.setdefault(ident, Node(ident, NodeKind.CITED, None, c.source, story.id))
    edges = sorted((*tree.edges, *new), key=lambda e: e.id)
    return replace(tree, nodes=tuple(nodes[i] for i in sorted(nodes)), edges=tuple(edges))


def _names(articles: Sequence[Article], cast: Cast) -> dict[str, str]:
    """Return what to call sources and documents in notes: a source's name, a document's outlet or headline."""
    sources: dict[str, str] = {s.id: s.name for s in cast.sources}
    return sources | {str(a.id): a.outlet or a.title.text or "another report" for a in articles}


def _ranked(p: float, p_orphans: float, p_edge: float) -> float:
    """Return a kinship that is never under the edge's and ranks siblings of a lost report before more distant kin."""
    if p > 0.5:
        p = 0.5 + (p - 0.5) * (1 - NEARER * (1 - p_orphans))
    return max(p, p_edge)


def _of_texts(related: Sequence[Kin], texts: copies.Copies) -> dict[Pair, float]:
    """Return the kinship of texts of one story, of which other versions may have been looked at beside it."""
    out: dict[Pair, float] = {}
    for k in related:
        if k.a in texts.original and k.b in texts.original:
            a, b = texts.original[k.a], texts.original[k.b]
            pair = min(a, b), max(a, b)
            if a != b:
                out[pair] = max(k.probability, out.get(pair, 0.0))
    return out


def _blended(p_story: float, p_collection: float) -> float:
    """Return the mean, in log-odds, of what the story and the whole collection say of one kinship."""
    odds = [math.log(p / (1 - p)) for p in (min(0.99, max(0.01, q)) for q in (p_story, p_collection))]
    return chance((1 - COLLECTION) * odds[0] + COLLECTION * odds[1])


def _within(down: Sequence[Descent], kin: Mapping[Pair, float]) -> list[Descent]:
    """Return the descents, none likelier than the kinship of its two reports."""
    held = (replace(d, probability=min(d.probability, round(kin[_pair(d)], 4))) for d in down)
    return [d for d in held if d.probability >= KEPT]


def _pair(d: Descent) -> Pair:
    return min(d.child, d.parent), max(d.child, d.parent)


def _kin_because(known: Relatives, cited: Citations, pair: Pair, called: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Return what speaks for a kinship: one absent source credited by both, then the best aligned passages."""
    same = share_absent_source(known, cited, pair, called) if pair in known.comparisons else None
    return (*((same,) if same is not None else ()), *evidence(known, *pair, 2))


def _citation(story: Story, c: Citation, called: Mapping[str, str]) -> Edge:
    """Return the edge from a report to a source that it names."""
    child, parent = node_of(c.document), cited_node(story, c.source)
    p = PICTURED if c.kind == PICTURE else CITED
    because = Evidence(c.kind, c.span, None, f"names {called.get(c.source, c.source)}")
    return Edge(EdgeId(f"{child}<{parent}"), child, parent, Relation.CITATION, p, (because,))


def _documents(known: Relatives, cited: Citations, down: Sequence[Descent], called: Mapping[str, str]) -> list[Edge]:
    """Return the edges between reports."""
    likely = [d.child for d in down if d.probability >= 0.5]
    merged = {c for c in likely if likely.count(c) > 1}
    out = []
    for d in down:
        child, parent = node_of(d.child), node_of(d.parent)
        relation = Relation.MERGE if d.child in merged and d.probability >= 0.5 else _relation(known, d)
        out.append(
            Edge(
                EdgeId(f"{child}<{parent}"),
                child,
                parent,
                relation,
                d.probability,
                _because(known, cited, d, down, called),
            )
        )
    return out


def _because(
    known: Relatives, cited: Citations, d: Descent, down: Sequence[Descent], called: Mapping[str, str]
) -> tuple[Evidence, ...]:
    """Return what speaks for a descent: who names whom, then the best aligned passages, then the shares."""
    here, back = cited.named.get((d.child, d.parent)), cited.named.get((d.parent, d.child))
    out: list[Evidence] = []
    if here is not None:
        out.append(Evidence("names_outlet", here, None, "the child names the parent's outlet"))
    if here is not None and back is not None:
        out.append(Evidence("circular_citation", here, back, "each names the other's outlet"))
    other = next((p for (c, p) in sorted(cited.named) if c == d.child and p != d.parent), None)
    if here is None and other is not None and not any(x.child == d.child and x.parent == other for x in down):
        out.append(
            Evidence(
                "laundered_citation", cited.named[d.child, other], None, f"credits {called.get(other, other)} instead"
            )
        )
    out += evidence(known, d.child, d.parent)
    share = d.features["explains"]
    rare = d.features["hard"]
    if d.beside:
        out.append(Evidence(copies.MERGED, None, None, "what it has besides the other versions of its text"))
    note = f"holds {share:.0%} of what the child has in common with anyone, {rare:.0%} of its names and numbers"
    out.append(Evidence("shared_details", None, None, note))
    return tuple(out)


def _relation(known: Relatives, d: Descent) -> Relation:
    if known.between(d.child, d.parent).likeness.runs >= VERBATIM_RUNS:
        return Relation.VERBATIM
    child, parent = (sum(len(x.terms) for x in known.witnesses[i].lines) for i in (d.child, d.parent))
    return Relation.COMPRESSION if child < COMPRESSED * parent else Relation.REWRITE
