"""Whether a cluster tells what one process tells, row for row, with workers of it killed in the middle.

Run: ``python -m bench.cluster --documents 20000`` in an environment with Spark (``firsthand[batch]``) and Java 17. Invented short
records, half of them printed twice, are traced in this process; then ``firsthand batch`` runs over the same files on a
cluster of two worker processes, of which a random one (and a Python process of one) is killed with SIGKILL in each of the steps named
by ``--kill``; then every table is compared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

MASTER = "local-cluster[2,1,1024]"
FILES = 8
KILLED_IN = "accounts,near,dossiers"
SECONDS = 5.0  # of a step after which a worker is killed, each time another share of them


def made(documents: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield short records: of each happening four reports, two of them told by an outlet of its own, each printed again by another."""
    chance = random.Random(seed)
    for n in range(-(-documents // 4)):
        town, place, person = _name(chance, 3), _name(chance, 2), f"{_name(chance, 2)} {_name(chance, 3)}"
        what, why = chance.choice(_HAPPENINGS)
        dead, day = chance.randrange(2, 60), chance.randrange(1, 28)
        office = chance.choice(("Governor", "Mayor", "Police chief", "Colonel"))
        texts = (
            f"{dead} people were killed when {what} hit the {place} district of {town} on Monday, {office} {person} said. "
            f"{why} Rescue workers were still searching the {place} road, he said.",
            f"At least {dead - 1} people died in {town}, the {_PRESS} news agency reported, citing {office} {person}. "
            f"Residents of {place} told the agency that {what} had come without warning.",
        )
        for m, text in enumerate((*texts, *texts)):
            yield {
                "id": f"r{n:06d}-{m}", "outlet": f"{chance.choice(_OUTLETS)} {m}", "text": text,
                "title": f"{what.capitalize()} in {town}", "published": f"2031-{1 + n % 12:02d}-{day:02d}",
            }  # fmt: skip


_PRESS = "Kestrian"
_OUTLETS = ("Harvel Post", "Daily Echo", "Lowland Times", "Radio Brone", "Morning Courier", "The Observer of Arvel")
_HAPPENINGS = (
    ("a landslide", "Heavy rain had fallen for three days."),
    ("a bomb", "No group said that it had planted it."),
    ("a fire", "It began in a warehouse for paint."),
    ("an air strike", "The army denied that it had flown there."),
    ("a flood", "The river had risen since Friday."),
    ("an earthquake", "Forty houses were destroyed."),
    ("a train", "The brakes had failed on the slope."),
)


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(syllables)).capitalize()


def written(folder: Path, documents: int) -> None:
    """Write the records into files of JSON Lines."""
    folder.mkdir(exist_ok=True)
    lines = [json.dumps(r) for r in list(made(documents))[:documents]]
    for n in range(FILES):
        (folder / f"{n}.jsonl").write_text("".join(f"{x}\n" for x in lines[n::FILES]), "utf8")


def processor_seconds() -> float:
    """Return what this process and those that it waited for have taken."""
    use = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in use)


def alone(given: Path, out: Path) -> None:
    """Trace in this process and write the tables; those that are there already stay."""
    import pyarrow.parquet as pq

    import firsthand as fh
    from firsthand.export.tables import names, to_arrow

    if (out / "done").exists():
        return
    out.mkdir(parents=True, exist_ok=True)
    started = processor_seconds()
    whole = fh.trace([given])
    for name in names():
        pq.write_table(to_arrow(whole, name), out / f"{name}.parquet")
    (out / "done").write_text("")
    took = processor_seconds() - started
    print(f"in one process: {took:.0f} s of processor time, {len(whole.documents)} documents", flush=True)


def _below(parent: int) -> Iterator[tuple[int, str]]:
    """Yield the processes that a process started, and those that they did: number and command line."""
    of: dict[int, list[int]] = {}
    for p in Path("/proc").iterdir():
        if p.name.isdigit():
            try:
                of.setdefault(int((p / "stat").read_text().rpartition(")")[2].split()[1]), []).append(int(p.name))
            except OSError:
                continue
    waiting = list(of.get(parent, ()))
    while waiting:
        pid = waiting.pop()
        waiting += of.get(pid, ())
        try:
            yield pid, Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf8", "replace")
        except OSError:
            continue


class Killer:
    """Kills a worker of the cluster, and a Python process of a worker, some seconds after a step has begun."""

    def __init__(self, steps: Sequence[str], seed: int = 1) -> None:
        self.steps, self.killed = list(steps), list[str]()
        self._chance = random.Random(seed)

    def __call__(self, step: str) -> None:
        """Take note of a step that begins."""
        print(f"  {step} ({processor_seconds():.0f} s)", flush=True)
        if step in self.steps:
            for what in ("CoarseGrainedExecutorBackend", "pyspark.daemon"):
                after = SECONDS * self._chance.uniform(0.5, 3.0)
                threading.Timer(after, self._kill, (step, what)).start()

    def _kill(self, step: str, what: str) -> None:
        found = sorted(pid for pid, line in _below(os.getpid()) if what in line and "spark-class" not in line)
        if found:
            os.kill(self._chance.choice(found), signal.SIGKILL)
            self.killed.append(f"{what} in {step}")


def compared(out: Path, own: Path) -> list[str]:
    """Return the tables that differ."""
    import pyarrow.parquet as pq

    from firsthand.export.tables import names

    other, rows = [], 0
    for name in names():
        one, two = pq.read_table(own / f"{name}.parquet"), pq.read_table(out / "tables" / name)
        rows += one.num_rows
        if one.to_pylist() != two.select(one.column_names).to_pylist():
            other.append(name)
    print(f"{len(names())} tables, {rows} rows compared; other: {', '.join(other) or 'none'}")
    return other


def main() -> int:
    """Print the figures; return 1 when a row is another one."""
    parser = argparse.ArgumentParser(description="Whether a cluster tells what one process tells.")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--master", default=MASTER)
    parser.add_argument("--kill", default=KILLED_IN, metavar="STEPS", help="steps in which workers are killed")
    parser.add_argument("--keep", type=Path, help="a folder for all of it; what is finished there is not done again")
    o = parser.parse_args()
    from firsthand.batch import Job, job

    with tempfile.TemporaryDirectory() as aside:
        folder = o.keep or Path(aside)
        folder.mkdir(exist_ok=True)
        given = folder / "given"
        if not given.exists():
            written(given, o.documents)
        alone(given, folder / "alone")
        killer = Killer([s for s in o.kill.split(",") if s])
        started, clock = processor_seconds(), time.monotonic()
        done = job.run(Job((str(given),), folder / "batch", master=o.master), killer)
        took = processor_seconds() - started
        print(
            f"on {o.master}: {done.documents} documents, {done.stories} stories, {len(done.steps)} steps, "
            f"{time.monotonic() - clock:.0f} s by the clock, {took:.0f} s of processor time (those that were killed are not counted)"
        )
        print(f"killed: {', '.join(killer.killed) or 'nobody'}", flush=True)
        return 1 if compared(folder / "batch", folder / "alone") else 0


if __name__ == "__main__":
    sys.exit(main())
