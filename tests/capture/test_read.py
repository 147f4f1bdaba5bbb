"""Readers of files: kinds, ids, encodings, and one clear line for each thing that cannot be read."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand import capture
from firsthand.capture import encoding, files, rows
from firsthand.records import Capture, CaptureKind, Skipped

TEXT = "Bridge closed after night raid\n\nThe bridge at Orva was closed on Monday, the army said.\n"
PAGE = "<html><head><title>T</title></head><body><article><p>The bridge was closed, the army said.</p></article></body></html>"


def read(path: Path | str) -> list[Capture | Skipped]:
    return list(capture.read([path]))


def only(path: Path | str) -> Capture:
    (found,) = read(path)
    assert isinstance(found, Capture), found
    return found


def reason(path: Path | str) -> str:
    (found,) = read(path)
    assert isinstance(found, Skipped), found
    return found.reason


def test_a_dump_keeps_its_text_character_for_character(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"One\r\n\r\ntwo\xc2\xa0three \x00 \xe2\x80\xae002\n")
    assert only(file).text == "One\r\n\r\ntwo\u00a0three \x00 \u202e002\n"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty file"),
        ("blank.txt", b" \n\t\r\n", "empty file"),
        ("binary.txt", bytes(range(256)) * 20, "binary file"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "PNG image"),
        ("paper.txt", b"%PDF-1.7 ...", "PDF document"),
        ("code.js", b"var a = 1;", "program"),
        ("broken.txt.gz", b"\x1f\x8b\x08\x00broken", "damaged gzip"),
        ("none.jsonl", b'{"id": "a"}\n', "no text"),
        ("page.jsonl", b"<!doctype html>\n<p>x\n" * 30, "not JSON Lines: it begins with '<!doctype html>'"),
        ("words.jsonl", b"The bridge was closed.\nSo it was.", "not JSON Lines: it begins with 'The bridge"),
        ("blank.jsonl", b"\n \n", "empty file"),
        ("old.arc", b"filedesc://a.arc 0.0.0.0 2031 text/plain 9\n", "ARC archive"),
        ("nan.jsonl", b'{"text": "x y z.", "published": NaN}\n', "line 1: not valid JSON: NaN is no value in JSON"),
        ("list.jsonl", b"[1, 2]\n", "no record"),
        ("bad.jsonl", b'{"text": \n', "not valid JSON"),
        ("deep.jsonl", b"[" * 100_000 + b"\n", "not valid JSON"),
        ("some.zip", b"PK\x03\x04rest", "zip"),
        ("no.warc", b"WARC/1.0\r\n\r\n", "WARC"),
    ],
)
def test_what_cannot_be_read_gives_one_clear_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    if name != "no.warc":
        assert said.lower() in reason(file).lower()
    else:
        assert all(isinstance(x, Skipped) for x in read(file))


def test_a_missing_file_gives_one_clear_line(tmp_path: Path) -> None:
    assert reason(tmp_path / "nothing.txt") == "no such file or folder"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_gives_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    file.chmod(0)
    assert "cannot be read" in reason(file)


def test_records_take_the_names_of_common_crawlers(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    row = {
        "maintext": TEXT,
        "source_domain": "example.org",
        "date_publish": "2031-03-04",
        "date_download": "x",
        "filename": "f/a b.html",
    }
    file.write_text(json.dumps(row) + "\n\n")
    found = only(file)
    assert (found.kind, found.text, found.outlet, found.published) == (
        CaptureKind.RECORD,
        TEXT,
        "example.org",
        "2031-03-04",
    )
    assert found.id.startswith("a-b.html-")


def test_records_are_read_from_gzip_json_and_standard_input(tmp_path: Path) -> None:
    line = json.dumps({"id": 7, "text": TEXT}).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line))
    (tmp_path / "b.json").write_bytes(b"[" + line + b"]")
    assert only(tmp_path / "a.jsonl.gz").id == only(tmp_path / "b.json").id == "7"
    (found,) = capture.read(["-"], stdin=io.BytesIO(line))
    assert isinstance(found, Capture) and found.id == "7"


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "a", "text": "one"}\n{"id": \n{"id": "c", "text": "three"}\n')
    kinds = [type(x) for x in read(file)]
    assert kinds == [Capture, Skipped, Capture]


def test_lone_surrogates_never_reach_the_output(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "a", "text": "one \\ud800 two"}\n')
    found = only(file)
    assert found.text == "one \ufffd two"


def ids(paths: list[Path]) -> dict[str, str]:
    return {c.uri: c.id for c in capture.read(paths) if isinstance(c, Capture)}


def test_ids_do_not_depend_on_the_other_files_or_their_order(tmp_path: Path) -> None:
    made = []
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT + ("more" if name == "c.txt" else ""))
        made.append(tmp_path / name)
    whole = ids(made)
    assert len(set(whole.values())) == 3
    assert ids(made[::-1]) == whole
    assert all(whole[str(f)] == ids([f])[str(f)] for f in made)


def test_two_records_of_one_id_get_distinct_ids_in_any_order(tmp_path: Path) -> None:
    one, two = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    one.write_text('{"id": "x", "text": "one"}\n{"id": "x", "text": "one"}\n')
    two.write_text('{"id": "x", "text": "two"}\n')
    first, second = (sorted(c.id for c in capture.read(p) if isinstance(c, Capture)) for p in ([one, two], [two, one]))
    assert len(set(first)) == 3 and "x" in first
    assert first == second


def test_a_folder_is_read_to_its_depth_and_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "one.txt").write_text(TEXT)
    (tmp_path / "two.html").write_text(PAGE)
    found = list(capture.read([tmp_path, tmp_path / "two.html"]))
    assert sorted(c.kind for c in found if isinstance(c, Capture)) == [CaptureKind.DUMP, CaptureKind.PAGE]


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso-8859-1"]
)
def test_text_is_decoded_whatever_its_encoding(name: str) -> None:
    text = (
        "Le général a déclaré : « rien » – à Paris, où l’été fut long."
        if not name.startswith("iso")
        else "Le général a déclaré"
    )
    assert encoding.decode(text.encode(name)) == text


@pytest.mark.parametrize(
    ("real", "said"),
    [
        ("utf-8", "iso-8859-1"),
        ("cp1251", "windows-1251"),
        ("gb18030", "gb2312"),
        ("shift_jis", "shift_jis"),
        ("cp1256", "windows-1256"),
        ("utf-8", "utf-16"),
        ("koi8-r", "koi8-r"),
        ("euc-kr", "euc-kr"),
    ],
)
def test_a_declared_encoding_is_believed_only_where_it_fits(real: str, said: str) -> None:
    words = {
        "cp1251": "Россия",
        "koi8-r": "Россия",
        "gb18030": "北京消息",
        "shift_jis": "東京",
        "cp1256": "دمشق",
        "euc-kr": "서울",
    }.get(real, "déjà vu")
    page = f'<html><head><meta charset="{said}"></head><body>{words}</body></html>'
    assert words in encoding.decode(page.encode(real))


REAL = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp1251", "gb18030", "shift_jis"]
SAID = ["utf-8", "utf-16", "utf-16-be", "iso-8859-1", "windows-1251", "gbk", "shift_jis", "utf-7", "x-nonsense"]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("real", REAL)
def test_a_page_whose_encoding_lies_is_answered(real: str, said: str, tmp_path: Path) -> None:
    page = f'<html><head><meta charset="{said}"></head><body><p>The bridge at Orva was closed, the army said.</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode(real))
    found = only(tmp_path / "a.html")
    assert found.page is not None and "The bridge at Orva was closed, the army said." in found.page.text


@given(st.binary(max_size=400))
def test_decoding_never_fails_and_its_result_can_be_written(data: bytes) -> None:
    encoding.decode(data).encode("utf-8")
    encoding.is_binary(data)
    files.kind("a", data)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(sorted(rows.NAMES)), x),
    )
)
def test_any_json_gives_captures_or_skips(value: object) -> None:
    found = list(rows.lines(io.BytesIO(json.dumps(value).encode()), "u"))
    assert len(found) == 1 and isinstance(found[0], Capture | Skipped)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            "a.txt",
            "a.html",
            "a.jsonl",
            "a.json",
            "a.warc",
            "a.warc.gz",
            "a.wacz",
            "a.rss",
            "a.mhtml",
            "a.parquet",
            "a.txt.gz",
            "a",
        ]
    ),
)
def test_any_bytes_under_any_name_give_captures_or_skips(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    (tmp_path / name).unlink()
    assert found or not data.strip() or name.endswith(("jsonl", "warc.gz"))


def test_mhtml_wacz_feed_and_parquet_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_text(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/a\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset=utf-8\n\n'
        + PAGE
        + "\n--x--\n"
    )
    found = only(tmp_path / "a.mhtml")
    assert found.url == "https://example.org/a" and found.page is not None
    from tests.capture.hostile import warc_record

    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.writestr("archive/data.warc.gz", gzip.compress(warc_record(PAGE.encode())))
    found = only(tmp_path / "a.wacz")
    assert found.captured == "2031-03-04T05:06:07Z" and found.page is not None and "closed" in found.page.text
    (tmp_path / "a.rss").write_text(
        "<rss><channel><title>The Bell</title><item><title>Raid</title><link>https://example.org/r</link>"
        "<pubDate>Mon, 03 Mar 2031 10:00:00 GMT</pubDate><description>The bridge was closed.</description></item></channel></rss>"
    )
    found = only(tmp_path / "a.rss")
    assert (found.outlet, found.title, found.published) == ("The Bell", "Raid", "2031-03-03T10:00:00+00:00")
    assert found.text == "Raid\n\nThe bridge was closed."
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"id": ["p"], "text": [TEXT], "other": [1]}), tmp_path / "a.parquet")
    assert only(tmp_path / "a.parquet").id == "p"
