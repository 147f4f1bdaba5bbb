"""Whom a description means. All names are invented."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.naming.offices import introduced, office, offices
from tests.naming.test_settle import cast, ids, told

OFFICES = offices(lexicon.load())


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Colonel Osk Tarrin said so.", ("colonel", "Osk Tarrin")),
        ("Col. Osk Tarrin said so.", ("colonel", "Osk Tarrin")),
        ("Osk Tarrin, the brigade's spokesman, said so.", ("spokesman", "Osk Tarrin")),
        ("Osk Tarrin, who speaks for the brigade, said so.", ("spokesman", "Osk Tarrin")),
        ("The director of the hospital, Ina Brock, said so.", ("director", "Ina Brock")),
        ("Its director Ina Brock said so.", ("director", "Ina Brock")),
    ],
)
def test_a_text_introduces_who_holds_an_office(text: str, pair: tuple[str, str]) -> None:
    assert pair in introduced(text, OFFICES)


@pytest.mark.parametrize(
    "text", ["The army speaks of four dead, The Morning Post reports.", "Ina Brock, quoting the officer, said so."]
)
def test_words_beside_an_office_do_not_make_its_holder(text: str) -> None:
    assert introduced(text, OFFICES) == ()


def test_the_head_noun_is_the_office() -> None:
    assert [office(n, OFFICES) for n in ("director of the town's hospital", "Col", "the crews")] == [
        "director",
        "colonel",
        "",
    ]


def test_a_rank_alone_means_the_one_who_was_introduced_with_it() -> None:
    text = "Colonel Osk Tarrin said shells fell. The colonel said more would fall."
    settled = cast(told("a", text, "Colonel Osk Tarrin", "The colonel"))
    assert len(set(ids(settled, "a"))) == 1


def test_a_rank_that_two_men_have_stays_open_across_articles() -> None:
    settled = cast(
        told("a", "Colonel Osk Tarrin said shells fell.", "Colonel Osk Tarrin"),
        told("b", "Colonel Ulf Denn said none fell.", "Colonel Ulf Denn"),
        told("c", "The colonel said shells fell.", "The colonel"),
    )
    assert ids(settled, "c")[0] not in {*ids(settled, "a"), *ids(settled, "b")}


def test_a_description_here_is_the_person_whom_another_article_names() -> None:
    settled = cast(
        told("a", "Ten died, said the director of the town's hospital.", "the director of the town's hospital"),
        told("b", "Ten died, hospital director Ina Brock said.", "hospital director Ina Brock"),
    )
    assert ids(settled, "a") == ids(settled, "b")


def test_a_commander_of_one_article_is_not_the_commander_of_another() -> None:
    settled = cast(
        told("a", "The unit's commander said shells fell.", "The unit's commander"),
        told("b", "Commander Osk Tarrin said shells fell.", "Commander Osk Tarrin"),
    )
    assert ids(settled, "a") != ids(settled, "b")


def test_one_spokesman_makes_the_army_and_its_district_one_source() -> None:
    settled = cast(
        told("a", "Army spokesman Osk Tarrin said shells fell.", "Army spokesman Osk Tarrin"),
        told(
            "b",
            "Osk Tarrin, spokesman of the Fourth Military District, said shells fell.",
            "Osk Tarrin, spokesman of the Fourth Military District",
        ),
    )
    assert ids(settled, "a") == ids(settled, "b")


def test_he_is_not_whom_the_article_called_she() -> None:
    text = "Ina Brock said shells fell. She said ten died. He said none died."
    settled = cast(told("a", text, "Ina Brock", "She", "He"))
    brock, she, he = ids(settled, "a")
    assert brock == she != he


def test_the_sources_are_the_local_sources_said_before() -> None:
    text = "Local sources said shells fell. The sources said ten died."
    settled = cast(told("a", text, "Local sources", "The sources"))
    assert len(set(ids(settled, "a"))) == 1
