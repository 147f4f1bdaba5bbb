"""The page, without a browser: self-contained, escaped, linked, the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.export.html import to_card, to_html
from firsthand.export.html.documents import documents
from firsthand.export.html.markup import captured, el, text
from firsthand.export.html.passages import compared
from firsthand.export.index import Index
from firsthand.export.visible import visible
from firsthand.records import DocumentId, Dossier, Near, Node, NodeId, NodeKind, Stemma, StoryId, Zone, ZoneKind
from tests.export import fixture

MADE = [fixture.demo_dossier, fixture.two_stories, fixture.hostile_dossier, Dossier]
ALL = pytest.mark.parametrize("make", MADE)


@ALL
def test_nothing_is_fetched_and_nothing_runs(make: Callable[[], Dossier]) -> None:
    page = to_html(make())
    assert not re.findall(r"<(?:script|img|iframe|object|embed|form|base)\b", page)
    assert not re.findall(r'\s(?:src|srcset|style|on\w+)="', page)
    assert set(re.findall(r'href="([^"#][^"]*)"', page)) == {"data:,"}
    assert "url(" not in page and "@import" not in page
    assert page.count("<!DOCTYPE html>") == 1


def test_the_policy_names_the_style_that_is_there() -> None:
    page = to_html(fixture.demo_dossier())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert f"sha256-{base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()}" in unescape(page)
    assert "default-src &#x27;none&#x27;" in page


@ALL
def test_every_link_ends_on_the_page(make: Callable[[], Dossier]) -> None:
    page = to_html(make())
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


@ALL
def test_the_same_dossier_gives_the_same_bytes(make: Callable[[], Dossier]) -> None:
    assert to_html(make()).encode("utf8") == to_html(make()).encode("utf8")


def test_every_view_is_there() -> None:
    page = to_html(fixture.demo_dossier())
    for part in ("tree", "claims", "differences", "timeline", "passages", "headlines", "missing", "aside"):
        assert f'id="s1-{part}"' in page
    assert '<rect x="12"' in page and 'class="box lost"' in page
    assert "<u>" in page and 'class="changed"' in page
    assert "▲ stronger than its text" in page


def test_several_stories_get_a_contents_list() -> None:
    assert 'class="contents"' in to_html(fixture.two_stories())
    assert 'class="contents"' not in to_html(fixture.demo_dossier())


def test_twenty_pages_stay_under_two_megabytes() -> None:
    base = fixture.demo_dossier()
    documents, nodes = [], list(base.stemma.nodes)
    for n in range(20):
        like = base.documents[n % len(base.documents)]
        documents.append(replace(like, id=DocumentId(f"{like.id}-{n:02}"), text=like.text * 3))
        nodes.append(Node(NodeId(f"x{n}"), NodeKind.DOCUMENT, documents[-1].id, None, StoryId("s1")))
    story = replace(base.stories[0], documents=base.stories[0].documents + tuple(d.id for d in documents))
    stemma = Stemma(tuple(nodes), base.stemma.edges, base.stemma.kin, base.stemma.passages)
    page = to_html(replace(base, documents=base.documents + tuple(documents), stories=(story,), stemma=stemma))
    assert len(page.encode("utf8")) < 2_000_000


def test_marks_change_no_character_of_a_document() -> None:
    base = fixture.demo_dossier()
    page = documents(Index(base), [])
    for article, document in zip(page.split("<article")[1:], base.documents, strict=True):
        words = unescape(re.sub(r"<[^>]+>", "", article.partition("</h3>")[2].partition("</p>")[2]))
        assert "".join(words.split()) == "".join(visible(document.text).split())


def test_text_outside_every_zone_is_shown_and_its_anchors_stand() -> None:
    base = fixture.demo_dossier()
    bare = tuple(
        replace(d, zones=(Zone(ZoneKind.BODY, 30, 40), Zone(ZoneKind.BODY, 35, 10_000_000))) for d in base.documents
    )
    page = to_html(replace(base, documents=bare))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\sid="([^"]+)"', page))
    assert "Tuesday night" in page


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_sides_of_a_comparison_read_back(a: str, b: str) -> None:
    for given_, shown in zip((a, b), compared(a, b), strict=True):
        assert re.sub(r"<[^>]+>", "", shown) == re.sub(r"<[^>]+>", "", text(given_))


def test_copied_words_are_underlined_and_changed_ones_marked() -> None:
    left, right = compared("where they are driven out by border troops", "where they are driven on by border troops")
    assert left == '<u>where they are driven</u> <mark class="changed">out</mark> <u>by border troops</u>'
    assert right == '<u>where they are driven</u> <mark class="changed">on</mark> <u>by border troops</u>'


def test_an_element_escapes_what_is_not_markup() -> None:
    assert (
        el("p", "<b>", captured("&"), title='"x"')
        == '<p title="&quot;x&quot;">&lt;b&gt;<bdi dir="auto">&amp;</bdi></p>'
    )


@ALL
def test_the_card_of_a_notebook_is_small_and_escaped(make: Callable[[], Dossier]) -> None:
    card = to_card(make())
    assert len(card) < 20_000
    assert "<script" not in card and "<img" not in card


def test_what_may_answer_the_same_question_is_named_and_linked() -> None:
    made = fixture.demo_dossier()
    (told,) = made.stories
    one = next(c for c in told.claims if c.support and len(c.statements) > 2)
    other = replace(next(c for c in told.claims if c.id != one.id), text="who <b>kept</b> the gate")
    claims = tuple(
        replace(c, near=(Near(other.id, 0.23),)) if c.id == one.id else other if c.id == other.id else c
        for c in told.claims
    )
    page = to_html(replace(made, stories=(replace(told, claims=claims),)))
    (near,) = re.findall(r"May answer the same question: (.*?)</small>", page)
    assert re.match(r'<a href="#s1-c-\d+">', near) and near.endswith(" (23 %).")
    assert "who &lt;b&gt;kept&lt;/b&gt; the gate" in near
