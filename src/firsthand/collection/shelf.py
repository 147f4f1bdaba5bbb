"""What gathering stories keeps in the database: texts and their versions, what is known of the reports that stand for them, pieces.

One more document touches a bounded number of rows. What was read last is remembered, so memory does not grow with the collection;
what changes is written together, when ``flush`` is called, in the transaction in which it changed.
"""

from __future__ import annotations

import json
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from firsthand.collection.nouns import NotHeld
from firsthand.records import DocumentId
from firsthand.story import keeping
from firsthand.story.keeping import Linked
from firsthand.story.nearest import Holder
from firsthand.story.versions import Text, Version

Touch = tuple[str, str]  # day and id of a report whose story is to be told anew
FIRST: Touch = ("", "")  # before any of them
TOUCHED_BY = "{day}, {document}"  # their order; a dialect may say the same otherwise

LINKED = 4096  # pieces that are remembered, some 15 kB each
TEXTS = 32_768  # texts, .2 kB each
_MANY = 500  # keys asked for at once

# dirty texts: those whose versions are to be settled anew, and those that have nobody standing for them meanwhile
SETTLED, STALE, VACANT = 0, 1, 2


class Database(Protocol):
    """A connection that takes SQL with ``?`` where values go."""

    def execute(self, sql: str, given: Any = ..., /) -> Any:
        """Run a statement and return its rows."""

    def executemany(self, sql: str, rows: Any, /) -> Any:
        """Run a statement for each of ``rows``."""


class _Rows:
    """Who holds each word, in a table. What is added is written all at once, and seen before that."""

    def __init__(self, db: Database, table: str) -> None:
        self._db, self._table = db, table
        self._new: dict[int, list[Holder]] = {}  # in order of their places

    def forget(self) -> None:
        """Forget what is not written."""
        self._new = {}

    def hold(self, word: int, holder: Holder) -> None:
        """Put ``holder`` into the row of ``word``."""
        insort(self._new.setdefault(word, []), holder)

    def let_go(self, word: int, holder: Holder) -> None:
        """Take ``holder`` out of the row of ``word``."""
        self.flush()
        sql = f"DELETE FROM {self._table} WHERE word = ? AND place = ? AND holder = ?"
        self._db.execute(sql, (word, *holder[:2]))

    def around(self, word: int, place: int, document: str, most: int) -> tuple[Sequence[Holder], Sequence[Holder]]:
        """Return the holders around a place, the nearest first."""
        sides = (
            f"SELECT * FROM (SELECT place, holder, weight FROM {self._table} WHERE word = ? AND (place, holder) {way} (?, ?)"
            f" ORDER BY place {order}, holder {order} LIMIT {most}) AS side"
            for way, order in (("<", "DESC"), (">", "ASC"))
        )
        written = self._db.execute(" UNION ALL ".join(sides), (word, place, document) * 2).fetchall()
        window: list[Holder] = sorted((*written, *self._new.get(word, ())))
        at = bisect_left(window, (place, document))
        after = at + (at < len(window) and window[at][:2] == (place, document))
        return window[max(0, at - most) : at][::-1], window[after : after + most]

    def flush(self) -> None:
        """Write what was added."""
        if self._new:
            rows = [(word, *holder) for word, holders in sorted(self._new.items()) for holder in holders]
            self._db.executemany(f"INSERT INTO {self._table} (word, place, holder, weight) VALUES (?, ?, ?, ?)", rows)
        self.forget()


T = TypeVar("T")


