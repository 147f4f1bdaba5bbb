"""Measure the zones of dumps made from pages by dropping their markup.

``python -m eval.dumps PAGES.jsonl[.gz] GOLD.jsonl[.gz] [--show]``: records of ``id`` and ``html``, and of ``id`` and ``body``. The text
of a page, a line a block, is read as a dump without title or address. A line is the article's when most of its four-word sequences
stand in ``body``, furniture when hardly any do; title, byline and date lines near the article, and what lies between, count neither
way. Leak: characters of furniture in headline, dateline, byline or body; loss: characters of the article outside of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from pathlib import Path
from typing import Any

from firsthand import article, lexicon
from firsthand.article import facts
from firsthand.capture import html
from firsthand.records import Capture, CaptureKind, DocumentId

KEPT = ("headline", "dateline", "byline", "body")
NEAR_LINES = 12  # before the article in which a byline or date line counts neither way
_NEITHER = re.compile(
    r"(?:by|posted|published|updated|author)\b|.{0,120}(?:\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\bago\b)", re.I
)
Labelled = list[tuple[str, int | None]]


def _rows(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    return [json.loads(x) for x in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _label(line: str, grams: set[tuple[str, ...]], body: str, title: list[str]) -> int | None:
    """Return 1 for a line of the article, 0 for furniture, ``None`` for what counts neither way."""
    words = _words(line)
    joined, head = " ".join(words), " ".join(title)
    if len(words) >= 4:
        share = sum(tuple(words[k : k + 4]) in grams for k in range(len(words) - 3)) / (len(words) - 3)
        label = 1 if share > 0.5 else 0 if share < 0.2 else None
    else:
        label = (1 if len(words) == 3 else None) if words and f" {joined} " in body else 0
    is_title = bool(title) and (
        words == title or (len(words) >= 4 and joined in head) or (len(title) >= 4 and head in joined)
    )
    return None if label == 0 and is_title and len(words) < len(title) + 8 else label


def lines(record: dict[str, Any], body: str, known: lexicon.Lexicon) -> Labelled:
    """Return the lines of a page's dump with their labels."""
    page = html.page(record["html"])
    title = _words(facts.told(Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=page), page, known).title or "")
    words = _words(body)
    grams = {tuple(words[k : k + 4]) for k in range(len(words) - 3)}
    flat = f" {' '.join(words)} "
    texts = [page.text[b.start : b.end] for b in page.blocks]
    out = [(x, _label(x, grams, flat, title)) for x in texts]
    first = next((k for k, (x, label) in enumerate(out) if label == 1 and len(x) > 80), 0)
    for k in range(max(0, first - NEAR_LINES), first):
        if out[k][1] == 0 and _NEITHER.match(out[k][0]):
            out[k] = (out[k][0], None)
    return out


def leak_and_loss(labelled: Labelled, known: lexicon.Lexicon, show: bool) -> tuple[int, int, int, int]:
    """Return characters of furniture and how many leak, of the article and how many are lost."""
    text = "\n".join(x for x, _ in labelled)
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text), known)
    kept = bytearray(len(text))
    for z in found.zones:
        if z.kind in KEPT:
            kept[z.start : z.end] = b"\1" * (z.end - z.start)
    counts = [0, 0, 0, 0]
    at = 0
    for line, label in labelled:
        here = [kept[k] for k in range(at, at + len(line)) if not text[k].isspace()]
        at += len(line) + 1
        if label is not None:
            wrong = sum(here) if label == 0 else len(here) - sum(here)
            counts[2 * label] += len(here)
            counts[2 * label + 1] += wrong
            if show and wrong:
                print("lost  " if label else "leaked", wrong, line[:100])
    return counts[0], counts[1], counts[2], counts[3]


def main() -> None:
    """Print leak and loss over all pages."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("pages", type=Path)
    options.add_argument("gold", type=Path)
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    known = lexicon.load()
    bodies = {g["id"]: g["body"] for g in _rows(given.gold)}
    sums = [0, 0, 0, 0]
    for record in _rows(given.pages):
        found = leak_and_loss(lines(record, bodies[record["id"]], known), known, given.show)
        sums = [a + b for a, b in zip(sums, found, strict=True)]
    print(f"leak {sums[1] / sums[0]:.3f} of {sums[0]:,} characters, loss {sums[3] / sums[2]:.3f} of {sums[2]:,}")


if __name__ == "__main__":
    main()
