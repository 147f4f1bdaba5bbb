"""Capture -> Article: its text divided into zones, its title, date, outlet and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from firsthand.article import blocks, dates, dump, facts, form, language, outlet, page
from firsthand.lexicon import Lexicon
from firsthand.records import Article, Capture, DateBasis, Page, Published, Quote, Sentence, Title, Zone, ZoneKind
from firsthand.spans import Span
from firsthand.tokens import sentences

_NO_PAGE = Page("", (), (), ())
_SPOKEN = frozenset(
    (ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX)
)  # zones that say something

# Characters of headline, body and the like that are read as an article; the rest of them becomes debris. The longest
# magazine pieces and live blogs stay under 150,000; what is longer is a collection or an attack.
MOST_SPOKEN_CHARACTERS = 200_000


def clean(capture: Capture, known: Lexicon) -> Article:
    """Return the article of ``capture`` with every character that is not white space in exactly one zone."""
    if capture.page is not None:
        capture = facts.told(capture, capture.page)
        text = capture.page.text if capture.page is not None else ""
        zones = page.dateline(text, page.zones(capture.page or _NO_PAGE, capture.title, known))
        read = _said(text, _bounded(text, zones), capture.language, known)
        zones = _quoted(capture.page, read.zones) if capture.page is not None else read.zones
    else:
        text = capture.text if capture.text is not None else capture.html or ""
        reprint = _dumped if len(text) <= _LONGEST_REPRINT else _dumped.__wrapped__
        read = reprint(text, capture.title, capture.language, known)
        zones = read.zones
    name, because = outlet.of(capture.outlet, capture.url, text, zones, known)
    title = _title(text, zones, capture.title)
    shape, shape_because = form.of(text, zones, title.text, capture.page, capture.url)
    return Article(
        id=capture.id,
        uri=capture.uri,
        sha256=capture.sha256,
        outlet=name,
        outlet_because=because,
        url=capture.url,
        title=title,
        language=read.language,
        published=_published(text, zones, capture, known),
        text=text,
        zones=zones,
        sentences=read.sentences,
        form=shape,
        form_because=shape_because,
        modified=facts.stated(capture.page, "modified"),
        author=facts.stated(capture.page, "author"),
    )


class _Said(NamedTuple):
    """What does not depend on who published a text."""

    zones: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]
    language: str


_REPRINTS = 512  # texts remembered: others print them again, mostly in the same hours
_LONGEST_REPRINT = 50_000  # characters of a text that is remembered


@lru_cache(maxsize=_REPRINTS)
def _dumped(text: str, title: str | None, stated: str | None, known: Lexicon) -> _Said:
    """Return what a text without a page says, whoever printed it."""
    return _said(text, _bounded(text, dump.zones(text, blocks.blocks(text), title, known)), stated, known)


def _said(text: str, zones: tuple[Zone, ...], stated: str | None, known: Lexicon) -> _Said:
    return _Said(zones, _sentences(text, zones), language.of(_words(text, zones), stated, known))


def _bounded(text: str, zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """Return ``zones`` with what lies beyond the longest article as debris that says so."""
    left = MOST_SPOKEN_CHARACTERS
    if len(text) <= left:
        return zones
    out: list[Zone] = []
    for z in zones:
        size = z.end - z.start
        if z.kind not in _SPOKEN or size <= left:
            out.append(z)
            left -= size if z.kind in _SPOKEN else 0
            continue
        cut = text.rfind(". ", z.start, z.start + left) + 1 or z.start + left
        why = f"beyond-limit: only the first {MOST_SPOKEN_CHARACTERS:,} characters of an article are read"
        if text[z.start : cut].strip():
            out.append(Zone(z.kind, z.start, cut, z.because))
            cut += len(text[cut : cut + 99]) - len(text[cut : cut + 99].lstrip())
        out.append(Zone(ZoneKind.DEBRIS, max(cut, z.start), z.end, why))
        left = 0
    return tuple(out)


def _quoted(page: Page, zones: Sequence[Zone]) -> tuple[Zone, ...]:
    """Return ``zones`` with a quote of each, and with its bytes in the raw page where known."""
    text = page.text
    number = {b.start: n for n, b in enumerate(page.blocks)} if page.places else {}
    out: list[Zone] = []
    for z in zones:
        place = _place(page, z, number[z.start]) if z.start in number else None
        quote = Quote(text[z.start : z.end], text[max(0, z.start - 32) : z.start], text[z.end : z.end + 32])
        out.append(Zone(z.kind, z.start, z.end, z.because, quote, place))
    return tuple(out)


def _place(page: Page, zone: Zone, first: int) -> Span | None:
    """Return where the bytes of a zone stand: those of its block, or from the first to the last of the blocks of a comment."""
    if page.blocks[first].end == zone.end:
        return page.places[first]
    last = first
    while page.blocks[last].end < zone.end:
        if last + 1 >= len(page.joined) or not page.joined[last]:
            return None
        last += 1
    begin, end = page.places[first], page.places[last]
    return Span(begin.start, end.end) if begin and end and page.blocks[last].end == zone.end else None


def _sentences(text: str, zones: Sequence[Zone]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(s.start, s.end, z.kind, n)
        for n, z in enumerate(zones)
        if z.kind in _SPOKEN
        for s in sentences(text, z.start, z.end)
    )


def _title(text: str, zones: Sequence[Zone], stated: str | None) -> Title:
    """Return the headline on the page, else the one that the record or the page's metadata states."""
    head = next((z for z in zones if z.kind is ZoneKind.HEADLINE), None)
    if head is not None:
        return Title(" ".join(text[head.start : head.end].split()), head.span)
    return Title(" ".join((stated or "").split()), None)


