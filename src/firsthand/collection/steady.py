"""Reading a database file beside SQLite: a file that a process closes loses all locks of that process on it.

So says POSIX, and SQLite holds one such lock for as long as a connection is open. Without it another program that closes the
database takes itself for the last and deletes the log of changes under us (https://www.sqlite.org/howtocorrupt.html,
2.2). What is opened here is closed only when nobody in the process reads or holds it any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

_guard = Lock()
_opened: dict[tuple[int, int], Steady] = {}  # by device and number of the file


class Steady:
    """An open file that several may read; ``holders`` of them are left."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.holders = file, 0

    @property
    def size(self) -> int:
        """Its length in bytes, now."""
        return os.fstat(self._file.fileno()).st_size

    def read(self, at: int, length: int) -> bytes:
        """Return up to ``length`` bytes from byte ``at``."""
        with _guard:
            self._file.seek(at)
            return self._file.read(length)

    def close(self) -> None:
        """Close it, when nobody holds it any more."""
        self._file.close()


def hold(path: Path) -> Steady:
    """Return the file, open for reading until ``let_go``; raises ``OSError``."""
    with _guard:
        found = os.stat(path)
        key = found.st_dev, found.st_ino
        held = _opened.get(key)
        if held is None:
            held = _opened[key] = Steady(path.open("rb", buffering=0))
        held.holders += 1
        return held


def let_go(held: Steady) -> None:
    """End one hold; the last closes the file. Whoever has a connection to it lets go after closing that."""
    with _guard:
        held.holders -= 1
        if held.holders == 0:
            for key in [k for k, v in _opened.items() if v is held]:
                del _opened[key]
            held.close()


@contextmanager
def reading(path: Path) -> Iterator[Steady]:
    """Return the file for a block; raises ``OSError``."""
    held = hold(path)
    try:
        yield held
    finally:
        let_go(held)
