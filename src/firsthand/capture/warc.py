"""WARC -> its entries: a reader of our own that inflates only so much, finds its way after damage and accounts for every byte."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from firsthand.capture.encoding import decode
from firsthand.records import Outcome

MAX_RECORD_BYTES = 64 * 2**20  # one record or body, inflated: twice the largest page that is parsed
MAX_RATIO = 200  # inflated to stored size of what is longer than a megabyte; the densest honest pages reach 60
_CHUNK_BYTES = 1 << 16
_HEADER_BYTES = 1 << 16  # of a record or a response; Apache allows 8 kB, nginx 32 kB
_FREE_BYTES = 1 << 20  # may be inflated at any ratio

# record := "WARC/" version CRLF fields CRLF CRLF block CRLF CRLF        (ISO 28500; LF and CRCRLF are met too)
_START = re.compile(rb"WARC/\d\.\d{1,2}\r{0,2}\n")
_BORDER = re.compile(rb"\n\r{0,2}\n(?=WARC/\d\.\d{1,2}\r{0,2}\n)")
_START_BYTES = 12
_BLANKS = re.compile(rb"[ \t\r\n\x00]{0,4096}")
_HEAD_END = re.compile(rb"\n\r{0,2}\n")
_LENGTH = re.compile(rb"(?i)\ncontent-length[ \t]{0,9}:[ \t]{0,9}(\d{1,15})[ \t]{0,9}\r{0,2}\n")
_STATUS = re.compile(rb"\S{4,12}[ \t]+(\d{3})")  # "HTTP/1.1 200", and what broken servers make of it


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of an archive, or one damaged stretch: an HTML page (``outcome`` is ``None``), or why it gives none.

    ``length`` bytes from ``offset`` on: the entries of an archive hold each of its bytes once. Of several records in one
    gzip member the last takes the member's bytes, the others none.
    """

    offset: int
    length: int
    outcome: Outcome | None = None
    reason: str = ""
    url: str | None = None
    date: str | None = None
    html: str | None = None
    payload: bytes = b""


class _Part(NamedTuple):
    """A stretch of a tape: a record with ``head`` and ``block``, or one that is lost; ``reason`` says what is wrong with it."""

    start: int
    end: int
    head: bytes | None = None
    block: bytes = b""
    outcome: Outcome = Outcome.FAILED
    reason: str = ""


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """Yield what an archive holds, plain or gzipped, in its order: pages, records that are none, and every damaged stretch."""
    zipped = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    if zipped:
        yield from _gzipped(_Members(stream))
        return
    for part in _parts(_Tape(lambda: stream.read(_CHUNK_BYTES))):
        yield from _entry(part, part.start, part.end - part.start)


# ---- stretches --------------------------------------------------------------------------------------------------------


class _Tape:
    """Bytes read forward through a window: ``data`` from ``at`` on lies ahead."""

    def __init__(self, more: Callable[[], bytes]) -> None:
        self._more = more
        self._ended = False
        self._base = 0
        self.data = b""
        self.at = 0

    @property
    def position(self) -> int:
        """Return how many bytes lie behind."""
        return self._base + self.at

    def ahead(self, size: int) -> bool:
        """Read on until ``size`` bytes lie ahead; tell whether they do.

        A quarter more is read at once: records that all claim to be long would otherwise copy the window each time.
        """
        have = len(self.data) - self.at
        if have >= size or self._ended:
            return have >= size
        pieces = [self.data[self.at :]]
        while have < size + size // 4:
            piece = self._more()
            if not piece:
                self._ended = True
                break
            pieces.append(piece)
            have += len(piece)
        self._base += self.at
        self.at = 0
        self.data = b"".join(pieces)
        return have >= size

    def head_size(self) -> int:
        """Return how long the header ahead is, its empty line included; 0 when no end of it is near."""
        found = _HEAD_END.search(self.data, self.at, self.at + _HEADER_BYTES)
        if found is None:
            self.ahead(_HEADER_BYTES)
            found = _HEAD_END.search(self.data, self.at, self.at + _HEADER_BYTES)
        return found.end() - self.at if found else 0

    def pass_to_record(self) -> bool:
        """Go to the next record's start, else to the end; tell whether anything but white space was passed."""
        blank = True
        while self.ahead(_START_BYTES):
            found = _START.search(self.data, self.at)
            stop = found.start() if found else len(self.data) - _START_BYTES + 1
            blank = blank and not self.data[self.at : stop].strip(b" \t\r\n\x00")
            self.at = stop
            if found:
                return not blank
        blank = blank and not self.data[self.at :].strip(b" \t\r\n\x00")
        self.at = len(self.data)
        return not blank


