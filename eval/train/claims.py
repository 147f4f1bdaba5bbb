"""Make ``src/firsthand/claim/weights.json``: when do two statements answer one question?

``python -m eval.train.claims FOLDER`` where FOLDER holds stories of the simulator's training part
(``python -m eval.simulator make --part train --into FOLDER``). Nothing else is read. A pair of statements of two
reports is positive when both overlap mentions of one claim of the simulator, negative when they overlap mentions of two claims
or only one overlaps any; one logistic model per kind of question.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from firsthand import article, capture, lexicon, naming, statement, stemma
from firsthand.claim.likeness import FEATURES, Likeness
from firsthand.claim.mentions import read
from firsthand.records import Capture, Story, StoryId

TARGET = Path(__file__).parents[2] / "src" / "firsthand" / "claim" / "weights.json"
SAME_REPORT = -1.0  # set by hand: one report seldom answers one question twice
STRENGTH = 0.3  # inverse of the ridge penalty


def pairs(docs: Path, known: lexicon.Lexicon):
    """Yield (kind of question, features, whether one question) for the pairs that a story proposes."""
    gold = json.loads(docs.with_name(docs.name.replace(".docs.jsonl", ".gold.json")).read_text("utf8"))
    captures = [c for c in capture.read([docs]) if isinstance(c, Capture)]
    articles = sorted((article.clean(c, known) for c in captures), key=lambda a: a.id)
    accounts = {a.id: statement.find(a, known) for a in articles}
    story = Story(StoryId("s"), "", tuple(a.id for a in articles))
    cast = naming.settle(articles, accounts, known)
    tree = stemma.derive(story, articles, cast, known)
    mentions = read(articles, cast, known)
    text = {a.id: a.text for a in articles}
    claims: list[set[str]] = []
    for m in mentions:
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
        claims.append(own)
    likeness = Likeness(mentions, tree.passages)
    for i, j, _ in likeness.pairs():
        a, b = mentions[i], mentions[j]
        other = np.array([j])
        possible = bool(likeness.facts.can_match(i, other)[0]) and a.statement.document != b.statement.document
        if (claims[i] or claims[j]) and possible:
            x = likeness.features(i, other)
            yield a.answers.value, [float(x[f][0]) for f in FEATURES], bool(claims[i] & claims[j])


def main(folder: Path) -> None:
    """Fit and write the weights; print how well they rank the pairs they were fitted on."""
    known = lexicon.load()
    rows: dict[str, list[list[float]]] = defaultdict(list)
    labels: dict[str, list[bool]] = defaultdict(list)
    for docs in sorted(folder.glob("*.docs.jsonl")):
        for kind, x, y in pairs(docs, known):
            rows[kind].append(x)
            labels[kind].append(y)
    out = {}
    for kind in sorted(rows):
        x, y = np.array(rows[kind]), np.array(labels[kind])
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x, y)
        out[kind] = {"bias": round(float(model.intercept_[0]), 4)} | {
            f: round(float(w), 4) for f, w in zip(FEATURES, model.coef_[0], strict=True)
        }
        out[kind]["passage"] = max(
            out[kind]["passage"], 0.5
        )  # alignment goes with the words; alone it is still evidence
        out[kind]["same_report"] = SAME_REPORT
        print(kind, len(y), int(y.sum()), round(float(model.score(x, y)), 3), file=sys.stderr)
    TARGET.write_text(json.dumps(out, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
