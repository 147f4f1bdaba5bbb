"""Features of pairs -> probabilities: two logistic models with few, named weights."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def weights(name: str) -> Mapping[str, float]:
    """Return the weights of model ``name`` (``kin`` or ``edge``) as they ship (see ``eval/train/stemma.py``)."""
    table = json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf8"))
    return dict(table[name])


def logit(name: str, features: Mapping[str, float]) -> float:
    """Return the log-odds that model ``name`` gives to ``features``; a feature without a weight counts for nothing."""
    table = weights(name)
    return table["*"] + sum(table.get(k, 0.0) * features[k] for k in sorted(features))


def chance(log_odds: float) -> float:
    """Return the probability of ``log_odds``."""
    if log_odds < 0:
        e = math.exp(max(-700.0, log_odds))
        return e / (1 + e)
    return 1 / (1 + math.exp(-min(700.0, log_odds)))
