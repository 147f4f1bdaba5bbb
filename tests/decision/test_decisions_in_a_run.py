"""Decisions laid over a run, from the file to the dossier."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import firsthand as fh
from firsthand.decision import read

PAGES = Path(fh.__file__).parent / "demo" / "pages"
BASE = {"who": "An editor", "when": "2031-03-14", "why": "one body under two names"}


def told(tmp_path: Path, *rows: dict[str, object]) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "decisions.jsonl"
    file.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf8")
    call = [sys.executable, "-m", "firsthand", "trace", str(PAGES), "--decisions", str(file), "--format", "json"]
    return subprocess.run(call, capture_output=True, text=True, check=False)


def test_two_sources_that_people_call_one_are_one_and_the_row_says_who_decided() -> None:
    names = ("Kestrian News Agency", "Third Military District")
    row = {"id": "D1", "kind": "source", "action": "merge", "targets": [{"name": n} for n in names], **BASE}
    before, after = fh.trace([PAGES]), fh.trace([PAGES], decisions=read([json.dumps(row)]))
    assert not before.decisions
    assert [(d.decision, d.standing) for d in after.decisions] == [("D1", "applied")]
    assert len(after.sources) == len(before.sources) - 1
    one = next(s for s in after.sources if set(names) <= {s.name, *s.names})
    assert "An editor" in one.because and "D1" in one.because
    assert not {a.source_id for a in after.attributions} - {s.id for s in after.sources}


def test_a_decision_whose_target_is_gone_is_told_and_changes_nothing(tmp_path: Path) -> None:
    row = {
        "id": "D2",
        "kind": "story",
        "action": "merge",
        "targets": [{"document": "gone"}, {"document": "too"}],
        **BASE,
    }
    run = told(tmp_path, row)
    found = json.loads(run.stdout)
    assert run.returncode == 0 and "decision D2 no longer matches: there is no document gone" in run.stderr
    assert [d["standing"] for d in found.pop("decisions")] == ["unmatched"]
    plain = json.loads(fh.trace([PAGES]).to_json())
    plain.pop("decisions")
    assert found == plain


@pytest.mark.parametrize(("row", "said"), [({"id": "D3"}, "line 1"), ({"id": "D3", "kind": "moon"}, "line 1")])
def test_a_line_that_is_not_understood_stops_the_run(tmp_path: Path, row: dict[str, object], said: str) -> None:
    run = told(tmp_path, row)
    assert run.returncode == 2 and said in run.stderr and not run.stdout


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "firsthand", "trace", str(PAGES), "--decisions", str(tmp_path / "none")]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    assert run.returncode == 2 and "give a file of decisions" in run.stderr
