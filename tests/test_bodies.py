"""Which capitalised names are bodies, by what the text says of them. All names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand import bodies, lexicon

KNOWN = lexicon.load()


@pytest.mark.parametrize(
    "text",
    [
        "Orlau Vale CEO Petr Maran said so.",
        "Shares of Orlau Vale fell.",
        "Nine employees of Orlau Vale were hurt.",
        "A leak at Orlau Vale's plant killed two.",
        "Orlau Vale said it would close its plant.",
        "Orlau Vale, which makes glass, said so.",
        "Orlau Vale have said nothing.",
        "The company Orlau Vale said so.",
        "Orlau Vale, the operator of the line, said so.",
        "They asked the Orlau Vale for help.",
    ],
)
def test_what_a_body_has_or_does_tells_it_from_a_person(text: str) -> None:
    assert "Orlau Vale" in bodies.found(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Vale said so.",
        "Ann Vale, 44, said so.",
        "Ann Vale toured the factory.",
        "Ann Vale told investors so.",
        "Ann Vale, an airline pilot, said so.",
        "Ann Vale, a charity worker, said so.",
        "Supporters of Ann Vale were jailed.",
        "Ann Vale said it was the worst storm in its history.",
        "The Rev. Ann Vale said so.",
        "Ann Vale, who saw it, said so.",
        "Mayor Ann Vale has a board of advisers.",
        "Ann Vale, head of the Orlau plant, said so.",
        "Ann Rail said she saw it.",
        "Ann Rail left. Rail said so.",
        "Petr Maran and Ann Vale were there.",
        "ANN VALE'S PLANT BURNED.",
    ],
)
def test_a_person_is_no_body(text: str) -> None:
    assert not {"Ann Vale", "Ann Rail"} & bodies.found(text, KNOWN)


def test_the_word_of_trade_decides_where_nothing_else_does() -> None:
    assert bodies.found("The mayor rejected what Harvel Water claimed.", KNOWN) == {"Harvel Water"}
    assert not bodies.found("The mayor rejected what Harvel Stone claimed.", KNOWN)


def test_a_user_may_add_a_word_of_trade(tmp_path: Path) -> None:
    own = tmp_path / "bodies.toml"
    own.write_text('[trades]\nwords = ["stone"]\n', encoding="utf8")
    assert bodies.found("The mayor rejected what Harvel Stone claimed.", lexicon.load(own)) == {"Harvel Stone"}
