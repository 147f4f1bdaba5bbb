"""Whose report a page is, whose its pictures are: shapes of credits as pages show them, on invented reports."""

from __future__ import annotations

import pytest

from firsthand import article, lexicon
from firsthand.records import Capture, CaptureKind, DocumentId, SourceKind
from firsthand.statement.attributions import Said, attribute

KNOWN = lexicon.load()
TITLE = "Ferry stops at Harvel after storm"
LEAD = "The ferry between Harvel and Orlau stopped on Monday after a storm tore its ramp away, the mayor said."
BODY = """Some two hundred cars were waiting at the quay in the morning, and the last of them left at noon.

"We cannot say when it will run again," mayor Ilse Maran told the council. A crane is on its way from Orlau.

The line carries about forty thousand passengers a month. It was last stopped in the winter of 2019.

Fishermen offered to take people across for nothing. Most of them declined because of the waves outside the bay."""
LEGEND = "A ferry lies at the quay of Harvel, Monday, June 12, 2031."
FILE = "In this June 2, 2029 file photo, a ferry leaves Harvel. The ramp was built in 2011. It has been mended twice."
SHAPES: dict[str, tuple[str, str, str]] = {
    # name of the shape: (text of the page, who is credited for the whole of it, who for its pictures)
    "dateline": (f"{TITLE}\n\nHARVEL (Reuters) - {LEAD}\n\n{BODY}", "Reuters", ""),
    "dateline with a day": (f"{TITLE}\n\nHARVEL, June 12 (Reuters) - {LEAD}\n\n{BODY}", "Reuters", ""),
    "dateline with a country": (f"{TITLE}\n\nHARVEL, Norland (AP) — {LEAD}\n\n{BODY}", "Associated Press", ""),
    "dateline below a legend": (
        f"{TITLE}\n\n{LEGEND} (AP Photo/Ann Holm)\n\nHARVEL (AP) — {LEAD}\n\n{BODY}", "Associated Press", "Associated Press"
    ),
    "dateline below a legend of several sentences": (
        f"{TITLE}\n\n{FILE} The crane comes from Orlau. (AP Photo/Ann Holm, File)\n\nHARVEL (AP) — {LEAD}\n\n{BODY}",
        "Associated Press", "Associated Press",
    ),
    "dateline with a colon": (f"{TITLE}\n\nHarvel (AFP): {LEAD}\n\n{BODY}", "Agence France-Presse", ""),
    "slashes and no dash": (f"{TITLE}\n\nHARVEL, June 12. /TASS/. {LEAD}\n\n{BODY}", "TASS", ""),
    "slashes and a dash": (f"{TITLE}\n\nHARVEL, June 12 /Xinhua/ -- {LEAD}\n\n{BODY}", "Xinhua", ""),
    "a day, brackets and no dash": (f"{TITLE}\n\nHarvel, Jun 12 (PTI) {LEAD}\n\n{BODY}", "Press Trust of India", ""),
    "agency and day in the dateline": (f"{TITLE}\n\nHARVEL, June 12 (Xinhua) -- {LEAD}\n\n{BODY}", "Xinhua", ""),
    "by the agency": (f"{TITLE}\n\nBy Reuters\n\nJune 12, 2031\n\n{LEAD}\n\n{BODY}", "Reuters", ""),
    "by the agency, no blank lines": (
        f"{TITLE}\nBy The Associated Press\nJune 12, 2031\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "agency alone": (f"{TITLE}\nAssociated Press\n{LEAD}\n{BODY}", "Associated Press", ""),
    "agency and day": (f"{TITLE}\nAssociated Press Monday, June 12, 2031\n{LEAD}\n{BODY}", "Associated Press", ""),
    "agency, bar, day": (
        f"{TITLE}\nThe Associated Press | Monday, June 12, 2031, 9:06 a.m.\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "agency's edition": (f"{TITLE}\nReuters India•\n{LEAD}\n{BODY}", "Reuters", ""),
    "agency's staff": (f"{TITLE}\n\nReuters Staff\n\n{LEAD}\n\n{BODY}", "Reuters", ""),
    "writer and agency": (f"{TITLE}\n\nBy ANN HOLM, Associated Press\n\n{LEAD}\n\n{BODY}", "Associated Press", ""),
    "writers and agency": (
        f"{TITLE}\nAnn Holm and Per Lund, Associated Press\nUpdated 11:16 am\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "writer and agency without a comma": (
        f"{TITLE}\nBy ANN HOLM Associated Press\nJune 12, 2031 07:30 AM\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "writer and agency run together": (
        f"{TITLE}\n{LEGEND}\nAnn Holm and Per LundAssociated Press\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "agency's writer by what he covers": (
        f"{TITLE}\nBy ANN HOLM, AP Diplomatic Writer\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "writer above agency": (
        f"{TITLE}\nANN HOLM\nThe Associated Press\nHARVEL — {LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "writer, bar, agency": (f"{TITLE}\nAnn Holm | Associated Press\n{LEAD}\n{BODY}", "Associated Press", ""),
    "by desk with agencies": (f"{TITLE}\n\nBy Web Desk with AFP\n\n{LEAD}\n\n{BODY}", "Agence France-Presse", ""),
    "source label": (
        f"{TITLE}\nJune 12, 2031, 12:56 AM UTC\n/ Source: Associated Press\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "label at the end": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nSource: AFP", "Agence France-Presse", ""),
    "agency behind a stroke and the clock": (
        f"{TITLE}\nJune 12, 2031 / 10:50 AM\n/ AP\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "agency in brackets at the end": (f"{TITLE}\n\n{LEAD}\n\n{BODY} (AFP)", "Agence France-Presse", ""),
    "agency in brackets on the last line": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n(Reuters)", "Reuters", ""),
    "agency behind a dash at the end": (f"{TITLE}\n\n{LEAD}\n\n{BODY} – AFP", "Agence France-Presse", ""),
    "with inputs from": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n(With inputs from PTI)", "Press Trust of India", ""),
    "with agency inputs": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n(With agency inputs from Reuters and AFP)",
        "Agence France-Presse, Reuters", "",
    ),
    "reporting by and editing by": (
        f"{TITLE}\n\nHARVEL (Reuters) - {LEAD}\n\n{BODY}\n\nReporting by Ann Holm; Editing by Per Lund", "Reuters", ""
    ),
    "agency's writers contributed": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n___\n\nAssociated Press writer Per Lund in Orlau contributed to this report.",
        "Associated Press", "",
    ),
    "agency contributed": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nThe Associated Press contributed to this report.",
        "Associated Press", "",
    ),
    "agencies contributed": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nReuters and AFP contributed to this report.", "Agence France-Presse, Reuters", ""
    ),
    "rights": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nCopyright 2031 The Associated Press. All rights reserved. This material may not be published.",
        "Associated Press", "",
    ),
    "first published": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nThis story was first published by Reuters.", "Reuters", ""),
    "unedited feed": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n(This story has not been edited by our staff and is published from a syndicated feed of PTI.)",
        "Press Trust of India", "",
    ),
    "agencies without a name": (f"{TITLE}\n\nAgencies\n\n{LEAD}\n\n{BODY}", "", ""),
    "German sign": (
        "Fähre steht still\n\nHarvel (dpa) - Die Fähre zwischen Harvel und Orlau steht seit Montag still, sagte die Bürgermeisterin.\n\n"
        "Am Kai warteten am Morgen zweihundert Autos, die letzten fuhren am Mittag wieder ab.\n\nEin Kran ist unterwegs.",
        "Deutsche Presse-Agentur", "",
    ),
    "German tail": (
        "Fähre steht still\n\nDie Fähre zwischen Harvel und Orlau steht seit Montag still, sagte die Bürgermeisterin.\n\n"
        "Am Kai warteten am Morgen zweihundert Autos, die letzten fuhren am Mittag wieder ab.\n\nQuelle: dpa",
        "Deutsche Presse-Agentur", "",
    ),
    "French line": (
        "Le ferry à l'arrêt\n\nPar AFP\n\nLe ferry entre Harvel et Orlau est à l'arrêt depuis lundi, a dit la maire.\n\n"
        "Deux cents voitures attendaient sur le quai au matin, et les dernières sont reparties à midi.",
        "Agence France-Presse", "",
    ),
    "French line with Le Monde's form": (
        "Le ferry à l'arrêt\n\nLe Quai avec AFP\n\nLe ferry entre Harvel et Orlau est à l'arrêt depuis lundi, a dit la maire.\n\n"
        "Deux cents voitures attendaient sur le quai au matin, et les dernières sont reparties à midi.",
        "Agence France-Presse", "",
    ),
    "Spanish dateline": (
        "El ferry se detiene\n\nHarvel, 12 jun (EFE).- El ferry entre Harvel y Orlau se detuvo el lunes, dijo la alcaldesa.\n\n"
        "Doscientos coches esperaban por la mañana en el muelle, y los últimos se fueron a mediodía.",
        "EFE", "",
    ),
    "Spanish label": (
        "El ferry se detiene\n\nEl ferry entre Harvel y Orlau se detuvo el lunes, dijo la alcaldesa.\n\n"
        "Doscientos coches esperaban por la mañana en el muelle, y los últimos se fueron a mediodía.\n\nFuente: EFE",
        "EFE", "",
    ),
    "photographer and agency in brackets": (
        f"{TITLE}\n\n{LEGEND} (Ann Holm/AFP)\n\n{LEAD}\n\n{BODY}",
        "", "Agence France-Presse",
    ),
    "photographer, agency, pool of pictures": (
        f"{TITLE}\n\n{LEGEND} (Photo by Ann Holm / AFP) (Photo credit should read ANN HOLM/AFP/Getty Images)\n\n{LEAD}\n\n{BODY}",
        "", "Agence France-Presse",
    ),
    "agency before the photographer": (f"{TITLE}\n\n{LEGEND} REUTERS/Ann Holm\n\n{LEAD}\n\n{BODY}", "", "Reuters"),
    "agency behind the legend": (f"{TITLE}\n\n{LEGEND} Reuters\n\n{LEAD}\n\n{BODY}", "", "Reuters"),
    "agency in brackets behind the legend": (f"{TITLE}\n\n{LEGEND} (Reuters)\n\n{LEAD}\n\n{BODY}", "", "Reuters"),
    "agency in brackets far behind the legend": (
        f"{TITLE}\n{LEGEND}                    \xa0(Reuters)\n{LEAD}\n{BODY}",
        "", "Reuters",
    ),
    "agency's picture without a name": (f"{TITLE}\n\n{LEGEND}  | AP photo\n\n{LEAD}\n\n{BODY}", "", "Associated Press"),
    "photo label": (
        f"{TITLE}\nPhoto: Ann Holm, AP\nClose\nImage 1 of 9\n{LEGEND}\n{LEAD}\n{BODY}",
        "", "Associated Press",
    ),
    "photo label behind": (f"{TITLE}\n{LEGEND}\n(Photo: Ann Holm, AP)\n{LEAD}\n{BODY}", "", "Associated Press"),
    "photographer's line": (
        f"{TITLE}\nAnn Holm | AFP | Getty Images\n{LEGEND}\n{LEAD}\n{BODY}",
        "", "Agence France-Presse",
    ),
    "photographer's line with a comma": (f"{TITLE}\n{LEGEND}\nAnn Holm, AP\n{LEAD}\n{BODY}", "", "Associated Press"),
    "agency below the legend": (f"{TITLE}\n{LEGEND}\nAP\n{LEAD}\n{BODY}", "", "Associated Press"),
    "picture via agency": (
        f"{TITLE}\n\n{LEGEND} (Ann Holm, Harbour Pool Photo via AP)\n\n{LEAD}\n\n{BODY}",
        "", "Associated Press",
    ),
    "picture by hand of others via agency": (
        f"{TITLE}\n\n{LEGEND} Norfoto/Ann Holm via REUTERS\n\n{LEAD}\n\n{BODY}",
        "", "Reuters",
    ),
    "image copyright": (
        f"{TITLE}\n\nImage copyright Reuters\nImage caption {LEGEND}\n\n{LEAD}\n\n{BODY}",
        "", "Reuters",
    ),
    "video legend": (
        f"{TITLE}\n\nThe ferry between Harvel and Orlau has stopped. (June 12) AP\n\n{LEAD}\n\n{BODY}",
        "", "Associated Press",
    ),
    "credit run together": (
        f"{TITLE}\n\n{LEGEND}CreditAnn Holm/Agence France-Presse — Getty Images\n\n{LEAD}\n\n{BODY}",
        "", "Agence France-Presse",
    ),
    "picture of one agency, report of another": (
        f"{TITLE}\n\n{LEGEND} (Ann Holm | AFP | Getty Images)\n\nBy The Associated Press\n\n{LEAD}\n\n{BODY}",
        "Associated Press", "Agence France-Presse",
    ),
    "gallery of one photographer": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nThe quay of Harvel at noon on Monday with cars.\n\nAnn Holm, AP\n\n"
        "The ramp of the ferry lies on the beach of Harvel.\n\nAnn Holm, AP\n\nA crane comes from Orlau on a barge.\n\nAnn Holm, AP",
        "", "Associated Press",
    ),
    "dateline, full name": (f"{TITLE}\n\nHARVEL (Agence France-Presse) — {LEAD}\n\n{BODY}", "Agence France-Presse", ""),
    "two places in the dateline": (f"{TITLE}\n\nHARVEL/ORLAU, June 12 (Reuters) - {LEAD}\n\n{BODY}", "Reuters", ""),
    "dateline below buttons": (f"{TITLE}\ne-mail\nShare\n1 / 3\nHARVEL (AP) - {LEAD}\n{BODY}", "Associated Press", ""),
    "writers, desk, day": (
        f"{TITLE}\nBy Ann Holm and Per Lund | The Associated Press\nPUBLISHED: June 12, 2031 at 9:06 am\n{LEAD}\n{BODY}",
        "Associated Press", "",
    ),
    "writer of the agency": (f"{TITLE}\nAnn Holm of the Associated Press\n{LEAD}\n{BODY}", "Associated Press", ""),
    "writer, agency, stroke": (f"{TITLE}\nBy Ann Holm / AFP\n{LEAD}\n{BODY}", "Agence France-Presse", ""),
    "agency's day in brackets": (f"{TITLE}\nReuters (June 12, 2031)\n{LEAD}\n{BODY}", "Reuters", ""),
    "agency behind the day": (f"{TITLE}\nJune 12, 2031 | Reuters\n{LEAD}\n{BODY}", "Reuters", ""),
    "from the agency": (f"{TITLE}\nFrom Reuters\n{LEAD}\n{BODY}", "Reuters", ""),
    "provided by": (f"{TITLE}\nProvided by Agence France-Presse\n{LEAD}\n{BODY}", "Agence France-Presse", ""),
    "agencies on one line": (f"{TITLE}\nReuters, AFP\n{LEAD}\n{BODY}", "Agence France-Presse, Reuters", ""),
    "staff and agencies": (f"{TITLE}\nBugle staff and Reuters\n{LEAD}\n{BODY}", "Reuters", ""),
    "German line": (
        "Fähre steht still\n\nVon Ann Holm, dpa\n\n"
        "Die Fähre zwischen Harvel und Orlau steht seit Montag still, sagte die Bürgermeisterin.\n\n"
        "Am Kai warteten am Morgen zweihundert Autos, die letzten fuhren am Mittag wieder ab.",
        "Deutsche Presse-Agentur", "",
    ),
    "Italian sign": (
        "Il traghetto fermo\n\n(ANSA) - HARVEL, 12 GIU - Il traghetto tra Harvel e Orlau è fermo da lunedì, ha detto il sindaco.\n\n"
        "Duecento auto aspettavano al molo la mattina, e le ultime sono ripartite a mezzogiorno.",
        "ANSA", "",
    ),
    "sign before the place": (f"{TITLE}\n\n(Reuters) - {LEAD}\n\n{BODY}", "Reuters", ""),
    "sign behind a colon": (f"{TITLE}\n\nHARVEL: {LEAD}\n\n{BODY} — Reuters", "Reuters", ""),
    "additional reporting": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nAdditional reporting by Reuters", "Reuters", ""),
    "material from": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nThis report includes material from the Associated Press.",
        "Associated Press", "",
    ),
    "with the agency": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nAH/pl (AFP, Reuters)", "Agence France-Presse, Reuters", ""),
    "information from": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nInformation from The Associated Press was used in this report.",
        "Associated Press", "",
    ),
    "writers and agency contributed": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nThe Bugle's Ann Holm and The Associated Press contributed to this report.", "Associated Press", ""
    ),
    "reprint": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nThis article originally appeared on Reuters.", "Reuters", ""),
    "picture at the end": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nPhoto: AFP", "", ""),
    "label of a picture at the end": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n(Photo: Ann Holm, AP)", "", ""),
    "photographer at the end": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n(Ann Holm, AP)", "", ""),
    "file photo": (f"{TITLE}\n\nFile photo: {LEGEND} REUTERS/Ann Holm/File Photo\n\n{LEAD}\n\n{BODY}", "", "Reuters"),
    "photo by": (f"{TITLE}\n\n{LEGEND} Photo by Ann Holm/Reuters\n\n{LEAD}\n\n{BODY}", "", "Reuters"),
    "photo credit": (f"{TITLE}\n\n{LEGEND} (photo credit: REUTERS)\n\n{LEAD}\n\n{BODY}", "", "Reuters"),
    "photograph": (f"{TITLE}\n\n{LEGEND} Photograph: Ann Holm/AP\n\n{LEAD}\n\n{BODY}", "", "Associated Press"),
    "picture and rights": (f"{TITLE}\n\n{LEGEND} © Ann Holm, AFP\n\n{LEAD}\n\n{BODY}", "", "Agence France-Presse"),
    "picture of the agency's archive": (
        f"{TITLE}\n\n{LEGEND} [File: Ann Holm/Reuters]\n\n{LEAD}\n\n{BODY}",
        "", "Reuters",
    ),
    "photographer behind the legend": (f"{TITLE}\n\n{LEGEND} Ann Holm AP\n\n{LEAD}\n\n{BODY}", "", "Associated Press"),
    "agency, bar, day, alone": (f"{TITLE}\nPTI | Harvel | June 12, 2031\n{LEAD}\n{BODY}", "Press Trust of India", ""),
    "agency and place": (f"{TITLE}\nBy AFP Harvel\n{LEAD}\n{BODY}", "Agence France-Presse", ""),
    "agency, place": (f"{TITLE}\nXinhua, Harvel\n{LEAD}\n{BODY}", "Xinhua", ""),
    "agency in brackets behind the day": (f"{TITLE}\nPublished: June 12, 2031 (Reuters)\n{LEAD}\n{BODY}", "Reuters", ""),
    "legend, dash, agency": (f"{TITLE}\n{LEGEND} — AFP\n{LEAD}\n{BODY}", "", "Agence France-Presse"),
    "credit label": (f"{TITLE}\n{LEGEND} Credit: Reuters\n{LEAD}\n{BODY}", "", "Reuters"),
    "picture label": (f"{TITLE}\n{LEGEND} Picture: AFP\n{LEAD}\n{BODY}", "", "Agence France-Presse"),
    "dash and agency below": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n-Reuters", "Reuters", ""),
    "rights in few words": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n© Agence France-Presse", "Agence France-Presse", ""),
    "a headline that names agencies": (
        f"{TITLE}\n\nThe owner of the line bought shares of Bloomberg and AFP\n\n{LEAD}\n\n{BODY}", "", ""
    ),
    "pictures show": (f"{TITLE}\n\nPhotographs by AP show the ramp on the beach.\n\n{LEAD}\n\n{BODY}", "", ""),
    "asked by an agency": (f'{TITLE}\n\n{LEAD} "The ramp is old," she told Reuters in the harbour.\n\n{BODY}', "", ""),
    "an agency's count": (f"{TITLE}\n\n{LEAD} A Reuters count put the cars at two hundred.\n\n{BODY}", "", ""),
    "once with an agency": (
        f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nAnn Holm worked for Reuters in Orlau before she joined the Bugle.",
        "", "",
    ),
    "follow the agency": (f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\nFollow AP on Twitter for more of this.", "", ""),
    "told a reporter": (f'{TITLE}\n\n{LEAD}\n\n{BODY}\n\n"The ramp is old," a pilot said in the harbour.', "", ""),
}  # fmt: skip


