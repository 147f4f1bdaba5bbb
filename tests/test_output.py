"""What ``-o`` names is filled, not replaced by something else."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand import output
from firsthand.cli import main

GIVEN = b"one" + b"two"


def pour(write: Callable[[bytes], object]) -> None:
    write(b"one")
    write(b"two")


def test_a_file_is_made_or_replaced_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "out"
    for _ in range(2):
        output.fill(str(place), pour)
        assert place.read_bytes() == GIVEN
    assert os.listdir(tmp_path) == ["out"]


def test_a_name_as_long_as_names_may_be_is_filled(tmp_path: Path) -> None:
    output.fill(str(tmp_path / ("x" * 255)), pour)


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.touch()
    place.chmod(0o640)
    output.fill(str(place), pour)
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_what_breaks_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before")

    def breaks(write: Callable[[bytes], object]) -> None:
        write(b"one")
        raise ValueError

    with pytest.raises(ValueError):
        output.fill(str(tmp_path / "out"), breaks)
    assert [p.read_text() for p in tmp_path.iterdir()] == ["before"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_a_link(tmp_path: Path, there: bool) -> None:
    (tmp_path / "inner").mkdir()
    file, link = tmp_path / "inner" / "file", tmp_path / "link"
    if there:
        file.write_text("before")
    link.symlink_to("inner/file")
    output.fill(str(link), pour)
    assert link.is_symlink()
    assert file.read_bytes() == GIVEN


@pytest.mark.parametrize("command", ["demo", "show", "export", "export json"])
def test_a_device_is_written_into(tmp_path: Path, command: str) -> None:
    place = tmp_path / "null"
    try:
        os.mknod(place, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
        place.write_bytes(b"x")
    except OSError:
        pytest.skip("no right to make a device")
    name, form = command.split(maxsplit=1)[0], command.partition(" ")[2] or "text"
    given = []
    if name != "demo":
        from importlib import resources

        pages = str(resources.files("firsthand") / "demo" / "pages")
        assert main(["add", str(tmp_path / "c"), pages, "--workers", "0"]) == 0
        given = [str(tmp_path / "c"), *(["belisk attack"] if name == "show" else [])]
    assert main([name, *given, "--format", form, "-o", str(place)]) == 0
    assert stat.S_ISCHR(place.stat().st_mode)


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    output.fill(str(pipe), pour)
    reader.join(10)
    assert got == [GIVEN]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


SAID = "The council of Harvel said on Monday that four people had been killed in the flood of Saturday night."


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("trace saves", "saves/a.txt"),
        ("trace saves/a.txt", "saves/a.txt"),
        ("trace saves/../saves", "link.txt"),
        ("trace saves/a.txt", "hard.txt"),
        ("trace .", "report.txt"),
        ("trace saves --lexicon my", "my/agencies.toml"),
        ("trace saves --decisions d.jsonl", "d.jsonl"),
    ],
)
def test_what_a_call_reads_is_not_written_over(
    call: str, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("saves/a.txt", SAID), ("my/agencies.toml", ""), ("d.jsonl", ""), ("report.txt", SAID)):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text)
    os.symlink("saves/a.txt", "link.txt")
    os.link("saves/a.txt", "hard.txt")
    before = Path(wanted).read_bytes()
    assert main([*call.split(), "-o", wanted]) == 2
    assert f"{wanted} is one of the files to be read" in capsys.readouterr().err
    assert Path(wanted).read_bytes() == before
    assert main([*call.split(), "-o", "new.txt"]) == 0


def test_what_comes_on_standard_input_or_through_a_link_is_not_written_over(tmp_path: Path) -> None:
    rows, beyond = tmp_path / "in.jsonl", tmp_path / "beyond.txt"
    rows.write_text(json.dumps({"id": "a", "text": SAID}) + "\n")
    beyond.write_text(SAID)
    (tmp_path / "saves").mkdir()
    (tmp_path / "saves" / "a.txt").symlink_to(beyond)
    for given, wanted in (("-", rows), ("saves", beyond)):
        before = wanted.read_bytes()
        call = [sys.executable, "-m", "firsthand", "trace", given, "-o", str(wanted)]
        with rows.open("rb") as stdin:
            run = subprocess.run(call, check=False, stdin=stdin, cwd=tmp_path, capture_output=True, text=True)
        assert (run.returncode, wanted.read_bytes()) == (2, before)
        assert f"{wanted} is one of the files to be read" in run.stderr


@pytest.mark.parametrize("name", ["collection.db", "additions.log", "originals/x.txt", "new.txt"])
@pytest.mark.parametrize("command", ["trace saves", "export c"])
def test_nothing_is_written_into_a_collection(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("saves").mkdir()
    Path("saves/a.txt").write_text(SAID)
    assert main(["add", "c", "saves", "--workers", "0"]) == 0
    before = {p: p.read_bytes() for p in Path("c").rglob("*") if p.is_file()}
    assert main([*command.split(), "-o", f"c/{name}"]) == 2
    assert "lies in the collection" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in Path("c").rglob("*") if p.is_file()} == before
