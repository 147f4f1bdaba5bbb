"""Forms in which one says what another says: the outer one carries, the inner one speaks. Rules, without weights.

outer QUOTED inner ("as saying" | ", who said" | ":") content          "X quoted Y as saying that …", "minutes record Y as saying …"
inner "was quoted" ["by" outer] "as saying" ["by" outer] content       "Y was quoted as saying by X that …"
outer HEARD "from" inner ("who said" | "that") content                 "X heard from three mothers who said …"
inner "via" outer ":" content                                          "SANA via Press TV: …"
Words like "citing Y" and "quoted by X" that only stand beside a source are read in ``relays``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage

_WHO_CITES = frozenset("cited quoted quotes cites".split())
_RECORDS = frozenset("record records recorded paraphrased paraphrases reported".split())  # "minutes record X as saying"
_SAID = frozenset(
    "writes wrote said says claimed claims reported stated told confirmed denied warned described".split()
)
ENDS = frozenset(', . ; : ! ? " ( ) [ ] —'.split())
_PHRASE = 25  # words; the longest name of a source looked for
HAVE = frozenset("had has have".split())
_CITING = frozenset("citing quoting".split())
PASSIVE = frozenset("was were been is are".split())
MOST_RELAYS = 12  # in one paragraph; each looks at all its drafts


def quoting(p: Passage, drafts: list[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts``, the same list, with each form in which one says what another says as two links of a chain."""
    for at in [at for at in range(len(p.words)) if _relaying(p, at)][:MOST_RELAYS]:
        word = p.words[at]
        if word == "from":
            _heard_from(p, at, drafts)
        elif word == "via":
            _via(p, at, drafts)
        else:
            _as_saying(p, at, drafts, cues)
    return drafts


_LEARNED = frozenset("learned learnt learns learn heard hears hear".split())


def _relaying(p: Passage, at: int) -> bool:
    """Tell whether a form of relay may begin at the word."""
    word = p.words[at]
    if p.quoted[at] >= 0:
        return False
    heard = word == "from" and at > 0 and p.words[at - 1] in _LEARNED
    citing = word in _CITING and at > 1 and p.words[at - 1] in PASSIVE
    recorded = word in _RECORDS and at > 0
    return heard or citing or recorded or word in _WHO_CITES or (word == "via" and 0 < at < _PHRASE)


def _as_saying(p: Passage, at: int, drafts: list[Draft], cues: Cues) -> None:
    """``X quoted Y as saying that C``, ``X cited Y, who said C``: X carries, Y says; ``Y was quoted by X as saying that C``."""
    end = _speaking_of(p, at, cues)
    passive = at > 0 and p.words[at - 1] in PASSIVE and p.words[at] not in _CITING
    if passive and p.words[at + 1 : at + 2] == ("as",):
        end = at + 1
    if not end or (p.words[at] in _RECORDS and passive and end > at + 1):
        return
    if passive and end == at + 1 and _said_by(p, at, drafts):
        return
    last = max(p.ends[at], p.quotes[p.quoted[p.ends[at] - 1]][1] if p.quoted[p.ends[at] - 1] >= 0 else 0)
    cue_begin = at
    while cue_begin > p.starts[at] and p.words[cue_begin - 1] in PASSIVE | {"has", "had", "have", "also"}:
        cue_begin -= 1
    subject = _left_phrase(p, p.starts[at], cue_begin)
    colon = p.words[end] == ":"
    content = rim(p, end + 2 - colon, _before_main(p, cue_begin, end, last, cues))
    if content is None and subject is not None:  # "C, X quoted Y as saying."
        content = _said_before(p, p.starts[at], subject)
    if subject is None or content is None:
        return
    said = p.span(end, end + 2 - colon)
    drafts[:] = [d for d in drafts if not (touches(d.cue, p.span(cue_begin, end + 2 - colon)))]
    if passive and end == at + 1:
        drafts.append(Draft((subject,), (p.span(cue_begin, end + 2),), (content,), "quoted-as-saying: passive"))
        return
    by = passive and p.words[at + 1] == "by"
    start = (
        next((i + 1 for i in range(at + 1, min(end - 1, at + 6)) if p.words[i] == "by"), 0)
        if p.words[at + 1] == "from"
        else 0
    )
    named = p.span(start or at + 1 + by, end - (p.words[end - 1] == "," and end - 1 > at + 1))
    carrier, speaker = (named, subject) if by else (subject, named)
    whole = content if by or content.end <= subject.start else Span(speaker.start, content.end)
    outer = Draft((carrier,), (p.span(cue_begin, at + 1 + by),), (whole,), "quoted-as-saying: carrier")
    drafts.append(outer)
    drafts.append(Draft((speaker,), (said,), (content,), "quoted-as-saying: speaker", outer))


_NAME_STOPS = frozenset("on in at that last this as yesterday today earlier late during after".split())


