"""Passages -> labelled words: a linear-chain tagger over hashed features, in numpy, with weights that ship.

The weights were trained by ``eval/train/attribution.py``. A label is nothing, or the begin or inside of a source, a cue
or a content.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.statement.attributions.features import Ints, Rows, label_features, tag_features

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
# Word classes: Penn Treebank tags, rare ones folded together (number 0 is "none").
TAGS = (
    "NN", "NNS", "NNP", "VB", "VBP", "VBZ", "VBD", "VBG", "VBN", "MD", "JJ", "RB", "DT", "PRP", "PRP$", "WP", "WRB",
    "IN", "TO", "CC", "CD", "EX", "RP", "POS", "MARK",
)
_SAME = {"NNPS": "NNP", "JJR": "JJ", "JJS": "JJ", "RBR": "RB", "RBS": "RB", "PDT": "DT", "WDT": "WP", "WP$": "WP"}
_NUMBER = {tag: i for i, tag in enumerate(TAGS, 1)}
Floats = NDArray[np.float32]


def tag_number(tag: str) -> int:
    """Return the number of a Penn Treebank tag; 0 for none."""
    tag = _SAME.get(tag, tag)
    return _NUMBER.get(tag, _NUMBER["MARK"] if tag and not tag[0].isalpha() else _NUMBER["NN"] if tag else 0)


class Weights(NamedTuple):
    """The trained numbers; they ship as whole numbers with one scale per table."""

    first: Floats  # word classes, first round
    second: Floats  # word classes, second round
    label: Floats  # labels, first reading
    step: Floats  # from one label to the next
    again: Floats  # labels, second reading
    again_step: Floats


@cache
def weights() -> Weights:
    """Return the weights that ship with the package."""
    with resources.files("firsthand.lexicon").joinpath("attribution.npz").open("rb") as file, np.load(file) as z:
        return Weights(*(z[k].astype(np.float32) * z[k + "_scale"] for k in Weights._fields))


def classes(r: Rows, w: Weights) -> Ints:
    """Return the word class of each place, in two rounds."""
    guess = score(w.first, tag_features(r)).argmax(1)
    guess[r.real == 0] = 0
    guess = score(w.second, tag_features(r, guess)).argmax(1)
    guess[r.real == 0] = 0
    return guess


def score(table: Floats, at: Ints) -> Floats:
    """Return the sum of the rows of ``table`` that each row of ``at`` names."""
    out = np.zeros((at.shape[0], table.shape[1]), np.float32)
    for column in at.T:
        out += table[column]
    return out


def margin(marks: Floats, guess: Ints) -> Ints:
    """Return how far, in whole steps up to 6, the score of each place's label lies above its best rival."""
    rival = marks.copy()
    at = np.arange(len(guess))
    own = marks[at, guess]
    rival[at, guess] = -1e9
    return np.clip(np.floor(own - rival.max(1)), -2, 6).astype(np.int64) + 3


def labels(r: Rows, w: Weights) -> Ints:
    """Return the best label of each place, passage by passage, read twice."""
    tags = classes(r, w)
    marks = score(w.label, label_features(r, tags))
    guess = best(r, marks, w.step)
    return best(r, score(w.again, again_features(r, tags, guess, margin(marks, guess))), w.again_step)


_BATCH = 64  # passages decoded side by side


def best(r: Rows, marks: Floats, step: Floats) -> Ints:
    """Return the best path of labels through ``marks``; passages of like length are decoded side by side."""
    out = np.zeros(r.size, np.int64)
    order = sorted((n, i) for i, n in enumerate(r.lengths) if n)
    for chunk in range(0, len(order), _BATCH):
        group = order[chunk : chunk + _BATCH]
        longest = group[-1][0]
        begins = np.array([r.starts[i] for _, i in group])
        at = np.minimum(begins[:, None] + np.arange(longest)[None, :], r.size - 1)
        s = marks[at]
        lengths = np.array([n for n, _ in group])
        now = s[:, 0, :].copy()
        now[:, 2::2] = -1e9  # no path begins inside
        back = np.zeros((len(group), longest, step.shape[0]), np.int64)
        idle = np.arange(step.shape[0])
        for i in range(1, longest):
            reach = now[:, :, None] + step[None]
            back[:, i, :] = reach.argmax(1)
            new = reach.max(1) + s[:, i, :]
            live = (i < lengths)[:, None]
            back[:, i, :] = np.where(live, back[:, i, :], idle)
            now = np.where(live, new, now)
        last = now.argmax(1)
        for i in range(longest - 1, -1, -1):
            live = i < lengths
            out[begins[live] + i] = last[live]
            last = back[np.arange(len(group)), i, last]
    return out
