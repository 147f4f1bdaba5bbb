"""Files as they were given, each under the hash of its bytes: ``originals/ab/<sha256>``. Written once, changed only to what it was."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from firsthand.collection.nouns import CollectionError, Fault, Original

_PIECE = 1 << 20  # bytes read at a time: memory does not grow with the file
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
LEFT_SECONDS = 24 * 3600  # after which a half-written file is one that a killed command left

MISSING = "missing"  # what faults say of an original that the log tells of and that is not there


class Originals(Protocol):
    """Where the files of a collection lie."""

    @property
    def mended(self) -> list[Original]:
        """Return the originals that ``keep`` found damaged, and wrote anew of the bytes that it was given."""

    def keep(self, stream: BinaryIO, name: str, uri: str, real: str) -> Original:
        """Return the original after its bytes are kept for good; damaged ones that were held give way to them."""

    def clear_away(self) -> None:
        """Remove what killed commands left half written."""

    def open(self, sha256: str) -> BinaryIO:
        """Return the bytes of an original, to be read from anywhere."""

    def names(self) -> Iterator[str]:
        """Yield the hash of every original, in order."""

    def faults(self, expected: dict[str, int]) -> Iterator[Fault]:
        """Yield what is wrong: missing, of another size than expected, or holding other bytes than the name says."""


@dataclass(frozen=True)
class Folder:
    """Originals in a folder: ``root/ab/<sha256>``."""

    root: Path
    mended: list[Original] = field(default_factory=list, compare=False)

    def keep(self, stream: BinaryIO, name: str, uri: str, real: str) -> Original:
        """Return the original after its bytes lie in the folder for good."""
        kept, damaged = keep(self.root, stream, name, uri, real)
        if damaged:
            self.mended.append(kept)
        return kept

    def clear_away(self) -> None:
        """Remove what killed commands left half written."""
        clear_away(self.root, time.time())

    def open(self, sha256: str) -> BinaryIO:
        """Return the file of an original, open."""
        return where(self.root, sha256).open("rb")

    def names(self) -> Iterator[str]:
        """Yield the hash of every original, in order."""
        return names(self.root)

    def faults(self, expected: dict[str, int]) -> Iterator[Fault]:
        """Yield what is wrong with the files."""
        return check(self, expected)


def keep(root: Path, stream: BinaryIO, name: str, uri: str, real: str) -> tuple[Original, bool]:
    """Return the original after its bytes lie in ``root`` for good: written, synced and renamed, in that order.

    And whether other bytes lay there under its hash, in whose place they stand now: a disk had changed them.
    """
    root.mkdir(parents=True, exist_ok=True)
    aside = root / f".{secrets.token_hex(16)}.part"  # a process id would not do: two containers have the same ones
    h = hashlib.sha256()
    size = 0
    damaged = False
    try:
        with aside.open("xb") as file:
            while piece := stream.read(_PIECE):
                h.update(piece)
                size += len(piece)
                file.write(piece)
            sha = h.hexdigest()
            final = where(root, sha)
            held = final.exists()
            if not (held and _is_whole(final, size)):
                damaged = held
                file.flush()
                os.fsync(file.fileno())
                final.parent.mkdir(exist_ok=True)
                os.replace(aside, final)
                synced(final.parent)
                synced(root)
    except OSError as error:
        then = "make room and run the command again" if error.errno in _NO_ROOM else "run the command again"
        raise CollectionError(
            f"cannot keep {uri}: {error.strerror or error}; nothing of it was added, {then}"
        ) from error
    finally:
        aside.unlink(missing_ok=True)
    return Original(sha, size, name, uri, real), damaged


def _is_whole(file: Path, size: int) -> bool:
    """Tell whether an original holds the bytes that its name says."""
    try:
        return file.stat().st_size == size and _hashed(file.open("rb")) == (file.name, size)
    except OSError:  # a disk that cannot read it does not hold it
        return False


def _hashed(stream: BinaryIO) -> tuple[str, int]:
    """Return hash and size of all that ``stream`` gives; it is closed then."""
    h = hashlib.sha256()
    size = 0
    with stream:
        while piece := stream.read(_PIECE):
            h.update(piece)
            size += len(piece)
    return h.hexdigest(), size


def clear_away(root: Path, now: float) -> None:
    """Remove what killed commands left half written in ``root``: nothing that is being written stays unchanged for a day."""
    for part in root.glob(".*.part"):
        with suppress(FileNotFoundError):  # another command clears away too
            if now - part.stat().st_mtime > LEFT_SECONDS:
                part.unlink()


def called(sha256: str) -> str:
    """Return what faults call the original with that hash."""
    return f"originals/{sha256[:2]}/{sha256}"


def misnamed(sha256: str, size: int, found: str) -> Fault:
    """Return what is wrong with an original of ``size`` bytes that have another hash."""
    return Fault(called(sha256), "", f"its {size} bytes have the hash {found[:16]}..., not the one it is called by")


def where(root: Path, sha256: str) -> Path:
    """Return where the original with that hash lies."""
    return root / sha256[:2] / sha256


def synced(folder: Path) -> None:
    """Make the names in ``folder`` survive a power cut, where the system can do so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def names(root: Path) -> Iterator[str]:
    """Yield the hash of every original, in order."""
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.is_dir():
            yield from sorted(p.name for p in folder.iterdir())


def is_sound(held: Originals, sha256: str) -> bool:
    """Tell whether an original holds the bytes that it is called by; one that is not there or cannot be read does not."""
    try:
        return _hashed(held.open(sha256))[0] == sha256
    except (OSError, CollectionError):
        return False


def check(held: Originals, expected: dict[str, int]) -> Iterator[Fault]:
    """Yield what is wrong with originals, wherever they lie."""
    found = set()
    for name in held.names():
        file = called(name)
        found.add(name)
        try:
            sha, size = _hashed(held.open(name))
        except OSError as error:
            yield Fault(file, "", f"cannot be read: {error.strerror or error}")
            continue
        if sha != name:
            yield misnamed(name, size, sha)
        if name in expected and expected[name] != size:
            yield Fault(file, "", f"has {size} bytes, not {expected[name]}")
    for name in sorted(expected.keys() - found):
        yield Fault(called(name), "", MISSING)
