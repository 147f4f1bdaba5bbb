"""Event mentions of different reports put together: pairwise F1 of a dossier's events beside the head-lemma baseline.

Gold: a line per report, ``{"id", "story", "mentions": [{"start", "end", "instance"?}]}``. A pair is two mentions of different reports of
one topic (the number before ``_`` in the id: what a lemma baseline is usually given). A gold mention belongs to the event of the dossier
one of whose trigger words it overlaps; one that no event has is alone. Run: ``python -m eval.mentions DOSSIER.json GOLD.jsonl.gz``.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from firsthand.lemma import stem

DRAWS = 300  # resamples of topics for the interval
Pair = tuple[tuple[str, int], tuple[str, int]]


def pairs(groups: Mapping[tuple[str, int], str | None]) -> Iterator[Pair]:
    """Yield the pairs of mentions of different reports that have one group."""
    by: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for mention, group in sorted(groups.items()):
        if group is not None:
            by[group].append(mention)
    for them in by.values():
        yield from ((a, b) for a, b in combinations(them, 2) if a[0] != b[0])


def f1(found: Iterable[tuple[int, int, int]]) -> dict[str, float]:
    """Return precision, recall and F1 of summed (right, wrong, missed) rows."""
    rows = list(found)
    right, wrong, missed = (sum(r[n] for r in rows) for n in range(3))
    p, r = right / max(1, right + wrong), right / max(1, right + missed)
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / max(1e-9, p + r), 4)}


def measure(mine: Mapping[tuple[str, int], str | None], gold: Mapping[tuple[str, int], str | None]) -> dict[str, Any]:
    """Return pairwise figures with a 95 % interval over topics."""
    by: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    a, b = set(pairs(mine)), set(pairs(gold))
    for pair in sorted(a | b):
        by[_topic(pair[0][0])][0 if pair in a and pair in b else 1 if pair in a else 2] += 1
    rows = [tuple(by[t]) for t in sorted(by)]
    draw = random.Random(0)
    spread = sorted(f1(draw.choices(rows, k=len(rows)))["f1"] for _ in range(DRAWS))  # type: ignore[arg-type]  # f1 is always there
    return f1(rows) | {"f1_95": [spread[int(DRAWS * 0.025)], spread[int(DRAWS * 0.975) - 1]]}  # type: ignore[arg-type]  # a list beside numbers


def score(dossier: Mapping[str, Any], gold: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the figures of the dossier's events, of the lemma baseline, and how many gold mentions an event covers."""
    text = {d["id"]: d["text"] for d in dossier["documents"]}
    words: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for e in dossier["events"]:
        for span in e.get("spans", ()):
            if span["field"] == "trigger":
                words[span["document"]].append((span["start"], span["end"], e["id"]))
    true: dict[tuple[str, int], str | None] = {}
    mine: dict[tuple[str, int], str | None] = {}
    lemma: dict[tuple[str, int], str | None] = {}
    for g in gold:
        for m in g["mentions"]:
            key = (g["id"], m["start"])
            true[key] = m.get("instance")
            mine[key] = next((e for a, b, e in words[g["id"]] if a < m["end"] and m["start"] < b), None)
            head = (re.findall(r"\w+", text[g["id"]][m["start"] : m["end"]].lower()) or [""])[-1]
            lemma[key] = f"{_topic(g['id'])} {stem(head)}"
    covered = Counter(mine[k] is not None for k in mine)
    share = covered[True] / max(1, len(mine))
    return {"events": measure(mine, true), "lemma": measure(lemma, true), "covered": round(share, 4)}


def _topic(document: str) -> str:
    return document.split("_", maxsplit=1)[0]


def main(dossier: str, gold: str) -> None:
    """Print the figures."""
    raw = Path(gold).read_bytes()
    text = (gzip.decompress(raw) if gold.endswith(".gz") else raw).decode("utf8")
    rows = [json.loads(x) for x in text.splitlines()]
    print(json.dumps(score(json.loads(Path(dossier).read_text("utf8")), rows), indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
