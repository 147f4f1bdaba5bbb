"""Bytes -> Capture: pages, dumps, archives, records, feeds. What cannot be read becomes a visible ``Skipped``."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from firsthand.capture import address, encoding, files, rows, skip, warc
from firsthand.capture.intake import Died, Intake
from firsthand.records import Box, Capture, CaptureKind, DocumentId, Outcome, Page, PageBlock, Skipped
from firsthand.spans import Span

MAX_FILE_BYTES = 32 * 2**20  # one page or dump: 32 MB; a 20 MB line must be answered, a 50 MB one may be refused
MAX_ARCHIVE_BYTES = 8 * 2**30  # one WARC file inside a package, as it states itself
STANDARD_INPUT = "-"
INPUT_NAME = "standard-input.jsonl"  # what it is, unless its first bytes say otherwise
Progress = Callable[[int, int], None]  # told how many bytes of how many are read


def read(
    paths: Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    keep_raw: bool = False,
) -> Iterator[Capture | Skipped]:
    """Yield every capture under ``paths``, and ``Skipped`` rows for all else that was met: nothing is passed over silently.

    Ids are the records' own, else made from content and file name; where several captures claim one id,
    all but the first (by hash, then by place) get theirs lengthened: no order of files changes that. Pages come without
    their raw bytes unless ``keep_raw``.
    """
    found: list[Capture | Skipped] = []
    given = list(paths)
    with Intake() as intake:
        if any(str(p) == STANDARD_INPUT for p in given):
            own = sys.stdin.buffer if sys.stdin is not None else None
            found += (parsed(c, intake, keep_raw=keep_raw) for c in _standard_input(stdin or own, intake))
        there = list(files.under(p for p in given if str(p) != STANDARD_INPUT))
        sizes = [_size(file) for file in there]
        done, total = 0, sum(sizes)
        for file, size in zip(there, sizes, strict=True):
            for at, c in in_file(file, intake):
                found.append(parsed(c, intake, keep_raw=keep_raw))
                if progress:
                    progress(min(done + min(at, size), total), total)
            done += size
    yield from distinct(found)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _standard_input(stream: BinaryIO | None, intake: Intake) -> Iterator[Capture | Skipped]:
    """Yield what comes on standard input: JSON Lines unless the first bytes say otherwise, as in a file of that name."""
    if stream is None:
        yield skip.failed(STANDARD_INPUT, "standard input is closed")
        return
    lost = None
    with tempfile.SpooledTemporaryFile(MAX_FILE_BYTES) as kept:  # some formats are read from their end
        try:
            shutil.copyfileobj(stream, kept)
        except OSError as error:  # a stream that is open for writing only, no room to keep what comes
            how = "cannot be read further" if kept.tell() else "cannot be read"
            lost = skip.failed(STANDARD_INPUT, f"{how}: {error.strerror or error}")
        kept.seek(0)
        head = kept.read(8192)
        kept.seek(0)
        if head or lost is None:
            yield from in_stream(cast(BinaryIO, kept), head, STANDARD_INPUT, INPUT_NAME, intake)
        if lost is not None:
            yield lost


def _answered(uri: str, answer: dict[str, str]) -> Skipped | None:
    """Return the row for an answer of the intake child that says why there is nothing; ``None`` for one that holds something."""
    make = next((make for name, make in _ANSWERS.items() if name in answer), None)
    return make(uri, answer[next(iter(answer))]) if make else None


_EMPTY = "an empty folder: there is no file in it or below it"
_LINK = "a link to a folder; give the folder itself to have it read"
_NO_INPUT = "nothing came on standard input; give JSON Lines, or the names of files"
_ANSWERS = {o.value: getattr(skip, o.value) for o in Outcome}  # as the child calls them


def parsed(found: Capture | Skipped, intake: Intake, *, keep_raw: bool = False) -> Capture | Skipped:
    """Return a capture of HTML with its page parsed by the intake child, ``Skipped`` when that fails."""
    if isinstance(found, Skipped) or found.html is None:
        return found
    try:
        markup = found.html.replace("\x00", "").encode("utf-8", "replace")  # as browsers do
        answers = list(intake.ask("html", markup))
    except Died as error:
        return Skipped(found.uri, skip.STAGE, str(error), error.outcome)
    if not answers:
        return skip.failed(found.uri, "the parser gave no answer")
    answer = answers[0]
    nothing = _answered(found.uri, answer)
    if nothing is not None:
        return nothing
    if not answer["text"].strip():
        return skip.not_an_article(found.uri, "the page has no text")
    page = Page(
        answer["text"],
        tuple(Box(*b) for b in answer["boxes"]),
        tuple(PageBlock(*b) for b in answer["blocks"]),
        tuple((str(name), str(value)) for name, value in answer["facts"]),
    )
    if found.raw is not None and found.raw.endswith(markup):  # UTF-8, perhaps behind its mark
        mark = len(found.raw) - len(markup)
        where = tuple(p and Span(p[0] + mark, p[1] + mark) for p in answer["places"])
        page = replace(page, places=where, joined=tuple(answer["joined"]))
    return replace(found, html=None, page=page, raw=found.raw if keep_raw else None)


def opened(path: Path) -> BinaryIO | Skipped:
    """Return a file, open, or the row of what is none that can be read: an empty folder, a link to nowhere, a pipe ..."""
    uri = str(path).encode("utf-8", "replace").decode("utf-8")
    try:
        if path.is_dir():
            return skip.collection(uri) if files.is_collection(path) else skip.not_an_article(uri, _folder(path))
        other = files.irregular(path)  # to open a pipe is to wait for whoever writes to it
        return path.open("rb") if other is None else skip.refused(uri, other)
    except FileNotFoundError:
        return skip.failed(uri, "no such file or folder")
    except (OSError, ValueError) as error:
        return skip.failed(uri, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _folder(path: Path) -> str:
    """Return why a folder is not read."""
    with os.scandir(path) as inside:
        return _LINK if path.is_symlink() and any(True for _ in inside) else _EMPTY


def in_file(path: Path, intake: Intake) -> Iterator[tuple[int, Capture | Skipped]]:
    """Yield what a file holds, each thing with how far the file was read by then."""
    uri = str(path).encode("utf-8", "replace").decode("utf-8")
    stream = opened(path)
    if isinstance(stream, Skipped):
        yield 0, stream
        return
    try:
        with stream:
            head = stream.read(8192)
            stream.seek(0)
            for c in in_stream(stream, head, uri, path.name, intake):
                yield stream.tell(), c
    except (OSError, ValueError) as error:
        yield 0, skip.failed(uri, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def in_stream(stream: BinaryIO, head: bytes, uri: str, name: str, intake: Intake) -> Iterator[Capture | Skipped]:
    """Yield what an open file holds; ``head`` is its first 8 kB, ``name`` tells its kind where the bytes do not."""
    kind = files.kind(name, head)
    if not head:
        yield skip.not_an_article(uri, _NO_INPUT if uri == STANDARD_INPUT else "empty file")
    elif kind == "jsonl":
        yield from _jsonl(stream, uri)
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
        yield skip.not_an_article(uri, f"not an article: {kind}")


def _jsonl(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    none = True
    for c in rows.lines(stream, uri):
        none = False
        yield c
    if none:
        yield skip.not_an_article(uri, _NO_INPUT if uri == STANDARD_INPUT else "empty file: white space only")


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
                yield skip.refused(uri, "an archive inside gzip")
            else:
                yield from in_stream(cast(BinaryIO, plain), head, uri, inner, intake)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield skip.failed(uri, f"damaged gzip: {error}")


def _warc(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield one capture per HTML response of an archive, one row per damaged record, one per reason for all that are no pages."""
    others: dict[str, list[int]] = defaultdict(list)
    none = True
    for e in warc.entries(stream):
        none = False
        if e.outcome is Outcome.NOT_AN_ARTICLE:
            others[e.reason].append(e.offset)
        elif e.html is None:
            yield Skipped(
                address.of_byte(uri, e.offset), skip.STAGE, e.reason, e.outcome or Outcome.FAILED, (e.offset,)
            )
        else:
            sha = hashlib.sha256(e.payload).hexdigest()
            ident = DocumentId(f"{rows.slug(e.url or '') or 'page'}-{sha[:8]}")
            where = address.of_byte(uri, e.offset)
            yield Capture(ident, where, sha, CaptureKind.PAGE, html=e.html, url=e.url, captured=e.date, raw=e.payload)
    for reason, offsets in sorted(others.items()):
        yield Skipped(uri, skip.STAGE, reason, Outcome.NOT_AN_ARTICLE, tuple(offsets), len(offsets))
    if none:
        yield skip.not_an_article(uri, "the archive holds no record")


