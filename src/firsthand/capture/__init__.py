"""Bytes -> Capture: pages, dumps, archives, records, feeds. What cannot be read becomes a visible ``Skipped``."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from firsthand.capture import encoding, files, places, rows, warc
from firsthand.capture.intake import Died, Intake
from firsthand.records import Box, Capture, CaptureKind, DocumentId, Page, PageBlock, Skipped

MAX_FILE_BYTES = 32 * 2**20  # one page or dump: 32 MB; a 20 MB line must be answered, a 50 MB one may be refused
MAX_ARCHIVE_BYTES = 8 * 2**30  # one WARC file inside a package, as it states itself


def read(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Capture | Skipped]:
    """Yield every capture under ``paths``, and a ``Skipped`` for each thing that could not be read.

    Ids are the records' own, else made from content and file name; where several captures claim one id,
    all but the first (by hash, then by place) get theirs lengthened: no order of files changes that.
    """
    found: list[Capture | Skipped] = []
    given = list(paths)
    with Intake() as intake:
        if any(str(p) == "-" for p in given):
            found += (_parsed(c, intake) for c in rows.lines(stdin or sys.stdin.buffer, "-"))
        for file in files.under(p for p in given if str(p) != "-"):
            found += (_parsed(c, intake) for c in _file(file, intake))
    yield from _distinct(found)


def _parsed(found: Capture | Skipped, intake: Intake) -> Capture | Skipped:
    """Return a capture of HTML with its page parsed by the intake child, ``Skipped`` when that fails."""
    if isinstance(found, Skipped) or found.html is None:
        return found
    try:
        answers = list(intake.ask("html", found.html.encode("utf-8", "replace")))
    except Died as error:
        return Skipped(found.uri, "capture", str(error))
    if not answers or "refused" in answers[0]:
        return Skipped(found.uri, "capture", f"refused: {answers[0]['refused'] if answers else 'no answer'}")
    answer = answers[0]
    if not answer["text"].strip():
        return Skipped(found.uri, "capture", "the page has no text")
    page = Page(
        answer["text"],
        tuple(Box(*b) for b in answer["boxes"]),
        tuple(PageBlock(*b) for b in answer["blocks"]),
        tuple((str(name), str(value)) for name, value in answer["facts"]),
    )
    if found.raw is not None:
        page = replace(page, places=places.places(page.text, page.blocks, found.raw))
    return replace(found, html=None, page=page, raw=None)


def _file(path: Path, intake: Intake) -> Iterator[Capture | Skipped]:
    uri = str(path).encode("utf-8", "replace").decode("utf-8")
    try:
        with path.open("rb") as stream:
            head = stream.read(8192)
            stream.seek(0)
            yield from _stream(stream, head, uri, path.name, intake)
    except FileNotFoundError:
        yield Skipped(uri, "capture", "no such file")
    except (OSError, ValueError) as error:
        yield Skipped(uri, "capture", f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _stream(stream: BinaryIO, head: bytes, uri: str, name: str, intake: Intake) -> Iterator[Capture | Skipped]:
    kind = files.kind(name, head)
    if not head.strip():
        yield Skipped(uri, "capture", "empty file")
    elif kind == "jsonl":
        yield from rows.lines(stream, uri)
    elif kind == "gzip":
        yield from _gzip(stream, uri, name, intake)
    elif kind == "warc":
        yield from _warc(stream, uri)
    elif kind == "wacz":
        yield from _wacz(stream, uri)
    elif kind in ("feed", "mhtml"):
        yield from _by_intake(stream, kind, uri, intake)
    elif kind == "parquet":
        yield from _parquet(stream, uri)
    elif kind in ("html", "text", "json"):
        yield from _whole(stream, kind, uri, name)
    else:
        yield Skipped(uri, "capture", f"not an article: {kind}")


def _gzip(stream: BinaryIO, uri: str, name: str, intake: Intake) -> Iterator[Capture | Skipped]:
    """Yield what a gzipped file holds, read as its name without ``.gz`` says."""
    inner = name[:-3] if name.lower().endswith(".gz") else name
    try:
        with gzip.open(stream) as plain:
            head = plain.peek(8192)[:8192]
            if files.kind(inner, head) == "warc":
                stream.seek(0)
                yield from _warc(stream, uri)
            elif files.kind(inner, head) in ("gzip", "zip", "wacz"):
                yield Skipped(uri, "capture", "refused: an archive inside gzip")
            else:
                yield from _stream(cast(BinaryIO, plain), head, uri, inner, intake)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Skipped(uri, "capture", f"damaged gzip: {error}")


def _warc(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield one capture per HTML response of an archive."""
    count = 0
    for r in warc.responses(stream):
        count += 1
        where = f"{uri}#{r.offset}"
        if r.html is None:
            yield Skipped(where, "capture", f"{r.reason} (byte {r.offset})")
            continue
        sha = hashlib.sha256(r.payload).hexdigest()
        ident = DocumentId(f"{rows.slug(r.url or '') or 'page'}-{sha[:8]}")
        yield Capture(ident, where, sha, CaptureKind.PAGE, html=r.html, url=r.url, captured=r.date, raw=r.payload)
    if not count:
        yield Skipped(uri, "capture", "the archive holds no HTML response")


