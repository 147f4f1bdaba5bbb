"""Paths -> originals kept -> the items that each holds, in order: captures with the ids they ask for, and skips."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote_from_bytes

from firsthand import capture
from firsthand.capture import INPUT_NAME, STANDARD_INPUT, files, skip
from firsthand.capture.intake import Intake
from firsthand.collection import originals
from firsthand.collection.nouns import CollectionError, LostOriginalError, Original
from firsthand.collection.originals import Originals
from firsthand.records import Capture, Outcome, Skipped

NOTE = "firsthand/note"  # the name of an original of ours, which no file can have: why there is none to keep


def given(paths: Iterable[str | Path], own: Path | None = None) -> list[Path]:
    """Return everything met under ``paths`` that is not the collection's ``own``: files, and what cannot be read as one.

    Raises when one of the paths is not there: nothing is added of a mistyped call.
    """
    out = []
    home = None if own is None else os.path.realpath(own)
    for file in files.under(p for p in paths if str(p) != STANDARD_INPUT):
        if not os.path.lexists(file):
            raise CollectionError(f"{file}: no such file or folder; nothing was added")
        if home is None or not Path(os.path.realpath(file)).is_relative_to(home):
            out.append(file)
    return out


def keep(held: Originals, file: Path) -> Original:
    """Return the original of ``file`` after it lies in the collection; of what is no file, a note that says so."""
    uri, name, real = _sayable(str(file)), _sayable(file.name), _real(file)
    stream = capture.opened(file)
    if isinstance(stream, Skipped):
        note = json.dumps({"outcome": stream.outcome, "reason": stream.reason})
        return held.keep(BytesIO(note.encode("ascii")), NOTE, uri, real)
    with stream:
        return held.keep(stream, name, uri, real)


def keep_stream(held: Originals, stream: BinaryIO) -> Original:
    """Return the original of what comes on standard input."""
    return held.keep(stream, INPUT_NAME, STANDARD_INPUT, STANDARD_INPUT)


def items(
    held: Originals, original: Original, intake: Intake, *, keep_raw: bool = False
) -> Iterator[tuple[int, Capture | Skipped]]:
    """Yield what an original holds, each with how far it was read by then, from the collection's own bytes.

    Ids may be claimed twice: ``put`` settles who gets them.
    """
    try:
        stream = held.open(original.sha256)
    except OSError as error:
        said = f"{originals.called(original.sha256)} cannot be read: {error.strerror or error}"
        raise LostOriginalError(
            f"{said}; firsthand check names all that is wrong, check --rebuild goes on without it"
        ) from error
    with stream:
        if original.name == NOTE:
            yield original.size, _noted(stream.read(), original.uri)
            return
        head = stream.read(8192)
        stream.seek(0)
        for found in capture.in_stream(stream, head, original.uri, original.name, intake):
            yield stream.tell(), capture.parsed(found, intake, keep_raw=keep_raw)


def _sayable(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")


def _noted(data: bytes, uri: str) -> Skipped:
    """Return the row that a note says."""
    try:
        said = json.loads(data)
        return Skipped(uri, skip.STAGE, str(said["reason"]), Outcome(said["outcome"]))
    except (ValueError, TypeError, KeyError):
        return skip.failed(uri, "it could not be read; the note that says why is damaged")


def _real(file: Path) -> str:
    """Return where a file lies, with links resolved; a name that is no UTF-8 as its bytes, which ``_sayable`` does not tell apart."""
    real = files.lying(file)
    return real if _sayable(real) == real else f"file:{quote_from_bytes(os.fsencode(real))}"
