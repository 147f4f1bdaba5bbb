"""The schema of a collection's database, step by step: what version n adds to n - 1."""

from __future__ import annotations

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
    rules TEXT NOT NULL, story TEXT, UNIQUE (place, ordinal)
);
CREATE TABLE articles (number INTEGER PRIMARY KEY, data BLOB NOT NULL);
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
CREATE TABLE related (story TEXT PRIMARY KEY, key TEXT NOT NULL, kin INTEGER NOT NULL, data BLOB NOT NULL);
""",
    2: """
CREATE VIRTUAL TABLE words USING fts5 (title, text, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY, head TEXT NOT NULL, tail TEXT NOT NULL, length INTEGER NOT NULL, bones TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX vocabulary_by_bones ON vocabulary (bones);
CREATE INDEX vocabulary_by_head ON vocabulary (head, length);
CREATE INDEX vocabulary_by_tail ON vocabulary (tail, length);
CREATE TABLE mentions (
    kind TEXT NOT NULL, ident TEXT NOT NULL, story TEXT NOT NULL, PRIMARY KEY (kind, ident, story)
) WITHOUT ROWID;
CREATE INDEX mentions_by_story ON mentions (story);
CREATE TABLE name_words (
    kind TEXT NOT NULL, word TEXT NOT NULL, ident TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, word, ident, name)
) WITHOUT ROWID;
CREATE TABLE name_bones (
    kind TEXT NOT NULL, bones TEXT NOT NULL, ident TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, bones, ident, name)
) WITHOUT ROWID;
CREATE TABLE spots (
    lat REAL NOT NULL, lon REAL NOT NULL, ident TEXT NOT NULL, story TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (lat, lon, ident, story)
) WITHOUT ROWID;
CREATE INDEX spots_by_story ON spots (story);
CREATE INDEX spots_by_ident ON spots (ident);
CREATE TABLE counts (
    story TEXT NOT NULL, role TEXT NOT NULL, low INTEGER NOT NULL, high INTEGER, words TEXT NOT NULL, document TEXT NOT NULL
);
CREATE INDEX counts_by_story ON counts (story);
CREATE INDEX counts_by_role ON counts (role, low);
CREATE INDEX stories_by_last ON stories (last);
""",
    3: """
ALTER TABLE related ADD COLUMN inside TEXT NOT NULL DEFAULT '';
ALTER TABLE related DROP COLUMN kin;
CREATE INDEX stories_untold ON stories (id) WHERE fresh = 0;
CREATE TABLE pending (number INTEGER PRIMARY KEY);
CREATE TABLE versions (
    number INTEGER PRIMARY KEY, document TEXT NOT NULL, text TEXT NOT NULL, size INTEGER NOT NULL, disguised INTEGER NOT NULL,
    outlet TEXT NOT NULL, published TEXT NOT NULL, stands TEXT
);
CREATE INDEX versions_by_text ON versions (text);
CREATE INDEX versions_by_stands ON versions (stands);
CREATE TABLE texts (key TEXT PRIMARY KEY, data TEXT NOT NULL, dirty INTEGER NOT NULL);
CREATE INDEX texts_dirty ON texts (dirty, key) WHERE dirty > 0;
CREATE TABLE text_runs (
    word INTEGER NOT NULL, place INTEGER NOT NULL, holder TEXT NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (word, place, holder)
) WITHOUT ROWID;
CREATE TABLE signatures (document TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE known (document TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE known_words (
    word INTEGER NOT NULL, place INTEGER NOT NULL, holder TEXT NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (word, place, holder)
) WITHOUT ROWID;
CREATE TABLE linked (document TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE touched (document TEXT PRIMARY KEY) WITHOUT ROWID;
""",
    4: """
CREATE TABLE decisions (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, line TEXT NOT NULL);
CREATE TABLE outcomes (story TEXT NOT NULL, decision TEXT NOT NULL, standing TEXT NOT NULL, note TEXT NOT NULL);
CREATE INDEX outcomes_by_story ON outcomes (story);
""",
    5: """
DELETE FROM facts WHERE name = 'gathered';
""",  # what is known of a report is written otherwise: all is gathered anew
    6: """
ALTER TABLE touched RENAME TO touched_before;
CREATE TABLE touched (day TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (day, document)) WITHOUT ROWID;
INSERT INTO touched SELECT v.published, t.document FROM touched_before t JOIN versions v ON v.stands = t.document;
DROP TABLE touched_before;
CREATE INDEX touched_by_document ON touched (document);
ALTER TABLE texts ADD COLUMN day TEXT NOT NULL DEFAULT '';
DROP INDEX texts_dirty;
CREATE INDEX texts_dirty ON texts (dirty, day, key) WHERE dirty > 0;
""",  # in order of days: reports of one day stand beside the same others
}
VERSION = max(STEPS)
