"""What a collection asks of its database: the one interface that SQLite (here) and PostgreSQL implement.

Methods speak of documents, accounts and stories, never of SQL. All that change anything run inside ``writing()``: one
transaction, one writer; when it ends without an error, what it wrote is acknowledged and survives any crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from firsthand.collection.nouns import Fault, Held, Item, Original, Place, StoryRow
from firsthand.records import Account, Article, DocumentId, Ledger, Skipped, StoryId

StoryKey = str  # digest of all that a story's dossier depends on


class Store(Protocol):
    """The tables of one collection."""

    def writing(self) -> AbstractContextManager[None]:
        """Return a block in which this process alone writes: all of it is kept, or nothing."""

    def close(self) -> None:
        """Let go of the database."""

    # ---- facts of the collection
    def fact(self, name: str) -> str | None:
        """Return a named fact ("rules"), ``None`` when it was never set."""

    def set_fact(self, name: str, value: str | None) -> None:
        """Set or, with ``None``, forget a named fact."""

    # ---- originals and the log of additions
    def note(self, entry: dict[str, Any]) -> None:
        """Add a line to the log of additions."""

    def log_lines(self) -> list[str]:
        """Return the lines of the log, in order."""

    def place(self, original: Original) -> Place:
        """Return where reading an original stands, beginning it (with a line of the log) when it is new."""

    def places(self) -> list[Place]:
        """Return every place, in order of arrival."""

    def advance(self, place: int, items: int, *, done: bool) -> None:
        """Record how many items of a place are held, and whether that is all."""

    # ---- documents
    def put(self, place: Place, items: Sequence[Item], rules: str) -> None:
        """Store analysed items with their ids, accounts and words for searching; items held already are replaced."""

    def known_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of ``keys`` for which an account is held."""

    def documents(self) -> list[Held]:
        """Return every document, in order of ids."""

    def article(self, document: DocumentId) -> Article:
        """Return the article of a document."""

    def account(self, document: DocumentId) -> Account:
        """Return the account that a document gives."""

    def held_at(self, place: int, ordinal: int) -> DocumentId | None:
        """Return the document that an item of a place became, ``None`` when it could not be read."""

    def held_as(self, uri: str) -> list[DocumentId]:
        """Return the documents of an address, in order."""

    def forget_accounts(self) -> None:
        """Drop the accounts that no document gives any more."""

    def outdated(self, rules: str) -> list[int]:
        """Return the places that hold items read by other rules, in order."""

    def skipped(self) -> Iterator[Skipped]:
        """Yield every item that could not be read."""

    def ledger(self) -> Ledger:
        """Return the sum of reading."""

    # ---- stories
    def stories(self) -> list[StoryRow]:
        """Return every story as a list shows it, in order."""

    def story_keys(self) -> dict[StoryId, tuple[StoryKey, bool]]:
        """Return the key of every story's dossier as it should be, and whether the dossier is that one."""

    def regroup(self, stories: Sequence[tuple[bytes, StoryId, str, Sequence[DocumentId], StoryKey]]) -> None:
        """Replace the list of stories (packed story, id, title, documents, key); dossiers of unchanged keys stay."""

    def story(self, story: StoryId) -> bytes:
        """Return the packed story without its claims."""

    def put_dossier(self, story: StoryId, key: StoryKey, dossier: bytes, row: StoryRow) -> None:
        """Store the packed dossier of a story with all that searching needs of it."""

    def dossier(self, story: StoryId) -> bytes | None:
        """Return the packed dossier of a story, ``None`` when there is none yet."""

    def blob(self, name: str) -> bytes | None:
        """Return a named packed record of the whole collection."""

    def put_blob(self, name: str, data: bytes) -> None:
        """Store a named packed record of the whole collection."""

    # ---- soundness
    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong inside the database, by its own means."""
