"""Where the article of a dump begins, ends and is interrupted; names and texts are invented."""

from __future__ import annotations

from functools import cache

import pytest

from firsthand import article, lexicon
from firsthand.records import Capture, CaptureKind, DocumentId, ZoneKind

TITLE = "Harbour bridge of Torr closed after storm damage"
ARTICLE = (
    "The harbour bridge of Torr was closed on Tuesday after a storm tore two cables loose, the harbour office said.",
    "Engineers found that the cables on the eastern side of the bridge had parted where they meet the harbour tower.",
    "The mayor of Torr, Ruth Halder, told reporters that the bridge would stay closed until the cables were replaced.",
    "About 9,000 cars cross the harbour bridge on a working day, and ferries will run every ten minutes until then.",
    "The storm reached Torr shortly before midnight with winds of 120 kilometres an hour, according to the weather office.",
    "Two people were hurt on the bridge when a lorry was blown against the railing, the harbour police said.",
    "The bridge was opened in 1974, and its cables were last replaced eleven years ago at a cost of four million marks.",
)
OTHERS = (
    ("Opera house finds a new director", "After a search of eleven months the opera of Sund has settled on a conductor of thirty-one."),
    ("Why apples are dear this year", "Frost in April and rain in June have left growers in the valley with half of their usual crop."),
    ("Tennis: Lund loses in the first round", "The second seed lost three sets and left the indoor court in tears."),
    ("A walk through old Kestria", "Seven doors, four courtyards and a bakery that has not closed since the days of the last king."),
)  # fmt: skip


@cache
def _known() -> lexicon.Lexicon:
    return lexicon.load()


def _kinds(*lines: str) -> dict[str, ZoneKind]:
    """Return the kind of the zone in which each line begins."""
    text = "\n".join(lines)
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text), _known())
    kind: dict[int, ZoneKind] = {k: z.kind for z in found.zones for k in range(z.start, z.end)}
    out: dict[str, ZoneKind] = {}
    at = 0
    for line in lines:
        if line:
            out[line] = kind[at]
        at += len(line) + 1
    return out


def _is_whole(kinds: dict[str, ZoneKind]) -> bool:
    return all(kinds[p] in (ZoneKind.BODY, ZoneKind.DATELINE) for p in ARTICLE)


MENU = ("Home", "World", "Politics", "Business", "Sport", "Opinion", "Culture", "Weather", "Jobs", "Radio")


def test_other_stories_with_long_summaries_below_the_article_are_none_of_it() -> None:
    tail = [x for title, summary in OTHERS for x in (title, "Omar Lind", "Wednesday, 4 March 2031", "Culture", summary)]
    kinds = _kinds(*MENU, TITLE, *ARTICLE, "Bridges", *tail)
    assert _is_whole(kinds)
    assert not {kinds[summary] for _, summary in OTHERS} & {ZoneKind.BODY, ZoneKind.HEADLINE}


def test_an_article_goes_on_behind_a_list_of_related_stories_in_its_middle() -> None:
    box = ("Related articles", OTHERS[0][0], OTHERS[1][0], OTHERS[2][0])
    kinds = _kinds(*MENU, TITLE, *ARTICLE[:4], *box, *ARTICLE[4:])
    assert _is_whole(kinds)
    assert kinds[OTHERS[1][0]] is ZoneKind.RELATED


@pytest.mark.parametrize("form", ["{n}. {x}", "{n}) {x}"])
def test_a_list_numbered_from_one_behind_a_paragraph_is_the_articles(form: str) -> None:
    things = ("Cables of the eastern tower", "Railing at pier four", "Lamps on the upper deck", "Signs for lorries")
    listed = [form.format(n=n, x=x) for n, x in enumerate(things, 1)]
    kinds = _kinds(
        *MENU, TITLE, *ARTICLE, "This is what has to be replaced before the harbour bridge can open again:", *listed
    )
    assert {kinds[x] for x in listed} == {ZoneKind.BODY}


def test_a_list_in_small_letters_below_a_colon_is_the_articles() -> None:
    listed = ("new cables for the eastern tower", "a railing at pier four", "lamps on the upper deck")
    kinds = _kinds(*MENU, TITLE, *ARTICLE, "The harbour office has ordered:", *listed, "About us", "Privacy policy")
    assert {kinds[x] for x in listed} == {ZoneKind.BODY}