class _Kept(Generic[T]):
    """Things by their keys: the ``most`` used last, and those that are to be written."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.changed: dict[str, T | None] = {}
        self._seen: OrderedDict[str, T] = OrderedDict()

    def get(self, key: str) -> T | None:
        if key in self.changed:
            return self.changed[key]
        found = self._seen.get(key)
        if found is not None:
            self._seen.move_to_end(key)
        return found

    def remember(self, key: str, thing: T) -> T:
        self._seen[key] = thing
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return thing

    def written(self) -> None:
        """Remember what was changed as what stands in the database."""
        for key, thing in self.changed.items():
            self._seen.pop(key, None)
            if thing is not None:
                self.remember(key, thing)
        self.changed = {}

    def forget(self) -> None:
        self.changed = {}
        self._seen.clear()


class TextRows:
    """A shelf of texts (``story.versions.TextShelf``) in the database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._rows = _Rows(db, "text_runs")
        self._texts: _Kept[Text] = _Kept(TEXTS)
        self.hold, self.let_go, self.around = self._rows.hold, self._rows.let_go, self._rows.around

    def text(self, key: str) -> Text | None:
        """Return a text."""
        return self.texts({key}).get(key)

    def texts(self, keys: Set[str]) -> dict[str, Text]:
        """Return texts."""
        out = {key: found for key in keys if (found := self._texts.get(key)) is not None}
        for some in _portions(sorted(keys - out.keys())):
            sql = f"SELECT key, data FROM texts WHERE key IN ({', '.join('?' * len(some))})"
            for key, data in self._db.execute(sql, tuple(some)).fetchall():
                size, runs, near = json.loads(data)
                out[key] = self._texts.remember(key, Text(key, size, (runs[0], runs[1]), near))
        return out

    def keep_text(self, text: Text) -> None:
        """Keep a text."""
        self._texts.changed[text.key] = text

    def forget(self) -> None:
        """Forget what was read and what is not written."""
        self._rows.forget()
        self._texts.forget()

    def flush(self) -> None:
        """Write what changed."""
        self._rows.flush()
        rows = [
            (k, json.dumps([t.size, t.runs, dict(sorted(t.near.items()))], separators=(",", ":")))
            for k, t in sorted(self._texts.changed.items())
            if t is not None
        ]
        self._db.executemany(
            f"INSERT INTO texts (key, data, dirty) VALUES (?, ?, {SETTLED})"
            " ON CONFLICT (key) DO UPDATE SET data = excluded.data",
            rows,
        )
        self._texts.written()


