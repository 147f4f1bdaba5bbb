"""Aligned statements -> Differences: the places where accounts differ, with the words of each.

Two statements of one claim are compared when one report descends from the other, both are kin, or the words nearly
agree. Read along an edge the first reading is the parent's. Wording and the marks beside it are compared; which is right is not asked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple

from firsthand.fold import fold, latin
from firsthand.lemma import stem
from firsthand.lexicon import Lexicon
from firsthand.records import (
    Answers,
    Article,
    Cast,
    Claim,
    Difference,
    DocumentId,
    EdgeId,
    PlaceId,
    Quantity,
    Reading,
    Role,
    Statement,
    StatementId,
    Status,
    Stemma,
    Story,
    Value,
    ZoneKind,
)
from firsthand.spans import Shelf, Span
from firsthand.tokens import spelt, words

DESCENT = 0.5  # edge or kin probability from which two reports are compared
MAX_PARTNERS = 3  # kin without a direction are compared with so many others per claim, which keeps cost linear
SAME_FRAME = (
    0.5  # share of words in one order that two statements must have for a changed word between them to be a reading
)
COMPARABLE = 0.4  # share of words that two statements must have in common to be set side by side
NEARLY_THE_SAME = 0.6  # the same, for reports that are not known to be kin
WORD_RUN = 3  # words; a longer changed run is another wording, not a changed word
_PLACE_SIZE = {"point": 0, "town": 1, "district": 2, "region": 3, "country": 4}


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    hedges: frozenset[str]
    causes: frozenset[str]
    revisions: frozenset[str]
    grammar: frozenset[str]
    irregular: dict[str, str]
    verbs: frozenset[str]


@cache
def _vocabulary(known: Lexicon) -> _Vocabulary:
    intensity, predicates = known.table("intensity"), known.table("predicates")
    verbs = {stem(v) for c in predicates["classes"].values() for v in c.get("verbs", ())}
    return _Vocabulary(
        frozenset(intensity["hedges"]["words"]),
        frozenset(intensity["causes"]["words"]),
        frozenset(intensity["revisions"]["words"]),
        frozenset(predicates["marks"]["grammar"]),
        dict(predicates["irregular"]),
        frozenset(verbs),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One statement with its words."""

    statement: Statement
    text: str
    tokens: tuple[Span, ...]
    keys: tuple[str, ...]
    said: frozenset[str]  # the same, each once
    counts: tuple[Quantity, ...]
    places: tuple[tuple[Span, PlaceId], ...]
    labels: tuple[tuple[Span, str, bool], ...]  # span, actor, loaded
    hedges: tuple[Span, ...]
    sentence: Span  # the one in which it begins
    paragraph: tuple[Span, ...] = field(default=())

    @property
    def whole(self) -> Span:
        """Return the stretch from the statement's first character to its last."""
        return Span(self.statement.content[0].start, self.statement.content[-1].end)

    def reading(self, span: Span) -> Reading:
        """Return the words under ``span`` as a reading."""
        return Reading(self.statement.document, span, " ".join(self.text[span.start : span.end].split()))


_Shelves = tuple[Shelf[Quantity], Shelf[tuple[Span, PlaceId]], Shelf[tuple[Span, str, bool]]]
_Found = tuple[str, Span, Span, str]  # kind, span in the first, span in the second, because


def differ(
    story: Story, articles: Sequence[Article], cast: Cast, claims: Sequence[Claim], tree: Stemma, known: Lexicon
) -> tuple[Difference, ...]:
    """Return the places where the accounts of a story differ, in order of claim, documents and span."""
    reader = _Reader(articles, cast, known)
    edges = _edges(tree)
    kin = {(min(k.a, k.b), max(k.a, k.b)) for k in tree.kin if k.probability >= DESCENT}
    out: list[Difference] = []
    told: dict[tuple[str, DocumentId, DocumentId], list[tuple[Span, Span]]] = {}
    for claim in claims:
        for first, second, edge, related in _compared(claim, reader, edges, kin):
            for name, rule in _RULES if edge is not None else _UNDIRECTED if related else _UNRELATED:
                for found, a, b, why in rule(first, second, reader.vocabulary):
                    kind = found if edge is not None else found.split("_")[0]  # without a direction nothing is raised
                    readings = (first.reading(a), second.reading(b))
                    before = told.setdefault((kind, readings[0].document, readings[1].document), [])
                    once = name in _ONCE and before
                    if not once and not any(a.overlaps(x) or b.overlaps(y) for x, y in before):
                        before.append((a, b))
                        out.append(Difference(story.id, kind, claim.id, edge, readings, f"{name}: {why}"))
        out.extend(_disputed(story, claim, reader))
    return tuple(out)


