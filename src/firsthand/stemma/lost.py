"""Kin without a seen parent -> edges to the reports that must be missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.records import DocumentId, Edge, EdgeId, Evidence, NodeId, Relation, SourceId, Story
from firsthand.stemma.citations import Citations
from firsthand.stemma.descent import KEPT, Descent
from firsthand.stemma.kinship import Pair, Relatives, evidence

TOGETHER = 0.5  # mean kinship from which reports without a seen parent are laid to one lost report
# More than this share of such reports must credit one absent reporter for it to be theirs. Our choice: of the edges laid to a
# wire that the report itself does not credit, 0 of 15 were right on the three wire sets.
CREDITING = 0.5


def node_of(document: DocumentId) -> NodeId:
    """Return the id of a document's node."""
    return NodeId(f"n:{document}")


def cited_node(story: Story, source: SourceId) -> NodeId:
    """Return the id of the node of a source that ``story`` cites."""
    return NodeId(f"s:{story.id}:{source}")


def lost_reports(
    story: Story,
    known: Relatives,
    cited: Citations,
    down: Sequence[Descent],
    family: Mapping[Pair, float],
    called: Mapping[str, str],
) -> list[Edge]:
    """Return edges to reports that the evidence asks for: kin of whom none has a parent in the collection.

    When some of them credit an absent reporter, that is the lost report; else a node of its own is inferred.
    """
    held: dict[DocumentId, float] = defaultdict(float)
    for d in down:
        held[d.child] = max(held[d.child], d.probability)
    groups: list[list[DocumentId]] = []
    for i in sorted(known.witnesses):
        if held[i] >= TOGETHER:
            continue
        best = max(groups, key=lambda g: (_mean_kin(family, i, g), g), default=None)
        if best is not None and _mean_kin(family, i, best) >= TOGETHER:
            best.append(i)
        else:
            groups.append([i])
    out: list[Edge] = []
    for group in groups:
        if len(group) > 1:
            out += _edges(known, _parent(story, cited, group), group, family, held, called)
    return out


def _parent(story: Story, cited: Citations, group: Sequence[DocumentId]) -> NodeId:
    """Return the absent reporter that most of ``group`` credit, else a node for a report that nobody names."""
    credited = Counter(s for i in group for s in cited.absent.get(i, ()))
    source = min(credited, key=lambda s: (-credited[s], s), default=None)
    if source is None or credited[source] <= CREDITING * len(group):
        return NodeId(f"i:{story.id}:{group[0]}")
    return cited_node(story, source)


def _mean_kin(family: Mapping[Pair, float], i: DocumentId, group: Sequence[DocumentId]) -> float:
    return sum(family.get((min(i, j), max(i, j)), 0.0) for j in group) / len(group)


def _edges(
    known: Relatives,
    parent: NodeId,
    group: Sequence[DocumentId],
    family: Mapping[Pair, float],
    held: Mapping[DocumentId, float],
    called: Mapping[str, str],
) -> Iterable[Edge]:
    for i in group:
        others = [j for j in group if j != i]
        p = _mean_kin(family, i, others) * (1 - held[i])
        if p < KEPT:
            continue
        nearest = max(others, key=lambda j: (family.get((min(i, j), max(i, j)), 0.0), j))
        note = f"shares with {called.get(nearest, nearest)} what no report of the collection can have given both"
        because = (Evidence("sibling_of_lost", None, None, note), *evidence(known, i, nearest, 2))
        child = node_of(i)
        yield Edge(EdgeId(f"{child}<{parent}"), child, parent, Relation.COMMON_SOURCE, round(p, 4), because)
