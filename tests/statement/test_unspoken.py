"""What only looks like a saying, and who is cut down to somebody who can speak: the rows of ``unspoken`` and of ``speakers``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand import lexicon
from firsthand.records import Zone, ZoneKind
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


@BOTH
@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("* Dockers say the crane was unsafe for weeks before it fell.", "Dockers"),
        ("UPDATE 2-Harvel dockers say the crane was unsafe for weeks.", "Harvel dockers"),
        ("If one believes the ferrymen, the lock was open all night.", "the ferrymen"),
        ("The fees were never owed if you ask the ferrymen.", "the ferrymen"),
        ('According to "Brother Ash", the keys were sold in the yard.', '"Brother Ash"'),
        ("The clinic lists 40 cases, announces that it will close and blames the well.", "The clinic"),
        ("The ferrymen speak of two drowned, state that the rope was cut and leave it there.", "The ferrymen"),
    ],
)
def test_marks_of_a_line_and_other_verbs_are_no_part_of_who_speaks(text: str, source: str, weights: bool) -> None:
    assert source in _sources(text, weights)
    assert all(s in {source, ""} for s in _sources(text, weights))


@BOTH
@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The road, the council badly maintained, broke up in June.", []),
        ("The road, the council has repeatedly maintained, was safe.", ["the council"]),
        ("The pump was old, she said, citing a telephone call with the engineers.", ["she", "the engineers"]),
        ("The pump was old, she said, citing a call with reporters.", ["she", "a call with reporters"]),
        (
            "According to the rules, published by the harbour office, all gates must stay open.",
            ["the harbour office", "the rules"],
        ),
        ("According to the rules, all gates must stay open.", []),
        ("Warning sirens gave the village eight minutes.", []),
        ("It is too early to say whether the dam will hold.", []),
        ("The mission is unable to say who fired first.", []),
        ('The mill was closed "until we know what this is".', []),
    ],
)
def test_who_is_behind_a_talk_or_a_rule_speaks_and_what_is_kept_or_done_does_not(
    text: str, sources: list[str], weights: bool
) -> None:
    assert sorted(_sources(text, weights)) == sorted(sources)


@BOTH
@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The harbour office, she added, denies any leak at the pier.", ["The harbour office", "she"]),
        (
            "The harbour office, she added, citing a call with the divers, denies any leak at the pier.",
            ["The harbour office", "she", "the divers"],
        ),
        (
            "The Courier said, quoting what the clinic told the Ansgar Star, that 12 had died.",
            ["The Courier", "the clinic"],
        ),
        (
            "The Courier, citing figures that the clinic gave to the council, said that 12 had died.",
            ["The Courier", "the clinic"],
        ),
        ("The wells, says Mrs Brand, had been dry for three weeks.", ["Mrs Brand"]),
        ("Nine were hurt, two of them porters, says Brand; forty more were sent home.", ["Brand"]),
        (
            "The mayor, citing the dive team's head, Oda Marn, maintains that the lock held.",
            ["The mayor", "the dive team's head, Oda Marn"],
        ),
        (
            "The captain, reading from the log of the pilot office, stated that no call came.",
            ["The captain", "the log of the pilot office"],
        ),
        ("The council works with a figure of 29 confirmed dead.", []),
    ],
)
def test_who_breaks_in_or_gives_a_figure_is_told_from_who_speaks(text: str, sources: list[str], weights: bool) -> None:
    assert sorted(_sources(text, weights)) == sorted(sources)


@BOTH
@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Marn had no patience with the brewery's talk of frost.", ["Marn", "the brewery's"]),
        ("Frost, the brewery's explanation, she waves away.", ["she"]),
        ("The mayor shrugged off the claim that the pumps had failed.", ["The mayor"]),
        ("Marn waved away the waiter and left the room.", []),
    ],
)
def test_what_is_waved_away_is_denied(text: str, sources: list[str], weights: bool) -> None:
    assert sorted(_sources(text, weights)) == sorted(sources)


def test_a_contracted_pronoun_speaks_without_its_verb() -> None:
    assert _sources("We'd like to see the papers first.", True) in (["We"], [])


_BODY = (
    "\n\nA shaft filled with water on Monday at the pit in Ansgar, and three people drowned. "
    + "Pumps were sent for. " * 20
)


@pytest.mark.parametrize(
    ("line", "more", "sources"),
    [
        ("Ansgar: three drown in flooded shaft", "", []),
        ("ALERT: three drown in flooded shaft", "", []),
        ("Ansgar: what the shop steward heard from the pit", "", []),
        (
            "Voss: pit was safe on Sunday",
            "Mayor Oda Voss said that the pumps had been old.",
            ["Voss", "Mayor Oda Voss"],
        ),
        ("ANSGAR: Shaft floods", "One of Ansgar's oldest pits is shut.", []),
    ],
)
def test_the_place_or_the_label_before_a_colon_is_no_speaker(line: str, more: str, sources: list[str]) -> None:
    text = f"{line}{_BODY}{more}"
    head = Zone(ZoneKind.HEADLINE, 0, len(line))
    body = Zone(ZoneKind.BODY, len(line) + 2, len(text))
    said = attribute(replace(article(text), zones=(head, body)), KNOWN).attributions
    assert [s.of(text) for a in said for s in a.source] == sources
