"""The layout of the source tree."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.export.html.layers import arrange

NODES = [f"n{i}" for i in range(9)]
EDGES = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda e: e[0] != e[1]), max_size=20, unique=True
)


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_no_two_boxes_overlap_and_nothing_lies_outside(edges: list[tuple[str, str]]) -> None:
    found = arrange(dict.fromkeys(NODES, 40.0), edges)
    for layer in set(found.layer.values()):
        heights = sorted(found.y[v] for v in NODES if found.layer[v] == layer)
        assert all(b - a >= 40.0 for a, b in pairwise(heights))
    assert all(20.0 - 0.1 <= y <= found.height - 20.0 + 0.1 for y in found.y.values())
    assert min(found.layer.values()) >= 0


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_upstream_is_left_unless_the_edges_run_in_a_circle(edges: list[tuple[str, str]]) -> None:
    descending = [(a, b) if a < b else (b, a) for a, b in edges]
    found = arrange(dict.fromkeys(NODES, 40.0), list(dict.fromkeys(descending)))
    assert all(found.layer[parent] < found.layer[child] for parent, child in descending)


def test_a_circle_breaks_at_its_least_probable_edge() -> None:
    found = arrange(dict.fromkeys("abc", 40.0), [("a", "b"), ("b", "c"), ("c", "a")])
    assert [found.layer[v] for v in "abc"] == [0, 1, 2]


def test_two_families_do_not_cross() -> None:
    edges = [("p", "a"), ("q", "b"), ("p", "c"), ("q", "d")]
    found = arrange(dict.fromkeys("pqabcd", 40.0), edges)
    first, second = sorted([("a", "c"), ("b", "d")], key=lambda them: found.y[them[0]])
    assert max(found.y[v] for v in first) < min(found.y[v] for v in second)
