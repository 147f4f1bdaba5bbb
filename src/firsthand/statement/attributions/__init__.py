"""Article -> who is said to have said what."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Attribution, AttributionId, Manner, Source, SourceId, SourceKind
from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues, cues
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.passage import Draft, passages
from firsthand.statement.attributions.runon import run_on
from firsthand.statement.sources import identify


@dataclass(frozen=True, slots=True)
class Said:
    """The attributions of an article, the credits of the whole article ("(AFP)"), and the sources of both."""

    attributions: tuple[Attribution, ...]
    credits: tuple[Attribution, ...]
    sources: tuple[Source, ...]


def attribute(article: Article, known: Lexicon) -> Said:
    """Return the attributions of ``article``, in order of their first span."""
    lexicon = cues(known)
    found = passages(article)
    drafts = [d for row in run_on(found, [rules(p, lexicon) for p in found]) for d in row]
    drafts.sort(key=_place)
    sources: dict[SourceId, Source] = {}
    made: list[Attribution] = []
    for number, draft in enumerate(drafts):
        source = _source(article, draft, known)
        sources.setdefault(source.id, source)
        made.append(_attribution(article, number, draft, source, lexicon))
    return Said(tuple(made), (), tuple(sources[k] for k in sorted(sources)))


def _place(draft: Draft) -> tuple[Span, ...]:
    return tuple(sorted((*draft.source, *draft.cue, *draft.content)))


def _source(article: Article, draft: Draft, known: Lexicon) -> Source:
    if draft.source or draft.speaker:
        return identify(article, (draft.source or draft.speaker)[0], known)
    return Source(SourceId(f"{article.id}:unnamed"), "unnamed", SourceKind.ANONYMOUS, ("unnamed",), because="hearsay: no source is named")


def _attribution(article: Article, number: int, draft: Draft, source: Source, lexicon: Cues) -> Attribution:
    return Attribution(
        AttributionId(f"{article.id}:a{number}"),
        article.id,
        draft.source,
        draft.cue,
        draft.content,
        None,
        source.id,
        _manner(article.text, draft.content),
        (),
        draft.because,
    )


def _manner(text: str, content: tuple[Span, ...]) -> Manner:
    """Return direct when every part of the content stands in quotation marks, mixed when some of it does."""
    marks = "\"“”„«»"
    parts = [span.of(text).strip() for span in content]
    if parts and all(p[:1] in marks and (p[-1:] in marks or not any(m in p[1:] for m in marks)) for p in parts if p):
        return Manner.DIRECT
    return Manner.MIXED if any(m in p for p in parts for m in marks) else Manner.INDIRECT
