"""Article + Attributions -> Statements: one thing said, with the chain through which it came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

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
    Status,
    Time,
)
from firsthand.spans import Shelf, Span, joined, trimmed, without
from firsthand.statement.clauses import clauses
from firsthand.statement.memory import remembered
from firsthand.statement.status import denies, names_year, newest_year, status

_EDGES = " \t\n,;:.\"'\u201c\u201d\u2018\u2019\u2013\u2014-()[]"
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 1000  # characters of a sentence; what goes on longer is no prose and is read in pieces
_DEEPEST = 12  # links of a chain; news has four
_SHORT = 8  # words; in a longer clause a count is one thing among several
_REACH = 24  # characters before a count in which its verb is looked for
_MIN_OWN_WORDS = 2  # words; what is left around an attribution ("he added") says nothing below this
_ALONE = ("given:", "gapped:")  # rules of bare numbers that somebody gives: "12 according to the police"
# Words that say nothing by themselves when they are all that is left beside an attribution.
_EMPTY = frozenset(
    (
        "and but also however meanwhile that this it he she they we as so while in for the a an of to by"
        " with on at according reports report news media said told agency newspaper then too still his"
        " her its their part"
    ).split()
)


class _Voice(NamedTuple):
    """An attribution as one piece of text sees it: spans count from the piece's first character, clipped to it."""

    content: tuple[Span, ...]
    naming: tuple[Span, ...]  # the words of source and cue
    length: int  # characters of the whole content, in the piece and outside
    cues: tuple[str, ...]  # the cue words of its chain, outermost first; one for each link


class _Said(NamedTuple):
    """A statement in the making: which voice of the piece says it (-1: the outlet), what it answers, how real it is."""

    content: tuple[Span, ...]
    voice: int
    because: str
    answers: Answers = Answers.WHAT
    status: Status = Status.ASSERTED


class _Figure(NamedTuple):
    """A count inside a piece of text, and whether it says what befell how many, or somebody gives it as such."""

    span: Span
    told: bool


class _Hour(NamedTuple):
    """A time of the day inside a piece of text."""

    span: Span
    value: str


class _Piece(NamedTuple):
    """All that the statements of a piece of text depend on besides its words."""

    voices: tuple[_Voice, ...]
    figures: tuple[_Figure, ...]
    hours: tuple[_Hour, ...]
    newest: int  # the newest year that the article names, where the piece names one


class _Stretch(NamedTuple):
    """Part of a piece that one voice says, and the words in it that name the voice."""

    span: Span
    voice: int
    holes: tuple[Span, ...] = ()


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
    heard = _Heard(
        article.text,
        {a.id: _up(a, by_id) for a in attributions},
        Shelf((s, a) for a in attributions for s in (*a.content, *a.source, *a.cue)),
        Shelf((Span(q.start, q.end), q) for q in quantities),
        Shelf((Span(t.start, t.end), t) for t in times if "T" in t.value),
    )
    out: list[Statement] = []
    for sentence in article.sentences:
        for span in _pieces(article.text, sentence.span):
            here = list({a.id: a for a in heard.voices.overlapping(span)}.values())
            for said in _statements(span.of(article.text), _piece(heard, span, here), known):
                chain = heard.chains[here[said.voice].id] if said.voice >= 0 else ()
                if said.status is Status.DENIED:
                    chain = _up_to_denier(article.text, chain, known)
                out.append(
                    Statement(
                        StatementId(f"{article.id}:s{len(out):04d}"),
                        article.id,
                        tuple([Span(s + span.start, e + span.start) for s, e in said.content]),
                        tuple([a.id for a in chain]),
                        said.status,
                        None,
                        sentence.zone,
                        said.because,
                        said.answers,
                    )
                )
    return tuple(out)


def _up_to_denier(text: str, chain: tuple[Attribution, ...], known: Lexicon) -> tuple[Attribution, ...]:
    """Return ``chain`` down to the link that denies: "X rejected Y's claim that C" is X's word on C, and not Y's."""
    for n, link in enumerate(chain):
        if any(denies(c.of(text), known) for c in link.cue):
            return chain[: n + 1]
    return chain


class _Heard(NamedTuple):
    """What was found in the article before, by place. ``chains``: attribution -> those it stands in and itself, outermost first."""

    text: str
    chains: Mapping[AttributionId, tuple[Attribution, ...]]
    voices: Shelf[Attribution]
    quantities: Shelf[Quantity]
    hours: Shelf[Time]


