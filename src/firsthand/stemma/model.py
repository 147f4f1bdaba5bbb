"""Features of pairs -> probabilities: logistic models with few, named weights."""

from __future__ import annotations

import math
from collections.abc import Mapping

from firsthand.weights import shipped

Weights = Mapping[str, Mapping[str, float]]  # model name -> feature -> log-odds per unit; "*" is the constant


def logit(name: str, features: Mapping[str, float], models: Weights | None = None) -> float:
    """Return the log-odds that model ``name`` (``kin``, ``edge``, ``first``, ``second`` or ``family``) gives to ``features``.

    A feature without a weight counts for nothing. ``models`` are those that ship (made by ``eval/train/stemma.py``) if none are given.
    """
    table = (shipped("stemma") if models is None else models)[name]
    return table["*"] + sum(table.get(k, 0.0) * features[k] for k in sorted(features))


def chance(log_odds: float) -> float:
    """Return the probability of ``log_odds``."""
    if log_odds < 0:
        e = math.exp(max(-700.0, log_odds))
        return e / (1 + e)
    return 1 / (1 + math.exp(-min(700.0, log_odds)))
