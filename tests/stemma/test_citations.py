from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.records import Account, Attribution, AttributionId, DocumentId, Manner, SourceId, Zone, ZoneKind
from firsthand.spans import Span
from firsthand.stemma.citations import LEAD_PICTURE, PICTURE, TOLD, citations_of, find
from firsthand.stemma.lost import _parent
from firsthand.stemma.witness import witness
from tests.stemma.told import ORIGIN, REWRITE, article, cast, story


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("A nurse told Baltic Press Service that eleven died.", True),
        ("A nurse told the Baltic Press Service by telephone.", True),
        ("In an interview with Baltic Press Service he denied it.", True),
        ("A nurse told of a visit by Baltic Press Service.", False),
        ("Baltic Press Service told nobody.", False),
    ],
)
def test_who_was_told_is_who_the_report_came_by(said: str, named: bool) -> None:
    texts = [article("a", f"Eleven dead\n\n{said}", "Nordvik Post", None), article("b", ORIGIN, "Coast Courier", None)]
    found = find(texts, {a.id: witness(a) for a in texts}, cast(texts, {"b": "Baltic Press Service"}))
    told = [c for c in found.sources if c.kind == TOLD]
    assert [(c.document, c.source) for c in told] == ([("a", "name:Baltic Press Service")] if named else [])
    assert ("name:Baltic Press Service" in found.absent[DocumentId("a")]) is named


def test_an_outlet_that_was_told_itself_cites_nobody() -> None:
    texts = [article("a", "Eleven dead\n\nA nurse told Coast Courier so.", "Coast Courier", None)]
    assert not find(texts, {a.id: witness(a) for a in texts}, cast(texts)).sources


@pytest.mark.parametrize(("at", "kind"), [(LEAD_PICTURE - 1, PICTURE), (LEAD_PICTURE, None)])
def test_only_the_first_picture_of_a_page_is_an_edge(at: int, kind: str | None) -> None:
    one = article("a", ORIGIN, "Nordvik Post", None)
    said = Attribution(
        AttributionId("a:1"), one.id, (Span(at, at + 2),), (), (), None, SourceId("source:ap"), Manner.INDIRECT,
        because="picture-credit: 'AP'",
    )  # fmt: skip
    told = replace(cast([one]), accounts={one.id: Account(one.id, (said,))})
    assert [c.kind for c in citations_of(one, told)] == ([kind] if kind else [])


def test_a_lost_report_is_an_agencys_only_when_more_than_half_of_those_laid_to_it_credit_it() -> None:
    service = "Baltic Press Service"
    texts = [article(i, t, i, None) for i, t in (("a", ORIGIN), ("b", REWRITE), ("c", ORIGIN))]
    found = find(texts, {a.id: witness(a) for a in texts}, cast(texts, {"a": service, "b": service}))
    ids = [a.id for a in texts]
    assert _parent(story(texts), found, ids) == f"s:story-1:name:{service}"
    assert _parent(story(texts), found, [ids[0], ids[2]]) == "i:story-1:a"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Eleven died, according to the Morning Hammer.", True),
        ("Eleven died in the morning hammer blow.", False),
        ("Eleven died in the Morning hammer blow.", False),
        ("Eleven died, the Hammer said.", False),
    ],
)
def test_a_name_of_plain_words_is_one_where_it_is_written_as_a_name(said: str, named: bool) -> None:
    texts = [article("a", said, "Nordvik Post", None), article("b", ORIGIN, "Morning Hammer", None)]
    found = find(texts, {a.id: witness(a) for a in texts}, cast(texts))
    assert ((DocumentId("a"), DocumentId("b")) in found.named) is named


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Eleven died at the older of the two road crossings.", False),
        ("Eleven died, Crossings reports.", True),
        ("Eleven died, says crossings.example on its front page.", True),
    ],
)
def test_a_name_of_one_word_is_none_in_small_letters(said: str, named: bool) -> None:
    texts = [article("a", said, "Nordvik Post", None), article("b", ORIGIN, "Crossings", None)]
    found = find(texts, {a.id: witness(a) for a in texts}, cast(texts))
    assert ((DocumentId("a"), DocumentId("b")) in found.named) is named


def test_an_outlet_in_the_signing_line_is_named() -> None:
    body, credit = "Eleven died at the port.", "With material from Coast Courier"
    for kind, named in ((ZoneKind.BYLINE, True), (ZoneKind.RELATED, False)):
        zones = (Zone(ZoneKind.BODY, 0, len(body)), Zone(kind, len(body) + 2, len(body) + 2 + len(credit)))
        one = replace(article("a", f"{body}\n\n{credit}", "Nordvik Post", None), zones=zones)
        texts = [one, article("b", ORIGIN, "Coast Courier", None)]
        found = find(texts, {a.id: witness(a) for a in texts}, cast(texts))
        assert ((DocumentId("a"), DocumentId("b")) in found.named) is named


def test_a_credit_that_is_read_names_an_outlet_too_plain_to_search_for() -> None:
    said = "The Herald said eleven died at the port."
    texts = [article("a", said, "Nordvik Post", None), article("b", ORIGIN, "The Herald", None)]
    people = cast(texts, {"a": "The Herald"})  # its attribution stands at characters 0 to 5: "The H"
    found = find(texts, {a.id: witness(a) for a in texts}, people)
    assert (DocumentId("a"), DocumentId("b")) in found.named
    small = replace(texts[0], text=said.lower())
    found = find([small, texts[1]], {a.id: witness(a) for a in (small, texts[1])}, people)
    assert (DocumentId("a"), DocumentId("b")) not in found.named
