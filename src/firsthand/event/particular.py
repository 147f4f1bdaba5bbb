"""Features of a told assault -> how likely it is a particular happening that the report tells, not talk of violence.

"Terrorist attacks continue", "the fight against drugs", a war that is only spoken of: words of happenings without one. What
speaks for a happening of its own: somebody hurt who is named or counted, a day and a town of its own, told early and often, verbs rather
than nouns; and how the rest of the report talks. The model does not look at who fought whom. Weights: ``weights.json``, made by
``eval/train/events.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from firsthand.event.mentions import Mention
from firsthand.event.within import Setting, Told
from firsthand.fold import fold
from firsthand.records import Article, Event, Status
from firsthand.weights import shipped
from firsthand.when import day

P_LEAST = 1 / 3  # an assault less likely than this to be a particular happening is background (docs/method/events.md)
MANY = 100  # dead or hurt: sums over a war, rarely the cost of one attack
DAYS_OLD = 60  # days before publication from which older is no older

OFTEN = 0.1  # share of a report's words from which a kind of word is no more telling
_WORD = re.compile(r"\w+")
_FIRST_PERSON = frozenset("we our us i my ours ourselves".split())  # speeches and communiques, not reports


def features(told: Told, event: Event, setting: Setting, article: Article) -> dict[str, float]:
    """Return what speaks for a particular happening, each between 0 and 1 or the log of a count."""
    them = told.mentions
    return (
        _how_told(them, len(article.sentences))
        | _whom(event, setting)
        | _when_and_where(them, event, setting)
        | {
            "agent": float(bool(event.actors)),
            "blamed": float(bool(told.blamed)),
            "instrument": float(event.instrument is not None),
            "asserted": float(event.status is Status.ASSERTED),
            "quoted": _share(them, lambda m: _quoted(article, m.sentence)),
            f"group {told.group}": 1.0,
        }
    )


def _share(them: Sequence[Mention], holds: Callable[[Mention], bool]) -> float:
    return sum(holds(m) for m in them) / len(them)


def _how_told(them: Sequence[Mention], sentences: int) -> dict[str, float]:
    """Return how often, how early and in what words a happening is told."""
    first = them[0].sentence
    return {
        "mentions": math.log(len(them)),
        "sentences": math.log(len({m.sentence for m in them})),
        "words": math.log(len({m.word for m in them})),
        "early": float(first == 0),
        "depth": min(1.0, first / max(1, sentences)),
        "active": float(any(m.voice == "active" for m in them)),
        "passive": _share(them, lambda m: m.voice == "passive"),
        "noun": _share(them, lambda m: m.voice == "noun"),
        "bare noun": float(all(m.voice == "noun" and not m.recipients and not m.actors for m in them)),
        "plural noun": _share(them, lambda m: m.voice == "noun" and m.word.endswith("s")),
        "outcome only": float(all(m.kind.sort == "outcome" for m in them)),
        "clash": _share(them, _clash),
        "definite": float(any(m.definite for m in them)),
        "general": _share(them, lambda m: m.general),
        "voiced": float(any(m.kind.mode is not None for m in them)),
    }


def _clash(m: Mention) -> bool:
    """Tell whether the word is of fighting as such: "fighting", "offensive", "clashes"."""
    return m.kind.sort == "happens" and m.kind.mode is None


def _whom(event: Event, setting: Setting) -> dict[str, float]:
    """Return who suffers and what is counted."""
    kinds = {setting.kinds.get(r) for r in event.recipients}
    return {
        "person": float("person" in kinds),
        "people": float("people" in kinds),
        "nobody": float(not event.recipients),
        "toll": float(bool(event.toll)),
        "counted": float(any(t.high is not None for t in event.toll)),
        "wounded": float(any(t.role == "wounded" for t in event.toll)),
        "many": float(any(t.low >= MANY for t in event.toll)),
    }


def _when_and_where(them: Sequence[Mention], event: Event, setting: Setting) -> dict[str, float]:
    """Return whether a happening has a time and a town of its own, and how long ago it was."""
    last = day(event.latest)
    age = (setting.published - last).days if setting.published and last else None
    return {
        "dated": float(any(m.times for m in them)),
        "dated paragraph": float("of the paragraph" in event.because),
        "town": float("of the sentence" in event.because),
        "age": 0.0 if age is None else min(1.0, max(0, age) / DAYS_OLD),
        "day of": float(age is not None and age <= 1),
    }


def _quoted(article: Article, sentence: int) -> bool:
    s = article.sentences[sentence]
    return any(mark in article.text[s.start : s.end] for mark in '"“”')


def beside(all_of_one: Sequence[Mapping[str, float]], article: Article) -> dict[str, float]:
    """Return how the whole report talks: a report of fighting, a speech, a list of attacks."""
    many = max(1, len(all_of_one))
    own, numbers = _manner(article.text)
    talk = sum(_quoted(article, n) for n in range(len(article.sentences))) / max(1, len(article.sentences))
    return {
        "report clash": sum(f["clash"] for f in all_of_one) / many,
        "report noun": sum(f["noun"] for f in all_of_one) / many,
        "report dated": sum(f["dated"] for f in all_of_one) / many,
        "report quoted": talk,
        "report first person": own,
        "report asks": min(1.0, article.text.count("?") / max(1, len(article.sentences))),
        "report numbers": numbers,
        "report events": math.log(many),
        "report length": math.log(1 + len(article.sentences)),
    }


@lru_cache(maxsize=64)  # texts: copies stand in one story
def _manner(text: str) -> tuple[float, float]:
    """Return how much of a text is in the first person and how much is numbers, up to ``OFTEN``."""
    words = _WORD.findall(fold(text))
    found = sum(w in _FIRST_PERSON for w in words), sum(w.isdigit() for w in words)
    own, numbers = (min(OFTEN, n / max(1, len(words))) / OFTEN for n in found)
    return own, numbers


def p_particular(found: Mapping[str, float], table: Mapping[str, float] | None = None) -> float:
    """Return the probability for these features by ``table``, or as it ships; ``*`` is the constant."""
    w: Mapping[str, float] = shipped("event") if table is None else table
    odds = w["*"] + math.fsum(w.get(n, 0.0) * x for n, x in found.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
