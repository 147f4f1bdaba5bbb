"""Article + Attributions -> Statements: one thing said, with the chain through which it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from firsthand.lexicon import Lexicon
from firsthand.records import (
    Answers,
    Article,
    Attribution,
    AttributionId,
    Quantity,
    Role,
    Statement,
    StatementId,
    Time,
    ZoneKind,
)
from firsthand.spans import Shelf, Span, joined, trimmed, without
from firsthand.statement.clauses import clauses
from firsthand.statement.status import status

_EDGES = " \t\n,;:.\"'\u201c\u201d\u2018\u2019\u2013\u2014-()[]"
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 1000  # characters of a sentence; what goes on longer is no prose and is read in pieces
_DEEPEST = 12  # links of a chain; news has four
_SHORT = 8  # words; in a longer clause a count is one thing among several
_REACH = 24  # characters before a count in which its verb is looked for
_MIN_OWN_WORDS = 2  # words; what is left around an attribution ("he added") says nothing below this
# Words that say nothing by themselves when they are all that is left beside an attribution.
_EMPTY = frozenset(
    (
        "and but also however meanwhile that this it he she they we as so while in for the a an of to by"
        " with on at according reports report news media said told agency newspaper then too still his"
        " her its their part"
    ).split()
)


_Chains = Mapping[
    AttributionId, tuple[Attribution, ...]
]  # attribution -> those it stands in and itself, outermost first


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a sentence that one voice says: its chain, outermost first, and the words in it that name the voice."""

    span: Span
    chain: tuple[Attribution, ...]
    holes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """By whom and where something is said."""

    chain: tuple[Attribution, ...]
    zone: ZoneKind


