"""A connection to a schema of PostgreSQL that speaks as ``tables.Database`` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import Any

from firsthand.collection.address import Address
from firsthand.collection.nouns import CollectionError
from firsthand.errors import MissingExtraError

CONNECT_SECONDS = 15  # after which a server that does not answer is given up
_ENCODED = "UTF8"


def driver() -> Any:
    """Return psycopg, which only a collection in PostgreSQL needs."""
    try:
        return import_module("psycopg")
    except ImportError as error:
        raise MissingExtraError(
            "a collection at a postgresql:// address needs psycopg: pip install 'firsthand[postgres]'"
        ) from error


class Connection:
    """One connection, outside transactions until ``BEGIN``; every error of the server is a ``CollectionError``."""

    def __init__(self, address: Address, *, reading: bool = False) -> None:
        self.address = address
        self._psycopg = driver()
        with self._clear():
            self._raw = self._psycopg.connect(address.server, autocommit=True, connect_timeout=CONNECT_SECONDS)
        _adapted(self._raw)
        if self.execute("SHOW server_encoding").fetchone()[0] != _ENCODED:
            raise CollectionError(f"the database of {address} is not in UTF8; create one WITH ENCODING 'UTF8'")
        self.execute("SELECT set_config('search_path', ?, false)", (address.schema,))
        # what is acknowledged must survive a crash of the server, whatever it does for others
        self.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
        for slower in (("jit", "off"), ("max_parallel_workers_per_gather", "0")):  # to begin takes longer than a search
            self.execute("SELECT set_config(?, ?, false)", slower)
        if reading:
            self.execute("SET default_transaction_read_only = on")

    def execute(self, sql: str, given: Any = (), /) -> Any:
        """Run a statement and return its rows."""
        with self._clear():
            return self._raw.execute(_asked(sql), given or None)

    def executemany(self, sql: str, rows: Any, /) -> None:
        """Run a statement for each of ``rows``."""
        if rows:
            with self._clear(), self._raw.cursor() as cursor:
                cursor.executemany(_asked(sql), rows)

    def streamed(self, sql: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Return columns and rows, fetched a portion at a time; inside a transaction."""
        with self._clear():
            cursor = self._raw.cursor(name="rows")
            cursor.execute(_asked(sql))
            return tuple(x.name for x in cursor.description), self._portions(cursor)

    def _portions(self, cursor: Any) -> Iterator[tuple[Any, ...]]:
        with self._clear(), cursor:
            while rows := cursor.fetchmany(200):
                yield from rows

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open."""
        return bool(self._raw.info.transaction_status != self._psycopg.pq.TransactionStatus.IDLE)

    def roll_back(self) -> None:
        """Take back whatever transaction is open; a connection that is gone has none."""
        try:
            self._raw.execute("ROLLBACK")
        except self._psycopg.Error:
            self._raw.close()

    def close(self) -> None:
        """Let go of the server."""
        self._raw.close()

    @contextmanager
    def _clear(self) -> Iterator[None]:
        try:
            yield
        except self._psycopg.Error as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise CollectionError(
                f"{self.address}: {said}; what was acknowledged before is safe, run the same command again"
            ) from error


@lru_cache(maxsize=512)
def _asked(sql: str) -> bytes:
    return sql.replace("?", "%s").encode("utf8")


# PostgreSQL cannot store the character 0 in text. It stands there as 1 1, and 1 as 1 2: the order stays.


def _stored(text: str) -> str:
    return text.replace("\x01", "\x01\x02").replace("\x00", "\x01\x01") if "\x00" in text or "\x01" in text else text


def _restored(text: str) -> str:
    return text.replace("\x01\x01", "\x00").replace("\x01\x02", "\x01") if "\x01" in text else text


def _adapted(raw: Any) -> None:
    """Let text go to the server and come back with those characters said otherwise."""
    strings = import_module("psycopg.types.string")
    dumper, loader = strings.StrDumper, strings.TextLoader

    def dump(self: Any, obj: str) -> Any:
        return dumper.dump(self, _stored(obj))

    def load(self: Any, data: Any) -> Any:
        return _restored(loader.load(self, data))

    raw.adapters.register_dumper(str, type("TextDumper", (dumper,), {"dump": dump}))
    raw.adapters.register_loader("text", type("TextLoader", (loader,), {"load": load}))
