"""Cast + Stemma -> World: what the sampling of derivation graphs needs, made once per story."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from firsthand import copies, standing, terms
from firsthand.fold import fold
from firsthand.lemma import stem
from firsthand.records import (
    Article,
    Attribution,
    AttributionId,
    Cast,
    DocumentId,
    NodeKind,
    Source,
    SourceId,
    SourceKind,
    Statement,
    StatementId,
    Status,
    Stemma,
    ZoneKind,
)
from firsthand.spans import quote

DRAWS = 200  # graphs drawn per story; the standard error of a probability of 0.9 is 0.02
SUPPORTING = frozenset({ZoneKind.BODY, ZoneKind.QUOTE_BOX})  # headlines, captions and comments support no claim
_NO_BODIES = frozenset({SourceKind.PERSON, SourceKind.ANONYMOUS, SourceKind.VISUAL, SourceKind.DOCUMENT})
CARRIERS = frozenset({SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.MONITOR})


@dataclass(frozen=True, slots=True)
class Chances:
    """The probabilities by which origins are drawn, all between 0 and 1; how they were chosen: docs/method/origins.md."""

    # How firmly a source that the text names is the origin where kin say the same: a person with a name is one and the
    # same wherever named; "officials" may be a new name for another's source.
    person: float = 0.95
    carrier: float = 0.9  # an outlet, agency or monitor
    body: float = 0.5
    described: float = 0.5  # whoever has no name ("survivors", "the colonel", "a preliminary estimate")
    # How likely a mention came by way of a parent report that says the same, by whom it names itself.
    from_parent: float = 0.97  # nobody, a carrier, or a source that the parent names too
    new_described: tuple[float, float] = (0.7, 0.97)  # (the two mentions share no word, all words)
    new_body: tuple[float, float] = (0.4, 0.95)
    new_person: tuple[float, float] = (0.4, 0.9)
    disagrees: float = 0.5  # of the above, when the two give different numbers
    second_way: float = 0.5  # reports of one family had what their seen parents lack from one lost report
    own_is_witness: float = 0.7  # what a report says in its own voice comes from the witness it quotes nearby
    relayed: float = 0.9  # a carrier ("X reported") had it from the source that another report names behind X
    # That what nobody with a name is said to have said (a report's own voice, "sources", "the colonel") goes back to a
    # source named for the same elsewhere: between kin, between any reports.
    same_kin: float = 0.8
    same_far: float = 0.3
    unheard: float = 0.5  # of these, where the report lets others speak and that source nowhere
    same_name: float = (
        0.85  # two names, one of which holds all words of the other, are one ("Border Command", "... of X")
    )


_TITLES = frozenset(
    ["the", "a", "an", "mr", "mrs", "ms", "col", "colonel", "general", "gen", "dr", "president", "minister"]
)


@dataclass(frozen=True, slots=True)
class Said:
    """One asserting mention of a claim: where, through whom (outermost first), and its folded words."""

    id: StatementId
    document: DocumentId  # the one that stands for its text and for all copies of it
    start: int
    chain: tuple[SourceId, ...]
    key: str
    mark: str  # where it stands, told by the words of its document: the same whatever the document is called


@dataclass(frozen=True, slots=True)
class Carriers:
    """The documents that only repeat what those of a world say: they are counted and named, and change nothing else."""

    articles: tuple[Article, ...] = ()
    outlets: Mapping[DocumentId, SourceId] = field(default_factory=dict)
    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    repeating: Mapping[StatementId, tuple[Statement, ...]] = field(default_factory=dict)  # by what they repeat
    rivals: Mapping[DocumentId, tuple[DocumentId, ...]] = field(
        default_factory=dict
    )  # which may be the original as well


@dataclass(frozen=True, slots=True)
class Tie:
    """A document hangs on ``parent`` (a document, or a lost report that the stemma infers) with ``probability``."""

    parent: str
    probability: float
    is_document: bool


NO_CARRIERS = Carriers()


class World:
    """Everything about one story that the origins of its claims depend on. Nothing here is drawn yet.

    Copies of one text are one document here. Orders and seeds come from the words of documents, so that neither their names
    nor how many there are change a draw.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        cast: Cast,
        tree: Stemma,
        *,
        doubted: bool = False,
        draws: int = DRAWS,
        chances: Chances | None = None,
        carriers: Carriers = NO_CARRIERS,
    ) -> None:
        self.carriers = carriers
        self.chances = chances or Chances()
        self.cast, self.tree = cast, tree
        texts = copies.nearly(articles, doubted=doubted)
        self.home, self.key = texts.original, texts.key
        self.again = standing.repeats(articles, cast.accounts, texts)
        self.articles = {
            a.id: a for a in sorted(articles, key=lambda a: (self.key[a.id], a.id)) if self.home[a.id] == a.id
        }
        self.captures = {a.id: a for a in (*articles, *carriers.articles)}  # copies too
        self.texts = {a.id: a.text for a in articles}
        self.outlet_names = {i: a.outlet for i, a in self.captures.items()}
        self.place = copies.places(articles, cast.accounts)
        self.draws = draws
        self.sources: dict[SourceId, Source] = {s.id: s for s in cast.sources}
        self.attributions: dict[AttributionId, Attribution] = {
            a.id: a for i in sorted(self.home) for a in cast.accounts[i].attributions
        }
        self.own_attributions = [a for i in self.articles for a in cast.accounts[i].attributions]
        self.statements: dict[StatementId, Statement] = {
            s.id: s for i in sorted(self.home) for s in cast.accounts[i].statements
        }
        self._source_keys = self._keys_of_sources()
        self.lost_keys: dict[str, str] = {}
        self.ties = _ties(tree, self)
        self.spoken_by = self._spoken_by()
        self._dice = np.random.RandomState(0)  # seeded anew for each key
        self._uniform: dict[str, NDArray[np.float64]] = {}
        self._kinds: dict[SourceId, SourceKind | None] = {}
        self._said: dict[StatementId, Said] = {}
        self._published = self._documents_of()
        outlets: dict[DocumentId, set[SourceId]] = {}
        for i, o in cast.outlets.items():
            if i in self.home:
                outlets.setdefault(self.home[i], set()).add(o)
        self._outlets = {i: frozenset(own) for i, own in outlets.items()}
        self.credited = _credited(tree, self)

    # ---- names that do not depend on how many documents there are ---------------------------------------------------

    def _keys_of_sources(self) -> Mapping[SourceId, str]:
        """Return, for each source, where it is first let speak."""
        out: dict[SourceId, str] = {}
        for i in self.articles:
            own = sorted(self.cast.accounts[i].attributions, key=lambda a: (a.content, a.id))
            for n, a in enumerate(own):
                out.setdefault(a.source_id, f"{self.key[i]}:{n:04d}")
        return out

    def source_key(self, source: SourceId) -> str:
        """Return what a source is ordered and drawn by."""
        return self._source_keys.get(source, f"~{source}")

    def parent_key(self, parent: str) -> str:
        """Return what a parent is ordered and drawn by; a lost report is told by what hangs on it."""
        return self.key.get(DocumentId(parent)) or self.lost_keys.get(parent, parent)

    def rank(self, label: str) -> tuple[str, str]:
        """Return what an origin is ordered by."""
        kind, _, name = label.partition(":")
        if kind == "source":
            return kind, self.source_key(SourceId(name))
        document, _, called = name.partition("|")
        return kind, f"{self.parent_key(document)}|{called}"

    # ---- what is said -------------------------------------------------------------------------------------------

    def documents(self, ids: Sequence[StatementId]) -> list[DocumentId]:
        """Return the documents, copies too, that hold a mention among ``ids`` that can support a claim."""
        own = (s for i in ids if (s := self.statements.get(i)) is not None)
        again = (s for i in ids for s in self.carriers.repeating.get(i, ()))
        return sorted({s.document for s in (*own, *again) if s.zone in SUPPORTING})

    def said(self, ids: Sequence[StatementId]) -> list[Said]:
        """Return the mentions among ``ids`` that can support a claim, each text once, in an order of their own."""
        out: dict[StatementId, Said] = {}
        for i in sorted(ids):
            i = self.again.get(i, i)
            s = self.statements.get(i)
            if s is None or s.zone not in SUPPORTING or i in out:
                continue
            if i not in self._said:
                self._said[i] = self._mention(s)
            out[i] = self._said[i]
        return sorted((t for s in out.values() for t in self._by_each(s)), key=lambda s: s.mark)

    def _by_each(self, said: Said) -> tuple[Said, ...]:
        """Return a mention as each of those says it who say it together."""
        if not said.chain or len(both := self.together(said.chain[-1])) < 2:
            return (said,)
        return tuple(replace(said, chain=(*said.chain[:-1], one)) for one in both)

    def together(self, source: SourceId) -> tuple[SourceId, ...]:
        """Return those whom a source names together ("Osk Tarrin and Ina Brock", "the army and the ministry"); else itself."""
        row = self.sources.get(source)
        if row is None or " and " not in row.name:
            return (source,)
        if row.kind is not SourceKind.PERSON:
            return self._bodies_together(row)
        named = [self._persons.get(fold(one)) for one in row.name.split(" and ")]
        return tuple(s for s in named if s is not None) if None not in named else (source,)

    def _bodies_together(self, row: Source) -> tuple[SourceId, ...]:
        """Return the two bodies that a source names together, those of its own article first; else itself."""
        if not row.because.startswith("pair:"):
            return (row.id,)
        article = row.id.partition(":")[0]
        named = [self._bodies.get(fold(one), []) for one in row.name.split(" and ")]
        near = [[s for s in them if s.startswith(f"{article}:")] or them for them in named]
        return tuple(them[0] for them in near) if all(len(them) == 1 for them in near) else (row.id,)

    @cached_property
    def _bodies(self) -> Mapping[str, list[SourceId]]:
        """Return the bodies of the story by each of their folded names."""
        out: dict[str, list[SourceId]] = {}
        for s in self.cast.sources:
            for name in {fold(n) for n in (*s.names, s.name)} if s.kind not in _NO_BODIES else ():
                out.setdefault(name, []).append(s.id)
        return out

    @cached_property
    def _persons(self) -> Mapping[str, SourceId]:
        """Return the persons of the story by each of their folded names."""
        persons = (s for s in self.cast.sources if s.kind is SourceKind.PERSON and " and " not in s.name)
        return {fold(n): s.id for s in persons for n in (*s.names, s.name)}

    def _mention(self, s: Statement) -> Said:
        named = (self.attributions[a].source_id for a in s.chain if a in self.attributions)
        own = self.outlets_of(s.document)
        chain = tuple(x for x in named if x not in own and not self._is_pronoun(x))  # its own outlet is its own voice
        key = copies.wording(self.texts[s.document], s)
        mark = f"{self.key[s.document]}:{self.place[s.id]:04d}"
        return Said(s.id, self.home[s.document], s.content[0].start if s.content else 0, chain, key, mark)

    def _is_pronoun(self, source: SourceId) -> bool:
        row = self.sources.get(source)
        return row is not None and fold(row.name).strip() in _PRONOUNS

    def outlets_of(self, document: DocumentId) -> frozenset[SourceId]:
        """Return the outlets that published the text of ``document``."""
        return self._outlets.get(self.home[document], frozenset())

    def firm(self, source: SourceId) -> float:
        """Return how firmly a named source is the origin against a parent that says the same."""
        kind = self.named_kind(source)
        if kind is None:
            return self.chances.described
        if kind is SourceKind.PERSON:
            return self.chances.person
        return self.chances.carrier if kind in CARRIERS else self.chances.body

    def named_kind(self, source: SourceId) -> SourceKind | None:
        """Return the kind of a source that has a name, ``None`` for one that is only described."""
        if source not in self._kinds:
            self._kinds[source] = _named_kind(self.sources.get(source))
        return self._kinds[source]

    def is_named(self, label: str) -> bool:
        """Tell whether an origin is a source that has a name."""
        return label.startswith("source:") and self.named_kind(SourceId(label[7:])) is not None

    def outlet(self, document: DocumentId) -> SourceId | None:
        """Return the source that a document's outlet is."""
        return self.cast.outlets.get(document) or self.carriers.outlets.get(document)

    def row(self, source: SourceId) -> Source | None:
        """Return what is known of a source, one that only copies have included."""
        return self.sources.get(source) or self.carriers.sources.get(source)

    def documents_of(self, source: SourceId) -> tuple[DocumentId, ...]:
        """Return the documents of the collection that a source published."""
        return self._published.get(source, ())

    def _documents_of(self) -> Mapping[SourceId, tuple[DocumentId, ...]]:
        out: dict[SourceId, set[DocumentId]] = {}
        named = [(s.id, i) for s in self.cast.sources for i in s.document_ids]
        for source, i in [*((o, i) for i, o in self.cast.outlets.items()), *named]:
            if i in self.home:
                out.setdefault(source, set()).add(self.home[i])
        return {s: tuple(sorted(ids, key=lambda i: self.key[i])) for s, ids in out.items()}

    @cached_property
    def voices(self) -> Mapping[DocumentId, tuple[tuple[int, SourceId], ...]]:
        """Return, for each document, where it lets which innermost source speak: (offset, source), in order.

        Who is only let deny something is a witness of nothing that the document says itself.
        """
        denying = {s.chain[-1] for s in self.statements.values() if s.chain and s.status is Status.DENIED}
        out: dict[DocumentId, tuple[tuple[int, SourceId], ...]] = {}
        for i in self.articles:
            own = self.cast.accounts[i].attributions
            silent = denying | {a.parent for a in own if a.parent}
            rows = [
                (a.content[0].start, one)
                for a in own
                for one in self.together(a.source_id)
                if a.id not in silent and a.content and self.named_kind(a.source_id) is not None
            ]
            out[i] = tuple(sorted(rows, key=lambda r: (r[0], self.source_key(r[1]))))
        return out

    def denied_by(self, document: DocumentId, voice: tuple[int, SourceId]) -> frozenset[str]:
        """Return the telling words, by stem, of what ``document`` has a voice say is not so: "there was no explosion"."""
        return self._negations.get((document, *voice), frozenset())

    @cached_property
    def _negations(self) -> Mapping[tuple[DocumentId, int, SourceId], frozenset[str]]:
        out: dict[tuple[DocumentId, int, SourceId], frozenset[str]] = {}
        for i in self.articles:
            for s in self.cast.accounts[i].statements:
                a = self.attributions.get(s.chain[-1]) if s.chain and s.status is Status.NEGATED else None
                if a is not None and a.content:
                    words = copies.wording(self.texts[i], s).split()
                    telling = frozenset(stem(w) for w in words if terms.rarity(terms.stem(w)) >= terms.TELLING)
                    for one in self.together(a.source_id):
                        here = (i, a.content[0].start, one)
                        out[here] = out.get(here, frozenset()) | telling
        return out

    @cached_property
    def named_in(self) -> Mapping[DocumentId, frozenset[SourceId]]:
        """Return the sources that each document lets speak anywhere, and those who speak for the bodies among them."""
        out = {}
        for i in self.articles:
            own = {s for a in self.cast.accounts[i].attributions for s in self.together(a.source_id)}
            out[i] = frozenset(own | {p for s in own for p in self.spoken_by.get(s, ())})
        return out

    @cached_property
    def longer_name(self) -> Mapping[SourceId, SourceId]:
        """Return, for a source whose name a fuller one of the story holds, the fullest ("Border Command", "... of X")."""
        spoken = {s for a in self.own_attributions for s in self.together(a.source_id)}
        parts = {
            s: frozenset(w for w in _words(self.sources[s]) if w not in _TITLES and w not in _SMALL)
            for s in spoken
            if s in self.sources and has_proper_name(self.sources[s])
        }
        order = sorted(parts, key=lambda s: (-len(parts[s]), self.source_key(s)))
        out: dict[SourceId, SourceId] = {}
        for s in order:
            fuller = (o for o in order if o not in out and parts[s] and parts[s] < parts[o])
            if (found := next(fuller, None)) is not None:
                out[s] = found
        return out

    @cached_property
    def relayed_in(self) -> Mapping[tuple[DocumentId, SourceId], tuple[SourceId, ...]]:
        """Return, for each outlet or agency that in a document passes on what one other said, that other."""
        out: dict[tuple[DocumentId, SourceId], set[SourceId]] = {}
        for a in self.own_attributions:
            outer = self.attributions[a.parent].source_id if a.parent in self.attributions else a.source_id
            if outer != a.source_id and self.named_kind(outer) in CARRIERS:
                out.setdefault((self.home[a.document], outer), set()).add(a.source_id)
        return {k: tuple(v) for k, v in sorted(out.items()) if len(v) == 1}

    def _spoken_by(self) -> Mapping[SourceId, tuple[SourceId, ...]]:
        """Return, for a body, the persons who speak for it: those whose naming words hold one of its names."""
        bodies = {
            SourceKind.ARMED_GROUP,
            SourceKind.OFFICIAL,
            SourceKind.ORGANISATION,
            SourceKind.ANONYMOUS,
        }
        names = [
            (f" {fold(n)} ", s.id)
            for s in self.cast.sources
            if s.kind in bodies
            for n in s.names
            if len(n) > 3 and n[:1].isupper()
        ]
        out: dict[SourceId, set[SourceId]] = {}
        for a in self.own_attributions:
            person = self.sources.get(a.source_id)
            if person is None or person.kind is not SourceKind.PERSON or not has_proper_name(person):
                continue
            said = f" {' '.join(fold(quote(self.texts[a.document], a.source)).replace(',', ' ').split())} "
            for name, body in names:
                if name in said:
                    out.setdefault(body, set()).add(person.id)
        return {k: tuple(sorted(v, key=self.source_key)) for k, v in sorted(out.items())}

    # ---- what is drawn ------------------------------------------------------------------------------------------

    def uniform(self, key: str) -> NDArray[np.float64]:
        """Return ``draws`` numbers in [0, 1) that depend on ``key`` alone, not on what else is in the story."""
        found = self._uniform.get(key)
        if found is None:
            digest = hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=8).digest()
            self._dice.seed(np.frombuffer(digest, dtype=">u4")[::-1])
            found = self._uniform[key] = self._dice.random_sample(self.draws)
        return found

    @cached_property
    def parents(self) -> Mapping[DocumentId, tuple[list[tuple[str, ...]], NDArray[np.int64]]]:
        """Return, for each document, the sets of parents that it is drawn with, and which of them in each draw.

        No draw holds a circle.
        """
        drawn = {i: _drawn(i, self.ties.get(i, ()), self) for i in self.articles}
        for n in range(self.draws):
            _open_circles(drawn, n)
        out = {}
        for i, rows in drawn.items():
            sets = sorted(set(rows))
            number = {s: n for n, s in enumerate(sets)}
            out[i] = (sets, np.array([number[r] for r in rows], dtype=np.int64))
        return out

    @cached_property
    def families(self) -> Mapping[DocumentId, NDArray[np.int64]]:
        """Return, for each document, the number of the family that it belongs to by its drawn parents in each draw."""
        number: dict[str, int] = {}
        rows = []
        for n in range(self.draws):
            heads = _families({i: sets[drawn[n]] for i, (sets, drawn) in self.parents.items()})
            rows.append([number.setdefault(heads[i], len(number)) for i in self.articles])
        table = np.array(rows, dtype=np.int64).reshape(self.draws, len(self.articles))
        return {i: table[:, n] for n, i in enumerate(self.articles)}

    @cached_property
    def below(self) -> NDArray[np.float64]:
        """Return the share of draws in which each document (row) descends from each, by reports that can be seen; see ``number``."""
        bit = {i: 1 << n for i, n in self.number.items()}
        rows = [
            _above({i: sets[drawn[n]] for i, (sets, drawn) in self.parents.items()}, bit) for n in range(self.draws)
        ]
        share = np.zeros((len(bit), len(bit)))
        for above, many in Counter(rows).items():  # one at a time: all together are some GB in a large story
            share += many * _bits(above)
        return share / self.draws

    @cached_property
    def number(self) -> Mapping[DocumentId, int]:
        """Return the place of each document in ``articles``."""
        return {i: n for n, i in enumerate(self.articles)}

    @cached_property
    def kin(self) -> Mapping[DocumentId, tuple[tuple[DocumentId, NDArray[np.bool_]], ...]]:
        """Return, for each document, who is its kin beyond the drawn parents: (document, whether so in each draw)."""
        out: dict[DocumentId, list[tuple[DocumentId, NDArray[np.bool_]]]] = {}
        for (a, b), p in sorted(self._kin_pairs().items(), key=lambda x: (self.key[x[0][0]], self.key[x[0][1]])):
            tied = self.families[a] == self.families[b]
            p_tied = float(tied.mean())
            rest = max(0.0, (p - p_tied) / (1 - p_tied)) if p_tied < 1 else 0.0
            u = self.uniform(f"kin:{self.key[a]}:{self.key[b]}")
            row = u < np.where(tied, self.chances.second_way * p, rest)
            if not row.any():
                continue
            out.setdefault(a, []).append((b, row))
            out.setdefault(b, []).append((a, row))
        return {i: tuple(rows) for i, rows in out.items()}

    def _kin_pairs(self) -> dict[tuple[DocumentId, DocumentId], float]:
        """Return the kinship of two texts, in the order of their keys."""
        out: dict[tuple[DocumentId, DocumentId], float] = {}
        for k in self.tree.kin:
            a, b = self.home.get(k.a), self.home.get(k.b)
            if a is None or b is None or a == b:
                continue
            pair = (a, b) if self.key[a] < self.key[b] else (b, a)
            out[pair] = max(out.get(pair, 0.0), k.probability)
        return out

    @cached_property
    def kinship(self) -> Mapping[tuple[DocumentId, DocumentId], float]:
        """Return the probability that two documents are kin, by any way, for pairs in order of their ids."""
        out = {(min(a, b), max(a, b)): p for (a, b), p in self._kin_pairs().items()}
        for child, ties in self.ties.items():
            for t in ties:
                if t.is_document:
                    pair = (min(child, DocumentId(t.parent)), max(child, DocumentId(t.parent)))
                    out[pair] = max(out.get(pair, 0.0), t.probability)
        return out

    @cached_property
    def kinsfolk(self) -> Mapping[DocumentId, Mapping[DocumentId, float]]:
        """Return, for each document, how likely which others are its kin, in order of their ids."""
        out: dict[DocumentId, dict[DocumentId, float]] = {}
        for (a, b), p in sorted(self.kinship.items()):
            out.setdefault(a, {})[b] = p
            out.setdefault(b, {})[a] = p
        return out

    def kinship_of(self, a: DocumentId, b: DocumentId) -> float:
        """Return how likely two documents are kin, by any way."""
        return self.kinsfolk.get(a, _NOBODY).get(b, 0.0)


