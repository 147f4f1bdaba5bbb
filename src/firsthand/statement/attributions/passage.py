"""A paragraph made ready for reading: its words, their folded forms, and what stands in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from firsthand.fold import fold
from firsthand.records import Article, ZoneKind
from firsthand.spans import Span
from firsthand.tokens import sentences, tokens

READ = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX})
_OPENING = "“«„‟"
_CLOSING = "”»"
_MOST = 6000  # characters of one paragraph (a thousand words); longer ones are dumps without line ends and are read in pieces
_LONGEST_SENTENCE = 150  # words; what goes on longer is no sentence of prose, and is read in pieces of this length


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making; spans of characters, empty where a part is not in the text."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    because: str
    inside: Draft | None = None  # the attribution in whose content this one stands, where the form says so
    speaker: tuple[Span, ...] = ()  # who speaks, where the words stand elsewhere ("…" in a paragraph of its own)


class Paragraph(NamedTuple):
    """A paragraph's words and where it stands: what an article says is read off them, paragraph by paragraph."""

    zone: ZoneKind
    text: str
    at: int  # its first character in the article


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, ready for the rules; all spans count from its own first character.

    ``quoted[i]`` is the number of the quotation that token ``i`` lies in (marks included), -1 outside.
    """

    text: str
    zone: ZoneKind
    tokens: tuple[Span, ...]
    words: tuple[str, ...]  # folded
    quoted: tuple[int, ...]
    quotes: tuple[tuple[int, int], ...]  # token ranges, marks included
    ends: tuple[int, ...]  # for each token, the index one past the last token of its sentence
    starts: tuple[int, ...]  # for each token, the index of the first token of its sentence
    open_end: bool  # the last quotation is never closed
    shouted: bool  # most words are all capitals: case tells nothing

    def span(self, start: int, end: int) -> Span:
        """Return the characters of the tokens ``start`` up to ``end``."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def capital(self, at: int) -> bool:
        """Tell whether token ``at`` begins with a capital letter."""
        return self.text[self.tokens[at].start].isupper()


def paragraphs(article: Article) -> Iterator[Paragraph]:
    """Yield the paragraphs of the zones in which ``article`` speaks, in order."""
    for zone in article.zones:
        if zone.kind in READ:
            at = zone.start
            while at < zone.end:
                stop = _stop(article.text, at, zone.end)
                yield Paragraph(zone.kind, article.text[at:stop], at)
                at = stop


