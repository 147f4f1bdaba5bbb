"""Kills, full disks, races and flipped bytes: nothing acknowledged is lost, and nothing changed goes unseen."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from firsthand import cli
from firsthand.collection import (
    Collection,
    CollectionError,
    backup,
    check,
    is_collection,
    log,
    rebuild,
    restore,
    sqlite,
)
from firsthand.collection.gather import Gathering
from firsthand.collection.grow import Growth
from firsthand.collection.way import Accounts, Articles
from firsthand.decision import Decision, read
from firsthand.export.json import to_json
from firsthand.records import Dossier, Stemma, Story
from tests.collection.conftest import Home
from tests.collection.ways import Cheap, records, write

SOAK = bool(os.environ.get("FIRSTHAND_SOAK"))
KILLS = int(os.environ.get("FIRSTHAND_KILLS", "1000" if SOAK else "12"))
FAULTS = int(os.environ.get("FIRSTHAND_FAULTS", "500" if SOAK else "6"))
FLIPS = int(os.environ.get("FIRSTHAND_FLIPS", "10000" if SOAK else "120"))
WRITERS = 8 if SOAK else 3
SEED = int(os.environ.get("FIRSTHAND_SEED", "7"))
WAY = Cheap()
SAID = {"who": "An editor", "when": "2031-03-14", "why": "it is so"}


def told(folder: str | Path) -> str:
    with Collection(folder, reading=True, way=WAY) as c:
        return to_json(c.dossier(), "test")


DECISIONS = read(
    json.dumps(
        {"id": ident, "kind": "story", "action": action, "targets": [{"document": i} for i in documents], **SAID}
    )
    for ident, action, documents in (("D1", "merge", ("d00001", "d00002")), ("D2", "split", ("d00003",)))
)


def add(folder: str | Path, *paths: Path) -> None:
    """Add files, and decide on some of what they tell."""
    with Collection(folder, create=True, way=WAY) as c:
        c.add(paths)
        c.decide(DECISIONS)


def child(work: Callable[[], object]) -> int:
    """Return the process id of a child that does ``work`` and ends with 0, or 9 when that raised a clear error."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell started in the background
        work()
        code = 0
    except CollectionError as error:
        with suppress(OSError):  # pytest keeps what is printed in a file, which may be cramped too
            print(error, flush=True)
        code = 9 if "locked" not in str(error) else 8
    except BaseException:
        with suppress(OSError):
            traceback.print_exc()
    finally:
        os._exit(code)


def code_of(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("rows") / "rows.jsonl", records(400, stories=131))


