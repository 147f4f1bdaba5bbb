"""What fuzzing found, each as the smallest file that showed it; none may raise, none may cost what stands beside it."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from firsthand import capture
from firsthand.capture import feed
from firsthand.records import Capture, Skipped
from tests.capture.hostile import warc_record

PAGE = b"<html><body><p>The bridge at Orva was closed on Monday, the army said.</p></body></html>"
ITEM = "<item><description>The bridge was closed.</description><pubDate>%s</pubDate></item>"


@pytest.mark.parametrize("day", ["04 Mar 99999999999999999999", "99999999999 Mar 2031", "4 Mar -1", "0 Mar 0"])
def test_a_date_beyond_every_calendar_costs_no_item_of_its_feed(day: str) -> None:
    text = f"<rss><channel>{ITEM % f'Tue, {day} 10:00:00 GMT'}{ITEM % 'Tue, 04 Mar 2031 10:00:00 GMT'}</channel></rss>"
    found = list(feed.items(text.encode()))
    assert [f.get("text") for f in found] == ["The bridge was closed."] * 2
    assert found[1]["published"] == "2031-03-04T10:00:00+00:00"


@pytest.mark.parametrize("data", [b"<", b"<?xml version='1.0'?>", b"\x00", b"<!---->", b" "])
def test_a_feed_that_is_no_document_is_said_to_be_none(data: bytes) -> None:
    (answer,) = feed.items(data)
    assert set(answer) & {"failed", "not_an_article"}


def package() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("archive/a.warc.gz", gzip.compress(warc_record(PAGE), mtime=0))
    return out.getvalue()


def test_a_package_whose_directory_points_nowhere_is_damaged_and_no_more(tmp_path: Path) -> None:
    whole = package()
    at = whole.index(b"PK\x01\x02")
    (tmp_path / "z.txt").write_text("The bridge at Orva was closed on Monday, the army said.")
    cuts = [whole[:4] + whole[4 + n :] for n in (1, 30, at - 4)]
    name = whole[: at + 9] + b"\x08" + whole[at + 10 : at + 46] + b"\xaf" + whole[at + 47 :]
    reasons = []
    for data in (*cuts, name, whole[: at + 20] + b"\xff\xff\xff\x7f" + whole[at + 24 :]):
        (tmp_path / "a.wacz").write_bytes(data)
        found = list(capture.read([tmp_path]))
        assert any("a.wacz" in c.uri for c in found)
        assert any(isinstance(c, Capture) and c.uri.endswith("z.txt") for c in found)
        reasons += [c.reason for c in found if isinstance(c, Skipped)]
    assert any("damaged package" in r for r in reasons)


def test_a_table_that_gives_fewer_rows_than_it_states_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    for count in (0, 3):
        parquet.write_table(pyarrow.table({"text": ["x y z."] * count}), tmp_path / "a.parquet")
        monkeypatch.setattr(parquet.ParquetFile, "iter_batches", lambda *given, **named: iter(()))
        (row,) = capture.read([tmp_path])
        said = "it states 3 rows and gives 0" if count else "the table has no row"
        assert isinstance(row, Skipped) and said in row.reason
