"""WARC -> records of its HTML responses: a reader of our own that inflates only so much and finds its way after damage."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from firsthand.capture.encoding import decode

MAX_RECORD_BYTES = 64 * 2**20  # one record, inflated
MAX_RATIO = 200  # inflated to stored size of a record longer than a megabyte
_START = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\r?\n")
_HEADER_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Response:
    """One HTML response: its page, address and date; or why a record gives none (``reason``), with its byte offset."""

    offset: int
    url: str | None = None
    date: str | None = None
    html: str | None = None
    payload: bytes = b""
    reason: str | None = None


def responses(stream: BinaryIO) -> Iterator[Response]:
    """Yield the HTML responses of an archive (plain, or gzipped record by record), and a reason for each damaged record."""
    start = stream.read(2)
    stream.seek(0)
    for offset, data, reason in _members(stream) if start == b"\x1f\x8b" else [(0, None, None)]:
        if reason:
            yield Response(offset, reason=reason)
        elif data is None:
            yield from _plain(stream)
        elif data.strip():
            yield from _records(data, offset)


def _members(stream: BinaryIO) -> Iterator[tuple[int, bytes | None, str | None]]:
    """Yield each gzip member as (offset, inflated bytes, None), or (offset, None, reason) for one that is refused."""
    base, buffer = 0, b""
    while True:
        if not buffer:
            buffer = stream.read(1 << 16)
            if not buffer:
                return
        machine = zlib.decompressobj(31)
        out: list[bytes] = []
        size, used, reason = 0, 0, None
        while not machine.eof:
            if not buffer:
                buffer = stream.read(1 << 16)
                if not buffer:
                    reason = "the archive is cut off inside a record"
                    break
            try:
                piece = machine.decompress(buffer, 1 << 22)
            except zlib.error as error:
                reason = f"damaged gzip member: {error}"
                break
            size += len(piece)
            used += len(buffer) - len(machine.unconsumed_tail) - len(machine.unused_data)
            buffer = machine.unconsumed_tail
            if size > MAX_RECORD_BYTES or (size > 1 << 20 and size > MAX_RATIO * max(used, 1)):
                reason = f"refused: a record that inflates beyond {MAX_RATIO} times or {MAX_RECORD_BYTES // 2**20} MB"
                out = []
                break
            out.append(piece)
        if reason:
            yield base, None, reason
            rest, skipped = _next_member(stream, buffer)
            base += used + skipped
            buffer = rest
            if not buffer:
                return
            continue
        yield base, b"".join(out), None
        buffer = machine.unused_data
        base += used


def _next_member(stream: BinaryIO, buffer: bytes) -> tuple[bytes, int]:
    """Return the bytes from the next gzip header on, and how many were passed over."""
    skipped = 0
    buffer = buffer[1:]
    while True:
        at = buffer.find(b"\x1f\x8b\x08")
        if at >= 0:
            return buffer[at:], skipped + at + 1
        keep = buffer[-2:]
        skipped += len(buffer) - len(keep)
        more = stream.read(1 << 16)
        if not more:
            return b"", skipped
        buffer = keep + more


def _plain(stream: BinaryIO) -> Iterator[Response]:
    """Yield from an archive that is not compressed: record by record, by their stated lengths."""
    base, buffer = 0, b""
    while True:
        buffer += stream.read(1 << 16)
        found = _START.search(buffer)
        if not found:
            if buffer.strip():
                yield Response(base, reason="bytes that are no WARC record")
            return
        head_end = _head_end(buffer, found.start())
        if head_end is None:
            more = stream.read(1 << 16)
            if more and len(buffer) < _HEADER_BYTES * 2:
                buffer += more
                continue
            yield Response(base + found.start(), reason="a record without the end of its header")
            return
        length = _length(buffer[found.start() : head_end])
        if length is None or length > MAX_RECORD_BYTES:
            yield Response(base + found.start(), reason="a record whose length is missing or refused")
            base += head_end
            buffer = buffer[head_end:]
            continue
        missing = head_end + length - len(buffer)
        if missing > 0:
            buffer += stream.read(missing)
        record = buffer[found.start() : head_end + length]
        yield from _records(record, base + found.start())
        base += head_end + length
        buffer = buffer[head_end + length :]


def _head_end(data: bytes, start: int) -> int | None:
    ends = [(i, n) for i, n in ((data.find(b"\r\n\r\n", start), 4), (data.find(b"\n\n", start), 2)) if i >= 0]
    return min(i + n for i, n in ends) if ends else None


def _length(head: bytes) -> int | None:
    found = re.search(rb"(?im)^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", head)
    return int(found[1]) if found else None


def _records(data: bytes, offset: int) -> Iterator[Response]:
    """Yield the HTML responses among the records of ``data``; a length that lies is corrected by the next record's start."""
    at = 0
    while found := _START.search(data, at):
        head_end = _head_end(data, found.start())
        if head_end is None:
            yield Response(offset, reason="a record without the end of its header")
            return
        head = _fields(data[found.end() : head_end])
        length = _length(data[found.start() : head_end])
        end = len(data) if length is None else min(len(data), head_end + length)
        if length is not None and head_end + length > len(data):
            following = _START.search(data, head_end)
            end = following.start() if following else len(data)
            yield Response(offset + found.start(), reason="a record is shorter than it states; what is there was read")
        yield from _response(head, data[head_end:end], offset + found.start())
        at = max(end, head_end)


