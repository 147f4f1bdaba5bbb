"""Who speaks, with all that stands beside the name: sources grown to the end of their apposition, or cut behind it.

NAME "," apposition … | … "," cue          "Derek Voss, who served as envoy | to Orlau until May, | said"
cue NAME "," apposition … | preposition …  "said Ilse Maran, a surgeon at the clinic and the editor | of a journal."
NAME | adverb                              "my father | often | said"
day | NAME                                 "On Monday | police | said"
quotation dash NAME end                    "“Nobody came.” — Ilse Maran": a quotation signed below
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.statement.attributions.closed import TIMES, WEEKDAYS
from firsthand.statement.attributions.passage import Draft, Passage, places, rewritten

_LONGEST = 25  # words that may stand between a source and its cue and belong to the source
_CLOSED = frozenset('. ; : ! ? " ( ) — –'.split())
_PREPOSITIONS = frozenset("of for in at on from with to".split())
_ADVERBS = frozenset(
    "often also later then now still once never always earlier again further already even sometimes soon just first ever both".split()
)


def apposed(p: Passage, drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` whose sources reach to the end of the words that only describe them."""
    dash = _signature(p)
    whole = rewritten(drafts, lambda d: _whole(p, d))
    return _signed(p, whole, dash) if dash > 0 else whole


def _signature(p: Passage) -> int:
    """Return the place of the dash behind the last quotation of a passage when only a name follows it; -1 without one."""
    last = len(p.words) - (p.words[-1:] == (".",))
    dash = next((i for i in range(last - 1, max(0, last - _SIGNED - 2), -1) if p.words[i] in _DASHES), 0)
    own = range(dash + 1, last)
    named = 2 <= len(own) <= _SIGNED and all(p.capital(i) or p.words[i] == "." for i in own)
    return dash if dash and named and p.words[0] == p.words[dash - 1] == '"' else -1


_SIGNED = 6  # words of a name under a quotation
_DASHES = frozenset("― — – - --".split())


def _signed(p: Passage, drafts: Sequence[Draft], dash: int) -> list[Draft]:
    """Return the quotation that a name signs, whole, however many marks stand in it, and the sayings that it tells of."""
    end = len(p.words) - (p.words[-1:] == (".",))
    content, name = p.span(0, dash), p.span(dash + 1, end)
    own = Draft((name,), (p.span(dash, dash + 1),), (content,), "signed: a name behind a dash")
    told = [
        d for d in drafts if d.source and d.cue and all(content.contains(s) for s in (*d.source, *d.cue, *d.content))
    ]
    return [own, *(replace(d, inside=own) if d.inside is None else d for d in told)]


def _whole(p: Passage, d: Draft) -> Draft:
    if len(d.source) != 1 or not d.cue:
        return d
    source, cue = places(p, d.source[0]), places(p, d.cue[0])
    if source is None or cue is None:
        return d
    begin, end = _behind_day(p, *source), source[1]
    new = _to_cue(p, d, begin, end, cue[0]) if end <= cue[0] else _to_stop(p, d, begin, end) if cue[1] <= begin else end
    while new - begin > 1 and (p.words[new - 1] == "," or _is_adverb(p, new - 1)):
        new -= 1
    return d if (begin, new) == source else replace(d, source=(p.span(begin, new),))


def _behind_day(p: Passage, begin: int, end: int) -> int:
    """Return where a source begins behind the day on which it speaks: ``[On Monday evening] police said``."""
    lead = range(begin, min(begin + _LEAD, end))
    day = next((i for i in lead if p.words[i] in WEEKDAYS), -1)
    if p.words[begin] not in _WHEN or day < 0 or not all(p.words[i].isalpha() for i in range(begin, day)):
        return begin
    start = day + 1
    while start < end and (p.words[start] in TIMES or p.words[start] == ","):
        start += 1
    return start if start < end else begin


_WHEN = frozenset("on late early by last".split())
_LEAD = 4  # words within which the day is named: "late on last Monday"


def _is_adverb(p: Passage, at: int) -> bool:
    word = p.words[at]
    return word in _ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _NOUNS and not p.capital(at))


_NOUNS = frozenset(
    "family supply assembly ally monopoly reply anomaly bully rally july italy weekly daily monthly".split()
)


def _to_cue(p: Passage, d: Draft, begin: int, end: int, cue: int) -> int:
    """Return where a source before its cue ends: at the comma before the cue, when the source opened an apposition and left it open."""
    gap = p.words[end:cue]
    opened = "," in p.words[begin:end]
    doing = (
        p.words[cue].endswith("ing") or p.words[end - 1] == ","
    )  # "…, called for it, saying"; the apposition is closed
    if (
        not opened
        or doing
        or not 1 < len(gap) <= _LONGEST
        or gap[-1] != ","
        or gap[0] in {","}
        or _CLOSED.intersection(gap)
    ):
        return end
    words = p.span(end, cue - 1)
    return end if any(words.overlaps(s) for s in d.content) else cue - 1


def _to_stop(p: Passage, d: Draft, begin: int, end: int) -> int:
    """Return where a source behind its cue ends: at the next stop, when a preposition goes on right behind it."""
    last = p.ends[begin]
    if end >= last or p.words[end] not in _PREPOSITIONS or "," not in p.words[begin:end]:
        return end
    stop = next((i for i in range(end, min(last, end + _LONGEST)) if p.words[i] in _CLOSED or p.words[i] == ","), -1)
    if stop < 0 or any(p.span(end, stop).overlaps(s) for s in d.content):
        return end
    return stop
