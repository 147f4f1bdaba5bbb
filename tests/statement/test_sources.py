"""Who the words of a source name. Developed on invented phrases and the two seed captures' wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.records import Source, SourceKind
from firsthand.spans import Span
from firsthand.statement.sources import identify
from tests.statement.article import article

KNOWN = lexicon.load()
REST = " said so. The Highland News Wire (HNW) wrote. The Arvel Highland Defence Front (AHDF) struck. Milo Zadran waited. Zadran left."


def who(phrase: str) -> Source:
    return identify(article(phrase + REST), Span(0, len(phrase)), KNOWN)


@pytest.mark.parametrize(
    ("phrase", "kind", "ident"),
    [
        ("AMN report", SourceKind.OUTLET, "source:al-masdar-news"),
        ("Syria’s official SANA news agency", SourceKind.AGENCY, "source:sana"),
        (
            "the Britain-based Syrian Observatory for Human Rights, which relies on activists",
            SourceKind.MONITOR,
            "source:sohr",
        ),
        ("the Russian Defense Ministry", SourceKind.OFFICIAL, "source:rus-defence-ministry"),
        ("White House press secretary Ann Lee", SourceKind.OFFICIAL, "source:white-house"),
        ("HNW", SourceKind.AGENCY, "name:highland-news-wire"),
        ("AHDF", SourceKind.ARMED_GROUP, "name:arvel-highland-defence-front"),
        ("The Valley Post", SourceKind.OUTLET, "name:valley-post"),
        ("Radio Orlau", SourceKind.OUTLET, "name:radio-orlau"),
        ("the newspaper Vecherka", SourceKind.OUTLET, "name:vecherka"),
        ("Meridian Wire", SourceKind.AGENCY, "name:meridian-wire"),
        ("Zadran", SourceKind.PERSON, "name:milo-zadran"),
        ("Col. Ahmed Salem", SourceKind.PERSON, "name:ahmed-salem"),
        ("the head of the local district Petr Hawran", SourceKind.PERSON, "name:petr-hawran"),
        ("Border Command of Meretia", SourceKind.OFFICIAL, "name:border-command-of-meretia"),
    ],
)
def test_a_named_source_has_an_id_of_its_own(phrase: str, kind: SourceKind, ident: str) -> None:
    assert (who(phrase).kind, who(phrase).id) == (kind, ident)


@pytest.mark.parametrize(
    ("phrase", "kind", "sort"),
    [
        ("local reports", SourceKind.ANONYMOUS, "anonymous-local"),
        ("pro-government sources", SourceKind.ANONYMOUS, "anonymous-partisan"),
        ("a senior U.S. official who spoke on condition of anonymity", SourceKind.ANONYMOUS, "anonymous-official"),
        ("witnesses", SourceKind.ANONYMOUS, "anonymous-witness"),
        ("media reports", SourceKind.ANONYMOUS, "anonymous-media"),
        ("medical sources in the town", SourceKind.ANONYMOUS, "anonymous-medical"),
        ("the footage", SourceKind.VISUAL, "head-noun"),
        ("court documents", SourceKind.DOCUMENT, "head-noun"),
        ("Police", SourceKind.OFFICIAL, "head-noun"),
        ("he", SourceKind.PERSON, "pronoun-person"),
    ],
)
def test_a_source_without_a_name_stays_with_its_article(phrase: str, kind: SourceKind, sort: str) -> None:
    found = who(phrase)
    assert found.kind == kind
    assert found.because.startswith(sort)
    assert found.id.startswith(article("").id)


@pytest.mark.parametrize("phrase", ["Terrorists", "Residents", "Officials of the district"])
def test_a_word_that_opens_a_sentence_is_no_name(phrase: str) -> None:
    assert who(phrase).kind is SourceKind.ANONYMOUS


@given(st.text(min_size=1, max_size=80))
def test_no_words_break_it_and_some_rule_is_named(text: str) -> None:
    found = identify(article(text), Span(0, len(text)), KNOWN)
    assert ":" in found.because
    assert found == identify(article(text), Span(0, len(text)), KNOWN)


@pytest.mark.parametrize(("phrase", "state"), [("Damascus", "source:syr"), ("Moscow", "source:rus")])
def test_a_capital_that_speaks_is_its_state(phrase: str, state: str) -> None:
    assert (who(phrase).id, who(phrase).kind) == (state, SourceKind.OFFICIAL)


def test_a_capital_is_a_person_where_one_is_called_so() -> None:
    text = "Anna Moscow wrote a book. Moscow said so."
    found = identify(article(text), Span(text.index("Moscow said"), text.index(" said so")), KNOWN)
    assert (found.name, found.kind) == ("Anna Moscow", SourceKind.PERSON)


def test_no_name_runs_over_an_empty_line() -> None:
    text = "Deir Ezzor\n\nOlim said nothing."
    assert identify(article(text), Span(12, 16), KNOWN).name == "Olim"


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("Dr Ilse Maran of the Harvel doctors' union", "Ilse Maran", SourceKind.PERSON),
        ("Rear Admiral Petr Havran of the Southern Flotilla", "Petr Havran", SourceKind.PERSON),
        ("Amnesty International of the Hague", "Amnesty International of the Hague", SourceKind.ORGANISATION),
        ("Over the hotline the Border Command of Meretia", "Border Command of Meretia", SourceKind.OFFICIAL),
        ("the head of the army", "head of the army", SourceKind.ANONYMOUS),
    ],
)
def test_a_person_of_a_body_is_the_person_and_a_setting_is_nobody(phrase: str, name: str, kind: SourceKind) -> None:
    assert (who(phrase).name, who(phrase).kind) == (name, kind)


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("Harvel Water CEO Petr Maran", "Petr Maran", SourceKind.PERSON),
        ("Spokeswoman Lt Col Ilse Vandek", "Ilse Vandek", SourceKind.PERSON),
        ("Harvel Water’s CEO", "Harvel Water’s CEO", SourceKind.ANONYMOUS),
        ("Petr Maran didn’t exactly", "Petr Maran", SourceKind.PERSON),
    ],
)
def test_an_office_between_a_body_and_a_name_is_the_person_s(phrase: str, name: str, kind: SourceKind) -> None:
    assert (who(phrase).name, who(phrase).kind) == (name, kind)


def test_the_end_of_an_hour_begins_no_name() -> None:
    text = "Updated 10:35 PM\nSorvel rolled back its policy. Sorvel said so."
    assert identify(article(text), Span(text.rindex("Sorvel"), text.rindex(" said")), KNOWN).name == "Sorvel"


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("the mayor's statement", "the mayor"),
        ("the mayor’s written statement", "the mayor"),
        ("Ilse Maran's remarks", "Ilse Maran"),
        ("the officials' latest announcement", "the officials"),
        ("the O'Hara Trust's press release", "the O'Hara Trust"),
    ],
)
def test_somebody_s_own_words_are_his(words: str, owner: str) -> None:
    named = [identify(article(text), Span(0, len(text)), KNOWN) for text in (words, owner)]
    assert named[0].id == named[1].id


@pytest.mark.parametrize("words", ["the mayor's brother", "the mayor's report", "the mayor's log"])
def test_somebody_else_and_a_document_are_not_their_owner(words: str) -> None:
    mayor = identify(article("the mayor"), Span(0, 9), KNOWN)
    assert identify(article(words), Span(0, len(words)), KNOWN).id != mayor.id


@pytest.mark.parametrize(("times", "name"), [(1, "Maran"), (3, "Maran"), (12, "Petr Maran")])
def test_a_surname_of_two_is_nobody_s_unless_one_is_named_far_more_often(times: int, name: str) -> None:
    text = "Petr Maran left. " * times + "Ilse Maran, a doctor, stayed. Maran said so."
    assert identify(article(text), Span(text.rindex("Maran"), text.rindex(" said")), KNOWN).name == name


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("The army and the interior ministry", "army and interior ministry"),
        ("Police and the hospital", "Police and hospital"),
        ("The Velm union and the Ministry of Trade and Industry", None),  # which "and" parts them nobody can say
        ("The Ministry of Trade and Industry", None),
        ("The Army and Navy Club", None),
        ("The head of the army and the ministry", None),
        ("police and hospital officials", None),
        ("The army and its commander", None),
    ],
)
def test_two_bodies_that_say_it_together_are_neither_of_the_two(phrase: str, name: str | None) -> None:
    found = who(phrase)
    assert (found.name if found.because.startswith("pair:") else None) == name


@pytest.mark.parametrize("phrase", ["General Yusuf al-Harrani", "Yusuf al-Harrani", "Col. Yusuf al-Harrani"])
def test_an_arabic_article_begins_a_surname_behind_a_rank_too(phrase: str) -> None:
    assert who(phrase).id == "name:yusuf-al-harrani"


@pytest.mark.parametrize(
    ("phrase", "name", "kind"),
    [
        ("the charity Open Meadow Relief", "Open Meadow Relief", SourceKind.ORGANISATION),
        ("the aid group Water for All", "Water for All", SourceKind.ORGANISATION),
        ("the rights group Free Voice", "Free Voice", SourceKind.MONITOR),
        ("the union Solidarity", "Solidarity", SourceKind.ORGANISATION),
        ("state television VTR", "VTR", SourceKind.OUTLET),
        ("Newsroom24", "Newsroom24", SourceKind.OUTLET),
        ("the so-called Open Fist", "Open Fist", SourceKind.ORGANISATION),
        ("the press centre of the Harvel Committee", "press centre of the Harvel Committee", SourceKind.ORGANISATION),
        ("a radar post", "radar post", SourceKind.ANONYMOUS),
    ],
)
def test_a_word_for_a_body_before_its_name_and_a_sneer_are_no_part_of_the_name(
    phrase: str, name: str, kind: SourceKind
) -> None:
    assert (who(phrase).name, who(phrase).kind) == (name, kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orlan Tesk of Poll Eye said so. Nobody slept, Tesk added.", "Orlan Tesk"),
        ("Orlan Tesk of the group Poll Eye said so.", "Orlan Tesk"),
        ("Orlan Tesk of Poll Eye said so.", "Orlan Tesk of Poll Eye"),
        ("Banda Tesk of Poll Eye said so. Nobody slept, Banda Tesk added.", "Banda Tesk of Poll Eye"),
        ("Poll Eye coordinator Orlan Tesk said so.", "Orlan Tesk"),
    ],
)
def test_a_name_before_a_body_s_is_a_person_s_where_a_word_for_the_body_or_the_surname_alone_says_so(
    text: str, name: str
) -> None:
    assert identify(article(text), Span(0, text.index(" said")), KNOWN).name == name


@pytest.mark.parametrize(
    ("phrase", "ident"),
    [
        ("the owners, Harvel Water,", "name:harvel-water"),
        ("the official representative of the Velm Border Command, Colonel Ilse Tarn", "name:velm-border-command"),
        ("the Harbour Master of Velm, Col. (retd) Ilse Tarn", "name:ilse-tarn"),
        ("Supt Ilse Tarn", "name:ilse-tarn"),
        ("Cdre Ilse Tarn", "name:ilse-tarn"),
        ("the Colonel", "a:colonel"),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(phrase: str, ident: str) -> None:
    assert who(phrase).id == ident


def test_a_word_of_citing_that_begins_a_sentence_begins_no_name() -> None:
    text = "Zadran said so. Citing Zadran, the council said so. Milo Zadran left."
    assert identify(article(text), Span(0, 6), KNOWN).id == "name:milo-zadran"


def test_many_with_a_capital_inside_a_sentence_have_a_name_of_their_own() -> None:
    text = "Families of the Quay waited. Two fled, say Families of the Quay."
    assert identify(article(text), Span(0, 20), KNOWN).id == "name:families-of-the-quay"
    text = "Families of the Quay waited. Two fled, say the families of the Quay."
    assert identify(article(text), Span(0, 20), KNOWN).kind is SourceKind.ANONYMOUS


def test_the_site_is_no_group_of_that_name_and_a_register_that_is_kept_no_paper() -> None:
    assert who("the site").id != who("SITE").id == "source:site-intelligence"
    assert who("the register of the Directorate").kind is SourceKind.DOCUMENT
    assert who("the Velm Register").kind is SourceKind.OUTLET
