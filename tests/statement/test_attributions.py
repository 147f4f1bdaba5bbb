"""Who is said to have said what: forms, chains, credits, laws. Developed on invented sentences in the manner of news."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.records import (
    Article,
    DateBasis,
    DocumentId,
    Manner,
    Precision,
    Published,
    Sentence,
    SourceKind,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.spans import Span, quote
from firsthand.statement.attributions import Said, attribute
from firsthand.tokens import sentences
from tests.statement.article import article

KNOWN = lexicon.load()


def clean(text: str) -> Article:
    """Return ``text`` as an article whose paragraphs are zones: what is tested here is not the finding of zones."""
    blocks = [m.span() for m in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*)*", text)]
    zones = tuple(Zone(ZoneKind.BODY if n else ZoneKind.HEADLINE, s, e) for n, (s, e) in enumerate(blocks))
    found = tuple(Sentence(*x, z.kind, n) for n, z in enumerate(zones) for x in sentences(text, z.start, z.end))
    when = Published(None, None, Precision.UNKNOWN, DateBasis.RECORD)
    return Article(DocumentId("d"), "", "", None, "", None, Title("", None), "en", when, text, zones, found)


def said(text: str, weights: bool = False) -> tuple[Article, Said]:
    read = clean(text)
    return read, attribute(read, KNOWN, weights=weights)


def rows(text: str, weights: bool = False) -> set[tuple[str, str, str]]:
    read, found = said(text, weights)
    return {
        (quote(read.text, a.source), quote(read.text, a.cue), quote(read.text, a.content)) for a in found.attributions
    }


FORMS = (
    ("Police said the bridge was closed.", "Police", "said", "the bridge was closed"),
    ("The minister said that the dam would hold.", "The minister", "said", "that the dam would hold"),
    ("“The dam will hold,” said the minister.", "the minister", "said", "“The dam will hold,”"),
    ("“The dam will hold,” the minister said.", "the minister", "said", "“The dam will hold,”"),
    ("According to local medics, nine people died.", "local medics", "According to", "nine people died"),
    ("Nine people died, according to local medics.", "local medics", "according to", "Nine people died"),
    ("Based on a Kalo report, the road is cut.", "a Kalo report", "Based on", "the road is cut"),
    ("The road is cut, Orlau TV reports.", "Orlau TV", "reports", "The road is cut"),
    ("Local sources says , tens of bodies were moved.", "Local sources", "says", "tens of bodies were moved"),
    ("In the footage can be seen troops near a wall.", "the footage", "can be seen", "troops near a wall"),
    ("Two men were reportedly killed.", "", "reportedly", "Two men were … killed"),
    ("REBELS SAID THAT THE TOWN HAD FALLEN ON MONDAY.", "REBELS", "SAID", "THAT THE TOWN HAD FALLEN ON MONDAY"),
)


@pytest.mark.parametrize(("text", "source", "cue", "content"), FORMS)
def test_a_form_is_read_without_weights(text: str, source: str, cue: str, content: str) -> None:
    assert (source, cue, content) in rows(f"Town news.\n\n{text}\n")


def test_a_lead_line_gives_the_next_paragraph_to_its_speaker() -> None:
    text = "Town news.\n\nKaloDailyNews says:\n\nMost of the men came from the hills.\n\nThe market was open."
    assert ("KaloDailyNews", "says:", "Most of the men came from the hills") in rows(text)


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "Town news.\n\nThe mayor said: “We are tired.\n\n“We want to sleep.”\n\nThe market was open."
    contents = {c for s, _, c in rows(text) if s == "The mayor"}
    assert any("We are tired" in c and "We want to sleep" in c for c in contents)


def test_continued_speech_keeps_the_speaker() -> None:
    found = rows("Town news.\n\n“They fled,” he said, adding that the road was open.\n")
    assert {s for s, _, _ in found} == {"he"}
    assert ("he", "adding", "that the road was open") in found


def test_a_headline_that_ends_in_reports_has_a_source() -> None:
    _, found = said("Army Sends Massive Force To Orlau - Reports\n\nThe town was quiet on Monday.\n")
    kinds = {s.id: s.kind for s in found.sources}
    assert any(kinds[a.source_id] is SourceKind.ANONYMOUS and a.source for a in found.attributions)


def test_hearsay_has_no_source_words_and_is_anonymous() -> None:
    _, found = said("Town news.\n\nTwo men were reportedly killed.\n")
    hearsay = next(a for a in found.attributions if a.because.startswith("hearsay"))
    assert hearsay.source == ()
    assert {s.id: s.kind for s in found.sources}[hearsay.source_id] is SourceKind.ANONYMOUS
    assert hearsay.hedges


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("“The dam will hold,” the minister said.", Manner.DIRECT),
        ("The minister said the dam would hold.", Manner.INDIRECT),
        ("The minister said the dam was “a disgrace” to all.", Manner.MIXED),
    ],
)
def test_manner_follows_the_quotation_marks(text: str, manner: Manner) -> None:
    _, found = said(f"Town news.\n\n{text}\n")
    assert manner in {a.manner for a in found.attributions}


CHAINS = (
    (
        "Dareen Wire, citing the Interior Ministry, said eleven bodies were found.",
        ["Dareen Wire", "the Interior Ministry"],
    ),
    ("Eleven bodies were found, Radio Osk reported, citing local residents.", ["Radio Osk", "local residents"]),
    ("Citing two diplomats, Northgate TV said the talks had collapsed.", ["Northgate TV", "two diplomats"]),
    ("VNA quoted the governor as saying that the bridge would stay closed.", ["VNA", "the governor"]),
    (
        "According to an official quoted by the Horizon agency, the reactor is safe.",
        ["the Horizon agency", "an official"],
    ),
    ("The airline said it had been told by the airport that the runway was icy.", ["The airline", "the airport"]),
    ("The nurse said that patients had told her that the guards beat them.", ["The nurse", "patients"]),
)


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize(("text", "chain"), CHAINS)
def test_a_chain_has_its_links_in_order(text: str, chain: list[str], weights: bool) -> None:
    read, found = said(f"Town news.\n\n{text}\n", weights)
    by_id = {a.id: a for a in found.attributions}
    links = []
    for a in found.attributions:
        link, at = [], a
        while True:
            link.insert(0, quote(read.text, at.source))
            if at.parent is None:
                break
            at = by_id[at.parent]
        links.append(link)
    assert chain in links


def test_two_sentences_with_two_sources_stay_two_chains() -> None:
    _, found = said("Town news.\n\nThe road is cut, Orlau TV reports. According to SANOR, ten men died.\n")
    assert [a.parent for a in found.attributions] == [None] * len(found.attributions)
    assert len({a.source_id for a in found.attributions}) == 2


CREDITS = (
    "Summit ends\n\nHELSINKI (Reuters) - The summit ended on Monday.\n",
    "Summit ends\nBy Reuters\nJuly 15, 2018\n\nThe summit ended on Monday after long talks.\n",
    "Summit ends\n\nThe summit ended on Monday after long talks between them.\n\n(Reuters)\n",
)


@pytest.mark.parametrize("text", CREDITS)
def test_an_agency_in_head_or_tail_is_a_credit_of_the_whole(text: str) -> None:
    _, found = said(text)
    names = {s.id: s.name for s in found.sources}
    assert "Reuters" in {names[c.source_id] for c in (*found.credits, *found.attributions)}


def test_a_picture_credit_is_not_a_credit_of_the_text() -> None:
    _, found = said("Summit ends\n\nTwo men shake hands. (Photo by J. Doe/Reuters)\n\nThe summit ended on Monday.\n")
    assert found.credits == ()


def test_an_agency_named_in_running_text_is_no_credit() -> None:
    _, found = said("Summit ends\n\nA reporter of Reuters was in the room when the men shook hands on Monday.\n")
    assert found.credits == ()


@pytest.mark.parametrize("weights", [False, True])
def test_ids_are_unique_parents_exist_and_every_source_is_listed(weights: bool) -> None:
    text = "Town news.\n\n" + "\n\n".join([*(t for t, *_ in FORMS), *(t for t, _ in CHAINS)])
    _, found = said(text, weights)
    ids = [a.id for a in (*found.attributions, *found.credits)]
    assert len(set(ids)) == len(ids)
    assert {a.parent for a in found.attributions} - {None} <= set(ids)
    assert {a.source_id for a in (*found.attributions, *found.credits)} == {s.id for s in found.sources}


PIECES = st.lists(
    st.sampled_from(
        [
            "said",
            "“",
            "”",
            '"',
            "'",
            "''",
            ",",
            ".",
            ":",
            "\n\n",
            "police",
            "He",
            "according to",
            "citing",
            "that",
            "quoted",
            "as saying",
            "reportedly",
            "via",
            "told by",
            "(",
            ")",
            "-",
            "reports",
            "X",
            "İ",
            "\u2028",
            "\u00a0",
            "SANA",
        ]
    ),
    max_size=60,
)


@pytest.mark.parametrize("weights", [False, True])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_messy_text_is_no_error_and_spans_lie_in_it(weights: bool, pieces: list[str]) -> None:
    read, found = said(" ".join(pieces), weights)
    for a in found.attributions:
        for span in (*a.source, *a.cue, *a.content, *a.hedges):
            assert 0 <= span.start < span.end <= len(read.text)


@pytest.mark.parametrize("weights", [False, True])
def test_nothing_is_found_in_nothing(weights: bool) -> None:
    assert said("", weights)[1].attributions == ()
    assert said("   \n\n ", weights)[1].attributions == ()


def test_the_same_text_gives_the_same_records_twice() -> None:
    text = "Town news.\n\n" + "\n\n".join(t for t, _ in CHAINS)
    assert said(text, True)[1] == said(text, True)[1]


def test_added_paragraphs_do_not_move_what_was_found_before() -> None:
    text = "Town news.\n\nPolice said the bridge was closed.\n\nThe sun was shining over the quiet town.\n"
    assert rows(text) <= rows(text + "\nNobody walked there.\n")
    assert Span(0, 1).of(text) == "T"


SIDE_BY_SIDE = (
    "The army said two soldiers were killed, while the rebels said they had lost nobody.",
    "Police said three people were arrested, and the mayor said the square would stay closed.",
    "The ministry said 14 people had died, but local doctors said the toll was higher.",
    "According to the army, 12 rebels died; according to the rebels, none did.",
)


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize("text", SIDE_BY_SIDE)
def test_two_voices_side_by_side_are_two_attributions_none_inside_the_other(text: str, weights: bool) -> None:
    _, found = said("Town\n\n" + text, weights)
    assert [a.parent for a in found.attributions] == [None, None]


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not answer questions.",
        "The ministry did not respond to a request for comment.",
        "A spokesman declined to comment.",
        "The minister refused to comment on the report.",
        "The army has beaten back an attack on the airfield, and the front has fallen.",
    ],
)
def test_silence_and_deeds_are_no_attribution(text: str, weights: bool) -> None:
    assert said("Town\n\n" + text, weights)[1].attributions == ()


def test_a_toll_that_is_put_at_a_number_is_said() -> None:
    assert ("Radio Osk", "put", "the toll at five") in rows("Radio Osk put the toll at five.")
    assert rows("The general put the map at his feet.") == set()


def test_who_reports_at_the_end_of_a_long_sentence_is_heard() -> None:
    text = (
        "Government troops backed by armoured vehicles moved into the northern suburbs shortly before dawn on Thursday, clearing"
        " barricades that residents had put up during a week of protests over fuel prices, the Ovrand Herald reports."
    )
    assert [r[:2] for r in rows(text)] == [("the Ovrand Herald", "reports")]


def test_what_a_headline_shouts_before_a_colon_is_no_source() -> None:
    _, found = said("DARK SHIP: Cutter that hit ferry had no lights\n\nIt was dark, Ilse Maran said.")
    assert [s.name for s in found.sources] == ["Ilse Maran"]
    _, found = said("COAST GUARD: Cutter had its lights on\n\nThe coast guard spoke of a cutter.")
    assert found.sources  # who is named in the text as well may have said it
    _, found = said("COAST GUARD: CUTTER HAD ITS LIGHTS ON\n\nIT WAS DARK.")
    assert found.sources  # where all is written so, nothing is shouted
    _, found = said("GRAIN THIEVES STARVE VALLEY: SHELVES ARE EMPTY\n\nIt was dark, Ilse Maran said.")
    assert [s.name for s in found.sources] == ["Ilse Maran"]  # but three words are a cry
    _, found = said("RIVER POLICE CHIEF: Cutter had its lights on\n\nIt was dark.")
    assert found.sources  # a word by which speakers are described


@pytest.mark.parametrize(
    "text",
    [
        "Rations are handed out according to need.",
        "The prisoners are treated according to the laws of war.",
        "Each party gets seats according to its size and the season.",
        "The withdrawal goes on according to plan.",
    ],
)
def test_what_something_goes_by_is_no_source(text: str) -> None:
    assert rows(text) == set()


def test_a_plan_may_be_a_source() -> None:
    assert {r[0] for r in rows("The last troops leave in May, according to the plan.")} == {"the plan"}


def test_the_operator_of_a_ship_is_not_the_ship() -> None:
    _, found = said("News\n\nThe operator of the ferry Lady Amarin said that all lights were on.")
    assert [s.name for s in found.sources] != ["Lady Amarin"]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("By Maran's account six or seven shots could be heard.", "Maran", "six or seven shots could be heard"),
        ("The cutter had no lights on, by the teacher's account.", "the teacher", "The cutter had no lights on"),
        ("In the army's own count 12 men died.", "the army", "12 men died"),
    ],
)
@pytest.mark.parametrize("weights", [False, True])
def test_what_is_called_somebody_s_account_or_count_is_theirs(
    text: str, source: str, content: str, weights: bool
) -> None:
    read, found = said(f"News\n\n{text}", weights)
    assert (source, content) in {(quote(read.text, a.source), quote(read.text, a.content)) for a in found.attributions}


@pytest.mark.parametrize("text", ["The army's version is disputed by residents.", "On Monday's count the party lost."])
def test_what_others_think_of_an_account_and_the_count_of_a_day_are_nobody_s(text: str) -> None:
    _, found = said(f"News\n\n{text}", True)
    assert not [a for a in found.attributions if a.because.startswith("account")]


def test_a_paragraph_that_announces_two_quoted_ones_breaks_nothing() -> None:
    _, found = said(
        'Head\n\nThe Harvel Times reports:\n\n"The bridge fell at dawn," it goes.\n\n"Nobody was there."', True
    )
    assert found.sources
    _, found = said('Head\n\nThe Harvel Times reports:\n\n"The bridge fell at dawn.\n\n"Nobody was there."', True)
    assert found.sources


def test_a_quoting_that_ends_the_text_is_no_error() -> None:
    assert isinstance(attribute(article("quoted said as saying ,"), KNOWN).attributions, tuple)


def test_a_date_line_below_a_long_caption_credits_the_whole_text() -> None:
    legend = "In this Tuesday, June 12, 2031 file photo, the ferry leaves the quay of Harvel. " * 8
    body = "The ferry stopped on Monday, the mayor said. " * 30
    one = clean(f"Ferry stops\n\n{legend}\n\nHARVEL (AP) --\n\n{body}")
    zones = tuple(replace(z, kind=ZoneKind.DATELINE) if z.start and z.end - z.start < 40 else z for z in one.zones)
    assert [a.source_id for a in attribute(replace(one, zones=zones), KNOWN, weights=False).credits] == ["source:ap"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ilse Voss told Radio Ansgar by telephone.", ""),
        ("Ilse Voss told the Ansgar Courier in a short interview on Monday.", ""),
        ("Ilse Voss told Radio Ansgar that four men died.", "that four men died"),
        ("Ilse Voss told reporters by telephone that four men died.", "that four men died"),
    ],
)
def test_whom_somebody_told_and_how_is_nothing_that_was_said(text: str, content: str) -> None:
    _, found = said(f"News\n\n{text}", True)
    assert [quote(clean(f"News\n\n{text}").text, a.content) for a in found.attributions] == [content]


@pytest.mark.parametrize("weights", [False, True])
def test_a_quotation_is_whose_its_own_sentence_says(weights: bool) -> None:
    text = 'The army was elsewhere, General Ulf Denn said. "They took my son," said Umm Khalid, a resident whose house was hit.'
    _, found = said(f"News\n\n{text}", weights)
    read = clean(f"News\n\n{text}")
    whose = {quote(read.text, a.source) for a in found.attributions if "my son" in quote(read.text, a.content)}
    assert {w.split(",")[0] for w in whose} == {"Umm Khalid"}


def test_a_quotation_behind_a_saying_goes_on_with_it_where_nobody_else_is_named() -> None:
    text = 'The road was shut, General Ulf Denn said. "Nobody gets through before noon."'
    read, found = said(f"News\n\n{text}", True)
    assert any("Nobody gets through" in quote(read.text, a.content) for a in found.attributions if a.source)