def _edges(tree: Stemma) -> dict[tuple[DocumentId, DocumentId], EdgeId]:
    """Return the edges between documents that are likelier than not, by (parent, child)."""
    document = {n.id: n.document for n in tree.nodes}
    out: dict[tuple[DocumentId, DocumentId], EdgeId] = {}
    for e in sorted(tree.edges, key=lambda e: e.id):
        child, parent = document.get(e.child), document.get(e.parent)
        if child and parent and e.probability >= DESCENT:
            out[parent, child] = e.id
    return out


class _Reader:
    """Reads statements as sides of a comparison."""

    def __init__(self, articles: Sequence[Article], cast: Cast, known: Lexicon) -> None:
        self.articles = {a.id: a for a in articles}
        self._begins: dict[DocumentId, list[int]] = {}  # where the sentences of an article begin
        self.folded = {a.id: fold(a.text) for a in articles}
        self.cast, self.vocabulary = cast, _vocabulary(known)
        self.size = {p.id: _PLACE_SIZE.get(p.precision, 1) for p in cast.gazetteer}
        self.statements = {s.id: s for a in articles for s in cast.accounts[a.id].statements}
        self.attributions = {x.id: x for a in articles for x in cast.accounts[a.id].attributions}
        self._shelved: dict[DocumentId, _Shelves] = {}
        self._sides: dict[StatementId, _Side] = {}
        self._worded: dict[tuple[str, tuple[Span, ...]], _Worded] = {}  # copies have the same words

    def _shelves(self, document: DocumentId) -> _Shelves:
        """Return the counts, places and labels of a document, to be found by place."""
        if document not in self._shelved:
            account = self.cast.accounts[document]
            places = ((Span(p.start, p.end), p.place) for p in account.places if p.place)
            labels = ((Span(x.start, x.end), str(x.actor), x.loaded) for x in account.labels)
            self._shelved[document] = (
                Shelf((Span(q.start, q.end), q) for q in account.quantities),
                Shelf((p[0], p) for p in places),
                Shelf((x[0], x) for x in labels),
            )
        return self._shelved[document]

    def side(self, statement: Statement) -> _Side:
        """Return ``statement`` with its words, counts, places, labels and hedges."""
        if statement.id not in self._sides:
            self._sides[statement.id] = self._side(statement)
        return self._sides[statement.id]

    def _side(self, statement: Statement) -> _Side:
        i = statement.document
        asked = self.articles[i].text, statement.content
        if asked not in self._worded:
            self._worded[asked] = _worded(self.folded[i], statement.content, self.vocabulary)
        tokens, keys, said, doubts = self._worded[asked]
        hedges = list(doubts)
        quantities, places, labels = self._shelves(i)
        hedges += [h for a in statement.chain if a in self.attributions for h in self.attributions[a].hedges]
        if i not in self._begins:
            self._begins[i] = [x.start for x in self.articles[i].sentences]
        begins = self._begins[i]
        n = bisect_right(begins, statement.content[0].start) - 1
        sentence = self.articles[i].sentences[n] if n >= 0 else None
        around = Span(sentence.start, sentence.end) if sentence else statement.content[0]
        return _Side(
            statement=statement,
            text=self.articles[i].text,
            tokens=tokens,
            keys=keys,
            said=said,
            counts=tuple(quantities.inside(statement.content)),
            places=tuple(places.inside(statement.content)),
            labels=tuple(labels.inside(statement.content)),
            hedges=tuple(sorted(hedges)),
            sentence=around,
        )


