"""Damage good captures of every kind at random and read them: ``python -m bench.fuzz [--runs N] [--seconds N] [--seed N]``.

One execution is one damaged input read by one reader, in this process: no child stands between, so that a fault of a
parser is seen and not answered for. Prints for each reader how many were read, what came out, and every failure with its
bytes kept in a file. A failure is

- an exception (or the death of this process: the input at work then lies in ``--keep``),
- an input that gives neither capture nor row, or bytes of an archive that lie in no entry,
- a text that cannot be written as UTF-8, blocks of a page that do not lie in it one after another,
- one of every ``CLEANED`` captures whose zones do not hold each character once,
- more than ``SLOW_SECONDS`` for one input.

The damage knows the forms: besides bytes it moves lengths, header lines, tags, JSON tokens and whole records about, and
grows its inputs from those that gave something new (another set of outcomes).
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
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO, cast

from firsthand import article, capture, lexicon
from firsthand.capture import encoding, feed, html, mail, places, warc
from firsthand.records import Article, Capture, CaptureKind, DocumentId, Skipped

SLOW_SECONDS = 2.0  # of CPU for one input of a few kilobytes
CLEANED = 40  # one of so many captures goes through the next stage too, which takes a hundred times as long
MOST_BYTES = 6_000
MOST_GROWN = 400  # inputs kept of each kind to grow others from
_IN_C = frozenset(("html", "places", "feed", "parquet"))  # a crash of their parsers ends this process
_PAGE = (
    "<html lang=en><head><title>Bridge at Orva closed</title><meta property='article:published_time' content='2031-03-04T05:06Z'>"
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge at Orva closed","author":[{"name":"A. Birk"}]}'
    "</script></head><body><nav><ul><li><a href=/>Home</a></ul></nav><article class='story-body'><h1>Bridge at Orva closed</h1>"
    "<p>ORVA, 4 March (ANP) - The bridge was closed on Monday, the army said. Nine people were killed.</p><figure><img><figcaption>"
    "Photo: A. Birk</figcaption></figure><p>&ldquo;Nobody came,&rdquo; said Colonel Voss.</p><table><tr><td>a<td>b</table></article>"
    "<div id=comments><h3>2 comments</h3><p>No.</p></div></body></html>"
)
_TEXT = (
    "The Orva Herald\nHome  World  Sport\n\nBridge at Orva closed\n\nPublished: 4 March 2031 05:06\n\nThe bridge was closed on "
    'Monday, the army said.\n\nstring(30) "[{"id":"7","title":"x"}]"\n\nShare | Tweet\n\nLeave a comment\nBirk says:\nNo.\n'
)
_ROW = json.dumps(
    {"id": "a", "text": "The bridge was closed.", "date_publish": "2031-03-04 05:06:07", "url": "https://e.org/a"}
).encode()
# what readers look out for, and what breaks them
_PIECES = (
    b"<", b">", b"</p>", b"<div>", b'"', b"{", b"[", b"\\", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#", b"&#x110000;", b"\r\n",
    b"\n", b"\xe2\x80\xae", b"\n\n", b"9" * 40, b"-1", b"<!--", b"-->", b"<script>", b"</script>", b"<svg>", b"<table>",
    b"<a href='", b"]]>", b"<![CDATA[", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE", b"WARC/1.0\r\n",
    b"Content-Length: 99999999\r\n", b"\x1f\x8b\x08", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n",
    b"Transfer-Encoding: chunked\r\n", b"ffffffff\r\n", b"HTTP/1.1 200 OK\r\n", b"charset=utf-16", b"charset=zlib",
    b"=?utf-8?b?//8=?=", b"Content-Transfer-Encoding: base64\n", b"--x\n", b"\\ud800", b"NaN", b"null", b"1e999", b"<item>",
    b"<entry>", b"<content:encoded>", b"PK\x05\x06", b"PK\x01\x02", b"--x--", b"style=display:none ", b"class='comment related' ",
)  # fmt: skip


def _archive() -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _PAGE[:900].encode()
    head = b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2031-03-04T05:06:07Z\r\n"
    blocks = [
        (b"warcinfo", b"software: x\r\n"),
        (b"response", http),
        (b"request", b"GET / HTTP/1.1\r\n\r\n"),
        (b"response", http),
    ]
    return b"".join(head % kind + b"Content-Length: %d\r\n\r\n" % len(b) + b + b"\r\n\r\n" for kind, b in blocks)


def _bodies() -> list[bytes]:
    """Return archives of one response each whose body is coded."""
    page = _PAGE.encode()
    coded = [(b"Content-Encoding: gzip", gzip.compress(page, mtime=0)), (b"Content-Encoding: deflate", zlib.compress(page)),
             (b"Transfer-Encoding: chunked", b"40\r\n" + page[:64] + b"\r\n20;x=y\r\n" + page[64:96] + b"\r\n0\r\n\r\n")]  # fmt: skip
    try:
        import brotli

        coded.append((b"Content-Encoding: br", brotli.compress(page)))
    except ImportError:
        pass
    out = []
    for field, body in coded:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + field + b"\r\n\r\n" + body
        head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org\r\n"
        out.append(head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n")
    return out


def _package(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("archive/a.warc.gz", gzip.compress(data, mtime=0))
        z.writestr("pages/pages.jsonl", b"{}")
    return out.getvalue()


def _table() -> bytes | None:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return None
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"id": ["a", "b"], "text": [_TEXT, "x y z."]}), out)
    return out.getvalue()


def seeds() -> dict[str, list[bytes]]:
    """Return good inputs for each reader."""
    page, archive = _PAGE.encode(), _archive()
    mail_head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
    found = {
        "html": [page, b"<p>One.<p>Two.<ul><li>a<li>b</ul><blockquote>c</blockquote>"],
        "encoding": [page, _TEXT.encode("utf-16"), _TEXT.encode("utf-16-le"), "<meta charset=gbk>\u5317".encode("gbk"), _TEXT.encode()],
        "txt": [_TEXT.encode()],
        "jsonl": [(_ROW + b"\n") * 3, b'{"html":' + json.dumps(_PAGE[-200:]).encode() + b"}\n"],
        "json": [b"[" + _ROW + b"," + _ROW + b"]", _ROW],
        "warc": [archive, *_bodies()],
        "warc.gz": [b"".join(gzip.compress(p, mtime=0) for p in (archive[:200], archive[200:])), gzip.compress(archive, mtime=0)],
        "wacz": [_package(archive)],
        "txt.gz": [gzip.compress(_TEXT.encode(), mtime=0)],
        "mhtml": [mail_head + b"\n" + page + b"\n--x--\n", mail_head + b"Content-Transfer-Encoding: quoted-printable\n\n<p>=20x\n--x--"],
        "feed": [
            b"<rss><channel><title>Orva</title><item><title>x</title><description>The bridge was closed.</description>"
            b"<pubDate>Tue, 04 Mar 2031 10:00:00 GMT</pubDate></item></channel></rss>",
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>x</title><content>The bridge.</content></entry></feed>",
        ],
        "places": [page],
    }  # fmt: skip
    table = _table()
    return found if table is None else {**found, "parquet": [table]}


# ---- damage -----------------------------------------------------------------------------------------------------------


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` with one to six changes to its bytes, numbers, lines or pieces."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        chance.choice(_CHANGES)(out, chance)
    return bytes(out[:MOST_BYTES])


def _flip(out: bytearray, chance: random.Random) -> None:
    if out:
        out[chance.randrange(len(out))] = chance.randrange(256)


def _cut(out: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(out) + 1)
    del out[at : at + chance.choice((1, 2, 8, 64, 512))]


def _double(out: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(out) + 1), chance.choice((1, 2, 8, 64, 512))
    out[at:at] = out[at : at + size] * chance.choice((1, 2, 30))


def _insert(out: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(out) + 1)
    out[at:at] = chance.choice(_PIECES) * chance.choice((1, 1, 3, 200))


def _move(out: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(out) + 1), chance.choice((2, 8, 64, 512))
    piece = out[at : at + size]
    del out[at : at + size]
    there = chance.randrange(len(out) + 1)
    out[there:there] = piece


def _noise(out: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(out) + 1)
    out[at:at] = chance.randbytes(chance.choice((1, 4, 60)))


def _number(out: bytearray, chance: random.Random) -> None:
    """Change a run of digits: lengths, counts and dates that lie."""
    digits = [i for i, b in enumerate(out[:1500]) if 48 <= b <= 57]
    if digits:
        at = chance.choice(digits)
        out[at : at + 1] = chance.choice(
            (b"", b"0", b"9", b"-1", b"00000000", b"99999999999999999999", b"4294967296", b"1.5")
        )


def _line(out: bytearray, chance: random.Random) -> None:
    """Drop, double or swap whole lines."""
    lines = bytes(out).split(b"\n")
    at = chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            del lines[at]
        case 1:
            lines.insert(chance.randrange(len(lines)), lines[at])
        case _:
            there = chance.randrange(len(lines))
            lines[at], lines[there] = lines[there], lines[at]
    out[:] = b"\n".join(lines)


def _end(out: bytearray, chance: random.Random) -> None:
    del out[chance.randrange(len(out) + 1) :]


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _flip, _cut, _double, _insert, _insert, _insert, _move, _noise, _number, _line, _end,
)  # fmt: skip


def damaged_inside(kind: str, data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` damaged; most packed files are damaged before they are packed, or few would be opened at all."""
    if kind.endswith(".gz") and chance.random() < 0.7:
        try:
            return gzip.compress(damaged(gzip.decompress(data), chance), 1, mtime=0)
        except (OSError, EOFError, zlib.error):
            return damaged(data, chance)
    if kind == "wacz" and chance.random() < 0.7:
        return _package(damaged(_archive(), chance))
    return damaged(data, chance)


