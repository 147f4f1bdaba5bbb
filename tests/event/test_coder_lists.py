"""Events beside a careful coder's lists: how they are compared, and that what is found stays found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import firsthand
from eval.happenings import score

GOLD = Path(__file__).parents[2] / "eval" / "gold"
LISTS = GOLD / "events" / "coder"
ROW: dict[str, Any] = {"what": "a raid", "type": ["ASSAULT"], "mode": [None, "firearms"], "status": ["asserted"],
                       "place": ["belisk"], "first": "2033-05-09", "last": "2033-05-09",
                       "tolls": [["killed", 4], ["wounded", 9]]}  # fmt: skip
EVENT: dict[str, Any] = {"id": "e", "type": "ASSAULT", "mode": None, "status": "asserted", "place": "p", "earliest": "2033-05-08",
                         "latest": "2033-05-10", "toll": [{"role": "killed", "low": 4, "high": 4}], "statements": ["s"]}  # fmt: skip


def measured(*events: dict[str, Any], rows: tuple[dict[str, Any], ...] = (ROW,)) -> dict[str, Any]:
    return score({"gazetteer": [{"id": "p", "name": "Belisk", "names": []}], "events": events}, rows)


def test_an_event_of_the_kind_and_the_days_is_found_and_its_fields_are_measured() -> None:
    found = measured(EVENT)
    assert (found["found"], found["place"], found["tolls"], found["in no row"]) == (1, 1.0, 0.5, [])


@pytest.mark.parametrize(
    "other", [{"type": "PROTEST"}, {"mode": "abduct"}, {"earliest": "2033-06-01", "latest": "2033-06-02"}]
)
def test_an_event_of_another_kind_mode_or_day_is_in_no_row(other: dict[str, Any]) -> None:
    found = measured({**EVENT, **other})
    assert (found["missed"], len(found["in no row"])) == (["a raid"], 1)


def test_a_row_that_may_be_left_is_not_missed() -> None:
    assert measured(rows=({**ROW, "optional": True},))["missed"] == []


@pytest.mark.parametrize(
    ("name", "where", "least"),
    [
        ("demo", Path(firsthand.__file__).parent / "demo" / "pages", 2),
        ("d1", GOLD / "traditions" / "developed" / "d1.docs.jsonl", 3),
        ("d2", GOLD / "traditions" / "developed" / "d2.docs.jsonl", 4),
        ("g1", GOLD / "traditions" / "spare" / "g1.docs.jsonl", 4),
        ("g2", GOLD / "traditions" / "spare" / "g2.docs.jsonl", 5),
    ],
)
def test_what_was_found_of_a_coders_list_is_still_found(name: str, where: Path, least: int) -> None:
    dossier = json.loads(firsthand.trace([where]).to_json())
    assert score(dossier, json.loads((LISTS / f"{name}.json").read_text("utf8")))["found"] >= least