class KnownRows:
    """A shelf of reports (``story.Shelf``) in the database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._rows = _Rows(db, "known_words")
        self._signed: dict[str, bytes] = {}
        self._changed: dict[str, bytes | None] = {}
        self._linked: _Kept[Linked] = _Kept(LINKED)
        self._many: int | None = None
        self.turn = 0  # how often what was read was forgotten
        self.hold, self.let_go, self.around = self._rows.hold, self._rows.let_go, self._rows.around

    def count(self) -> int:
        """Return how many articles are known."""
        if self._many is None:
            row = self._db.execute("SELECT value FROM facts WHERE name = 'known'").fetchone()
            self._many = 0 if row is None else int(row[0])
        return self._many

    def documents(self) -> Iterable[str]:
        """Return the ids of all known articles."""
        self.flush()
        return [i for (i,) in self._db.execute("SELECT document FROM known ORDER BY document").fetchall()]

    def known(self, documents: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
        """Return the signatures of articles and what is known of them."""
        if self._changed.keys() & set(documents):
            self.flush()
        out = {}
        for some in _portions(documents):
            rows = self._db.execute(
                "SELECT k.document, s.data, k.data FROM known k JOIN signatures s ON s.document = k.document"
                f" WHERE k.document IN ({', '.join('?' * len(some))})",
                tuple(some),
            ).fetchall()
            out.update({str(i): (bytes(signed), bytes(state)) for i, signed, state in rows})
        for i in documents:
            if i not in out:
                raise NotHeld(i)
        return out

    def sign(self, signatures: Mapping[str, bytes]) -> None:
        """Keep the signatures of new articles."""
        self._many = self.count() + len(signatures)
        self._signed.update(signatures)

    def keep(self, known: Mapping[str, bytes]) -> None:
        """Keep what is known of articles."""
        self._changed.update(known)

    def drop(self, documents: Sequence[str]) -> None:
        """Forget what is known of articles."""
        self._many = self.count() - len(documents)
        for i in documents:
            self._signed.pop(i, None)
            self._changed[i] = None

    def linked(self, first: str) -> Linked:
        """Return the piece whose first document is ``first``."""
        found = self._linked.get(first)
        if found is None:
            row = self._db.execute("SELECT data FROM linked WHERE document = ?", (first,)).fetchone()
            if row is None:
                raise NotHeld(first)
            found = self._linked.remember(first, keeping.unpack_linked(bytes(row[0])))
        return found

    def keep_linked(self, linked: Linked) -> None:
        """Keep a piece."""
        self._linked.changed[linked.members[0]] = linked

    def drop_linked(self, first: str) -> None:
        """Forget a piece."""
        self._linked.changed[first] = None

    def forget(self) -> None:
        """Forget what was read and what is not written."""
        self._rows.forget()
        self._linked.forget()
        self._signed, self._changed, self._many = {}, {}, None
        self.turn += 1

    def flush(self) -> None:
        """Write what changed."""
        self._rows.flush()
        if self._changed or self._signed:
            gone = sorted({i for i, data in self._changed.items() if data is None} | self._signed.keys())
            self._db.executemany("DELETE FROM signatures WHERE document = ?", [(i,) for i in gone])
            self._db.executemany("INSERT INTO signatures (document, data) VALUES (?, ?)", sorted(self._signed.items()))
            _replaced(self._db, "known", self._changed)
            self._db.execute("DELETE FROM facts WHERE name = 'known'")
            self._db.execute("INSERT INTO facts (name, value) VALUES ('known', ?)", (str(self.count()),))
            self._signed, self._changed = {}, {}
        if self._linked.changed:
            pieces = self._linked.changed.items()
            _replaced(self._db, "linked", {i: None if x is None else keeping.pack_linked(x) for i, x in pieces})
            self._linked.written()


def _replaced(db: Database, table: str, rows: Mapping[str, bytes | None]) -> None:
    db.executemany(f"DELETE FROM {table} WHERE document = ?", [(i,) for i in sorted(rows)])
    db.executemany(
        f"INSERT INTO {table} (document, data) VALUES (?, ?)",
        [(i, d) for i, d in sorted(rows.items()) if d is not None],
    )


class Shelves:
    """All that gathering keeps: both shelves, the versions of each text, and what is still to be done."""

    def __init__(self, db: Database, touched_by: str = TOUCHED_BY) -> None:
        self._db = db
        self._touched_by = touched_by
        self.texts = TextRows(db)
        self.known = KnownRows(db)
        self._turn = ""

    # ---- turns -------------------------------------------------------------------------------------------------------

    def turn(self) -> str:
        """Return how often the shelves were written; what another process wrote is read anew."""
        row = self._db.execute("SELECT value FROM facts WHERE name = 'turn'").fetchone()
        held = "0" if row is None else str(row[0])
        if held != self._turn:
            self.forget()
            self._turn = held
        return held

    def flush(self) -> None:
        """Write what changed; inside a transaction that began with ``turn``."""
        self.texts.flush()
        self.known.flush()
        self._turn = str(int(self._turn) + 1)
        self._db.execute("DELETE FROM facts WHERE name = 'turn'")
        self._db.execute("INSERT INTO facts (name, value) VALUES ('turn', ?)", (self._turn,))

    def forget(self) -> None:
        """Forget what was read and what is not written: another wrote, or a transaction was taken back."""
        self.texts.forget()
        self.known.forget()
        self._turn = ""

    def empty(self) -> None:
        """Take everything out; all documents are then still to be gathered."""
        for table in (
            "pending",
            "versions",
            "texts",
            "text_runs",
            "signatures",
            "known",
            "known_words",
            "linked",
            "touched",
        ):
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("DELETE FROM facts WHERE name = 'known'")
        self._db.execute("INSERT INTO pending (number) SELECT number FROM documents")
        self.forget()
        self.turn()
        self.flush()

    # ---- documents ---------------------------------------------------------------------------------------------------

    def pending(self, most: int, *, again: bool = False) -> list[tuple[int, DocumentId]]:
        """Return some documents that are still to be gathered, or to be gathered ``again`` (for another id): number and id."""
        only = "JOIN versions v ON v.number = p.number " if again else ""
        rows = self._db.execute(
            f"SELECT p.number, d.id FROM pending p {only}JOIN documents d ON d.number = p.number ORDER BY p.number LIMIT ?",
            (most,),
        ).fetchall()
        return [(n, DocumentId(i)) for n, i in rows]

    def waiting(self) -> int:
        """Return how many documents are still to be gathered."""
        return int(self._db.execute("SELECT count(*) FROM pending").fetchone()[0])

    def gathered(self, numbers: Iterable[int]) -> None:
        """Record that documents are gathered."""
        self._db.executemany("DELETE FROM pending WHERE number = ?", [(n,) for n in numbers])

    def version(self, number: int) -> Version | None:
        """Return the version that a document was gathered as."""
        rows = self._versions("number = ?", (number,))
        return rows[0][1] if rows else None

    def put_version(self, number: int, v: Version) -> None:
        """Keep a document's version; who stands stays."""
        row = (v.document, v.key, v.size, int(v.disguised), v.outlet, v.published)
        if self.version(number) is None:
            self._db.execute(
                "INSERT INTO versions (number, document, text, size, disguised, outlet, published) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, *row),
            )
        else:
            self._db.execute("UPDATE versions SET document = ? WHERE number = ?", (v.document, number))

    def versions(self, keys: Sequence[str]) -> list[tuple[int, Version, str | None]]:
        """Return the versions of texts: number, version, and the id under which it stands, if it does."""
        out = []
        for some in _portions(keys):
            out += self._versions(f"text IN ({', '.join('?' * len(some))})", some)
        return out

    def _versions(self, where: str, given: Sequence[object]) -> list[tuple[int, Version, str | None]]:
        rows = self._db.execute(
            f"SELECT number, document, text, size, disguised, outlet, published, stands FROM versions WHERE {where} ORDER BY number",
            tuple(given),
        ).fetchall()
        return [(n, Version(DocumentId(i), key, size, bool(d), o, p), s) for n, i, key, size, d, o, p, s in rows]

    def stand(self, number: int, document: DocumentId | None) -> None:
        """Record under which id a version stands for its text, or that it does not."""
        self._db.execute("UPDATE versions SET stands = ? WHERE number = ?", (document, number))

    def keys_of(self, documents: Sequence[str]) -> list[str]:
        """Return the keys of the texts of which documents are versions, in order; nothing for documents that are not held."""
        out: set[str] = set()
        for some in _portions(documents):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT v.text FROM documents d JOIN versions v ON v.number = d.number WHERE d.id IN ({marks})"
            out |= {k for (k,) in self._db.execute(sql, tuple(some)).fetchall()}
        return sorted(out)

    def text_of(self, documents: Sequence[str]) -> list[str]:
        """Return the keys of the texts of documents that stand for one, in order of the keys."""
        out: set[str] = set()
        for some in _portions(documents):
            marks = ", ".join("?" * len(some))
            rows = self._db.execute(f"SELECT text FROM versions WHERE stands IN ({marks})", tuple(some))
            out |= {k for (k,) in rows.fetchall()}
        return sorted(out)

    # ---- what is to be done ------------------------------------------------------------------------------------------

    def mark(self, keys: Iterable[str], dirty: int) -> None:
        """Mark texts, once they are written."""
        self.texts.flush()
        first = "(SELECT coalesce(min(v.published), '') FROM versions v WHERE v.text = texts.key)"
        day = "" if dirty == SETTLED else f", day = {first}"
        self._db.executemany(f"UPDATE texts SET dirty = ?{day} WHERE key = ?", [(dirty, k) for k in sorted(keys)])

    def settled(self) -> bool:
        """Tell whether every text has somebody who stands for it, and no document that was gathered is to be gathered again."""
        return not (self.marked(STALE, 1) or self.marked(VACANT, 1) or self.pending(1, again=True))

    def marked(self, dirty: int, most: int) -> list[str]:
        """Return some texts with a mark, in order of days: reports of one day are near the same others."""
        rows = self._db.execute("SELECT key FROM texts WHERE dirty = ? ORDER BY day, key LIMIT ?", (dirty, most))
        return [k for (k,) in rows.fetchall()]

    def touch(self, documents: Iterable[str]) -> None:
        """Record that the story in which reports lie is to be told anew."""
        self._db.executemany(
            "INSERT INTO touched (day, document) SELECT published, stands FROM versions WHERE stands = ? ON CONFLICT DO NOTHING",
            [(i,) for i in sorted(set(documents))],
        )

    def touched(self, most: int | None = None, after: Touch = FIRST) -> list[Touch]:
        """Return the reports whose story is to be told anew and that still stand for a text, by days: all, or some ``after`` one."""
        by = self._touched_by.format(day="t.day", document="t.document")
        marks = self._touched_by.format(day="?", document="?")
        rows = self._db.execute(
            "SELECT t.day, t.document FROM touched t JOIN known k ON k.document = t.document"
            f" WHERE ({by}) > ({marks}) ORDER BY {by}" + ("" if most is None else f" LIMIT {most}"),
            (after[0], *after[1:] * (marks.count("?") - 1)),
        )
        return [(day, i) for day, i in rows.fetchall()]

    def many_touched(self) -> int:
        """Return how many reports there are whose story is to be told anew and that still stand for a text."""
        sql = "SELECT COUNT(*) FROM touched t JOIN known k ON k.document = t.document"
        return int(self._db.execute(sql).fetchone()[0])

    def untouch(self, documents: Iterable[str] | None = None) -> None:
        """Record that the stories of reports are told, or all stories."""
        if documents is None:
            self._db.execute("DELETE FROM touched")
        else:
            self._db.executemany("DELETE FROM touched WHERE document = ?", [(i,) for i in sorted(documents)])


def _portions(given: Sequence[str]) -> Iterator[list[str]]:
    coming = iter(given)
    while some := list(islice(coming, _MANY)):
        yield some
