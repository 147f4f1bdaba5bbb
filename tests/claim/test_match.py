"""Claims: what is one question, what is not, and the answers."""

import json
from dataclasses import replace

import numpy as np
import pytest

import firsthand
from firsthand import lexicon
from firsthand.claim.likeness import Likeness
from firsthand.claim.mentions import read
from firsthand.records import Answers, Role, Status, ZoneKind
from tests.support.world import Made, line

FRAME = [
    line("The army has closed the road to the coast"),
    line("Relatives waited at the station through the night"),
    line("A lorry had been parked across the highway"),
]

OTHER = [
    line("Snow kept the ferry in the harbour of the island"),
    line("Teachers of the valley want another bus in the morning"),
    line("Nobody has counted the sheep on the northern pastures"),
]


def together(made, *ids):
    return any(set(ids) <= set(c.statements) for c in made.matched())


def counting(made):
    """Return ``made`` with each statement that holds a count answering how many."""
    for i, account in made.cast.accounts.items():
        held = {(q.start, q.end) for q in account.quantities}
        said = tuple(
            replace(s, answers=Answers.HOW_MANY)
            if any(c.start <= a and b <= c.end for c in s.content for a, b in held)
            else s
            for s in account.statements
        )
        made.cast.accounts[i] = replace(account, statements=said)
    return made


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
                *OTHER,
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


def test_one_common_word_is_not_one_question():
    made = Made(
        {
            "a": [*FRAME, line("The guards opened fire near the mill")],
            "b": [*OTHER, line("The museum opened in the year of the flood")],
        }
    )
    assert not together(made, "a:3", "b:3")


def test_a_part_and_the_whole_are_two_questions():
    made = Made(
        {
            "a": [*FRAME, line("6 passengers were taken to the hills", count=(6, 6, Role.OTHER))],
            "b": [*OTHER, line("6 of the passengers were taken to the hills", count=(6, 6, Role.OTHER))],
        }
    )
    assert not together(counting(made), "a:3", "b:3")


def test_some_of_those_who_were_there_are_all_who_died():
    made = Made(
        {
            "a": [*FRAME, line("3 strikers died in the camp", count=(3, 3, Role.KILLED))],
            "b": [*OTHER, line("3 of the rioters died in the camp", count=(3, 3, Role.KILLED))],
            "c": [*OTHER, line("3 of the dead were from the camp", count=(3, 3, Role.KILLED))],
        }
    )
    counting(made)
    assert together(made, "a:3", "b:3")
    assert not together(made, "a:3", "c:3")


def unit(made, document, word):
    """Let the counts of a document be of things called ``word``."""
    account = made.cast.accounts[document]
    counts = tuple(replace(q, unit=word) for q in account.quantities)
    made.cast.accounts[document] = replace(account, quantities=counts)


def test_whoever_the_dead_are_called_their_number_is_one_question():
    made = Made(
        {
            "a": [*FRAME, line("9 strikers died", count=(9, 9, Role.KILLED))],
            "b": [*OTHER, line("17 rioters were killed", count=(17, 17, Role.KILLED))],
        }
    )
    unit(made, "a", "strikers")
    unit(made, "b", "rioters")
    assert together(counting(made), "a:3", "b:3")


