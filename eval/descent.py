"""The stemma stage held against known descent: ``python -m eval.descent --part test --stories 60`` or ``--traditions FOLDER``.

Articles, accounts and cast are made by the stages before; claims and origins are left out, so that a hundred stories take a
minute. Printed: F1 of edges, ancestors and kin at probability .5 (lost reports skipped over), average precision of siblings
of a lost report among all pairs that are no edge, Brier scores, and how true each fifth of the probabilities is.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from eval import traditions
from eval.simulator import PARTS, stories
from eval.train.stemma import read
from firsthand import copies, lexicon, stemma
from firsthand.records import Article, Cast, DocumentId, Stemma, Story, StoryId

Pair = tuple[str, str]
Told = tuple[list[Article], Cast, Mapping[str, Any]]
FIFTHS = 5


def simulated(part: str, number: int, seed: int, known: lexicon.Lexicon) -> Iterator[Told]:
    """Yield simulated stories of at least three reports as articles, cast and gold."""
    for s in stories(part, number, seed):
        articles, cast = read(s.docs, known)
        if len(articles) >= 3:
            yield articles, cast, s.gold


def handmade(folder: Path, known: lexicon.Lexicon) -> Iterator[Told]:
    """Yield hand-made traditions as articles, cast and gold."""
    for _, docs, gold in traditions.load(folder):
        articles, cast = read([json.loads(x) for x in docs.read_text("utf8").splitlines()], known)
        yield articles, cast, gold


def derived(articles: Sequence[Article], cast: Cast) -> Stemma:
    """Return the stemma of articles that are one story, the way ``pipeline`` makes it."""
    story = Story(StoryId("story"), "", tuple(a.id for a in articles))
    texts = copies.identical(articles)
    tree = stemma.derive(story, [a for a in articles if texts.original[a.id] == a.id], cast)
    return copies.hung(tree, story, articles, cast.outlets, texts)


class Gold:
    """What is true of the reports that can be seen: parents (lost ones skipped over), ancestors, kin, siblings of a lost one."""

    def __init__(self, gold: Mapping[str, Any], seen: Iterable[DocumentId]) -> None:
        """Read the parents out of ``gold``."""
        here: set[str] = {str(i) for i in seen}
        self.up: dict[str, set[str]] = defaultdict(set)
        for e in gold["edges"]:
            self.up[e["child"]].add(e["parent"])
        above = {i: self.above(i) for i in sorted(here)}
        self.edge = {(i, p) for i in here for p in self._near(i, here)}
        self.ancestor = {(i, p) for i in here for p in above[i] & here}
        pairs = list(combinations(sorted(here), 2))
        self.kin = {(a, b) for a, b in pairs if (above[a] | {a}) & (above[b] | {b})}
        self.siblings = {(a, b) for a, b in pairs if any(p not in here for p in self.up[a] & self.up[b])}

    def above(self, node: str) -> set[str]:
        """Return every report that this one comes from."""
        out: set[str] = set()
        todo = list(self.up[node])
        while todo:
            p = todo.pop()
            if p not in out:
                out.add(p)
                todo += self.up[p]
        return out

    def _near(self, node: str, seen: set[str]) -> set[str]:
        return {q for p in self.up[node] for q in ({p} if p in seen else self._near(p, seen))}


class Tally:
    """Hits and misses over all stories."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.counts: Counter[tuple[str, str]] = Counter()
        self.said: dict[str, list[tuple[float, bool]]] = {"edge": [], "kin": []}
        self.sibling_ap: list[float] = []

    def add(self, tree: Stemma, gold: Gold, seen: Sequence[str]) -> None:
        """Count one story."""
        document = {n.id: str(n.document) for n in tree.nodes if n.document is not None}
        edges = {
            (document[e.child], document[e.parent]): e.probability
            for e in tree.edges
            if e.child in document and e.parent in document
        }
        kin = {(str(k.a), str(k.b)): k.probability for k in tree.kin}
        for (a, b), p in edges.items():
            kin[min(a, b), max(a, b)] = max(kin.get((min(a, b), max(a, b)), 0.0), p)
        likely: dict[str, set[str]] = defaultdict(set)
        for (child, parent), p in edges.items():
            if p >= 0.5:
                likely[child].add(parent)
        found = {
            "edge": {x for x, p in edges.items() if p >= 0.5},
            "ancestor": {(i, p) for i in seen for p in _closure(likely, i)},
            "kin": {x for x, p in kin.items() if p >= 0.5},
        }
        for name, mine in found.items():
            true = getattr(gold, name)
            self.counts.update({(name, "hit"): len(mine & true), (name, "extra"): len(mine - true)})
            self.counts[name, "missed"] += len(true - mine)
        self.said["edge"] += [
            (edges.get(x, 0.0), x in gold.edge) for a, b in combinations(seen, 2) for x in ((a, b), (b, a))
        ]
        self.said["kin"] += [(kin.get(x, 0.0), x in gold.kin) for x in combinations(seen, 2)]
        if gold.siblings:
            rest = [x for x in combinations(seen, 2) if x not in gold.edge and x[::-1] not in gold.edge]
            self.sibling_ap.append(_average_precision(rest, kin, gold.siblings))

    def figures(self) -> dict[str, Any]:
        """Return the figures."""
        out: dict[str, Any] = {}
        for name in ("edge", "ancestor", "kin"):
            hit, extra, missed = (self.counts[name, k] for k in ("hit", "extra", "missed"))
            out[name] = round(2 * hit / max(1, 2 * hit + extra + missed), 3)
            out[f"{name} precision"] = round(hit / max(1, hit + extra), 3)
        out["sibling_ap"] = round(sum(self.sibling_ap) / max(1, len(self.sibling_ap)), 3)
        for name, rows in self.said.items():
            out[f"{name} brier"] = round(sum((p - y) ** 2 for p, y in rows) / max(1, len(rows)), 4)
            out[f"{name} said/true/n"] = _fifths(rows)
        return out


