"""Times: values, anchors, intervals. Developed on half of TBAQ (TimeBank + AQUAINT); figures in docs/method/times.md."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import lexicon
from firsthand.records import Time
from firsthand.statement.times import date
from tests.statement.article import article

KNOWN = lexicon.load()


def read(text: str, published: str | None = "2017-01-19") -> list[tuple[str, str]]:
    report = article(text, published)
    return [(text[t.start : t.end], t.value) for t in date(report, KNOWN)]


def one(text: str, published: str | None = "2017-01-19") -> Time:
    (found,) = date(article(text, published), KNOWN)
    return found


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It began on 3 JAN 90.", "3 JAN 90", "1990-01-03"),
        ("They met on Jan. 17, 2017.", "Jan. 17, 2017", "2017-01-17"),
        ("They met on Friday, Jan. 13.", "Friday, Jan. 13", "2017-01-13"),
        ("the shelling of 17 December", "17 December", "2016-12-17"),
        ("It ended in mid-December.", "mid-December", "2016-12"),
        ("It was seen on Tuesday night.", "Tuesday night", "2017-01-17TNI"),
        ("He said he would leave on Monday.", "Monday", "2017-01-23"),
        ("It fell yesterday afternoon.", "yesterday afternoon", "2017-01-18TAF"),
        ("Thursday's ruling", "Thursday", "2017-01-19"),
        ("launched earlier in the day", "earlier in the day", "2017-01-19"),
        ("Earlier this week it said", "Earlier this week", "2017-W03"),
        ("Thisweek it made gains", "Thisweek", "2017-W03"),
        ("held under siege since 2014", "2014", "2014"),
        ("in the early 1990s", "early 1990s", "199"),
        ("two months ago", "two months ago", "2016-11"),
        ("11 days ago", "11 days ago", "2017-01-08"),
        ("last year", "last year", "2016"),
        ("struck at 9.40 pm on Wednesday", "9.40 pm on Wednesday", "2017-01-18T21:40"),
        ("it began at 5.40 in the morning", "5.40 in the morning", "2017-01-19T05:40"),
        ("they came shortly before five, he said", "five", "2017-01-19T05:00"),
        ("shortly before 5 on Tuesday morning", "5 on Tuesday morning", "2017-01-17T05:00"),
        ("at eight o'clock in the evening on Monday", "eight o'clock in the evening on Monday", "2017-01-16T20:00"),
        ("help came at half past nine or so", "half past nine", "2017-01-19T09:30"),
        ("they came at half past nine at night", "half past nine at night", "2017-01-19T21:30"),
        ("the wall fell at two at night", "two at night", "2017-01-19T02:00"),
        ("it began at 11.15 on Tuesday night", "11.15 on Tuesday night", "2017-01-17T23:15"),
        ("a quarter to nine on Monday evening", "quarter to nine on Monday evening", "2017-01-16T20:45"),
        ("by four in the morning no blood was left", "four in the morning", "2017-01-19T04:00"),
        ("troops killed 5 on Tuesday morning", "Tuesday morning", "2017-01-17TMO"),
        ("it went off just before 8am on Tuesday", "8am on Tuesday", "2017-01-17T08:00"),
        ("the alarm came at 6.41 and", "6.41", "2017-01-19T06:41"),
        ("the wall gave way around 6.25, he said", "around 6.25", "2017-01-19T06:25"),
        ("The shelling began at ten to three.", "ten to three", "2017-01-19T02:50"),
        ("it was five to twelve when the roof fell", "five to twelve", "2017-01-19T11:55"),
        ("at twenty-five to ten the lights went out", "twenty-five to ten", "2017-01-19T09:35"),
        ("it began at twenty-five past ten", "twenty-five past ten", "2017-01-19T10:25"),
        (
            "towards twenty to ten in the evening, heads were counted",
            "twenty to ten in the evening",
            "2017-01-19T21:40",
        ),
        ("the blaze was out at ten to one at night", "ten to one at night", "2017-01-19T00:50"),
        ("the bridge fell at ten to midnight on Monday", "ten to midnight on Monday", "2017-01-16T23:50"),
        ("it broke four minutes past four", "four minutes past four", "2017-01-19T04:04"),
        ("it was twenty minutes before five, she said", "twenty minutes before five", "2017-01-19T04:40"),
        ("at a quarter past four gunmen stormed the post", "quarter past four", "2017-01-19T04:15"),
        ("the gates are shut from twenty to eight on", "twenty to eight", "2017-01-19T07:40"),
        ("shortly after ten to six, when the noise began", "ten to six", "2017-01-19T05:50"),
        ("at the stroke of eight the sirens went", "eight", "2017-01-19T08:00"),
        ("the crew left at 11 on Saturday", "11 on Saturday", "2017-01-14T11:00"),
        ("the curfew begins at nine", "nine", "2017-01-19T09:00"),
        ("the blast came at exactly 14.50 on Tuesday", "14.50 on Tuesday", "2017-01-17T14:50"),
        ("at 23.55 people stood still", "23.55", "2017-01-19T23:55"),
        ("from 04.10 a curfew is in force", "04.10", "2017-01-19T04:10"),
        ("the log noted 14.50 as the beginning", "14.50", "2017-01-19T14:50"),
        ("It must have been 17.05 by then", "17.05", "2017-01-19T17:05"),
        ("the fire was under control by roughly 00:50", "00:50", "2017-01-19T00:50"),
        ("Since 06:30 or so the guns have been silent", "06:30", "2017-01-19T06:30"),
        ("The clock showed 21:40 when it came", "21:40", "2017-01-19T21:40"),
        ("killed overnight", "overnight", "2017-01-18TNI"),
        ("2016-12-30 was cold", "2016-12-30", "2016-12-30"),
        ("last summer", "last summer", "2016-SU"),
        ("it is now quiet", "now", "PRESENT_REF"),
    ],
)
def test_an_expression_has_its_value(text: str, words: str, value: str) -> None:
    assert read(text) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "just before 11 people died",
        "shares closed at 7.20",
        "more than half past experience",
        "neglect of half past two decades",
        "it rose by a quarter to 12 million",
        "the loan stands at 6.25 per cent",
        "a magnitude of around 6.25, they said",
        "tickets cost 14.50 euros at the door",
        "the trench was 3.05 km long",
        "they installed version 2.10 there",
        "shares opened at 14.50 and closed at 13.20",
        "the ship sailed at 12.30 knots",
        "sections 04.10 and 05.10 apply",
        "the map is at a scale of 16:10",
        "the odds were 5 to 3",
        "the odds are ten to one",
        "they were outnumbered twenty to one",
        "the committee voted twenty to three",
        "about five to twelve people were hurt",
        "the toll was estimated at five to seven",
        "the toll stood at ten to twelve, he said",
        "from five to seven people were held",
        "the number fell from twenty to eight",
        "police cut the force from twenty-five to ten",
        "a team of five to ten men came",
        "At five to six hospitals the wards were full",
        "just after two police officers died, he fled",
        "shortly before five men were seen",
        "ten past winners met at the hall",
        "two to one, they said",
    ],
)
def test_numbers_beside_words_of_time_are_no_hours(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("On Tuesday evening gunmen attacked the post at twenty to ten.", "2017-01-17T21:40"),
        ("On Monday morning the first shells fell at about 6.25.", "2017-01-16T06:25"),
        ("On Friday evening around seven the first of them stood there.", "2017-01-13T19:00"),
        ("He rang on Tuesday; around four in the morning they left.", "2017-01-17T04:00"),
    ],
)
def test_a_part_of_the_day_before_an_hour_says_which_half_it_is(text: str, value: str) -> None:
    assert read(text)[-1][1] == value
    last = date(article(text, "2017-01-19"), KNOWN)[-1]
    assert (last.earliest, last.latest) == (value, value)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("The shelling began at twenty to ten.", "2017-01-19T09:40", "2017-01-19T21:40"),
        ("It started at half past twelve.", "2017-01-19T00:30", "2017-01-19T12:30"),
        ("The town was quiet by ten to four.", "2017-01-19T00:00", "2017-01-19T15:50"),
        ("On Tuesday evening the talks, which began at 2.30, ended.", "2017-01-17T02:30", "2017-01-17T14:30"),
    ],
)
def test_an_hour_of_twelve_that_nothing_places_is_open_to_both_halves(text: str, earliest: str, latest: str) -> None:
    last = date(article(text, "2017-01-19"), KNOWN)[-1]
    assert (last.earliest, last.latest) == (earliest, latest)


def test_two_words_that_name_a_time_together_are_read_without_another_word_of_time() -> None:
    assert read("they met in the future") == [("in the future", "FUTURE_REF")]


def test_a_later_day_is_anchored_on_the_day_before_it() -> None:
    assert read("The convoy left on 3 March 2015. Two days later it was hit.")[1] == ("Two days later", "2015-03-05")


def test_the_dateline_goes_before_the_publication() -> None:
    assert read("HALVIN, 17 January 2017 - The town fell yesterday.")[1] == ("yesterday", "2017-01-16")


def test_without_an_anchor_a_time_stays_without_ends() -> None:
    found = one("It fell on Tuesday.", None)
    assert (found.value, found.earliest, found.latest) == ("XXXX-WXX-2", None, None)


def test_earlier_this_week_ends_with_the_report() -> None:
    found = one("Earlier this week it said so")
    assert (found.earliest, found.latest) == ("2017-01-16", "2017-01-19")


@pytest.mark.parametrize(
    "text",
    [
        "for three days",
        "he may march on",
        "about 2000 people fled",
        "the sun sat low",
        "a 12-hour battle",
        "$1998",
        "Kh-1998",
    ],
)
def test_durations_verbs_and_counts_are_no_dates(text: str) -> None:
    assert read(text) == []


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "the last 3 31 Feb . , - / : 2017 year week ago Tuesday night a of and two days after 9999 00 am '90s quarter".split()
        ),
        max_size=25,
    ),
    st.sampled_from([None, "2017-01-19", "0001-01-01", "9999-12-31"]),
)
def test_nothing_written_breaks_the_grammar(pieces: list[str], published: str | None) -> None:
    report = article(" ".join(pieces), published)
    found = date(report, KNOWN)
    assert list(found) == sorted(found, key=lambda t: t.start)
    assert all(0 <= t.start < t.end <= len(report.text) for t in found)


def test_time_grows_with_the_text_and_no_faster() -> None:
    piece = "On Tuesday night, two days after Jan. 3, 2015, it began; last year 12 men left at 9.40 pm. "
    spent = []
    for size in (100, 400):
        report = article(piece * size, "2017-01-19")
        start = time.process_time()
        date(report, KNOWN)
        spent.append(time.process_time() - start)
    assert spent[1] < spent[0] * 4 * 2.5


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("before 10 p.m. Monday", "2031-03-10T00:00", "2031-03-10T22:00"),
        ("by 8 p.m. on Sunday", "2031-03-09T00:00", "2031-03-09T20:00"),
        ("after 6 a.m. on Tuesday", "2031-03-11T06:00", "2031-03-11T23:59"),
        ("at nine o'clock in the evening on Monday", "2031-03-10T21:00", "2031-03-10T21:00"),
    ],
)
def test_a_word_that_bounds_an_hour_makes_it_a_part_of_its_day(words: str, earliest: str, latest: str) -> None:
    found = date(article(f"The dam broke {words}, the mayor said.", "2031-03-12"), KNOWN)
    assert [(t.earliest, t.latest) for t in found] == [(earliest, latest)]


@pytest.mark.parametrize(
    "words", ["shortly after 9 a.m.", "just before 9 a.m.", "not open until 9 a.m.", "minutes before 9 a.m."]
)
def test_what_only_nears_an_hour_or_denies_it_leaves_it_an_hour(words: str) -> None:
    found = date(article(f"The bridge did {words} on Monday, the mayor said.", "2031-03-12"), KNOWN)
    assert [(t.earliest == t.latest, (t.latest or "")[-5:]) for t in found] == [(True, "09:00")]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The siren sounded at 10 p.m. on Tuesday, Jan. 17.", "10 p.m. on Tuesday, Jan. 17", "2017-01-17T22:00"),
        ("At 22:00 on 17 January the siren sounded.", "22:00 on 17 January", "2017-01-17T22:00"),
        ("around 1 a.m. on Sunday, 15 January 2017", "around 1 a.m. on Sunday, 15 January 2017", "2017-01-15T01:00"),
        ("help came at 3:15 in the morning of January 9", "3:15 in the morning of January 9", "2017-01-09T03:15"),
        ("Officers were called at around 9.30 last night.", "around 9.30 last night", "2017-01-18T21:30"),
        ("Officers were called at around 2.30 last night.", "around 2.30 last night", "2017-01-19T02:30"),
        ("A man was stabbed at about ten last night.", "ten last night", "2017-01-18T22:00"),
        ("Last night at about ten a man was stabbed.", "ten", "2017-01-18T22:00"),
        ("A man was stabbed at six this morning.", "six this morning", "2017-01-19T06:00"),
        ("It was around four when help came.", "four", "2017-01-19T04:00"),
        ("The mill blew up at 13h45.", "13h45", "2017-01-19T13:45"),
        ("At 1800Z the storm was off the coast.", "1800Z", "2017-01-19T18:00"),
        ("On the night of 11-12 January it was shelled.", "12 January", "2017-01-11TNI"),
        ("Soldiers came before dawn on Tuesday.", "dawn on Tuesday", "2017-01-17TMO"),
        ("Fighting raged until Wednesday.", "Wednesday", "2017-01-18"),
        ("The curfew stays until Wednesday.", "Wednesday", "2017-01-25"),
        ("The vote was postponed to Friday.", "Friday", "2017-01-20"),
        ("He moved to Marn on Monday.", "Monday", "2017-01-16"),
    ],
)
def test_an_hour_takes_the_day_and_a_day_the_verb_beside_it(text: str, words: str, value: str) -> None:
    assert (words, value) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "They lost by ten to four.",
        "The jury found him guilty by ten to two.",
        "The debate took 4h30.",
        "The toll stood at six.",
    ],
)
def test_a_result_a_duration_and_a_toll_are_no_hours(text: str) -> None:
    assert read(text) == []


def test_a_toll_beside_a_day_is_no_hour() -> None:
    assert read("The toll stood at 11 on Saturday.") == [("Saturday", "2017-01-14")]


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("Soldiers came before dawn on Tuesday.", "2017-01-17T00:00", "2017-01-17T08:00"),
        ("Soldiers came after dusk on Tuesday.", "2017-01-17T16:00", "2017-01-17T23:59"),
    ],
)
def test_before_dawn_and_after_dusk_are_hours_of_their_day(text: str, earliest: str, latest: str) -> None:
    assert (one(text).earliest, one(text).latest) == (earliest, latest)
