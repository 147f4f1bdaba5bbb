"""Article + Account -> the headline held against its own body: spans on both sides, no verdict on who is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from firsthand.fold import fold
from firsthand.lemma import stem
from firsthand.lexicon import Lexicon
from firsthand.records import (
    Account,
    Article,
    Attribution,
    AttributionId,
    Headline,
    HeadlineSupport,
    Quantity,
    Role,
    SourceKind,
    Statement,
    Status,
    ZoneKind,
)
from firsthand.spans import Shelf, Span
from firsthand.tokens import spelt, words

_HELD = 0.5  # share of the headline's content words that a body statement must hold to be what the headline says
_SAID_AT_ALL = 0.34  # share of the headline's words below which the body says nothing like it
_MIN_ASKED = 3  # words; a shorter headline is a topic, not a statement
_COPIED = 64  # texts whose words are remembered: copies stand in one story
_WEAK = frozenset({Status.POSSIBLE, Status.PLANNED, Status.DENIED, Status.NEGATED, Status.FAILED})


# attributed headline := name ":" text | text " - " name       name := one to four words
_BY_MARK = re.compile(r"(?P<first>[^\s:]+(?: [^\s:]+){0,3}): |.* [-\u2013\u2014] (?P<last>[^\s-]+(?: [^\s-]+){0,3})$")
_QUOTED = re.compile(r"\"[^\"]+\"|(?<!\w)'[^']+'(?!\w)")


@dataclass(frozen=True, slots=True)
class _Strong:
    """How strong a word is: its scale (size, harm) and its step on it."""

    scale: str
    step: int


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    strong: dict[str, _Strong]
    attributing: frozenset[str]
    labels: frozenset[str]
    grammar: frozenset[str]
    irregular: dict[str, str]
    classes: dict[str, tuple[str, ...]]


@cache
def _vocabulary(known: Lexicon) -> _Vocabulary:
    table, predicates = known.table("intensity"), known.table("predicates")
    strong = {
        w: _Strong(scale, int(step)) for scale in ("size", "harm") for step, own in table[scale].items() for w in own
    }
    return _Vocabulary(
        strong,
        frozenset(table["headline_attribution"]["words"]),
        frozenset(table["headline_attribution"]["labels"]),
        frozenset(predicates["marks"]["grammar"]),
        dict(predicates["irregular"]),
        _classes(predicates),
    )


def _classes(predicates: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the classes of happenings and things that a stem belongs to."""
    out: dict[str, set[str]] = {}
    for kind in ("classes", "things"):
        for name, entry in predicates[kind].items():
            for word in (*entry.get("verbs", ()), *entry.get("nouns", ())):
                out.setdefault(stem(predicates["irregular"].get(word, word)), set()).add(name)
    return {k: tuple(sorted(v)) for k, v in out.items()}


@dataclass(frozen=True, slots=True)
class _Case:
    """One headline with what its own body says."""

    article: Article
    account: Account
    span: Span
    words: _Vocabulary
    folded: str
    content: _Content
    body: tuple[Statement, ...]  # statements of the body, best match with the headline first
    match: float  # share of the headline's content words that the best of them holds
    attributed: bool  # whether the headline itself says that somebody says so

    def chain(self, statement: Statement) -> list[Attribution]:
        """Return the attributions of a statement, outermost first."""
        by_id: dict[AttributionId, Attribution] = {a.id: a for a in self.account.attributions}
        return [by_id[i] for i in statement.chain if i in by_id]


@dataclass(frozen=True, slots=True)
class _Finding:
    support: HeadlineSupport
    because: str
    spans: tuple[Span, ...]


def audit(article: Article, account: Account, known: Lexicon) -> Headline | None:
    """Return how the headline of ``article`` stands to its body; ``None`` when the text has no headline or no body.

    The rules are tried in order, the first that sees something decides; ``spans`` are its words, then the body's.
    """
    span = _headline(article)
    if span is None or not any(z.kind is ZoneKind.BODY for z in article.zones):
        return None
    case = _case(article, account, span, known)
    for name, rule in _RULES:
        found = rule(case)
        if found is not None:
            return Headline(article.id, found.support, f"{name}: {found.because}", found.spans)
    return Headline(article.id, HeadlineSupport.SUPPORTED, "said-so: the body says it as strongly", (span,))


