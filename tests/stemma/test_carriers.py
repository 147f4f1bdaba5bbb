"""Texts that stand under several outlets and stamps: which version a tie runs to, and what a version has besides."""

from __future__ import annotations

import pytest

from firsthand import article, copies, lexicon
from firsthand.records import Article, Capture, CaptureKind, DocumentId, Stemma
from firsthand.stemma import derive
from firsthand.stemma.carriers import told_apart
from firsthand.stemma.dates import When, first_printed
from firsthand.stemma.descent import Descent
from tests.stemma.told import APART, ORIGIN, REWRITE, cast, story

KNOWN = lexicon.load()
EARLY, NIGHT, NEXT_DAY = "2031-05-05T20:00:00Z", "2031-05-06T07:00:00Z", "2031-05-06T12:00:00Z"
CITING = "the Coast Courier reports"


def printed(name: str, text: str, outlet: str, published: str) -> Article:
    given = Capture(
        DocumentId(name), "record", "", CaptureKind.RECORD, text=text, outlet=outlet, title=text.partition("\n")[0], published=published
    )  # fmt: skip
    found = article.clean(given, KNOWN)
    assert isinstance(found, Article)
    return found


def tree(articles: list[Article]) -> Stemma:
    return derive(story(articles), articles, cast(articles))


def edge(found: Stemma, child: str, parent: str) -> float:
    return next((e.probability for e in found.edges if (e.child, e.parent) == (f"n:{child}", f"n:{parent}")), 0.0)


def test_what_names_the_outlet_of_any_version_of_a_text_names_the_text() -> None:
    whole = printed("a", f"{ORIGIN} Two helicopters searched in vain.", "Coast Courier", EARLY)
    again = printed("b", ORIGIN.replace(" told the Coast Courier", " said"), "Radio Lissard", EARLY)
    named, silent = (
        printed("c", REWRITE.replace(CITING, said), "Evening Ledger", NIGHT) for said in ("Radio Lissard reports", "it was said")
    )  # fmt: skip
    assert copies.nearly([whole, again]).original == {"a": "a", "b": "a"}
    found = tree([whole, again, named])
    assert edge(found, "c", "b") > 0.9
    assert edge(found, "c", "a") < 0.5
    assert edge(tree([whole, again, silent]), "c", "b") < 0.9


def test_a_text_is_as_old_as_its_first_whole_version() -> None:
    first = printed("b", ORIGIN, "Radio Lissard", EARLY)
    again = printed("a", ORIGIN.replace("were wounded", "were all wounded"), "Coast Courier", NEXT_DAY)
    between = printed("c", REWRITE.replace(f", {CITING}", ""), "Evening Ledger", NIGHT)
    assert copies.nearly([again, first]).original["b"] == "a"
    found = tree([again, first, between])
    assert edge(found, "c", "b") >= 0.5 > edge(found, "a", "c")


def test_what_is_merged_into_a_longer_copy_is_no_older_than_the_copy() -> None:
    mine, theirs = printed("a", ORIGIN, "Coast Courier", EARLY), printed("c", APART, "Nordvik Post", NIGHT)
    merged = printed("m", ORIGIN + "\n\n" + APART.split("\n\n")[1], "Nordvik Times", NEXT_DAY)
    assert copies.nearly([mine, merged]).original["a"] == "m"
    assert edge(tree([mine, theirs, merged]), "c", "a") < 0.5


def test_what_is_merged_into_a_copy_is_an_edge_of_the_copy_alone() -> None:
    lines, added = ORIGIN.split("\n\n"), APART.split("\n\n")[1]
    mine, theirs = printed("a", ORIGIN, "Coast Courier", EARLY), printed("c", APART, "Nordvik Post", NIGHT)
    merged = printed("m", "\n\n".join([*lines[:3], added]), "Nordvik Times", NEXT_DAY)
    assert copies.nearly([mine, merged]).original["m"] == "a"
    found = tree([mine, theirs, merged])
    assert edge(found, "m", "c") > 0
    because = next(e.because for e in found.edges if (e.child, e.parent) == ("n:m", "n:c"))
    assert copies.MERGED in {b.kind for b in because}
    assert not [e for e in found.edges if (e.child, e.parent) == ("n:a", "n:c")]


def test_of_the_versions_of_a_text_each_is_the_parent_as_likely_as_that_no_other_is() -> None:
    c, p, q = map(DocumentId, "cpq")
    ways = [Descent(c, p, {}, 0.9), Descent(c, q, {}, 0.6)]
    found = told_apart([Descent(c, p, {}, 0.8)], ways, {c: c, p: p, q: p})
    assert {d.parent: d.probability for d in found} == pytest.approx({p: 0.8 * 9 / 10.5, q: 0.8 * 1.5 / 10.5}, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "again", "first"),
    [
        ((10.0, 10.0), (4.0, 4.0), (4.0, 4.0)),
        ((4.0, 4.0), (10.0, 10.0), (4.0, 4.0)),
        ((None, None), (10.0, 10.0), (None, 10.0)),
        ((0.0, 20.0), (10.0, 10.0), (0.0, 10.0)),
        ((5.0, 5.0), (None, None), (5.0, 5.0)),
    ],
)
def test_a_text_appeared_no_later_than_any_stamp_says(text: When, again: When, first: When) -> None:
    assert first_printed(When(*text), When(*again)) == When(*first)
