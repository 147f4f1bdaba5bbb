"""Differences: what changed, and in which direction when the direction is known."""

from firsthand.records import Role
from tests.support.world import Made, line


def kinds(made, *claims):
    return {d.kind for d in made.judged(*claims).differences}


def pair(first, second, edge=True):
    tie = {"edges": [("b", "a", 0.9)]} if edge else {"kin": [("a", "b", 0.9)]}
    return Made({"a": [first], "b": [second]}, **tie)


def test_a_changed_verb_is_shown_with_both_readings():
    made = pair(
        line("where they are being routed by Iraqi forces"), line("where they are root out by Iraqi forces"), False
    )
    found = [d for d in made.judged().differences if d.kind == "verb"]
    assert [[r.words for r in d.readings] for d in found] == [["being routed", "root out"]]


def test_readings_are_spans_of_their_documents():
    made = pair(line("the bus was stopped near the bridge"), line("the bus was blocked near the bridge"))
    text = {a.id: a.text for a in made.articles}
    for d in made.judged().differences:
        assert all(r.span.of(text[r.document]) == r.words for r in d.readings)


def test_a_raised_number():
    made = pair(
        line("7 people were killed in the raid", count=(7, 7, Role.KILLED)),
        line("12 people were killed in the raid", count=(12, 12, Role.KILLED)),
    )
    assert "number_raised" in kinds(made)


def test_a_dropped_hedge():
    made = pair(line("the men were apparently taken to the hills"), line("the men were taken to the hills"))
    assert "hedge_dropped" in kinds(made)


def test_a_lost_attribution():
    made = pair(line("the men were taken to the hills", "Vesk"), line("the men were taken to the hills"))
    assert "attribution_lost" in kinds(made)


def test_without_a_direction_nobody_dropped_anything():
    made = pair(line("the men were taken to the hills", "Vesk"), line("the men were taken to the hills"), edge=False)
    assert not {k for k in kinds(made) if k.startswith(("attribution", "hedge", "cause"))}


def test_an_added_cause():
    made = pair(
        line("the road to the coast is closed to all traffic"),
        line("the road to the coast is closed because of the search"),
    )
    assert "cause_added" in kinds(made)


def test_answers_that_do_not_meet_are_a_difference():
    made = Made(
        {
            "a": [line("7 people were killed", "Vesk", count=(7, 7, Role.KILLED))],
            "b": [line("12 people were killed", "Dostan", count=(12, 12, Role.KILLED))],
        }
    )
    claim = made.claim(values=[(7, ["a:0"]), (12, ["b:0"])])
    found = [d for d in made.judged(claim).differences if d.kind == "number"]
    assert [[r.words for r in d.readings] for d in found] == [["7", "12"]]


def test_unrelated_reports_are_compared_only_where_they_say_nearly_the_same():
    alike = Made(
        {"a": [line("the bus was stopped near the bridge")], "b": [line("the bus was blocked near the bridge")]}
    )
    assert kinds(alike) == {"verb"}
    apart = Made(
        {"a": [line("the bus was stopped near the bridge", "Vesk")], "b": [line("a second coach waited in Torr")]}
    )
    assert kinds(apart) == set()


def test_a_name_in_look_alike_letters_is_shown():
    made = pair(line("Vesk stopped the bus near the bridge"), line("V\u0435sk stopped the bus near the bridge"))
    found = [d for d in made.judged().differences if d.because.startswith("other-letters")]
    assert [[r.words for r in d.readings] for d in found] == [["Vesk", "V\u0435sk"]]
