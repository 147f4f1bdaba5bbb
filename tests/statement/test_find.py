"""The parts of an account fit together."""

from __future__ import annotations

import pytest

from firsthand import statement
from firsthand.lexicon import load
from firsthand.records import Answers, Role
from tests.statement.article import article


def test_the_words_of_a_time_are_no_place() -> None:
    heard = statement.find(article("The army said on Thursday, 15 March, that 15 men were killed in London."), load())
    names = {g.name for g in heard.gazetteer}
    assert "London" in names
    assert not names & {"March", "Thursday Island"}


@pytest.mark.parametrize("joined", [" and ", " and\n", "  and ", "\tand\u00a0"])
def test_two_bodies_that_speak_together_are_both_found_wherever_a_line_ends(joined: str) -> None:
    account = statement.find(article(f"The army{joined}the interior ministry said four guards died."), load())
    assert {s.name for s in account.sources} == {"army", "interior ministry", "army and interior ministry"}


def test_an_hour_is_no_count() -> None:
    account = statement.find(article("Staff had counted at least 17 dead by eight o'clock on Tuesday morning."), load())
    assert [(q.low, q.role) for q in account.quantities] == [(17, Role.KILLED)]


def test_an_hour_that_ends_its_sentence_answers_when() -> None:
    account = statement.find(article("The left part of the wall failed at about 6:25 a.m."), load())
    assert [s.answers for s in account.statements] == [Answers.WHAT, Answers.WHEN]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("The roof fell in at five to twelve.", "five to twelve"),
        ("People at the gate stood still at 23.55.", "23.55"),
        ("Gunmen fell upon the camp in the dark, shortly before 5, when all slept.", "5"),
        ("The wall gave way at around 6.25 on Wednesday morning.", "around 6.25 on Wednesday morning"),
    ],
)
def test_an_hour_answers_when_and_not_how_many(text: str, hour: str) -> None:
    account = statement.find(article(text, "2031-03-12"), load())
    assert account.quantities == ()
    assert [s.content[0].of(text) for s in account.statements if s.answers is Answers.WHEN] == [hour]


def test_a_clause_that_is_an_hour_alone_answers_when() -> None:
    account = statement.find(article("10.45 am - then the shelling started.", "2031-03-12"), load())
    assert [s.answers for s in account.statements] == [Answers.WHEN, Answers.WHAT]


def test_a_clause_that_ends_inside_an_hour_keeps_it() -> None:
    text = (
        "She said the left side of the wall gave way at around 6.25 on Wednesday morning. "
        "Her duty room had the alarm at 6.41 and the first crew was there."
    )
    account = statement.find(article(text, "2031-03-12"), load())
    assert "around 6.25" in {s.content[0].of(text) for s in account.statements if s.answers is Answers.WHEN}


@pytest.mark.parametrize(
    "text", ["About five to twelve people were killed.", "The toll was estimated at five to seven people."]
)
def test_a_range_of_people_answers_how_many(text: str) -> None:
    account = statement.find(article(text, "2031-03-12"), load())
    assert [(q.low, q.high) for q in account.quantities] in ([(5, 12)], [(5, 7)])
    assert Answers.WHEN not in {s.answers for s in account.statements}
