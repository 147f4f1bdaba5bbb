"""One ministry under moved and other words, and two ministries kept apart. All names are invented."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.naming.ministries import unified
from tests.naming.test_settle import cast, ids, told

KNOWN = lexicon.load()


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("Interior Ministry of Orlau", "orlau interior ministry"),
        ("Ministry of the Interior of the Republic of Orlau", "orlau interior ministry"),
        ("Orlau Ministry of Internal Affairs", "orlau interior ministry"),
        ("Ministry of Defence", "defence ministry"),
        ("Defense Ministry", "defence ministry"),
        ("Velm Ministry of Foreign Affairs", "velm foreign ministry"),
        ("Velm Water", ""),
        ("Velm Council of Ministers", ""),
    ],
)
def test_all_wordings_of_a_ministry_are_one(name: str, one: str) -> None:
    assert unified(name, KNOWN) == one


def test_a_ministry_is_one_under_other_words_and_another_state_s_is_another() -> None:
    settled = cast(
        told(
            "a", "The Ministry of Internal Affairs of Orlau said three died.", "Ministry of Internal Affairs of Orlau"
        ),
        told("b", "Orlau's interior ministry said three died.", "Orlau's interior ministry"),
        told("c", "The Interior Ministry of Sarnia said nobody had fired.", "Interior Ministry of Sarnia"),
        told("d", "The Interior Ministry said three died.", "The Interior Ministry"),
    )
    assert ids(settled, "a") == ids(settled, "b")
    assert len({*ids(settled, "a"), *ids(settled, "c"), *ids(settled, "d")}) == 3


def test_the_ministry_s_representative_speaks_for_the_ministry_named_before() -> None:
    settled = cast(
        told(
            "a",
            "Orlau's interior ministry said three died, according to Col. Petr Hawran, the ministry's spokesman. Sarnia's "
            "interior ministry denied having fired.",
            "Orlau's interior ministry",
            "Col. Petr Hawran",
            "Sarnia's interior ministry",
        ),
        told(
            "b",
            "Three died, said the official representative of the Ministry of Internal Affairs, Colonel Petr Hawran.",
            "the official representative of the Ministry of Internal Affairs, Colonel Petr Hawran",
        ),
        told("c", "Col. Petr Hawran at the Ministry of Internal Affairs said three died.", "Col. Petr Hawran"),
    )
    ours, hawran, theirs = ids(settled, "a")
    assert {ours, hawran, *ids(settled, "b"), *ids(settled, "c")} == {ours}
    assert theirs != ours


def test_its_ministry_is_that_of_whoever_is_named_last_before() -> None:
    settled = cast(
        told("a", "Orlau's interior ministry said three died.", "Orlau's interior ministry"),
        told("b", "Sarnia's interior ministry said two died.", "Sarnia's interior ministry"),
        told(
            "c",
            "Orlau had its say. Of Sarnia's part nothing was heard: its interior ministry said nobody had fired.",
            "its interior ministry",
        ),
    )
    assert ids(settled, "c") == ids(settled, "b") != ids(settled, "a")


@pytest.mark.parametrize(
    ("whom", "one"),
    [
        ("The permanent secretary", True),
        ("the health minister", True),
        ("The ministry's Bulletin no. 4", True),
        ("the finance minister", False),
        ("the secretary", False),
    ],
)
def test_an_office_that_only_a_ministry_has_is_the_only_ministry_of_the_story(whom: str, one: bool) -> None:
    settled = cast(
        told("a", "The Velm Ministry of Health said nine died.", "The Velm Ministry of Health"),
        told("b", f"Nine died. {whom} said doses were due.", whom),
    )
    assert (ids(settled, "a") == ids(settled, "b")) is one


def test_of_two_ministries_the_minister_is_neither() -> None:
    settled = cast(
        told("a", "The Velm Ministry of Health said nine died.", "The Velm Ministry of Health"),
        told("b", "The Orlau Ministry of Health said two died.", "The Orlau Ministry of Health"),
        told("c", "The minister said doses were due.", "The minister"),
    )
    assert not {*ids(settled, "a"), *ids(settled, "b")} & {*ids(settled, "c")}
