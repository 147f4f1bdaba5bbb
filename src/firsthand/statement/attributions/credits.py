"""Article -> the agencies and outlets credited for the whole of it, in its head or tail, and for its pictures.

dateline := PLACE … "(" name ")" ["."] dash       "HELSINKI (AP) — …"
byline   := ["By"] [writer ","] ["The"] name ["writer" | edition]   on a line of its own, or with a date behind
label    := "Source:" name | "Media:" name
tail     := dash name | "(" name ")" | "© … name" | name "writer" …   in the last lines
share    := "with inputs from" … name | name … "contributed" | "This story was first published by" name
                                                on a line of its own, or a sentence or brackets at the page's end
picture  := "Photo" … name | writer "/" name | name "/" … | … "via" name        the picture is the agency's, not the text
filed    := PLACE [date] ("(" name ")" | "/" name "/")    in the zone of a dateline: "MOSCOW, March 12. /TASS/."
slash    := "/" name "/"                        behind the last words: "The road is shut. /Meridian/"
legend   := prose "(" name ")" | prose, and on the next line [writer ","] name   before other paragraphs: a picture's too

A name is one of the lexicon, or capitals that end in a word for a medium ("Meridian Press", "Velm News Agency"); a dateline's
brackets and a pair of slashes hold any name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from firsthand.fold import fold
from firsthand.lexicon import Lexicon, gazetteer, named
from firsthand.records import Article, SourceKind, Zone, ZoneKind
from firsthand.spans import Span
from firsthand.statement.attributions.passage import Draft

_HEAD = 500  # characters; the head of a page with its byline, dateline and first caption
_TAIL = 400  # characters; the last lines of a page
_PICTURE = "picture-credit"
_CREDITING = frozenset({ZoneKind.DATELINE, ZoneKind.BYLINE})  # they credit the whole below a long caption too
_LATE = 4  # such lines below the head; a live page has hundreds
_SKIP = frozenset({ZoneKind.COMMENT, ZoneKind.RELATED})
_NEAR = 600  # characters before, behind, above and below a name that are looked at
_SENTENCE = 30  # characters; a line that is longer and ends as a sentence does is a legend rather than a title
_LEGEND = 60  # characters before a name in which a picture's maker may stand
_PHOTO = re.compile(
    r"\b(?:photos?|getty|images?|pool|file|via|courtesy|screenshot|handout|video)\b|\(c\)|\b(?:credit|picture|foto):",
    re.I,
)
_DASH = re.compile(r"\.?\s*(?:[-–—]{1,2}|:)")
_DAY = (
    r"(?:\d[\d:./-]*(?:st|nd|rd|th|am|pm)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?"
    r"|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?!\w)"
)
_DATE = rf"(?:published|updated|posted)\b|(?:on\s+)?{_DAY}"
_STAFF = r"(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Ss]taff|[Nn]ews|UK|US)\b"
_DATE_BEHIND = re.compile(rf"[\s|•,(–—-]*(?:$|(?i:{_DATE}))|\s+{_STAFF}\W*(?:$|(?i:{_DATE}))|\s*[—|-]\s*[Bb][Yy]\b")
_DESK = re.compile(rf"\s+(?:[A-Z]\w+\s+){{0,2}}{_STAFF}")  # "AP Diplomatic Writer", behind a writer's name
_OPENING = re.compile(r"(?:^[^\n(]{0,12}|[.!?\"”’]\s*)\((?:[A-Z]\w+,\s*){0,3}$")  # "AH/pl (AFP, "
_CLOSING = re.compile(r"(?:,\s*[A-Z]\w+){0,3}\)[\s.]*$")
_DATE_BELOW = re.compile(rf"\W*(?:{_DATE})", re.I)
_EDITION = re.compile(r"(,?)\s+[A-Z]\w+\s*([•·|]?)\s*$")  # "Reuters India •", "Xinhua, Harvel", "By AFP Harvel"
_LABEL = re.compile(
    r"(?:^|[|(\s])(?:source|media|from|via|agency|agencies|quelle|fuente|fonte|bron)\s*:\s*(?:the\s+)?$", re.I
)
_WORDS_BY = "by|par|von|por|av|door"
_BY = re.compile(rf"^\W*(?:(?:{_WORDS_BY})\b.*|(?:reported|provided) by|from|(?:with )?agencies)?\W*(?:the\s+)?$", re.I)
_SIGNED = re.compile(rf"^\W*(?:{_WORDS_BY})\s", re.I)
_WRITER = re.compile(r"^\W*(?:by\s+)?[^.!?]{3,90}(?:,|-|–|—|\||\s{3,})\s*(?:the\s+)?$", re.I)
_NAME = r"[A-Z][\w.'’-]*"
_JOINED = re.compile(  # writers or an outlet, and the agency: "Bugle staff and Reuters", "Le Quai avec AFP"
    rf"^\W*(?:(?:(?:{_NAME}|and|web)[\s,]+){{0,6}}(?:[Ss]taff|[Dd]esk|[Aa]gencies)\s+(?:with|and)"
    rf"|(?:{_NAME}\s+){{1,4}}(?:avec|mit|con)|{_NAME}\s+{_NAME}(?:[\s,]+(?:and\s+)?{_NAME}\s+{_NAME}){{0,2}}\s+of)"
    r"\s+(?:[Tt]he\s+)?$"
)
# nothing but a day: "June 12, 2031 | ", "Published June 12 ("
_DATED = re.compile(
    rf"^\W*(?:(?:{_DAY}|(?:published|updated|posted|last|on|at|[ap]\.?m|gmt|utc|ist|e[ds]?t)(?!\w))[\W_]+)+(?<=[|(\s])$",
    re.I,
)
_OTHERS = re.compile(r"^(?:\s*(?:,|&|\band\b)\s*(?:the\s+)?[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}){1,3}\s*$")  # "…, AFP"
_NAMES = (  # "Ann Holm in Orlau, Per Lund and other agencies"
    rf"(?:(?:{_NAME}|and|in|the|of|from|other|news|agenc(?:y|ies)|writers?|reporters?|journalists?|correspondents?|staff)"
    r"(?:[\s,;&]+|(?=[.)\]]|$)))*"
)
_PAGE = r"(?:report|story|article|dispatch|piece)"
_OF_PAGE = rf"[Tt]his {_PAGE}"
_SHARE = re.compile(
    r"\W*(?:"
    r"(?:[Ww]ith|[Aa]dditional)\s(?:[\w-]+\s){0,2}(?:inputs?|reporting|material|files|reports?)\s(?:from|by)\s"
    + _NAMES
    + "|"
    r"(?:[Ss]ome )?(?:[Ii]nformation|[Mm]aterial)(?: in this \w+)? (?:(?:is|was|were|came) )?(?:from|by) (?:the )?|"
    rf"{_OF_PAGE} (?:includes?|contains?|uses?) (?:\w+ ){{1,2}}(?:from|by) (?:the )?|"
    rf"(?:(?:[Aa] \w+ of )?(?:{_OF_PAGE}) (?:(?:was|is|has been) )?)?(?:[Ff]irst|[Oo]riginally|[Pp]reviously)"
    r" (?:published|appeared|posted) (?:by|on|in|at) (?:the )?|"
    rf"{_OF_PAGE} [^.\n]{{0,60}}\b(?:published|generated) from (?:\w+ ){{1,2}}(?:feed|wire) (?:of|from|by) (?:the )?"
    r")$"
)
_SHARE_END = re.compile(
    rf"\s*[,;&]?\s*{_NAMES}(?:(?:was|were) used in this {_PAGE}|contributed to this {_PAGE}|on [A-Z\d][\w ,]{{2,20}})?[\s.)\]]*$"
)
_SHARED = re.compile(rf"[\s,;&]*{_NAMES}(?:also )?contributed (?:reporting )?to (?:this|the) {_PAGE}[\s.)\]]*$")
_SHARER = re.compile(rf"\W*{_NAMES}$")
_BEGIN = re.compile(r"[.!?][\"”’)]*\s+|\(")  # of a sentence, of brackets
_END = re.compile(r"[.)](?=\s|$)")
_BRACKETED = re.compile(r"^[^\n]{40,}\([A-Z][\w .&'’-]{1,30}\)[^\S\n]*$", re.M)
_GLUED = re.compile(r"(?<=[a-z])[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}$", re.M)  # "Ann HolmAssociated Press"
# via := picture's maker ("/" agency | "Pool" | "Photo") "via" name: the name is the picture's
_VIA_PICTURE = re.compile(
    rf"(?:/\s?{_NAME}(?: {_NAME}){{0,3}}|\b(?:Pool|Photos?|Handout|HANDOUT))\s+[Vv]ia\s+(?:the\s+)?$"
)
_CAPITALS = re.compile(rf"(?<![\w'’.-]){_NAME}(?:[^\S\n]{_NAME}){{1,5}}")
_CLOSED = re.compile(r"(?:[.!?][\"”’)]*\s*|\n\s*|\A\s*)\Z")  # a sentence, or a line, before brackets
_SLASHES = re.compile(rf"(?:^|(?<=[\s.!?\"”’)]))/({_NAME}(?:[^\S\n]{_NAME}){{0,4}})/(?=[\s.]*$)", re.M)
_CAPITAL_FORM = re.compile(r"^[^\S\n]*([A-Z][^\n()]{1,60}?)\s*\(([A-Z][\w .&'’-]{1,40})\)\s*(?:--?|[–—])\s", re.M)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in the head or tail of a page, with its line before and after it and the lines above and below that."""

    before: str
    name: str
    after: str
    above: str
    below: str
    kind: SourceKind
    tail: bool
    followed: bool  # other lines stand below
    lone: bool  # no other paragraph of the page ends in a name in brackets
    peers: bool  # the rest of the line are other agencies


