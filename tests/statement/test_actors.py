"""Who acts, and by what words he is called."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.statement.actors import recognise
from tests.statement.article import article

KNOWN = lexicon.load()


def labels(text: str) -> dict[str, tuple[str, bool]]:
    _, found = recognise(article(text), KNOWN)
    return {text[x.start : x.end]: (x.actor, x.loaded) for x in found}


def test_a_loaded_word_beside_a_name_is_that_group_and_marked() -> None:
    found = labels("Up to 200 ISIS terroirsts were killed, Daesh said.")
    assert found["terroirsts"] == ("actor:isis", True)
    assert found["ISIS"] == ("actor:isis", False)
    assert found["Daesh"] == ("actor:isis", False)


def test_terrorists_of_an_article_with_one_group_are_that_group() -> None:
    assert labels("ISIS attacked the airport. The terrorists were driven off.")["terrorists"] == ("actor:isis", True)


def test_terrorists_of_an_article_that_names_nobody_stay_unknown() -> None:
    actor, loaded = labels("The terrorists were driven off.")["terrorists"]
    assert loaded
    assert not actor.startswith("actor:")


@pytest.mark.parametrize("words", ["Syrian Army", "Syrian troops", "SAA", "Syrian Arab Army", "Syria's army"])
def test_one_army_has_many_names(words: str) -> None:
    assert labels(f"On Monday the {words} advanced.")[words][0] == "actor:syr-army"


def test_a_name_learned_in_the_article_holds_for_its_short_form() -> None:
    found = labels("The Arvel Highland Defence Front (AHDF) struck. Later AHDF men left.")
    assert found["AHDF"][0] == found["Arvel Highland Defence Front"][0] == "actor:name:arvel-highland-defence-front"


def test_the_last_word_of_a_learned_name_with_the_is_that_group() -> None:
    text = "The Arvel Highland Defence Front (AHDF) struck. A day later the Front said it had left. The Front Office closed."
    marked = [(text[x.start : x.end], x.actor) for x in recognise(article(text), KNOWN)[1]]
    assert ("Front", "actor:name:arvel-highland-defence-front") in marked
    assert sum(words == "Front" for words, _ in marked) == 1
    assert "Front" not in labels(
        "The Arvel Defence Front (ADF) met the Keld Defence Front (KDF). Later the Front left."
    )


def test_a_form_of_a_plain_verb_is_no_slip_of_a_label() -> None:
    assert "attacked" not in labels("Nobody knew who had attacked it.")


def test_a_surname_is_the_person_named_before() -> None:
    assert labels("Gen. Omar Haddad spoke. The troops of Haddad left.")["Haddad"][0] == "actor:name:omar-haddad"


def test_a_state_acts_when_it_speaks_and_is_a_place_otherwise() -> None:
    assert "Syria" not in labels("Fighting went on in Syria.")
    assert labels("Syria said it would answer.")["Syria"][0] == "actor:syr"


def test_capitals_alone_decide_nothing() -> None:
    found = labels(
        "THE FMLN GUERRILLAS ATTACKED A BRIDGE AND THE SALVADORAN ARMY IS ON ALERT, COL. RENE PONCE SAID YESTERDAY."
    )
    assert found["FMLN"][0] == "actor:fmln"
    assert found["GUERRILLAS"][0] == "actor:fmln"
    assert found["RENE PONCE"][0] == "actor:name:rene-ponce"
    assert "IS" not in found


def test_an_adjective_is_no_actor() -> None:
    assert "military" not in labels("They lost military equipment near the airport.")


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_labels_read_back_and_do_not_overlap(text: str) -> None:
    _, found = recognise(article(text), KNOWN)
    assert all(0 <= x.start < x.end <= len(text) for x in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
