"""Originals in the database, in pieces: writers on several machines need no disk in common."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import BinaryIO

from firsthand.collection import originals
from firsthand.collection.nouns import CollectionError, Fault, LostOriginalError, Original
from firsthand.collection.postgres.connection import Connection

PIECE = 1 << 20  # bytes of a row; memory does not grow with the file


class PostgresOriginals:
    """The originals of a collection in PostgreSQL."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.mended: list[Original] = []

    def clear_away(self) -> None:
        """Do nothing: what a killed command left is taken back by the server."""

    def keep(self, stream: BinaryIO, name: str, uri: str, real: str) -> Original:
        """Return the original after its bytes are kept, in one transaction; one that is held whole is not sent again."""
        try:
            if stream.seekable():
                sha, size, pieces = _hashed(stream)
                number = self._number(sha)
                if number is not None and self._pieces(number) == pieces:
                    return Original(sha, size, name, uri, real)
                stream.seek(0)
            sha, size, damaged = self._sent(stream)
        except OSError as error:
            raise CollectionError(
                f"cannot keep {uri}: {error.strerror or error}; nothing of it was added, run the command again"
            ) from error
        kept = Original(sha, size, name, uri, real)
        if damaged:
            self.mended.append(kept)
        return kept

    def _sent(self, stream: BinaryIO) -> tuple[str, int, bool]:
        """Return hash and size of what was sent, and whether it stands now in the place of damaged pieces."""
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
            damaged = not new and self._in_place_of(self._number(h.hexdigest()), number)
            if new or damaged:  # else the same bytes are held: ours go
                self._db.execute("COMMIT")
        finally:
            if self._db.in_transaction:
                self._db.roll_back()
        return h.hexdigest(), size, damaged

    def _in_place_of(self, held: int | None, sent: int) -> bool:
        """Put the pieces that were sent in the place of those held, if they differ; tell whether they do."""
        if held is None or self._pieces(held) == self._pieces(sent):
            return False
        self._db.execute("DELETE FROM pieces WHERE original = ?", (held,))
        self._db.execute("UPDATE pieces SET original = ? WHERE original = ?", (held, sent))
        return True

    def _pieces(self, number: int) -> list[tuple[int, bytes]]:
        """Return the numbers and hashes of the pieces of an original, made by the server: a held file is not sent back."""
        sql = "SELECT number, sha256(data) FROM pieces WHERE original = ? ORDER BY number"
        return [(n, bytes(sha)) for n, sha in self._db.execute(sql, (number,)).fetchall()]

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes of an original, to be read from anywhere."""
        row = self._db.execute("SELECT number, size FROM originals WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            said = f"{originals.called(sha256)} is not held"
            raise LostOriginalError(
                f"{said}; firsthand check names all that is wrong, check --rebuild goes on without it"
            )
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


def _hashed(stream: BinaryIO) -> tuple[str, int, list[tuple[int, bytes]]]:
    """Return hash and size of a file, and the number and hash of each of its pieces."""
    h = hashlib.sha256()
    size = 0
    pieces: list[tuple[int, bytes]] = []
    while piece := stream.read(PIECE):
        h.update(piece)
        size += len(piece)
        pieces.append((len(pieces), hashlib.sha256(piece).digest()))
    return h.hexdigest(), size, pieces
