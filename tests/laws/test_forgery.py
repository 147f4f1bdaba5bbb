"""Laws of forged copies: put beside a tradition they stay kin of what they copy."""

from __future__ import annotations

import json
import random

import pytest

from eval import forgery, traditions
from firsthand import lexicon

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
