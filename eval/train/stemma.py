"""Simulated stories -> ``weights.json``: the models of the stemma stage.

Five logistic regressions with few features, so that what they learn from invented stories holds for real ones.
Hand-made traditions are never trained on. ``TILT_FIRST``, ``TILT_SECOND`` and ``TILT_FAMILY`` are choices, not learned: simulated
reports are harder to tell apart than hand-made ones. On simulated stories they make edges too sure (see ``docs/method/stemma.md``).
Run: ``python -m eval.train.stemma --stories 400 --out src/firsthand/stemma/weights.json``, then for what ships since
22 November ``--stories 250 --seed 2 --only edge first second`` on top of it; both with the simulator as it was before 23 November.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.simulator import stories
from firsthand import article, copies, lexicon, naming, statement, story
from firsthand.records import Article, Capture, CaptureKind, Cast, DocumentId
from firsthand.stemma import descent, family, kinship, model
from firsthand.stemma.citations import Citations, find
from firsthand.stemma.kinship import Relatives

KIN = ("terms", "rare", "rare_most", "lead", "cites", "shared_absent")
EDGE = (
    "z", "gap", "rank", "explains", "explains_handed", "only", "hard", "hard_back", "size",
    "knows_less", "cites", "cites_other", "absent", "order",
)  # fmt: skip
FIRST = ("odds", "margin")
SECOND = ("odds", "margin", "gained", "lost", "apart")
FAMILY = ("own", "via", "graph", "profile")
TILT_FIRST, TILT_SECOND = 1.0, 0.3  # log-odds added to the likeliest parent of a report, and to every other; our choice
DAYS = (
    -0.15
)  # log-odds of kinship per day between two reports, at most seven; our choice: simulated stories last two days
TILT_FAMILY = 0.6  # log-odds added to every kinship; our choice: learned ones were too unsure on every set but train
PENALTY = 0.3  # inverse strength of the ridge penalty; .1 to 1 give the same figures

Row = tuple[Mapping[str, float], bool]
Edges = Sequence[tuple[str, str]]  # child and parent, of which neither need be seen
Told = tuple[Relatives, Citations, Edges]


def read(docs: Sequence[Mapping[str, Any]], known: lexicon.Lexicon) -> tuple[list[Article], Cast]:
    """Return the articles and the cast of one story given as records."""
    articles = []
    for d in sorted(docs, key=lambda d: str(d["id"])):
        fields = {k: d.get(k) for k in ("text", "url", "outlet", "title", "published")}
        articles.append(
            article.clean(Capture(DocumentId(str(d["id"])), "record", "", CaptureKind.RECORD, **fields), known)
        )
    cast = naming.settle(articles, {a.id: statement.find(a, known) for a in articles}, known)
    return list(story.dated(articles, cast.accounts)), cast


def told(part: str, number: int, seed: int) -> Iterator[Told]:
    """Yield the texts of simulated stories, compared as ``graph.grow`` does, with who names whom and the true edges."""
    known = lexicon.load()
    for s in stories(part, number, seed):
        articles, cast = read(s.docs, known)
        if len(articles) < 3:
            continue
        texts = copies.nearly(articles)
        standing = copies.single({a.id: a for a in articles}, texts)
        of, everything = texts.original, kinship.relatives(articles, texts.original)
        every = find(articles, everything.witnesses, cast)
        compared = everything.of_texts(of)
        cited = find(list(standing.values()), compared.witnesses, cast).of_texts(every, of)
        edges = [(of.get(e["child"], e["child"]), of.get(e["parent"], e["parent"])) for e in s.gold["edges"]]
        yield compared.informed(cited), cited, [(c, p) for c, p in edges if c != p]


def truth(edges: Edges, seen: set[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the nearest seen parents, and all ancestors with itself, of every seen report."""
    up: dict[str, set[str]] = defaultdict(set)
    for child, parent in edges:
        up[child].add(parent)

    def near(n: str) -> set[str]:
        return {x for p in up[n] for x in ({p} if p in seen else near(p))}

    def above(n: str) -> set[str]:
        out, todo = {n}, [n]
        while todo:
            new = up[todo.pop()] - out
            out |= new
            todo += new
        return out

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
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--only", nargs="+", default=[], help="models to make anew; the others stay as they ship")
    given = options.parse_args()
    table = train(list(told("train", given.stories, given.seed)))
    if given.only:
        table = {**model.shipped(), **{name: table[name] for name in given.only}}
    given.out.write_text(json.dumps(table, indent=1) + "\n", "utf8")


def train(known: Sequence[Told]) -> dict[str, dict[str, float]]:
    """Return the weights of all models, learned from compared stories with gold."""
    table = {"kin": fit([r for one in known for r in _kin_rows(*one)], KIN) | {"days": DAYS}}
    known = [(compared.informed(cited, table), cited, edges) for compared, cited, edges in known]
    features = [descent.every_features(compared, cited) for compared, cited, _ in known]
    parents = [truth(edges, set(compared.witnesses))[0] for compared, _, edges in known]
    rows = [
        (f, p in near[c])
        for near, every in zip(parents, features, strict=True)
        for c in every
        for p, f in every[c].items()
    ]
    table["edge"] = fit(rows, EDGE)
    first: list[Row] = []
    second: list[Row] = []
    for (compared, _, _), near, every in zip(known, parents, features, strict=True):
        for child, them in every.items():
            odds = {p: model.logit("edge", f, table) for p, f in them.items()}
            best = max(odds, key=lambda p: (odds[p], p), default=None)
            for p in odds:
                again = descent.second_look(compared, child, p, best or p, odds)
                (first if p == best else second).append((again, p in near[child]))
    table["first"] = fit(first, FIRST, TILT_FIRST)
    table["second"] = fit(second, SECOND, TILT_SECOND)
    table["family"] = fit([row for one in known for row in _family_rows(*one, table)], FAMILY, TILT_FAMILY)
    return table


def _kin_rows(compared: Relatives, cited: Citations, edges: Edges) -> Iterator[Row]:
    _, above = truth(edges, set(compared.witnesses))
    for (a, b), r in sorted(compared.relations.items()):
        yield kinship.kin_features(r.likeness, a, b, compared.dates, cited), bool(above[a] & above[b])


def _family_rows(compared: Relatives, cited: Citations, edges: Edges, table: model.Weights) -> Iterator[Row]:
    _, above = truth(edges, set(compared.witnesses))
    for (a, b), f in family.family_features(compared, descent.descents(compared, cited, table)).items():
        yield f, bool(above[a] & above[b])


if __name__ == "__main__":
    main()
