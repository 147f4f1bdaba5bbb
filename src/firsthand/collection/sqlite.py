"""The store in one SQLite file (WAL, synchronous FULL): all SQL of the embedded collection stands here."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from firsthand.collection import lock, log, schema
from firsthand.collection.facts import Facts
from firsthand.collection.facts import of as facts_of
from firsthand.collection.index import SQLiteIndex
from firsthand.collection.nouns import (
    CollectionError,
    Fault,
    Held,
    Item,
    Original,
    Place,
    StoryRow,
)
from firsthand.collection.originals import synced
from firsthand.collection.pack import ANY, digest, pack, unpack, unpacked_for
from firsthand.collection.seal import Seal
from firsthand.collection.store import Index
from firsthand.records import Account, Article, DocumentId, Dossier, Ledger, Outcome, Skipped, StoryId

PAGE_BYTES = 8192  # of the file: half as many pages to seal as with SQLite's default, and rows of several kB fit
BUSY_MILLISECONDS = 120_000  # our own lock comes first; this is for a program that opened the file by itself
CHECKPOINT_BYTES = 64 * 2**20  # of the log of changes from which they are moved into the file
_RENAMED = re.compile(r"(.+)~[0-9a-f]{8}(?:~\d+)?")  # ids that several captures claimed: see capture.read


class SQLiteStore:
    """The tables of a collection in ``folder/collection.db``."""

    def __init__(self, folder: Path, *, tell: Callable[[str], None] | None = None, reading: bool = False) -> None:
        self.path = folder / "collection.db"
        self.log_path = folder / "additions.log"
        self.lock_path = folder / "collection.lock"
        self.seal = Seal(self.path)
        self.reading = reading
        self._tell = tell
        self._writes = False
        self._logged: tuple[int, int] | None = None
        if reading:
            self._db = _opened(self.path, reading)
        else:
            with lock.held(self.lock_path, tell):
                self._db = _opened(self.path, reading)
        self.index: Index = SQLiteIndex(self._db)
        try:
            held = self._version()
            if held > schema.VERSION:
                raise CollectionError(
                    f"{folder} was written by a newer Firsthand (schema {held}, this one knows {schema.VERSION}); "
                    "install the newer version"
                )
            if held < schema.VERSION:
                if reading:
                    self._db.close()
                    SQLiteStore(folder, tell=tell).close()  # brings the schema up to date
                    self._db = _opened(self.path, reading)
                    self.index = SQLiteIndex(self._db)
                else:
                    self._upgrade()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise CollectionError(
                f"{self.path} is damaged or no collection ({error}); see firsthand check, then check --rebuild"
            ) from error

    # ---- one writer ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Return a block that is one transaction of one writer; its lines of the log are written out at the end."""
        if self._writes:  # inside another block: part of it
            yield
            return
        was_current = False
        with lock.held(self.lock_path, self._tell):
            try:
                if self.seal.lost_track():
                    self.seal.write(None)
                was_current = self.seal.broken()
                self._db.execute("BEGIN IMMEDIATE")
                self._writes = True
                yield
                self._db.execute("COMMIT")
                self._write_log()
                if self._wal_bytes() > CHECKPOINT_BYTES:
                    self._settle()
            except (sqlite3.OperationalError, OSError) as error:
                raise CollectionError(
                    f"cannot write to {self.path}: {error}; what was acknowledged before is safe, "
                    "make room and run the same command again"
                ) from error
            finally:
                self._writes = False
                if self._db.in_transaction:
                    with suppress(sqlite3.Error):
                        self._db.execute("ROLLBACK")
                    self.index.forget()
                if was_current:
                    self.seal.unbroken()

    def close(self) -> None:
        """Seal what was written and let go of the database."""
        try:
            if not self.reading and not self.seal.is_current():
                with lock.held(self.lock_path, self._tell):
                    self._write_log()
                    self._settle()
        except (sqlite3.Error, OSError):
            pass  # disk full: the marker stays, the next command seals
        finally:
            self._db.close()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Return a block during which all is in the sealed file and nobody writes: what is copied then is whole."""
        with lock.held(self.lock_path, self._tell):
            self._write_log()
            if not self.seal.is_current():
                self._settle()
            if not self.seal.is_current():
                raise CollectionError(f"{self.path} is being read by a long command; try again when it has ended")
            yield

    @classmethod
    def sealed(cls, folder: Path) -> Seal | None:
        """Return the seal of a collection after bringing it up to date with what a command that was cut off left behind."""
        seal = Seal(folder / "collection.db")
        if not seal.is_current() and seal.database.exists() and (seal.marker.exists() or not seal.path.exists()):
            with suppress(CollectionError):
                cls(folder).close()
        return seal

    def _settle(self) -> None:
        """Move all changes into the file and seal it; leave that to a later command while somebody reads old pages."""
        changed = None if self.seal.lost_track() else self.seal.noted()
        busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            self.seal.write(changed)

    def _wal_bytes(self) -> int:
        with suppress(FileNotFoundError):
            return self.seal.wal.stat().st_size
        return 0

    def _write_log(self) -> None:
        """Bring the log file up to what the database has acknowledged."""
        size = self.log_path.stat().st_size if self.log_path.exists() else 0
        if self._logged is None or self._logged[1] != size:  # another process wrote meanwhile
            self._logged = (log.count(self.log_path), size)
        rows = self._db.execute("SELECT line FROM log WHERE number > ? ORDER BY number", (self._logged[0],))
        lines = [x for (x,) in rows]
        if lines:
            new = not self.log_path.exists()
            log.append(self.log_path, lines)
            if new:
                synced(self.log_path.parent)
            self._logged = (self._logged[0] + len(lines), self.log_path.stat().st_size)

    # ---- the schema --------------------------------------------------------------------------------------------------

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _upgrade(self) -> None:
        """Bring the schema up to date in one transaction: a kill leaves the old one whole."""
        with self.writing():
            held = self._version()
            for version in range(held + 1, schema.VERSION + 1):
                for statement in schema.STEPS[version].split(";\n"):
                    if statement.strip():
                        self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {schema.VERSION}")
            if 0 < held < schema.VERSION:
                self._filled(held)

    def _filled(self, held: int) -> None:
        """Fill what the steps after version ``held`` added, from what was there."""
        if held < 2:
            for number, data in self._db.execute("SELECT number, data FROM articles ORDER BY number"):
                self.index.put_words(number, unpack(data, Article))
            for ident, data in self._db.execute(
                "SELECT id, dossier FROM stories WHERE dossier IS NOT NULL ORDER BY id"
            ):
                self.index.put_facts(ident, facts_of(unpack(data, Dossier)))

    # ---- facts -------------------------------------------------------------------------------------------------------

    def fact(self, name: str) -> str | None:
        """Return a named fact."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_fact(self, name: str, value: str | None) -> None:
        """Set or forget a named fact."""
        if value is None:
            self._db.execute("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # ---- originals and log -------------------------------------------------------------------------------------------

    def note(self, entry: dict[str, Any]) -> None:
        """Add a line to the log; the file gets it once the transaction is kept."""
        row = self._db.execute("SELECT number, line FROM log ORDER BY number DESC LIMIT 1").fetchone()
        number, before = (row[0] + 1, log.digest_of(row[1])) if row else (1, log.START)
        self._db.execute("INSERT INTO log VALUES (?, ?)", (number, log.line(number, before, entry)))

    def log_lines(self) -> list[str]:
        """Return the lines of the log."""
        return [x for (x,) in self._db.execute("SELECT line FROM log ORDER BY number")]

    def place(self, original: Original) -> Place:
        """Return where reading stands, beginning it when the original is new there."""
        o = original
        row = self._db.execute(
            "SELECT number, items, done FROM places WHERE real = ? AND original = ?", (o.real, o.sha256)
        ).fetchone()
        if row is None:
            number = self._db.execute(
                "INSERT INTO places (original, size, name, uri, real) VALUES (?, ?, ?, ?, ?)",
                (o.sha256, o.size, o.name, o.uri, o.real),
            ).lastrowid
            assert number is not None
            entry = {"what": "original", "place": number, "sha256": o.sha256, "size": o.size}
            self.note({**entry, "name": o.name, "uri": o.uri, "real": o.real})
            return Place(number, o, 0, False)
        return Place(row[0], o, row[1], bool(row[2]))

    def places(self) -> list[Place]:
        """Return every place, in order of arrival."""
        rows = self._db.execute(
            "SELECT number, original, size, name, uri, real, items, done FROM places ORDER BY number"
        )
        return [Place(n, Original(*o), items, bool(done)) for n, *o, items, done in rows]

    def advance(self, place: int, items: int, *, done: bool) -> None:
        """Record how far a place is read."""
        self._db.execute("UPDATE places SET items = ?, done = ? WHERE number = ?", (items, int(done), place))

    # ---- documents ---------------------------------------------------------------------------------------------------

    def put(self, place: Place, items: Sequence[Item], rules: str) -> None:
        """Store analysed items, settle their ids, and put their words into the index."""
        bases: set[str] = set()
        for item in items:
            where = (place.number, item.ordinal)
            self._forget(where, document=item.article is None)
            if item.article is None:
                s = item.skipped
                assert s is not None
                row = (*where, s.outcome.value, s.count, pack(s))
                self._db.execute("INSERT INTO skipped VALUES (?, ?, ?, ?, ?)", row)
                continue
            if item.account is not None:
                self._db.execute("INSERT OR IGNORE INTO accounts VALUES (?, ?)", (item.key, pack(item.account)))
            self._put_document(where, item, rules)
            bases.add(item.article.id)
        self._settle_ids(bases)

    def _forget(self, where: tuple[int, int], *, document: bool) -> None:
        """Take out what an item was by other rules: its row among the skipped, or the document that it is no more."""
        self._db.execute("DELETE FROM skipped WHERE place = ? AND ordinal = ?", where)
        if not document:
            return
        row = self._db.execute("SELECT number, base FROM documents WHERE place = ? AND ordinal = ?", where).fetchone()
        if row is None:
            return
        (data,) = self._db.execute("SELECT data FROM articles WHERE number = ?", (row[0],)).fetchone()
        self.index.drop_words(row[0], unpack(data, Article))
        self._db.execute("DELETE FROM articles WHERE number = ?", (row[0],))
        self._db.execute("DELETE FROM documents WHERE number = ?", (row[0],))
        self._settle_ids({row[1]})

    def cut(self, place: int, items: int) -> None:
        """Forget the items of a place from a number on: by other rules it holds fewer."""
        rows = self._db.execute(
            "SELECT ordinal FROM documents WHERE place = ? AND ordinal >= ?"
            " UNION SELECT ordinal FROM skipped WHERE place = ? AND ordinal >= ?",
            (place, items, place, items),
        ).fetchall()
        for (ordinal,) in rows:
            self._forget((place, ordinal), document=True)

    def _put_document(self, where: tuple[int, int], item: Item, rules: str) -> None:
        a = item.article
        assert a is not None
        data = pack(replace(a, id=ANY))
        old = self._db.execute(
            "SELECT a.number, a.data FROM documents d JOIN articles a ON a.number = d.number"
            " WHERE d.place = ? AND d.ordinal = ?",
            where,
        ).fetchone()
        if old is not None and old[1] != data:
            self.index.drop_words(old[0], unpack(old[1], Article))
        self._db.execute(
            "INSERT INTO documents (place, ordinal, base, uri, sha256, account, own, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (place, ordinal) DO UPDATE SET base = excluded.base, uri = excluded.uri,"
            " sha256 = excluded.sha256, account = excluded.account, own = excluded.own, rules = excluded.rules",
            (*where, a.id, a.uri, a.sha256, item.key, digest(data, item.key), rules),
        )
        if old is None or old[1] != data:
            number = self._number(where)
            self._db.execute("INSERT OR REPLACE INTO articles VALUES (?, ?)", (number, data))
            self.index.put_words(number, a)

    def _number(self, where: tuple[int, int]) -> int:
        found = self._db.execute("SELECT number FROM documents WHERE place = ? AND ordinal = ?", where).fetchone()
        return int(found[0])

    def _settle_ids(self, bases: Iterable[str]) -> None:
        """Give every document whose capture asks for one of ``bases`` its id: as ``capture.read`` does, whatever arrived first."""
        again = set(bases)
        again |= {m[1] for b in bases if (m := _RENAMED.fullmatch(b))}
        for base in sorted(again):
            rows = self._db.execute(
                "SELECT number, sha256, id FROM documents WHERE base = ? ORDER BY sha256, uri, number", (base,)
            ).fetchall()
            given: dict[int, str] = {}
            taken: set[str] = set()
            for n, (number, sha, _) in enumerate(rows):
                ident = base
                if n:
                    ident = stem = f"{base}~{sha[:8]}"
                    count = 1
                    while ident in taken or self._is_base(ident):
                        count += 1
                        ident = f"{stem}~{count}"
                taken.add(ident)
                given[number] = ident
            changed = {number: given[number] for number, _, held in rows if held != given[number]}
            for number in changed:
                self._db.execute("UPDATE documents SET id = NULL WHERE number = ?", (number,))
            for number, ident in changed.items():
                self._db.execute("UPDATE documents SET id = ? WHERE number = ?", (ident, number))

    def _is_base(self, ident: str) -> bool:
        return self._db.execute("SELECT 1 FROM documents WHERE base = ? LIMIT 1", (ident,)).fetchone() is not None

    def known_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of ``keys`` that have an account."""
        return frozenset(
            k for k in keys if self._db.execute("SELECT 1 FROM accounts WHERE key = ?", (k,)).fetchone() is not None
        )

    def documents(self) -> list[Held]:
        """Return every document, in order of ids."""
        rows = self._db.execute("SELECT number, id, own FROM documents ORDER BY id")
        return [Held(number, DocumentId(ident), own) for number, ident, own in rows]

    def article(self, document: DocumentId) -> Article:
        """Return the article of a document."""
        row = self._db.execute(
            "SELECT a.data FROM documents d JOIN articles a ON a.number = d.number WHERE d.id = ?", (document,)
        ).fetchone()
        return replace(unpack(row[0], Article), id=document)

    def account(self, document: DocumentId) -> Account:
        """Return the account that a document gives."""
        row = self._db.execute(
            "SELECT a.data FROM documents d JOIN accounts a ON a.key = d.account WHERE d.id = ?", (document,)
        ).fetchone()
        return unpacked_for(row[0], document)

    def held_at(self, place: int, ordinal: int) -> DocumentId | None:
        """Return the document that an item of a place became."""
        row = self._db.execute("SELECT id FROM documents WHERE place = ? AND ordinal = ?", (place, ordinal)).fetchone()
        return None if row is None else DocumentId(row[0])

    def held_as(self, uri: str) -> list[DocumentId]:
        """Return the documents of an address, in order."""
        return [
            DocumentId(i) for (i,) in self._db.execute("SELECT id FROM documents WHERE uri = ? ORDER BY id", (uri,))
        ]

    def forget_accounts(self) -> None:
        """Drop the accounts that no document gives any more."""
        self._db.execute("DELETE FROM accounts WHERE key NOT IN (SELECT account FROM documents)")

    def outdated(self, rules: str) -> list[int]:
        """Return the places that hold items read by other rules, in order."""
        rows = self._db.execute("SELECT DISTINCT place FROM documents WHERE rules <> ? ORDER BY place", (rules,))
        return [n for (n,) in rows]

    def skipped(self) -> Iterator[Skipped]:
        """Yield every item that could not be read."""
        for (data,) in self._db.execute("SELECT data FROM skipped ORDER BY place, ordinal"):
            yield unpack(data, Skipped)

    def ledger(self) -> Ledger:
        """Return the sum of reading."""
        read = self._db.execute("SELECT count(*) FROM documents").fetchone()[0]
        of = dict(self._db.execute("SELECT outcome, sum(count) FROM skipped GROUP BY outcome").fetchall())
        left = [of.get(o.value, 0) for o in (Outcome.NOT_AN_ARTICLE, Outcome.REFUSED, Outcome.FAILED)]
        return Ledger(read + sum(left), read, *left)

    # ---- stories -----------------------------------------------------------------------------------------------------

    def stories(self) -> list[StoryRow]:
        """Return every story as a list shows it, in order."""
        rows = self._db.execute("SELECT id, title, documents, claims, first, last, fresh FROM stories ORDER BY id")
        return [StoryRow(StoryId(i), t, d, c, first, last, bool(fresh)) for i, t, d, c, first, last, fresh in rows]

    def story_keys(self) -> dict[StoryId, tuple[str, bool]]:
        """Return the key of every story, and whether its dossier has that key."""
        return {
            StoryId(i): (k, bool(f)) for i, k, f in self._db.execute("SELECT id, key, fresh FROM stories ORDER BY id")
        }

    def regroup(self, stories: Sequence[tuple[bytes, StoryId, str, Sequence[DocumentId], str]]) -> None:
        """Replace the list of stories; a dossier stays while its key does."""
        kept = {i for _, i, _, _, _ in stories}
        held = self.story_keys()
        for ident in sorted(held.keys() - kept):
            self._db.execute("DELETE FROM stories WHERE id = ?", (ident,))
            self.index.drop_facts(ident)
            self._db.execute("DELETE FROM related WHERE story = ?", (ident,))
        for data, ident, title, documents, key in stories:
            if ident in held and held[ident][0] == key:
                continue
            self._db.execute(
                "INSERT INTO stories (id, title, documents, key, story) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET title = excluded.title, documents = excluded.documents,"
                " story = excluded.story, key = excluded.key, fresh = (built IS NOT NULL AND built = excluded.key)",
                (ident, title, len(documents), key, data),
            )
            self._db.executemany(
                "UPDATE documents SET story = ? WHERE id = ? AND story IS NOT ?", [(ident, i, ident) for i in documents]
            )

    def story(self, story: StoryId) -> bytes:
        """Return the packed story."""
        return bytes(self._db.execute("SELECT story FROM stories WHERE id = ?", (story,)).fetchone()[0])

    def put_dossier(self, story: StoryId, key: str, dossier: bytes, row: StoryRow, facts: Facts) -> None:
        """Store the packed dossier of a story."""
        self._db.execute(
            "UPDATE stories SET dossier = ?, built = ?, fresh = (key = ?), claims = ?, first = ?, last = ? WHERE id = ?",
            (dossier, key, key, row.claims, row.first, row.last, story),
        )
        self.index.put_facts(story, facts)

    def dossier(self, story: StoryId) -> bytes | None:
        """Return the packed dossier of a story."""
        row = self._db.execute("SELECT dossier FROM stories WHERE id = ?", (story,)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def related_keys(self) -> dict[StoryId, str]:
        """Return the key of the kin that is kept around each story."""
        return {StoryId(i): k for i, k in self._db.execute("SELECT story, key FROM related ORDER BY story")}

    def related(self, story: StoryId) -> bytes | None:
        """Return the packed kin around a story."""
        row = self._db.execute("SELECT data FROM related WHERE story = ?", (story,)).fetchone()
        return None if row is None else bytes(row[0])

    def put_related(self, story: StoryId, key: str, data: bytes, *, kin: bool) -> None:
        """Store the packed kin around a story, and whether there is any."""
        self._db.execute("INSERT OR REPLACE INTO related VALUES (?, ?, ?, ?)", (story, key, int(kin), data))

    def any_kin(self, stories: Sequence[StoryId] | None) -> bool:
        """Tell whether there is kin around any of ``stories`` (any at all, when not told)."""
        if stories is None:
            return (
                self._db.execute(
                    "SELECT 1 FROM related WHERE kin AND story IN (SELECT id FROM stories) LIMIT 1"
                ).fetchone()
                is not None
            )
        those = frozenset(stories)
        return any(i in those for (i,) in self._db.execute("SELECT story FROM related WHERE kin"))

    # ---- soundness ---------------------------------------------------------------------------------------------------

    def faults(self) -> Iterator[Fault]:
        """Yield what SQLite and the ledger find wrong."""
        for (said,) in self._db.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield Fault(self.path.name, "", str(said))
        met = self._db.execute("SELECT coalesce(sum(items), 0) FROM places").fetchone()[0]
        held = self._db.execute("SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM skipped)").fetchone()[
            0
        ]
        if met != held:
            yield Fault(self.path.name, "ledger", f"{met} items were read, {held} are held; run check --rebuild")
        lost = self._db.execute(
            "SELECT count(*) FROM documents WHERE account NOT IN (SELECT key FROM accounts)"
        ).fetchone()
        if lost[0]:
            yield Fault(self.path.name, "documents", f"{lost[0]} without their account; run check --rebuild")


def _opened(path: Path, reading: bool) -> sqlite3.Connection:
    """Return a connection; a reader's changes nothing, not even by closing."""
    try:
        if reading:
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        else:
            db = sqlite3.connect(path, isolation_level=None)
        db.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if not reading:
            db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA wal_autocheckpoint = 0")  # we checkpoint, because the seal has to follow
        return db
    except sqlite3.DatabaseError as error:
        raise CollectionError(
            f"{path} cannot be opened as a collection ({error}); see firsthand check, then check --rebuild"
        ) from error