def _parts(tape: _Tape) -> Iterator[_Part]:
    """Yield the records of a tape and the stretches between them; every byte lies in one of them."""
    start = 0  # differs from the position when white space stands before the first record
    while tape.ahead(1):
        tape.ahead(_START_BYTES)
        if not _START.match(tape.data, tape.at):
            if tape.pass_to_record():
                yield _Part(start, tape.position, reason="bytes that belong to no record")
                start = tape.position
            continue
        yield _record(tape, start)
        start = tape.position
    if tape.position > start:
        yield _Part(start, tape.position, outcome=Outcome.NOT_AN_ARTICLE, reason="white space only")


def _record(tape: _Tape, start: int) -> _Part:
    """Return the record that begins ahead and pass it; a length that lies is corrected by where the next record starts."""
    size = tape.head_size()
    head = tape.data[tape.at : tape.at + size]
    stated = _LENGTH.search(head)
    if not size or stated is None:
        tape.at += 5
        tape.pass_to_record()
        reason = "a record without a length" if size else "a record without the end of its header"
        return _Part(start, tape.position, reason=reason)
    length = int(stated[1])
    if length > MAX_RECORD_BYTES:
        tape.ahead(size + _HEADER_BYTES)
        block = tape.data[tape.at + size : tape.at + size + _HEADER_BYTES]
        tape.at += size
        tape.pass_to_record()
        reason = f"a record of more than {MAX_RECORD_BYTES // 2**20} MB"
        return _Part(start, tape.position, head, block, Outcome.REFUSED, reason)
    whole = tape.ahead(size + length)
    after = _end_of_blanks(tape, size + length)
    begin, end = tape.at + size, min(tape.at + size + length, len(tape.data))
    reason = ""
    if not whole or not (after == len(tape.data) or _START.match(tape.data, after)):
        border = _BORDER.search(tape.data, begin, end)
        if border:
            end, after = border.start(), border.end()
            reason = "a record is shorter than it states; what is there was read"
        elif not whole:
            reason = "a record is cut off; what is there was read"
    block = tape.data[begin:end]
    tape.at = after
    return _Part(start, tape.position, head, block, reason=reason)


def _end_of_blanks(tape: _Tape, size: int) -> int:
    """Return where the white space ends that follows ``size`` bytes of the tape ahead."""
    tape.ahead(size + 4 + _START_BYTES)
    found = _BLANKS.match(tape.data, min(tape.at + size, len(tape.data)))
    assert found is not None
    return found.end()


# ---- gzip members ------------------------------------------------------------------------------------------------------


