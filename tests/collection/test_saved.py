"""A backup is never worse than the one before it, and the log never forgets what was lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.collection import Collection, CollectionError, backup, check, log, originals, rebuild, restore, saved
from firsthand.collection.cli import verify
from firsthand.export.json import to_json
from tests.collection.conftest import Home
from tests.collection.test_seal import PAGE, flip
from tests.collection.ways import Cheap, CutOff, Replacing, records, write

WAY = Cheap()


def add(place: str | Path, *paths: Path) -> None:
    with Collection(place, create=True, way=WAY) as c:
        c.add(paths)


def told(place: str | Path) -> str:
    with Collection(place, reading=True, way=WAY) as c:
        return to_json(c.dossier(), "test")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, but for what readers and writers leave beside it."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.endswith((".lock", "-wal", "-shm")))
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return write(tmp_path / "one.jsonl", records(40))


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return write(tmp_path / "two.jsonl", records(20, start=200))


# ---- where a backup may go ---------------------------------------------------------------------------------------------


def test_a_backup_goes_over_no_other_collection_in_use_or_not(one: Path, two: Path, home: Home, tmp_path: Path) -> None:
    add(home("live"), one)
    add(home("other"), two)
    backup(home("other"), home("saved"))
    for target in ("other", "saved"):
        before = told(home(target))
        with pytest.raises(CollectionError, match="another collection"):
            backup(home("live"), home(target))
        assert told(home(target)) == before
        assert check(home(target)) == []


def test_a_backup_goes_over_no_later_state(one: Path, two: Path, tmp_path: Path) -> None:
    add(tmp_path / "c", one)
    backup(tmp_path / "c", tmp_path / "saved")
    add(tmp_path / "c", two)
    with pytest.raises(CollectionError, match="another collection"):
        backup(tmp_path / "saved", tmp_path / "c")
    backup(tmp_path / "c", tmp_path / "saved")
    assert told(tmp_path / "saved") == told(tmp_path / "c")


def test_an_earlier_backup_is_one_after_restore_and_after_a_rebuild_too(one: Path, two: Path, home: Home) -> None:
    add(home("c"), one)
    backup(home("c"), home("saved"))
    restore(home("saved"), home("again"))
    add(home("again"), two)
    backup(home("again"), home("saved"))
    rebuild(home("again"), way=WAY)
    backup(home("again"), home("saved"))
    backup(home("again"), home("c"))
    assert told(home("saved")) == told(home("c")) == told(home("again"))
    assert check(home("saved")) == check(home("c")) == []


def test_a_damaged_backup_is_made_whole_by_the_next(one: Path, two: Path, tmp_path: Path) -> None:
    folder, copy = tmp_path / "c", tmp_path / "saved"
    add(folder, one)

    with Collection(folder, way=WAY) as c:  # a log of changes of another state
        c.add([two])
        shutil.copy(folder / "collection.db-wal", tmp_path / "wal")

    def shortened(path: Path) -> None:
        path.write_bytes(path.read_bytes()[:-7])

    damages: list[Callable[[], object]] = [
        lambda: flip(copy / "collection.db", 3 * PAGE + 17),
        lambda: (copy / "collection.db").write_bytes(b"gone"),
        lambda: flip(copy / "additions.log", 60),
        (copy / "collection.seal").unlink,
        lambda: shortened(next((copy / "originals").rglob("*/*"))),
        lambda: flip(next((copy / "originals").rglob("*/*")), 30),
        lambda: shutil.copy(tmp_path / "wal", copy / "collection.db-wal"),
    ]
    for damage in damages:
        backup(folder, copy)
        damage()
        assert check(copy) or (copy / "collection.db-wal").exists()
    backup(folder, copy)
    assert not (copy / "collection.db-wal").exists()
    assert check(copy) == []


@pytest.mark.parametrize("target", ["c", "c/b", "c/originals/b", "link/b"])
def test_a_copy_does_not_lie_in_its_own_source(one: Path, tmp_path: Path, target: str) -> None:
    add(tmp_path / "c", one)
    (tmp_path / "link").symlink_to("c")
    before = contents(tmp_path / "c")
    for copied in (backup, restore):
        with pytest.raises(CollectionError, match=r"is the collection itself|lies inside"):
            copied(tmp_path / "c", tmp_path / target)
    assert contents(tmp_path / "c") == before


@pytest.mark.parametrize("target", ["d/b", "d/originals/b"])
def test_a_copy_does_not_lie_in_another_collection(one: Path, tmp_path: Path, target: str) -> None:
    add(tmp_path / "c", one)
    add(tmp_path / "d", one)
    for name in ("c", "d"):
        before = contents(tmp_path / name)
        for copied in (backup, restore):
            with pytest.raises(CollectionError, match="lies inside the collection"):
                copied(tmp_path / "c", tmp_path / target)
        assert contents(tmp_path / name) == before


def test_a_copy_does_not_go_over_a_file_or_into_other_files(
    one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(tmp_path / "c", one)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("dear")
    for command in ("backup", "restore"):
        for target, said in (
            (one, "is a file; give a folder"),
            (one / "b", "Not a directory"),
            (tmp_path / "other", ""),
        ):
            assert main([command, str(tmp_path / "c"), str(target)]) == 2
            (line,) = capsys.readouterr().err.splitlines()
            assert said in line
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["letter.txt"]


# ---- what a backup copies ----------------------------------------------------------------------------------------------


def _original(folder: Path, file: Path) -> Path:
    import hashlib

    return originals.where(folder / "originals", hashlib.sha256(file.read_bytes()).hexdigest())


DAMAGES: dict[str, Callable[[Path, Path], object]] = {
    "database": lambda c, two: flip(c / "collection.db", 3 * PAGE + 17),
    "seal": lambda c, two: flip(c / "collection.seal", 50),
    "log": lambda c, two: flip(c / "additions.log", 60),
    "shortened log": lambda c, two: (c / "additions.log").write_bytes((c / "additions.log").read_bytes()[:-20]),
    "lost log": lambda c, two: (c / "additions.log").unlink(),
    "new original": lambda c, two: flip(_original(c, two), 30),
    "missing original": lambda c, two: _original(c, two).unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("earlier", [True, False])
def test_damage_does_not_reach_an_earlier_backup(
    one: Path, two: Path, tmp_path: Path, damage: str, earlier: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, copy = tmp_path / "c", tmp_path / "saved"
    add(folder, one)
    if earlier:
        backup(folder, copy)
    before = contents(copy)
    add(folder, two)
    DAMAGES[damage](folder, two)
    assert main(["backup", str(folder), str(copy)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert any(str(f).split(";")[0] in line for f in check(folder)), line
    assert contents(copy) == before
    if earlier:
        assert check(copy) == []


@pytest.mark.parametrize("damage", ["database", "log", "new original", "missing original"])
def test_damage_does_not_reach_a_database(one: Path, two: Path, server: str, tmp_path: Path, damage: str) -> None:
    folder, copy = tmp_path / "c", f"{server}&schema=saved_{damage.replace(' ', '_')}"
    add(folder, one)
    backup(folder, copy)
    before = told(copy)
    add(folder, two)
    DAMAGES[damage](folder, two)
    with pytest.raises(CollectionError, match="is not sound"):
        backup(folder, copy)
    assert told(copy) == before
    assert check(copy) == []


def test_a_damaged_row_does_not_reach_a_folder(one: Path, two: Path, server: str, tmp_path: Path) -> None:
    place = f"{server}&schema=saved_row"
    add(place, one)
    backup(place, tmp_path / "saved")
    add(place, two)
    with Collection(place) as c:
        c.store._db.execute("ALTER TABLE articles ALTER COLUMN seal DROP EXPRESSION")  # type: ignore[attr-defined]  # behind the store's back
        c.store._db.execute("UPDATE articles SET data = data || '\\x00'::bytea WHERE number = 3")  # type: ignore[attr-defined]  # behind the store's back
    with pytest.raises(CollectionError, match="articles, row 3: was changed"):
        backup(place, tmp_path / "saved")
    assert check(tmp_path / "saved") == []


def test_a_backup_that_is_cut_off_anywhere_is_made_by_the_next(
    one: Path, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, copy = tmp_path / "c", tmp_path / "saved"
    add(folder, one)
    cut = Replacing()

    for n in range(7):
        shutil.rmtree(copy, ignore_errors=True)
        cut.left = n
        with monkeypatch.context() as m, pytest.raises(CutOff):
            m.setattr(saved.os, "replace", cut)
            backup(folder, copy)
        if (copy / "collection.db").exists():
            assert check(copy) == []
        backup(folder, copy)
        assert check(copy) == []
        assert told(copy) == told(folder)
        assert not (copy / "backup.part").exists()


def test_an_earlier_backup_that_is_being_brought_up_to_date_is_whole_at_any_moment(
    one: Path, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, copy, again = tmp_path / "c", tmp_path / "saved", tmp_path / "again"
    add(folder, one)
    backup(folder, tmp_path / "first")
    before = told(folder)
    add(folder, two)
    cut, turn = Replacing(), 0

    for copied, source in ((backup, copy), (restore, again)):
        for n in range(20):
            for place in (copy, again):
                shutil.rmtree(place, ignore_errors=True)
            if copied is backup:
                shutil.copytree(tmp_path / "first", copy)
            cut.left = n
            try:
                with monkeypatch.context() as m:
                    m.setattr(saved.os, "replace", cut)
                    copied(folder, source)
                break
            except CutOff:
                turn += 1
            if copied is backup:
                restore(copy, again)
                assert told(again) in (before, told(folder))
            else:
                with suppress(CollectionError):
                    assert check(again) == []
                    continue
                with pytest.raises(CollectionError, match="a copy that was cut off"):
                    check(again)
                restore(folder, again)
                assert told(again) == told(folder)
    assert turn > 9


def test_own_tables_are_mirrored(one: Path, tmp_path: Path) -> None:
    folder, copy = tmp_path / "c", tmp_path / "saved"
    add(folder, one)
    (folder / "lexicon").mkdir()
    for name in ("a.toml", "b.toml"):
        (folder / "lexicon" / name).write_text("# mine\n")
    backup(folder, copy)
    (folder / "lexicon" / "a.toml").unlink()
    backup(folder, copy)
    assert [p.name for p in (copy / "lexicon").iterdir()] == ["b.toml"]
    shutil.rmtree(folder / "lexicon")
    backup(folder, copy)
    assert not (copy / "lexicon").exists()


# ---- made again --------------------------------------------------------------------------------------------------------


def test_a_lost_original_stays_missing_when_the_database_is_made_again(
    one: Path, two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "c"
    for file in (one, two):
        report = '{"id": "%s", "text": "The council of Harvel said on Monday that four people had been killed."}\n'
        file.write_text(report % file.stem, "utf8")
    assert main(["add", str(folder), str(one), str(two), "--workers", "0"]) == 0
    lines = log.read(folder / "additions.log")
    lost = _original(folder, two)
    lost.unlink()
    capsys.readouterr()
    for _ in range(2):
        assert main(["check", str(folder), "--rebuild"]) == 1
        out, err = capsys.readouterr()
        assert f"{two} could not be read again" in err and "1 document read again" in err and "1 fault\n" in err
        assert out.startswith(f"originals/{lost.name[:2]}/{lost.name}: missing; its loss is noted")
    assert log.read(folder / "additions.log")[: len(lines)] == lines
    backup(folder, tmp_path / "saved")  # what is lost is lost: all else is kept
    restore(tmp_path / "saved", tmp_path / "again")
    assert main(["check", str(tmp_path / "again")]) == 1
    assert main(["add", str(folder), str(two), "--workers", "0"]) == 0
    assert main(["check", str(folder)]) == 0
    assert verify(str(folder)) == 0


def test_what_was_set_aside_is_kept_by_every_rebuild(one: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    add(folder, one)
    for n in ("", "1", "2"):
        (folder / "collection.db").write_bytes(f"gone {n}".encode())
        rebuild(folder, way=WAY)
        assert check(folder) == []
    assert [(folder / f"collection.db.damaged{n}").read_bytes() for n in ("", "1", "2")] == [
        b"gone ",
        b"gone 1",
        b"gone 2",
    ]


def test_a_log_that_is_damaged_too_still_names_what_is_lost(one: Path, two: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    add(folder, one, two)
    (folder / "collection.db").write_bytes(b"gone")
    flip(folder / "additions.log", 10)
    lost = _original(folder, two)
    lost.unlink()
    rebuild(folder, way=WAY)
    (fault,) = check(folder)
    assert fault.file.endswith(lost.name)


def test_the_tables_of_a_database_keep_the_record_of_a_loss(one: Path, two: Path, server: str) -> None:
    place = f"{server}&schema=lost"
    add(place, one, two)
    with Collection(place, reading=True) as c:
        lines = c.store.log_lines()
        (sha,) = {p.original.sha256 for p in c.store.bookmarks() if p.original.name == two.name}
    with Collection(place) as c:
        c.store._db.execute("DELETE FROM originals WHERE sha256 = ?", (sha,))  # type: ignore[attr-defined]  # behind the store's back
    added = rebuild(place, way=WAY)
    assert [s.uri for s in added.skipped] == [str(two)]
    (fault,) = check(place)
    assert sha in fault.file and fault.noted
    with Collection(place, reading=True) as c:
        assert c.store.log_lines()[: len(lines)] == lines