_NOBODY: Mapping[DocumentId, float] = {}
_PRONOUNS = frozenset("he she it they who i we you this that these those one unnamed".split())  # they name nobody
_SMALL = frozenset("of the for in and on at s".split())  # words of a name that tell nobody apart
# Heads of a description that stand for one office-holder of a body, whom other reports name or call otherwise.
_OFFICE = frozenset(
    "spokesman spokeswoman spokesperson commander director chief head officer official officials leader".split()
)


def _words(source: Source) -> list[str]:
    return fold(source.name).replace(",", " ").split()


def _named_kind(s: Source | None) -> SourceKind | None:
    if s is None or s.kind in (SourceKind.ANONYMOUS, SourceKind.DOCUMENT):
        return None
    if s.kind in CARRIERS or s.kind is SourceKind.VISUAL or has_proper_name(s):
        return s.kind
    body = s.kind in (SourceKind.ARMED_GROUP, SourceKind.OFFICIAL)  # "the army", "police": a story has one of each
    return s.kind if body and not _OFFICE & set(_words(s)) else None


def has_proper_name(source: Source) -> bool:
    """Tell whether a source is called by a name, not only by a description."""
    tokens = [t.strip(".,'") for n in source.names or (source.name,) for t in n.split()]
    return any(t[:1].isupper() and fold(t) not in _TITLES for t in tokens)


