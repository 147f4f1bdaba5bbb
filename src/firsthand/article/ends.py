"""What stands among an article's lines and is none of its text: notes on its author, words to the reader, links elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from firsthand.article import furniture, heads, repeats
from firsthand.article.lines import Line
from firsthand.records import ZoneKind

_HEAD_LINES, _FOOT_LINES = 3, 5  # texts at the article's beginning and end that may be words to its reader
_MOST_ADDRESSED = (
    0.15  # share of an article's texts with "you" or "we" up to which it does not speak to its reader itself
)
_AUTHOR_LINES = 3  # texts at the article's end that may be a note on its author
_NAME_REACH = 8  # lines before the article in which its author is named
_NAME_CHARACTERS = 120  # of a text in which a note on an author has named him
_NAME_WORDS = range(2, 5)
_LEAST_SHOUTED = 7  # words in capitals on a line: headings of parts have fewer
_READER = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|[Yy]ours|[Oo]ur|us|[Ww]e|[Ww]e're|[Ww]e've|[Ww]e'd|[Cc]lick|[Pp]lease|[Ss]ubscribe)\b"
)
_YOU = re.compile(r"\b(?:you|your|yours|click|please|subscribe)\b")  # "we" alone is a reporter's, too
# What pages ask of their reader in the first word of a line.
_ASKS = re.compile(
    r"(?:follow|subscribe|sign up|get|join|download|click|tap|share|start|listen to|write to|contact|e-?mail|send|check out|find us)\b"
)
_LEAST_ADDRESSES = 2  # such words in a text that speaks to the reader
_MOST_READER_WORDS = 60  # words of such a text
_QUOTE = re.compile(r"[\"“”«»„]")
_BY = re.compile(r"(?:by|about|by:|author:|author)\s+", re.I)
_ELSEWHERE = re.compile(
    r"(?:also |more |read |see |watch |only )?(?:on|at|from) (?:[\w-]+\.)+(?:com|org|net|info|co\.[a-z]{2}|[a-z]{2})\b"
)
_SHOUTED_SHARE = 0.85  # of the letters of a line in capitals: "AMAs" has a small one
_MOST_ABOVE = 60  # words above the paragraph with place and agency, at most, where they stand right above it
_LEAST_ON_MATTER = 0.4  # share of the words of such a line that the article uses where the line leads into it
_APART = 4  # lines between them and it, else
_HEAD_LINE = re.compile(r"^by\b|\b(?:19|20)\d\d\b|\d:\d\d")  # a byline or a date
_TAIL_WORDS = 12  # of a text behind which lines may be the page's
_CONTACT_WORDS = 25  # of a line that says how to reach its author
_MAIL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|(?<!\w)@\w{3,}|\bon (?:twitter|facebook|instagram|linkedin|youtube|telegram)\b"
)
# NAME "is" ("a reporter" | "covering"): up to four words of a name, then within ten the office
_OFFICE = re.compile(
    r"(?P<name>(?:[^\W\d_][\w.'-]* ){1,4})(?:is|was|writes|covers|works)(?! (?:killed|shot|dead|wounded|injured|hurt|arrested|held|found))"
    r"(?: [\w,'-]+){0,10}? "
    r"(?:reporter|editor|writer|columnist|correspondent|journalist|producer|contributor|blogger|photographer|covering)\b"
)

# What a page says in sentences of its own about itself: whom its text belongs to, what it earns, how to comment and subscribe.
_NOTICE = re.compile(
    r"\bmay not be (?:reproduced|republished|published|copied|redistributed|distributed|rebroadcast|rewritten|used)\b"
    r"|\bwithout (?:the )?(?:(?:prior|express|written),? ){1,3}(?:permission|consent)\b|\bnon-?commercial use only\b"
    r"|\b(?:we|site|page) (?:may |will )?(?:earns?|receives?|gets?) (?:a |an )?(?:small |affiliate )*commission\b|\baffiliate links?\b"
    r"|\bconstitutes acceptance of\b|\byou agree to (?:our|the)\b|\b(?:community|house) (?:rules|guidelines|standards) "
    r"|\b(?:does not|doesn't) support (?:html5|video|audio|iframes|javascript)\b|\b(?:not supported|unsupported) (?:on|by) (?:your|this)\b"
    r"|\bmoderat(?:e|ed|ing) (?:all )?(?:the )?comments\b|\bcomments (?:are|will be) (?:moderated|closed|disabled|reviewed)\b"
    r"|\byour inbox\b|\b(?:to|our) (?:free |daily |weekly )*newsletters?\b"
)
_MOST_NOTICE_WORDS = 70
# A legend that says what picture it is under, or bears its agency's name behind its last sentence.
_LEGEND = re.compile(
    r"(?:an? |the |this |these )?(?:(?:stock|file|undated|archive|satellite|aerial|screen|handout) )+"
    r"(?:image|photo|photograph|picture|grab)s?\b"
    r"|(?:this|these) (?:[\w.,'-]+ ){0,6}(?:image|photo|photograph|picture|map|chart|graphic|illustration)s? (?:[\w.,'-]+ ){0,6}?shows?\b"
    r"|.{30,300}[.!?] (?:getty|getty images|afp|ap|reuters|epa|shutterstock|istock|flickr|nasa|twitter|instagram|facebook|youtube)$"
)
# What pictures have shown is news: "Satellite images showed 12 tanks", "Aerial photographs taken on Monday showed that".
_PICTURED = re.compile(
    r"(?:the |these |this )?(?:[\w-]+ ){1,3}(?:image|photo|photograph|picture)s? (?:[\w,'-]+ ){0,6}?"
    r"(?:showed|revealed|confirmed|suggest|suggested|indicated?|appear|appeared|have|had|were|was|released|published|obtained)\b"
)
_MOST_LEGEND_WORDS = 60
_REFERENCES = frozenset(
    "sources references bibliography footnotes endnotes quellen fuentes fontes fonti источники".split()
)
_GLUED_TOPICS = re.compile(r"(?:[A-Z][a-z]{2,}){4}")  # "TownTelevisionBusinessCulture": topics run together

Found = tuple[int, ZoneKind, str]


Other = tuple[ZoneKind, str]


def apart(lines: Sequence[Line], inside: Sequence[bool]) -> dict[int, Other]:
    """Return the lines of the article that are none of its text, with what they are and why."""
    texts = [n for n, yes in enumerate(inside) if yes and lines[n].hint is None and lines[n].prose]
    out: dict[int, Other] = {}
    for rule in _RULES:
        for n, kind, because in rule(lines, inside, texts):
            out.setdefault(n, (kind, because))
        texts = [n for n in texts if n not in out]
    return out


def _links(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield titles of other articles in capitals, and lines that send to another site."""
    shouted = [n for n in texts if lines[n].raw.isupper()]
    for n, yes in enumerate(inside):
        x = lines[n]
        if not yes or x.hint is not None:
            continue
        if _ELSEWHERE.match(x.folded) and not furniture.reports(x.folded):
            yield n, ZoneKind.RELATED, f"elsewhere: {x.raw[:40]!r}"
        elif _is_shouted(x) and len(x.raw.split()) >= _LEAST_SHOUTED and not x.prose and 3 * len(shouted) < len(texts):
            yield n, ZoneKind.RELATED, f"title-in-capitals: {x.raw[:40]!r}"


