"""A database that is made again, and one that is lost: the old state or the new one, whatever is killed, and never a third."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.collection import Collection, CollectionError, backup, check, exchange, log, rebuild
from firsthand.collection.grow import Growth
from tests.collection.test_saved import contents
from tests.collection.test_seal import PAGE, flip
from tests.collection.test_soundness import DECISIONS, SEED, SOAK, WAY, child, code_of, told
from tests.collection.ways import CutOff, Replacing, records, write

KILLS = 300 if SOAK else 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of several files, with decisions."""
    parts = [write(tmp_path / f"{n}.jsonl", records(20, start=20 * n)) for n in range(6)]
    with Collection(tmp_path / "c", create=True, way=WAY) as c:
        c.add(parts)
        c.decide(DECISIONS)
    return tmp_path / "c"


# ---- made again --------------------------------------------------------------------------------------------------------


def test_a_rebuild_that_is_killed_at_any_moment_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    whole, lines = told(folder), log.read(folder / "additions.log")
    shutil.copytree(folder, tmp_path / "timing")
    started = time.monotonic()
    rebuild(tmp_path / "timing", way=WAY)
    takes = time.monotonic() - started
    chance = random.Random(SEED)
    for n in range(KILLS):
        pid = child(lambda: rebuild(folder, way=WAY))
        time.sleep(chance.uniform(0, takes))  # any moment of it, by a fixed seed
        os.kill(pid, signal.SIGKILL)
        code_of(pid)
        assert told(folder) == whole
        assert log.read(folder / "additions.log")[: len(lines)] == lines
        assert all(f.file == "rebuild.part" for f in check(folder))
        if n % 2:
            rebuild(folder, way=WAY)
            assert check(folder) == []
    rebuild(folder, way=WAY)
    assert told(folder) == whole
    assert check(folder) == []


def test_a_rebuild_of_a_lost_database_goes_on_where_it_was_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, lines = told(folder), log.read(folder / "additions.log")
    (folder / "collection.db").write_bytes(b"gone")
    read_on, left = Growth._read_on, [3]

    def stopped(self: Growth, *given: object) -> bool:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return read_on(self, *given)  # type: ignore[arg-type]  # what it was given, whatever that is

    for _ in range(2):
        left[0] = 3
        with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
            m.setattr(Growth, "_read_on", stopped)
            rebuild(folder, way=WAY)
        assert log.read(folder / "additions.log") == lines
        assert "rebuild.part" in {f.file for f in check(folder)}
        with pytest.raises(CollectionError):
            Collection(folder, create=True, way=WAY)
    assert rebuild(folder, way=WAY).already == 3
    assert told(folder) == whole
    assert check(folder) == []
    assert (folder / "collection.db.damaged").read_bytes() == b"gone"


