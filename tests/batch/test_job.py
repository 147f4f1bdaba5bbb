"""The whole job on this machine's Spark: its tables are those of ``trace``. Takes a minute or two; skipped without Spark or Java."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import firsthand as fh
from bench import cluster
from eval.simulator import stories
from firsthand.batch import Job, job
from firsthand.export.tables import names, to_arrow

pytest.importorskip("pyspark")
pyarrow_parquet = pytest.importorskip("pyarrow.parquet")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    # the engine is Java's own; where it is missing, .ci/run prints that these tests are left out
    pytest.skip("Spark needs Java", allow_module_level=True)

PAGES = Path(fh.__file__).parent / "demo" / "pages"


def _records() -> list[dict[str, Any]]:
    """Return some twenty reports of four happenings, with copies, namesakes and a text too short to be one."""
    docs = [d for s in stories("train", 4, 11, 5) for d in s.docs]
    copies = [{**docs[0], "id": "copy-1", "outlet": "The Copier"}, {**docs[5], "id": "copy-2", "outlet": "The Copier"}]
    namesakes = [
        {**docs[1], "text": docs[1]["text"] + " It was late.", "outlet": "Second"},
        {**docs[2], "id": docs[1]["id"]},
    ]
    return [*docs, *copies, *namesakes, {"id": "short", "text": "Nothing new."}]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    lines = [json.dumps(r) for r in _records()]
    (folder / "a.jsonl").write_text("\n".join(lines[::2]) + "\n")
    (folder / "b.jsonl").write_text("\n".join([*lines[1::2], "{not JSON"]) + "\n")
    (folder / "empty.html").write_text("")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n0000")
    for page in ("harbour-radio.txt", "lowland-times.html", "ovrand-herald.html"):
        shutil.copy(PAGES / page, folder / page)
    return folder


@pytest.fixture(scope="module")
def done(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("batch") / "out"
    job.run(Job((str(given),), out, master="local[2]"))
    return out


def _rows(out: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow_parquet.read_table(out / "tables" / table).to_pylist()
    return rows


def _other(out: Path, whole: fh.Dossier) -> list[str]:
    """Return the tables of a job that are not those of the dossier."""
    return [n for n in names() if _rows(out, n) != to_arrow(whole, n).to_pylist()]


def test_the_tables_are_those_of_trace_row_for_row(given: Path, done: Path) -> None:
    whole = fh.trace([given])
    assert len(whole.documents) > 20 and len(whole.stories) > 4 and whole.skipped
    assert not _other(done, whole)


def test_a_job_goes_on_after_the_last_finished_step(given: Path, done: Path) -> None:
    before = {n: _rows(done, n) for n in names()}
    (done / "tables" / "edges" / "_SUCCESS").unlink()
    left = next((done / "tables" / "edges").glob("*.parquet"))
    left.write_bytes(left.read_bytes()[:100])  # a step that was cut off
    shutil.rmtree(done / "tables" / "passages")
    again = job.run(Job((str(given),), done, master="local[2]"))
    assert again.steps == tuple(f"tables/{n}" for n in names()[names().index("edges") :])
    assert {n: _rows(done, n) for n in names()} == before
    assert job.run(Job((str(given),), done, master="local[2]")).steps == ()


def test_killing_workers_in_the_middle_changes_nothing(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS", 0.5)  # steps are short here
    killer = cluster.Killer(("accounts", "near", "dossiers"))
    job.run(Job((str(given),), tmp_path / "out", master=cluster.MASTER), killer)  # two worker processes
    assert any(k.startswith("CoarseGrainedExecutorBackend") for k in killer.killed), killer.killed
    assert not _other(tmp_path / "out", fh.trace([given]))


def test_a_job_does_not_read_what_it_writes_into_a_folder_that_it_reads(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>A crane fell.</p>", "utf8")
    (tmp_path / "output.html").write_text("<p>A wall fell.</p>", "utf8")
    one = Job((str(tmp_path),), tmp_path / "out")
    before = one.manifest()
    (tmp_path / "out" / "found").mkdir(parents=True)
    for own in ("job.json", "found/part-0.parquet"):
        (tmp_path / "out" / own).write_bytes(b"{}")
    assert [p.name for p in one.files()] == ["output.html", "page.html"]
    assert one.manifest() == before
