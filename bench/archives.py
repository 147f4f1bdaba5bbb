"""How fast web archives are read, beside warcio and fastwarc in one run; growth with the number of records; peak memory.

Run: ``python -m bench.archives [ARCHIVE...]``: without files it makes archives of pages of its own, gzipped and plain. Every
reader goes over all records, takes the header of each response apart and reads the body of each HTML response, its
content coding undone. Ours also turns it into text, tells why each other record is none, and counts every byte. In turn, the best of
``RUNS``. Peers are not dependencies: those not installed are left out.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from firsthand import capture
from firsthand.capture import warc

RUNS = 3
Reader = Callable[[Path], int]  # archive -> bytes of HTML
_WORDS = "bridge army closed Monday said people market road north force report killed house river council after before".split()


def made(count: int, path: Path, zipped: bool) -> Path:
    """Return ``path`` with an archive of ``count`` records: two of three pages (half of them compressed), requests between."""
    chance = random.Random(count)
    with path.open("wb") as file:
        for n in range(count):
            record = _request(n) if n % 3 == 2 else _response(n, chance)
            file.write(gzip.compress(record, 6, mtime=0) if zipped else record)
    return path


def _response(n: int, chance: random.Random) -> bytes:
    words = " ".join(chance.choices(_WORDS, k=chance.randint(200, 1_500)))
    body = (
        f"<html><head><title>Page {n}</title></head><body><p>{words}</p><a href='/{n}'>next</a></body></html>".encode()
    )
    coding = b""
    if n % 2:
        body, coding = gzip.compress(body, 6, mtime=0), b"Content-Encoding: gzip\r\n"
    http = b"HTTP/1.1 200 OK\r\nServer: x\r\nDate: Mon, 03 Mar 2031 10:00:00 GMT\r\nContent-Type: text/html; charset=utf-8\r\n"
    block = http + coding + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return _record(b"response", n, block)


def _request(n: int) -> bytes:
    return _record(b"request", n, b"GET /%d HTTP/1.1\r\nHost: example.org\r\nUser-Agent: x\r\n\r\n" % n)


def _record(kind: bytes, n: int, block: bytes) -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%032x>\r\nWARC-Date: 2031-03-03T10:00:00Z\r\n" % (
        kind,
        n,
    )
    head += b"WARC-Target-URI: https://example.org/%d\r\nContent-Type: application/http; msgtype=%s\r\n" % (n, kind)
    return head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def ours(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(len(e.payload) for e in warc.entries(stream) if e.html is not None)


def with_warcio(path: Path) -> int:
    from warcio.archiveiterator import ArchiveIterator

    size = 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and "html" in (record.http_headers.get_header("Content-Type") or ""):
                size += len(record.content_stream().read())
    return size


def with_fastwarc(path: Path) -> int:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    size = 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=True, auto_decode="all"):
            if record.record_type == WarcRecordType.response and "html" in (record.http_content_type or ""):
                size += len(record.reader.read())
    return size


def readers() -> Iterator[tuple[str, Reader]]:
    yield "firsthand", ours
    for name, reader in (("warcio", with_warcio), ("fastwarc", with_fastwarc)):
        try:
            __import__(name)
        except ImportError:
            continue
        yield name, reader


def _records(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in warc.entries(stream))


def compare(path: Path) -> None:
    """Print records per CPU-second of each reader on one archive, and what each made of it."""
    count = _records(path)
    best: dict[str, float] = {}
    sizes: dict[str, object] = {}
    for _ in range(RUNS):
        for name, reader in readers():
            begin = time.process_time()
            try:
                sizes[name] = reader(path)
            except Exception as error:  # a peer that gives up on a damaged archive is a finding
                sizes[name] = f"gave up: {type(error).__name__}"
            best[name] = min(best.get(name, 1e9), time.process_time() - begin)
    told = "; ".join(f"{name} {count / best[name]:,.0f} ({sizes[name]} bytes of HTML)" for name in best)
    print(f"{path.name}, {count:,} records, {path.stat().st_size / 2**20:.1f} MB: records per CPU-second: {told}")


def growth(folder: Path) -> None:
    """Print time and peak memory of reading 10^2 to 10^5 records, each in a process of its own."""
    for name, make in (
        ("archive", lambda n: made(n, folder / f"{n}.warc.gz", True)),
        ("records", lambda n: _lines(n, folder)),
    ):
        for count in (100, 1_000, 10_000, 100_000):
            path = make(count)
            command = [sys.executable, "-m", "bench.archives", "--one", str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, megabytes = run.stdout.split()
            each = float(seconds) / count * 1e6
            print(f"{name} of {count:7,}: {float(seconds):7.3f} CPU s, {each:5.0f} us a record, peak {megabytes} MB")
            path.unlink()


def _lines(count: int, folder: Path) -> Path:
    """Return a file of ``count`` records as JSON Lines, 400 to 6,000 characters of text each."""
    chance = random.Random(count)
    path = folder / f"{count}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            text = " ".join(chance.choices(_WORDS, k=chance.randint(70, 1_000)))
            file.write(json.dumps({"id": f"r{n}", "url": f"https://example.org/{n}", "text": text}) + "\n")
    return path


def _one(path: Path) -> None:
    """Print CPU seconds and peak megabytes of one reading: an archive's entries, or all captures of records, held."""
    begin = time.process_time()
    if path.suffix == ".jsonl":
        held = list(capture.read([path]))
        assert len(held) == int(path.stem)
    else:
        ours(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{time.process_time() - begin:.4f} {peak}")


def main(arguments: Sequence[str]) -> int:
    """Print all of it."""
    if len(arguments) == 2 and arguments[0] == "--one":
        _one(Path(arguments[1]))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = [Path(a) for a in arguments] or [
            made(6_000, folder / "made.warc.gz", True), made(6_000, folder / "made.warc", False)
        ]  # fmt: skip
        for path in given:
            compare(path)
        growth(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
