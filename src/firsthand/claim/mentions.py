"""Statements of a story -> Mentions: what a statement speaks about, in terms that reports can share."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from firsthand.claim.topics import topics
from firsthand.fold import fold
from firsthand.lemma import stem
from firsthand.lexicon import Lexicon
from firsthand.records import (
    Account,
    Answers,
    Article,
    Cast,
    Quantity,
    Role,
    SourceId,
    Statement,
    StatementId,
    Time,
    ZoneKind,
)
from firsthand.spans import Shelf, Span
from firsthand.tokens import spelt, words

HALF_DAY = 720  # minutes
READ_ZONES = frozenset({ZoneKind.BODY, ZoneKind.QUOTE_BOX})  # headlines, captions and comments support no claim


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement made comparable. ``terms`` weigh how often a term stands in it (fewer for words only near it)."""

    statement: Statement
    order: int  # position of the document in the story, then of the statement in the document
    # words; "~" their beginnings, "#" their classes, "@" names by id, "?" topics that the wording shows
    terms: Mapping[str, float]
    around: Mapping[str, float]  # the terms of the whole sentence
    names: frozenset[str]
    worded: frozenset[str]  # the terms that are written without a capital in it: no names
    counts: tuple[Quantity, ...]
    hours: tuple[Time, ...]
    units: tuple[str, ...]
    sort: str  # of what is counted: "persons", "distance", or the thing itself; "" when no table knows it
    broad: str  # the sort, or "objects" for any thing that no table gives another: two boats may be two vessels, not two men
    measure: float  # how many of its sort's least unit: metres, seconds; 0 for what is no measure
    kinds: frozenset[str]  # within the sort: "armed", "at_work"; of several it may be each, and any when there are none
    is_part: (
        bool  # the count takes a part out of others: "two of the men", "two of the dead"; not "two of the men died"
    )
    days: tuple[int, int] | None  # first and last day, as ordinals, of the times that stand in its clause
    source: SourceId | None  # of the innermost attribution
    negated: bool
    says_none: bool  # that there was none of what others tell: "there was no explosion"
    text: str
    whole: str  # the clause in which a count or an hour stands; the same as ``text`` for a clause

    @property
    def count(self) -> Quantity | None:
        """Return the count that the statement is about, if it is about one."""
        return self.counts[0] if self.counts and self.answers is Answers.HOW_MANY else None

    @property
    def unit(self) -> str:
        """Return what is counted, as a class of things when the word belongs to one ("men", "residents": people)."""
        return self.units[0] if self.units else ""

    @property
    def minute(self) -> int | None:
        """Return the minute of the day that the statement names."""
        found = _CLOCK.search(self.hours[0].value) if self.hours else None
        return int(found[1]) * 60 + int(found[2]) if found else None

    @property
    def either_half(self) -> bool:
        """Tell whether the hour may be before noon or after it: "twenty to ten" is 09:40 or 21:40."""
        ends = [_CLOCK.search(t or "") for t in (self.hours[0].earliest, self.hours[0].latest)] if self.hours else []
        morning, evening = ends if len(ends) == 2 else (None, None)
        return (
            morning is not None
            and evening is not None
            and morning[2] == evening[2]
            and int(evening[1]) - int(morning[1]) == 12
        )

    def apart(self, other: Mention) -> int | None:
        """Return the minutes between the hours of two mentions in the readings that lie nearest, ``None`` where one names none."""
        if self.minute is None or other.minute is None:
            return None
        day = HALF_DAY if self.either_half or other.either_half else 2 * HALF_DAY
        between = abs(self.minute - other.minute) % day
        return min(between, day - between)

    @property
    def answers(self) -> Answers:
        """Return what kind of question the statement answers."""
        return self.statement.answers


@dataclass(frozen=True, slots=True)
class _Words:
    """The vocabulary that mentions are read with."""

    grammar: frozenset[str]
    classes: Mapping[str, tuple[str, ...]]  # stem -> names of the classes it belongs to
    irregular: Mapping[str, str]
    things: frozenset[str]
    befallen: frozenset[str]  # "dead", "wounded", "missing": who is counted is what befell them
    sorts: Mapping[str, str]  # stem of a unit, or class of things -> sort
    kinds: Mapping[str, frozenset[str]]  # class of things, or stem of a word for them -> kinds within their sort
    objects: frozenset[str]  # stems of units that are things
    sizes: Mapping[str, float]  # stem of a measure -> how many of its sort's least unit it is
    none: tuple[tuple[str, ...], ...]  # phrases that say there was none, as words

    @property
    def none_within(self) -> int:
        """Return how many words of a clause tell whether it begins with such a phrase, perhaps behind one word."""
        return 1 + max(map(len, self.none), default=0)


