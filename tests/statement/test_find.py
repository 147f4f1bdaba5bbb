"""The parts of an account fit together."""

from __future__ import annotations

from firsthand import statement
from firsthand.lexicon import load
from firsthand.records import Answers, Role
from tests.statement.article import article


def test_the_words_of_a_time_are_no_place() -> None:
    heard = statement.find(article("The army said on Thursday, 15 March, that 15 men were killed in London."), load())
    names = {g.name for g in heard.gazetteer}
    assert "London" in names
    assert not names & {"March", "Thursday Island"}


def test_an_hour_is_no_count() -> None:
    account = statement.find(article("Staff had counted at least 17 dead by eight o'clock on Tuesday morning."), load())
    assert [(q.low, q.role) for q in account.quantities] == [(17, Role.KILLED)]


def test_an_hour_that_ends_its_sentence_answers_when() -> None:
    account = statement.find(article("The left part of the wall failed at about 6:25 a.m."), load())
    assert [s.answers for s in account.statements] == [Answers.WHAT, Answers.WHEN]