def test_the_dead_of_two_kinds_are_two_questions_whoever_labels_them():
    words = "{} were killed on the bridge in the night"
    made = Made(
        {
            "a": [*FRAME, line(words.format("4 soldiers"), count=(4, 4, Role.KILLED))],
            "b": [*OTHER, line(words.format("2 workers"), count=(2, 2, Role.KILLED))],
            "c": [*OTHER, line(words.format("11 bodies"), count=(11, 11, Role.KILLED))],
        }
    )
    for document, word in (("a", "soldiers"), ("b", "railway workers"), ("c", "bodies")):
        unit(made, document, word)
    counting(made)
    assert not together(made, "a:3", "b:3")
    assert together(made, "a:3", "c:3") or together(made, "b:3", "c:3")


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("soldiers", "villagers", False),
        ("policemen", "passengers", False),
        ("rebels", "villagers", True),  # who is a rebel to one is a villager to another
        ("rebels", "soldiers", True),
        ("workers", "passengers", True),
        ("workers", "rebels", False),
    ],
)
def test_persons_who_share_no_kind_are_two_questions(one: str, other: str, may_be: bool) -> None:
    words = "4 {} were killed on the bridge in the night"
    made = Made(
        {
            "a": [*FRAME, line(words.format(one), count=(4, 4, Role.KILLED))],
            "b": [*OTHER, line(words.format(other), count=(4, 4, Role.KILLED))],
        }
    )
    unit(made, "a", one)
    unit(made, "b", other)
    counting(made)
    assert together(made, "a:3", "b:3") == may_be


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((4000, "bottles"), (4000, "residents"), False),
        ((2, "beds"), (2, "hours"), False),
        ((2, "hours"), (2, "days"), False),
        ((4000, "inhabitants"), (4000, "residents"), True),
    ],
)
def test_a_count_of_another_thing_is_another_question(one, other, same):
    words = "{} {} were spoken of by the mayor of the island in the night"
    made = Made(
        {
            "a": [*FRAME, line(words.format(*one), count=(one[0], one[0], Role.OTHER))],
            "b": [*OTHER, line(words.format(*other), count=(other[0], other[0], Role.OTHER))],
        }
    )
    unit(made, "a", one[1])
    unit(made, "b", other[1])
    assert together(counting(made), "a:3", "b:3") is same


def test_the_text_of_a_claim_gives_the_answer_of_most_reports():
    words = "{} people were killed in the strike on the bridge"
    made = counting(
        Made(
            {
                "a": [*FRAME, line(words.format(12), count=(12, 12, Role.KILLED))],
                "b": [*OTHER, line(words.format(7), count=(7, 7, Role.KILLED))],
                "c": [line("At the bridge 7 people were killed in the strike", count=(7, 7, Role.KILLED))],
            }
        )
    )
    (claim,) = [c for c in made.matched() if "a:3" in c.statements]
    assert "b:3" in claim.statements and "7" in claim.text


def test_rival_counts_of_one_size_are_one_question_those_of_another_size_are_not():
    def one_question(n):
        other = line(f"{n} sacks of grain are mentioned by the miller", count=(n, n, Role.OTHER))
        robbed = line("The robbers left with 34 sacks", count=(34, 34, Role.OTHER))
        return together(counting(Made({"a": [*FRAME, robbed], "b": [*OTHER, other]})), "a:3", "b:3")

    assert one_question(26)
    assert not one_question(3400)


def likely(made, first, second):
    """Return how likely two statements answer one question."""
    mentions = read(made.articles, made.cast, lexicon.load())
    at = {m.statement.id: n for n, m in enumerate(mentions)}
    pair = [np.array([at[i]]) for i in (first, second)]
    return float(Likeness(mentions, ()).of(*pair)[0])


def test_the_largest_tolls_of_two_reports_are_likelier_one_question_than_a_smaller_one_beside():
    toll = "{} were killed in the mill"
    rows = [*OTHER, *(line(toll.format(n), count=(n, n, Role.KILLED)) for n in (5, 2))]
    made = counting(Made({"a": [*FRAME, line(toll.format(3), count=(3, 3, Role.KILLED))], "b": rows}))
    assert together(made, "a:3", "b:3")
    assert likely(made, "a:3", "b:3") > likely(made, "a:3", "b:4")


def test_words_of_names_say_less_than_other_words():
    made = Made(
        {
            "a": [*FRAME, line("Odra Veldt planted elms"), line("ferrymen grumbled about brakes")],
            "b": [*OTHER, line("Odra Veldt heard thunder"), line("ferrymen grumbled about wages")],
        }
    )
    assert likely(made, "a:4", "b:4") > likely(made, "a:3", "b:3")


@pytest.mark.parametrize(("n", "same"), [(19, True), (2, False)])
def test_a_large_number_of_some_is_the_same_number_of_all_told_elsewhere(n, same):
    whole = line(f"{n} sailors were held on the pier", count=(n, n, Role.CAPTURED))
    part = line(f"{n} of them were held on the pier", count=(n, n, Role.OTHER))
    assert together(counting(Made({"a": [*FRAME, whole], "b": [*OTHER, part]})), "a:3", "b:3") is same


