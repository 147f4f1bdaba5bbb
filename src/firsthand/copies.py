"""Articles -> which of them are one text: a copy adds carriers of what its original says, never a voice of its own.

Everything that counts or weighs (claims, graphs, origins) reads one report per text, so that one more copy changes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.fold import fold
from firsthand.records import (
    Account,
    Article,
    DocumentId,
    Edge,
    EdgeId,
    Evidence,
    Kin,
    Node,
    NodeId,
    NodeKind,
    Passage,
    Relation,
    SourceId,
    Statement,
    StatementId,
    Stemma,
    Story,
    ZoneKind,
)
from firsthand.tokens import words

READ_ZONES = frozenset(
    {ZoneKind.BODY, ZoneKind.QUOTE_BOX}
)  # what a report says; headlines and bylines are the copier's
LEAST_WORDS = 6  # words; a shorter body is no text that one could copy
LEAST_RUNS = 16  # runs; under that a few words in common make two texts nearly one
RUN = 5  # words of a run; two reports that do not copy share next to none
NEARLY = 0.8  # share of the shorter report's runs that the longer holds, from which it is a copy; our choice
SURE = 0.98  # probability of a tie between two equal texts: the most that a pair has


@dataclass(frozen=True, slots=True)
class Copies:
    """One report for each text. ``original`` maps every document to the one that stands for its text (itself, if alone)."""

    original: Mapping[DocumentId, DocumentId]
    key: Mapping[
        DocumentId, str
    ]  # digest of a text's words: an order and a seed that no name, date or number of files changes

    @property
    def alone(self) -> bool:
        """Tell whether no document is a copy of another."""
        return all(i == o for i, o in self.original.items())

    def of(self, document: DocumentId) -> tuple[DocumentId, ...]:
        """Return the copies of ``document``, without itself."""
        return tuple(sorted(i for i, o in self.original.items() if o == document and i != document))


@dataclass(frozen=True, slots=True)
class _Body:
    words: tuple[str, ...]
    key: str
    text: str  # the whole, folded
    outlet: str  # folded
    published: str


def identical(articles: Iterable[Article]) -> Copies:
    """Return the documents whose bodies have the very same words, in any order of ``articles``."""
    return _gathered({a.id: _body(a) for a in articles}, nearly=False)


def single(articles: Mapping[DocumentId, Article], copies: Copies) -> dict[DocumentId, Article]:
    """Return one article of each text, in the order given."""
    return {i: a for i, a in articles.items() if copies.original[i] == i}


def joined(stories: Iterable[Story], copies: Copies) -> tuple[Story, ...]:
    """Return ``stories``, which were gathered without the copies, with each copy in the story of its original."""
    more: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for i, first in copies.original.items():
        more[first].append(i)
    return tuple(replace(s, documents=tuple(sorted({c for i in s.documents for c in (i, *more[i])}))) for s in stories)


def nearly(articles: Iterable[Article]) -> Copies:
    """Return the documents whose bodies are the same words but for small changes or a cut, and those that are the same."""
    return _gathered({a.id: _body(a) for a in articles}, nearly=True)


def _body(article: Article) -> _Body:
    found: list[str] = []
    folded = fold(article.text)
    for z in article.zones:
        if z.kind in READ_ZONES:
            found.extend(folded[w.start : w.end] for w in words(folded, z.start, z.end))
    key = hashlib.blake2b(" ".join(found).encode("utf8", "surrogatepass"), digest_size=12).hexdigest()
    if len(found) < LEAST_WORDS:
        key += f":{article.id}"
    return _Body(tuple(found), key, folded, fold(article.outlet or ""), article.published.earliest or "~")


def _first(ids: Sequence[DocumentId], bodies: Mapping[DocumentId, _Body]) -> DocumentId:
    """Return the document that stands for one text: whose outlet the others name most, then the earliest, then the first id."""
    if len(ids) == 1:
        return ids[0]
    key = bodies[ids[0]].key

    def rank(i: DocumentId) -> tuple[int, str, DocumentId]:
        outlet = bodies[i].outlet
        naming = sum(outlet in b.text for b in bodies.values() if b.key != key) if outlet else 0
        return -naming, bodies[i].published, i

    return min(ids, key=rank)


def _gathered(bodies: Mapping[DocumentId, _Body], *, nearly: bool) -> Copies:
    same: dict[str, list[DocumentId]] = defaultdict(list)
    for i in sorted(bodies):
        same[bodies[i].key].append(i)
    first = {key: _first(ids, bodies) for key, ids in same.items()}
    original = {i: first[bodies[i].key] for i in sorted(bodies)}
    if nearly:
        longer = _longer({i: bodies[i] for i in sorted(first.values())})
        for i in sorted(original):
            here = original[i]
            while here in longer:
                here = longer[here]
            original[i] = here
    return Copies(original, {i: bodies[i].key for i in sorted(bodies)})


def _longer(bodies: Mapping[DocumentId, _Body]) -> dict[DocumentId, DocumentId]:
    """Return, for each text that a fuller one nearly holds, the fuller text; a text that is held attracts none itself."""
    holders: dict[tuple[str, ...], list[DocumentId]] = defaultdict(list)
    order = sorted(bodies, key=lambda i: (-len(bodies[i].words), bodies[i].key))
    rank = {i: n for n, i in enumerate(order)}
    out: dict[DocumentId, DocumentId] = {}
    for i in order:
        found = bodies[i].words
        own = {found[n : n + RUN] for n in range(len(found) - RUN + 1)}
        held = Counter(j for r in own for j in holders.get(r, ()))
        best = max(held, key=lambda j: (held[j], -rank[j]), default=None)
        if best is not None and len(own) >= LEAST_RUNS and held[best] >= NEARLY * len(own):
            out[i] = best
            continue
        for r in own:
            holders[r].append(i)
    return out


# ---- statements -------------------------------------------------------------------------------------------------------


def wording(text: str, statement: Statement) -> str:
    """Return the folded words of a statement, which is what makes two statements of copies one."""
    return " ".join(fold(text[w.start : w.end]) for c in statement.content for w in words(text, c.start, c.end))


def places(articles: Iterable[Article], accounts: Mapping[DocumentId, Account]) -> dict[StatementId, int]:
    """Return which of its report's statements each is, counting what the report itself says (no headlines, no comments)."""
    out: dict[StatementId, int] = {}
    for a in articles:
        said = sorted((s for s in accounts[a.id].statements if s.zone in READ_ZONES), key=lambda s: (s.content, s.id))
        out |= {s.id: n for n, s in enumerate(said)}
    return out


