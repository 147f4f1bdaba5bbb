"""The log of acknowledged additions: JSON Lines, each line with the digest of the one before. Only ever longer."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.collection.nouns import CollectionError, Fault

START = "0" * 32  # what the first line follows


def line(number: int, before: str, entry: dict[str, Any]) -> str:
    """Return the line that records ``entry`` as the ``number``-th, chained to the digest of the line before."""
    body = json.dumps({"number": number, "after": before, **entry}, ensure_ascii=True, sort_keys=True)
    return f"{_digest(body)} {body}"


def digest_of(entry_line: str) -> str:
    """Return the digest that the next line is chained to."""
    return entry_line[:32]


def entry_of(entry_line: str) -> dict[str, Any]:
    """Return what a line records."""
    found: dict[str, Any] = json.loads(entry_line[33:])
    return found


def is_whole(entry_line: str) -> bool:
    """Tell whether a line has the digest that it states."""
    return _digest(entry_line[33:]) == entry_line[:32]


def _digest(body: str) -> str:
    return hashlib.blake2b(body.encode("ascii", "replace"), digest_size=16).hexdigest()


def append(path: Path, lines: Sequence[str]) -> None:
    """Write ``lines`` to the end of the log and sync them; a torn last line of an interrupted run goes first."""
    with path.open("ab+") as file:
        end = _whole(file)
        if end != file.seek(0, os.SEEK_END):
            file.truncate(end)
        file.seek(end)
        file.write("".join(f"{x}\n" for x in lines).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def write(path: Path, lines: Sequence[str]) -> None:
    """Put ``lines`` in place of a log: whole, or the old one stays."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with aside.open("wb") as file:
        file.write("".join(f"{x}\n" for x in lines).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def chained(lines: Sequence[str]) -> list[str]:
    """Return the lines up to the first that is damaged or does not follow the one before it."""
    out: list[str] = []
    for n, x in enumerate(lines, 1):
        if _fault(x.encode("ascii", "replace"), n, digest_of(out[-1]) if out else START):
            break
        out.append(x)
    return out


def _whole(file: Any) -> int:
    """Return where the last complete line ends."""
    size: int = file.seek(0, os.SEEK_END)
    at = size
    while at > 0:
        start = max(0, at - 4096)
        file.seek(start)
        found = file.read(at - start).rfind(b"\n")
        if found >= 0:
            return int(start + found + 1)
        at = start
    return 0


def count(path: Path) -> int:
    """Return how many complete lines the log holds."""
    total = 0
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                total += piece.count(b"\n")
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror or error}; see firsthand check") from error
    return total


def read(path: Path) -> list[str]:
    """Return the complete lines of the log."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror or error}; see firsthand check") from error
    return [x.decode("ascii", "replace") for x in data.split(b"\n")[:-1]]


def check(path: Path, known: Sequence[str] | None) -> Iterator[Fault]:
    """Yield what is wrong with the log: by its own chain, and against the lines that the database holds (if any)."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if known:
            yield Fault(path.name, "", f"missing; the database holds its {len(known)} lines")
        return
    except OSError as error:
        yield Fault(path.name, "", f"cannot be read: {error.strerror or error}; run check --rebuild")
        return
    yield from faults(path.name, data, known)


def faults(name: str, data: bytes, known: Sequence[str] | None = None) -> Iterator[Fault]:
    """Yield what is wrong with the bytes of a log that is called ``name``."""
    before = START
    at = 0
    pieces = data.split(b"\n")
    if pieces[-1]:
        yield Fault(name, f"byte {len(data) - len(pieces[-1])}", "the last line is not complete")
    for n, piece in enumerate(pieces[:-1]):
        fault = _fault(piece, n + 1, before)
        if fault:
            yield Fault(name, f"line {n + 1} (byte {at})", fault)
        elif known is not None and n < len(known) and known[n].encode("ascii") != piece:
            yield Fault(name, f"line {n + 1} (byte {at})", "differs from the line that the database holds")
        before = (
            piece[:32].decode("ascii", "replace")
            if not fault
            else (known[n][:32] if known is not None and n < len(known) else piece[:32].decode("ascii", "replace"))
        )
        at += len(piece) + 1
    if known is not None and len(pieces) - 1 < len(known):
        yield Fault(name, f"after line {len(pieces) - 1}", f"lines are missing: the database holds {len(known)}")
    if known is not None and len(pieces) - 1 > len(known):
        yield Fault(name, f"line {len(known) + 1}", "the database does not know the lines from here on")


def _fault(piece: bytes, number: int, before: str) -> str | None:
    try:
        text = piece.decode("ascii")
        entry = entry_of(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return "is no log line"
    if not isinstance(entry, dict) or text[32:33] != " " or not is_whole(text):
        return "does not have the digest that it states"
    if entry.get("number") != number or entry.get("after") != before:
        return "does not follow the line before it"
    return None
