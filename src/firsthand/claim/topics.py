"""Words of a clause -> the topics that its wording shows: what caused a thing, was there a warning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from firsthand.lexicon import Lexicon

WITHIN = 4  # words from one step of a rule to the next: "gave the final order"

# rule := step+, each within WITHIN words of the one before; step := one of its words
Rule = tuple[frozenset[str], ...]


@cache
def rules(known: Lexicon) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of each topic: a clause is on it when one of them fits."""
    table = known.table("predicates").get("topics", {})
    lists = {f"<{name}>": words for name, words in table.get("lists", {}).items()}

    def step(words: Sequence[str]) -> frozenset[str]:
        return frozenset(w for word in words for w in lists.get(word, (word,)))

    given = table.get("rules", {}).items()
    return {name: tuple(tuple(map(step, rule)) for rule in own if rule) for name, own in given}


def topics(words: Sequence[str], known: Lexicon) -> tuple[str, ...]:
    """Return the topics of a clause of ``words``, by name."""
    at: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        at.setdefault(word, []).append(n)
    return tuple(name for name, own in rules(known).items() if any(_fits(rule, at) for rule in own))


def _fits(rule: Rule, at: Mapping[str, Sequence[int]]) -> bool:
    """Tell whether the steps of ``rule`` are found one behind the other; ``at`` says where each word stands."""
    places = [sorted(n for word in step & at.keys() for n in at[word]) for step in rule]
    reached = set(places[0])
    for _, there in pairwise(places):
        reached = {n for n in there if any(n - d in reached for d in range(1, WITHIN + 1))}
    return bool(reached)
