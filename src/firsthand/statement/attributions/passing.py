"""Who says it in passing, inside what another says: rules, without weights.

finder FOUND content                       "activists inside the town had counted thirty air strikes"
doer … SAYING "that" content               "a boy ran into the street shouting that …", "had a call from the head telling him that …"
doer … "and" SAID content                  "a trader arrived and told them that …"
source SPEAKS "of" content                 "people who reached us speak of bodies"
"""

from __future__ import annotations

from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage
from firsthand.statement.attributions.quoting import (
    ARTICLES,
    AS_BEFORE,
    ENDS,
    HAVE,
    LONGEST_NAME,
    NOBODY,
    PASSIVE,
    PLACED,
    VERBS_INSIDE,
    rim,
)

OBJECTS = frozenset("him her them us me".split())
_JOINS = frozenset("and but while although".split())
_AFTER_HEAD = frozenset("of in from with at on near to for inside who outside".split())


def evidence(p: Passage, cues: Cues) -> list[Draft]:
    """``activists inside the town had counted thirty air strikes``: what a known kind of source found, inside what another says."""
    out = []
    for at, word in enumerate(p.words):
        if word in cues.finding and at > 1 and p.quoted[at] < 0:
            begin = at - (p.words[at - 1] in {"had", "have", "has", "also"})
            first = p.starts[at]
            words = p.words[first:begin]
            if p.words[begin - 1] == "who":
                continue  # "a man who found the key told guards"
            head = next((i for i, w in enumerate(words) if i and w in _AFTER_HEAD), len(words))
            plain = not any(w in ENDS or w in VERBS_INSIDE for w in words) and 0 < len(words) <= LONGEST_NAME
            stop = (i for i in range(at + 2, p.ends[at] - 1) if p.words[i] == "," and p.words[i + 1] in _JOINS)
            content = rim(p, at + 1, next(stop, p.ends[at]))
            if plain and head and words[head - 1] in cues.sources and content is not None:
                out.append(Draft((p.span(first, begin),), (p.span(begin, at + 1),), (content,), "told-by: evidence"))
    return out


_OF = {
    **dict.fromkeys(
        "speak speaks spoke complain complains complained talk talked boasted warn warned".split(), ("of", "about")
    ),
    **dict.fromkeys("confess confesses confessed admit admitted".split(), ("to",)),
}


def in_passing(p: Passage, cues: Cues) -> list[Draft]:
    """``leaflets warning that C``, ``a boy ran into the street shouting that C``: who is said to say it in passing."""
    out = []
    for at, word in enumerate(p.words):
        if at < 1 or p.quoted[at] >= 0 or at + 2 >= p.ends[at]:
            continue
        if cues.core.get(word) == "past" and p.words[at - 1] in {"and", "then"}:
            out.extend(_and_said(p, at, cues))
        if word in _OF and p.words[at + 1] in _OF[word]:
            out.extend(_speaks_of(p, at, cues))
        if cues.saying.get(word) != "ing":
            continue
        spoke = any(cues.core.get(w) in {"past", "third"} for w in p.words[p.starts[at] : at])
        if p.words[at - 1] == "," and (spoke or word in {"adding", "noting"}):
            continue  # who speaks goes on
        told = at + 2 + (p.words[at + 1] in OBJECTS)
        opens = "that" in p.words[at + 1 : told] or p.quoted[at + 1] >= 0 or p.words[at + 1] == ":"
        if not opens and not (word == "saying" and p.words[at - 1] not in AS_BEFORE):
            continue
        if p.words[at - 1 : at + 1] == ("in", "writing"):
            continue
        near = _caller(p, at) or _right_before(p, at)
        source = near or _doer(p, at)
        content = rim(p, at + 1, p.ends[at])
        if source is not None and content is not None:
            out.append(Draft((source,), (p.span(at, at + 1),), (content,), "told-by: in passing"))
    return out


FOLK = frozenset("police people media they another others someone".split())


