"""A stage that breaks on one report or one story: it is told, the ledger sums, and everything else goes on, in every way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from firsthand import article, lexicon, pipeline, statement, support
from firsthand.batch import steps
from firsthand.capture import read
from firsthand.cli import main
from firsthand.collection import Collection
from firsthand.collection.pack import nameless, pack, unpack
from firsthand.export.json import to_json
from firsthand.records import Account, Article, Capture, Dossier, Outcome, Skipped

REPORTS = {
    "a": "The council of Harvel said on Monday that four people had been killed in the flood. Twelve houses were lost.",
    "b": "Police in Torvik said that a bridge had been closed after a lorry with BOOM aboard burned out on Sunday night.",
    "c": "The ministry of fishing announced that nine boats had returned to Brone harbour with the largest catch in years.",
}


@pytest.fixture
def given(tmp_path: Path) -> Path:
    rows = [{"id": i, "title": f"Report {i}", "text": t, "published": "2031-03-03"} for i, t in REPORTS.items()]
    rows.append({**rows[1], "id": "b2", "outlet": "Copier"})
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf8")
    return path


def _breaking(monkeypatch: pytest.MonkeyPatch, stage: Any, name: str, text: Callable[..., str]) -> None:
    whole = getattr(stage, name)

    def broken(*given: Any) -> Any:
        if "BOOM" in text(*given):
            raise KeyError("no\nsuch thing")
        return whole(*given)

    monkeypatch.setattr(stage, name, broken)


STAGES = [
    (article, "clean", lambda c, _: c.text or "", "article"),
    (statement, "find", lambda a, _: a.text, "statement"),
]


@pytest.mark.parametrize(("module", "name", "text", "stage"), STAGES)
def test_a_report_that_breaks_a_stage_is_skipped_with_the_reason(
    module: Any, name: str, text: Any, stage: str, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _breaking(monkeypatch, module, name, text)
    found = pipeline.trace([given])
    assert {d.id for d in found.documents} == {"a", "c"}
    assert {(s.stage, s.outcome) for s in found.skipped} == {(stage, Outcome.FAILED)}
    assert all("KeyError: 'no\\nsuch thing'" in s.reason and "\n" not in s.reason for s in found.skipped)
    assert found.ledger.met == 4 and found.ledger.failed == 2
    assert found.claims


@pytest.mark.parametrize(("module", "name", "text", "stage"), STAGES)
def test_a_collection_keeps_what_is_left_as_trace_does(
    module: Any,
    name: str,
    text: Any,
    stage: str,
    given: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _breaking(monkeypatch, module, name, text)
    with Collection(tmp_path / "c", create=True) as c:
        added = c.add([given])
        assert (added.ledger.met, added.ledger.read, added.ledger.failed) == (4, 2, 2)
        assert c.add([given]).ledger == added.ledger
        assert to_json(c.dossier(), "x") == to_json(pipeline.trace([given]), "x")


@pytest.mark.parametrize(("module", "name", "text", "stage"), STAGES)
def test_a_partition_of_a_batch_keeps_what_is_left(
    module: Any, name: str, text: Any, stage: str, given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    captures = [c for c in read([given]) if isinstance(c, Capture)]
    _breaking(monkeypatch, module, name, text)
    rows = list(steps.articles(({"id": c.id, "capture": pack(c)} for c in captures), ()))
    left = [r for r in rows if "article" in r]
    accounts = list(steps.accounts(left, ()))
    gone = [r for r in rows if "skipped" in r]
    for row in accounts:
        if "skipped" in row:
            gone += steps.broken({**r, "skipped": row["skipped"]} for r in left if r["account"] == row["account"])
    skipped = [unpack(r["skipped"], Skipped) for r in gone]
    monkeypatch.undo()
    _breaking(monkeypatch, module, name, text)
    whole = pipeline.trace([given])
    assert {s.uri for s in skipped} >= {s.uri for s in whole.skipped}
    assert {s.stage for s in skipped} == {stage}
    assert sum("data" in r for r in accounts) == len(whole.documents)


def test_a_story_that_breaks_a_stage_keeps_its_documents_and_says_so(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = pipeline.trace([given])
    _breaking(monkeypatch, support, "judge", lambda told, own, *_: own[0].text)
    found = pipeline.trace([given])
    assert found.documents and {d.id for d in found.documents} == {d.id for d in whole.documents}
    (untold,) = (s for s in found.stories if s.because.startswith("untold: "))
    assert set(untold.documents) == {"b", "b2"} and not untold.claims
    others = [s for s in found.stories if s.id != untold.id]
    assert others and others == [s for s in whole.stories if s.id != untold.id]
    assert found.ledger == whole.ledger

    assert main(["add", str(tmp_path / "c"), str(given), "--workers", "0"]) == 0
    said = capsys.readouterr().err
    assert f"story {untold.id} (Report b) could not be told: KeyError" in said
    with Collection(tmp_path / "c", reading=True) as c:
        assert to_json(c.dossier(), "x") == to_json(found, "x")
    assert main(["trace", str(given), "--format", "json", "-o", str(tmp_path / "d.json")]) == 0
    assert "could not be told" in capsys.readouterr().err


def test_what_breaks_in_a_nameless_text_is_told_of_each_report(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = lexicon.load()
    _breaking(monkeypatch, statement, "find", lambda a, _: a.text)
    for c in (c for c in read([given]) if isinstance(c, Capture)):
        a = pipeline.clean(c, known)
        assert isinstance(a, Article)
        assert isinstance(pipeline.find(nameless(a), known), Skipped if "BOOM" in a.text else Account)


def test_a_call_to_stop_is_no_broken_report(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> Dossier:
        raise KeyboardInterrupt

    monkeypatch.setattr(statement, "find", stop)
    with pytest.raises(KeyboardInterrupt):
        pipeline.trace([given])
