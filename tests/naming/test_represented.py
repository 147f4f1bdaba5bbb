"""Who speaks for a body by an office in it. All names are invented."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.names import key
from firsthand.naming.officers import officers
from firsthand.naming.offices import offices
from tests.naming.test_settle import cast, ids, told

OFFICES = offices(lexicon.load())
PEOPLE = {key("Ina Brock"), key("Osk Tarrin")}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Ina Brock, the medical director of the hospital in Velm, said so.", "hospital"),
        ("Ina Brock, director of operations at Harvel Water, said so.", "Harvel Water"),
        ("Osk Tarrin, the union's deputy secretary, said so.", "union"),
        ("Osk Tarrin, the rebels' field spokesman, said so.", "rebels"),
        ("Ina Brock, who chairs the valley council, said so.", "valley council"),
        ("Union secretary Osk Tarrin said so.", "Union"),
        ("waterworks chief engineer Osk Tarrin said so.", "waterworks"),
        ("The union's deputy secretary, Osk Tarrin, said so.", "union"),
        ("The director of the hospital, Ina Brock, said so.", "hospital"),
        ("Major Osk Tarrin of the border service said so.", "border service"),
        ("The border service's Major Osk Tarrin said so.", "border service"),
        ("The spokesman of the border service, Major Osk Tarrin, said so.", "border service"),
        ("Ina Brock, head of rescue for the country's Flood Corps, said so.", "Flood Corps"),
    ],
)
def test_an_office_in_a_body_is_read_off_the_words_beside_a_name(text: str, body: str) -> None:
    assert body in {name for found in officers(text, OFFICES, PEOPLE) for name in found.bodies}


@pytest.mark.parametrize(
    "text",
    [
        "Ina Brock, a former director of the hospital, said so.",
        "The ex director of the hospital, Ina Brock, said so.",
        "Ina Brock, a nurse at the hospital, said so.",
        "Ina Brock of the hospital said so.",
        "Ina Brock, the mayor of Velm, said so.",
        "The hospital said so. Ina Brock, whose director was away, said no more.",
        "Ina Brock, who accused the director of the hospital, said so.",
        "Ina Brock, whose brother is head of the police, said so.",
        "Ina Brock, an aide to the head of the union, said so.",
        "Ina Brock, soon to be director of the hospital, said so.",
        "Ina Brock, accusing the union's secretary, said so.",
        "Ina Brock, who runs from the police, said so.",
        "After he met the director of the hospital, Osk Tarrin said so.",
        "When he criticised the union secretary, Osk Tarrin was away.",
    ],
)
def test_whoever_only_belongs_to_a_body_holds_no_office_in_it(text: str) -> None:
    assert not list(officers(text, OFFICES, PEOPLE))


def test_the_only_officer_of_a_body_and_the_body_are_one_source() -> None:
    settled = cast(
        told("a", "Ina Brock, director of the Velm hospital, said ten died.", "Ina Brock"),
        told("b", "The Velm hospital said eleven died.", "The Velm hospital"),
    )
    assert ids(settled, "a") == ids(settled, "b")
    assert any("officer-of: Ina Brock of Velm hospital in a" in s.because for s in settled.sources)


def test_two_officers_of_a_body_speak_for_themselves() -> None:
    settled = cast(
        told("a", "Ina Brock, director of the Velm hospital, said ten died.", "Ina Brock"),
        told("b", "Osk Tarrin, head of the Velm hospital, said nine died.", "Osk Tarrin"),
        told("c", "The Velm hospital said eleven died.", "The Velm hospital"),
    )
    assert len({*ids(settled, "a"), *ids(settled, "b"), *ids(settled, "c")}) == 3


def test_who_holds_offices_in_two_bodies_is_neither() -> None:
    settled = cast(
        told("a", "Ina Brock, who chairs the Velm council, said ten died.", "Ina Brock"),
        told("b", "Ina Brock, director of the Velm hospital, said ten died.", "Ina Brock"),
        told(
            "c",
            "The Velm hospital said ten died. The Velm council said so too.",
            "The Velm hospital",
            "The Velm council",
        ),
    )
    assert len({*ids(settled, "a"), *ids(settled, "c")}) == 3


def test_one_spokesman_makes_two_names_of_an_administration_one() -> None:
    settled = cast(
        told(
            "a",
            "Radan Vesk, spokesman of the customs administration, said it burned.",
            "Radan Vesk, spokesman of the customs administration",
        ),
        told("b", "Customs spokesman Radan Vesk said it burned.", "Radan Vesk"),
        told("c", "The Velmaran Customs Service said it burned.", "The Velmaran Customs Service"),
    )
    assert ids(settled, "a") == ids(settled, "b") == ids(settled, "c")


@pytest.mark.parametrize(
    ("officer", "body"),
    [
        ("Ina Brock, head of the Velm Gazette", "The Velm Gazette"),  # a medium prints what others say
        ("Ina Brock, head of the Russian government", "The Russian government"),
        ("Ina Brock, president of Russia", "Russia"),
    ],
)
def test_media_and_states_have_no_officers(officer: str, body: str) -> None:
    settled = cast(told("a", f"{officer}, said ten died.", "Ina Brock"), told("b", f"{body} said ten died.", body))
    assert ids(settled, "a") != ids(settled, "b")


def test_a_major_of_the_prison_service_speaks_for_the_prison_authorities() -> None:
    settled = cast(
        told(
            "a",
            "Major Anton Brek of the prison authorities said three died. The prison authorities said so.",
            "Major Anton Brek",
            "The prison authorities",
        ),
        told("b", "The prison service's Major Anton Brek said three died.", "Major Anton Brek"),
        told("c", "The prison service said three died.", "The prison service"),
    )
    assert len({*ids(settled, "a"), *ids(settled, "b"), *ids(settled, "c")}) == 1


def test_a_person_of_a_corps_is_a_person() -> None:
    settled = cast(
        told("a", "Ina Brock of the Velm Rescue Corps said three died.", "Ina Brock of the Velm Rescue Corps")
    )
    assert ids(settled, "a") == ["name:ina-brock"]


def test_who_holds_a_rank_in_retirement_is_that_rank_and_the_office_goes_before_no_name() -> None:
    settled = cast(
        told(
            "a",
            "The Harbour Master of Velm, Col. (retd) Ina Brock, said two were hurt. The Colonel, reading from the log of the Coast "
            "Command, said three shots were fired.",
            "The Harbour Master of Velm, Col. (retd) Ina Brock",
            "The Colonel, reading from the log of the Coast Command",
        ),
        told("b", "Harbour Master Ina Brock said two were hurt.", "Harbour Master Ina Brock"),
        told(
            "c",
            "Harbour Master Brock said so, citing a Coast Command log.",
            "Harbour Master Brock",
            "a Coast Command log",
        ),
        told("d", "Supt Ina Brock said two were hurt.", "Supt Ina Brock"),
    )
    brock, log = ids(settled, "c")
    assert {*ids(settled, "a"), *ids(settled, "b"), brock, *ids(settled, "d")} == {"name:ina-brock"}
    assert log != brock
