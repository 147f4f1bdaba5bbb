"""What a collection asks of its database: the one interface that SQLite (here) and PostgreSQL implement.

Methods speak of documents, accounts and stories, never of SQL. All that change anything run inside ``writing()``: one
transaction, one writer; when it ends without an error, what it wrote is acknowledged and survives any crash.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from firsthand.collection.facts import Count, Facts, NameKind, Spot
from firsthand.collection.nouns import Bookmark, Fault, Held, Item, Original, StoryRow
from firsthand.collection.shelf import Shelves
from firsthand.decision import Decision
from firsthand.records import Article, Decided, DocumentId, Ledger, Skipped, StoryId

StoryKey = str  # digest of all that a story's dossier depends on


@dataclass(frozen=True, slots=True)
class Holding:
    """A document that holds the words asked for, and how much it is about them."""

    number: int
    story: StoryId
    document: DocumentId
    score: float


class Index(Protocol):
    """What a search asks of the database."""

    def forget(self) -> None:
        """Forget what was remembered of a transaction that was taken back."""

    def put_words(self, number: int, article: Article) -> None:
        """Index the words of a document."""

    def drop_words(self, number: int, article: Article) -> None:
        """Take the words of a document out of the index."""

    def put_facts(self, story: StoryId, facts: Facts) -> None:
        """Index what a story is searched by, in place of what it was."""

    def drop_facts(self, story: StoryId) -> None:
        """Take a story out of the index."""

    def has_word(self, word: str) -> bool:
        """Tell whether some document holds ``word``."""

    def words_of_bones(self, skeleton: str) -> list[str]:
        """Return the words that share their consonants."""

    def words_near(self, word: str, slips: int) -> list[str]:
        """Return the words that may be ``word`` with that many slips, and others."""

    def holding(
        self, phrases: Sequence[Sequence[tuple[str, ...]]], stories: Sequence[StoryId] | None, most: int
    ) -> list[Holding]:
        """Return the documents that hold one spelling of each phrase, in ``stories`` if given, best first."""

    def holds(self, number: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether a document holds the words of a phrase side by side."""

    def titles(self, stories: Sequence[StoryId]) -> dict[StoryId, tuple[str, int, str | None]]:
        """Return title, number of documents and first day of stories."""

    def named(self, kind: NameKind, spelt: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
        """Return id and name of whatever has one spelling of each word in one of its names, in order."""

    def named_by_bones(self, kind: NameKind, skeleton: str) -> list[tuple[str, str]]:
        """Return id and name of whatever has a name with these consonants, in order."""

    def stories_with(self, kind: NameKind, ident: str) -> list[StoryId]:
        """Return the stories that have something of a kind."""

    def stories_naming(self, kinds: Iterable[NameKind], name: str) -> set[StoryId] | None:
        """Return the stories that have something called exactly so, but for case; ``None`` when the index cannot tell."""

    def spots(self, idents: Sequence[str]) -> list[Spot]:
        """Return the places with these ids that some story has."""

    def within(self, south: float, west: float, north: float, east: float) -> list[tuple[StoryId, Spot]]:
        """Return the stories with a place inside a box."""

    def between(self, first: str | None, last: str | None) -> list[tuple[StoryId, str, str]]:
        """Return the stories whose days meet those from ``first`` to ``last``, and their own first and last day."""

    def counting(self, role: str, low: int, high: int | None) -> list[tuple[StoryId, Count]]:
        """Return the stories with a toll whose range meets another, each with the toll nearest to its lower end.

        A toll without an upper bound reaches to twice its lower one.
        """

    def entitled(self, parts: Sequence[str], ident: str) -> list[StoryId]:
        """Return the story with an id, or the stories whose titles hold all ``parts``."""


class Store(Protocol):
    """The tables of one collection."""

    @property
    def index(self) -> Index:
        """Return what searches read."""

    @property
    def shelves(self) -> Shelves:
        """Return what gathering stories keeps."""

    def writing(self) -> AbstractContextManager[None]:
        """Return a block in which this process alone writes: all of it is kept, or nothing."""

    def at_one_moment(self) -> AbstractContextManager[None]:
        """Return a block, not inside ``writing``, during which all that is read is as it was at one moment; writers go on."""

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

    def bookmark(self, original: Original) -> Bookmark:
        """Return where reading an original stands, beginning it (with a line of the log) when it is new."""

    def bookmarks(self) -> list[Bookmark]:
        """Return how far each original is read, in order of arrival."""

    def places_with(self, hashes: Container[str]) -> set[int]:
        """Return the numbers of the places that hold a document with one of these hashes."""

    def advance(self, place: int, items: int, *, done: bool) -> None:
        """Record how many items of an original are held, and whether that is all."""

    # ---- documents
    def put(self, bookmark: Bookmark, items: Sequence[Item], rules: str) -> None:
        """Store analysed items with their ids, accounts and words for searching; items held already are replaced."""

    def cut(self, place: int, items: int) -> None:
        """Forget the items of an original from a number on: by other rules it holds fewer."""

    def known_keys(self, keys: Iterable[str]) -> frozenset[str]:
        """Return those of ``keys`` for which an account is held."""

    def documents(self) -> list[Held]:
        """Return every document, in order of ids."""

    def digests(self, documents: Iterable[DocumentId]) -> dict[DocumentId, str]:
        """Return digests of all that a story depends on of each document."""

    def article(self, document: DocumentId) -> Article:
        """Return the article of a document."""

    def packed_article(self, document: DocumentId) -> bytes:
        """Return the article of a document as ``pack.article`` reads it."""

    def packed_account(self, document: DocumentId) -> bytes:
        """Return the account that a document gives as ``pack.account`` reads it."""

    def held_at(self, place: int, ordinal: int) -> DocumentId | None:
        """Return the document that an item of an original became, ``None`` when it could not be read."""

    def held_as(self, uri: str) -> list[DocumentId]:
        """Return the documents of an address, in order."""

    def forget_accounts(self) -> None:
        """Drop the accounts that no document gives any more."""

    def outdated(self, rules: str) -> list[int]:
        """Return the numbers of the originals that hold documents read by other rules, in order."""

    def with_skips(self) -> list[int]:
        """Return the numbers of the originals of which something was not read, in order."""

    def skipped(self) -> Iterator[Skipped]:
        """Yield every item that could not be read."""

    def ledger(self) -> Ledger:
        """Return the sum of reading."""

    # ---- stories
    def stories(self) -> list[StoryRow]:
        """Return every story as a list shows it, in order."""

    def untold(self) -> list[tuple[StoryId, StoryKey]]:
        """Return the stories whose dossier is not the one it should be, in order, with the keys of those that it should be."""

    def touched(self) -> set[StoryId]:
        """Return the listed stories that are to be listed anew."""

    def story_key(self, story: StoryId) -> StoryKey | None:
        """Return the key of a story's dossier as it should be, ``None`` when there is no such story."""

    def stories_of(self, documents: Sequence[DocumentId]) -> set[StoryId]:
        """Return the stories in which documents are listed."""

    def documents_of(self, story: StoryId) -> list[DocumentId]:
        """Return the documents that are listed in a story, in order."""

    def regroup(
        self, stories: Sequence[tuple[bytes, StoryId, str, Sequence[DocumentId], StoryKey]], gone: Iterable[StoryId]
    ) -> None:
        """List stories (packed story, id, title, documents, key) and take out those gone; dossiers of unchanged keys stay."""

    def story(self, story: StoryId) -> bytes | None:
        """Return the packed story without its claims, ``None`` when there is no such story (any more)."""

    def put_dossier(self, story: StoryId, key: StoryKey, dossier: bytes, row: StoryRow, facts: Facts) -> None:
        """Store the packed dossier of a story with all that searching needs of it."""

    def retell(self, stories: Iterable[StoryId] | None) -> None:
        """Have the dossiers of stories made anew, of all when ``None``."""

    def dossier(self, story: StoryId) -> bytes | None:
        """Return the packed dossier of a story, ``None`` when there is none yet."""

    def related_key(self, story: StoryId) -> tuple[StoryKey, str] | None:
        """Return the key of the kin that is kept around a story, and a digest of what it says of the story's own documents."""

    def related(self, story: StoryId) -> bytes | None:
        """Return the packed kin around a story."""

    def put_related(self, story: StoryId, key: StoryKey, inside: str, data: bytes) -> None:
        """Store the packed kin around a story, and a digest of what it says of the story's own documents."""

    # ---- decisions of people
    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision, in order of arrival."""

    def put_decision(self, made: Decision) -> None:
        """Keep one more decision, with a line of the log."""

    def outcomes(self) -> list[tuple[StoryId, Decided]]:
        """Return what became of decisions: in each story that they touch, and (under no story) in the list of stories."""

    def put_outcomes(self, story: StoryId, outcomes: Iterable[Decided]) -> None:
        """Record what became of decisions in a story, in place of what did."""

    # ---- soundness
    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong inside the database, by its own means."""