@pytest.fixture(scope="module")
def undisturbed(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed") / "c"
    add(folder, rows)
    return folder


def acknowledged(folder: str | Path) -> int:
    """Return how many items the log says are kept: the file, where there is one."""
    if isinstance(folder, Path):
        lines = log.read(folder / "additions.log")
    elif is_collection(folder):
        with Collection(folder, reading=True) as c:
            lines = c.store.log_lines()
    else:
        lines = []
    entries = [log.entry_of(x) for x in lines]
    return max((int(e["items"]) for e in entries if "items" in e), default=0)


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(rows: Path, undisturbed: Path, home: Home) -> None:
    whole = told(undisturbed)
    started = time.monotonic()
    add(home("timing"), rows)
    takes = time.monotonic() - started
    chance = random.Random(SEED)
    killed = turn = 0
    folder = home("c0")
    wanted = KILLS if SOAK or isinstance(folder, Path) else KILLS // 3  # a server takes longer
    while killed < wanted:
        pid = child(lambda folder=folder: add(folder, rows))
        time.sleep(chance.uniform(0, takes))
        os.kill(pid, signal.SIGKILL)
        if code_of(pid) != 0:
            killed += 1
            if is_collection(folder):
                said = acknowledged(folder)
                with Collection(folder, way=WAY) as c:
                    held = c.store.bookmarks()
                    assert (held[0].items if held else 0) >= said
                    assert not list(c.store.faults())
                assert all("the log does not know it" in f.fault for f in check(folder))  # kept, not acknowledged
            continue
        assert told(folder) == whole
        turn += 1
        folder = home(f"c{turn}")
    add(folder, rows)
    assert told(folder) == whole
    assert check(folder) == []


def test_a_kill_in_an_upgrade_or_an_export_leaves_the_old_or_the_new(rows: Path, tmp_path: Path) -> None:
    from tests.collection.test_finding import older

    undecided = tmp_path / "undecided"  # older schemas know no decisions
    with Collection(undecided, create=True, way=WAY) as c:
        c.add([rows])
    whole = told(undecided)
    chance = random.Random(SEED + 3)

    def upgraded_and_exported(folder: Path) -> None:
        cli.main(["export", str(folder), "-o", str(tmp_path / "out.json")])

    (tmp_path / "out.json").write_text(f"{whole}\n", "utf8")
    for n in range(max(4, KILLS // 4)):
        folder = tmp_path / f"c{n}"
        backup(undecided, folder)
        older(folder)
        pid = child(lambda folder=folder: upgraded_and_exported(folder))
        time.sleep(chance.uniform(0, 0.4))
        os.kill(pid, signal.SIGKILL)
        code_of(pid)
        assert (tmp_path / "out.json").read_text("utf8").count('"schema"') == 1  # never half a file
        assert told(folder) == whole
        with Collection(folder, reading=True, way=WAY) as c:
            assert c.find(["Arvel"])
        assert check(folder) == []


def test_a_full_disk_harms_nothing_and_the_same_command_goes_on(rows: Path, undisturbed: Path, tmp_path: Path) -> None:
    whole = told(undisturbed)
    chance = random.Random(SEED + 1)

    def cramped(folder: Path, most: int) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        add(folder, rows)

    for n in range(FAULTS):
        folder = tmp_path / f"c{n}"
        most = chance.randrange(100, (undisturbed / "collection.db").stat().st_size)
        code = code_of(child(lambda folder=folder, most=most: cramped(folder, most)))
        assert code in (0, 9), f"limit {most}: ended with {code}"
        add(folder, rows)
        assert told(folder) == whole
        assert check(folder) == []


def test_a_small_disk_that_is_full_harms_nothing_either(rows: Path, undisturbed: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)], check=False, capture_output=True
    ).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        code = code_of(child(lambda: add(disk / "c", rows)))
        assert code == 9
        assert all("log line" not in str(f) for f in check(disk / "c"))
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        add(disk / "c", rows)
        assert told(disk / "c") == told(undisturbed)
        assert check(disk / "c") == []
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_ctrl_c_stops_and_the_same_command_goes_on(rows: Path, undisturbed: Path, home: Home) -> None:
    folder = home("c")
    pid = child(lambda: add(folder, rows))
    while acknowledged(folder) < 64:
        time.sleep(0.005)  # between two looks at what the child has acknowledged
    os.kill(pid, signal.SIGINT)
    assert code_of(pid) == 1  # KeyboardInterrupt went through; the command line makes 130 and a line of it
    kept = acknowledged(folder)
    assert 64 <= kept <= 401
    assert check(folder) == []
    with Collection(folder, way=WAY) as c:
        assert c.add([rows]).new == 401 - kept
        c.decide(DECISIONS)
    assert told(folder) == told(undisturbed)


def test_several_writers_at_once_make_what_one_makes_and_none_is_turned_away(tmp_path: Path, home: Home) -> None:
    rows = records(40 * WRITERS, stories=41)
    parts = [write(tmp_path / f"{n}.jsonl", rows[n::WRITERS]) for n in range(WRITERS)]
    add(tmp_path / "one", *parts)
    pids = [child(lambda p=p: add(home("many"), p)) for p in parts]
    assert [code_of(p) for p in pids] == [0] * WRITERS
    assert told(home("many")) == told(tmp_path / "one")
    assert check(home("many")) == []


@dataclass(frozen=True)
class Meddled(Cheap):
    """While the first story is resolved, another writer adds a file."""

    meddle: Callable[[], object] = lambda: None
    done: list[bool] = field(default_factory=list)

    def resolve(
        self, told: Story, articles: Articles, accounts: Accounts, related: Stemma, decisions: Sequence[Decision] = ()
    ) -> Dossier:
        if not self.done:
            self.done.append(True)
            self.meddle()
        return super().resolve(told, articles, accounts, related, decisions)


def test_a_story_that_another_writer_renames_while_it_waits_to_be_told_is_told_by_that_writer(
    tmp_path: Path, home: Home
) -> None:
    some = write(tmp_path / "some.jsonl", records(60, stories=5))
    earlier = [{**r, "id": f"a-{r['id']}"} for r in records(5, stories=5)]  # first in order: each story gets another id
    other = write(tmp_path / "other.jsonl", earlier)
    with Collection(home("c"), create=True, way=Meddled(meddle=lambda: add(home("c"), other))) as c:
        c.add([some])
        assert {r.id for r in c.stories()}.isdisjoint(r["id"] for r in records(60, stories=5))
    with Collection(home("one"), create=True, way=WAY) as c:
        c.add([some])
        c.add([other])
        c.decide(DECISIONS)
    assert told(home("c")) == told(home("one"))


@pytest.mark.parametrize(("place", "moment"), [(Gathering, "_found"), (Growth, "_relate"), (Growth, "_telling")])
def test_what_another_writer_changes_while_stories_are_listed_and_told_is_told_in_the_end(
    place: type, moment: str, tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = records(60, stories=5)
    some = write(tmp_path / "some.jsonl", rows)
    # copies that stand in their place, and other pages with the same ids
    earlier = [{**r, "id": f"a-{r['id']}"} for r in rows]
    alike = [{**r, "text": f"{r['text']} So much was known."} for r in rows]
    other = write(tmp_path / "other.jsonl", [*earlier, *alike])
    whole = getattr(place, moment)
    meddled: list[bool] = []

    def meddling(self: Gathering | Growth, *given: object) -> object:
        if not meddled:
            meddled.append(True)
            add(home("c"), other)
            self.store.shelves.known.forget()  # as a large collection does all the time
        return whole(self, *given)

    monkeypatch.setattr(place, moment, meddling)
    add(home("c"), some)
    assert meddled
    add(tmp_path / "one", some, other)
    assert told(home("c")) == told(tmp_path / "one")
    assert check(home("c")) == []


def test_a_program_that_closes_the_database_meanwhile_takes_no_log_of_changes_away(
    rows: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a checkpoint too: sealing reads the file, and closing it would end the locks of the connection."""
    monkeypatch.setattr(sqlite, "CHECKPOINT_BYTES", 0)
    folder = tmp_path / "c"
    other = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM facts').fetchall(); c.close()"
    )
    log = folder / "collection.db-wal"
    with Collection(folder, create=True, way=WAY) as c:

        def progress(what: str, _: int, __: int) -> None:
            if what == "reading":
                before = log.stat().st_ino
                subprocess.run([sys.executable, "-c", other, str(folder / "collection.db")], check=True)
                assert log.stat().st_ino == before
                seen.append(what)

        seen: list[str] = []
        c.add([rows], progress=progress)
        c.decide(DECISIONS)
    assert seen
    assert told(folder) == told(undisturbed)
    assert not check(folder)


def test_the_same_file_added_by_two_at_once_is_held_once(rows: Path, undisturbed: Path, home: Home) -> None:
    pids = [child(lambda: add(home("c"), rows)) for _ in range(2)]
    assert [code_of(p) for p in pids] == [0, 0]
    assert told(home("c")) == told(undisturbed)


def files(folder: Path) -> Iterator[Path]:
    yield folder / "collection.db"
    yield folder / "collection.seal"
    yield folder / "additions.log"
    yield from sorted((folder / "originals").rglob("*/*"))


def test_every_flipped_byte_is_found_in_its_file(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    backup(undisturbed, folder)
    chance = random.Random(SEED + 2)
    there = list(files(folder))
    for n in range(FLIPS):
        path = there[n % len(there)]
        data = bytearray(path.read_bytes())
        at = chance.randrange(len(data))
        whole = data[at]
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        found = check(folder)
        assert any(f.file.endswith(path.name) for f in found), f"byte {at} of {path.name}"
        data[at] = whole
        path.write_bytes(data)
    assert check(folder) == []


def test_a_changed_byte_of_the_database_is_located_by_its_page(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    backup(undisturbed, folder)
    path = folder / "collection.db"
    data = bytearray(path.read_bytes())
    data[3 * 8192 + 17] ^= 4
    path.write_bytes(data)
    assert [str(f) for f in check(folder)] == ["collection.db: page 4 (bytes 24576-32768): was changed"]


def test_a_lost_database_is_made_again_from_originals_and_log(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    backup(undisturbed, folder)
    (folder / "collection.db").write_bytes(b"gone")
    assert check(folder)
    rebuild(folder, way=WAY)
    assert check(folder) == []
    assert told(folder) == told(undisturbed)


def test_a_lost_original_and_a_shortened_log_are_found(undisturbed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    backup(undisturbed, folder)
    (original,) = (folder / "originals").rglob("*/*")
    original.unlink()
    data = (folder / "additions.log").read_bytes()
    (folder / "additions.log").write_bytes(b"".join(data.splitlines(keepends=True)[:-1]))
    assert sorted((f.file.split("/")[0], f.fault) for f in check(folder)) == [
        ("additions.log", "lines are missing: the database holds 11"),
        ("originals", "missing"),
    ]


def test_a_backup_of_a_collection_in_use_is_whole_and_restores_to_the_same(rows: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    pid = child(lambda: add(folder, rows))
    while not (folder / "collection.db").exists():
        time.sleep(0.01)
    time.sleep(0.1)
    backup(folder, tmp_path / "saved")
    assert check(tmp_path / "saved") == []
    assert code_of(pid) == 0
    backup(folder, tmp_path / "saved")
    restore(tmp_path / "saved", tmp_path / "again")
    assert told(tmp_path / "again") == told(folder)


def test_a_damaged_backup_is_not_restored(undisturbed: Path, tmp_path: Path) -> None:
    backup(undisturbed, tmp_path / "saved")
    with (tmp_path / "saved" / "additions.log").open("ab") as file:
        file.write(b"{}\n")
    with pytest.raises(CollectionError, match="not sound"):
        restore(tmp_path / "saved", tmp_path / "again")


def test_a_newer_schema_is_refused_in_one_clear_line(undisturbed: Path, tmp_path: Path) -> None:
    import sqlite3

    backup(undisturbed, tmp_path / "c")
    db = sqlite3.connect(tmp_path / "c" / "collection.db")
    db.execute("PRAGMA user_version = 999")
    db.close()
    for reading in (True, False):
        with pytest.raises(CollectionError, match="newer Firsthand"):
            Collection(tmp_path / "c", reading=reading)
