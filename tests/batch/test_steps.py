"""What one partition does, without Spark: the same as the whole way does with everything in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand as fh
from firsthand import article, capture, dossier, lexicon
from firsthand.batch import BatchError, Job, job, steps, tables
from firsthand.export.tables import names, to_arrow
from firsthand.records import Capture, CaptureKind, DocumentId
from firsthand.story import linkage, signature

PAGES = Path(fh.__file__).parent / "demo" / "pages"
IDS = ("a", "b", "a~00000000", "a~00000000~2", "b~11111111")


@settings(max_examples=300, deadline=None)
@given(asked=st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from("01")), max_size=9))
def test_namesakes_get_the_ids_that_reading_gives_them(asked: Sequence[tuple[str, str]]) -> None:
    met = [Capture(DocumentId(i), f"{n}", h * 64, CaptureKind.DUMP, text="x") for n, (i, h) in enumerate(asked)]
    rows = [{"file": n, "ordinal": 0, "base": c.id, "sha256": c.sha256, "uri": c.uri} for n, c in enumerate(met)]
    rows.sort(key=lambda r: (r["base"], r["sha256"], r["uri"], r["file"]))
    named = {r["file"]: r["id"] for r in steps.renamed(rows, {c.id for c in met})}
    read = [c.id for c in capture.distinct(list(met)) if isinstance(c, Capture)]
    got = [named.get(n, c.id) for n, c in enumerate(met)]
    assert len(set(got)) == len(got)
    if not any("~" in i for i in {c.id for c in met}):  # else which of two bases is served first is free
        assert got == read


def test_a_piece_of_too_many_articles_to_be_linked_is_one_story_as_in_one_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed = [signature.sign(article.clean(c, lexicon.load())) for c in capture.read([PAGES]) if isinstance(c, Capture)]
    rows: list[steps.Row] = [
        {"piece": 0, "a": n, "b": None, "q": None, "cut": False, "signature": signature.pack(one)}
        for n, one in enumerate(signed)
    ]
    rows += [{"piece": 0, "a": n, "b": n + 1, "q": 0.5} for n in range(len(signed) - 1)]
    assert len(list(steps.stories(rows))) > 1
    monkeypatch.setattr(linkage, "MOST_TOGETHER", len(signed) - 1)
    (story,) = steps.stories(rows)
    assert story["numbers"] == list(range(len(signed)))


@pytest.mark.parametrize("table", [n for n in names() if n not in tables.UNITED])
def test_keys_order_the_rows_of_a_table_as_binding_does(table: str) -> None:
    pytest.importorskip("pyarrow")
    whole = fh.demo()
    parts = [{"dossier": data} for name, data in steps.columns(whole).items() if name == tables.column(table)]
    rows = [row for batch in tables.rows(parts, table) for row in batch.to_pylist()]
    rows.sort(key=lambda row: [row[k] for k in tables.KEYS])
    assert [{k: v for k, v in row.items() if k not in tables.KEYS} for row in rows] == to_arrow(
        whole, table
    ).to_pylist()


@pytest.mark.parametrize("table", tables.UNITED)
def test_united_rows_are_those_of_binding(table: str) -> None:
    pytest.importorskip("pyarrow")
    one = fh.trace([PAGES / "harbour-radio.txt", PAGES / "lowland-times.html"])
    other = fh.trace(sorted(PAGES.iterdir()))
    given_ = [{"dossier": steps.columns(d)[table]} for d in (one, other)]
    records = sorted(tables.records(given_, table), key=lambda r: (r["id"], r["order"]))
    rows = [row for batch in tables.united(records, table) for row in batch.to_pylist()]
    assert [{k: v for k, v in row.items() if k not in tables.KEYS} for row in rows] == to_arrow(
        dossier.bind([one, other]), table
    ).to_pylist()


def test_every_table_has_a_column_and_every_column_is_written() -> None:
    assert {tables.column(t) for t in names()} <= set(steps.columns(fh.Dossier()))
    assert all(name in job._COLUMNS["dossiers"] for name in steps.columns(fh.Dossier()))


def test_the_folder_of_another_job_is_refused(tmp_path: Path) -> None:
    job._claim(Job((str(PAGES),), tmp_path / "out"))
    job._claim(Job((str(PAGES),), tmp_path / "out"))  # the same job goes on
    with pytest.raises(BatchError, match=r"another job \(other files, inputs\); give another folder"):
        job._claim(Job((str(PAGES / "harbour-radio.txt"),), tmp_path / "out"))


def test_a_folder_that_holds_something_else_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BatchError, match="no batch"):
        job._claim(Job((str(PAGES),), tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_standard_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="give files or folders"):
        job.run(Job(("-",), tmp_path / "out"))