def _said_by(p: Passage, at: int, drafts: list[Draft]) -> bool:
    """``Y was quoted as saying by X that C``, ``C, Y was quoted as saying by X``: tells whether it was put in so."""
    by = at + 3
    if p.words[by : by + 1] != ("by",) or by + 1 >= p.ends[at]:
        return False
    begin = at
    while begin > p.starts[at] and p.words[begin - 1] in PASSIVE | HAVE:
        begin -= 1
    subject = _left_phrase(p, p.starts[at], begin)
    end = _phrase(p, by + 1, _NAME_STOPS)
    if subject is None or end <= by + 1:
        return False
    that = next((i for i in range(end, min(p.ends[at], end + 6)) if p.words[i] in {"that", ":"} or p.quoted[i] >= 0), 0)
    content = rim(p, that, p.ends[at]) if that else _said_before(p, p.starts[at], subject)
    if content is None:
        return False
    drafts[:] = [d for d in drafts if not touches(d.cue, p.span(begin, by + 1))]
    outer = Draft(
        (p.span(by + 1, end),), (p.span(begin, at + 1), p.span(by, by + 1)), (content,), "quoted-as-saying: by"
    )
    drafts += [outer, Draft((subject,), (p.span(begin, by),), (content,), "quoted-as-saying: passive", outer)]
    return True


VERBS_INSIDE = frozenset("is are was were be been has have had will would do does did made to".split())


def _speaking_of(p: Passage, at: int, cues: Cues) -> int:
    """Return the place of "as saying", "who said", ":" behind a word of citing in its sentence, 0 without one."""
    for i in range(at + 1, min(p.ends[at] - 1, at + _PHRASE)):
        if p.words[i] == ":" and p.words[at] in {"quotes", "cites"} and i > at + 1:
            return i
        if p.quoted[i] >= 0 or p.words[i] in {";", ":"}:
            return 0
        saying = p.words[i] == "as" and (cues.saying.get(p.words[i + 1]) == "ing" or p.words[i + 1] == "having")
        if p.words[at] in _RECORDS and not saying and (p.words[i] in ENDS or p.words[i] in VERBS_INSIDE):
            return 0
        named = p.words[i] == "who" and p.words[i + 1] in _SAID and p.words[at] not in _RECORDS
        if i > at + 1 and (saying or named):
            return i
    return 0


_SUBORDINATE = frozenset("after when since before while although though as".split())


def _before_main(p: Passage, cue: int, start: int, last: int, cues: Cues) -> int:
    """Return ``last``, or the comma before the main clause: ``After X quoted Y as saying that C, | the board said …``."""
    led = any(w in _SUBORDINATE for w in p.words[p.starts[cue] : cue])
    if not led:  # "X quoted Y as saying that C, while Z cited …"
        joined = (i for i in range(start + 2, last - 1) if p.words[i] == "," and p.words[i + 1] in {"while", "but"})
        return next((i for i in joined if _core_ahead(p, i + 2, last, cues)), last)
    return next((i for i in range(start + 2, last) if p.words[i] == "," and _core_ahead(p, i + 1, last, cues)), last)


LONGEST_NAME = 12  # words of a source inside a content


def _core_ahead(p: Passage, at: int, last: int, cues: Cues) -> bool:
    near = range(at + 1, min(last, at + LONGEST_NAME))
    said = (i for i in near if cues.core.get(p.words[i]) in {"past", "third"} or p.words[i] in _WHO_CITES)
    return next(said, 0) > 0


def _said_before(p: Passage, begin: int, subject: Span) -> Span | None:
    """Return the words of the sentence before a source that a comma or a closing mark sets off, or nothing."""
    first = bisect_right(p.tokens, (subject.start, 0))
    return rim(p, begin, first) if first > begin and p.words[first - 1] in {",", '"'} else None


def _left_phrase(p: Passage, first: int, end: int) -> Span | None:
    start = end
    if start > first and p.words[start - 1] == ",":  # "X, in a dispatch from the front, quoted Y"
        back = next((i for i in range(start - 2, max(first, start - _PHRASE), -1) if p.words[i] == ","), first)
        end = start = back
    while (
        start > max(first, end - _PHRASE)
        and p.words[start - 1] not in ENDS
        and p.words[start - 1] not in {"that", "and", "but"}
        and p.quoted[start - 1] < 0
    ):
        start -= 1
    return p.span(start, end) if start < end else None


# A pronoun inside a content mostly is the speaker of that content again, and no new link.
NOBODY = frozenset(
    "i we you it that this which there one they he she who people some many others someone anyone everyone nobody these"
    " those what myself himself".split()
)
_HEARINGS = frozenset("court inquest inquiry jury tribunal coroner hearing commission committee".split())


