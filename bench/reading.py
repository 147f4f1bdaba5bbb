"""How fast and how well article text comes out of HTML, beside trafilatura (fast) in the same run, and what the child costs.

Run: ``python -m bench.reading PAGES.jsonl[.gz] GOLD.jsonl[.gz]``: records of ``id`` and ``html``, and of ``id`` and ``body``.
Both are asked in turn, page by page, so that a busy machine slows both, and with the collector
of garbage set for both as the intake child has it. CPU seconds; F1 of word 4-grams as the public
article-extraction benchmark counts it. Trafilatura is not a dependency: without it only our own figures are printed.
"""

from __future__ import annotations

import gc
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from firsthand import article, lexicon
from firsthand.article import facts, page
from firsthand.capture import html
from firsthand.capture.intake import Intake
from firsthand.records import Capture, CaptureKind, DocumentId

RUNS = 3
Extract = Callable[[str], str]


def _rows(path: str) -> list[dict[str, Any]]:
    data = Path(path).read_bytes()
    return [json.loads(line) for line in (gzip.decompress(data) if path.endswith(".gz") else data).splitlines()]


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def _f1(found: Sequence[str], gold: Sequence[str]) -> float:
    precision = recall = 0.0
    for ours, theirs in zip(found, gold, strict=True):
        a, b = _grams(ours), _grams(theirs)
        hits = (a & b).total()
        precision += hits / max(1, a.total())
        recall += hits / max(1, b.total())
    precision, recall = precision / len(gold), recall / len(gold)
    return 2 * precision * recall / max(1e-9, precision + recall)


def _ours(known: lexicon.Lexicon) -> Extract:
    def extract(source: str) -> str:
        found = html.page(source)
        told = facts.told(Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=found), found, known)
        zones = page.dateline(found.text, page.zones(found, told.title, known))
        return "\n".join(found.text[z.start : z.end] for z in zones if z.kind == "body")

    return extract


def _theirs() -> Extract | None:
    try:
        import trafilatura
    except ImportError:
        return None
    return lambda source: trafilatura.extract(source, fast=True, include_comments=False) or ""


def _child_overhead(sources: Sequence[str]) -> tuple[float, float]:
    """Return wall seconds of parsing in this process and through the intake child, the child's start not counted."""
    with Intake() as intake:
        list(intake.ask("html", b"<p>x</p>"))
        begin = time.perf_counter()
        for source in sources:
            list(intake.ask("html", source.encode("utf-8", "replace")))
        through = time.perf_counter() - begin
    begin = time.perf_counter()
    for source in sources:
        html.page(source)
    return time.perf_counter() - begin, through


def main(arguments: Sequence[str]) -> int:
    """Print pages per CPU-second and F1 of both, and the cost of the child."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    rows, gold = _rows(arguments[0]), {g["id"]: g["body"] for g in _rows(arguments[1])}
    sources, bodies = [r["html"] for r in rows], [gold[r["id"]] for r in rows]
    known = lexicon.load()
    systems = {"firsthand": _ours(known)}
    other = _theirs()
    if other is not None:
        systems["trafilatura fast"] = other
    for extract in systems.values():
        extract(sources[0])
    gc.set_threshold(200_000, 50, 50)  # for both alike; as the intake child has it, where parsing really runs
    gc.collect()
    gc.freeze()
    spent: dict[str, list[float]] = {name: [] for name in systems}
    found: dict[str, list[str]] = {}
    for _ in range(RUNS):
        for name in systems:
            spent[name].append(0.0)
            found[name] = []
        for source in sources:
            for name, extract in systems.items():
                begin = time.process_time()
                found[name].append(extract(source))
                spent[name][-1] += time.process_time() - begin
    for name in systems:
        print(f"{name}: {len(sources) / min(spent[name]):.0f} pages per CPU-second, F1 {_f1(found[name], bodies):.4f}")
    if other is not None:
        print(f"ratio: {min(spent['trafilatura fast']) / min(spent['firsthand']):.2f}")
    here, through = _child_overhead(sources)
    print(f"parsing through the child: {through / here:.2f} times the wall time of parsing here")
    begin = time.process_time()
    for n, source in enumerate(sources):
        found_page = html.page(source)
        article.clean(Capture(DocumentId(str(n)), "x", "0", CaptureKind.PAGE, page=found_page), known)
    print(
        f"parse and clean (language, date, sentences too): {len(sources) / (time.process_time() - begin):.0f} pages per CPU-second"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
