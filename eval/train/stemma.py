"""Simulated stories -> ``weights.json`` and ``trees.json``: the models of the stemma stage.

Three logistic regressions with few features, and small trees that read each descent among the others of its story.
Hand-made traditions are never trained on. ``TILT`` and ``TILT_FAMILY`` are choices, not learned: simulated reports are harder
to tell apart than hand-made ones. On simulated stories it makes edges too sure (see the calibration in ``docs/method/stemma.md``).
Run: ``python -m eval.train.stemma --stories 400 --out src/firsthand/stemma``
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression

from eval.simulator import stories
from firsthand import article, lexicon, naming, statement
from firsthand.records import Article, Capture, CaptureKind, Cast, DocumentId
from firsthand.stemma import descent, family, kinship, model, setting
from firsthand.stemma.citations import Citations, find
from firsthand.stemma.kinship import Relatives

KIN = ("terms", "rare", "rare_most", "lead", "cites", "shared_absent")
FAMILY = ("own", "via", "graph", "profile")
TILT = 0.7  # log-odds added to every edge; our choice
DAYS = (
    -0.15
)  # log-odds of kinship per day between two reports, at most seven; our choice: simulated stories last two days
TILT_FAMILY = 0.6  # log-odds added to every kinship; our choice: learned ones were too unsure on every set but train
SEEDS, TREES, LEAVES = 4, 250, 4  # of 4 x 120 to 4 x 400 trees of 3 to 8 leaves much the same; more seeds shake less
PENALTY = 0.3  # inverse strength of the ridge penalty; .1 to 1 give the same figures

Row = tuple[Mapping[str, float], bool]
Told = tuple[Relatives, Citations, dict[str, Any]]


def read(docs: Sequence[Mapping[str, Any]], known: lexicon.Lexicon) -> tuple[list[Article], Cast]:
    """Return the articles and the cast of one story given as records."""
    articles = []
    for d in sorted(docs, key=lambda d: str(d["id"])):
        fields = {k: d.get(k) for k in ("text", "url", "outlet", "title", "published")}
        articles.append(
            article.clean(Capture(DocumentId(str(d["id"])), "record", "", CaptureKind.RECORD, **fields), known)
        )
    return articles, naming.settle(articles, {a.id: statement.find(a, known) for a in articles}, known)


def told(part: str, number: int, seed: int) -> Iterator[Told]:
    """Yield simulated stories, compared, with who names whom and the gold."""
    known = lexicon.load()
    for s in stories(part, number, seed):
        articles, cast = read(s.docs, known)
        if len(articles) < 3:
            continue
        compared = kinship.relatives(articles)
        cited = find(articles, compared.witnesses, cast)
        yield compared.informed(cited), cited, s.gold


def truth(gold: Mapping[str, Any], seen: set[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the nearest seen parents, and all ancestors with itself, of every seen report."""
    up: dict[str, set[str]] = defaultdict(set)
    for e in gold["edges"]:
        up[e["child"]].add(e["parent"])

    def near(n: str) -> set[str]:
        return {x for p in up[n] for x in ({p} if p in seen else near(p))}

    def above(n: str) -> set[str]:
        return {n}.union(*(above(p) for p in up[n]))

    return {i: near(i) for i in seen}, {i: above(i) for i in seen}


def fit(rows: Sequence[Row], keys: Sequence[str], tilt: float = 0.0) -> dict[str, float]:
    """Return the weights of a logistic regression of ``rows`` on ``keys``; ``*`` is the constant."""
    x = np.array([[f[k] for k in keys] for f, _ in rows])
    scale = x.std(axis=0) + 1e-9
    fitted = LogisticRegression(C=PENALTY, max_iter=5000).fit(x / scale, np.array([y for _, y in rows]))
    weights = fitted.coef_[0] / scale
    return {
        "*": round(float(fitted.intercept_[0]) + tilt, 3),
        **{k: round(float(w), 4) for k, w in zip(keys, weights, strict=True)},
    }


