"""A database without a whole seal, one that is torn, and one that lies where nothing can be written."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.collection import Collection, CollectionError, backup, check, seal_anew, soundness, sqlite
from firsthand.collection.cli import verify
from firsthand.collection.nouns import Fault
from tests.collection.test_soundness import child, code_of
from tests.collection.ways import Cheap, records, write

WAY = Cheap()
PAGE = 8192


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Collection(tmp_path / "c", create=True, way=WAY) as c:
        c.add([write(tmp_path / "a.jsonl", records(40))])
    return tmp_path / "c"


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.write_bytes(data)


# ---- without a seal ----------------------------------------------------------------------------------------------------


def test_a_missing_seal_is_a_fault_and_is_not_written_anew_by_itself(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "collection.seal").unlink()
    flip(folder / "collection.db", 3 * PAGE + 17)
    for _ in range(2):
        assert main(["check", str(folder)]) == 1
        out, err = capsys.readouterr()
        assert "collection.seal: missing" in out and "check --rebuild" in out and "1 fault\n" in err
    more = write(tmp_path / "b.jsonl", records(3, start=90))
    with pytest.raises(CollectionError, match="seal is missing"), Collection(folder, way=WAY) as c:
        c.add([more])
    with pytest.raises(CollectionError, match="seal: missing"):
        backup(folder, tmp_path / "saved")
    assert not (folder / "collection.seal").exists()


def test_a_damaged_seal_is_not_written_anew_by_an_addition(folder: Path, tmp_path: Path) -> None:
    flip(folder / "collection.seal", 40)
    with Collection(folder, way=WAY) as c:
        c.add([write(tmp_path / "b.jsonl", records(3, start=90))])
    (fault,) = check(folder)
    assert fault.file == "collection.seal" and "is damaged" in fault.fault
    assert seal_anew(folder) == [] == check(folder)


def test_who_trusts_the_database_seals_it_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--seal"]) == 2
    assert "has its seal" in capsys.readouterr().err
    (folder / "collection.seal").unlink()
    assert main(["check", str(folder), "--seal"]) == 0
    assert check(folder) == []
    flip(folder / "collection.db", 3 * PAGE + 17)
    assert [f.where for f in check(folder)] == [f"page 4 (bytes {3 * PAGE}-{4 * PAGE})"]


def test_a_collection_that_was_cut_off_is_sealed_by_the_next_command(tmp_path: Path) -> None:
    def begun() -> None:
        c = Collection(tmp_path / "c", create=True, way=WAY)
        c.add([write(tmp_path / "a.jsonl", records(5))])
        os._exit(0)

    assert code_of(child(begun)) == 0
    assert (tmp_path / "c" / "collection.open").exists()
    assert check(tmp_path / "c") == []
    assert not (tmp_path / "c" / "collection.open").exists()
    assert (tmp_path / "c" / "collection.seal").exists()


def test_a_torn_database_is_one_fault(folder: Path) -> None:
    (folder / "collection.db").write_bytes(b"SQLite ")
    (fault,) = check(folder)
    assert fault.fault.startswith("has 7 bytes, ")


def test_a_database_that_is_gone_is_not_begun_anew_beside_its_log(folder: Path, tmp_path: Path) -> None:
    (folder / "collection.db").unlink()
    with pytest.raises(CollectionError, match=r"is lost; firsthand check .* --rebuild"):
        Collection(folder, create=True, way=WAY)
    assert "collection.db: missing; run check --rebuild" in map(str, check(folder))


def test_a_check_while_others_add_finds_nothing_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "CHECKPOINT_BYTES", 0)  # so that pages of the file change all the time
    rows = write(tmp_path / "rows.jsonl", records(300, stories=97))

    def adds() -> None:
        with Collection(tmp_path / "c", create=True, way=WAY) as c:
            c.add([rows])

    pid = child(adds)
    while not (tmp_path / "c" / "collection.db").exists():
        time.sleep(0.01)
    found = []
    while os.waitpid(pid, os.WNOHANG)[0] == 0:
        found += check(tmp_path / "c")
    assert {f.fault for f in found} <= {soundness.UNKNOWN}  # an original is kept before the log tells of it
    assert check(tmp_path / "c") == []


def test_what_is_added_while_a_check_reads_the_tables_is_no_fault(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sqlite.SQLiteStore.faults

    def adds() -> None:
        with Collection(folder, way=WAY) as c:
            c.add([write(tmp_path / "b.jsonl", records(9, start=200))])

    def meddled(self: sqlite.SQLiteStore) -> Iterator[Fault]:
        yield from whole(self)
        assert code_of(child(adds)) == 0

    monkeypatch.setattr(sqlite.SQLiteStore, "faults", meddled)
    assert check(folder) == []


# ---- where nothing can be written --------------------------------------------------------------------------------------


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that other users may look into."""
    folder = Path(tempfile.mkdtemp(prefix="fh-room-"))
    folder.chmod(0o755)
    yield folder
    for inner in (folder, *folder.rglob("*")):
        if inner.is_dir():
            inner.chmod(0o755)
    shutil.rmtree(folder)


def unwritable(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def nobody() -> None:
    """Go on as a user without rights."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def all_read(folder: Path, out: Path) -> None:
    """Do everything that only reads."""
    place = str(folder)
    assert main(["stories", place]) == 0
    assert main(["find", place, "Arvel"]) == 0
    assert main(["show", place, "story-d00000"]) == 0
    assert main(["decide", place]) == 0
    assert main(["export", place, "-o", str(out / "e.json")]) == 0
    assert main(["check", place]) == 0
    assert verify(place) == 0
    assert main(["backup", place, str(out / "saved")]) == 0
    assert main(["restore", place, str(out / "again")]) == 0
    assert check(out / "again") == check(out / "saved") == []


def test_a_closed_collection_is_read_without_a_right_to_write(folder: Path, room: Path) -> None:
    shutil.copytree(folder, room / "c")
    unwritable(room / "c")
    (room / "out").mkdir()
    (room / "out").chmod(0o777)

    def reads() -> None:
        nobody()
        all_read(room / "c", room / "out")

    assert code_of(child(reads)) == 0
    assert sorted(p.name for p in (room / "c").iterdir()) == sorted(p.name for p in folder.iterdir())


def test_a_closed_collection_is_read_from_a_disk_that_is_only_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    if subprocess.run(["mount", "--bind", folder, folder], check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a disk")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        all_read(folder, tmp_path / "out")
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def test_one_that_was_not_closed_says_so_where_nothing_can_be_written(room: Path) -> None:
    def begun() -> None:
        c = Collection(room / "c", create=True, way=WAY)
        c.add([write(room / "a.jsonl", records(5))])
        os._exit(0)

    assert code_of(child(begun)) == 0
    assert (room / "c" / "collection.db-wal").stat().st_size
    (room / "c" / "collection.db-shm").unlink()
    unwritable(room / "c")
    said = room / "said"
    said.touch()
    said.chmod(0o666)

    def reads() -> None:
        nobody()
        try:
            Collection(room / "c", reading=True, way=WAY)
        except CollectionError as error:
            lines = [str(error), *map(str, check(room / "c"))]
            said.write_text("\n".join(lines))

    assert code_of(child(reads)) == 0
    first, *others = said.read_text().splitlines()
    assert "was not closed by the command that wrote it last" in first and "copy the folder" in first
    assert others and all("was not closed" in x for x in others)
    assert stat.S_IMODE((room / "c").stat().st_mode) == 0o555
