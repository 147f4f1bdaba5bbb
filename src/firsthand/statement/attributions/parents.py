"""Drafts -> which stands in which: the parent of each attribution."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from firsthand.spans import joined
from firsthand.statement.attributions.passage import Draft


def parents(drafts: Sequence[Draft]) -> list[int | None]:
    """Return, for each draft (sorted by its first span), the place of the one in whose content it stands, or nothing.

    A form that says so ("citing") decides; else the smallest content that holds the source and cue of the draft.
    """
    place = {id(d): n for n, d in enumerate(drafts)}
    out: list[int | None] = []
    holders = sorted(
        ((joined(d.content)[0].start, joined(d.content)[-1].end, n) for n, d in enumerate(drafts) if d.content),
    )
    for n, d in enumerate(drafts):
        if d.inside is not None and id(d.inside) in place and place[id(d.inside)] != n:
            out.append(place[id(d.inside)])
            continue
        out.append(_holder(drafts, n, holders))
    return _acyclic(out)


_LOOK = 24  # contents looked at before a place; more never hold it in one passage


def _holder(drafts: Sequence[Draft], n: int, holders: Sequence[tuple[int, int, int]]) -> int | None:
    own = [*drafts[n].source, *drafts[n].cue]
    if not own:
        return None
    low, high = min(s.start for s in own), max(s.end for s in own)
    best: tuple[int, int, int] | None = None
    at = bisect_right(holders, (low, 1 << 60, 0))
    for start, end, m in reversed(holders[max(0, at - _LOOK) : at]):
        if m != n and start <= low and high <= end and any(s.start <= low and high <= s.end for s in drafts[m].content):
            depth = 0 if drafts[m].inside is None else -1
            best = min(best, (end - start, depth, m)) if best else (end - start, depth, m)
    return best[2] if best else None


def _acyclic(found: list[int | None]) -> list[int | None]:
    """Return ``found`` without the link that would close a circle (two contents that hold each other's words)."""
    out = list(found)
    for n in range(len(out)):
        seen, at = {n}, out[n]
        while at is not None:
            if at in seen:
                out[n] = None
                break
            seen.add(at)
            at = out[at]
    return out
