"""The schema of a collection's database, step by step: what version n adds to n - 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firsthand.collection.sqlite import SQLiteStore

STEPS: dict[int, str] = {
    1: """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE log (number INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE places (
    number INTEGER PRIMARY KEY, original TEXT NOT NULL, size INTEGER NOT NULL, name TEXT NOT NULL, uri TEXT NOT NULL,
    real TEXT NOT NULL, items INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, UNIQUE (real, original)
);
CREATE TABLE accounts (key TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, place INTEGER NOT NULL, ordinal INTEGER NOT NULL, base TEXT NOT NULL, id TEXT UNIQUE,
    uri TEXT NOT NULL, sha256 TEXT NOT NULL, account TEXT NOT NULL, own TEXT NOT NULL,
    rules TEXT NOT NULL, story TEXT, article BLOB NOT NULL, UNIQUE (place, ordinal)
);
CREATE INDEX documents_by_base ON documents (base);
CREATE INDEX documents_by_uri ON documents (uri);
CREATE INDEX documents_by_story ON documents (story);
CREATE TABLE skipped (
    place INTEGER NOT NULL, ordinal INTEGER NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (place, ordinal)
) WITHOUT ROWID;
CREATE TABLE stories (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, documents INTEGER NOT NULL, key TEXT NOT NULL, story BLOB NOT NULL,
    built TEXT, fresh INTEGER NOT NULL DEFAULT 0, claims INTEGER NOT NULL DEFAULT 0, first TEXT, last TEXT, dossier BLOB
);
CREATE TABLE blobs (name TEXT PRIMARY KEY, data BLOB NOT NULL);
""",
}
VERSION = max(STEPS)


def filled(store: SQLiteStore, held: int) -> None:
    """Fill what the steps after version ``held`` added, from what was there."""
