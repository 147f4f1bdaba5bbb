"""Originals in the database, in pieces: writers on several machines need no disk in common."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from firsthand.collection import originals
from firsthand.collection.nouns import CollectionError, Fault, Original
from firsthand.collection.postgres.connection import Connection

PIECE = 1 << 20  # bytes of a row; memory does not grow with the file


class PostgresOriginals:
    """The originals of a collection in PostgreSQL."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def keep(self, stream: BinaryIO, name: str, uri: str, real: str) -> Original:
        """Return the original after its bytes are kept, in one transaction; one that is held is not sent again."""
        try:
            if stream.seekable():
                sha, size = _hashed(stream)
                if self._number(sha) is not None:
                    return Original(sha, size, name, uri, real)
                stream.seek(0)
            sha, size = self._sent(stream)
        except OSError as error:
            raise CollectionError(
                f"cannot keep {uri}: {error.strerror or error}; nothing of it was added, run the command again"
            ) from error
        return Original(sha, size, name, uri, real)

    def _sent(self, stream: BinaryIO) -> tuple[str, int]:
        h = hashlib.sha256()
        size = count = 0
        self._db.execute("BEGIN")
        try:
            number = self._db.execute("SELECT nextval('originals_numbers')").fetchone()[0]
            while piece := stream.read(PIECE):
                h.update(piece)
                size += len(piece)
                self._db.execute("INSERT INTO pieces VALUES (?, ?, ?)", (number, count, piece))
                count += 1
            row = (number, h.hexdigest(), size)
            new = self._db.execute("INSERT INTO originals VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount
            if new:  # else another writer kept the same bytes meanwhile: ours go
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.roll_back()
        return h.hexdigest(), size

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes of an original, to be read from anywhere."""
        row = self._db.execute("SELECT number, size FROM originals WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise CollectionError(f"the original {sha256} is not held; run firsthand check")
        return io.BufferedReader(_Pieces(self._db, *row), PIECE // 16)

    def names(self) -> Iterator[str]:
        """Yield the hash of every original, in order."""
        for (sha,) in self._db.execute("SELECT sha256 FROM originals ORDER BY sha256").fetchall():
            yield sha

    def faults(self, expected: dict[str, int]) -> Iterator[Fault]:
        """Yield what is wrong with the originals."""
        return originals.check(self, expected)

    def _number(self, sha256: str) -> int | None:
        row = self._db.execute("SELECT number FROM originals WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else int(row[0])


class _Pieces(io.RawIOBase):
    """The pieces of one original as a file; the last one used is remembered."""

    def __init__(self, db: Connection, number: int, size: int) -> None:
        self._db, self._number, self._size = db, number, size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a byte."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        """Return the byte that comes next."""
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader gives; "Buffer" has a name from Python 3.12 on
        """Read as much as fits and one piece has."""
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, PIECE)
        if self._held[0] != number:
            asked = "SELECT data FROM pieces WHERE original = ? AND number = ?"
            row = self._db.execute(asked, (self._number, number)).fetchone()
            self._held = (number, row[0] if row is not None else b"")
        part = self._held[1][start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


def _hashed(stream: BinaryIO) -> tuple[str, int]:
    h = hashlib.sha256()
    size = 0
    while piece := stream.read(PIECE):
        h.update(piece)
        size += len(piece)
    return h.hexdigest(), size