def test_that_there_was_none_of_a_thing_answers_who_tells_of_it():
    told = line("a blast shook the quay at noon")
    denied = [line(said, "police", status=Status.NEGATED) for said in ("there was no blast", "nobody saw the blast")]
    made = Made({"a": [*FRAME, told], "b": [*OTHER, *denied], "c": [*FRAME, told]})
    assert likely(made, "a:3", "b:3") > 0.5 > likely(made, "a:3", "b:4")


def test_one_misread_role_keeps_two_groups_of_counts_apart_no_more():
    sunk = line("4 boats are at the pier", count=(4, 4, Role.DESTROYED))
    sent = line("4 boats were sent to the pier", count=(4, 4, Role.DEPLOYED))
    plain = line("4 boats lie at the pier", count=(4, 4, Role.OTHER))
    made = Made({"a": [*FRAME, sent], "b": [*OTHER, sunk], **{x: [*OTHER, plain] for x in "cdefg"}})
    assert together(counting(made), "a:3", "b:3", "c:3")


def test_a_report_may_give_the_counts_of_several_in_its_own_voice_one_source_may_not():
    toll = [line(f"{n} people were killed in the flood", count=(n, n, Role.KILLED)) for n in (17, 26)]
    told = [line(f"{n} people were killed in the flood", "mayor", count=(n, n, Role.KILLED)) for n in (17, 26)]
    assert together(counting(Made({"a": [*FRAME, *toll], "b": [*OTHER, toll[0]]})), "a:3", "a:4", "b:3")
    assert not together(counting(Made({"a": [*FRAME, *told], "b": [*OTHER, told[0]]})), "a:3", "a:4")


def hours(tmp_path, *texts):
    """Return the statements about an hour, by the claim that holds them, as the whole way reads ``texts``."""
    path = tmp_path / "docs.jsonl"
    rows = [{"id": f"d{n}", "outlet": f"Paper {n}", "date": "2031-10-15", "text": text} for n, text in enumerate(texts)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf8")
    found = firsthand.trace((path,))
    when = {s.id: s for s in found.statements if s.answers is Answers.WHEN}
    own = [[when[i] for i in c.statements if i in when] for c in found.claims]
    text = {d.id: d.text for d in found.documents}
    return [{text[s.document][s.content[0].start : s.content[0].end] for s in row} for row in own if row]


def test_an_hour_at_the_end_of_a_clause_is_that_hour(tmp_path):
    found = hours(
        tmp_path,
        "The dam above the town broke on Tuesday.\n\nThe embankment failed shortly before 4 a.m. The bridge is down.",
        "The dam above the town broke on Tuesday.\n\nThe wall gave in about 4:10 a.m. The bridge is down.",
    )
    assert {"4 a.m", "about 4:10 a.m"} in found


def test_two_hours_that_one_report_gives_in_one_voice_answer_two_questions(tmp_path):
    found = hours(
        tmp_path,
        "The dam above the town broke on Tuesday.\n\nThe wall gave in at 4:10 a.m. Sirens sounded at 3:50 a.m.",
        "The dam above the town broke on Tuesday.\n\nThe wall gave in at 4:05 a.m. and the bridge is down.",
    )
    assert not any({"4:10 a.m", "3:50 a.m"} <= row for row in found)


def test_an_hour_of_twelve_answers_as_the_one_after_noon_that_another_report_gives(tmp_path):
    found = hours(
        tmp_path,
        "The dam above the town broke on Tuesday.\n\nThe embankment failed at around twenty to ten. The bridge is down.",
        "The dam above the town broke on Tuesday.\n\nThe wall gave in at 21:40. The bridge is down.",
    )
    assert {"twenty to ten", "21:40"} in found


def test_the_name_of_an_outlet_alone_is_no_claim():
    made = Made({"a": [line("AMN"), line("forty passengers were taken to the hills", "AMN")]})
    assert [c.text for c in made.matched()] == ["forty passengers were taken to the hills"]


def test_a_claim_is_worded_by_who_asserts_it():
    made = Made(
        {
            "a": [line("it had shelled the crowded market of Velm", "Army", status=Status.DENIED)],
            "b": [line("the army shelled the crowded market of Velm", "Vesk")],
        }
    )
    (claim,) = made.matched()
    assert claim.text == "the army shelled the crowded market of Velm"
    assert [v.status for v in claim.values] == [Status.ASSERTED, Status.DENIED]
