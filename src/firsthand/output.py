"""What ``-o`` names, filled: a file whole or not at all; a device or a pipe as it comes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Fill = Callable[[Callable[[bytes], object]], object]  # calls what it is given with each piece of the bytes, in order

_KEPT_OF_NAME = 50  # characters in the name of what lies beside the place: a name may have 255 bytes, a character four


def fill(output: str, pour: Fill) -> None:
    """Put what ``pour`` writes at ``output``; raises ``OSError``, and then a file that was there is as it was.

    A link stays one: the file it leads to is replaced. What is no file (a device, a pipe) is written into, and so is a file
    in a folder that nothing can be made in.
    """
    there = _found(output)
    place = Path(os.path.realpath(output))
    if there is not None and not (stat.S_ISREG(there.st_mode) and os.access(place.parent, os.W_OK)):
        with open(output, "wb") as sink:
            pour(sink.write)
        return
    aside = place.with_name(f".{place.name[:_KEPT_OF_NAME]}.{os.urandom(4).hex()}.part")
    try:
        with aside.open("xb") as file:
            pour(file.write)
            file.flush()
            os.fsync(file.fileno())
        _put(aside, place, there)
    finally:
        aside.unlink(missing_ok=True)


def _found(output: str) -> os.stat_result | None:
    try:
        return os.stat(output)
    except FileNotFoundError:
        return None


def _put(aside: Path, place: Path, there: os.stat_result | None) -> None:
    """Let ``aside`` take the place, with the owner and the rights that a file had ``there``."""
    if there is not None:
        with suppress(OSError, AttributeError):  # Windows knows no owners, and only root gives files away
            os.chown(aside, there.st_uid, there.st_gid)
        aside.chmod(stat.S_IMODE(there.st_mode))
    try:
        os.replace(aside, place)
    except OSError:
        if there is None:
            raise
        _copied(aside, place)  # a file that is mounted by itself can be written, not replaced


def _copied(aside: Path, place: Path) -> None:
    from shutil import copyfile  # here, for the command line loads this module before it knows what it is to do

    copyfile(aside, place)
