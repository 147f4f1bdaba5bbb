"""What a collection costs: adding, disk, memory, searching, showing; and how fast the same records go the plain way.

Run: ``python -m bench.collection --documents 1000``: invented stories of the simulator, each report printed again by another
outlet (``--again 9``: by nine); ``--records FILE...``: records of your own first. ``--storing`` leaves the analysis out (one pass over the
words in its place), which shows what gathering, keeping and searching cost at sizes that a small machine does not analyse in an hour.
``--plain`` times trafilatura and spaCy's small English model over the same records, without storing anything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice, pairwise
from pathlib import Path
from typing import Any

from firsthand import garbage
from firsthand.collection import Collection
from firsthand.collection.way import Accounts, Articles, Grouped
from firsthand.decision import Decision
from firsthand.records import (
    Account,
    Article,
    Capture,
    DateBasis,
    Document,
    Dossier,
    Place,
    PlaceId,
    Precision,
    Published,
    Quantity,
    Role,
    Skipped,
    Source,
    SourceId,
    SourceKind,
    Stemma,
    Story,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.story.signature import Signature, sign
from firsthand.story.versions import Version, version

SEARCHES = 200
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_NUMBER = re.compile(r"\b\d{1,4}\b")


def invented(many: int, at_once: int = 2000, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield records of invented stories, endlessly.

    Every ``at_once`` records new stories are invented, of people and places that no other has: their names end otherwise.
    """
    from eval.simulator import stories

    for turn in count():
        ending = _ending(turn)
        for s in stories("train", max(1, min(many, at_once) // 15), seed + turn, 6):
            for d in s.docs:
                text = _NAME.sub(lambda m: m[0] + ending, d["text"]) if turn else d["text"]  # noqa: B023
                yield {**d, "id": f"{d['id']}-{turn}", "text": text}


def printed(rows: Iterable[dict[str, Any]], again: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield each record, and ``again`` times what other outlets print of it: its very words, every third time without the last sentence."""
    chance = random.Random(seed)
    for row in rows:
        yield row
        for n in range(again):
            outlet = f"{row.get('outlet') or 'Paper'} {chance.randrange(9)}-{n}"
            text = row.get("text") or ""
            if n % 3 == 2:
                text = re.sub(r"(?<=[.!?])\s+[^.!?]+[.!?]\W*$", "", text)
            yield {**row, "id": f"{row.get('id')}-again{n}", "outlet": outlet, "text": text}


def _ending(turn: int) -> str:
    """Return a syllable or two for each number."""
    syllables = [a + b for a in "bdgklmnprstvz" for b in "aeiou"]
    out = ""
    while turn:
        turn, at = divmod(turn, len(syllables))
        out += syllables[at]
    return out


@dataclass(frozen=True)
class Storing:
    """A way that reads nothing but the words: stories are gathered as always, what is kept has the usual size, no sentence is analysed."""

    rules: str = "storing"

    def clean(self, capture: Capture) -> Article:
        text = capture.text or ""
        day = (capture.published or "")[:10] or None
        when = Published(day, day, Precision.DAY, DateBasis.RECORD)
        zones = tuple(Zone(ZoneKind.BODY, m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
        return Article(
            capture.id, capture.uri, capture.sha256, capture.outlet, "", capture.url, Title(capture.title or "", None), "en",
            when, text, zones, (),
        )  # fmt: skip

    def find(self, nameless: Sequence[Article]) -> list[Account | Skipped]:
        return [self._account(a) for a in nameless]

    def _account(self, nameless: Article) -> Account:
        names = sorted(set(_NAME.findall(nameless.text)))
        sources = tuple(Source(SourceId(f"name:{n}"), n, SourceKind.PERSON, (n,)) for n in names)
        counts = [(m.start(), m.end(), int(m[0])) for m in _NUMBER.finditer(nameless.text)]
        quantities = tuple(Quantity(nameless.id, a, b, n, n, "people", Role.KILLED, None, str(n)) for a, b, n in counts)
        return Account(nameless.id, sources=sources, quantities=quantities)

    def version(self, article: Article) -> tuple[Version, tuple[int, ...]]:
        return version(article)

    def sign(self, article: Article) -> Signature:
        return sign(article)

    def relate(self, told: Grouped, articles: Articles) -> Stemma:
        return Stemma()

    def across(self, parts: Iterable[Stemma], stories: Sequence[Story]) -> Stemma:
        return Stemma()

    def resolve(
        self, told: Story, articles: Articles, accounts: Accounts, related: Stemma, decisions: Sequence[Decision] = ()
    ) -> Dossier:
        own = [articles[i] for i in told.documents]
        sources = {s.id: s for i in told.documents for s in accounts[i].sources}
        outlets = {
            a.outlet: Source(SourceId(f"outlet:{a.outlet}"), a.outlet, SourceKind.OUTLET, (a.outlet,))
            for a in own
            if a.outlet
        }
        places = {}
        for n in sorted(sources):
            spot = random.Random(n)
            places[n] = Place(PlaceId(n), n[5:], spot.uniform(-60, 70), spot.uniform(-180, 180), "XXX", None, "town")
        return Dossier(
            documents=tuple(
                Document(
                    a.id, a.uri, a.sha256, SourceId(f"outlet:{a.outlet}"), a.title, "en", a.published, a.text, a.zones
                )
                for a in own
            ),
            sources=(*sources.values(), *outlets.values()),
            gazetteer=tuple(places.values()),
            quantities=tuple(q for i in told.documents for q in accounts[i].quantities),
            stories=(told,),
        )


def _given(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield the records of files, each under the name of its file: ids of two may be the same."""
    for p in files:
        with (gzip.open if p.suffix == ".gz" else open)(p, "rt", encoding="utf8") as lines:
            for row in map(json.loads, lines):
                yield {**row, "id": f"{p.name.partition('.')[0]}-{row.get('id')}"}


def asked(records: Iterable[dict[str, Any]], seed: int = 3) -> list[list[str]]:
    """Return searches of every kind, about what some record says; one in five is misspelt."""
    chance = random.Random(seed)
    rows = [r for r in records if r.get("text")]
    out = []
    for n in range(SEARCHES):
        r = chance.choice(rows)
        words = re.findall(r"[A-Za-z]{4,}", r["text"]) or ["nothing"]
        at = chance.randrange(len(words))
        word, two = words[at], " ".join(re.findall(r"\w+", r["text"])[8:10])
        name = next(iter(_NAME.findall(r["text"])), word)
        slip = word[:2] + word[3:] if len(word) > 5 else word
        number = next(iter(_NUMBER.findall(r["text"])), "10")
        kinds = [
            [word], [word, chance.choice(words)], [two], [slip], [f"source:{name}"], [f"place:{name}"],
            [f"outlet:{r.get('outlet') or name}", word], [f"killed:{number}..{int(number) + 5}", word],
            [f"near:{chance.uniform(-50, 60):.2f},{chance.uniform(-170, 170):.2f},300", "said"],
            [f"from:{(r.get('published') or '2017')[:10]}", word],
        ]  # fmt: skip
        out.append(kinds[n % len(kinds)])
    return out


def p95(taken: list[tuple[float, float]]) -> str:
    """Return median and 95th percentile, of the clock and of the processor (on a busy machine they differ)."""
    out = []
    for name, column in (("clock", 0), ("processor", 1)):
        ordered = sorted(1000 * t[column] for t in taken)
        out.append(f"{name} median {statistics.median(ordered):.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms")
    return "; ".join(out)


def grown(folder: Path, file: Path, workers: int, storing: bool) -> None:
    """Add the records of ``file`` and print what it took: run in a process of its own, for its peak of memory."""
    garbage.seldom()  # as the command line does
    started = time.monotonic()
    first: list[float] = []

    records = sum(1 for _ in file.open("rb"))
    marks = [n * 10**k for k in range(3, 7) for n in (1, 2, 5) if n * 10**k < records]

    def progress(what: str, done: int, total: int) -> None:
        if what == "stories" and done and not first:
            first.append(time.monotonic() - started)
        if what == "reading" and marks and done * records >= marks[0] * total:
            print(f"{marks.pop(0)} read: {_so_far(folder, started)}", flush=True)
        elif what != "reading" and done == total and done >= 1000:
            print(f"{what}, {done} of {total}: {_so_far(folder, started)}", flush=True)

    with Collection(folder, create=True, way=Storing() if storing else None) as c:
        added = c.add([file], workers=workers, progress=progress)
        took = time.monotonic() - started
        use = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        cpu = sum(u.ru_utime + u.ru_stime for u in use)
        own, beside = (u.ru_maxrss // 1024 for u in use)
        print(
            f"added {added.new} in {took:.1f} s: {added.new / took:.1f} a second, {added.new / cpu:.1f} a second of processor "
            f"time; first stories after {first[0] if first else took:.1f} s; {added.stories} dossiers; peak memory {own} MB, "
            f"of a worker {beside} MB; {added.ledger.read} held",
            flush=True,
        )


def _so_far(folder: Path, started: float) -> str:
    """Return what a collection that grows has cost by now; the memory is of now, not the peak."""
    use = resource.getrusage(resource.RUSAGE_SELF)
    rows = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return (
        f"{time.monotonic() - started:.0f} s, {use.ru_utime + use.ru_stime:.0f} s of processor in this process, "
        f"{int(rows['VmRSS'].split()[0]) // 1024} MB, database {(folder / 'collection.db').stat().st_size / 1e6:.0f} MB"
    )


def one_more(folder: Path, file: Path, portions: Sequence[int]) -> None:
    """Print what a few more reports cost, each portion as a command of its own."""
    rows = _some(file)
    chance = random.Random(5)
    for n, many in enumerate(portions):
        again = [
            {**r, "id": f"{r['id']}-more{n}", "text": f"{r['text']} This was confirmed later."}
            for r in chance.sample(rows, many)
        ]
        more = file.with_name(f"more{n}.jsonl")
        more.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in again), "utf8")
        started = time.process_time()
        with Collection(folder) as c:
            told = c.add([more]).stories
        took = time.process_time() - started
        print(f"{many} more: {took / many:.3f} s a document, {told} stories told")


def _some(file: Path, most: int = 20_000) -> list[dict[str, Any]]:
    """Return the first records of a file."""
    with file.open(encoding="utf8") as lines:
        return [json.loads(x) for x in islice(lines, most)]


def disk(folder: Path, documents: int, given: int) -> None:
    sizes = {p.name: p.stat().st_size for p in folder.iterdir() if p.is_file()}
    originals = sum(p.stat().st_size for p in (folder / "originals").rglob("*/*"))
    whole = originals + sum(sizes.values())
    print(
        f"disk: {whole / documents / 1000:.1f} kB a document (given {given / documents / 1000:.1f}, originals "
        f"{originals / documents / 1000:.1f}, database {sizes['collection.db'] / documents / 1000:.1f})"
    )


def looked_at(folder: Path, records: list[dict[str, Any]]) -> None:
    searched, shown, hits = [], [], 0
    with Collection(folder, reading=True) as c:
        for q in asked(records):
            clock, cpu = time.perf_counter(), time.process_time()
            hits += bool(c.find(q))
            searched.append((time.perf_counter() - clock, time.process_time() - cpu))
        rows = c.stories()
        for row in random.Random(4).sample(rows, min(SEARCHES, len(rows))):
            clock, cpu = time.perf_counter(), time.process_time()
            c.story(row.id)
            shown.append((time.perf_counter() - clock, time.process_time() - cpu))
    print(f"search: {p95(searched)} ({hits} of {len(searched)} found something)")
    print(f"story: {p95(shown)} ({len(rows)} stories)")


def plainly(records: list[dict[str, Any]], model: str, most: int = 300) -> None:
    """Time trafilatura (pages only) and spaCy over at most ``most`` of the records, in one process."""
    import spacy
    import trafilatura

    nlp = spacy.load(model)
    some = records[:most]
    started = time.process_time()
    for r in some:
        nlp(trafilatura.extract(r["html"]) or "" if r.get("html") else r["text"])
    took = time.process_time() - started
    print(f"trafilatura and spaCy plainly: {len(some) / took:.1f} a second of one core ({len(some)} records)")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="What a collection costs.")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument(
        "--records", nargs="+", type=Path, default=[], help="JSON Lines that come before what is invented"
    )
    parser.add_argument("--again", type=int, default=1, help="how often each record is printed again")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--storing", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--model", default="en_core_web_sm", help="of spaCy, for --plain")
    parser.add_argument(
        "--parts", type=int, default=1, help="of the records, added one after another by a command of its own"
    )
    parser.add_argument("--keep", type=Path, help="leave the collection there; the same command goes on with it")
    parser.add_argument("--grow", nargs=2, type=Path, help=argparse.SUPPRESS)
    o = parser.parse_args()
    if o.grow:
        grown(*o.grow, o.workers, o.storing)
        return
    with tempfile.TemporaryDirectory() as aside:
        folder = o.keep or Path(aside) / "c"
        given = folder.with_name(f"{folder.name}.given")
        given.mkdir(parents=True, exist_ok=True)
        rows = printed(chain(_given(o.records), invented(o.documents)), o.again)
        ends = [o.documents * (n + 1) // o.parts for n in range(o.parts)]
        files = [_written(given / f"{end}.jsonl", rows, end - start) for start, end in pairwise([0, *ends])]
        for file in files:
            command = [sys.executable, "-m", "bench.collection", "--grow", str(folder), str(file)]
            more = ["--workers", str(o.workers), *(["--storing"] if o.storing else [])]
            subprocess.run([*command, *more], check=True)
            disk(folder, int(file.stem), sum(f.stat().st_size for f in files if int(f.stem) <= int(file.stem)))
            looked_at(folder, _some(file))
        if not o.storing:
            one_more(folder, files[-1], [1, 1, 1, 16])
        if o.plain:
            plainly(_some(files[0]), o.model)


def _written(file: Path, rows: Iterator[dict[str, Any]], many: int) -> Path:
    """Return ``file`` after writing the next ``many`` records to it."""
    with file.open("w", encoding="utf8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in islice(rows, many))
    return file


if __name__ == "__main__":
    main()
