"""The JSON of the contract."""

from __future__ import annotations

import json

import pytest

from firsthand.export.json import SCHEMA, to_json
from firsthand.records import Dossier
from tests.export import fixture

# docs/contract.md, field by field; more fields are allowed, fewer are not.
CONTRACT = {
    "documents": "id uri sha256 outlet title language published text zones",
    "skipped": "uri stage reason",
    "sources": "id name kind names document_ids lost",
    "attributions": "id document source cue content parent source_id manner hedges",
    "statements": "id document content chain status claim",
    "times": "document start end value earliest latest precision",
    "places": "document start end place",
    "gazetteer": "id name lat lon country admin1 precision candidates",
    "quantities": "document start end low high unit role of words",
    "actors": "id name kind names wikidata",
    "labels": "document start end actor loaded",
    "events": "id type mode status actors recipients place earliest latest instrument toll statements",
    "stories": "id title documents claims events",
    "claims": "id story text slot statements values support",
    "differences": "story kind claim edge readings",
    "headlines": "document support because spans",
}
STEMMA = {
    "nodes": "id kind document source story",
    "edges": "child parent relation probability because",
    "kin": "a b probability",
}


@pytest.mark.parametrize("make", [fixture.demo_dossier, fixture.hostile_dossier, Dossier])
def test_it_holds_every_field_of_the_contract(make: type[Dossier]) -> None:
    made = json.loads(to_json(make(), "1.2.3"))
    assert made["schema"] == SCHEMA
    assert made["generator"] == {"name": "firsthand", "version": "1.2.3"}
    for table, names in CONTRACT.items():
        assert all(set(names.split()) <= row.keys() for row in made[table]), table
    for table, names in STEMMA.items():
        assert all(set(names.split()) <= row.keys() for row in made["stemma"][table]), table


def test_spans_are_pairs_and_probabilities_have_text_keys() -> None:
    made = json.loads(to_json(fixture.demo_dossier(), ""))
    assert all(isinstance(s, list) and len(s) == 2 for x in made["statements"] for s in x["content"])
    assert all(isinstance(x["title"]["span"], list) for x in made["documents"])
    assert made["claims"][0]["support"]["origins"]["probability"] == {"2": 0.93, "3": 0.07}
    assert made["stories"][0]["claims"] == [c["id"] for c in made["claims"]]


def test_half_a_character_survives() -> None:
    line = to_json(fixture.hostile_dossier(), "")
    assert json.loads(line.encode("utf8"))["documents"][0]["text"].startswith(fixture.HOSTILE)
    assert "\n" not in line