def _words(text: str, zones: Sequence[Zone]) -> str:
    """Return the beginning of what the article says, for the language."""
    out: list[str] = []
    for z in zones:
        if z.kind in _SPOKEN and sum(map(len, out)) < 4_000:
            out.append(text[z.start : min(z.end, z.start + 4_000)])
    return "\n".join(out) or text[:4_000]


def _published(text: str, zones: Sequence[Zone], capture: Capture, known: Lexicon) -> Published:
    """Return when the report appeared: as the record says, else as its page or its date line says; never from a comment.

    A record that the date line contradicts is not believed: collectors state the day on which they came by.
    """
    if capture.page is not None:
        stated = facts.published(capture, capture.page, known)
    else:
        stated = dates.stated(capture.published, known, DateBasis.RECORD, "record-field")
    if stated is not None and stated.basis is not DateBasis.RECORD:
        return stated
    printed, is_above = _dated_zone(text, zones, known) or (None, False)
    if stated is None:
        address = facts.of_address(capture.url, known) if capture.page is None else None
        return printed or address or dates.UNKNOWN
    if printed is None or not is_above or dates.agree(stated, printed) or _reads_as(text, printed, stated, known):
        return stated
    return replace(printed, because=f"{printed.because}; the record says {capture.published!r:.90}")


def _opening_date(text: str, z: Zone, known: Lexicon) -> dates.Moment | None:
    """Return the date with which a text that lost its line breaks opens, or that stands behind its headline."""
    opening = _first_date(text, z, 80, known)
    if opening is not None and opening.span.start - z.start <= 24:
        return opening
    behind = _first_date(text, z, 300, known)
    return behind if behind is not None and dates.in_head(text, behind, known) else None


def _first_date(text: str, z: Zone, reach: int, known: Lexicon) -> dates.Moment | None:
    found = dates.find(text, Span(z.start, min(z.end, z.start + reach)), known)
    return found[0] if found else None


def _reads_as(text: str, printed: Published, stated: Published, known: Lexicon) -> bool:
    """Tell whether a printed date, read month first, is the stated one: 04/05/2031 is either."""
    words = text[printed.span.start : printed.span.end] if printed.span is not None else None
    again = dates.stated(words, known, printed.basis, "")
    return again is not None and dates.agree(stated, again)


def _dated_zone(text: str, zones: Sequence[Zone], known: Lexicon) -> tuple[Published, bool] | None:
    """Return the date at the head of the report, and whether it is printed above it: not told in it, nor that of an update."""
    update: Published | None = None
    for n, z in enumerate(zones):
        if z.kind not in (ZoneKind.DATELINE, ZoneKind.BYLINE) and not (z.kind is ZoneKind.BODY and n < 3):
            continue
        moment = _opening_date(text, z, known) if z.kind is ZoneKind.BODY else _first_date(text, z, 300, known)
        if moment is None:
            continue
        basis = DateBasis.DATELINE if "dateline:" in z.because or z.kind is ZoneKind.BODY else DateBasis.PAGE
        words = text[moment.span.start : moment.span.end]
        said = Published(moment.earliest, moment.latest, moment.precision, basis, moment.span, f"date-line: {words!r}")
        if not moment.is_update:
            return said, dates.is_printed_above(text, z, moment, known)
        update = update or said
    return (update, False) if update else None
