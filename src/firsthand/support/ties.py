"""Stemma + Copies -> what each text hangs on and who its kin are, where copies of one text are one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand import copies
from firsthand.copies import Copies
from firsthand.records import DocumentId, NodeKind, Stemma


@dataclass(frozen=True, slots=True)
class Tie:
    """A document hangs on ``parent`` (a document, or a lost report that the stemma infers) with ``probability``."""

    parent: str
    probability: float
    is_document: bool


def hanging(tree: Stemma, texts: Copies) -> Mapping[DocumentId, tuple[Tie, ...]]:
    """Return what each text hangs on, in the order of the edges' ids: ties of copies are ties of their text and add up.

    But for what was merged into a copy: the text does not come from it.
    """
    node = {n.id: n for n in tree.nodes}
    total: dict[DocumentId, dict[str, float]] = {}
    documents: set[str] = set()
    for e in sorted(tree.edges, key=lambda e: e.id):
        child, parent = node.get(e.child), node.get(e.parent)
        if not child or not parent or not child.document or child.document not in texts.original:
            continue
        if parent.kind is NodeKind.CITED or any(b.kind == copies.MERGED for b in e.because):
            continue
        if parent.document is not None and parent.document not in texts.original:
            continue
        home = texts.original[child.document]
        name = str(texts.original[parent.document]) if parent.document is not None else str(parent.id)
        if name != home:
            own = total.setdefault(home, {})
            own[name] = min(1.0, own.get(name, 0.0) + max(0.0, e.probability))
            if parent.document is not None:
                documents.add(name)
    return {i: tuple(Tie(name, p, name in documents) for name, p in own.items()) for i, own in total.items()}


def lost_keys(ties: Mapping[DocumentId, tuple[Tie, ...]], texts: Copies) -> Mapping[str, str]:
    """Return what each lost report among ``ties`` is told by: the words of all texts that hang on it."""
    below: dict[str, list[str]] = {}
    for child, own in ties.items():
        for t in own:
            if not t.is_document:
                below.setdefault(t.parent, []).append(texts.key[child])
    return {parent: "lost " + " ".join(sorted(keys)) for parent, keys in below.items()}


def kin_pairs(tree: Stemma, texts: Copies) -> Mapping[tuple[DocumentId, DocumentId], float]:
    """Return the kinship of two texts, in the order of their keys."""
    out: dict[tuple[DocumentId, DocumentId], float] = {}
    for k in tree.kin:
        a, b = texts.original.get(k.a), texts.original.get(k.b)
        if a is None or b is None or a == b:
            continue
        pair = (a, b) if texts.key[a] < texts.key[b] else (b, a)
        out[pair] = max(out.get(pair, 0.0), k.probability)
    return out
