"""Make ``src/firsthand/claim/weights.json``: when do two statements answer one question?

``python -m eval.train.claims FOLDER [--told FOLDER] [--events DOCS GOLD]`` where FOLDER holds stories of the simulator's training
part (``python -m eval.simulator make --part train --into FOLDER``), that of --told hand-made stories (``eval/gold/traditions/spare``)
and DOCS and GOLD are those of events-ecbplus. Nothing else is read.

A pair of statements of two reports is positive when both overlap mentions of one true claim of an invented story, negative when they
overlap mentions of two claims or only one overlaps any. In ECB+ (real reports on pairs of like happenings) two clauses are
positive when at least half of the event instances they mention are the same, negative when none is. One logistic model per
kind of question; the stories of a set weigh together as much as those of another.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from firsthand import article, capture, lexicon, naming, statement, stemma
from firsthand.claim.likeness import FEATURES, Likeness
from firsthand.claim.mentions import Mention, read
from firsthand.records import Answers, Capture, Stemma, Story, StoryId

TARGET = Path(__file__).parents[2] / "src" / "firsthand" / "claim" / "weights.json"
SAME_REPORT = -1.0  # set by hand: one report seldom answers one question twice
PASSAGE = 0.5  # set by hand, at least: alignment goes with the words; alone it is still evidence
NONE_OF_IT = (
    2.0  # set by hand, for clauses: "there was no fire" answers "a fire broke out", and the stories have few such
)
STRENGTH = 1.0  # inverse of the ridge penalty
# added to the bias: pairs of which neither says what is known are not learned from, though most that are compared are such; chosen
# by looking at the hand-made stories, each group of them left out of the learning in turn
BIAS = {"what": -0.38, "how_many": -0.5, "when": 0.0}
MOST_REPORTS = 14  # of one happening of ECB+, so that large ones do not outweigh the others
HELD_OUT = 3  # every third topic of ECB+ is left for measuring

Row = tuple[str, Any, Any]  # kind of question, features of pairs, whether one question


def pairs(mentions: Sequence[Mention], told: Sequence[set[str]], likeness: Likeness, *, events: bool) -> Iterator[Row]:
    """Yield the pairs of statements that a story compares, statement by statement; ``told`` is what each is known to say."""
    document = np.unique([m.statement.document for m in mentions], return_inverse=True)[1]
    for i, others in enumerate(likeness.candidates()):
        known = [bool(told[i] and told[j]) if events else bool(told[i] or told[j]) for j in others.tolist()]
        others = others[
            likeness.facts.can_match(i, others) & (document[others] != document[i]) & np.array(known, dtype=bool)
        ]
        if len(others) and (not events or mentions[i].answers is Answers.WHAT):
            seen = likeness.features(i, others)
            both = np.array([len(told[i] & told[j]) / len(told[i] | told[j]) for j in others.tolist()])
            clear = (both == 0) | (both >= 0.5) | (not events)
            x = np.stack([seen[f] for f in FEATURES], axis=1)
            yield mentions[i].answers.value, x[clear], both[clear] > 0


def invented(docs: Path, known: lexicon.Lexicon) -> Iterator[Row]:
    """Yield the pairs of one invented story, the simulator's or hand-made."""
    gold = json.loads(docs.with_name(docs.name.replace(".docs.jsonl", ".gold.json")).read_text("utf8"))
    captures = [c for c in capture.read([docs]) if isinstance(c, Capture)]
    articles = sorted((article.clean(c, known) for c in captures), key=lambda a: a.id)
    accounts = {a.id: statement.find(a, known) for a in articles}
    told = Story(StoryId("s"), "", tuple(a.id for a in articles))
    cast = naming.settle(articles, accounts, known)
    mentions = read(articles, cast, known)
    likeness = Likeness(mentions, stemma.derive(told, articles, cast).passages)
    text = {a.id: a.text for a in articles}
    yield from pairs(mentions, [claims_of(m, gold, text) for m in mentions], likeness, events=False)


