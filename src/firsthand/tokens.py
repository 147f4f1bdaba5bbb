"""Words and sentences of a text, as spans: the one segmentation that every stage shares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.spans import Span

# word   := letters/digits, joined inside by ' ’ . - when a word character follows ("U.S", "al-Zawr", "don't", "1,200")
# mark   := any other single character that is not white space
_TOKEN = re.compile(r"\w+(?:(?:[.'’\-‐‑]|(?<=\d),(?=\d{3}))\w+)*|[^\w\s]")
_WORD = re.compile(r"\w+(?:(?:[.'’\-‐‑]|(?<=\d),(?=\d{3}))\w+)*")

# Words after which a full stop does not end a sentence (general English abbreviations).
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cpl sgt sen rep gov pres amb st ste jr sr vs etc inc ltd co corp no nos dept"
    " est jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k u.n a.m p.m e.g i.e cf approx"
    " brig adm rev hon messrs fig vol pp ph.d u.s.a d.c gens cols".split()
)
_TITLES = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cpl sgt sen rep gov pres amb st brig adm rev hon messrs no gens cols".split()
)
# end    := . ! ? … then closing quotes or brackets, then white space;   paragraph := a blank line
_END = re.compile(r"""(?<![.!?…])[.!?…]++["'”’»)\]]*+(?=\s)|\n[^\S\n]*\n""")
_NEXT = re.compile(r"\s*([\"'“‘«(\[]*)(\S)")
# what goes on after "a.m." with a capital: "before 10 p.m. Monday", "6 a.m. GMT"
_HOURS = frozenset({"a.m", "p.m"})
_DAY = re.compile(
    r"\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}T|UTC|Eastern|Central|Pacific"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.? \d)\b"
)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of words and single marks of ``text[start:end]``, in order."""
    return [Span._make(m.span()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)]


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of words (no marks) of ``text[start:end]``, in order."""
    return [Span._make(m.span()) for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def spelt(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Return the words (no marks) of ``text[start:end]`` as they stand there, in order."""
    return _WORD.findall(text, start, len(text) if end is None else end)


def _ends_here(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    """Tell whether the full stop under ``mark`` really ends the sentence that began at ``start``."""
    if text[mark.start()] == "\n" or text[mark.start()] != ".":
        return True
    following = _NEXT.match(text, mark.end(), end)
    if following is None:
        return True
    if mark.end() - mark.start() == 1:
        back = max(start, mark.start() - 12)
        pieces = text[back : mark.start()].split()
        last = pieces[-1].strip("\"'“”‘’(").lower() if pieces else ""
        if last in _TITLES:
            return False
        upper = following[2].isupper() or following[2].isdigit()
        if last in _HOURS and _DAY.match(text, mark.end(), end):
            return False
        if last in _ABBREVIATIONS:
            return upper and last not in {"e.g", "i.e", "vs", "cf", "approx"} and "." in last
        if len(last) == 1 and last.isalpha():  # an initial: "J. Smith"
            return False
    return not following[2].islower() or bool(following[1])


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the spans of the sentences of ``text[start:end]``, trimmed of white space; linear in the length.

    A blank line always ends a sentence; a single line break does not (dumps and wire copy wrap their lines).
    """
    stop = len(text) if end is None else end
    begin = start
    for mark in _END.finditer(text, start, stop):
        if not _ends_here(text, begin, mark, stop):
            continue
        yield from _trim(text, begin, mark.end())
        begin = mark.end()
    yield from _trim(text, begin, stop)


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
