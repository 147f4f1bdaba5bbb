"""The pieces of a whole graph, found one after another by walking: what the stream and the engine must find."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.story.component import LADDER, Node, together


def pieces(likely: Mapping[Node, Mapping[Node, float]]) -> list[tuple[Node, ...]]:
    """Return the members of all pieces, from all documents, each with the others it is tied to; in order of their first members."""
    holding = {i: [[j for j, p in them.items() if p >= least] for least in LADDER] for i, them in likely.items()}
    out: list[tuple[Node, ...]] = []
    seen: set[Node] = set()
    large: dict[Node, int] = {}
    for document in sorted(likely):
        if document not in seen:
            found, _ = together(document, lambda them, n: [holding[i][n] for i in them], large)
            out.append(tuple(sorted(found)))
            seen |= found
    return out
