"""Articles -> which of them are one text: a copy adds carriers of what its original says, never a voice of its own.

Everything that counts or weighs (claims, graphs, origins) reads one report per text, so that one more copy changes nothing.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from firsthand.fold import fold, latin
from firsthand.records import (
    Account,
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
    Passage,
    Relation,
    SourceId,
    Statement,
    StatementId,
    Stemma,
    Story,
    ZoneKind,
)
from firsthand.spans import Span
from firsthand.tokens import spelt

READ_ZONES = frozenset(
    {ZoneKind.BODY, ZoneKind.QUOTE_BOX}
)  # what a report says; headlines and bylines are the copier's
LEAST_WORDS = 6  # words; a shorter body is no text that one could copy
LEAST_RUNS = 16  # runs; under that a few words in common make two texts nearly one
RUN = 3  # words of a run; sentences put in another order break one run in ten, runs of five words one in four
NEARLY = 0.6  # share of the shorter text's runs that the longer holds, from which it is a copy; reports that do not
#               copy stay under .15 (hand-made traditions, middle .03)
CUT = 0.5  # share of the longer text's words under which a text is an extract (a brief, a wire in a longer report), no copy
FULL = 0.9  # share of the longest version's words from which a version is whole
MANY = 2_000  # texts up to which every run is looked up
ONE_IN = 8  # of more texts, the share of runs that is: a text of 300 words has some 37
HOLDERS = 32  # texts remembered for one run; a phrase that more of them hold (a footer) says nothing
REMEMBERED = 256  # texts whose words are remembered: those of a story are asked for several times
FEW = 256  # texts of a story of which it is remembered which holds which: that is asked several times
LONGEST = 50_000  # characters of a text that is remembered, with its words some 500 kB
MERGED = "merged_into_copy"  # kind of evidence for an edge from a version of a text to what the text itself does not come from
SURE = 0.98  # the most that a tie is likely, be it between two equal texts


Name = TypeVar("Name")  # of a text


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
class Version:
    """What is known of one document's body: whose text it is, and what tells which document stands for a text."""

    document: DocumentId
    key: str  # of the text: digest of its words, so that documents in the very same words have one
    size: int  # words
    disguised: bool  # letters of another script stand for Latin ones
    outlet: str  # folded
    published: str


@dataclass(frozen=True, slots=True)
class Body:
    """The words of what a report says, in the same letters, and what is known of them."""

    version: Version
    words: tuple[str, ...]
    text: str  # the whole, folded


def identical(articles: Iterable[Article]) -> Copies:
    """Return the documents whose bodies have the very same words, in any order of ``articles``."""
    return _gathered({a.id: body(a) for a in articles}, nearly=False)


def single(articles: Mapping[DocumentId, Article], copies: Copies) -> dict[DocumentId, Article]:
    """Return one article of each text, in the order given."""
    return {i: a for i, a in articles.items() if copies.original[i] == i}


def joined(stories: Iterable[Story], copies: Copies) -> tuple[Story, ...]:
    """Return ``stories``, which were gathered without the copies, with each copy in the story of its original."""
    more: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for i, first in copies.original.items():
        more[first].append(i)
    return tuple(replace(s, documents=tuple(sorted({c for i in s.documents for c in (i, *more[i])}))) for s in stories)


def nearly(articles: Iterable[Article], *, doubted: bool = False) -> Copies:
    """Return the documents whose bodies are the same words but for small changes or a cut, and those that are the same.

    ``doubted``: as if the earliest stamp of every text with several stamps were false, so that it stands for nothing.
    """
    return _gathered({a.id: body(a) for a in articles}, nearly=True, doubted=doubted)


def contested(articles: Sequence[Article]) -> bool:
    """Tell whether it hangs on stamps alone which document stands for some text: a copy may be back-dated."""
    bodies = {a.id: body(a) for a in articles}
    return _gathered(bodies, nearly=True).original != _gathered(bodies, nearly=True, doubted=True).original


def verbatim(copies: Copies) -> bool:
    """Tell whether every copy has the very words of its original."""
    return all(copies.key[i] == copies.key[first] for i, first in copies.original.items())


def named(articles: Iterable[Article], cast: Cast, copies: Copies) -> bool:
    """Tell whether a text names the outlet of a copy."""
    outlets = {cast.outlets.get(i) for i, first in copies.original.items() if i != first}
    names = {fold(n) for s in cast.sources if s.id in outlets for n in (s.name, *s.names) if n}
    return any(n in text for text in {fold(a.text) for a in articles} for n in names)


