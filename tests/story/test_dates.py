"""Undated reports are bounded by their story."""

from __future__ import annotations

from firsthand import lexicon
from firsthand.records import Account, DocumentId, Source, SourceId, SourceKind
from firsthand.statement.times import date
from firsthand.story.dates import bound
from tests.statement.article import article

KNOWN = lexicon.load()


def story(**texts: tuple[str, str | None]):
    articles = {DocumentId(n): article(t, p, n, outlet=n) for n, (t, p) in texts.items()}
    accounts = {i: Account(i, times=date(a, KNOWN)) for i, a in articles.items()}
    return articles, accounts


def test_an_undated_report_lies_around_its_story() -> None:
    found = bound(*story(a=("It fell.", "2017-01-19"), b=("It fell.", None)))
    assert [(i, p.earliest, p.latest, p.basis) for i, p in found.items()] == [
        ("b", "2017-01-16", "2017-01-26", "inferred")
    ]
    assert found[DocumentId("b")].because.startswith("story-window: ")


def test_a_story_without_dates_bounds_nothing() -> None:
    assert bound(*story(a=("It fell.", None), b=("It fell.", None))) == {}


def test_a_report_appears_after_the_days_it_names() -> None:
    found = bound(*story(a=("It fell.", "2017-01-19"), b=("It fell on 18 January 2017.", None)))
    assert found[DocumentId("b")].earliest == "2017-01-18"


def test_a_weekday_that_the_story_dates_bounds_the_report() -> None:
    found = bound(*story(a=("It fell on Tuesday.", "2017-01-19"), b=("It fell on Tuesday.", None)))
    assert (found[DocumentId("b")].earliest, found[DocumentId("b")].latest) == ("2017-01-17", "2017-01-23")


def test_a_report_appears_after_the_one_it_cites() -> None:
    articles, accounts = story(wire=("It fell.", "2017-01-19"), b=("It fell, the wire said.", None))
    cited = Source(SourceId("wire"), "Wire", SourceKind.OUTLET, ("Wire",))
    accounts[DocumentId("b")] = Account(DocumentId("b"), sources=(cited,))
    assert bound(articles, accounts)[DocumentId("b")].earliest == "2017-01-19"
