"""Names: keys, short forms, skeletons, and what a text says of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import names


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Al-Masdar News", "AlMasdarNews"),
        ("The Valley Post", "Valley Post"),
        ("Da'esh", "Daesh"),
        ("Süddeutsche Zeitung", "SUDDEUTSCHE ZEITUNG"),
    ],
)
def test_spellings_that_differ_in_case_marks_and_article_share_a_key(a: str, b: str) -> None:
    assert names.key(a) == names.key(b)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("AHDF", "Arvel Highland Defence Front"),
        ("V24", "Velharia 24"),
        ("AMN", "AlMasdarNews"),
        ("SNHR", "Syrian Network for Human Rights"),
        ("COPREFA", "Comite de Prensa de la Fuerza Armada"),
    ],
)
def test_a_short_form_is_read_off_its_long_form(short: str, long: str) -> None:
    assert names.shortens(short, long)


@pytest.mark.parametrize(
    ("short", "long"), [("BBC", "Arvel Highland Defence Front"), ("AHD", "Mosul"), ("X", "X Ray News")]
)
def test_a_short_form_of_something_else_is_not(short: str, long: str) -> None:
    assert not names.shortens(short, long)


def test_a_definition_takes_the_fewest_words_that_explain_it() -> None:
    found = names.definitions(
        "Officials of the Arvel Highland Defence Front (AHDF) spoke. HNW (Highland News Wire) reports."
    )
    assert [(d.long, d.short) for d in found] == [
        ("Arvel Highland Defence Front", "AHDF"),
        ("Highland News Wire", "HNW"),
    ]


def test_a_bracket_that_explains_nothing_defines_nothing() -> None:
    assert names.definitions("The mayor (left) and Ann Lee (D) met in Paris (France).") == ()


@pytest.mark.parametrize("other", ["Deir Ezzor", "Dayr al-Zawr", "Der Zor", "Deyr ez-Zour", "Dair az Zaur"])
def test_transliterations_of_one_name_share_their_bones(other: str) -> None:
    assert names.skeleton(other) == names.skeleton("Deir ez-Zor")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zaid Qornas", "Zayd Qornas"), ("Omar Larim", "Umar Larim"), ("Sami Hassan", "Sami Hasan"), ("Orun Lundo", "Orun Lundu")],
)  # fmt: skip
def test_names_whose_vowels_a_transliteration_writes_otherwise_are_alike(one: str, other: str) -> None:
    assert names.sound_alike(one, other)
    assert names.sound_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ali Hassan", "Ali Hussein"),
        ("Omar Larim", "Amir Larim"),
        ("Mario Vosk", "Maria Vosk"),
        ("Francesco Vosk", "Francesca Vosk"),
        ("Petr Maran", "Petr Moran"),
        ("Zaid Qornas", "Zayd Qernos"),
        ("John Ball", "John Bell"),
        ("Norman Mailer", "Norman Miller"),
        ("Hamad Nouri", "Hamed Nouri"),
    ],
)
def test_names_of_other_vowels_or_of_the_other_sex_are_not_alike(one: str, other: str) -> None:
    assert not names.sound_alike(one, other)
    assert not names.sound_alike(other, one)


def test_names_that_differ_by_one_letter_in_one_long_word_are_alike() -> None:
    assert names.alike("Arvel Highland Defence Front", "the Arvel Highlands Defense Front")
    assert not names.alike("North Front", "South Front")
    assert not names.alike("Third Brigade", "Fourth Brigade")


def test_a_name_with_words_left_out_keeps_its_noun() -> None:
    assert names.shortened("Highland Front", "Arvel Highland Defence Front")
    assert names.shortened("High Valleys Front", "the Front of the High Valleys and Passes")
    assert not names.shortened("Highland Army", "Arvel Highland Defence Front")


@pytest.mark.parametrize(
    "text",
    [
        "the spokesman of the Highland Front, Milo Zadran, told reporters",
        "Highland Front spokesman Milo Zadran said",
        "Milo Zadran, a spokesman for the Highland Front, said",
        "Milo Zadran, who speaks for the Highland Front, said",
        "Col. Milo Zadran, the Highland Front's spokesman, said",
    ],
)
def test_a_spokesman_and_his_body_are_found_whichever_comes_first(text: str) -> None:
    assert ("Milo Zadran", "Highland Front") in [(m.person, m.body) for m in names.mouthpieces(text)]


def test_an_office_beside_a_name_is_that_person() -> None:
    assert names.apposed("The Foreign Secretary, Boris Johnson, left.", "The Foreign Secretary", "Boris Johnson")
    assert not names.apposed("Ahmed, Salem and others left.", "Ahmed", "Salem")


def test_a_typing_slip_is_forgiven_in_long_words_only() -> None:
    assert names.slipped("terroirsts", "terrorists")
    assert not names.slipped("mebels", "rebels")


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_a_rule_on_names(a: str, b: str) -> None:
    (
        names.key(a),
        names.slug(a),
        names.skeleton(a),
        names.initials(a),
        names.shortens(a, b),
        names.alike(a, b),
        names.definitions(a),
    )
    names.mouthpieces(a + " spokesman " + b)
    assert 0 <= names.spelt_like(a, b) <= 1.0001
    assert names.spelt_like(a, b) == names.spelt_like(b, a)


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("the National Rescue Corps (CNR) said", "National Rescue Corps"),
        ("says the United Weavers' Union (SUW).", "United Weavers' Union"),
        ("the Velm Council (XYZ) said", ""),
        ("the United Weavers' Union (TV) said", ""),
        ("the weavers of Orlau (SUW) said", ""),
    ],
)
def test_a_short_form_of_another_tongue_stands_for_the_name_before_its_bracket(text: str, long: str) -> None:
    assert "".join(d.long for d in names.definitions(text)) == long