def test_a_note_on_the_author_is_none_of_the_articles_text() -> None:
    note = "Mara Voss is a reporter for the Torr Herald. She lives in Sund with two cats and a bicycle."
    kinds = _kinds(*MENU, TITLE, "By Mara Voss", *ARTICLE, note)
    assert kinds[note] is ZoneKind.RELATED
    assert _is_whole(kinds)


def test_whom_the_article_speaks_of_is_not_its_author() -> None:
    last = "Ruth Halder has been the mayor of Torr since 2026 and was an engineer of the harbour office before that."
    kinds = _kinds(*MENU, TITLE, "By Mara Voss", *ARTICLE, last)
    assert kinds[last] is ZoneKind.BODY


def test_a_line_that_asks_the_reader_for_something_at_the_end_is_a_widget() -> None:
    note = "We would like to hear what you think of this or any of our stories, and our door is open on Fridays."
    kinds = _kinds(*MENU, TITLE, *ARTICLE, note)
    assert kinds[note] is ZoneKind.WIDGET
    assert _is_whole(kinds)


def test_the_headline_is_the_line_that_shares_words_with_the_article() -> None:
    kinds = _kinds("Fantasy Chess Today", *MENU, "Fantasy Chess Today", TITLE, "By Mara Voss", *ARTICLE)
    assert kinds[TITLE] is ZoneKind.HEADLINE
    assert kinds["Fantasy Chess Today"] is not ZoneKind.HEADLINE


def test_a_byline_far_below_the_article_is_that_of_another_story() -> None:
    tail = [x for title, _ in OTHERS for x in (title, "By Omar Lind")]
    kinds = _kinds(*MENU, TITLE, "By Mara Voss", *ARTICLE, *MENU, *tail)
    assert kinds["By Mara Voss"] is ZoneKind.BYLINE
    assert kinds["By Omar Lind"] is ZoneKind.RELATED


def test_a_cloud_of_topics_is_no_text_however_long() -> None:
    cloud = " ".join(f"bridge harbour storm ferry cables torr sund winter{n} mayor traffic" for n in range(6))
    kinds = _kinds(*MENU, TITLE, *ARTICLE, *MENU[:5], cloud)
    assert kinds[cloud] is not ZoneKind.BODY


def test_a_sentence_with_its_day_in_full_as_agencies_write_it_below_pictures_is_a_caption() -> None:
    words = "Engineers of the harbour office inspect a cable of the bridge, Tuesday, March 3, 2031, in Torr."
    kinds = _kinds(*MENU, TITLE, *ARTICLE[:3], words, *ARTICLE[3:])
    assert kinds[words] is ZoneKind.CAPTION


def test_rows_of_a_table_do_not_end_an_article() -> None:
    rows = [x for n in range(1, 9) for x in (f"Pier {n}", f"{n * 7}", f"{n * 3}%", "checked twice so far.")]
    kinds = _kinds(*MENU, TITLE, *ARTICLE[:4], *rows, *ARTICLE[4:])
    assert _is_whole(kinds)


def test_rows_of_one_make_behind_the_article_are_its_list() -> None:
    rows = [
        f"{pier} pier (ward {ward}): closed for {days} days"
        for pier, ward, days in (("North", "A", 3), ("Old", "B", 11), ("Salt", "A", 4), ("Ferry", "C", 21))
    ]
    kinds = _kinds(*MENU, TITLE, *ARTICLE, "What is closed", *rows, "Omar Lind", "About us", *MENU)
    assert {kinds[x] for x in rows} == {ZoneKind.BODY}


def test_one_line_said_again_and_again_is_no_list() -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE, *["Get the new app of the Torr Herald"] * 5, *MENU)
    assert kinds["Get the new app of the Torr Herald"] is not ZoneKind.BODY


def test_a_list_below_a_colon_in_the_middle_does_not_end_an_article() -> None:
    listed = ("new cables for the eastern tower", "a railing at pier four", "lamps on the upper deck", "signs", "paint")
    kinds = _kinds(
        *MENU, TITLE, *ARTICLE[:4], "The harbour office has ordered:", *listed, *ARTICLE[4:], "Privacy policy"
    )
    assert _is_whole(kinds)
    assert {kinds[x] for x in listed} == {ZoneKind.BODY}