def _fields(head: bytes) -> dict[str, str]:
    out: dict[str, str] = {}
    for line in head[:_HEADER_BYTES].split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            out.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    return out


def _response(head: dict[str, str], block: bytes, offset: int) -> Iterator[Response]:
    if head.get("warc-type", "").lower() not in ("response", "resource"):
        return
    url = head.get("warc-target-uri", "").strip("<> ") or None
    date = head.get("warc-date")
    fields: dict[str, str] = {"content-type": head.get("content-type", "")}
    body = block
    if head["warc-type"].lower() == "response" and block[:5] == b"HTTP/":
        end = _head_end(block, 0)
        if end is None:
            yield Response(offset, url, date, reason="a response without the end of its header")
            return
        status = re.match(rb"HTTP/\d(?:\.\d)? (\d{3})", block[:20])
        if status and not status[1].startswith(b"2"):
            return
        fields, body = _fields(block[:end]), block[end:]
    kind = fields.get("content-type", "").lower()
    if not ("html" in kind or (not kind and b"<html" in body[:2048].lower())):
        return
    plain = _decoded(body, fields)
    if isinstance(plain, str):
        yield Response(offset, url, date, reason=plain)
    elif plain.strip():
        charset = re.search(r"charset=[\"']?([\w.:-]{2,40})", kind)
        yield Response(offset, url, date, decode(plain, charset[1] if charset else None), plain)


def _decoded(body: bytes, fields: dict[str, str]) -> bytes | str:
    """Return a response's body without its transfer and content encodings, or why that is refused."""
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed([c.strip() for c in fields.get("content-encoding", "").lower().split(",") if c.strip()][:3]):
        if coding in ("gzip", "x-gzip", "deflate"):
            plain = inflated(body)
        elif coding == "br":
            plain = _brotli(body)
        elif coding == "identity":
            continue
        else:
            return f"a body encoded as {coding[:20]!r}, which is not read"
        if isinstance(plain, str):
            return plain
        body = plain
    return body


def _unchunked(body: bytes) -> bytes:
    out, at = [], 0
    while found := re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n").match(body, at):
        size = int(found[1], 16)
        if size == 0:
            break
        out.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return b"".join(out) if out else body


def inflated(data: bytes, most: int = MAX_RECORD_BYTES) -> bytes | str:
    """Return gzip or deflate data inflated to at most ``most`` bytes, or why that is refused."""
    for bits in (47, -15):
        machine = zlib.decompressobj(bits)
        try:
            out = machine.decompress(data, most)
        except zlib.error:
            continue
        if machine.unconsumed_tail or len(out) > max(1 << 20, MAX_RATIO * len(data)):
            return f"refused: it inflates beyond {MAX_RATIO} times or {most // 2**20} MB"
        return out
    return data if data[:64].lstrip()[:1] == b"<" else "a damaged compressed body"


def _brotli(data: bytes) -> bytes | str:
    try:
        import brotli  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        return "a body encoded as 'br' needs the package brotli: pip install 'firsthand[archives]'"
    machine, out, size = brotli.Decompressor(), [], 0
    try:
        piece = machine.process(data, output_buffer_limit=1 << 20)
        while piece:
            size += len(piece)
            if size > MAX_RECORD_BYTES or size > max(1 << 20, MAX_RATIO * len(data)):
                return f"refused: it inflates beyond {MAX_RATIO} times or {MAX_RECORD_BYTES // 2**20} MB"
            out.append(piece)
            piece = machine.process(b"", output_buffer_limit=1 << 20)
    except (brotli.error, TypeError) as error:
        return f"a damaged brotli body: {error}"
    return b"".join(out)
