"""One story's part of the page: its records, the order and numbers of its claims, the addresses of everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from firsthand.export.html.markup import Html, captured, el, join
from firsthand.export.index import Index
from firsthand.records import Claim, ClaimId, Document, DocumentId, Edge, EdgeId, SourceId, Statement, Story

SHARED = 40  # rows of the matrix; with more the page could not be read, the rest is in the JSON
SINGLE = 60  # claims that one article tells
EDGES = 120  # rows of the source tree's table


@dataclass(frozen=True)
class Chapter:
    """A story and its place on the page; ``n`` counts from 1."""

    index: Index
    story: Story
    n: int
    is_alone: bool = False  # the only story: the page's title is its title, and its parts stand one level higher

    @cached_property
    def claims(self) -> list[Claim]:
        """Return the claims, the most told first."""
        return self.index.claims(self.story)

    @cached_property
    def claim_number(self) -> dict[ClaimId, int]:
        """Return the number under which each claim is shown, from 1."""
        return {c.id: n for n, c in enumerate(self.claims, 1)}

    @cached_property
    def edges(self) -> list[Edge]:
        """Return the edges of the stemma, the most probable first."""
        return self.index.edges(self.story)

    @cached_property
    def edge_number(self) -> dict[EdgeId, int]:
        """Return the number under which each edge is shown, from 1."""
        return {e.id: n for n, e in enumerate(self.edges, 1)}

    @cached_property
    def origins(self) -> frozenset[SourceId]:
        """Return the sources that stand at the origin of a claim that several articles tell."""
        return frozenset(i for c in self.shared if c.support for i in c.support.origin_sources)

    @property
    def documents(self) -> list[Document]:
        """Return the story's documents in the order of their ids."""
        return [self.index.documents[d] for d in self.story.documents if d in self.index.documents]

    @cached_property
    def shared(self) -> list[Claim]:
        """Return the claims that more than one article tells, as many as the page shows."""
        return [c for c in self.claims if len(self.index.told(c)) > 1]

    @cached_property
    def single(self) -> list[Claim]:
        """Return the claims that one article tells, or none."""
        return [c for c in self.claims if len(self.index.told(c)) <= 1]

    @cached_property
    def shown(self) -> frozenset[ClaimId]:
        """Return the claims that have a place on the page."""
        return frozenset(c.id for c in self.shared[:SHARED] + self.single[:SINGLE])

    def to_claim(self, claim: ClaimId, words: object) -> Html:
        """Return ``words`` as a link to the claim's row; as they are when the page does not show it."""
        if claim not in self.shown:
            return join((words,))
        return el("a", words, href=f"#{self.address(f'c-{self.claim_number[claim]}')}")

    def to_edge(self, edge: EdgeId, words: object) -> Html:
        """Return ``words`` as a link to the row of an edge; as they are when the page does not show it."""
        number = self.edge_number.get(edge, EDGES + 1)
        return el("a", words, href=f"#{self.address(f'e-{number}')}") if number <= EDGES else join((words,))

    def address(self, part: str) -> str:
        """Return the id of a part of this story: ``s1-tree``."""
        return f"s{self.n}-{part}"

    def heading(self, part: str, title: str, note: str = "") -> Html:
        """Return the heading of a part, with one sentence that says how to read it."""
        head = el("h2" if self.is_alone else "h3", title, id=self.address(part), class_="part")
        return join((head, el("p", note, class_="note") if note else None))

    def subheading(self, title: str) -> Html:
        """Return a heading inside a part."""
        return el("h3" if self.is_alone else "h4", title, class_="sub")

    def link(self, document: DocumentId, span: Iterable[int], words: object, class_: str | None = None) -> Html:
        """Return ``words`` as a link to the highlighted span that they come from."""
        return el("a", words, href=f"#{anchor(self.index, document, span)}", class_=class_)

    def outlet(self, document: DocumentId) -> Html:
        """Return the outlet of a document as a link to the document."""
        number = self.index.number.get(document)
        name = captured(self.index.outlet(document))
        return el("a", name, href=f"#doc{number}") if number else name

    def source(self, source: SourceId | None) -> Html:
        """Return a source's name, marked when it is lost, linked to where it is first named."""
        name = captured(self.index.source(source))
        if source is not None:
            cited = self.index.citations(source, self.story)
            own = self.index.sources[source].document_ids if source in self.index.sources else ()
            if own and own[0] in self.index.number:
                name = el("a", name, href=f"#doc{self.index.number[own[0]]}")
            elif cited:
                name = self.link(*cited[0], name)
        return join((name, " ", el("span", "lost", class_="tag lost"))) if self.index.is_lost(source) else name

    def chain(self, statement: Statement) -> Html:
        """Return the chain of a statement: through whom it came, the nearest first."""
        names = [captured(self.index.source(s)) for s in self.index.chain(statement)]
        return join(("← ", join(names, " ← "))) if names else Html("in its own voice")


def anchor(index: Index, document: DocumentId, span: Iterable[int]) -> str:
    """Return the id of the place where a span begins: ``d2-812``."""
    start = min(max(0, next(iter(span))), len(index.text(document)))
    return f"d{index.number.get(document, 0)}-{start}"
