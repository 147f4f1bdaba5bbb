"""The headline audit. Every row: headline, body lines, expected. Developed on this table."""

import pytest

from firsthand.records import Role, ZoneKind
from firsthand.support.headlines import audit
from tests.support.world import KNOWN, Made, line

TABLE = [
    ("Seven killed in strike on depot", [line("Seven were killed in a strike on the depot")], "supported"),
    ("Huge convoy heads for Torr", [line("a huge convoy is heading for Torr", "local sources")], "lost_attribution"),
    ("Huge convoy heads for Torr", [line("a huge convoy is heading for Torr")], "supported"),
    ("Massive convoy heads for Torr", [line("a convoy is heading for Torr")], "stronger"),
    ("Reports: huge convoy heads for Torr", [line("a huge convoy is heading for Torr", "local sources")], "supported"),
    (
        "Massive convoy heads for Torr - reports",
        [line("a huge convoy is heading for Torr", "local sources")],
        "stronger",
    ),
    ("Army closes road to the coast", [line("the army has closed the road to the coast", "Vesk")], "lost_attribution"),
    (
        "Army closes road to the coast, says Vesk",
        [line("the army has closed the road to the coast", "Vesk")],
        "supported",
    ),
    ("Minister resigns over budget scandal", [line("rain fell in the hills all night")], "unsupported"),
    (
        "40 killed in strike on depot",
        [line("12 people were killed in the strike on the depot", count=(12, 12, Role.KILLED))],
        "stronger",
    ),
]


@pytest.mark.parametrize(("headline", "body", "expected"), TABLE)
def test_a_headline_is_held_against_its_body(headline, body, expected):
    count = (40, 40, Role.KILLED) if headline.startswith("40") else None
    made = Made({"a": [line(headline, zone=ZoneKind.HEADLINE, count=count), *body]})
    found = audit(made.articles[0], made.cast.accounts[made.articles[0].id], KNOWN)
    assert found.support == expected, found.because


def test_the_strong_word_is_among_the_spans():
    made = Made({"a": [line("Massive convoy heads for Torr", zone=ZoneKind.HEADLINE), line("a convoy heads for Torr")]})
    article = made.articles[0]
    found = audit(article, made.cast.accounts[article.id], KNOWN)
    assert "Massive" in [s.of(article.text) for s in found.spans]


def test_no_headline_no_audit():
    made = Made({"a": [line("a convoy heads for Torr")]})
    assert audit(made.articles[0], made.cast.accounts[made.articles[0].id], KNOWN) is None
