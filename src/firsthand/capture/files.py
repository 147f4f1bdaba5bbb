"""Paths -> the files under them, and what each file is by its name and its first bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

# How a name ends -> how the file is read; the longest ending wins, so ``.warc.gz`` is not a plain ``.gz``.
_ENDINGS = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".php": "html", ".asp": "html", ".aspx": "html",
    ".mhtml": "mhtml", ".mht": "mhtml", ".eml": "mhtml",
    ".txt": "text", ".text": "text", ".md": "text",
    ".warc": "warc", ".warc.gz": "warc", ".wacz": "wacz",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".parquet": "parquet",
    ".py": "program", ".js": "program", ".mjs": "program", ".css": "style sheet", ".svg": "drawing", ".map": "program",
    ".csv": "table", ".tsv": "table", ".rss": "feed", ".atom": "feed", ".xml": "feed",
}  # fmt: skip

# First bytes -> what the file is whatever its name says (signatures of the formats' own specifications).
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"WARC/", "warc"), (b"PAR1", "parquet"), (b"%PDF-", "PDF document"),
    (b"\x89PNG", "PNG image"), (b"\xff\xd8\xff", "JPEG image"), (b"GIF8", "GIF image"), (b"\x00\x00\x01\x00", "icon image"),
    (b"\x7fELF", "program"), (b"BZh", "bzip2 archive"), (b"\xfd7zXZ", "xz archive"), (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"7z\xbc\xaf", "7z archive"), (b"OggS", "Ogg media"), (b"ID3", "MP3 audio"), (b"wOFF", "font"), (b"wOF2", "font"),
    (b"filedesc://", "ARC archive (the form before WARC; `warcio recompress` makes one of the other)"),
    (b"SQLite format 3", "SQLite database"), (b"\xd0\xcf\x11\xe0", "old Office document"),
)  # fmt: skip

# What has a name as files have and is none.
_IRREGULAR: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISFIFO, "a pipe; give - for JSON Lines that come on standard input"), (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip


def under(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Yield every file named by ``paths`` or lying below a folder among them, each file once, folders in sorted order.

    A path that is missing, a folder without any file, a link to a folder below one, the folder of a collection and what is no file
    (a pipe) are yielded too: opening them then says so.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _walk(Path(path)):
            real = lying(file)
            if real not in seen:
                seen.add(real)
                yield file


def lying(file: Path) -> str:
    """Return where a file lies, links resolved; of a link to a folder, which is named and not followed, where the link lies."""
    is_link = os.path.islink(file) and os.path.isdir(file)
    return os.path.abspath(file) if is_link else os.path.realpath(file)


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    none = True
    for folder, folders, files in os.walk(path):  # does not follow links to folders: no loops
        folders.sort()
        for name in folders:
            if os.path.islink(os.path.join(folder, name)):
                none = False
                yield Path(folder) / name
        if is_collection(Path(folder)):
            none = False
            folders.clear()
            yield Path(folder)
            continue
        for name in sorted(files):
            none = False
            yield Path(folder) / name
    if none:
        yield path


def is_collection(folder: Path) -> bool:
    """Tell whether a folder is a collection of ours: its log, database and notes are no reports."""
    return (folder / "additions.log").is_file() and (folder / "originals").is_dir()


def irregular(path: Path) -> str | None:
    """Return what stands at ``path`` if it is neither a file nor a folder; raise ``OSError`` if nothing does."""
    mode = path.stat().st_mode
    return next((what for is_that, what in _IRREGULAR if is_that(mode)), None)


def kind(name: str, head: bytes) -> str:
    """Return how to read a file: ``html``, ``text``, ``jsonl`` ..., or what it is when it cannot be read ("PNG image")."""
    magic = next((what for start, what in _MAGIC if head.startswith(start)), None)
    lower = name.lower()
    named = _ENDINGS.get("." + ".".join(lower.rsplit(".", 2)[1:])) or _ENDINGS.get("." + lower.rsplit(".", 1)[-1])
    if magic == "gzip" or magic == "zip":
        return named if named in ("warc", "wacz") else magic
    if magic is not None:
        return magic
    if named in (None, "text", "feed") or named == "html":
        return _sniffed(head, named)
    return named or "text"


def _sniffed(head: bytes, named: str | None) -> str:
    """Return the kind that the first bytes speak for, else ``named``, else ``text``."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if named != "html" and start.startswith(b"<") and any(tag in start for tag in (b"<rss", b"<feed", b"<rdf:rdf")):
        return "feed"
    if named is None and start.startswith(b"<") and b"<html" in start:
        return "html"
    if start.startswith((b"from: <saved by", b"mime-version:")) and b"multipart/related" in head[:4096].lower():
        return "mhtml"
    return named or "text"
