"""Which names are places, and which places they are. Developed on half of places-lgl (development data); evaluated on the other."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.records import Place
from firsthand.statement.places import locate
from tests.statement.article import article

KNOWN = lexicon.load()


def places(text: str) -> dict[str, Place]:
    found, table = locate(article(text), KNOWN)
    by_id = {p.id: p for p in table}
    return {text[m.start : m.end]: by_id[m.place] for m in found if m.place}


@pytest.mark.parametrize("name", ["Deir Ezzor", "Dayr al-Zawr", "Deir ez-Zor", "Der Zor", "DeZ"])
def test_one_town_has_many_spellings(name: str) -> None:
    found = places(f"Clashes went on in {name} on Friday, Syrian activists said.")[name]
    assert (found.country, round(found.lat, 1)) == ("SYR", 35.3)
    assert {"Deir Ezzor", "DeZ"} <= set(found.names)


def test_an_unlisted_spelling_is_found_where_the_words_ask_for_a_place() -> None:
    found = places("Syrian troops entered the town of Maarrat al-Noaman on Sunday.")
    assert found["Maarrat al-Noaman"].admin1 == "Idlib"


def test_a_region_said_after_a_comma_decides() -> None:
    found = places("He was born in Paris, Texas, and died in London, Ontario.")
    assert (found["Paris"].admin1, found["London"].admin1) == ("Texas", "Ontario")


def test_neighbours_choose_among_namesakes() -> None:
    found = places("Officers from Cottonport and Marksville met in Alexandria, near the border of Rapides Parish.")
    assert found["Alexandria"].admin1 == "Louisiana"
    assert any(c.country == "EGY" for c in found["Alexandria"].candidates)
    assert all(c.because for c in found["Alexandria"].candidates)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Damascus said it would answer.", "Damascus"),
        ("The Washington Post reported it.", "Washington"),
        ("Mr. Paris left early.", "Paris"),
        ("They met at 1200 London Road.", "London"),
        ("The Syrian Army advanced.", "Syrian"),
    ],
)
def test_metonyms_bodies_persons_and_streets_are_no_places(text: str, name: str) -> None:
    assert name not in places(text)


def test_a_word_of_kind_tells_the_sort() -> None:
    assert places("Floods hit Anbar Province in Iraq.")["Anbar Province"].precision == "region"


def test_capitals_alone_decide_nothing() -> None:
    found = places("CLASHES WERE REPORTED IN USULUTAN AND SANTA ELENA, EL SALVADOR, WHERE POLICE ARE READY TO MOVE.")
    assert {p.country for p in found.values()} == {"SLV"}
    assert set(found) == {"USULUTAN", "SANTA ELENA", "EL SALVADOR"}


def test_a_user_can_add_a_village(tmp_path: Path) -> None:
    (tmp_path / "exonyms.toml").write_text(
        '[places]\npodlaz = { name = "Podlaz", country = "SYR", sort = "town", names = ["Podlaz"], lat = 35.1, lon = 40.2 }\n'
    )
    text = "Shells fell on Podlaz."
    found, table = locate(article(text), lexicon.load(tmp_path))
    assert [(text[m.start : m.end], m.place) for m in found] == [("Podlaz", table[0].id)]
    assert table[0].lat == 35.1


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_mentions_read_back_and_do_not_overlap(text: str) -> None:
    found, table = locate(article(text), KNOWN)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert {m.place for m in found if m.place} == {p.id for p in table}


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    piece = "Troops left Homs for Hama in Syria. " * 400
    seconds: dict[int, list[float]] = {1: [], 6: []}
    for size in (1, 6, 1, 6, 1, 6):  # in turns: a busy machine slows both
        text = "\n\n".join([piece] * size)
        start = time.process_time()
        locate(article(text), KNOWN)
        seconds[size].append(time.process_time() - start)
    assert min(seconds[6]) < 18 * max(min(seconds[1]), 0.02)  # six times the text: 6 if linear, 36 if not
