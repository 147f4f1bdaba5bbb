"""What may answer the same question: it widens what is possible, and takes no median."""

from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.records import ClaimId, Near, SourceId
from firsthand.support import back, without
from firsthand.support.origins import Tally, least, with_near
from tests.support.world import Made, line

TOOK = "the attackers took forty passengers away to the hills"
LET_GO = "nobody is held any more, all walked home"


def backed(made: Made, chance: float):
    """Return the first line of every report as one claim and the second as another, either near to the other."""
    first, second = ([s.id for s in made.statements if s.id.endswith(n)] for n in ("0", "1"))
    one = replace(made.claim(*first), id=ClaimId("c1"), near=(Near(ClaimId("c2"), chance),) if chance else ())
    other = replace(made.claim(*second), id=ClaimId("c2"), text="who is held")
    return back(made.articles, made.cast, [one, other], made.tree)[0].support


def made(source: str = "Dostan") -> Made:
    return Made(
        {
            "a": [line(TOOK, "Vesk"), line("forty were led away", "Vesk")],
            "b": [line("forty people were led away", "Vesk"), line(LET_GO, source)],
        }
    )


def median(origins) -> int:
    ks = sorted(origins.probability)
    return next(k for k, p in zip(ks, accumulate(origins.probability[k] for k in ks), strict=True) if p >= 0.5)


def test_a_source_with_a_name_that_may_answer_the_same_question_is_possible():
    alone, near = backed(made(), 0), backed(made(), 0.25)
    assert (alone.origins.low, alone.origins.high) == (1, 1)
    assert (near.origins.low, near.origins.high) == (1, 2)
    assert near.origins.probability == {1: 0.75, 2: 0.25}
    assert near.origin_sources == alone.origin_sources
    assert near.would_change.startswith("Whether “who is held” answers the same question is open")
    assert near.would_change.endswith(alone.would_change)
    assert "most likely 1 origin stands behind them: Vesk" in near.because


def test_without_the_one_who_may_answer_too_what_he_made_possible_is_gone():
    story = made()
    first, second = ([s.id for s in story.statements if s.id.endswith(n)] for n in ("0", "1"))
    one = replace(story.claim(*first), id=ClaimId("c1"), near=(Near(ClaimId("c2"), 0.25),))
    claims = back(story.articles, story.cast, [one, replace(story.claim(*second), id=ClaimId("c2"))], story.tree)
    (dostan,) = (
        c for c in without(story.articles, story.cast, claims, story.tree, SourceId("Dostan")) if c.claim == "c1"
    )
    assert (dostan.before.probability, dostan.left, dostan.falls) == ({1: 0.75, 2: 0.25}, {1: 1.0}, False)
    (vesk,) = (c for c in without(story.articles, story.cast, claims, story.tree, SourceId("Vesk")) if c.claim == "c1")
    assert (vesk.left, vesk.falls) == ({0: 0.75, 1: 0.25}, True)


@pytest.mark.parametrize("source", ["Vesk", "local sources"])
def test_who_speaks_here_already_or_has_no_name_adds_nothing(source: str):
    assert backed(made(source), 0.25) == backed(made(source), 0)


def test_what_one_report_alone_says_has_one_origin_whatever_is_near():
    story = Made({"a": [line(TOOK, "Vesk"), line(LET_GO, "Dostan")]})
    assert backed(story, 0.25).origins.probability == {1: 1.0}


@given(st.floats(0.0, 1.0), st.sampled_from(["Dostan", "Army", "Vesk"]))
@settings(max_examples=25, deadline=None)
def test_however_likely_the_claim_as_found_keeps_its_median(chance: float, source: str):
    alone, near = backed(made(source), 0).origins, backed(made(source), chance).origins
    assert median(near) == median(alone)
    assert near.low == alone.low and near.high >= alone.high
    assert sum(near.probability.values()) == pytest.approx(1, abs=0.001)


def test_near_claims_are_claims_of_the_story_others_than_itself_likeliest_first():
    story = Made(
        {
            "a": [
                line("gunmen stopped the night bus near the bridge", "Vesk"),
                line("the bus was found burnt out", "Vesk"),
            ],
            "b": [
                line("the night bus was stopped by armed men", "Dostan"),
                line("the wreck of a bus smouldered", "Dostan"),
            ],
            "c": [line("near the bridge a bus stood in flames"), line("armed men had waited at the bridge")],
        }
    )
    claims = story.matched()
    ids = {c.id for c in claims}
    assert any(c.near for c in claims)
    for c in claims:
        assert {x.claim for x in c.near} <= ids - {c.id}
        assert [x.probability for x in c.near] == sorted((x.probability for x in c.near), reverse=True)


@st.composite
def tallies(draw, draws: int, name: str) -> Tally:
    """Two mentions of which the second ends, in so many of the draws, where the first does."""
    together = draw(st.integers(0, draws))
    ends = np.array([[0] * draws, [0] * together + [1] * (draws - together)], dtype=np.int64)
    return Tally((), (f"source:{name}1", f"source:{name}2"), ends[:, draw(st.permutations(range(draws)))])


@given(st.data(), st.sampled_from([20, 21, 400]), st.lists(st.floats(0.0, 1.0), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_where_half_the_graphs_say_so_the_median_is_kept_too(data, draws: int, chances: list[float]):
    own = data.draw(tallies(draws, "own"))
    near = [(data.draw(tallies(draws, f"near{n}")), p) for n, p in enumerate(chances)]
    found = with_near(own, near, lambda _: True)
    assert sum(found.values()) == pytest.approx(1, abs=0.001)
    assert all(0 <= p <= 1 for p in found.values())
    alone = np.bincount(own.many(draws)) / draws
    assert least(found, 0.9) == least(dict(enumerate(alone.tolist())), 0.9)
    assert sum(found.get(k, 0) for k in range(int(np.sort(own.many(draws))[(draws - 1) // 2]) + 1)) >= 0.5
