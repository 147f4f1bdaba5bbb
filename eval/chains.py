"""Nested attribution on our own invented passages: ``python -m eval.chains [--rules] [FILE...]``.

A chain is the list of source words from the outermost to one that has nothing attributed inside it. It is right when all
its sources, in order, are right (articles and case aside); figures are recall over the gold chains and precision over
those found. The rules were written over ``developed-*``; before any change for them ``developed-3`` to ``-10`` were scored at .262,
.340, .568, .506, .593, .453 (by a writer who saw neither rules nor figures), .697 and .312 (precision .302; by a writer who knew
nothing of the program and counts as links what nobody had asked for). The errors of ``held-out.jsonl`` were looked at once, those of
``held-out-2.jsonl`` and ``held-out-3.jsonl`` never, nor those of ``held-out-5.jsonl`` (by another writer who knew nothing of the program,
in the mix in which news has them; .646 before any change of that day).

Writers differ in one thing: whether the outlet to which somebody speaks ("in an interview with the Gazette") is a link. In the files
of ``HEARD`` it is; in all others these links are left out of what the program finds, so that each file is scored by its own rule.
An attribution that names no source ("reportedly") has an empty word in the chain.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from firsthand import article, lexicon
from firsthand.records import Capture, CaptureKind, DocumentId
from firsthand.statement.attributions import attribute

GOLD = Path(__file__).parent / "gold" / "chains"
HEARD = frozenset({"developed-10"})
_ARTICLE = re.compile(r"^(?:the|a|an)\s+|['’]s?$")


def words(text: str, spans: Sequence[Sequence[int]]) -> str:
    """Return the words under ``spans``, folded, without an article before or a possessive behind."""
    said = " ".join(" ".join(text[s:e] for s, e in spans).lower().split())
    return _ARTICLE.sub("", _ARTICLE.sub("", said)).strip(" .,;:\"'")


def chains(text: str, rows: Sequence[dict[str, Any]]) -> Counter[tuple[str, ...]]:
    """Return the chains that ``rows`` (attributions whose ``parent`` is a place in ``rows`` or None) make."""
    parents = {r["parent"] for r in rows}
    out: Counter[tuple[str, ...]] = Counter()
    for number in range(len(rows)):
        if number in parents:
            continue
        chain, at, seen = [], number, set()
        while at is not None and at not in seen:
            seen.add(at)
            named = words(text, rows[at]["source"])
            chain.append("" if named.endswith("edly") else named)
            at = rows[at]["parent"]
        out[tuple(reversed(chain))] += 1
    return out


def found(row: dict[str, Any], known: lexicon.Lexicon, weights: bool, heard: bool = True) -> list[dict[str, Any]]:
    """Return the attributions that the program sees in one gold passage, in the form of the gold."""
    capture = Capture(DocumentId(row["id"]), row["id"], "", CaptureKind.RECORD, text=row["text"])
    said = attribute(article.clean(capture, known), known, weights=weights).attributions
    above = {a.id: a.parent for a in said}
    told = {a.id for a in said if a.because.startswith("heard-by")} if not heard else set()
    left = [a for a in said if a.id not in told]
    place = {a.id: i for i, a in enumerate(left)}
    out = []
    for a in left:
        up = a.parent
        while up in told:
            up = above[up]
        out.append({"source": a.source, "cue": a.cue, "content": a.content, "parent": place.get(up) if up else None})
    return out


def score(
    rows: Sequence[dict[str, Any]], weights: bool = True, show: bool = False, heard: bool = True
) -> dict[str, float]:
    """Return ``chains`` (how many), ``exact`` (recall) and ``precision`` over ``rows``."""
    known, right, want, got = lexicon.load(), 0, 0, 0
    for row in rows:
        gold = chains(row["text"], row["attributions"])
        mine = chains(row["text"], found(row, known, weights, heard))
        hit = sum((gold & mine).values())
        right, want, got = right + hit, want + sum(gold.values()), got + sum(mine.values())
        if show and gold != mine:
            print(row["id"], row["text"], "\n   gold", dict(gold), "\n   mine", dict(mine))
    return {"chains": want, "exact": round(right / max(1, want), 4), "precision": round(right / max(1, got), 4)}


def main() -> None:
    """Print one line of figures per file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rules", action="store_true", help="without trained weights")
    parser.add_argument("--show", action="store_true", help="print what differs")
    options = parser.parse_args()
    for file in options.files or sorted(GOLD.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf8").splitlines()]
        print(file.name, json.dumps(score(rows, not options.rules, options.show, file.stem in HEARD)))


if __name__ == "__main__":
    main()
