"""Statements: own voice and chains, content that is interrupted, counts and hours as statements of their own."""

import re

import pytest

from firsthand.lexicon import load
from firsthand.records import (
    Answers,
    Attribution,
    AttributionId,
    DocumentId,
    Manner,
    Precision,
    Quantity,
    Role,
    SourceId,
    Status,
    Time,
)
from firsthand.spans import Span
from firsthand.statement import find
from firsthand.statement.attributions import attribute
from firsthand.statement.statements import state
from tests.statement.article import article, paragraphs

KNOWN = load()


def at(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def attribution(text, source, cue, *content, name="a0", parent=None):
    return Attribution(
        AttributionId(name), DocumentId("a"), (at(text, source),), (at(text, cue),) if cue else (),
        tuple(at(text, c) for c in content), parent, SourceId(source), Manner.INDIRECT,
    )  # fmt: skip


def count(text, words, role, low):
    s = at(text, words)
    return Quantity(DocumentId("a"), s.start, s.end, low, low, "people", role, None, words)


def said(text, attributions=(), quantities=(), times=()):
    found = state(article(text), attributions, KNOWN, quantities, times)
    return [(" | ".join(c.of(text) for c in s.content), [str(a) for a in s.chain]) for s in found], found


def test_what_nobody_is_named_for_is_the_outlets_own_voice():
    assert said("The road is closed.")[0] == [("The road is closed", [])]


def test_what_a_source_says_has_its_chain_and_the_naming_words_are_no_statement():
    text = "The road is closed, the army said."
    assert said(text, [attribution(text, "the army", "said", "The road is closed")])[0] == [
        ("The road is closed", ["a0"])
    ]


def test_a_chain_runs_outermost_first():
    text = "AMN said the army said the road is closed."
    outer = attribution(text, "AMN", "said", "the army said the road is closed", name="outer")
    inner = attribution(text, "the army", "said the", "the road is closed", name="inner", parent=AttributionId("outer"))
    assert (("the road is closed", ["outer", "inner"])) in said(text, [outer, inner])[0]


def test_own_words_beside_an_attribution_stay_the_outlets():
    text = "The bus burned out and two men died, the army said."
    rows = said(text, [attribution(text, "the army", "said", "two men died")])[0]
    assert ("two men died", ["a0"]) in rows
    assert ("The bus burned out", []) in [(w.removesuffix(" and"), c) for w, c in rows]


def test_a_cue_inside_a_clause_interrupts_its_content_and_does_not_end_it():
    text = "Up to 200 men have been reportedly killed or wounded."
    a = attribution(text, "reportedly", "reportedly", "Up to 200 men have been", "killed or wounded")
    assert said(text, [a])[0] == [("Up to 200 men have been | killed or wounded", ["a0"])]


def test_a_count_beside_other_things_is_a_statement_of_its_own():
    text = "The coach was halted on the narrow bridge at night by between 20 and 25 gunmen."
    found = said(text, quantities=[count(text, "between 20 and 25", Role.OTHER, 20)])[1]
    assert [(s.content[0].of(text), s.answers) for s in found] == [
        (text[:-1], Answers.WHAT),
        ("between 20 and 25 gunmen", Answers.HOW_MANY),
    ]


def test_a_short_clause_about_one_toll_is_that_count():
    text = "Seven people were killed."
    found = said(text, quantities=[count(text, "Seven", Role.KILLED, 7)])[1]
    assert [s.answers for s in found] == [Answers.HOW_MANY]


def test_an_hour_is_a_statement_of_its_own():
    text = "The coach was halted at about 9.40 pm."
    s = at(text, "about 9.40 pm")
    hour = Time(DocumentId("a"), s.start, s.end, "2031-10-14T21:40", None, None, Precision.MINUTE)
    found = said(text, times=[hour])[1]
    assert (Answers.WHEN, "about 9.40 pm") in [(x.answers, x.content[0].of(text)) for x in found]


def test_ids_are_in_the_order_of_the_text():
    text = "One came. Two went and three stayed. Four slept."
    found = said(text)[1]
    assert [s.id for s in found] == sorted(s.id for s in found)
    assert [s.content[0].start for s in found] == sorted(s.content[0].start for s in found)
    assert all(re.fullmatch(r"a:s\d{4}", s.id) for s in found)


@pytest.mark.parametrize(
    ("text", "content", "sources"),
    [
        ("The brigade denies it, according to OWX.", "The brigade denies it", ["OWX", "The brigade"]),
        (
            "The ministry rejected the claim that its troops had fired on the crowd, Interfax reported.",
            "the claim that its troops had fired on the crowd",
            ["Interfax", "The ministry"],
        ),
        (
            "The company dismissed a report by the Star that 200 people had fallen ill.",
            "that 200 people had fallen ill",
            ["The company"],
        ),
        (
            "Local officials told Reuters that the mayor had denied killing his wife.",
            "killing his wife",
            ["Local officials", "the mayor"],
        ),
        (
            "A spokesman for the group, quoted by SANA, denied having shot down the plane.",
            "having shot down the plane",
            ["SANA", "A spokesman for the group"],
        ),
    ],
)
def test_what_is_denied_is_said_to_be_denied_by_who_denies_it(text: str, content: str, sources: list[str]) -> None:
    known = attribute(paragraphs(text), KNOWN, weights=False).attributions
    by = {a.id: " ".join(s.of(text) for s in a.source) for a in known}
    found = state(article(text), known, KNOWN)
    denied = {
        " ".join(c.of(text) for c in s.content): [by[a] for a in s.chain] for s in found if s.status is Status.DENIED
    }
    assert denied[content] == sources
    assert not [s for s in found if s.status is Status.ASSERTED], "nothing is left over that reads like an assertion"


def test_a_short_clause_that_is_all_count_answers_how_many_too():
    text = "Three tired pilots fell."
    _, found = said(text, quantities=[count(text, "Three", Role.OTHER, 3)])
    assert [s.answers for s in found] == [Answers.WHAT, Answers.HOW_MANY]
    assert found[0].content == found[1].content


def test_a_short_clause_of_a_count_answers_its_hour_too():
    text = "Twelve people were killed at twenty to ten."
    found = {
        (s.answers.value, text[s.content[0].start : s.content[-1].end]) for s in find(article(text), load()).statements
    }
    assert found == {("how_many", text[:-1]), ("when", "twenty to ten")}
