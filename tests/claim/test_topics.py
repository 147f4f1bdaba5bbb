"""Which topics the wording of a clause shows."""

from pathlib import Path

import pytest

from firsthand import lexicon
from firsthand.claim.topics import topics

KNOWN = lexicon.load()


@pytest.mark.parametrize(
    ("clause", "found"),
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
def test_the_wording_of_a_clause_shows_its_topics(clause, found):
    assert list(topics(clause.split(), KNOWN)) == found


def test_steps_far_apart_make_no_rule():
    words = "the blaze on the hill behind the old mill of the town began".split()
    assert not topics([*words, "when"], KNOWN)
    assert topics(["the", "blaze", "began", "when"], KNOWN)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("[topics.rules]\ncause = [[]]", ["warning"]),
        ("[topics.rules]\nwarning = false", []),
        ('[topics.rules]\nwarning = [[["-siren"]]]\nweather = [[["wind"], ["rose"]]]', ["warning", "weather"]),
        ("[topics]\nrules = false", []),
        ("[topics]\nlists = false", ["warning"]),
        ("topics = false", []),
    ],
)
def test_topics_of_a_user_s_own_are_read_and_may_be_empty_or_dropped(tmp_path: Path, written, found):
    (tmp_path / "predicates.toml").write_text(written, "utf8")
    assert list(topics("a siren cried as the wind rose".split(), lexicon.load(tmp_path))) == found
