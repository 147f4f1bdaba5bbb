"""Candidate pairs held against peers in one run: ``python -m bench.candidates [--n 100000] [--peers] [--shapes]``.

Made here: articles of 300 words, frequent and rare ones as in general news (Zipf, exponent 1, 60,000 words); a fifth are
rewrites of an earlier one, half of them light (5 % of the words changed) and half heavy (45 %). Printed for each method:
texts per CPU second from text to pairs, the recall of rewrites by kind, and candidates per text. ``--peers`` runs datasketch and
rensa (not installed with this package) at settings of rising cost until their recall reaches ours. ``--shapes`` times three bad
cases of the same size: identical pages, one shared footer, a chain of near-copies of 10,000.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from importlib import resources
from itertools import pairwise

import numpy as np

from firsthand.stemma.candidates import candidates

WORDS = 300  # per article
VOCABULARY = 60_000  # words
LIGHT, HEAVY = 0.05, 0.45  # share of the words changed

Pairs = list[tuple[int, int]]


class Made:
    """Articles as word numbers, and who rewrites whom."""

    def __init__(self, n: int, seed: int) -> None:
        """Draw ``n`` articles."""
        rng = np.random.default_rng(seed)
        self.names = np.array(_names())
        rank = np.arange(1, VOCABULARY + 1)
        self.share = np.cumsum((1 / rank) / (1 / rank).sum())
        self.rng = rng
        self.rows = self.drawn((n, WORDS))
        self.parent: dict[int, tuple[int, str]] = {}
        for child in np.flatnonzero(rng.random(n) < 0.2).tolist():
            if child:
                kind = "light" if rng.random() < 0.5 else "heavy"
                parent = int(rng.integers(child))
                self.parent[child] = parent, kind
                self.rows[child] = self.changed(self.rows[parent], LIGHT if kind == "light" else HEAVY)

    def drawn(self, shape: tuple[int, ...]) -> np.ndarray:
        """Return words as news has them."""
        return np.searchsorted(self.share, self.rng.random(shape)).clip(0, VOCABULARY - 1).astype(np.uint16)

    def changed(self, row: np.ndarray, share: float) -> np.ndarray:
        """Return ``row`` with ``share`` of its words changed for others."""
        return np.where(self.rng.random(len(row)) < share, self.drawn((len(row),)), row)

    def texts(self, rows: np.ndarray) -> list[str]:
        """Return rows as texts, made a few at a time: an array of words takes ten times the room of its texts."""
        return [" ".join(x) for n in range(0, len(rows), 1000) for x in self.names[rows[n : n + 1000]].tolist()]


def _names() -> list[str]:
    """Return words from frequent to rare: the stems of general news as this package knows them, then invented ones."""
    table = json.loads(resources.files("firsthand").joinpath("background.json").read_text("utf8"))
    known = [w for _, w in sorted((nats, w) for w, nats in table.items() if w.isalpha())]
    return known + [_name(i) for i in range(VOCABULARY - len(known))]


def _name(i: int) -> str:
    """Return a word for a number: syllables, so that stems stay apart."""
    out = ""
    for _ in range(4):
        i, part = divmod(i, 85)
        out += "bdfgklmnprtvzshjx"[part // 5] + "aeiou"[part % 5]
    return out


def report(name: str, made: Made, texts: Sequence[str], find: Callable[[Sequence[str]], Pairs]) -> dict[str, float]:
    """Run one method, print and return its figures."""
    start = time.process_time()
    pairs = set(find(texts))
    seconds = time.process_time() - start
    hits = {kind: [(p, c) in pairs for c, (p, k) in made.parent.items() if k == kind] for kind in ("light", "heavy")}
    out = {
        "texts/s": round(len(texts) / seconds),
        **{k: round(sum(v) / max(1, len(v)), 4) for k, v in hits.items()},
        "candidates/text": round(len(pairs) / len(texts), 2),
    }
    print(name, out, f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    return out


def _shingles(text: str) -> set[str]:
    words = text.split()
    return {f"{a} {b}" for a, b in pairwise(words)}


def by_datasketch(permutations: int, bands: int) -> Callable[[Sequence[str]], Pairs]:
    """Return datasketch's MinHash LSH over pairs of words."""
    from datasketch import MinHash, MinHashLSH

    def find(texts: Sequence[str]) -> Pairs:
        index = MinHashLSH(num_perm=permutations, params=(bands, permutations // bands))
        out: Pairs = []
        for i, text in enumerate(texts):
            m = MinHash(num_perm=permutations)
            m.update_batch([s.encode() for s in _shingles(text)])
            out += [(j, i) for j in index.query(m)]
            index.insert(i, m, check_duplication=False)
        return out

    return find


def by_rensa(permutations: int, bands: int) -> Callable[[Sequence[str]], Pairs]:
    """Return rensa's RMinHash LSH over pairs of words."""
    from rensa import RMinHash, RMinHashLSH

    def find(texts: Sequence[str]) -> Pairs:
        index = RMinHashLSH(threshold=0.1, num_perm=permutations, num_bands=bands)
        out: Pairs = []
        for i, text in enumerate(texts):
            m = RMinHash(num_perm=permutations, seed=1)
            m.update(list(_shingles(text)))
            out += [(j, i) for j in index.query(m)]
            index.insert(i, m)
        return out

    return find


def shapes(made: Made, texts: list[str], ordinary: float) -> None:
    """Time the bad cases against the ordinary one."""
    n = len(texts)
    footer = " " + " ".join(made.names[5_000:5_040].tolist())
    chain = made.drawn((min(n, 10_000), WORDS))
    for i in range(1, len(chain)):
        chain[i] = made.changed(chain[i - 1], LIGHT)
    cases = {
        "identical": [texts[0]] * n,
        "one footer": [t + footer for t in texts],
        "chain": made.texts(chain) + texts[len(chain) :],
    }
    for name, them in cases.items():
        start = time.process_time()
        pairs = candidates(them)
        seconds = time.process_time() - start
        most = np.bincount(np.array(pairs).ravel(), minlength=n).max() if name != "identical" else 0
        print(
            f"{name}: {seconds:.1f} s, {seconds / ordinary:.2f} of ordinary, {len(pairs) / n:.1f} a text, most {most}",
            flush=True,
        )


def main() -> None:
    """Make, run, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--peers", action="store_true")
    options.add_argument("--shapes", action="store_true")
    given = options.parse_args()
    made = Made(given.n, given.seed)
    texts = made.texts(made.rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{given.n} texts made, {before} MB at most so far", flush=True)
    ours = report("firsthand", made, texts, candidates)
    if given.peers:
        for name, make in (("rensa", by_rensa), ("datasketch", by_datasketch)):
            for permutations, bands in ((64, 32), (128, 64), (128, 128)):
                found = report(f"{name} {permutations} in {bands} bands", made, texts, make(permutations, bands))
                if found["heavy"] >= min(0.95, ours["heavy"]):
                    break
    if given.shapes:
        shapes(made, texts, given.n / ours["texts/s"])


if __name__ == "__main__":
    main()
