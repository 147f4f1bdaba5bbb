"""The attributions of "according to X" and the other phrases that stand before a source.

according to source , content  |  content , according to source [, content]
"""

from __future__ import annotations

from firsthand.spans import Span
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
    if (
        p.words[at - 1] == "," and p.words[at - 2] == "that" and at - first > 2
    ):  # "reported that, according to medics, …"
        begins = True
    content: list[Span] = []
    if begins:
        start = _past_relative(p, end, last)
        content = content_between(
            p, start, min(last, content_end(p, cues, start, last)) if p.words[at - 1] == "that" else last
        )
    else:
        content = content_between(p, first, at)
        if end < last - 1:
            content += content_between(p, end, last)
    if not content:
        return None
    if phrase == "via" and own_channel(p, after, end):
        return None  # "via its Telegram channel", "via WhatsApp": by what means, not by whom
    if (
        phrase in {"per", "via"}
        and not (
            phrase == "per" and (begins or p.words[at - 1] == ",") and cues.sources.intersection(p.words[after:end])
        )
        and p.words[after] != "@"
        and p.text[p.tokens[after].start] != "@"
        and not p.capital(after + (p.words[after] in DETERMINERS and after + 1 < end))
    ):
        return None
    if phrase == "based on" and not any(w in cues.sources or w in cues.media for w in p.words[after:end]):
        return None  # "based on her actions"
    if phrase == "according to" and _is_measure(p, cues, after, end):
        return None
    if phrase == "via" and any(w in {"(", "["} for w in p.words[max(first, at - 8) : at]):
        return None  # a credit in brackets
    return Draft((p.span(after, end),), (p.span(at, after),), tuple(content), f"before-source: {phrase}")


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
