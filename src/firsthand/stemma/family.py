"""Relatives + Descents -> kinship: who shares an ancestor with whom, whichever way it runs."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence

from firsthand.records import DocumentId, Evidence
from firsthand.stemma.citations import Citations
from firsthand.stemma.dates import days_apart
from firsthand.stemma.descent import Descent
from firsthand.stemma.kinship import SHOWN, Pair, Relatives
from firsthand.stemma.model import chance, logit

SAME_SOURCE = 0.7  # P that a passage told alike and credited by both to one absent reporter came from it; our choice
SAME_DAYS = 3  # days between them within which it did: an agency's daily sentences are alike for years; our choice
THIN_PATH = 0.1  # probability under which a path through the graph is not followed


def kin_of_graph(known: Relatives, cited: Citations, down: Sequence[Descent]) -> dict[Pair, float]:
    """Return the kinship of every compared pair."""
    out = {pair: chance(logit("family", f)) for pair, f in family_features(known, down).items()}
    same = {pair: SAME_SOURCE for pair in out if share_absent_source(known, cited, pair) is not None}
    return {pair: 1 - (1 - p) * (1 - same.get(pair, 0.0)) for pair, p in out.items()}


def family_features(known: Relatives, down: Sequence[Descent]) -> dict[Pair, dict[str, float]]:
    """Return what the family model reads of every compared pair: its likeness, its relatives, its ancestors in the graph."""
    own = {pair: chance(r.log_odds) for pair, r in known.comparisons.items()}
    graph = _common(down)
    near: dict[DocumentId, dict[DocumentId, float]] = defaultdict(dict)
    for (a, b), p in own.items():
        near[a][b] = near[b][a] = p
    out = {}
    for pair, r in sorted(known.comparisons.items()):
        a, b = pair
        out[pair] = {
            "own": r.log_odds,
            "via": max((near[a][x] * near[b][x] for x in sorted(near[a].keys() & near[b].keys())), default=0.0),
            "graph": graph.get(pair, 0.0),
            "profile": _agreement(near[a], near[b]),
        }
    return out


def share_absent_source(
    known: Relatives, cited: Citations, pair: Pair, called: Mapping[str, str] | None = None
) -> Evidence | None:
    """Return the passage that both reports tell alike and credit to one reporter of whom the collection has nothing."""
    a, b = pair
    days = days_apart(known.dates[a], known.dates[b])
    if days is not None and days > SAME_DAYS:
        return None
    x, y = known.witnesses[a].lines, known.witnesses[b].lines
    for source in sorted(set(cited.absent.get(a, ())) & set(cited.absent.get(b, ()))):
        here, there = cited.contents.get((a, source), ()), cited.contents.get((b, source), ())
        for m in known.comparisons[pair].likeness.matches:
            one, other = x[m.a].span, y[m.b].span
            if any(s.overlaps(one) for s in here) and any(s.overlaps(other) for s in there):
                return Evidence(
                    "same_absent_source",
                    one,
                    other,
                    f"both credit {(called or {}).get(source, source)}, similarity {m.similarity:.2f}",
                )
    return None


def _agreement(one: Mapping[DocumentId, float], other: Mapping[DocumentId, float]) -> float:
    """Return the correlation of two reports' kinship with all others; 0 when there are too few others to tell."""
    both = sorted(one.keys() & other.keys())
    if len(both) < 3:
        return 0.0
    x, y = [one[i] for i in both], [other[i] for i in both]
    try:
        return statistics.correlation(x, y)
    except statistics.StatisticsError:
        return 0.0


def _common(down: Sequence[Descent]) -> dict[Pair, float]:
    """Return the probability that two reports have one ancestor, or one is the other's, along the likeliest paths."""
    parents: dict[DocumentId, list[tuple[DocumentId, float]]] = defaultdict(list)
    for d in down:
        parents[d.child].append((d.parent, d.probability))
    reach: dict[DocumentId, dict[DocumentId, float]] = {}
    for start in sorted({x for d in down for x in (d.child, d.parent)}):
        found = {start: 1.0}
        todo = [start]
        while todo:
            at = todo.pop()
            for p, q in parents[at]:
                through = found[at] * q
                if through > max(THIN_PATH, found.get(p, 0.0)):
                    found[p] = through
                    todo.append(p)
        reach[start] = found
    out: dict[Pair, float] = {}
    ids = sorted(reach)
    for n, a in enumerate(ids):
        for b in ids[n + 1 :]:
            both = max((reach[a][x] * reach[b][x] for x in reach[a].keys() & reach[b].keys()), default=0.0)
            if both >= SHOWN:
                out[a, b] = both
    return out


def orphans(down: Sequence[Descent]) -> dict[DocumentId, float]:
    """Return for each report with a possible parent in the collection the probability that it has none there."""
    out: dict[DocumentId, float] = {}
    for d in down:
        out[d.child] = min(out.get(d.child, 1.0), 1 - d.probability)
    return out