def test_new_files_take_their_places_wherever_that_is_cut_off(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = told(folder), Replacing()

    finish = exchange.finish

    def finished(root: Path) -> None:
        with monkeypatch.context() as m:
            m.setattr(exchange.os, "replace", cut)
            finish(root)

    for n in range(6):
        cut.left = n
        rebuilt = tmp_path / f"c{n}"
        shutil.copytree(folder, rebuilt)
        with monkeypatch.context() as m, pytest.raises(CutOff):
            m.setattr(exchange, "finish", lambda root: finished(root) if exchange.is_pending(root) else None)
            rebuild(rebuilt, way=WAY)
        assert exchange.is_pending(rebuilt)
        assert told(rebuilt) == whole
        assert check(rebuilt) == []
        assert not exchange.is_pending(rebuilt)


def test_an_addition_that_a_rebuild_overtakes_stops_with_a_line_and_goes_on(folder: Path, tmp_path: Path) -> None:
    more = [write(tmp_path / f"m{n}.jsonl", records(20, start=500 + 20 * n)) for n in range(2)]
    with Collection(folder, way=WAY) as c:
        c.add(more[:1])
        rebuild(folder, way=WAY)
        with pytest.raises(CollectionError, match="was made again by another command"):
            c.add(more[1:])
    assert [f.noted for f in check(folder)] in ([], [True])  # kept, not acknowledged
    with Collection(folder, way=WAY) as c:
        c.add(more)
    assert check(folder) == []


def test_nobody_writes_while_a_rebuild_goes_on(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = write(tmp_path / "m.jsonl", records(20, start=500))
    tell = Growth.tell_stories
    pids: list[int] = []

    def added() -> None:
        with Collection(folder, way=WAY) as c:
            c.add([more])

    def meddled(self: Growth) -> None:
        monkeypatch.undo()
        pids.append(child(added))
        time.sleep(0.5)
        assert os.waitpid(pids[0], os.WNOHANG) == (0, 0)  # it waits
        tell(self)

    monkeypatch.setattr(Growth, "tell_stories", meddled)
    rebuild(folder, way=WAY)
    assert code_of(pids[0]) == 0
    assert check(folder) == []
    with Collection(folder, reading=True, way=WAY) as c:
        assert sum(b.original.name == "m.jsonl" for b in c.store.bookmarks()) == 1


def test_a_newer_schema_is_not_made_older_by_a_rebuild(folder: Path) -> None:
    with sqlite3.connect(folder / "collection.db") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    before = contents(folder)
    with pytest.raises(CollectionError, match="newer Firsthand"):
        rebuild(folder, way=WAY)
    assert contents(folder) == before


# ---- damaged originals -------------------------------------------------------------------------------------------------


def _altered(place: Path) -> bytes:
    """Change one word of an original in a way that nobody sees who does not know its hash; return what it held."""
    file = next(p for p in sorted((place / "originals").rglob("*")) if p.is_file())
    held = file.read_bytes()
    file.write_bytes(held.replace(b"a", b"e", 1))
    return held


def test_of_a_damaged_original_nothing_is_read_and_its_bytes_given_again_bring_it_back(
    folder: Path, tmp_path: Path
) -> None:
    whole = told(folder)
    held = _altered(folder)
    added = rebuild(folder, way=WAY)
    assert [row.reason.split(" ")[1:] for row in added.skipped] == [["is", "damaged"]]
    assert told(folder) != whole
    assert any("the hash" in str(f) for f in check(folder))
    (tmp_path / "again.jsonl").write_bytes(held)
    with Collection(folder, way=WAY) as c:
        assert len(c.add([tmp_path / "again.jsonl"]).mended) == 1
    assert check(folder) == []
    with Collection(folder, reading=True) as c:
        assert len(c.dossier().documents) == 120


def test_an_original_that_was_damaged_when_half_of_it_was_read_is_not_read_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    place, rows = tmp_path / "c", write(tmp_path / "rows.jsonl", records(200))
    with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt), Collection(place, create=True, way=WAY) as c:
        m.setattr(Growth, "_stories_so_far", stopped)
        c.add([rows])
    held = _altered(place)
    with pytest.raises(CollectionError, match="missing or damaged; firsthand check"), Collection(place, way=WAY) as c:
        assert 0 < len(c.store.documents()) < 200
        c.add()
    next(p for p in (place / "originals").rglob("*") if p.is_file()).write_bytes(held)
    with Collection(place, way=WAY) as c:
        c.add()
        assert len(c.store.documents()) == 200
    assert check(place) == []


def test_new_rules_do_not_read_a_damaged_original(folder: Path) -> None:
    before = told(folder)
    _altered(folder)
    with (
        pytest.raises(CollectionError, match="missing or damaged; firsthand check"),
        Collection(folder, way=replace(WAY, rules="other rules")) as c,
    ):
        c.add()
    with Collection(folder, way=WAY) as c:  # by the rules of before it is not asked for
        c.add()
    assert told(folder) == before


# ---- lost --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["empty", "missing"])
def test_nobody_begins_a_database_anew_beside_its_log(
    folder: Path, tmp_path: Path, lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = told(folder)
    (folder / "collection.db").unlink()
    if lost == "empty":
        (folder / "collection.db").touch()
    before = contents(folder)
    more = str(write(tmp_path / "m.jsonl", records(3, start=900)))
    for call in (["stories"], ["export"], ["decide"], ["backup", str(tmp_path / "saved")], ["add", more]):
        assert main([call[0], str(folder), *call[1:]]) == 2
        assert "collection.db is lost; firsthand check" in capsys.readouterr().err
    assert contents(folder) == before
    assert main(["check", str(folder)]) == 1
    rebuild(folder, way=WAY)
    assert told(folder) == whole


def test_originals_alone_are_no_place_for_a_new_collection(folder: Path, tmp_path: Path) -> None:
    for name in ("collection.db", "additions.log"):
        (folder / name).unlink()
    with pytest.raises(CollectionError, match="originals lie there, and no log"):
        Collection(folder, create=True, way=WAY)


def test_an_older_database_beside_a_longer_log_is_not_added_to(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "saved")
    more = [write(tmp_path / f"m{n}.jsonl", records(20, start=500 + 20 * n)) for n in range(2)]
    with Collection(folder, way=WAY) as c:
        c.add(more[:1])
    whole = told(folder)
    for name in ("collection.db", "collection.seal"):
        shutil.copy(tmp_path / "saved" / name, folder / name)
    with pytest.raises(CollectionError, match="an older database lies there"), Collection(folder, way=WAY) as c:
        c.add(more[1:])
    rebuild(folder, way=WAY)
    assert told(folder) == whole


def test_an_original_that_the_log_does_not_know_is_named(folder: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "m.jsonl", records(3, start=900))
    with Collection(folder, way=WAY) as c:
        c.originals.keep(more.open("rb"), "m.jsonl", "m.jsonl", "m.jsonl")
    (fault,) = check(folder)
    assert fault.noted and "the log does not know it" in fault.fault
    with Collection(folder, way=WAY) as c:
        c.add([more])
    assert check(folder) == []


# ---- the marker and the log --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marker", [b"changing", b"\xff\x00 garbage", b"changing\nx", b"noted\n2 3"])
def test_a_marker_that_a_kill_left_seals_no_damage(folder: Path, tmp_path: Path, marker: bytes) -> None:
    (folder / "collection.open").write_bytes(marker)
    assert check(folder) == []  # nothing has changed: the seal holds
    assert not (folder / "collection.open").exists()
    (folder / "collection.open").write_bytes(marker)
    last = (folder / "collection.db").stat().st_size // PAGE
    flip(folder / "collection.db", last * PAGE - 40)
    for _ in range(2):
        assert f"page {last}" in {f.where.split(" (")[0] for f in check(folder)}
    if not marker.startswith(b"noted"):
        more = write(tmp_path / "m.jsonl", records(3, start=900))
        with pytest.raises(CollectionError, match="no command noted it"), Collection(folder, way=WAY) as c:
            c.add([more])
        with pytest.raises(CollectionError, match="no command noted it"):
            backup(folder, tmp_path / "saved")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "the log is a folder": lambda c: _folder(c / "additions.log"),
    "the log is no log": lambda c: (c / "additions.log").write_bytes(bytes(range(256)) * 9),
    "the log nests": lambda c: (c / "additions.log").write_text("[" * 99_999 + "\n"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_log_is_a_line_and_is_made_again(
    folder: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = log.read(folder / "additions.log")
    DAMAGES[damage](folder)
    assert main(["check", str(folder)]) == 1
    assert "additions.log: " in capsys.readouterr().out
    rebuild(folder, way=WAY)
    assert check(folder) == []
    assert [json.loads(x[33:]) for x in log.read(folder / "additions.log")][: len(lines)] == [
        json.loads(x[33:]) for x in lines
    ]
