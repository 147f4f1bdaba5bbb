"""Stems: what must fall together and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.lemma import stem


@pytest.mark.parametrize(
    "forms",
    [("kill", "kills", "killed", "killing"), ("seize", "seized", "seizing"), ("army", "armies"), ("stop", "stopped")],
)
def test_forms_of_one_word_share_a_stem(forms):
    assert len({stem(f) for f in forms}) == 1


@pytest.mark.parametrize(("a", "b"), [("bus", "bu"), ("ring", "r"), ("rout", "root"), ("red", "r")])
def test_other_words_do_not(a, b):
    assert stem(a) != stem(b)


@given(st.text(max_size=20))
def test_a_stem_is_never_empty_unless_the_word_is(word):
    assert bool(stem(word)) == bool(word)