def _ties(tree: Stemma, world: World) -> Mapping[DocumentId, tuple[Tie, ...]]:
    """Return what each text hangs on, likeliest first: ties of copies are ties of their text and add up.

    But for what was merged into a copy: the text does not come from it.
    """
    node = {n.id: n for n in tree.nodes}
    total: dict[tuple[DocumentId, str], float] = {}
    documents: set[str] = set()
    for e in sorted(tree.edges, key=lambda e: e.id):
        child, parent = node.get(e.child), node.get(e.parent)
        if not child or not parent or not child.document or child.document not in world.home:
            continue
        if parent.kind is NodeKind.CITED or any(b.kind == copies.MERGED for b in e.because):
            continue
        if parent.document is not None and parent.document not in world.home:
            continue
        home = world.home[child.document]
        name = str(world.home[parent.document]) if parent.document is not None else str(parent.id)
        if name != home:
            total[home, name] = min(1.0, total.get((home, name), 0.0) + max(0.0, e.probability))
            if parent.document is not None:
                documents.add(name)
    hanging: dict[str, list[str]] = {}
    for child_id, name in total:
        hanging.setdefault(name, []).append(world.key[child_id])
    world.lost_keys = {p: "lost " + " ".join(sorted(c)) for p, c in hanging.items() if p not in documents}
    out: dict[DocumentId, list[Tie]] = {}
    for (child_id, name), p in total.items():
        out.setdefault(child_id, []).append(Tie(name, p, name in documents))
    return {i: tuple(sorted(t, key=lambda t: (-t.probability, world.parent_key(t.parent)))) for i, t in out.items()}


