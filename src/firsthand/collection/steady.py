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
from threading import RLock

_guard = RLock()  # whoever is collected as garbage in a block lets go inside it
_opened: dict[tuple[int, int], Steady] = {}  # by device and number of the file


class Steady:
    """An open file that several may read, of this process and of those that it forks; ``holders`` of them are left."""

    def __init__(self, handle: int) -> None:
        self._handle, self.holders = handle, 0

    @property
    def size(self) -> int:
        """Its length in bytes, now."""
        return os.fstat(self._handle).st_size

    def read(self, at: int, length: int) -> bytes:
        """Return up to ``length`` bytes from byte ``at``."""
        if hasattr(os, "pread"):  # not on Windows, where a closed file loses no locks of others
            return os.pread(self._handle, length, at)
        with _guard:
            os.lseek(self._handle, at, os.SEEK_SET)
            return os.read(self._handle, length)

    def is_at(self, path: Path) -> bool:
        """Tell whether the file still has that name, and not another one."""
        try:
            return _key(os.stat(path)) == _key(os.fstat(self._handle))
        except OSError:
            return False

    def close(self) -> None:
        """Close it, when nobody holds it any more."""
        os.close(self._handle)


def hold(path: Path) -> Steady:
    """Return the file, open for reading until ``let_go``; raises ``OSError``."""
    with _guard:
        held = _opened.get(_key(os.stat(path)))
        if held is None:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            held = _opened.setdefault(_key(os.fstat(handle)), Steady(handle))  # it may have been replaced meanwhile
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


def _key(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino
