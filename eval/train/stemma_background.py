"""Corpora of general news -> ``background.json``: how rarely a report holds each term.

The middle one of the shares that a stem has in three corpora, so that what only one of them is about counts for
nothing; single stems only: no text and no phrase of the corpora is kept.
Run: ``python eval/train/stemma_background.py CORPUS.docs.jsonl.gz ... OUT.json``.
"""

from __future__ import annotations

import gzip
import json
import math
import statistics
import sys
from collections import Counter
from pathlib import Path

from firsthand.fold import fold
from firsthand.terms import tokens

LEAST = 0.0006  # share of reports; rarer stems are as good as unseen


def main(corpora: list[str], out: str) -> None:
    """Write the table of ``corpora`` to ``out``."""
    shares = [_shares(name) for name in corpora]
    every = sorted({t for own in shares for t in own})
    middle = {t: statistics.median(own.get(t, 0.0) for own in shares) for t in every}
    kept = {t: round(-math.log(share), 1) for t, share in middle.items() if share >= LEAST}
    kept["*"] = round(-math.log(LEAST), 1)
    text = json.dumps(dict(sorted(kept.items())), separators=(",", ":"), ensure_ascii=False)
    Path(out).write_text(text + "\n", "utf8")


def _shares(name: str) -> dict[str, float]:
    with gzip.open(name, "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    found = Counter(t for text in texts for t in set(tokens(fold(text))))
    return {t: n / len(texts) for t, n in found.items()}


if __name__ == "__main__":
    main(sys.argv[1:-1], sys.argv[-1])
