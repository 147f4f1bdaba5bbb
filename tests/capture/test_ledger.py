"""Everything that is met is in the ledger once, with what became of it and the byte where it begins."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand as fh
from firsthand import capture
from firsthand.capture import address, warc
from firsthand.records import Capture, Outcome, Skipped
from tests.capture.hostile import archives, warc_record

PAGE = b"<html><body><article><p>The bridge at Orva was closed on Monday, the army said.</p></article></body></html>"
ROW = '{"id": "%s", "text": "The bridge at Orva was closed on Monday, the army said."}'


def record(kind: bytes, block: bytes, media: bytes = b"application/http") -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: https://example.org/a\r\nContent-Type: " + media
    return head + b"\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def http(status: bytes, media: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nContent-Type: " + media + b"\r\n\r\n" + body


NOT_PAGES = [
    (record(b"warcinfo", b"software: x\r\n"), "a warcinfo record"),
    (record(b"request", b"GET / HTTP/1.1\r\n\r\n"), "a request record"),
    (record(b"response", http(b"404 Not Found", b"text/html", PAGE)), "HTTP status 404"),
    (record(b"response", http(b"200 OK", b"image/png", b"\x89PNG")), "image/png"),
    (record(b"response", http(b"200 OK", b"text/html", b"  ")), "an empty page"),
]
DAMAGED = [
    b"garbage between records",
    b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
    b"WARC/1.0\r\nContent-Length: -4\r\n\r\n",
]


def met(found: Sequence[Capture | Skipped]) -> dict[str, int]:
    out = {"read": sum(isinstance(x, Capture) for x in found)}
    for o in Outcome:
        out[o.value] = sum(x.count for x in found if isinstance(x, Skipped) and x.outcome is o)
    return out


def test_a_folder_of_all_outcomes_sums(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge at Orva was closed on Monday, the army said.")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "c.html").write_bytes(b"<p " + b"a=1 b=2 " * 3000 + b">x" + b"<b>" * 700_000)
    (tmp_path / "d.txt.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    (tmp_path / "e.jsonl").write_text("\n".join((ROW % "x", "{", "[1]", ROW % "y")))
    (tmp_path / "f.warc").write_bytes(warc_record(PAGE) + b"".join(r for r, _ in NOT_PAGES) + DAMAGED[0])
    dossier = fh.trace([tmp_path])
    found = json.loads(dossier.to_json())["ledger"]
    assert found == {"in": 15, "read": 4, "not_an_article": 7, "refused": 1, "failed": 3}


def test_a_bad_line_is_found_again_by_its_byte(tmp_path: Path) -> None:
    data = (ROW % "a" + "\n\n" + '{"text": \n' + ROW % "b" + "\n[1]\n").encode()
    (tmp_path / "a.jsonl").write_bytes(data)
    rows = [x for x in capture.read([tmp_path]) if isinstance(x, Skipped)]
    assert [(data[x.offsets[0] :].splitlines()[0], x.outcome) for x in rows] == [
        (b'{"text": ', Outcome.FAILED), (b"[1]", Outcome.NOT_AN_ARTICLE)]  # fmt: skip
    assert [x.reason.split(":")[0] for x in rows] == ["line 3", "line 5"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=12), st.booleans())
def test_every_byte_of_an_archive_lies_in_one_entry_and_every_record_is_counted(which: list[int], zipped: bool) -> None:
    pieces = [warc_record(PAGE), *(r for r, _ in NOT_PAGES), *DAMAGED]
    parts = [pieces[i] for i in which]
    data = b"".join(gzip.compress(p, mtime=0) if zipped else p for p in parts)
    found = list(warc.entries(io.BytesIO(data)))
    at = 0
    for e in found:
        assert e.offset == at, found
        at += e.length
    assert at == len(data)
    assert sum(e.outcome is None for e in found) == which.count(0)
    assert sum(e.outcome is Outcome.NOT_AN_ARTICLE for e in found) == sum(1 <= i <= 5 for i in which)
    assert any(e.outcome is Outcome.FAILED for e in found) == any(i > 5 for i in which)


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_every_byte_of_a_damaged_archive_lies_in_one_entry(chance: random.Random, zipped: bool) -> None:
    parts = [warc_record(PAGE), NOT_PAGES[1][0], warc_record(PAGE * 3)]
    data = bytearray(b"".join(gzip.compress(p, mtime=0) if zipped else p for p in parts))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data))
        data[at : at + chance.choice((0, 1, 30))] = chance.randbytes(chance.choice((0, 1, 30)))
    found = list(warc.entries(io.BytesIO(bytes(data))))
    assert sum(e.length for e in found) == len(data)
    assert [e.offset for e in found] == sorted(e.offset for e in found)


@pytest.mark.parametrize("name", [n for n, _ in archives() if ".warc" in n])
def test_every_byte_of_a_hostile_archive_lies_in_one_entry(name: str) -> None:
    data = dict(archives())[name]
    assert sum(e.length for e in warc.entries(io.BytesIO(data))) == len(data)


def test_a_whole_archive_in_one_gzip_member_is_read_record_by_record() -> None:
    data = gzip.compress(warc_record(PAGE) * 3 + NOT_PAGES[0][0], mtime=0)
    found = list(warc.entries(io.BytesIO(data)))
    assert [e.outcome for e in found] == [None, None, None, Outcome.NOT_AN_ARTICLE]
    assert [e.length for e in found] == [0, 0, 0, len(data)]


def test_what_is_no_page_is_one_row_with_every_offset(tmp_path: Path) -> None:
    images = [record(b"response", http(b"200 OK", b"image/png", b"x" * n)) for n in (1, 5, 9)]
    data = images[0] + warc_record(PAGE) + images[1] + images[2]
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.writestr("archive/data.warc", data)
    (page, row) = capture.read([tmp_path])
    assert isinstance(page, Capture) and page.uri.endswith(f"a.wacz!archive/data.warc#byte={len(images[0])}")
    assert isinstance(row, Skipped) and (row.count, row.reason) == (3, "not an article: image/png")
    assert all(data[o:].startswith(b"WARC/1.0") for o in row.offsets) and len(set(row.offsets)) == 3


def test_a_record_that_is_cut_off_is_read_and_its_loss_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(warc_record(PAGE)[:-40])
    page, row = capture.read([tmp_path])
    assert isinstance(page, Capture) and isinstance(row, Skipped) and "cut off" in row.reason


def test_shuffled_records_give_the_same_dossier_byte_for_byte(tmp_path: Path) -> None:
    texts = ["The bridge at Orva was closed on Monday, the army said.", "Police in Tarn said two people died in a fire.",
             "The army closed the bridge at Orva on Monday, the mayor said.", "Two died in Tarn, police said."]  # fmt: skip
    names = ({"id": "a b#c"}, {"url": "https://example.org/x"}, {}, {"id": "d"})
    lines = [json.dumps({"text": t, **own}) for t, own in zip(texts, names, strict=True)]
    lines.append(lines[0])  # and one of them twice
    found = []
    for order in (lines, lines[::-1], lines[2:] + lines[:2]):
        (tmp_path / "a.jsonl").write_text("\n".join(order))
        found.append(fh.trace([tmp_path / "a.jsonl"]).to_json())
    assert found[0] == found[1] == found[2]
    (tmp_path / "a.json").write_text("[" + ",".join(lines) + "]")
    whole = fh.trace([tmp_path / "a.json"]).to_json()
    (tmp_path / "a.json").write_text("[" + ",".join(lines[::-1]) + "]")
    assert fh.trace([tmp_path / "a.json"]).to_json() == whole


@pytest.mark.parametrize("file", ["a.jsonl", "my#file!1.jsonl", "d/a.wacz"])
@pytest.mark.parametrize("ident", ["x", "a#b", "a/b c", "../!archive/x", "\u202e", "%23", "x" * 500])
def test_the_file_of_an_address_is_found_again(file: str, ident: str) -> None:
    where = address.of_record(file, ident, None, "0" * 64)
    assert address.file(where) == file and where.isascii() and len(where) < 2_000
    assert address.file(address.of_byte(f"{file}!archive/b.warc.gz", 7)) == file
    assert address.file(file) == file


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(ROW % n for n in range(5_000)))
    (tmp_path / "b.txt").write_text("The bridge at Orva was closed.")
    told: list[tuple[int, int]] = []
    list(capture.read([tmp_path], progress=lambda done, total: told.append((done, total))))
    total = sum(f.stat().st_size for f in tmp_path.iterdir())
    assert told[-1] == (total, total) and len({d for d, _ in told}) > 5
    assert [d for d, _ in told] == sorted(d for d, _ in told)


def test_standard_input_that_is_no_json_gives_one_clear_line() -> None:
    (row,) = capture.read(["-"], stdin=io.BytesIO(PAGE + b"\nmore\n" * 50))
    assert isinstance(row, Skipped) and "not JSON Lines: it begins with '<html>" in row.reason
    (row,) = capture.read(["-"], stdin=io.BytesIO(b""))
    assert isinstance(row, Skipped) and "nothing came on standard input" in row.reason


def test_an_empty_folder_gives_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (row,) = capture.read([tmp_path])
    assert isinstance(row, Skipped) and "empty folder" in row.reason


def test_stray_nul_does_not_keep_a_page_or_dump_from_being_read(tmp_path: Path) -> None:
    words = "The bridge at Orva was closed on Monday, the army said."
    (tmp_path / "a.html").write_bytes(PAGE.replace(b"bridge", b"bri\x00dge").replace(b" ", b"\x00 "))
    (tmp_path / "b.txt").write_bytes(words.replace(" ", " \x00").encode())
    page, dump = capture.read([tmp_path])
    assert isinstance(page, Capture) and page.page is not None and words in page.page.text
    assert isinstance(dump, Capture) and dump.text == words.replace(" ", " \x00")


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_body_is_read_in_each_coding_that_browsers_accept(tmp_path: Path, coding: str) -> None:
    brotli, zstandard = pytest.importorskip("brotli"), pytest.importorskip("zstandard")
    packed = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}[coding](PAGE)
    (tmp_path / "a.warc").write_bytes(warc_record(packed, coding.encode()))
    (found,) = capture.read([tmp_path])
    assert isinstance(found, Capture) and found.page is not None and "bridge at Orva" in found.page.text


def test_a_zstd_body_that_is_cut_off_has_failed_and_is_not_an_empty_page(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.ZstdCompressor().compress(PAGE)
    (tmp_path / "a.warc").write_bytes(warc_record(packed[: len(packed) // 2], b"zstd"))
    (found,) = capture.read([tmp_path])
    assert isinstance(found, Skipped) and found.outcome is Outcome.FAILED and "cut off" in found.reason


def test_a_line_that_is_json_but_no_record_is_no_article_whatever_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    others = ('"not a record"', '"not valid JSON"', "7", "null", "true", "[1]")
    file.write_text('{"id": "a", "text": "Four people died."}\n' + "".join(f"{x}\n" for x in others))
    rows = [row for row in capture.read([file]) if isinstance(row, Skipped)]
    assert [(r.outcome, r.reason) for r in rows] == [
        (Outcome.NOT_AN_ARTICLE, f"line {n}: the line is JSON but no record") for n in range(2, 8)
    ]
    for value in ('"not a record"', '"a"\n', "7"):
        (tmp_path / "b.json").write_text(value)
        (row,) = capture.read([tmp_path / "b.json"])
        assert isinstance(row, Skipped)
        assert (row.outcome, row.reason) == (Outcome.NOT_AN_ARTICLE, "JSON without a record")
