"""Two voices in one sentence, each with a number of its own: invented sentences."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.records import Role
from firsthand.statement import find
from tests.statement.article import article

KNOWN = lexicon.load()

# the sentence, who says what first, who says what second
TWO = [
    ("The mayor said five people died, but the hospital said three.", "five people died", "the hospital", "three"),
    (
        "Residents put the death toll in Orlau at 30 while the army put it at 12.",
        "the death toll in Orlau at 30",
        "the army",
        "it at 12",
    ),
    (
        "The mayor said 12 people were killed in Orlau, but Ina Brock, the hospital's director, said three.",
        "12 people were killed in Orlau",
        "Ina Brock, the hospital's director",
        "three",
    ),
    ("Police said five people died; the hospital put it at three.", "five people died", "the hospital", "it at three"),
    ("The army said 12 people were killed while witnesses spoke of 30.", "12 people were killed", "witnesses", "of 30"),
    ("The governor said five people died, though the rebels claimed 40.", "five people died", "the rebels", "40"),
    (
        "The army said 12 people were killed, whereas the rebels gave the toll as 30.",
        "12 people were killed",
        "the rebels",
        "the toll as 30",
    ),
    (
        "According to the mayor, 12 people were killed in Orlau; according to the hospital, 30 were killed.",
        "12 people were killed in Orlau",
        "the hospital",
        "30 were killed",
    ),
    ("The army said 12 people were killed, the rebels 30.", "12 people were killed", "the rebels", "30"),
    ("The mayor put the dead at 12, residents at 30.", "the dead at 12", "residents", "30"),
    (
        "Twelve people died, according to the army, and 30 according to the rebels.",
        "Twelve people died",
        "the rebels",
        "30",
    ),
]


@pytest.mark.parametrize(("text", "first", "source", "second"), TWO, ids=[x[0] for x in TWO])
def test_each_voice_says_its_own_number(text: str, first: str, source: str, second: str) -> None:
    account = find(article(text), KNOWN)
    told = {a.source[0].of(text): a for a in account.attributions}
    assert len(told) == 2 and all(a.parent is None for a in told.values())
    assert [c.of(text) for c in told[source].content] == [second]
    (other,) = (a for name, a in told.items() if name != source)
    assert [c.of(text).removeprefix("that ") for c in other.content] == [first]


@pytest.mark.parametrize(("text", "first", "source", "second"), TWO, ids=[x[0] for x in TWO])
def test_both_numbers_are_of_the_dead_and_statements_of_who_gives_them(
    text: str, first: str, source: str, second: str
) -> None:
    account = find(article(text), KNOWN)
    assert [q.role for q in account.quantities if q.words != "The mayor"][-2:] == [Role.KILLED, Role.KILLED]
    by = {a.id: a.source[0].of(text) for a in account.attributions}
    said = {" ".join(c.of(text) for c in s.content): by[s.chain[-1]] for s in account.statements if s.chain}
    assert said[second] == source


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said five houses had burned but nobody was hurt.",
        "The rebels said they had shot down two jets but that the pilots had escaped.",
        "The army said it lost 12 men while the rebels put up a fight.",
        "The mayor said 12 people died, and the army placed 40 tanks on the hill.",
        "Police said 12 people died while the storm set three houses on fire.",
        "The mayor said 12 people died and that the town gave shelter to 300.",
        "The mayor said 12 people died, and the government gave each family 300 euros.",
        "The mayor said 12 people died, and the clinic gave 300 wounded a bed.",
    ],
)
def test_what_goes_on_in_one_voice_is_not_cut(text: str) -> None:
    (said,) = find(article(text), KNOWN).attributions
    assert said.content[-1].of(text).endswith(text.rstrip(".").split()[-1])


def test_an_hour_at_the_end_is_no_second_toll() -> None:
    account = find(article("Police said 12 people died, but the fire began at nine."), KNOWN)
    assert [q.words for q in account.quantities if q.role is Role.KILLED] == ["12"]


@pytest.mark.parametrize(
    "text",
    [
        "12 people were killed and the speed limit was set at 50.",
        "12 people were killed, and they put the temperature at 40.",
        "12 people were killed, and the bus number was 54.",
        "12 people were killed and one suspect gave his age as 19.",
        "12 people were killed and the judge set bail at 5,000.",
        "12 people were killed, and the number of the bus was 54.",
        "12 people were killed in all, and of 54 there is no word.",
    ],
)
def test_a_number_of_something_else_is_no_second_toll(text: str) -> None:
    account = find(article(text), KNOWN)
    assert [q.words for q in account.quantities if q.role is Role.KILLED] == ["12"]


@pytest.mark.parametrize(
    "end",
    ["the toll was later set at 50.", "rebels put it at 50.", "the real number was 50.", "the number of dead was 50."],
)
def test_a_second_toll_is_of_the_dead_too(end: str) -> None:
    account = find(article(f"12 people were killed, but {end}"), KNOWN)
    assert [q.words for q in account.quantities if q.role is Role.KILLED] == ["12", "50"]


@pytest.mark.parametrize("before", ["", "12 people were killed. "])
def test_neither_of_two_who_do_not_confirm_is_a_source(before: str) -> None:
    text = f"{before}Neither the army nor the Defence Ministry confirmed that troops shelled Orvel market."
    assert find(article(text), KNOWN).attributions == ()


def test_two_numbers_have_each_the_source_behind_them() -> None:
    text = "12 according to the police, 30 according to the rebels."
    account = find(article(text), KNOWN)
    by = {a.id: a.source[0].of(text) for a in account.attributions}
    said = [(s.content[0].of(text), by[s.chain[-1]], len(s.chain)) for s in account.statements if s.chain]
    assert said == [("12", "the police", 1), ("30", "the rebels", 1)]


def test_three_numbers_have_each_the_source_behind_them() -> None:
    text = "12 died according to the police, 30 according to the rebels, 40 according to the mayor."
    account = find(article(text), KNOWN)
    by = {a.id: a.source[0].of(text) for a in account.attributions}
    said = [(s.content[0].of(text), [by[i] for i in s.chain]) for s in account.statements]
    assert said == [("12 died", ["the police"]), ("30", ["the rebels"]), ("40", ["the mayor"])]


def test_who_puts_it_at_a_number_says_so() -> None:
    text = "The price rose in May. The union put it at 40 euros."
    (found,) = find(article(text), KNOWN).attributions
    assert (found.source[0].of(text), found.content[0].of(text)) == ("The union", "it at 40 euros")