class _Members:
    """The gzip members of a stream, inflated one after another; ``offset`` is where reading stands in the stored bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._stored = b""
        self._inflated = self._used = 0
        self._machine = zlib.decompressobj(31)
        self.offset = 0
        self.fault: tuple[Outcome, str] | None = None

    def begin(self) -> bool:
        """Go to the next member; tell whether there is one."""
        self._stored = self._stored or self._stream.read(_CHUNK_BYTES)
        self._machine = zlib.decompressobj(31)
        self._inflated = self._used = 0
        self.fault = None
        return bool(self._stored)

    def more(self) -> bytes:
        """Return the next inflated bytes of this member, nothing at its end or behind a ``fault``."""
        machine = self._machine
        while not machine.eof and self.fault is None:
            stored = self._stored or self._stream.read(_CHUNK_BYTES)
            if not stored:
                self.fault = (Outcome.FAILED, "the archive is cut off inside a record")
                break
            try:
                piece = machine.decompress(stored, 1 << 20)
            except zlib.error as error:
                self._stored = stored
                self.fault = (Outcome.FAILED, f"damaged gzip member: {error}")
                break
            self._stored = machine.unused_data if machine.eof else machine.unconsumed_tail
            used = len(stored) - len(self._stored)
            self.offset += used
            self._used += used
            self._inflated += len(piece)
            if self._inflated > max(_FREE_BYTES, MAX_RATIO * self._used):
                self.fault = (Outcome.REFUSED, f"refused: it inflates beyond {MAX_RATIO} times")
            if piece:
                return piece
        return b""

    def pass_damage(self) -> None:
        """Go to what looks like the next member."""
        self._pass(1)
        while self._stored:
            at = self._stored.find(b"\x1f\x8b\x08")
            if at >= 0:
                self._pass(at)
                return
            self._pass(max(len(self._stored) - 2, 0))
            more = self._stream.read(_CHUNK_BYTES)
            if not more:
                self._pass(len(self._stored))
            self._stored += more

    def _pass(self, count: int) -> None:
        self.offset += len(self._stored[:count])
        self._stored = self._stored[count:]


def _gzipped(members: _Members) -> Iterator[Entry]:
    while members.begin():
        offset = members.offset
        held: _Part | None = None
        for part in _parts(_Tape(members.more)):
            if held is not None:
                yield from _entry(held, offset, 0)
            held = part
        fault = members.fault
        if fault is None:
            yield from _entry(held or _Part(0, 0, reason="an empty gzip member"), offset, members.offset - offset)
            continue
        if held is not None and held.head is not None and not held.reason:
            yield from _entry(held, offset, 0)
        members.pass_damage()
        yield Entry(offset, members.offset - offset, *fault)


# ---- records ----------------------------------------------------------------------------------------------------------


def _entry(part: _Part, offset: int, length: int) -> Iterator[Entry]:
    """Yield the entry of a part, and one more of no length for what a damaged record lost."""
    if part.head is None:
        yield Entry(offset, length, part.outcome, part.reason)
        return
    head = _fields(part.head)
    kind = head.get("warc-type", "").lower()
    if kind not in ("response", "resource"):
        found = Entry(offset, length, Outcome.NOT_AN_ARTICLE, f"not an article: a {kind or 'nameless'} record")
    else:
        found = _response(head, kind, part, offset, length)
    if not part.reason or (part.outcome is Outcome.REFUSED and found.outcome is Outcome.NOT_AN_ARTICLE):
        yield found
    elif found.outcome is None:
        yield found
        yield Entry(offset + length, 0, part.outcome, part.reason)
    else:
        yield Entry(offset, length, part.outcome, part.reason)


def _fields(head: bytes) -> dict[str, str]:
    out: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            out.setdefault(name.strip().lower(), value.strip())
    return out


def _response(head: dict[str, str], kind: str, part: _Part, offset: int, length: int) -> Entry:
    """Return the entry of a response or resource: a page, when that is what came and it can be decoded."""
    body, fields = part.block, {"content-type": head.get("content-type", "")}
    stated = fields["content-type"].lower()
    if stated.startswith("application/http") or (kind == "response" and body.startswith(b"HTTP/")):
        end = _HEAD_END.search(body, 0, _HEADER_BYTES)
        if end is None:
            return Entry(offset, length, Outcome.FAILED, "a response without the end of its header")
        status = _STATUS.match(body)
        if status and not status[1].startswith(b"2"):
            return Entry(offset, length, Outcome.NOT_AN_ARTICLE, f"not an article: HTTP status {status[1].decode()}")
        fields, body = _fields(body[: end.end()]), body[end.end() :]
    media = fields.get("content-type", "").lower()
    if "html" not in media and (media or b"<html" not in body[:2048].lower()):
        return Entry(offset, length, Outcome.NOT_AN_ARTICLE, f"not an article: {_media(media)}")
    if part.outcome is Outcome.REFUSED:
        return Entry(offset, length, part.outcome, part.reason)
    plain = _decoded(body, fields)
    if not isinstance(plain, bytes):
        return Entry(offset, length, *plain)
    if not plain.strip():
        return Entry(offset, length, Outcome.NOT_AN_ARTICLE, "not an article: an empty page")
    charset = re.search(r"charset=[\"']?([\w.:-]{2,40})", media)
    url, date = head.get("warc-target-uri", "").strip("<> ") or None, head.get("warc-date")
    return Entry(offset, length, None, "", url, date, decode(plain, charset[1] if charset else None), plain)


def _media(stated: str) -> str:
    """Return a media type without its parameters, in printable letters."""
    name = stated.partition(";")[0].strip()[:60]
    return name if name and name.isprintable() else "a response of no stated type"


Refusal = tuple[Outcome, str]


def _decoded(body: bytes, fields: dict[str, str]) -> bytes | Refusal:
    """Return a response's body without its transfer and content encodings, or why that is not done."""
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed([c.strip() for c in fields.get("content-encoding", "").lower().split(",") if c.strip()][:3]):
        decoder = _CODINGS.get(coding)
        if decoder is None:
            return Outcome.FAILED, f"a body encoded as {coding[:20]!r}, which is not read"
        plain = decoder(body)
        if not isinstance(plain, bytes):
            return plain
        body = plain
    return body


