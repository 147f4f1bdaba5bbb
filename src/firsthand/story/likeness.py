"""Two signatures -> the probability that both articles tell of one happening.

A logistic model with named weights (``weights.json``, made by ``eval/train/stories.py``) over
cosine      of each bag: numbers, pairs, title, lead, rare, names
told        the share of one article's most telling words that the other has: the lesser and the greater of both ways
date        half, less for every day between two known dates; nothing when a date is missing
head, text  the cosine in excess of what is ordinary around the two articles (in a collection on one war everything is
            alike); and that excess measured against the best that either finds (near, far): .3 is much among articles that find
            nothing better, and little among articles that have a twin
In a collection so dense that unlike reports share much, the days tell: when two were printed, and which weekdays they name.
What is ordinary and best around an article are its ``Facts``: they depend on its nearest neighbours only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from firsthand.lexicon import weekdays
from firsthand.story.signature import BAGS, BUCKET_BITS, TOLD, UNIT, Long, Real, Signature, Whole
from firsthand.weights import shipped

BEST = 3  # neighbours whose mean cosine is the best around an article: beside a twin alone, all others look unlike ...
TWIN = 0.75  # ... but at least this share of the very best: a story of two reports has one likeness only
BEST_LEAST = 0.1  # cosine; an article that finds nothing better than this is measured against this
FAR_DAYS = 730  # days; further apart is no further apart
DENSE = 0.22  # ordinary cosine of texts from which days tell happenings apart: in coverage of one war it is .2 to .4, else below
LATER = 80.0  # nats against two articles printed ``FAR_DAYS`` apart, for each unit of density; less for every day from the second on
OTHER_WEEKDAY = (
    30.0  # nats against two that name no weekday in common, the same; these three chosen with syria-pairs in view
)
ORDINARY = (
    20,
    40,
)  # ranks of an article's neighbours whose mean cosine is the ordinary one: behind its own story, if that is not large
STEP = 32  # facts are kept to a 32nd, so that they seldom change when one more article arrives
STATIC = ("numbers", "pairs", "title", "lead", "rare", "names",
          *(f"{n} told {way}" for n in TOLD for way in ("least", "most")), "date")  # fmt: skip
DYNAMIC = tuple(f"{n} {what}" for n in ("head", "text") for what in ("root", "plain", "far", "near"))

_NAMES = tuple(BAGS)
_LOW_BITS = UNIT.bit_length()
_LOW = (1 << _LOW_BITS) - 1
_AT = {n: i for i, n in enumerate(_NAMES)}
_WHERE = tuple(_AT[where] for _, where in TOLD.values())


COSINE_BITS = 24  # a cosine is kept as a whole number of 2**-24: any order sums to the same
_COSINE = 1 << COSINE_BITS


class Ties(NamedTuple):
    """What pairs of articles have in common, in arrays: log-odds from all that is fixed, the cosines of heads and of texts, and what
    their days say against them, in nats for each unit of density."""

    odds: Real
    head: Whole
    text: Whole
    days: NDArray[np.int8]


Facts: TypeAlias = NDArray[np.int8]  # around articles, in 32nds: best head, ordinary head, best text, ordinary text


class Scratch:
    """A table with a place for every hashed term, zero between uses: what makes comparing one with many quick.

    The low bits hold the weight of a term, the others its weight among those most telling.
    """

    __slots__ = ("table",)

    def __init__(self) -> None:
        self.table = np.zeros(len(BAGS) << BUCKET_BITS, np.int32)


def ties(one: Signature, others: Sequence[Signature], scratch: Scratch) -> Ties:
    """Return what ``one`` has in common with each of ``others``; the same whichever way a pair is put."""
    rows, head, text = measured(one, others, scratch)
    w = shipped("story")
    odds = np.full(len(others), w["*"])
    for n, name in enumerate(STATIC):
        odds += w[name] * rows[:, n]
    days = np.array([_days_against(one, o) for o in others], np.int8)
    return Ties(np.round(odds, 6), head, text, days)


def measured(one: Signature, others: Sequence[Signature], scratch: Scratch) -> tuple[Real, Whole, Whole]:
    """Return the ``STATIC`` features of ``one`` with each of ``others``, and the cosines of heads and texts."""
    table = scratch.table
    table[one.terms] = one.weights
    table[one.told] += one.told_weights.astype(np.int32) << _LOW_BITS
    found = table.take(np.concatenate([o.terms for o in others]))
    bounds = _bounds([o.ends for o in others])
    many = len(others)
    dots = _summed((found & _LOW) * np.concatenate([o.weights for o in others]), bounds, many)
    theirs = _summed(found >> _LOW_BITS, bounds, many)[:, _WHERE]
    there = table.take(np.concatenate([o.told for o in others])) & _LOW > 0
    told_bounds = _bounds([o.told_ends for o in others])
    mine = _summed(there * np.concatenate([o.told_weights for o in others]), told_bounds, many)
    table[one.terms] = table[one.told] = 0
    cosines = np.minimum(_COSINE, dots)
    roots = np.sqrt(cosines / _COSINE)
    told = np.stack([np.minimum(mine, theirs), np.maximum(mine, theirs)], axis=2).reshape(len(others), -1) / UNIT
    dates = np.array([[_date(one.day, o.day)] for o in others])
    rows = np.concatenate([roots[:, [_AT[n] for n in STATIC[:6]]], told, dates], axis=1)
    return rows, cosines[:, _AT["head"]], cosines[:, _AT["text"]]


def _bounds(ends: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Return where each bag of each article ends when all are laid one after another, with 0 before the first."""
    every = np.fromiter(chain.from_iterable(ends), np.int64, len(ends) * len(ends[0])).reshape(len(ends), -1)
    every[1:] += np.cumsum(every[:-1, -1])[:, None]
    return np.concatenate([[0], every.ravel()])