GOODS = tuple(
    x
    for name, price in (
        ("Halder storm lamp", "$39.00"),
        ("Voss storm lamp, brass", "$64.50"),
        ("Lind lamp oil", "$9.99"),
    )
    for x in (name, "Burns for nine hours in the wind", f"{name} (new)", price, "In stock at Torr Ships", "Buy now")
)
ON_GOODS = (
    "Storm lamps are cheaper this week than they have been since the spring, and the best of them is down to $39.",
    "We have lit every lamp that the shops of Torr sell, in the wind on the pier and in the rain on the roof.",
    "The brass lamp costs $64.50 and burns longest; lamp oil is in stock again at most ship chandlers of the harbour.",
)


def test_what_an_article_on_goods_lists_behind_its_text_is_the_articles() -> None:
    kinds = _kinds(*MENU, "The best storm lamps of the week", *ON_GOODS, *GOODS, "About us", *MENU)
    assert {kinds[x] for x in GOODS if "$" not in x} == {ZoneKind.BODY}


def test_offers_below_an_article_that_names_no_price_are_none_of_it() -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE, *GOODS, "About us", *MENU)
    assert ZoneKind.BODY not in {kinds[x] for x in GOODS}


def test_the_article_is_the_piece_whose_lines_are_of_one_matter_not_the_longest_list_of_summaries() -> None:
    teased = [f"{title}: {summary}" for title, summary in OTHERS]
    between = ("Fantasy chess", "Sound and vision", "Radio plays")
    kinds = _kinds(*MENU, *teased, *between, TITLE, "By Mara Voss", *ARTICLE[:4])
    assert all(kinds[p] is ZoneKind.BODY for p in ARTICLE[:4])
    assert ZoneKind.BODY not in {kinds[x] for x in teased}


def test_an_article_without_blanks_between_its_words_is_read_whole() -> None:
    title = "港の橋が嵐で通行止め"
    texts = (
        "火曜日、嵐で港の橋のケーブルが切れ、港湾局は通行止めを発表しました。",
        "港湾局によると、橋の東側のケーブルが二本、嵐で切れたということです。",
        "橋は港と町を結び、一日に九千台の車が通ります。",
        "港湾局は、ケーブルの交換が終わるまで通行止めを続けるとしています。",
    )
    kinds = _kinds("Home", "ブログ", "お客様", title, *texts, "Contact us", "Privacy policy")
    assert {kinds[x] for x in texts} == {ZoneKind.BODY}


def test_lines_of_zero_width_are_no_text() -> None:
    kinds = _kinds(
        *MENU, TITLE, *(x for p in ARTICLE for x in (p, "\u200b", "\ufeff", "\u200b\u200b")), "Privacy policy"
    )
    assert _is_whole(kinds)
    assert kinds["\u200b"] is ZoneKind.DEBRIS


@pytest.mark.parametrize(
    "line",
    [
        "13 people shared this",
        "Become a Lamplighter for 3 crowns a month and read without this bar!",
        "Torr Evening Post, the day in five minutes. Subscribe free of charge.",
        "Share to FacebookFacebookShare to TwitterTwitterShare to EmailEmail",
    ],
)
def test_counters_and_calls_within_an_article_are_widgets(line: str) -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE[:3], line, *ARTICLE[3:])
    assert kinds[line] is ZoneKind.WIDGET
    assert _is_whole(kinds)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2031 Torr Press. All rights reserved. This material may not be published, broadcast or rewritten.",
        "© 2031 Torr Evening Post. The content of this site shall not be republished in any form.",
    ],
)
def test_whose_a_text_is_stands_outside_it_even_where_nothing_else_is_furniture(line: str) -> None:
    kinds = _kinds(*ARTICLE, line)
    assert kinds[line] is ZoneKind.WIDGET
    assert _is_whole(kinds)


def test_what_a_report_says_of_rights_is_its_own() -> None:
    line = "Copyright lawyers said on Monday that the songs were sold in 2029."
    assert _kinds(*ARTICLE, line)[line] is ZoneKind.BODY


def test_behind_a_comment_form_in_a_sentence_of_its_own_everything_is_comments() -> None:
    form = "Leave a comment (you must be a member). The Herald does not check what its readers write."
    said = (
        "sailor_7: my cousin was on the bridge and it was three cables, not two",
        "Anna K.: Thoughts with the lorry driver.",
    )
    kinds = _kinds(TITLE, *ARTICLE, form, *said)
    assert _is_whole(kinds)
    assert {kinds[x] for x in said} == {ZoneKind.COMMENT}


