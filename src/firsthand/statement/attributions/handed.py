"""Words handed on by somebody who stands behind a preposition: rules, without weights.

hearer ["was"] "told" [WHERE] "by" NAME ("that" content | "of" WHAT | "to" …)    "residents were told by soldiers that the road was mined"
"as" hearer "was told" ("by" | "in" | "at") NAME "," content        "the bridge, as Delta was told by the railways, is closed"
NOUN ("by" | "from" | "in" | "of") NAME [","] "that" content      "a report by the Star that he had resigned"
"It" "was reported" ["to" NAME] "by" NAME "that" content; "This was reported … by NAME": the sentence before
"heard" NAME SAYING content                             "he heard a guard say that nobody was left"
quotation "reads" TEXT                                  ""…," reads a statement from the union", ""…," read a banner"
"""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.statement.attributions.closed import MEANS
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.passage import Draft, Passage

_TOLD = frozenset("told informed notified advised assured warned".split())
_BE = frozenset("is are was were be been being has have had also".split())
_BEFORE_NAME = frozenset("by from in of".split())
_ENDS = frozenset('. ; : ! ? " ( ) [ ] — –'.split())
_NAME = 14  # words of a name behind a preposition
_PRONOUNS = frozenset("it this that which".split())
_PASSED_ON = frozenset("reported announced confirmed stated claimed".split())
_LABELS = frozenset("source sources".split())
_HEARD = frozenset("heard hear hears overheard".split())
_SAY = frozenset("say tell shout announce claim promise admit boast ask call order".split())
_NOBODY = frozenset("him her them us me it that this what".split())


def handed(p: Passage, cues: Cues) -> Iterator[Draft]:
    """Yield the attributions of ``p`` whose source stands behind a preposition, or is heard to say something."""
    for at, word in enumerate(p.words):
        if p.quoted[at] >= 0:
            continue
        if word in _TOLD:
            yield from _told(p, at)
        elif word in cues.reported and p.words[at + 1 : at + 2] and p.words[at + 1] in _BEFORE_NAME:
            yield from _noun(p, at, cues)
        elif word in _LABELS and p.words[at + 1 : at + 2] == (":",) and p.starts[at] == at:
            yield from _label(p, at)
        elif word in _PASSED_ON and at and p.words[at - 1] in _BE:
            yield from _passive(p, at)
        elif word in cues.denying and at and p.words[at - 1] in _BE and p.words[at + 1 : at + 2] == ("by",):
            if (cues.reported | _DENIABLE).intersection(p.words[p.starts[at] : at]):  # not "the appeal", "bail"
                yield from _claimed(p, at, at + 1)
        elif word in _SAY:
            yield from _overheard(p, at)
        elif (
            word in _READS
            and at
            and p.quoted[at - 1] >= 0
            and p.words[at + 1 : at + 2]
            and p.words[at + 1] in _ARTICLES
        ):
            yield from _written(p, at)


# what somebody can deny besides what was reported
_DENIABLE = frozenset(
    """attack attacks strike strikes raid raids shelling bombing killing killings involvement responsibility role use existence link links
    charge charges rumor rumors incident shooting massacre losses casualties withdrawal deaths that""".split()
)


def _name(p: Passage, start: int, stop: frozenset[str]) -> int:
    """Return the end of a name that a word of ``stop`` or a comma ends; ``start`` when none does."""
    for at in range(start, min(p.ends[start], start + _NAME) if start < len(p.words) else start):
        if p.words[at] in stop or p.words[at] == ",":
            return at
        if p.words[at] in _ENDS or p.quoted[at] >= 0:
            return start
    return start


_THAT = frozenset({"that"})


def _clause(p: Passage, end: int) -> int:
    """Return the place of "that" right behind a name, or behind a comma or up to seven words of time and place."""
    for at in range(end, min(p.ends[end - 1], end + 8)):
        if p.words[at] == "that":
            return at
        if p.words[at] in _ENDS:
            break
    return -1


def _told(p: Passage, at: int) -> Iterator[Draft]:
    begin = at
    while begin > p.starts[at] and p.words[begin - 1] in _BE:
        begin -= 1
    heard = next((i for i in range(begin - 1, max(p.starts[at] - 1, begin - _NAME), -1) if p.words[i] == "as"), -1)
    if begin < at and not _PASSIVE.intersection(p.words[begin:at]):
        return  # "have told prosecutors they were paid by a man"
    if begin < at and heard >= 0 and p.words[at + 1 : at + 2] and _teller(p, at + 1):
        yield from _as_told(p, heard, begin, at)
        return
    by = next((i for i in range(at + 1, min(p.ends[at] - 1, at + _PLACE)) if p.words[i] in _ENDS | _STOP_BY), 0)
    if not by or p.words[by] != "by" or p.words[by + 1] in _NOBODY | MEANS:
        return
    end = _name(p, by + 1, _THAT | {"on", "to"})
    end = next((i for i in range(by + 2, end) if p.words[i] == "in" and p.capital(i + 1)), end)
    start = _clause(p, end) if end > by + 1 else -1
    if start < 0:
        end = start = _content_behind(p, by + 1, p.words[at] in _OF)
    if start <= by + 1:
        return
    cue = (p.span(begin, by + 1),) if by == at + 1 else (p.span(begin, at + 1), p.span(by, by + 1))
    yield Draft((p.span(by + 1, end),), cue, (p.span(start, last_said(p, start)),), "told-by: passive")


