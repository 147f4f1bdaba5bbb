"""Which questions the wording of a clause says that it answers."""

import pytest

from firsthand import lexicon
from firsthand.claim.asked import asked

KNOWN = lexicon.load()


@pytest.mark.parametrize(
    ("clause", "questions"),
    [
        ("the flames probably came from a heater in the cellar", ["cause"]),
        ("it began with a spark from a saw", ["cause"]),
        ("a spark from a saw started the blaze", ["cause"]),
        ("sparks from a saw were the likely cause", ["cause"]),
        ("the reason for it is an old pump", ["cause"]),
        ("the slide was caused by rain", ["cause"]),
        ("no siren was heard on the quay", ["warning"]),
        ("nobody had warned the bathers before the blaze started from a grill", ["cause", "warning"]),
        ("the band came with drums", []),
        ("it came with the post", []),
        ("the race began at nine", []),
        ("", []),
    ],
)
def test_a_clause_answers_what_its_wording_asks(clause, questions):
    assert list(asked(clause.split(), KNOWN)) == questions


def test_steps_far_apart_make_no_rule():
    words = "the blaze on the hill behind the old mill of the town began".split()
    assert not asked([*words, "when"], KNOWN)
    assert asked(["the", "blaze", "began", "when"], KNOWN)
