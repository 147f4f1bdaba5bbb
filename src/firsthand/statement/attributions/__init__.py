"""Article -> who is said to have said what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Article, Attribution, AttributionId, Manner, Source, SourceId, SourceKind
from firsthand.spans import Span, joined
from firsthand.statement.attributions.credits import credit_drafts, without_pictures
from firsthand.statement.attributions.cues import Cues, cues
from firsthand.statement.attributions.own import own_outlet
from firsthand.statement.attributions.parents import parents
from firsthand.statement.attributions.passage import Draft, paragraphs
from firsthand.statement.attributions.reading import finished, read, unseen
from firsthand.statement.attributions.runon import run_on
from firsthand.statement.attributions.topics import without_topics
from firsthand.statement.memory import remembered
from firsthand.statement.sources import credited, identify, members
from firsthand.tokens import words


@dataclass(frozen=True, slots=True)
class Said:
    """The attributions of an article, the credits of the whole article ("(AFP)"), and the sources of both."""

    attributions: tuple[Attribution, ...]
    credits: tuple[Attribution, ...]
    sources: tuple[Source, ...]


def foresee(articles: Iterable[Article], known: Lexicon) -> None:
    """Read the paragraphs of ``articles`` at once and remember them: a hundred words cost the tagger as much as a thousand."""
    read([p for a in articles for p in paragraphs(a)], known, weights=True)


_CREDIT = "k"  # in the ids of credits


def attribute(article: Article, known: Lexicon, *, weights: bool = True) -> Said:
    """Return the attributions of ``article``, in order of their first span; ``weights=False`` goes by rules alone."""
    lexicon = cues(known)
    drafts = without_topics(article.text, _drafts(article, known, weights), lexicon.sources)
    whole, pictures = credit_drafts(article, known)
    drafts = without_pictures(article.text, drafts, pictures)
    drafts.extend(unseen(pictures, drafts))
    drafts.sort(key=_place)
    sources: dict[SourceId, Source] = {}
    made = _attributions(article, drafts, "a", sources, known, lexicon)
    credited = _attributions(article, whole, _CREDIT, sources, known, lexicon)
    return Said(made, credited, tuple(sources[k] for k in sorted(sources)))


def _drafts(article: Article, known: Lexicon, weights: bool) -> list[Draft]:
    """Return the drafts of all paragraphs, quotations joined over them, in places of the article."""
    found = list(paragraphs(article))
    readings = read(found, known, weights)
    changed = run_on(found, readings)
    out: list[Draft] = []
    for n, (paragraph, reading) in enumerate(zip(found, readings, strict=True)):
        own = finished(paragraph, changed[n], known, weights) if n in changed else reading.drafts
        out.extend(_placed(own, paragraph.at))
    return out


def _placed(drafts: Sequence[Draft], by: int) -> Iterator[Draft]:
    """Yield ``drafts`` moved ``by`` characters to the right, without empty spans; a draft still stands inside the one it stood in."""
    moved: dict[int, Draft] = {}

    def place(d: Draft) -> Draft:
        if id(d) not in moved:
            source, cue, content, speaker = (
                tuple(s.shifted(by) for s in spans if s.start < s.end)
                for spans in (d.source, d.cue, d.content, d.speaker)
            )
            moved[id(d)] = Draft(source, cue, content, d.because, d.inside and place(d.inside), speaker)
        return moved[id(d)]

    return (place(d) for d in drafts)


def _attributions(
    article: Article,
    drafts: Sequence[Draft],
    letter: str,
    sources: dict[SourceId, Source],
    known: Lexicon,
    lexicon: Cues,
) -> tuple[Attribution, ...]:
    ids = [AttributionId(f"{article.id}:{letter}{n:04d}") for n in range(len(drafts))]
    out = []
    for number, (draft, parent) in enumerate(zip(drafts, parents(drafts), strict=True)):
        source = _source(article, draft, known)
        source = credited(source) if letter == _CREDIT else source
        sources.setdefault(source.id, source)
        for one in members(article, draft.source[0], source, known) if draft.source else ():
            sources.setdefault(one.id, one)
        above = ids[parent] if parent is not None else None
        out.append(
            Attribution(
                ids[number],
                article.id,
                draft.source,
                draft.cue,
                draft.content,
                above,
                source.id,
                _manner(article.text, draft.content),
                _hedges(article.text, draft, lexicon),
                draft.because,
            )
        )
    return tuple(out)


def _place(draft: Draft) -> tuple[Span, ...]:
    return tuple(sorted((*draft.source, *draft.cue, *draft.content)))


def _source(article: Article, draft: Draft, known: Lexicon) -> Source:
    if draft.source or draft.speaker:
        said = (draft.source or draft.speaker)[0]
        return own_outlet(article, said) or identify(article, said, known)
    return Source(
        SourceId(f"{article.id}:unnamed"),
        "unnamed",
        SourceKind.ANONYMOUS,
        ("unnamed",),
        because="hearsay: no source is named",
    )


def _hedges(text: str, draft: Draft, lexicon: Cues) -> tuple[Span, ...]:
    """Return the words of doubt in the cue and content, in order."""
    spans = joined((*draft.cue, *draft.content))
    return tuple(w.shifted(s.start) for s in spans for w in _doubts(s.of(text), lexicon.hedges))


@remembered
def _doubts(piece: str, hedges: frozenset[str]) -> tuple[Span, ...]:
    return tuple(w for w in words(piece, 0, len(piece)) if fold(w.of(piece)) in hedges)


def _manner(text: str, content: tuple[Span, ...]) -> Manner:
    """Return direct when every part of the content stands in quotation marks, mixed when some of it does."""
    marks = '"“”„«»'
    parts = [span.of(text).strip() for span in content]
    if parts and all(p[:1] in marks and (p[-1:] in marks or not any(m in p[1:] for m in marks)) for p in parts if p):
        return Manner.DIRECT
    return Manner.MIXED if any(m in p for p in parts for m in marks) else Manner.INDIRECT
