"""Choose the probabilities by which origins are drawn (``Chances`` in ``src/firsthand/support/world.py``).

``python -m eval.train.origins FOLDER...`` where each FOLDER holds stories of the simulator's training part, made with
``--most-witnesses 3`` and ``6``. Nothing else is read. Each story is traced up to its claims once; then one probability after
the other is moved over a short row of values and kept where the claims of the stories are best explained. What is printed is
copied into ``Chances`` by hand, if it is also no worse on stories of the test part and on the hand-made traditions.

Explained: the mean logarithm of the probability given to the true number of origins (each at least ``LEAST``), so that both
the likeliest number and its spread count.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval import traditions
from firsthand import article, capture, claim, copies, lexicon, naming, statement, stemma, story
from firsthand.records import Article, Capture, Cast, Claim, Stemma, Story, StoryId
from firsthand.support.graphs import Graphs
from firsthand.support.origins import tally
from firsthand.support.world import Chances, World

LEAST = 0.02  # probability that the true number is given at least; a draw of 50 in which it does not occur
DRAWS = 50  # fewer than in use; the same for every value that is compared
ROUNDS = 2
TRIED: dict[str, tuple[Any, ...]] = {
    "same_kin": (0.5, 0.6, 0.7, 0.8, 0.9),
    "same_far": (0.05, 0.1, 0.2, 0.3, 0.45),
    "own_is_witness": (0.6, 0.7, 0.8, 0.9),
    "body": (0.3, 0.5, 0.7, 0.85),
    "described": (0.05, 0.15, 0.3),
    "new_body": ((0.2, 0.8), (0.4, 0.95), (0.6, 0.97)),
    "new_person": ((0.1, 0.6), (0.2, 0.8), (0.4, 0.9)),
    "disagrees": (0.1, 0.2, 0.3, 0.5),
    "second_way": (0.3, 0.5, 0.7, 0.85),
}


@dataclass(frozen=True)
class Case:
    """A traced story, and for each true claim the found claim that fits it best with the true number of origins."""

    articles: tuple[Article, ...]
    cast: Cast
    tree: Stemma
    claims: tuple[tuple[Claim, int], ...]


def cases(folder: Path, known: lexicon.Lexicon) -> Iterator[Case]:
    """Yield the stories of ``folder``."""
    for _, docs, gold in traditions.load(folder):
        captures = [c for c in capture.read([docs]) if isinstance(c, Capture)]
        articles = sorted((article.clean(c, known) for c in captures), key=lambda a: a.id)
        accounts = {a.id: statement.find(a, known) for a in articles}
        told = Story(StoryId("s"), "", tuple(a.id for a in articles))
        own = story.dated(articles, accounts)
        cast = naming.settle(own, accounts, known)
        texts = copies.identical(own)
        tree = stemma.derive(told, [a for a in own if texts.original[a.id] == a.id], cast)
        tree = copies.hung(tree, told, own, cast.outlets, texts)
        yield case(told, own, cast, tree, gold, known)


def case(told: Story, own: Any, cast: Cast, tree: Stemma, gold: dict[str, Any], known: lexicon.Lexicon) -> Case:
    """Return the story with its claims matched to the true ones."""
    found = claim.match(told, own, cast, tree, known)
    text = {a.id: a.text for a in own}
    at = {s.id: (s.document, s.content) for a in own for s in cast.accounts[a.id].statements}
    spans = [(c, [(at[i][0], s, e) for i in c.statements for s, e in at[i][1]]) for c in found]
    rows = []
    for g in gold["claims"]:
        true = len({w for m in g["mentions"] for w in m["witnesses"]})
        want = [(m["doc"], text[m["doc"]].find(m["quote"]), len(m["quote"])) for m in g["mentions"] if m["doc"] in text]
        best = max(spans, key=lambda x: _share(want, x[1]), default=None) if true and want else None
        if best is not None and _share(want, best[1]) > 0:
            rows.append((best[0], true))
    return Case(tuple(own), cast, tree, tuple(rows))


def _share(want: list[tuple[str, int, int]], held: list[Any]) -> float:
    hits = sum(any(d == doc and s < at + n and at < e for d, s, e in held) for doc, at, n in want) / len(want)
    return hits - 0.001 * len({d for d, _, _ in held} - {doc for doc, _, _ in want})


def explained(stories: list[Case], chances: Chances) -> tuple[float, float, float]:
    """Return the mean log probability of the true number, the share of exact medians, and of intervals that cover it."""
    logs, exact, covered = [], 0, 0
    for s in stories:
        graphs = Graphs(World(s.articles, s.cast, s.tree, chances=chances), draws=DRAWS)
        for c, true in s.claims:
            found = tally(c, graphs)
            if found is None:
                continue
            origins = found.origins()
            logs.append(math.log(max(LEAST, origins.probability.get(true, 0.0))))
            covered += origins.low <= true <= origins.high
            exact += _median(origins.probability) == true
    n = max(1, len(logs))
    return sum(logs) / n, exact / n, covered / n


def _median(probability: Mapping[int, float]) -> int:
    total = 0.0
    for k, p in probability.items():
        total += p
        if total >= 0.5:
            return k
    return max(probability)


def fit(stories: list[Case], chances: Chances) -> Chances:
    """Return ``chances`` moved, one after the other, to the tried values that explain ``stories`` best."""
    best = explained(stories, chances)
    print("start", [round(x, 4) for x in best], flush=True)
    for _ in range(ROUNDS):
        before = chances
        for name, values in TRIED.items():
            for value in values:
                tried = replace(chances, **{name: value})
                if tried != chances and (score := explained(stories, tried))[0] > best[0] + 1e-4:
                    best, chances = score, tried
            print(name, getattr(chances, name), [round(x, 4) for x in best], flush=True)
        if chances == before:
            break
    return chances


if __name__ == "__main__":
    known = lexicon.load()
    print(fit([c for folder in sys.argv[1:] for c in cases(Path(folder), known)], Chances()))