def test_a_button_said_twice_before_the_article_is_no_statement() -> None:
    notice = ("This site uses cookies. Learn more", "Got it!", "")
    kinds = _kinds(*notice, *notice[:2], *MENU, TITLE, *ARTICLE)
    assert kinds["Got it!"] is ZoneKind.WIDGET
    assert _is_whole(kinds)


def _form(text: str, url: str | None = None) -> str:
    return article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text, url=url), _known()).form


@pytest.mark.parametrize(
    "row, url",
    [
        ("Pages: 1 2 3 Next", None),
        ("1 | 2 | 3 | Next page »", None),
        ("Page 2 of 3", None),
        ("", "https://torr.example/news/bridge?page=2"),
        ("", "https://torr.example/news/bridge/page/3/"),
    ],
)
def test_a_page_that_is_one_of_several_is_a_part(row: str, url: str | None) -> None:
    assert _form("\n".join((TITLE, *ARTICLE, row)), url) == "part"


@pytest.mark.parametrize(
    "url", ["https://torr.example/news/bridge?page=1", "https://torr.example/2031/03/page-turner-of-the-year"]
)
def test_a_page_that_is_the_whole_article_is_no_part(url: str) -> None:
    assert _form("\n".join((TITLE, *ARTICLE, "1 man and 2 dogs crossed before.")), url) == "article"


def test_a_line_that_says_of_itself_that_it_is_a_picture_is_a_caption() -> None:
    for words in (
        "An artist's impression of the new bridge over the Torr at dusk.",
        "This undated photo shows the ferry at its pier.",
    ):
        kinds = _kinds(*MENU, TITLE, *ARTICLE[:3], words, *ARTICLE[3:])
        assert kinds[words] is ZoneKind.CAPTION


PULLED = ("Engineers found that the cables on the eastern side of the bridge had parted", ARTICLE[4])


@pytest.mark.parametrize("pulled", PULLED)
def test_a_sentence_pulled_out_of_the_text_is_a_quote_box(pulled: str) -> None:
    text = "\n".join((*MENU, TITLE, *ARTICLE[:6], pulled + " ", ARTICLE[6], "Share this article"))
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text), _known())
    boxes = [text[z.start : z.end] for z in found.zones if z.kind is ZoneKind.QUOTE_BOX]
    assert [x.strip() for x in boxes] == [pulled]
    assert sum(z.kind is ZoneKind.BODY for z in found.zones) >= len(ARTICLE) - 1


def test_a_question_asked_of_everyone_is_no_pulled_quote() -> None:
    asked = "What did you think when the bridge began to move under you?"
    text = "\n".join(
        (*MENU, TITLE, ARTICLE[0], *(x for p in ARTICLE[1:] for x in (asked, p)), "Share this article", "Subscribe")
    )
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text), _known())
    assert not any(z.kind is ZoneKind.QUOTE_BOX for z in found.zones)


def test_a_label_that_comes_back_between_paragraphs_is_a_widget() -> None:
    text = "\n".join((*MENU, TITLE, *(x for p in ARTICLE for x in (p, "Video")), "Share this article"))
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text), _known())
    labels = [z for z in found.zones if text[z.start : z.end] == "Video"]
    assert len(labels) == len(ARTICLE)
    assert all(z.kind is ZoneKind.WIDGET for z in labels)


def test_an_article_begins_at_the_paragraph_with_its_place_and_agency() -> None:
    teaser = "Two families of Sund have baked the same bread for ninety years. Nobody knows why."
    kinds = _kinds(*MENU, TITLE, teaser, "TORR (AP) — " + ARTICLE[0], *ARTICLE[1:], "Share this article")
    assert kinds[teaser] is ZoneKind.RELATED
    assert all(kinds[p] is ZoneKind.BODY for p in ARTICLE[1:])


@pytest.mark.parametrize(
    "note",
    [
        "Amal Voss is a courts reporter for the Norrvik Times.",
        "Omar is an entertainment correspondent based in Sund.",
        "Write to Amal Voss at amal.voss@norrvik.example",
    ],
)
def test_who_an_author_is_and_how_to_reach_him_is_none_of_the_article(note: str) -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE, note, "Share this article")
    assert _is_whole(kinds)
    assert kinds[note] is not ZoneKind.BODY