def credit_drafts(article: Article, known: Lexicon) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """Return the credits of the whole article and those of its pictures, in order; the cue is empty, the form is the cue."""
    whole: list[Draft] = []
    pictures: list[Draft] = []
    for span, rule in _credited(article, known):
        draft = Draft((span,), (), (), f"{rule}: {span.of(article.text)!r}")
        (pictures if rule == _PICTURE else whole).append(draft)
    return tuple(whole), tuple(pictures)


def without_pictures(text: str, read: Sequence[Draft], pictures: Sequence[Draft]) -> list[Draft]:
    """Return ``read`` where who only made a picture says nothing: "(Reuters)" behind a legend, "Pool Photo via AP"."""
    made = {d.source[0].start for d in pictures}
    return [_maker(text, d) if _is_maker(text, d, made) else d for d in read]


def _is_maker(text: str, d: Draft, made: set[int]) -> bool:
    if not d.source:
        return False
    start = d.source[0].start
    if d.because.startswith("bracket") and start in made:
        return True
    return _VIA_PICTURE.search(text, max(0, start - _LEGEND), start) is not None


def _maker(text: str, d: Draft) -> Draft:
    return replace(d, cue=(), content=(), because=f"{_PICTURE}: {d.source[0].of(text)!r}")


def _credited(article: Article, known: Lexicon) -> Iterator[tuple[Span, str]]:
    text = article.text
    lines = [(z.start, z.end) for z in article.zones if z.kind not in _SKIP]
    if not lines:
        return
    begin, end = lines[0][0], lines[-1][1]
    head = Span(begin, min(end, begin + _HEAD))
    tail = Span(max(head.end, end - _TAIL), end)
    seen: set[tuple[int, int]] = set()
    table, words = named.load(known), _media_words(known)
    lines += [(z.start, z.end) for z in article.zones if z.end <= head.end and _lone_name(z, text, table)]
    last = len(text[:end].rstrip(" ./)]\n"))
    for span in _filed(article, head, words):
        seen.add(span)
        yield span, "credit-dateline"
    several = len(set(_BRACKETED.findall(text))) > 1
    below = [Span(z.start, z.end) for z in article.zones if z.kind in _CREDITING and head.end <= z.start < tail.start]
    for region, at_end in ((head, False), *((x, False) for x in below[:_LATE]), (tail, True)):
        for span, kind in sorted(_names(text, region, table, words, at_end)):
            if span in seen or not any(s <= span.start < e for s, e in lines):
                continue
            seen.add(span)
            rule = _form(_mention(text, span, kind, at_end, last, several, _peers(text, span, table)))
            if rule and not (
                _in_brackets(text, span) and table.at(span.of(text)) is None and _is_aside(text, span, rule)
            ):
                yield span, rule


