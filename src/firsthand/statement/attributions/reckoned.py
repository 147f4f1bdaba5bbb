"""Words that are somebody's account, count or version: rules, without weights.

("by" | "in" | "on" | "from") WHOSE … ACCOUNT [","] content        "By Maran's account six shots were fired"
content "," ("by" | "in" | "on" | "from") WHOSE … ACCOUNT          "The boat was dark, in the teacher's telling"
WHOSE := a name with 's, or a noun with 's behind "the"

"as" WHO "put it"                                          "As one nurse put it, the ward was full", "…, as the mayor puts it"

"By his account" and "Maran's count is three dead" were read so too and are not any more: on stories that nobody had seen
they parted what had one origin (docs/method/attribution.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.handed import last_said
from firsthand.statement.attributions.passage import Draft, Passage

_LEADS = frozenset("by in on from".split())
_BETWEEN = 3  # words between whose it is and what it is: "own provisional"
_NAME = 10  # words of whoever it belongs to
_ENDS = frozenset('. ; : ! ? " ( ) [ ] — – ,'.split())
_SMALL = frozenset("the a an of for".split())
_OF_MONEY = frozenset(
    "bank savings current expense user twitter telegram facebook instagram e-mail email escrow".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday week month year day".split()
)


def reckoned(p: Passage, cues: Cues) -> Iterator[Draft]:
    """Yield the attributions of ``p`` that call their content somebody's account."""
    for at, word in enumerate(p.words):
        if word in _PUTS and p.words[at + 1 : at + 2] == ("it",) and p.quoted[at] < 0:
            yield from _put(p, at)
        if word not in cues.accounts or p.quoted[at] >= 0:
            continue
        owner = _owner(p, at)
        if owner is None:
            continue
        first, end = owner
        if first > p.starts[at] and p.words[first - 1] in _LEADS:
            yield from _led(p, first, end, at)


def _put(p: Passage, at: int) -> Iterator[Draft]:
    """``C, as WHO put it, C``: all of the sentence around it, a quotation behind it too."""
    first, last = p.starts[at], p.ends[at]
    as_ = next((i for i in range(at - 1, max(first - 1, at - _NAME), -1) if p.words[i] in _ENDS | {"as"}), first)
    if p.words[as_] != "as" or as_ + 1 >= at or (as_ > first and p.words[as_ - 1] not in _BEFORE_AS):
        return
    if at + 2 < last and p.words[at + 2][0].isalnum():  # "as firefighters put it out"
        return
    parts = [(first, as_), (at + 2, last)]
    while parts and p.words[parts[0][1] - 1] in {","} and parts[0][1] > first:
        parts[0] = (first, parts[0][1] - 1)
    if at + 2 < last and p.words[at + 2] in {",", ":"}:
        parts[1] = (at + 3, last_said(p, at + 3) if at + 3 < last else last)
    content = tuple(p.span(a, b) for a, b in parts if any(w[0].isalpha() for w in p.words[a:b]))
    if content:
        yield Draft((p.span(as_ + 1, at),), (p.span(at, at + 2),), content, "account: as put")


_PUTS = frozenset({"put", "puts"})
_BEFORE_AS = frozenset({",", '"', "-", "–", "—", "was", "is"})


def _owner(p: Passage, at: int) -> tuple[int, int] | None:
    """Return the tokens of whose account it is."""
    for end in range(at, max(p.starts[at], at - _BETWEEN - 1), -1):
        word = p.words[end - 1]
        if word.endswith(("'s", "s'")) and word.rstrip("s").rstrip("'") not in _DAYS:
            first = end - 1
            while (
                first > max(p.starts[at], end - _NAME)
                and (p.capital(first - 1) or (p.words[first - 1] in _SMALL and first - 1 > p.starts[at]))
                and p.words[first - 1] not in _LEADS
            ):
                first -= 1
            return first, end
        if word in _ENDS or word in _OF_MONEY or p.quoted[end - 1] >= 0:
            return None
    return None


def _source(p: Passage, first: int, end: int) -> Span:
    """Return whose account it is, less the 's."""
    span = p.span(first, end)
    said = span.of(p.text)
    cut = 2 if said[-1:] in "sS" and said[-2:-1] in "'’" else 1 if said[-1:] in "'’" else 0
    return Span(span.start, span.end - cut)


def _led(p: Passage, first: int, end: int, at: int) -> Iterator[Draft]:
    lead, start = first - 1, at + 1
    cue = (p.span(lead, lead + 1), p.span(end, at + 1))
    if lead == p.starts[at]:
        start += start < p.ends[at] and p.words[start] == ","
        if start < p.ends[at]:
            yield Draft(
                (_source(p, first, end),), cue, (p.span(start, last_said(p, start)),), "account: before content"
            )
    elif p.words[lead - 1] == "," and lead - 1 > p.starts[at]:
        yield Draft((_source(p, first, end),), cue, (p.span(p.starts[at], lead - 1),), "account: behind content")
