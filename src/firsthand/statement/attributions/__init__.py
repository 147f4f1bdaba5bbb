"""Article -> who is said to have said what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Article, Attribution, AttributionId, Manner, Source, SourceId, SourceKind
from firsthand.spans import Span, joined
from firsthand.statement.attributions.chains import chained, nest, parents
from firsthand.statement.attributions.credits import credit_drafts
from firsthand.statement.attributions.cues import Cues, cues
from firsthand.statement.attributions.grammar import rules
from firsthand.statement.attributions.passage import Draft, Passage, passages
from firsthand.statement.attributions.runon import run_on
from firsthand.statement.attributions.speakers import plausible
from firsthand.statement.attributions.tagged import tagged
from firsthand.statement.sources import identify
from firsthand.tokens import words


@dataclass(frozen=True, slots=True)
class Said:
    """The attributions of an article, the credits of the whole article ("(AFP)"), and the sources of both."""

    attributions: tuple[Attribution, ...]
    credits: tuple[Attribution, ...]
    sources: tuple[Source, ...]


def attribute(article: Article, known: Lexicon, *, weights: bool = True) -> Said:
    """Return the attributions of ``article``, in order of their first span; ``weights=False`` goes by rules alone."""
    lexicon = cues(known)
    found = passages(article)
    drafts = _drafts(found, lexicon, weights)
    whole, pictures = credit_drafts(article, known)
    drafts.extend(_unseen(pictures, drafts))
    drafts.sort(key=_place)
    sources: dict[SourceId, Source] = {}
    made = _attributions(article, drafts, "a", sources, known, lexicon)
    credited = _attributions(article, whole, "k", sources, known, lexicon)
    return Said(made, credited, tuple(sources[k] for k in sorted(sources)))


def _drafts(found: Sequence[Passage], lexicon: Cues, weights: bool) -> list[Draft]:
    """Return the drafts of all passages, quotations joined over paragraphs, relays and inner attributions found."""
    ruled = [rules(p, lexicon) for p in found]
    if not (weights and found):
        rows = run_on(found, [plausible(p, row, lexicon) for p, row in zip(found, ruled, strict=True)])
        return [d for p, row in zip(found, rows, strict=True) for d in plausible(p, nest(p, row, lexicon), lexicon)]
    text = found[0].text
    seen = tagged(found, ruled, lexicon)  # it was trained on what the rules say before their sources are tested
    ruled = [plausible(p, row, lexicon) for p, row in zip(found, ruled, strict=True)]
    seen = [plausible(p, _worded(row, text, lexicon), lexicon) for p, row in zip(found, seen, strict=True)]
    read = [_merged(one, sure, text, lexicon) for one, sure in zip(seen, ruled, strict=True)]
    out: list[Draft] = []
    for p, row, sure in zip(found, run_on(found, read), ruled, strict=True):
        row = chained(p, sure, row, lexicon)
        out.extend(plausible(p, nest(p, row, lexicon), lexicon))
    return out


# Rules that stand beside the tagger: forms it hardly met in training. All else of the rules it saw as a feature.
_SURE = ("before-source", "hearsay", "headline-tail", "visual", "bracket", "citing", "opens-quotation")


def _merged(read: Sequence[Draft], ruled: Sequence[Draft], text: str, lexicon: Cues) -> list[Draft]:
    """Return the tagger's drafts and those of the sure rules that it did not find.

    Inside the content of the latter a tagger's draft stands only when its cue holds a word of the lexicon: it did not see
    the frame, and took what it saw inside for one ("militants joining to battles").
    """
    extra = _unseen([d for d in ruled if d.because.startswith(_SURE)], read)
    extra += _untouched([d for d in ruled if d.because.startswith("after-content")], [*read, *extra], text, lexicon)
    framed = [s for d in extra for s in d.content if not d.because.startswith("hearsay")]
    kept = [
        d
        for d in read
        if not any(s.contains(c) for s in framed for c in d.cue) or any(_spoken(text, c, lexicon) for c in d.cue)
    ]
    return [*(_with_source(d, ruled) for d in kept), *extra]


def _untouched(those: Sequence[Draft], read: Sequence[Draft], text: str, lexicon: Cues) -> list[Draft]:
    """Return those drafts with a plain word of saying of whose words nothing has been read yet."""
    taken = [s for d in read for s in (*d.cue, *d.source, *d.content)]
    plain = [d for d in those if any(fold(text[w.start : w.end]) in lexicon.core for w in words(text, *d.cue[0]))]
    return [d for d in plain if not any(s.overlaps(t) for s in (*d.cue, *d.source, *d.content) for t in taken)]


def _with_source(draft: Draft, ruled: Sequence[Draft]) -> Draft:
    """Return ``draft`` with the source that a sure rule gives the same cue, when the tagger found none."""
    if draft.source or not draft.cue:
        return draft
    sure = [r for r in ruled if r.source and r.cue and r.because.startswith(_SURE)]
    same = next((r for r in sure if any(c.overlaps(k) for c in r.cue for k in draft.cue)), None)
    return replace(draft, source=same.source) if same else draft


def _worded(read: Sequence[Draft], text: str, lexicon: Cues) -> list[Draft]:
    """Return the tagger's drafts whose cue holds a word of the lexicon or a mark, or whose content is a quotation or "that …".

    What it takes for a cue without either ("has beaten back") is right one time in three.
    """
    return [d for d in read if not d.cue or _opens(text, d) or any(_spoken(text, c, lexicon) for c in d.cue)]


def _opens(text: str, draft: Draft) -> bool:
    marked = not any(ch.isalnum() for c in draft.cue for ch in c.of(text))
    return marked or any(fold(s.of(text)).startswith(('"', "'", "that ", "whether ", "how ")) for s in draft.content)


def _spoken(text: str, cue: Span, lexicon: Cues) -> bool:
    return any(fold(text[w.start : w.end]) in lexicon.spoken for w in words(text, *cue))


def _unseen(those: Sequence[Draft], read: Sequence[Draft]) -> list[Draft]:
    taken = [s for d in read for s in (*d.cue, *d.source)]
    return [d for d in those if not any(s.overlaps(t) for s in (*d.cue, *d.source) for t in taken)]


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
        sources.setdefault(source.id, source)
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
        return identify(article, (draft.source or draft.speaker)[0], known)
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
    return tuple(w for s in spans for w in words(text, *s) if fold(text[w.start : w.end]) in lexicon.hedges)


def _manner(text: str, content: tuple[Span, ...]) -> Manner:
    """Return direct when every part of the content stands in quotation marks, mixed when some of it does."""
    marks = '"“”„«»'
    parts = [span.of(text).strip() for span in content]
    if parts and all(p[:1] in marks and (p[-1:] in marks or not any(m in p[1:] for m in marks)) for p in parts if p):
        return Manner.DIRECT
    return Manner.MIXED if any(m in p for p in parts for m in marks) else Manner.INDIRECT
