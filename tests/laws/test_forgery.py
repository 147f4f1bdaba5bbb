"""Laws of forged copies: put beside a tradition they stay kin of what they copy, and raise nothing that is safe to say."""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import forgery, traditions
from firsthand import article, lexicon

KNOWN = lexicon.load()
RECORDS = [
    json.loads(x) for x in next(docs for _, docs, _ in traditions.load(forgery.FOLDER)).read_text("utf8").splitlines()
]
BEFORE = forgery.resolved(RECORDS, KNOWN)


@pytest.mark.parametrize("operator", sorted(forgery.OPERATORS))
def test_a_forged_back_dated_copy_is_kin(operator: str) -> None:
    original = min(RECORDS, key=lambda r: str(r["id"]))
    forged = forgery.forge(original, operator, 1, random.Random(3), back_dated=True)
    found = forgery.judged(BEFORE, forgery.resolved([*RECORDS, *forged], KNOWN), original["id"], ["forged-000"])
    assert found["not_kin"] == 0


MECHANICAL = sorted(set(forgery.OPERATORS) - {"synonyms"})
STORIES = [
    ([json.loads(x) for x in docs.read_text("utf8").splitlines()], gold)
    for _, docs, gold in traditions.load(forgery.FOLDER)
]


@settings(max_examples=500 if os.environ.get("FIRSTHAND_SOAK") else 25, deadline=None)
@given(
    told=st.sampled_from(STORIES),
    which=st.integers(0, 7),
    operator=st.sampled_from(MECHANICAL),
    copies=st.integers(1, 7),
    back_dated=st.booleans(),
    seed=st.integers(0, 10**6),
)
def test_in_one_way_a_story_is_read_as_if_mechanical_forgeries_were_not_there(
    told: tuple[list[dict[str, Any]], Any], which: int, operator: str, copies: int, back_dated: bool, seed: int
) -> None:
    records, gold = told
    original = records[which % len(records)]
    junk = gold["junk"].get(original["id"], ())
    forged = forgery.forge(original, operator, copies, random.Random(seed), back_dated=back_dated, junk=junk)
    articles = [article.clean(c, KNOWN) for c in forgery.captured([*records, *forged])]
    assert forgery.seen_through(articles, original["id"], [f["id"] for f in forged])


@pytest.mark.parametrize(("operator", "which"), list(zip(MECHANICAL, (1, 3, 5, 8), strict=True)))
def test_mechanical_forgeries_raise_no_low(operator: str, which: int) -> None:
    original = RECORDS[which]
    forged = forgery.forge(original, operator, 3, random.Random(which), back_dated=bool(which % 2))
    found = forgery.judged(
        BEFORE, forgery.resolved([*RECORDS, *forged], KNOWN), original["id"], [f["id"] for f in forged]
    )
    assert found["low_rose"] == 0
