"""A spelling that no list holds -> the place of a country that it may mean."""

from __future__ import annotations

from firsthand import names
from firsthand.lexicon.gazetteer import REGION, TOWN, Spot
from firsthand.statement.places.atlas import Atlas

SPELT_LIKE = 0.9  # likeness (0 to 1) from which an unlisted spelling is taken for a place; chosen on the tuned half of spellings.tsv


def best(name: str, country: str, world: Atlas) -> Spot | None:
    """Return the place of ``country`` that ``name`` means: by a listed spelling, else the likeliest with the same bones.

    Towns come before regions of the same name; among towns the one with more people.
    """
    listed = [s for s in world.named(" ".join(names.parts(name))) if s.country == country]
    if not listed:
        folded = names.bare(name)
        listed = [s for s in world.named(folded) if s.country == country] if folded else []
    if listed:
        return max(listed, key=lambda s: (s.record < 0, s.sort == TOWN, s.people, -s.record))
    frame = names.skeleton(name)
    if len(frame) < 2:
        return None
    near = [*world.frames.get((frame, country), ())]
    near += [world.gazetteer.spot(r) for r in world.gazetteer.framed(frame, country)]
    scored = [
        (round(likeness(name, s, world), 2) + 0.02 * len(str(s.people)), s.sort == TOWN, -s.record, s)
        for s in near
        if s.sort >= REGION
    ]
    return max(scored)[-1] if scored else None


def likeness(name: str, spot: Spot, world: Atlas) -> float:
    """Return how like ``name`` is to the most like spelling of ``spot``."""
    return max(names.spelt_like(name, other) for other in (spot.name, *world.spellings(spot)))
