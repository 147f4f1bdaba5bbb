"""What a user's own tables change in what is read. All names are invented."""

from __future__ import annotations

from pathlib import Path

from firsthand import lexicon, pipeline
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
