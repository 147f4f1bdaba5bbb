"""Laws of the measure of dumps: what a line counts for is settled by the page and the listed body, before anything is read."""

from __future__ import annotations

import pytest

from eval import dumps
from firsthand import article, lexicon

FIRST = "The dam above Torvale gave way on Monday and the lower town was flooded within the hour, the mayor said."
SECOND = "Engineers had warned of the crack in its eastern wall since the spring, and nobody closed the road below."
THIRD = "The ministry promised an inquiry and sent forty tents, while the river was still rising at the old bridge."
LEGEND = "People wade through the market street of Torvale on Monday afternoon."
OFFER = "Read every one of our stories for a whole year at half the price of last year."


def page(*body: str) -> dict[str, str]:
    return {
        "id": "x",
        "html": f"<html><head><title>Dam breaks above Torvale</title></head><body>{''.join(body)}</body></html>",
    }


def p(words: str, names: str = "") -> str:
    return f"<p class='{names}'>{words}</p>"


def labels(record: dict[str, str], *gold: str) -> list[tuple[int | None, int | None]]:
    return [(x.label, x.strict) for x in dumps.lines(record, "\n".join(gold))]


def test_what_the_list_has_is_the_articles_and_what_it_has_not_is_furniture() -> None:
    assert labels(page(p(FIRST), p(OFFER), p(SECOND)), FIRST, SECOND) == [(1, 1), (0, 0), (1, 1)]


def test_a_caption_is_furniture_where_the_list_leaves_it_out_and_the_articles_where_it_has_it() -> None:
    record = page(p(FIRST), f"<figure><figcaption>{LEGEND}</figcaption></figure>", p(SECOND))
    assert labels(record, FIRST, SECOND)[1] == (0, 0)
    assert labels(record, FIRST, LEGEND, SECOND)[1] == (1, 1)


def test_title_byline_and_date_near_the_article_count_neither_way() -> None:
    head = "<h1>Dam breaks above Torvale</h1><p>By Ann Iver</p><p>3 March 2031</p>"
    assert labels(page(head, p(FIRST), p(SECOND)), FIRST, SECOND)[:3] == [(None, None)] * 3


def test_a_deck_that_its_element_names_counts_neither_way_and_as_furniture_where_names_are_not_asked() -> None:
    record = page("<h1>Dam breaks above Torvale</h1>", p("Forty tents for a whole town", "deck"), p(FIRST), p(SECOND))
    assert labels(record, FIRST, SECOND)[1] == (None, 0)


def test_of_a_paragraph_that_stands_twice_the_one_in_the_longer_run_is_the_articles() -> None:
    gap = "".join(p(x) for x in ("Home", "World", "Sport", "Weather", "Video"))
    found = labels(page(p(FIRST), gap, p(FIRST), p(SECOND), p(THIRD)), FIRST, SECOND, THIRD)
    assert found[0] == (0, 0) and found[-3:] == [(1, 1)] * 3


def test_labels_are_settled_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the reader was asked")

    monkeypatch.setattr(article, "clean", read)
    assert labels(page(p(FIRST), p(SECOND)), FIRST, SECOND) == [(1, 1), (1, 1)]


def test_what_is_kept_of_furniture_leaks_and_what_is_set_aside_of_the_article_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = lexicon.load()
    labelled = dumps.lines(page(p(FIRST), p(OFFER), p(SECOND)), f"{FIRST}\n{SECOND}")
    size = [len("".join(x.split())) for x in (FIRST, OFFER, SECOND)]

    def keep(text: str, *_: object) -> tuple[bytearray, bytearray]:
        return bytearray(text.index(SECOND) * b"\1" + len(SECOND) * b"\0"), bytearray(len(text) * b"\1")

    monkeypatch.setattr(dumps, "_kept", keep)
    counts, strict = dumps.measured(labelled, known, show=False)
    assert (counts.junk, counts.leaked, counts.own, counts.lost) == (size[1], size[1], size[0] + size[2], size[2])
    assert counts == strict and counts.zoned == counts.all == sum(size)