def test_topics_behind_a_box_below_the_article_are_the_pages() -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE, "Tags:", "Torr Bridge", "Ruth Halder", "View comments")
    assert _is_whole(kinds)
    assert {kinds["Torr Bridge"], kinds["Ruth Halder"]} == {ZoneKind.WIDGET}


def _headline(*lines: str) -> list[str]:
    text = "\n".join(lines)
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text), _known())
    return [text[z.start : z.end] for z in found.zones if z.kind is ZoneKind.HEADLINE]


@pytest.mark.parametrize(
    "banner",
    [
        ("Norrvik marathon 2031: all results",),
        ("Read the new garden magazine",),
        ("Show more sharing options", "Show more sharing options"),
        ("Win a weekend in Sund", "Got a news tip for us?"),
        ("Read our harbour special", "Read our harbour special"),
    ],
)
def test_a_banner_above_the_headline_is_none(banner: tuple[str, ...]) -> None:
    assert _headline(*MENU, *banner, TITLE, "By Amal Voss", "4 March 2031", *ARTICLE, "Share this article") == [TITLE]


def test_a_section_said_twice_in_the_menu_is_no_headline() -> None:
    menu = ("Home", "Style and living", "Sport", "Home", "Style and living", "Sport")
    assert _headline(*menu, TITLE, *ARTICLE, "Share this article") == [TITLE]


def test_the_title_of_another_story_below_the_headline_is_none() -> None:
    assert _headline(*MENU, TITLE, "Opera house finds a new director", *ARTICLE, "Share this article") == [TITLE]


@pytest.mark.parametrize(
    "notice",
    [
        "The texts on this site may not be copied or distributed without the written permission of the Norrvik Times.",
        "Some of the shops that we link to pay us: if you buy there, we may earn a small commission.",
        "Have the news of the day in your inbox every morning at six.",
    ],
)
def test_what_a_page_says_of_itself_is_a_widget(notice: str) -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE[:4], notice, *ARTICLE[4:], "Share this article")
    assert _is_whole(kinds)
    assert kinds[notice] is ZoneKind.WIDGET


def test_works_named_below_a_heading_of_sources_are_none_of_the_article() -> None:
    works = (
        "Voss, Amal. “The Bridges of the Coast.” Norrvik Times. 4 March 2031.",
        "Halder, Ruth. “Cables and Towers.”",
    )
    kinds = _kinds(*MENU, TITLE, *ARTICLE, "Sources", *works, "Share this article")
    assert _is_whole(kinds)
    assert {kinds[w] for w in works} <= {ZoneKind.RELATED, ZoneKind.WIDGET}


@pytest.mark.parametrize("word", ["Guides", "Best Of", "LinkedIn"])
def test_a_kicker_above_the_headline_is_no_byline(word: str) -> None:
    kinds = _kinds(*MENU, word, TITLE, *ARTICLE, "Share this article")
    assert kinds[word] is not ZoneKind.BYLINE


def test_a_name_below_the_headline_is_the_byline() -> None:
    kinds = _kinds(*MENU, TITLE, "Amal Voss", *ARTICLE, "Share this article")
    assert kinds["Amal Voss"] is ZoneKind.BYLINE


def test_a_button_with_the_word_website_opens_no_comments() -> None:
    kinds = _kinds(*MENU, TITLE, *ARTICLE[:4], "Thanks for watching! Visit website", *ARTICLE[4:], "Share this article")
    assert _is_whole(kinds)


def test_a_text_without_furniture_keeps_its_first_line_as_headline() -> None:
    assert _headline(TITLE, "", *ARTICLE) == [TITLE]
    assert _headline("Storm Tears Two Cables Off Bridge In Torr.", "", *ARTICLE) == [
        "Storm Tears Two Cables Off Bridge In Torr."
    ]


def test_a_text_that_begins_with_its_dateline_has_no_headline() -> None:
    assert _headline("TORR (AP) --", *ARTICLE) == []


@pytest.mark.parametrize(
    "line",
    [
        TITLE + " - illustration, Norrvik Times",
        "[Picture] The harbour bridge of Torr on the morning after the storm",
        "NEVER WAIT FOR THE NEWS - join 4,000 readers on our mailing list",
    ],
)
def test_a_line_that_names_its_picture_or_its_list_is_none_of_the_article(line: str) -> None:
    kinds = _kinds(*MENU, TITLE, line, *ARTICLE, "Share this article")
    assert _is_whole(kinds)
    assert kinds[line] in (ZoneKind.CAPTION, ZoneKind.WIDGET)