def _piece(heard: _Heard, span: Span, here: Sequence[Attribution]) -> _Piece:
    """Return what the statements of the piece under ``span`` depend on; ``here`` are the attributions that touch it."""
    by = -span.start
    voices = tuple(
        _Voice(
            _clipped(a.content, span),
            _clipped((*a.source, *a.cue), span),
            sum(e - s for s, e in a.content),
            tuple([" ".join([heard.text[s:e] for s, e in link.cue]) for link in heard.chains[a.id]]),
        )
        for a in here
    )
    figures = tuple(
        _Figure(Span(q.start + by, q.end + by), q.role is not Role.OTHER or q.because.startswith(_ALONE))
        for q in heard.quantities.overlapping(span)
    )
    hours = tuple(_Hour(Span(t.start + by, t.end + by), t.value) for t in heard.hours.overlapping(span))
    return _Piece(voices, figures, hours, newest_year(heard.text) if names_year(heard.text, span) else 0)


def _clipped(spans: Sequence[Span], piece: Span) -> tuple[Span, ...]:
    """Return those of ``spans`` that overlap ``piece``, cut to it and counted from its first character."""
    start, end = piece
    return tuple([Span(max(s, start) - start, min(e, end) - start) for s, e in spans if s < end and start < e])


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """Yield ``sentence`` in pieces of bounded length, cut at white space where there is some: one piece for all prose."""
    at = sentence.start
    while sentence.end - at > _LONGEST:
        space = text.rfind(" ", at + _LONGEST // 2, at + _LONGEST)
        stop = space + 1 if space >= 0 else at + _LONGEST
        yield Span(at, stop)
        at = stop
    yield Span(at, sentence.end)


@remembered
def _statements(text: str, piece: _Piece, known: Lexicon) -> tuple[_Said, ...]:
    """Return the statements of a piece of text, in order; the same piece in the same voices says the same."""
    found: list[_Said] = []
    for stretch in _stretches(text, piece, known):
        for clause in clauses(text, stretch.span, known):
            content = _rest(text, clause, stretch.holes, _told(piece, stretch.voice))
            if content:
                found.extend(_of_clause(text, content, stretch.voice, piece))
    out: dict[tuple[Answers, tuple[Span, ...]], _Said] = {}
    for f in sorted(found, key=lambda f: (f.content[0].start, -f.content[-1].end)):
        if (f.answers, f.content) not in out:
            cues = piece.voices[f.voice].cues if f.voice >= 0 else ()
            counts = f.answers is Answers.HOW_MANY
            kind, because = status(text, f.content, cues, known, piece.newest, counts=counts)
            out[f.answers, f.content] = f._replace(because=f"{f.because}; {because}", status=kind)
    return tuple(out.values())


def _of_clause(text: str, content: tuple[Span, ...], voice: int, piece: _Piece) -> Iterator[_Said]:
    """Yield the clause, and the counts and hours in it that stand beside other things.

    A short clause whose only count says what befell how many ("seven people were killed") is about that count.
    """
    counts = [(c, f) for c in content for f in piece.figures if c.contains(f.span)]
    if len(counts) == 1 and counts[0][1].told:
        if sum(len(_WORD.findall(text[c.start : c.end])) for c in content) <= _SHORT:
            yield _Said(content, voice, f"count: {counts[0][1].span.of(text)}", Answers.HOW_MANY)
            yield from _hours_of(text, content, voice, piece)
            return
    if _says_only(text, content, piece.hours):
        yield _Said(content, voice, "hour: alone in its clause", Answers.WHEN)
        return
    yield _Said(content, voice, "clause: one verb, as marks and joining words show")
    for clause, f in counts:
        yield _Said((_with_noun(text, f.span, clause),), voice, f"count: {f.span.of(text)}", Answers.HOW_MANY)
    yield from _hours_of(text, content, voice, piece)


def _hours_of(text: str, content: tuple[Span, ...], voice: int, piece: _Piece) -> Iterator[_Said]:
    """Yield the hours that stand in a clause beside other things."""
    for clause in content:
        for hour in piece.hours:
            inside = _hour_in(text, hour, clause)
            if inside is not None:
                yield _Said((inside,), voice, f"hour: {hour.value}", Answers.WHEN)


_DAY_BEGINS = re.compile(r"\s+(?:on|in|at|this|today|yesterday|tomorrow|[A-Z]\w+)\b")


def _hour_in(text: str, hour: _Hour, clause: Span) -> Span | None:
    """Return the words of ``hour`` in ``clause``, which ends before the mark of "6 a.m." and may end before its day."""
    inside = Span(hour.span.start, min(hour.span.end, clause.end))
    if not clause.start <= inside.start < inside.end:
        return None
    whole = hour.span.end - inside.end < 2
    before_its_day = ":" in hour.value and _DAY_BEGINS.match(text, inside.end) is not None
    return inside if whole or before_its_day else None


def _says_only(text: str, content: Sequence[Span], hours: Sequence[_Hour]) -> bool:
    """Tell whether ``content`` is an hour and nothing else ("at about 10.45 am"): it answers when."""
    own = [h.span for h in hours if ":" in h.value and any(c.start <= h.span.start < c.end for c in content)]
    left = [w for c in content for part in without(c, own) for w in _WORD.findall(text[part.start : part.end])]
    return own != [] and all(w.lower() in _EMPTY for w in left)


def _told(piece: _Piece, voice: int) -> tuple[Span, ...]:
    """Return the counts that say by themselves what befell how many, where somebody is said to give them: "the rebels said [30]"."""
    return tuple(f.span for f in piece.figures if f.told) if voice >= 0 else ()


def _stretches(text: str, piece: _Piece, known: Lexicon) -> Iterator[_Stretch]:
    """Yield the parts of a piece of text that one voice says, in order.

    That somebody denies a thing is said of that thing alone: "The brigade denies", left of what another passes on, is no
    statement; but where the thing is only "it", the denial stands with its own words.
    """
    voices = piece.voices
    inner = {e for v in voices for s in v.content for e in s}
    edges = sorted({0, len(text), *inner})
    naming = joined(s for v in voices for s in v.naming)
    denying = [v.cues != () and denies(v.cues[-1], known) != "" for v in voices]
    denied = [s for v, yes in zip(voices, denying, strict=True) if yes for s in v.naming]
    out: list[_Stretch] = []
    for whole in (Span(a, b) for a, b in pairwise(edges)):
        voice = _innermost(whole, voices)
        named = (*voices[voice].naming, *denied) if voice >= 0 else ()
        own = joined(s for s in named if s.overlaps(whole)) if voice >= 0 else naming
        if voice >= 0 and denying[voice] and not _rest(text, whole, own):
            out.append(_Stretch(_with_denier(text, whole, voices[voice].naming), voice))
            continue
        for part in _rest(text, whole, own, _told(piece, voice)):
            if (
                out
                and voice >= 0
                and out[-1].voice == voice
                and _hardly_broken(text, Span(out[-1].span.end, part.start))
            ):
                gap = Span(out[-1].span.end, part.start)
                gaps = (gap,) if _WORD.search(text, gap.start, gap.end) else ()
                out[-1] = _Stretch(Span(out[-1].span.start, part.end), voice, out[-1].holes + gaps)
            else:
                out.append(_Stretch(part, voice))
    yield from out


def _with_denier(text: str, whole: Span, naming: Sequence[Span]) -> Span:
    """Return ``whole`` with the words beside it that name who denies: "[The brigade denies] it"."""
    start, end = whole
    for s in sorted(naming, reverse=True):
        if s.end <= start and not text[s.end : start].strip():
            start = s.start
    for s in sorted(naming):
        if s.start >= end and not text[end : s.start].strip():
            end = s.end
    return Span(start, end)


def _hardly_broken(text: str, gap: Span) -> bool:
    """Tell whether a gap is marks and one word at most ("have been *reportedly* killed")."""
    return len(_WORD.findall(text[gap.start : gap.end])) <= 1


def _rest(text: str, whole: Span, holes: Sequence[Span], telling: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Return what is left of ``whole`` outside ``holes``, if together it says something (one of ``telling`` does); nothing otherwise."""
    parts = [trimmed(text, part, _EDGES) for part in without(whole, holes)]
    parts = [p for p in parts if _WORD.search(text, p.start, p.end)]
    said = [w.lower() for p in parts for w in _WORD.findall(text[p.start : p.end])]
    full = len(said) >= _MIN_OWN_WORDS and any(w not in _EMPTY for w in said)
    return tuple(parts) if full or any(p.contains(t) for p in parts for t in telling) else ()


def _innermost(span: Span, voices: Sequence[_Voice]) -> int:
    """Return which of ``voices`` says the words under ``span``: of those whose content holds them the deepest; -1 for none."""
    holding = [n for n, v in enumerate(voices) if any(c.contains(span) for c in v.content)]
    return min(holding, key=lambda n: (-len(voices[n].cues), voices[n].length, n)) if holding else -1


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
