"""One thing, one id, within a story. All names are invented but those of the lexicon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand import lexicon
from firsthand.naming import settle
from firsthand.records import Account, Article, Attribution, AttributionId, Cast, DocumentId, Manner, SourceKind
from firsthand.spans import Span
from firsthand.statement.actors import recognise
from firsthand.statement.sources import identify
from tests.statement.article import article

KNOWN = lexicon.load()


def told(
    ident: str, text: str, *phrases: str, outlet: str | None = None, url: str | None = None
) -> tuple[Article, Account]:
    """Return an article and the account in which each of ``phrases``, found in turn, is the source of one attribution."""
    one = replace(article(text), id=DocumentId(ident), outlet=outlet, url=url)
    made, sources, at = [], {}, 0
    for n, phrase in enumerate(phrases):
        at = text.index(phrase, at)
        span = Span(at, at + len(phrase))
        at = span.end
        source = identify(one, span, KNOWN)
        sources[source.id] = source
        made.append(
            Attribution(AttributionId(f"{ident}:a{n}"), one.id, (span,), (), (), None, source.id, Manner.INDIRECT)
        )
    actors, labels = recognise(one, KNOWN)
    return one, Account(one.id, tuple(made), sources=tuple(sources.values()), actors=actors, labels=labels)


def cast(*both: tuple[Article, Account]) -> Cast:
    return settle([a for a, _ in both], {a.id: b for a, b in both}, KNOWN)


def ids(settled: Cast, document: str) -> list[str]:
    return [a.source_id for a in settled.accounts[DocumentId(document)].attributions]


def test_a_short_form_defined_in_one_article_holds_in_the_other() -> None:
    settled = cast(
        told("a", "The Arvel Highland Defence Front (AHDF) said it struck.", "Arvel Highland Defence Front (AHDF)"),
        told("b", "AHDF said six drones flew.", "AHDF"),
        told("c", "The Front said seven drones flew.", "The Front"),
        told("d", "The Highland Front said eight drones flew.", "The Highland Front"),
    )
    assert len({i for d in "abcd" for i in ids(settled, d)}) == 1


def test_a_body_is_not_called_by_the_name_that_its_foes_give_it() -> None:
    settled = cast(
        told("a", "The so-called Harvest Union claims that five men came.", "so-called Harvest Union"),
        told("b", "The Harvest Union said five men came.", "Harvest Union"),
    )
    source = {s.id: s for s in settled.sources}[ids(settled, "b")[0]]
    assert ids(settled, "a") == ids(settled, "b")
    assert (source.name, "so-called Harvest Union" in source.names) == ("Harvest Union", True)


def test_initials_of_a_document_s_outlet_are_that_outlet() -> None:
    settled = cast(told("a", "Shells fell."), told("b", "V24 said shells fell.", "V24"))
    assert ids(settled, "b") != []
    settled = cast(told("a", "Shells fell.", outlet="Velharia 24"), told("b", "V24 said shells fell.", "V24"))
    assert ids(settled, "b") == [settled.outlets[DocumentId("a")]]
    source = next(s for s in settled.sources if s.id == settled.outlets[DocumentId("a")])
    assert (source.document_ids, source.lost) == (("a",), False)


def test_the_only_gazette_of_a_story_is_the_gazette_and_of_two_neither() -> None:
    one = told("a", "Shells fell.", outlet="The Sorven Gazette")
    two = told("b", "Shells fell.", outlet="The Korsava Gazette")
    third = told("c", "The Gazette said shells fell.", "The Gazette")
    assert ids(cast(one, third), "c") == [cast(one, third).outlets[DocumentId("a")]]
    assert ids(cast(one, two, third), "c")[0] not in cast(one, two, third).outlets.values()


def test_local_sources_of_two_articles_stay_two() -> None:
    settled = cast(
        told("a", "Local sources said it.", "Local sources"), told("b", "Local sources said it.", "Local sources")
    )
    assert ids(settled, "a") != ids(settled, "b")


def test_he_is_who_spoke_before() -> None:
    settled = cast(
        told(
            "a",
            "The Russian Defense Ministry stated it had seen this. It is so, he said.",
            "The Russian Defense Ministry",
            "he",
        )
    )
    assert ids(settled, "a") == ["source:rus-defence-ministry"] * 2


def test_a_pronoun_with_nobody_before_it_is_anonymous() -> None:
    settled = cast(told("a", "He said it was so.", "He"))
    assert [s.kind for s in settled.sources] == [SourceKind.ANONYMOUS]


def test_a_spokesman_speaks_for_his_body() -> None:
    settled = cast(
        told("a", "Milo Zadran, who speaks for the Highland Front, said so.", "Milo Zadran"),
        told("b", "The Highland Front said so.", "The Highland Front"),
    )
    assert ids(settled, "a") == ids(settled, "b")


def test_a_surname_is_the_one_person_who_bears_it() -> None:
    settled = cast(
        told("a", "Mirela Dostan said so.", "Mirela Dostan"), told("b", "Mrs. Dostan said so.", "Mrs. Dostan")
    )
    assert ids(settled, "a") == ids(settled, "b")
    settled = cast(
        told("a", "Mirela Dostan said so.", "Mirela Dostan"),
        told("c", "Ivo Dostan said so.", "Ivo Dostan"),
        told("b", "Mrs. Dostan said so.", "Mrs. Dostan"),
    )
    assert len({i for d in "abc" for i in ids(settled, d)}) == 3


def test_a_letter_for_the_first_name_is_the_one_person_of_that_surname_whom_it_fits() -> None:
    mirela, ivo = (told(i, f"{n} said so.", n) for i, n in (("a", "Mirela Dostan"), ("b", "Ivo Dostan")))
    written = told("c", '"It broke at dawn," said M. Dostan.', "M. Dostan")
    settled = cast(mirela, ivo, written)
    assert ids(settled, "c") == ids(settled, "a") != ids(settled, "b")
    settled = cast(mirela, told("b", "Mara Dostan said so.", "Mara Dostan"), written)
    assert len({i for d in "abc" for i in ids(settled, d)}) == 3
    settled = cast(written, told("b", "Mrs. Dostan said so.", "Mrs. Dostan"))
    assert ids(settled, "b") == ids(settled, "c")


def test_a_letter_that_fits_nobody_is_another_person_of_that_surname() -> None:
    ivo, bare = told("a", "Ivo Dostan said so.", "Ivo Dostan"), told("b", "Mr. Dostan said so.", "Mr. Dostan")
    other = [told(f"m{n}", "M. Dostan said so.", "M. Dostan") for n in range(12)]
    settled = cast(ivo, bare, other[0])
    assert len({i for d in ("a", "b", "m0") for i in ids(settled, d)}) == 3
    settled = cast(ivo, bare, *other)
    assert ids(settled, "b") == ids(settled, "m0") != ids(settled, "a")


def test_actors_and_labels_point_to_settled_ids() -> None:
    settled = cast(
        told("a", "The Arvel Highland Defence Front (AHDF) struck."),
        told("b", "Men of the Arvel Highlands Defence Front left. The bandits ran."),
    )
    used = {x.actor for a in settled.accounts.values() for x in a.labels}
    assert used <= {a.id for a in settled.actors}
    assert len([a for a in settled.actors if a.kind == "armed_group"]) == 1


def test_the_order_of_the_articles_changes_nothing() -> None:
    both = (
        told(
            "a",
            "The Arvel Highland Defence Front (AHDF) said so.",
            "Arvel Highland Defence Front",
            outlet="Velharia 24",
        ),
        told("b", "AHDF said so, V24 said.", "AHDF", "V24"),
        told("c", "The Front said so.", "The Front", outlet="Hill Times"),
    )
    assert cast(*both) == cast(*reversed(both))


def test_every_source_id_used_is_in_the_table_and_says_why() -> None:
    settled = cast(
        told(
            "a",
            "Local sources said it. Reuters said it. He said it.",
            "Local sources",
            "Reuters",
            "He",
            outlet="Hill Times",
        )
    )
    table = {s.id: s for s in settled.sources}
    assert {*ids(settled, "a"), *settled.outlets.values()} == set(table)
    assert all(s.because for s in table.values())


def test_the_newspaper_is_the_last_newspaper_named_and_the_channel_the_last_channel() -> None:
    text = "The Orlau Gazette said it rained. Channel 9 said it snowed. The newspaper said it froze. The channel said it thawed."
    settled = cast(told("a", text, "The Orlau Gazette", "Channel 9", "The newspaper", "The channel"))
    gazette, channel, paper, air = ids(settled, "a")
    assert (paper, air) == (gazette, channel) and gazette != channel


def test_one_word_for_two_newspapers_never_makes_them_one() -> None:
    text = "The Orlau Gazette spoke. The newspaper went on. The Korsa Courier spoke. The newspaper went on."
    settled = cast(told("a", text, "The Orlau Gazette", "The newspaper", "The Korsa Courier", "The newspaper"))
    first, again, second, last = ids(settled, "a")
    assert (again, last) == (first, second) and first != second


def test_an_outlet_holds_no_office_and_this_newspaper_is_the_one_that_prints() -> None:
    text = (
        "In an interview with the Ovrand Herald, the mayor said it rained. This newspaper understands that it snowed."
    )
    settled = cast(told("a", text, "the mayor", "This newspaper", outlet="The Ovrand Herald"))
    mayor, own = ids(settled, "a")
    assert own == settled.outlets[DocumentId("a")] and mayor != own


def test_whom_the_lede_only_describes_is_the_person_named_next() -> None:
    text = "Fourteen bodies were found, a spokeswoman for the Dunmar Coast Guard told reporters. Commander Ilse Maran said more."
    settled = cast(told("a", text, "a spokeswoman for the Dunmar Coast Guard", "Commander Ilse Maran"))
    assert len(set(ids(settled, "a"))) == 1
    other = text.replace("Commander Ilse Maran", "Mayor Ilse Maran")  # an office that no spokeswoman holds
    settled = cast(told("a", other, "a spokeswoman for the Dunmar Coast Guard", "Mayor Ilse Maran"))
    assert len(set(ids(settled, "a"))) == 2


def test_a_person_described_far_below_the_lede_is_nobody_else() -> None:
    text = "It rained. It blew. It snowed. A teacher said it was cold. Ilse Maran said it was warm."
    assert len(set(ids(cast(told("a", text, "A teacher", "Ilse Maran")), "a"))) == 2


def test_a_teacher_of_the_lede_is_who_is_introduced_next_and_a_gunman_is_not_who_speaks_next() -> None:
    text = "A {0} said that nine people fell at the market. Ilse Maran{1} said that it was dark."
    one = cast(told("a", text.format("teacher", ", 41, a mother of two,"), "A teacher", "Ilse Maran"))
    assert len(set(ids(one, "a"))) == 1
    two = cast(told("a", text.format("gunman", ""), "A gunman", "Ilse Maran"))
    assert len(set(ids(two, "a"))) == 2
    far = text.format("teacher", ", 41, a mother of two,").replace(". Ilse", "." + " It was late." * 50 + " Ilse")
    assert len(set(ids(cast(told("a", far, "A teacher", "Ilse Maran")), "a"))) == 2
    known = "Ilse Maran ran. " + text.format("teacher", ", 41, a mother of two,")
    assert len(set(ids(cast(told("a", known, "A teacher", "Ilse Maran")), "a"))) == 2


def test_the_pilot_and_the_suspect_are_not_the_only_person_named() -> None:
    text = "Ilse Maran said the ship burned. The suspect said no. The pilot said it rained."
    assert len(set(ids(cast(told("a", text, "Ilse Maran", "The suspect", "The pilot")), "a"))) == 3


def test_the_captain_is_the_person_whom_another_article_calls_captain() -> None:
    settled = cast(
        told("a", "Captain Ilse Maran said the wall broke.", "Captain Ilse Maran"),
        told("b", "Ilse Maran spoke. The no-nonsense captain said more.", "Ilse Maran", "The no-nonsense captain"),
    )
    assert len({*ids(settled, "a"), *ids(settled, "b")}) == 1


def test_an_apposition_before_a_speaker_holds_no_office() -> None:
    text = "Captain Ilse Maran came. Quoting the register of the builder, Varn Hydro, the captain said 118 were at work. Maran said so."
    settled = cast(told("a", text, "Captain Ilse Maran", "the captain", "Maran"))
    assert len(set(ids(settled, "a"))) == 1


def test_the_observer_is_the_strait_observer_named_before() -> None:
    text = "The Strait Observer said it rained. The Observer said it blew."
    assert len(set(ids(cast(told("a", text, "The Strait Observer", "The Observer")), "a"))) == 1


def test_the_broadcaster_is_the_only_medium_named_before() -> None:
    text = "Canal Nine reported rain. Wind came too, the broadcaster said."
    assert len(set(ids(cast(told("a", text, "Canal Nine", "the broadcaster")), "a"))) == 1


def test_a_person_of_a_body_is_a_person() -> None:
    text = "Dr Ilse Maran of the Harvel doctors' union said it rained."
    source = next(s for s in cast(told("a", text, "Dr Ilse Maran of the Harvel doctors' union")).sources if s.lost)
    assert (source.name, source.kind) == ("Ilse Maran", SourceKind.PERSON)


def test_the_agency_is_the_one_named_before_not_another_of_the_story_that_bears_the_word() -> None:
    settled = cast(
        told(
            "a",
            "The Arvel Wire Service reported rain. The agency said it blew.",
            "The Arvel Wire Service",
            "The agency",
        ),
        told("b", "The Bluewater News Agency said it snowed.", "The Bluewater News Agency"),
    )
    assert len(set(ids(settled, "a"))) == 1
    assert ids(settled, "b")[0] not in ids(settled, "a")


def test_a_pronoun_is_not_who_took_the_picture() -> None:
    text = "A bridge fell. Petr Maran / Reuters. The rule was vague, it says."
    one, account = told("a", text, "Reuters", "it")
    picture = replace(account.attributions[0], because="picture-credit: 'Reuters'")
    speaks = cast((one, account))
    silent = cast((one, replace(account, attributions=(picture, account.attributions[1]))))
    assert len(set(ids(speaks, "a"))) == 1
    assert len(set(ids(silent, "a"))) == 2


@pytest.mark.parametrize(("noun", "one"), [("teacher", True), ("official", False), ("source", False), ("agent", False)])
def test_a_description_of_which_there_are_many_is_not_the_person_named_next(noun: str, one: bool) -> None:
    text = f"One {noun} told us it rained. Ilse Maran, the {noun} of the town, said it blew."
    assert (len(set(ids(cast(told("a", text, f"One {noun}", "Ilse Maran")), "a"))) == 1) is one


@pytest.mark.parametrize("body", ["civil defence", "fire brigade", "interior ministry", "coast guard"])
def test_a_body_without_a_name_is_one_in_all_reports_of_a_story(body: str) -> None:
    settled = cast(*(told(d, f"The {body} said that two people died.", f"The {body}") for d in "abcd"))
    assert len({i for d in "abcd" for i in ids(settled, d)}) == 1
    assert {s.kind for s in settled.sources} == {SourceKind.OFFICIAL}


def test_a_body_without_a_name_may_be_either_where_two_towns_are_named_for_it() -> None:
    settled = cast(
        told("a", "The Velm fire brigade said it came late.", "The Velm fire brigade"),
        told("b", "The Orlau fire brigade said it came first.", "The Orlau fire brigade"),
        told("c", "The fire brigade said two people died.", "The fire brigade"),
        told("d", "The fire brigade said three people died.", "The fire brigade"),
    )
    assert len({i for d in "abcd" for i in ids(settled, d)}) == 4


def test_the_company_is_the_one_named_before_and_no_union() -> None:
    text = "Harvel Water said it had closed. The Dockers Union said it was angry. The company said it would pay."
    settled = cast(told("a", text, "Harvel Water", "The Dockers Union", "The company"))
    water, union, company = ids(settled, "a")
    assert company == water != union


def test_two_who_say_it_together_are_both_sources_of_the_story() -> None:
    both = "Interior Minister Osk Tarrin and Energy Minister Ina Brock"
    settled = cast(told("a", f"{both} said it was safe.", both))
    assert {"Osk Tarrin", "Ina Brock"} <= {s.name for s in settled.sources}


def test_a_vowel_that_two_articles_write_otherwise_makes_no_second_person_but_in_one_article_it_does() -> None:
    apart = cast(
        told("a", "Governor Zaid Qornas said three died.", "Governor Zaid Qornas"),
        told("b", "Governor Zayd Qornas said three died.", "Governor Zayd Qornas"),
    )
    beside = cast(
        told("a", "Dr Orun Lundo said three died. Dr Orun Lundu said five died.", "Dr Orun Lundo", "Dr Orun Lundu")
    )
    assert len({i for d in "ab" for i in ids(apart, d)}) == 1
    assert len(set(ids(beside, "a"))) == 2


def test_the_navy_is_nobody_s_where_articles_tell_of_two() -> None:
    settled = cast(
        told("a", "Varland's navy said a boat was rammed.", "Varland's navy"),
        told("b", "Off the cape lay ships of the Orland navy. The navy said it saw nothing.", "The navy"),
        told("c", "The navy said a boat was lost.", "The navy"),
    )
    assert len({*ids(settled, "a"), *ids(settled, "b"), *ids(settled, "c")}) == 3


def test_the_only_navy_of_a_story_is_the_navy_wherever_it_speaks() -> None:
    settled = cast(
        told("a", "Varland's navy said a boat was rammed.", "Varland's navy"),
        told("b", "The navy said a boat was rammed.", "The navy"),
    )
    assert ids(settled, "a") == ids(settled, "b")


def test_the_operator_is_no_aid_organisation() -> None:
    text = "Doctors Without Borders said nine were hurt. The operator said the ship was sound."
    doctors, operator = ids(cast(told("a", text, "Doctors Without Borders", "The operator")), "a")
    assert doctors != operator


def test_a_sneered_at_mouthpiece_is_the_only_spokesman_of_the_story() -> None:
    one = told("a", "Anton Brek, the prison service's spokesman, said all was calm.", "Anton Brek")
    sneer = told("b", "The jailers' mouthpiece said all was calm.", "The jailers' mouthpiece")
    other = told("c", "Osk Tarrin, the guards' spokesman, said all was calm.", "Osk Tarrin")
    assert ids(cast(one, sneer), "a") == ids(cast(one, sneer), "b")
    three = cast(one, sneer, other)
    assert ids(three, "b")[0] not in {*ids(three, "a"), *ids(three, "c")}


def test_the_ministry_of_two_who_spoke_together_is_the_ministry() -> None:
    text = "The army and the ministry said shells fell. The ministry said ten died."
    both, ministry = ids(cast(told("a", text, "The army and the ministry", "The ministry")), "a")
    assert both != ministry


def test_who_speaks_by_an_office_alone_is_its_one_holder_of_whom_the_article_only_tells() -> None:
    tells = "Ministry spokesman Colonel Osk Tarrin put the start at six. Nobody fired, the colonel insists."
    settled = cast(
        told("a", tells, "the colonel"),
        told("b", "The Ministry of Inner Order said nobody fired.", "The Ministry of Inner Order"),
    )
    assert ids(settled, "a") == ids(settled, "b")
    settled = cast(
        told("a", tells + " Colonel Hado Brek wept.", "the colonel"),
        told("b", "The Ministry of Inner Order said nobody fired.", "The Ministry of Inner Order"),
    )
    assert ids(settled, "a") != ids(settled, "b")


@pytest.mark.parametrize(
    ("whom", "one"),
    [
        ("The local secretary of the engineers' union", False),  # of another's office nobody knows whose it is
        ("The secretary of the engineers' guild of Velm", False),
        ("The guild's secretary", False),
        ("The local chairman of the engineers' union", False),
    ],
)
def test_the_holder_of_an_office_of_another_body_is_not_the_only_one_of_that_office(whom: str, one: bool) -> None:
    settled = cast(
        told("a", "The wall had cracks, union branch secretary Ilme Tesk said.", "Ilme Tesk"),
        told("b", f"{whom} said the wall had cracks.", whom),
    )
    assert (ids(settled, "a") == ids(settled, "b")) is one


def test_the_commander_of_the_other_side_is_another_one() -> None:
    settled = cast(
        told("a", "Army commander Osk Tarrin accused the rebel brigade. Osk Tarrin said the wall fell.", "Osk Tarrin"),
        told("b", "The rebel brigade's commander said the wall had stood.", "The rebel brigade's commander"),
    )
    assert ids(settled, "a") != ids(settled, "b")


def test_a_lone_name_that_begins_a_company_s_is_the_company_but_no_place_nor_person_is() -> None:
    water = told("a", "Harvel Water said the plant ran. Harvel Water CEO Ann Lee spoke.", "Harvel Water")
    assert len({*ids(both := cast(water, told("b", "Harvel denied it.", "Harvel")), "a"), *ids(both, "b")}) == 1
    place = cast(water, told("b", "Harvel denied it. Rain fell in Harvel.", "Harvel"))
    assert ids(place, "a") != ids(place, "b")
    person = cast(water, told("b", "Harvel denied it.", "Harvel"), told("c", "Petr Harvel said so.", "Petr Harvel"))
    assert ids(person, "b") == ids(person, "c") != ids(person, "a")


def test_a_capitalised_word_is_the_only_body_of_the_story_that_ends_in_it() -> None:
    settled = cast(
        told("a", "The Velm Prison Service said three died.", "The Velm Prison Service"),
        told("b", "Only the Service mentions a death.", "the Service"),
    )
    assert ids(settled, "a") == ids(settled, "b")


def test_he_who_adds_what_another_denies_is_not_the_other() -> None:
    text = "Petr Hawran said three died. The Ministry of Velm denies it, he added."
    one, account = told("a", text, "Petr Hawran", "The Ministry of Velm", "he")
    he = account.attributions[2]
    whole = Span(text.index("The Ministry"), text.index(", he"))
    account = replace(account, attributions=(*account.attributions[:2], replace(he, content=(whole,))))
    hawran, ministry, pronoun = ids(cast((one, account)), "a")
    assert pronoun == hawran != ministry


def test_he_is_the_person_who_spoke_rather_than_a_body() -> None:
    settled = cast(
        told(
            "a",
            "Petr Hawran said three died. The Ministry of Velm denied it. The wall fell, he said.",
            "Petr Hawran",
            "The Ministry of Velm",
            "he",
        )
    )
    hawran, ministry, he = ids(settled, "a")
    assert he == hawran != ministry


@pytest.mark.parametrize(
    ("other", "one"),
    [
        ("the tower's log", True),
        ("the log of the tower", True),
        ("the bridge log", False),
        ("the log", False),
    ],
)
def test_a_paper_that_somebody_keeps_is_one_whatever_the_genitive(other: str, one: bool) -> None:
    settled = cast(
        told("a", "Citing the tower log, the warden said two fled.", "the tower log"),
        told("b", f"Citing {other}, the warden said two fled.", other),
    )
    assert (ids(settled, "a") == ids(settled, "b")) is one


def test_the_reports_of_a_body_may_be_several() -> None:
    settled = cast(
        told("a", "A company statement said two fled.", "A company statement"),
        told("b", "A company statement said three fled.", "A company statement"),
    )
    assert ids(settled, "a") != ids(settled, "b")


def test_he_who_has_not_spoken_is_the_only_person_named_of_those_who_speak_elsewhere() -> None:
    b = told("b", "Petr Hawran, who leads the weavers, timed the fire at five. Five men fled, he said.", "he")
    settled = cast(told("a", "Petr Hawran said five men fled.", "Petr Hawran"), b)
    assert ids(settled, "a") == ids(settled, "b")
    two = told(
        "b", "Petr Hawran met Ilse Maran. Rain fell. Snow fell. More rain fell. It was the flood, he said.", "he"
    )
    settled = cast(
        told("a", "Petr Hawran said so.", "Petr Hawran"), told("c", "Ilse Maran said so.", "Ilse Maran"), two
    )
    assert not {*ids(settled, "a"), *ids(settled, "c")} & {*ids(settled, "b")}


def test_she_is_no_fisherman_of_whom_the_sentence_before_tells() -> None:
    text = "Ilse Maran said two died. A fisherman pulled four out. She said more were missing."
    maran, she = ids(cast(told("a", text, "Ilse Maran", "She")), "a")
    assert maran == she


def test_the_name_behind_an_office_or_a_medium_tells_who_it_is() -> None:
    settled = cast(
        told("a", "Petr Hawran said nobody fled.", "Petr Hawran"),
        told("b", "Nobody fled, said Osk, citing the gang's chief, Petr Hawran.", "the gang's chief"),
        told("c", "The Velm Monitor said two fled.", "The Velm Monitor"),
        told("d", "According to the magazine The Velm Monitor, two fled.", "the magazine"),
        told(
            "e",
            "A note by “Petr Hawran”, spokesman for the crew, was heard. Nobody fled, the spokesman said.",
            "the spokesman",
        ),
    )
    assert ids(settled, "a") == ids(settled, "b") == ids(settled, "e")
    assert ids(settled, "c") == ids(settled, "d")


def test_what_the_article_says_that_a_name_is_stands_for_it() -> None:
    settled = cast(
        told(
            "a",
            "According to Families of the Quay, a relatives' association, two fled. Ina Brock, who chairs the association, said so; the "
            "association said why.",
            "Families of the Quay",
            "Ina Brock",
            "the association",
        ),
        told("b", "Two fled, say Families of the Quay.", "Families of the Quay"),
    )
    assert {*ids(settled, "a"), *ids(settled, "b")} == {"name:families-of-the-quay"}


def test_the_commodore_is_whom_the_article_calls_so() -> None:
    settled = cast(
        told(
            "a",
            "Cdre Petr Hawran said two boats sank. No round hit them, the commodore said.",
            "Cdre Petr Hawran",
            "the commodore",
        )
    )
    assert ids(settled, "a") == ["name:petr-hawran"] * 2
