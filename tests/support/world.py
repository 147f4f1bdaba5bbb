"""A small story made by hand: who says what, through whom, and who descends from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.claim import match
from firsthand.lexicon import load
from firsthand.records import (
    Account,
    Article,
    Attribution,
    AttributionId,
    Cast,
    Claim,
    ClaimId,
    DateBasis,
    DocumentId,
    Edge,
    EdgeId,
    Judged,
    Kin,
    Manner,
    Node,
    NodeId,
    NodeKind,
    Precision,
    Published,
    Quantity,
    Relation,
    Role,
    Sentence,
    Source,
    SourceId,
    SourceKind,
    Statement,
    StatementId,
    Status,
    Stemma,
    Story,
    StoryId,
    Title,
    Value,
    Zone,
    ZoneKind,
)
from firsthand.spans import Span
from firsthand.support import back, judge

KNOWN = load()
STORY = StoryId("s")
KINDS = {
    "Vesk": SourceKind.PERSON,
    "Dostan": SourceKind.PERSON,
    "Vesk and Dostan": SourceKind.PERSON,
    "AMN": SourceKind.OUTLET,
    "AFP": SourceKind.AGENCY,
    "Army": SourceKind.OFFICIAL,
    "local sources": SourceKind.ANONYMOUS,
    "footage": SourceKind.VISUAL,
}


def line(
    words: str,
    *through: str,
    zone: ZoneKind = ZoneKind.BODY,
    count: tuple[int, int, Role] | None = None,
    status: Status = Status.ASSERTED,
):
    """Return one sentence: its words, the sources it came through (outermost first), its zone, count and status."""
    return words, through, zone, count, status


class Made:
    """A story with its records. ``says`` maps a document to its lines."""

    def __init__(
        self,
        says: Mapping[str, Sequence],
        edges: Sequence[tuple[str, str, float]] = (),
        kin: Sequence[tuple[str, str, float]] = (),
        outlets: Mapping[str, str] | None = None,
    ) -> None:
        self.story = Story(STORY, "", tuple(DocumentId(i) for i in sorted(says)))
        self.articles: list[Article] = []
        accounts: dict[DocumentId, Account] = {}
        names: set[str] = set()
        for i in sorted(says):
            article, account = _document(i, says[i])
            self.articles.append(article)
            accounts[article.id] = account
            names |= {s for _, through, *_ in says[i] for s in through}
        published = {i: SourceId(o) for i, o in (outlets or {i: f"outlet-{i}" for i in says}).items()}
        rows = [
            Source(SourceId(n), n, KINDS.get(n, SourceKind.ANONYMOUS), (n,), lost=n not in published.values())
            for n in sorted(names)
        ]
        rows += [
            Source(
                o, str(o), SourceKind.OUTLET, (str(o),), tuple(sorted(d for d in published if published[d] == o)), False
            )
            for o in sorted(set(published.values()) - {r.id for r in rows})
        ]
        self.cast = Cast(accounts, {DocumentId(d): o for d, o in published.items()}, tuple(rows), (), ())
        lost = sorted({p for _, p, _ in edges if p not in says})
        nodes = [Node(NodeId(f"n:{i}"), NodeKind.DOCUMENT, DocumentId(i), None, STORY) for i in sorted(says)]
        nodes += [Node(NodeId(f"n:{i}"), NodeKind.INFERRED, None, None, STORY) for i in lost]
        self.tree = Stemma(
            tuple(nodes),
            tuple(
                Edge(EdgeId(f"{c}<{p}"), NodeId(f"n:{c}"), NodeId(f"n:{p}"), Relation.REWRITE, q, ())
                for c, p, q in edges
            ),
            tuple(Kin(DocumentId(min(a, b)), DocumentId(max(a, b)), q) for a, b, q in kin),
        )
        self.statements = [s for a in self.articles for s in accounts[a.id].statements]

    def claim(self, *ids: str, values: Sequence[tuple[int | None, Sequence[str]]] = ()) -> Claim:
        """Return one claim that all statements (or those in ``ids``) make."""
        own = tuple(StatementId(i) for i in (ids or [s.id for s in self.statements]))
        rows = tuple(Value(n, n, (str(n),), tuple(StatementId(i) for i in own_)) for n, own_ in values)
        return Claim(ClaimId("c"), STORY, "it", "what", own, rows)

    def judged(self, *claims: Claim) -> Judged:
        """Return the judgement on ``claims`` (one claim of everything when none is given)."""
        backed = back(self.articles, self.cast, claims or (self.claim(),), self.tree)
        return judge(self.story, self.articles, self.cast, backed, self.tree, KNOWN)

    def origins(self, *ids: str):
        """Return the origins of one claim of the statements ``ids`` (of all)."""
        found = self.judged(self.claim(*ids)).claims[0].support
        return found and found.origins

    def matched(self) -> tuple[Claim, ...]:
        """Return the claims that matching finds."""
        return match(self.story, self.articles, self.cast, self.tree, KNOWN)


def _document(name: str, lines: Sequence) -> tuple[Article, Account]:
    i = DocumentId(name)
    text, sentences, statements, attributions, zones, counts = "", [], [], [], [], []
    for n, (words, through, zone, count, status) in enumerate(lines):
        prefix = "".join(f"{s} said that " for s in through)
        whole, start = Span(len(text), len(text) + len(prefix) + len(words)), len(text) + len(prefix)
        content, chain, at = Span(start, start + len(words)), [], len(text)
        for depth, s in enumerate(through):
            a = AttributionId(f"{i}:a{n}.{depth}")
            inner = Span(at + len(f"{s} said that "), content.end)
            attributions.append(
                Attribution(
                    a,
                    i,
                    (Span(at, at + len(s)),),
                    (),
                    (inner,),
                    chain[-1] if chain else None,
                    SourceId(s),
                    Manner.INDIRECT,
                )
            )
            chain.append(a)
            at = inner.start
        statements.append(Statement(StatementId(f"{i}:{n}"), i, (content,), tuple(chain), status, None, zone))
        if count:
            low, high, role = count
            at = start + words.index(str(low))
            counts.append(Quantity(i, at, at + len(str(low)), low, high, "people", role, None, str(low)))
        text += prefix + words + ".\n"
        sentences.append(Sentence(whole.start, whole.end, zone, n))
        zones.append(Zone(zone, whole.start, whole.end + 1))
    nothing = Published(None, None, Precision.UNKNOWN, DateBasis.INFERRED)
    first = next((z.span for z in zones if z.kind is ZoneKind.HEADLINE), None)
    article = Article(
        i, str(i), "0", str(i), "", None, Title("", first), "en", nothing, text, tuple(zones), tuple(sentences)
    )
    return article, Account(i, tuple(attributions), tuple(statements), quantities=tuple(counts))
