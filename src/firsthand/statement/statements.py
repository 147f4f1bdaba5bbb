"""Article + Attributions -> Statements: one thing said, with the chain through which it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Attribution, AttributionId, Quantity, Statement, StatementId, Time, ZoneKind
from firsthand.spans import Span, joined, trimmed, without
from firsthand.statement.clauses import clauses
from firsthand.statement.status import status

_EDGES = " \t\n,;:.\"'\u201c\u201d\u2018\u2019\u2013\u2014-()[]"
_WORD = re.compile(r"[^\W_]+")
_MIN_OWN_WORDS = 2  # words; what is left around an attribution ("he added") says nothing below this
# Words that say nothing by themselves when they are all that is left beside an attribution.
_EMPTY = frozenset(
    "and but also however meanwhile that this it he she they we as so while in for the a an of to by with on at according"
    " reports report news media said told agency newspaper then too still his her its their part".split()
)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a sentence that one voice says: its chain, outermost first, and the words that introduce it."""

    span: Span
    chain: tuple[Attribution, ...]


def state(
    article: Article,
    attributions: Sequence[Attribution],
    known: Lexicon,
    quantities: Sequence[Quantity] = (),
    times: Sequence[Time] = (),
) -> tuple[Statement, ...]:
    """Return the statements of ``article`` in order of their first span, each with its chain (empty: the outlet's own voice).

    A statement is a clause as far as one voice says it. A count or an hour that stands inside a clause next to other
    things ("at about 9.40 pm", "by between 20 and 25 gunmen") is a statement of its own too: it answers a question of
    its own, and reports that agree on the rest may differ there.
    """
    by_id = {a.id: a for a in attributions}
    found: list[tuple[Span, tuple[Attribution, ...], ZoneKind, str]] = []
    for sentence in article.sentences:
        for stretch in _stretches(article.text, sentence.span, attributions, by_id):
            for clause in clauses(article.text, stretch.span, known):
                found.append((clause, stretch.chain, sentence.zone, "clause: one verb as far as marks and joining words show"))
                for slot, why in _slots(article.text, clause, quantities, times):
                    found.append((slot, stretch.chain, sentence.zone, why))
    return tuple(_statements(article, found, known))


def _statements(
    article: Article, found: Sequence[tuple[Span, tuple[Attribution, ...], ZoneKind, str]], known: Lexicon
) -> Iterator[Statement]:
    seen: set[Span] = set()
    for n, (span, chain, zone, why) in enumerate(sorted(found, key=lambda f: (f[0].start, -f[0].end))):
        if span in seen:
            continue
        seen.add(span)
        cues = tuple(" ".join(article.text[s:e] for s, e in a.cue) for a in chain)
        kind, because = status(article.text, (span,), cues, known)
        yield Statement(
            StatementId(f"{article.id}:s{n:04d}"),
            article.id,
            (span,),
            tuple(AttributionId(a.id) for a in chain),
            kind,
            None,
            zone,
            f"{why}; {because}",
        )


def _stretches(
    text: str, sentence: Span, attributions: Sequence[Attribution], by_id: Mapping[AttributionId, Attribution]
) -> Iterator[_Stretch]:
    """Yield the parts of a sentence that one voice says, in order, without the words that name the voice."""
    here = [a for a in attributions if any(s.overlaps(sentence) for s in (*a.content, *a.source, *a.cue))]
    edges = sorted({sentence.start, sentence.end, *(e for a in here for s in a.content for e in s if sentence.start < e < sentence.end)})
    naming = joined(s for a in here for s in (*a.source, *a.cue))
    for start, end in zip(edges, edges[1:], strict=False):
        whole = Span(start, end)
        chain = _chain(whole, here, by_id)
        mine = joined(s for a in chain[-1:] for s in (*a.source, *a.cue) if s.overlaps(whole))
        holes = naming if not chain else mine
        for part in _rest(text, whole, holes):
            yield _Stretch(part, chain)


def _rest(text: str, whole: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of ``whole`` outside ``holes`` and says something."""
    for part in without(whole, holes):
        part = trimmed(text, part, _EDGES)
        said = [w.lower() for w in _WORD.findall(text[part.start : part.end])]
        if len(said) >= _MIN_OWN_WORDS and any(w not in _EMPTY for w in said):
            yield part


def _chain(
    span: Span, here: Sequence[Attribution], by_id: Mapping[AttributionId, Attribution]
) -> tuple[Attribution, ...]:
    """Return the attributions through which the words under ``span`` came, outermost first."""
    holding = [a for a in here if any(c.contains(span) for c in a.content)]
    if not holding:
        return ()
    depth = {a.id: len(_up(a, by_id)) for a in holding}
    inner = min(holding, key=lambda a: (-depth[a.id], sum(c.end - c.start for c in a.content), a.id))
    return tuple(reversed(_up(inner, by_id)))


def _up(a: Attribution, by_id: Mapping[AttributionId, Attribution]) -> list[Attribution]:
    """Return ``a`` and the attributions it stands in, innermost first; a loop of parents is cut."""
    out = [a]
    while (parent := by_id.get(out[-1].parent) if out[-1].parent else None) is not None and parent not in out:
        out.append(parent)
    return out


def _slots(
    text: str, clause: Span, quantities: Sequence[Quantity], times: Sequence[Time]
) -> Iterator[tuple[Span, str]]:
    """Yield the counts and hours inside a clause that stand beside other things in it."""
    for q in quantities:
        if clause.start <= q.start and q.end <= clause.end:
            span = _with_noun(text, Span(q.start, q.end), clause)
            if span.end - span.start < clause.end - clause.start:
                yield span, f"count: {q.words}"
    for t in times:
        if clause.start <= t.start and t.end <= clause.end and "T" in t.value:
            span = Span(t.start, t.end)
            if span.end - span.start < clause.end - clause.start:
                yield span, f"hour: {t.value}"


_NOUN = re.compile(r"(?:\s+[^\W\d_]+(?:['\u2019-][^\W\d_]+)*){1,3}")


def _with_noun(text: str, span: Span, clause: Span) -> Span:
    """Return the count with up to three words after it: what is counted and what befell it."""
    follow = _NOUN.match(text, span.end, clause.end)
    return Span(span.start, follow.end()) if follow else span
