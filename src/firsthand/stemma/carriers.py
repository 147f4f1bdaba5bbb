"""Descents of texts + descents of documents -> which of a text's copies each tie runs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from firsthand.copies import SURE, Copies
from firsthand.records import DocumentId
from firsthand.stemma.descent import Descent
from firsthand.stemma.kinship import Pair

MOST_KIN = (
    40  # copies of one text whose every pair is shown as kin; of more, only pairs with the one that stands for it
)
FARTHER = 0.02  # share of a kinship of two texts that their least alike documents lack; it ranks them and hardly weighs


def told_apart(
    texts: Sequence[Descent], documents: Sequence[Descent], original: Mapping[DocumentId, DocumentId]
) -> list[Descent]:
    """Return the descents of documents, in sum over the copies of two texts as likely as the descent of the texts.

    Between copies of one text a descent stands as the documents say, and so does that of a version from a text from which
    the version that stands for its own does not come: it was merged into the copy.
    """
    wanted = {(d.child, d.parent): d for d in texts}
    held: dict[tuple[DocumentId, DocumentId], list[Descent]] = defaultdict(list)
    out: list[Descent] = []
    for d in documents:
        pair = original[d.child], original[d.parent]
        (out if pair[0] == pair[1] else held[pair]).append(d)
    for pair, whole in sorted(wanted.items()):
        ways = held.get(pair) or [whole]
        odds = [p / (1 - p) for p in (min(d.probability, SURE) for d in ways)]  # it is one of them: each if no other is
        shares = [o / sum(odds) for o in odds]
        out += [replace(d, probability=round(s * whole.probability, 6)) for d, s in zip(ways, shares, strict=True)]
    out += [
        replace(d, beside=True)
        for pair in sorted(held.keys() - wanted.keys())
        for d in held[pair]
        if d.child != pair[0]
    ]
    return sorted((d for d in out if d.probability > 0), key=lambda d: (d.child, d.parent))


def of_copies(kin: Mapping[Pair, float], texts: Copies, alike: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return the kinship of texts as that of all their documents; copies of one text are surely kin.

    Of two texts the likest documents have the kinship of the texts, the others a little less: so much as tells which copy was
    drawn on, and no count of texts hangs on it. ``alike`` is the likeness of documents between 0 and 1.
    """
    groups: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for i, first in sorted(texts.original.items()):
        groups[first].append(i)
    out: dict[Pair, float] = {}
    for (a, b), p in kin.items():
        pairs = [(min(i, j), max(i, j)) for i in groups[a][:MOST_KIN] for j in groups[b][:MOST_KIN]]
        out |= _ranked(pairs, p, alike)
    for first, own in groups.items():
        pairs = list(combinations(own, 2)) if len(own) <= MOST_KIN else [(first, i) for i in own if i != first]
        out |= _ranked([(min(i, j), max(i, j)) for i, j in pairs], SURE, alike)
    return out


def _ranked(pairs: Sequence[Pair], p: float, alike: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return ``p`` for the likest of ``pairs``, for the others up to ``FARTHER`` of it less."""
    most = max((alike.get(pair, 0.0) for pair in pairs), default=0.0)
    return {pair: p * (1 - FARTHER * (most - alike.get(pair, 0.0))) for pair in pairs}
