"""The reader of pages: what it shows of markup, sound or broken, and the laws that hold for any."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.capture import html, places

# markup -> the blocks of text it shows
SHOWN = {
    "<p>one<p>two</p>three": ["one", "two", "three"],
    "<ul><li>one<li>two<ul><li>three</ul></ul>": ["one", "two", "three"],
    "<table><tr><td>a<td>b<tr><td>c</table>d": ["a", "b", "c", "d"],
    "<p>a <b>bold</b> word<br>next</p>": ["a bold word", "next"],
    "<P CLASS=x>Upper</P><DIV>case</DIV>": ["Upper", "case"],
    "<p title=\"a > b\" data-x='<p>no</p>'>yes</p>": ["yes"],
    "<p>1 < 2 and 3 > 2</p>": ["1 < 2 and 3 > 2"],
    "<p>Q&amp;A &#8211; caf&eacute;&nbsp;au lait</p>": ["Q&A – café au lait"],
    "<p>&#99999999999999999999;</p>": ["\ufffd"],
    "a<!-- <p>not</p> -->b<!-->c<!--->d": ["abcd"],
    "<script>var x = '<p>not</p>';</script><p>yes</p>": ["yes"],
    "<style>p{}</style><noscript><p>no</p></noscript><svg/><p>yes</p>": ["yes"],
    "<p>before</p><script>never closed <p>x</p>": ["before"],
    "<p>before</p><iframe><p>shown</p>": ["before", "shown"],
    "<div style='display: none'><div>no</div>no</div><p>yes</p>": ["yes"],
    "<p hidden>no</p><p aria-hidden=true>no</p><p>yes</p>": ["yes"],
    "<div hidden>never closed, so shown": ["never closed, so shown"],
    "</div></p>a</span>b": ["ab"],
    "<div><table><tr><td>a</div>b</td></tr></table>c</div>d": ["a", "b", "c", "d"],
    "<!DOCTYPE html><?xml version='1.0'?><p>x": ["x"],
    "<h1>two<br>lines</h1>": ["two", "lines"],
    "<p>cut off <a href='x": ["cut off"],
    "": [],
}


@pytest.mark.parametrize(("markup", "blocks"), SHOWN.items())
def test_markup_shows_its_text_block_by_block(markup: str, blocks: list[str]) -> None:
    found = html.page(markup)
    assert [found.text[b.start : b.end] for b in found.blocks] == blocks


def test_a_stray_end_tag_in_a_cell_ends_nothing_around_the_table() -> None:
    found = html.page("<div class=story><table><tr><td>a</div></td></tr></table><p>b</p></div><p>c</p>")
    names = [[found.boxes[n].names for n in _around(found, b.box)] for b in found.blocks]
    assert ["story" in x for x in names] == [True, True, False]


def _around(page: html.Page, box: int) -> list[int]:
    out = []
    while box >= 0:
        out.append(box)
        box = page.boxes[box].parent
    return out


def test_links_are_counted_up_to_the_element_that_ends_them() -> None:
    found = html.page("<p>see <a href=x>this page</a> now</p><div><p><a href=y>never ended</p></div><p>free</p>")
    assert [b.link_characters for b in found.blocks] == [9, 11, 0]


def test_the_page_states_its_facts_the_most_trustworthy_first() -> None:
    found = html.page(
        "<html lang=en-GB><head><title>A &amp; B | Site</title><meta property='og:title' content='A &amp; B'>"
        "<link rel=canonical href='https://x.example/a?b=1&amp;c=2'>"
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"A and B"}</script></head>'
        "<body><h1>A<br>&amp; B</h1><time datetime=2031-03-04 itemprop=datePublished>4 March</time></body></html>"
    )
    assert list(found.facts) == [
        ("title", "A and B"), ("title", "A & B"), ("url", "https://x.example/a?b=1&c=2"), ("published", "2031-03-04"),
        ("title.tag", "A & B | Site"), ("title.h1", "A & B"), ("language", "en-GB"),
    ]  # fmt: skip


PIECES = st.sampled_from(
    ["<div class='a'>", "</div>", "<p>", "</p>", "<li>", "<td>", "<tr>", "</table>", "<table>", "<a href=x>", "</a>", "<!--",
     "-->", "<script>", "</script>", "<title>", "word ", "<", ">", "&amp;", "&#x202e;", "'", '"', "<b hidden>", "<h1>", "\u00a0"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_markup_gives_blocks_that_read_back_inside_boxes_that_come_before_them(pieces: list[str]) -> None:
    found = html.page("".join(pieces))
    end = 0
    for b in found.blocks:
        words = found.text[b.start : b.end]
        assert words == " ".join(words.split()) and words and b.start >= end and 0 <= b.link_characters <= len(words)
        assert 0 <= b.box < len(found.boxes)
        end = b.end
    assert all(box.parent < n for n, box in enumerate(found.boxes))
    assert found == html.page("".join(pieces))


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<li>", "</div>", "<p hidden>", "<a href='", "<!--", "<svg>", "<td><section>", "<x y='>", "&", "<dd><div>", "<ul><li>"],
)  # fmt: skip
def test_reading_takes_time_in_proportion(piece: str) -> None:
    spent = []
    for count in (2_000, 16_000):
        begin = time.process_time()
        html.page(piece * count + "text")
        spent.append(time.process_time() - begin)
    assert spent[1] < 40 * max(spent[0], 0.002)


def test_more_tags_than_any_page_has_are_refused() -> None:
    with pytest.raises(html.Refused):
        html.page("<" * (html.MAX_TAGS + 1))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "one", " two", "&amp;", "é", "<br>", "<!-- no -->", "<div hidden>", "</div>",
                                 "<script>x</script>", "\U0001f600", "<", "<a href='x>y'>", "\n"]), max_size=40))  # fmt: skip
def test_a_blocks_bytes_say_its_words(parts: list[str]) -> None:
    markup = "".join(parts)
    page, data = html.page(markup, is_placed=True), markup.encode()
    found = list(places.in_bytes(page, markup, data))
    assert len(found) == len(page.blocks)
    for block, place in zip(page.blocks, found, strict=True):
        if place is not None:
            assert places.rendered(data[place.start : place.end].decode()) == page.text[block.start : block.end]


def test_each_plain_paragraph_is_found_in_the_bytes_even_when_it_stands_there_twice() -> None:
    markup = "<title>same</title><p>same</p><p>é <b>same</b> &amp; more</p><div><p> same </p></div>"
    page, data = html.page(markup, is_placed=True), markup.encode()
    found = list(places.in_bytes(page, markup, data))
    assert [data[p.start : p.end].decode() for p in found if p] == ["same", "é <b>same</b> &amp; more", "same"]
    assert found[0] and found[2] and found[0].start < found[2].start
