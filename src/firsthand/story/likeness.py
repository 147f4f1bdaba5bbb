"""Two signatures -> the probability that both articles tell of one happening.

A logistic model with named weights (``weights.json``, made by ``eval/train/stories.py``) over
cosine      of each bag: head, text, numbers, pairs, title, lead, rare, names
near, far   the cosine of heads and of texts, measured against the best that either article finds anywhere:
            .3 is much among articles that find nothing better, and little among articles that have a twin
told        the share of one article's most telling words that the other has: the lesser and the greater of both ways
date        half, less for every day between two known dates; nothing when a date is missing
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from firsthand.story.signature import PLAIN_NATS, Bag, Signature
from firsthand.terms import rarity

PRIOR_REPORTS = (
    200  # reports of general news that stand behind every count of a term, so that two articles are weighed as 700 are
)
BEST_LEAST = 0.1  # cosine; an article that finds nothing better than this is measured against this
FAR_DAYS = 730  # days; further apart is no further apart
# bag -> share of general news that holds one of its terms, where no table gives it: names, numbers and pairs are rarer than words
SHARES = {"names": 0.002, "numbers": 0.05, "pairs": 0.003}
TOLD = {
    "head": (12, "text"),
    "names": (6, "names"),
    "rare": (8, "rare"),
}  # bag -> its most telling terms, sought in which bag

Vector = Mapping[str, float]


@cache
def weights() -> Mapping[str, float]:
    """Return the log-odds per unit of each feature; ``*`` is the constant."""
    return dict(json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf8")))


@dataclass(frozen=True, slots=True)
class Seen:
    """An article ready to be compared: unit vectors of its bags, and its most telling terms with their shares."""

    signature: Signature
    vectors: Mapping[str, Vector]
    told: Mapping[str, Vector]


def weigh(signatures: Sequence[Signature]) -> list[Seen]:
    """Return every article with its terms weighed by how few articles of the collection, and of news, hold them."""
    held: dict[str, Counter[str]] = {}
    for s in signatures:
        for name, bag in s.bags.items():
            held.setdefault(name, Counter()).update(bag.keys())
    rare = {name: _rarities(name, own, len(signatures)) for name, own in held.items()}
    return [_seen(s, rare) for s in signatures]


def _rarities(name: str, held: Mapping[str, int], reports: int) -> dict[str, float]:
    """Return the weight of each term: -log of the share of reports that hold it, here and in general news; 0 for grammar."""
    out = {}
    for term in held:
        share = SHARES.get(name) or (math.exp(-rarity(term)) if rarity(term) > PLAIN_NATS else 2.0)
        out[term] = max(0.0, math.log((reports + PRIOR_REPORTS + 1) / (held[term] + PRIOR_REPORTS * share + 0.5)))
    return out


def _seen(signature: Signature, rare: Mapping[str, Mapping[str, float]]) -> Seen:
    weighed = {n: _weighed(bag, rare[n]) for n, bag in signature.bags.items()}
    told = {}
    for name, (most, _) in TOLD.items():
        best = sorted(weighed[name].items(), key=lambda x: (-x[1], x[0]))[:most]
        whole = sum(w for _, w in best) or 1.0
        told[name] = {t: w / whole for t, w in best}
    return Seen(signature, {n: _unit(v) for n, v in weighed.items()}, told)


def _weighed(bag: Bag, rare: Mapping[str, float]) -> dict[str, float]:
    return {t: (1 + math.log(n)) * rare[t] for t, n in bag.items() if rare[t] > 0}


def _unit(vector: Vector) -> dict[str, float]:
    length = math.sqrt(sum(w * w for w in vector.values())) or 1.0
    return {t: w / length for t, w in vector.items()}


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of two unit vectors; the same for either order."""
    if len(b) < len(a):
        a, b = b, a
    return min(1.0, math.fsum(w * b[t] for t, w in a.items() if t in b))


def features(a: Seen, b: Seen, best: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Return the named features of a pair; ``best`` holds, for head and text, the best cosine that either finds anywhere."""
    plain = {n: cosine(a.vectors[n], b.vectors[n]) for n in a.vectors}
    out = {n: math.sqrt(c) for n, c in plain.items()}
    for name, ends in best.items():
        low, high = sorted(max(BEST_LEAST, x) for x in ends)
        out |= {f"{name} plain": plain[name], f"{name} far": plain[name] / high, f"{name} near": plain[name] / low}
    for name, (_, where) in TOLD.items():
        ways = sorted((_held(a.told[name], b.signature.bags[where]), _held(b.told[name], a.signature.bags[where])))
        out |= {f"{name} told least": ways[0], f"{name} told most": ways[1]}
    out["date"] = _date(a.signature.day, b.signature.day)
    return out


def _held(told: Vector, bag: Iterable[str]) -> float:
    return math.fsum(w for t, w in told.items() if t in bag)


def _date(a: int | None, b: int | None) -> float:
    if a is None or b is None:
        return 0.0
    return 0.5 - min(1.0, math.log1p(abs(a - b)) / math.log1p(FAR_DAYS))


def p_same(found: Mapping[str, float], table: Mapping[str, float] | None = None) -> float:
    """Return the probability that a pair with these features is of one happening."""
    w = weights() if table is None else table
    odds = w["*"] + math.fsum(w.get(n, 0.0) * x for n, x in found.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