def claims_of(m: Mention, gold: Mapping[str, Any], text: Mapping[str, str]) -> set[str]:
    """Return the true claims that a statement makes: half of the shorter of the two is the same."""
    own = set()
    for c in gold["claims"]:
        for g in c["mentions"]:
            at = text.get(g["doc"], "").find(g["quote"])
            if g["doc"] == m.statement.document and at >= 0:
                end = at + len(g["quote"])
                inside = sum(max(0, min(e, end) - max(s, at)) for s, e in m.statement.content)
                size = sum(e - s for s, e in m.statement.content)
                if inside >= 0.5 * min(size, end - at):
                    own.add(c["id"])
    return own


def happenings(docs: Path, gold: Path, known: lexicon.Lexicon) -> Iterator[Row]:
    """Yield the pairs of ECB+, happening by happening, topics held out left aside."""
    with gzip.open(gold, "rt", encoding="utf8") as lines:
        truth = {row["id"]: row for row in map(json.loads, lines)}
    by_story = defaultdict(list)
    for c in capture.read([docs]):
        if isinstance(c, Capture) and int(str(c.id).split("_")[0]) % HELD_OUT:
            by_story[truth[c.id]["story"]].append(c)
    for _, captures in sorted(by_story.items()):
        articles = sorted((article.clean(c, known) for c in captures[:MOST_REPORTS]), key=lambda a: a.id)
        cast = naming.settle(articles, {a.id: statement.find(a, known) for a in articles}, known)
        mentions = read(articles, cast, known)
        told = [instances_of(m, truth[m.statement.document]["mentions"]) for m in mentions]
        yield from pairs(mentions, told, Likeness(mentions, Stemma().passages), events=True)


def instances_of(m: Mention, marked: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the event instances that a statement mentions, acts of reporting left out."""
    return {
        x["instance"]
        for x in marked
        if x.get("instance") and x["type"].startswith("ACTION") and "REPORT" not in x["type"]
        if any(s <= x["start"] and x["end"] <= e for s, e in m.statement.content)
    }


def stories(folders: Sequence[Path]) -> list[Path]:
    """Return the reports of every story in ``folders``."""
    return sorted(d for folder in folders for d in folder.glob("*.docs.jsonl"))


def fitted(sets: Sequence[Sequence[Row]]) -> dict[str, dict[str, float]]:
    """Return the weights of each kind of question over sets of pairs that weigh alike; print how well they do."""
    out = {}
    for kind in sorted({k for rows in sets for k, _, _ in rows}):
        own = [[(x, y) for k, x, y in rows if k == kind] for rows in sets]
        own = [rows for rows in own if rows]
        x = np.concatenate([x for rows in own for x, _ in rows])
        y = np.concatenate([y for rows in own for _, y in rows])
        sizes = [sum(len(y) for _, y in rows) for rows in own]
        weight = np.concatenate([np.full(n, sum(sizes) / len(sizes) / n) for n in sizes])
        model = LogisticRegression(C=STRENGTH, max_iter=3000).fit(x, y, sample_weight=weight)
        weights = {f: round(float(w), 4) for f, w in zip(FEATURES, model.coef_[0], strict=True)}
        weights |= {"passage": max(weights["passage"], PASSAGE), "same_report": SAME_REPORT}
        weights["none_of_it"] = NONE_OF_IT if kind == Answers.WHAT.value else 0.0
        out[kind] = {"bias": round(float(model.intercept_[0]) + BIAS[kind], 4)} | weights
        print(kind, len(y), int(y.sum()), round(float(model.score(x, y)), 3), file=sys.stderr)
    return out


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.train.claims", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--told", type=Path, nargs="+", default=[])
    parser.add_argument("--events", type=Path, nargs=2, metavar=("DOCS", "GOLD"))
    options = parser.parse_args()
    known = lexicon.load()
    sets = [[row for d in stories(options.folder) for row in invented(d, known)]]
    if options.told:
        sets.append([row for d in stories(options.told) for row in invented(d, known)])
    if options.events:
        sets.append(list(happenings(*options.events, known)))
    TARGET.write_text(json.dumps(fitted(sets), indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
