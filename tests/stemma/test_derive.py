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
    Kin,
    Manner,
    NodeKind,
    Relation,
    SourceId,
    Stemma,
    StoryId,
)
from firsthand.spans import Span
from firsthand.stemma import across, derive, relate, united
from tests.stemma.told import APART, ORIGIN, REWRITE, article, cast, story

FIRST = article("a", ORIGIN, "Coast Courier", "2031-05-05T20:00:00Z")
SECOND = article("b", REWRITE, "Evening Ledger", "2031-05-06T07:00:00Z")
OTHER = article("c", APART, "Nordvik Post", "2031-05-06T09:00:00Z")
ALL = [FIRST, SECOND, OTHER]


def tree(articles: list[Article], people: Cast | None = None) -> Stemma:
    return derive(story(articles), articles, people or cast(articles))


def edge(found: Stemma, child: str, parent: str) -> float:
    return next((e.probability for e in found.edges if (e.child, e.parent) == (f"n:{child}", f"n:{parent}")), 0.0)


def kin(found: Stemma, a: str, b: str) -> float:
    return next((k.probability for k in found.kin if (k.a, k.b) == (a, b)), 0.0)


def test_a_rewrite_hangs_on_the_report_it_names() -> None:
    assert edge(tree(ALL), "b", "a") >= 0.5
    assert edge(tree(ALL), "a", "b") < 0.2


def test_of_two_near_copies_the_one_that_is_named_is_the_parent() -> None:
    first = article("a", ORIGIN, "The Herald", "2031-05-05T20:00:00Z")
    also = article("b", ORIGIN.replace("Two deckhands were wounded and", "Some"), "Coast Radio", "2031-05-05T22:00:00Z")
    text = ORIGIN.replace("told the Coast Courier", "told The Herald").replace("Two deckhands were", "A deckhand was")
    named = article("c", text, "Inland Post", "2031-05-06T07:00:00Z")
    three = [first, also, named]
    people = cast(three)
    at = text.index("The Herald")
    said = Attribution(
        AttributionId("c:1"), DocumentId("c"), (Span(at, at + 10),), (), (), None, SourceId("name:The Herald"), Manner.INDIRECT
    )  # fmt: skip
    accounts = {**people.accounts, DocumentId("c"): Account(DocumentId("c"), attributions=(said,))}
    found = tree(three, replace(people, accounts=accounts))
    assert edge(found, "c", "a") >= 0.9
    assert edge(found, "c", "b") < 0.5


def test_an_account_from_elsewhere_is_not_kin() -> None:
    found = tree(ALL)
    assert kin(found, "a", "b") >= 0.8
    assert max(kin(found, "a", "c"), kin(found, "b", "c")) < 0.5


def test_no_kinship_is_under_its_edge() -> None:
    found = tree(ALL)
    for e in found.edges:
        a, b = sorted((e.child.removeprefix("n:"), e.parent.removeprefix("n:")))
        if e.parent.startswith("n:"):
            assert kin(found, a, b) >= e.probability


def test_the_order_of_the_articles_changes_nothing() -> None:
    assert tree(ALL) == tree(ALL[::-1])


def test_every_edge_says_why_and_its_spans_lie_in_the_texts() -> None:
    texts = {f"n:{a.id}": a.text for a in ALL}
    for e in tree(ALL, cast(ALL, {"c": "Baltic Press Service"})).edges:
        assert e.because
        for reason in e.because:
            assert reason.kind and reason.note
            for node, span in ((e.child, reason.child_span), (e.parent, reason.parent_span)):
                assert span is None or 0 <= span.start < span.end <= len(texts[node])


def test_aligned_passages_tell_the_same() -> None:
    found = tree(ALL).passages
    texts = {a.id: a.text for a in ALL}
    pairs = {(p.a_span.of(texts[p.a])[:30], p.b_span.of(texts[p.b])[:30]) for p in found if (p.a, p.b) == ("a", "b")}
    assert ("A tugboat towing gravel toward", "A tugboat with gravel for Hall") in pairs


def test_a_cited_source_is_a_node_with_an_edge() -> None:
    found = tree(ALL, cast(ALL, {"c": "Baltic Press Service"}))
    node = next(n for n in found.nodes if n.kind is NodeKind.CITED)
    assert [(e.child, e.relation) for e in found.edges if e.parent == node.id] == [("n:c", Relation.CITATION)]


def siblings() -> list[Article]:
    lines = ORIGIN.split("\n\n")
    one = article("d", "\n\n".join([lines[0], lines[1], lines[3]]), "Evening Ledger", "2031-05-06T07:00:00Z")
    two = article("e", "\n\n".join(["Ferry lost", lines[2], lines[3]]), "Nordvik Post", "2031-05-06T07:01:00Z")
    return [one, two]


def test_siblings_that_credit_one_absent_agency_hang_on_it() -> None:
    both = siblings()
    found = tree(both, cast(both, {"d": "Coast Press Agency", "e": "Coast Press Agency"}))
    assert {e.parent for e in found.edges if e.relation is Relation.CITATION} == {"s:story-1:name:Coast Press Agency"}
    assert kin(found, "d", "e") >= 0.5


