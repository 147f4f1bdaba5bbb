"""Time grows in proportion to the length of one article, whatever stands in it; long proofs: ``python -m bench.doubling``."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from firsthand import lexicon
from firsthand.records import Article, Zone, ZoneKind
from firsthand.statement import find
from firsthand.statement.memory import forget
from firsthand.tokens import sentences
from tests.statement import hostile
from tests.statement.article import article

KNOWN = lexicon.load()
SHORT, LONG = 2_000, 6_000  # characters
NOISE = 0.25  # CPU seconds that a busy machine may add


def _seconds(one: Article) -> float:
    forget()
    begin = time.process_time()
    find(one, KNOWN)
    return time.process_time() - begin


def paragraphs(them: list[str]) -> Article:
    """Return an article of so many body zones."""
    one = article("\n\n".join(them))
    zones = [m.span() for m in re.finditer(r"[^\n]+", one.text)]
    return replace(one, zones=tuple(Zone(ZoneKind.BODY, *z) for z in zones))


@pytest.mark.parametrize(("name", "make"), hostile.MAKERS[: hostile.WORST], ids=hostile.NAMES[: hostile.WORST])
def test_time_is_linear_in_the_length_of_hostile_text(name: str, make: Callable[[int], str]) -> None:
    short, long = (
        min(_seconds(article(make(n))) for _ in range(2)) for n in (SHORT, LONG)
    )  # what others took is noise
    assert long < 2 * (LONG / SHORT) * short + NOISE, (name, short, long)


@pytest.mark.parametrize(("name", "make"), hostile.MAKERS, ids=hostile.NAMES)
def test_hostile_text_is_read_without_a_traceback(name: str, make: Callable[[int], str]) -> None:
    one = article(make(400))
    account = find(one, KNOWN)
    spans = [s for a in account.attributions for s in (*a.source, *a.cue, *a.content)]
    assert all(0 <= s.start < s.end <= len(one.text) for s in spans), name


def test_whom_somebody_told_is_read_in_one_way_however_long_the_word() -> None:
    assert _seconds(article(f"Voss told {'A' * 90} about it.")) < 1 + NOISE


@pytest.mark.parametrize("unit", [".", "?!", '."', ".)", "\n \n", "“"])
def test_marks_without_a_gap_are_split_into_sentences_in_linear_time(unit: str) -> None:
    short, long = "x" + unit * 5_000, "x" + unit * 40_000
    taken = []
    for text in (short, long):
        begin = time.process_time()
        assert list(sentences(text))
        taken.append(time.process_time() - begin)
    assert taken[1] < 16 * taken[0] + NOISE


def test_what_was_read_before_is_not_read_again_and_reads_the_same() -> None:
    paragraph = "The army said {} soldiers were killed near Keld. “We saw tanks,” Hana Olim told reporters."
    body = [paragraph.format(n) for n in range(2, 60)]
    first, copy = paragraphs(body), paragraphs(["Edition two", *body])
    once = _seconds(first)
    begin = time.process_time()
    again = find(copy, KNOWN)
    taken = time.process_time() - begin
    forget()
    assert find(copy, KNOWN) == again
    assert taken < once
