"""Reports for the tests of this folder: of one body zone, or of one for each paragraph."""

from __future__ import annotations

from dataclasses import replace

from firsthand.records import (
    Article,
    DateBasis,
    DocumentId,
    Precision,
    Published,
    Sentence,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.tokens import sentences


def article(text: str, published: str | None = None, name: str = "a", outlet: str | None = None) -> Article:
    """Return a report that is nothing but ``text``."""
    precision = Precision.DAY if published else Precision.UNKNOWN
    return Article(
        id=DocumentId(name),
        uri=name,
        sha256="",
        outlet=outlet,
        outlet_because="",
        url=None,
        title=Title("", None),
        language="en",
        published=Published(published, published, precision, DateBasis.RECORD),
        text=text,
        zones=(Zone(ZoneKind.BODY, 0, len(text)),) if text else (),
        sentences=tuple(Sentence(s.start, s.end, ZoneKind.BODY, 0) for s in sentences(text)),
    )


def paragraphs(text: str, kind: ZoneKind = ZoneKind.BODY) -> Article:
    """Return a report in which each paragraph of ``text`` is a zone."""
    zones: list[Zone] = []
    found: list[Sentence] = []
    at = 0
    for n, block in enumerate(text.split("\n\n")):
        zones.append(Zone(kind, at, at + len(block)))
        found += [Sentence(s.start, s.end, kind, n) for s in sentences(text, at, at + len(block))]
        at += len(block) + 2
    return replace(article(text), zones=tuple(zones), sentences=tuple(found))
