"""The tables of a collection in standard SQL: all that SQLite and PostgreSQL say alike stands here once.

A dialect (``sqlite``, ``postgres``) brings the connection, the one writer, the schema, and the index of words.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import islice
from typing import Any, Generic, TypeVar

from firsthand import decision
from firsthand.collection import log
from firsthand.collection.facts import Facts
from firsthand.collection.facts import of as facts_of
from firsthand.collection.nouns import Bookmark, Fault, Held, Item, NotHeld, Original, StoryRow
from firsthand.collection.pack import ANY, article, digest, pack, unpack
from firsthand.collection.shelf import Database, Shelves
from firsthand.collection.store import Index
from firsthand.decision import Decision
from firsthand.records import (
    Article,
    Decided,
    DocumentId,
    Dossier,
    Ledger,
    Outcome,
    Skipped,
    Standing,
    StoryId,
)

_RENAMED = re.compile(r"(.+)~[0-9a-f]{8}(?:~\d+)?")  # ids that several captures claimed: see capture.read
_MANY = 1000  # rows held at a time

# Everything but the words of documents, which ``put_words`` makes of the articles: what is copied to another store.
KEPT = (
    "facts", "log", "places", "accounts", "documents", "articles", "skipped", "stories", "related", "mentions",
    "name_words", "name_bones", "spots", "counts", "pending", "versions", "texts", "text_runs", "signatures", "known",
    "known_words", "linked", "touched", "decisions", "outcomes",
)  # fmt: skip


D = TypeVar("D", bound=Database)


class Tables(ABC, Generic[D]):
    """The documents, accounts and stories of a collection; all but ``writing`` and ``close`` of a ``Store``."""

    name: str  # of the database, as faults call it
    index: Index
    shelves: Shelves
    _db: D

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Return a block that is one transaction of one writer."""

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
            self._db.execute(
                "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
            )

    # ---- originals and log -------------------------------------------------------------------------------------------

    def note(self, entry: dict[str, Any]) -> None:
        """Add a line to the log; the file gets it once the transaction is kept."""
        row = self._db.execute("SELECT number, line FROM log ORDER BY number DESC LIMIT 1").fetchone()
        number, before = (row[0] + 1, log.digest_of(row[1])) if row else (1, log.START)
        self._db.execute("INSERT INTO log VALUES (?, ?)", (number, log.line(number, before, entry)))

    def log_lines(self) -> list[str]:
        """Return the lines of the log."""
        return [x for (x,) in self._db.execute("SELECT line FROM log ORDER BY number")]

    def bookmark(self, original: Original) -> Bookmark:
        """Return where reading stands, beginning it when the original is new there."""
        o = original
        row = self._db.execute(
            "SELECT number, items, done FROM places WHERE real = ? AND original = ?", (o.real, o.sha256)
        ).fetchone()
        if row is None:
            number = self._next("places")
            self._db.execute(
                "INSERT INTO places (number, original, size, name, uri, real) VALUES (?, ?, ?, ?, ?, ?)",
                (number, o.sha256, o.size, o.name, o.uri, o.real),
            )
            entry = {"what": "original", "place": number, "sha256": o.sha256, "size": o.size}
            self.note({**entry, "name": o.name, "uri": o.uri, "real": o.real})
            return Bookmark(number, o, 0, False)
        return Bookmark(row[0], o, row[1], bool(row[2]))

    def bookmarks(self) -> list[Bookmark]:
        """Return how far each original is read, in order of arrival."""
        rows = self._db.execute(
            "SELECT number, original, size, name, uri, real, items, done FROM places ORDER BY number"
        )
        return [Bookmark(n, Original(*o), items, bool(done)) for n, *o, items, done in rows]

    def places_with(self, hashes: Container[str]) -> set[int]:
        """Return the numbers of the places that hold a document with one of these hashes."""
        return {n for n, sha in self._db.execute("SELECT place, sha256 FROM documents") if sha in hashes}

    def advance(self, place: int, items: int, *, done: bool) -> None:
        """Record how far an original is read."""
        self._db.execute("UPDATE places SET items = ?, done = ? WHERE number = ?", (items, int(done), place))

    # ---- documents ---------------------------------------------------------------------------------------------------

    def put(self, bookmark: Bookmark, items: Sequence[Item], rules: str) -> None:
        """Store analysed items, settle their ids, and put their words into the index."""
        bases: set[str] = set()
        for item in items:
            where = (bookmark.number, item.ordinal)
            self._forget(where, document=item.article is None)
            if item.article is None:
                s = item.skipped
                assert s is not None
                row = (*where, s.outcome.value, s.count, pack(s))
                self._db.execute("INSERT INTO skipped VALUES (?, ?, ?, ?, ?)", row)
                continue
            if item.account is not None:
                self._db.execute("INSERT INTO accounts VALUES (?, ?) ON CONFLICT DO NOTHING", (item.key, item.account))
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
        self.set_fact("gathered", None)  # what a document leaves behind is not taken out one by one
        self._settle_ids({row[1]})

    def cut(self, place: int, items: int) -> None:
        """Forget the items of an original from a number on: by other rules it holds fewer."""
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
        row = (a.id, a.uri, a.sha256, item.key, digest(data, item.key), rules)
        if old is None:
            number = self._next("documents")
            self._db.execute(
                "INSERT INTO documents (number, place, ordinal, base, uri, sha256, account, own, rules)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, *where, *row),
            )
            self._db.execute("INSERT INTO articles VALUES (?, ?)", (number, data))
            self.index.put_words(number, a)
            return
        self._db.execute(
            "UPDATE documents SET base = ?, uri = ?, sha256 = ?, account = ?, own = ?, rules = ? WHERE number = ?",
            (*row, old[0]),
        )
        if old[1] != data:
            self._db.execute("UPDATE articles SET data = ? WHERE number = ?", (data, old[0]))
            self.index.put_words(old[0], a)
        self._wait(old[0])

    def _wait(self, number: int) -> None:
        """Record that a document is to be gathered into stories."""
        self._db.execute("DELETE FROM pending WHERE number = ?", (number,))
        self._db.execute("INSERT INTO pending (number) VALUES (?)", (number,))

    def _next(self, table: str) -> int:
        """Return the number that the next row of a table gets: there is one writer."""
        return int(self._db.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()[0])

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
                self._wait(number)

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

    def digests(self, documents: Iterable[DocumentId]) -> dict[DocumentId, str]:
        """Return digests of all that a story depends on of each document."""
        return {i: self._of("SELECT own FROM documents WHERE id = ?", i) for i in set(documents)}

    def article(self, document: DocumentId) -> Article:
        """Return the article of a document."""
        return article(self.packed_article(document), document)

    def packed_article(self, document: DocumentId) -> bytes:
        """Return the article of a document, packed."""
        sql = "SELECT a.data FROM documents d JOIN articles a ON a.number = d.number WHERE d.id = ?"
        return bytes(self._of(sql, document))

    def packed_account(self, document: DocumentId) -> bytes:
        """Return the account that a document gives, packed."""
        sql = "SELECT a.data FROM documents d JOIN accounts a ON a.key = d.account WHERE d.id = ?"
        return bytes(self._of(sql, document))

    def _of(self, sql: str, document: DocumentId) -> Any:
        """Return what a document has in one column."""
        row = self._db.execute(sql, (document,)).fetchone()
        if row is None:
            raise NotHeld(document)
        return row[0]

    def held_at(self, place: int, ordinal: int) -> DocumentId | None:
        """Return the document that an item of an original became."""
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
        """Return the numbers of the originals that hold documents read by other rules, in order."""
        rows = self._db.execute("SELECT DISTINCT place FROM documents WHERE rules <> ? ORDER BY place", (rules,))
        return [n for (n,) in rows]

    def with_skips(self) -> list[int]:
        """Return the numbers of the originals of which something was not read, in order."""
        rows = self._db.execute("SELECT DISTINCT place FROM skipped ORDER BY place")
        return [n for (n,) in rows]

    def skipped(self) -> Iterator[Skipped]:
        """Yield every item that could not be read."""
        last = (-1, -1)
        sql = f"SELECT place, ordinal, data FROM skipped WHERE (place, ordinal) > (?, ?) ORDER BY 1, 2 LIMIT {_MANY}"
        while rows := self._db.execute(sql, last).fetchall():
            yield from (unpack(data, Skipped) for _, _, data in rows)
            last = rows[-1][:2]

    def ledger(self) -> Ledger:
        """Return the sum of reading."""
        read = self._db.execute("SELECT count(*) FROM documents").fetchone()[0]
        of = dict(self._db.execute("SELECT outcome, sum(count) FROM skipped GROUP BY outcome").fetchall())
        left = [int(of.get(o.value, 0)) for o in (Outcome.NOT_AN_ARTICLE, Outcome.REFUSED, Outcome.FAILED)]
        return Ledger(read + sum(left), read, *left)

    # ---- stories -----------------------------------------------------------------------------------------------------

    def stories(self) -> list[StoryRow]:
        """Return every story as a list shows it, in order."""
        rows = self._db.execute("SELECT id, title, documents, claims, first, last, fresh FROM stories ORDER BY id")
        return [StoryRow(StoryId(i), t, d, c, first, last, bool(fresh)) for i, t, d, c, first, last, fresh in rows]

    def untold(self) -> list[tuple[StoryId, str]]:
        """Return the stories whose dossier is not the one it should be, in order."""
        rows = self._db.execute("SELECT id, key FROM stories WHERE fresh = 0 ORDER BY id")
        return [(StoryId(i), k) for i, k in rows.fetchall()]

    def touched(self) -> set[StoryId]:
        """Return the listed stories that are to be listed anew."""
        rows = self._db.execute("SELECT DISTINCT d.story FROM touched t JOIN documents d ON d.id = t.document")
        return {StoryId(story) for (story,) in rows.fetchall() if story is not None}

    def story_key(self, story: StoryId) -> str | None:
        """Return the key of a story's dossier as it should be."""
        row = self._db.execute("SELECT key FROM stories WHERE id = ?", (story,)).fetchone()
        return None if row is None else str(row[0])

    def stories_of(self, documents: Sequence[DocumentId]) -> set[StoryId]:
        """Return the stories in which documents are listed."""
        rows = (self._db.execute("SELECT story FROM documents WHERE id = ?", (i,)).fetchone() for i in documents)
        return {StoryId(row[0]) for row in rows if row is not None and row[0] is not None}

    def documents_of(self, story: StoryId) -> list[DocumentId]:
        """Return the documents that are listed in a story, in order."""
        rows = self._db.execute("SELECT id FROM documents WHERE story = ? ORDER BY id", (story,))
        return [DocumentId(i) for (i,) in rows]

    def regroup(
        self, stories: Sequence[tuple[bytes, StoryId, str, Sequence[DocumentId], str]], gone: Iterable[StoryId]
    ) -> None:
        """List stories and take out those gone; a dossier stays while its key does."""
        for ident in gone:
            self._db.execute("DELETE FROM stories WHERE id = ?", (ident,))
            self.index.drop_facts(ident)
            self._db.execute("DELETE FROM related WHERE story = ?", (ident,))
            self.put_outcomes(ident, ())
        held = {i: self.story_key(i) for _, i, _, _, _ in stories}
        for data, ident, title, documents, key in stories:
            if held[ident] == key:
                continue
            row = (title, len(documents), key, data)
            if held[ident] is not None:
                self._db.execute(
                    "UPDATE stories SET title = ?, documents = ?, key = ?, story = ?,"
                    " fresh = CASE WHEN built = ? THEN 1 ELSE 0 END WHERE id = ?",
                    (*row, key, ident),
                )
            else:
                self._db.execute(
                    "INSERT INTO stories (title, documents, key, story, id) VALUES (?, ?, ?, ?, ?)", (*row, ident)
                )
            self._db.executemany(
                "UPDATE documents SET story = ? WHERE id = ? AND (story IS NULL OR story <> ?)",
                [(ident, i, ident) for i in documents],
            )

    def story(self, story: StoryId) -> bytes | None:
        """Return the packed story, ``None`` when there is no such story."""
        row = self._db.execute("SELECT story FROM stories WHERE id = ?", (story,)).fetchone()
        return None if row is None else bytes(row[0])

    def put_dossier(self, story: StoryId, key: str, dossier: bytes, row: StoryRow, facts: Facts) -> None:
        """Store the packed dossier of a story."""
        self._db.execute(
            "UPDATE stories SET dossier = ?, built = ?, fresh = CASE WHEN key = ? THEN 1 ELSE 0 END,"
            " claims = ?, first = ?, last = ? WHERE id = ?",
            (dossier, key, key, row.claims, row.first, row.last, story),
        )
        self.index.put_facts(story, facts)

    def retell(self, stories: Iterable[StoryId] | None) -> None:
        """Have the dossiers of stories made anew."""
        sql = "UPDATE stories SET built = NULL, fresh = 0"
        if stories is None:
            self._db.execute(sql)
        else:
            self._db.executemany(f"{sql} WHERE id = ?", [(i,) for i in sorted(stories)])

    def dossier(self, story: StoryId) -> bytes | None:
        """Return the packed dossier of a story."""
        row = self._db.execute("SELECT dossier FROM stories WHERE id = ?", (story,)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])

    def related_key(self, story: StoryId) -> tuple[str, str] | None:
        """Return the key of the kin that is kept around a story, and a digest of what it says of the story's own documents."""
        row = self._db.execute("SELECT key, inside FROM related WHERE story = ?", (story,)).fetchone()
        return None if row is None else (row[0], row[1])

    def related(self, story: StoryId) -> bytes | None:
        """Return the packed kin around a story."""
        row = self._db.execute("SELECT data FROM related WHERE story = ?", (story,)).fetchone()
        return None if row is None else bytes(row[0])

    def put_related(self, story: StoryId, key: str, inside: str, data: bytes) -> None:
        """Store the packed kin around a story."""
        self._db.execute("DELETE FROM related WHERE story = ?", (story,))
        self._db.execute(
            "INSERT INTO related (story, key, inside, data) VALUES (?, ?, ?, ?)", (story, key, inside, data)
        )

    # ---- decisions of people ------------------------------------------------------------------------------------------

    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision, in order of arrival."""
        rows = self._db.execute("SELECT line FROM decisions ORDER BY number").fetchall()
        return decision.read((line for (line,) in rows), self.name)

    def put_decision(self, made: Decision) -> None:
        """Keep one more decision, with a line of the log."""
        line = decision.line(made)
        row = (self._next("decisions"), made.id, line)
        self._db.execute("INSERT INTO decisions (number, id, line) VALUES (?, ?, ?)", row)
        self.note({"what": "decision", "line": line})

    def outcomes(self) -> list[tuple[StoryId, Decided]]:
        """Return what became of decisions."""
        rows = self._db.execute("SELECT story, decision, standing, note FROM outcomes ORDER BY 1, 2, 3, 4")
        return [(StoryId(s), Decided(d, Standing(standing), note)) for s, d, standing, note in rows]

    def put_outcomes(self, story: StoryId, outcomes: Iterable[Decided]) -> None:
        """Record what became of decisions in a story."""
        self._db.execute("DELETE FROM outcomes WHERE story = ?", (story,))
        rows = [(story, o.decision, o.standing.value, o.note) for o in outcomes]
        self._db.executemany("INSERT INTO outcomes (story, decision, standing, note) VALUES (?, ?, ?, ?)", rows)

    # ---- soundness ---------------------------------------------------------------------------------------------------

    def faults(self) -> Iterator[Fault]:
        """Yield where the ledger, the documents and their accounts do not fit together."""
        met = self._count("SELECT coalesce(sum(items), 0) FROM places")
        held = self._count("SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM skipped)")
        if met != held:
            yield Fault(self.name, "ledger", f"{met} items were read, {held} are held; run check --rebuild")
        for what, table, given in (("account", "accounts", "account"), ("article", "articles", "number")):
            key = "key" if table == "accounts" else "number"
            lost = self._count(f"SELECT count(*) FROM documents WHERE {given} NOT IN (SELECT {key} FROM {table})")
            if lost:
                yield Fault(self.name, "documents", f"{lost} without their {what}; run check --rebuild")

    def _count(self, sql: str) -> int:
        return int(self._db.execute(sql).fetchone()[0])

    # ---- moving to another store -------------------------------------------------------------------------------------

    @abstractmethod
    def at_one_moment(self) -> AbstractContextManager[None]:
        """Return a block during which all that is read is as it was at one moment; writers go on."""

    @abstractmethod
    def at_rest(self) -> AbstractContextManager[None]:
        """Return a block during which all that is read is of one moment."""

    @abstractmethod
    def rows(self, table: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Return the columns of one of the ``KEPT`` tables and its rows, in an order of the database's own."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Put rows in place of all that a table holds."""
        self._db.execute(f"DELETE FROM {table}")
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        coming = iter(rows)
        while some := list(islice(coming, _MANY)):
            self._db.executemany(sql, some)

    def index_stories(self) -> None:
        """Index again what the stories that are told are searched by."""
        for row in self.stories():
            data = self.dossier(row.id)
            if data is not None:
                self.index.put_facts(row.id, facts_of(unpack(data, Dossier)))

    @abstractmethod
    def empty_words(self) -> None:
        """Take the words of all documents out of the index."""