def _is_shouted(x: Line) -> bool:
    letters = [c for c in x.raw if c.isalpha()]
    return sum(map(str.isupper, letters)) > _SHOUTED_SHARE * max(1, len(letters))


def _above_dateline(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield the lines above the one that opens with place and agency where they are few or stand apart: there the article begins."""
    n, is_credited = next(((n, _is_credited(lines[n])) for n in texts if _is_credited(lines[n]) is not None), (0, None))
    above = [k for k in range(n) if inside[k] and lines[k].hint is None]
    words = sum(len(lines[k].folded.split()) for k in above)
    is_apart = is_credited and n - max((k for k in above if lines[k].prose), default=n) > _APART
    told = {w for k in texts if k >= n for w in furniture.stems(lines[k].folded)}
    if words <= _MOST_ABOVE or is_apart:
        for k in above:
            own = furniture.stems(lines[k].folded)
            is_lead = sum(w in told for w in own) >= _LEAST_ON_MATTER * max(1, len(own))
            if not is_lead and (lines[k].prose or not _HEAD_LINE.search(lines[k].folded)):
                yield k, ZoneKind.RELATED, f"above-dateline: {lines[k].raw[:40]!r}"


def _is_credited(x: Line) -> bool | None:
    """Tell whether a text opens with place and agency, ``None`` where it opens with no place at all."""
    found = heads.dateline(x.raw, 0, len(x.raw)) if x.prose >= _TAIL_WORDS else None
    return None if found is None else not found[1].startswith("plain")


def _office(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield "NAME is a reporter ..." among the last texts where the article does not speak of NAME, and how to reach an author."""
    if len(texts) <= 2 * _AUTHOR_LINES:
        return
    told = " ".join(lines[n].folded for n in texts[:-_AUTHOR_LINES])
    for n in range(texts[-_AUTHOR_LINES], len(lines)):
        x = lines[n]
        if not inside[n] or x.hint is not None or _QUOTE.search(x.raw):
            continue
        found = _OFFICE.match(x.folded)
        if found is not None and x.raw[:1].isupper() and found["name"].split()[-1] not in told:
            yield n, ZoneKind.RELATED, f"about-author: {x.raw[:40]!r}"
        elif _ASKS.match(x.folded) and len(x.folded.split()) <= _CONTACT_WORDS and _MAIL.search(x.folded):
            yield n, ZoneKind.RELATED, f"reach-author: {x.raw[:40]!r}"


def _notices(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield what the page says of itself, legends of pictures, and topics run together."""
    for n, yes in enumerate(inside):
        x = lines[n]
        if not yes or x.hint is not None or furniture.reports(x.folded) or _QUOTE.search(x.raw[:1]):
            continue
        size = len(x.folded.split())
        if size <= _MOST_NOTICE_WORDS and _NOTICE.search(x.folded):
            yield n, ZoneKind.WIDGET, f"notice: {x.raw[:40]!r}"
        elif size <= _MOST_LEGEND_WORDS and _LEGEND.match(x.folded) and not _PICTURED.match(x.folded):
            yield n, ZoneKind.CAPTION, f"legend: {x.raw[:40]!r}"
        elif not x.prose and _GLUED_TOPICS.search(x.raw):
            yield n, ZoneKind.WIDGET, f"topics: {x.raw[:40]!r}"


def _references(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield the works that an article names behind its end, below a heading such as "Sources"."""
    half = texts[len(texts) // 2] if texts else len(lines)
    head = next((n for n in range(half, len(lines)) if lines[n].folded.strip(" :") in _REFERENCES), len(lines))
    for n in range(head, len(lines)):
        if inside[n]:
            yield n, ZoneKind.RELATED, f"reference: {lines[n].raw[:40]!r}"


def _tail(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield the short lines behind the last text and a box behind it: names, topics, titles of the page's."""
    last = next((n for n in reversed(texts) if lines[n].prose >= _TAIL_WORDS), len(lines))
    is_behind = False
    for n in range(last + 1, len(lines)):
        hint = lines[n].hint
        if hint is not None and hint.rule.startswith("amount"):
            return
        is_behind = is_behind or (hint is not None and hint.is_strong and hint.kind is ZoneKind.WIDGET)
        if inside[n] and is_behind and lines[n].is_short:
            yield n, ZoneKind.WIDGET, f"behind-article: {lines[n].raw[:40]!r}"


def _author(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield the note on the author at the article's end: it names whom the byline or a line just before it names."""
    if len(texts) <= 2 * _AUTHOR_LINES:
        return
    names = {name for x in lines[max(0, texts[0] - _NAME_REACH) : texts[0] + 1] for name in _names(x)}
    told = " ".join(lines[n].raw for n in texts[:-_AUTHOR_LINES])
    strange = {name for name in names if name not in told}  # whom the article does not speak of
    for last, n in pairwise(texts[-_AUTHOR_LINES - 1 :]):
        over = {name for x in lines[max(last + 1, n - _NAME_REACH) : n] for name in _names(x)}
        head = lines[n].raw[:_NAME_CHARACTERS]
        named = sorted(name for name in strange | over if name in head)
        named += sorted(name for name in over if head.startswith(name.split()[0] + " "))
        is_said = furniture.reports(lines[n].folded) and not head.startswith(tuple(named))
        if named and not is_said and not _QUOTE.search(head):
            yield n, ZoneKind.RELATED, f"about-author: {named[0]!r}"


def _names(x: Line) -> tuple[str, ...]:
    """Return the name that a line is, behind "By" or alone, and its last two words; nothing for any other line."""
    words = _BY.sub("", x.raw, count=1).split(",")[0].split()
    if (
        len(words) in _NAME_WORDS
        and not x.prose
        and all(w[0].isupper() and w[-1].isalpha() and not w.isupper() for w in words)
    ):
        return " ".join(words), " ".join(words[-2:])
    return ()


def _to_reader(lines: Sequence[Line], inside: Sequence[bool], texts: Sequence[int]) -> Iterator[Found]:
    """Yield the first and last texts that speak to the reader where the article does not."""
    addressed = [
        n
        for n in texts
        if (_READER.search(lines[n].raw) or _ASKS.match(lines[n].folded)) and not _QUOTE.search(lines[n].raw)
    ]
    speaks = sum(_READER.search(lines[n].raw) is not None for n in addressed)
    if len(texts) < _HEAD_LINES + _FOOT_LINES or speaks > max(2, _MOST_ADDRESSED * len(texts)):
        return
    for n in (*texts[:_HEAD_LINES], *texts[-_FOOT_LINES:]):
        x = lines[n]
        asks = _ASKS.match(x.folded) is not None or (
            len(_READER.findall(x.raw)) >= _LEAST_ADDRESSES and _YOU.search(x.folded) is not None
        )
        if n in addressed and x.prose <= _MOST_READER_WORDS and asks:
            yield n, ZoneKind.WIDGET, f"to-reader: {x.raw[:40]!r}"


_RULES = (
    repeats.copies, repeats.labels, _above_dateline, _notices, _references, _links, _author, _office, _to_reader, _tail
)  # fmt: skip
