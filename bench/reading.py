"""How fast and how well article text comes out of HTML, beside the extractors in use, in one run; and what the child costs.

Run: ``python -m bench.reading PAGES.jsonl[.gz] GOLD.jsonl[.gz]``: records of ``id`` and ``html``, and of ``id`` and ``body``.
Rounds of a process of their own each, in which the systems take turns page by page, another first at each page: a busy machine slows
all alike, and what a system remembers of a page helps it with none that it has read before (the first page is read once before the
clock starts, for what is imported when first used). The collector of garbage is set for all as the intake child has it. CPU seconds
are those of each page's best round, summed; ratios also round by round, from the lowest to the highest. F1 of word 4-grams as the
public article-extraction benchmark counts it; peak memory of a process that reads all pages with one system, imports included.
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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand import article, lexicon
from firsthand.article import facts, page
from firsthand.capture import html
from firsthand.capture.intake import Intake
from firsthand.records import Capture, CaptureKind, DocumentId

ROUNDS = 5
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
        html.page(source, is_placed=True)
    return time.perf_counter() - begin, through


def _apart(call: str) -> str:
    """Return what ``call`` of this module prints in a fresh process."""
    code = f"import bench.reading as b; b.{call}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def _sources(path: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8") as pages:
        for line in pages:
            yield json.loads(line)["html"]


def by_turns(names: Sequence[str], path: str) -> None:
    """Print the CPU seconds that each of ``names`` takes for each of the pages at ``path``."""
    systems = [SYSTEMS[name]() for name in names]
    spent: list[list[float]] = [[] for _ in systems]
    for number, source in enumerate(_sources(path)):
        if not number:
            for extract in systems:
                _asked(extract, source)
            _collect_seldom()
        for turn in range(len(systems)):
            n = (number + turn) % len(systems)
            begin = time.process_time()
            _asked(systems[n], source)
            spent[n].append(time.process_time() - begin)
    print(json.dumps(spent))


def peak(name: str, path: str) -> None:
    """Print the peak memory in MB of this process when ``name`` has read the pages at ``path``."""
    extract = SYSTEMS[name]()
    for number, source in enumerate(_sources(path)):
        _asked(extract, source)
        if not number:
            _collect_seldom()
    status = Path("/proc/self/status").read_text("utf8")  # ru_maxrss would count the process that started this one
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def _collect_seldom() -> None:
    """Set the collector of garbage as the intake child has it, where parsing really runs."""
    gc.set_threshold(200_000, 50, 50)
    gc.collect()
    gc.freeze()


def main(arguments: Sequence[str]) -> int:
    """Print the table of all systems, and the cost of the child and of the rest of ``clean``."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    rows, gold = _rows(arguments[0]), {g["id"]: g["body"] for g in _rows(arguments[1])}
    sources, bodies = [r["html"] for r in rows], [gold[r["id"]] for r in rows]
    systems = {name: made for name in SYSTEMS if (made := _made(name)) is not None}
    rounds = [json.loads(_apart(f"by_turns({list(systems)!r}, {arguments[0]!r})")) for _ in range(ROUNDS)]
    print("| system | pages per CPU-second | of firsthand's time | F1 | peak memory, MB |\n|---|---|---|---|---|")
    for n, (name, extract) in enumerate(systems.items()):
        best, ours = (sum(map(min, zip(*(spent[k] for spent in rounds), strict=True))) for k in (n, 0))
        ratios = sorted(sum(spent[n]) / sum(spent[0]) for spent in rounds)
        f1 = _f1([_asked(extract, source) for source in sources], bodies)
        times = f"{best / ours:.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
        memory = float(_apart(f"peak({name!r}, {arguments[0]!r})"))
        print(f"| {name} | {len(sources) / best:.0f} | {times} | {f1:.4f} | {memory:.0f} |")
    _collect_seldom()
    here, through = _child_overhead(sources)
    print(f"parsing through the child: {through / here:.2f} times the wall time of parsing here")
    known = lexicon.load()
    begin = time.process_time()
    for n, source in enumerate(sources):
        read = html.page(source, is_placed=True)
        article.clean(Capture(DocumentId(str(n)), "x", "0", CaptureKind.PAGE, page=read), known)
    spent_all = time.process_time() - begin
    print(
        f"parse and clean (language, date, sentences and places in the markup too): {len(sources) / spent_all:.0f} pages per CPU-second"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
