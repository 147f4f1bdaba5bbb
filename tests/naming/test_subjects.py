"""Whom "he" means: who spoke last, or of whom the sentence before tells. All names are invented."""

from __future__ import annotations

import pytest

from firsthand import lexicon
from firsthand.naming.subjects import Subjects
from firsthand.records import SourceKind
from tests.naming.test_settle import cast, ids, told
from tests.statement.article import article

KNOWN = lexicon.load()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Erik Voll watched the tower fall. He said so.", "Erik Voll"),
        ("The shopkeeper Ragna Foss had lived there. He said so.", "Ragna Foss"),
        ("Mayor Inga Strand left at noon. He said so.", "Inga Strand"),
        ("A fisherman pulled them out. He said so.", "fisherman"),
        ("Harvel Water shut its plant. He said so.", None),
        ("Ann Lee's house burned. He said so.", None),
        ("Near Erik Voll stood a tower. He said so.", None),
        ("The tower fell. He said so.", None),
        ("Erik Voll and Ann Lee left. He said so.", None),
        ("Erik Voll, Petr Maran and Ann Lee left. He said so.", None),
        ("New York watched the race. He said so.", None),
        ("The Red Cross watched the race. He said so.", None),
        ("Last Monday Erik Voll left. He said so.", None),
        ("The chief reason was rain. He said so.", None),
        ("The other version is a welder's, Erik Voll, who stood below. He said so.", "Erik Voll"),
        ("The other version is that of Erik Voll, who stood below, and Ann Lee, who wept. He said so.", None),
    ],
)
def test_the_subject_of_the_sentence_before(text: str, name: str | None) -> None:
    found = Subjects(article(text), KNOWN).before(text.index("He said"))
    assert (found.source.name if found else None) == name


def test_he_is_not_who_was_she_nor_told_of_before_somebody_spoke() -> None:
    text = "Ann Lee said it fell. She said so. Petr Maran said no. Ann Lee watched the tower. He said it stood."
    settled = cast(told("a", text, "Ann Lee", "She", "Petr Maran", "He"))
    ann, she, petr, he = ids(settled, "a")
    assert (she, he) == (ann, petr)


def test_he_is_whom_the_sentence_before_tells_of() -> None:
    text = "Police said it fell. Erik Voll watched the tower fall. He said it took ten seconds. Voll said more."
    settled = cast(told("a", text, "Police", "He", "Voll"))
    first, he, voll = ids(settled, "a")
    assert he == voll != first


def test_he_of_whom_one_report_tells_with_a_slip_is_whom_another_names() -> None:
    settled = cast(
        told(
            "a",
            "Police said it fell. A third account is that of Erik Vorland, who stood below. He said no.",
            "Police",
            "He",
        ),
        told("b", "Erik Vorlandt said no.", "Erik Vorlandt"),
    )
    assert ids(settled, "a")[1] == ids(settled, "b")[0]


def test_he_goes_on_with_who_spoke_in_the_sentence_before() -> None:
    text = "Erik Voll watched, Petr Maran said. He said more."
    settled = cast(told("a", text, "Petr Maran", "He"))
    assert len(set(ids(settled, "a"))) == 1


def test_he_whom_nobody_named_is_anonymous() -> None:
    settled = cast(told("a", "The tower fell. He said it took ten seconds.", "He"))
    assert [s.kind for s in settled.sources] == [SourceKind.ANONYMOUS]


def test_two_who_speak_together_are_neither_of_the_two() -> None:
    text = "Dr Kaja Nyhus and Dr Leif Sand of the clinic said so. Sand said more. Nyhus said less."
    settled = cast(told("a", text, "Dr Kaja Nyhus and Dr Leif Sand of the clinic", "Sand", "Nyhus"))
    assert len(set(ids(settled, "a"))) == 3
    assert {s.name for s in settled.sources} == {"Kaja Nyhus and Leif Sand", "Leif Sand", "Kaja Nyhus"}


def test_who_speaks_for_a_person_is_not_that_person() -> None:
    text = "President Ola Berge's spokesman said so. A spokesman for President Ola Berge said it again. Berge regretted it."
    settled = cast(told("a", text, "President Ola Berge's spokesman", "A spokesman for President Ola Berge", "Berge"))
    one, two, berge = ids(settled, "a")
    assert one == two != berge


def test_a_body_in_capitals_is_no_namesake_of_a_person() -> None:
    text = "Harvel Water CEO Petr Maran said so. Fire chief Lena Maran said more. Maran said that."
    settled = cast(told("a", text, "Harvel Water CEO Petr Maran", "Fire chief Lena Maran", "Maran"))
    petr, lena, maran = ids(settled, "a")
    assert petr != lena
    assert maran not in (petr, lena)  # either: stays apart
