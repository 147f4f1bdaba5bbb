"""How fast and how well article text comes out of HTML, beside the extractors in use, in one run; and what the child costs.

Run: ``python -m bench.reading PAGES.jsonl[.gz] GOLD.jsonl[.gz]``: records of ``id`` and ``html``, and of ``id`` and ``body``.
Three rounds, in each of which every system reads all pages, so that a busy machine slows all; with the collector of garbage
set for all as the intake child has it. CPU seconds of the best round; F1 of word 4-grams as the public article-extraction
benchmark counts it; peak memory of a process of its own that reads the pages one at a time, imports included.
The others are no dependencies: what is not installed is left out.
"""

from __future__ import annotations

import gc
import gzip
import json
import re
import subprocess
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


def _firsthand() -> Extract:
    known = lexicon.load()

    def extract(source: str) -> str:
        found = html.page(source)
        told = facts.told(Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=found), found, known)
        zones = page.dateline(found.text, page.zones(found, told.title, known))
        return "\n".join(found.text[z.start : z.end] for z in zones if z.kind == "body")

    return extract


def _trafilatura(fast: bool) -> Extract:
    import trafilatura

    return lambda source: trafilatura.extract(source, fast=fast, include_comments=False) or ""


def _readability() -> Extract:
    from lxml.html import fromstring
    from readability import Document

    return lambda source: str(fromstring(Document(source).summary()).text_content())


def _justext() -> Extract:
    import justext

    words = justext.get_stoplist("English")
    return lambda source: "\n".join(p.text for p in justext.justext(source.encode(), words) if not p.is_boilerplate)


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda source: str(extract_plain_text(source, main_content=True, alt_texts=False, comments=False))


SYSTEMS: dict[str, Callable[[], Extract]] = {
    "firsthand": _firsthand,
    "trafilatura fast": lambda: _trafilatura(True),
    "trafilatura": lambda: _trafilatura(False),
    "readability-lxml": _readability,
    "justext": _justext,
    "resiliparse": _resiliparse,
}


def _made(name: str) -> Extract | None:
    """Return the extractor called ``name``, ``None`` when it is not installed."""
    try:
        return SYSTEMS[name]()
    except ImportError:
        return None


def _asked(extract: Extract, source: str) -> str:
    """Return what an extractor finds; nothing where it raises (readability and justext do on empty pages)."""
    try:
        return extract(source)
    except Exception:  # a peer's failure on one page is its loss on that page
        return ""


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


def _memory(name: str, path: str) -> float:
    """Return the peak memory in MB of a fresh process that reads all pages with ``name``, one at a time."""
    code = f"import bench.reading as b; b.peak({name!r}, {path!r})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return float(found.stdout.strip() or "nan")


def peak(name: str, path: str) -> None:
    """Print the peak memory in MB of this process after ``name`` has read the pages at ``path``."""
    extract = SYSTEMS[name]()
    with gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8") as pages:
        for line in pages:
            _asked(extract, json.loads(line)["html"])
    status = Path("/proc/self/status").read_text("utf8")  # ru_maxrss would count the process that started this one
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def main(arguments: Sequence[str]) -> int:
    """Print the table of all systems, and the cost of the child and of the rest of ``clean``."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    rows, gold = _rows(arguments[0]), {g["id"]: g["body"] for g in _rows(arguments[1])}
    sources, bodies = [r["html"] for r in rows], [gold[r["id"]] for r in rows]
    systems = {name: made for name in SYSTEMS if (made := _made(name)) is not None}
    for extract in systems.values():
        _asked(extract, sources[0])
    gc.set_threshold(200_000, 50, 50)  # for all alike; as the intake child has it, where parsing really runs
    gc.collect()
    gc.freeze()
    spent: dict[str, list[float]] = {name: [] for name in systems}
    found: dict[str, list[str]] = {}
    for _ in range(RUNS):
        for name, extract in systems.items():
            begin = time.process_time()
            found[name] = [_asked(extract, source) for source in sources]
            spent[name].append(time.process_time() - begin)
    print("| system | pages per CPU-second | of firsthand's time | F1 | peak memory, MB |\n|---|---|---|---|---|")
    own = min(spent["firsthand"])
    for name in systems:
        best = min(spent[name])
        figures = f"{len(sources) / best:.0f} | {best / own:.1f} | {_f1(found[name], bodies):.4f}"
        print(f"| {name} | {figures} | {_memory(name, arguments[0]):.0f} |")
    here, through = _child_overhead(sources)
    print(f"parsing through the child: {through / here:.2f} times the wall time of parsing here")
    known = lexicon.load()
    begin = time.process_time()
    for n, source in enumerate(sources):
        read = html.page(source)
        article.clean(Capture(DocumentId(str(n)), "x", "0", CaptureKind.PAGE, page=read), known)
    spent_all = time.process_time() - begin
    print(f"parse and clean (language, date, sentences too): {len(sources) / spent_all:.0f} pages per CPU-second")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