def _headline(article: Article) -> Span | None:
    if article.title.span is not None:
        return article.title.span
    first = next((z for z in article.zones if z.kind is ZoneKind.HEADLINE), None)
    return first.span if first else None


class _Content(dict[Span, frozenset[str]]):
    """The stems of the content words under spans of one text, found when they are first asked for."""

    def __init__(self, vocabulary: _Vocabulary, folded: str) -> None:
        super().__init__()
        self._vocabulary, self._folded = vocabulary, folded

    def __missing__(self, span: Span) -> frozenset[str]:
        out: set[str] = set()
        for spelling in spelt(self._folded, span.start, span.end):
            word = spelling.removesuffix("'s")
            base = self._vocabulary.irregular.get(word, word)
            if base not in self._vocabulary.grammar and word not in self._vocabulary.attributing:
                out.add(stem(base))
        found = self[span] = frozenset(out)
        return found

    def of(self, statement: Statement) -> frozenset[str]:
        """Return the stems of what a statement says."""
        return frozenset[str]().union(*(self[c] for c in statement.content))


@lru_cache(maxsize=_COPIED)
def _content(known: Lexicon, folded: str) -> _Content:
    return _Content(_vocabulary(known), folded)


def _case(article: Article, account: Account, span: Span, known: Lexicon) -> _Case:
    vocabulary = _vocabulary(known)
    folded = fold(article.text)
    content = _content(known, folded)
    asked = content[span]
    body = [s for s in account.statements if s.zone is ZoneKind.BODY]
    sentences = Shelf((s.span, s.span) for s in article.sentences)

    def held(s: Statement) -> float:
        sentence = next(iter(sentences.around(s.content[0])), s.content[0])
        said, own = content[sentence], content.of(s)
        return (len(asked & own) + 0.5 * len(asked & (said - own))) / max(1, len(asked))

    ranked = sorted(((held(s), s) for s in body), key=lambda x: (-x[0], x[1].id))
    return _Case(
        article,
        account,
        span,
        vocabulary,
        folded,
        content,
        tuple(s for _, s in ranked),
        ranked[0][0] if ranked else 0.0,
        _is_attributed(account, span, folded, vocabulary),
    )


def _is_attributed(account: Account, span: Span, folded: str, vocabulary: _Vocabulary) -> bool:
    """Tell whether the headline keeps an attribution: a source, "X: ...", "... - X", "reports", quotes."""
    kinds = {s.id: s.kind for s in account.sources}
    for a in account.attributions:
        label = " ".join(folded[s.start : s.end] for s in a.source)
        if any(s.overlaps(span) for s in a.source) and kinds.get(a.source_id) is not SourceKind.VISUAL:
            if label not in vocabulary.labels:
                return True
    headline = folded[span.start : span.end]
    named = _BY_MARK.match(headline)
    if named and (named["first"] or named["last"]).strip() not in vocabulary.labels:
        return True
    said = set(spelt(folded, span.start, span.end))
    return bool(said & vocabulary.attributing) or bool(_QUOTED.search(headline))


# ---- the rules ---------------------------------------------------------------------------------------------


def _strong_words(case: _Case, span: Span) -> list[tuple[Span, str]]:
    found = [(t, case.folded[t.start : t.end]) for t in words(case.folded, span.start, span.end)]
    return [(t, w) for t, w in found if w in case.words.strong]


def _intensity(case: _Case) -> _Finding | None:
    """A strong word of the headline that the body does not use in its own voice, or that it leaves to a source."""
    for where, word in _strong_words(case, case.span):
        strong = case.words.strong[word]
        own, left, weaker = [], [], []
        for statement in case.body:
            for content in statement.content:
                for there, other in _strong_words(case, content):
                    rank = case.words.strong[other]
                    if rank.scale != strong.scale:
                        continue
                    if statement.chain and (other == word or rank.step >= strong.step - 1):
                        left.append((there, other, statement))
                    elif not statement.chain and (other == word or rank.step >= strong.step):
                        own.append(there)
                    else:
                        weaker.append(there)
        if own:
            continue
        figures = _figures(case)
        if left:
            there, other, statement = min(left, key=lambda x: (x[1] != word, x[0]))
            voice = _voice(case, statement)
            if case.attributed and other == word:
                continue
            kind = HeadlineSupport.STRONGER if case.attributed else HeadlineSupport.LOST_ATTRIBUTION
            return _Finding(
                kind,
                f'headline has "{word}" as its own word, the body leaves "{other}" to {voice}',
                (where, there, *figures),
            )
        return _Finding(
            HeadlineSupport.STRONGER,
            f'headline says "{word}", no sentence of the body is as strong'
            + (", the body has a figure" if figures else ""),
            (where, *weaker[:1], *figures),
        )
    return None


