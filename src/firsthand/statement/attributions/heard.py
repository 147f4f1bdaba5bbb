"""Who is told something and is an outlet hands it on: ``a clerk told the Marl Gazette that C`` came here through the Gazette.

heard := TELLING ["it" | …] outlet            "told the Gazette", "told AFP on Friday"
       | SAYING "to" outlet                  "confirmed to Tarn News that", "in remarks to" (see ``relays.py``)
"""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.spans import Span
from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.linked import Tree
from firsthand.statement.attributions.outlets import outlet
from firsthand.statement.attributions.passage import Draft, Passage, places

HEARD = "heard-by"


def heard(p: Passage, drafts: Sequence[Draft], cues: Cues) -> list[Draft]:
    """Return ``drafts`` with the outlet that is told something above who tells it."""
    links = [(n, link) for n, d in enumerate(drafts) if (link := _listener(p, d, cues)) is not None]
    if not links:
        return list(drafts)
    tree = Tree(drafts)
    for n, link in links:
        tree.above(n, link)
        for m in _going_on(p, drafts, n):
            tree.up[m] = tree.up[n]
    return tree.drafts()


def _going_on(p: Passage, drafts: Sequence[Draft], n: int) -> list[int]:
    """Return the other drafts of the sentence in which the speaker of draft ``n`` goes on: ``…, adding that C``."""
    own = drafts[n]
    return [
        m for m, d in enumerate(drafts) if m != n and d.inside is None and own.inside is None and d.source == own.source
    ]


def _listener(p: Passage, d: Draft, cues: Cues) -> Draft | None:
    if not d.cue or not d.source or not d.content:
        return None
    begin, end = places(p, d.cue[0]) or (0, 0)
    if begin >= end or end >= len(p.words) or p.quoted[end - 1] >= 0:
        return None
    if p.words[end - 1] == ":":
        end -= 1
        at = next((i for i in range(end - 1, begin - 1, -1) if p.words[i] in cues.hearing), -1) + 1
    else:
        at = end
    told = at > 0 and (p.words[at - 1] in cues.hearing or p.words[begin:at][-1:] == ("to",))
    at += not told and p.words[at] == "to"
    if not (told or p.words[at - 1] == "to") or at >= p.ends[end - 1]:
        return None
    stop = outlet(p, at, p.ends[end - 1], cues)
    if stop <= at or d.source[0].overlaps(p.span(at, stop)):
        return None
    name = _bare(p, at, stop)
    if any(s.overlaps(name) for s in d.content):
        return None
    return Draft((name,), (p.span(at - 1, at),), d.content, f"{HEARD}: outlet", d.inside)


def _bare(p: Passage, at: int, stop: int) -> Span:
    """Return the name without a possessive: ``told the Gazette's reporter``."""
    s = p.span(at, stop)
    return Span(s.start, s.end - 2) if p.words[stop - 1].endswith("'s") else s
