"""A report made of one body zone, for the tests of this folder."""

from __future__ import annotations

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
