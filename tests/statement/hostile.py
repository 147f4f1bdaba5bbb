"""Texts that no journalist wrote: a unit of words repeated, now and then with a word of its own so that nothing is remembered."""

from __future__ import annotations

from collections.abc import Callable

WORST = 12  # the first few: each was once superlinear, or is the dearest of its kind

UNITS = {
    "he-said-quoted": 'He said "x" ',
    "said-he": "said, he ",
    "open-quotation-he-said": '"He said ',
    "citing": "X, citing Y, said ",
    "quoted-as-saying": "quoted X as saying ",
    "via": "via X: ",
    "according-to": "according to X, ",
    "told-by": "was told by X that ",
    "and-said": "and the army said the front, while X said ",
    "numbers": "12 34 56 ",
    "quoted-paragraphs": '"He said x.\n\n',
    "definitions": "Aa{n} Bb (AB) ",
    "he-said": "He said ",
    "said-that": "He said that she said that ",
    "capitals": "THE ARMY SAID THE FRONT HAS TAKEN THE TOWN ",
    "capitals-in-sentences": "THE ARMY SAID THE FRONT HAS TAKEN THE TOWN. ",
    "thousands": "1,200, 3,400, ",
    "names": "Ahmed Salem ",
    "names-of": "Ilya Brenn of Kessan, ",
    "marks": '" ',
    "single-marks": "' ",
    "quoted-letters": '"a" ',
    "brackets": "( ",
    "bracketed": "(a) ",
    "commas": "a, ",
    "who-said": "X, who said ",
    "dashes": "- ",
    "stops": ". ",
    "one-word": "a",
    "colons": "X: ",
    "killed": "killed 5 people and ",
    "between": "between 3 and 4 ",
    "months": "May 2014, ",
    "dates": "on Tuesday, 3 May ",
    "places": "Aleppo, ",
    "defined": "the Highland Defence Front (HDF) ",
    "spokesmen": "a spokesman for the Army, ",
    "the": "the ",
    "and": "and ",
    "of-the": "of the ",
    "titles": "Col. ",
    "pronouns": "he ",
    "hyphens": "a-",
    "apostrophes": "a's ",
    "lines": "He said x.\n\n",
    "quotations": '"x."\n\n',
    "hundreds": "hundred ",
    "twenties": "twenty ",
    "reportedly": "reportedly ",
    "claims": "his claim that ",
    "footage": "In the video is seen ",
    "told": "told reporters ",
    "the-colonel": "the colonel said ",
    "colonels": "Colonel Radan Vesk ",
    "spaces": " ",
    "line-ends": "\n",
    "since": "since the ",
    "ago": "two days ago ",
    "semicolons": "he said; ",
    "put-at": "X put the toll at ",
}


def maker(unit: str) -> Callable[[int], str]:
    """Return a function from a length to a text of that length made of ``unit``."""

    def make(length: int) -> str:
        pieces: list[str] = []
        size = number = 0
        while size < length:
            piece = unit.replace("{n}", str(number)) + (f"w{number} " if number % 7 == 3 else "")
            pieces.append(piece)
            size += len(piece)
            number += 1
        return "".join(pieces)[:length]

    return make


MAKERS = tuple((name, maker(unit)) for name, unit in UNITS.items())
