"""Where what is said begins and ends: before the cue, behind it, and in the quotations that go on."""

from __future__ import annotations

from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.words import (
    AUXILIARY,
    BREAK,
    DETERMINERS,
    FINITE_FORMS,
    LEAST_CLAUSE,
    MARKS,
    OPENERS,
    REACH,
    SOON,
    STOP_RIGHT,
    SUBJECT_PRONOUNS,
    TAIL,
)
from firsthand.statement.attributions.passage import Passage


def content_between(p: Passage, start: int, end: int) -> list[Span]:
    """Return the content between two tokens without marks at its rim (quotation marks stay)."""
    while start < end and p.words[start] in MARKS and p.words[start] != '"':
        start += 1
    while end > start and p.words[end - 1] in MARKS and p.words[end - 1] not in '"' and p.words[end - 1] not in ")]":
        end -= 1
    return [p.span(start, end)] if start < end and any(w not in MARKS for w in p.words[start:end]) else []


_LEADS_IN = frozenset("citing quoting asked speaking referring addressing".split())


def content_before(p: Passage, first: int, end: int) -> list[Span]:
    """Return the content before "…," he said; a quotation of several sentences goes back to its first."""
    if p.words[first] in _LEADS_IN:  # "Citing two women, she said": no content yet
        comma = next((i for i in range(first + 1, end - LEAST_CLAUSE) if p.words[i] == ","), 0)
        if not comma or p.words[first] in {"citing", "quoting"}:
            return []
        return content_between(p, comma + 1, end)
    number = p.quoted[end - 1] if end else -1
    if number < 0 and end >= 2 and p.words[end - 1] == ",":
        number = p.quoted[end - 2]
    announced = (i + 1 for i in range(first + 1, end) if p.words[i] == ":" and p.words[i - 1] in {"this", "it"})
    if number < 0:  # "The army rejected this: | no shot was fired, it replied"
        first = next(announced, first)
    if number >= 0:
        begin = p.quotes[number][0]
        first = p.starts[begin] if p.words[begin - 1 : begin] not in ((".",), (":",)) else begin
    return content_between(p, first, end)


_MOST_QUOTATIONS = 8  # that go on behind one cue


def following(p: Passage, at: int, last: int) -> list[Span]:
    """Return the quotations that go on after "…," he said: in the rest of the sentence and right after it."""
    found: list[Span] = []
    end = len(p.words)
    while at < end and len(found) < _MOST_QUOTATIONS:
        number = p.quoted[at]
        if number >= 0:
            a, b = p.quotes[number]
            if p.words[a] != '"':
                return found
            found.append(p.span(a, b))
            at = b
        elif p.words[at] in MARKS or at < last:
            at += 1
        else:
            return found
    return found


def content_end(p: Passage, cues: Cues, start: int, last: int) -> int:
    """Return where a clause that begins at ``start`` ends: at the sentence's end or before a later cue's own words."""
    for at in range(start + 1, min(last, start + 4 * REACH)):
        if p.quoted[at] >= 0 or p.words[at] != "," or at + 2 >= last:
            continue
        word = p.words[at + 1]
        announced = word in cues.before_source and p.words[at + 1 : at + 3] in cues.before_source[word]
        if announced and p.words[start:at] != ("that",):  # "said that, according to medics, …" goes on
            return at
        if cues.saying.get(word) == "ing" and (p.words[at + 2] == "that" or p.quoted[at + 2] >= 0):
            return at
        if _tail_voice(p, cues, at + 1, last):
            return at
    number = p.quoted[last - 1]
    return max(last, p.quotes[number][1]) if number >= 0 else last


def _tail_voice(p: Passage, cues: Cues, at: int, last: int) -> bool:
    """Tell whether the rest of the sentence only names who says all before it: ``…, the monitor reported on Friday.``"""
    for i in range(at, min(last, at + TAIL)):
        if (
            cues.core.get(p.words[i]) in FINITE_FORMS
            and i > at
            and p.words[i - 1] not in AUXILIARY - {"has", "have", "had"}
        ):
            after = p.words[i + 1] if i + 1 < last else "."
            return after in {".", ",", "!", "?"} or (
                after in STOP_RIGHT | SOON and after not in OPENERS | {"that", "about", "who", "if"}
            )
        if (
            p.quoted[i] >= 0
            or (p.words[i] in MARKS and p.words[i] not in {"(", ")"})
            or p.words[i] in BREAK | {"who", "which", "and"}
        ):
            return False
    return False


def clause_ahead(p: Passage, start: int, last: int) -> bool:
    """Tell whether "saying he would leave", "saying the road was cut" follows."""
    return p.words[start] in SUBJECT_PRONOUNS or (
        (p.words[start] in DETERMINERS or p.capital(start)) and has_verb(p, start, last)
    )


def finite_clause(p: Passage, start: int, last: int) -> bool:
    """Tell whether "believes the north is lost" follows: a pronoun, or a noun phrase and a verb of a closed class."""
    if start >= last or p.words[start] not in SUBJECT_PRONOUNS | DETERMINERS:
        return False
    return p.words[start] in SUBJECT_PRONOUNS or has_verb(p, start, last)


_VERBS = frozenset("is are was were has have had will would could can may might should must did does do".split())


def has_verb(p: Passage, start: int, last: int) -> bool:
    """Tell whether a verb of a closed class, or what ends like a verb, stands behind the token ``start``."""
    return any(
        w in _VERBS or (w.endswith(("ed", "s")) and len(w) > 4) for w in p.words[start + 1 : min(last, start + REACH)]
    )
