"""How well trivial methods do on stories with known descent, and how alike reports of each kinship are.

The gates keep the simulator honest: a story that a star, a nearest neighbour or citations solve teaches nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

from .tradition import Story

CEILINGS = {"star": 0.35, "nearest_cosine": 0.58, "citation_only": 0.58, "always_one_exact": 0.35}
FLOORS = {"independent_to_derived_cosine": 0.25}
_KINSHIPS = ("parent", "ancestor", "sibling", "cousin", "same_witness", "independent")


def read(stem: Path) -> Story:
    """Return a story written as ``<stem>.docs.jsonl`` and ``<stem>.gold.json``."""
    docs = tuple(
        json.loads(line) for line in stem.with_name(stem.name + ".docs.jsonl").read_text(encoding="utf8").splitlines()
    )
    gold = json.loads(stem.with_name(stem.name + ".gold.json").read_text(encoding="utf8"))
    return Story(gold["story"], docs, gold)


def measured(stories: Iterable[Story]) -> dict[str, Any]:
    """Return the figures of all trivial methods, the spread of likeness by kinship, and the shape of the stories."""
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    alike: dict[str, dict[str, list[float]]] = {k: defaultdict(list) for k in _KINSHIPS}
    ks: Counter[int] = Counter()
    shape: dict[str, list[float]] = defaultdict(list)
    for s in stories:
        text = {d["id"]: _article(d, s.gold) for d in s.docs}
        vectors = _vectors(text)
        tree = Descent(s.gold, set(text))
        for name, edges in _guesses(s, text, vectors).items():
            hits[name].update(tp=len(edges & tree.edges), fp=len(edges - tree.edges), fn=len(tree.edges - edges))
        _compare(alike, tree, text, vectors)
        ks.update(len({w for m in c["mentions"] for w in m["witnesses"]}) for c in s.gold["claims"])
        _shape(shape, s, text, tree)
    figures = {name: round(2 * c["tp"] / max(1, 2 * c["tp"] + c["fp"] + c["fn"]), 3) for name, c in hits.items()}
    claims = sum(ks.values())
    figures["always_one_exact"] = round(ks[1] / max(1, claims), 3)
    figures["always_two_exact"] = round(ks[2] / max(1, claims), 3)
    means = {k: mean(v["cosine"]) if v["cosine"] else 0.0 for k, v in alike.items()}
    figures["independent_to_derived_cosine"] = round(means["independent"] / max(1e-9, means["parent"]), 3)
    return {
        "gates": figures,
        "passed": all(figures[k] <= v for k, v in CEILINGS.items()) and all(figures[k] >= v for k, v in FLOORS.items()),
        "alike": {k: {m: _spread(x) for m, x in sorted(v.items())} for k, v in alike.items()},
        "origins": {str(k): round(n / claims, 3) for k, n in sorted(ks.items())},
        "shape": {k: round(mean(v), 2) for k, v in sorted(shape.items()) if v},
    }


class Descent:
    """The gold derivation among the seen reports, with lost ones skipped."""

    def __init__(self, gold: Mapping[str, Any], seen: set[str]) -> None:
        """Read parents and origins out of gold."""
        self.seen = sorted(seen)
        self.parents: dict[str, set[str]] = defaultdict(set)
        for e in gold["edges"]:
            self.parents[e["child"]].add(e["parent"])
        self.edges = {(n, p) for n in seen for p in self._near(n, seen)}
        self.witnesses: dict[str, set[str]] = defaultdict(set)
        for c in gold["claims"]:
            for m in c["mentions"]:
                self.witnesses[m["doc"]].update(m["witnesses"])

    def _near(self, node: str, seen: set[str]) -> set[str]:
        out: set[str] = set()
        for p in self.parents[node]:
            out |= {p} if p in seen else self._near(p, seen)
        return out

    def above(self, node: str) -> set[str]:
        """Return every report that this one comes from."""
        out: set[str] = set()
        todo = list(self.parents[node])
        while todo:
            p = todo.pop()
            if p not in out:
                out.add(p)
                todo += self.parents[p]
        return out

    def kinship(self, a: str, b: str) -> str:
        """Return how two reports are related."""
        up_a, up_b = self.above(a), self.above(b)
        if (a, b) in self.edges or (b, a) in self.edges:
            return "parent"
        if a in up_b or b in up_a:
            return "ancestor"
        if self.parents[a] & self.parents[b]:
            return "sibling"
        if up_a & up_b:
            return "cousin"
        return "same_witness" if self.witnesses[a] & self.witnesses[b] else "independent"


def _article(doc: Mapping[str, Any], gold: Mapping[str, Any]) -> str:
    text = str(doc["text"])
    for line in sorted(gold["junk"].get(doc["id"], ()), key=len, reverse=True):
        text = text.replace(line, " ")
    return text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _vectors(text: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return unit tf-idf vectors; rarity is counted within the story."""
    counts = {i: Counter(_words(t)) for i, t in text.items()}
    spread = Counter(w for c in counts.values() for w in c)
    out = {}
    for i, c in counts.items():
        v = {w: (1 + math.log(n)) * (1 + math.log((1 + len(text)) / (1 + spread[w]))) for w, n in c.items()}
        norm = math.sqrt(sum(x * x for x in v.values())) or 1.0
        out[i] = {w: x / norm for w, x in v.items()}
    return out


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(x * b[w] for w, x in a.items() if w in b)