def _filed(article: Article, head: Span, words: _Media) -> Iterator[Span]:
    """Yield what stands in brackets or slashes behind the place of a dateline."""
    for z in article.zones:
        if z.kind is ZoneKind.DATELINE and z.end <= head.end:
            found = (Span(*m.span(2)) for m in _IN_DATELINE.finditer(article.text, z.start, z.end))
            yield from (span for span in found if not _names_nobody(span.of(article.text), words))


_IN_DATELINE = re.compile(r"(?<=[\w.,’'])[^\S\n]{1,2}([(/])([A-Z][\w .&'’-]{1,40})[)/](?!\w)")


def _names_nobody(name: str, words: _Media) -> bool:
    """Tell whether what stands where an agency does is a slug, a day or a place: "PARIS (France) -"."""
    where = any(s.sort <= gazetteer.REGION for s in gazetteer.spots(fold(name)))
    return fold(name) in words.never or where or _DAY_ALONE.match(name) is not None


_DAY_ALONE = re.compile(rf"{_DAY}[\W\d]*$", re.I)


def _in_brackets(text: str, span: Span) -> bool:
    return text.endswith("(", 0, span.start) and text.startswith(")", span.end)


def _is_aside(text: str, span: Span, rule: str) -> bool:
    """Tell whether brackets say something of the words before them ("The Long Road" (Harper Press)), or of their paragraph alone."""
    if rule == "credit-tail":
        return _CLOSED.search(text, max(0, span.start - _LEGEND), span.start - 1) is None
    return rule == _PICTURE