def _credited(tree: Stemma, world: World) -> Mapping[DocumentId, tuple[tuple[SourceId, float], ...]]:
    """Return the carriers (agencies, outlets) that a text hangs on as cited nodes, but for those that publish it."""
    node = {n.id: n for n in tree.nodes}
    out: dict[DocumentId, dict[SourceId, float]] = {}
    for e in tree.edges:
        child, parent = node.get(e.child), node.get(e.parent)
        if not child or not parent or not child.document or parent.kind is not NodeKind.CITED:
            continue
        if child.document not in world.home or parent.source is None:
            continue
        if parent.source in world.outlets_of(child.document):
            continue
        if parent.source in world.sources and world.sources[parent.source].kind in CARRIERS:
            own = out.setdefault(world.home[child.document], {})
            own[parent.source] = max(own.get(parent.source, 0.0), e.probability)
    return {i: tuple(sorted(r.items(), key=lambda x: (-x[1], world.source_key(x[0])))) for i, r in sorted(out.items())}


def _drawn(child: DocumentId, ties: Sequence[Tie], world: World) -> list[tuple[str, ...]]:
    """Return the parents of ``child`` in each draw.

    One tie at most is drawn as the main parent (its probabilities exclude each other as far as they sum to one), the
    others are drawn besides it so that each tie stands in the share of draws that its probability asks for.
    """
    if not ties:
        return [()] * world.draws
    total = sum(t.probability for t in ties)
    shares = [t.probability / max(1.0, total) for t in ties]
    main = world.uniform(f"main:{world.key[child]}")
    extra = [world.uniform(f"tie:{world.key[child]}:{world.parent_key(t.parent)}") for t in ties]
    out: list[tuple[str, ...]] = []
    for n in range(world.draws):
        u, chosen = float(main[n]), []
        for k, tie in enumerate(ties):
            if 0 <= u < shares[k] or (shares[k] < 1 and extra[k][n] < (tie.probability - shares[k]) / (1 - shares[k])):
                chosen.append(tie.parent)
            u -= shares[k]
        out.append(tuple(chosen))
    return out


