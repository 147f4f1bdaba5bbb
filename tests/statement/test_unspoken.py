"""What only looks like a saying, and who is cut down to somebody who can speak: the rows of ``unspoken`` and of ``speakers``."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.records import ZoneKind
from firsthand.statement.attributions import attribute
from tests.statement.article import article, paragraphs

KNOWN = lexicon.load()
BOTH = pytest.mark.parametrize("weights", [True, False], ids=["weights", "rules"])


def _sources(text: str, weights: bool) -> list[str]:
    return [s.of(text) for a in attribute(article(text), KNOWN, weights=weights).attributions for s in a.source]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "The clerk said that three calls from the lock were not answered and that two barges sank.",
        "She said that 14 reports of leaks were filed and that four claims were paid.",
    ],
)
def test_a_number_before_a_noun_in_s_is_no_speaker(text: str, weights: bool) -> None:
    assert [s.lower() for s in _sources(text, weights)] in (["the clerk"], ["she"])


@BOTH
def test_an_article_alone_is_no_speaker(weights: bool) -> None:
    text = "The spill – an estimated 40 barrels – is harmless, the firm maintains, and was stopped at the weir."
    assert _sources(text, weights) == ["the firm"]


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "The fishing grounds claimed by the two towns overlap by a mile at the river mouth.",
        "The trawler was found in a closed zone declared by the province of Ansgar in May.",
        "The beacon of the trawler reported dark for two hours before the crash.",
        "Two of the divers reported missing since Sunday evening.",
    ],
)
def test_whom_it_befell_is_no_speaker(text: str, weights: bool) -> None:
    assert _sources(text, weights) == []


@BOTH
def test_by_phone_nobody_acts(weights: bool) -> None:
    text = "The harbour master said by phone that the lock was shut."
    assert _sources(text, weights) == ["The harbour master"]


def test_things_reported_at_the_end_of_a_clause_say_nothing() -> None:
    text = "Harvel bridge closed overnight, blasts reported"
    assert attribute(paragraphs(text, ZoneKind.HEADLINE), KNOWN).attributions == ()


def test_villagers_reported_it() -> None:
    assert _sources("The bridge at Harvel was closed overnight, villagers reported.", True) == ["villagers"]


@BOTH
@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("For a week, she says, the ward diary recorded fevers on the upper floor.", {"she", "the ward diary"}),
        ("Only the brewery claimed that the well was clean.", {"the brewery"}),
        ("The porters having told him that the lift was broken, he took the stairs.", {"The porters"}),
        ("Weeks earlier guests had complained that the doors were stuck.", {"guests"}),
    ],
)
def test_a_source_is_cut_to_who_speaks(text: str, sources: set[str], weights: bool) -> None:
    assert set(_sources(text, weights)) <= sources
    if weights:
        assert set(_sources(text, weights)) == sources


@BOTH
def test_a_number_behind_no_belongs_to_its_paper(weights: bool) -> None:
    text = "The council's circular no. 7 announces that the market is shut."
    assert _sources(text, weights) == ["The council's circular no. 7"]


@BOTH
def test_to_concern_is_no_saying(weights: bool) -> None:
    assert _sources("It concerns rents of two million crowns for the old barracks.", weights) == []