def _kinds(sorts: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """Return the kinds of classes of things, and of the words whose class does not tell theirs."""
    out: dict[str, frozenset[str]] = {}
    for entry in sorts:
        named = [(f"#{x}", kind) for kind, own in entry.get("kinds", {}).items() for x in own]
        named += [(stem(w), kind) for kind, own in entry.get("called", {}).items() for w in own]
        for key, kind in named:
            out[key] = out.get(key, frozenset()) | {kind}
    return out


@cache
def _words(known: Lexicon) -> _Words:
    table, roles = known.table("predicates"), known.table("roles")
    classes: dict[str, set[str]] = {}
    for kind in ("classes", "things"):
        for name, entry in table[kind].items():
            for word in (*entry.get("verbs", ()), *entry.get("nouns", ())):
                classes.setdefault(stem(table["irregular"].get(word, word)), set()).add(f"#{name}")
    return _Words(
        grammar=frozenset(table["marks"]["grammar"]) | frozenset(table["marks"]["numerals"]),
        classes={k: tuple(sorted(v)) for k, v in classes.items()},
        irregular=table["irregular"],
        things=frozenset(f"#{name}" for name in table["things"]),
        befallen=frozenset(
            w for r in Role if r is not Role.OTHER for w in (*roles[r.value]["noun"], *roles[r.value]["participle"])
        ),
        sorts={stem(w): name for name, e in table["sorts"].items() for w in e.get("words", ())}
        | {f"#{thing}": name for name, e in table["sorts"].items() for thing in e.get("things", ())},
        kinds=_kinds(table["sorts"].values()),
        objects=frozenset(
            stem(w) for w in {*roles["units"]["things"], *table["objects"]["words"]} - {*roles["units"]["measures"]}
        ),
        sizes={stem(w): float(n) for e in table["sorts"].values() for w, n in e.get("sizes", {}).items()},
        none=tuple(tuple(phrase.split()) for phrase in table["none"]["phrases"]),
    )


def read(
    articles: Sequence[Article], cast: Cast, known: Lexicon, but: frozenset[StatementId] = frozenset()
) -> list[Mention]:
    """Return the mentions of a story: the body statements of its articles less those in ``but``, in the order given."""
    vocabulary = _words(known)
    voices = {_called(n) for s in cast.sources for n in (s.name, *s.names)} | {
        _called(a.outlet or "") for a in articles
    }
    out: list[Mention] = []
    for article in articles:
        account = cast.accounts[article.id]
        reader = _Reader(article, account, vocabulary, known)
        for statement in account.statements:
            if statement.zone in READ_ZONES and statement.id not in but:
                mention = reader.mention(statement, len(out))
                if (mention.terms or mention.counts or mention.hours) and not _only_names_a_voice(mention, voices):
                    out.append(mention)
    return out


class _Reader:
    """Reads the statements of one article; holds its folded text and what stands where in it."""

    def __init__(self, article: Article, account: Account, vocabulary: _Words, known: Lexicon) -> None:
        self.article, self.account, self.vocabulary, self.known = article, account, vocabulary, known
        self.folded = fold(article.text)
        self.starts = [x.start for x in article.sentences]
        self.sentence_terms: dict[Span, dict[str, float]] = {}
        self.span_terms: dict[Span, list[tuple[str, float]]] = {}
        self.by_id = {a.id: a for a in account.attributions}
        named = [(Span(x.start, x.end), f"@{x.actor}") for x in account.labels]
        named += [(Span(p.start, p.end), f"@{p.place}") for p in account.places if p.place]
        self.named = Shelf(sorted(named))
        self.quantities = Shelf((Span(q.start, q.end), q) for q in account.quantities)
        # a clause that ends with "4 a.m." holds the hour without its last mark
        self.times = Shelf((Span(t.start, t.end - (self.folded[t.end - 1] == ".")), t) for t in account.times)
        self.clauses = Shelf((s.content[0], s.content[0]) for s in account.statements)

    def mention(self, statement: Statement, order: int) -> Mention:
        """Return the mention that ``statement`` makes."""
        counts = tuple(self.quantities.inside(statement.content))
        hours = tuple(t for t in self.times.inside(statement.content) if "T" in t.value)
        terms: dict[str, float] = {}
        for term, weight in self._terms(statement.content, 1.0):
            terms[term] = max(terms.get(term, 0.0), weight)
        if statement.answers is not Answers.WHAT:
            around = self._enclosing(statement)
            for term, weight in self._terms(around, _NEAR):
                terms[term] = max(terms.get(term, 0.0), weight)
        else:
            said = [w for span in statement.content for w in spelt(self.folded, *span)]
            terms |= dict.fromkeys((f"?{topic}" for topic in topics(said, self.known)), 1.0)
        chain = [self.by_id[i] for i in statement.chain if i in self.by_id]
        negated = statement.status.value in ("negated", "denied")
        return Mention(
            statement=statement,
            order=order,
            terms=terms,
            around=self._around(statement),
            names=frozenset(t for t in terms if t.startswith("@")),
            worded=self._worded(self._enclosing(statement) or statement.content),
            counts=counts,
            hours=hours,
            units=tuple(self._unit(q) for q in counts),
            sort=self._sort(counts[0]) if counts else "",
            broad=self._broad(counts[0]) if counts else "",
            measure=self._measure(counts[0]) if counts else 0.0,
            kinds=self._kinds(counts[0]) if counts else frozenset(),
            is_part=bool(counts) and statement.answers is Answers.HOW_MANY and self._is_part(counts[0]),
            days=self._days(self._enclosing(statement) or statement.content),
            source=chain[-1].source_id if chain else None,
            negated=negated,
            says_none=negated and self._says_none(statement.content),
            text=self._said(statement.content),
            whole=self._said(self._enclosing(statement) or statement.content),
        )

    def _says_none(self, content: Sequence[Span]) -> bool:
        """Tell whether ``content`` begins, perhaps behind one word, with words that say there was none: "But there was no fire"."""
        said = [w for span in content for w in spelt(self.folded, *span)][: self.vocabulary.none_within]
        return any(tuple(said[k : k + len(p)]) == p for k in (0, 1) for p in self.vocabulary.none)

    def _worded(self, spans: Sequence[Span]) -> frozenset[str]:
        irregular = self.vocabulary.irregular
        found = (self.folded[t.start : t.end] for s in spans for t in words(self.folded, *s) if self._is_small(t.start))
        return frozenset(stem(irregular.get(w, w.removesuffix("'s"))) for w in found)

    def _is_small(self, at: int) -> bool:
        return self.article.text[at].islower()

    def _days(self, spans: Sequence[Span]) -> tuple[int, int] | None:
        found = [(t.earliest, t.latest) for t in self.times.inside(spans) if t.earliest and t.latest]
        return (min(_ordinal(a) for a, _ in found), max(_ordinal(b) for _, b in found)) if found else None

    def _said(self, content: Sequence[Span]) -> str:
        return " … ".join(self.article.text[s:e] for s, e in content)

    def _around(self, statement: Statement) -> dict[str, float]:
        """Return the terms of the sentence in which a statement stands."""
        first = statement.content[0]
        at = bisect_right(self.starts, first.start) - 1
        span = self.article.sentences[at].span if at >= 0 else first
        if span not in self.sentence_terms:
            self.sentence_terms[span] = dict(self._terms((span,), 1.0))
        return self.sentence_terms[span]

    def _unit(self, q: Quantity) -> str:
        key = self._key(q)
        classes = [c for c in self.vocabulary.classes.get(key, ()) if c in self.vocabulary.things]
        if classes:
            return classes[0]
        return (
            "" if q.role in _OF_PERSONS else key
        )  # "strikers", "rioters": who they are is a label, not another question

    def _sort(self, q: Quantity) -> str:
        """Return what sort of thing is counted: two counts of different sorts answer two questions."""
        found = self.vocabulary.sorts.get(self._key(q), "") or ("persons" if q.role in _OF_PERSONS else "")
        unit = self._unit(q)
        return found or (self.vocabulary.sorts.get(unit) or unit if unit in self.vocabulary.things else "")

    def _kinds(self, q: Quantity) -> frozenset[str]:
        """Return the kinds of which those counted may be."""
        kinds = self.vocabulary.kinds
        return kinds.get(self._key(q)) or kinds.get(self._unit(q)) or frozenset()

    def _broad(self, q: Quantity) -> str:
        """Return the sort of what is counted, or that it is a thing."""
        sort = self._sort(q)
        thing = sort.startswith("#") or (not sort and self._key(q) in self.vocabulary.objects)
        return "objects" if thing else sort

    def _measure(self, q: Quantity) -> float:
        """Return how many of the least unit of its sort a measure is: 2,000 for "two kilometres"; 0 for no measure."""
        return q.low * self.vocabulary.sizes.get(self._key(q), 0.0)

    def _key(self, q: Quantity) -> str:
        """Return the stem of the word that says what is counted."""
        words_ = fold(q.unit).split()
        return stem(self.vocabulary.irregular.get(words_[-1], words_[-1])) if words_ else ""

    def _is_part(self, q: Quantity) -> bool:
        found = _PART.match(self.folded, q.end)
        if found is None or q.role is Role.OTHER:
            return found is not None
        return found[1] is None or found[1] in self.vocabulary.befallen  # "two of the men died" counts all who died

    def _enclosing(self, statement: Statement) -> tuple[Span, ...]:
        """Return the clause in which a count or an hour stands."""
        first = statement.content[0]
        holding = [s for s in self.clauses.around(first) if s != first]
        return (min(holding, key=lambda s: (s.end - s.start, s)),) if holding else ()

    def _terms(self, spans: Sequence[Span], weight: float) -> Iterator[tuple[str, float]]:
        """Yield the terms of the words under ``spans``: stems, classes of words, names by the id of what they name."""
        for span in spans:
            if span not in self.span_terms:
                self.span_terms[span] = [*self._terms_of(span), *((name, 1.0) for name in self.named.overlapping(span))]
            for term, share in self.span_terms[span]:
                yield term, weight * share

    def _terms_of(self, span: Span) -> Iterator[tuple[str, float]]:
        known = self.vocabulary
        for word in spelt(self.folded, span.start, span.end):
            base = known.irregular.get(word, word.removesuffix("'s"))
            if base in known.grammar or word in known.grammar or word[0].isdigit():
                continue
            key = stem(base)
            yield key, 1.0
            for name in known.classes.get(key, ()):
                yield name, _CLASS
            if len(key) > _PREFIX:
                yield f"~{key[:_PREFIX]}", _SHARED_PREFIX


# what befalls persons, whatever they are called; what is destroyed or deployed may be anything
_OF_PERSONS = frozenset(
    {Role.KILLED, Role.WOUNDED, Role.KILLED_OR_WOUNDED, Role.CAPTURED, Role.MISSING, Role.DISPLACED}
)


# part := count, then "of" and what is already spoken of ("two of them", "six of the men"); not "dozens of men"
_PART = re.compile(
    r"\s+(?:more\s+)?of\s+(?:(?:the|his|her|its|their|our|my)\s+(?:(?:at\s+least|some|about)\s+)?(?!\d)(\w+)"
    r"|(?:the|them|these|those|whom|which|us|you|his|her|its|their|our|my)\b)"
)
_CLOCK = re.compile(r"T(\d\d):(\d\d)")
_NEAR = 0.45  # weight of words that stand near a count, against words in the statement itself; our choice
_CLASS = 0.6  # weight of "some word of this class" against the word itself; our choice
_PREFIX = 5  # letters that derived words share ("negotiat-e", "negotiat-or")
_SHARED_PREFIX = 0.3  # weight of a shared beginning against the word itself; our choice


# frame := words that say only who speaks: "army spokesman Darin Voss said", "according to the Sentinel", "Based on AMN"
_FRAME = re.compile(
    r"(?:.*\b(?:said|says|told|reported|reports|added|claimed|stated|writes|wrote)(?:\s+\w+)?"
    r"|(?:according to|based on|citing|quoting|speaking to|with reference to)\b.*)",
    re.IGNORECASE,
)
# silence := words that say only that somebody says nothing: "There was no immediate comment from the embassy"
_SILENCE = re.compile(
    r"\b(?:no|without)\s+(?:\w+\s+){0,2}(?:comment|response|reaction|reply|answer|statement)s?\b"
    r"|\b(?:declin|refus)\w+\s+(?:to\s+)?(?:comment|answer|reply|respond)"
    r"|\b(?:not|n't)\s+(?:\w+\s+){0,2}(?:comment(?:ed)?\b|be\s+reached\b|respon(?:d|ded)\b|repl(?:y|ied)\b|answer(?:ed)?\b)",
    re.IGNORECASE,
)
_FRAME_WORDS = 7  # words; a longer clause says something besides who speaks


def _called(name: str) -> str:
    return " ".join(fold(name).removeprefix("the ").split())


def _only_names_a_voice(m: Mention, voices: Set[str]) -> bool:
    """Tell whether a clause says nothing but who speaks (one of ``voices``): such a clause answers no question."""
    if m.answers is not Answers.WHAT or m.counts:
        return False
    if _called(m.text) in voices:
        return True
    said = m.text.split()
    telling = [t for t in m.terms if t[0] not in "~#@?"]
    return (
        len(telling) < (1 if m.negated and m.source else 2)  # "there was no explosion, police said" says all it has to
        or _SILENCE.search(m.text) is not None
        or (len(said) <= _FRAME_WORDS and _FRAME.fullmatch(" ".join(said)) is not None)
    )


def _ordinal(moment: str) -> int:
    """Return the day of an ISO 8601 time as an ordinal, 0 when it cannot be read."""
    try:
        return date.fromisoformat(moment[:10]).toordinal()
    except ValueError:
        return 0
