"""What a run says on standard error, and with which code it ends."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from firsthand import cli, console
from firsthand.records import Dossier, Outcome, Skipped

WORDS = "The bridge at Orva was closed on Monday, the army said."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_ledger_is_shown_and_sums(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": WORDS}) + "\n{\n")
    assert cli.main(["trace", str(tmp_path), "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert "firsthand: 4 in = 2 read + 1 not an article + 0 refused + 1 failed" in err
    assert "c.jsonl#byte=68: line 2: not valid JSON" in err and "(byte 68)" in err
    assert json.loads(out)["ledger"] == {"in": 4, "read": 2, "not_an_article": 1, "refused": 0, "failed": 1}
    assert {"outcome", "offsets", "count"} <= set(json.loads(out)["skipped"][0])


def test_codes_tell_nothing_read_and_with_strict_a_part_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(WORDS)
    assert cli.main(["trace", str(tmp_path), "--strict"]) == 0
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert cli.main(["trace", str(tmp_path), "--strict"]) == 0  # an image beside it is no loss
    (tmp_path / "c.jsonl").write_text("{\n")
    assert cli.main(["trace", str(tmp_path)]) == 0
    assert cli.main(["trace", str(tmp_path), "--strict"]) == 3
    assert cli.main(["trace", str(tmp_path / "c.jsonl"), "--strict"]) == 1
    (tmp_path / "empty").mkdir()
    assert cli.main(["trace", str(tmp_path / "empty")]) == 1
    assert "empty folder" in capsys.readouterr().err


def test_standard_input_that_is_no_json_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for given, said in (
        (b"<html>\n" * 30, "skipped -: not JSON Lines: it begins with '<html>'"),
        (b"", "nothing came on standard input"),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert cli.main(["trace", "-"]) == 1
        assert said in capsys.readouterr().err


NO_DOSSIERS = [(b"<html>", "it is no JSON"), (b"\xff\xfe\x00", "it is no"), (b"[]", "missing or of another form"), (b"{}", "schema"),
               (b"[" * 100_000, "nested too deeply")]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), NO_DOSSIERS)
def test_verify_says_what_is_wrong_with_a_file_that_is_no_dossier(
    data: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.json").write_bytes(data)
    assert cli.main(["verify", str(tmp_path / "x.json")]) == 2
    err = capsys.readouterr().err
    assert said in err and "give the file that trace --format json" in err and "Traceback" not in err


def test_many_rows_are_summed_up_and_cannot_fool_a_terminal() -> None:
    rows = [Skipped(f"a\x1b[2J{n}", "capture", "broken\u202e") for n in range(100)]
    rows += [Skipped(f"{n}.png", "capture", "not an article: PNG image", Outcome.NOT_AN_ARTICLE) for n in range(100)]
    lines = list(console.passed_over(Dossier(skipped=tuple(rows))))
    assert len(lines) == console.MOST_LINES + 2 and all(line.isprintable() for line in lines)
    assert "60 more" in lines[-2] and lines[-1] == "skipped 0.png and 99 more: not an article: PNG image"
    assert (
        console.ledger(Dossier(skipped=tuple(rows))) == "200 in = 0 read + 100 not an article + 0 refused + 100 failed"
    )


def test_the_bar_shows_rate_and_time_left_on_a_terminal_and_nothing_on_a_pipe() -> None:
    for out, shown in ((Terminal(), True), (io.StringIO(), False)):
        now = [0.0]
        bar = console.Bar(out, lambda now=now: now[0])  # type: ignore[misc]
        for second in range(1, 9):
            now[0] = float(second)
            bar("reading", (second - 1) * 2**20, 10 * 2**20)
        assert ("reading [##########..........]  50% 1.0 MB/s 0:05 left" in out.getvalue()) is shown
        for second in range(9, 20):
            now[0] = float(second)
            bar("tracing", 2 * (second - 9), 9_000)
        assert ("tracing [....................]   0% 2.0/s 1:14:55 left" in out.getvalue()) is shown
        bar.end()
        assert out.getvalue().endswith("\r\x1b[2K") is shown and bool(out.getvalue()) is shown


def test_a_short_run_shows_no_bar() -> None:
    out = Terminal()
    bar = console.Bar(out, lambda: 0.5)
    bar("reading", 1, 2)
    bar.end()
    assert out.getvalue() == ""


def test_a_bar_takes_a_total_that_is_too_small() -> None:
    out, now = Terminal(), [0.0]
    bar = console.Bar(out, lambda: now[0])
    for done, total in ((0, 0), (2**20, 0), (2 * 2**20, 2**20)):
        bar("reading", done, total)
        now[0] += 2.0
    bar.end()
    assert "reading [####################] 100% 0.5 MB/s 0:00 left" in out.getvalue()


def test_a_bar_is_nothing_where_standard_error_is_closed() -> None:
    bar = console.Bar(None)
    bar("reading", 1, 2)
    bar.end()
