"""Make ``src/firsthand/article/lines.json``: which lines of a dump are its article?

``python -m eval.train.lines RECORDS.jsonl[.gz]...`` where the records are those of attribution-train, events-ecbplus and
incidents-dev. Around their texts pages are made (``eval/train/furniture.py``); no page of any evaluation set is read.
A linear-chain conditional random field with two states, fitted by L-BFGS on padded batches; lines without a label are summed out.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from eval.train.furniture import Article, Lines, dump
from firsthand import lexicon
from firsthand.article import lines as model
from firsthand.article.blocks import blocks
from firsthand.article.dump import opinion

TARGET = Path(__file__).parents[2] / "src" / "firsthand" / "article" / "lines.json"
PAGES = 500
SEED = 11
RIDGE = 1.0


def articles(paths: list[str]) -> list[Article]:
    """Return the reports of the records: a title (their first line) and two paragraphs or more; none in capitals throughout."""
    texts = []
    for path in paths:
        data = Path(path).read_bytes()
        rows = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf8").splitlines()
        texts += [json.loads(line)["text"] for line in rows]
    small = {w for text in texts if not _is_loud(text) for w in re.findall(r"(?<=[^\W_] )[a-z]+", text)}
    out = []
    for text in texts:
        parts = [" ".join(p.split()) for p in text.split("\n\n" if "\n\n" in text else "\n")]
        parts = [p for p in parts if p and not p.startswith("http")]
        if _is_loud(text):
            parts = [_lowered(_LABELS.sub("-- ", p), small) for p in parts]
        if len(parts) >= 3 and 3 <= len(parts[0].split()) <= 20:
            out.append(Article(parts[0], tuple(parts[1:])))
        elif len(parts) >= 2:
            out.append(Article(" ".join(parts[0].split()[:9]), tuple(parts)))
    return out


_LABELS = re.compile(r"(?:-- ?)?(?:\[[^\[\]]{1,80}\] ?)+")  # "-- [COMMUNIQUE] [TEXT] "


def _is_loud(text: str) -> bool:
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _lowered(text: str, small: set[str]) -> str:
    """Return a paragraph in capitals as a newspaper writes it: words that others write small are small, names are not."""
    out = []
    starts = True
    for word in text.split(" "):
        bare = re.sub(r"\W", "", word).lower()
        out.append(word.lower() if bare in small and not starts else word.capitalize())
        starts = word.endswith((".", "?", "--"))
    return " ".join(out)


def made(paths: list[str], count: int, rng: random.Random) -> Iterator[tuple[str, Lines, str]]:
    """Yield made pages: title, lines with what they are, and the text that they make."""
    kept = articles(paths)
    for _ in range(count):
        title, rows = dump(rng, kept)
        yield title, rows, rng.choice(("\n", "\n\n")).join(x for x, _ in rows)


def examples(paths: list[str], count: int, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return for each made page its features, labels (-1 for either way)."""
    rng, known = random.Random(seed), lexicon.load()
    out = []
    for title, rows, text in made(paths, count, rng):
        found = blocks(text)
        lines, said = opinion(text, found, title if rng.random() < 0.4 else None, known)
        labels, at, k = [], 0, 0
        starts = []
        for words, _ in rows:
            at = text.index(words, at)
            starts.append(at)
            at += len(words)
        for b in found:
            while k + 1 < len(rows) and starts[k + 1] <= b.start:
                k += 1
            labels.append(-1 if rows[k][1] is None else rows[k][1])
        numbers, rest, own = model.chained(lines, said)
        if said.last >= 0 and rest:
            out.append((np.array(model.features(rest, own)), np.array(labels)[numbers]))
    return out


def fit(data: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of the features and the four transitions."""
    longest, width = max(len(y) for _, y in data), len(model.FEATURES)
    x = np.zeros((len(data), longest, width), dtype=np.float32)
    y = np.full((len(data), longest), -1)
    mask = np.zeros((len(data), longest))
    for n, (a, b) in enumerate(data):
        x[n, : len(b)], y[n, : len(b)], mask[n, : len(b)] = a, b, 1

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score, step = x @ w[:width].astype(np.float32), w[width:].reshape(2, 2)
        free = np.stack([np.zeros_like(score), score], -1).astype(float)
        tied = free.copy()
        tied[..., 0] = np.where(y == 1, -1e9, tied[..., 0])
        tied[..., 1] = np.where(y == 0, -1e9, tied[..., 1])
        z1, e1, t1 = _marginals(free, step, mask)
        z2, e2, t2 = _marginals(tied, step, mask)
        grad = np.einsum("nt,ntf->f", ((e1 - e2) * mask).astype(np.float32), x)
        value = float((z1 - z2).sum()) + RIDGE / 2 * float(w @ w)
        return value, np.concatenate([grad, (t1 - t2).ravel()]) + RIDGE * w

    found = minimize(loss, np.zeros(width + 4), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return found.x[:width], found.x[width:]


def _marginals(emission: np.ndarray, step: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return log Z of each page, P(article) of each line, and the expected count of each transition."""
    n, t, _ = emission.shape
    forward, backward = np.zeros((t, n, 2)), np.zeros((t, n, 2))
    forward[0] = emission[:, 0]
    for k in range(1, t):
        new = np.logaddexp(forward[k - 1][:, :1] + step[0], forward[k - 1][:, 1:] + step[1]) + emission[:, k]
        forward[k] = np.where(mask[:, k, None] > 0, new, forward[k - 1])
    z = np.logaddexp(forward[-1][:, 0], forward[-1][:, 1])
    counts = np.zeros((2, 2))
    for k in range(t - 2, -1, -1):
        ahead = emission[:, k + 1] + backward[k + 1]
        new = np.logaddexp(step[:, 0] + ahead[:, :1], step[:, 1] + ahead[:, 1:])
        backward[k] = np.where(mask[:, k + 1, None] > 0, new, backward[k + 1])
        both = forward[k][:, :, None] + step[None] + ahead[:, None, :] - z[:, None, None]
        counts += (np.exp(both) * mask[:, k + 1, None, None]).sum(0)
    inside = np.exp(forward[:, :, 1] + backward[:, :, 1] - z).T
    return z, inside, counts


def main(paths: list[str]) -> int:
    """Fit on made pages, print leak and loss on others made with another seed, write the weights."""
    data = examples(paths, PAGES, SEED)
    weights, steps = fit(data)
    table = {"weights": {f: round(float(w), 3) for f, w in zip(model.FEATURES, weights, strict=True)},
             "transitions": [round(float(s), 3) for s in steps]}  # fmt: skip
    TARGET.write_text(json.dumps(table, indent=1) + "\n")
    print(json.dumps(table["transitions"]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
