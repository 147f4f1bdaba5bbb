"""Features of pairs -> probabilities: two logistic models with few, named weights."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

Weights = Mapping[str, Mapping[str, float]]  # model name -> feature -> log-odds per unit; "*" is the constant


@cache
def shipped() -> Weights:
    """Return the models ``kin``, ``edge`` and ``family`` as they ship (made by ``eval/train/stemma.py``)."""
    return dict(json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf8")))


def logit(name: str, features: Mapping[str, float], models: Weights | None = None) -> float:
    """Return the log-odds that model ``name`` gives to ``features``; a feature without a weight counts for nothing."""
    table = (shipped() if models is None else models)[name]
    return table["*"] + sum(table.get(k, 0.0) * features[k] for k in sorted(features))


def chance(log_odds: float) -> float:
    """Return the probability of ``log_odds``."""
    if log_odds < 0:
        e = math.exp(max(-700.0, log_odds))
        return e / (1 + e)
    return 1 / (1 + math.exp(-min(700.0, log_odds)))