def _teller(p: Passage, at: int) -> bool:
    """Tell whether a preposition behind "told" leads to who tells: "by the railways", "at the ministry"; not "in Harvel"."""
    place = p.words[at] == "in" and at + 1 < len(p.words) and p.capital(at + 1)
    return p.words[at] in _WHERE and not place and p.words[at + 1 : at + 2] not in {(w,) for w in MEANS}


_STOP_BY = frozenset(", by that who which and he she they it we i was were had has".split())
_PASSIVE = frozenset("is are was were be been being".split())
_WHERE = frozenset("by in at".split())
_OF = frozenset("told informed notified warned advised".split())
_PLACE = 7  # words between "told" and "by"
_ARTICLES = frozenset("the a an his her its their there he she they it we i".split())
_BEFORE_ARTICLE = frozenset("of for in at by from to and with near the a an his her its their".split())


def _content_behind(p: Passage, start: int, of: bool) -> int:
    """Return where what is handed on begins behind a name without "that": ``by Seoul [of a plan]``, ``by the clerk [there were none]``."""
    last = min(p.ends[start], start + _NAME)
    for at in range(start + 1, last):
        word = p.words[at]
        if word in _ENDS or word == "," or p.quoted[at] >= 0:
            return at if p.quoted[at] >= 0 else 0
        if word == "to" or (word in _ARTICLES and p.words[at - 1] not in _BEFORE_ARTICLE):
            return at if at + 1 < p.ends[start] else 0
        if of and word in {"of", "about"} and at + 1 < p.ends[start] and p.words[at - 1] not in _HEADS:
            return at
    return 0


_HEADS = frozenset(
    "head chief minister member members president leader director prince some many all one office ministry".split()
)


def _as_told(p: Passage, heard: int, begin: int, at: int) -> Iterator[Draft]:
    """``C, as Delta was told by the railways, C``: Delta reports, the railways stand behind it."""
    end = _name(p, at + 2, frozenset())
    end = end if end > at + 2 else last_said(p, at + 2) if at + 2 < p.ends[at] else at + 2
    first, last = p.starts[at], last_said(p, at)
    parts = [(first, heard), (end, last)]
    content = tuple(p.span(a, b) for a, b in ((_inner(p, a, b)) for a, b in parts) if b - a > 1)
    hearer = p.words[heard + 1 : begin]
    if end <= at + 2 or not 0 < len(hearer) <= _PLACE or not content or hearer[0] in _NOBODY or _THAT & {*hearer}:
        return
    if hearer[0].endswith("ing") or "that" in p.words[at:end]:
        return
    outer = Draft((p.span(heard + 1, begin),), (p.span(begin, at + 1),), content, "told-by: as told")
    yield outer
    yield Draft((p.span(at + 2, end),), (p.span(at + 1, at + 2),), content, "told-by: as told", outer)


def _inner(p: Passage, a: int, b: int) -> tuple[int, int]:
    while a < b and p.words[a] in {",", "-"}:
        a += 1
    while b > a and p.words[b - 1] in {",", "-"}:
        b -= 1
    return a, b


def _noun(p: Passage, at: int, cues: Cues) -> Iterator[Draft]:
    end = _name(p, at + 2, _THAT)
    if end <= at + 2 or p.words[at + 2] in _NOBODY:
        return
    if any(cues.core.get(w) in {"past", "third"} and w not in cues.nouns for w in p.words[at + 2 : end]):
        return  # "a report by the centre says that"
    if end > at + 3 and not p.capital(end - 1) and _says(p.words[end - 1], cues, p.words[at]):
        return  # "a report by the ombudsman found that", "statements by the unions suggest that"; not "by the Gulf state that"
    that = end + (p.words[end] == ",")
    if p.words[that : that + 1] != ("that",) or p.words[that + 1 : that + 2] in {
        ("is",),
        ("was",),
        ("are",),
        ("were",),
    }:
        return
    content = (p.span(that, last_said(p, that)),)
    yield Draft((p.span(at + 2, end),), (p.span(at, at + 2),), content, f"source-noun: {p.words[at]}")


def _says(word: str, cues: Cues, noun: str) -> bool:
    """Tell whether ``word`` is what ``noun`` does: "statements … suggest", "a report … found"; not "a report … state"."""
    silent = frozenset({"ing"} if noun.endswith("s") else {"ing", "base"})
    return any(table.get(word, "ing") not in silent for table in (cues.saying, cues.thinking, cues.showing))