def _names(
    text: str, region: Span, table: named.Names, words: _Media, at_end: bool
) -> Iterator[tuple[Span, SourceKind]]:
    """Yield the names in ``region``: known ones, those of media, one run together with its writer's, any in a credit's own marks."""
    listed = [(hit.span.shifted(region.start), hit.named.kind) for hit in table.scan(region.of(text))]
    yield from listed
    slashed = (Span(*m.span(1)) for m in _SLASHES.finditer(text, region.start, region.end))
    called = ((span, SourceKind.AGENCY) for span in slashed if fold(span.of(text)) not in words.never)
    for span, kind in (*_media(text, region, words), *called):
        if not any(span.overlaps(other) for other, _ in listed):
            yield span, kind
    if at_end:
        return
    for glued in _GLUED.finditer(text, region.start, region.end):
        known = table.at(glued[0])
        if known is not None and known.kind is SourceKind.AGENCY:
            yield Span(*glued.span()), known.kind
    for mark in _CAPITAL_FORM.finditer(text, region.start, region.end):
        if not _names_nobody(mark[2], words):
            yield Span(*mark.span(2)), SourceKind.AGENCY


@dataclass(frozen=True, slots=True)
class _Media:
    """Words by which the name of a medium is told: those that end it, those that make it an agency, and what is no name."""

    ends: frozenset[str]
    agencies: frozenset[str]
    never: frozenset[str]


@cache
def _media_words(known: Lexicon) -> _Media:
    table = known.table("source_words")
    agencies = frozenset(table["heads"]["agency"]) | frozenset(table["credits"]["agencies"])
    return _Media(agencies | frozenset(table["heads"]["outlet"]), agencies, frozenset(table["credits"]["never"]))