def _wacz(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield the captures of the WARC files in a WACZ package."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = sorted(n for n in package.namelist()[:10_000] if n.startswith("archive/") and "warc" in n)
            for name in names:
                if package.getinfo(name).file_size > MAX_ARCHIVE_BYTES:
                    yield skip.refused(f"{uri}!{name}", f"larger than {MAX_ARCHIVE_BYTES // 2**20} MB")
                    continue
                with package.open(name) as inner:
                    yield from _warc(cast(BinaryIO, inner), f"{uri}!{name}")
            if not names:
                yield skip.not_an_article(uri, "the package holds no WARC file")
    # what zipfile raises on damage: RuntimeError when encrypted, NotImplementedError for an unknown compression
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        yield skip.failed(uri, f"damaged package: {error}")


def _by_intake(stream: BinaryIO, kind: str, uri: str, intake: Intake) -> Iterator[Capture | Skipped]:
    """Yield the records that the intake child finds in a feed or in a saved web archive."""
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        yield skip.refused(uri, f"larger than {MAX_FILE_BYTES // 2**20} MB")
        return
    sha = hashlib.sha256(data).hexdigest()
    try:
        answers = list(intake.ask(kind, data))
    except Died as error:
        yield Skipped(uri, skip.STAGE, str(error), error.outcome)
        return
    for answer in answers:
        nothing = _answered(uri, answer)
        if nothing is not None:
            yield nothing
        elif kind == "mhtml":
            yield rows.capture(answer, uri, sha, whole=True)
        else:
            yield rows.capture(answer, uri, rows.digest(answer))


def _parquet(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield the records of a Parquet table, row group by row group."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        yield skip.failed(uri, "Parquet needs the package pyarrow: pip install 'firsthand[tables]'")
        return
    try:
        table = pyarrow.parquet.ParquetFile(stream)
        wanted = [n for n in table.schema_arrow.names if n in rows.NAMES]
        stated, number = table.metadata.num_rows, 0
        for batch in table.iter_batches(batch_size=256, columns=wanted, use_threads=False):
            for row in batch.to_pylist():
                plain = {k: v if isinstance(v, str | int) or v is None else str(v) for k, v in row.items()}
                yield rows.capture(plain, uri, rows.digest(plain))
                number += 1
        if number < stated:
            yield skip.failed(uri, f"damaged Parquet file: it states {stated:,} rows and gives {number:,}")
        elif not number:
            yield skip.not_an_article(uri, "the table has no row")
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
        yield skip.failed(uri, f"damaged Parquet file: {str(error)[:160]}")


def _whole(stream: BinaryIO, kind: str, uri: str, name: str) -> Iterator[Capture | Skipped]:
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        yield skip.refused(uri, f"larger than {MAX_FILE_BYTES // 2**20} MB")
        return
    if encoding.is_binary(data):
        yield skip.not_an_article(uri, "binary file: no text in any encoding")
        return
    sha = hashlib.sha256(data).hexdigest()
    text = encoding.decode(data)
    if not text.strip("\ufeff\x00 \t\r\n\x0b\x0c\x85\xa0\u2028\u2029"):
        yield skip.not_an_article(uri, "empty file: white space only")
        return
    ident = DocumentId(f"{rows.slug(name)}-{sha[:8]}".lstrip("-"))
    if kind == "json":
        yield from _json(data, sha, uri)
    elif kind == "html":
        yield Capture(ident, uri, sha, CaptureKind.PAGE, html=text, raw=data)
    else:
        yield Capture(ident, uri, sha, CaptureKind.DUMP, text=text)


def _json(data: bytes, sha: str, uri: str) -> Iterator[Capture | Skipped]:
    """Yield the record, or the list of records, of a JSON file; JSON Lines under that name are read as such."""
    found = rows.parsed(data)
    if isinstance(found, dict):
        yield rows.capture(found, uri, sha, whole=True)
    elif isinstance(found, list) and found and all(isinstance(row, dict) for row in found):
        yield from (rows.capture(row, uri, rows.digest(row)) for row in found)
    elif isinstance(found, rows.NoJson) and b"\n" in data.strip():
        yield from rows.lines(io.BytesIO(data), uri)
    elif isinstance(found, rows.NoJson):
        yield skip.failed(uri, found)
    else:
        yield skip.not_an_article(uri, "JSON without a record")


def distinct(found: list[Capture | Skipped]) -> Iterator[Capture | Skipped]:
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
