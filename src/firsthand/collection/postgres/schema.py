"""The schema of a collection in PostgreSQL: the tables of ``collection.schema``, with what the server needs otherwise.

Ids and addresses are as long as a page makes them, longer than a B-tree takes (2,704 bytes, of text that cannot be compressed):
they are found by hash indexes, and kept single by their digests.
"""

from __future__ import annotations

from collections.abc import Iterator

VERSION = 7  # counted as in ``collection.schema``; 7 is only here: no key of what is touched holds a whole id

TABLES = """
CREATE TABLE version (number BIGINT NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE log (number BIGINT PRIMARY KEY, line TEXT NOT NULL);
CREATE TABLE originals (number BIGINT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size BIGINT NOT NULL);
CREATE SEQUENCE originals_numbers;
CREATE TABLE pieces (original BIGINT NOT NULL, number BIGINT NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (original, number));
CREATE TABLE places (
    number BIGINT PRIMARY KEY, original TEXT NOT NULL, size BIGINT NOT NULL, name TEXT NOT NULL, uri TEXT NOT NULL,
    real TEXT NOT NULL, items BIGINT NOT NULL DEFAULT 0, done BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX places_by_original ON places (original);
CREATE TABLE accounts (key TEXT PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE documents (
    number BIGINT PRIMARY KEY, place BIGINT NOT NULL, ordinal BIGINT NOT NULL, base TEXT NOT NULL, id TEXT,
    uri TEXT NOT NULL, sha256 TEXT NOT NULL, account TEXT NOT NULL, own TEXT NOT NULL,
    rules TEXT NOT NULL, story TEXT, UNIQUE (place, ordinal)
);
CREATE INDEX documents_by_base ON documents USING hash (base);
CREATE INDEX documents_by_id ON documents USING hash (id);
CREATE INDEX documents_by_uri ON documents USING hash (uri);
CREATE INDEX documents_by_account ON documents (account);
CREATE TABLE articles (number BIGINT PRIMARY KEY, data BYTEA NOT NULL);
CREATE TABLE skipped (
    place BIGINT NOT NULL, ordinal BIGINT NOT NULL, outcome TEXT NOT NULL, count BIGINT NOT NULL, data BYTEA NOT NULL,
    PRIMARY KEY (place, ordinal)
);
CREATE TABLE stories (
    id TEXT NOT NULL, title TEXT NOT NULL, documents BIGINT NOT NULL, key TEXT NOT NULL, story BYTEA NOT NULL,
    built TEXT, fresh BIGINT NOT NULL DEFAULT 0, claims BIGINT NOT NULL DEFAULT 0, first TEXT, last TEXT, dossier BYTEA
);
CREATE INDEX stories_by_id ON stories USING hash (id);
CREATE INDEX stories_by_last ON stories (last);
CREATE TABLE related (story TEXT NOT NULL, key TEXT NOT NULL, inside TEXT NOT NULL, data BYTEA NOT NULL);
CREATE INDEX related_by_story ON related USING hash (story);
CREATE TABLE words (number BIGINT PRIMARY KEY, size BIGINT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY, head TEXT NOT NULL, tail TEXT NOT NULL, length BIGINT NOT NULL, bones TEXT NOT NULL
);
CREATE INDEX vocabulary_by_bones ON vocabulary (bones);
CREATE INDEX vocabulary_by_head ON vocabulary (head, length);
CREATE INDEX vocabulary_by_tail ON vocabulary (tail, length);
CREATE TABLE mentions (kind TEXT NOT NULL, ident TEXT NOT NULL, story TEXT NOT NULL);
CREATE UNIQUE INDEX mentions_once ON mentions (kind, md5(ident), md5(story));
CREATE INDEX mentions_by_ident ON mentions USING hash (ident);
CREATE INDEX mentions_by_story ON mentions USING hash (story);
CREATE TABLE name_words (kind TEXT NOT NULL, word TEXT NOT NULL, ident TEXT NOT NULL, name TEXT NOT NULL);
CREATE UNIQUE INDEX name_words_once ON name_words (kind, word, md5(ident), md5(name));
CREATE TABLE name_bones (kind TEXT NOT NULL, bones TEXT NOT NULL, ident TEXT NOT NULL, name TEXT NOT NULL);
CREATE UNIQUE INDEX name_bones_once ON name_bones (kind, bones, md5(ident), md5(name));
CREATE TABLE spots (
    lat DOUBLE PRECISION NOT NULL, lon DOUBLE PRECISION NOT NULL, ident TEXT NOT NULL, story TEXT NOT NULL, name TEXT NOT NULL
);
CREATE UNIQUE INDEX spots_once ON spots (lat, lon, md5(ident), md5(story));
CREATE INDEX spots_by_story ON spots USING hash (story);
CREATE INDEX spots_by_ident ON spots USING hash (ident);
CREATE TABLE counts (
    story TEXT NOT NULL, role TEXT NOT NULL, low BIGINT NOT NULL, high BIGINT, words TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX counts_by_story ON counts USING hash (story);
CREATE INDEX counts_by_role ON counts (role, low);
"""

