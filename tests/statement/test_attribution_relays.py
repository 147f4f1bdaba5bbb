"""Second sources: words that name who carries or who stands behind, and sources behind a preposition. Invented sentences."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.records import Attribution, ZoneKind
from firsthand.statement.attributions import Said, attribute
from firsthand.statement.attributions.cues import cues
from firsthand.statement.attributions.passage import Paragraph, passage
from firsthand.statement.attributions.relays import set_aside
from tests.statement.article import paragraphs

KNOWN = lexicon.load()


def _said(text: str, weights: bool = False, kind: ZoneKind = ZoneKind.BODY) -> Said:
    return attribute(paragraphs(text, kind), KNOWN, weights=weights)


def _chains(text: str, weights: bool) -> set[tuple[str, ...]]:
    """Return the chains of ``text``, each from the outermost source to the innermost."""
    found = {a.id: a for a in _said(text, weights).attributions}

    def up(a: Attribution) -> tuple[str, ...]:
        own = tuple(" ".join(s.of(text) for s in a.source).strip(" ,") for _ in (0,))
        return (*up(found[a.parent]), *own) if a.parent else own

    holders = {a.parent for a in found.values()}
    return {up(a) for a in found.values() if a.id not in holders}


CHAINS = (
    ("Spotters cited by the Aldan Trust say the pass is closed.", ("the Aldan Trust", "Spotters")),
    ("A nurse quoted by Radio Hest said the ward was full.", ("Radio Hest", "A nurse")),
    (
        "The Marl Gazette, which quoted Lisk TV citing a guard, said the gate was open.",
        ("The Marl Gazette", "Lisk TV", "a guard"),
    ),
    (
        "In remarks carried by Tarn News, the harbour master said the pier had sunk.",
        ("Tarn News", "the harbour master"),
    ),
    ("The guard was quoted by Lisk TV as saying that the gate was open.", ("Lisk TV", "The guard")),
    ("Lisk TV quoted a guard who said the gate was open.", ("Lisk TV", "a guard")),
    (
        "The pier has sunk, Tarn News reported, quoting a clerk as saying that nobody was hurt.",
        ("Tarn News", "a clerk"),
    ),
    (
        "The union says, according to the Marl Gazette, that the mine will close.",
        ("the Marl Gazette", "The union"),
    ),
    ("The mayor denied a report by the Marl Gazette that he had fled.", ("The mayor", "the Marl Gazette")),
    (
        "Farmers say they were told by soldiers that the wells were poisoned, the agency Hest reported.",
        ("the agency Hest", "Farmers", "soldiers"),
    ),
    ("Hest News ran a letter in which the abbot said the bells were stolen.", ("Hest News", "the abbot")),
    ("One of the boys said he heard a guard say that the boat was lost.", ("One of the boys", "a guard")),
    (
        "The Marl Gazette said its reporter had learned from a clerk that the mine would close.",
        ("The Marl Gazette", "its reporter", "a clerk"),
    ),
    (
        "The pier sank, Hest News said, citing the harbour office, which had it from a diver.",
        ("Hest News", "the harbour office", "a diver"),
    ),
    (
        "The pier sank, Hest News said, quoting a clerk, who said divers had told him that the piles were rotten.",
        ("Hest News", "a clerk", "divers"),
    ),
    (
        "The pier has sunk, quoting a clerk via Tarn News, the Marl Gazette wrote.",
        ("the Marl Gazette", "Tarn News", "a clerk"),
    ),
    ("The union said witnesses inside the shaft had counted nine bodies.", ("The union", "witnesses inside the shaft")),
    (
        "The captain said the hatch had been reported loose twice this year by his own crew.",
        ("The captain", "his own crew"),
    ),
    ("The inquest heard from the porter that the lift was broken, Tarn News reports.", ("Tarn News", "the porter")),
    ("Hest News cited a Navy report which concluded that the hatch was open.", ("Hest News", "a Navy report")),
    (
        'Quoting "informed circles", the newspaper Hest wrote that the abbot had told a guard the bells were sold.',
        ("the newspaper Hest", '"informed circles"', "the abbot"),
    ),
)


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize(("text", "chain"), CHAINS)
def test_a_relay_is_a_link_on_its_side_of_whom_it_hangs_on(text: str, chain: tuple[str, ...], weights: bool) -> None:
    assert chain in _chains(text, weights)


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize(
    ("text", "chain"),
    (
        ("Lisk TV heard from three mothers who said the ward was full.", ("Lisk TV", "three mothers")),
        ("Lisk TV heard from three mothers that the ward was full.", ("Lisk TV", "three mothers")),
        ("Lisk TV is quoting a guard as saying that the gate was open.", ("Lisk TV", "a guard")),
        ("Lisk TV quoted a guard as alleging that the gate was open.", ("Lisk TV", "a guard")),
        ("The gate is open, a guard says, as relayed by Tarn News.", ("Tarn News", "a guard")),
        (
            "The gate, as Tarn News was told by the railways, will stay shut on Friday.",
            ("Tarn News", "the railways"),
        ),
        ("The clerk says he was told by the bishop to burn the book.", ("The clerk", "the bishop")),
        ("The ministry was informed by the maker of the fault, the clerk said.", ("the clerk", "the maker")),
        ("The clerk said leaflets warning that the dam would burst were found.", ("The clerk", "leaflets")),
        ("The clerk said a boy ran in shouting that the dam had burst.", ("The clerk", "a boy")),
        ("The clerk says two guards are telling people that the dam has burst.", ("The clerk", "two guards")),
        ('"He said he would burn the mill," the clerk told reporters.', ("the clerk", "He")),
        ("The clerk rejected a Tarn News report that the dam had burst.", ("The clerk", "Tarn News")),
        ("Accordng to the Tarn Monitor, the clerk said the dam had burst.", ("the Tarn Monitor", "the clerk")),
        (
            "The clerk was told by the bishop last month that the mill would close, Hest News said.",
            ("Hest News", "the bishop"),
        ),
        ("The clerk said the mill had closed, local media reported late Friday.", ("local media", "The clerk")),
        (
            "TARN RADIO, MONITORED HERE, SAID TONIGHT THAT MILLERS HAD ADMITTED THAT THEY WERE SHORT OF FLOUR.",
            ("TARN RADIO", "MILLERS"),
        ),
        (
            "The mill has closed, the clerk told Tarn News, according to Osk, who was quoted by Hest News.",
            ("Hest News", "Osk", "the clerk"),
        ),
        ("On the authority of a bishop, Tarn News said that the mill had closed.", ("Tarn News", "a bishop")),
        (
            "Tarn News, citing an informed source, wrote that the clerk had said the mill was shut.",
            ("Tarn News", "an informed source", "the clerk"),
        ),
        ("Tarn News relays a claim by the Hest Gazette that the mill has closed.", ("Tarn News", "the Hest Gazette")),
        ("The clerk let slip to a guard that the bishop had said the mill was shut.", ("The clerk", "the bishop")),
        (
            "The clerk says he had a call from the miller on Sunday telling him that the dam had burst.",
            ("The clerk", "the miller"),
        ),
        (
            "The Front declared that captured guards confessed to having burned the mill.",
            ("The Front", "captured guards"),
        ),
        (
            "The clerk said a man who found the key told guards he had lost it.",
            ("The clerk", "a man who found the key"),
        ),
        ("Vice-mayor Osk: mills could close - Tarn-Inform. He gave no date.", ("Tarn-Inform", "Vice-mayor Osk")),
    ),
)
def test_a_link_is_found_however_it_is_put(text: str, chain: tuple[str, ...], weights: bool) -> None:
    assert chain in _chains(text, weights)


def test_a_clause_that_its_speaker_breaks_holds_a_link() -> None:
    assert ("he", "The mill") in _chains("The mill, he said, had told the clerk that it would close.", True)


@pytest.mark.parametrize(
    "text",
    (
        "The minister has just been asked about shipping.",
        "No group has claimed the kidnapping.",
        "Anyone with a camera is asked to come forward.",
    ),
)
def test_who_is_asked_and_nobody_say_nothing(text: str) -> None:
    assert not _said(text).attributions


def test_what_somebody_has_had_from_the_start_has_no_source() -> None:
    text = "The band, which has from the start been led by a priest, said it would play."
    assert not [a for a in _said(text).attributions if "the start" in [s.of(text) for s in a.source]]


def test_words_set_aside_are_neither_source_nor_content_of_whom_they_hang_on() -> None:
    text = "Spotters cited by the Aldan Trust say the pass is closed."
    spotter = next(a for a in _said(text).attributions if a.source[0].of(text) == "Spotters")
    assert [s.of(text) for s in spotter.content] == ["the pass is closed"]


def test_an_aside_that_hangs_on_nobody_goes_back_into_the_content() -> None:
    text = "Police said they had read the article published by the Marl Gazette."
    assert any(s.of(text).endswith("Marl Gazette") for a in _said(text, True).attributions for s in a.content)


@pytest.mark.parametrize("weights", [False, True])
def test_two_links_of_one_aside_keep_their_order(weights: bool) -> None:
    text = "A boat was rammed, Hest News said, citing the captain, who was citing the ship's log."
    assert _chains(text, weights) == {("Hest News", "the captain", "the ship's log")}


@pytest.mark.parametrize("weights", [False, True])
def test_what_footage_shows_is_said_by_the_footage(weights: bool) -> None:
    assert ("Footage",) in _chains("Footage shows burnt-out trucks near the mill.", weights)


@pytest.mark.parametrize("dash", ["-", "--", "–"])
def test_reports_behind_any_dash_of_a_headline_are_its_source(dash: str) -> None:
    text = f"Army takes three villages {dash} Reports"
    found = _said(text, True, ZoneKind.HEADLINE).attributions
    assert [s.of(text) for a in found for s in a.source] == ["Reports"]


def test_a_speech_left_open_has_the_speaker_of_the_paragraph_in_which_it_goes_on() -> None:
    text = "“We will not leave.\n\n“We will repair the bridge,” Mayor Kell said."
    first, second = _said(text, True).attributions
    assert first.source_id == second.source_id and not first.source


def test_who_asks_not_to_be_named_has_said_nothing_by_that() -> None:
    text = "A diplomat, who asked not to be named, told the Star that both sides had signed."
    assert _chains(text, False) == {("A diplomat, who asked not to be named",)}


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Hours earlier the exiled leader Osk Tarrin had written that the pass was open.",
            "the exiled leader Osk Tarrin",
        ),
        ("A day later the Front said that its men had left.", "the Front"),
        ("The envoy, speaking on the sidelines of a meeting, said that the guards had left.", "The envoy"),
        (
            "A shepherd who was grazing his flock told gendarmes that the plane was low.",
            "A shepherd who was grazing his flock",
        ),
        ("Radio Hest, monitored in Lisk, said a driver from Marl had been told nothing.", "Radio Hest"),
        ("A.B.K. later said that the pass was shut.", "A.B.K."),
    ],
)
def test_a_source_is_who_speaks_without_when_and_beside_what(text: str, source: str, weights: bool) -> None:
    assert (source,) in {chain[:1] for chain in _chains(text, weights)}


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Kell said that people might say the bridge was unsafe.",
        "“I believe that the voters know that we tried,” Mayor Kell said.",
        "The mayor said no verdict could be reached based on her remarks that night.",
    ],
)
def test_what_nobody_has_said_yet_is_no_link(text: str) -> None:
    found = _chains(text, True)
    assert found and all(len(chain) == 1 for chain in found)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Hest News asked the abbot whether the bells were sold.", "whether the bells were sold"),
        ("Mayor Kell told the crowd that the bridge was new.", "that the bridge was new"),
        ("Mayor Kell said on Friday during a visit that the bridge was new.", "that the bridge was new"),
    ],
)
def test_a_content_begins_behind_listener_time_and_place(text: str, content: str) -> None:
    assert content in {s.of(text) for a in _said(text, True).attributions for s in a.content}


def test_of_whom_it_is_said_is_content_and_no_source() -> None:
    text = "Osk Tarrin is said to have given the order."
    (one,) = _said(text, True).attributions
    assert not one.source and [s.of(text) for s in one.content][:1] == ["Osk Tarrin"]


def test_a_paragraph_of_which_all_words_are_set_aside_is_no_error() -> None:
    assert _said("citing said", True).attributions is not None


@pytest.mark.parametrize("text", ["The pier sank, Hest News said, citing a clerk in", "citing in"])
def test_a_paragraph_that_breaks_off_behind_in_is_no_error(text: str) -> None:
    assert _said(text, True).attributions is not None


def test_relays_of_one_passage_are_bounded_whatever_carries_them() -> None:
    text = "The pier sank, Hest News said, quoting a clerk " + "via Tarn News " * 60
    _, found = set_aside(passage(Paragraph(ZoneKind.BODY, text, 0)), cues(KNOWN))
    assert 1 < len(found) < 20


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "Two clerks confirmed to Tarn News that the auditor had admitted burning the ledgers.",
            ("Two clerks", "the auditor"),
        ),
        (
            "In an interview with the Marl Gazette, the abbot said the bells were stolen.",
            ("the Marl Gazette", "the abbot"),
        ),
        ("Speaking through an interpreter, the smith said the bridge had fallen.", ("an interpreter", "the smith")),
        ("Court minutes leaked to the Marl Gazette say that the clerk lied.", ("the Marl Gazette", "Court minutes")),
        ("The abbot was quoted as saying by Hest Agency that the bells were stolen.", ("Hest Agency", "The abbot")),
        ("Court minutes record the surveyor as saying the cracks were small.", ("Court minutes", "the surveyor")),
        ("Her neighbour says the landlord keeps telling tenants the boiler is new.", ("Her neighbour", "the landlord")),
        (
            "The minister rejected claims by miners that guards had threatened to shoot them.",
            ("The minister", "miners", "guards"),
        ),
        ("Villagers accuse the company of claiming that the river was clean.", ("Villagers", "the company")),
        ("The abbot reportedly told friends that his brother wanted the farm.", ("", "The abbot")),
        ("The abbot is said to have assured bankers that the loan was safe.", ("", "The abbot")),
        ("RT @tarnwatch: A medic says soldiers told her to stop counting.", ("@tarnwatch", "A medic", "soldiers")),
        (
            "Rebels took the pass, the army said. (Source: Hest Agency, via Tarn Monitor)",
            ("Tarn Monitor", "Hest Agency", "the army"),
        ),
        ("Tarn TV has broadcast the tape. On it, a man says the mayor was warned.", ("Tarn TV", "a man")),
    ],
)
def test_who_frames_a_saying_stands_above_it(text: str, chain: tuple[str, ...]) -> None:
    assert chain in _chains(text, True)


@pytest.mark.parametrize(
    "text",
    [
        "The clerk told the Marl Gazette that the bridge was mined.",
        "The spy told the CIA that the bridge was mined.",
        "The mayor told the court that the bridge was mined.",
        "The mayor told the Environment Agency that the bridge was mined.",
        "The mayor told Press Secretary Brek that the bridge was mined.",
    ],
)
def test_who_is_merely_told_is_no_link(text: str) -> None:
    assert {len(c) for c in _chains(text, True)} == {1}


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "Reuters reported three deaths, and the Gazette five, citing the hospital.",
            {("Reuters", None), ("the Gazette", None), ("the hospital", "the Gazette")},
        ),
        (
            "The mayor put the dead at 12; the Orlau Post, citing doctors, at 15.",
            {("The mayor", None), ("the Orlau Post", None), ("doctors", "the Orlau Post")},
        ),
        (
            "Reuters reported three deaths in Orlau on Monday, and 12 people were hurt.",
            {("Reuters", None)},
        ),
        (
            "Radio Orlau had reported five deaths, and Lumen TV seven, on the authority of the coroner.",
            {("Radio Orlau", None), ("Lumen TV", None), ("the coroner", "Lumen TV")},
        ),
    ],
)
def test_of_two_who_share_a_verb_only_the_second_cites(text: str, links: set[tuple[str, str | None]]) -> None:
    said = attribute(paragraphs(text), KNOWN).attributions
    by_id = {a.id: a for a in said}

    def name(a: Attribution) -> str:
        return a.source[0].of(text)

    assert {(name(a), name(by_id[a.parent]) if a.parent else None) for a in said} == links


@pytest.mark.parametrize(
    ("headline", "source"),
    [
        ("Two killed in Drosk shelling - army", ["army"]),
        ("12 drones downed overnight – defence ministry", ["defence ministry"]),
        ("Ceasefire holding, say monitors", ["monitors"]),
        ("The long road home - a family", []),
        ("Marn, the old port - city of workers", []),
    ],
)
def test_who_says_it_may_stand_behind_the_dash_or_the_comma_of_a_headline(headline: str, source: list[str]) -> None:
    found = _said(headline, weights=True, kind=ZoneKind.HEADLINE).attributions
    assert [s.of(headline) for a in found for s in a.source] == source