def repeated(
    articles: Iterable[Article], accounts: Mapping[DocumentId, Account], copies: Copies
) -> dict[StatementId, StatementId]:
    """Return, for each statement of a copy that its original makes in the same words, the original's statement.

    Of several in the same words the first answers to the first. What a copy says otherwise is not in the result.
    """
    by_id = {a.id: a for a in articles}
    out: dict[StatementId, StatementId] = {}
    told: dict[DocumentId, dict[tuple[str, str, int], StatementId]] = {}
    for i in sorted(by_id):
        first = copies.original[i]
        if i == first or first not in by_id:
            continue
        if first not in told:
            told[first] = dict(_worded(by_id[first], accounts[first]))
        for key, ident in _worded(by_id[i], accounts[i]):
            if key in told[first]:
                out[ident] = told[first][key]
    return out


def _worded(article: Article, account: Account) -> Iterable[tuple[tuple[str, str, int], StatementId]]:
    times: Counter[tuple[str, str]] = Counter()
    for s in sorted(account.statements, key=lambda s: (s.content, s.id)):
        if s.zone in READ_ZONES:
            key = (s.answers.value, wording(article.text, s))
            yield (*key, times[key]), s.id
            times[key] += 1


# ---- the stemma -------------------------------------------------------------------------------------------------------