def _media(text: str, region: Span, words: _Media) -> Iterator[tuple[Span, SourceKind]]:
    """Yield capitals that end in a word for a medium, without "By" and "The" before them."""
    for run in _CAPITALS.finditer(text, region.start, region.end):
        lead = _LEAD.match(text, run.start(), run.end())
        start, end = lead.end() if lead else run.start(), run.end() - run[0].endswith(".")
        pieces = fold(text[start:end]).split()
        last = {" ".join(pieces[-n:]) for n in (1, 2)}
        if len(pieces) > 1 and last & words.ends:
            yield Span(start, end), SourceKind.AGENCY if last & words.agencies else SourceKind.OUTLET


_LEAD = re.compile(r"(?:(?:by|the|from|with|and|source|media|agency)\s+)+", re.I)


def _lone_name(zone: Zone, text: str, table: named.Names) -> bool:
    """Tell whether a line that stands among those of other reports is nothing but an agency's name."""
    if zone.kind is not ZoneKind.RELATED or zone.end - zone.start > _LEGEND:
        return False
    known = table.at(text[zone.start : zone.end].strip())
    return known is not None and known.kind is SourceKind.AGENCY


def _mention(text: str, span: Span, kind: SourceKind, tail: bool, last: int, several: bool, peers: bool) -> _Mention:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = end if end >= 0 else len(text)
    above = text[max(0, start - _NEAR) : start].rstrip().rpartition("\n")[2]
    below = text[end : end + _NEAR].lstrip().partition("\n")[0]
    before = text[max(start, span.start - _NEAR) : span.start]
    before += "," if before[-1:].islower() else ""  # run together
    return _Mention(
        before,
        span.of(text),
        text[span.end : min(end, span.end + _NEAR)],
        above,
        below,
        kind,
        tail,
        span.end < last,
        not several,
        peers,
    )


def _peers(text: str, span: Span, table: named.Names) -> bool:
    """Tell whether the rest of the line are other agencies: "Reuters, AFP"."""
    rest = text[span.end : span.end + _LEGEND].partition("\n")[0]
    others = [table.at(part.strip()) for part in re.split(r",|&|\band\b", rest)[1:]]
    return bool(others) and all(x is not None and x.kind is SourceKind.AGENCY for x in others)


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
        and (m.before[:1].isupper() or m.before == "(")
    )


def _picture(m: _Mention) -> bool:
    """Tell whether a slash, "via", "Photo" or an agency of pictures stands right beside the name, or a place name's dot."""
    if m.kind is not SourceKind.AGENCY or m.tail:
        return False
    left, right = m.before[-45:], m.after[:25]
    if re.search(r"[/|]\s*$", left) or re.match(r"\s*(?:[/|]|photo)", right, re.I):
        signed = _BY.match(m.before) is not None and "/" not in right and _DATE_BEHIND.match(m.after) is not None
        return not signed and not _desk(m)
    if _PHOTO.search(left) and not re.search(r"[.!?]\s+\w", left[_last_photo(left) :]):
        return True
    ends = m.after.strip(" .)") == ""
    alone = m.before.endswith("(") and m.after.startswith(")") and m.followed and m.lone and not _DATED.match(m.before)
    behind = re.search(r"[.!?)]\s*(?:[–—-]+\s*)?$", m.before) is not None
    writer = len(m.before) > 60 and re.search(r"\b[A-Z][\w-]+ [A-Z][\w-]+,\s*$", left) is not None
    writer |= re.search(r"[.!?)]\s+[A-Z][\w’'-]+ [A-Z][\w’'-]+ $", left) is not None
    return alone or (ends and (behind or writer))


def _desk(m: _Mention) -> bool:
    """Tell whether a day, or a writer and a whole name, stand around a stroke: "Reuters | June 12", "Ann Holm | Associated Press"."""
    if m.before.strip() == "":
        return re.match(r"\s*\|.*\b\d{4}\b", m.after) is not None
    named = " " in m.name or _DATED.match(m.before) is not None
    return named and m.before.rstrip().endswith("|") and _DATE_BEHIND.match(m.after) is not None


