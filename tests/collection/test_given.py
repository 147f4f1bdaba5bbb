"""Whatever is given to a collection is read, or has the row that ``trace`` has for it."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import tempfile
from pathlib import Path

import pytest

from firsthand import api, capture
from firsthand.cli import main
from firsthand.collection import Collection, check, rebuild
from firsthand.collection import backup as saved
from firsthand.records import Dossier, Outcome
from tests.collection.conftest import Home
from tests.collection.ways import Cheap, records


def test_progress_counts_what_comes_on_standard_input(home: Home) -> None:
    data = "".join(json.dumps(r) + "\n" for r in records(200)).encode()
    seen: list[tuple[str, int, int]] = []
    with Collection(home("c"), create=True, way=Cheap()) as c:
        c.add(["-"], stdin=io.BytesIO(data), progress=lambda *step: seen.append(step))
    reading = [(done, of) for step, done, of in seen if step == "reading"]
    assert {of for _, of in reading} == {len(data)}
    assert any(0 < done < of for done, of in reading) and reading[-1] == (len(data), len(data))


LINES = "".join(
    json.dumps({"text": f"{n} people were killed in the flood, Ilse Maran said."}) + "\n" for n in range(3, 6)
)


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (LINES.encode(), 3),
        (gzip.compress(LINES.encode()), 3),
        (b"", 0),
        (b" \n", 0),
        (b"%PDF-1.4", 0),
        (b"\x1f\x8bx", 0),
    ],
)
def test_standard_input_is_read_alike_by_trace_and_add(data: bytes, read: int, home: Home) -> None:
    with Collection(home("c"), create=True) as c:
        c.add(["-"], stdin=io.BytesIO(data))
    traced = api.trace(["-"], stdin=io.BytesIO(data))
    assert len(traced.documents) == read and traced.ledger.met >= 1
    assert api._shown(dossier(home("c"))).to_json() == traced.to_json()


def test_what_comes_on_standard_input_is_read_as_far_as_there_is_room_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, *_: object, **__: object) -> None:
            raise FileNotFoundError(2, "no usable temporary directory")

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    monkeypatch.setattr(capture, "MAX_FILE_BYTES", 100)
    traced = api.trace(["-"], stdin=io.BytesIO(LINES.encode()))
    assert len(traced.documents) == 3
    assert [s.outcome for s in traced.skipped] == [Outcome.FAILED] and "no usable" in traced.skipped[0].reason


REPORT = "The council of Harvel said on Monday that four people had been killed in the flood, Ilse Maran said."


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder of two files, one twice over, and of all that has a name as files have and is none."""
    folder = tmp_path / "odd"
    for name in ("empty", "below/none", "kept/originals"):
        (folder / name).mkdir(parents=True)
    (folder / "kept" / "additions.log").touch()
    (folder / "a.txt").write_text(REPORT)
    (folder / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "dangling.html").symlink_to(folder / "nothing.html")
    (folder / "loop.html").symlink_to("back.html")
    (folder / "back.html").symlink_to("loop.html")
    (folder / "around").symlink_to(folder)
    (folder / "elsewhere").symlink_to(folder)
    os.mkfifo(folder / "pipe.jsonl")
    here = Path.cwd()
    os.chdir(folder)  # a socket's name has no room for a long path
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.bind("socket")
    finally:
        os.chdir(here)
    return folder


def dossier(place: str | Path) -> Dossier:
    with Collection(place, reading=True) as c:
        return c.dossier()


def test_what_is_no_file_has_the_row_that_trace_has(home: Home, odd: Path, tmp_path: Path) -> None:
    place = home("c")
    given = [odd, odd / "empty", odd / "dangling.html"]
    with Collection(place, create=True) as c:
        added = c.add(given)
        assert added.new == 11 and c.add(given).new == 0
    found = dossier(place)
    assert api._shown(found).to_json() == api.trace(given).to_json()
    assert (found.ledger.met, found.ledger.read) == (11, 1)
    of = {Path(s.uri).name: (s.outcome, s.reason) for s in found.skipped}
    assert of["pipe.jsonl"] == (Outcome.REFUSED, "refused: a pipe; give - for JSON Lines that come on standard input")
    assert of["socket"] == (Outcome.REFUSED, "refused: a socket")
    assert of["dangling.html"] == (Outcome.FAILED, "no such file or folder")
    assert of["loop.html"][0] is Outcome.FAILED
    assert of["empty"][0] is Outcome.NOT_AN_ARTICLE
    assert "a link to a folder" in of["around"][1] and "a link to a folder" in of["elsewhere"][1]
    assert check(place) == []
    rebuild(place)
    assert dossier(place) == found
    saved(place, tmp_path / "saved")
    assert dossier(tmp_path / "saved") == found


def test_files_of_equal_bytes_whose_names_are_no_text_are_two(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    try:
        for name in (b"bad\xff.txt", b"bad\xfe.txt"):
            Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(REPORT)
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")  # macOS
    place = home("c")
    with Collection(place, create=True) as c:
        c.add([folder])
        assert c.add([folder]).already == 2
    assert len(dossier(place).documents) == 2
    assert api._shown(dossier(place)).to_json() == api.trace([folder]).to_json()


def test_a_pipe_given_by_name_is_refused_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ends = os.pipe()
    try:
        for call in (["trace"], ["add", str(tmp_path / "c")]):
            assert main([*call, f"/dev/fd/{ends[0]}"]) == 1
            said = capsys.readouterr().err
            assert f"skipped /dev/fd/{ends[0]}: refused: a pipe; give - for JSON Lines" in said
            assert "1 in = 0 read + 0 not an article + 1 refused" in said
    finally:
        os.close(ends[0])
        os.close(ends[1])


@pytest.mark.skipif(os.getuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_a_row(home: Home, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(REPORT)
    (tmp_path / "in" / "a.txt").chmod(0)
    place = home("c")
    with Collection(place, create=True) as c:
        c.add([tmp_path / "in"])
    assert api._shown(dossier(place)).to_json() == api.trace([tmp_path / "in"]).to_json()
