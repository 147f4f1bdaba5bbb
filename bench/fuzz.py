"""Damage good captures of every kind at random and read them: ``python -m bench.fuzz --seconds N [--seed N]``.

Prints, for each kind, how many files were read, how many captures and skips came out, and every failure with its bytes
kept in a file: an exception, a file that gives neither capture nor skip, a text whose zones do not hold each character
once, or a batch that takes more than ``SLOW_SECONDS`` a file.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from firsthand import article, capture, lexicon
from firsthand.records import Article, Capture

BATCH = 40  # files that are read with one intake child
SLOW_SECONDS = 5.0
_PAGE = (
    "<html lang=en><head><title>Bridge at Orva closed</title><meta property='article:published_time' content='2031-03-04T05:06Z'>"
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge at Orva closed","author":[{"name":"A. Birk"}]}'
    "</script></head><body><nav><ul><li><a href=/>Home</a></ul></nav><article class='story-body'><h1>Bridge at Orva closed</h1>"
    "<p>ORVA, 4 March (ANP) - The bridge was closed on Monday, the army said. Nine people were killed.</p><figure><img><figcaption>"
    "Photo: A. Birk</figcaption></figure><p>&ldquo;Nobody came,&rdquo; said Colonel Voss.</p></article>"
    "<div id=comments><h3>2 comments</h3><p>No.</p></div></body></html>"
)
_TEXT = (
    "The Orva Herald\nHome  World  Sport\n\nBridge at Orva closed\n\nPublished: 4 March 2031 05:06\n\nThe bridge was closed on "
    'Monday, the army said.\n\nstring(30) "[{"id":"7","title":"x"}]"\n\nShare | Tweet\n\nLeave a comment\nBirk says:\nNo.\n'
)
_PIECES = (b"<", b">", b"</p>", b"<div>", b'"', b"{", b"[", b"\\", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#", b"\r\n", b"\xe2\x80\xae",
           b"\n\n", b"9" * 40, b"<!--", b"<script>", b"-", b"WARC/1.0\r\n", b"Content-Length: 99999999\r\n", b"\x1f\x8b\x08")  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Return one good file of each kind, by its ending."""
    page = _PAGE.encode()
    row = json.dumps({"id": "a", "text": _TEXT, "date_publish": "2031-03-04 05:06:07"}).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2031-03-04T05:06:07Z\r\n"
    warc = (head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n") * 3
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as z:
        z.writestr("archive/a.warc.gz", gzip.compress(warc, mtime=0))
    mail = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n"
    found = {
        "html": page, "txt": _TEXT.encode(), "jsonl": (row + b"\n") * 3, "json": b"[" + row + b"," + row + b"]", "warc": warc,
        "warc.gz": gzip.compress(warc, mtime=0), "wacz": package.getvalue(), "txt.gz": gzip.compress(_TEXT.encode(), mtime=0),
        "mhtml": mail + page + b"\n--x--\n",
        "rss": b"<rss><channel><title>Orva</title><item><title>x</title><description>The bridge was closed.</description>"
        b"<pubDate>Tue, 04 Mar 2031 10:00:00 GMT</pubDate></item></channel></rss>",
        "atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title><content>The bridge.</content></entry></feed>",
    }  # fmt: skip
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return found
    table = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"id": ["a", "b"], "text": [_TEXT, "x y z."]}), table)
    return {**found, "parquet": table.getvalue()}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` with one to eight changes: bytes flipped, cut out, doubled, moved, or hostile pieces put in."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(out) + 1), chance.choice((1, 2, 8, 64, 512))
        match chance.randrange(6):
            case 0 if out:
                out[at % len(out)] = chance.randrange(256)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size] * chance.choice((1, 2, 50))
            case 3:
                out[at:at] = chance.choice(_PIECES) * chance.choice((1, 3, 300))
            case 4:
                piece = out[at : at + size]
                del out[at : at + size]
                there = chance.randrange(len(out) + 1)
                out[there:there] = piece
            case _:
                out[at:at] = chance.randbytes(size)
    return bytes(out)


def damaged_inside(kind: str, data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` damaged; half the packed files are damaged before they are packed, or few would be opened at all."""
    if kind.endswith(".gz") and chance.random() < 0.7:
        return gzip.compress(damaged(gzip.decompress(data), chance), mtime=0)
    if kind == "wacz" and chance.random() < 0.7:
        inner = damaged_inside("warc.gz", zipfile.ZipFile(io.BytesIO(data)).read("archive/a.warc.gz"), chance)
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as z:
            z.writestr("archive/a.warc.gz", inner)
        return package.getvalue()
    return damaged(data, chance)


def whole(a: Article) -> bool:
    """Tell whether the zones of ``a`` hold each character that is not white space once."""
    end = 0
    for z in a.zones:
        if z.start < end or a.text[end : z.start].strip():
            return False
        end = z.end
    return not a.text[end:].strip()


def _batch(folder: Path, kind: str, files: dict[str, bytes], known: lexicon.Lexicon) -> tuple[Counter[str], list[str]]:
    """Read ``files`` of one kind; return what came out, and the names of those that failed."""
    count: Counter[str] = Counter(files=len(files))
    failed: list[str] = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
    begin = time.process_time()
    try:
        found = list(capture.read([folder]))
    except Exception as error:  # the finding that is sought
        count["failures"] += 1
        print(f"{kind}: read raised {type(error).__name__}: {error}", file=sys.stderr)
        return count, list(files)
    answered = set()
    for item in found:
        answered.add(next((n for n in files if f"/{n}" in item.uri), ""))
        count["captures" if isinstance(item, Capture) else "skips"] += 1
        if isinstance(item, Capture):
            try:
                good = whole(article.clean(item, known))
            except Exception as error:  # the finding that is sought
                good = False
                print(f"{item.uri}: clean raised {type(error).__name__}: {error}", file=sys.stderr)
            if not good:
                failed.append(Path(item.uri.split("#")[0].split("!")[0]).name)
    failed += sorted(set(files) - answered)
    if time.process_time() - begin > SLOW_SECONDS * len(files):
        failed += list(files)
    count["failures"] += len(failed)
    return count, failed


def main() -> int:
    """Fuzz until the time is over; return 1 when something failed."""
    parser = argparse.ArgumentParser(description="Read damaged captures of every kind.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance, known, good = random.Random(options.seed), lexicon.load(), seeds()
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in good}
    keep: Path | None = None
    end = time.monotonic() + options.seconds
    rounds = 0
    while time.monotonic() < end:
        kind = sorted(good)[rounds % len(good)]
        rounds += 1
        files = {f"{n}.{kind}": damaged_inside(kind, good[kind], chance) for n in range(BATCH)}
        with TemporaryDirectory() as folder:
            count, failed = _batch(Path(folder), kind, files, known)
        counts[kind] += count
        for name in failed:
            keep = keep or Path(mkdtemp(prefix="fuzz-"))
            (keep / f"{rounds}-{name}").write_bytes(files[name])
    for kind, count in sorted(counts.items()):
        print(
            f"{kind:8} {count['files']:7} files {count['captures']:7} captures {count['skips']:7} skips {count['failures']:4} failures"
        )
    total = sum((c for c in counts.values()), Counter())
    print(
        f"{'all':8} {total['files']:7} files {total['captures']:7} captures {total['skips']:7} skips {total['failures']:4} failures"
    )
    if keep:
        print(f"what failed lies in {keep}")
    return 1 if total["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
