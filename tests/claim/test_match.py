"""Claims: what is one question, what is not, and the answers."""

from firsthand.records import Role, ZoneKind
from tests.support.world import Made, line

FRAME = [
    line("The army has closed the road to the coast"),
    line("Relatives waited at the station through the night"),
    line("A lorry had been parked across the highway"),
]


def together(made, *ids):
    return any(set(ids) <= set(c.statements) for c in made.matched())


def test_every_statement_of_the_body_is_in_exactly_one_claim():
    made = Made({"a": [*FRAME, line("Army closes road", zone=ZoneKind.HEADLINE)], "b": FRAME})
    own = sorted(i for c in made.matched() for i in c.statements)
    assert own == sorted(s.id for s in made.statements if s.zone is ZoneKind.BODY)


def test_the_same_said_in_other_words_is_one_claim():
    made = Made(
        {
            "a": [*FRAME, line("Two companies with helicopters are searching the ridges")],
            "b": [*FRAME, line("Helicopters and two companies have been combing the ridges since dawn")],
            "c": FRAME,
        }
    )
    assert together(made, "a:3", "b:3")
    assert not together(made, "a:3", "b:0")


def test_counts_of_one_role_are_one_claim_with_several_values():
    made = Made(
        {
            "a": [*FRAME, line("12 people were killed in the strike", count=(12, 12, Role.KILLED))],
            "b": [*FRAME, line("7 people were killed in the strike", count=(7, 7, Role.KILLED))],
        }
    )
    # counts that are a statement's point are marked by the statement stage
    claims = [c for c in made.matched() if "a:3" in c.statements]
    assert "b:3" in claims[0].statements


def test_killed_and_killed_or_wounded_are_two_claims():
    made = Made(
        {
            "a": [*FRAME, line("40 fighters were killed in the strike", count=(40, 40, Role.KILLED))],
            "b": [
                *FRAME,
                line("40 fighters were killed or wounded in the strike", count=(40, 40, Role.KILLED_OR_WOUNDED)),
            ],
        }
    )
    assert not together(made, "a:3", "b:3")


def test_a_statement_that_nobody_shares_is_a_claim_of_its_own():
    made = Made({"a": [*FRAME, line("The commander goes by the name of Stork")], "b": FRAME})
    assert any(c.statements == ("a:3",) for c in made.matched())


def test_the_text_of_a_claim_is_some_statements_own_words():
    made = Made({"a": FRAME, "b": FRAME})
    texts = {
        a.text[s.content[0].start : s.content[0].end]
        for a in made.articles
        for s in made.statements
        if s.document == a.id
    }
    assert all(c.text in texts for c in made.matched())


def test_the_order_of_articles_changes_no_claim():
    made = Made({"a": FRAME, "b": list(reversed(FRAME)), "c": FRAME[:2]})
    first = made.matched()
    made.articles.reverse()
    assert made.matched() == first
