"""What a user's own tables change in what is read. All names are invented."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from firsthand import lexicon, pipeline
from firsthand.cli import main
from firsthand.lexicon.effects import effects
from firsthand.records import Capture, CaptureKind, DocumentId, Dossier

TEXT = "Tarn Weekly said brigands took the mill near Podlaz on Tuesday. The Weekly said seven martyrs fell."


def read(known: lexicon.Lexicon) -> Dossier:
    return pipeline.analyse([Capture(DocumentId("d"), "d", "", CaptureKind.RECORD, text=TEXT)], [], known)


def test_a_table_of_ones_own_is_seen_in_what_changes(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text('[loaded]\nfighters = ["-martyrs", "brigands"]\n')
    (tmp_path / "exonyms.toml").write_text(
        '[places]\npodlaz = { name = "Podlaz", country = "SYR", sort = "town", names = ["Podlaz"], lat = 35.1, lon = 40.2 }\n'
    )
    lines = effects(read(lexicon.load()), read(lexicon.load(tmp_path)))
    assert any("actor: “brigands” is now" in line and "(loaded)" in line for line in lines)
    assert any("place: “Podlaz”" in line and "is now Podlaz (SYR)" in line for line in lines)
    assert any("actor: “martyrs” was" in line for line in lines)


def test_the_same_tables_change_nothing() -> None:
    assert effects(read(lexicon.load()), read(lexicon.load())) == ()


TABLES = {
    "labels.toml": '[loaded]\nfighters = ["-martyrs", "brigands"]\n',
    "outlets.toml": '[entries]\ntarn = { name = "The Tarn Weekly", names = ["Tarn Weekly", "TW"] }\nbild = false\n',
    "exonyms.toml": '[places]\npodlaz = { name = "Podlaz", country = "SYR", sort = "town", names = ["Podlaz"], lat = 35.1, lon = 40.2 }\n',
    "outlet.toml": "[entries]\n",
}


def told(folder: Path, *options: str, text: str = TEXT) -> tuple[int, str]:
    (folder / "a.txt").write_text(text)
    out = folder / "out.txt"
    code = main(["trace", str(folder / "a.txt"), *options, "-o", str(out)])
    return code, out.read_text("utf8") if out.exists() else ""


def test_the_command_line_says_what_tables_change_and_where(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, table in TABLES.items():
        (mine / name).write_text(table)
    code, said = told(tmp_path, "--lexicon", str(mine), "--changes")
    assert code == 0
    entries, readings = said.split("What that changes in what is read")
    assert "labels.toml: changed loaded.fighters: -martyrs, brigands" in entries
    assert "outlets.toml: added entries.tarn" in entries
    assert "outlets.toml: dropped entries.bild" in entries
    assert "outlet.toml: no shipped table is called so" in entries
    assert "source: “Tarn Weekly” was Tarn Weekly (outlet), is now The Tarn Weekly (outlet)" in readings
    assert f" {TEXT.index('brigands')}-{TEXT.index('brigands') + 8}, actor: “brigands” is now" in readings
    assert "place: “Podlaz”" in readings


def test_two_names_of_one_agency_make_one_origin_of_two(tmp_path: Path) -> None:
    texts = ("Orlau Wire said on Tuesday that 12 soldiers were killed in a blast in Aleppo, Syria. It hit a barracks.",
             "At least 12 soldiers were killed in a blast in Aleppo, Syria, OWX reported on Tuesday. It hit a barracks.")  # fmt: skip
    captures = [Capture(DocumentId(str(n)), str(n), "", CaptureKind.RECORD, text=t) for n, t in enumerate(texts)]
    (tmp_path / "agencies.toml").write_text('[entries]\norlau = { name = "Orlau Wire", names = ["OWX"] }\n')
    before, after = (pipeline.analyse(captures, [], k) for k in (lexicon.load(), lexicon.load(tmp_path)))
    claims = [x for x in effects(before, after) if ", claim: " in x]
    assert any("(1 to 2 origins), is now" in x and x.endswith("(1 origin)") for x in claims), claims


def test_tables_that_say_what_ships_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "labels.toml").write_text("[loaded]\n")
    code, said = told(tmp_path, "--lexicon", str(tmp_path / "labels.toml"), "--changes")
    assert code == 0
    assert "says nothing that the shipped table does not say" in said
    assert said.rstrip().endswith("Nothing.")


def test_changes_without_tables_or_tables_that_are_none_are_wrong_calls(tmp_path: Path) -> None:
    assert told(tmp_path, "--changes")[0] == 2
    assert told(tmp_path, "--lexicon", str(tmp_path / "a.txt"), "--changes")[0] == 2


def test_a_file_that_is_no_table_is_refused_and_one_that_nothing_reads_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The mill burned on Monday, the mayor said.", "utf8")
    command = [sys.executable, "-m", "firsthand", "trace", str(page), "--lexicon", str(tmp_path / "own")]
    (tmp_path / "own").mkdir()
    table = tmp_path / "own" / "vilages.toml"
    table.write_text("x = = 1", "utf8")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, "vilages.toml: not a lexicon table" in run.stderr) == (2, True)
    table.write_text("x = 1", "utf8")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, "vilages.toml: no table is called so, nothing reads it" in run.stderr) == (0, True)