# ---- readers ----------------------------------------------------------------------------------------------------------


class Fault(AssertionError):
    """What a reader gave is not what it promises."""


def _promise(kept: object, said: str) -> None:
    if not kept:
        raise Fault(said)


def _read_html(data: bytes) -> Iterator[str]:
    try:
        page = html.page(data.decode("utf-8", "replace").replace("\x00", ""))
    except html.Refused as error:
        yield f"refused {str(error)[:12]}"
        return
    page.text.encode()
    end = 0
    for b in page.blocks:
        _promise(end <= b.start <= b.end <= len(page.text) and -1 <= b.box < len(page.boxes), "blocks out of place")
        end = b.end
    _promise(all(-1 <= b.parent < n for n, b in enumerate(page.boxes)), "a box inside one that comes later")
    json.dumps(page.facts).encode()
    yield "page" if page.text else "no text"


def _read_places(data: bytes) -> Iterator[str]:
    try:
        markup = data.decode("utf-8", "replace").replace("\x00", "")
        page = html.page(markup, is_placed=True)
    except html.Refused:
        return
    data = markup.encode("utf-8", "replace")
    for b, p in zip(page.blocks, places.in_bytes(page, markup, data), strict=True):
        _promise(p is None or 0 <= p.start <= p.end <= len(data), "a byte range outside the page")
        said = p is None or places.says(data[p.start : p.end].decode(), page.text[b.start : b.end])
        _promise(said, "a byte range that says something else")
    yield "placed"


