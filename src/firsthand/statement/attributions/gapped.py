"""Two voices and one verb: "Reuters reported three deaths, and the Gazette five, citing the hospital".

gapped := source cue … number … ("," | ";" | "and" | "while" | "but")+ NAME ["," ] [preposition] number [up to three words] end
        | content "according to" source ("," | ";" | "and" | "but")+ number [up to three words] "according to" source
NAME    := a noun phrase with a capital, without a verb | ["the"] a word for a source, right before the number and the end

The second voice is a draft of its own with the first one's cue, so that what hangs on it does not hang on the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from firsthand.fold import fold
from firsthand.spans import Span
from firsthand.statement.attributions.closed import WEEKDAYS
from firsthand.statement.attributions.contents import is_number
from firsthand.statement.attributions.passage import Draft, Passage, places, rewritten

_JOINS = frozenset(", ; and while but whereas".split())
_BETWEEN = frozenset("of at ,".split())  # "put the dead at 12; the Post at 15"
_NAME = 6  # words of who speaks second
_TAIL = 4  # words behind the second number: "five dead in Harvel"
_ENDS = frozenset('. ; , ! ? "'.split())
_SMALL = frozenset("the a of".split())
_DATES = WEEKDAYS | frozenset(
    "january february march april may june july august september october november december".split()
)


def gapped(p: Passage, drafts: Sequence[Draft], sources: frozenset[str] = frozenset()) -> list[Draft]:
    """Return ``drafts`` with the second voice of those that share their verb with one; ``sources`` are words for one."""
    drafts = _each_behind_its_number(p, drafts)
    seconds = {id(d): found for d in drafts if (found := _second(p, d, drafts, sources)) is not None}
    if not seconds:
        return list(drafts)

    def cut(d: Draft) -> Draft:
        at = seconds[id(d)][0] if id(d) in seconds else -1
        return d if at < 0 else replace(d, content=_until(d.content, p.tokens[at].start, p.text))

    return [*rewritten(drafts, cut), *(other for _, other in seconds.values())]


def _each_behind_its_number(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts``, the number between two "according to" given to the second: "12 according to A, 30 according to B"."""
    behind = [d for d in drafts if len(d.cue) == 1 and d.source and fold(d.cue[0].of(p.text)) == "according to"]
    contents: dict[int, tuple[Span, ...]] = {}
    for first, second in pairwise(sorted(behind, key=lambda d: d.cue[0])):
        number = _number_before(p, first, second)
        before = tuple(s for s in second.content if s.start < first.cue[0].start)
        if number is not None and before:
            contents.setdefault(id(first), _until(before, first.cue[0].start, p.text))
            contents[id(second)] = (number,)
    return rewritten(drafts, lambda d: replace(d, content=contents[id(d)], inside=None) if id(d) in contents else d)


def _number_before(p: Passage, first: Draft, second: Draft) -> Span | None:
    """Return the number, with what it counts, that alone stands between the source of ``first`` and the cue of ``second``."""
    named, cue = places(p, first.source[-1]), places(p, second.cue[0])
    if named is None or cue is None or first.source[0].start < first.cue[0].start:
        return None
    begin = named[1]
    while begin < cue[0] and p.words[begin] in _JOINS:
        begin += 1
    inside = named[1] < begin < cue[0] <= begin + _TAIL
    return p.span(begin, cue[0]) if inside and is_number(p, begin) else None


def _second(p: Passage, d: Draft, drafts: Sequence[Draft], sources: frozenset[str]) -> tuple[int, Draft] | None:
    """Return where the second voice behind a draft's content is joined, and its draft."""
    plain = d.inside is None and len(d.cue) == 1 and d.source and d.content
    cue = places(p, d.cue[0]) if plain else None
    if cue is None or d.content[0].start < d.cue[0].start or d.source[0].start > d.cue[0].start:
        return None
    taken = [s for o in drafts if o is not d for s in (*o.source, *o.cue)]
    for at, begin, number, end in _found(p, cue[1], sources):
        words = p.span(begin, end)
        if not any(words.overlaps(s) for s in taken):
            source = p.span(begin, _name_end(p, begin, number))
            return at, Draft((source,), d.cue, (p.span(number, end),), f"gapped: {p.words[number]}")
    return None


def _found(p: Passage, start: int, sources: frozenset[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where a second voice is joined behind a first number, begins, has its number, and ends."""
    last = p.ends[start - 1]
    first = next((i for i in range(start, last) if is_number(p, i)), last)
    for at in range(first + 1, last - 1):
        if p.words[at] not in _JOINS or p.words[at - 1] in _JOINS or p.quoted[at] >= 0:
            continue
        begin = at
        while begin < last and p.words[begin] in _JOINS:
            begin += 1
        number = next((i for i in range(begin, min(last, begin + _NAME + 2)) if is_number(p, i)), -1)
        named = number > begin and _is_name(p, begin, _name_end(p, begin, number))
        if named or (number > begin and _is_source(p, begin, _name_end(p, begin, number), number, sources)):
            end = next((i for i in range(number + 1, min(last, number + _TAIL + 2)) if p.words[i] in _ENDS), last)
            if end - number <= _TAIL:
                yield at, begin, number, end


def _name_end(p: Passage, begin: int, number: int) -> int:
    while number > begin and p.words[number - 1] in _BETWEEN:
        number -= 1
    return number


def _is_name(p: Passage, begin: int, end: int) -> bool:
    own = range(begin, end)
    return (
        len(own) <= _NAME
        and p.words[end - 1] not in _DATES
        and all(p.capital(i) or p.words[i] in _SMALL for i in own)
        and any(p.capital(i) for i in own)
    )


def _is_source(p: Passage, begin: int, end: int, number: int, sources: frozenset[str]) -> bool:
    """Tell whether the words are "the rebels" or "residents", and nothing stands behind the number."""
    begin += p.words[begin] == "the"
    last = number + 1 >= len(p.words) or p.words[number + 1] in _ENDS
    return end - begin == 1 and p.words[begin] in sources and p.words[number - 1] != "," and last


def _until(content: tuple[Span, ...], end: int, text: str) -> tuple[Span, ...]:
    cut = [Span(s.start, min(s.end, end)) for s in content if s.start < end]
    return tuple(Span(s.start, s.start + len(s.of(text).rstrip(" ,;"))) for s in cut)
