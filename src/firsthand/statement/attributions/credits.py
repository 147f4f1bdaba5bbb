"""Article -> the agencies and outlets credited for the whole of it, in its head or tail, and for its pictures.

dateline := PLACE … "(" name ")" dash            "HELSINKI (AP) — …"
byline   := ["By"] [writer ","] ["The"] name ["writer"]   on a line of its own, or with a date behind
label    := "Source:" name | "Media:" name
tail     := dash name | "(" name ")" | "© … name" | name "writer" …   in the last lines
picture  := "Photo" … name | writer "/" name | name "/" … | "via" name        the picture is the agency's, not the text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firsthand.lexicon import Lexicon, named
from firsthand.records import Article, SourceKind, ZoneKind
from firsthand.spans import Span
from firsthand.statement.attributions.passage import Draft

_HEAD = 500  # characters; the head of a page with its byline, dateline and first caption
_TAIL = 400  # characters; the last lines of a page
_PICTURE = "picture-credit"
_CREDITING = frozenset({ZoneKind.DATELINE, ZoneKind.BYLINE})  # they credit the whole below a long caption too
_LATE = 4  # such lines below the head; a live page has hundreds
_SKIP = frozenset({ZoneKind.COMMENT, ZoneKind.RELATED})
_PHOTO = re.compile(r"\b(?:photos?|getty|images?|pool|file|via|courtesy|screenshot|handout|video)\b|\(c\)", re.I)
_DASH = re.compile(r"\s*(?:[-–—]{1,2}|:)")
_DATE_BEHIND = re.compile(
    r"[\s|•,–—-]*(?:$|published|updated|posted|on\s|\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
    r"|\s+(?:\w+\s+){0,2}(?:writers?|reporters?|correspondents?|staff|news|uk|us)\b|\s*[—|-]\s*by\b",
    re.I,
)
_LABEL = re.compile(r"(?:^|[|(\s])(?:source|media|from|via|agency|agencies)\s*:\s*(?:the\s+)?$", re.I)
_BY = re.compile(r"^\W*(?:by\b.*|reported by|(?:with )?agencies)?\W*(?:the\s+)?$", re.I)
_WRITER = re.compile(r"^\W*(?:by\s+)?[^.!?]{3,90}(?:,|-|–|—|\||\s{3,})\s*(?:the\s+)?$", re.I)
_CAPITAL_FORM = re.compile(r"^[^\S\n]*([A-Z][^\n()]{1,60}?)\s*\(([A-Z][\w .&'’-]{1,40})\)\s*(?:--?|[–—])\s", re.M)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in the head or tail of a page, with its line before and after it."""

    before: str
    after: str
    kind: SourceKind
    tail: bool


def credit_drafts(article: Article, known: Lexicon) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """Return the credits of the whole article and those of its pictures, in order; the cue is empty, the form is the cue."""
    whole: list[Draft] = []
    pictures: list[Draft] = []
    for span, rule in _credited(article, known):
        draft = Draft((span,), (), (), f"{rule}: {span.of(article.text)!r}")
        (pictures if rule == _PICTURE else whole).append(draft)
    return tuple(whole), tuple(pictures)


def _credited(article: Article, known: Lexicon) -> Iterator[tuple[Span, str]]:
    text = article.text
    lines = [(z.start, z.end) for z in article.zones if z.kind not in _SKIP]
    if not lines:
        return
    begin, end = lines[0][0], lines[-1][1]
    head = Span(begin, min(end, begin + _HEAD))
    tail = Span(max(head.end, end - _TAIL), end)
    seen: set[tuple[int, int]] = set()
    table = named.load(known)
    below = [Span(z.start, z.end) for z in article.zones if z.kind in _CREDITING and head.end <= z.start < tail.start]
    for region, at_end in ((head, False), *((x, False) for x in below[:_LATE]), (tail, True)):
        hits = [
            (Span(h.span.start + region.start, h.span.end + region.start), h.named.kind)
            for h in table.scan(region.of(text))
        ]
        for mark in _CAPITAL_FORM.finditer(text, region.start, region.end) if not at_end else ():
            hits.append((Span(*mark.span(2)), SourceKind.AGENCY))
        for span, kind in sorted(hits):
            if span in seen or not any(s <= span.start < e for s, e in lines):
                continue
            seen.add(span)
            rule = _form(_mention(text, span, kind, at_end))
            if rule:
                yield span, rule


