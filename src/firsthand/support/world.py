"""Cast + Stemma -> World: who said what, in which document, and what each hangs on, made once per story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

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
from firsthand.support.ties import Tie, hanging, kin_pairs, lost_keys

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


NO_CARRIERS = Carriers()


class World:
    """Everything about one story that the origins of its claims depend on. Nothing here is drawn: see ``Graphs``.

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
        self.sources: dict[SourceId, Source] = {s.id: s for s in cast.sources}
        self.attributions: dict[AttributionId, Attribution] = {
            a.id: a for i in sorted(self.home) for a in cast.accounts[i].attributions
        }
        self.own_attributions = [a for i in self.articles for a in cast.accounts[i].attributions]
        self.statements: dict[StatementId, Statement] = {
            s.id: s for i in sorted(self.home) for s in cast.accounts[i].statements
        }
        self.kin_pairs = kin_pairs(tree, texts)
        found = hanging(tree, texts)
        self._lost_keys = lost_keys(found, texts)
        self.ties = {i: self._likeliest_first(own) for i, own in found.items()}
        self._kinds: dict[SourceId, SourceKind | None] = {}
        self._said: dict[StatementId, Said] = {}

    # ---- names that do not depend on how many documents there are ---------------------------------------------------

    @cached_property
    def _source_keys(self) -> Mapping[SourceId, str]:
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
        return self.key.get(DocumentId(parent)) or self._lost_keys.get(parent, parent)

    def _likeliest_first(self, ties: Sequence[Tie]) -> tuple[Tie, ...]:
        return tuple(sorted(ties, key=lambda t: (-t.probability, self.parent_key(t.parent))))

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
        if not row.is_pair:
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

    @cached_property
    def _outlets(self) -> Mapping[DocumentId, frozenset[SourceId]]:
        out: dict[DocumentId, set[SourceId]] = {}
        for i, o in self.cast.outlets.items():
            if i in self.home:
                out.setdefault(self.home[i], set()).add(o)
        return {i: frozenset(own) for i, own in out.items()}

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

    @cached_property
    def _published(self) -> Mapping[SourceId, tuple[DocumentId, ...]]:
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
                    telling = frozenset(stem(w) for w in words if terms.rarity(terms.term(w)) >= terms.TELLING)
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

    @cached_property
    def spoken_by(self) -> Mapping[SourceId, tuple[SourceId, ...]]:
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

    @cached_property
    def credited(self) -> Mapping[DocumentId, tuple[tuple[SourceId, float], ...]]:
        """Return the carriers (agencies, outlets) that a text hangs on as cited nodes, but for those that publish it."""
        node = {n.id: n for n in self.tree.nodes}
        out: dict[DocumentId, dict[SourceId, float]] = {}
        for e in self.tree.edges:
            child, parent = node.get(e.child), node.get(e.parent)
            if not child or not parent or not child.document or parent.kind is not NodeKind.CITED:
                continue
            if child.document not in self.home or parent.source is None:
                continue
            if parent.source in self.outlets_of(child.document):
                continue
            if parent.source in self.sources and self.sources[parent.source].kind in CARRIERS:
                own = out.setdefault(self.home[child.document], {})
                own[parent.source] = max(own.get(parent.source, 0.0), e.probability)
        return {
            i: tuple(sorted(r.items(), key=lambda x: (-x[1], self.source_key(x[0])))) for i, r in sorted(out.items())
        }

    # ---- who is kin ---------------------------------------------------------------------------------------------

    @cached_property
    def kinship(self) -> Mapping[tuple[DocumentId, DocumentId], float]:
        """Return the probability that two documents are kin, by any way, for pairs in order of their ids."""
        out = {(min(a, b), max(a, b)): p for (a, b), p in self.kin_pairs.items()}
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
