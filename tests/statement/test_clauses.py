"""Clauses: a table, and the laws of spans. Developed on sentences made for this table; bugs caught: see the marks."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.lexicon import load
from firsthand.spans import Span
from firsthand.statement.clauses import clauses

KNOWN = load()
TABLE = [
    ("Two people were killed.", ["Two people were killed"]),
    ("Two people were killed and six were wounded.", ["Two people were killed", "and six were wounded"]),
    ("The road runs between Torr and Melkhan.", ["The road runs between Torr and Melkhan"]),  # names are not cut apart
    ("Women and children were left behind.", ["Women and children were left behind"]),
    (
        "The bus was stopped at the bridge, where men had parked a lorry.",
        ["The bus was stopped at the bridge", "where men had parked a lorry"],
    ),
    (
        "The car was destroyed before it reached its target.",  # cut here, the failure would be lost
        ["The car was destroyed before it reached its target"],
    ),
    ("They shelled a village in which nine people died.", ["They shelled a village", "in which nine people died"]),
    ("The driver, a man from Torr, was shot.", ["The driver, a man from Torr, was shot"]),
    ("He stayed at 1,200 metres; nobody came.", ["He stayed at 1,200 metres", "nobody came"]),
    ("They left and between 40 and 60 men were held.", ["They left", "and between 40 and 60 men were held"]),
    ("The fire spread, and five or more barns were lost.", ["The fire spread", "and five or more barns were lost"]),
    (
        "Talks between the two failed and 30 men were shot.",
        ["Talks between the two failed", "and 30 men were shot"],
    ),
    ("", []),
    ("...", []),
]


@pytest.mark.parametrize(("sentence", "expected"), TABLE)
def test_a_sentence_falls_into_its_clauses(sentence, expected):
    assert [c.of(sentence) for c in clauses(sentence, Span(0, len(sentence)), KNOWN)] == expected


@given(st.text(alphabet="and was killed, who; he - 12()\n\u00a0\u2019", max_size=200))
def test_clauses_are_in_order_apart_and_not_empty(text):
    found = clauses(text, Span(0, len(text)), KNOWN)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(c.of(text).strip() == c.of(text) and c.of(text) for c in found)
