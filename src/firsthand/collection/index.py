"""What a search reads, in SQLite: words of documents (FTS5), their spellings, names, places, tolls and days of stories."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from firsthand.collection.facts import Count, Facts, NameKind, Spot, bones, words
from firsthand.collection.store import Holding
from firsthand.fold import fold
from firsthand.records import Article, DocumentId, StoryId

LONGEST_WORD = 40  # letters; longer ones are no words
MOST_KNOWN = 200_000  # words remembered by a process, some 20 MB
MOST_RANKED = 20_000  # documents, the last to arrive, that are weighed for one search: 2 microseconds each
_ANY_OF = 400  # alternatives in one statement; SQLite takes 999 at least


class SQLiteIndex:
    """The tables that a search reads; written inside the store's transactions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: set[str] = set()  # words put into the vocabulary by this process, so as not to ask again

    def forget(self) -> None:
        """Forget what a transaction that was taken back put in."""
        self._known.clear()

    # ---- writing -----------------------------------------------------------------------------------------------------

    def put_words(self, number: int, article: Article) -> None:
        """Index the words of a document."""
        title, text = fold(article.title.text), fold(article.text)
        self._db.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
        found = {w for w in (*words(title), *words(text)) if 2 < len(w) <= LONGEST_WORD and not w.isdigit()}
        found -= self._known
        new = sorted(found - {w for (w,) in self._held(found)})
        if len(self._known) < MOST_KNOWN:
            self._known |= found
        rows = [(w, w[:2], w[-2:], len(w), bones(w)) for w in new]
        self._db.executemany("INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?, ?, ?)", rows)

    def drop_words(self, number: int, article: Article) -> None:
        """Take the words of a document out of the index; ``article`` must be as it was put in."""
        row = (number, fold(article.title.text), fold(article.text))
        self._db.execute("INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)", row)

    def put_facts(self, story: StoryId, facts: Facts) -> None:
        """Index what a story is searched by, in place of what it was."""
        self.drop_facts(story)
        for n in facts.named:
            self._db.execute("INSERT OR IGNORE INTO mentions VALUES (?, ?, ?)", (n.kind.value, n.ident, story))
            for name in n.names:
                for word in dict.fromkeys(words(name)):
                    row = (n.kind.value, word, n.ident, name)
                    self._db.execute("INSERT OR IGNORE INTO name_words VALUES (?, ?, ?, ?)", row)
                if b := bones(name):
                    row = (n.kind.value, b, n.ident, name)
                    self._db.execute("INSERT OR IGNORE INTO name_bones VALUES (?, ?, ?, ?)", row)
        self._db.executemany(
            "INSERT OR IGNORE INTO spots VALUES (?, ?, ?, ?, ?)",
            [(s.lat, s.lon, s.ident, story, s.name) for s in facts.spots],
        )
        self._db.executemany(
            "INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?)",
            [(story, c.role, _bounded(c.low), _bounded(c.high), c.words, c.document) for c in facts.counts],
        )

    def drop_facts(self, story: StoryId) -> None:
        """Take a story out of the index; names stay, they lead to nothing."""
        for table in ("mentions", "spots", "counts"):
            self._db.execute(f"DELETE FROM {table} WHERE story = ?", (story,))

    # ---- spellings ---------------------------------------------------------------------------------------------------

    def _held(self, found: Iterable[str]) -> Iterator[tuple[str]]:
        pieces = sorted(found)
        for at in range(0, len(pieces), _ANY_OF):
            some = pieces[at : at + _ANY_OF]
            yield from self._db.execute(f"SELECT word FROM vocabulary WHERE word IN ({_marks(some)})", some)

    def has_word(self, word: str) -> bool:
        """Tell whether some document holds ``word``."""
        row = self._db.execute("SELECT 1 FROM vocabulary WHERE word = ?", (word,)).fetchone()
        if row is None and (word.isdigit() or len(word) <= 2 or len(word) > LONGEST_WORD):
            row = self._db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (_quoted([word]),)).fetchone()
        return row is not None

    def words_of_bones(self, skeleton: str) -> list[str]:
        """Return the words that share their consonants."""
        return [w for (w,) in self._db.execute("SELECT word FROM vocabulary WHERE bones = ? LIMIT 200", (skeleton,))]

    def words_near(self, word: str, slips: int) -> list[str]:
        """Return the words of about that length that begin or end with the same two letters."""
        low, high = len(word) - slips, len(word) + slips
        rows = self._db.execute(
            "SELECT word FROM vocabulary WHERE head = ? AND length BETWEEN ? AND ?"
            " UNION SELECT word FROM vocabulary WHERE tail = ? AND length BETWEEN ? AND ?",
            (word[:2], low, high, word[-2:], low, high),
        )
        return [w for (w,) in rows]

    # ---- reading -----------------------------------------------------------------------------------------------------

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
            "SELECT d.number, d.id, d.story, bm25(words, 5.0, 1.0) AS worse FROM words"
            f" JOIN documents d ON d.number = words.rowid WHERE words MATCH ? AND +d.story IS NOT NULL{among}"
            f" ORDER BY words.rowid DESC LIMIT {MOST_RANKED}"
        )
        rows = self._db.execute(f"SELECT * FROM ({newest}) ORDER BY worse, number LIMIT ?", (*given, most))
        return [Holding(n, StoryId(s), DocumentId(i), -worse) for n, i, s, worse in rows]

    def holds(self, number: int, phrase: tuple[str, ...]) -> bool:
        """Tell whether a document holds the words of a phrase side by side."""
        sql = "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?"
        return self._db.execute(sql, (_quoted(phrase), number)).fetchone() is not None

    def titles(self, stories: Sequence[StoryId]) -> dict[StoryId, tuple[str, int, str | None]]:
        """Return title, number of documents and first day of stories."""
        sql = "SELECT id, title, documents, first FROM stories WHERE id IN (SELECT value FROM json_each(?))"
        return {StoryId(i): (t, d, f) for i, t, d, f in self._db.execute(sql, (json.dumps(list(stories)),))}

    def named(self, kind: NameKind, spelt: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
        """Return id and name of whatever has one spelling of each word in one of its names, in order."""
        if not spelt:
            return []
        sql = " INTERSECT ".join(
            f"SELECT ident, name FROM name_words WHERE kind = ? AND word IN ({_marks(alike)})" for alike in spelt
        )
        given = [x for alike in spelt for x in (kind.value, *alike)]
        return list(self._db.execute(f"{sql} ORDER BY 1, 2 LIMIT 500", given))

    def named_by_bones(self, kind: NameKind, skeleton: str) -> list[tuple[str, str]]:
        """Return id and name of whatever has a name with these consonants, in order."""
        sql = "SELECT ident, name FROM name_bones WHERE kind = ? AND bones = ? ORDER BY ident, name LIMIT 500"
        return list(self._db.execute(sql, (kind.value, skeleton)))

    def stories_with(self, kind: NameKind, ident: str) -> list[StoryId]:
        """Return the stories that have something of a kind."""
        sql = "SELECT story FROM mentions WHERE kind = ? AND ident = ? ORDER BY story"
        return [StoryId(s) for (s,) in self._db.execute(sql, (kind.value, ident))]

    def spots(self, idents: Sequence[str]) -> list[Spot]:
        """Return the places with these ids that some story has."""
        sql = "SELECT DISTINCT ident, name, lat, lon FROM spots WHERE ident IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
        return [Spot(*row) for row in self._db.execute(sql, (json.dumps(list(idents)),))]

    def within(self, south: float, west: float, north: float, east: float) -> list[tuple[StoryId, Spot]]:
        """Return the stories with a place inside a box; one that crosses the date line has ``west`` beyond ``east``."""
        west, east = (
            (west + 180) % 360 - 180 if abs(west) > 180 else west,
            (east + 180) % 360 - 180 if abs(east) > 180 else east,
        )
        across = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
        sql = f"SELECT story, ident, name, lat, lon FROM spots WHERE lat BETWEEN ? AND ? AND {across} ORDER BY story, ident"
        return [(StoryId(s), Spot(*row)) for s, *row in self._db.execute(sql, (south, north, west, east))]

    def between(self, first: str | None, last: str | None) -> list[tuple[StoryId, str, str]]:
        """Return the stories with a report between two days, and their own first and last day."""
        sql = "SELECT id, first, last FROM stories WHERE last >= ? AND first <= ? ORDER BY id"
        rows = self._db.execute(sql, (first or "", last or "9999-99-99"))
        return [(StoryId(i), f[:10], x[:10]) for i, f, x in rows]

    def counting(self, role: str, low: int, high: int | None) -> list[tuple[StoryId, Count]]:
        """Return the stories with a toll whose range meets another, each with the toll nearest to its lower end."""
        rows = self._db.execute(
            "SELECT story, role, low, high, words, document, min(abs(low - ?)) FROM counts WHERE role = ? AND low <= ?"
            " AND (high IS NULL OR high >= ?) GROUP BY story ORDER BY story",
            (_bounded(low), role, 2**62 if high is None else _bounded(high), _bounded(low)),
        )
        return [(StoryId(s), Count(*row)) for s, *row, _ in rows]

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
    return '"' + " ".join(phrase).replace('"', " ") + '"'


def _marks(some: Sequence[object]) -> str:
    return ",".join("?" * len(some))


def _bounded(n: int | None) -> int | None:
    """Return ``n`` as a column can hold it; a count beyond it is nobody's toll."""
    return None if n is None else min(n, 2**62)
