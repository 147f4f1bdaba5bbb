# ruff: noqa: E501
"""Zones of pages beyond their boxes' names: lists of other articles, decks, lists of the article's own, posts; dates and languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import reading
from firsthand import article, lexicon
from firsthand.capture import html
from firsthand.records import Article, Capture, CaptureKind, DocumentId

KNOWN = lexicon.load()
HEAD = "Bridge at Orva closed after night raid"
BODY = (
    "The bridge at Orva was closed on Monday after a raid in which nine people were killed, the army said.",
    "Two companies were sent to the river, according to Colonel Darin Voss. He spoke of 20 to 25 attackers.",
    "Residents said the shooting had lasted for an hour and that a bus was burning near the market.",
)
OTHER = "The harbour will be deepened next year so that larger ships can call, the ministry of transport announced."


def page(body: str, head: str = "", url: str | None = None) -> Article:
    found = html.page(f"<html><head>{head}</head><body>{body}</body></html>")
    return article.clean(Capture(DocumentId("d"), "d.html", "0", CaptureKind.PAGE, page=found, url=url), KNOWN)


def texts(a: Article, *kinds: str) -> list[str]:
    return [a.text[z.start : z.end] for z in a.zones if z.kind in kinds]


def story(inside: str = "", after: str = "") -> str:
    paragraphs = "".join(f"<p>{x}</p>" for x in BODY)
    return f"<div class=a><h1>{HEAD}</h1>{paragraphs}{inside}</div>{after}"


@pytest.mark.parametrize("tag", ["div", "li", "article", "section"])
def test_boxes_of_one_make_with_linked_titles_are_other_articles_whatever_they_are_called(tag: str) -> None:
    cards = "".join(
        f"<{tag} class='zq zq-{n}'><h3><a href=/{n}>Harbour number {n} to be deepened</a></h3><p>{OTHER}</p></{tag}>"
        for n in range(5)
    )
    a = page(story(after=f"<h3>What else happened</h3><div class=zz>{cards}</div>"))
    assert texts(a, "body") == list(BODY) and len(texts(a, "related")) >= 10


def test_a_list_of_things_with_links_among_the_articles_paragraphs_is_the_articles() -> None:
    items = "".join(
        f"<p>{n}) A lamp of the old make, number {n}</p><p><a href=/x{n}>shop.example/{n}</a></p>" for n in range(6)
    )
    a = page(story(inside=items + f"<p>{OTHER}</p>"))
    assert sum("A lamp of the old make" in x for x in texts(a, "body")) == 6


def test_a_deck_is_no_paragraph_and_leaves_the_headline_alone() -> None:
    deck = "Army speaks of two dozen attackers, residents of an hour of shooting"
    for markup in (f"<h2>{deck}</h2>", f"<p class='article-dek'>{deck}</p>", f"<div class=subtitle>{deck}</div>"):
        a = page(f"<div class=a><h1>{HEAD}</h1>{markup}" + "".join(f"<p>{x}</p>" for x in BODY) + "</div>")
        assert texts(a, "headline") == [HEAD, deck] and texts(a, "body") == list(BODY) and a.title.text == HEAD


def test_a_heading_over_other_articles_goes_with_them() -> None:
    a = page(story(inside=f"<h3>More stories like this one</h3><div class=related><p>{OTHER}</p></div>"))
    assert "More stories like this one" in texts(a, "related")


def test_a_post_that_the_article_quotes_is_read() -> None:
    a = page(story(inside=f"<div class=widget><blockquote class=twitter-tweet><p>{OTHER}</p></blockquote></div>"))
    assert OTHER in texts(a, "body")


def test_each_comment_on_a_page_is_a_zone_of_its_own() -> None:
    said = ["It was 52 people, my aunt was there.", "Nobody believes the colonel anyway."]
    for box in (
        "<div id=wpdiscuz>",
        "<div id=disqus_thread>",
        "<ol class=comment-list>",
        "<section class=fb-comments>",
    ):
        a = page(story(after=box + "".join(f"<li>{x}</li>" for x in said)))
        assert texts(a, "comment") == said and texts(a, "body") == list(BODY)


COMMENT_FORMS = {
    "wpDiscuz": (
        '<div class="wpd-thread-list">',
        '<div class="wpd-comment wpd_comment_level-1"><div class="wpd-comment-author">{who}</div><div class="wpd-comment-text">{said}</div></div>',
    ),
    "Disqus": (
        '<ul id="post-list" class="post-list"><div id="disqus_thread">',
        '<li class="post"><div class="post-content"><header>{who}</header><div class="post-message">{said}</div></div></li>',
    ),
    "native": (
        '<ol class="comment-list">',
        '<li class="comment depth-1"><div class="comment-body"><cite>{who}</cite> says:<p>May 4</p>{said}<p><a href=#>Reply</a></p></div></li>',
    ),
    "articles": ('<section id="comments">', '<article class="comment"><footer>{who}</footer>{said}</article>'),
}


@pytest.mark.parametrize("form", COMMENT_FORMS)
def test_a_comment_of_several_paragraphs_is_one_zone(form: str) -> None:
    box, item = COMMENT_FORMS[form]
    said = (("Ann", "It was 52 people.", "My aunt was there."), ("Bo", "Nobody believes it.", "Not even the colonel."))
    items = "".join(item.format(who=who, said=f"<p>{a}</p><p>{b}</p>") for who, a, b in said)
    found = texts(page(story(after=box + items)), "comment")
    assert len(found) == 2
    assert all(who in x and a in x and b in x for x, (who, a, b) in zip(found, said, strict=True))


def test_a_reply_inside_a_comment_is_a_comment_of_its_own() -> None:
    reply = '<ol class=children><li class="comment depth-2"><p>Which aunt would that have been?</p></li></ol>'
    after = f'<ol class=comment-list><li class="comment depth-1"><p>It was 52 people.</p><p>My aunt was there.</p>{reply}</li></ol>'
    found = texts(page(story(after=after)), "comment")
    assert [" ".join(x.split()) for x in found] == [
        "It was 52 people. My aunt was there.",
        "Which aunt would that have been?",
    ]


# ---- dates: head and body of a page, its address -> the day it states --------------------------------------------------

STATED = (
    ('<meta property="article:published_time" content="2031-03-04T05:06:07+01:00">', "", None, "2031-03-04"),
    ('<meta name="parsely-pub-date" content="2031-03-04">', "", None, "2031-03-04"),
    ('<meta name="DC.date.issued" content="2031-03-04">', "", None, "2031-03-04"),
    ('<meta name="pubdate" content="20310304">', "", None, "2031-03-04"),
    ('<meta itemprop="datePublished" content="Tue, 04 Mar 2031 10:00:00 GMT">', "", None, "2031-03-04"),
    ('<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","datePublished":"2031-03-04T10:00Z"}]}</script>', "", None, "2031-03-04"),
    ('<script type="application/ld+json">{"@type":"WebPage","datePublished":"2031-02-01"}</script><script type="application/ld+json">{"@type":"Article","datePublished":"2031-03-04"}</script>', "", None, "2031-03-04"),
    ("", '<time datetime="2031-03-04T09:00">today</time>', None, "2031-03-04"),
    ("", '<span itemprop="datePublished" content="2031-03-04">yesterday</span>', None, "2031-03-04"),
    ("", '<abbr class="published" title="2031-03-04T09:00:00">Tuesday</abbr>', None, "2031-03-04"),
    ("", "<p>March 4, 2031 | Updated: March 6, 2031</p>", None, "2031-03-04"),
    ("", "<div class=meta>Опубликовано 4 марта 2031</div>", None, "2031-03-04"),
    ("", "<div>4 de março de 2031, 10h15</div>", None, "2031-03-04"),
    ("", "<div>4 mars 2031 à 10:15</div>", None, "2031-03-04"),
    ("", "", "https://x.example/2031/03/04/bridge.html", "2031-03-04"),
    ("", "", "https://x.example/news/bridge-20310304", "2031-03-04"),
    ("", "", "https://x.example/2031-03-04-bridge/", "2031-03-04"),
    ('<meta property="article:published_time" content="2035-01-01T00:00:00Z">', "", "https://x.example/2031/03/04/b", "2031-03-04"),
    ('<meta property="article:published_time" content="0001-01-01T00:00:00Z">', "", "https://x.example/2031/03/04/b", "2031-03-04"),
    ('<meta property="article:modified_time" content="2031-03-09">', "", None, None),
    ("", "<div class=comments><li>March 4, 2031: it was 52</li></div>", None, None),
)  # fmt: skip


@pytest.mark.parametrize(("head", "body", "url", "day"), STATED)
def test_the_day_of_publication_is_the_one_that_markup_or_address_states(
    head: str, body: str, url: str | None, day: str | None
) -> None:
    a = page(f"<h1>{HEAD}</h1>{body}" + "".join(f"<p>{x}</p>" for x in BODY), head, url)
    assert (a.published.earliest or "")[:10] == (day or "")


def test_languages_are_told_by_one_sentence() -> None:
    right, asked = reading.languages(False).split()[1].split("/")
    assert int(asked) >= 150 and int(right) >= 0.99 * int(asked)


def test_the_list_of_dated_pages_names_pages_by_their_ids_alone() -> None:
    rows = Path(reading.GOLD / "dates" / "pages.tsv").read_text("utf8").splitlines()[1:]
    assert len(rows) == 90 and all(len(r.split("\t")) == 3 and len(r.split("\t")[0]) == reading.ID for r in rows)
