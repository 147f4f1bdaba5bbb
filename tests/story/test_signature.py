"""By which words a report is known."""

from __future__ import annotations

import pytest

from firsthand import article, lexicon
from firsthand.records import Capture, CaptureKind, DocumentId
from firsthand.story.signature import BAGS, sign

KNOWN = lexicon.load()


def bag(name: str, text: str, title: str | None = None) -> dict[int, int]:
    """Return the terms of one bag of a report with their weights."""
    capture = Capture(DocumentId("a"), "a.txt", "0", CaptureKind.DUMP, text=text, title=title)
    s = sign(article.clean(capture, KNOWN))
    n = list(BAGS).index(name)
    some = slice(s.ends[n - 1] if n else 0, s.ends[n])
    return dict(zip(s.terms[some].tolist(), s.weights[some].tolist(), strict=True))


def test_a_title_that_is_stated_beside_the_text_is_read_with_its_head() -> None:
    text = "The mayor of Torvik spoke to reporters on the quay after the ship had gone down with all hands on Monday."
    bare, titled = (bag("head", text, title) for title in (None, "Ferry capsizes off Torvik"))
    assert bare.keys() < titled.keys()
    assert len(titled.keys() - bare.keys()) == 3  # Torvik is in both


@pytest.mark.parametrize("name", ["The DPRK", "The Democratic People's Republic of Korea", "North Korea"])
def test_a_state_is_the_same_words_by_any_of_its_names(name: str) -> None:
    text = " fired a rocket into the sea on Monday, the army of the neighbour said."
    assert bag("text", name + text).keys() == bag("text", "North Korean" + text).keys()


def test_a_pronoun_is_no_state() -> None:
    text = "The harbour master told {} on Monday that the rocket had fallen into the sea near the old quay."
    assert (
        bag("text", text.format("us"))
        .keys()
        .isdisjoint(bag("text", "America").keys() | bag("text", "United States").keys())
    )


@pytest.mark.parametrize("year", ["2008", "2018", "2038"])
def test_no_year_is_a_rare_word(year: str) -> None:
    text = "The harbour of Torvik was closed in {} for repairs, its master said on Monday."
    with_year = bag("text", text.format(year))
    (term,) = with_year.keys() - bag("text", text.format("")).keys()
    assert with_year[term] < 0.6 * max(with_year.values())