def main() -> None:
    """Fit the models one after the other (each reads what the one before gives) and write them."""
    options = argparse.ArgumentParser()
    options.add_argument("--stories", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, required=True, help="the folder that gets weights.json and trees.json")
    given = options.parse_args()
    known = list(told("train", given.stories, given.seed))
    table = train(known)
    grown = grow([row for one in known for row in tree_rows(*one, table)])
    table["family"] = fit([r for one in known for r in _family_rows(*one, table, grown)], FAMILY, TILT_FAMILY)
    (given.out / "weights.json").write_text(json.dumps(table, indent=1) + "\n", "utf8")
    (given.out / "trees.json").write_text(json.dumps(grown, separators=(",", ":")) + "\n", "utf8")


def train(known: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Return the weights of the models of two reports by themselves, learned from compared stories with gold."""
    table = {"kin": fit([r for one in known for r in _kin_rows(*one)], KIN) | {"days": DAYS}}
    rows: list[Row] = []
    for compared, cited, gold in known:
        near = truth(gold, set(compared.witnesses))[0]
        every = descent.every_features(compared.informed(cited, table), cited)
        rows += [(f, p in near[c]) for c in every for p, f in every[c].items()]
    table["edge"] = fit(rows, setting.BY_ITSELF)
    return table


def tree_rows(
    compared: Relatives, cited: Citations, gold: Mapping[str, Any], table: model.Weights | None = None
) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield what the trees read of every descent of a story, and whether it is one."""
    again = compared.informed(cited, table)
    near = truth(gold, set(compared.witnesses))[0]
    seen = setting.settings(again, descent.every_features(again, cited), table)
    for child, parent in sorted(seen):
        yield seen[child, parent], parent in near[child]


def grow(rows: Sequence[tuple[tuple[float, ...], bool]]) -> dict[str, Any]:
    """Return the table of boosted trees, the mean of ``SEEDS`` runs; a tree has ``LEAVES`` leaves."""
    x, y = np.array([f for f, _ in rows]), np.array([t for _, t in rows])
    table: list[list[list[float]]] = []
    for seed in range(SEEDS):
        grown = LGBMClassifier(
            num_leaves=LEAVES, n_estimators=TREES, learning_rate=0.05, min_child_samples=60, reg_lambda=10, subsample=0.6,
            subsample_freq=1, colsample_bytree=0.5, random_state=seed, n_jobs=1, verbose=-1,
        )  # fmt: skip
        dumped = grown.fit(x, y).booster_.dump_model()["tree_info"]
        table += [_flat(t["tree_structure"]) for t in dumped]
    return {"trees": table, "depth": LEAVES - 1, "constant": TILT}


def _flat(root: Mapping[str, Any]) -> list[list[float]]:
    """Return a tree as rows of (feature, threshold, left, right, value), as many for each tree; leaves lead to themselves."""
    rows: list[list[float]] = []

    def put(node: Mapping[str, Any]) -> int:
        here = len(rows)
        rows.append([0, 0.0, here, here, 0.0])
        if "leaf_value" in node:
            rows[here][4] = round(node["leaf_value"] / SEEDS, 6)
        else:
            rows[here][:2] = [node["split_feature"], float(f"{node['threshold']:.9g}")]
            rows[here][2:4] = [put(node["left_child"]), put(node["right_child"])]
        return here

    put(root)
    return rows + [[0, 0.0, n, n, 0.0] for n in range(len(rows), 2 * LEAVES - 1)]


def _kin_rows(compared: Relatives, cited: Citations, gold: Mapping[str, Any]) -> Iterator[Row]:
    _, above = truth(gold, set(compared.witnesses))
    for (a, b), r in sorted(compared.relations.items()):
        yield kinship.kin_features(r.likeness, a, b, compared.dates, cited), bool(above[a] & above[b])


def _family_rows(
    compared: Relatives, cited: Citations, gold: Mapping[str, Any], table: model.Weights, grown: Mapping[str, Any]
) -> Iterator[Row]:
    _, above = truth(gold, set(compared.witnesses))
    again = compared.informed(cited, table)
    down = descent.descents(again, cited, table, model.planted(grown))
    for (a, b), f in family.family_features(again, down).items():
        yield f, bool(above[a] & above[b])


if __name__ == "__main__":
    main()
