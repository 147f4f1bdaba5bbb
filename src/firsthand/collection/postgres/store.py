"""The store in a schema of PostgreSQL: its one writer, its schema, its seals."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from firsthand.collection.address import Address, argument
from firsthand.collection.lock import TELL_AFTER_SECONDS
from firsthand.collection.nouns import CollectionError, Fault
from firsthand.collection.pack import unpack
from firsthand.collection.postgres import schema as tables
from firsthand.collection.postgres.connection import Connection
from firsthand.collection.postgres.originals import PostgresOriginals
from firsthand.collection.postgres.words import PostgresIndex
from firsthand.collection.shelf import Shelves
from firsthand.collection.tables import Tables
from firsthand.records import Article

BEGUN = "rebuild of"  # the fact that tables are being made again: of which schema and log
_READERS = " readers"  # whose lock who reads as of one moment shares: tables do not change places meanwhile
_OTHER_TABLES = "42"  # how SQLSTATE begins where a table or column is there already, or is not


class PostgresStore(Tables[Connection]):
    """The tables of a collection in a schema of a database."""

    def __init__(
        self,
        address: Address,
        *,
        create: bool = False,
        reading: bool = False,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.address, self.name = address, "database"
        self._tell = tell
        self._writes = False
        self._db = Connection(address, reading=reading)
        self.index = PostgresIndex(self._db)
        self.shelves = Shelves(self._db, tables.TOUCHED_BY)
        self.originals = PostgresOriginals(self._db)
        try:
            held = self._version()
            if not held and not create:
                raise CollectionError(
                    f"{address} is no collection; firsthand add {argument(address)} PATH... makes one"
                )
            if held > tables.VERSION:
                raise CollectionError(
                    f"{address} was written by a newer Firsthand (schema {held}, this one knows {tables.VERSION}); "
                    "install the newer version"
                )
            if not held:
                self._made()
            elif held < tables.VERSION:
                self._upgraded(reading)
        except BaseException:
            self._db.close()
            raise

    def _version(self) -> int:
        """Return the version of the schema, 0 when there is no collection."""
        if not _has_tables(self._db):
            return 0
        return int(self._db.execute("SELECT number FROM version").fetchone()[0])

    def _made(self) -> None:
        with self.writing():
            if self._version():
                return  # by another writer, while we waited
            name = self.address.schema
            self._db.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
            sql = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = ?"
            if self._db.execute(sql, (name,)).fetchone()[0]:
                raise CollectionError(f"the schema {name} holds other tables; say ?schema=NAME with a new name")
            for statement in tables.statements():
                self._db.execute(statement)
            self._db.execute("INSERT INTO version VALUES (?)", (tables.VERSION,))

    def _upgraded(self, reading: bool) -> None:
        """Bring the schema up to date in one transaction."""
        if reading:
            PostgresStore(self.address, tell=self._tell).close()
            return
        with self.writing():
            held = self._version()
            for statement in tables.upgrade(held):
                try:
                    self._db.execute(statement)
                except CollectionError as error:
                    if not str(getattr(error.__cause__, "sqlstate", "")).startswith(_OTHER_TABLES):
                        raise
                    said = f"{self.address} states schema {held}, but its tables are others; restore a backup of it"
                    raise CollectionError(said) from error
            self._db.execute("UPDATE version SET number = ?", (tables.VERSION,))
            if held < 4:  # a decision finds its stories by names that no search asks for
                self.index_stories()
                self._index_documents()

    def _index_documents(self) -> None:
        """Index the words of all documents again."""
        self.empty_words()
        for (number,) in self._db.execute("SELECT number FROM articles ORDER BY number").fetchall():
            (data,) = self._db.execute("SELECT data FROM articles WHERE number = ?", (number,)).fetchone()
            self.index.put_words(number, unpack(bytes(data), Article))

    # ---- one writer --------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Return a block that is one transaction of one writer, by a lock that ends with the transaction."""
        if self._writes:  # inside another block: part of it
            yield
            return
        try:
            self._begin()
            self._writes = True
            yield
            self._db.execute("COMMIT")
        finally:
            self._writes = False
            if self._db.in_transaction:
                self._db.roll_back()
                self.index.forget()
                self.shelves.forget()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Return a block of many transactions in which nobody else writes, whatever becomes of this process."""
        with self._locked("pg_advisory_lock", "pg_advisory_unlock", self._key()):
            yield

    @contextmanager
    def _locked(self, lock: str, unlock: str, key: tuple[int]) -> Iterator[None]:
        self._db.execute(f"SELECT {lock}(?)", key)
        try:
            yield
        finally:
            with suppress(CollectionError):  # a connection that is gone holds nothing
                self._db.execute(f"SELECT {unlock}(?)", key)

    def _key(self, what: str = "") -> tuple[int]:
        """Return the number of a lock of this collection: that of its writer, or of ``what``."""
        name = hashlib.blake2b(f"firsthand {self.address.schema}{what}".encode(), digest_size=8).digest()
        return (int.from_bytes(name, "big", signed=True),)

    def _begin(self) -> None:
        key = self._key()
        self._db.execute("BEGIN")
        if self._db.execute("SELECT pg_try_advisory_xact_lock(?)", key).fetchone()[0]:
            return
        if self._tell is not None:
            self._db.execute(f"SET LOCAL lock_timeout = '{TELL_AFTER_SECONDS}s'")
            try:
                self._db.execute("SELECT pg_advisory_xact_lock(?)", key)
            except CollectionError:
                self._db.roll_back()
                self._tell("another command is writing to this collection; waiting for it")
                self._db.execute("BEGIN")
            else:
                return
        self._db.execute("SET LOCAL lock_timeout = 0")
        self._db.execute("SELECT pg_advisory_xact_lock(?)", key)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def at_rest(self) -> AbstractContextManager[None]:
        """Return a block during which all that is read is of one moment."""
        return self.at_one_moment()

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Return a block during which all that is read is as it was at one moment; writers go on."""
        with self._locked("pg_advisory_lock_shared", "pg_advisory_unlock_shared", self._key(_READERS)):
            self._db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield
            finally:
                self._db.roll_back()

    # ---- soundness, moving -------------------------------------------------------------------------------------------

    def faults(self) -> Iterator[Fault]:
        """Yield rows that are not as they were written, and what the ledger finds wrong."""
        for table, (key, _) in tables.SEALED.items():
            sql = f"SELECT {key} FROM {table} WHERE seal IS DISTINCT FROM {tables.digest(table)} ORDER BY 1"
            try:
                for (row,) in self._db.execute(sql).fetchall():
                    yield Fault(self.name, f"{table}, row {row}", "was changed")
            except CollectionError as error:
                yield Fault(self.name, table, f"cannot be read: {error}")
        yield from super().faults()

    def rows(self, table: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Return the columns of a table and its rows; inside a transaction."""
        columns = ", ".join(tables.SEALED[table][1].split()) if table in tables.SEALED else "*"
        return self._db.streamed(f"SELECT {columns} FROM {table}")

    def empty_words(self) -> None:
        """Take the words of all documents out of the index."""
        for table in ("words", "postings", "extents"):
            self._db.execute(f"DELETE FROM {table}")
        self._db.execute("DELETE FROM vocabulary")
        self.index.forget()

    def is_begun(self, schema: str) -> bool:
        """Tell whether a schema of this name holds tables that are being made again."""
        if self._db.execute("SELECT to_regclass(?)", (f"{schema}.facts",)).fetchone()[0] is None:
            return False
        return bool(self._db.execute(f"SELECT count(*) FROM {schema}.facts WHERE name = ?", (BEGUN,)).fetchone()[0])

    def is_empty(self) -> bool:
        """Tell whether nothing was ever kept here."""
        sql = "SELECT EXISTS (SELECT FROM log) OR EXISTS (SELECT FROM originals) OR EXISTS (SELECT FROM pieces)"
        return not self._db.execute(sql).fetchone()[0]

    def drop(self) -> None:
        """Throw all tables of this schema away."""
        self._db.execute(f"DROP SCHEMA {self.address.schema} CASCADE")

    def replaced_by(self, made: str) -> str:
        """Return the name of the schema that keeps these tables from now on: those of ``made`` stand in their place, originals stay."""
        name = self.address.schema
        with self.writing():
            self._db.execute(
                "SELECT pg_advisory_xact_lock(?)", self._key(_READERS)
            )  # who reads as of one moment ends first
            sql = f"SELECT EXISTS (SELECT FROM {made}.originals) OR EXISTS (SELECT FROM {made}.pieces)"
            if self._db.execute(sql).fetchone()[0]:
                raise CollectionError(f"the schema {made} holds originals of its own; nothing was changed")
            taken = {n for (n,) in self._db.execute("SELECT nspname FROM pg_namespace")}
            aside = next(n for n in (f"{name}_damaged{x or ''}" for x in range(10_000)) if n not in taken)
            self._db.execute(f"ALTER SCHEMA {name} RENAME TO {aside}")
            self._db.execute(f"ALTER SCHEMA {made} RENAME TO {name}")
            for kind, held in (("TABLE", "originals"), ("TABLE", "pieces"), ("SEQUENCE", "originals_numbers")):
                self._db.execute(f"DROP {kind} {name}.{held}")
                self._db.execute(f"ALTER {kind} {aside}.{held} SET SCHEMA {name}")
            self.set_fact(BEGUN, None)
        return aside


def is_collection(address: Address) -> bool:
    """Tell whether there is a collection at an address."""
    db = Connection(address, reading=True)
    try:
        return _has_tables(db)
    finally:
        db.close()


def _has_tables(db: Connection) -> bool:
    (found,) = db.execute("SELECT to_regclass(?)", (f"{db.address.schema}.version",)).fetchone()
    return found is not None
