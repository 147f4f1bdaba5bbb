"""The head of a report: where and when it was filed and by which agency, before its first word."""

from __future__ import annotations

import re

from firsthand.spans import Span

_HEAD_WORDS = 12  # of a place (seven), a day (three) and what comes behind
_MARK = re.compile(r"[-–—_:/(]")  # one of which each dateline has among these
_HEAD_LENGTH = 400  # characters: the longest head of MUC-3 ("[INTERVIEW WITH ... BY ...] [TEXT]") has 260

# place   := WORD or Word, up to six, joined by blank, comma, slash, dash
# day     := "April 23" | "23 April [2017]" | "3 JAN 90" | "Jan. 5"
# dash    := -- | - | – | — | _ | :      after which the report begins
_NAME = r"[^\W\d_][\w.'’\-/]*"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]{0,6}\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}(?:,? (?:\d{{4}}|\d{{2}})\b)?)"
_PLACE = rf"{_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,6}}"
_AGENCY = r"\((?=[^()\n]{0,30}[A-Z])[^()\n]{2,40}\)"
_DASH = r"(?:--|[-–—_](?=\s|[A-Z“\"‘]|$))"
_DATED = re.compile(
    rf"(?P<place>{_PLACE}),? {{1,2}}(?P<day>{_DAY})\s{{0,2}},?(?:\s(?P<agency>{_AGENCY}))?\s{{0,3}}(?:{_DASH}|:|\.(?=\s?/))",
)
# "MOSCOW, March 12. /TASS/.", "Harvel, Mar 12 (PTI) Four people ...": no dash
_FILED = re.compile(
    rf"(?P<place>{_PLACE}),? {{1,2}}(?P<day>{_DAY})(?:"
    rf"[.,]?\s{{0,2}}(?P<agency>/[A-Z][\w .\-]{{1,30}}/)\s?[.:]?(?:\s{{0,2}}{_DASH})?|\s{{1,2}}{_AGENCY}(?=\s{{1,2}}[\"“‘A-Z]))"
)
_CREDITED = re.compile(rf"(?:(?P<place>{_PLACE}),? {{1,2}})?(?P<agency>{_AGENCY})\s{{0,3}}(?:{_DASH}|:)")
_PLAIN = re.compile(rf"(?P<place>{_PLACE})\s{{1,3}}{_DASH}")
_LABELLED = re.compile(rf"(?P<place>{_PLACE})\.? ?/(?P<agency>[A-Z][\w .\-]{{1,30}})/\s?\.?\s?(?:{_DASH})?")
_BARE_AGENCY = re.compile(
    r"(?:(?P<place>[A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]*){0,2}) )?(?P<agency>\([A-Z][A-Za-z.]{1,14}(?: News)?\))(?=\s+[\"“‘A-Z])"
)
_TEXT_MARK = "[TEXT]"
# what a bracket after the dash may say without [TEXT] behind it (FBIS practice, as in MUC-3)
_KINDS = re.compile(
    r"\s{0,6}\[(?:REPORT|EXCERPTS?|TEXT|COMMUNIQUE|EDITORIAL|COMMENTARY|ARTICLE|INTERVIEW|SPEECH|STATEMENT|NEWS CONFERENCE"
    r"|PRESS CONFERENCE|SUMMARY|MESSAGE|UNATTRIBUTED|\"?FROM|BY )[^\[\]]{0,120}\]"
)


def dateline(text: str, start: int, end: int) -> tuple[Span, str] | None:
    """Return the span of the dateline that opens ``text[start:end]``, its dash and bracketed labels included, and its rule."""
    head = text[start : min(end, start + _HEAD_LENGTH)]
    if not _MARK.search(" ".join(head.split(None, _HEAD_WORDS)[:_HEAD_WORDS])):
        return None
    for rule, pattern in (
        ("filed", _FILED),
        ("dated", _DATED),
        ("credited", _CREDITED),
        ("labelled", _LABELLED),
        ("plain", _PLAIN),
        ("agency", _BARE_AGENCY),
    ):
        found = pattern.match(head)
        if found is None or not _is_place(found["place"], rule):
            continue
        stop = found.end()
        if rule == "dated":
            stop = _past_brackets(head, stop)
        return Span(start, start + stop), f"{rule}-dateline: {' '.join(head[: found.end()].split())[:60]!r}"
    return None


def _is_place(place: str | None, rule: str) -> bool:
    """Tell whether the words before a dash can be a place: capitals throughout, or all upper case where nothing else speaks."""
    if place is None:
        return True
    words = re.findall(r"[^\W\d_]+", place)
    if not words or len(words) > 8 or len(place) > 60:
        return False
    small = [
        w
        for w in words
        if w[0].islower()
        and w not in ("al", "el", "ez", "es", "de", "la", "as", "ar", "the", "of", "and", "near", "ash")
    ]
    if small:
        return False
    upper = [w for w in words if w.isupper() and len(w) > 1]
    if rule == "plain":  # "BEIJING --", "TURNBERRY/GLASGOW, Scotland -": the first word decides
        return bool(upper) and words[0].isupper() and len(words[0]) >= 3 and len(words) <= 5
    if rule == "credited":
        return bool(upper) or len(words) <= 4
    return True


def _past_brackets(head: str, stop: int) -> int:
    """Return the end of the bracketed labels after a dash: up to [TEXT] if there is one, else past labels known as such."""
    mark = head.find(_TEXT_MARK, stop)
    if mark >= 0 and "]" in head[stop:mark] + "]" and head[stop:mark].lstrip()[:1] in ("[", ""):
        return mark + len(_TEXT_MARK)
    first = _KINDS.match(head, stop)
    if first is None:
        return stop
    at = first.end()
    while (more := _KINDS.match(head, at)) is not None:
        at = more.end()
    return at
