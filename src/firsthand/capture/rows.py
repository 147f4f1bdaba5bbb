"""A record (a mapping of fields, from JSON Lines, Parquet or a feed) -> Capture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from firsthand.capture import address, skip
from firsthand.capture.encoding import clean_surrogates, decode
from firsthand.records import Capture, CaptureKind, DocumentId, Skipped

# field of a Capture -> names it goes by, ours first (then news-please's, newspaper's and trafilatura's)
_FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "text": ("text", "maintext", "raw_text"),
    "html": ("html",),
    "url": ("url", "link", "source_url"),
    "outlet": ("outlet", "source_domain", "sitename", "source-hostname", "hostname"),
    "title": ("title",),
    "published": ("published", "date_publish", "date"),
    "captured": ("captured", "date_download"),
    "language": ("language", "lang"),
}
NAMES = frozenset(name for names in _FIELDS.values() for name in names) | {"filename"}
MAX_RECORD_BYTES = 64 * 2**20  # one record: 64 MB, three times the largest page we promise to answer (20 MB)


def capture(row: Mapping[str, Any], uri: str, sha256: str, *offsets: int, whole: bool = False) -> Capture | Skipped:
    """Return the capture of one record of the file ``uri`` (or of the ``whole`` file); ``Skipped`` when it has no text."""
    found = {field: _first(row, names) for field, names in _FIELDS.items()}
    where = uri if whole else address.of_record(uri, found["id"], found["url"], sha256)
    if not found["text"] and not found["html"]:
        return skip.not_an_article(where, "the record has no text and no html", *offsets)
    name = found.pop("id") or f"{_name_of(row)}{sha256[:12]}"
    if found["html"]:
        found["text"] = None
    kind = CaptureKind.PAGE if found["html"] else CaptureKind.RECORD
    return Capture(
        DocumentId(name), where, sha256, kind, text=found["text"], html=found["html"], url=found["url"],
        outlet=found["outlet"], title=found["title"], published=found["published"], captured=found["captured"],
        language=found["language"],
    )  # fmt: skip


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, int) and name == "id":
            return str(value) if abs(value) < 10**40 else None
        if isinstance(value, str) and value.strip():
            return clean_surrogates(value)
    return None


def _name_of(row: Mapping[str, Any]) -> str:
    name = row.get("filename")
    return f"{slug(name)}-" if isinstance(name, str) and name.strip() else ""


def slug(name: str) -> str:
    """Return the last part of a path as a short word of plain letters, digits, dots and dashes."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in last)[:48].strip("-.")


_BLANK = b"\xef\xbb\xbf \t\r\n\x00"
_TRIED_LINES = 20  # a stream none of whose first lines is JSON is another kind of file


def lines(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield one capture or ``Skipped`` per line of a JSON Lines stream; blank lines count as nothing.

    A stream that begins with twenty lines (or has fewer) of which none is JSON and the first opens no record gives one row.
    """
    begin: list[Skipped] | None = []
    first = b""
    for number, offset, line in _lines(stream):
        if len(line) > MAX_RECORD_BYTES:
            reason = f"line {number}: the record is longer than {MAX_RECORD_BYTES // 2**20} MB"
            found: Capture | Skipped = skip.refused(address.of_byte(uri, offset), reason, offset)
        else:
            found = _line(line, uri, number, offset)
        if begin is not None and isinstance(found, Skipped) and len(begin) < _TRIED_LINES:
            first = first or line.lstrip(_BLANK)
            begin.append(found)
            continue
        if begin is not None and len(begin) >= _TRIED_LINES and first[:1] not in b"{[":
            break
        yield from begin or ()
        begin = None
        yield found
    if begin and first[:1] in b"{[":
        yield from begin
    elif begin:
        yield skip.failed(uri, f"not JSON Lines: it begins with {decode(first[:40])[:24].strip()!r}", 0)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield number, byte offset and bytes of each line that is not blank; of one that is too long a little too much."""
    number = offset = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number, here, offset = number + 1, offset, offset + len(line)
        rest = line
        while len(line) > MAX_RECORD_BYTES and rest and not rest.endswith(b"\n"):  # pass over the rest of it
            rest = stream.readline(MAX_RECORD_BYTES)
            offset += len(rest)
        if line.strip(_BLANK):
            yield number, here, line


def _line(line: bytes, uri: str, number: int, offset: int) -> Capture | Skipped:
    row = parsed(line.strip(b" \t\r\n\x00"))
    if isinstance(row, NoJson):
        return skip.failed(address.of_byte(uri, offset), f"line {number}: {row}", offset)
    if not isinstance(row, dict):
        reason = f"line {number}: the line is JSON but no record"
        return skip.not_an_article(address.of_byte(uri, offset), reason, offset)
    return capture(row, uri, hashlib.sha256(line.rstrip(b"\r\n")).hexdigest(), offset)


class NoJson(str):
    """A sentence that says why something is no JSON."""

    __slots__ = ()


def parsed(data: bytes) -> Any:
    """Return what ``data`` is as JSON (RFC 8259), or ``NoJson``."""
    try:
        return json.loads(decode(data), parse_constant=_no_constant)
    except ValueError as error:
        return NoJson(f"not valid JSON: {str(error)[:120]}")
    except RecursionError:
        return NoJson("not valid JSON: nested too deeply")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no value in JSON")


def digest(row: object) -> str:
    """Return the hash of a record that has no bytes of its own (in a list, a table or a feed), whatever stands around it."""
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode("utf-8", "replace")).hexdigest()
