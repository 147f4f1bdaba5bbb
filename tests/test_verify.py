"""A dossier reads back against its originals, and whatever was tampered with is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import firsthand as fh
from firsthand import cli, verify

PAGES = Path(fh.__file__).parent / "demo" / "pages"


@pytest.fixture(scope="module")
def demo() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fh.trace([PAGES]).to_json())
    return found


@pytest.fixture(scope="module")
def find(demo: dict[str, Any]) -> Callable[..., Any]:
    return verify.finder(verify.originals(demo, "x.json", [str(PAGES)]))


def test_the_demo_reads_back(demo: dict[str, Any], find: Callable[..., Any]) -> None:
    assert verify.verify(demo, find) == ()
    zones = [z for d in demo["documents"] if d["uri"].endswith(".html") for z in d["zones"]]
    assert zones and all(z["quote"] for z in zones)
    assert sum(bool(z["bytes"]) for z in zones) >= 0.95 * len(zones)  # not a dateline and what follows it in its line


def first(d: dict[str, Any], table: str) -> Any:
    return d[table][0]


def with_evidence(dossier: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(z for x in dossier["documents"] for z in x["zones"] if z[name])
    return found


TAMPERED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "hash": lambda d: first(d, "documents").update(sha256="0" * 64),
    "text": lambda d: first(d, "documents").update(text="x" + first(d, "documents")["text"][1:]),
    "zone outside": lambda d: first(d, "documents")["zones"][-1].update(end=10**9),
    "zone missing": lambda d: first(d, "documents")["zones"].pop(),
    "attribution outside": lambda d: first(d, "attributions").update(source=[[10**8, 10**8 + 4]]),
    "statement of an unknown document": lambda d: first(d, "statements").update(document="nobody"),
    "quantity words": lambda d: first(d, "quantities").update(words="nine hundred"),
    "difference words": lambda d: first(d, "differences")["readings"][0].update(words="nine hundred"),
    "title words": lambda d: first(d, "documents")["title"].update(text="Nothing happened"),
    "quote": lambda d: next(z for x in d["documents"] for z in x["zones"] if z["quote"])["quote"].update(exact="never said"),
    "bytes": lambda d: next(z for x in d["documents"] for z in x["zones"] if z["bytes"]).update(bytes=[0, 40]),
    **{
        f"bytes {forged!r}": lambda d, forged=forged: with_evidence(d, "bytes").update(bytes=forged)
        for forged in ([], {}, "", 0, False, [0], [5, 5], [0, 10**9], [-9, -1], ["0", "9"], [0.0, 9.0])
    },
    **{
        f"quote {forged!r}": lambda d, forged=forged: with_evidence(d, "quote").update(quote=forged)
        for forged in ([], {}, "", 0, {"exact": ""}, {"exact": 1, "prefix": 2, "suffix": 3}, dict.fromkeys(("exact", "prefix", "suffix")))
    },
    "bytes of a dump": lambda d: next(z for x in d["documents"] for z in x["zones"] if not z["quote"]).update(bytes=[0, 4]),
    "edge": lambda d: next(b for e in d["stemma"]["edges"] for b in e["because"] if b["child_span"]).update(child_span=[0, 10**8]),
    "negative": lambda d: first(d, "quantities").update(start=-5),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_found(name: str, demo: dict[str, Any], find: Callable[..., Any]) -> None:
    forged = copy.deepcopy(demo)
    TAMPERED[name](forged)
    assert verify.verify(forged, find)


def test_the_command_answers_with_its_exit_code(
    demo: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, other = (tmp_path / name for name in ("good.json", "bad.json", "other.json"))
    good.write_text(json.dumps(demo), "utf8")
    forged = copy.deepcopy(demo)
    TAMPERED["quantity words"](forged)
    bad.write_text(json.dumps(forged), "utf8")
    other.write_text("[]", "utf8")
    assert cli.main(["verify", str(good)]) == 0
    assert cli.main(["verify", str(bad)]) == 1
    assert "nine hundred" in capsys.readouterr().out
    assert cli.main(["verify", str(other)]) == cli.main(["verify", str(tmp_path / "none.json")]) == 2


def test_a_dossier_without_bytes_reads_back_by_its_words_and_the_command_says_so(
    demo: dict[str, Any], find: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = copy.deepcopy(demo)
    for zone in (z for d in bare["documents"] for z in d["zones"]):
        zone.pop("bytes", None)
    assert verify.verify(bare, find) == ()
    (tmp_path / "bare.json").write_text(json.dumps(bare), "utf8")
    assert cli.main(["verify", str(tmp_path / "bare.json")]) == 0
    assert f"0 of {verify.with_bytes(bare)[1]} zones with their bytes" in capsys.readouterr().err
    assert verify.with_bytes(demo)[0] > 0


COMMENTED = (
    "<h1>Bridge shut at Orlen</h1><article>"
    + "<p>The bridge at Orlen was shut on Monday after a storm, its keeper Anna Lind told reporters of the town.</p>"
    * 3
    + '</article><ol class="comment-list">{comments}</ol>'
)


def test_a_comment_of_several_blocks_is_held_by_its_bytes(tmp_path: Path) -> None:
    plain = '<li class="comment"><div><cite>Ann</cite><p>It was two cables &amp; a lorry.</p><p>I was <b>there</b>.</p></div></li>'
    cut = (
        '<li class="comment"><cite>Bo</cite><p>Nobody believes it.</p><script>if (a < b) c()</script><p>Not I.</p></li>'
    )
    (tmp_path / "a.html").write_text(COMMENTED.format(comments=plain + cut), "utf8")
    dossier = json.loads(fh.trace([tmp_path]).to_json())
    document = dossier["documents"][0]
    comments = [z for z in document["zones"] if z["kind"] == "comment"]
    said = [document["text"][z["start"] : z["end"]].split("\n")[0].strip() for z in comments]
    assert said == ["Ann", "Bo"]
    raw = (tmp_path / "a.html").read_bytes()
    whole, broken = comments
    assert raw[slice(*whole["bytes"])].startswith(b"Ann</cite><p>") and raw[slice(*whole["bytes"])].endswith(
        b"there</b>."
    )
    assert broken["bytes"] is None  # a script stands within it
    find = verify.finder(verify.originals(dossier, "x.json", [str(tmp_path)]))
    assert verify.verify(dossier, find) == ()
    whole["bytes"] = [whole["bytes"][0], whole["bytes"][1] - 4]
    assert verify.verify(dossier, find)


def test_an_original_that_is_gone_is_a_fault(demo: dict[str, Any]) -> None:
    assert len(verify.verify(demo, lambda uri: ())) >= len(demo["documents"])


def test_pages_of_an_archive_are_held_against_its_bytes_too(tmp_path: Path) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    page += b"<h1>Bridge shut at Orlen</h1><p>The bridge at Orlen was shut on Monday, its keeper said.</p>"
    head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://o.example/a\r\n"
    head += f"Content-Length: {len(page)}\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(head.encode() + page + b"\r\n\r\n")
    dossier = json.loads(fh.trace([tmp_path]).to_json())
    find = verify.finder(verify.originals(dossier, "x.json", [str(tmp_path)]))
    assert verify.verify(dossier, find) == ()
    zone = next(z for z in dossier["documents"][0]["zones"] if z["bytes"])
    zone["bytes"] = [zone["bytes"][0] + 3, zone["bytes"][1]]
    assert verify.verify(dossier, find)
