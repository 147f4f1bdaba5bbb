"""The words of documents in PostgreSQL: the same words, phrases and weights as FTS5 has them in SQLite.

A text search vector knows no word beyond its 16,383rd place; so each document has the words it holds (in a GIN index), and
its title and text as words with two blanks between, in which phrases are found and counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from firsthand.collection.facts import words
from firsthand.collection.index import LONGEST_WORD, MOST_RANKED, TITLE_WEIGHT, FactIndex
from firsthand.collection.postgres.connection import Connection
from firsthand.collection.store import Holding
from firsthand.fold import fold
from firsthand.records import Article, DocumentId, StoryId

LONGEST_HELD = 200  # letters of a word by which it is found; an index takes no more than 2,700 bytes
# bm25 as FTS5 computes it, https://www.sqlite.org/fts5.html section 5.1.1
_K1, _B = 1.2, 0.75
_LEAST_RARITY = 1e-6

Condition = tuple[str, list[object]]  # SQL, and what goes where its marks are


class PostgresIndex(FactIndex[Connection]):
    """The tables that a search reads, in PostgreSQL."""

    def _among(self, column: str, values: Sequence[str]) -> tuple[str, object]:
        return f"{column} = ANY(?::text[])", list(values)

    def put_words(self, number: int, article: Article) -> None:
        """Index the words of a document."""
        title, text = words(fold(article.title.text)), words(fold(article.text))
        held = sorted({w[:LONGEST_HELD] for w in (*title, *text)})
        row = (number, len(title) + len(text), _spoken(title), _spoken(text), held)
        self._db.execute("INSERT INTO words VALUES (?, ?, ?, ?, ?)", row)
        self._learn((*title, *text))

    def drop_words(self, number: int, article: Article) -> None:
        """Take the words of a document out of the index."""
        self._db.execute("DELETE FROM words WHERE number = ?", (number,))

    def has_word(self, word: str) -> bool:
        """Tell whether some document holds ``word``."""
        row = self._db.execute("SELECT 1 FROM vocabulary WHERE word = ?", (word,)).fetchone()
        if row is None and (word.isdigit() or len(word) <= 2 or len(word) > LONGEST_WORD):
            sql, given = _holds((word,))
            row = self._db.execute(f"SELECT 1 FROM words WHERE {sql} LIMIT 1", given).fetchone()
        return row is not None

    def holding(
        self, phrases: Sequence[Sequence[tuple[str, ...]]], stories: Sequence[StoryId] | None, most: int
    ) -> list[Holding]:
        """Return the documents that hold one spelling of each phrase, in ``stories`` if given, best first."""
        met = [_any([_holds(p) for p in alike]) for alike in phrases]
        weight, weighed = self._weight([p for alike in phrases for p in alike])
        given = [*weighed, *(x for _, some in met for x in some)]
        among = ""
        if stories is not None:
            sql, those = self._among("d.story", stories)
            among = f" AND {sql}"
            given.append(those)
        newest = (
            "SELECT d.number, d.id, d.story, words.size, title, body FROM words JOIN documents d USING (number)"
            f" WHERE {' AND '.join(sql for sql, _ in met)} AND d.story IS NOT NULL{among}"
            f" ORDER BY words.number DESC LIMIT {MOST_RANKED}"
        )
        rows = self._db.execute(
            f"SELECT number, id, story, {weight} AS score FROM ({newest}) AS newest ORDER BY score DESC, number LIMIT ?",
            (*given, most),
        )
        return [Holding(n, StoryId(s), DocumentId(i), score) for n, i, s, score in rows]

    def _weight(self, phrases: Sequence[tuple[str, ...]]) -> Condition:
        """Return SQL for how much a document is about ``phrases``."""
        documents, size = self._db.execute("SELECT count(*), coalesce(sum(size), 0) FROM words").fetchone()
        usual = max(1.0, float(size)) / max(1, documents)
        parts, given = [], list[object]()
        for p in phrases:
            sql, some = _holds(p)
            hits = self._db.execute(f"SELECT count(*) FROM words WHERE {sql}", some).fetchone()[0]
            rarity = math.log((documents - hits + 0.5) / (hits + 0.5))
            said = _spoken(p)
            length = len(said.encode("utf8"))
            in_title, in_body = (
                f"(octet_length({c}) - octet_length(replace({c}, ?, ''))) / {length}" for c in ("title", "body")
            )
            often = f"({TITLE_WEIGHT} * ({in_title}) + ({in_body}))"
            smooth = f"{_K1} * ({1 - _B} + {_B} * size / {usual!r})"
            # often * (k1 + 1) / (often + smooth), with the counting done once
            parts.append(f"{max(_LEAST_RARITY, rarity) * (_K1 + 1)!r} * (1 - {smooth} / ({often} + {smooth}))")
            given += [said] * 2
        return f"({' + '.join(parts)})::float8", given

    def holds(self, number: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether a document holds the words of a phrase side by side."""
        sql, given = _holds(phrase)
        return (
            self._db.execute(f"SELECT 1 FROM words WHERE number = ? AND {sql}", (number, *given)).fetchone() is not None
        )

    def entitled(self, parts: Sequence[str], ident: str) -> list[StoryId]:
        """Return the story with an id, or the stories whose titles hold all ``parts``."""
        rows = self._db.execute("SELECT id FROM stories WHERE id = ?", (ident,)).fetchall()
        asked = [p for p in map(words, parts) if p]
        if not rows and asked:
            met = [_holds(p, ("title",)) for p in asked]
            rows = self._db.execute(
                "SELECT DISTINCT d.story FROM words JOIN documents d USING (number)"
                f" WHERE {' AND '.join(sql for sql, _ in met)} AND d.story IS NOT NULL ORDER BY 1 LIMIT 1000",
                [x for _, some in met for x in some],
            ).fetchall()
        return [StoryId(i) for (i,) in rows]


def _spoken(said: Sequence[str]) -> str:
    """Return words as the tables have them: each between blanks of its own, so that neighbours can be counted."""
    return f" {'  '.join(said)} " if said else ""


def _holds(phrase: Sequence[str], columns: Sequence[str] = ("title", "body")) -> Condition:
    """Return the condition that a document holds the words of a phrase side by side."""
    held = sorted({w[:LONGEST_HELD] for w in phrase})
    if len(phrase) == 1 and len(columns) == 2 and len(phrase[0]) < LONGEST_HELD:
        return "held @> ?::text[]", [held]
    beside = " OR ".join(f"position(? in {c}) > 0" for c in columns)
    return f"(held @> ?::text[] AND ({beside}))", [held, *[_spoken(phrase)] * len(columns)]


def _any(some: Sequence[Condition]) -> Condition:
    return "(" + " OR ".join(sql for sql, _ in some) + ")", [x for _, given in some for x in given]
