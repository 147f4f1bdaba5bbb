"""Passages -> attributions by the trained tagger; what the rules saw goes in as one of its features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.statement.attributions.cues import Cues
from firsthand.statement.attributions.features import Ints, Rows
from firsthand.statement.attributions.link import Run, draft, link, runs
from firsthand.statement.attributions.passage import Draft, Passage
from firsthand.statement.attributions.tagger import Floats, labels, weights

_CUE_DOUBT = (
    3.0  # a content without a cue takes the likeliest word as its cue if that word's score is at most this far behind
)
_BEGIN_CUE = 3


def tagged(found: Sequence[Passage], seen: Sequence[Sequence[Draft]], cues: Cues) -> list[list[Draft]]:
    """Return the attributions of each passage; ``seen`` are those of the rules."""
    rows = Rows(found, seen, cues)
    best, marks = labels(rows, weights())
    out: list[list[Draft]] = []
    for p, begin in zip(found, rows.starts, strict=True):
        here = slice(begin, begin + len(p.words))
        out.append(_drafts(p, best[here], marks[here]))
    return out


def _drafts(p: Passage, best: Ints, marks: Floats) -> list[Draft]:
    stretches = runs(best)
    linked, left = link(p, stretches)
    if left:
        extra = _likeliest_cue(p, left, marks)
        if extra is not None:
            linked, left = link(p, sorted([*stretches, extra], key=lambda r: r.start))
    out = [draft(p, one) for one in linked]
    if left:  # nobody is named in the passage: a quotation that goes on from the one before
        out.append(Draft((), (), tuple(p.span(r.start, r.end) for r in left), "tagger: content without a cue"))
    return out


def _likeliest_cue(p: Passage, left: Sequence[Run], marks: Floats) -> Run | None:
    """Return the word of the contents' sentences that is most like a cue, if it is nearly one."""
    doubt = marks[:, 0] - marks[:, _BEGIN_CUE]
    for r in left:
        doubt[r.start : r.end] = np.inf
    doubt[np.array(p.quoted) >= 0] = np.inf
    sentences = {p.starts[r.start] for r in left}
    doubt[[s not in sentences for s in p.starts]] = np.inf
    at = int(doubt.argmin())
    return Run(2, at, at + 1) if doubt[at] < _CUE_DOUBT else None