def _label(p: Passage, at: int) -> Iterator[Draft]:
    end = last_said(p, at + 2) if at + 2 < p.ends[at] else at + 2
    if at and end > at + 2 and p.ends[at] - at <= _NAME and p.capital(at + 2):
        first = p.starts[at - 1]
        yield Draft(
            (p.span(at + 2, end),), (p.span(at, at + 1),), (p.span(first, last_said(p, first)),), "label: source"
        )


def _passive(p: Passage, at: int) -> Iterator[Draft]:
    first = p.starts[at]
    subject = next((i for i in range(at - 1, first - 1, -1) if p.words[i] not in _BE), -1)
    by = next((i for i in range(at + 1, min(p.ends[at], at + 9)) if p.words[i] == "by" or p.words[i] in _ENDS), 0)
    passed = by == at + 1 if p.words[at] == "claimed" else p.words[by] == "by" and "that" not in p.words[at:by]
    if by and passed and p.words[subject] not in _PRONOUNS and p.words[subject] != "it's":
        yield from _claimed(p, at, by)
        return
    if subject != first or p.words[subject].removesuffix("'s") not in _PRONOUNS or not by or p.words[by] != "by":
        return
    end = _name(p, by + 1, _THAT)
    end = end if end > by + 1 else last_said(p, by + 1) if by + 1 < p.ends[at] and p.ends[at] - by <= _NAME else by + 1
    if end <= by + 1:
        return
    that = end if p.words[end : end + 1] == ("that",) else -1
    if that >= 0:
        content = p.span(that, last_said(p, that))
    elif p.words[subject] in {"this", "that"} and first > 0:
        content = p.span(p.starts[first - 1], last_said(p, p.starts[first - 1]))
    else:
        return
    cue = (p.span(subject + 1, at + 1), p.span(by, by + 1)) if by > at + 1 else (p.span(subject + 1, by + 1),)
    yield Draft((p.span(by + 1, end),), cue, (content,), "passive-by: it was reported")


def _claimed(p: Passage, at: int, by: int) -> Iterator[Draft]:
    """``The attack was claimed by NAME``, ``the door had been reported faulty twice by NAME``."""
    end = _name(p, by + 1, _THAT | {"in", "on", "and"})
    end = end if end > by + 1 else last_said(p, by + 1) if by + 1 < p.ends[at] and p.ends[at] - by <= _NAME else by + 1
    begin = at
    while begin > p.starts[at] and p.words[begin - 1] in _BE:
        begin -= 1
    first = p.starts[at]
    if end > by + 1 and first < begin and not any(p.words[i] in _ENDS | {","} for i in range(first, begin)):
        yield Draft(
            (p.span(by + 1, end),), (p.span(begin, by + 1),), (p.span(first, begin),), f"passive-by: {p.words[at]}"
        )


def _overheard(p: Passage, at: int) -> Iterator[Draft]:
    heard = next((i for i in range(at - 2, max(p.starts[at] - 1, at - 9), -1) if p.words[i] in _HEARD), -1)
    if heard < 0 or at + 1 >= p.ends[at] or p.words[heard + 1] in _NOBODY or p.words[at - 1] == "to":
        return
    if any(p.words[i] in _ENDS | {",", "that"} or p.quoted[i] >= 0 for i in range(heard + 1, at)):
        return
    opens = [i for i in range(at + 1, min(p.ends[at], at + 8)) if p.words[i] in {"that", ":", '"'} or p.quoted[i] >= 0]
    if not opens:
        return
    begin = opens[0] + (p.words[opens[0]] == ":")
    if begin < p.ends[at]:
        yield Draft(
            (p.span(heard + 1, at),), (p.span(at, at + 1),), (p.span(begin, last_said(p, begin)),), "overheard: say"
        )


def _written(p: Passage, at: int) -> Iterator[Draft]:
    """``"…," reads a statement from the union``: what is written somewhere; not ``pupils who like "Dune" read the book``."""
    begin = p.quotes[p.quoted[at - 1]][0]
    if p.starts[at] < begin and p.words[at - 2] not in _QUOTED_ENDS:
        return
    end = next(
        (i for i in range(at + 1, min(p.ends[at], at + _NAME)) if p.words[i] in _ENDS | _WRITTEN_ENDS), p.ends[at]
    )
    if end > at + 2:
        yield Draft((p.span(at + 1, end),), (p.span(at, at + 1),), (p.span(begin, at),), "label: written")


_READS = frozenset({"read", "reads"})
_QUOTED_ENDS = frozenset(", . ! ?".split())
_WRITTEN_ENDS = frozenset(", which that who and on at in after before as while".split())


def last_said(p: Passage, at: int) -> int:
    """Return the end of what is said from token ``at`` on: its sentence, less the marks, a quotation whole."""
    end = p.ends[at]
    if p.quoted[end - 1] >= 0:
        return max(end, p.quotes[p.quoted[end - 1]][1])
    while end > at + 1 and p.words[end - 1] in {".", "!", "?", ";", ","}:
        end -= 1
    return end