def _stop(text: str, at: int, end: int) -> int:
    """Return where a piece that begins at ``at`` stops: at ``end``, else behind the last line, sentence or word that fits."""
    if end - at <= _MOST:
        return end
    for mark in ("\n", ". ", " "):
        stop = text.rfind(mark, at + _MOST // 2, at + _MOST)
        if stop >= 0:
            return stop + len(mark)
    return at + _MOST


# how agencies mark a headline: "BRIEF-Union says …", "UPDATE 2-Mine floods"; no part of what anybody says
_SLUG = re.compile(
    r"(?:ADVISORY|ALERT|ANALYSIS|BRIEF|CORRECTED|EXCLUSIVE|EXPLAINER|FACTBOX|FEATURE|FLASH|INSIGHT|INTERVIEW|REFILE|RPT|SNAP|TIMELINE|UPDATE"
    r"|WRAPUP)(?: \d+)?-(?=\w)"
)


def passage(paragraph: Paragraph) -> Passage:
    """Return the words, quotations and sentences of ``paragraph``."""
    slug = _SLUG.match(paragraph.text)
    folded, spans = fold(paragraph.text), tokens(paragraph.text, slug.end() if slug else 0)
    return _make(paragraph.text, paragraph.zone, spans, tuple([folded[s:e] for s, e in spans]))


def rewritten(drafts: Sequence[Draft], change: Callable[[Draft], Draft]) -> list[Draft]:
    """Return what ``change`` makes of each draft, each inside what became of the one that it stood in, unless it took it out."""
    made: dict[int, Draft] = {}

    def make(d: Draft) -> Draft:
        if id(d) not in made:
            inside = make(d.inside) if d.inside is not None else None
            new = change(d)
            made[id(d)] = replace(new, inside=inside) if new.inside is d.inside and d.inside is not inside else new
        return made[id(d)]

    return [make(d) for d in drafts]


def places(p: Passage, span: Span) -> tuple[int, int] | None:
    """Return the tokens under ``span``; nothing when it lies outside the passage."""
    begin = bisect_left(p.tokens, (span.start, 0))
    end = bisect_left(p.tokens, (span.end, 0))
    return (begin, end) if begin < end <= len(p.tokens) else None


def part(p: Passage, start: int, end: int) -> Passage:
    """Return the tokens ``start`` up to ``end`` of ``p`` as a passage of their own; marks around all of it are left out."""
    while start < end and p.words[start] in _RIM:
        start += 1
    while end > start and p.words[end - 1] in _RIM:
        end -= 1
    return _make(p.text, p.zone, list(p.tokens[start:end]), p.words[start:end])


_RIM = frozenset("\"',:;-")


def without(p: Passage, left: list[int]) -> Passage:
    """Return ``p`` with only the tokens ``left``, in order; a span over a gap holds the words of the gap."""
    return _make(p.text, p.zone, [p.tokens[i] for i in left], tuple([p.words[i] for i in left]))


def _make(text: str, zone: ZoneKind, spans: list[Span], words: tuple[str, ...]) -> Passage:
    quotes, open_end = _quotations(text, spans, words)
    quoted = [-1] * len(spans)
    for number, (start, end) in enumerate(quotes):
        quoted[start:end] = [number] * (end - start)
    starts, ends = _sentence_bounds(text, spans)
    return Passage(
        text, zone, tuple(spans), words, tuple(quoted), quotes, ends, starts, open_end, _shouted(text, spans)
    )


def _shouted(text: str, spans: list[Span]) -> bool:
    raw = [w for w in (text[s:e] for s, e in spans) if len(w) > 1 and w.isalpha()]
    return sum(w.isupper() for w in raw) * 2 > len(raw) > 3


def _sentence_bounds(text: str, spans: list[Span]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    starts, ends, at = [0] * len(spans), [len(spans)] * len(spans), 0
    for sentence in sentences(text, spans[0].start, spans[-1].end) if spans else ():
        first = at
        while at < len(spans) and spans[at].start < sentence.end:
            at += 1
        for begin in range(first, at, _LONGEST_SENTENCE):
            end = min(at, begin + _LONGEST_SENTENCE)
            starts[begin:end] = [begin] * (end - begin)
            ends[begin:end] = [end] * (end - begin)
    return tuple(starts), tuple(ends)


def _quotations(text: str, spans: list[Span], words: tuple[str, ...]) -> tuple[tuple[tuple[int, int], ...], bool]:
    """Return the token ranges of quotations and whether the last one is left open.

    quotation := mark … mark;  a straight mark after white space or an opening bracket opens, any other closes.
    A single mark opens only before a word and outside a double quotation, and needs its fellow in the same passage.
    """
    found: list[tuple[int, int]] = []
    begin = single = -1
    skip = -1  # the second half of a mark written as two single ones
    for at, word in enumerate(words):
        if at == skip or word not in {'"', "'"}:
            continue
        start, end = spans[at]
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        twin = word == "'" and after == text[start] and at + 1 < len(words) and words[at + 1] == "'"
        if word == '"' or twin:
            last = at + 1 if twin else at
            skip = last if twin else skip
            after = text[spans[last].end : spans[last].end + 1]
            char = text[start]
            opens = char in _OPENING or (char not in _CLOSING and begin < 0 and (not twin or after.isalnum()))
            if begin < 0 and (opens or (not before.strip() and not twin)):
                begin, single = at, -1
            elif begin >= 0 and not opens:
                found.append((begin, last + 1))
                begin = -1
        elif begin < 0 and single < 0 and after.isalnum() and not before.isalnum():
            single = at
        elif begin < 0 and single >= 0 and not after.isalnum():
            found.append((single, at + 1))
            single = -1
    found = [q for q in found if not _verbal(words, *q)]
    if begin >= 0:
        found.append((begin, len(words)))
    return tuple(found), begin >= 0


def _verbal(words: tuple[str, ...], begin: int, end: int) -> bool:
    """Tell whether a quotation begins with a plain word of saying behind who says it: ``head office “says nobody leaves”``.

    Who says it stands outside, so that the marks are no quotation of his but of whoever tells of it.
    """
    at = begin + 1 + (begin + 2 < end and words[begin + 1].endswith("ly"))
    before = words[begin - 1] if begin else "."
    return at < end - 1 and words[at] in _SAYS and before[-1:].isalnum() and before not in _NO_SPEAKER


_SAYS = frozenset(
    "says said told tells claims claimed warned acknowledged admitted denied denies insisted promised conceded vowed".split()
)
_NO_SPEAKER = frozenset("said says told as that to of the a an and or but who saying wrote is was were be been".split())
