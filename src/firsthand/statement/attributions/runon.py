"""Quotations that run over paragraphs: what a paragraph leaves open belongs to whoever spoke before it.

opening   := … cue ":"                     the paragraph ends with a colon
           | … "quotation never closed     the next paragraph begins with a mark again
following := "quotation"                   a paragraph that is one quotation, without a cue outside it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.spans import Span
from firsthand.statement.attributions.passage import Draft, Passage

_LEAD = 9  # words of "X says:" on a line of its own
_MOST = 60  # paragraphs that one speech may run over; the longest published speeches have more, rarely in news


def run_on(found: Sequence[Passage], drafts: Sequence[Sequence[Draft]]) -> list[list[Draft]]:
    """Return ``drafts`` (one list per passage) with quotations joined to the speaker of the paragraph before."""
    out = [list(d) for d in drafts]
    owner: tuple[int, int] | None = None  # passage and place of the draft that is still speaking
    open_before, count = "", 0
    for at, p in enumerate(found):
        whole = _one_quotation(p)
        own = _covers_start(p, out[at]) if whole else None
        if whole is not None and owner is not None and not own and not _cue_outside(p, out[at]) and count < _MOST:
            i, j = owner
            count += 1
            if open_before:
                out[i][j] = replace(out[i][j], content=(*out[i][j].content, whole))
            else:
                before = out[i][j]
                out[at] = [
                    Draft(
                        (),
                        (),
                        (whole,),
                        "goes-on: a quotation in a paragraph of its own",
                        None,
                        before.source or before.speaker,
                    )
                ]
            open_before = open_before and ("colon" if open_before == "colon" else "quote" if p.open_end else "")
            continue
        if whole is None and owner is not None and open_before == "lead" and not out[at]:
            i, j = owner  # "X says:" alone on its line, then what X says without marks
            out[i][j] = replace(out[i][j], content=(p.span(0, len(p.words) - (p.words[-1] == ".")),))
            owner, open_before = None, ""
            continue
        count = 0
        open_before = "colon" if p.words and p.words[-1] == ":" else "quote" if p.open_end else ""
        last = _speaking(p, out[at])
        if (
            last is None
            and open_before == "colon"
            and at + 1 < len(found)
            and _one_quotation(found[at + 1]) is not None
        ):
            out[at].append(Draft((), (p.span(len(p.words) - 1, len(p.words)),), (), "colon: opens a quotation"))
            last = len(out[at]) - 1
        owner = (at, last) if last is not None else None
        follows = at + 1 < len(found) and _one_quotation(found[at + 1]) is None
        if (
            owner is not None
            and open_before == "colon"
            and follows
            and not out[at][owner[1]].content
            and len(p.words) <= _LEAD
        ):
            open_before = "lead"
    return [[d for d in row if d.content] for row in out]


def _one_quotation(p: Passage) -> Span | None:
    """Return the characters of a passage that is all inside double marks (the last may be missing); nothing otherwise."""
    if (
        not p.words
        or p.words[0] != '"'
        or any(q < 0 and w[0].isalnum() for q, w in zip(p.quoted, p.words, strict=True))
    ):
        return None
    return p.span(0, len(p.words))


def _covers_start(p: Passage, drafts: Sequence[Draft]) -> bool:
    """Tell whether a draft with a cue already takes the first word of the passage as its content."""
    first = p.tokens[min(1, len(p.tokens) - 1)].start
    return any(d.cue and any(s <= first < e for s, e in d.content) for d in drafts)


def _cue_outside(p: Passage, drafts: Sequence[Draft]) -> bool:
    quoted = {p.tokens[i].start for i in range(len(p.tokens)) if p.quoted[i] >= 0}
    return any(c.start not in quoted for d in drafts for c in d.cue)


def _speaking(p: Passage, drafts: Sequence[Draft]) -> int | None:
    """Return the place of the draft that speaks at the end of the passage: the one that ends last, quoted or before a colon."""
    if not drafts:
        return None
    last = max(range(len(drafts)), key=lambda n: max(s.end for s in (*drafts[n].cue, *drafts[n].content)))
    content = drafts[last].content
    quoted = any(
        '"' in p.words[i]
        for i in range(len(p.words))
        if content and content[0].start <= p.tokens[i].start < content[-1].end
    )
    return last if quoted or not content or p.words[-1] == ":" else None