def hung(
    tree: Stemma, story: Story, articles: Sequence[Article], outlets: Mapping[DocumentId, SourceId], copies: Copies
) -> Stemma:
    """Return ``tree``, which was derived without the copies, with each copy hung on the document it copies.

    A copy cites whom its original cites and is kin to the original's kin. Its tie runs to the original when that appeared
    first, both ways with half the probability when the dates do not say.
    """
    if copies.alone:
        return tree
    by_id = {a.id: a for a in articles}
    of = {n.document: n for n in tree.nodes if n.document is not None}
    nodes, edges, kin, passages = list(tree.nodes), list(tree.edges), list(tree.kin), list(tree.passages)
    above: dict[NodeId, list[Edge]] = defaultdict(list)
    for e in tree.edges:
        above[e.child].append(e)
    cited = {n.id for n in tree.nodes if n.kind is NodeKind.CITED}
    akin: dict[DocumentId, list[Kin]] = defaultdict(list)
    for k in tree.kin:
        akin[k.a].append(k)
        akin[k.b].append(k)
    for copy, first in sorted(copies.original.items()):
        if copy == first or first not in of or copy not in by_id:
            continue
        up = of[first]
        node = Node(NodeId(f"n:{copy}"), NodeKind.DOCUMENT, copy, outlets.get(copy), story.id)
        nodes.append(node)
        edges += _ties(by_id[copy], by_id[first], node.id, up.id)
        edges += [
            Edge(EdgeId(f"{node.id}<{e.parent}"), node.id, e.parent, e.relation, e.probability, _without_spans(e))
            for e in above[up.id]
            if e.parent in cited
        ]
        others = [first, *(i for i in copies.of(first) if i < copy)]
        kin += [Kin(min(copy, i), max(copy, i), SURE, (_SAME_WORDS,)) for i in others]
        kin += [
            Kin(min(copy, x), max(copy, x), k.probability) for k in akin[first] for x in (k.b if k.a == first else k.a,)
        ]
        passages += _passages(by_id[copy], by_id[first])
    return Stemma(
        tuple(sorted(nodes, key=lambda n: n.id)),
        tuple(sorted(edges, key=lambda e: e.id)),
        tuple(sorted(kin, key=lambda k: (k.a, k.b))),
        tuple(passages),
    )


_SAME_WORDS = Evidence("identical_text", None, None, "the bodies have the same words")


def _without_spans(e: Edge) -> tuple[Evidence, ...]:
    return tuple(Evidence(x.kind, None, None, x.note) for x in e.because)


def _ties(copy: Article, first: Article, node: NodeId, up: NodeId) -> list[Edge]:
    """Return the edge from a copy to its original, or one each way where the dates do not tell which is which."""
    a, b = copy.published, first.published
    later = b.latest is not None and a.earliest is not None and b.latest < a.earliest
    earlier = a.latest is not None and b.earliest is not None and a.latest < b.earliest
    because = (_SAME_WORDS,)
    ways = (
        [(node, up, SURE)] if later else [(up, node, SURE)] if earlier else [(node, up, SURE / 2), (up, node, SURE / 2)]
    )
    return [Edge(EdgeId(f"{c}<{p}"), c, p, Relation.VERBATIM, q, because) for c, p, q in ways]


def _passages(copy: Article, first: Article) -> list[Passage]:
    """Return the sentences that a copy and its original have in the same words, side by side."""
    there = {fold(" ".join(s.span.of(first.text).split())): s.span for s in first.sentences if s.zone in READ_ZONES}
    out = []
    for s in copy.sentences:
        same = there.get(fold(" ".join(s.span.of(copy.text).split()))) if s.zone in READ_ZONES else None
        if same is not None:
            a, b = (copy.id, s.span), (first.id, same)
            (i, x), (j, y) = sorted((a, b))
            out.append(Passage(i, x, j, y, 1.0))
    return out