def _heard_from(p: Passage, at: int, drafts: list[Draft]) -> None:
    """``its reporter had learned from a judge that C``: the judge stands behind the reporter; a court only hears."""
    if _heard_who(p, at, drafts):
        return
    that = next((i for i in range(at + 2, min(p.ends[at] - 1, at + _PHRASE)) if _opens_clause(p, i)), 0)
    if not that or p.words[that] in ENDS:
        return
    content = rim(p, that, p.ends[at])
    outer = next((n for n, d in enumerate(drafts) if d.cue and d.cue[0].end == p.tokens[at - 1].end and d.source), -1)
    if content is not None and outer < 0 and p.words[that] != "that":
        begin = at - 1
        while begin > p.starts[at] and p.words[begin - 1] in HAVE:
            begin -= 1
        drafts.append(Draft((p.span(at + 1, that),), (p.span(begin, at + 1),), (content,), "told-by: from"))
    if content is None or outer < 0:
        return
    held = any(s.contains(drafts[outer].cue[0]) for n, d in enumerate(drafts) if n != outer for s in d.content)
    content = next((s for s in drafts[outer].content if s.start == content.start), content)
    inner = Draft((p.span(at + 1, that),), (p.span(at, at + 1),), (content,), "told-by: from", drafts[outer])
    hearer = drafts[outer].source[0].of(p.text).lower().split()
    if _HEARINGS.intersection(hearer) or (held and hearer[0] in NOBODY):
        drafts[outer] = replace(inner, inside=drafts[outer].inside)
    else:
        drafts.append(inner)


def _heard_who(p: Passage, at: int, drafts: list[Draft]) -> bool:
    """``X heard from three mothers who said C``: X carries, they say; tells whether it was put in so."""
    who = next((i for i in range(at + 2, min(p.ends[at] - 2, at + _PHRASE)) if p.words[i] in ENDS | {"who", "that"}), 0)
    begin = at - 1
    while begin > p.starts[at] and p.words[begin - 1] in PASSIVE | HAVE:
        begin -= 1
    subject = _left_phrase(p, p.starts[at], begin) if who else None
    content = rim(p, who + 2, p.ends[at]) if who else None
    if subject is None or content is None or p.words[who] != "who" or p.words[who + 1] not in _SAID:
        return False
    drafts[:] = [d for d in drafts if not touches(d.cue, p.span(begin, who + 2))]
    named, cue = p.span(at + 1, who), p.span(begin, at + 1)
    outer = Draft((subject,), (cue,), (Span(named.start, content.end),), "told-by: heard from")
    drafts += [outer, Draft((named,), (p.span(who + 1, who + 2),), (content,), "told-by: heard from", outer)]
    return True


AS_BEFORE = frozenset("as by of from for in".split())
PLACED = frozenset("in on at to into onto with near over of for under".split())
ARTICLES = frozenset("the a an his her their its".split())


def _opens_clause(p: Passage, at: int) -> bool:
    """Tell whether the name before token ``at`` ends there: "that", a mark, or the article of another noun phrase."""
    if p.words[at] in ENDS | {"that"}:
        return True
    return p.words[at] in ARTICLES and p.words[at - 1] not in PLACED | AS_BEFORE | {"and"}


def _via(p: Passage, at: int, drafts: list[Draft]) -> None:
    """``SANA via Press TV: C`` at the head of a passage."""
    end = _phrase(p, at + 1)
    if end <= at + 1 or p.words[end : end + 1] != (":",) or any(w in ENDS for w in p.words[:at]):
        return
    content = rim(p, end + 1, len(p.words))
    if content is None:
        return
    outer = Draft((p.span(at + 1, end),), (p.span(at, at + 1),), (content,), "via: carrier")
    drafts[:] = [outer, Draft((p.span(0, at),), (p.span(end, end + 1),), (content,), "via: speaker", outer)]


def _phrase(p: Passage, start: int, stop: frozenset[str] = frozenset()) -> int:
    """Return the end of the noun phrase that begins at ``start``."""
    at, last = start, min(len(p.words), start + _PHRASE)
    while at < last and p.words[at] not in ENDS and p.words[at] not in stop and p.quoted[at] < 0:
        at += 1
    return at


def rim(p: Passage, start: int, last: int) -> Span | None:
    """Return the words between two tokens without marks at either end, or nothing."""
    while last > start and p.words[last - 1] in {".", ",", ";", ":"}:
        last -= 1
    while start < last and p.words[start] in {",", ":"}:
        start += 1
    return p.span(start, last) if start < last else None


def touches(spans: Sequence[Span], one: Span) -> bool:
    """Tell whether one of ``spans`` overlaps ``one``."""
    return any(s.overlaps(one) for s in spans)


def unheard(drafts: list[Draft], p: Passage) -> list[Draft]:
    """Return ``drafts`` without hearing in which somebody speaks: ``the court heard that the nurse had told her manager C``."""
    cues = [c for d in drafts for c in d.cue]
    return [
        d
        for d in drafts
        if not (d.cue and d.cue[0].of(p.text).lower().split()[-1] in {"heard", "hears"})
        or not any(s.contains(c) for s in d.content for c in cues)
    ]