def body(article: Article) -> Body:
    """Return the words of what ``article`` says, look-alike letters read as Latin."""
    read = _read if len(article.text) <= LONGEST else _read.__wrapped__
    found, plain, key, disguised = read(
        article.text, tuple((z.start, z.end) for z in article.zones if z.kind in READ_ZONES)
    )
    if len(found) < LEAST_WORDS:
        key += f":{article.id}"
    outlet, published = fold(article.outlet or ""), article.published.earliest or "~"
    return Body(Version(article.id, key, len(found), disguised, outlet, published), found, plain)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, zones: tuple[tuple[int, int], ...]) -> tuple[tuple[str, ...], str, str, bool]:
    """Return the words of ``zones`` of a text, the whole text folded, a digest of the words, and whether letters are disguised."""
    folded = fold(text)
    plain = latin(folded)
    found = tuple(w for start, end in zones for w in spelt(plain, start, end))
    key = hashlib.blake2b(" ".join(found).encode("utf8", "surrogatepass"), digest_size=12).hexdigest()
    return found, plain, key, plain != folded


def _gathered(bodies: Mapping[DocumentId, Body], *, nearly: bool, doubted: bool = False) -> Copies:
    same: dict[str, list[DocumentId]] = defaultdict(list)
    for i in sorted(bodies):
        same[bodies[i].version.key].append(i)
    if nearly:
        longer = _longer(tuple(bodies[ids[0]] for ids in same.values()))
        for held, by in longer.items():
            same[bodies[by].version.key] += same.pop(bodies[held].version.key)
    named = _named(bodies, [sorted(ids) for ids in same.values()])
    original: dict[DocumentId, DocumentId] = {}
    for ids in same.values():
        original |= dict.fromkeys(ids, first([bodies[i].version for i in ids], named, doubted=doubted))
    return Copies({i: original[i] for i in sorted(bodies)}, {i: bodies[i].version.key for i in sorted(bodies)})


def first(versions: Sequence[Version], named: Mapping[str, int], *, doubted: bool = False) -> DocumentId:
    """Return the document that stands for one text, of which these are the versions.

    First what the text itself shows (undisguised letters, the whole and not a cut version), then whose outlet is ``named``
    most, then who has most of it, then stamps, which are forged most easily; last the words and the id.
    """
    longest = max(v.size for v in versions)
    earliest = min(v.published for v in versions) if doubted else ""

    def rank(v: Version) -> tuple[bool, bool, bool, int, int, str, str, DocumentId]:
        cut, false = v.size < FULL * longest, v.published == earliest
        return v.disguised, cut, false, -named.get(v.outlet, 0), -v.size, v.published, v.key, v.document

    return min(versions, key=rank).document


def _named(bodies: Mapping[DocumentId, Body], groups: Sequence[Sequence[DocumentId]]) -> Mapping[str, int]:
    """Return how many name each outlet of a text with several documents: other texts, one voice for each, and its other outlets
    in the text itself, for a copy keeps the name of whom it was copied from."""
    asked: dict[str, set[str]] = defaultdict(set)  # first word of an outlet's name -> names
    for ids in groups:
        for i in ids if len(ids) > 1 else ():
            if bodies[i].version.outlet:
                asked[bodies[i].version.outlet.split()[0]].add(bodies[i].version.outlet)
    found: Counter[str] = Counter()
    for ids in groups if asked else ():
        own = {bodies[i].version.outlet for i in ids}
        text = bodies[ids[0]].text
        for word in sorted(asked.keys() & set(text.split())):
            found.update(name for name in asked[word] if name not in own and name in text)
        said = ((bodies[i].version.outlet, name) for i in ids for name in own if name and name in bodies[i].text)
        found.update(name for outlet, name in set(said) if name != outlet)
    return found


@lru_cache(maxsize=REMEMBERED)
def _runs(found: tuple[str, ...], one_in: int) -> frozenset[int]:
    """Return the runs of a text as numbers; of a large collection one in so many, the same ones in every text."""
    keys = (
        zlib.crc32(" ".join(found[n : n + RUN]).encode("utf8", "surrogatepass")) for n in range(len(found) - RUN + 1)
    )
    return frozenset(k for k in keys if not k % one_in)


