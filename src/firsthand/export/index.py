"""Dossier -> lookups: what every format for people needs to find, found once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from firsthand.export import phrases
from firsthand.fold import fold
from firsthand.records import (
    Claim,
    Document,
    DocumentId,
    Dossier,
    Edge,
    Node,
    NodeId,
    Quantity,
    Source,
    SourceId,
    SourceKind,
    Statement,
    Status,
    Story,
    Value,
    ZoneKind,
)
from firsthand.spans import Span, quote

P_DRAWN = 0.15  # edges less probable than this are in the tables, not in the drawings
P_LIKELY = 0.5  # an edge or kinship more probable than not
_NO_ASSERTION = frozenset({ZoneKind.HEADLINE, ZoneKind.COMMENT, ZoneKind.CAPTION})
REPORTS = frozenset({SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.MONITOR})  # sources that publish


@dataclass(frozen=True)
class Index:
    """A dossier with its records by id."""

    dossier: Dossier

    @cached_property
    def documents(self) -> dict[DocumentId, Document]:
        """Return the documents by id."""
        return {d.id: d for d in self.dossier.documents}

    @cached_property
    def number(self) -> dict[DocumentId, int]:
        """Return the place of each document in the dossier, from 1: the ``N`` of its anchors ``dN-START``."""
        return {d.id: n for n, d in enumerate(self.dossier.documents, 1)}

    @cached_property
    def sources(self) -> dict[SourceId, Source]:
        """Return the sources by id."""
        return {s.id: s for s in self.dossier.sources}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Return the statements by id."""
        return {s.id: s for s in self.dossier.statements}

    @cached_property
    def nodes(self) -> dict[NodeId, Node]:
        """Return the nodes of all stemmata by id."""
        return {n.id: n for n in self.dossier.stemma.nodes}

    @cached_property
    def _source_of(self) -> dict[str, SourceId]:
        return {a.id: a.source_id for a in self.dossier.attributions}

    @cached_property
    def _quantities(self) -> dict[DocumentId, list[Quantity]]:
        out: dict[DocumentId, list[Quantity]] = defaultdict(list)
        for q in self.dossier.quantities:
            out[q.document].append(q)
        return out

    def text(self, document: DocumentId) -> str:
        """Return the text of a document, empty for an unknown one."""
        return self.documents[document].text if document in self.documents else ""

    def outlet(self, document: DocumentId) -> str:
        """Return the outlet's name of a document, else that of the file or record."""
        found = self.documents.get(document)
        if found is None:
            return str(document)
        if found.outlet in self.sources:
            return self.sources[found.outlet].name
        _, is_record, name = found.uri.rpartition("#")
        if is_record:
            name = name.partition("=")[2] or name
        return PurePosixPath(name).name or str(document)

    def source(self, source: SourceId | None) -> str:
        """Return the name of a source, ``unknown`` for none."""
        return self.sources[source].name if source in self.sources else str(source or "unknown")

    def node(self, node: NodeId) -> str:
        """Return what a node of the stemma is called."""
        found = self.nodes.get(node)
        if found is None:
            return str(node)
        if found.document is not None:
            return self.outlet(found.document)
        return self.source(found.source) if found.source is not None else "an unseen report"

    def is_lost(self, source: SourceId | None) -> bool:
        """Tell whether a source published a report that is not in the collection; nobody else is called lost in words."""
        found = self.sources.get(source) if source else None
        return found is not None and found.lost and found.kind in REPORTS

    def chain(self, statement: Statement) -> list[SourceId]:
        """Return the sources through which a statement came, outermost first, without repeats in a row."""
        out: list[SourceId] = []
        for i in statement.chain:
            source = self._source_of.get(i)
            if source is not None and (not out or out[-1] != source):
                out.append(source)
        return out

    def quote(self, statement: Statement) -> str:
        """Return the words of a statement."""
        return quote(self.text(statement.document), statement.content)

    def amounts(self, statement: Statement) -> list[Quantity]:
        """Return the quantities inside the content of a statement."""
        return [
            q
            for q in self._quantities.get(statement.document, [])
            if any(s.start <= q.start and q.end <= s.end for s in map(_span, statement.content))
        ]

    def claims(self, story: Story) -> list[Claim]:
        """Return the claims of a story, those told by most articles and with most answers first."""
        return sorted(story.claims, key=_weight)

    def told(self, claim: Claim) -> dict[DocumentId, list[Statement]]:
        """Return the asserting statements of a claim by document (headlines, comments and captions if alone)."""
        every = [self.statements[i] for i in claim.statements if i in self.statements]
        kept = [s for s in every if s.zone not in _NO_ASSERTION] or every
        out: dict[DocumentId, list[Statement]] = defaultdict(list)
        for s in kept:
            out[s.document].append(s)
        return {d: out[d] for d in sorted(out)}

    def outlets(self, statements: Iterable[str]) -> list[tuple[str, Statement]]:
        """Return for each document that makes one of the statements its outlet and the first of them."""
        first: dict[DocumentId, Statement] = {}
        for i in statements:
            s = self.statements.get(i)
            if s is not None and (s.document not in first or s.content < first[s.document].content):
                first[s.document] = s
        return sorted(((self.outlet(d), s) for d, s in first.items()), key=lambda x: (x[0], x[1].id))

    def edges(self, story: Story) -> list[Edge]:
        """Return the edges of a story's stemma, the most probable first."""
        own = {n.id for n in self.dossier.stemma.nodes if n.story == story.id}
        edges = [e for e in self.dossier.stemma.edges if e.child in own or e.parent in own]
        return sorted(edges, key=lambda e: (-e.probability, e.id))

    def lost(self, story: Story) -> list[Source]:
        """Return the sources named and not in the collection, of the story's stemma, claims and chains; reports first."""
        own = frozenset(story.documents)
        ids = {i for c in story.claims if c.support for i in c.support.origin_sources}
        ids |= {n.source for n in self.dossier.stemma.nodes if n.story == story.id and n.source is not None}
        ids |= {a.source_id for a in self.dossier.attributions if a.document in own}
        found = [self.sources[i] for i in ids if i in self.sources and self.sources[i].lost]
        return sorted(found, key=lambda s: (s.kind not in REPORTS, s.name.casefold(), s.id))

    def lost_reports(self, story: Story) -> list[Source]:
        """Return the lost sources that published: agencies, outlets, monitors."""
        return [s for s in self.lost(story) if s.kind in REPORTS]

    def citations(self, source: SourceId, story: Story) -> list[tuple[DocumentId, Span]]:
        """Return where the story's documents name a source as the one who says so, one place a document."""
        own = frozenset(story.documents)
        first: dict[DocumentId, Span] = {}
        for a in self.dossier.attributions:
            if a.source_id == source and a.document in own:
                for s in (a.source or a.cue or a.content)[:1]:
                    if a.document not in first or s < first[a.document]:
                        first[a.document] = _span(s)
        return sorted(first.items())

    def groups(self, story: Story) -> list[tuple[str, bool, list[DocumentId]]]:
        """Return the story's documents by their furthest report upstream: its name, whether it is lost, the documents.

        Upstream is followed along the most probable edge above one half; a document without one is its own group.
        """
        best: dict[NodeId, NodeId] = {}
        for e in self.edges(story):
            if e.probability >= P_LIKELY:
                best.setdefault(e.child, e.parent)
        held: dict[NodeId, list[DocumentId]] = defaultdict(list)
        node_of = {
            n.document: n.id for n in self.dossier.stemma.nodes if n.story == story.id and n.document is not None
        }
        for d in story.documents:
            held[_furthest(node_of.get(d, NodeId(d)), best, self)].append(d)
        out = []
        for root, them in held.items():
            node = self.nodes.get(root)
            name = self.node(root) if node else self.outlet(DocumentId(root))
            is_lost = node is not None and node.document is None
            out.append((name, is_lost, sorted(them, key=lambda d: (self._when(d), d))))
        return sorted(out, key=lambda g: (-len(g[2]), g[0], g[2]))

    def _when(self, document: DocumentId) -> str:
        found = self.documents.get(document)
        return (found.published.earliest if found else None) or "9999"

    def answer(self, story: Story) -> tuple[int, int, int, int]:
        """Return how many articles and outlets a story has, and its best supported claim's origins, low, high."""
        outlets = {self.documents[d].outlet or d for d in story.documents if d in self.documents}
        found = [c.support.origins for c in story.claims if c.support]
        low, high = (max(o.low for o in found), max(o.high for o in found)) if found else (0, 0)
        return len(story.documents), len(outlets), low, high

    def answer_line(self, story: Story) -> str:
        """Return the answer in one line: ``8 articles, 8 outlets, 1-2 origins behind ...; 1 lost source: ...``."""
        articles, outlets, low, high = self.answer(story)
        out = f"{phrases.count(articles, 'article')}, {phrases.count(outlets, 'outlet')}"
        if high:
            noun = "origin" if high == 1 else "origins"
            out += f", {phrases.span_of(low, high)} {noun} behind its best supported claim"
        else:
            out += ", no claim could be traced"
        lost = self.lost_reports(story)
        if lost:
            names = ", ".join(s.name for s in lost[:4]) + (f" and {len(lost) - 4} more" if len(lost) > 4 else "")
            out += f"; {phrases.count(len(lost), 'lost source')}: {names}"
        return out

    def kind(self, source: SourceId) -> str:
        """Return what a source is, in words."""
        found = self.sources.get(source)
        return phrases.KIND.get(SourceKind(found.kind), "") if found else ""


