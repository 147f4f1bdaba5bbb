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


def told_apart(
    texts: Sequence[Descent], documents: Sequence[Descent], original: Mapping[DocumentId, DocumentId]
) -> list[Descent]:
    """Return the descents of documents, in sum over the copies of two texts as likely as the descent of the texts.

    Between copies of one text a descent stands as the documents say.
    """
    wanted = {(d.child, d.parent): d for d in texts}
    held: dict[tuple[DocumentId, DocumentId], list[Descent]] = defaultdict(list)
    out: list[Descent] = []
    for d in documents:
        pair = original[d.child], original[d.parent]
        (out if pair[0] == pair[1] else held[pair]).append(d)
    for pair, whole in sorted(wanted.items()):
        ways = held.get(pair) or [whole]
        total = sum(d.probability for d in ways)
        out += [replace(d, probability=round(d.probability * whole.probability / total, 6)) for d in ways]
    return sorted((d for d in out if d.probability > 0), key=lambda d: (d.child, d.parent))


def of_copies(kin: Mapping[Pair, float], texts: Copies) -> dict[Pair, float]:
    """Return the kinship of texts as that of all their documents; copies of one text are surely kin."""
    groups: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for i, first in sorted(texts.original.items()):
        groups[first].append(i)
    out = {
        (min(i, j), max(i, j)): p
        for (a, b), p in kin.items()
        for i in groups[a][:MOST_KIN]
        for j in groups[b][:MOST_KIN]
    }
    for first, own in groups.items():
        pairs = combinations(own, 2) if len(own) <= MOST_KIN else ((first, i) for i in own if i != first)
        out |= {(min(a, b), max(a, b)): SURE for a, b in pairs}
    return out
