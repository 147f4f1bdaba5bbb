"""The words of documents in SQLite: FTS5."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from firsthand.collection.facts import words
from firsthand.collection.index import LONGEST_WORD, MOST_RANKED, TITLE_WEIGHT, FactIndex
from firsthand.collection.store import Holding
from firsthand.fold import fold
from firsthand.records import Article, DocumentId, StoryId


class SQLiteIndex(FactIndex[sqlite3.Connection]):
    """The tables that a search reads, in SQLite."""

    def _among(self, column: str, values: Sequence[str]) -> tuple[str, object]:
        return f"{column} IN (SELECT value FROM json_each(?))", json.dumps(list(values))

    def put_words(self, number: int, article: Article) -> None:
        """Index the words of a document."""
        title, text = fold(article.title.text), fold(article.text)
        self._db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
        self._learn((*words(title), *words(text)))

    def drop_words(self, number: int, article: Article) -> None:
        """Take the words of a document out of the index; ``article`` must be as it was put in."""
        row = (number, fold(article.title.text), fold(article.text))
        self._db.execute("INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)", row)

    def has_word(self, word: str) -> bool:
        """Tell whether some document holds ``word``."""
        row = self._db.execute("SELECT 1 FROM vocabulary WHERE word = ?", (word,)).fetchone()
        if row is None and (word.isdigit() or len(word) <= 2 or len(word) > LONGEST_WORD):
            row = self._db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (_quoted([word]),)).fetchone()
        return row is not None

    def holding(
        self, phrases: Sequence[Sequence[tuple[str, ...]]], stories: Sequence[StoryId] | None, most: int
    ) -> list[Holding]:
        """Return the documents that hold one spelling of each phrase, in ``stories`` if given, best first."""
        asked = " AND ".join("(" + " OR ".join(_quoted(p) for p in alike) + ")" for alike in phrases)
        given: list[object] = [asked]
        among = ""
        if stories is not None:
            among = " AND +d.story IN (SELECT value FROM json_each(?))"  # "+": words first, they are fewer
            given.append(json.dumps(list(stories)))
        newest = (
            f"SELECT d.number, d.id, d.story, bm25(words, {TITLE_WEIGHT}, 1.0) AS worse FROM words"
            f" JOIN documents d ON d.number = words.rowid WHERE words MATCH ? AND +d.story IS NOT NULL{among}"
            f" ORDER BY words.rowid DESC LIMIT {MOST_RANKED}"
        )
        rows = self._db.execute(f"SELECT * FROM ({newest}) ORDER BY worse, number LIMIT ?", (*given, most))
        return [Holding(n, StoryId(s), DocumentId(i), -worse) for n, i, s, worse in rows]

    def holds(self, number: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether a document holds the words of a phrase side by side."""
        sql = "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?"
        return self._db.execute(sql, (_quoted(phrase), number)).fetchone() is not None

    def entitled(self, parts: Sequence[str], ident: str) -> list[StoryId]:
        """Return the story with an id, or the stories whose titles hold all ``parts``."""
        rows = self._db.execute("SELECT id FROM stories WHERE id = ?", (ident,)).fetchall()
        if not rows and parts:
            rows = self._db.execute(
                "SELECT DISTINCT d.story FROM words JOIN documents d ON d.number = words.rowid"
                " WHERE words MATCH ? AND d.story IS NOT NULL ORDER BY 1 LIMIT 1000",
                ("title : (" + " AND ".join(_quoted([p]) for p in parts) + ")",),
            ).fetchall()
        return [StoryId(i) for (i,) in rows]


def _quoted(phrase: Iterable[str]) -> str:
    return '"' + " ".join(phrase).replace('"', " ").replace("\0", " ") + '"'  # a character 0 would end the query there
