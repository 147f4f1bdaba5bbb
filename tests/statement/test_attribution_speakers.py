"""Who can be a source: the table of rules on invented sentences."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.records import Attribution, SourceKind, Status, ZoneKind
from firsthand.spans import Span
from firsthand.statement import find
from firsthand.statement.attributions import attribute
from firsthand.statement.attributions.apposed import apposed
from firsthand.statement.attributions.passage import Draft, Paragraph, passage
from firsthand.statement.sources import identify
from tests.statement.article import article

KNOWN = lexicon.load()


def _said(text: str, weights: bool) -> tuple[Attribution, ...]:
    return attribute(article(text), KNOWN, weights=weights).attributions


def _sources(text: str, weights: bool) -> list[str]:
    return [s.of(text) for a in _said(text, weights) for s in a.source]


BOTH = pytest.mark.parametrize("weights", [True, False], ids=["weights", "rules"])


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Dozens of wounded people have flooded the small hospital of Gerrin.",
        "Whoever can give blood is asked to come to the school.",
        "About 120 fighters attacked the column overnight with mortars.",
    ],
)
def test_a_crowd_that_says_nothing_is_no_source(text: str, weights: bool) -> None:
    assert _sources(text, weights) == []


@BOTH
def test_a_crowd_that_speaks_is_one(weights: bool) -> None:
    assert _sources("Dozens of soldiers said that the bridge was lost.", weights) == ["Dozens of soldiers"]


@BOTH
def test_a_clause_behind_said_is_content(weights: bool) -> None:
    text = "The mayor, citing the fire brigade, said the drones crossed the river from the east."
    sources = _sources(text, weights)
    assert "The mayor" in sources and "the fire brigade" in sources
    assert not any("drones" in s for s in sources)


def test_as_before_a_source_is_left_out() -> None:
    assert _sources("As Norrin Radio writes, the bridge was lost on Monday.", weights=False)[:1] == ["Norrin Radio"]


@BOTH
def test_a_short_form_in_brackets_belongs_to_the_source(weights: bool) -> None:
    text = "The bridge was lost on Monday, the Gerrin Press Bureau (GPB) reported."
    assert _sources(text, weights) == ["the Gerrin Press Bureau (GPB)"]


@BOTH
def test_who_quotes_behind_the_content_carries_who_is_quoted(weights: bool) -> None:
    text = "A lorry was destroyed before it reached the gate, GPB quoted the colonel as saying."
    said = _said(text, weights)
    inner = next(a for a in said if a.parent is not None)
    assert [s.of(text) for s in inner.source] == ["the colonel"]
    assert [s.of(text) for s in inner.content] == ["A lorry was destroyed before it reached the gate"]
    outer = next(a for a in said if a.id == inner.parent)
    assert [s.of(text) for s in outer.source] == ["GPB"]


@BOTH
@pytest.mark.parametrize(
    "text", ["As", "Between 2 and 3", "Who? said", "him said", ", said", "what what what said that it is"]
)
def test_scraps_give_no_error(text: str, weights: bool) -> None:
    assert isinstance(_said(text, weights), tuple)


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("About 90 raiders of the Front attacked a convoy with rockets at dusk, the daily said.", "the daily", "said"),
        ("Our brave guards have beaten back a mob of smugglers, the Tolm Gazette reports.", "the Tolm Gazette", "reports"),
        ("The air force has attacked two fuel depots near the harbour, said the governor.", "the governor", "said"),
        ("The navy supported the landing with gunfire, a fisherman told reporters.", "a fisherman", "told"),
    ],
)  # fmt: skip
def test_a_deed_is_what_the_speaker_at_the_end_of_its_sentence_says(text: str, source: str, cue: str) -> None:
    assert [(a.source[0].of(text), a.cue[0].of(text)) for a in _said(text, True)] == [(source, cue)]


def test_who_speaks_inside_what_another_reports_is_heard() -> None:
    text = "The minister warned of a flood, his spokesman said."
    found = {a.source[0].of(text): a for a in _said(text, True)}
    assert found["The minister"].parent == found["his spokesman"].id


@pytest.mark.parametrize(
    "text",
    ["Our brave border guards have beaten back a mob of smugglers at the Ister ford.", "The raiders fought back."],
)
def test_back_behind_a_verb_is_no_word_of_support(text: str) -> None:
    assert _said(text, True) == ()


def test_back_is_a_word_of_support_behind_would() -> None:
    assert _sources("Brann said nothing. The union would back a longer strike.", True)


def test_the_word_report_behind_a_name_is_no_cue_without_a_source() -> None:
    text = (
        "Based on KLN report, Fighters moving to the siege of Dorm Lesa arriving from villages of the plain and some sent"
        " from Vask, mainly from Teln District where they were drive out by Vaskan troops."
    )
    assert [(a.source[0].of(text), a.cue[0].of(text)) for a in _said(text, True) if a.source] == [
        ("KLN report", "Based on")
    ]
    assert all(a.source for a in _said(text, True))


@BOTH
def test_the_own_outlet_is_known_by_its_short_name(weights: bool) -> None:
    text = "For years the Lantern has warned that the dam may break. Police said that the dam would hold."
    own = attribute(article(text, outlet="THE VALLEY LANTERN"), KNOWN, weights=weights).sources
    assert [(x.name, x.kind) for x in own if "lantern" in x.id] == [("THE VALLEY LANTERN", SourceKind.OUTLET)]
    other = attribute(article(text, outlet="Tolm Gazette"), KNOWN, weights=weights).sources
    assert not any("own-outlet" in x.because for x in other)


@BOTH
def test_an_adverb_belongs_to_the_cue_and_a_noun_in_ly_does_not(weights: bool) -> None:
    text = "The road is cut, the weekly said. The dam will hold, the mayor repeatedly said."
    assert _sources(text, weights) == ["the weekly", "the mayor"]


@pytest.mark.parametrize("weights", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "Commander Ivo Kessar, alias Stork, is said to have given the order.",
        "The minister is believed to have left the country on Monday.",
    ],
)
def test_whom_others_speak_of_does_not_speak(text: str, weights: bool) -> None:
    assert _sources(text, weights) == []


def test_whom_others_speak_of_leaves_the_speaker_of_the_sentence_alone() -> None:
    assert _sources("Police said the driver is believed to have fled.", True) == ["Police"]


def heard(text: str) -> list[tuple[str, str, str]]:
    """Return source, cue and content of each attribution of ``text``."""
    found = find(article(text), KNOWN).attributions
    return [tuple(" … ".join(s.of(text) for s in part) for part in (a.source, a.cue, a.content)) for a in found]


def test_who_refuses_to_confirm_or_deny_is_named_without_the_refusal_and_leaves_it_open() -> None:
    text = "The ministry refused to confirm or deny that three soldiers were killed."
    assert heard(text) == [("The ministry", "refused to confirm or deny", "that three soldiers were killed")]
    assert {s.status for s in find(article(text), KNOWN).statements} == {Status.POSSIBLE}
    plain = "The ministry denied that three soldiers were killed."
    assert {s.status for s in find(article(plain), KNOWN).statements} == {Status.DENIED}


@pytest.mark.parametrize(
    "text", ["Nobody said the bridge was safe.", "No group said it was behind it.", "None of the clerks said so."]
)
def test_nobody_is_no_source(text: str) -> None:
    assert heard(text) == []
    assert {s.status for s in find(article(text), KNOWN).statements} == {Status.NEGATED}


def test_who_is_told_is_not_who_tells() -> None:
    assert [source for source, _, _ in heard("We were told by email that the ferry sank.")] == [""]
    assert [source for source, _, _ in heard("We told the harbour that the ferry sank.")] == ["We"]


def test_a_town_where_people_are_told_something_is_no_teller() -> None:
    assert heard("The dam broke, as residents were told in Harvel, on Monday.") == []
    assert ("the railways", "by", "The road is cut") in heard("The road is cut, as Delta was told by the railways.")


@pytest.mark.parametrize("noun", ["ferry", "ship", "train", "helicopter", "tanker"])
def test_what_bears_a_name_is_no_holder_of_an_office(noun: str) -> None:
    phrase = f"operator of the {noun} Lady Amarin"
    assert identify(article(phrase), Span(0, len(phrase)), KNOWN).name != "Lady Amarin"
    office = "district head Petr Hawran"
    assert identify(article(office), Span(0, len(office)), KNOWN).name == "Petr Hawran"


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "Dobrek said 34 patients had been admitted with burns, nine of them in a serious condition.",
        "Two of the hurt were referred to the clinic in Orlau.",
    ],
)
def test_to_whom_something_is_done_says_nothing(text: str, weights: bool) -> None:
    assert not [s for s in _sources(text, weights) if "patients" in s or "hurt" in s]


@BOTH
def test_who_admits_something_still_says_it(weights: bool) -> None:
    assert _sources("The minister admitted that two bridges had been built badly.", weights) == ["The minister"]


def test_a_cue_is_no_part_of_who_speaks_behind_by() -> None:
    text = "Reporters were told by the harbour master that the crane had fallen at noon."
    assert _sources(text, True) == ["the harbour master"]


def test_a_signed_quotation_is_whole_and_has_its_name() -> None:
    text = "“I would rather live in what he calls “hell” than under him.” ― Ilse Maran"
    (said,) = [a for a in _said(text, True) if a.cue and a.cue[0].of(text) == "―"]
    assert [s.of(text) for s in said.source] == ["Ilse Maran"]
    assert [s.of(text) for s in said.content] == ["“I would rather live in what he calls “hell” than under him.”"]


def test_words_behind_a_dash_that_are_no_name_sign_nothing() -> None:
    assert not [a for a in _said("“Nobody came.” ― And that was all", True) if a.because.startswith("signed")]


@pytest.mark.parametrize(
    ("words", "source", "grown"),
    [
        (
            "Derek Voss, who served as envoy to Orlau until May, said it fell.",
            "Derek Voss, who served as envoy",
            "Derek Voss, who served as envoy to Orlau until May",
        ),
        ("My father often said it fell.", "My father often", "My father"),
        ("The family said it fell.", "The family", "The family"),
        ("Roy Voss, a judge, called for it, as well, saying it fell.", "Roy Voss, a judge", "Roy Voss, a judge"),
    ],
)
def test_a_source_reaches_to_the_end_of_what_describes_it(words: str, source: str, grown: str) -> None:
    p = passage(Paragraph(ZoneKind.BODY, words, 0))
    cue = words.index("saying" if "saying" in words else "said")
    draft = Draft(
        (Span(0, len(source)),), (Span(cue, cue + 4 + 2 * ("saying" in words)),), (Span(cue + 7, len(words)),), "x"
    )
    (found,) = apposed(p, [draft])
    assert found.source[0].of(words) == grown


def test_a_source_behind_its_cue_goes_on_over_a_preposition() -> None:
    words = "It fell, said Ilse Maran, a surgeon and the editor of a medical journal."
    p = passage(Paragraph(ZoneKind.BODY, words, 0))
    begin, end = words.index("Ilse"), words.index(" of a")
    (found,) = apposed(p, [Draft((Span(begin, end),), (Span(9, 13),), (Span(0, 7),), "x")])
    assert found.source[0].of(words) == "Ilse Maran, a surgeon and the editor of a medical journal"


@BOTH
@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("On Monday police said four people were killed in Tarn.", "police"),
        ("Late on Sunday evening the harbour master said the pier was gone.", "the harbour master"),
        ("A shopkeeper, Mira Tass, said the lights went out.", "Mira Tass"),
        ("The owner, Olan Marn, said the pump never started.", "Olan Marn"),
    ],
)
def test_who_speaks_is_neither_the_day_nor_what_is_said(text: str, source: str, weights: bool) -> None:
    assert [s.removeprefix("A shopkeeper, ").removeprefix("The owner, ") for s in _sources(text, weights)] == [source]


@BOTH
@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Seventeen people died, Rasmus Tolk, the police chief, said.", "Rasmus Tolk, the police chief"),
        ("Nine fled, Tor Emmik, spokesman for the mayor, said.", "Tor Emmik, spokesman for the mayor"),
        ("Seventeen people died, the police chief, Rasmus Tolk, said.", "the police chief, Rasmus Tolk"),
    ],
)
def test_who_speaks_last_has_what_he_is_before_or_behind_the_name(text: str, source: str, weights: bool) -> None:
    assert _sources(text, weights) == [source]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "A report by the ombudsman found that 12 inmates had been beaten.",
            ["A report by the ombudsman"],
            ["found"],
            ["that 12 inmates had been beaten"],
        ),
        ("Ilse Brand, who lives next door, said she heard a bang.", ["Ilse Brand, who lives next door"], ["said"], ["she heard a bang"]),
        ("Per the ministry, nine soldiers died.", ["the ministry"], ["Per"], ["nine soldiers died"]),
        ("Nine soldiers died, per local police.", ["local police"], ["per"], ["Nine soldiers died"]),
        ("The ward was, as one nurse put it, full by Monday.", ["one nurse"], ["put it"], ["The ward was", "full by Monday"]),
        ("“We were full,” as one nurse put it.", ["one nurse"], ["put it"], ["“We were full,”"]),
        ("The leak, the firm maintained, was small.", ["the firm"], ["maintained"], ["The leak", "was small"]),
        ("The dam was weak, The Plough has learned.", ["The Plough"], ["has learned"], ["The dam was weak"]),
        (
            "“Stay away,” reads a text message sent to residents on Friday.",
            ["a text message sent to residents"],
            ["reads"],
            ["“Stay away,”"],
        ),
        ("Nine people died, the governor said via Telegram.", ["the governor"], ["said"], ["Nine people died"]),
        ("It is feared that nine people died.", [], ["is feared"], ["that nine people died"]),
        ("A report by the Gulf state that it would close.", ["the Gulf state"], ["report by"], ["that it would close"]),
    ],
)  # fmt: skip
def test_who_says_what_in_less_common_forms(text: str, source: list[str], cue: list[str], content: list[str]) -> None:
    assert [tuple([s.of(text) for s in part] for part in (a.source, a.cue, a.content)) for a in _said(text, True)] == [
        (source, cue, content)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The damage is provisionally estimated at four million, to be paid in May.",
        "It costs 40 euros per person.",
        "He sat up and read the letter.",
        "Pupils who like “Dune” read the book in May.",
    ],
)
def test_a_price_a_letter_and_an_estimate_of_nobody_have_no_source(text: str) -> None:
    assert _sources(text, True) == []


def test_a_platform_and_somebody_s_own_channel_carry_nothing() -> None:
    text = "TASS, via its Telegram channel, said the ferry was overloaded."
    assert [a.parent for a in _said(text, True)] == [None]


def test_papers_that_an_outlet_has_seen_show_something() -> None:
    text = "Documents seen by the Lorn Gazette show that 12 inmates were beaten."
    assert sorted(_sources(text, True)) == ["Documents", "the Lorn Gazette"]
