"""The words of documents in PostgreSQL: the same words, phrases and weights as FTS5 has them in SQLite.

A text search vector knows no word beyond its 16,383rd place and no weight of this kind. So each word of each document is a row
(``postings``: the word as a number, how often it is there, how long the document is), found by its word, newest first;
and each document has its title and text as words with two blanks between, in which phrases are found and counted.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from firsthand.collection.facts import words
from firsthand.collection.index import LONGEST_WORD, MOST_RANKED, TITLE_WEIGHT, FactIndex
from firsthand.collection.postgres.connection import Connection
from firsthand.collection.store import Holding
from firsthand.fold import fold
from firsthand.records import Article, DocumentId, StoryId

MOST_READ = 2_000  # documents, the last to arrive, in which a phrase is counted: each is read, a word is not
_CHUNK = 1_024  # documents counted together
# A plan of one join takes memory and time by more than the square of what is joined: 300 words took the server 23 GB.
_JOINED = 4  # words or phrases joined at once; the next are joined to what these leave
_TRIED = 4  # words of a phrase looked up in a document before its text is read
# bm25 as FTS5 computes it, https://www.sqlite.org/fts5.html section 5.1.1
_K1, _B = 1.2, 0.75
_LEAST_RARITY = 1e-6

Phrase = tuple[str, ...]
Select = tuple[str, list[object]]  # SQL, and what goes where its marks are


class PostgresIndex(FactIndex[Connection]):
    """The tables that a search reads, in PostgreSQL."""

    def __init__(self, db: Connection) -> None:
        super().__init__(db)
        self._counts: dict[str, int] = {}  # how many documents hold a word, during one search

    def _among(self, column: str, values: Sequence[str]) -> tuple[str, object]:
        return f"{column} = ANY(?::text[])", list(values)

    def put_words(self, number: int, article: Article) -> None:
        """Index the words of a document."""
        title, text = words(fold(article.title.text)), words(fold(article.text))
        size = len(title) + len(text)
        self._db.execute("INSERT INTO words VALUES (?, ?, ?, ?)", (number, size, _spoken(title), _spoken(text)))
        entitled, there = Counter(title), Counter(text)
        held = sorted(entitled.keys() | there.keys())
        often = [TITLE_WEIGHT * entitled[w] + there[w] for w in held]
        self._db.execute(
            "INSERT INTO postings SELECT word, ?, ?, often, title"
            " FROM unnest(?::bigint[], ?::real[], ?::boolean[]) AS held (word, often, title)",
            (number, size, [_number(w) for w in held], often, [w in entitled for w in held]),
        )
        self._extend(number, 1, size)
        self._learn(held)

    def drop_words(self, number: int, article: Article) -> None:
        """Take the words of a document out of the index; ``article`` must be as it was put in."""
        title, text = words(fold(article.title.text)), words(fold(article.text))
        held = [_number(w) for w in sorted({*title, *text})]
        self._db.execute("DELETE FROM words WHERE number = ?", (number,))
        self._db.execute("DELETE FROM postings WHERE word = ANY(?::bigint[]) AND number = ?", (held, number))
        self._extend(number, -1, -len(title) - len(text))

    def _extend(self, number: int, documents: int, size: int) -> None:
        """Count documents and their words."""
        self._db.execute(
            "INSERT INTO extents AS e VALUES (?, ?, ?) ON CONFLICT (chunk)"
            " DO UPDATE SET documents = e.documents + excluded.documents, size = e.size + excluded.size",
            (number // _CHUNK, documents, size),
        )

    def has_word(self, word: str) -> bool:
        """Tell whether some document holds ``word``."""
        row = self._db.execute("SELECT 1 FROM vocabulary WHERE word = ?", (word,)).fetchone()
        if row is None and (word.isdigit() or len(word) <= 2 or len(word) > LONGEST_WORD):
            row = self._db.execute("SELECT 1 FROM postings WHERE word = ? LIMIT 1", (_number(word),)).fetchone()
        return row is not None

    # ---- finding -----------------------------------------------------------------------------------------------------

    def holding(
        self, phrases: Sequence[Sequence[Phrase]], stories: Sequence[StoryId] | None, most: int
    ) -> list[Holding]:
        """Return the documents that hold one spelling of each phrase, in ``stories`` if given, best first."""
        self._counts = {}
        documents, size = self._db.execute(
            "SELECT coalesce(sum(documents), 0)::bigint, coalesce(sum(size), 0)::bigint FROM extents"
        ).fetchone()
        usual = max(1.0, float(size)) / max(1, documents)
        times = Counter(tuple(alike) for alike in phrases)  # what is asked twice counts twice, as in FTS5
        met = [self._weighed(alike, n, documents, usual) for alike, n in times.items()]
        held = sorted((x for x in met if x is not None), key=lambda x: x[0])  # the rarest first
        if len(held) < len(met):
            return []
        given = [x for *_, some in held for x in some]
        stages, score, joined = _staged([sql for _, sql, _ in held])
        among = ""
        if stories is not None:
            sql, those = self._among("d.story", stories)
            among = f" AND {sql}"
            given.append(those)
        newest = (
            f"{stages}SELECT number, d.id, d.story, {score} AS score FROM {joined} JOIN documents d USING (number)"
            f" WHERE d.story IS NOT NULL{among} ORDER BY number DESC LIMIT {MOST_RANKED}"
        )
        rows = self._db.execute(
            f"SELECT number, id, story, score FROM ({newest}) AS newest ORDER BY score DESC, number LIMIT ?",
            (*given, most),
        )
        return [Holding(n, StoryId(s), DocumentId(i), score) for n, i, s, score in rows]

    def _weighed(
        self, alike: Sequence[Phrase], times: int, documents: int, usual: float
    ) -> tuple[float, str, list[object]] | None:
        """Return how many documents hold one of some spellings, and SQL for them and how much each is about them, so many
        ``times``; ``None`` when there are none."""
        parts: list[str] = []
        given: list[object] = []
        found = 0.0
        for p in alike:
            if (hits := self._hits(p)) is None:
                continue
            found += hits
            sql, some = self._counted(p)
            rarity = max(_LEAST_RARITY, math.log((documents - hits + 0.5) / (hits + 0.5)))
            # as floats: what has a point is a decimal number else, and those take ten times as long
            smooth = f"({_K1 * (1 - _B)!r}::float8 + {_K1 * _B / usual!r}::float8 * size)"
            # often * (k1 + 1) / (often + smooth), with the counting done once
            weight = f"{times * (rarity * (_K1 + 1))!r}::float8 * (1 - {smooth} / (often + {smooth}))"
            parts.append(f"SELECT number, {weight} AS score FROM ({sql}) AS held")
            given += some
        if len(parts) < 2:
            return (found, parts[0], given) if parts else None
        one = f"SELECT number, sum(score) AS score FROM ({' UNION ALL '.join(parts)}) AS alike GROUP BY number"
        return found, one, given

    def _counted(self, phrase: Phrase) -> Select:
        """Return SQL for the documents with a phrase: number, size, and how often they have it."""
        if len(phrase) == 1:
            return "SELECT number, size, often FROM postings WHERE word = ?", [_number(phrase[0])]
        said = _spoken(phrase)
        length = len(said.encode("utf8"))
        title, body = (f"(octet_length({c}) - octet_length(replace({c}, ?, ''))) / {length}" for c in ("title", "body"))
        sql, given = self._beside(phrase)
        newest = f"{sql} ORDER BY number DESC LIMIT {MOST_READ}"
        return f"SELECT number, size, {TITLE_WEIGHT}::float8 * ({title}) + ({body}) AS often FROM ({newest}) AS newest", [
            said, said, *given,
        ]  # fmt: skip

    def _hits(self, phrase: Phrase) -> float | None:
        """Return how many documents hold a phrase, ``None`` when none does.

        Of a frequent one, by its share of the newest that have its rarest words.
        """
        counts = [self._count(w) for w in phrase]
        if len(phrase) == 1 or not all(counts):
            return min(counts) or None
        sql, given = self._together(phrase, "words.title, words.body")
        newest = f"{sql} ORDER BY number DESC LIMIT {MOST_READ}"
        met = _met(phrase)
        read, held = self._db.execute(
            f"SELECT count(*), count(*) FILTER (WHERE {met[0]}) FROM ({newest}) AS words", (*met[1], *given)
        ).fetchone()
        return (held or None) if read < MOST_READ else held / read * min(counts)

    def _count(self, word: str) -> int:
        if word not in self._counts:
            row = self._db.execute("SELECT count(*) FROM postings WHERE word = ?", (_number(word),)).fetchone()
            self._counts[word] = int(row[0])
        return self._counts[word]

    def _beside(self, phrase: Phrase, columns: Sequence[str] = ("title", "body")) -> Select:
        """Return SQL for the documents that hold the words of a phrase side by side."""
        sql, given = self._together(phrase, "words.size, words.title, words.body")
        met = _met(phrase, columns)
        return f"{sql} AND {met[0]}", [*given, *met[1]]

    def _together(self, phrase: Phrase, columns: str) -> Select:
        """Return SQL for the documents that may hold a phrase: they hold its rarest words, the very rarest is looked up first."""
        first, *others = sorted(dict.fromkeys(phrase), key=self._count)[:_TRIED]
        held = "".join(
            f" AND EXISTS (SELECT 1 FROM postings p{n} WHERE p{n}.word = ? AND p{n}.number = p.number)"
            for n in range(len(others))
        )
        sql = f"SELECT number, {columns} FROM postings p JOIN words USING (number) WHERE p.word = ?{held}"
        return sql, [_number(first), *map(_number, others)]

    def holds(self, number: int, phrase: Phrase) -> bool:
        """Tell whether a document holds the words of a phrase side by side."""
        met = _met(phrase)
        sql = f"SELECT 1 FROM words WHERE number = ? AND {met[0]}"
        return self._db.execute(sql, (number, *met[1])).fetchone() is not None

    def entitled(self, parts: Sequence[str], ident: str) -> list[StoryId]:
        """Return the story with an id, or the stories whose titles hold all ``parts``."""
        rows = self._db.execute("SELECT id FROM stories WHERE id = ?", (ident,)).fetchall()
        asked = [p for p in map(words, parts) if p]
        if not rows and asked:
            self._counts = {}
            met = [_met(p, ("title",)) for p in asked]
            rarest = min((w for p in asked for w in p), key=self._count)
            rows = self._db.execute(
                "SELECT DISTINCT d.story FROM postings p JOIN words USING (number) JOIN documents d USING (number)"
                f" WHERE p.word = ? AND p.title AND {' AND '.join(sql for sql, _ in met)} AND d.story IS NOT NULL"
                " ORDER BY 1 LIMIT 1000",
                (_number(rarest), *(x for _, some in met for x in some)),
            ).fetchall()
        return [StoryId(i) for (i,) in rows]


def _staged(found: Sequence[str]) -> tuple[str, str, str]:
    """Return SQL that joins a few of what is ``found`` at a time: what comes before a SELECT, the sum of the scores, what to join."""
    tables = [f"({sql}) AS g{n}" for n, sql in enumerate(found)]
    scores = [f"g{n}.score" for n in range(len(found))]
    stages: list[str] = []
    while len(tables) > _JOINED:
        name = f"s{len(stages)}"
        score, joined = _joined(scores[:_JOINED], tables[:_JOINED])
        stages.append(f"{name} AS MATERIALIZED (SELECT number, {score} AS score FROM {joined})")
        scores[:_JOINED], tables[:_JOINED] = [f"{name}.score"], [name]
    return f"WITH {', '.join(stages)} " if stages else "", *_joined(scores, tables)


def _joined(scores: Sequence[str], tables: Sequence[str]) -> tuple[str, str]:
    return " + ".join(scores), " JOIN ".join(t + (" USING (number)" if n else "") for n, t in enumerate(tables))


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    """Return the number under which a word is held: its digest, so that no table of words has to be asked."""
    data = hashlib.blake2b(word.encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "big", signed=True)


def _spoken(said: Iterable[str]) -> str:
    """Return words as the tables have them: each between blanks of its own, so that neighbours can be counted."""
    found = "  ".join(said)
    return f" {found} " if found else ""


def _met(phrase: Sequence[str], columns: Sequence[str] = ("title", "body")) -> Select:
    """Return the condition that a document holds the words of a phrase side by side."""
    beside = " OR ".join(f"position(? in words.{c}) > 0" for c in columns)
    return f"({beside})", [_spoken(phrase)] * len(columns)
