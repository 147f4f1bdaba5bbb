"""What happened, according to one article and to a story."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import firsthand
from firsthand import article, capture, event, lexicon, statement
from firsthand.event.across import merge
from firsthand.event.build import MODES, OTHER_MODES
from firsthand.records import (
    Actor,
    ActorId,
    Article,
    Capture,
    Cast,
    DocumentId,
    Event,
    EventId,
    Role,
    StatementId,
    Status,
    Toll,
)

GOLD = Path(__file__).parents[2] / "eval" / "gold"
COLLECTIONS = {
    "demo": Path(firsthand.__file__).parent / "demo" / "pages",
    "d1": GOLD / "traditions" / "developed" / "d1.docs.jsonl",
    "d2": GOLD / "traditions" / "developed" / "d2.docs.jsonl",
}
KNOWN = lexicon.load()


def coded(text: str, tmp_path: Path) -> tuple[dict[str, str], tuple[Event, ...]]:
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "x", "text": text, "published": "2033-05-11"}), "utf8")
    (found,) = [c for c in capture.read([tmp_path / "x.jsonl"]) if isinstance(c, Capture)]
    a = article.clean(found, KNOWN)
    account = statement.find(a, KNOWN)
    return {x.id: x.name for x in account.actors}, event.code(a, account, KNOWN)


ONE = [
    # text, type, mode, who acts, who suffers, role, low, high
    (
        "Gunmen kidnapped 12 farmers on Monday near the border.",
        "ASSAULT",
        "abduct",
        "gunmen",
        "farmers",
        "captured",
        12,
        12,
    ),
    (
        "Twelve farmers were kidnapped by gunmen on Monday.",
        "ASSAULT",
        "abduct",
        "gunmen",
        "farmers",
        "captured",
        12,
        12,
    ),
    (
        "A bomb exploded in the market on Monday, killing 4 women.",
        "ASSAULT",
        "explosives",
        None,
        "women",
        "killed",
        4,
        4,
    ),
    (
        "Three policemen were wounded in a mortar attack on Monday.",
        "ASSAULT",
        "heavy-weapons",
        None,
        "policemen",
        "wounded",
        3,
        3,
    ),
    (
        "Helicopters hit the clinic in a chemical attack on Monday, killing 9 patients.",
        "ASSAULT",
        "unconventional",
        None,
        "patients",
        "killed",
        9,
        9,
    ),
    ("Police arrested two journalists on Monday.", "COERCE", "arrest", "police", "journalists", None, 0, 0),
    ("Farmers protested in the capital on Monday.", "PROTEST", "demo", "farmers", None, None, 0, 0),
    ("The rebels released six hostages on Monday.", "RETREAT", "release", "rebels", "hostages", None, 0, 0),
]


@pytest.mark.parametrize("capitals", [False, True], ids=["as written", "in capitals"])
@pytest.mark.parametrize(
    ("text", "kind", "mode", "agent", "patient", "role", "low", "high"), ONE, ids=[x[0] for x in ONE]
)
def test_one_sentence_gives_one_event_with_its_slots(
    text: str,
    kind: str,
    mode: str,
    agent: str | None,
    patient: str | None,
    role: str | None,
    low: int,
    high: int,
    capitals: bool,
    tmp_path: Path,
) -> None:
    names, events = coded(text.upper() if capitals else text, tmp_path)
    (e,) = events
    assert (e.type, e.mode) == (kind, mode)
    assert agent is None or agent in {names[a] for a in e.actors}
    assert patient is None or patient in {names[a] for a in e.recipients}
    assert role is None or (role, low, high) in {(t.role.value, t.low, t.high) for t in e.toll}


def test_headline_lede_and_body_tell_one_event(tmp_path: Path) -> None:
    text = (
        "Bomb kills four in Harun market\n\nA bomb killed four people in a market on Monday.\n\n"
        "The blast also wounded nine people, doctors said. The attack was the first this year."
    )
    _, events = coded(text, tmp_path)
    assert [(e.type, e.mode) for e in events] == [("ASSAULT", "explosives")]
    assert {(t.role, t.low) for t in events[0].toll} >= {(Role.KILLED, 4), (Role.WOUNDED, 9)}


def test_a_page_without_happenings_gives_none(tmp_path: Path) -> None:
    assert coded("The weather is fine and the harvest was good.", tmp_path)[1] == ()


def test_a_general_wave_of_attacks_is_no_event(tmp_path: Path) -> None:
    assert coded("Terrorist attacks must be met with courage.", tmp_path)[1] == ()


def test_another_victim_is_no_other_happening(tmp_path: Path) -> None:
    text = (
        "Gunmen shot a senator on Monday as he was about to speak.\n\nHe was taken to hospital, the police said.\n\n"
        "The square was full of people.\n\nTwo other persons were wounded during the attack."
    )
    _, events = coded(text, tmp_path)
    assert [e.type for e in events] == ["ASSAULT"]
    assert (Role.WOUNDED, 2) in {(t.role, t.low) for t in events[0].toll}


def test_who_acts_is_no_loss(tmp_path: Path) -> None:
    names, (e,) = coded("Several armed men kidnapped bishop Juan Jaramillo on Monday.", tmp_path)
    assert ([names[a] for a in e.actors], e.toll) == (["armed men"], ())


def test_those_a_verb_of_loss_acts_on_are_counted_wherever_the_count_stands(tmp_path: Path) -> None:
    _, (e,) = coded("Rebels kidnapped today two priests near the border.", tmp_path)
    assert [(t.role, t.low) for t in e.toll] == [(Role.CAPTURED, 2)]


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        ("Several men wounded a watchman at a farm on Monday.", {(Role.WOUNDED, 1, 1)}),
        ("Several gunmen killed Roberto Sarasty near his house on Monday.", {(Role.KILLED, 1, None)}),
        ("Four killed in a bomb attack on Monday.", {(Role.KILLED, 4, 4)}),
        ("Gunmen killed the mayor on Monday. More than 200 officials were murdered since 1981.", {(Role.KILLED, 1, 1)}),
        ("The rebels bombed a bank on Monday. They have threatened to kill 10 judges.", set()),
        ("Rebels attacked a market where 12 buses and the 40 guards of the mayor were burned.", set()),
        ("Mayor Eduardo Rolon and senator Alvaro Sarmiento were kidnapped on Monday.", {(Role.CAPTURED, 2, None)}),
        ("Rebels raided the village on Monday. The murders of leaders go on.", set()),
    ],
)
def test_a_toll_counts_those_who_suffer_by_this_happening(
    text: str, tolls: set[tuple[Role, int, int | None]], tmp_path: Path
) -> None:
    _, events = coded(text, tmp_path)
    assert {(t.role, t.low, t.high) for e in events for t in e.toll} == tolls


@pytest.mark.parametrize("end", [". ", " and then "])
def test_twice_the_text_costs_twice_whether_sentences_repeat_or_never_end(end: str, tmp_path: Path) -> None:
    known = lexicon.load()

    def cost(times: int) -> float:
        path = tmp_path / f"{times}.jsonl"
        path.write_text(json.dumps({"id": "x", "text": f"rebels killed four people in Harun on Monday{end}" * times}))
        (c,) = (c for c in capture.read([path]) if isinstance(c, Capture))
        a = article.clean(c, known)
        account = statement.find(a, known)
        start = time.process_time()
        event.code(a, account, known)
        return time.process_time() - start

    cost(10)
    pairs = [(cost(200), cost(800)) for _ in range(3)]  # in turns: a busy machine slows both
    assert (
        min(b for _, b in pairs) < 10 * min(a for a, _ in pairs) + 0.05
    )  # four times the text: 4 if linear, 16 if not


def test_talk_of_the_dead_costs_no_lives_by_itself(tmp_path: Path) -> None:
    _, events = coded("The rebels accused the army of the murder of six priests on Monday.", tmp_path)
    assert {(e.type, bool(e.toll)) for e in events} == {("ACCUSE", False), ("ASSAULT", True)}


# ---- across articles --------------------------------------------------------------------------------------------------


def account(
    document: str, status: Status = Status.ASSERTED, role: Role = Role.KILLED, low: int = 4, day: str = "2033-05-09"
) -> Event:
    return Event(
        EventId(f"{document}:event:0"), "ASSAULT", None, status, (ActorId("actor:front"),), (ActorId("actor:army"),), None,
        day, day, None, (Toll(role, None, low, low, (StatementId(f"{document}:s"),)),), (StatementId(f"{document}:s"),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> list[Article]:
    path = tmp_path_factory.mktemp("two") / "x.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "text": "Nothing."}) for i in "ab"), "utf8")
    return [article.clean(c, KNOWN) for c in capture.read([path]) if isinstance(c, Capture)]


def united(two: list[Article], *events: Event) -> tuple[Event, ...]:
    people = tuple(Actor(ActorId(f"actor:{n}"), n, "armed_group", (n,)) for n in ("army", "front"))
    return merge(two, Cast({}, {}, (), people, ()), {DocumentId(e.id[0]): (e,) for e in events})


def test_a_denied_and_an_asserted_event_are_one_with_two_accounts(two: list[Article]) -> None:
    (e,) = united(two, account("a"), account("b", Status.DENIED))
    assert (e.status, e.statements) == (Status.ASSERTED, ("a:s", "b:s"))


def test_tolls_that_differ_stay_apart(two: list[Article]) -> None:
    (e,) = united(two, account("a", low=4), account("b", low=11))
    assert [(t.low, t.statements) for t in e.toll] == [(4, ("a:s",)), (11, ("b:s",))]


def test_killed_or_wounded_never_becomes_killed(two: list[Article]) -> None:
    (e,) = united(two, account("a"), account("b", role=Role.KILLED_OR_WOUNDED))
    assert [t.role for t in e.toll] == [Role.KILLED, Role.KILLED_OR_WOUNDED]


def test_the_same_kind_of_thing_weeks_apart_is_two_events(two: list[Article]) -> None:
    assert len(united(two, account("a"), account("b", day="2033-04-09"))) == 2


def test_one_without_a_day_does_not_tie_two_that_lie_weeks_apart(two: list[Article]) -> None:
    three = [*two, replace(two[0], id=DocumentId("c"))]
    undated = replace(account("a"), earliest=None, latest=None)
    found = united(three, undated, account("b"), account("c", day="2033-04-09"))
    assert len(found) == 2


def test_the_order_of_the_articles_changes_nothing(two: list[Article]) -> None:
    events = (account("a"), account("b", low=7))
    assert united(two, *events) == united(two[::-1], *events[::-1])


# ---- golden lists -----------------------------------------------------------------------------------------------------


def fits(row: dict[str, Any], e: Event, dossier: firsthand.Dossier) -> bool:
    names = {a.id: a.name for a in dossier.actors}
    where = {s.id: s.document for s in dossier.statements}
    return (
        e.type == row["type"]
        and row.get("mode", e.mode) == e.mode
        and str(e.earliest or "").startswith(row.get("day", ""))
        and any(
            row.get("participant", "") in names[a]
            for a in (*e.actors, *e.recipients, *[a for a in names if "participant" not in row])
        )
        and ("count" not in row or any((t.role.value, t.low) == (row["role"], row["count"]) for t in e.toll))
        and len({where[s] for s in e.statements}) >= row["documents"]
    )


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_a_story_holds_the_events_that_a_careful_coder_lists(name: str) -> None:
    dossier = firsthand.trace([COLLECTIONS[name]])
    rows = json.loads((GOLD / "events" / f"{name}.json").read_text("utf8"))["must"]
    assert [r["what"] for r in rows if not any(fits(r, e, dossier) for e in dossier.events)] == []


def test_every_field_says_where_it_was_read(tmp_path: Path) -> None:
    text = "Gunmen kidnapped 12 farmers on Monday near the border."
    _, (e,) = coded(text, tmp_path)
    assert {s.field: text[s.start : s.end] for s in e.spans} | {"toll": "12"} == {
        "actor": "Gunmen",
        "trigger": "kidnapped",
        "recipient": "farmers",
        "time": "Monday",
        "toll": "12",
    }
    assert all(s.because for s in e.spans)


def test_the_name_of_a_front_frees_nobody(tmp_path: Path) -> None:
    _, events = coded("The Farabundo Marti National Liberation Front met in the capital on Monday.", tmp_path)
    assert [e for e in events if e.type == "RETREAT"] == []


def test_days_of_a_sentence_without_end_are_not_read_again_for_every_pair_of_mentions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from firsthand.event import within

    read = 0
    days = within.days

    def counted(times: Any) -> Any:
        nonlocal read
        read += 1
        return days(times)

    monkeypatch.setattr(within, "days", counted)
    coded("the minister said on sunday that 12 people were killed, " * 40, tmp_path)
    assert 0 < read < 200  # 40 mentions; pairs of them are 780


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed 12 people in Harvel on Tuesday, the worst attack so far this year.",
        "Gunmen killed 12 people on Monday, hours after a truce that had held for three months.",
        "A bomb killed 12 people in Harvel, the worst raid in two years.",
    ],
)
def test_a_long_time_named_beside_a_loss_does_not_take_it(text: str, tmp_path: Path) -> None:
    _, events = coded(text, tmp_path)
    assert {(t.role, t.low) for e in events for t in e.toll} == {(Role.KILLED, 12)}


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in a market in Velm on Monday, killing 17, police chief Tolk said.",
        "Gunmen attacked a post on Monday, wounding five soldiers, Colonel Osk Tarrin said.",
        "A blast in Orlau killed at least nine on Monday, Mayor Ina Brock said.",
    ],
)
def test_who_is_named_behind_a_toll_did_not_suffer_it(text: str, tmp_path: Path) -> None:
    names, events = coded(text, tmp_path)
    assert {names[a] for e in events for a in e.recipients} <= {"soldiers"}


def test_who_tells_of_himself_may_have_suffered_it(tmp_path: Path) -> None:
    names, events = coded("Residents said on Monday that they were attacked by the army.", tmp_path)
    assert "residents" in {names[a] for e in events for a in e.recipients}


def test_every_mode_of_an_assault_in_the_lexicon_can_be_an_events_mode() -> None:
    table = KNOWN.table("events")
    given = {row["mode"] for row in table["trigger"] if row["type"] == "ASSAULT" and row["mode"]} | {
        *table["instruments"]
    }
    assert given == {*MODES, *OTHER_MODES}