@dataclass(frozen=True, slots=True)
class _Inside:
    """The counts and times of the article."""

    quantities: Shelf[Quantity]
    times: Shelf[Time]


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement in the making."""

    content: tuple[Span, ...]
    told: _Told
    because: str
    answers: Answers = Answers.WHAT


def state(
    article: Article,
    attributions: Sequence[Attribution],
    known: Lexicon,
    quantities: Sequence[Quantity] = (),
    times: Sequence[Time] = (),
) -> tuple[Statement, ...]:
    """Return the statements of ``article`` in order of their first span, each with its chain.

    A statement is a clause as far as one voice says it. A count or an hour that stands inside a clause next to other
    things ("at about 9.40 pm", "by between 20 and 25 gunmen") is a statement of its own too: it answers a question of
    its own, and reports that agree on the rest may differ there.
    """
    by_id = {a.id: a for a in attributions}
    chains = {a.id: _up(a, by_id) for a in attributions}
    inside = _Inside(
        Shelf((Span(q.start, q.end), q) for q in quantities), Shelf((Span(t.start, t.end), t) for t in times)
    )
    heard = Shelf((s, a) for a in attributions for s in (*a.content, *a.source, *a.cue))
    found: list[_Found] = []
    for sentence in article.sentences:
        for piece in _pieces(article.text, sentence.span):
            here = list({a.id: a for a in heard.overlapping(piece)}.values())
            for stretch in _stretches(article.text, piece, here, chains):
                for clause in clauses(article.text, stretch.span, known):
                    content = _rest(article.text, clause, stretch.holes)
                    if content:
                        found.extend(_of_clause(article.text, content, _Told(stretch.chain, sentence.zone), inside))
    return tuple(_statements(article, found, known))


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """Yield ``sentence`` in pieces of bounded length, cut at white space where there is some: one piece for all prose."""
    at = sentence.start
    while sentence.end - at > _LONGEST:
        space = text.rfind(" ", at + _LONGEST // 2, at + _LONGEST)
        stop = space + 1 if space >= 0 else at + _LONGEST
        yield Span(at, stop)
        at = stop
    yield Span(at, sentence.end)


def _of_clause(text: str, content: tuple[Span, ...], told: _Told, inside: _Inside) -> Iterator[_Found]:
    """Yield the clause, and the counts and hours in it that stand beside other things.

    A short clause whose only count says what befell how many ("seven people were killed") is about that count.
    """
    counts = [
        (c, q) for c in content for q in inside.quantities.overlapping(c) if c.start <= q.start and q.end <= c.end
    ]
    length = sum(len(_WORD.findall(text[c.start : c.end])) for c in content)
    if len(counts) == 1 and counts[0][1].role is not Role.OTHER and length <= _SHORT:
        yield _Found(content, told, f"count: {counts[0][1].words}", Answers.HOW_MANY)
        return
    yield _Found(content, told, "clause: one verb, as marks and joining words show")
    for clause, q in counts:
        yield _Found((_with_noun(text, Span(q.start, q.end), clause),), told, f"count: {q.words}", Answers.HOW_MANY)
    for clause in content:
        for t in inside.times.overlapping(clause):
            if clause.start <= t.start and t.end <= clause.end and "T" in t.value:
                yield _Found((Span(t.start, t.end),), told, f"hour: {t.value}", Answers.WHEN)


def _statements(article: Article, found: Sequence[_Found], known: Lexicon) -> Iterator[Statement]:
    seen: set[tuple[Span, ...]] = set()
    for n, f in enumerate(sorted(found, key=lambda f: (f.content[0].start, -f.content[-1].end))):
        if f.content in seen:
            continue
        seen.add(f.content)
        cues = tuple(" ".join(article.text[s:e] for s, e in a.cue) for a in f.told.chain)
        kind, because = status(article.text, f.content, cues, known)
        yield Statement(
            StatementId(f"{article.id}:s{n:04d}"),
            article.id,
            f.content,
            tuple(AttributionId(a.id) for a in f.told.chain),
            kind,
            None,
            f.told.zone,
            f"{f.because}; {because}",
            f.answers,
        )


def _stretches(text: str, sentence: Span, here: Sequence[Attribution], chains: _Chains) -> Iterator[_Stretch]:
    """Yield the parts of a sentence that one voice says, in order; ``here`` are the attributions that touch it."""
    inner = {e for a in here for s in a.content for e in s if sentence.start < e < sentence.end}
    edges = sorted({sentence.start, sentence.end, *inner})
    naming = joined(s for a in here for s in (*a.source, *a.cue) if s.overlaps(sentence))
    out: list[_Stretch] = []
    for whole in (Span(a, b) for a, b in pairwise(edges)):
        chain = _chain(whole, here, chains)
        for part in _rest(text, whole, _naming_of(chain, whole) if chain else naming):
            if out and chain and out[-1].chain == chain and _hardly_broken(text, Span(out[-1].span.end, part.start)):
                gap = Span(out[-1].span.end, part.start)
                holes = (gap,) if _WORD.search(text, gap.start, gap.end) else ()
                out[-1] = _Stretch(Span(out[-1].span.start, part.end), chain, out[-1].holes + holes)
            else:
                out.append(_Stretch(part, chain))
    yield from out


def _naming_of(chain: Sequence[Attribution], whole: Span) -> tuple[Span, ...]:
    """Return the words inside ``whole`` that name the innermost voice."""
    return joined(s for s in (*chain[-1].source, *chain[-1].cue) if s.overlaps(whole))


def _hardly_broken(text: str, gap: Span) -> bool:
    """Tell whether a gap is marks and one word at most ("have been *reportedly* killed")."""
    return len(_WORD.findall(text[gap.start : gap.end])) <= 1


def _rest(text: str, whole: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """Return what is left of ``whole`` outside ``holes``, if together it says something; nothing otherwise."""
    parts = [trimmed(text, part, _EDGES) for part in without(whole, holes)]
    parts = [p for p in parts if _WORD.search(text, p.start, p.end)]
    said = [w.lower() for p in parts for w in _WORD.findall(text[p.start : p.end])]
    return tuple(parts) if len(said) >= _MIN_OWN_WORDS and any(w not in _EMPTY for w in said) else ()


def _chain(span: Span, here: Sequence[Attribution], chains: _Chains) -> tuple[Attribution, ...]:
    """Return the attributions through which the words under ``span`` came, outermost first."""
    holding = [a for a in here if any(c.contains(span) for c in a.content)]
    if not holding:
        return ()
    inner = min(holding, key=lambda a: (-len(chains[a.id]), sum(c.end - c.start for c in a.content), a.id))
    return chains[inner.id]


def _up(a: Attribution, by_id: Mapping[AttributionId, Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions in which ``a`` stands and ``a`` itself, outermost first; a loop of parents is cut."""
    out = [a]
    seen = {a.id}
    while (parent := out[-1].parent) is not None and parent in by_id and parent not in seen and len(out) < _DEEPEST:
        seen.add(parent)
        out.append(by_id[parent])
    return tuple(reversed(out))


_AFTER = re.compile(r"(?:\s+[^\W\d_]+(?:['\u2019-][^\W\d_]+)*){1,3}")
_BEFORE = re.compile(r"[^\W\d_]+(?:ing|ed)\s+(?:the\s+|another\s+)?$", re.IGNORECASE)


def _with_noun(text: str, span: Span, clause: Span) -> Span:
    """Return the count with what is counted and what befell it: a verb form before it, up to three words after it."""
    before = _BEFORE.search(text, max(clause.start, span.start - _REACH), span.start)
    after = _AFTER.match(text, span.end, clause.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)
