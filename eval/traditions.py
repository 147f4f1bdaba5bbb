"""A dossier held against hand-made traditions: reports whose whole derivation is known.

Figures, each over all given traditions together:
``edge``, ``ancestor``: F1 of directed pairs of reports at probability .5 (lost reports skipped over);
``kin``: F1 of undirected pairs that share an ancestor or descend from one another;
``mention_recall``: share of a gold claim's mentions that the best-fitting found claim holds;
``k_exact``, ``k_bias``, ``k_covered``: median origins against true origins per claim; ``k_macro_error`` averages the
absolute error over the strata K = 1, 2, 3, 4 and more.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Pair = tuple[str, str]


def load(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield name, path of the reports and gold of every tradition in ``folder``."""
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        yield name, folder / f"{name}.docs.jsonl", json.loads(path.read_text("utf8"))


def score(results: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, float]:
    """Return the figures over pairs of (dossier, gold)."""
    counts: Counter[tuple[str, str]] = Counter()
    rows: list[dict[str, float]] = []
    for dossier, gold in results:
        _pairs(dossier, gold, counts)
        rows += _claims(dossier, gold)
    out = {name: _f1(counts, name) for name in ("edge", "ancestor", "kin")}
    return {k: round(v, 4) for k, v in {**out, **_summary(rows)}.items()}


def _summary(rows: list[dict[str, float]]) -> dict[str, float]:
    n = max(1, len(rows))
    strata: dict[int, list[float]] = defaultdict(list)
    for r in rows:
        strata[min(int(r["true"]), 4)].append(abs(r["k"] - r["true"]))
    return {
        "mention_recall": sum(r["recall"] for r in rows) / n,
        "k_exact": sum(r["k"] == r["true"] for r in rows) / n,
        "k_bias": sum(r["k"] - r["true"] for r in rows) / n,
        "k_covered": sum(r["low"] <= r["true"] <= r["high"] for r in rows) / n,
        "k_macro_error": sum(sum(v) / len(v) for v in strata.values()) / max(1, len(strata)),
        "claims": float(len(rows)),
    }


def _f1(counts: Counter[tuple[str, str]], name: str) -> float:
    hit, extra, missed = (counts[name, k] for k in ("hit", "extra", "missed"))
    return 2 * hit / max(1, 2 * hit + extra + missed)


def _closure(parents: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = list(parents[start])
    while todo:
        p = todo.pop()
        if p not in seen:
            seen.add(p)
            todo += parents[p]
    return seen


def _pairs(dossier: dict[str, Any], gold: dict[str, Any], counts: Counter[tuple[str, str]]) -> None:
    seen = {n["id"] for n in gold["nodes"] if not n["lost"]}
    parents: dict[str, set[str]] = defaultdict(set)
    for e in gold["edges"]:
        parents[e["child"]].add(e["parent"])

    def nearest(node: str) -> set[str]:
        return {q for p in parents[node] for q in ({p} if p in seen else nearest(p))}

    above = {n: _closure(parents, n) for n in seen}
    true = {
        "edge": {(n, p) for n in seen for p in nearest(n)},
        "ancestor": {(n, p) for n in seen for p in above[n] & seen},
        "kin": {(a, b) for a in seen for b in seen if a < b and (above[a] | {a}) & (above[b] | {b})},
    }
    found = _found_pairs(dossier, seen)
    for name, want in true.items():
        counts[name, "hit"] += len(want & found[name])
        counts[name, "extra"] += len(found[name] - want)
        counts[name, "missed"] += len(want - found[name])


def _found_pairs(dossier: dict[str, Any], seen: set[str]) -> dict[str, set[Pair]]:
    document = {n["id"]: n["document"] for n in dossier["stemma"]["nodes"]}
    kin: dict[Pair, float] = defaultdict(float)
    parents: dict[str, set[str]] = defaultdict(set)
    for e in dossier["stemma"]["edges"]:
        child, parent = document[e["child"]], document[e["parent"]]
        if child in seen and parent in seen:
            pair = (min(child, parent), max(child, parent))
            kin[pair] = max(kin[pair], e["probability"])
            if e["probability"] >= 0.5:
                parents[child].add(parent)
    for k in dossier["stemma"]["kin"]:
        pair = (min(k["a"], k["b"]), max(k["a"], k["b"]))
        if set(pair) <= seen:
            kin[pair] = max(kin[pair], k["probability"])
    return {
        "edge": {(c, p) for c in list(parents) for p in parents[c]},
        "ancestor": {(n, p) for n in sorted(seen) for p in _closure(parents, n)},
        "kin": {pair for pair, p in kin.items() if p >= 0.5},
    }


def _claims(dossier: dict[str, Any], gold: dict[str, Any]) -> list[dict[str, float]]:
    text = {d["id"]: d["text"] for d in dossier["documents"]}
    spans = {s["id"]: [(s["document"], a, b) for a, b in s["content"]] for s in dossier["statements"]}
    found = [(c, [x for i in c["statements"] for x in spans[i]]) for c in dossier["claims"]]
    rows = []
    for c in gold["claims"]:
        true = len({w for m in c["mentions"] for w in m["witnesses"]})
        want = [(m["doc"], text[m["doc"]].find(m["quote"]), len(m["quote"])) for m in c["mentions"] if m["doc"] in text]
        if true and want:
            rows.append({"true": float(true), **_best(want, found)})
    return rows


def _best(want: list[tuple[str, int, int]], found: list[tuple[dict[str, Any], list[Any]]]) -> dict[str, float]:
    """Return recall, median K and interval of the found claim that holds most of the wanted mentions."""

    def share(held: list[Any]) -> float:
        hits = sum(any(d == doc and s < at + n and at < e for d, s, e in held) for doc, at, n in want) / len(want)
        return hits - 0.001 * len({d for d, _, _ in held} - {doc for doc, _, _ in want})

    claim, held = max(found, key=lambda f: share(f[1]), default=(None, []))
    if claim is None or share(held) <= 0 or claim["support"] is None:
        return {"recall": 0.0, "k": 0.0, "low": 0.0, "high": 0.0}
    origins = claim["support"]["origins"]
    total, k = 0.0, 0
    for value, p in sorted((int(v), p) for v, p in origins["probability"].items()):
        total, k = total + p, value
        if total >= 0.5:
            break
    return {"recall": max(0.0, share(held)), "k": float(k), "low": origins["low"], "high": origins["high"]}
