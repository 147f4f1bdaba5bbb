"""Signatures of one story -> its title, and why it is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.story.signature import Signature

SHOWN = 5  # words that a story says its articles share


def told(signatures: Sequence[Signature], likely: Mapping[str, Mapping[str, float]]) -> tuple[str, str]:
    """Return the title of the article likest to all others, and the words that the articles share with the days they span."""
    them = sorted(signatures, key=lambda s: s.id)
    ids = {s.id for s in them}
    whole = {s.id: round(sum(p for j, p in sorted(likely[s.id].items()) if j in ids), 9) for s in them}
    titled = [s for s in them if s.title] or them
    title = max(titled, key=lambda s: (whole[s.id], [-ord(c) for c in s.id])).title
    return title, _because(them)


def _because(them: Sequence[Signature]) -> str:
    if len(them) == 1:
        return "alone: no other article is likely to tell of the same happening"
    held: dict[str, list[int]] = {}
    for s in them:
        for term, weight in s.words:
            held.setdefault(term, []).append(weight)
    most = sorted((t for t, w in held.items() if len(w) > 1), key=lambda t: (-len(held[t]), -sum(held[t]), t))
    days = sorted(s.day for s in them if s.day is not None)
    spread = f"; {days[-1] - days[0]} days from first to last" if len(days) > 1 else ""
    return f"alike: {len(them)} articles share " + ", ".join(most[:SHOWN]) + spread
