"""The command ``batch`` as a shell sees it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

import firsthand as fh
from firsthand.cli import main

PAGE = Path(fh.__file__).parent / "demo" / "pages" / "harbour-radio.txt"


def test_what_cannot_be_read_by_every_worker_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", "-", "--out", str(tmp_path / "out")]) == 2
    assert "give files or folders" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="Spark is installed")
def test_without_spark_the_command_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(PAGE), "--out", str(tmp_path / "out")]) == 2
    assert "pip install 'firsthand[batch]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_call_that_names_nothing_that_is_there_starts_no_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(tmp_path / "nosuch"), "--out", str(tmp_path / "out")]) == 2
    assert "nosuch: no such file or folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