# What version 3 added: see ``collection.schema``.
GATHERING = """
CREATE INDEX stories_untold ON stories (fresh) WHERE fresh = 0;
CREATE TABLE pending (number BIGINT PRIMARY KEY);
CREATE TABLE versions (
    number BIGINT PRIMARY KEY, document TEXT NOT NULL, text TEXT NOT NULL, size BIGINT NOT NULL, disguised BIGINT NOT NULL,
    outlet TEXT NOT NULL, published TEXT NOT NULL, stands TEXT
);
CREATE INDEX versions_by_text ON versions (text);
CREATE INDEX versions_by_stands ON versions USING hash (stands);
CREATE TABLE texts (key TEXT PRIMARY KEY, data TEXT NOT NULL, dirty BIGINT NOT NULL, day TEXT NOT NULL DEFAULT '');
CREATE INDEX texts_dirty ON texts (dirty, day, key) WHERE dirty > 0;
CREATE TABLE text_runs (
    word BIGINT NOT NULL, place BIGINT NOT NULL, holder TEXT NOT NULL, weight BIGINT NOT NULL, PRIMARY KEY (word, place, holder)
);
CREATE TABLE signatures (document TEXT NOT NULL, data BYTEA NOT NULL);
CREATE INDEX signatures_by_document ON signatures USING hash (document);
CREATE TABLE known (document TEXT NOT NULL, data BYTEA NOT NULL);
CREATE INDEX known_by_document ON known USING hash (document);
CREATE TABLE known_words (word BIGINT NOT NULL, place BIGINT NOT NULL, holder TEXT NOT NULL, weight BIGINT NOT NULL);
CREATE INDEX known_words_by_word ON known_words (word, place);
CREATE TABLE linked (document TEXT NOT NULL, data BYTEA NOT NULL);
CREATE INDEX linked_by_document ON linked USING hash (document);
CREATE TABLE touched (day TEXT NOT NULL, document TEXT NOT NULL);
CREATE UNIQUE INDEX touched_once ON touched (day, left(document, 200), md5(document));
CREATE INDEX touched_by_document ON touched USING hash (document);
"""
# The order in which what is touched is listed, day and document, as ``touched_once`` has it: longer ids that begin alike, by digest.
TOUCHED_BY = "{day}, left({document}, 200), md5({document})"

# What version 4 added.
DECIDING = """
CREATE TABLE decisions (number BIGINT PRIMARY KEY, id TEXT NOT NULL, line TEXT NOT NULL);
CREATE TABLE outcomes (story TEXT NOT NULL, decision TEXT NOT NULL, standing TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX outcomes_by_story ON outcomes USING hash (story);
CREATE INDEX documents_by_story ON documents USING hash (story);
CREATE TABLE postings (word BIGINT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, often REAL NOT NULL, title BOOLEAN NOT NULL);
CREATE UNIQUE INDEX postings_by_word ON postings (word, number) INCLUDE (size, often, title);
CREATE TABLE extents (chunk BIGINT PRIMARY KEY, documents BIGINT NOT NULL, size BIGINT NOT NULL);
"""

