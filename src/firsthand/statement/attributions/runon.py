"""Quotations that run over paragraphs: what a paragraph leaves open belongs to whoever spoke before it.

opening   := … cue ":"                     the paragraph ends with a colon
           | … "quotation never closed     the next paragraph begins with a mark again
following := "quotation"                   a paragraph that is one quotation, without a cue outside it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.passage import Draft, Paragraph
from firsthand.statement.attributions.reading import Reading

_LEAD = 9  # words of "X says:" on a line of its own
_MOST = 60  # paragraphs that one speech may run over; the longest published speeches have more, rarely in news


def _answered(readings: Sequence[Reading], at: int) -> tuple[int, int] | None:
    """Return paragraph and place of the draft that names who speaks in the open quotation of paragraph ``at``, a paragraph or two on."""
    for n in range(at + 1, min(len(readings), at + 3)):
        there = readings[n]
        if not there.opens:
            return None
        for j, d in enumerate(there.alone):
            if d.source and d.content and min(s.start for s in d.content) <= there.body.start + 1:
                return n, j
        if not there.whole or there.ends != "quote":
            return None
    return None


def run_on(found: Sequence[Paragraph], readings: Sequence[Reading]) -> dict[int, list[Draft]]:
    """Return the drafts of those paragraphs whose neighbours change what they say, by their number.

    Spans count from the first character of the paragraph to which a draft belongs, also where they lie in another one.
    """
    out: dict[int, list[Draft]] = {}
    owner: tuple[int, int] | None = None  # paragraph and place of the draft that is still speaking
    open_before, count = "", 0

    def row(n: int) -> list[Draft]:
        return out.setdefault(n, list(readings[n].alone))

    def widen(those: tuple[Span, ...], i: int, at: int) -> tuple[Span, ...]:
        return tuple(s.shifted(found[at].at - found[i].at) for s in those)

    for at, here in enumerate(readings):
        if here.whole and here.ends == "quote" and not here.owned and not here.cued and not (owner and open_before):
            later = _answered(readings, at)
            if later is not None:  # the speech is named in the paragraph in which it goes on
                i, j = later
                who = widen(readings[i].alone[j].source, at, i)
                out[at] = [Draft((), (), (here.whole,), "goes-on: named in the next paragraph", None, who)]
                owner, open_before, count = None, "", 0
                continue
        if here.whole and owner and not here.owned and not here.cued and count < _MOST:
            i, j = owner
            count += 1
            speaks = out.get(i, readings[i].alone)[j]
            if open_before:
                row(i)[j] = replace(speaks, content=(*speaks.content, *widen((here.whole,), i, at)))
            else:
                who = widen(speaks.source or speaks.speaker, at, i)
                out[at] = [Draft((), (), (here.whole,), "goes-on: a quotation in a paragraph of its own", None, who)]
            open_before = open_before and ("colon" if open_before == "colon" else here.ends)
            continue
        if here.whole is None and owner and open_before == "lead" and not here.alone:
            i, j = owner  # "X says:" alone on its line, then what X says without marks
            row(i)[j] = replace(row(i)[j], content=widen((here.body,), i, at))
            owner, open_before = None, ""
            continue
        count, open_before = 0, here.ends
        last = here.speaking
        after = readings[at + 1] if at + 1 < len(readings) else None
        if last is None and open_before == "colon" and after and after.whole:
            mark = Span(here.body.end - 1, here.body.end)
            row(at).append(Draft((), (mark,), (), "colon: opens a quotation"))
            last = len(out[at]) - 1
        owner = (at, last) if last is not None else None
        leads = owner and open_before == "colon" and after and not after.whole and here.length <= _LEAD
        if leads and last is not None and not out.get(at, here.alone)[last].content:
            open_before = "lead"
    return {n: [d for d in own if d.content] for n, own in out.items()}