def _summed(products: Whole, bounds: NDArray[np.int64], rows: int) -> Whole:
    """Return the sum between each two bounds, a row for each article; a sum of all may pass what 32 bits hold, none of these does."""
    whole = np.zeros(len(products) + 1, np.int32)
    np.cumsum(products, out=whole[1:])
    at = whole[bounds]
    return (at[1:] - at[:-1]).reshape(rows, -1)


def _date(a: int | None, b: int | None) -> float:
    if a is None or b is None:
        return 0.0
    return 0.5 - min(1.0, math.log1p(abs(a - b)) / math.log1p(FAR_DAYS))


def _days_against(one: Signature, other: Signature) -> int:
    """Return by how much the days of two articles speak against one happening where the collection is dense."""
    apart = 0 if one.day is None or other.day is None else max(0, abs(one.day - other.day) - 1)
    later = min(1.0, math.log1p(apart) / math.log1p(FAR_DAYS))
    return round(LATER * later + OTHER_WEEKDAY * weekdays.differ(one.weekdays, other.weekdays))


def facts(head: Whole, text: Whole) -> Facts:
    """Return what is best and what is ordinary around articles, from the cosines with their neighbours, a row for each, in any order.

    -1 stands where an article has no more neighbours. Where there are fewer than the ordinary is taken from, those wanting count 0.
    """
    by_text = -np.sort(-np.where(text < 0, -1, text.astype(np.int64) << 32 | head), axis=1)
    by_head = -np.sort(-head, axis=1)
    plain = np.maximum(0, by_text[:, ORDINARY[0] : ORDINARY[1]])
    room = (ORDINARY[1] - ORDINARY[0]) * _COSINE
    return np.stack([
        _best(by_head[:, :BEST]), _stepped((plain & (1 << 32) - 1).sum(1) / room),
        _best(by_text[:, :BEST] >> 32), _stepped((plain >> 32).sum(1) / room),
    ], axis=1)  # fmt: skip


def _best(cosines: Long | Whole) -> NDArray[np.int8]:
    """Return what counts as the best of a few, the highest first; -1 for none."""
    there = cosines >= 0
    mean = np.where(there, cosines, 0).sum(1) / np.maximum(1, there.sum(1))
    return _stepped(np.maximum(mean, TWIN * np.maximum(0, cosines[:, 0])) / _COSINE)


def _stepped(x: Real) -> NDArray[np.int8]:
    return np.rint(x * STEP).astype(np.int8)


def moving(ties: Ties, a: Facts, b: Facts) -> Real:
    """Return the ``DYNAMIC`` features of pairs, a row for each: cosines in excess of the ordinary, and measured against the best."""
    cosine = np.stack([ties.head, ties.text], axis=1) / _COSINE
    one, other = (x.reshape(-1, 2, 2) / STEP for x in (a, b))  # head and text, each best and ordinary
    ordinary = (one[:, :, 1] + other[:, :, 1]) / 2
    room = np.maximum(1 / (2 * STEP), 1 - ordinary)  # where forty texts begin alike there is none
    over = np.maximum(0.0, cosine - ordinary) / room
    best = [np.maximum(np.maximum(BEST_LEAST, (x[:, :, 0] - ordinary) / room), over) for x in (one, other)]
    found = np.stack([np.sqrt(over), over, over / np.maximum(*best), over / np.minimum(*best)], axis=2)
    return found.reshape(len(over), len(DYNAMIC))


@cache
def _moving_weights() -> tuple[float, ...]:
    return tuple(shipped("story")[n] for n in DYNAMIC)


# log-odds from which a probability is rounded to 1, 2, ... 100 hundredths
_HUNDREDTHS = np.array([math.log((k - 0.5) / (100.5 - k)) for k in range(1, 101)])


def p_same(ties: Ties, a: Facts, b: Facts) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the probability, in hundredths, that each pair is of one happening, and how likely it would be but for its days.

    The same whichever way a pair is put.
    """
    rows = moving(ties, a, b)
    odds = ties.odds
    for n, weight in enumerate(_moving_weights()):
        odds = odds + weight * rows[:, n]
    ordinary = (a[:, 3].astype(np.int32) + b[:, 3]) / (2 * STEP)
    return _hundredths(odds - ties.days * np.maximum(0.0, ordinary - DENSE)), _hundredths(odds)


def _hundredths(odds: Real) -> NDArray[np.int8]:
    return np.searchsorted(_HUNDREDTHS, odds, side="right").astype(np.int8)


def shifted(p: float, nats: float) -> float:
    """Return probability ``p`` with ``nats`` added to its log-odds."""
    if not nats or not p:
        return p
    odds = max(p, 1e-9) / max(1 - p, 1e-9) * math.exp(nats)
    return odds / (1 + odds)