# Rows that carry a digest of themselves: table, what a fault calls a row by, all its columns.
SEALED: dict[str, tuple[str, str]] = {
    "facts": ("name", "name value"),
    "log": ("number", "number line"),
    "places": ("number", "number original size name uri real items done"),
    "accounts": ("key", "key data"),
    "documents": ("number", "number place ordinal base id uri sha256 account own rules story"),
    "articles": ("number", "number data"),
    "skipped": ("ordinal", "place ordinal outcome count data"),
    "stories": ("id", "id title documents key story built fresh claims first last dossier"),
    "related": ("story", "story key inside data"),
    "decisions": ("number", "number id line"),
    "outcomes": ("story", "story decision standing note"),
}
_BYTES = frozenset({("stories", "story"), ("stories", "dossier")})  # and every column called data


def digest(table: str) -> str:
    """Return SQL for the digest of a row of ``table``."""
    parts = []
    for column in SEALED[table][1].split():
        is_bytes = column == "data" or (table, column) in _BYTES
        parts.append(f"coalesce(md5({column}), '')" if is_bytes else f"coalesce({column}::text, '')")
    return "md5(" + " || '|' || ".join(parts) + ")"


def statements() -> Iterator[str]:
    """Yield what makes the tables of a new collection; text is sorted by its bytes, as SQLite does."""
    yield from _parts(TABLES + GATHERING + DECIDING)
    yield from map(_sealed, SEALED)


def upgrade(held: int) -> Iterator[str]:
    """Yield what brings the tables of an older version up to date."""
    if held < 3:
        yield "ALTER TABLE related DROP COLUMN seal"
        yield "ALTER TABLE related ADD COLUMN inside TEXT COLLATE \"C\" NOT NULL DEFAULT ''"
        yield "ALTER TABLE related DROP COLUMN kin"
        yield _sealed("related")
        yield from _parts(GATHERING)
    if held < 4:
        yield "ALTER TABLE words DROP COLUMN held"
        yield "DROP INDEX words_by_size"
        yield from _parts(DECIDING)
        yield from map(_sealed, ("decisions", "outcomes"))
    if held < 5:
        yield "DELETE FROM facts WHERE name = 'gathered'"
    if 3 <= held < 6:
        yield 'ALTER TABLE touched ADD COLUMN day TEXT COLLATE "C"'
        yield "UPDATE touched t SET day = v.published FROM versions v WHERE v.stands = t.document"
        yield "DELETE FROM touched WHERE day IS NULL"
        yield "ALTER TABLE touched ALTER COLUMN day SET NOT NULL"
        yield "ALTER TABLE texts ADD COLUMN day TEXT COLLATE \"C\" NOT NULL DEFAULT ''"
        yield "DROP INDEX texts_dirty"
        yield "CREATE INDEX texts_dirty ON texts (dirty, day, key) WHERE dirty > 0"
    if held == 6:
        yield "ALTER TABLE touched DROP CONSTRAINT touched_pkey"
    if 3 <= held < 7:
        yield "CREATE UNIQUE INDEX touched_once ON touched (day, left(document, 200), md5(document))"


def _parts(made: str) -> Iterator[str]:
    for one in made.split(";\n"):
        if one.strip():
            yield one.replace(" TEXT", ' TEXT COLLATE "C"').replace('TEXT COLLATE "C"[]', 'TEXT[] COLLATE "C"')


def _sealed(table: str) -> str:
    return f'ALTER TABLE {table} ADD COLUMN seal TEXT COLLATE "C" GENERATED ALWAYS AS ({digest(table)}) STORED'
