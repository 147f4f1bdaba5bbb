"""A happening as told -> the probability that it is told as one particular happening, not talked of in general.

A logistic model over what makes a happening particular: a day, a place, named or counted people, many words for it, its
place in the article. Nothing in it looks at who fought whom. Weights: ``weights.json``, made by ``eval/train/events.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from firsthand.event.within import Told, World
from firsthand.records import Event, Status

P_LEAST = (
    0.2  # an assault less likely than this to be a particular happening is left out; chosen on incidents-dev, in folds
)


@cache
def weights() -> Mapping[str, float]:
    """Return the log-odds of each feature; ``*`` is the constant."""
    return dict(json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf8")))


def features(told: Told, event: Event, world: World, sentences: int) -> dict[str, float]:
    """Return what speaks for a particular happening, each between 0 and 1 or a small count."""
    them = told.mentions
    kinds = {world.kinds.get(r) for r in event.recipients}
    first = them[0].sentence
    return {
        "mentions": math.log(len(them)),
        "sentences": math.log(len({m.sentence for m in them})),
        "early": 1.0 if first == 0 else 0.0,
        "depth": min(1.0, first / max(1, sentences)),
        "dated": float(any(m.times for m in them)),
        "dated paragraph": float("of the paragraph" in event.because),
        "town": float("of the sentence" in event.because),
        "person": float("person" in kinds),
        "people": float("people" in kinds),
        "nobody": float(not event.recipients),
        "agent": float(bool(event.actors)),
        "blamed": float(bool(told.blamed)),
        "counted": float(any(t.high is not None for t in event.toll)),
        "toll": float(bool(event.toll)),
        "active": float(any(m.voice == "active" for m in them)),
        "passive": float(any(m.voice == "passive" for m in them)),
        "noun only": float(all(m.voice == "noun" for m in them)),
        "outcome only": float(all(m.kind.sort == "outcome" for m in them)),
        "definite": float(any(m.definite for m in them)),
        "general": float(all(m.general for m in them)),
        "instrument": float(event.instrument is not None),
        "asserted": float(event.status is Status.ASSERTED),
        "voiced": float(any(m.kind.mode is not None for m in them)),
        f"group {told.group}": 1.0,
    }


def p_particular(found: Mapping[str, float], table: Mapping[str, float] | None = None) -> float:
    """Return the probability for these features."""
    w = weights() if table is None else table
    odds = w["*"] + math.fsum(w.get(n, 0.0) * x for n, x in found.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
