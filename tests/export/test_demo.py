"""The example that ships and its true derivation belong together."""

from __future__ import annotations

import re
from html import unescape

from tests.export import fixture

PAGES = {p.name: p.read_text("utf8") for p in (fixture.DEMO / "pages").iterdir()}
TRUTH = fixture.truth()


def _plain(name: str) -> str:
    words = unescape(re.sub(r"<[^>]+>", "\n", PAGES[name])) if name.endswith("html") else PAGES[name]
    return " ".join(words.split())


def test_every_page_is_a_node_and_one_report_is_lost() -> None:
    assert {n["id"] for n in TRUTH["nodes"] if not n["lost"]} == set(PAGES)
    assert [n["outlet"] for n in TRUTH["nodes"] if n["lost"]] == ["Kestrian News Agency"]


def test_every_quote_and_every_piece_of_junk_stands_on_its_page() -> None:
    for claim in TRUTH["claims"]:
        assert all(m["quote"] in _plain(m["doc"]) for m in claim["mentions"]), claim["id"]
    for name, pieces in TRUTH["junk"].items():
        assert all(" ".join(piece.split()) in _plain(name) for piece in pieces), name


def test_the_lost_report_is_cited_by_name_by_two_pages_and_a_citation_is_laundered() -> None:
    lost = next(n["id"] for n in TRUTH["nodes"] if n["lost"])
    assert {e["child"] for e in TRUTH["edges"] if e["parent"] == lost and e["cited"] == "named"} == {
        name for name in PAGES if "KNA" in PAGES[name]
    }
    assert [e["child"] for e in TRUTH["edges"] if e["cited"] == "laundered"] == ["national-bugle.txt"]


def test_no_page_tells_what_no_parent_of_it_tells() -> None:
    told = {c["id"]: {(m["doc"], w) for m in c["mentions"] for w in m["witnesses"]} for c in TRUTH["claims"]}
    parents = {n["id"]: [e["parent"] for e in TRUTH["edges"] if e["child"] == n["id"]] for n in TRUTH["nodes"]}
    lost = {n["id"] for n in TRUTH["nodes"] if n["lost"]}
    for claim, mentions in told.items():
        for document, witness in mentions:
            above = parents[document]
            assert not above or any(p in lost or (p, witness) in mentions for p in above), (claim, document)


def test_pages_are_as_long_as_the_news_and_two_have_reader_comments() -> None:
    assert all(110 <= len(_plain(name).split()) <= 320 for name in PAGES)
    assert "Leave a Reply" in PAGES["national-bugle.txt"] and 'class="comments"' in PAGES["ovrand-herald.html"]
