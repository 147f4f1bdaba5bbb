"""What stands before a colon and names no speaker but what is told of: a slogan, a label, the place.

slogan := words in capitals before a colon, nowhere else       "DARK SHIP: Ferry hit …"
label  := a name before a colon, nowhere else                  "Alert: nine dead behind a locked door"
place  := a name before a colon that stands behind "in", "at", "near" elsewhere, and who speaks has no such name
                                                               "Ansgar: three dead in mine"; not "Voss: nobody warned us"
       | a name in capitals that is written small elsewhere    "ANSGAR: Mine floods"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.fold import fold
from firsthand.statement.attributions.passage import Draft

_MOST = 50  # names before a colon; a report has a few, lines of very many are a transcript
_LEAST = 300  # characters of a text that would name a speaker again
_BEFORE_NAME = "colon: name before it"
_TAGGED = "tagger: cue ':'"
# behind what a name is that of a place; the end of the words before it
_PLACED = re.compile(r"\b(?:in|at|near|outside|around|to|from|across|over)\s+(?:the\s+)?$")


def without_topics(text: str, drafts: Sequence[Draft], speakers: frozenset[str]) -> list[Draft]:
    """Return ``drafts`` without those whose source is only the topic of a line.

    No topic holds one of ``speakers``, by which a source is described, and none stands before two colons: that is a transcript.
    """
    headed = [d for d in drafts if _is_shouted(text, d) or _is_headed(d)]
    if not 0 < len(headed) <= _MOST:
        return list(drafts)
    folded = fold(text)
    names = [fold(d.source[0].of(text)) for d in headed]
    known = {id(d) for d in headed}
    others = [fold(d.source[0].of(text)) for d in drafts if d.source and id(d) not in known]
    out = {
        id(d)
        for d, name in zip(headed, names, strict=True)
        if names.count(name) == 1 and not speakers.intersection(name.split()) and _topic(text, folded, name, d, others)
    }
    return [d for d in drafts if id(d) not in out]


def _topic(text: str, folded: str, name: str, draft: Draft, others: Sequence[str]) -> bool:
    """Tell whether ``name`` is a topic in ``text``, in which ``others`` speak."""
    if folded.count(name) == 1:
        return _is_shouted(text, draft) or draft.source[0].end + _LEAST < len(text)
    if not _is_headed(draft) or any(_called(name, o) for o in others):
        return False
    found = [m.start() for m in re.finditer(rf"\b{re.escape(name)}\b", folded)]
    loud = draft.source[0].of(text).isupper() and any(text[at : at + len(name)].istitle() for at in found)
    return loud or any(_PLACED.search(folded, max(0, at - _NEAR), at) for at in found)


_NEAR = 14  # characters of a preposition and an article


def _called(name: str, other: str) -> bool:
    """Tell whether the words of another source end in ``name`` as whom they name: "fleet manager Joren Haske", not "the port of Haske"."""
    before, found, behind = other.rpartition(name)
    return bool(found) and not behind[:1].isalnum() and not before.endswith((" of ", " in ", " at ", " from "))


def _is_headed(draft: Draft) -> bool:
    return bool(draft.source) and draft.because.startswith((_BEFORE_NAME, _TAGGED))


def _is_shouted(text: str, draft: Draft) -> bool:
    """Tell whether a source is words in capitals before a colon: "DARK SHIP: Ferry hit ..."; three where all is in capitals."""
    if not draft.source or draft.because.startswith("label: speaker"):
        return False
    said = draft.source[0]
    name = said.of(text)
    rest = text[said.end : said.end + 80].partition("\n")[0].lstrip("'\"’”")
    least = 3 if rest.isupper() else 2
    return name.isupper() and len(name.split()) >= least and rest.startswith(":")
