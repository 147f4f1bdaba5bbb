"""Articles with known stories -> ``story/weights.json``: how likely two articles are of one happening.

A logistic model (L2, standardised, then written back in plain units) over the pairs worth comparing. Topics are left out
in five folds for the figure that is printed; the model that is written is trained on all of them.
Run: ``python eval/train/stories.py DOCS.jsonl.gz GOLD.jsonl.gz OUT.json``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from firsthand import article, capture, lexicon
from firsthand.records import Capture
from firsthand.story import P_TOGETHER, measured
from firsthand.story.likeness import p_same, weigh
from firsthand.story.linkage import link
from firsthand.story.neighbours import candidates
from firsthand.story.signature import sign

FOLDS = 5
STRENGTH = 0.1  # inverse of the L2 penalty


def main(docs: str, gold: str, out: str) -> None:
    """Write the weights learned from ``docs`` and print what they reach on topics left out."""
    known = lexicon.load()
    articles = {a.id: a for a in (article.clean(c, known) for c in capture.read([docs]) if isinstance(c, Capture))}
    with gzip.open(gold, "rt", encoding="utf8") as lines:
        story = {g["id"]: g["story"] for g in map(json.loads, lines)}
    ids = sorted(i for i in articles if i in story)
    seen = weigh([sign(articles[i]) for i in ids])
    found = candidates(seen)
    rows = measured(seen, found.pairs)
    same = {(i, j): story[ids[i]] == story[ids[j]] for i, j in rows}
    fold_of = [int(story[i].split("-")[0]) % FOLDS for i in ids]
    mine: dict[str, object] = {}
    for fold in range(FOLDS):
        table = fit({k: r for k, r in rows.items() if fold not in (fold_of[k[0]], fold_of[k[1]])}, same)
        groups = link(len(ids), {k: p_same(r, table) for k, r in rows.items()}, found.cut, P_TOGETHER)
        mine |= {ids[i]: (fold, n) for n, g in enumerate(groups) for i in g if fold_of[i] == fold}
    print("topics left out: precision {:.3f} recall {:.3f} F1 {:.3f}".format(*b_cubed(ids, story, mine)))
    table = fit(rows, same)
    Path(out).write_text(json.dumps(table, indent=1) + "\n", "utf8")


def fit(rows: Mapping[tuple[int, int], Mapping[str, float]], same: Mapping[tuple[int, int], bool]) -> dict[str, float]:
    """Return the weights of a logistic model in plain units, ``*`` the constant."""
    pairs = sorted(rows)
    names = sorted(rows[pairs[0]])
    x = np.array([[rows[p][n] for n in names] for p in pairs])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit((x - mean) / spread, [same[p] for p in pairs])
    plain = model.coef_[0] / spread
    table = {n: round(float(w), 3) for n, w in zip(names, plain, strict=True)}
    return {"*": round(float(model.intercept_[0] - (plain * mean).sum()), 3)} | table


def b_cubed(ids: Sequence[str], gold: Mapping[str, object], mine: Mapping[str, object]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of one grouping against another."""
    golds, mines = Counter(gold[i] for i in ids), Counter(mine[i] for i in ids)
    both = Counter((gold[i], mine[i]) for i in ids)
    p = sum(both[gold[i], mine[i]] / mines[mine[i]] for i in ids) / len(ids)
    r = sum(both[gold[i], mine[i]] / golds[gold[i]] for i in ids) / len(ids)
    return p, r, 2 * p * r / (p + r)


if __name__ == "__main__":
    main(*sys.argv[1:4])
