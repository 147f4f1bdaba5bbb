"""How real a thing is said to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.records import Status
from firsthand.spans import Span
from firsthand.statement.status import denies, status

KNOWN = lexicon.load()


def read(text: str, *cues: str) -> Status:
    return status(text, (Span(0, len(text)),), cues, KNOWN)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the army captured the town", "asserted"),
        ("up to 20 gunmen have been reportedly killed", "asserted"),
        ("they have kept the town under siege since 2014", "asserted"),
        ("the footage can be seen online", "asserted"),
        ("not only soldiers but also civilians were killed", "asserted"),
        ("no fewer than eight were killed", "asserted"),
        ("a truck full of explosives was destroyed before it reached its target", "failed"),
        ("the plot was foiled", "failed"),
        ("guards repelled the attack", "failed"),
        ("they failed to take the hill", "failed"),
        ("the assault had failed", "failed"),
        ("the brakes of the tram had failed", "asserted"),
        ("nine people were killed in May", "asserted"),
        ("NINE MEN WERE KILLED LATE MAY", "asserted"),
        ("Troops shelled Pelm on 3 May", "asserted"),
        ("of the 30, 12 may be dead", "possible"),
        ("May 3 may be the day", "possible"),
        ("the bomb did not explode", "failed"),
        ("the rebels did not enter the town", "negated"),
        ("there were no casualties", "negated"),
        ("nobody was hurt", "negated"),
        ("the fighters set to be deployed are 300", "planned"),
        ("troops will enter the town", "planned"),
        ("he vowed to retake it", "planned"),
        ("the drones may have come from the east", "possible"),
        ("probably three shells fell", "possible"),
        ("the village was shelled last year", "past"),
    ],
)
def test_words_set_the_status(text: str, expected: str) -> None:
    assert read(text) == expected


def test_a_denying_cue_denies_whatever_is_said() -> None:
    assert read("it launched the drones", "reported", "denied") is Status.DENIED


def test_what_has_lasted_since_an_old_year_is_no_past() -> None:
    text = "Thousands have been killed since it began in March 2011. On 19 January 2017 it went on."
    assert status(text, (Span(0, 56),), (), KNOWN)[0] is Status.ASSERTED


def test_a_negation_in_a_subordinate_clause_negates_nothing() -> None:
    assert read("the army shelled the town after the rebels did not leave") is Status.ASSERTED


def test_a_year_long_before_the_newest_of_the_report_is_past() -> None:
    text = "In 2013 the bridge was blown up. On 19 January 2017 it was opened."
    assert status(text, (Span(0, 32),), (), KNOWN) == (Status.PAST, "old-year: 2013")


@given(st.text(max_size=60), st.text(max_size=10))
def test_every_text_has_a_status_and_a_reason(text: str, cue: str) -> None:
    found, because = status(text, (Span(0, len(text)),), (cue,), KNOWN)
    assert isinstance(found, Status) and ": " in because


@pytest.mark.parametrize("cue", ["did not deny", "never denied", "refused to confirm or deny"])
def test_what_somebody_does_not_deny_is_not_denied(cue: str) -> None:
    assert denies(cue, KNOWN) == ""
    assert denies("denied", KNOWN) == "denied"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Neither the army nor the Defence Ministry confirmed ", "possible"),
        ("The army refused to confirm ", "possible"),
        ("The army did not confirm ", "possible"),
        ("The army could not independently confirm ", "possible"),
        ("Shots fell. No official has confirmed ", "possible"),
        ("Nobody has said ", "possible"),
        ("The army confirmed ", "asserted"),
        ("No fewer than five officials confirmed ", "asserted"),
        ("Nobody was hurt, but the army confirmed ", "asserted"),
        ("The army, which did not fight, confirmed ", "asserted"),
        ("The army did not confirm it. The mayor said ", "asserted"),
        ("The army did not confirm that ten fled but said ", "asserted"),
    ],
)
def test_what_nobody_confirms_is_left_open(before: str, expected: str) -> None:
    text = f"{before}that seven men died."
    assert status(text, (Span(len(before), len(text) - 1),), (), KNOWN)[0] == expected


@pytest.mark.parametrize("text", ["four of the divers have still not been found", "one farmer did not survive"])
def test_what_befell_the_counted_may_be_said_with_a_negation(text: str) -> None:
    spans = (Span(0, len(text)),)
    assert status(text, spans, (), KNOWN, counts=True)[0] is Status.ASSERTED
    assert status(text, spans, (), KNOWN)[0] is Status.NEGATED
