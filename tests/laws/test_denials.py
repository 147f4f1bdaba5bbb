"""Who denies, over the whole way from reports to origins."""

from __future__ import annotations

import json

import pytest

import firsthand as fh

REPORTS = {
    "Alpha Daily": "An explosion shook the harbour of Velm on Monday. There was no explosion, police said. The army denied "
    "that it had shelled the market.",
    "Beta News": "The army shelled the market of Velm on Monday, residents said. An explosion shook the harbour, Mayor Ina "
    "Brock said.",
}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> fh.Dossier:
    file = tmp_path_factory.mktemp("denied") / "reports.jsonl"
    rows = [
        {"id": f"r{n}", "outlet": outlet, "title": "Velm", "published": f"2026-03-0{n + 2}", "text": text}
        for n, (outlet, text) in enumerate(REPORTS.items())
    ]
    file.write_text("\n".join(json.dumps(r) for r in rows), "utf8")
    return fh.trace(file)


@pytest.mark.parametrize(
    ("word", "denier", "states"),
    [("explosion", "police", ["asserted", "negated"]), ("shelled", "army", ["asserted", "denied"])],
)
def test_a_denial_is_a_value_of_its_own_and_its_source_stands_behind_no_other(
    dossier: fh.Dossier, word: str, denier: str, states: list[str]
) -> None:
    names = {s.id: s.name for s in dossier.sources}
    (claim,) = [c for c in dossier.claims if word in c.text]
    assert [v.status for v in claim.values] == states
    behind = [[names[s] for s in v.support.origin_sources] for v in claim.values if v.support]
    assert denier not in behind[0] and behind[1] == [denier]
    assert claim.support and claim.support.origins.low == 2