def _read_warc(data: bytes) -> Iterator[str]:
    size = 0
    for e in warc.entries(io.BytesIO(data)):
        _promise(e.offset <= size or e.length == 0, "a gap before an entry")
        size += e.length
        _promise((e.html is None) == (e.outcome is not None), "an entry that is neither page nor row")
        if e.html is not None:
            e.html.encode()
        yield "page" if e.outcome is None else f"{e.outcome} {e.reason[:14]}"
    _promise(size == len(data), f"{len(data) - size} bytes lie in no entry")


def _read_encoding(data: bytes) -> Iterator[str]:
    encoding.decode(data).encode()
    yield "binary" if encoding.is_binary(data) else "text"


def _read_answers(parse: Callable[[bytes], Iterator[object]]) -> Callable[[bytes], Iterator[str]]:
    def read(data: bytes) -> Iterator[str]:
        none = True
        for answer in parse(data):
            none = False
            json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
            _promise(isinstance(answer, dict) and answer, "an answer that is no mapping")
            yield " ".join(sorted(answer)) if isinstance(answer, dict) else ""
        _promise(not none, "no answer")

    return read


class _NoChild:
    """Stands in for the intake child: what is asked of it is read elsewhere."""

    def ask(self, task: str, data: bytes) -> Iterator[object]:
        return iter([{"failed": "not asked here"}])


def _read_file(kind: str) -> Callable[[bytes], Iterator[str]]:
    def read(data: bytes) -> Iterator[str]:
        none = True
        for c in capture.in_stream(io.BytesIO(data), data[:8192], f"a.{kind}", f"a.{kind}", _NoChild()):  # type: ignore[arg-type]  # it has the one method that is called
            none = False
            yield _came(c)
        _promise(not none, "neither capture nor row")

    return read


def _came(c: Capture | Skipped) -> str:
    if isinstance(c, Skipped):
        _promise(c.reason and c.count >= 1 and "\n" not in c.uri, "a row without a reason")
        return f"{c.outcome} {c.reason.partition(':')[2][:14]}"
    (c.text or c.html or "").encode()
    _promise(c.id and (c.text or c.html), "a capture of nothing")
    return c.kind.value


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "html": _read_html, "places": _read_places, "encoding": _read_encoding, "warc": _read_warc, "warc.gz": _read_warc,
    "feed": _read_answers(feed.items), "mhtml": _read_answers(mail.pages),
    **{kind: _read_file(kind) for kind in ("txt", "jsonl", "json", "wacz", "txt.gz", "parquet")},
}  # fmt: skip


