"""One writer at a time: a lock file that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from firsthand.collection.nouns import CollectionError

TELL_AFTER_SECONDS = 3.0  # a person who waits longer is told why
_PAUSE_SECONDS = 0.02

_mine: set[tuple[int, int, str]] = set()  # held by a thread of this process: whoever has one gets it again


@contextmanager
def held(path: Path, tell: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock while the block runs; wait for whoever has it. Inside a block of the same thread it is held already."""
    mine = (os.getpid(), threading.get_ident(), os.path.realpath(path))
    if mine in _mine:
        yield
        return
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise CollectionError(f"cannot write in {path.parent}: {error.strerror}; give a folder of your own") from error
    try:
        _wait(handle, tell)
        _mine.add(mine)
        yield
    finally:
        if mine in _mine:
            _mine.discard(mine)
            _let_go(handle)
        os.close(handle)


def _let_go(handle: int) -> None:
    """Let go also of what processes hold that were forked meanwhile; closing the file here would leave it to them."""
    try:
        import fcntl
    except ImportError:  # Windows, where none is forked
        return
    fcntl.flock(handle, fcntl.LOCK_UN)


def _wait(handle: int, tell: Callable[[str], None] | None) -> None:
    started, told = time.monotonic(), False
    while not _taken(handle):
        if tell is not None and not told and time.monotonic() - started > TELL_AFTER_SECONDS:
            tell("another command is writing to this collection; waiting for it")
            told = True
        time.sleep(_PAUSE_SECONDS)  # a blocking lock could not tell the person why it waits


def _taken(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return _taken_there(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken_there(handle: int) -> bool:
    import msvcrt

    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # there on Windows only
    except OSError:
        return False
    return True