def _closure(parents: Mapping[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = list(parents.get(start, ()))
    while todo:
        p = todo.pop()
        if p not in seen:
            seen.add(p)
            todo += parents.get(p, ())
    return seen


def _average_precision(pairs: Iterable[Pair], kin: Mapping[Pair, float], true: set[Pair]) -> float:
    hit, total = 0, 0.0
    for n, x in enumerate(sorted(pairs, key=lambda x: (-kin.get(x, 0.0), x)), 1):
        if x in true:
            hit += 1
            total += hit / n
    return total / len(true)


def _fifths(rows: Sequence[tuple[float, bool]]) -> list[str]:
    """Return, for each fifth of the probabilities, the mean said, the share that is true, and how many there are."""
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for p, y in rows:
        if p > 0:
            held[min(FIFTHS - 1, int(p * FIFTHS))].append((p, y))
    return [
        f"{sum(p for p, _ in x) / len(x):.2f}/{sum(y for _, y in x) / len(x):.2f}/{len(x)}"
        for _, x in sorted(held.items())
    ]


def measured(told: Iterable[Told]) -> dict[str, Any]:
    """Return the figures of the stemma stage over ``told``."""
    tally = Tally()
    for articles, cast, gold in told:
        seen = sorted(a.id for a in articles)
        tally.add(derived(articles, cast), Gold(gold, seen), seen)
    return tally.figures()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--part", choices=PARTS, action="append", default=[])
    options.add_argument("--stories", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--traditions", type=Path, action="append", default=[])
    given = options.parse_args()
    known = lexicon.load()
    sets = {part: simulated(part, given.stories, given.seed, known) for part in given.part}
    sets |= {folder.name: handmade(folder, known) for folder in given.traditions}
    for name, told in sets.items():
        start = time.process_time()
        print(name, json.dumps(measured(told)), f"{time.process_time() - start:.0f} CPU s", flush=True)


if __name__ == "__main__":
    main()