def _containment(a: str, b: str, n: int) -> float:
    """Return the larger share of word sequences of one text that stand in the other."""
    x, y = ({tuple(w[i : i + n]) for i in range(len(w) - n + 1)} for w in (_words(a), _words(b)))
    return len(x & y) / max(1, min(len(x), len(y)))


def _guesses(
    s: Story, text: Mapping[str, str], vectors: Mapping[str, Mapping[str, float]]
) -> dict[str, set[tuple[str, str]]]:
    """Return the edges (child, parent) each trivial method draws."""
    when = {d["id"]: d["published"] or "9999" for d in s.docs}
    order = sorted(text, key=lambda i: (when[i], i))
    out: dict[str, set[tuple[str, str]]] = {
        "star": {(i, order[0]) for i in order[1:]},
        "previous": set(zip(order[1:], order, strict=False)),
    }
    nearest, contained = set(), set()
    for n, child in enumerate(order[1:], 1):
        nearest.add((child, max(order[:n], key=lambda p: _cosine(vectors[child], vectors[p]))))
        contained.add((child, max(order[:n], key=lambda p: _containment(text[child], text[p], 3))))
    house = {d["id"]: [*s.gold["outlets"].get(d["outlet"], []), d["outlet"]] for d in s.docs}
    cites = {
        (a, b)
        for a in order
        for b in order
        if a != b and house[a] != house[b] and when[b] <= when[a] and any(n in text[a] for n in house[b])
    }
    cited = {a for a, _ in cites}
    return {
        **out,
        "nearest_cosine": nearest,
        "nearest_containment": contained,
        "citation_only": cites,
        "citation_else_cosine": cites | {e for e in nearest if e[0] not in cited},
    }


def _compare(
    alike: dict[str, dict[str, list[float]]],
    tree: Descent,
    text: Mapping[str, str],
    vectors: Mapping[str, Mapping[str, float]],
) -> None:
    for a, b in combinations(tree.seen, 2):
        row = alike[tree.kinship(a, b)]
        row["cosine"].append(_cosine(vectors[a], vectors[b]))
        row["words"].append(_containment(text[a], text[b], 1))
        row["contain3"].append(_containment(text[a], text[b], 3))
        row["contain5"].append(_containment(text[a], text[b], 5))


def _spread(values: list[float]) -> list[float]:
    """Return mean, tenth, fifth and ninth decile."""
    if len(values) < 2:
        return [round(x, 3) for x in values]
    q = quantiles(values, n=10)
    return [round(x, 3) for x in (mean(values), q[0], q[4], q[8])]


def _shape(shape: dict[str, list[float]], s: Story, text: Mapping[str, str], tree: Descent) -> None:
    lost = sum(n["lost"] for n in s.gold["nodes"])
    shape["documents"].append(len(s.docs))
    shape["lost_share"].append(lost / len(s.gold["nodes"]))
    shape["edges"].append(len(tree.edges))
    shape["roots_seen"].append(sum(not tree.parents[i] for i in text))
    shape["claims"].append(len(s.gold["claims"]))
    shape["mentions_per_document"].append(sum(len(c["mentions"]) for c in s.gold["claims"]) / len(s.docs))
    shape["words"] += [len(_words(t)) for t in text.values()]
    shape["named_share"].append(sum(e["cited"] == "named" for e in s.gold["edges"]) / max(1, len(s.gold["edges"])))
