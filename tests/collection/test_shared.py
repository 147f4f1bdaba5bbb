"""What only a store in PostgreSQL can get wrong."""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.collection import Collection, CollectionError, backup, check, rebuild, restore
from firsthand.collection.address import Address, where
from firsthand.collection.grow import Growth
from firsthand.export.json import to_json
from tests.collection.conftest import Home
from tests.collection.test_finding import REPORTS, SEARCHES, SINCE_3, SINCE_4
from tests.collection.test_soundness import DECISIONS
from tests.collection.ways import Cheap, records, write

WAY = Cheap()


@pytest.fixture
def shared(server: str, request: pytest.FixtureRequest) -> Home:
    stem = f"s{abs(hash(request.node.name)) % 10**8}"
    return lambda name: f"{server}&schema={stem}_{name}"


def told(place: str | Path) -> str:
    with Collection(place, reading=True, way=WAY) as c:
        return to_json(c.dossier(), "test")


def kept(place: str | Path) -> tuple[str, list[str], list[str]]:
    """Return what a collection tells, its log and its originals."""
    with Collection(place, reading=True, way=WAY) as c:
        return told(place), c.store.log_lines(), list(c.originals.names())


def add(place: str | Path, *paths: Path) -> None:
    with Collection(place, create=True, way=WAY) as c:
        c.add(paths)


def run_sql(place: str, *statements: str) -> None:
    with Collection(place) as c:
        for s in statements:
            c.store._db.execute(s)  # type: ignore[attr-defined]


