"""Features -> probabilities: logistic models with few, named weights, and small trees that read a descent among the others."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, Mapping[str, float]]  # model name -> feature -> log-odds per unit; "*" is the constant
Floats = NDArray[np.float64]
Places = NDArray[np.int64]
PART = 2_000  # rows that all trees are asked about at once: bounds what is held in memory


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


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Boosted trees as arrays of one row a tree: a node's feature, its threshold and where it leads; leaves lead to themselves."""

    feature: Places
    threshold: Floats
    left: Places
    right: Places
    value: Floats
    depth: int
    constant: float

    def log_odds(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return the log-odds of rows of features."""
        return [
            v for n in range(0, len(rows), PART) for v in self._of(np.asarray(rows[n : n + PART], dtype=np.float64))
        ]

    def _of(self, x: Floats) -> list[float]:
        every = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(x), len(self.feature)), dtype=np.int64)
        for _ in range(self.depth):
            seen = np.take_along_axis(x, self.feature[every, node], axis=1)
            node = np.where(seen <= self.threshold[every, node], self.left[every, node], self.right[every, node])
        return [float(v) for v in self.value[every, node].sum(axis=1) + self.constant]


@cache
def trees() -> Trees:
    """Return the trees that ship (made by ``eval/train/stemma.py``)."""
    return planted(json.loads(resources.files(__package__).joinpath("trees.json").read_text("utf8")))


def planted(table: Mapping[str, object]) -> Trees:
    """Return trees out of their table: per tree rows of (feature, threshold, left, right, value)."""
    rows = np.asarray(table["trees"], dtype=np.float64)
    feature, left, right = (rows[:, :, n].astype(np.int64) for n in (0, 2, 3))
    return Trees(
        feature, rows[:, :, 1], left, right, rows[:, :, 4], int(str(table["depth"])), float(str(table["constant"]))
    )