def _figures(case: _Case) -> tuple[Span, ...]:
    """Return the first figure of the body that counts people or things."""
    body = [z.span for z in case.article.zones if z.kind is ZoneKind.BODY]
    for q in case.account.quantities:
        span = Span(q.start, q.end)
        if q.role is not Role.OTHER and any(z.contains(span) for z in body):
            return (span,)
    return ()


def _voice(case: _Case, statement: Statement) -> str:
    chain = case.chain(statement)
    said = [" ".join(case.article.text[s:e].split()) for s, e in (chain[-1].source or chain[-1].cue)] if chain else []
    return " ".join(said) or "a source"


def _number(case: _Case) -> _Finding | None:
    """A count in the headline that is higher than every count of the same thing in the body, or that the body lacks."""
    inside = [q for q in case.account.quantities if case.span.contains(Span(q.start, q.end))]
    body = [z.span for z in case.article.zones if z.kind is ZoneKind.BODY]
    others = [q for q in case.account.quantities if any(z.contains(Span(q.start, q.end)) for z in body)]
    for q in inside:
        same = [o for o in others if o.role is q.role and (q.role is not Role.OTHER or o.unit == q.unit)]
        if not same or any(_allows(o, q) for o in others):
            continue
        higher = all(o.high is not None and o.high < q.low for o in same)
        if higher:
            top = max(same, key=lambda o: (o.high or o.low, -o.start))
            return _Finding(
                HeadlineSupport.STRONGER,
                f'headline has "{q.words}", the body no more than "{top.words}"',
                (Span(q.start, q.end), Span(top.start, top.end)),
            )
    return None


def _allows(body: Quantity, headline: Quantity) -> bool:
    """Tell whether a count of the body reaches the headline's."""
    return body.high is None or body.high >= headline.low


def _unsupported(case: _Case) -> _Finding | None:
    """A headline most of whose words the body neither has nor paraphrases."""
    asked = case.content[case.span]
    if len(asked) < _MIN_ASKED or not case.body:
        return None
    said = {k for s in case.body for k in case.content.of(s)}
    classes = {c for k in said for c in case.words.classes.get(k, ())}
    held = [k for k in asked if k in said or classes.intersection(case.words.classes.get(k, ()))]
    if len(held) >= _SAID_AT_ALL * len(asked):
        return None
    return _Finding(
        HeadlineSupport.UNSUPPORTED,
        f"the body holds {len(held)} of the headline's {len(asked)} words, or words of their kind",
        (case.span, *case.body[0].content[:1]),
    )


def _status(case: _Case) -> _Finding | None:
    """A headline that asserts what its body calls possible, planned, failed or denied."""
    if case.match < _HELD or case.attributed:
        return None
    best = [s for s in case.body[:6] if s.zone is ZoneKind.BODY]
    own = [s for s in case.account.statements if s.zone is ZoneKind.HEADLINE and s.content[0].overlaps(case.span)]
    if best and own and best[0].status in _WEAK and all(s.status is Status.ASSERTED for s in own):
        return _Finding(
            HeadlineSupport.STRONGER,
            f"headline asserts what the body has as {best[0].status}",
            (case.span, *best[0].content),
        )
    return None


def _attribution(case: _Case) -> _Finding | None:
    """A headline that says flatly what its body only has somebody say."""
    if case.attributed or case.match < _HELD:
        return None
    best = [s for s in case.body if _overlap(case, s) >= 0.8 * _overlap(case, case.body[0])]
    if best and all(s.chain for s in best):
        return _Finding(
            HeadlineSupport.LOST_ATTRIBUTION,
            f"the body has this from {_voice(case, best[0])}, the headline says it flatly",
            (case.span, *best[0].content),
        )
    return None


def _overlap(case: _Case, statement: Statement) -> int:
    return len(case.content[case.span] & case.content.of(statement))


_RULES: Sequence[tuple[str, Callable[[_Case], _Finding | None]]] = (
    ("strong-word", _intensity),
    ("number", _number),
    ("not-in-body", _unsupported),
    ("status", _status),
    ("flat", _attribution),
)