def test_back_dating_alone_never_makes_a_copy_the_origin() -> None:
    forged = replace(article("f", ORIGIN, "Forger", "2031-05-05T08:00:00Z"))
    found = tree([FIRST, forged, OTHER])
    assert edge(found, "a", "f") < 0.5
    assert kin(found, "a", "f") >= 0.8


def test_look_alike_letters_do_not_hide_a_copy() -> None:
    forged = article("f", ORIGIN.translate(str.maketrans("aeopcx", "аеорсх")), "Forger", "2031-05-06T08:00:00Z")
    assert kin(tree([FIRST, forged, OTHER]), "a", "f") >= 0.8


def test_a_report_without_words_harms_nothing() -> None:
    empty = article("x", "", "Nobody", None)
    assert edge(tree([*ALL, empty]), "b", "a") >= 0.5
    assert tree([empty]).edges == ()
    assert tree([]).nodes == ()


def test_relate_compares_a_story_with_what_stands_beside_it() -> None:
    found = relate([FIRST, SECOND], [OTHER])
    assert [(k.a, k.b) for k in found.kin if k.probability >= 0.5] == [("a", "b")]
    assert relate(ALL, []) == Stemma()


def test_relate_says_of_every_pair_of_the_story_how_likely_it_is() -> None:
    found = relate(ALL, [article("x", APART, "Island Sun", None)])
    assert {(k.a, k.b): bool(k.because) for k in found.kin if k.b != "x"} == dict.fromkeys(
        [("a", "b"), ("a", "c"), ("b", "c")], False
    )
    assert {(p.a, p.b) for p in found.passages} == {(k.a, k.b) for k in found.kin if k.because} >= {("c", "x")}


def test_what_is_no_kin_beside_other_stories_is_none_because_the_story_thinks_so() -> None:
    sure = Stemma(kin=(Kin(DocumentId("a"), DocumentId("b"), 0.001),))
    alone, beside = (kin(derive(story(ALL), ALL, cast(ALL), s), "a", "b") for s in (Stemma(), sure))
    assert alone > 0.9 and beside < 0.5


def beside_others(one: Article, other: Article) -> float:
    """Return how likely two reports look kin where reports of other stories stand beside them."""
    both = tuple(sorted((one.id, other.id)))
    return next(k.probability for k in relate([one, other], [SECOND]).kin if (k.a, k.b) == both)


def test_reports_that_name_other_weekdays_tell_of_other_happenings() -> None:
    same = replace(OTHER, text=APART.replace("Tuesday", "Monday"))
    printed = replace(OTHER, text=APART.replace("on Tuesday", "at last (Tuesday 6 May 2031)"))
    tuesday, monday, neither = (beside_others(FIRST, x) for x in (OTHER, same, printed))
    assert tuesday < neither / 2 and neither == pytest.approx(monday, rel=0.5)
    inside = (kin(tree([FIRST, x]), "a", "c") for x in (OTHER, same))  # one story tells of one happening
    assert next(inside) == pytest.approx(next(inside), rel=0.01)


def test_a_report_of_another_week_is_hardly_kin() -> None:
    stamps = [f"2031-05-{day:02}T20:00:00Z" for day in (5, 6, 8, 16, 25)]
    same, next_day, later, week, after = (beside_others(FIRST, article("c", APART, "Nordvik Post", s)) for s in stamps)
    assert same > next_day > later > week == after
    assert same / next_day < next_day / later


def credited(both: list[Article]) -> Cast:
    """Return a cast in which all that both reports say is from one absent agency."""
    people = cast(both, {a.id: "Coast Press Agency" for a in both})
    whole = {
        a.id: replace(x, attributions=tuple(replace(y, content=(Span(0, len(a.text)),)) for y in x.attributions))
        for a in both
        for x in [people.accounts[a.id]]
    }
    return replace(people, accounts=whole)


def test_daily_sentences_of_one_agency_are_not_one_account() -> None:
    one, two = siblings()
    week = replace(
        two, published=replace(two.published, earliest="2031-05-16T07:01:00Z", latest="2031-05-16T07:01:00Z")
    )
    near, far = (tree(both, credited(both)) for both in ([one, two], [one, week]))
    notes = [{e.kind for k in found.kin for e in k.because} for found in (near, far)]
    assert "same_absent_source" in notes[0] and "same_absent_source" not in notes[1]


def test_kin_of_different_stories_are_found_and_those_of_one_story_left_to_it() -> None:
    apart = [story([FIRST, OTHER]), replace(story([SECOND]), id=StoryId("story-2"))]
    around = united([relate([FIRST, OTHER], [SECOND]), relate([SECOND], [FIRST, OTHER])])
    assert [(k.a, k.b) for k in across(around, apart).kin if k.probability >= 0.5] == [("a", "b")]
    assert len({(k.a, k.b) for k in around.kin}) == len(around.kin)
    together = [story([FIRST, SECOND]), replace(story([OTHER]), id=StoryId("story-2"))]
    around = united([relate([FIRST, SECOND], [OTHER]), relate([OTHER], [FIRST, SECOND])])
    assert not [k for k in across(around, together).kin if (k.a, k.b) == ("a", "b")]
