"""Is a name that of an outlet? Where words were told to one, printed in one or given to one, it is through it that they came.

outlet := [determiner] [kind of outlet] NAME      "the Lebanese daily Al-Murad", "its sister paper, the Star": known, or called so
NAME   := a name of the lexicon | capitals that end in the title of a paper | capitals with "TV", "Radio", "News" | a call sign
"""

from __future__ import annotations

import re

from firsthand.statement.attributions.cues import Cues, Shapes
from firsthand.statement.attributions.passage import Passage

_LONGEST = 8  # words of an outlet with its kind: "the Belgrade weekly magazine Novi Glas"
_DETERMINERS = frozenset("the a an its our this their".split())
_SMALL = frozenset("of and de la le el al for & - del des du".split())
_ALONE = (("state", "tv"), ("state", "television"), ("state", "radio"), ("national", "radio"), ("public", "radio"))
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?|[A-Z]{2,4}-?(?:TV|FM)|TV\d{1,2}|[A-Z]{2,4}\d")
_ENDING = re.compile(
    r"(?:[a-z]-?[Ii]nform|[a-z](?:press|Press|news|News|media|wire|bladet|posten|avisen|zeitung|kurier|presse))$"
    r"|\.(?:com|net|org|info|ru|ua|tv)$"
)


def outlet(p: Passage, at: int, last: int, cues: Cues) -> int:
    """Return the end of the name of an outlet that begins at token ``at``, before ``last``; ``at`` when none does."""
    shapes = cues.shapes
    last = min(last, at + _LONGEST)
    begin = at + (at < last and p.words[at] in _DETERMINERS)
    known = _known(p, begin, last, cues)
    if known:
        return known
    start = begin
    while start < last and p.words[start][0].isalnum() and not p.capital(start) and p.words[start] not in _STOPS:
        start += 1  # "the cycling daily | La Roue"
    kind = _kind(p, begin, start, shapes)
    while (
        start < last
        and not kind
        and p.capital(start)
        and p.words[start] not in shapes.titles
        and _adjective(p, start, shapes)
    ):
        start += 1  # "the Lebanese paper | Al-Murad"
        lower = start
        while start < last and p.words[start].isalpha() and not p.capital(start) and p.words[start] not in _STOPS:
            start += 1
        kind = kind or _kind(p, lower, start, shapes)
    end = _name(p, start, last)
    if end == start:
        state = kind and (p.words[start - 2] == "state" or p.words[begin:start] in _ALONE)
        return _known(p, start, last, cues) or (start if state else at) if kind else at
    if kind:
        return end
    own = _known(p, start, last, cues)
    if start > begin:  # "a spokesman for the Times": words that are no kind of outlet
        return own or at
    return end if _called(p, start, end, shapes) else at


_STOPS = frozenset("that who which in on at to of for by with from and or as he she it they his her".split())


def _adjective(p: Passage, at: int, shapes: Shapes) -> bool:
    """Tell whether small words with a kind of outlet follow a word in capitals: ``Lebanese [daily]``."""
    return any(p.words[i] in shapes.kinds and not p.capital(i) for i in range(at + 1, min(len(p.words), at + 4)))


def _kind(p: Passage, begin: int, end: int, shapes: Shapes) -> bool:
    return (
        end > begin
        and p.words[end - 1] in shapes.kinds
        and (p.words[end - 1] != "agency" or "news" in p.words[begin:end])
    )


def _known(p: Passage, begin: int, last: int, cues: Cues) -> int:
    """Return the end of the longest name of the lexicon's outlets and agencies that begins there, 0 without one."""
    if begin >= last or not (p.capital(begin) or p.words[begin] == "dpa"):
        return 0
    ends = (e for e in range(last, begin, -1) if p.words[begin:e] in cues.outlets)
    found = next(ends, 0)
    whole = _name(p, begin, last)  # "Rudaw English" is more than "Rudaw", "Times Square" is no Times
    if found and whole > found:
        loud = p.text[p.tokens[begin].start : p.tokens[found - 1].end].isupper()  # "BBC Monitoring", "ITV Meridian"
        return (
            whole
            if loud or p.words[whole - 1] in cues.shapes.titles | {"english", "arabic", "world", "international"}
            else 0
        )
    return found


def _name(p: Passage, start: int, last: int) -> int:
    """Return the end of the run of capitals that begins at ``start``; small words stand between two of them."""
    end = at = start
    while at < last and (p.capital(at) or p.words[at][0].isdigit() or (p.words[at] in _SMALL and at > start)):
        if p.words[at].endswith(("'s", "'")):
            return at + 1 if at > start or p.capital(at) else start
        at += 1
        if p.capital(at - 1) or p.words[at - 1][0].isdigit():
            end = at
    return end


def _called(p: Passage, start: int, end: int, shapes: Shapes) -> bool:
    """Tell whether the capitals are called like an outlet."""
    words = [w.removesuffix("'s") for w in p.words[start:end]]
    raw = p.text[p.tokens[end - 1].start : p.tokens[end - 1].end].removesuffix("'s").removesuffix("’s")
    if shapes.never.intersection(words):
        return False
    if end - start == 1:
        titled = words[0] in shapes.titles - shapes.with_others and p.words[start - 1] == "the"
        titled = titled or (words[0] in shapes.journals and p.words[start - 1] in {"in", "the"})
        return titled or bool(_CALL_SIGN.fullmatch(raw)) or bool(_ENDING.search(raw))
    if words[0] in shapes.first or (words[0] == "channel" and words[1].isdigit()):
        return True
    return words[-1] in shapes.titles or bool(shapes.inside.intersection(words)) or bool(_ENDING.search(raw))
