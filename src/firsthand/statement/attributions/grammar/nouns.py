"""The attributions of words like "claim", "vow", "put the toll at": what somebody makes known, wants, reckons or denies.

WHOSE NOUN that content           "the ministry's claim that …", "X gave testimony that …", "a Ledger report that …"
source INTENDS to content         "X vowed to leave"
source PUTS tally at number       "X put the toll at 31", "but Y put it at three"
source DISMISSES content          "X waved away talk of rain"
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.records import ZoneKind
from firsthand.statement.attributions.contents import is_number, joins, rival
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.content import content_before, content_between, content_end
from firsthand.statement.attributions.grammar.subject import cue_begin, in_noun_phrase, subject_before
from firsthand.statement.attributions.grammar.words import (
    ARTICLES,
    AUXILIARY,
    DETERMINERS,
    MARKS,
    OPENERS,
    OWNERS,
    PASSIVE,
    STOP_RIGHT,
    SUBJECT_PRONOUNS,
)
from firsthand.statement.attributions.passage import Draft, Passage


def by_noun(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``X's claim that …``, ``a claim by X that …`` (the latter only as a cue without a source)."""
    first, last = p.starts[at], p.ends[at]
    owner = at - 1
    while (
        owner > first and not p.words[owner].endswith(("'s", "s'")) and p.words[owner] not in OWNERS and at - owner < 4
    ):
        owner -= 1
    if owner < first or not (p.words[owner].endswith(("'s", "s'")) or p.words[owner] in OWNERS):
        return _made(p, cues, at) or _titled(p, at)
    begin = owner
    while p.words[owner] not in OWNERS and begin > first and p.capital(begin - 1) and p.words[begin - 1] not in MARKS:
        begin -= 1
    article = next((i for i in range(begin, max(first - 1, begin - 5), -1) if p.words[i] in ARTICLES), -1)
    if article >= 0 and all(p.words[i][0].isalpha() and p.words[i] not in STOP_RIGHT for i in range(article, owner)):
        begin = article  # "the foreign ministry's claim"
    content = content_between(p, at + 1, content_end(p, cues, at + 1, last))
    return (
        Draft((p.span(begin, owner + 1),), (p.span(owner + 1, at + 1),), tuple(content), f"noun: {p.words[at]}")
        if content
        else None
    )


_MAKING = frozenset(
    "made makes gave gives given offered issued issues repeated repeats sent sends released posted voiced".split()
)


