"""Articles with known stories -> ``story/weights.json``: how likely two articles are of one happening.

A logistic model (L2, standardised, then written back in plain units) over the pairs of nearest neighbours, one report for
each text, as a trace has them. Topics are left out in five folds for the figure that is printed; the model that is written is trained
on all of them.
Run: ``python -m eval.train.stories DOCS.jsonl.gz GOLD.jsonl.gz OUT.json``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.walking import pieces
from firsthand import article, capture, copies, lexicon
from firsthand.records import Article, Capture
from firsthand.story import texts
from firsthand.story.likeness import DYNAMIC, STATIC, Scratch, Ties, facts, measured, moving
from firsthand.story.linkage import P_TOGETHER, link
from firsthand.story.nearest import KEPT, nearest
from firsthand.story.signature import sign

FOLDS = 5
STRENGTH = 0.1  # inverse of the L2 penalty

Pair = tuple[str, str]


@dataclass(frozen=True)
class Measured:
    """The pairs of neighbours in a collection with their features, and the articles that may have had more neighbours."""

    rows: Mapping[Pair, Sequence[float]]
    cut: frozenset[str]
    ids: tuple[str, ...]


def main(docs: str, gold: str, out: str) -> None:
    """Write the weights learned from ``docs`` and print what they reach on topics left out."""
    known = lexicon.load()
    cleaned = [article.clean(c, known) for c in capture.read([docs]) if isinstance(c, Capture)]
    articles = {a.id: a for a in sorted(cleaned, key=lambda a: a.id)}
    with gzip.open(gold, "rt", encoding="utf8") as lines:
        story = {g["id"]: g["story"] for g in map(json.loads, lines)}
    same_text = texts(articles)
    found = measure(list(copies.single(articles, same_text).values()))
    same = {(a, b): story[a] == story[b] for a, b in found.rows}
    fold_of = {i: int(story[i].split("-")[0]) % FOLDS for i in articles}
    mine: dict[str, object] = {}
    for fold in range(FOLDS):
        table = fit({k: r for k, r in found.rows.items() if fold not in (fold_of[k[0]], fold_of[k[1]])}, same)
        group = {i: n for n, g in enumerate(grouped(found, table)) for i in g}
        mine |= {i: (fold, group[first]) for i, first in same_text.original.items() if fold_of[i] == fold}
    print("topics left out: precision {:.3f} recall {:.3f} F1 {:.3f}".format(*b_cubed(list(articles), story, mine)))
    Path(out).write_text(json.dumps(fit(found.rows, same), indent=1) + "\n", "utf8")


def measure(articles: Sequence[Article]) -> Measured:
    """Return the features of all pairs of neighbours."""
    signatures = {a.id: sign(a) for a in sorted(articles, key=lambda a: a.id)}
    near = nearest(signatures.values())
    pairs = sorted({(min(i, j), max(i, j)) for i, them in near.items() for j in them})
    scratch = Scratch()
    static: dict[Pair, Sequence[float]] = {}
    cosines: dict[Pair, tuple[int, int]] = {}
    for a, one in signatures.items():
        others = [y for x, y in pairs if x == a]
        if others:
            rows, head, text = measured(one, [signatures[b] for b in others], scratch)
            for n, b in enumerate(others):
                static[a, b] = rows[n].tolist()
                cosines[a, b] = cosines[b, a] = int(head[n]), int(text[n])
    around = {}
    for i, them in near.items():
        found = np.array([cosines[i, j] for j in them] or [(-1, -1)], np.int32)
        around[i] = facts(found[None, :, 0], found[None, :, 1])[0]
    head, text = np.array([cosines[p] for p in pairs], np.int32).T
    ends = (np.array([around[p[end]] for p in pairs]) for end in (0, 1))
    dynamic = moving(Ties(np.zeros(len(pairs)), head, text, np.zeros(len(pairs), np.int8)), *ends).tolist()
    rows_ = {p: [*static[p], *found] for p, found in zip(pairs, dynamic, strict=True)}
    return Measured(rows_, frozenset(i for i, them in near.items() if len(them) == KEPT), tuple(signatures))


def fit(rows: Mapping[Pair, Sequence[float]], same: Mapping[Pair, bool]) -> dict[str, float]:
    """Return the weights of a logistic model in plain units, ``*`` the constant."""
    pairs = sorted(rows)
    x = np.array([rows[p] for p in pairs])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit((x - mean) / spread, [same[p] for p in pairs])
    plain = model.coef_[0] / spread
    table = {n: round(float(w), 3) for n, w in zip((*STATIC, *DYNAMIC), plain, strict=True)}
    return {"*": round(float(model.intercept_[0] - (plain * mean).sum()), 3)} | table


def grouped(found: Measured, table: Mapping[str, float]) -> list[list[str]]:
    """Return the stories of a collection by the weights of ``table``."""
    likely: dict[str, dict[str, float]] = {i: {} for i in found.ids}
    w = np.array([table[n] for n in (*STATIC, *DYNAMIC)])
    for (a, b), row in found.rows.items():
        p = round(float(1 / (1 + np.exp(-table["*"] - np.dot(w, row)))), 2)  # as it is kept
        likely[a][b] = likely[b][a] = p
    out = []
    for p in pieces(likely):
        at = {i: n for n, i in enumerate(p)}
        pairs = {(n, at[j]): q for i, n in at.items() for j, q in likely[i].items() if at.get(j, -1) > n}
        groups = link(len(at), pairs, frozenset(n for i, n in at.items() if i in found.cut), P_TOGETHER)
        out += [[p[n] for n in g] for g in groups]
    return out


def b_cubed(ids: Sequence[str], gold: Mapping[str, object], mine: Mapping[str, object]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of one grouping against another."""
    golds, mines = Counter(gold[i] for i in ids), Counter(mine[i] for i in ids)
    both = Counter((gold[i], mine[i]) for i in ids)
    p = sum(both[gold[i], mine[i]] / mines[mine[i]] for i in ids) / len(ids)
    r = sum(both[gold[i], mine[i]] / golds[gold[i]] for i in ids) / len(ids)
    return p, r, 2 * p * r / (p + r)


if __name__ == "__main__":
    main(*sys.argv[1:4])