def read(text: str) -> Said:
    """Return who is said to have said what on a page of ``text``."""
    capture = Capture(DocumentId("page"), "page", "", CaptureKind.RECORD, text=text, outlet="Harvel Bugle")
    return attribute(article.clean(capture, KNOWN), KNOWN, weights=False)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_report_is_its_agencys_and_the_picture_its_own(shape: str) -> None:
    text, whole, pictures = SHAPES[shape]
    found = read(text)
    names = {s.id: s.name for s in found.sources if s.kind is SourceKind.AGENCY}
    credited = {names[c.source_id] for c in found.credits if c.source_id in names}
    seen = {
        names[a.source_id]
        for a in found.attributions
        if a.source_id in names and a.because.startswith("picture-credit")
    }
    said = {
        names[a.source_id] for a in found.attributions if a.source_id in names and not a.because.startswith("picture")
    }
    assert (", ".join(sorted(credited)), ", ".join(sorted(seen)), said - credited) == (whole, pictures, set())


def test_brackets_behind_several_paragraphs_say_whose_each_is() -> None:
    found = read(f"{TITLE}\n\n{LEAD} (Reuters)\n\nFishermen offered to take people across for nothing. (AFP)\n\n{BODY}")
    assert found.credits == ()
    assert {"source:reuters", "source:afp"} <= {a.source_id for a in found.attributions if a.content}