def _made(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``X gave testimony that …``, ``X has issued a statement that …``: who makes the statement says it."""
    first, last = p.starts[at], p.ends[at]
    verb = next((i for i in range(at - 1, max(first, at - 4), -1) if p.words[i] in _MAKING), -1)
    if verb < 0 or any(p.words[i] in MARKS | STOP_RIGHT or p.quoted[i] >= 0 for i in range(verb + 1, at)):
        return None
    begin = cue_begin(p, first, verb)
    subject = subject_before(p, cues, first, begin)
    content = content_between(p, at + 1, content_end(p, cues, at + 1, last))
    if subject is None or not content or PASSIVE.intersection(p.words[begin:verb]):
        return None
    return Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"noun: makes {p.words[at]}")


def _titled(p: Passage, at: int) -> Draft | None:
    """``a Ledger report that …``: the name before the noun says it."""
    begin = at
    while begin > p.starts[at] + 1 and (p.capital(begin - 1) or p.words[begin - 1].isdigit()):
        begin -= 1
    if begin == at or p.shouted or p.zone is ZoneKind.HEADLINE or p.words[begin - 1] not in ARTICLES:
        return None
    content = content_between(p, at + 1, p.ends[at])
    return Draft((p.span(begin, at),), (p.span(at, at + 1),), tuple(content), f"noun: {p.words[at]}")


def by_intent(p: Passage, cues: Cues, at: int) -> Draft | None:
    """``X vowed to …``: the content is what is wanted."""
    first, last = p.starts[at], p.ends[at]
    begin = cue_begin(p, first, at)
    subject = subject_before(p, cues, first, begin)
    content = content_between(p, at + 1, content_end(p, cues, at + 1, last))
    if subject is None or not content or (cues.intending[p.words[at]] == "base" and in_noun_phrase(p, at)):
        return None
    return Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"intent: {p.words[at]}")


def let(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X let slip [to Y] that C``, ``X had let her client know C``."""
    for at, word in enumerate(p.words):
        if word != "let" or p.quoted[at] >= 0:
            continue
        first, last = p.starts[at], p.ends[at]
        verb = next((i for i in range(at + 1, min(last - 2, at + 6)) if p.words[i] in {"slip", "know"}), 0)
        that = next((i for i in range(verb + 1, min(last - 1, verb + 7)) if p.words[i] == "that"), verb + 1)
        begin = cue_begin(p, first, at)
        subject = subject_before(p, cues, first, begin) if verb else None
        content = content_between(p, that, content_end(p, cues, that, last)) if verb else []
        if subject is not None and content and not any(w in MARKS for w in p.words[at:that]):
            yield Draft((p.span(*subject),), (p.span(begin, verb + 1),), tuple(content), "told-by: let know")


def estimate(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X put the toll at 31``, ``X put it at 31``: the number is what X says."""
    for at, word in enumerate(p.words[:-4]):
        it = p.words[at + 1 : at + 3] == ("it", "at") and is_number(p, at + 3)
        if word in cues.estimating and (it or p.words[at + 1] in DETERMINERS) and p.quoted[at] < 0:
            first, last = p.starts[at], p.ends[at]
            number = next((i for i in range(at + 3, min(last - 1, at + 9)) if p.words[i] == "at"), 0)
            begin = at
            while begin > first and p.words[begin - 1] in AUXILIARY:
                begin -= 1
            subject = subject_before(p, cues, first, begin)
            content = content_between(p, at + 1, content_end(p, cues, at + 1, last))
            tallied = it or (number and not cues.tallies.isdisjoint(p.words[at + 2 : number]))
            if tallied and subject is not None and content:
                yield Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"estimate: {word} … at")


# what can be waved away besides what `nouns` name; "waved away the waiter" dismisses nobody's words
_SPOKEN_OF = frozenset(
    "talk explanation explanations theory theories rumours rumors fears concerns notion idea version criticism".split()
)


def dismissed(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X waved away talk of rain``, ``Rain, their explanation, X waved away``: what X denies is the content, before or behind."""
    firsts = {phrase[0] for phrase in cues.dismissing}
    for at, word in enumerate(p.words):
        if word not in firsts or p.quoted[at] >= 0:
            continue
        end = next((at + len(d) for d in cues.dismissing if p.words[at : at + len(d)] == d), 0)
        subject = subject_before(p, cues, p.starts[at], at) if end else None
        if subject is None or not _person(p, cues, *subject):
            continue
        first, last = p.starts[at], p.ends[at]
        if end < last and p.words[end][0].isalpha() and p.words[end] not in STOP_RIGHT - OPENERS:
            content = content_between(p, end, content_end(p, cues, end, last))
        elif subject[0] > first + 1 and p.words[subject[0] - 1] == ",":
            content = content_before(p, first, subject[0])
        else:
            continue
        if content and _SPOKEN_OF.intersection(p.words[first:last]) | cues.nouns.intersection(p.words[first:last]):
            yield Draft((p.span(*subject),), (p.span(at, end),), tuple(content), f"dismissed: {word}")


def _person(p: Passage, cues: Cues, a: int, b: int) -> bool:
    """Tell whether the words are a pronoun, a name or hold a word by which a source is described."""
    return p.words[a] in SUBJECT_PRONOUNS or p.capital(b - 1) or not cues.sources.isdisjoint(p.words[a:b])


def rivals(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X said five died, but Y [put it at three]``: a second voice behind a joining word, with a number of its own."""
    counted = 0  # where the last sentence with a number ends
    for at in range(1, len(p.words) - 3):
        counted = p.ends[at] if is_number(p, at) else counted
        if p.ends[at] != counted or p.quoted[at] >= 0 or not joins(p, at):
            continue
        found = rival(p, at + 1, p.ends[at], cues)
        if found is not None:
            begin = found[0] - (p.words[found[0] - 1] in AUXILIARY)
            content = content_between(p, found[0] + 1, content_end(p, cues, found[1], p.ends[at]))
            if begin > at + 1 and content:
                yield Draft((p.span(at + 1, begin),), (p.span(begin, found[0] + 1),), tuple(content), "estimate: rival")
