"""A file that is read beside SQLite is closed when nobody holds it any more, and not before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firsthand.collection import Collection, CollectionError, steady


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 64)
    return path


def test_the_last_who_lets_go_closes(file: Path) -> None:
    one, two = steady.hold(file), steady.hold(file)
    assert one is two
    steady.let_go(one)
    assert two.read(3, 4) == bytes([3, 4, 5, 6])
    steady.let_go(two)
    with pytest.raises(OSError):
        two.read(0, 1)


def test_another_file_in_its_place_is_another_file(file: Path, tmp_path: Path) -> None:
    one = steady.hold(file)
    (tmp_path / "new").write_bytes(b"new")
    os.replace(tmp_path / "new", file)
    with steady.reading(file) as two:
        assert (one.read(0, 3), two.read(0, 3)) == (bytes([0, 1, 2]), b"new")
    steady.let_go(one)


def test_who_forks_and_his_child_read_the_same_bytes(file: Path) -> None:
    held = steady.hold(file)
    child = os.fork()
    wrong = sum(held.read(at % 256, 1) != bytes([at % 256]) for at in range(20_000))
    if not child:
        os._exit(wrong > 0)
    assert (os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), wrong) == (0, 0)
    steady.let_go(held)


def test_a_collection_that_is_closed_twice_lets_go_once(tmp_path: Path) -> None:
    with Collection(tmp_path / "c", create=True):
        with Collection(tmp_path / "c", reading=True) as c:
            c.close()
        with steady.reading(tmp_path / "c" / "collection.db") as file:
            assert file.holders == 2


def test_a_database_that_cannot_be_opened_again_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> steady.Steady:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(steady, "hold", full)
    with pytest.raises(CollectionError, match="Too many open files"):
        Collection(tmp_path / "c", create=True)