def test_a_collection_moves_from_a_folder_to_a_database_and_back(shared: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", records(90))
    more = write(tmp_path / "b.jsonl", records(30, start=200))
    add(tmp_path / "c", file)
    restore(tmp_path / "c", shared("c"))
    assert told(shared("c")) == told(tmp_path / "c")
    assert check(shared("c")) == []
    add(shared("c"), more)
    backup(shared("c"), tmp_path / "c")  # an earlier state of the same: brought up to date
    assert told(shared("c")) == told(tmp_path / "c")
    assert check(tmp_path / "c") == []
    with Collection(tmp_path / "c", way=WAY) as c:
        assert c.add([file, more]).new == 0
        assert c.find(["Arvel"])


def indexes(place: str) -> dict[str, str]:
    """Return how each index of a collection in a database is made."""
    with Collection(place, reading=True) as c:
        rows = c.store._db.execute(  # type: ignore[attr-defined]
            "SELECT indexname, indexdef, schemaname FROM pg_indexes WHERE schemaname = current_schema()"
        ).fetchall()
    return {name: made.replace(f"{schema}.", "") for name, made, schema in rows}


OLDER_THAN_7 = ("DROP INDEX touched_once", "ALTER TABLE touched ADD PRIMARY KEY (day, document)")
OLDER_THAN_6 = (
    "ALTER TABLE touched DROP COLUMN day", "DROP INDEX texts_dirty", "ALTER TABLE texts DROP COLUMN day",
    "CREATE INDEX texts_dirty ON texts (dirty, key) WHERE dirty > 0",
)  # fmt: skip
OLDER_THAN_4 = (
    *(f"DROP TABLE {t}" for t in (*SINCE_4, "postings", "extents")), "DROP INDEX documents_by_story",
    "ALTER TABLE words ADD COLUMN held TEXT[]", "CREATE INDEX words_by_size ON words (size)",
    "DELETE FROM facts WHERE name = 'decided'",
)  # fmt: skip
OLDER_THAN_3 = (
    *(f"DROP TABLE {t}" for t in SINCE_3), "DROP INDEX stories_untold", "ALTER TABLE related DROP COLUMN seal",
    "ALTER TABLE related DROP COLUMN inside", "ALTER TABLE related ADD COLUMN kin BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE related ADD COLUMN seal TEXT", "DELETE FROM facts WHERE name IN ('gathered', 'known', 'listed', 'turn')",
)  # fmt: skip


@pytest.mark.parametrize("version", [2, 3, 4, 5, 6])
def test_an_older_schema_is_brought_up_to_date(shared: Home, tmp_path: Path, version: int) -> None:
    file, more = write(tmp_path / "a.jsonl", records(40)), write(tmp_path / "b.jsonl", records(9, start=200))
    add(shared("c"), file)
    whole = told(shared("c"))
    steps = (
        (7, OLDER_THAN_7),
        (6, OLDER_THAN_6),
        (5, ("UPDATE known SET data = '[]'",)),
        (4, OLDER_THAN_4),
        (3, OLDER_THAN_3),
    )
    older = [sql for since, sqls in steps if version < since for sql in sqls]
    run_sql(shared("c"), *older, f"UPDATE version SET number = {version}")
    assert told(shared("c")) == whole
    assert check(shared("c")) == []
    with Collection(shared("c"), reading=True, way=WAY) as c:
        assert len(c.find(["Arvel"])) == len(c.find(["Arvel said"])) > 1
    add(shared("c"), more)
    add(tmp_path / "c", file, more)
    assert told(shared("c")) == told(tmp_path / "c")
    add(shared("new"))
    assert indexes(shared("c")) == indexes(shared("new"))


def test_what_an_older_schema_still_had_to_list_is_listed_in_order_of_days(shared: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", records(12))
    add(shared("c"), file)
    standing = "SELECT published, stands FROM versions WHERE stands IS NOT NULL"
    run_sql(shared("c"), f"INSERT INTO touched {standing}", "INSERT INTO touched VALUES ('', 'stands no more')")
    run_sql(shared("c"), *OLDER_THAN_6, "UPDATE version SET number = 5")
    with Collection(shared("c"), way=WAY) as c:
        rows = c.store.shelves.touched()
        assert len(rows) == 12
        assert rows == sorted(rows)
        assert c.store.shelves.touched(2, rows[0]) == rows[1:3]
    add(shared("c"), file)
    with Collection(shared("c"), reading=True, way=WAY) as c:
        assert c.store.shelves.touched() == []


def test_a_backup_does_not_go_over_another_collection(shared: Home, tmp_path: Path) -> None:
    add(tmp_path / "c", write(tmp_path / "a.jsonl", records(5)))
    add(shared("c"), write(tmp_path / "b.jsonl", records(6)))
    with pytest.raises(CollectionError, match="another collection"):
        backup(tmp_path / "c", shared("c"))
    with pytest.raises(CollectionError, match="not empty"):
        restore(tmp_path / "c", shared("c"))


def test_both_stores_find_the_same_with_the_same_weight(shared: Home, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, REPORTS)), "utf8")
    many = write(tmp_path / "many.jsonl", records(60))
    for place in (shared("c"), tmp_path / "c"):
        with Collection(place, create=True) as c:
            c.add([file, many])
    with Collection(shared("c"), reading=True) as a, Collection(tmp_path / "c", reading=True) as b:
        for asked in [
            *(s[0] for s in SEARCHES),
            ["said"],
            ["number", "Brone"],
            ["said number"],
            ["Arvel said", "report"],
        ]:
            one, other = a.find(asked), b.find(asked)
            assert [(h.story, h.because, h.found_in) for h in one] == [(h.story, h.because, h.found_in) for h in other]
            assert [h.score for h in one] == pytest.approx([h.score for h in other])


