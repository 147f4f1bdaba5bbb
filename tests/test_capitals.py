"""Runs of capitalised words, parted at the offices inside them. All names are invented."""

from __future__ import annotations

import pytest

from firsthand import capitals, lexicon

BY = capitals.parting(lexicon.load())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Harvel Water CEO Petr Maran said so.", ["Harvel Water", "Petr Maran"]),
        ("Orlau Foods Deputy Managing Director Ilse Vandek said so.", ["Orlau Foods", "Ilse Vandek"]),
        ("Osk Tarrin said. Her crews left.", ["Osk Tarrin"]),
        ("Lt. Gen. Hal Moren and President Lee met.", ["Hal Moren", "Lee"]),
        ("On Tuesday Ann Bishop said so.", ["Tuesday Ann Bishop"]),
        ("The Korsava Steel Works burned.", ["Korsava Steel Works"]),
        ("They met at 10:35 PM Dunmar Coast Guard boats left.", ["Dunmar Coast Guard"]),
    ],
)
def test_offices_part_a_run_of_capitals(text: str, names: list[str]) -> None:
    assert [n.words for n in capitals.found(text, BY)] == names


def test_a_name_knows_the_office_beside_it() -> None:
    body, person = capitals.found("Harvel Water CEO Petr Maran said so.", BY)
    assert (body.after, body.before, person.after, person.before) == (False, True, True, False)


def test_no_name_runs_over_an_empty_line() -> None:
    assert [n.words for n in capitals.found("Petr Maran\n\nIlse Vandek", BY)] == ["Petr Maran", "Ilse Vandek"]