_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


def _unchunked(body: bytes) -> bytes:
    """Return a chunked body as one; as it is when it is not chunked after all (many archives keep the header only)."""
    out, at = [], 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            break
        out.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return b"".join(out) if out else body


def _beyond(stored: int) -> Refusal:
    limit = f"{MAX_RATIO} times" if stored * MAX_RATIO < MAX_RECORD_BYTES else f"{MAX_RECORD_BYTES // 2**20} MB"
    return Outcome.REFUSED, f"refused: its body inflates beyond {limit}"


def _most(stored: int) -> int:
    """Return how far a body of ``stored`` bytes may inflate."""
    return min(MAX_RECORD_BYTES, max(_FREE_BYTES, MAX_RATIO * stored))


def _inflated(data: bytes) -> bytes | Refusal:
    """Return gzip or deflate data inflated; as it is when it is markup already (archives that store bodies decoded)."""
    for bits in (47, -15):
        machine = zlib.decompressobj(bits)
        try:
            out = machine.decompress(data, _most(len(data)))
        except zlib.error:
            continue
        return _beyond(len(data)) if machine.unconsumed_tail else out
    return data if data[:64].lstrip()[:1] == b"<" else (Outcome.FAILED, "a damaged compressed body")


def _brotli(data: bytes) -> bytes | Refusal:
    try:
        import brotli  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        reason = "a body encoded as 'br' needs the package brotli: pip install 'firsthand[archives]'"
        return Outcome.FAILED, reason
    machine, out, left = brotli.Decompressor(), [], _most(len(data))
    try:
        piece = machine.process(data, output_buffer_limit=1 << 20)
        while piece:
            left -= len(piece)
            if left < 0:
                return _beyond(len(data))
            out.append(piece)
            piece = machine.process(b"", output_buffer_limit=1 << 20)
    except (brotli.error, TypeError) as error:
        return data if data[:64].lstrip()[:1] == b"<" else (Outcome.FAILED, f"a damaged brotli body: {error}")
    return b"".join(out)


def _zstd(data: bytes) -> bytes | Refusal:
    try:
        import zstandard
    except ImportError:
        reason = "a body encoded as 'zstd' needs the package zstandard: pip install 'firsthand[archives]'"
        return Outcome.FAILED, reason
    most = _most(len(data))
    try:
        # RFC 8878, 3.1.1.1.2: frames are to be read with windows of 8 MB at least
        out: bytes = zstandard.ZstdDecompressor(max_window_size=1 << 23).stream_reader(data).read(most + 1)
    except zstandard.ZstdError as error:
        return data if data[:64].lstrip()[:1] == b"<" else (Outcome.FAILED, f"a damaged zstd body: {error}")
    if len(out) > most:
        return _beyond(len(data))
    if len(out) < max(1, zstandard.frame_content_size(data)):  # what the frame states; -1: it states nothing
        return Outcome.FAILED, "a zstd body that is cut off"
    return out


_CODINGS: dict[str, Callable[[bytes], bytes | Refusal]] = {
    "gzip": _inflated, "x-gzip": _inflated, "deflate": _inflated, "br": _brotli, "zstd": _zstd,
    "identity": lambda data: data,
}  # fmt: skip