def whole(a: Article) -> bool:
    """Tell whether the zones of ``a`` hold each character that is not white space once."""
    end = 0
    for z in a.zones:
        if z.start < end or a.text[end : z.start].strip():
            return False
        end = z.end
    return not a.text[end:].strip()


def _clean(kind: str, data: bytes, known: lexicon.Lexicon) -> None:
    """Take a damaged page or dump through the next stage."""
    text = encoding.decode(data)
    if kind == "html":
        try:
            found = html.page(text.replace("\x00", ""))
        except html.Refused:
            return
        given = Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=found)
    else:
        given = Capture(DocumentId("x"), "x", "0", CaptureKind.DUMP, text=text)
    _promise(whole(article.clean(given, known)), "zones that do not hold each character once")


class Fuzz:
    """One campaign: good inputs and what grew from them, counts, and the folder for inputs that failed."""

    def __init__(self, seed: int, kinds: Sequence[str], keep: Path) -> None:
        self.chance = random.Random(seed)
        self.known = lexicon.load()
        self.good = {kind: found for kind, found in seeds().items() if kind in kinds}
        self.counts: dict[str, Counter[str]] = {kind: Counter() for kind in self.good}
        self.news: dict[str, set[frozenset[str]]] = {kind: set() for kind in self.good}
        self.spent = dict.fromkeys(self.good, 0.0)
        self.seed, self.keep = seed, keep
        self.run = 0

    def once(self, at_work: BinaryIO) -> None:
        """Damage one input and read it; the reader that has had the least CPU time is next."""
        kind = min(self.spent, key=lambda k: self.spent[k])
        self.run += 1
        count = self.counts[kind]
        begin = time.process_time()
        data = damaged_inside(kind, self.chance.choice(self.good[kind]), self.chance)
        if kind in _IN_C:
            at_work.seek(0)
            at_work.truncate()
            at_work.write(data)
        came, said = self._read(kind, data, kind in ("html", "txt") and count["runs"] % CLEANED == 0)
        took = time.process_time() - begin
        self.spent[kind] += took
        count["runs"] += 1
        if said or took > SLOW_SECONDS:
            count["failures"] += 1
            name = self.keep / f"{self.seed}-{self.run}.{kind}"
            name.write_bytes(data)
            print(f"{name}: {(said or f'took {took:.1f} s')[:200]}", file=sys.stderr)
        elif came not in self.news[kind]:
            self.news[kind].add(came)
            if len(self.good[kind]) < MOST_GROWN:
                self.good[kind].append(data)

    def _read(self, kind: str, data: bytes, clean: bool) -> tuple[frozenset[str], str]:
        """Return what came out of ``data``, and what is wrong with it."""
        try:
            came = frozenset(READERS[kind](data))
            if clean:
                _clean(kind, data, self.known)
                self.counts[kind]["cleaned"] += 1
        except Exception as error:  # the finding that is sought
            return frozenset(), f"{type(error).__name__}: {error}"
        return came, ""


def main() -> int:
    """Fuzz until runs or time are over; return 1 when something failed."""
    parser = argparse.ArgumentParser(description="Read damaged captures of every kind.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--runs", type=int, default=10**9)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", choices=sorted(READERS), default=sorted(READERS))
    parser.add_argument("--keep", type=Path, default=None, help="folder for inputs that failed")
    options = parser.parse_args()
    keep = options.keep or Path(mkdtemp(prefix="fuzz-"))
    keep.mkdir(exist_ok=True, parents=True)
    fuzz = Fuzz(options.seed, options.only, keep)
    end = time.monotonic() + options.seconds
    with (keep / f"at-work-{options.seed}").open("wb", buffering=0) as at_work:
        while fuzz.run < options.runs and time.monotonic() < end:
            fuzz.once(cast(BinaryIO, at_work))
    Path(at_work.name).unlink()
    for kind, count in sorted(fuzz.counts.items()):
        came = f"{count['runs']:9} runs {len(fuzz.news[kind]):5} sets of outcomes {count['cleaned']:6} cleaned"
        print(f"{kind:9} {came} {count['failures']:4} failures")
    failures = sum(c["failures"] for c in fuzz.counts.values())
    print(f"{'all':9} {fuzz.run:9} runs {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