def _mention(text: str, span: Span, kind: SourceKind, tail: bool) -> _Mention:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return _Mention(text[start : span.start], text[span.end : end if end >= 0 else len(text)], kind, tail)


def _form(m: _Mention) -> str:
    """Return the name of the first form that the mention has; empty for a mention in running text."""
    return next((name for name, holds in _FORMS if holds(m)), "")


def _reporter(m: _Mention) -> bool:
    return m.kind in (SourceKind.AGENCY, SourceKind.OUTLET)


def _dateline(m: _Mention) -> bool:
    return (
        _reporter(m)
        and m.before.endswith("(")
        and m.after.startswith(")")
        and len(m.before) < 80
        and _DASH.match(m.after, 1) is not None
        and m.before[:1].isupper()
    )


def _picture(m: _Mention) -> bool:
    """Tell whether a slash, "via", "Photo" or an agency of pictures stands right beside the name, or a place name's dot."""
    if m.kind is not SourceKind.AGENCY or m.tail:
        return False
    left, right = m.before[-45:], m.after[:25]
    if re.search(r"[/|]\s*$", left) or re.match(r"\s*(?:[/|]|photo)", right, re.I):
        return not (_BY.match(m.before) and _DATE_BEHIND.match(m.after) and "/" not in right)
    if _PHOTO.search(left) and not re.search(r"[.!?]\s+\w", left[_last_photo(left) :]):
        return True
    alone = m.before.endswith("(") and m.after.startswith(")") and not _dateline(m)
    return (
        alone
        or (re.search(r"[.!?)]\s*$", m.before) is not None and m.after.strip(" .)") == "")
        or (
            re.search(r"\b[A-Z][\w-]+ [A-Z][\w-]+,\s*$", left) is not None
            and m.after.strip(" .)") == ""
            and len(m.before) > 60
        )
    )


def _last_photo(left: str) -> int:
    return max((x.end() for x in _PHOTO.finditer(left)), default=0)


def _label(m: _Mention) -> bool:
    return _reporter(m) and _LABEL.search(m.before) is not None


def _byline(m: _Mention) -> bool:
    if not _reporter(m) or len(m.before) > 120:
        return False
    if m.kind is SourceKind.OUTLET and not re.match(r"\W*by\s", m.before, re.I):
        return False
    lone = _BY.match(m.before) is not None or _WRITER.match(m.before) is not None
    return lone and _DATE_BEHIND.match(m.after) is not None


def _tail(m: _Mention) -> bool:
    if not m.tail or m.kind is not SourceKind.AGENCY:
        return False
    dash = re.search(r"(?:^|[.!?\"”’]\s*|\s)[-–—/]{1,2}\s*$", m.before) is not None and m.after.strip(" .)") == ""
    bracket = re.search(r"[.!?\"”’]\s*\($", m.before) is not None and m.after.strip(" .") == ")"
    writers = re.match(r"\s+(?:writers?|journalists?|reporters?)\b", m.after) is not None and len(m.before) < 40
    rights = re.search(r"(?:©|\(c\)|copyright)[^\n]{0,40}$", m.before, re.I) is not None
    return dash or bracket or writers or rights or (m.before.strip() == "" and m.after.strip(" .)") == "")


_FORMS: tuple[tuple[str, Callable[[_Mention], bool]], ...] = (
    ("credit-dateline", _dateline),
    ("credit-label", _label),
    (_PICTURE, _picture),
    ("credit-byline", _byline),
    ("credit-tail", _tail),
)
