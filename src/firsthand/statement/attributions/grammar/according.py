"""The attributions of "according to X" and the other phrases that stand before a source.

according to source , content  |  content , according to source [, content]
"""

from __future__ import annotations

from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.content import content_between, content_end
from firsthand.statement.attributions.grammar.subject import phrase_end
from firsthand.statement.attributions.grammar.words import ARTICLES, BEFORE_LISTENER, DETERMINERS, OWNERS, REACH
from firsthand.statement.attributions.passage import Draft, Passage
from firsthand.statement.attributions.relays import PLATFORMS

_BEGINS = frozenset("; that but while whereas though although".split())


def according(p: Passage, cues: Cues, at: int, after: int, phrase: str) -> Draft | None:
    """Return the attribution of ``phrase``, "according to" and its like, in the tokens ``at`` .. ``after``, if somebody says it."""
    first, last = p.starts[at], p.ends[at]
    end = phrase_end(p, after, last, stop=frozenset({"that", "who"}))
    if end <= after:
        return None
    begins = at - first <= 1 or p.words[at - 1] in _BEGINS
    if begins:
        end = _next_phrase(p, after, end)
    if p.words[at - 1] == "," and p.words[at - 2] == "that" and at - first > 2:
        begins = True  # "reported that, according to medics, …"
    if begins:
        start = _past_relative(p, end, last)
        stop = min(last, content_end(p, cues, start, last)) if p.words[at - 1] == "that" else last
        content = content_between(p, start, stop)
    else:
        content = content_between(p, first, at) + (content_between(p, end, last) if end < last - 1 else [])
    if not content or not _is_somebody(p, cues, at, after, end, phrase, set_off=begins or p.words[at - 1] == ","):
        return None
    return Draft((p.span(after, end),), (p.span(at, after),), tuple(content), f"before-source: {phrase}")


def _is_somebody(p: Passage, cues: Cues, at: int, after: int, end: int, phrase: str, *, set_off: bool) -> bool:
    """Tell whether the tokens ``after`` .. ``end`` behind ``phrase`` say by whom, not by what means, measure or reason."""
    if phrase == "via" and own_channel(p, after, end):
        return False  # "via its Telegram channel", "via WhatsApp"
    if phrase in {"per", "via"}:
        sourced = phrase == "per" and set_off and cues.sources.intersection(p.words[after:end])
        account = p.words[after] == "@" or p.text[p.tokens[after].start] == "@"
        named = p.capital(after + (p.words[after] in DETERMINERS and after + 1 < end))
        if not (sourced or account or named):
            return False
    if phrase == "based on" and not any(w in cues.sources or w in cues.media for w in p.words[after:end]):
        return False  # "based on her actions"
    if phrase == "according to" and _is_measure(p, cues, after, end):
        return False
    credit = any(w in {"(", "["} for w in p.words[max(p.starts[at], at - 8) : at])
    return not (phrase == "via" and credit)  # a credit in brackets


def _is_measure(p: Passage, cues: Cues, begin: int, end: int) -> bool:
    """Tell whether a noun phrase names what something goes by, and nobody who says it: "according to need", "to its size"."""
    head = next((i for i in range(begin, end) if p.words[i] in {"of", "for", "and", ","}), end) - 1
    gap = (
        p.text[p.tokens[end - 1].end : p.tokens[end].start] if end < len(p.tokens) else p.text[p.tokens[end - 1].end :]
    )
    if any(ch.isalpha() for ch in gap):
        return False  # words set aside: "according to the rules, published by the ministry, …" has somebody's rules
    return not p.capital(head) and (
        p.words[head] in cues.measures or (head == begin and p.words[head] in cues.bare_measures)
    )


def own_channel(p: Passage, begin: int, end: int) -> bool:
    """Tell whether the words name a medium: somebody's own, or a platform that nobody writes."""
    named = p.words[begin : begin + 1]
    return named != () and (named[0] in OWNERS or (named[0] in PLATFORMS and end == begin + 1))


def _next_phrase(p: Passage, begin: int, end: int) -> int:
    """Return where a second noun phrase begins right behind the first: "according to firefighters | the blaze was out"; else ``end``."""
    for at in range(begin + 1, end):
        if p.words[at] in ARTICLES and p.words[at - 1] not in BEFORE_LISTENER | ARTICLES | {
            "and",
            "or",
            "of",
            "between",
        }:
            return at
    return end


def _past_relative(p: Passage, end: int, last: int) -> int:
    """Return ``end``, or the end of ", which relies on informants," behind a name."""
    if p.words[end : end + 1] != (",",) or p.words[end + 1 : end + 2] not in {("which",), ("who",), ("whose",)}:
        return end
    return next((i for i in range(end + 2, min(last - 1, end + REACH)) if p.words[i] == ","), end)