_Worded = tuple[
    tuple[Span, ...], tuple[str, ...], frozenset[str], tuple[Span, ...]
]  # tokens, keys, the same once, hedges


def _worded(folded: str, content: Sequence[Span], vocabulary: _Vocabulary) -> _Worded:
    tokens = tuple(t for c in content for t in words(folded, c.start, c.end))
    forms = [folded[t.start : t.end] for t in tokens]
    keys = tuple(stem(vocabulary.irregular.get(w, w)) for w in forms)
    hedges = tuple(t for t, w in zip(tokens, forms, strict=True) if w in vocabulary.hedges)
    return tokens, keys, frozenset(keys), hedges


def _compared(
    claim: Claim,
    reader: _Reader,
    edges: dict[tuple[DocumentId, DocumentId], EdgeId],
    kin: set[tuple[DocumentId, DocumentId]],
) -> Iterator[tuple[_Side, _Side, EdgeId | None, bool]]:
    """Yield the likest pair of statements for each two reports, parent first where that is known, and whether they are kin."""
    said = [s for i in claim.statements if (s := reader.statements.get(i)) and s.zone is not ZoneKind.CAPTION]
    documents = sorted({s.document for s in said})
    if len(documents) < 2:
        return
    own: dict[DocumentId, list[_Side]] = {i: [] for i in documents}
    for s in said:
        own[s.document].append(reader.side(s))
    for n, a in enumerate(documents):
        partners = 0
        for b in documents[n + 1 :]:
            edge = edges.get((a, b)) or edges.get((b, a))
            if edge is None and partners >= MAX_PARTNERS:
                continue
            partners += edge is None
            first, second = (b, a) if (b, a) in edges else (a, b)
            pairs = [(x, y) for x in own[first] for y in own[second]]
            x, y = pairs[0]
            if len(pairs) > 1:
                x, y = max(pairs, key=lambda p: (_shared(p[0], p[1]), -p[0].whole.start, -p[1].whole.start))
            related = edge is not None or (a, b) in kin
            if _shared(x, y) >= (COMPARABLE if related else NEARLY_THE_SAME):
                yield x, y, edge, related


def _shared(a: _Side, b: _Side) -> float:
    return len(a.said & b.said) / max(1, min(len(a.said), len(b.said)))


# ---- the rules: each compares two statements and yields what differs --------------------------------------------


