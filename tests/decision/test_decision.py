"""What people decide holds in every run, says who decided it, and is never dropped in silence."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import firsthand
from firsthand import article, capture, decision, event, lexicon, naming, statement
from firsthand.decision import Action, Decision, Kind, Target
from firsthand.errors import InputError
from firsthand.records import (
    Account,
    Article,
    Capture,
    Cast,
    DocumentId,
    Event,
    Place,
    PlaceId,
    PlaceMention,
    Standing,
    Story,
    StoryId,
)

PAGES = Path(firsthand.__file__).parent / "demo" / "pages"
GOOD = {
    "id": "D1", "kind": "story", "action": "merge", "targets": [{"document": "a"}, {"document": "c"}],
    "who": "An editor", "when": "2026-11-22", "why": "one strike",
}  # fmt: skip


def decided(ident: str, action: str, *targets: str, kind: str = "story", saw: str | None = None) -> Decision:
    key = "document" if kind == "story" else "name"
    own = tuple(Target(**{key: t}) for t in targets)
    return Decision(ident, Kind(kind), Action(action), own, "An editor", "2026-11-22", "so it is", saw)


def stories(*groups: str) -> tuple[Story, ...]:
    return tuple(
        Story(StoryId("story-" + g[0]), f"On {g}", tuple(DocumentId(i) for i in g), because=f"alike: {g}")
        for g in groups
    )


def grouped(found: tuple[Story, ...]) -> list[str]:
    return ["".join(s.documents) for s in found]


def laid(told: tuple[Story, ...], *decisions: Decision) -> tuple[tuple[Story, ...], list[Standing]]:
    out, outcomes = decision.apply_to_stories(told, decisions, {})
    return out, [o.standing for o in decision.report(decisions, outcomes)]


# ---- the file ---------------------------------------------------------------------------------------------------------


def test_a_decision_read_back_is_the_same() -> None:
    (found,) = decision.read([json.dumps(GOOD), ""])
    assert decision.read([decision.line(found)]) == (found,)
    assert json.loads(decision.line(found)) == GOOD


BAD = [
    ("not JSON", "{", "not a line of JSON"),
    ("a list", "[]", "not a JSON object"),
    ("nothing given", "{}", "id, kind, action, targets, who, when, why not given"),
    ("unknown kind", GOOD | {"kind": "claim"}, "kind must be one of"),
    ("unknown action", GOOD | {"action": "delete"}, "action must be one of"),
    ("no such field", GOOD | {"note": "x"}, "unknown field 'note'"),
    ("one target", GOOD | {"action": "same", "targets": [{"document": "a"}]}, "at least two"),
    ("a target twice", GOOD | {"targets": [{"document": "a"}, {"document": "a"}]}, "named twice"),
    ("a target of another kind", GOOD | {"targets": [{"name": "a"}, {"name": "b"}]}, "an object with document"),
    ("half a character", GOOD | {"why": "x\ud800"}, "no text in UTF-8"),
    ("nobody", GOOD | {"who": " "}, "who must be text"),
    ("no day", GOOD | {"when": "yesterday"}, "ISO 8601"),
    ("a span backwards", GOOD | {"kind": "event", "action": "split",
     "targets": [{"document": "a", "start": 5, "end": 5, "words": "x"}]}, "start of a target"),
    ("a span that is no number", GOOD | {"kind": "event", "action": "split",
     "targets": [{"document": "a", "start": True, "end": 5, "words": "x"}]}, "start of a target is not understood"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "says"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_line_is_refused_with_its_number_and_what_is_wrong(name: str, row: object, says: str) -> None:
    text = row if isinstance(row, str) else json.dumps(row)
    with pytest.raises(InputError, match=r"^decisions, line 2: ") as raised:
        decision.read(["", text])
    assert says in str(raised.value)


@pytest.mark.parametrize("action", list(Action))
def test_whatever_is_decided_can_be_taken_back_and_that_too(action: Action) -> None:
    targets = ("a",) if action is Action.SPLIT else ("a", "d")
    told = stories("ab", "cd")
    first = decided("D1", action, *targets)
    back = decision.taken_back(first, "D2", "Another", "2026-11-23", "a mistake")
    again = decision.taken_back(back, "D3", "A third", "2026-11-24", "no mistake")
    assert decision.read([decision.line(d) for d in (first, back, again)]) == (first, back, again)
    assert laid(told, first, back) == (told, [Standing.SUPERSEDED] * 2)
    out, _ = laid(told, first, back, again)
    assert grouped(out) == grouped(laid(told, first)[0])


def test_what_changed_between_two_lists_is_what_holds_in_one_of_them_only() -> None:
    split, joined = decided("D1", "split", "a", "b"), decided("D2", "merge", "a", "z")
    left = replace(split, targets=split.targets[1:])
    assert decision.changed((split,), (split, joined)) == (split, left, joined)
    back = decision.taken_back(split, "D3", "x", "2026-11-23", "y")
    assert decision.changed((split,), (split, back)) == (split,)
    assert decision.changed((split, back), (split, back)) == ()


def test_elsewhere_is_what_becomes_of_a_decision_in_a_story_with_nothing_of_it() -> None:
    them = (decided("D1", "merge", "A", "B", kind="source"), decided("D2", "split", "A", kind="place"))
    assert [(d.decision, d.standing) for d in decision.elsewhere(them)] == [
        ("D2", Standing.UNMATCHED),
        ("D1", Standing.UNMATCHED),
    ]
    assert decision.elsewhere((decided("D3", "merge", "a", "b"),)) == ()


def test_an_id_is_used_once() -> None:
    with pytest.raises(InputError, match="line 2: the id 'D1' was used before"):
        decision.read([json.dumps(GOOD)] * 2)


# ---- stories ----------------------------------------------------------------------------------------------------------

STORIES = [
    # name, stories found, decisions, stories wanted, states
    ("nothing decided", ("ab", "c"), [], ["ab", "c"], []),
    ("a merge takes the whole stories", ("ab", "cd", "e"), [("merge", "a", "c")], ["abcd", "e"], ["applied"]),
    ("a split takes only what it names", ("abc",), [("split", "b", "c")], ["a", "bc"], ["applied"]),
    ("what is already so is needless", ("ab", "c"), [("merge", "a", "b")], ["ab", "c"], ["needless"]),
    ("but a judgement holds", ("ab", "c"), [("same", "a", "b")], ["ab", "c"], ["applied"]),
    ("what may not be together is taken apart", ("abc",), [("different", "a", "c")], ["ab", "c"], ["applied"]),
    ("what is apart stays so", ("ab", "c"), [("different", "a", "c")], ["ab", "c"], ["applied"]),
    ("a missing document changes nothing", ("ab", "c"), [("merge", "a", "z")], ["ab", "c"], ["unmatched"]),
    ("merge then split is as before", ("ab", "cd"), [("merge", "a", "c"), ("split", "a", "c")], ["ab", "cd"],
     ["superseded", "superseded"]),
    ("split then merge is as before", ("abc",), [("split", "b"), ("same", "b", "a")], ["abc"], ["superseded", "applied"]),
    ("taking back a taking back", ("ab", "c"),
     [("merge", "a", "c"), ("split", "a", "c"), ("merge", "a", "c")], ["abc"], ["superseded", "superseded", "applied"]),
    ("a later joining frees what was kept apart", ("ab",), [("different", "a", "b"), ("same", "a", "b")], ["ab"],
     ["superseded", "superseded"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "found", "done", "wanted", "states"), STORIES, ids=[s[0] for s in STORIES])
def test_stories_are_as_decided(name: str, found: tuple[str, ...], done: list, wanted: list[str], states: list) -> None:
    out, got = laid(stories(*found), *(decided(f"D{n}", *d) for n, d in enumerate(done)))
    assert (grouped(out), got) == (wanted, states)


def test_a_decided_story_says_who_decided_when_and_why() -> None:
    out, _ = laid(stories("ab", "c"), decided("D7", "merge", "a", "c"))
    assert out[0].because == "decided: merge by An editor on 2026-11-22: so it is (decision D7)"
    assert (out[0].id, out[0].title) == ("story-a", "")


def test_what_no_longer_matches_is_reported_in_words() -> None:
    done = (decided("D3", "merge", "a", "z"),)
    _, outcomes = decision.apply_to_stories(stories("ab"), done, {})
    assert decision.report(done, outcomes)[0].note == "decision D3 no longer matches: there is no document z"


def test_a_decision_that_means_nothing_takes_nothing_back() -> None:
    done = (decided("D1", "split", "a", "b"), decided("D2", "merge", "a", "gone"))
    out, states = laid(stories("abc"), *done)
    assert (grouped(out), states) == (["ab", "c"], [Standing.APPLIED, Standing.UNMATCHED])


def test_a_name_that_several_have_is_said_to_be_ambiguous_with_all_of_them() -> None:
    two = tuple(
        Place(PlaceId(i), i.title(), 0.0, 0.0, "XXX", None, "town", names=("Ash",)) for i in ("ashford", "ashton")
    )
    cast = Cast({}, {}, (), (), two)
    done = (decided("D1", "merge", "Ash", "Ashton", kind="place"),)
    _, outcomes = decision.apply_to_cast(cast, (), done)
    (note,) = (o.note for o in decision.report(done, outcomes))
    assert note.startswith(
        "decision D1 is ambiguous: several are called “Ash”: Ashford (ashford), Ashton (ashton); give"
    )


def test_an_id_of_any_length_is_refused() -> None:
    with pytest.raises(InputError, match="line 1: id must not be longer than 100 characters, not 101"):
        decision.read([json.dumps({**GOOD, "id": "x" * 101})])
    assert decision.read([json.dumps({**GOOD, "id": "x" * 100})])


def test_what_rules_now_say_otherwise_is_reported_and_still_applied() -> None:
    done = (decided("D3", "merge", "a", "c", saw="alike: xy"),)
    out, outcomes = decision.apply_to_stories(stories("ab", "c"), done, {})
    assert grouped(out) == ["abc"]
    assert outcomes[0].standing is Standing.CHANGED
    assert "made on “alike: xy”; the rules now say “alike: ab”" in outcomes[0].note


def test_a_decision_that_met_nothing_is_reported_too() -> None:
    done = (decided("D3", "merge", "X", "Y", kind="actor"),)
    assert decision.report(done, ())[0].standing is Standing.UNMATCHED


LETTERS = "abcdefghij"
ACTIONS = st.sampled_from(list(Action))


@st.composite
def situations(draw: st.DrawFn) -> tuple[tuple[Story, ...], list[Decision]]:
    """Stories over ten documents, and decisions no two of which name one document."""
    where = draw(st.lists(st.integers(0, 3), min_size=10, max_size=10))
    groups = ["".join(x for x, n in zip(LETTERS, where, strict=True) if n == k) for k in range(4)]
    order = draw(st.permutations(LETTERS))
    sizes = draw(st.lists(st.integers(2, 3), max_size=3))
    done, at = [], 0
    for n, size in enumerate(sizes):
        done.append(decided(f"D{n}", draw(ACTIONS), *order[at : at + size]))
        at += size
    return stories(*(g for g in groups if g)), done


@given(situations())
def test_deciding_twice_is_deciding_once(situation: tuple[tuple[Story, ...], list[Decision]]) -> None:
    told, done = situation
    once, _ = laid(told, *done)
    assert laid(once, *done)[0] == once


@given(situations(), st.integers(0, 99))
def test_the_order_of_decisions_on_different_targets_does_not_matter(
    situation: tuple[tuple[Story, ...], list[Decision]], seed: int
) -> None:
    told, done = situation
    assert laid(told, *done)[0] == laid(told, *random.Random(seed).sample(done, len(done)))[0]


@given(situations())
def test_every_document_stays_in_exactly_one_story(situation: tuple[tuple[Story, ...], list[Decision]]) -> None:
    told, done = situation
    out, states = laid(told, *done)
    assert sorted("".join(grouped(out))) == list(LETTERS)
    assert len(states) == len(done)


# ---- actors, places, sources, events ------------------------------------------------------------------------------------


# the demo's places are invented, so no gazetteer knows them
PLACES = tuple(
    Place(PlaceId(f"p:{n}"), f"Town {n}", 1.0 * n, 2.0, "XXX", None, "town", names=(f"Town {n}",)) for n in range(3)
)


def placed(first: Article, cast: Cast) -> Account:
    """Return the first account with a mention of each place."""
    mentions = tuple(PlaceMention(first.id, n, n + 4, p.id) for n, p in enumerate(PLACES))
    return replace(cast.accounts[first.id], places=mentions, gazetteer=PLACES)


@pytest.fixture(scope="module")
def happened() -> tuple[list[Article], Cast, tuple[Event, ...]]:
    known = lexicon.load()
    own = sorted((article.clean(c, known) for c in capture.read([PAGES]) if isinstance(c, Capture)), key=lambda a: a.id)
    cast = naming.settle(own, {a.id: statement.find(a, known) for a in own}, known)
    cast = replace(cast, accounts=cast.accounts | {own[0].id: placed(own[0], cast)}, gazetteer=PLACES)
    return own, cast, event.merge(own, cast, {a.id: event.code(a, cast.accounts[a.id], known) for a in own})


TABLES = [("actor", "actors"), ("place", "gazetteer"), ("source", "sources")]


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_two_things_merged_are_one_everywhere(kind: str, table: str, happened: tuple) -> None:
    own, cast, _ = happened
    a, b = getattr(cast, table)[:2]
    done = (decided("D1", "merge", a.name, b.name, kind=kind),)
    out, outcomes = decision.apply_to_cast(cast, own, done)
    assert [o.standing for o in outcomes] == [Standing.APPLIED]
    (one,) = [x for x in getattr(out, table) if x.id in (a.id, b.id)]
    assert {a.name, b.name} <= set(one.names)
    assert one.because.endswith("decided: merge by An editor on 2026-11-22: so it is (decision D1)")
    gone = ({a.id, b.id} - {one.id}).pop()
    assert repr(gone) not in repr(out)


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_merging_and_splitting_things_leaves_the_cast_as_it_was(kind: str, table: str, happened: tuple) -> None:
    own, cast, _ = happened
    a, b = getattr(cast, table)[:2]
    done = [decided(f"D{n}", action, a.name, b.name, kind=kind) for n, action in enumerate(("merge", "split"))]
    out, _ = decision.apply_to_cast(cast, own, done)
    assert getattr(out, table) == tuple(sorted(getattr(cast, table), key=lambda x: x.id))


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_deciding_on_things_twice_is_deciding_once(kind: str, table: str, happened: tuple) -> None:
    own, cast, _ = happened
    a, b = getattr(cast, table)[:2]
    many = max(getattr(cast, table), key=lambda x: (len(x.names), x.id))
    done = (decided("D1", "merge", a.name, b.name, kind=kind), decided("D2", "split", many.names[-1], kind=kind))
    once, _ = decision.apply_to_cast(cast, own, done)
    assert decision.apply_to_cast(once, own, done)[0] == once


def test_a_name_split_off_takes_its_mentions_along(happened: tuple) -> None:
    own, cast, _ = happened
    texts = {a.id: a.text for a in own}
    label, name = next(
        (x, texts[i][x.start : x.end])
        for i, account in sorted(cast.accounts.items())
        for x in account.labels
        for actor in cast.actors
        if actor.id == x.actor
        and len({n.lower() for n in actor.names}) > 1
        and texts[i][x.start : x.end] in actor.names
    )
    out, _ = decision.apply_to_cast(cast, own, (decided("D1", "split", name, kind="actor"),))
    moved = {x.actor for i, acc in out.accounts.items() for x in acc.labels if texts[i][x.start : x.end] == name}
    assert len(moved) == 1
    assert [a.names for a in out.actors if a.id in moved] == [(name,)]
    assert label.document in out.accounts


def test_a_cast_nobody_decided_on_is_the_same(happened: tuple) -> None:
    own, cast, _ = happened
    assert decision.apply_to_cast(cast, own, (decided("D1", "merge", "a", "b"),)) == (cast, ())


def told(e: Event, own: list[Article], cast: Cast) -> Target:
    """Return a target that means ``e``: the words of one of its statements and its type."""
    said = next(s for acc in cast.accounts.values() for s in acc.statements if s.id == e.statements[0])
    text = next(a.text for a in own if a.id == said.document)
    span = said.content[0]
    return Target(said.document, span.start, span.end, text[span.start : span.end], e.type)


def two(happened: tuple) -> tuple[Event, Event, Target, Target]:
    own, cast, events = happened
    for a in events:
        for b in events:
            x, y = told(a, own, cast), told(b, own, cast)
            outcome = (
                decision.apply_to_events(events, own, cast, (on("D", "different", x, y),))[1][0] if x != y else None
            )
            if a.id < b.id and outcome is not None and outcome.standing is Standing.APPLIED:
                return a, b, x, y
    raise AssertionError("no two events that can be told apart by words and type")


def on(ident: str, action: str, *targets: Target) -> Decision:
    return Decision(ident, Kind.EVENT, Action(action), targets, "An editor", "2026-11-22", "so it is")


def test_two_events_merged_are_one_with_all_their_statements(happened: tuple) -> None:
    own, cast, events = happened
    a, b, x, y = two(happened)
    out, outcomes = decision.apply_to_events(events, own, cast, (on("D1", "merge", x, y),))
    assert [o.standing for o in outcomes] == [Standing.APPLIED]
    assert len(out) == len(events) - 1
    (one,) = [e for e in out if set(a.statements) <= set(e.statements)]
    assert set(b.statements) <= set(one.statements)
    assert "(decision D1)" in one.because
    assert decision.apply_to_events(out, own, cast, (on("D1", "merge", x, y),))[0] == out


def test_merging_and_splitting_events_leaves_them_as_they_were(happened: tuple) -> None:
    own, cast, events = happened
    _, _, x, y = two(happened)
    out, _ = decision.apply_to_events(events, own, cast, (on("D1", "merge", x, y), on("D2", "split", x, y)))
    assert out == tuple(sorted(events, key=lambda e: e.id))


def test_a_decision_on_words_that_changed_is_reported_as_such(happened: tuple) -> None:
    own, cast, events = happened
    _, _, x, y = two(happened)
    done = (on("D1", "merge", x, Target(y.document, y.start, y.end, "other words", y.type)),)
    out, outcomes = decision.apply_to_events(events, own, cast, done)
    assert out == tuple(sorted(events, key=lambda e: e.id))
    assert outcomes[0].standing is Standing.UNMATCHED
    assert "the text has changed" in outcomes[0].note
