"""What is kept is what was given: under its hash, mended from intact bytes, with nothing half written left behind."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.collection import Collection, check
from firsthand.collection.originals import LEFT_SECONDS, Folder, where
from tests.collection.conftest import Home
from tests.collection.ways import Cheap, records, write


def damage(place: str | Path, sha: str) -> None:
    """Change a byte of the original with that hash, whose size stays."""
    if isinstance(place, Path):
        file = where(place / "originals", sha)
        data = bytearray(file.read_bytes())
        data[data.index(b"Arvel")] ^= 1
        file.write_bytes(data)
        return
    with Collection(place) as c:
        c.store._db.execute("UPDATE pieces SET data = set_byte(data, 60, get_byte(data, 60) # 1)")  # type: ignore[attr-defined]  # behind the store's back


@pytest.mark.parametrize("as_stream", [False, True])
def test_a_damaged_original_is_mended_by_the_intact_file_and_read_from_that(
    home: Home, tmp_path: Path, as_stream: bool
) -> None:
    first = write(tmp_path / "a.jsonl", records(5))
    (tmp_path / "b.jsonl").write_bytes(first.read_bytes())
    place = home("c")
    with Collection(place, create=True, way=Cheap()) as c:
        c.add([first])
    damage(place, hashlib.sha256(first.read_bytes()).hexdigest())
    assert check(place)
    with Collection(place, way=Cheap()) as c:
        added = c.add(["-"], stdin=_Pipe(first.read_bytes())) if as_stream else c.add([tmp_path / "b.jsonl"])
        assert [o.uri for o in added.mended] == ["-" if as_stream else str(tmp_path / "b.jsonl")]
        texts = {c.store.article(d.id).text for d in c.store.documents()}
        assert len(texts) == 5  # ten documents, of which each text is there twice
        assert c.add([first, tmp_path / "b.jsonl"]).mended == ()
    assert check(place) == []


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def test_adding_says_what_it_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = "The council of Harvel said on Monday that four people had been killed, Arvel said."
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(report)
    assert main(["add", str(tmp_path / "c"), str(tmp_path / "a.txt"), "--workers", "0"]) == 0
    damage(tmp_path / "c", hashlib.sha256(report.encode()).hexdigest())
    assert main(["add", str(tmp_path / "c"), str(tmp_path / "b.txt"), "--workers", "0"]) == 0
    assert f"was damaged; the bytes of {tmp_path / 'b.txt'} stand in its place" in capsys.readouterr().err


def test_threads_that_keep_at_once_leave_each_original_under_its_own_hash(tmp_path: Path) -> None:
    held = Folder(tmp_path / "originals")
    given = [bytes([n]) * 300_000 for n in range(8)]
    gate = threading.Barrier(len(given))

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 0:
                gate.wait()
            return super().read(min(size or 4096, 4096))

    threads = [threading.Thread(target=held.keep, args=(Slow(data), "a", "a", "a")) for data in given]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert list(held.names()) == sorted(hashlib.sha256(data).hexdigest() for data in given)
    assert list(held.faults({})) == []


def test_what_a_kill_left_half_written_is_cleared_away_after_a_day(tmp_path: Path) -> None:
    Collection(tmp_path, create=True, way=Cheap()).close()
    held = Folder(tmp_path / "originals")
    held.keep(io.BytesIO(b"x"), "a", "a", "a")
    old, new = (held.root / name for name in (".123.part", ".0a1b.part"))
    for part in (old, new):
        part.write_bytes(b"half")
    before = old.stat().st_mtime - LEFT_SECONDS - 60
    os.utime(old, (before, before))
    with Collection(tmp_path, create=True, way=Cheap()) as c:
        c.add()
    assert not old.exists() and new.exists()
    assert list(held.faults({})) == []
