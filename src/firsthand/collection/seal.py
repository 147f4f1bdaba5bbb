"""The seal: a digest of every page of the database file, so that a flipped byte is found and located.

``collection.seal`` is written after a checkpoint, when the database file holds everything and its log of changes
(``-wal``) nothing. ``collection.open`` stands beside it from the first change until the next seal and holds the pages that
were moved into the file since: when a command was cut off, the next one knows by it what to seal again.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand.collection import steady
from firsthand.collection.nouns import Fault
from firsthand.collection.originals import synced

MEND = "run check --rebuild, or, if you know that nobody touched the database, check --seal"  # where there is no whole seal

_MAGIC = b"firsthand seal 1"
_HEAD = struct.Struct(">16sIQ")  # magic, bytes of a page, number of pages
_DIGEST = 16  # bytes
_WAL_HEAD = 32  # bytes; SQLite's file format, section 4.1
_FRAME_HEAD = 24
_CHANGING, _NOTED = "changing", "noted"  # states of the marker: pages may be changing unseen, or all are noted


class Seal:
    """The seal of one database file."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.path = database.with_suffix(".seal")
        self.marker = database.with_suffix(".open")
        self.wal = database.with_name(database.name + "-wal")

    # ---- writing -------------------------------------------------------------------------------------------------

    def broken(self) -> bool:
        """Say, before a change, that the seal will be older than the file; tell whether it was current until now."""
        state, pages = self._marked()
        if state != _CHANGING:
            self._mark(_CHANGING, pages)
        return not state

    def unbroken(self) -> None:
        """Take that back, when nothing was changed after all."""
        if not self.is_pending():
            self.marker.unlink(missing_ok=True)

    def noted(self) -> frozenset[int]:
        """Return the pages changed since the seal was written, noted for good: to be called before every checkpoint."""
        pages = self._marked()[1] | self.pending_pages()
        self._mark(_NOTED, pages)
        return pages

    def is_current(self) -> bool:
        """Tell whether nothing has changed since the seal was written."""
        return self.path.exists() and not self.marker.exists() and not self.is_pending()

    def is_lost(self) -> bool:
        """Tell whether the seal is gone though no command was cut off: whoever wrote one now would hide what has changed."""
        return self.database.exists() and not self.path.exists() and not self.marker.exists()

    def is_damaged(self) -> bool:
        """Tell whether there is a seal that does not have the digest that it ends with."""
        return self.path.exists() and self._read() is None

    def lost_track(self) -> bool:
        """Tell whether changes may have reached the file without their pages being known.

        A command was cut off before its first change, or another program has moved its changes into the file since.
        """
        return self._marked()[0] == _CHANGING and not self.is_pending()

    def strays(self) -> list[Fault]:
        """Return the pages that changed although no command noted it; to be asked once track is lost."""
        found = self._read()
        return [] if found is None else self._compared(*found, None)

    def regain(self) -> None:
        """Seal the file after track was lost and nothing strayed: only what was noted has changed."""
        self.write(self._marked()[1])

    def pending_pages(self) -> frozenset[int]:
        """Return the pages that the log of changes holds (1-based), whether committed or not."""
        out = set()
        try:
            with self.wal.open("rb") as file:
                head = file.read(_WAL_HEAD)
                if len(head) < _WAL_HEAD:
                    return frozenset()
                size, salt = int.from_bytes(head[8:12], "big"), head[16:24]
                while len(frame := file.read(_FRAME_HEAD)) == _FRAME_HEAD and frame[8:16] == salt:
                    out.add(int.from_bytes(frame[:4], "big"))
                    file.seek(size, os.SEEK_CUR)
        except FileNotFoundError:
            pass
        return frozenset(out)

    def write(self, changed: frozenset[int] | None) -> None:
        """Write the seal of the file as it is, reading only the ``changed`` pages again (all, when not told).

        A damaged seal stays as it is, for ``check`` to name: by a new one nobody would find what changed before.
        """
        if self.is_damaged():
            return
        old = self._read() if changed is not None else None
        with steady.reading(self.database) as file:
            size = _page_size(file.read(0, 100))
            pages = file.size // size
            if old is not None and old[0] == size:
                digests = bytearray(old[1][: pages * _DIGEST])
                again = [n for n in sorted(changed or ()) if n <= pages]
                again += range(max(len(digests) // _DIGEST, 0) + 1, pages + 1)
                digests.extend(bytes(pages * _DIGEST - len(digests)))
            else:
                digests, again = bytearray(pages * _DIGEST), list(range(1, pages + 1))
            for n in again:
                digests[(n - 1) * _DIGEST : n * _DIGEST] = _digest(file.read((n - 1) * size, size))
        body = _HEAD.pack(_MAGIC, size, pages) + bytes(digests)
        aside = self.path.with_suffix(f".{os.getpid()}.part")
        with aside.open("wb") as out:
            out.write(body + _digest(body))
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, self.path)
        self.marker.unlink(missing_ok=True)
        synced(self.path.parent)

    # ---- checking ------------------------------------------------------------------------------------------------

    def check(self, into: BinaryIO | None = None) -> Iterator[Fault]:
        """Yield every page of the file that does not have the digest it was sealed with; what is read is written ``into`` a copy.

        Pages that a command changed which goes on or was cut off are sealed when it ends: they are not compared.
        """
        if not self.database.exists():
            yield Fault(self.database.name, "", "missing; run check --rebuild")
        elif self.is_lost():
            yield Fault(self.path.name, "", f"missing: a changed byte of the database cannot be found; {MEND}")
        elif not self.path.exists():
            yield Fault(self.path.name, "", "is not written yet; run check again when no other command is at work")
        elif (found := self._read()) is None:
            size = self.path.stat().st_size
            yield Fault(
                self.path.name, f"{size} bytes", f"is damaged: does not have the digest that it ends with; {MEND}"
            )
        else:
            before = self._marked()
            faults = self._compared(*found, into)
            if faults and into is None and (self._read(), self._marked()) != (found, before):
                yield from self.check()  # another command sealed meanwhile what it had changed
            else:
                yield from faults

    def _compared(self, size: int, digests: bytes, into: BinaryIO | None) -> list[Fault]:
        """Return the pages that are others than the sealed ones: all at once, so that the file is not held by who stops half way."""
        state, changing = self._marked()
        changing |= self.pending_pages()
        try:
            with steady.reading(self.database) as file:
                out = []
                sealed = len(digests) // _DIGEST
                unsure = state == _CHANGING and not self.is_pending()
                if not state and file.size != sealed * size:
                    said = f"has {file.size} bytes, {sealed * size} were sealed; run check --rebuild"
                    out.append(Fault(self.database.name, "", said))
                if unsure and set(range(file.size // size + 1, sealed + 1)) - changing:
                    out.append(Fault(self.database.name, "", f"has {file.size} bytes, {sealed * size} were sealed"))
                if unsure and (known := max([sealed, *changing])) < file.size // size:
                    out.append(Fault(self.database.name, f"from byte {known * size}", "no command has written this"))
                for n in range(min(sealed, file.size // size)):
                    page = file.read(n * size, size)
                    if n + 1 not in changing and _digest(page) != digests[n * _DIGEST : (n + 1) * _DIGEST]:
                        where = f"page {n + 1} (bytes {n * size}-{(n + 1) * size})"
                        out.append(Fault(self.database.name, where, "was changed"))
                    if into is not None:
                        into.write(page)
                return out
        except OSError as error:
            return [Fault(self.database.name, "", f"cannot be read: {error.strerror or error}")]

    # ---- inside --------------------------------------------------------------------------------------------------

    def _marked(self) -> tuple[str, frozenset[int]]:
        """Return the state of the marker (empty when there is none) and the pages noted in it."""
        try:
            state, *pages = self.marker.read_text("ascii").split() or [_CHANGING]
            return state if state in (_CHANGING, _NOTED) else _CHANGING, frozenset(map(int, pages))
        except FileNotFoundError:
            return "", frozenset()
        except (OSError, ValueError):  # damaged: all that is known is that somebody was changing something
            return _CHANGING, frozenset()

    def _mark(self, state: str, pages: frozenset[int]) -> None:
        aside = self.marker.with_suffix(f".{os.getpid()}.part")
        with aside.open("wb") as file:
            file.write("\n".join([state, *map(str, sorted(pages))]).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, self.marker)
        synced(self.marker.parent)

    def is_pending(self) -> bool:
        """Tell whether the log of changes holds any."""
        try:
            return self.wal.stat().st_size > 0
        except FileNotFoundError:
            return False

    def _read(self) -> tuple[int, bytes] | None:
        """Return the size of a page and the digests of all; ``None`` when there is no whole seal."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return None
        body, end = data[:-_DIGEST], data[-_DIGEST:]
        if len(body) < _HEAD.size or _digest(body) != end:
            return None
        magic, size, pages = _HEAD.unpack(body[: _HEAD.size])
        digests = body[_HEAD.size :]
        return (size, digests) if magic == _MAGIC and len(digests) == pages * _DIGEST else None


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def _page_size(head: bytes) -> int:
    size = int.from_bytes(head[16:18], "big")  # SQLite's file format, section 1.3.2
    return 65_536 if size == 1 else max(512, size)
