"""The two questions asked of a finished dossier, by the library and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import firsthand as fh
from firsthand.cli import main
from firsthand.errors import InputError

PAGES = Path(fh.__file__).parent / "demo" / "pages"


@pytest.fixture(scope="module")
def demo() -> fh.Dossier:
    return fh.demo()


def test_the_origins_before_are_those_of_the_dossier(demo: fh.Dossier) -> None:
    support = {c.id: c.support.origins for c in demo.claims if c.support}
    changes = demo.without("Ilse Maran")
    assert changes
    assert all(c.before == support[c.claim] for c in changes)


def test_without_a_source_no_claim_gains_an_origin(demo: fh.Dossier) -> None:
    for change in demo.without("Third Military District"):
        for k in range(1, 9):
            left = sum(p for j, p in change.left.items() if j >= k)
            assert left <= sum(p for j, p in change.before.probability.items() if j >= k) + 1e-3


def test_nobody_is_called_so(demo: fh.Dossier) -> None:
    with pytest.raises(InputError, match="no source is called Nobody At All; the nearest are"):
        demo.without("Nobody At All")


def test_missing_sources_come_by_how_much_hangs_on_them(demo: fh.Dossier) -> None:
    found = demo.missing()
    assert found
    assert [m.weight for m in found] == sorted((m.weight for m in found), reverse=True)
    lost = {s.id for s in demo.sources if s.lost}
    assert all(m.source in lost and m.claims and m.cited_by for m in found)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--without", "ilse maran"], "Without Ilse Maran"),
        (["--missing"], "search for:"),
    ],
)
def test_the_command_line_answers_in_text(options: list[str], expected: str, tmp_path: Path) -> None:
    out = tmp_path / "answer.txt"
    assert main(["trace", str(PAGES), *options, "-o", str(out)]) == 0
    assert expected in out.read_text("utf8")


def test_a_source_that_nobody_is_called_is_a_wrong_call_and_names_near_it_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["trace", str(PAGES), "--without", "Ilsa Marran"]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "no source is called Ilsa Marran; the nearest are: Ilse Maran" in err


def test_a_question_with_another_format_is_a_wrong_call() -> None:
    assert main(["trace", str(PAGES), "--missing", "--format", "json"]) == 2
