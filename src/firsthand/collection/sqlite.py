"""The store in one SQLite file (WAL, synchronous FULL): its one writer, its log file and its seal."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from firsthand.collection import exchange, lock, log, schema, steady
from firsthand.collection.address import argument
from firsthand.collection.nouns import CollectionError, Fault, NewerError
from firsthand.collection.originals import names, synced
from firsthand.collection.pack import unpack
from firsthand.collection.seal import MEND, Seal
from firsthand.collection.shelf import Shelves
from firsthand.collection.tables import Tables
from firsthand.collection.words import SQLiteIndex
from firsthand.records import Article

PAGE_BYTES = 8192  # of the file: half as many pages to seal as with SQLite's default, and rows of several kB fit
READER_MILLISECONDS = 500  # that a reader of old pages is waited for; a long one (check, export) is not
BUSY_MILLISECONDS = 120_000  # our own lock comes first; this is for a program that opened the file by itself
_NOT_WRITABLE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
)  # what SQLite says of a file that it cannot make or change
CHECKPOINT_BYTES = 64 * 2**20  # of the log of changes from which they are moved into the file


class SQLiteStore(Tables[sqlite3.Connection]):
    """The tables of a collection in ``folder/collection.db``."""

    def __init__(self, folder: Path, *, tell: Callable[[str], None] | None = None, reading: bool = False) -> None:
        self.path = folder / "collection.db"
        self.name = self.path.name
        self.log_path = folder / "additions.log"
        self.lock_path = folder / "collection.lock"
        self.seal = Seal(self.path)
        self.reading = reading
        self._tell = tell
        self._writes = False
        self._logged: tuple[int, int] | None = None
        self._file: steady.Steady | None = None
        if reading:
            self._exchanged()
            self._must_not_be_lost()
            self._open()
        else:
            with lock.held(self.lock_path, tell):
                self._exchanged()
                self._must_not_be_lost()
                self._begun()
                self._open()
        self.index = SQLiteIndex(self._db)
        self.shelves = Shelves(self._db)
        try:
            self._brought_up_to_date(folder)
        except sqlite3.DatabaseError as error:
            self._ended()
            raise CollectionError(
                f"{self.path} is damaged or no collection ({error}); see firsthand check, then check --rebuild"
            ) from error
        except BaseException:
            self._ended()
            raise

    def _open(self) -> None:
        self._db = _opened(self.path, self.reading)
        try:  # sealing and copying read it too, and may not close it under the connection
            self._file = steady.hold(self.path)
        except OSError as error:
            self._db.close()
            raise CollectionError(f"{self.path} cannot be opened: {error.strerror or error}") from error

    def _exchanged(self) -> None:
        """Put new files in place that a command which was cut off left ready."""
        folder = self.path.parent
        if not exchange.is_pending(folder):
            return
        if not is_writable(folder):
            raise CollectionError(
                f"{folder}: new files have not taken their places, and cannot where nothing can be written; "
                "copy the folder to a place of your own"
            )
        try:
            with lock.held(self.lock_path, self._tell):
                exchange.finish(folder)
        except (OSError, ValueError) as error:
            raise CollectionError(f"cannot put the new files of {folder} in their places: {error}") from error

    def _must_not_be_lost(self) -> None:
        """Refuse to begin a database anew beside what one was made of: whoever did would hide that it is lost."""
        folder = self.path.parent
        if self.path.exists() and self.path.stat().st_size and (self._file is None or self._version()):
            return
        if log.count(self.log_path):
            said = f"firsthand check {argument(folder)} --rebuild makes it again from originals and log"
        elif next(names(folder / "originals"), None):
            said = (
                "originals lie there, and no log that says of what; restore a backup, or add them to a new collection"
            )
        else:
            return
        raise CollectionError(f"{self.path} is lost; {said}")

    def _begun(self) -> None:
        """Note before a new database is made that it has no seal yet: one without a seal or this note has lost it."""
        try:
            if not self.path.exists():
                self.seal.broken()
        except OSError as error:
            raise CollectionError(f"cannot write {self.path}: {error.strerror or error}; make room") from error

    def _brought_up_to_date(self, folder: Path) -> None:
        held = self._version()
        if held > schema.VERSION:
            raise NewerError(
                f"{folder} was written by a newer Firsthand (schema {held}, this one knows {schema.VERSION}); "
                "install the newer version"
            )
        if held == schema.VERSION:
            return
        if not self.reading:
            self._upgrade()
            return
        if not is_writable(folder):
            raise CollectionError(
                f"{folder} was written by an older Firsthand (schema {held}) and has to be brought up to date, "
                "which cannot be done where nothing can be written; copy it to a place of your own"
            )
        self._db.close()
        SQLiteStore(folder, tell=self._tell).close()
        self._db = _opened(self.path, self.reading)
        self.index = SQLiteIndex(self._db)
        self.shelves = Shelves(self._db)

    # ---- one writer ------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Return a block that is one transaction of one writer; its lines of the log are written out at the end."""
        if self._writes:  # inside another block: part of it
            yield
            return
        was_current = False
        with lock.held(self.lock_path, self._tell):
            self._must_be_in_place()
            if self.seal.is_lost():
                raise CollectionError(f"{self.seal.path} is missing: what has changed cannot be told; {MEND}")
            try:
                self._regain_track()
                self._must_follow_log()
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
                    self.shelves.forget()
                if was_current:
                    self.seal.unbroken()

    def close(self) -> None:
        """Seal what was written and let go of the database."""
        try:
            if not self.reading and self._file is not None and not self.seal.is_current() and not self.seal.is_lost():
                with lock.held(self.lock_path, self._tell):
                    self._must_be_in_place()
                    self._write_log()
                    self._settle()
        except (sqlite3.Error, OSError, CollectionError):
            pass  # disk full, or nothing that this command may seal: the marker stays for the next
        finally:
            self._ended()

    def _must_be_in_place(self) -> None:
        """Refuse to write into a database that another command has put a new one in the place of."""
        if self._file is not None and not self._file.is_at(self.path):
            raise CollectionError(
                f"{self.path} was made again by another command meanwhile; what was acknowledged is kept, "
                "the same command goes on from here"
            )

    def _ended(self) -> None:
        keeper = None
        if (
            not self.reading and self.seal.is_pending()
        ):  # whoever closes last moves them into the file, but no reader does
            with suppress(sqlite3.Error, CollectionError):
                keeper = _opened_to_read(self.path)
        self._db.close()
        if keeper is not None:
            keeper.close()
        if self._file is not None:  # closed once, however often it is asked for
            held, self._file = self._file, None
            steady.let_go(held)

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Return a block during which all that is read is as it was at one moment; writers go on."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Return a block during which all is in the sealed file and nobody writes: what is copied then is whole.

        A reader has nothing to write for that, so its collection has to be closed; who writes meanwhile is found by the seal.
        """
        if self.reading:
            self._must_be_current(
                "was not closed by the command that wrote it last; copy it to a place that can be written"
            )
            yield
            return
        with lock.held(self.lock_path, self._tell):
            self._must_be_in_place()
            if not self.seal.is_current() and not self.seal.is_lost():
                self._write_log()
                self._settle()
            self._must_be_current("is being read by a long command; try again when it has ended")
            yield

    def _must_be_current(self, otherwise: str) -> None:
        if self.seal.is_lost() or self.seal.is_damaged():
            raise CollectionError(f"{self.path.parent}: {next(self.seal.check())}")
        if not self.seal.is_current():
            raise CollectionError(f"{self.path} {otherwise}")

    @classmethod
    def sealed(cls, folder: Path) -> Seal:
        """Return the seal of a collection after bringing it up to date with what a command that was cut off left behind."""
        seal = Seal(folder / "collection.db")
        if exchange.is_pending(folder) or (seal.database.exists() and seal.marker.exists()):
            with suppress(CollectionError):
                cls(folder).close()
        return seal

    def seal_anew(self) -> list[Fault]:
        """Seal the database as it is in place of a seal that is missing or damaged; return what SQLite or the log say against it."""
        with lock.held(self.lock_path, self._tell):
            self._must_be_in_place()
            strayed = self.seal.lost_track() and self.seal.strays()
            if not self.seal.is_lost() and not self.seal.is_damaged() and not strayed:
                raise CollectionError(f"{self.path} has its seal; firsthand check holds it against that")
            found = [*self.faults(), *log.check(self.log_path, self.log_lines())]
            if not found:
                self.seal.broken()
                self.seal.path.unlink(missing_ok=True)
                self._settle()
        return found

    def _settle(self) -> None:
        """Move all changes into the file and seal it; leave that to a later command while somebody reads old pages."""
        self._regain_track()
        changed = self.seal.noted() if self.seal.path.exists() else None
        self._db.execute(f"PRAGMA busy_timeout = {READER_MILLISECONDS}")
        try:
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        if not busy:
            self.seal.write(changed)

    def _regain_track(self) -> None:
        """Go on from a command that was cut off before its first change; refuse when the file is another than it was."""
        if not self.seal.lost_track():
            return
        if strays := self.seal.strays():
            raise CollectionError(f"{self.path.parent} is not sound: {strays[0]}, and no command noted it; {MEND}")
        self.seal.regain()

    def _wal_bytes(self) -> int:
        with suppress(FileNotFoundError):
            return self.seal.wal.stat().st_size
        return 0

    def _must_follow_log(self) -> None:
        """Refuse to add to a database that is older than its log: its lines would take numbers that are taken."""
        held = self._in_log()
        known = self._db.execute("SELECT max(number) FROM log").fetchone()[0] or 0 if self._version() else 0
        if held > known:
            raise CollectionError(
                f"{self.log_path} holds {held} lines, {self.path.name} knows {known}: an older database lies there; "
                f"firsthand check {argument(self.path.parent)} --rebuild makes it again from originals and log"
            )

    def _in_log(self) -> int:
        """Return how many lines the log file holds."""
        size = self.log_path.stat().st_size if self.log_path.exists() else 0
        if self._logged is None or self._logged[1] != size:  # another process wrote meanwhile
            self._logged = (log.count(self.log_path), size)
        return self._logged[0]

    def _write_log(self) -> None:
        """Bring the log file up to what the database has acknowledged."""
        held = self._in_log()
        lines = [x for (x,) in self._db.execute("SELECT line FROM log WHERE number > ? ORDER BY number", (held,))]
        if lines:
            new = not self.log_path.exists()
            log.append(self.log_path, lines)
            if new:
                synced(self.log_path.parent)
            self._logged = (held + len(lines), self.log_path.stat().st_size)

    # ---- soundness, moving -------------------------------------------------------------------------------------------

    def faults(self) -> Iterator[Fault]:
        """Yield what SQLite and the ledger find wrong."""
        for (said,) in self._db.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield Fault(self.name, "", str(said))
        yield from super().faults()

    def rows(self, table: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Return the columns of a table and its rows."""
        found = self._db.execute(f"SELECT * FROM {table}")
        return tuple(x[0] for x in found.description), found

    def empty_words(self) -> None:
        """Take the words of all documents out of the index."""
        self._db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        self._db.execute("DELETE FROM vocabulary")
        self.index.forget()

    # ---- the schema --------------------------------------------------------------------------------------------------

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _upgrade(self) -> None:
        """Bring the schema up to date in one transaction: a kill leaves the old one whole."""
        with self.writing():
            self._must_not_be_lost()
            held = self._version()
            steps = (schema.STEPS[version] for version in range(max(0, held) + 1, schema.VERSION + 1))
            for statement in (x for step in steps for x in step.split(";\n") if x.strip()):
                try:
                    self._db.execute(statement)
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # a full disk, say
                        raise
                    raise CollectionError(
                        f"{self.path} states schema {held}, but its tables are others ({error}); "
                        f"firsthand check {argument(self.path.parent)} --rebuild makes it again"
                    ) from error
            self._db.execute(f"PRAGMA user_version = {schema.VERSION}")
            if 0 < held < schema.VERSION:
                self._filled(held)

    def _filled(self, held: int) -> None:
        """Fill what the steps after version ``held`` added, from what was there."""
        if held < 2:
            for number, data in self._db.execute("SELECT number, data FROM articles ORDER BY number"):
                self.index.put_words(number, unpack(data, Article))
        if held < 4:  # a decision finds its stories by names that no search asks for
            self.index_stories()


def is_writable(folder: Path) -> bool:
    """Tell whether files can be made in a folder: not on a disk that is only read, or by someone without the right."""
    return os.access(folder, os.W_OK)


def _opened(path: Path, reading: bool) -> sqlite3.Connection:
    """Return a connection; a reader's changes nothing, not even by closing."""
    try:
        db = _opened_to_read(path) if reading else sqlite3.connect(path, isolation_level=None)
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


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """Return a reader's connection.

    SQLite makes a file beside the database even for a reader (``-shm``). Where it cannot, one that is closed holds everything
    and is read as a file that nobody changes (``immutable``); who reads the log of changes needs that file.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        db.execute("PRAGMA schema_version").fetchone()
        return db
    except sqlite3.OperationalError as error:
        db.close()
        if error.sqlite_errorcode & 0xFF not in _NOT_WRITABLE or not path.exists() or is_writable(path.parent):
            raise
        if Seal(path).is_pending():
            raise CollectionError(
                f"{path.parent} was not closed by the command that wrote it last, and cannot be where nothing can be written; "
                "copy the folder to a place of your own"
            ) from error
        return sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None)
    except sqlite3.DatabaseError:
        db.close()
        raise
