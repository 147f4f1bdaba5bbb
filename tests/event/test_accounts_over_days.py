"""What reports of one happening make of it together, the whole way from records to dossier."""

from __future__ import annotations

import json
from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import firsthand

DAYS = ("2033-05-10", "2033-05-11", "2033-05-13")


def records(*told: tuple[str, str, str]) -> list[dict[str, str]]:
    return [
        {"id": i, "outlet": f"Outlet {i.upper()}", "published": day, "title": title, "text": f"{title}\n\n{text}"}
        for (title, text, day), i in zip(told, "abc", strict=False)
    ]


REVISED = records(
    (
        "Bomb in Harun market kills four",
        "A bomb exploded in the market of Harun on Monday, killing four people, police said.\n\nThe bomb was hidden under a"
        " fruit stall near the eastern gate of the market, police chief Oran Teld told reporters. Nine people were wounded.",
        DAYS[0],
    ),
    (
        "Toll of Harun market bomb rises to 11",
        "The death toll from Monday's bomb in the market of Harun rose to 11 on Tuesday, police said.\n\nThe bomb was hidden"
        " under a fruit stall near the eastern gate. Seven of the wounded died in hospital overnight, Oran Teld said.",
        DAYS[1],
    ),
    (
        "Harun market bomb: death toll climbs to 23",
        "The death toll of the bomb that exploded in the market of Harun on Monday climbed to 23 on Thursday, police said.\n\n"
        "The bomb had been hidden under a fruit stall near the eastern gate of the market. No group had claimed it.",
        DAYS[2],
    ),
)
SUMS = records(
    (
        "Army says 60 fighters killed or wounded at Belisk bridge",
        "Up to 60 fighters were killed or wounded when they attacked the bridge at Belisk on Monday, the army said."
        " The fighters came over the river at night.",
        DAYS[0],
    ),
    (
        "60 fighters killed at Belisk bridge",
        "Sixty fighters were killed when they attacked the bridge at Belisk on Monday, a television channel said."
        " The fighters came over the river at night.",
        DAYS[1],
    ),
)
DENIED = records(
    (
        "Arvel Front attacked army post at Belisk, army says",
        "Fighters of the Arvel Front attacked an army post at Belisk on Monday, killing four soldiers, the army said.",
        DAYS[0],
    ),
    (
        "Arvel Front denies attack on army post at Belisk",
        "The Arvel Front denied that its fighters attacked an army post at Belisk on Monday.",
        DAYS[1],
    ),
)


@cache
def _traced(given: str) -> firsthand.Dossier:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.jsonl"
        path.write_text(given, "utf8")
        return firsthand.trace([path])


def traced(*them: dict[str, str]) -> firsthand.Dossier:
    return _traced("\n".join(json.dumps(r) for r in them))


def test_a_toll_revised_over_days_is_one_claim_with_a_value_for_each_day() -> None:
    found = traced(*REVISED)
    assert len(found.stories) == 1
    by_id = {d.id: d for d in found.documents}
    where = {s.id: by_id[s.document] for s in found.statements}
    (claim,) = [c for c in found.claims if {v.low for v in c.values} >= {4, 11, 23}]
    told = [(str(where[v.statements[0]].published.latest)[:10], v.low) for v in claim.values if v.low in (4, 11, 23)]
    assert sorted(told) == list(zip(DAYS, (4, 11, 23), strict=True))


def test_a_toll_revised_over_days_is_one_event_with_every_toll() -> None:
    assaults = [e for e in traced(*REVISED).events if e.type == "ASSAULT" and not e.background]
    assert [{t.low for t in e.toll if t.role == "killed"} >= {4, 11, 23} for e in assaults] == [True]


def test_a_toll_revised_over_days_is_no_contradiction() -> None:
    kinds = [d.kind for d in traced(*REVISED).differences if {r.words for r in d.readings} & {"four", "11", "23"}]
    assert kinds and set(kinds) == {"revision"}


def test_tolls_that_no_report_calls_revised_stay_a_difference_of_numbers() -> None:
    flat = [(r["title"].replace("rises to", "is"), r["text"].replace("rises to", "is")) for r in REVISED[:2]]
    other = [r | {"title": t, "text": x.replace("rose to", "was")} for r, (t, x) in zip(REVISED, flat, strict=False)]
    found = {d.kind for d in traced(*other).differences if {r.words for r in d.readings} & {"four", "11"}}
    assert found == {"number", "number_raised"}


def test_killed_or_wounded_and_killed_never_become_one() -> None:
    found = traced(*SUMS)
    (event,) = [e for e in found.events if e.type == "ASSAULT" and not e.background]
    assert {t.role.value for t in event.toll} >= {"killed", "killed_or_wounded"}
    roles = {q.role.value: (q.document, q.start) for q in found.quantities if q.high == 60}
    assert set(roles) == {"killed", "killed_or_wounded"}
    for claim in found.claims:
        spoken = [s for s in found.statements if s.id in claim.statements]
        both = [
            any(s.document == d and any(a <= at < b for a, b in s.content) for s in spoken) for d, at in roles.values()
        ]
        assert not (all(both) and "how many" in claim.slot)


def test_a_denied_and_an_asserted_event_are_one_event_with_two_accounts() -> None:
    found = traced(*DENIED)
    (event,) = [e for e in found.events if e.type == "ASSAULT" and not e.background]
    where = {s.id: s.document for s in found.statements}
    assert event.status == "asserted"
    assert {where[s] for s in event.statements} == {"a", "b"}
    assert {s.status.value for s in found.statements if s.id in event.statements} >= {"asserted", "denied"}


@pytest.mark.parametrize("given", [REVISED, SUMS, DENIED], ids=["revised", "sums", "denied"])
def test_the_order_in_which_reports_come_changes_no_event(given: list[dict[str, str]]) -> None:
    assert {traced(*some).events for some in permutations(given)} == {traced(*given).events}
