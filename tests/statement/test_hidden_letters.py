"""Letters of no width within a word change no count, no role and no name; spans keep them, for the text is the capture's."""

from __future__ import annotations

from pathlib import Path

import pytest

import firsthand as fh

REPORT = (
    "Raid on Torr leaves many dead\n\n"
    "TORR, March 3 (Sund News) - At least 12 people were killed in the raid on Torr on Monday, General Mara Halder said. "
    "Halder told reporters that three soldiers were wounded.\n"
)


def _read(folder: Path, text: str) -> tuple[set[tuple[str, int]], list[str], list[str]]:
    folder.mkdir()
    (folder / "a.txt").write_text(text, "utf8")
    dossier = fh.trace([folder])
    counts = {(str(q.role), q.low) for q in dossier.quantities}
    return counts, [s.name for s in dossier.sources], sorted(a.name for a in dossier.actors)


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
@pytest.mark.parametrize("word", ["killed", "12", "Halder", "Mara"])
def test_a_mark_of_no_width_within_a_word_changes_nothing_that_is_read(word: str, mark: str, tmp_path: Path) -> None:
    hidden = REPORT.replace(word, word[:1] + mark + word[1:], 1)
    plain = _read(tmp_path / "plain", REPORT)
    assert ("killed", 12) in plain[0]
    assert _read(tmp_path / "hidden", hidden) == plain
