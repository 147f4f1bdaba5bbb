"""The story as plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.export.html import to_html
from firsthand.export.index import Index
from firsthand.export.text import to_text
from firsthand.records import ClaimId, Dossier, Outcome, Skipped, Status
from tests.export import fixture


def test_the_answer_comes_first() -> None:
    lines = to_text(fixture.demo_dossier(), 200).splitlines()
    assert (
        lines[2]
        == "8 articles, 8 outlets, 2 origins behind its best supported claim; 1 lost source: Kestrian News Agency"
    )


@pytest.mark.parametrize(
    "part",
    [
        "How many soldiers were killed: 8 articles, 8 outlets, 2 origins",
        "- four (4) – 1 origin: City Ledger, Harbour Radio, Lowland Times, The Morning Sentinel, The National Bugle",
        "origin: Kestrian News Agency (lost), Ovrand Herald",
        "because: 8 articles took it from Kestrian News Agency and Ovrand Herald.",
        '"driven on by border troops" (Harbour Radio, The National Bugle)',
        '"Hundreds of bandits wiped out at Belisk bridge" – stronger than its text',
        "Harbour Radio: cites Kestrian News Agency (lost)",
        "Kestrian News Agency (news agency), named by Harbour Radio, The Morning Sentinel",
        "pages/empty.html: failed: the file is empty",
    ],
)
def test_it_says(part: str) -> None:
    assert part in to_text(fixture.demo_dossier(), 400)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width(width: int) -> None:
    assert max(map(len, to_text(fixture.demo_dossier(), width).splitlines())) <= width


def test_the_most_told_claim_stands_first() -> None:
    words = to_text(fixture.demo_dossier(), 100)
    assert (
        words.index("How many soldiers were killed")
        < words.index("How many fighters attacked")
        < words.index("A lorry with")
    )


def test_long_lists_are_cut_and_say_so() -> None:
    base = fixture.demo_dossier()
    story = base.stories[0]
    claims = tuple(replace(story.claims[0], id=ClaimId(f"k{n}"), text=f"claim {n}") for n in range(50))
    words = to_text(replace(base, stories=(replace(story, claims=claims),)), 100)
    assert "and 40 more (use --format json)" in words
    assert words.count("claim ") < 30


def test_nothing_hidden_reaches_the_terminal() -> None:
    words = to_text(fixture.hostile_dossier(), 100)
    assert not set(words) & set("\x1b\x00\u202e\u2066\ufeff\u00ad\r\ud800")
    assert "[U+001B]" in words
    words.encode("utf8")


def test_nothing_read_is_said() -> None:
    assert to_text(Dossier(), 80) == "Nothing was read.\n"


def test_several_stories_are_counted() -> None:
    assert to_text(fixture.two_stories(), 80).startswith("9 articles in 2 stories\n")


def test_a_record_without_an_outlet_is_called_by_its_id() -> None:
    dossier = fixture.demo_dossier()
    first, *others = dossier.documents
    index = Index(replace(dossier, documents=(replace(first, outlet=None, uri="a.jsonl#id=r17"), *others)))
    assert index.outlet(first.id) == "r17"


def test_a_claim_that_reports_deny_is_shown_as_denied() -> None:
    dossier = fixture.demo_dossier()
    shared = max(dossier.claims, key=lambda c: len({s.document for s in dossier.statements if s.id in c.statements}))
    denied = [replace(s, status=Status.DENIED) if s.id in shared.statements else s for s in dossier.statements]
    assert f"{shared.text[:20]}" in to_text(dossier, 400) and "[denied]" not in to_text(dossier, 400)
    assert "[denied]: " in to_text(replace(dossier, statements=tuple(denied)), 400)


def test_what_became_of_something_is_said_once() -> None:
    rows = (
        Skipped("a.png", "capture", "not an article: PNG image", Outcome.NOT_AN_ARTICLE),
        Skipped("a.warc", "capture", "not an article: image/png", Outcome.NOT_AN_ARTICLE, (1, 2), 2),
        Skipped("pipe", "capture", "refused: a pipe", Outcome.REFUSED),
        Skipped("b.html", "capture", "no such file or folder", Outcome.FAILED),
    )
    text, html = to_text(Dossier(skipped=rows)), to_html(Dossier(skipped=rows), "test")
    for said in ("a.png: not an article: PNG image", "a.warc: 2 not an article: image/png", "pipe: refused: a pipe"):
        assert said in text
    for page in (text, html):
        assert page.count("not an article") == 2 and page.count("refused") == 1