@lru_cache(maxsize=1 << 12)  # copies say the same again
def _replaced(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[tuple[int, int, int, int], ...]:
    """Return which short runs of words of one clause stand in place of which of an otherwise like clause."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < SAME_FRAME:
        return ()
    short = (x[1:] for x in matcher.get_opcodes() if x[0] == "replace")
    return tuple((i, j, k, m) for i, j, k, m in short if j - i <= WORD_RUN and m - k <= WORD_RUN)


def _changed_word(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """A word or two changed inside an otherwise like clause: a verb, a name, or another word."""
    if not a.keys or not b.keys or a.keys == b.keys:
        return
    counted = [Span(q.start, q.end) for q in (*a.counts, *b.counts)]
    labelled = [s for s, _, _ in (*a.labels, *b.labels)] + [s for s, _ in (*a.places, *b.places)]
    for i, j, k, m in _replaced(a.keys, b.keys):
        first, second = Span(a.tokens[i].start, a.tokens[j - 1].end), Span(b.tokens[k].start, b.tokens[m - 1].end)
        if all(x in vocabulary.grammar for x in a.keys[i:j]) or all(x in vocabulary.grammar for x in b.keys[k:m]):
            continue
        if any(s.overlaps(first) or s.overlaps(second) for s in (*counted, *labelled)):
            continue
        verbs = any(x in vocabulary.verbs for x in a.keys[i:j]) and any(x in vocabulary.verbs for x in b.keys[k:m])
        names = all(a.text[t.start].isupper() for t in a.tokens[i:j]) and all(
            b.text[t.start].isupper() for t in b.tokens[k:m]
        )
        if not verbs and not names:
            continue  # another wording is no other reading
        kind = "verb" if verbs else "name"
        yield kind, first, second, f"{a.text[first.start : first.end]} / {b.text[second.start : second.end]}"


class _Spellings(NamedTuple):
    """The words of a sentence as they are spelt, and as they look in Latin letters; the last of each."""

    folded: Mapping[str, Span]
    latin: Mapping[str, Span]


@lru_cache(maxsize=1 << 10)  # sentences: each is held against some others
def _spellings(sentence: str) -> _Spellings:
    found = {fold(t.of(sentence)): t for t in words(sentence, 0, len(sentence))}
    return _Spellings(found, {latin(w): t for w, t in found.items()})


def _other_letters(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """A name in letters of another script that look like those the other report writes it in; the whole sentence is looked at."""
    if a.text[slice(*a.sentence)].isascii() and b.text[slice(*b.sentence)].isascii():
        return
    one, other = (_spellings(x.sentence.of(x.text)) for x in (a, b))
    if one.latin.keys() == one.folded.keys() and other.latin.keys() == other.folded.keys():
        return
    for word, here in one.folded.items():
        there = other.latin.get(latin(word))
        if there is not None and word not in other.folded and a.text[a.sentence.start + here.start].isupper():
            t, same = here.shifted(a.sentence.start), there.shifted(b.sentence.start)
            yield (
                "name",
                t,
                same,
                f"{a.text[t.start : t.end]} / {b.text[same.start : same.end]}, letters of another script",
            )


def _changed_number(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """The same thing counted differently: rounded when the ranges meet, raised or lowered when they do not; revised, which is
    no contradiction, when one of them says that its count replaces an earlier one."""
    for p in a.counts:
        same = [q for q in b.counts if q.role is p.role and (p.role is not Role.OTHER or q.unit == p.unit)]
        if len(same) != 1 or (same[0].low, same[0].high) == (p.low, p.high):
            continue
        q = same[0]
        meet = (p.high is None or q.low <= p.high) and (q.high is None or p.low <= q.high)
        kind = "number_rounded" if meet else "number_raised" if q.low > p.low else "number_lowered"
        if not meet and (_revises(a, vocabulary) or _revises(b, vocabulary)):
            kind = "revision"
        yield kind, Span(p.start, p.end), Span(q.start, q.end), f"{p.words} / {q.words}"


def _revises(side: _Side, vocabulary: _Vocabulary) -> bool:
    """Tell whether the sentence of a statement says that its count replaces an earlier one: "rose to 11", "a revised toll"."""
    said = fold(side.sentence.of(side.text))
    return any(w in vocabulary.revisions for w in spelt(said))


def _dropped_hedge(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """One side hedges, the other asserts."""
    weak = {Status.POSSIBLE, Status.PLANNED}
    x, y = bool(a.hedges) or a.statement.status in weak, bool(b.hedges) or b.statement.status in weak
    if x == y:
        return
    hedged, words_of = (a, "first") if x else (b, "second")
    span = hedged.hedges[0] if hedged.hedges else hedged.whole
    kind = "hedge_dropped" if x else "hedge_added"
    yield kind, (span if x else a.whole), (b.whole if x else span), f"only the {words_of} reading hedges"


def _lost_attribution(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """One side has it from a source, the other in its own voice."""
    if bool(a.statement.chain) == bool(b.statement.chain):
        return
    kind = "attribution_lost" if a.statement.chain else "attribution_added"
    yield kind, a.whole, b.whole, "one reading is attributed, the other in the outlet's own voice"


def _changed_label(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """One actor called differently."""
    for span, actor, loaded in a.labels:
        for other, same, charged in b.labels:
            x, y = fold(a.text[span.start : span.end]), fold(b.text[other.start : other.end])
            if actor == same and x != y and (loaded != charged or loaded):
                yield "label", span, other, f"{actor}: {x} / {y}"


def _changed_place(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """One place each, and not the same."""
    if len({p for _, p in a.places}) != 1 or len({p for _, p in b.places}) != 1:
        return
    (first, p), (second, q) = a.places[0], b.places[0]
    if p != q:
        yield "place", first, second, f"{p} / {q}"


def _added_cause(a: _Side, b: _Side, vocabulary: _Vocabulary) -> Iterator[_Found]:
    """A word of cause on one side only."""
    x = [t for t, k in zip(a.tokens, a.keys, strict=True) if fold(a.text[t.start : t.end]) in vocabulary.causes]
    y = [t for t, k in zip(b.tokens, b.keys, strict=True) if fold(b.text[t.start : t.end]) in vocabulary.causes]
    if bool(x) != bool(y):
        yield (
            ("cause_added" if y else "cause_dropped"),
            (x[0] if x else a.whole),
            (y[0] if y else b.whole),
            "cause on one side only",
        )


_RULES: Sequence[tuple[str, Callable[[_Side, _Side, _Vocabulary], Iterator[_Found]]]] = (
    ("other-letters", _other_letters),
    ("changed-word", _changed_word),
    ("changed-number", _changed_number),
    ("hedge", _dropped_hedge),
    ("attribution", _lost_attribution),
    ("label", _changed_label),
    ("place", _changed_place),
    ("cause", _added_cause),
)


_ONCE = frozenset(
    {"attribution"}
)  # a report that drops or adds its sources does so throughout: shown once for two reports

# Between kin of unknown direction only the wording is compared: who dropped or added something cannot be told.
_UNDIRECTED = tuple(r for r in _RULES if r[0] in ("other-letters", "changed-word", "changed-number", "label", "place"))

_UNRELATED = tuple(r for r in _RULES if r[0] in ("other-letters", "changed-word"))


_CLOCK = re.compile(r"\d[:.]\d\d|\b\d{1,2} ?[ap]\.?m", re.IGNORECASE)


def _contradicts(claim: Claim, reader: _Reader) -> bool:
    """Tell whether answers without a number exclude each other: two clock times, or asserted here and denied there."""
    found = [reader.statements[i] for v in claim.values for i in v.statements[:1] if i in reader.statements]
    if found and all(s.answers is Answers.WHEN for s in found):
        clocks = [_CLOCK.search(reader.side(s).text, s.content[0].start, s.content[-1].end) for s in found]
        return sum(c is not None for c in clocks) >= 2
    sides = [reader.side(s) for s in found]
    return any(_shared(a, b) >= COMPARABLE for n, a in enumerate(sides) for b in sides[n + 1 :])


def _disputed(story: Story, claim: Claim, reader: _Reader) -> Iterator[Difference]:
    """Yield the difference between the answers of a claim that do not meet: one reading per answer."""
    if len(claim.values) < 2:
        return
    if not all(v.low is not None for v in claim.values) and not _contradicts(claim, reader):
        return
    readings: list[Reading] = []
    denied = any(v.status is not Status.ASSERTED for v in claim.values)
    for value in claim.values:
        first = reader.statements.get(min(value.statements)) if value.statements else None
        if first is None:
            return
        side = reader.side(first)
        count = side.counts[0] if value.low is not None and side.counts and not denied else None
        readings.append(side.reading(Span(count.start, count.end) if count else side.whole))
    because = f"answers-differ: {len(readings)} answers to {claim.slot}"
    kind = "number" if all(v.low is not None for v in claim.values) and not denied else "answer"
    if kind == "number" and sum(not _is_revision(v, reader) for v in claim.values) <= 1:
        kind, because = "revision", f"revised: {len(readings)} counts after one another, {claim.slot}"
    yield Difference(story.id, kind, claim.id, None, tuple(readings), because)


def _is_revision(value: Value, reader: _Reader) -> bool:
    """Tell whether some report gives a count as one that replaces an earlier one."""
    told = (reader.statements[i] for i in value.statements if i in reader.statements)
    return any(_revises(reader.side(s), reader.vocabulary) for s in told)
