"""Paths -> originals kept -> the items that each holds, in order: captures with the ids they ask for, and skips."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from firsthand import capture
from firsthand.capture import files, skip
from firsthand.capture.intake import Intake
from firsthand.collection.nouns import CollectionError, Original
from firsthand.collection.originals import Originals
from firsthand.records import Capture, Skipped

STANDARD_INPUT = "-"


def given(paths: Iterable[str | Path], own: Path | None = None) -> tuple[list[Path], list[Skipped]]:
    """Return every file under ``paths`` that is not the collection's ``own``, and a row for each other collection there.

    Raises when one of the paths is not there: nothing is added of a mistyped call.
    """
    out, others = [], []
    home = None if own is None else own.resolve()
    for file in files.under(p for p in paths if str(p) != STANDARD_INPUT):
        own_file = home is not None and file.resolve().is_relative_to(home)
        if file.is_file():
            out += [] if own_file else [file]
        elif not os.path.lexists(file):
            raise CollectionError(f"{file}: no such file or folder; nothing was added")
        elif file.is_dir() and files.is_collection(file) and not own_file:
            others.append(skip.collection(_sayable(str(file))))
        # else a socket, a device, an empty folder: nothing to keep
    return out, others


def keep(held: Originals, file: Path) -> Original:
    """Return the original of ``file`` after it lies in the collection."""
    uri = _sayable(str(file))
    try:
        with file.open("rb") as stream:
            return held.keep(stream, _sayable(file.name), uri, _sayable(os.path.realpath(file)))
    except OSError as error:
        raise CollectionError(f"{uri}: {error.strerror or error}; nothing of it was added") from error


def keep_stream(held: Originals, stream: BinaryIO) -> Original:
    """Return the original of what comes on standard input."""
    return held.keep(stream, "standard-input.jsonl", STANDARD_INPUT, STANDARD_INPUT)


def items(
    held: Originals, original: Original, intake: Intake, *, keep_raw: bool = False
) -> Iterator[tuple[int, Capture | Skipped]]:
    """Yield what an original holds, each with how far it was read by then, from the collection's own bytes.

    Ids may be claimed twice: ``put`` settles who gets them.
    """
    with held.open(original.sha256) as stream:
        head = stream.read(8192)
        stream.seek(0)
        for found in capture.in_stream(stream, head, original.uri, original.name, intake):
            yield stream.tell(), capture.parsed(found, intake, keep_raw=keep_raw)


def _sayable(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")
