"""The dossiers of all stories -> the JSON object that ``trace`` gives, row by row: memory does not grow with the collection.

Rows are sorted as ``dossier.bind`` sorts them, in a database of their own that the system throws away.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from itertools import groupby
from typing import Any

from firsthand import dossier
from firsthand.collection.pack import pack, unpack
from firsthand.export.json import to_object
from firsthand.records import Actor, Dossier, Ledger, Place, Skipped, Source, Stemma

_UNITED: dict[str, Any] = {"sources": Source, "actors": Actor, "gazetteer": Place}  # rows of one id become one
_STEMMA = tuple(f.name for f in fields(Stemma))
_SURROGATE = re.compile("[\ud800-\udfff]")
_MANY = 1000  # skips turned into rows at once

Write = Callable[[bytes], object]


def write(
    parts: Iterable[Dossier], apart: Dossier, skipped: Iterable[Skipped], ledger: Ledger, version: str, out: Write
) -> None:
    """Write the dossier of ``parts`` (one for each story, in order) as one line of JSON, without its end.

    ``apart``: the kin between stories, and what became of every decision, in the order in which it is written.
    """
    rows = _Rows()
    rows.put(Dossier(stemma=apart.stemma), version)
    for part in parts:
        rows.put(replace(part, decisions=()), version)
    waiting: list[Skipped] = []
    for s in skipped:
        waiting.append(s)
        if len(waiting) == _MANY:
            rows.put(Dossier(skipped=tuple(waiting)), version)
            waiting = []
    rows.put(Dossier(skipped=tuple(waiting)), version)
    form = to_object(Dossier(), version)
    for n, (name, value) in enumerate(form.items()):
        out(b"{" if n == 0 else b",")
        out(_json(name) + b":")
        if name == "stemma":
            for m, table in enumerate(_STEMMA):
                out((b"{" if m == 0 else b",") + _json(table) + b":")
                rows.write(table, out)
            out(b"}")
        elif name == "decisions":
            out(_json(to_object(apart, version)[name]))
        elif name == "ledger":
            out(_json(dict(zip(value, (getattr(ledger, f.name) for f in fields(Ledger)), strict=True))))
        elif isinstance(value, list):
            rows.write(name, out, version)
        else:
            out(_json(value))
    out(b"}")
    rows.close()


class _Rows:
    """All rows of all tables, in a database on disk without a name."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute(
            "CREATE TABLE rows (t TEXT, a BLOB, b INTEGER, c INTEGER, d BLOB, n INTEGER PRIMARY KEY, data BLOB)"
        )

    def close(self) -> None:
        """Let go of the rows."""
        self._db.close()

    def put(self, part: Dossier, version: str) -> None:
        """Add the rows of a dossier."""
        shown = to_object(part, version)
        for f in fields(part):
            if f.name in _UNITED:
                them = getattr(part, f.name)
                self._add((f.name, _bytes(x.id), 0, 0, _bytes(repr(x)), pack(x)) for x in them)
            elif f.name != "stemma":
                self._table(f.name, getattr(part, f.name), shown[f.name])
        self._table("claims", part.claims, shown["claims"])
        for name in _STEMMA:
            self._table(name, getattr(part.stemma, name), shown["stemma"][name])

    def _table(self, name: str, records: Iterable[Any], shown: Iterable[Any]) -> None:
        self._add((name, *_key(x), _json(row)) for x, row in zip(records, shown, strict=True))

    def _add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._db.executemany("INSERT INTO rows (t, a, b, c, d, data) VALUES (?, ?, ?, ?, ?, ?)", rows)

    def write(self, name: str, out: Write, version: str = "") -> None:
        """Write the rows of one table as a list."""
        found = self._db.execute("SELECT a, data FROM rows WHERE t = ? ORDER BY a, b, c, d, n", (name,))
        out(b"[")
        for n, data in enumerate(self._united(name, found, version) if name in _UNITED else (d for _, d in found)):
            out(data if n == 0 else b"," + data)
        out(b"]")

    def _united(self, name: str, found: Iterable[tuple[bytes, bytes]], version: str) -> Iterator[bytes]:
        for _, them in groupby(found, key=lambda row: row[0]):
            records = tuple(unpack(data, _UNITED[name]) for _, data in them)
            table: dict[str, Any] = {name: records}
            one = dossier.bind([Dossier(**table)])
            yield _json(to_object(one, version)[name][0])


def _key(record: Any) -> tuple[bytes, int, int, bytes]:
    """Return the sort key of a record as ``dossier.bind`` has it."""
    if hasattr(record, "id"):
        return _bytes(record.id), 0, 0, b""
    if hasattr(record, "start"):
        return _bytes(record.document), record.start, record.end, _bytes(repr(record))
    return _bytes(repr(record)), 0, 0, b""


def _bytes(text: str) -> bytes:
    """Return bytes that sort as the characters of ``text`` do."""
    return text.encode("utf-8", "surrogatepass")


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode("utf-8")