def _legend(m: _Mention) -> bool:
    """Tell whether a line holds no more than ``[writer ","] AP`` and stands between a legend and what is not its date."""
    if m.kind is not SourceKind.AGENCY or " " in m.name or m.after.strip(" .)") != "" or _SIGNED.match(m.before):
        return False
    line = m.before.strip() == "" or re.match(r"[^()]*\b[A-Z][\w.’'-]*,\s*$", m.before) is not None
    return line and _is_prose(m.above) and _DATE_BELOW.match(m.below) is None and (m.followed or m.before.strip() != "")


def _is_prose(line: str) -> bool:
    return len(line) > _SENTENCE and line[-1] in '.!?)”"'


def _last_photo(left: str) -> int:
    return max((x.end() for x in _PHOTO.finditer(left)), default=0)


def _label(m: _Mention) -> bool:
    return _reporter(m) and _LABEL.search(m.before) is not None


def _byline(m: _Mention) -> bool:
    if not _reporter(m) or len(m.before) > 120:
        return False
    if m.kind is SourceKind.OUTLET and not re.match(r"\W*by\s", m.before, re.I):
        return False
    signed = _BY.match(m.before) is not None
    if m.kind is SourceKind.AGENCY and signed and (_edition(m) or _others(m) or _desk(m)):
        return True
    if _DATED.match(m.before):
        return m.after.strip(" .)") == ""
    written = _SIGNED.match(m.before) is not None or _WRITER.match(m.before) is not None
    if (signed or written or _JOINED.match(m.before)) and _DATE_BEHIND.match(m.after):
        return True
    return written and _DESK.match(m.after) is not None


def _edition(m: _Mention) -> bool:
    found = _EDITION.match(m.after)
    return found is not None and (m.before.strip() != "" or found[1] + found[2] != "")


def _others(m: _Mention) -> bool:
    return m.peers or (m.before.strip() != "" and _OTHERS.match(m.after) is not None)


def _share(m: _Mention) -> bool:
    """Tell whether the report says that it, or some of it, came from there: "With inputs from PTI"."""
    if not _reporter(m):
        return False
    before, after = m.before, m.after
    if m.tail or not m.followed:  # at the page's end a sentence or brackets may say so
        closed = _END.search(after)
        before, after = _BEGIN.split(before)[-1], after[: closed.end()] if closed else after
    shared = _SHARER.match(before) is not None and _SHARED.match(after) is not None
    return shared or (_SHARE.match(before) is not None and _SHARE_END.match(after) is not None)


def _slashed(m: _Mention) -> bool:
    """Tell whether slashes around the name end the page: "The road is shut. /Meridian/"."""
    return m.kind is SourceKind.AGENCY and not m.followed and m.before.endswith("/") and m.after.strip(" .") == "/"


def _tail(m: _Mention) -> bool:
    if m.kind is not SourceKind.AGENCY or not (m.tail or not m.followed):
        return False
    ends = m.after.strip(" .)") == ""
    dash = ends and re.search(r"(?:^|[.!?\"”’]\s*|\s)[-–—/]{1,2}\s*$", m.before) is not None
    bracket = _OPENING.search(m.before) is not None and _CLOSING.match(m.after) is not None
    writers = re.match(r"\s+(?:writers?|journalists?|reporters?)\b", m.after) is not None and len(m.before) < 40
    rights = re.search(r"(?:©|\(c\)|copyright)[^\n]{0,40}$", m.before, re.I) is not None
    return dash or bracket or writers or rights or (ends and m.before.strip() == "")


_FORMS: tuple[tuple[str, Callable[[_Mention], bool]], ...] = (
    ("credit-dateline", _dateline),
    ("credit-label", _label),
    ("credit-share", _share),
    ("credit-slashed", _slashed),
    (_PICTURE, _picture),
    (_PICTURE, _legend),
    ("credit-byline", _byline),
    ("credit-tail", _tail),
)