def test_whose_the_picture_is_says_nothing_in_the_report() -> None:
    found = read(
        f"{TITLE}\n\n{LEGEND} Norfoto/Ann Holm via REUTERS\n\nThey underscored on Monday how old it is.\n\n{BODY}"
    )
    assert [(a.because[:14], a.content) for a in found.attributions if a.source_id == "source:reuters"] == [
        ("picture-credit", ())
    ]


PROSE = (
    "Police put up barbed wire by the Reuters building in Harvel.",
    "Some of the guards hired by Reuters were hurt.",
    "This account was denied by Reuters.",
    "He was angry with a report about his wife by Reuters.",
    "A live video feed from AP showed the quay.",
    "A video first published by BBC shows the ramp.",
    "Additional copies of the report were bought by Reuters.",
    "Reuters said that Ann Holm contributed to the report.",
    "Bloomberg Resigns",
    "Bloomberg and Sanders",
    "Bloomberg to join us",
    "Reuters on the ropes",
    "Reuters Marches On",
    "Harvel Court Sides with Reuters",
    "Ann Holm and Per Lund of Reuters were held in Orlau on Monday.",
    "Ann Holm and Per Lund of Reuters were held by US correspondents.",
)
LEGENDS = (
    "Marines wade ashore at the quay of Harvel (AP)",
    "Monks pray at the quay of Harvel (Reuters)",
    "2,000 people march at the quay of Harvel (AFP)",
    "On the quay of Harvel the people wait (AFP)",
)


