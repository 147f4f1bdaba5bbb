"""Which report comes from which: the second look at a parent, who speaks in both, and credit to an absent reporter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.records import (
    Account,
    Article,
    Attribution,
    AttributionId,
    Cast,
    DocumentId,
    Manner,
    Source,
    SourceId,
    SourceKind,
)
from firsthand.spans import Span
from firsthand.stemma.citations import Citations, find
from firsthand.stemma.descent import Descent, every_features, second_looks, told_elsewhere
from firsthand.stemma.kinship import relatives
from tests.stemma.told import ORIGIN, article, cast

HARBOUR, OWNERS = DocumentId("a"), DocumentId("b")
SAID_BY_OWNERS = (
    "The owners of the Saint Odile said that nine stokers had locked the wheelhouse and that no shot was fired.\n\n"
    "Their director Amalie Strand put the ransom at 14,000 crowns and blamed unpaid wages since the spring."
)
BOTH = article("c", f"{ORIGIN}\n\n{SAID_BY_OWNERS}", "Evening Ledger", "2031-05-06T07:00:00Z")
ONE = article("a", ORIGIN, "Coast Courier", "2031-05-05T20:00:00Z")
OTHER = article("b", SAID_BY_OWNERS, "Nordvik Post", "2031-05-05T21:00:00Z")
THIRD = article("d", ORIGIN.split("\n\n")[1], "Inland Post", "2031-05-05T21:30:00Z")


def speaking(articles: list[Article], heard: dict[str, list[tuple[str, SourceKind]]]) -> Cast:
    """Return a cast in which each report hands on something of those whom it lets speak."""
    people = cast(articles)
    accounts = {}
    for a in articles:
        said = tuple(
            Attribution(
                AttributionId(f"{a.id}:{n}"), a.id, (Span(0, 5),), (), (Span(10, 90),), None, SourceId(f"name:{who}"), Manner.INDIRECT
            )
            for n, (who, _) in enumerate(heard.get(a.id, []))
        )  # fmt: skip
        accounts[a.id] = Account(a.id, attributions=said)
    kinds = {who: kind for rows in heard.values() for who, kind in rows}
    rows = tuple(Source(SourceId(f"name:{w}"), w, k, (w,)) for w, k in sorted(kinds.items()))
    return replace(people, accounts=accounts, sources=(*people.sources, *rows))


def looks(heard: dict[str, list[tuple[str, SourceKind]]]) -> dict[DocumentId, tuple[str, dict[str, float]]]:
    articles = [ONE, OTHER, BOTH, THIRD]
    known = relatives(articles)
    cited = find(articles, known.witnesses, speaking(articles, heard))
    features = every_features(known, cited)[BOTH.id]
    return second_looks(known, cited, BOTH.id, features, {HARBOUR: 1.0, OWNERS: 0.0, THIRD.id: -0.5})


def test_of_two_parents_the_second_is_ahead_in_whole_lines_and_a_sibling_of_the_first_is_not() -> None:
    found = looks({})
    assert {p: model for p, (model, _) in found.items()} == {"a": "first", "b": "second", "d": "second"}
    assert found[OWNERS][1]["ahead"] > 0.2
    assert found[THIRD.id][1]["ahead"] < 0.05
    assert found[HARBOUR][1]["margin"] == 1.0


@pytest.mark.parametrize(
    ("kind", "voice"), [(SourceKind.PERSON, 1.0), (SourceKind.AGENCY, 0.0), (SourceKind.ANONYMOUS, 0.0)]
)
def test_who_speaks_in_the_child_and_in_the_second_parent_alone_speaks_for_it(kind: SourceKind, voice: float) -> None:
    strand, vekk = ("Amalie Strand", kind), ("Jorun Vekk", SourceKind.PERSON)
    found = looks({"a": [vekk], "b": [strand], "c": [vekk, strand]})
    assert found[OWNERS][1]["voice"] == voice
    assert found[HARBOUR][1]["silent"] == 0.0
    assert found[THIRD.id][1]["silent"] == 1.0


def test_a_child_in_which_nobody_speaks_says_nothing_of_who_speaks_in_a_parent() -> None:
    assert {look["silent"] for _, look in looks({"a": [("Jorun Vekk", SourceKind.PERSON)]}).values()} == {0.0}


def test_what_credits_an_absent_reporter_comes_less_likely_from_a_report_that_it_does_not_name() -> None:
    down = [Descent(BOTH.id, p, {}, 0.8) for p in (HARBOUR, OWNERS)]
    credit = Citations({(BOTH.id, OWNERS): Span(0, 5)}, (), {BOTH.id: (SourceId("name:Baltic Press"),)}, {}, {})
    found = {d.parent: d.probability for d in told_elsewhere(down, credit)}
    assert found[OWNERS] == 0.8
    assert found[HARBOUR] == pytest.approx(0.665, abs=0.001)
    assert told_elsewhere(down, replace(credit, absent={})) == down


@pytest.mark.parametrize(("source", "absent"), [("a:name:baltic-press", True), ("a:wire-service", False)])
def test_an_agency_that_one_report_alone_names_is_absent_and_one_that_it_describes_is_not(
    source: str, absent: bool
) -> None:
    people = cast([ONE, OTHER])
    said = Attribution(
        AttributionId("a:1"), HARBOUR, (Span(0, 5),), (), (Span(10, 90),), None, SourceId(source), Manner.INDIRECT
    )  # fmt: skip
    told = replace(
        people,
        accounts={**people.accounts, HARBOUR: Account(HARBOUR, attributions=(said,))},
        sources=(*people.sources, Source(SourceId(source), "Baltic Press", SourceKind.AGENCY, ("Baltic Press",))),
    )
    found = find([ONE, OTHER], relatives([ONE, OTHER]).witnesses, told)
    assert found.absent[HARBOUR] == ((source,) if absent else ())
