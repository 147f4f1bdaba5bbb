"""Articles -> Stories."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from firsthand.records import Account, Article, DocumentId, Story, StoryId
from firsthand.story.dates import bound
from firsthand.story.likeness import Seen, cosine, features, p_same, weigh
from firsthand.story.linkage import link
from firsthand.story.neighbours import candidates
from firsthand.story.signature import sign

P_TOGETHER = 0.38  # mean probability between two groups from which they are one story; see docs/method/stories.md
TRAINED_ON = 500  # articles; collections of about this size gave the weights their sense of how rare "the same" is
MOST_PRIOR = 0.9  # nats; more would glue the two happenings of one kind that lie side by side in small sets of ecbplus
SHOWN = 5  # words that a story says its articles share


def gather(articles: Mapping[DocumentId, Article]) -> tuple[Story, ...]:
    """Return the stories that ``articles`` tell: every article in exactly one, in order of their ids.

    Measured: B-cubed F1 .95 on news-cluster, .93 on ecbplus (topics left out); any order of the articles gives the same.
    """
    ids = sorted(articles)
    seen = weigh([sign(articles[i]) for i in ids])
    likely, cut = compare(seen)
    likely = {pair: _shifted(p, _prior(len(seen))) for pair, p in likely.items()}
    groups = link(len(seen), likely, cut, P_TOGETHER)
    return tuple(_story([seen[i] for i in g], [articles[ids[i]] for i in g], _centre(g, likely)) for g in groups)


def compare(seen: Sequence[Seen]) -> tuple[dict[tuple[int, int], float], frozenset[int]]:
    """Return the probability that each pair worth comparing is of one happening, and the articles with neighbours left out."""
    found = candidates(seen)
    rows = measured(seen, found.pairs)
    return {pair: p_same(row) for pair, row in rows.items()}, found.cut


def _prior(articles: int) -> float:
    """Return how much likelier than in training, in nats, two of so many articles are one story.

    A handful of pages was saved because of one happening; among n articles we expect about the root of n happenings.
    """
    expected = max(1.3, articles**0.5)
    return min(MOST_PRIOR, max(0.0, math.log(TRAINED_ON**0.5 - 1) - math.log(expected - 1)))


def _shifted(p: float, nats: float) -> float:
    """Return probability ``p`` with ``nats`` added to its log-odds."""
    odds = max(p, 1e-9) / max(1 - p, 1e-9) * math.exp(nats)
    return odds / (1 + odds)


def measured(seen: Sequence[Seen], pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], dict[str, float]]:
    """Return the features of every pair, each measured against the best that its two articles find."""
    best: dict[str, list[float]] = {}
    for name in ("head", "text"):
        best[name] = [0.0] * len(seen)
        for i, j in pairs:
            c = cosine(seen[i].vectors[name], seen[j].vectors[name])
            best[name][i], best[name][j] = max(c, best[name][i]), max(c, best[name][j])
    return {(i, j): features(seen[i], seen[j], {n: (b[i], b[j]) for n, b in best.items()}) for i, j in pairs}


def _centre(group: Sequence[int], likely: Mapping[tuple[int, int], float]) -> int:
    """Return which member of ``group`` is likest to all others; the first of several."""
    whole = dict.fromkeys(group, 0.0)
    for n, i in enumerate(group):
        for j in group[n + 1 :]:
            p = likely.get((i, j), 0.0)
            whole[i] += p
            whole[j] += p
    return max(range(len(group)), key=lambda n: (round(whole[group[n]], 9), -n))


def _story(seen: Sequence[Seen], articles: Sequence[Article], centre: int) -> Story:
    """Return the story of one group: its id from the smallest document id, its title from the most central article."""
    ids = tuple(sorted(a.id for a in articles))
    title = articles[centre].title.text or next((a.title.text for a in articles if a.title.text), "")
    return Story(StoryId("story-" + ids[0]), title, ids, because=_because(seen))


def _because(seen: Sequence[Seen]) -> str:
    """Return in one line which telling words the articles share, and the days they span."""
    if len(seen) == 1:
        return "alone: no other article is likely to tell of the same happening"
    held: dict[str, list[float]] = {}
    for s in seen:
        for name in ("names", "numbers"):
            for term, weight in s.vectors[name].items():
                held.setdefault(term, []).append(weight)
    most = sorted((t for t, w in held.items() if len(w) > 1), key=lambda t: (-len(held[t]), -sum(held[t]), t))
    days = sorted(s.signature.day for s in seen if s.signature.day is not None)
    spread = f"; {days[-1] - days[0]} days from first to last" if len(days) > 1 else ""
    return f"alike: {len(seen)} articles share " + ", ".join(most[:SHOWN]) + spread


def dated(articles: Sequence[Article], accounts: Mapping[DocumentId, Account]) -> list[Article]:
    """Return the articles of one story, undated ones with the interval that the others put around them."""
    inferred = bound({a.id: a for a in articles}, {a.id: accounts[a.id] for a in articles})
    return [replace(a, published=inferred.get(a.id, a.published)) for a in articles]
