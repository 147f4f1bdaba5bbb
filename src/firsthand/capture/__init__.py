"""Bytes -> Capture: pages, dumps, archives, records, feeds. What cannot be read becomes a visible ``Skipped``."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from firsthand.capture import encoding, files, rows
from firsthand.records import Capture, CaptureKind, DocumentId, Skipped

MAX_FILE_BYTES = 32 * 2**20  # one page or dump: 32 MB; a 20 MB line must be answered, a 50 MB one may be refused
MAX_RATIO = 200  # inflated to compressed size; text reaches 20, a bomb 1,000 (gzip's limit is 1,032)


def read(paths: Iterable[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Capture | Skipped]:
    """Yield every capture under ``paths``, and a ``Skipped`` for each thing that could not be read.

    Ids are the records' own, else made from content and file name; where several captures claim one id,
    all but the first (by hash, then by place) get theirs lengthened: no order of files changes that.
    """
    found: list[Capture | Skipped] = []
    given = list(paths)
    if any(str(p) == "-" for p in given):
        found += rows.lines(stdin or sys.stdin.buffer, "-")
    for file in files.under(p for p in given if str(p) != "-"):
        found += _file(file)
    yield from _distinct(found)


def _file(path: Path) -> Iterator[Capture | Skipped]:
    uri = str(path).encode("utf-8", "replace").decode("utf-8")
    try:
        with path.open("rb") as stream:
            head = stream.read(8192)
            stream.seek(0)
            yield from _stream(stream, head, uri, path.name)
    except FileNotFoundError:
        yield Skipped(uri, "capture", "no such file")
    except (OSError, ValueError) as error:
        yield Skipped(uri, "capture", f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _stream(stream: BinaryIO, head: bytes, uri: str, name: str) -> Iterator[Capture | Skipped]:
    kind = files.kind(name, head)
    if not head.strip():
        yield Skipped(uri, "capture", "empty file")
    elif kind == "jsonl":
        yield from rows.lines(stream, uri)
    elif kind == "gzip":
        yield from _gzip(stream, uri, name)
    elif kind in ("html", "text", "json"):
        yield from _whole(stream, kind, uri, name)
    else:
        yield Skipped(uri, "capture", f"not an article: {kind}")


def _gzip(stream: BinaryIO, uri: str, name: str) -> Iterator[Capture | Skipped]:
    """Yield what a gzipped file holds, read as its name without ``.gz`` says."""
    inner = name[:-3] if name.lower().endswith(".gz") else name
    try:
        with gzip.open(stream) as plain:
            head = plain.peek(8192)[:8192] if isinstance(plain, gzip.GzipFile) else b""
            if files.kind(inner, head) == "gzip":
                yield Skipped(uri, "capture", "refused: gzip inside gzip")
                return
            yield from _stream(plain, head, uri, inner)  # type: ignore[arg-type]
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Skipped(uri, "capture", f"damaged gzip: {error}")


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
        yield Capture(ident, uri, sha, CaptureKind.PAGE, html=text)
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
