"""Make ``src/firsthand/article/headline.json``: which line of a dump is its headline?

``python -m eval.train.headline RECORDS.jsonl[.gz]...`` with the records of attribution-train, events-ecbplus and incidents-dev, around
which pages are made (``eval/train/furniture.py``). A softmax over the lines that may be the headline, fitted by L-BFGS.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from eval.train.lines import made
from firsthand import lexicon
from firsthand.article import headline as model
from firsthand.article.blocks import blocks
from firsthand.article.dump import opinion

TARGET = Path(__file__).parents[2] / "src" / "firsthand" / "article" / "headline.json"
PAGES = 600
SEED = 23
RIDGE = 1.0


def examples(paths: list[str], count: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return for each made page the features of the lines that may be its headline, and which of them are."""
    known = lexicon.load()
    out = []
    for title, _, text in made(paths, count, random.Random(seed)):
        lines, said = opinion(text, blocks(text), title, known)
        numbers = model.candidates(lines, said.first) if said.last >= 0 else []
        own = model.key(lines[min(said.headline)].folded) if said.headline else ""
        is_own = np.array([model.key(lines[n].folded) == own for n in numbers])
        if is_own.any() and not is_own.all():
            out.append((np.array(model.features(lines, numbers, said.first, said.last, known)), is_own))
    return out


def fit(data: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return the weights under which the headlines are likeliest."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        value, grad = RIDGE / 2 * float(w @ w), RIDGE * w
        for x, y in data:
            p = _softmax(x @ w)
            q = np.where(y, p, 0)
            value -= float(np.log(q.sum()))
            grad = grad - (q / q.sum() - p) @ x
        return value, grad

    return minimize(loss, np.zeros(len(model.FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def _softmax(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max())
    return e / e.sum()


def main(paths: list[str]) -> int:
    """Fit on made pages, print how many headlines of others it finds, write the weights."""
    weights = fit(examples(paths, PAGES, SEED))
    other = examples(paths, PAGES // 4, SEED + 1)
    print(f"headline found on {sum(y[int(np.argmax(x @ weights))] for x, y in other)} of {len(other)} other made pages")
    table = {"weights": {f: round(float(w), 3) for f, w in zip(model.FEATURES, weights, strict=True)}}
    TARGET.write_text(json.dumps(table, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
