"""Files as they were given, each under the hash of its bytes: ``originals/ab/<sha256>``. Written once, never changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand.collection.nouns import CollectionError, Fault, Original

_PIECE = 1 << 20  # bytes read at a time: memory does not grow with the file


def keep(root: Path, stream: BinaryIO, name: str, uri: str, real: str) -> Original:
    """Return the original after its bytes lie in ``root`` for good: written, synced and renamed, in that order."""
    root.mkdir(parents=True, exist_ok=True)
    aside = root / f".{os.getpid()}.part"
    h = hashlib.sha256()
    size = 0
    try:
        with aside.open("wb") as file:
            while piece := stream.read(_PIECE):
                h.update(piece)
                size += len(piece)
                file.write(piece)
            sha = h.hexdigest()
            final = where(root, sha)
            if not (final.exists() and final.stat().st_size == size):
                file.flush()
                os.fsync(file.fileno())
                final.parent.mkdir(exist_ok=True)
                os.replace(aside, final)
                synced(final.parent)
                synced(root)
    except OSError as error:
        raise CollectionError(
            f"cannot keep {uri}: {error.strerror or error}; nothing of it was added, make room and run the command again"
        ) from error
    finally:
        aside.unlink(missing_ok=True)
    return Original(sha, size, name, uri, real)


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


def check(root: Path, expected: dict[str, int]) -> Iterator[Fault]:
    """Yield what is wrong with the originals: missing, of another size, or holding other bytes than their name says."""
    found = set()
    for name in names(root):
        path = where(root, name)
        file = f"originals/{name[:2]}/{name}"
        found.add(name)
        h = hashlib.sha256()
        size = 0
        try:
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    h.update(piece)
                    size += len(piece)
        except OSError as error:
            yield Fault(file, "", f"cannot be read: {error.strerror or error}")
            continue
        if h.hexdigest() != name:
            yield Fault(
                file, "", f"its {size} bytes have the hash {h.hexdigest()[:16]}..., not the one it is called by"
            )
        if name in expected and expected[name] != size:
            yield Fault(file, "", f"has {size} bytes, not {expected[name]}")
    for name in sorted(expected.keys() - found):
        yield Fault(f"originals/{name[:2]}/{name}", "", "missing")