def _wacz(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield the captures of the WARC files in a WACZ package."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = sorted(n for n in package.namelist()[:10_000] if n.startswith("archive/") and "warc" in n)
            for name in names:
                if package.getinfo(name).file_size > MAX_ARCHIVE_BYTES:
                    yield Skipped(f"{uri}!{name}", "capture", f"refused: larger than {MAX_ARCHIVE_BYTES // 2**20} MB")
                    continue
                with package.open(name) as inner:
                    yield from _warc(cast(BinaryIO, inner), f"{uri}!{name}")
            if not names:
                yield Skipped(uri, "capture", "the package holds no WARC file")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        yield Skipped(uri, "capture", f"damaged package: {error}")


def _by_intake(stream: BinaryIO, kind: str, uri: str, intake: Intake) -> Iterator[Capture | Skipped]:
    """Yield the records that the intake child finds in a feed or in a saved web archive."""
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        yield Skipped(uri, "capture", f"refused: larger than {MAX_FILE_BYTES // 2**20} MB")
        return
    sha = hashlib.sha256(data).hexdigest()
    try:
        answers = list(intake.ask(kind, data))
    except Died as error:
        yield Skipped(uri, "capture", str(error))
        return
    for n, answer in enumerate(answers):
        if "refused" in answer:
            yield Skipped(uri, "capture", answer["refused"])
        else:
            where, own = (uri, sha) if kind == "mhtml" else (f"{uri}#{n}", _digest(answer))
            yield rows.capture(answer, where, own)


def _digest(row: object) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode("utf-8", "replace")).hexdigest()


def _parquet(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield the records of a Parquet table, row group by row group."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        yield Skipped(uri, "capture", "Parquet needs the package pyarrow: pip install 'firsthand[tables]'")
        return
    try:
        table = pyarrow.parquet.ParquetFile(stream)
        wanted = [n for n in table.schema_arrow.names if n in rows.NAMES]
        number = 0
        for batch in table.iter_batches(batch_size=256, columns=wanted, use_threads=False):
            for row in batch.to_pylist():
                plain = {k: v if isinstance(v, str | int) or v is None else str(v) for k, v in row.items()}
                yield rows.capture(plain, f"{uri}#{number}", _digest(plain))
                number += 1
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        yield Skipped(uri, "capture", f"damaged Parquet file: {str(error)[:160]}")


def _whole(stream: BinaryIO, kind: str, uri: str, name: str) -> Iterator[Capture | Skipped]:
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        yield Skipped(uri, "capture", f"refused: larger than {MAX_FILE_BYTES // 2**20} MB")
        return
    if encoding.is_binary(data):
        yield Skipped(uri, "capture", "binary file: no text in any encoding")
        return
    sha = hashlib.sha256(data).hexdigest()
    if kind == "json":
        yield from _json(data, sha, uri)
        return
    text = encoding.decode(data)
    if not text.strip("\ufeff\x00 \t\r\n\x0b\x0c\x85\xa0\u2028\u2029"):
        yield Skipped(uri, "capture", "empty file: white space only")
        return
    ident = DocumentId(f"{rows.slug(name)}-{sha[:8]}".lstrip("-"))
    if kind == "html":
        yield Capture(ident, uri, sha, CaptureKind.PAGE, html=text, raw=data)
    else:
        yield Capture(ident, uri, sha, CaptureKind.DUMP, text=text)


def _json(data: bytes, sha: str, uri: str) -> Iterator[Capture | Skipped]:
    """Yield the record, or the list of records, of a JSON file; JSON Lines under that name are read as such."""
    found = rows.parsed(data)
    if isinstance(found, dict):
        yield rows.capture(found, uri, sha)
    elif isinstance(found, list) and found and all(isinstance(row, dict) for row in found):
        for n, row in enumerate(found):
            yield rows.capture(row, f"{uri}#{n}", hashlib.sha256(f"{sha}#{n}".encode()).hexdigest())
    elif isinstance(found, str) and b"\n" in data.strip():
        yield from rows.lines(io.BytesIO(data), uri)
    else:
        yield Skipped(uri, "capture", found if isinstance(found, str) else "JSON without a record")


def _distinct(found: list[Capture | Skipped]) -> Iterator[Capture | Skipped]:
    """Yield ``found`` with every document id given once."""
    same: dict[str, list[Capture]] = defaultdict(list)
    for item in found:
        if isinstance(item, Capture):
            same[item.id].append(item)
    named: dict[int, DocumentId] = {}
    taken = set(same)
    for name, them in same.items():
        for item in sorted(them, key=lambda c: (c.sha256, c.uri))[1:]:
            base = new = f"{name}~{item.sha256[:8]}"
            count = 1
            while new in taken:
                count += 1
                new = f"{base}~{count}"
            taken.add(new)
            named[id(item)] = DocumentId(new)
    for item in found:
        yield replace(item, id=named[id(item)]) if isinstance(item, Capture) and id(item) in named else item
