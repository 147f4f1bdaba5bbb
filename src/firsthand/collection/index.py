"""What a search reads, in standard SQL: spellings, names, places, tolls and days of stories; the words are a dialect's own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Generic

from firsthand.collection.facts import LONGEST_NAME, Count, Facts, NameKind, Spot, bones, words
from firsthand.collection.tables import D
from firsthand.fold import fold
from firsthand.records import StoryId

LONGEST_WORD = 40  # letters; longer ones are no words
MOST_KNOWN = 200_000  # words remembered by a process, some 20 MB
MOST_RANKED = 20_000  # documents, the last to arrive, that are weighed for one search
TITLE_WEIGHT = 5.0  # of a word in a title, against one of the text
_ANY_OF = 400  # alternatives in one statement; SQLite takes 999 at least
OPEN = 2  # "at least 23" is searched as 23 to 46: a report that knew of twice as many would say another number; chosen, not measured
_COUNT_LIMIT = 2**62  # what a column can hold


class FactIndex(ABC, Generic[D]):
    """The tables that a search reads, but for the words of documents; written inside the store's transactions."""

    def __init__(self, db: D) -> None:
        self._db = db
        self._known: set[str] = set()  # words put into the vocabulary by this process, so as not to ask again

    def forget(self) -> None:
        """Forget what a transaction that was taken back put in."""
        self._known.clear()

    @abstractmethod
    def _among(self, column: str, values: Sequence[str]) -> tuple[str, object]:
        """Return the condition that ``column`` has one of any number of ``values``, and what goes where its mark is."""

    # ---- writing -----------------------------------------------------------------------------------------------------

    def _learn(self, found: Iterable[str]) -> None:
        """Put words into the vocabulary by which slips are forgiven."""
        fit = {w for w in found if 2 < len(w) <= LONGEST_WORD and not w.isdigit()} - self._known
        pieces = sorted(fit)
        held: set[str] = set()
        for at in range(0, len(pieces), _ANY_OF):
            some = pieces[at : at + _ANY_OF]
            held.update(
                w for (w,) in self._db.execute(f"SELECT word FROM vocabulary WHERE word IN ({_marks(some)})", some)
            )
        if len(self._known) < MOST_KNOWN:
            self._known |= fit
        rows = [(w, w[:2], w[-2:], len(w), bones(w)) for w in pieces if w not in held]
        self._db.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)

    def put_facts(self, story: StoryId, facts: Facts) -> None:
        """Index what a story is searched by, in place of what it was."""
        self.drop_facts(story)
        spelt = [(n.kind.value, n.ident, name) for n in facts.named for name in n.names]
        self._put("mentions", 3, [(n.kind.value, n.ident, story) for n in facts.named])
        self._put("name_words", 4, [(kind, w, ident, name) for kind, ident, name in spelt for w in words(name)])
        self._put("name_bones", 4, [(kind, b, ident, name) for kind, ident, name in spelt if (b := bones(name))])
        self._put("spots", 5, [(s.lat, s.lon, s.ident, story, s.name) for s in facts.spots])
        counts = [(story, c.role, _bounded(c.low), _bounded(c.high), c.words, c.document) for c in facts.counts]
        self._put("counts", 6, counts)

    def _put(self, table: str, columns: int, rows: Sequence[tuple[object, ...]]) -> None:
        sql = f"INSERT INTO {table} VALUES ({_marks(range(columns))}) ON CONFLICT DO NOTHING"
        self._db.executemany(sql, list(dict.fromkeys(rows)))

    def drop_facts(self, story: StoryId) -> None:
        """Take a story out of the index; names stay, they lead to nothing."""
        for table in ("mentions", "spots", "counts"):
            self._db.execute(f"DELETE FROM {table} WHERE story = ?", (story,))

    # ---- spellings ---------------------------------------------------------------------------------------------------

    def words_of_bones(self, skeleton: str) -> list[str]:
        """Return the words that share their consonants."""
        return [
            w
            for (w,) in self._db.execute(
                "SELECT word FROM vocabulary WHERE bones = ? ORDER BY word LIMIT 200", (skeleton,)
            )
        ]

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

    def titles(self, stories: Sequence[StoryId]) -> dict[StoryId, tuple[str, int, str | None]]:
        """Return title, number of documents and first day of stories."""
        among, given = self._among("id", stories)
        rows = self._db.execute(f"SELECT id, title, documents, first FROM stories WHERE {among}", (given,))
        return {StoryId(i): (t, d, f) for i, t, d, f in rows}

    def named(self, kind: NameKind, spelt: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
        """Return id and name of whatever has one spelling of each word in one of its names, in order."""
        if not 0 < len(spelt) <= LONGEST_NAME // 2:  # no name has more words
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

    def stories_naming(self, kinds: Iterable[NameKind], name: str) -> set[StoryId] | None:
        """Return the stories that have something called exactly so, but for case; ``None`` when the index cannot tell."""
        asked, folded = words(name), fold(name)
        if not asked or len(name) > LONGEST_NAME:
            return None
        sql = " INTERSECT ".join("SELECT ident, name FROM name_words WHERE kind = ? AND word = ?" for _ in asked)
        out: set[StoryId] = set()
        for kind in kinds:
            found = self._db.execute(sql, [x for w in asked for x in (kind.value, w)]).fetchall()
            for ident in sorted({i for i, n in found if fold(n) == folded}):
                out.update(self.stories_with(kind, ident))
        return out

    def spots(self, idents: Sequence[str]) -> list[Spot]:
        """Return the places with these ids that some story has."""
        among, given = self._among("ident", idents)
        rows = self._db.execute(
            f"SELECT DISTINCT ident, name, lat, lon FROM spots WHERE {among} ORDER BY 1, 2, 3, 4", (given,)
        )
        return [Spot(*row) for row in rows]

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
        """Return the stories whose days meet those from ``first`` to ``last``, and their own first and last day."""
        sql = "SELECT id, first, last FROM stories WHERE last >= ? AND substr(first, 1, 10) <= ? ORDER BY id"
        rows = self._db.execute(sql, (first or "", last or "9999-99-99"))
        return [(StoryId(i), f[:10], x[:10]) for i, f, x in rows]

    def counting(self, role: str, low: int, high: int | None) -> list[tuple[StoryId, Count]]:
        """Return the stories with a toll whose range meets another, each with the toll nearest to its lower end.

        A toll without an upper bound ("at least 23") reaches to ``OPEN`` times its lower one.
        """
        least = _bounded(low)
        rows = self._db.execute(
            "SELECT story, role, low, high, words, document FROM counts WHERE role = ? AND low <= ? AND (high >= ?"
            " OR high IS NULL AND low >= ?) ORDER BY story, abs(low - ?), low, coalesce(high, low), words, document",
            (
                role,
                _COUNT_LIMIT if high is None else _bounded(high),
                least,
                -(-low // OPEN) if low < _COUNT_LIMIT else least,
                least,
            ),
        )
        out: dict[StoryId, Count] = {}
        for s, *row in rows:
            out.setdefault(StoryId(s), Count(*row))
        return list(out.items())


def _marks(some: Sequence[object]) -> str:
    return ",".join("?" * len(some))


def _bounded(n: int | None) -> int | None:
    """Return ``n`` as a column can hold it; a count beyond it is nobody's toll."""
    return None if n is None else min(n, _COUNT_LIMIT)
