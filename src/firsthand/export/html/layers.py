"""A graph -> places on a drawing, in layers from left (upstream) to right: Sugiyama's method, small and deterministic.

Cycles are broken at their least probable edge, each node stands one layer right of its furthest parent, long edges get
a waypoint in every layer they cross, crossings are reduced by barycentres, and heights are set by isotonic regression:
the least-squares answer to "as near to your neighbours as your order allows".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SWEEPS = 8  # down and up; more moved nothing on stories of 40 reports
_COUNTED = 300  # edges; with more, counting crossings costs more than it gives
_GAP = 18.0  # pixels between two boxes of one layer


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each node stands (layer, middle height) and through which points each edge runs (layer, height)."""

    layer: Mapping[str, int]
    y: Mapping[str, float]
    routes: Mapping[tuple[str, str], tuple[tuple[int, float], ...]]
    height: float


def arrange(heights: Mapping[str, float], edges: Sequence[tuple[str, str]]) -> Layout:
    """Return the layout of nodes (id -> height of its box) and edges (parent, child), the most probable edge first."""
    forward = _acyclic(edges)
    layer = _layers(heights, forward)
    parts, size, routes = _waypoints(heights, forward, layer)
    order = _order(heights, parts, layer | {p: n for r in routes.values() for n, p in r})
    y = _heights(order, parts, size)
    top = min((y[v] - size[v] / 2 for v in y), default=0.0)
    y = {v: round(h - top, 1) for v, h in y.items()}
    return Layout(
        layer,
        {v: y[v] for v in heights},
        {e: tuple((n, y[p]) for n, p in route) for e, route in routes.items()},
        max((y[v] + size[v] / 2 for v in y), default=0.0),
    )


def _acyclic(edges: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    below: dict[str, set[str]] = defaultdict(set)

    def reaches(a: str, b: str) -> bool:
        todo, seen = [a], {a}
        while todo:
            v = todo.pop()
            if v == b:
                return True
            new = below[v] - seen
            seen |= new
            todo += sorted(new)
        return False

    kept = []
    for parent, child in edges:
        if child not in below[parent] and not reaches(child, parent):
            below[parent].add(child)
            kept.append((parent, child))
    return kept


def _layers(nodes: Mapping[str, float], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    layer = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for parent, child in edges:
            if layer[child] <= layer[parent]:
                layer[child], moved = layer[parent] + 1, True
        if not moved:
            break
    children: dict[str, list[str]] = defaultdict(list)
    has_parent = {c for _, c in edges}
    for parent, child in edges:
        children[parent].append(child)
    for v in nodes:  # a root stands right before its first child
        if v not in has_parent and children[v]:
            layer[v] = min(layer[c] for c in children[v]) - 1
    return layer


def _waypoints(
    heights: Mapping[str, float], edges: Sequence[tuple[str, str]], layer: Mapping[str, int]
) -> tuple[list[tuple[str, str]], dict[str, float], dict[tuple[str, str], list[tuple[int, str]]]]:
    parts, size = [], dict(heights)
    routes: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for parent, child in edges:
        at, route = parent, []
        for n in range(layer[parent] + 1, layer[child]):
            point = f"{parent}\0{child}\0{n}"
            size[point] = 14.0
            route.append((n, point))
            parts.append((at, point))
            at = point
        parts.append((at, child))
        routes[parent, child] = route
    return parts, size, routes


def _neighbours(parts: Sequence[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    up: dict[str, list[str]] = defaultdict(list)
    down: dict[str, list[str]] = defaultdict(list)
    for a, b in parts:
        up[b].append(a)
        down[a].append(b)
    return up, down


def _order(nodes: Mapping[str, float], parts: Sequence[tuple[str, str]], layer: Mapping[str, int]) -> list[list[str]]:
    """Return the nodes of each layer from top to bottom: of all sweeps the order with the fewest crossings."""
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for v in [*nodes, *(v for v in layer if v not in nodes)]:
        rows[layer[v]].append(v)
    up, down = _neighbours(parts)
    both = {v: up[v] + down[v] for v in layer}
    best = [row.copy() for row in rows]
    for sweep in range(_SWEEPS * 3):
        near: Mapping[str, Sequence[str]] = (up, down, both)[sweep % 3]
        for row in rows[::-1] if sweep % 3 == 1 else rows:
            place = {v: (n + 0.5) / len(r) for r in rows for n, v in enumerate(r)}
            key = {v: (sum(place[w] for w in near[v]) / len(near[v]) if near[v] else place[v]) for v in row}
            row.sort(key=lambda v: (key[v], place[v]))
        if len(parts) > _COUNTED or _crossings(rows, parts, layer) < _crossings(best, parts, layer):
            best = [row.copy() for row in rows]
    return best


def _crossings(rows: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]], layer: Mapping[str, int]) -> int:
    place = {v: n for row in rows for n, v in enumerate(row)}
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in parts:
        held[layer[a]].append((place[a], place[b]))
    return sum((a - c) * (b - d) < 0 for them in held.values() for n, (a, b) in enumerate(them) for c, d in them[:n])


def _heights(
    rows: Sequence[Sequence[str]], parts: Sequence[tuple[str, str]], size: Mapping[str, float]
) -> dict[str, float]:
    y: dict[str, float] = {}
    for row in rows:
        at = 0.0
        for v in row:
            y[v] = at + size[v] / 2
            at += size[v] + _GAP
    up, down = _neighbours(parts)
    for sweep in range(_SWEEPS * 2):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            near = {v: up[v] + down[v] for v in row}
            wish = [sum(y[w] for w in near[v]) / len(near[v]) if near[v] else y[v] for v in row]
            y |= zip(row, _spaced(wish, [size[v] for v in row]), strict=True)
    return y


def _spaced(wish: Sequence[float], size: Sequence[float]) -> list[float]:
    """Return the heights nearest to ``wish`` (least squares) whose boxes keep their order and their gap."""
    shift, at = [], 0.0
    for n, s in enumerate(size):
        at += (size[n - 1] / 2 + _GAP + s / 2) if n else 0.0
        shift.append(at)
    blocks: list[tuple[float, int]] = []  # mean, count: pool adjacent violators
    for w, s in zip(wish, shift, strict=True):
        blocks.append((w - s, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2], blocks[-1]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n)]
    level = [mean for mean, count in blocks for _ in range(count)]
    return [z + s for z, s in zip(level, shift, strict=True)]