@pytest.mark.parametrize("line", [*PROSE, *LEGENDS])
@pytest.mark.parametrize("behind", ["{line}\n\n" + f"{LEAD}\n\n{BODY}", f"{LEAD}\n\n{BODY}\n\n" + "{line}"])
def test_a_line_of_prose_a_title_or_a_legend_credits_nobody_for_the_report(line: str, behind: str) -> None:
    assert read(f"{TITLE}\n\n{behind.format(line=line)}").credits == ()


@pytest.mark.parametrize("line", LEGENDS)
def test_a_legend_that_begins_as_a_day_does_is_a_pictures(line: str) -> None:
    found = read(f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{BODY}")
    assert [a.because[:14] for a in found.attributions if not a.content] == ["picture-credit"]


@pytest.mark.parametrize(
    "text",
    [
        "On 3/4 the ministry announced via Xinhua that twelve people had died.",
        "The army and/or the police said via Reuters that twelve people had died.",
        "The rebels sent photos via Reuters, which said twelve people had died.",
    ],
)
def test_who_only_passes_on_what_others_say_made_no_picture(text: str) -> None:
    found = read(f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n{text}\n\nThe quay is shut until Friday.")
    assert not [a.because for a in found.attributions if a.because.startswith("picture")]


UNKNOWN = {  # an agency that no table has
    "(Meridian Press Agency)": "Meridian Press Agency",
    "With material from Meridian Press": "Meridian Press",
    "With additional reporting by the Meridian News Agency.": "Meridian News Agency",
    "Source: Meridian Press": "Meridian Press",
    "Meridian Press contributed to this report.": "Meridian Press",
    "This report was first published by Meridian Newswire.": "Meridian Newswire",
}


@pytest.mark.parametrize("line", UNKNOWN)
def test_an_agency_that_no_table_has_is_credited_in_the_same_words(line: str) -> None:
    found = read(f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n{line}")
    assert [s.name for s in found.sources if s.id in {c.source_id for c in found.credits}] == [UNKNOWN[line]]


@pytest.mark.parametrize("mark", [" (Meridian Press Agency)", " /Meridian/"])
def test_an_agency_that_no_table_has_stands_behind_the_last_words(mark: str) -> None:
    found = read(f"{TITLE}\n\n{LEAD}\n\n{BODY}{mark}")
    own = {c.source_id for c in found.credits}
    assert [s.kind for s in found.sources if s.id in own] == [SourceKind.AGENCY]


@pytest.mark.parametrize(
    "line",
    [
        'Her first book was "The Long Road" (Harper Press)',
        "The quay is closed to cars (Harvel Bridge)",
        "Source: Ministry of Transport",
        "Ann Holm and Per Lund contributed to this report.",
        "The ramp was mended on Monday. /Photo/",
        "He reads the Harvel Morning Post and the Orlau Press",
        "With inputs from the harbour master",
    ],
)
def test_a_name_in_brackets_that_is_no_medium_and_a_publisher_credit_nobody(line: str) -> None:
    assert read(f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n{line}").credits == ()


@pytest.mark.parametrize("inside", ["Updated", "Norway", "France"])
def test_a_slug_or_a_state_in_a_dateline_is_no_agency(inside: str) -> None:
    assert read(f"{TITLE}\n\nHARVEL ({inside}) - {LEAD}\n\n{BODY}").credits == ()


def test_who_is_credited_in_a_dateline_is_an_agency_whatever_its_name() -> None:
    found = read(f"{TITLE}\n\nHARVEL (Meridian) - {LEAD}\n\n{BODY}")
    assert [(s.id, s.kind) for s in found.sources if s.id == found.credits[0].source_id] == [
        ("name:meridian", SourceKind.AGENCY)
    ]


def test_brackets_of_an_unknown_agency_behind_a_paragraph_are_that_paragraph_s() -> None:
    found = read(f"{TITLE}\n\n{LEAD} (Meridian Press Agency)\n\n{BODY}")
    assert [a.content != () for a in found.attributions if a.source_id == "name:meridian-press-agency"] == [True]


@pytest.mark.parametrize(
    "form", ["HARVEL, June 12. /VELTA/.", "Harvel, Jun 12 (VELTA)", "HARVEL, 12th June, 2031 (VELTA) --"]
)
def test_an_agency_that_no_table_has_is_credited_behind_the_day_of_a_dateline(form: str) -> None:
    found = read(f"{TITLE}\n\n{form} {LEAD}\n\n{BODY}")
    assert [c.source_id for c in found.credits] == ["name:velta"]


@pytest.mark.parametrize("form", ["HARVEL, June 12 (Updated) -", "HARVEL, June 12 (Friday) -"])
def test_a_slug_or_a_weekday_behind_the_day_of_a_dateline_is_no_agency(form: str) -> None:
    assert read(f"{TITLE}\n\n{form} {LEAD}\n\n{BODY}").credits == ()
