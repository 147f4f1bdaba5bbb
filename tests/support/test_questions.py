"""What falls without a source, and what to find next."""

from firsthand.records import SourceId
from firsthand.support import missing, without
from tests.support.world import Made, line

TOOK = "the attackers took forty passengers away to the hills"


def ask(made, source, *claims):
    return without(made.articles, made.cast, claims or (made.claim(),), made.tree, SourceId(source))


def test_a_claim_with_one_origin_falls_with_it():
    changes = ask(Made({"a": [line(TOOK, "Vesk")], "b": [line(TOOK, "Vesk")]}), "Vesk")
    assert [(c.falls, c.after) for c in changes] == [(True, None)]


def test_a_claim_with_another_origin_stands():
    (change,) = ask(Made({"a": [line(TOOK, "Vesk")], "b": [line("forty were taken", "Dostan")]}), "Vesk")
    assert not change.falls
    assert change.after.high == 1


def test_a_claim_that_the_source_does_not_touch_is_not_listed():
    assert ask(Made({"a": [line(TOOK, "Vesk")]}), "Dostan") == ()


def test_a_carrier_takes_nothing_with_it():
    assert ask(Made({"a": [line(TOOK, "AMN", "Vesk")]}), "AMN") == ()


def test_without_an_outlet_its_own_reports_fall():
    (change,) = ask(Made({"a": [line(TOOK)]}, outlets={"a": "Herald"}), "Herald")
    assert change.falls


def test_lost_sources_are_ranked_by_what_hangs_on_them():
    made = Made(
        {
            "a": [line(TOOK, "AMN"), line("the road to the coast is closed", "AMN"), line("it rained", "AFP")],
            "b": [line(TOOK, "AMN")],
        }
    )
    claims = (made.claim("a:0", "b:0"), made.claim("a:1"), made.claim("a:2"))
    rows = missing(made.articles, made.cast, claims, made.tree)
    assert [r.source for r in rows] == ["AMN", "AFP"]
    assert rows[0].cited_by == ("a", "b")
    assert any("forty passengers" in p for p in rows[0].phrases)


def test_a_source_that_is_in_the_collection_is_not_missing():
    made = Made({"a": [line(TOOK, "AMN")], "b": [line(TOOK)]}, outlets={"a": "Herald", "b": "AMN"})
    assert [r.source for r in missing(made.articles, made.cast, (made.claim(),), made.tree)] == []


def test_nameless_sources_cannot_be_looked_for():
    made = Made({"a": [line(TOOK, "local sources")]})
    assert missing(made.articles, made.cast, (made.claim(),), made.tree) == ()