def _open_circles(drawn: dict[DocumentId, list[tuple[str, ...]]], n: int) -> None:
    """Take out of draw ``n`` each tie that would close a circle of parents."""
    done: set[str] = set()
    for start in drawn:
        stack: list[tuple[str, int]] = [(start, 0)]  # (where we are, which of its ties comes next)
        on_path = {start}
        while stack:
            here, at = stack.pop()
            ties = drawn[DocumentId(here)][n] if here in drawn and here not in done else ()
            if at >= len(ties):
                on_path.discard(here)
                done.add(here)
            elif ties[at] in on_path:
                drawn[DocumentId(here)][n] = ties[:at] + ties[at + 1 :]
                stack.append((here, at))
            else:
                stack.append((here, at + 1))
                if ties[at] not in done:
                    on_path.add(DocumentId(ties[at]))
                    stack.append((ties[at], 0))


def _above(parents: Mapping[DocumentId, tuple[str, ...]], bit: Mapping[DocumentId, int]) -> tuple[int, ...]:
    """Return the bits of all documents that each one descends from; ``parents`` hold no circle."""
    out: dict[DocumentId, int] = {}
    for start in bit:
        path = [start]
        while path:
            seen = [DocumentId(p) for p in parents[path[-1]] if p in bit]
            missing = [p for p in seen if p not in out]
            if missing:
                path += missing
            else:
                out[path.pop()] = reduce(or_, (bit[p] | out[p] for p in seen), 0)
    return tuple(out[i] for i in bit)


def _bits(masks: Sequence[int]) -> NDArray[np.float64]:
    """Return the bits of each of as many masks as they have bits, the lowest first, as rows of 0 and 1."""
    size = len(masks)
    held = np.frombuffer(b"".join(m.to_bytes(size // 8 + 1, "little") for m in masks), np.uint8)
    return np.unpackbits(held.reshape(size, -1), axis=1, count=size, bitorder="little").astype(np.float64)


def _families(parents: Mapping[DocumentId, tuple[str, ...]]) -> dict[str, str]:
    head: dict[str, str] = {}

    def find(x: str) -> str:
        head.setdefault(x, x)
        while head[x] != x:
            head[x] = head[head[x]]
            x = head[x]
        return x

    for child, ties in parents.items():
        for parent in ties:
            a, b = find(child), find(parent)
            if a != b:
                head[max(a, b)] = min(a, b)
        find(child)
    return {x: find(x) for x in list(head)}
