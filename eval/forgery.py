"""Forged "independent" copies put beside a tradition: ``python -m eval.forgery [--n 300] [--most 3]``.

Mechanical forgery of one report under a new byline and outlet: verbatim, look-alike letters, sentences reordered,
30 % of the sentences deleted, back-dated by a day. Printed: in how many forgeries the ``low`` of a claim rose, a copy fell
out of kin with its original (under .5), or a copy became the origin of its original (edge from .5).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from eval import traditions
from firsthand import lexicon, pipeline
from firsthand.records import Capture, CaptureKind, Claim, DocumentId, Dossier

Record = Mapping[str, Any]
FOLDER = Path(__file__).parent / "gold" / "traditions" / "developed"
_LOOK_ALIKE = str.maketrans("aeopcx", "аеорсх")  # Latin to Cyrillic letters of the same shape
_SENTENCE = re.compile(r"(?<=[.!?”\"]) +")


def _verbatim(lines: list[str], _: random.Random) -> list[str]:
    return lines


def _look_alike(lines: list[str], _: random.Random) -> list[str]:
    return [x.translate(_LOOK_ALIKE) for x in lines]


def _reordered(lines: list[str], rng: random.Random) -> list[str]:
    return [lines[0], *rng.sample(lines[1:], len(lines) - 1)]


def _cut(lines: list[str], rng: random.Random) -> list[str]:
    kept = sorted(rng.sample(range(1, len(lines)), max(1, round(0.7 * (len(lines) - 1))))) if len(lines) > 1 else []
    return [lines[0], *(lines[i] for i in kept)]


OPERATORS: Mapping[str, Callable[[list[str], random.Random], list[str]]] = {
    "verbatim": _verbatim,
    "look_alike": _look_alike,
    "reordered": _reordered,
    "cut": _cut,
}


def forge(
    original: Record, operator: str, copies: int, rng: random.Random, *, back_dated: bool
) -> list[dict[str, Any]]:
    """Return ``copies`` forged copies of ``original``, each with an outlet and a byline of its own."""
    paragraphs = str(original["text"]).split("\n\n")
    lines = [paragraphs[0], *(s for p in paragraphs[1:] for s in _SENTENCE.split(p))]
    out = []
    for k in range(copies):
        text = "\n\n".join(OPERATORS[operator](lines, rng))
        head, _, rest = text.partition("\n\n")
        name = f"forged-{k:03}"
        stamp = _earlier(original.get("published")) if back_dated else original.get("published")
        out.append(
            {"id": name, "outlet": f"Forged Gazette {k}", "title": original.get("title"), "published": stamp,
             "text": f"{head}\n\nBy Forger {k}\n\n{rest}"}
        )  # fmt: skip
    return out


def _earlier(published: str | None) -> str | None:
    if not published:
        return published
    moment = datetime.fromisoformat(published) - timedelta(days=1)
    return moment.isoformat() if len(published) > 10 else moment.date().isoformat()


def resolved(records: Sequence[Record], known: lexicon.Lexicon) -> Dossier:
    """Return the dossier of records."""
    fields = ("text", "url", "outlet", "title", "published")
    captures = [
        Capture(DocumentId(str(r["id"])), "record", "", CaptureKind.RECORD, **{k: r.get(k) for k in fields})
        for r in records
    ]
    return pipeline.analyse(captures, (), known)


def judged(before: Dossier, after: Dossier, original: str, copies: Sequence[str]) -> dict[str, int]:
    """Return what went wrong: claims whose ``low`` rose, copies out of kin, copies taken for the origin."""
    forged = {DocumentId(i) for i in copies}
    kin = {frozenset((k.a, k.b)): k.probability for k in after.stemma.kin}
    edges = {(str(e.child), str(e.parent)): e.probability for e in after.stemma.edges}
    lows = _lows(after)
    rose = sum(max(_overlapping(lows, c, before), default=0) > low for c, low in _claims(before))
    return {
        "low_rose": rose,
        "not_kin": sum(kin.get(frozenset((DocumentId(original), i)), 0.0) < 0.5 for i in sorted(forged)),
        "origin": sum(edges.get((f"n:{original}", f"n:{i}"), 0.0) >= 0.5 for i in sorted(forged)),
    }


def _claims(dossier: Dossier) -> list[tuple[Claim, int]]:
    return [(c, c.support.origins.low) for c in dossier.claims if c.support is not None]


def _lows(dossier: Dossier) -> list[tuple[frozenset[Any], int]]:
    where = {s.id: (s.document, s.content) for s in dossier.statements}
    return [(frozenset(where[i] for i in c.statements), low) for c, low in _claims(dossier)]


def _overlapping(lows: Sequence[tuple[frozenset[Any], int]], claim: Claim, before: Dossier) -> list[int]:
    """Return the ``low`` of the claims that hold all that ``claim`` held before."""
    where = {s.id: (s.document, s.content) for s in before.statements}
    held = frozenset(where[i] for i in claim.statements)
    return [low for them, low in lows if held <= them]


def main() -> None:
    """Forge, judge and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=300)
    options.add_argument("--most", type=int, default=3, help="copies per forgery, at most")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    known, rng, start = lexicon.load(), random.Random(given.seed), time.process_time()
    told = [[json.loads(x) for x in docs.read_text("utf8").splitlines()] for _, docs, _ in traditions.load(FOLDER)]
    before = [resolved(records, known) for records in told]
    wrong: Counter[str] = Counter()
    for n in range(given.n):
        story = n % len(told)
        original = rng.choice(told[story])
        operator, copies, back = rng.choice(sorted(OPERATORS)), rng.randint(1, given.most), rng.random() < 0.5
        forged = forge(original, operator, copies, rng, back_dated=back)
        found = judged(
            before[story], resolved([*told[story], *forged], known), original["id"], [f["id"] for f in forged]
        )
        wrong["forgeries"] += 1
        wrong["copies"] += copies
        for kind, count in found.items():
            wrong[kind] += bool(count)
            wrong[f"{kind}: {operator}{' back-dated' if back else ''}"] += bool(count)
    print(json.dumps({k: v for k, v in sorted(wrong.items()) if v}), f"{time.process_time() - start:.0f} CPU s")


if __name__ == "__main__":
    main()
