"""Who can be a source: the table of rules on invented sentences."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.records import (
    Article,
    Attribution,
    DateBasis,
    DocumentId,
    Precision,
    Published,
    Sentence,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.statement.attributions import attribute
from firsthand.tokens import sentences

KNOWN = lexicon.load()


def _article(text: str) -> Article:
    zones = (Zone(ZoneKind.BODY, 0, len(text)),)
    found = tuple(Sentence(*s, ZoneKind.BODY, 0) for s in sentences(text))
    when = Published(None, None, Precision.UNKNOWN, DateBasis.RECORD)
    return Article(DocumentId("d"), "d", "", None, "", None, Title("", None), "en", when, text, zones, found)


def _said(text: str, weights: bool) -> tuple[Attribution, ...]:
    return attribute(_article(text), KNOWN, weights=weights).attributions


def _sources(text: str, weights: bool) -> list[str]:
    return [s.of(text) for a in _said(text, weights) for s in a.source]


BOTH = pytest.mark.parametrize("weights", [True, False], ids=["weights", "rules"])


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Dozens of wounded people have flooded the small hospital of Gerrin.",
        "Whoever can give blood is asked to come to the school.",
        "About 120 fighters attacked the column overnight with mortars.",
    ],
)
def test_a_crowd_that_says_nothing_is_no_source(text: str, weights: bool) -> None:
    assert _sources(text, weights) == []


@BOTH
def test_a_crowd_that_speaks_is_one(weights: bool) -> None:
    assert _sources("Dozens of soldiers said that the bridge was lost.", weights) == ["Dozens of soldiers"]


@BOTH
def test_a_clause_behind_said_is_content(weights: bool) -> None:
    text = "The mayor, citing the fire brigade, said the drones crossed the river from the east."
    sources = _sources(text, weights)
    assert "The mayor" in sources and "the fire brigade" in sources
    assert not any("drones" in s for s in sources)


def test_as_before_a_source_is_left_out() -> None:
    assert _sources("As Norrin Radio writes, the bridge was lost on Monday.", weights=False)[:1] == ["Norrin Radio"]


@BOTH
def test_a_short_form_in_brackets_belongs_to_the_source(weights: bool) -> None:
    text = "The bridge was lost on Monday, the Gerrin Press Bureau (GPB) reported."
    assert _sources(text, weights) == ["the Gerrin Press Bureau (GPB)"]


@BOTH
def test_who_quotes_behind_the_content_carries_who_is_quoted(weights: bool) -> None:
    text = "A lorry was destroyed before it reached the gate, GPB quoted the colonel as saying."
    said = _said(text, weights)
    inner = next(a for a in said if a.parent is not None)
    assert [s.of(text) for s in inner.source] == ["the colonel"]
    assert [s.of(text) for s in inner.content] == ["A lorry was destroyed before it reached the gate"]
    outer = next(a for a in said if a.id == inner.parent)
    assert [s.of(text) for s in outer.source] == ["GPB"]


@BOTH
@pytest.mark.parametrize(
    "text", ["As", "Between 2 and 3", "Who? said", "him said", ", said", "what what what said that it is"]
)
def test_scraps_give_no_error(text: str, weights: bool) -> None:
    assert isinstance(_said(text, weights), tuple)
