"""Exchanges -> a WARC file, one gzip member a record, and a log from which a later run goes on."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from firsthand.fetch.wire import Exchange

LOG = "fetched.jsonl"


@dataclass(frozen=True, slots=True)
class Saved:
    """One line of the log: that ``url`` was saved or found unchanged at ``date``, and what its server said of its version."""

    url: str
    date: str  # ISO 8601, UTC
    file: str
    offset: int
    etag: str | None = None
    last_modified: str | None = None


def log(folder: Path) -> dict[str, Saved]:
    """Return what the log in ``folder`` says last of each URL; lines that a broken run left half written count as nothing."""
    out: dict[str, Saved] = {}
    try:
        lines = (folder / LOG).read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return out
    for line in lines:
        try:
            saved = Saved(**json.loads(line))
            datetime.fromisoformat(saved.date)
        except (ValueError, TypeError):
            continue
        out[saved.url] = saved
    return out


class Archive:
    """A WARC file of one run, begun with its first record; every record is on the disk before the log speaks of it."""

    def __init__(self, folder: Path, begun: datetime, software: str) -> None:
        self._folder = folder
        self._begun = begun
        self._software = software
        self._file: BinaryIO | None = None
        self._name = ""

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def save(self, url: str, ip: str, when: datetime, exchange: Exchange) -> Saved:
        """Write a request and its response (or that nothing has changed since); return the line of the log about it."""
        file = self._opened()
        offset = file.tell()
        date = _date(when)
        fields = {"WARC-Target-URI": url, "WARC-Date": date, "WARC-IP-Address": ip}
        if exchange.status == 304:
            profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
            answer = record("revisit", {**fields, "WARC-Profile": profile}, exchange.response, "response")
        else:
            answer = record("response", fields, exchange.response, "response")
        file.write(answer)
        file.write(record("request", fields, exchange.request, "request"))
        file.flush()
        os.fsync(file.fileno())
        return Saved(url, date, self._name, offset, exchange.header("etag"), exchange.header("last-modified"))

    def note(self, saved: Saved) -> None:
        """Add a line to the log."""
        with (self._folder / LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(saved), ensure_ascii=False) + "\n")

    def _opened(self) -> BinaryIO:
        if self._file is None:
            stamp = self._begun.strftime("%Y%m%dT%H%M%SZ")
            for count in range(1, 1000):
                self._name = f"fetch-{stamp}.warc.gz" if count == 1 else f"fetch-{stamp}-{count}.warc.gz"
                try:
                    self._file = (self._folder / self._name).open("xb")
                    break
                except FileExistsError:
                    continue
            else:
                raise FileExistsError(f"too many files called fetch-{stamp}")
            told = f"software: {self._software}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n".encode()
            self._file.write(record("warcinfo", {"WARC-Date": _date(self._begun)}, told))
        return self._file


def record(kind: str, fields: Mapping[str, str], block: bytes, message: str = "") -> bytes:
    """Return one record (ISO 28500) as a gzip member; its id is made from what it holds."""
    media = f"application/http;msgtype={message}" if message else "application/warc-fields"
    digest = "sha256:" + base64.b32encode(hashlib.sha256(block).digest()).decode("ascii")
    known = {"WARC-Type": kind, **fields, "Content-Type": media, "WARC-Block-Digest": digest}
    ident = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(known, sort_keys=True))
    known |= {"WARC-Record-ID": f"<urn:uuid:{ident}>", "Content-Length": str(len(block))}
    head = "WARC/1.1\r\n" + "".join(f"{n}: {_one_line(v)}\r\n" for n, v in known.items()) + "\r\n"
    return gzip.compress(head.encode("utf-8") + block + b"\r\n\r\n", 6, mtime=0)


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _date(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