def _most_memory_mb(c: Collection) -> int:
    """Return the most memory that the server's process for a connection has had."""
    (pid,) = c.store._db.execute("SELECT pg_backend_pid()").fetchone()  # type: ignore[attr-defined]
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def test_long_searches_cost_little_memory_and_find_what_they_find_in_a_folder(shared: Home, tmp_path: Path) -> None:
    # 28 words took 127 MB of the server, 60 words 499 MB, 300 words 23.5 GB
    spoken = [f"{a}{b}" for a in ("gor", "mel", "tas", "wun", "bir", "kel", "dov", "fen") for b in "abcdefgh"]
    lines = [" ".join(spoken), " ".join(spoken[::-1]), " ".join(spoken[:50]), "gora gora gora melb", "melb gora tasc"]
    rows = [
        {"id": f"w{n}", "title": f"W{n}", "outlet": f"O{n}", "text": f"{x}. Nothing more was said."}
        for n, x in enumerate(lines)
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf8")
    many = write(tmp_path / "many.jsonl", records(60))
    for place in (shared("c"), tmp_path / "c"):
        with Collection(place, create=True, way=WAY) as c:
            c.add([file, many])
    with Collection(shared("c"), reading=True) as a, Collection(tmp_path / "c", reading=True) as b:
        before = _most_memory_mb(a) if Path("/proc/self/status").exists() else None
        for asked in [
            spoken[:60],
            spoken[::-1][:60],
            [" ".join(spoken[:60])],
            [" ".join(spoken[:30]), *spoken[30:60]],
            ["gora", "gora", "melb"],
            ["gora", "melb", "tasc", "gora", "said", "gora"],
            [*spoken[:60], "nowhere"],
        ]:
            one, other = a.find(asked), b.find(asked)
            assert [(h.story, h.because, h.found_in) for h in one] == [(h.story, h.because, h.found_in) for h in other]
            assert [h.score for h in one] == pytest.approx([h.score for h in other])
            assert bool(one) == ("nowhere" not in asked)
        if before is not None:
            assert _most_memory_mb(a) - before < 80


def test_a_changed_row_or_original_or_line_of_the_log_is_named(shared: Home, tmp_path: Path) -> None:
    place = shared("c")
    add(place, write(tmp_path / "a.jsonl", records(20)))
    for change, said in (
        (
            "UPDATE articles SET data = data || '\\x00'::bytea WHERE number = 3",
            "database: articles, row 3: was changed",
        ),
        (
            "UPDATE stories SET title = 'x' WHERE id = 'story-d00000'",
            "database: stories, row story-d00000: was changed",
        ),
    ):
        table = change.split()[1]
        # a server makes the seal of a row anew with every change that goes through it: these go under it
        run_sql(place, f"ALTER TABLE {table} ALTER COLUMN seal DROP EXPRESSION", change)
        assert said in map(str, check(place))
    run_sql(
        place, "UPDATE pieces SET data = set_byte(data, 7, 0)", "UPDATE log SET line = 'x' || line WHERE number = 2"
    )
    found = list(map(str, check(place)))
    assert any(f.startswith("originals/") and "have the hash" in f for f in found)
    assert any(f.startswith("log: line 2 ") for f in found)


def test_tables_are_made_again_from_originals_and_log(shared: Home, tmp_path: Path) -> None:
    add(shared("c"), write(tmp_path / "a.jsonl", records(20)))
    whole = told(shared("c"))
    run_sql(shared("c"), "DELETE FROM articles", "UPDATE stories SET dossier = NULL, fresh = 0")
    assert check(shared("c"))
    rebuild(shared("c"), way=WAY)
    assert check(shared("c")) == []
    assert told(shared("c")) == whole


def letters(many: int, seed: int) -> str:
    """Return letters that no server can make fewer: the same letter 9,000 times takes it a few bytes."""
    return "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=many))


def test_tables_are_made_again_beside_the_old_ones(
    shared: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [write(tmp_path / f"{n}.jsonl", records(20, start=20 * n)) for n in range(4)]
    add(shared("c"), *parts)
    whole, read_on, left = told(shared("c")), Growth._read_on, [0]
    schema = where(shared("c")).schema  # type: ignore[union-attr]  # it is an address

    def stopped(self: Growth, *given: object) -> bool:
        if not left[0]:
            assert told(shared("c")) == whole  # who reads meanwhile sees the old tables
            with Collection(shared("c"), way=WAY) as c:
                assert not c.store._db.execute("SELECT pg_try_advisory_lock(?)", c.store._key()).fetchone()[0]  # type: ignore[attr-defined]  # of this store
            raise KeyboardInterrupt
        left[0] -= 1
        return read_on(self, *given)  # type: ignore[arg-type]  # what it was given, whatever that is

    for _ in range(2):
        left[0] = 2
        with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
            m.setattr(Growth, "_read_on", stopped)
            rebuild(shared("c"), way=WAY)
        assert told(shared("c")) == whole
        assert [(f.file, f.noted) for f in check(shared("c"))] == [(f"{schema}_rebuild", True)]
    assert rebuild(shared("c"), way=WAY).already == 2
    assert told(shared("c")) == whole
    assert check(shared("c")) == []
    add(shared("c"), write(tmp_path / "more.jsonl", records(20, start=500)))
    add(shared("other"), parts[0])
    assert rebuild(shared("c"), way=WAY).already == 0  # nothing is left of the first


@pytest.mark.parametrize("theirs", ["other", "longer", "same", "first is empty", "decisions"])
def test_a_collection_that_has_the_name_of_new_tables_is_left_alone(shared: Home, tmp_path: Path, theirs: str) -> None:
    files = [write(tmp_path / f"{n}.jsonl", records(20, start=50 * n)) for n in range(2)]
    place, other = shared("c"), shared("c_rebuild")
    add(place, *([] if theirs == "first is empty" else files[:1]))
    with Collection(other, create=True, way=WAY) as c:
        if theirs == "decisions":
            c.decide(DECISIONS)
        else:
            c.add({"other": files[1:], "same": files[:1]}.get(theirs, files))
    before = kept(other)
    with pytest.raises(CollectionError, match="is a collection itself"):
        rebuild(place, way=WAY)
    assert kept(other) == before
    assert check(place) == check(other) == []


def test_who_reads_as_of_one_moment_sees_the_old_tables_to_the_end(shared: Home, tmp_path: Path) -> None:
    place = shared("c")
    add(place, write(tmp_path / "a.jsonl", records(20)))
    whole, swapped = told(place), threading.Event()

    def made() -> None:
        rebuild(place, way=WAY)
        swapped.set()

    with Collection(place, reading=True, way=WAY) as c:
        with c.store.at_one_moment():
            thread = threading.Thread(target=made)
            thread.start()
            assert not swapped.wait(2)  # new tables wait until nobody reads the old ones
            assert len(c.store.stories()) == 7 and len(c.store.documents()) == c.store.ledger().read
        thread.join(60)
        assert swapped.is_set()
    assert told(place) == whole


def test_tables_that_were_begun_without_a_damaged_original_are_begun_anew_when_it_is_mended(
    shared: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, parts = shared("c"), [write(tmp_path / f"{n}.jsonl", records(9, start=9 * n)) for n in range(3)]
    add(place, *parts)
    whole, read_on, left = told(place), Growth._read_on, [1]
    run_sql(
        place, "UPDATE pieces SET data = convert_to('{}', 'UTF8') WHERE original = (SELECT min(number) FROM originals)"
    )

    def stopped(self: Growth, *given: object) -> bool:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return read_on(self, *given)  # type: ignore[arg-type]  # what it was given, whatever that is

    with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
        m.setattr(Growth, "_read_on", stopped)
        rebuild(place, way=WAY)
    with Collection(place, way=WAY) as c:
        assert len(c.add(parts).mended) == 1
    rebuild(place, way=WAY)
    assert told(place) == whole and check(place) == []


def test_no_key_of_a_table_holds_text_as_long_as_a_page_makes_it(shared: Home) -> None:
    short = {
        # digests, days, and words and names that ``facts`` and ``index`` cut
        "name", "sha256", "original", "key", "account", "text", "holder", "day", "first", "last", "kind", "role", "word",
        "bones", "head", "tail",
    }  # fmt: skip
    add(shared("c"))
    with Collection(shared("c"), reading=True) as c:
        rows = c.store._db.execute(  # type: ignore[attr-defined]
            "SELECT i.relname, a.attname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid"
            " JOIN pg_am m ON m.oid = i.relam JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY(x.indkey)"
            " WHERE i.relnamespace = current_schema()::regnamespace AND m.amname = 'btree' AND a.atttypid = 'text'::regtype"
        ).fetchall()
    assert rows
    assert [(index, column) for index, column in rows if column not in short] == []


def test_a_record_with_a_long_id_does_not_block_a_collection_of_an_older_schema(shared: Home, tmp_path: Path) -> None:
    add(shared("c"), write(tmp_path / "a.jsonl", records(3)))
    run_sql(shared("c"), *OLDER_THAN_7, "UPDATE version SET number = 6")
    rows = [{**r, "id": f"{r['id']}-{letters(2800, 1)}{n % 2}"} for n, r in enumerate(records(4, start=50))]
    file = write(tmp_path / "b.jsonl", rows)
    for place in (shared("c"), tmp_path / "c"):
        add(place, tmp_path / "a.jsonl", file)
    assert told(shared("c")) == told(tmp_path / "c")
    assert check(shared("c")) == []
    rebuild(shared("c"), way=WAY)
    assert told(shared("c")) == told(tmp_path / "c")


def test_no_character_and_no_length_is_too_much(shared: Home, tmp_path: Path) -> None:
    odd = ("a\x00b", "a\x01b", "a\x01\x01", "i" * 9000, letters(9000, 1), letters(2800, 2), "%s ? %", "\u202e'\"\\")
    rows = [
        {"id": s, "url": f"http://x.test/{s}", "outlet": f"Out {s}", "title": f"T {s}",
         "text": f"Governor Ilse {s} said that {n + 2} people were killed in Harvel on Monday. The {s} river rose."}
        for n, s in enumerate(odd)
    ]  # fmt: skip
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf8")
    for place in (shared("c"), tmp_path / "c"):
        with Collection(place, create=True) as c:
            c.add([file])
    with Collection(shared("c"), reading=True) as a, Collection(tmp_path / "c", reading=True) as b:
        assert to_json(a.dossier(), "") == to_json(b.dossier(), "")
        assert [h.story for h in a.find(["governor"])] == [h.story for h in b.find(["governor"])]
    assert check(shared("c")) == []


def test_an_original_larger_than_a_piece_is_read_from_anywhere(shared: Home, tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000
    (tmp_path / "big").write_bytes(data)
    with Collection(shared("c"), create=True) as c, (tmp_path / "big").open("rb") as stream:
        kept = c.originals.keep(stream, "big", "big", "big")
        with c.originals.open(kept.sha256) as back:
            assert back.read() == data
            assert back.seek(-300, 2) == len(data) - 300
            assert back.read() == data[-300:]
            back.seek((1 << 20) - 5)
            assert back.read(10) == data[(1 << 20) - 5 : (1 << 20) + 5]


def test_a_newer_schema_a_foreign_schema_and_no_collection_are_refused_in_one_clear_line(
    shared: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CollectionError, match="is no collection"):
        Collection(shared("none"), reading=True)
    add(shared("c"), write(tmp_path / "a.jsonl", records(3)))
    schema = where(shared("c")).schema  # type: ignore[union-attr]
    run_sql(shared("c"), f"CREATE SCHEMA {schema}_f", f"CREATE TABLE {schema}_f.mine (x INT)")
    with pytest.raises(CollectionError, match="holds other tables"):
        Collection(f"{shared('c')}_f", create=True)
    run_sql(shared("c"), "UPDATE version SET number = 999")
    with pytest.raises(CollectionError, match="newer Firsthand"):
        Collection(shared("c"))
    assert main(["stories", "postgresql://nobody@127.0.0.1:1/none"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("firsthand: postgresql://nobody@127.0.0.1:1/none?schema=firsthand: ")


def test_an_address_names_its_schema_and_does_not_tell_the_password() -> None:
    found = where("postgresql://me:secret@db.test/news?schema=syria&sslmode=require&password=also")
    assert isinstance(found, Address)
    assert (found.schema, found.server) == (
        "syria",
        "postgresql://me:secret@db.test/news?sslmode=require&password=also",
    )
    assert str(found) == "postgresql://me@db.test/news?sslmode=require&schema=syria"
    assert where("postgres://db/news") == Address("postgres://db/news", "firsthand")
    assert where("folder") == Path("folder")
    with pytest.raises(CollectionError, match="no name for a schema"):
        where("postgresql://db/news?schema=x;drop")


def test_without_the_extra_one_line_says_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None; from firsthand.cli import main;"
        "sys.exit(main(['stories', 'postgresql://db.test/news']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.splitlines() == [
        "firsthand: a collection at a postgresql:// address needs psycopg: pip install 'firsthand[postgres]'"
    ]
