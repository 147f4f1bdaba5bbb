"""Passages -> labelled words: a linear-chain tagger over hashed features, in numpy, with weights that ship.

The weights were trained by ``eval/train/attribution.py``. A label is nothing (0), or the begin or inside of a source (1, 2), a cue
(3, 4) or a content (5, 6); a word class is the number of a tag in that file, 0 for none.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.statement.attributions.features import Ints, LabelFeatures, Rows, tag_features

Floats = NDArray[np.float32]


class Table(NamedTuple):
    """Weights as they ship: whole numbers of one byte, and what one of them is worth."""

    units: NDArray[Any]
    scale: float


class Weights(NamedTuple):
    """The trained numbers."""

    first: Table  # word classes, first round
    second: Table  # word classes, second round
    label: Table  # labels, first reading
    step: Floats  # from one label to the next
    again: Table  # labels, second reading
    again_step: Floats


@cache
def weights() -> Weights:
    """Return the weights that ship with the package."""
    with resources.files("firsthand.lexicon").joinpath("attribution.npz").open("rb") as file, np.load(file) as z:
        tables = {k: Table(z[k], float(z[k + "_scale"])) for k in ("first", "second", "label", "again")}
        steps = {k: z[k].astype(np.float32) for k in ("step", "again_step")}
    return Weights(
        tables["first"], tables["second"], tables["label"], steps["step"], tables["again"], steps["again_step"]
    )


def classes(r: Rows, w: Weights) -> Ints:
    """Return the word class of each place, in two rounds."""
    guess: Ints = score(w.first, tag_features(r)).argmax(1)
    guess[r.real == 0] = 0
    guess = score(w.second, tag_features(r, guess)).argmax(1)
    guess[r.real == 0] = 0
    return guess


_AT_ONCE = 1024  # words whose rows are added up at once


def score(table: Table, at: Ints) -> Floats:
    """Return the sum of the rows of ``table`` that each row of ``at`` names."""
    out = np.zeros((at.shape[0], table.units.shape[1]), np.int32 if table.units.dtype == np.int8 else np.float32)
    for start in range(0, len(at), _AT_ONCE):
        rows = table.units.take(at[start : start + _AT_ONCE].T, axis=0)
        np.add.reduce(rows, axis=0, dtype=out.dtype, out=out[start : start + _AT_ONCE])
    return out.astype(np.float32) * np.float32(table.scale)


def margin(marks: Floats, guess: Ints) -> Ints:
    """Return how far, in whole steps up to 6, the score of each place's label lies above its best rival."""
    rival = marks.copy()
    at = np.arange(len(guess))
    own = marks[at, guess]
    rival[at, guess] = -1e9
    steps: Ints = np.clip(np.floor(own - rival.max(1)), -2, 6).astype(np.int64) + 3
    return steps


# Added to the scores of the second reading: a little more is found for a little less right.
BIAS = np.array([0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0], np.float32)


def labels(r: Rows, w: Weights) -> tuple[Ints, Floats]:
    """Return the best label of each place, passage by passage, read twice, and the scores of all labels."""
    tags = classes(r, w)
    features = LabelFeatures(r, tags)
    marks = score(w.label, features.first())
    guess = best(r, marks, w.step)
    again = score(w.again, features.again(guess, margin(marks, guess)))
    again += BIAS
    return best(r, again, w.again_step), again


_BATCH = 64  # stretches decoded side by side
_SURE = 9.0  # score by which "nothing" must lead for a word to be left out of the search; above all sums of two steps


def best(r: Rows, marks: Floats, step: Floats) -> Ints:
    """Return the best path of labels through ``marks`` (Viterbi), passage by passage.

    Words that are surely nothing cut a passage into stretches; stretches of like length are decoded side by side.
    """
    out = np.zeros(r.size, np.int64)
    lead = marks[:, 0] - marks[:, 1:].max(1)
    open_ = (r.real > 0) & (lead < _SURE)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], open_, [False])).astype(np.int8)))
    begins, ends = edges[0::2], edges[1::2]
    order = np.argsort(ends - begins, kind="stable")
    for chunk in range(0, len(order), _BATCH):
        group = order[chunk : chunk + _BATCH]
        _decode(out, begins[group], (ends - begins)[group], marks, step)
    return out


def _decode(out: Ints, begins: Ints, lengths: Ints, marks: Floats, step: Floats) -> None:
    """Write into ``out`` the best path of each stretch; before and after a stretch stands "nothing"."""
    longest = int(lengths[-1])
    count = len(begins)
    at = np.minimum(begins[:, None] + np.arange(longest)[None, :], len(out) - 1)
    s = marks[at]
    now = s[:, 0, :] + step[0]
    now[:, 2::2] = -1e9  # no path begins inside
    back = np.zeros((longest, count, step.shape[0]), np.int8)
    final = np.zeros((count, step.shape[0]), np.float32)
    step_to = np.ascontiguousarray(step.T)  # rows: label reached
    final[lengths == 1] = now[lengths == 1]
    ended = np.searchsorted(lengths, np.arange(longest + 1), side="right").tolist()  # shorter ones come first
    for i in range(1, longest):
        live = ended[i]  # the first that goes on
        reach = now[live:, None, :] + step_to
        back[i, live:] = reach.argmax(2)
        now[live:] = reach.max(2) + s[live:, i, :]
        if ended[i + 1] > live:
            final[live : ended[i + 1]] = now[live : ended[i + 1]]
    last = (final + step[:, 0]).argmax(1)
    rows = np.arange(count)
    for i in range(longest - 1, -1, -1):
        live = ended[i]
        out[begins[live:] + i] = last[live:]
        last[live:] = back[i, rows[live:], last[live:]]
