"""The commands of a collection, as a person types them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import pytest

from firsthand.cli import main
from firsthand.collection import Collection
from firsthand.collection.address import Address, where
from firsthand.collection.cli import verify
from firsthand.collection.grow import Growth
from tests.collection.conftest import Home

DEMO = str(resources.files("firsthand") / "demo" / "pages")


@pytest.fixture(scope="module")
def folder(long_home: Home) -> str:
    path = str(long_home("belisk"))
    assert main(["add", path, DEMO, "--workers", "0"]) == 0
    return path


def test_stories_lists_and_show_prints(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stories", folder, "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["documents"] == 8
    assert main(["show", folder, "belisk attack"]) == 0
    assert "Belisk" in capsys.readouterr().out
    assert main(["show", folder, row["id"], "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["stories"][0]["id"] == row["id"]


def test_export_writes_what_trace_writes(folder: str, tmp_path: Path) -> None:
    assert main(["export", folder, "-o", str(tmp_path / "e.json")]) == 0
    assert main(["trace", DEMO, "--format", "json", "-o", str(tmp_path / "t.json")]) == 0
    assert (tmp_path / "e.json").read_bytes() == (tmp_path / "t.json").read_bytes()


def test_check_and_verify_find_a_sound_collection_sound(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", folder]) == 0
    assert verify(folder) == 0
    assert "8 documents, no faults" in capsys.readouterr().err


def test_backup_and_restore_give_the_same_collection(folder: str, tmp_path: Path) -> None:
    assert main(["backup", folder, str(tmp_path / "b")]) == 0
    assert main(["restore", str(tmp_path / "b"), str(tmp_path / "c")]) == 0
    assert main(["export", str(tmp_path / "c"), "-o", str(tmp_path / "c.json")]) == 0
    assert main(["export", folder, "-o", str(tmp_path / "f.json")]) == 0
    assert (tmp_path / "c.json").read_bytes() == (tmp_path / "f.json").read_bytes()


def test_a_mistyped_call_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stories", str(tmp_path / "nowhere")]) == 2
    assert "is no collection; firsthand add" in capsys.readouterr().err
    assert main(["add", str(tmp_path / "c"), str(tmp_path / "nothing.html")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_start_of_the_program_loads_no_part_of_a_collection_that_it_does_not_need() -> None:
    code = "import sys; from firsthand.cli import _parser; _parser(); print([m for m in sys.modules if 'msgspec' in m or 'sqlite' in m])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_field_that_there_is_not_is_a_wrong_call(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", folder, "bogus:1"]) == 2
    said = capsys.readouterr().err
    assert "there is no field bogus:" in said and "actor, box, captured" in said
    for words in ("10:30", "https://news.example/a", '"bogus:1"', "minister: fire"):
        assert main(["find", folder, words]) in (0, 1)


def test_nothing_found_says_what_is_not_told_yet(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(home("c"))
    for stage, said in (("tell_stories", "not put into stories yet"), ("_telling", "1 story is not told yet")):
        with monkeypatch.context() as cut:
            cut.setattr(Growth, stage, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
            assert main(["add", place, DEMO, "--workers", "0"]) == 130
        capsys.readouterr()
        assert main(["find", place, "killed:48"]) == 1
        err = capsys.readouterr().err
        assert (
            err.startswith("firsthand: nothing found; ")
            and said in err
            and f"firsthand add {shlex.quote(place)} goes on" in err
        )
    assert main(["add", place, "--workers", "0"]) == 0
    capsys.readouterr()
    assert main(["find", place, "killed:48"]) == 1
    assert capsys.readouterr().err == "firsthand: nothing found\n"


def test_a_collection_without_stories_says_what_to_do(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(home("c"))
    Collection(home("c"), create=True).close()
    for call, code in ((["stories", place], 0), (["find", place, "flood"], 1)):
        assert main(call) == code
        out, err = capsys.readouterr()
        assert out == ""
        assert f"no stories yet; firsthand add {shlex.quote(place)} PATH... reads files into it" in err
    assert main(["stories", place, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_adding_names_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = tmp_path / "r.jsonl"
    report = "The council of Harvel said on Monday that four people had been killed in the flood of Saturday night."
    given.write_text(json.dumps({"id": "a", "text": report}) + "\n{no record\n")
    assert main(["add", str(tmp_path / "c"), str(given), "--workers", "0"]) == 0
    said = capsys.readouterr().err
    assert f"skipped {given}" in said and "1 failed" in said
    assert said.rstrip().endswith("1 story told")


def test_adding_says_why_nothing_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    main(["add", str(tmp_path / "c"), str(empty), "--workers", "0"])
    said = capsys.readouterr().err
    assert "empty.txt: empty file" in said and "1 not an article" in said


def test_nothing_is_made_by_a_mistyped_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = str(tmp_path / "new")
    for call, said in (
        (["add", new], "is no collection; to make one, say what to read"),
        (["add", new, str(tmp_path / "nosuch")], "no such file or folder"),
        (["add", new, DEMO, "--workers", "-3"], "give 0 (this process alone) or more"),
        (["add", "mysql://host/news", DEMO], "give a folder or postgresql://"),
    ):
        assert main(call) == 2
        assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_files_is_not_said_to_become_a_collection(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Four people died.")
    for place, what in ((tmp_path, "a folder of other files"), (page, "a file")):
        assert main(["stories", str(place)]) == 2
        said = capsys.readouterr().err
        assert f"it is {what}: give the folder of a collection" in said and "makes one" not in said


def test_another_collection_among_what_is_read_is_named_and_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saves, kept = tmp_path / "saves", tmp_path / "saves" / "kept"
    saves.mkdir()
    (saves / "a.txt").write_text("The council of Harvel said on Monday that four people had been killed in the flood.")
    assert main(["add", str(kept), str(saves / "a.txt"), "--workers", "0"]) == 0
    capsys.readouterr()
    assert main(["add", str(tmp_path / "c"), str(saves), "--workers", "0"]) == 0
    said = capsys.readouterr().err
    assert f"skipped {kept}: refused: a collection of Firsthand; to read the pages" in said
    assert "2 in = 1 read + 0 not an article + 1 refused + 0 failed" in said
    assert main(["trace", str(saves), "-o", str(tmp_path / "t.txt")]) == 0
    assert "2 in = 1 read + 0 not an article + 1 refused + 0 failed" in capsys.readouterr().err
    assert main(["trace", str(kept)]) == 1
    assert f"{kept}/originals" in capsys.readouterr().err
    assert main(["trace", str(kept / "originals"), "-o", str(tmp_path / "t.txt")]) == 0


def _stopped(place: Path, rows: int, wait: float, times: int, whole: bool) -> tuple[int, str, float]:
    """Add invented rows until others work beside and ``wait`` seconds more, press Ctrl-C some times (for the ``whole`` group, or
    the parent alone), and return the exit code, what was said, and the seconds until the end."""
    given = place / "r.jsonl"
    said = "Four people died in flood number {}, the council of Harvel said. The mayor, Ilse Varn, denied it on Monday."
    given.write_text("".join(json.dumps({"id": f"r{n}", "text": said.format(n)}) + "\n" for n in range(rows)))
    hearing = ["env", "--default-signal=INT"]  # whoever runs the tests may be deaf to it
    add = [sys.executable, "-m", "firsthand", "add", str(place / "c"), str(given), "--workers", "2"]
    run = subprocess.Popen([*hearing, *add], stderr=subprocess.PIPE, text=True, start_new_session=True)
    beside = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    if not beside.exists():
        run.kill()
        pytest.skip("this system does not tell of children")  # no /proc: the moment cannot be found
    while (
        run.poll() is None and len(beside.read_text().split()) < 3
    ):  # the tracker, who reads pages, a worker just begun
        time.sleep(0.005)  # second: asked often, for a start is short
    time.sleep(wait)  # seconds: what it is at by then is the case
    begun = time.monotonic()
    for n in range(times):
        time.sleep(0.1 * bool(n))  # second: a hand that presses twice
        (os.killpg if whole else os.kill)(run.pid, signal.SIGINT)
    try:
        said = run.communicate(timeout=60)[1]
    finally:
        run.kill()
    return run.returncode, said, time.monotonic() - begun


@pytest.mark.parametrize("whole", [True, False], ids=["group", "parent"])
@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("wait", [0.2, 2.0], ids=["starting", "working"])  # seconds
def test_ctrl_c_stops_in_two_lines_however_often(tmp_path: Path, wait: float, times: int, whole: bool) -> None:
    code, said, seconds = _stopped(tmp_path, 20_000, wait, times, whole)  # more than can be read before
    assert code == 130
    first, second = said.splitlines()
    assert "stopping" in first and "stopped; what was acknowledged is kept" in second
    assert seconds < 30  # it hung once; on an idle machine it takes less than one


PAGES = {"a1": "four", "b2": "six"}


def _saves(folder: Path) -> Path:
    folder.mkdir()
    for name, count in PAGES.items():
        said = (
            f"The council of Harvel said on Monday that {count} people had been killed in the flood of Saturday night."
        )
        (folder / f"{name}.html").write_text(f"<h1>Flood in Harvel</h1><article><p>{said}</p><p>{said}</p></article>")
    return folder


def _add(place: str, saves: Path) -> None:
    assert main(["add", place, str(saves), "--workers", "0"]) == 0


def test_verify_names_an_original_that_is_missing(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(home("c"))
    _add(place, _saves(tmp_path / "saves"))
    sha = hashlib.sha256((tmp_path / "saves" / "a1.html").read_bytes()).hexdigest()
    if isinstance(home("c"), Path):
        (tmp_path / "c" / "originals" / sha[:2] / sha).unlink()
    else:
        with Collection(place) as c:
            c.store._db.execute("DELETE FROM originals WHERE sha256 = ?", (sha,))  # type: ignore[attr-defined]  # behind the store's back
    capsys.readouterr()
    assert main(["verify", place]) == 1
    out, err = capsys.readouterr()
    (line,) = out.splitlines()
    assert f"a1.html: originals/{sha[:2]}/{sha}: cannot be read" in line
    assert "1 document, 1 fault\n" in err


def test_verify_names_a_document_that_its_original_gives_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": f"r{n}", "text": "The council of Harvel said on Monday that four people had died."} for n in range(3)
    ]
    given = tmp_path / "r.jsonl"
    given.write_text("".join(json.dumps(r) + "\n" for r in rows))
    place = tmp_path / "c"
    assert main(["add", str(place), str(given), "--workers", "0"]) == 0
    (original,) = (place / "originals").rglob("*/*")
    lines = original.read_bytes().splitlines(keepends=True)
    original.write_bytes(b"{broken\n" + lines[1])
    capsys.readouterr()
    assert main(["verify", str(place)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in out] == ["r0", "r2"]
    assert all("original: cannot be read again" in line for line in out)


def test_verify_of_a_collection_takes_no_other_originals(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", folder, "--originals", DEMO]) == 2
    assert "leave out --originals" in capsys.readouterr().err


def test_a_dossier_reads_back_from_a_collection_that_holds_its_pages(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    saves, place, dossier = _saves(tmp_path / "saves"), str(home("c")), str(tmp_path / "e.json")
    _add(place, saves)
    assert main(["export", place, "-o", dossier]) == 0
    (saves / "a1.html").write_text("<p>Another page lies here now.</p>")
    (saves / "b2.html").unlink()
    capsys.readouterr()
    assert main(["verify", dossier]) == 1
    assert "no original found" in capsys.readouterr().out
    assert main(["verify", dossier, "--originals", place]) == 0
    assert "2 documents, no faults" in capsys.readouterr().err
    assert main(["verify", dossier, "--originals", place, str(tmp_path / "nowhere")]) == 2
    assert "nowhere: no such file or folder" in capsys.readouterr().err


def shell(call: str) -> subprocess.CompletedProcess[str]:
    """Return what a shell gives for the program with ``call``."""
    start = shlex.join([sys.executable, "-m", "firsthand"])
    return subprocess.run(f"{start} {call}", shell=True, text=True, capture_output=True, check=False)


def test_an_output_that_takes_nothing_is_one_line_and_a_wrong_call(folder: str, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("The council of Harvel said on Monday that four people had been killed in the flood.")
    calls: list[tuple[str, ...]] = [("stories", folder), ("find", folder, "belisk"), ("show", folder, "belisk attack")]
    calls += [("export", folder, "--format", form) for form in ("json", "text")] + [("trace", str(page))]
    for call in calls:
        # open for reading only, as a full disk takes nothing either
        for where_to, said in (
            (f"1<{page}", "cannot write to standard output: Bad file"),
            (">&-", "standard output is closed"),
        ):
            run = shell(f"{shlex.join(call)} {where_to}")
            assert run.returncode == 2, call
            assert said in run.stderr.splitlines()[-1] and "Traceback" not in run.stderr


def test_a_closed_standard_input_is_one_line_and_a_wrong_call(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("The council of Harvel said on Monday that four people had been killed in the flood.")
    for call in (f"add {tmp_path}/c -", "trace -"):
        run = shell(f"{call} <&-")
        assert run.returncode == 2
        assert run.stderr == "firsthand: standard input is closed; give the names of files in place of -\n"
    assert not (tmp_path / "c").exists()
    assert shell(f"trace {page} <&-").returncode == 0
    run = shell(f"trace - 0> {tmp_path}/unreadable")
    assert run.returncode == 1 and "skipped -: cannot be read: " in run.stderr


def test_an_address_that_is_none_is_one_line_and_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    for call in (["stories"], ["add"], ["check"]):
        assert main([*call, "postgresql://me:secret@[bad", *([DEMO] if call == ["add"] else [])]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "is no address of a database" in said and "secret" not in said


def test_an_address_without_a_host_keeps_its_slashes() -> None:
    for said, server, shown in (
        ("postgresql:///news", "postgresql:///news", "postgresql:///news?schema=firsthand"),
        ("postgres:///news?host=/run&schema=a", "postgres:///news?host=/run", "postgres:///news?host=/run&schema=a"),
        ("postgresql://me:x@db/news", "postgresql://me:x@db/news", "postgresql://me@db/news?schema=firsthand"),
    ):
        found = where(said)
        assert isinstance(found, Address) and (found.server, str(found)) == (server, shown)


def test_a_database_of_this_machine_is_opened_by_its_name_alone(server: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The council of Harvel said on Monday that four people had been killed.")
    socket = server.partition("host=")[2]
    place = f"postgresql:///postgres?host={socket}&user=firsthand&schema=local"
    assert main(["add", place, str(tmp_path / "a.txt"), "--workers", "0"]) == 0
    assert main(["stories", place]) == 0


def test_a_wrong_number_of_the_schema_is_said_with_what_helps(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = home("c")
    (tmp_path / "a.txt").write_text("The council of Harvel said on Monday that four people had been killed.")
    assert main(["add", str(place), str(tmp_path / "a.txt"), "--workers", "0"]) == 0
    for number in (5, 0, -1) if isinstance(place, Path) else (5,):
        with Collection(place) as c:
            state = (
                f"PRAGMA user_version = {number}"
                if isinstance(place, Path)
                else f"UPDATE version SET number = {number}"
            )
            c.store._db.execute(state)  # type: ignore[attr-defined]  # behind the store's back
        capsys.readouterr()
        assert main(["stories", str(place)]) == 2
        said = capsys.readouterr().err
        what = (
            f"states schema {number}, but its tables are others" if number else "collection.db"
        )  # 0: as an empty file
        assert what in said and "make room" not in said
        if isinstance(place, Path):
            assert f"firsthand check {place} --rebuild makes it again" in said
            assert main(["check", str(place), "--rebuild"]) == 0
            assert main(["stories", str(place)]) == 0


def test_adding_says_what_its_numbers_mean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, pages = str(tmp_path / "c"), tmp_path / "pages"
    pages.mkdir()
    for n in range(2):
        (pages / f"{n}.txt").write_text(f"The council of Harvel said on Monday that {n + 3} people had been killed.")
    of = "in the whole collection {0} in = {0} read + 0 not an article + 0 refused + 0 failed; now"
    for paths, said in (
        ([str(pages / "0.txt")], f"{of.format(1)} 1 new, 0 files given now were held before, 1 story told"),
        ([str(pages / "0.txt")], f"{of.format(1)} 0 new, 1 file given now was held before, 0 stories told"),
        ([], f"{of.format(1)} 0 new, 0 stories told"),
        ([str(pages)], f"{of.format(2)} 1 new, 1 file given now was held before, 1 story told"),
    ):
        assert main(["add", place, *paths, "--workers", "0"]) == 0
        assert capsys.readouterr().err.splitlines()[-1] == f"firsthand: {said}"


def test_one_of_a_thing_is_not_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "c")
    (tmp_path / "a.txt").write_text("The council of Harvel said on Monday that four people had been killed.")
    assert main(["add", place, str(tmp_path / "a.txt"), "--workers", "0"]) == 0
    assert main(["verify", place]) == 0
    assert main(["check", place, "--rebuild"]) == 0
    said = capsys.readouterr().err
    assert "1 document, no faults" in said and "1 document read again" in said


def test_own_tables_say_which_values_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, rows = tmp_path / "c", tmp_path / "a.jsonl"
    texts = [
        "Twelve soldiers were killed in a raid on Podlaz on Monday, OWX reported. The army closed the road, OWX said.",
        "Orlau Wire said 12 soldiers were killed in a raid on Podlaz on Monday. The army closed the road to the border.",
    ]
    rows.write_text(
        "".join(json.dumps({"id": f"r{n}", "text": t, "outlet": f"Paper {n}"}) + "\n" for n, t in enumerate(texts))
    )
    assert main(["add", str(place), str(rows), "--workers", "0"]) == 0
    (place / "lexicon").mkdir()
    (place / "lexicon" / "agencies.toml").write_text('[entries]\norlau = { name = "Orlau Wire", names = ["OWX"] }\n')
    capsys.readouterr()
    assert main(["add", str(place), "--workers", "0"]) == 0
    said = capsys.readouterr().err
    assert re.search(r"\(1 origin: OWX, Orlau Wire\) -> .*\(1 origin: Orlau Wire\)", said)
    assert "changed because rules or tables changed" in said


def test_own_tables_that_are_none_stop_what_would_write_and_are_told_to_who_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, page = tmp_path / "c", tmp_path / "a.txt"
    page.write_text("The council of Harvel said on Monday that four people had been killed.")
    assert main(["add", str(place), str(page), "--workers", "0"]) == 0
    (place / "lexicon").mkdir()
    table = place / "lexicon" / "monitors.toml"
    table.write_text("[entries]\nzz = 5\n")
    before = {p: p.read_bytes() for p in place.rglob("*") if p.is_file()}
    for command, code in ((["add", "--workers", "0"], 2), (["check", "--rebuild"], 2), (["stories"], 0)):
        capsys.readouterr()
        assert main([command[0], str(place), *command[1:]]) == code
        assert "monitors.toml: entries.zz = 5 is not a table" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in before} == before
    table.rename(table.with_name("moniters.toml"))
    for command in (["add", "--workers", "0"], ["stories"]):
        capsys.readouterr()
        assert main([command[0], str(place), *command[1:]]) == 0
        assert "moniters.toml: no table is called so, nothing reads it" in capsys.readouterr().err


def test_paths_may_stand_behind_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("The council of Harvel said on Monday that four people had been killed.")
    assert main(["add", str(tmp_path / "c"), "--workers", "0", str(tmp_path / "a.txt")]) == 0
    assert main(["trace", str(tmp_path / "a.txt"), "--format", "json", str(tmp_path / "b.txt")]) == 0
    assert "2 in = 1 read" in capsys.readouterr().err
    (tmp_path / "-x.txt").write_text("The council of Velm said on Monday that five people had been killed.")
    monkeypatch.chdir(tmp_path)
    assert main(["trace", "a.txt", "--format", "json", "--", "-x.txt"]) == 0
    assert main(["add", str(tmp_path / "c"), "--workers", "0", "--", "-x.txt"]) == 0
    assert "2 in = 2 read" in capsys.readouterr().err
    for wrong in (["add", str(tmp_path / "c"), "--wrokers", "0"], ["stories", str(tmp_path / "c"), "more"]):
        with pytest.raises(SystemExit):
            main(wrong)
        assert "unrecognized arguments" in capsys.readouterr().err


def test_a_place_is_named_as_a_shell_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "two words")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert main(["add", place, str(tmp_path / "b.png"), "--workers", "0"]) == 1
    capsys.readouterr()
    assert main(["find", place, "x"]) == 1
    assert f"firsthand add '{place}' PATH" in capsys.readouterr().err


def test_what_a_stopped_command_left_is_said_by_all_that_read(
    tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, saves = str(home("c")), _saves(tmp_path / "saves")

    def stopped(_: Growth) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr(Growth, "tell_stories", stopped)
        assert main(["add", place, str(saves), "--workers", "0"]) == 130
    for command, code in (
        (["export", place], 2),
        (["export", place, "--format", "text"], 2),
        (["show", place, "flood"], 2),
        (["stories", place], 0),
        (["find", place, "flood"], 1),
        (["verify", place], 0),
    ):
        capsys.readouterr()
        assert main(command) == code
        said = capsys.readouterr()
        assert "2 reports are not put into stories yet" in said.err and "firsthand add" in said.err
        assert "Nothing was read" not in said.out
    assert main(["add", place]) == 0
    capsys.readouterr()
    assert main(["export", place]) == 0 == main(["verify", place])
    assert "not put into" not in capsys.readouterr().err


def test_add_says_what_is_no_article_beside_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saves = _saves(tmp_path / "saves")
    for n in range(3):
        (saves / f"z{n}.css").write_text("body { margin: 0 }")
    for call in (["trace", str(saves)], ["add", str(tmp_path / "c"), str(saves), "--workers", "0"]):
        assert main(call) == 0
        assert re.search(r"skipped \S+z0.css and 2 more: ", capsys.readouterr().err)
