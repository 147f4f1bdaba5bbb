"""The attributions of a headline, a line of a transcript and a paragraph's last words: who stands at the head or the tail.

source : content                  "Minister: doctors say king is stable"
content : source                  "Rockets hit fuel depot near airfield: state TV"
content - source                  "Bridge shut for repairs - ministry", "Two killed in shelling -- Reports"
content ( source )                "… (Reuters)"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.records import ZoneKind
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.content import content_between
from firsthand.statement.attributions.grammar.words import AUXILIARY, BREAK, FINITE_FORMS, LEAST_CLAUSE, MARKS
from firsthand.statement.attributions.outlets import outlet
from firsthand.statement.attributions.passage import Draft, Passage, places

_NOT_SPEAKERS = frozenset(
    "video photo photos breaking update live watch exclusive opinion analysis read related note editor".split()
)
_SHORT_HEAD = 3  # words behind the colon of a headline


def head_or_tail(p: Passage, found: Sequence[Draft], cues: Cues) -> list[Draft]:
    """``Name: content`` at the start of a headline or a line of a transcript; credits and ``- Reports`` at its end."""
    tail = _bracket(p, cues) or _headline_tail(p, cues) or _credited(p, cues) or _told_last(p, cues)
    headed = _heading(p, cues)
    named = tail and tail[0].because.startswith("headline-tail: name")
    colon = headed or ([] if found and not named else _colon(p, tail))
    if headed and tail:
        colon = [replace(headed[0], content=tuple(content_between(p, *_between(p, headed[0], tail[-1]))))]
    return [*colon, *tail] if not found or tail or headed else []


def _between(p: Passage, head: Draft, tail: Draft) -> tuple[int, int]:
    _, begin = places(p, head.cue[0]) or (0, 0)
    end, _ = places(p, tail.cue[0]) or (len(p.words), 0)
    return begin, end if end > begin else len(p.words)


_HEADLINE = 24  # words


def _headline(p: Passage) -> bool:
    """Tell whether the passage is written as a headline: one short sentence without a full stop."""
    return 3 < len(p.words) <= _HEADLINE and p.ends[0] >= len(p.words) - 1 and p.words[-1] not in {".", "!", ":"}


def _heading(p: Passage, cues: Cues) -> list[Draft]:
    """``Gov aide: engineer warned boss``, ``Minister: doctors say king is stable``: who speaks before the colon of a headline."""
    colon = next((i for i in range(1, min(5, len(p.words))) if p.words[i] == ":"), 0)
    if not colon or not _headline(p) or p.words[0] in _NOT_SPEAKERS or len(p.words) - colon < 4:
        return []
    head = p.words[colon - 1]
    described = (
        not _NOT_SPEAKERS.intersection({head})
        and (head in cues.sources or head + "s" in cues.sources)
        and p.words[colon - 1] not in cues.media
    )
    described |= outlet(p, 0, colon, cues) == colon
    if not described or any(w in MARKS or w in BREAK or w in cues.core for w in p.words[:colon]):
        return []
    content = content_between(p, colon + 1, len(p.words))
    return [Draft((p.span(0, colon),), (p.span(colon, colon + 1),), tuple(content), "colon: name of a headline")]


def _told_last(p: Passage, cues: Cues) -> list[Draft]:
    """``Rockets hit fuel depot near airfield: state TV``: who says it behind the colon of a headline."""
    last = len(p.words)
    colon = next((i for i in range(last - 2, max(2, last - 6), -1) if p.words[i] == ":"), 0)
    if not colon or not _headline(p) or any(w in MARKS or w in BREAK for w in p.words[colon + 1 :]):
        return []
    words = p.words[colon + 1 :]
    known = cues.sources.union(cues.media).intersection(words) or words in cues.outlets
    quoted = p.zone is ZoneKind.HEADLINE and p.quoted[colon - 1] >= 0 and len(words) <= _SHORT_HEAD
    if not (known or quoted) or any(cues.core.get(w) in FINITE_FORMS or w in AUXILIARY for w in words):
        return []
    content = content_between(p, 0, colon)
    return [Draft((p.span(colon + 1, last),), (p.span(colon, colon + 1),), tuple(content), "headline-tail: name")]


def _colon(p: Passage, tail: Sequence[Draft]) -> list[Draft]:
    words = p.words
    begin = 1 if words[0] == '"' else 0
    if ":" not in words[1:7]:
        return []
    at = words.index(":", 1)
    named = all(p.capital(i) or words[i] in {"of", "the", "."} for i in range(begin, at)) and at > begin
    loud = p.text[p.tokens[begin].start : p.tokens[at].start].isupper() and not p.shouted
    lead = p.zone is ZoneKind.HEADLINE or (tail and tail[0].because.startswith("headline-tail"))
    if not (named and (lead or loud) and words[begin] not in _NOT_SPEAKERS):
        return []
    last = next((i for i in range(at, len(words)) if tail and p.tokens[i].start >= tail[-1].cue[0].start), len(words))
    content = content_between(p, at + 1, last)
    rule = "colon: name before it"
    return [Draft((p.span(begin, at),), (p.span(at, at + 1),), tuple(content), rule)] if content else []


def _bracket(p: Passage, cues: Cues) -> list[Draft]:
    """``… (Reuters)``, ``… [NYT.]`` behind a paragraph; ``(Hilal Press, via Open Desk)``: the second carries the first."""
    words = p.words
    if len(words) <= 6 or words[-1] not in {"]", ")"}:
        return []
    opening = next((i for i in range(len(words) - 2, max(0, len(words) - 12), -1) if words[i] in {"[", "("}), 0)
    end = len(words) - 1 - (words[-2] == ".")
    via = next((i for i in range(opening + 2, end - 1) if words[i] == "via"), end)
    stop = via - (words[via - 1] == ",")
    if not opening or not all(p.capital(i) for i in (*range(opening + 1, stop), *range(via + 1, end))):
        return []
    named = any(w in cues.media for w in words[opening + 1 : end])
    if stop <= opening + 1 or (words[opening - 1] not in {".", '"', "?", "!"} and not named):
        return []
    content = tuple(content_between(p, p.starts[opening - 1], opening))
    rule = "bracket: name behind the paragraph"
    cue = (p.span(opening, len(words)),) if via == end else (p.span(opening, opening + 1),)
    if via == end:
        return [Draft((p.span(opening + 1, end),), cue, content, rule)]
    carrier = Draft((p.span(via + 1, end),), (p.span(via, via + 1),), content, rule)
    return [carrier, Draft((p.span(opening + 1, stop),), cue, content, rule, carrier)]


_TAILS = frozenset("reports report sources source official officials witnesses media police".split())


def _headline_tail(p: Passage, cues: Cues) -> list[Draft]:
    """``Two killed in shelling -- Reports``, ``Bridge shut for repairs - ministry``."""
    words = p.words
    dash = next((i for i in range(len(words) - 2, max(0, len(words) - 6), -1) if _dash(words[i])), 0)
    described = words[-1] in cues.sources and len(words) - dash <= _SHORT_HEAD and dash >= LEAST_CLAUSE - 1
    described = described and words[dash + 1] not in {"a", "an"} and not p.capital(len(words) - 1) and not p.shouted
    if p.zone is not ZoneKind.HEADLINE or dash < 2 or not (words[-1] in _TAILS or described):
        return []
    own = (p.span(dash + 1, len(words)),)
    while _dash(words[dash - 1]):
        dash -= 1
    if words[-1] not in _TAILS:
        return [Draft(own, (p.span(dash, dash + 1),), tuple(content_between(p, 0, dash)), "headline-tail: name")]
    return [Draft(own, own, tuple(content_between(p, 0, dash)), "headline-tail: reports")]


_CREDIT = 6  # words of an outlet behind a dash
_SHORT_CREDIT = 4  # words of one that nothing but its place shows to be an outlet
# how names of outlets and agencies end; the tail of a word, whatever stands before
_OUTLET = re.compile(
    r"(?:[a-z]-?[Ii]nform|[Pp]ress|[Nn]ews|[a-z]media|[a-z]wire|[a-z]post|\.(?:com|ru|net|org|info|ua|fm|tv))$"
    r"|^(?:TV|FM|[A-Z]{2,5})$"
)


def _credited(p: Passage, cues: Cues) -> list[Draft]:
    """``Bridge shut for repairs - Delta News``, ``Dam bursts – state TV``: an outlet behind a dash, at the end of a sentence."""
    for end in sorted(set(p.ends)):
        last = end - (p.words[end - 1] == ".")
        dash = next(
            (i for i in range(last - 1, max(p.starts[end - 1], last - 2 - _CREDIT), -1) if _dash(p.words[i])), 0
        )
        if not dash or not p.text[p.tokens[dash - 1].end : p.tokens[dash].start] or last - dash < 2:
            continue
        first = p.starts[end - 1]
        raw = [p.text[slice(*t)] for t in p.tokens[dash + 1 : last]]
        plain = any(w[0].islower() and len(w) > 3 for w in (p.text[slice(*t)] for t in p.tokens[first:dash]))
        outlet = any(w.lower() in cues.media or _OUTLET.search(w) for w in raw)
        named = all(
            w[0].isupper() or w[0].isdigit() or w.startswith(("al-", "el-")) or w in {"of", "the", "-"} for w in raw
        )
        headline = p.zone is ZoneKind.HEADLINE and plain and len(raw) <= _SHORT_CREDIT
        if dash - first < (3 if outlet else LEAST_CLAUSE) or not (
            (named and (outlet or headline)) or (outlet and len(raw) <= 2)
        ):
            continue
        content = tuple(content_between(p, first, dash))
        return [Draft((p.span(dash + 1, last),), (p.span(dash, dash + 1),), content, "headline-tail: name")]
    return []


_DASHES = frozenset("- – —".split())


def _dash(word: str) -> bool:
    return word in _DASHES or word == "--"