def _runs_of(body: Body, one_in: int) -> frozenset[int]:
    return (_runs if len(body.text) <= LONGEST else _runs.__wrapped__)(body.words, one_in)


def _longer(bodies: tuple[Body, ...]) -> Mapping[DocumentId, DocumentId]:
    """Return, for each text that a fuller one nearly holds, the fuller text."""
    few = len(bodies) <= FEW and all(len(b.text) <= LONGEST for b in bodies)
    return (_held if few else _held.__wrapped__)(bodies)


@lru_cache(maxsize=2)
def _held(bodies: tuple[Body, ...]) -> Mapping[DocumentId, DocumentId]:
    one_in = sampled(len(bodies))
    order = sorted(bodies, key=lambda b: (-len(b.words), b.version.key))
    return fuller((b.version.document, len(b.words), _runs_of(b, one_in)) for b in order)


def sampled(texts: int) -> int:
    """Return of how many runs one is looked up, among so many texts."""
    return 1 if texts <= MANY else ONE_IN


def fuller(texts: Iterable[tuple[Name, int, Set[int]]]) -> dict[Name, Name]:
    """Return, for each text that a fuller one nearly holds, the fuller text; a text that is held attracts none itself.

    Texts come as name, number of words and runs: the longest first, of equally long ones by the digest of their words.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    names: list[Name] = []
    lengths: list[int] = []
    out: dict[Name, Name] = {}
    for n, (name, length, own) in enumerate(texts):
        names.append(name)
        lengths.append(length)
        held = Counter(m for r in own for m in holders.get(r, ()))
        near = [m for m, runs in held.items() if runs >= NEARLY * len(own) and length >= CUT * lengths[m]]
        best = max(near, key=lambda m: (held[m], -m), default=None)
        if best is not None and length >= LEAST_RUNS + RUN - 1:
            out[name] = names[best]
            continue
        for r in own:
            if len(holders[r]) < HOLDERS:
                holders[r].append(n)
    return out


# ---- statements -------------------------------------------------------------------------------------------------------


def wording(text: str, statement: Statement) -> str:
    """Return the folded words of a statement, which is what makes two statements of copies one."""
    worded = _wording if len(text) <= LONGEST else _wording.__wrapped__
    return worded(text, statement.content)


@lru_cache(maxsize=1 << 13)  # statements of some hundred reports: asked of each in every way to read a story
def _wording(text: str, content: tuple[Span, ...]) -> str:
    return latin(fold(" ".join(w for c in content for w in spelt(text, c.start, c.end))))


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
    """Return, for each statement of a copy that its original makes too, the original's statement.

    In the same words (of several the first answers to the first), else in words that stand in the original too, where a
    statement was only cut elsewhere (a copy may break its lines otherwise); what the original's page holds outside of its
    report (a comment, a donation bar that was not told from the copy's report) is nobody's and answers to itself. What a
    copy says otherwise is not in the result.
    """
    by_id = {a.id: a for a in articles}
    out: dict[StatementId, StatementId] = {}
    told: dict[DocumentId, tuple[str, str, dict[tuple[str, str, int], StatementId]]] = {}
    for i in sorted(by_id):
        first = copies.original[i]
        if i == first or first not in by_id:
            continue
        if first not in told:
            page, report = latin(fold(by_id[first].text)), body(by_id[first]).words
            said = dict(_worded(by_id[first], accounts[first]))
            told[first] = f" {' '.join(report)} ", f" {' '.join(spelt(page))} ", said
        own, whole, said = told[first]
        for key, ident in _worded(by_id[i], accounts[i]):
            found = said.get(key)
            if found is None and f" {key[1]} " in own:
                found = _nearest(key[1], said)
            elif found is None and f" {key[1]} " in whole:
                found = ident
            if found is not None:
                out[ident] = found
    return out


def _nearest(wording: str, said: Mapping[tuple[str, str, int], StatementId]) -> StatementId | None:
    """Return the statement that shares most words with ``wording``, from half of the shorter one's."""
    own = set(wording.split())
    best: tuple[float, StatementId] | None = None
    for (_, other, _), ident in sorted(said.items()):
        theirs = set(other.split())
        common = len(own & theirs)
        if 2 * common >= min(len(own), len(theirs)):
            share = common / len(own | theirs)
            if best is None or share > best[0]:
                best = share, ident
    return best[1] if best is not None else None


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