def _speaks_of(p: Passage, at: int, cues: Cues) -> list[Draft]:
    """``people who reached us speak of bodies``, ``captured gunmen confessed to having been trained``: without a clause."""
    first, words = p.starts[at], p.words[p.starts[at] : at]
    begin = at - (p.words[at - 1] in HAVE)
    content = rim(p, at + 2, p.ends[at])
    plain = 0 < len(words) <= LONGEST_NAME and not any(w in ENDS for w in words) and words[0] not in NOBODY - FOLK
    spoke = any(cues.core.get(w) in {"past", "third"} for w in words) or "heard" in words
    if spoke or (p.words[at + 1] == "to" and not p.words[at + 2].endswith("ing")):
        return []
    if not plain or content is None or begin == first or p.words[at - 1] == "to":
        return []
    return [Draft((p.span(first, begin),), (p.span(begin, at + 1),), (content,), "told-by: speaks of")]


def _and_said(p: Passage, at: int, cues: Cues) -> list[Draft]:
    """``a trader arrived and told them that C``: who did the first thing says it, unless he has spoken already."""
    source, content = _doer(p, at), rim(p, at + 1, p.ends[at])
    spoke = any(cues.core.get(w) in {"past", "third"} for w in p.words[p.starts[at] : at])
    if source is None or content is None or spoke:
        return []
    that = next((i for i in range(at + 1, min(p.ends[at] - 1, at + 6)) if p.words[i] == "that"), at + 1)
    content = rim(p, that, p.ends[at])
    return [Draft((source,), (p.span(at, at + 1),), (content,), "told-by: and said")] if content else []


_MESSAGES = frozenset("call calls message messages letter letters note text texts e-mail email warning".split())


def _caller(p: Passage, at: int) -> Span | None:
    """``had a call from the deputy head on Sunday [telling him that]``: whoever called."""
    begin = next((i for i in range(at - 2, max(p.starts[at], at - LONGEST_NAME), -1) if p.words[i] == "from"), 0)
    if not begin or p.words[begin - 1] not in _MESSAGES or any(w in ENDS for w in p.words[begin:at]):
        return None
    return p.span(begin + 1, next((i for i in range(begin + 2, at) if p.words[i] in {"on", "at", "who"}), at))


_PERCEIVED = frozenset("heard seen filmed recorded shown caught".split())
_WENT = frozenset("came went ran rang wrote drove stood walked called".split())
_BREAKS = frozenset("that who which when while if as and".split())
OTHERS = frozenset("he she they".split())


def _doer(p: Passage, at: int) -> Span | None:
    """Return the subject of the clause that opens the sentence of token ``at``, a short noun phrase before a verb of the past."""
    first = p.starts[at]
    for i in range(first + 1, min(at, first + LONGEST_NAME)):
        word = p.words[i]
        if word in ENDS or p.quoted[i] >= 0 or word in _BREAKS:
            return None
        if p.words[i - 1] in ARTICLES:
            continue  # "the abducted priest"
        perceived = word in PASSIVE and p.words[i + 1] in _PERCEIVED
        if perceived or word in HAVE or word in _WENT or (word.endswith("ed") and len(word) > 4):
            plain = i < at - 1 - (word in HAVE) and p.words[i:at].count(",") < 2
            return p.span(first, i) if plain and p.words[first] not in NOBODY - OTHERS else None
    return None


_BEFORE_ING = frozenset("after before by of for without while from in on at when".split())
_LEFT = (
    HAVE
    | _WENT
    | frozenset(
        "that and but of in on at by for from with to show shows showed saw heard is are was were be been who which as while when".split()
    )
)


def _right_before(p: Passage, at: int) -> Span | None:
    """Return the noun phrase that ends right before token ``at``, back to its article or a verb; none behind a preposition."""
    begin = at
    while begin > max(p.starts[at], at - 6) and p.words[begin - 1] not in ENDS and p.words[begin - 1] not in _LEFT:
        if p.words[begin - 1].endswith("ed") or p.quoted[begin - 1] >= 0:
            break
        begin -= 1
        if p.words[begin] in ARTICLES:
            break
    named = begin < at and p.words[at - 1] not in NOBODY | ARTICLES | OBJECTS | _BEFORE_ING
    alone = begin == p.starts[at] or p.words[begin - 1] not in PLACED
    return p.span(begin, at) if named and alone else None
