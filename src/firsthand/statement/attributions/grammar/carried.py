"""The attributions of what shows, passes on or whispers what the text says: footage, a carried statement, "reportedly".

"in" PICTURE … "seen" content               "In the footage can be seen …"
PICTURE SHOWS content                       "Footage published by X shows burnt-out tanks"
source CARRIES statement "in which" …       "X carried a statement in which Y said …"
source RELAYS noun "by" source "that" …     "X relays a claim by Y that …"
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.grammar.content import content_between, content_end
from firsthand.statement.attributions.grammar.subject import cue_begin, subject_before
from firsthand.statement.attributions.grammar.words import AUXILIARY, MARKS, SEEN, STOP_RIGHT, TAIL
from firsthand.statement.attributions.passage import Draft, Passage


def visual(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``In the footage can be seen …``, ``In the video, troops are seen …``, ``Footage shows …``: the picture says it."""
    yield from _shown(p, cues)
    at = 0
    while at < len(p.words):
        last = p.ends[at]
        head = next((i for i in range(at + 1, min(last, at + 7)) if p.words[i] in cues.visual), 0)
        if head and p.words[at] in {"in", "on"} and p.quoted[at] < 0:
            cue = next((i for i in range(head + 1, min(last, head + 14)) if p.words[i] in SEEN), 0)
            if cue:
                begin = cue
                while p.words[begin - 1] in AUXILIARY:
                    begin -= 1
                content = content_between(p, head + 1, begin) + content_between(p, cue + 1, last)
                if content:
                    yield Draft(
                        (p.span(at + 1, head + 1),),
                        (p.span(begin, cue + 1),),
                        tuple(content),
                        f"visual: {p.words[head]}",
                    )
        at = last


_SHOWS = frozenset("show shows showed depict depicts depicted".split())
_POST = frozenset(
    ", of published released shared posted taken filmed aired broadcast obtained seen verified circulating".split()
)


def _shown(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``Footage [published by X] shows burnt-out tanks``, ``Photographs … appear to show …``, with a plain object too."""
    for at, word in enumerate(p.words):
        if cues.showing.get(word) in {None, "ing"} or word not in _SHOWS or p.quoted[at] >= 0:
            continue
        begin = cue_begin(p, p.starts[at], at)
        subject = subject_before(p, cues, p.starts[at], begin)
        content = content_between(p, at + 1, content_end(p, cues, at + 1, p.ends[at]))
        if subject is None or not content or p.words[at + 1] in MARKS:
            continue
        head = next((i for i in range(*subject) if p.words[i] in STOP_RIGHT | _POST), subject[1])
        if head > subject[0] and p.words[head - 1] in cues.visual:
            yield Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"visual: {word}")


_CARRIES = frozenset(
    "carried carries ran runs aired airs published publishes broadcast broadcasts printed posted released read played shared shows".split()
)
_HANDS_ON = frozenset("relay relays relayed repeat repeats repeated".split())
_PASSES = frozenset({("passed", "on"), ("passes", "on"), ("pass", "on")})


def carrying(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``X carried a statement in which Y said C``: X passes on what the text says."""
    if "which" not in p.words and not cues.reported.intersection(p.words):
        return
    for at, word in enumerate(p.words):
        if (word in _HANDS_ON or p.words[at : at + 2] in _PASSES) and p.quoted[at] < 0:
            yield from _handed_on(p, cues, at, at + 1 + (word not in _HANDS_ON))
        if word in _CARRIES and p.quoted[at] < 0:
            last = min(p.ends[at], at + 12)
            which = next((i for i in range(at + 2, last - 1) if p.words[i] == "in" and p.words[i + 1] == "which"), 0)
            which = which or _by_another(p, cues, at, last)
            begin = cue_begin(p, p.starts[at], at)
            subject = subject_before(p, cues, p.starts[at], begin)
            content = content_between(p, at + 1, content_end(p, cues, at + 1, p.ends[at])) if which else []
            if content and subject is not None:
                yield Draft((p.span(*subject),), (p.span(begin, at + 1),), tuple(content), f"carries: {word}")


_LETTERS = frozenset("letter message video recording interview communique appeal note".split())


def _by_another(p: Passage, cues: Cues, at: int, last: int) -> int:
    """Return the place of "by" in ``carried a statement by the ministry saying that C``, 0 without such words."""
    noun = next((i for i in range(at + 1, last - 2) if p.words[i] in cues.reported or p.words[i] in _LETTERS), 0)
    if not noun or p.words[noun + 1] not in {"by", "from"}:
        return 0
    ahead = p.words[noun + 2 : p.ends[at]]
    return noun + 1 if any(cues.saying.get(w) == "ing" for w in ahead[:TAIL]) else 0


def _handed_on(p: Passage, cues: Cues, at: int, after: int) -> Iterator[Draft]:
    """``X relays a claim by Y that C``, ``X passed on advice from Y that C``, ``X relay accounts by Y of C``."""
    begin = cue_begin(p, p.starts[at], at)
    subject = subject_before(p, cues, p.starts[at], begin)
    noun = next((i for i in range(after, min(p.ends[at] - 2, after + 3)) if p.words[i] in cues.reported), 0)
    content = content_between(p, after, p.ends[at])
    if subject is None or not noun or not content or p.words[noun + 1] not in {"by", "from", "of"}:
        return
    outer = Draft((p.span(*subject),), (p.span(begin, after),), tuple(content), f"told-by: {p.words[at]}")
    yield outer
    of = next((i for i in range(noun + 2, min(p.ends[at] - 1, noun + TAIL)) if p.words[i] in {"of", "that"}), 0)
    if of > noun + 2 and p.words[of] == "of" and p.words[of - 1].endswith("s") and not p.capital(of - 1):
        own = tuple(content_between(p, of + 1, p.ends[at]))
        yield Draft((p.span(noun + 2, of),), (p.span(noun, noun + 2),), own, "told-by: account of", outer)


def hearsay(p: Passage, cues: Cues) -> Iterator[Draft]:
    """``reportedly``: the cue is the word, the source is hidden, the content is the rest of its sentence."""
    for at, word in enumerate(p.words):
        if word in cues.hearsay and p.quoted[at] < 0:
            first, last = p.starts[at], p.ends[at]
            content = tuple(content_between(p, first, at) + content_between(p, at + 1, last))
            if content:
                yield Draft((), (p.span(at, at + 1),), content, f"hearsay: {word}")
