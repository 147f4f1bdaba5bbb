"""A record (a mapping of fields, from JSON Lines, Parquet or a feed) -> Capture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

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


def capture(row: Mapping[str, Any], uri: str, sha256: str) -> Capture | Skipped:
    """Return the capture of one record; ``Skipped`` when it has neither text nor HTML."""
    found = {field: _first(row, names) for field, names in _FIELDS.items()}
    if not found["text"] and not found["html"]:
        return Skipped(uri, "capture", "the record has no text and no html")
    name = found.pop("id") or f"{_name_of(row)}{sha256[:12]}"
    if found["html"]:
        found["text"] = None
    kind = CaptureKind.PAGE if found["html"] else CaptureKind.RECORD
    return Capture(
        DocumentId(name), uri, sha256, kind, text=found["text"], html=found["html"], url=found["url"],
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


def lines(stream: BinaryIO, uri: str) -> Iterator[Capture | Skipped]:
    """Yield one capture or ``Skipped`` per line of a JSON Lines stream; blank lines count as nothing."""
    number = offset = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number, here, offset = number + 1, offset, offset + len(line)
        if len(line) > MAX_RECORD_BYTES:
            while line and not line.endswith(b"\n"):  # pass over the rest of it
                line = stream.readline(MAX_RECORD_BYTES)
                offset += len(line)
            reason = f"refused: the record is longer than {MAX_RECORD_BYTES // 2**20} MB"
            yield Skipped(f"{uri}#L{number}", "capture", f"{reason} (byte {here})")
        elif line.strip(b"\xef\xbb\xbf \t\r\n\x00"):
            yield _line(line, f"{uri}#L{number}", here)


def _line(line: bytes, uri: str, offset: int) -> Capture | Skipped:
    row = parsed(line)
    if isinstance(row, str):
        return Skipped(uri, "capture", f"{row} (byte {offset})")
    if not isinstance(row, dict):
        return Skipped(uri, "capture", f"the line is JSON but no record (byte {offset})")
    return capture(row, uri, hashlib.sha256(line.rstrip(b"\r\n")).hexdigest())


def parsed(data: bytes) -> Any:
    """Return what ``data`` is as JSON, or a sentence (a plain ``str``) that says why it is not."""
    try:
        found = json.loads(decode(data))
    except ValueError as error:
        return f"not valid JSON: {str(error)[:120]}"
    except RecursionError:
        return "not valid JSON: nested too deeply"
    return "the line is JSON but no record" if isinstance(found, str) else found
