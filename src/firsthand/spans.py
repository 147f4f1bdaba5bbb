"""Spans: half-open stretches of one document's text, in Unicode code points."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """Characters ``start`` up to, not including, ``end`` of one text; serialised as ``[start, end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that lie under this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether at least one character lies under both spans."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether every character of ``other`` lies under this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """Return the span moved ``by`` characters to the right."""
        return Span(self.start + by, self.end + by)


def trimmed(text: str, span: Span, extra: str = "") -> Span:
    """Return ``span`` without white space (and characters of ``extra``) at either end; empty at its start if nothing is left."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return Span(start, end)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same characters as sorted spans that neither overlap nor touch."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if out and start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        else:
            out.append(Span(start, end))
    return tuple(out)


def without(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of ``span`` when the characters of ``holes`` are taken out, in order."""
    out: list[Span] = []
    start = span.start
    for hole in joined(holes):
        if hole.end <= start or hole.start >= span.end:
            continue
        if hole.start > start:
            out.append(Span(start, hole.start))
        start = max(start, hole.end)
    if start < span.end:
        out.append(Span(start, span.end))
    return tuple(out)


def quote(text: str, spans: Iterable[Span]) -> str:
    """Return the words under ``spans``, runs of white space as one space, gaps as `` … ``."""
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


class Shelf(Generic[T]):
    """Things that lie at spans of one text, found again by place: asking costs what lies near, not what lies everywhere."""

    __slots__ = ("_boards",)
    _WIDTH = 512  # code points; about two sentences

    def __init__(self, placed: Iterable[tuple[Span, T]]) -> None:
        """Put every thing of ``placed`` where its span lies."""
        self._boards: dict[int, list[tuple[int, Span, T]]] = {}
        for n, (span, thing) in enumerate(placed):
            for board in self._over(span):
                self._boards.setdefault(board, []).append((n, span, thing))

    def overlapping(self, span: Span) -> list[T]:
        """Return the things one of whose spans overlaps ``span``, in the order they were put, one entry a span."""
        start, end = span
        first, last = start // self._WIDTH, max(start, end - 1) // self._WIDTH
        if first == last:  # mostly; a board lies in the order in which things were put
            board = self._boards.get(first, ())
            return [thing for _, at, thing in board if start < at[1] and at[0] < end]
        return self._found([(span, span.overlaps)])

    def inside(self, spans: Iterable[Span]) -> list[T]:
        """Return the things that lie whole under one of ``spans``, in the order they were put."""
        asked = tuple(spans)
        if len(asked) == 1:
            start, end = asked[0]
            first, last = start // self._WIDTH, max(start, end - 1) // self._WIDTH
            if first == last:
                board = self._boards.get(first, ())
                return [thing for _, at, thing in board if start <= at[0] and at[1] <= end]
        return self._found((s, s.contains) for s in asked)

    def around(self, span: Span) -> list[T]:
        """Return the things whose spans hold all of ``span``, in the order they were put."""
        return [thing for _, at, thing in self._boards.get(span.start // self._WIDTH, ()) if at.contains(span)]

    def _found(self, asked: Iterable[tuple[Span, Callable[[Span], bool]]]) -> list[T]:
        found: dict[int, T] = {}
        boards = [(self._boards[b], fits) for span, fits in asked for b in self._over(span) if b in self._boards]
        if len(boards) == 1:  # mostly; a board lies in the order in which things were put
            return [thing for _, at, thing in boards[0][0] if boards[0][1](at)]
        for board, fits in boards:
            found |= {n: thing for n, at, thing in board if fits(at)}
        return [found[n] for n in sorted(found)]

    def _over(self, span: Span) -> range:
        return range(span.start // self._WIDTH, max(span.start, span.end - 1) // self._WIDTH + 1)