def value_words(value: Value) -> str:
    """Return one answer to a claim as its own words, with the range when the words are not the number, and whether it denies."""
    said = distinct(value.words)
    words = " / ".join(said[:3]) + (" …" if len(said) > 3 else "")
    number = phrases.amount(value.low, value.high)
    out = f"{words} ({number})" if words and number and number not in words else words or number
    return f"{out} [{value.status.value}]" if out and value.status is not Status.ASSERTED else out


def distinct(words: Iterable[str]) -> list[str]:
    """Return words without those that differ only in case or space, in order."""
    return list({" ".join(fold(w).split()): w for w in reversed(list(words))}.values())[::-1]


def is_number(claim: Claim) -> bool:
    """Tell whether a claim asks for a number."""
    return any(v.low is not None or v.high is not None for v in claim.values)


def _span(pair: Iterable[int]) -> Span:
    start, end = pair
    return Span(start, end)


def _weight(claim: Claim) -> tuple[int, int, int, str]:
    documents = claim.support.documents if claim.support else 0
    return (-documents, -len(claim.values), 0 if is_number(claim) else 1, claim.id)


def _furthest(node: NodeId, best: dict[NodeId, NodeId], index: Index) -> NodeId:
    """Return the furthest upstream report that still is an outlet's (not the person it spoke to)."""
    seen = {node}
    while node in best and best[node] not in seen:
        above = best[node]
        source = index.nodes[above].source if above in index.nodes else None
        if source in index.sources and index.sources[source].kind not in REPORTS:
            break
        node = above
        seen.add(node)
    return node
