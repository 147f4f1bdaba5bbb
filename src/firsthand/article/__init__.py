"""Capture -> Article."""

from __future__ import annotations

import re

from firsthand.lexicon import Lexicon
from firsthand.records import (
    Article,
    Capture,
    DateBasis,
    Precision,
    Published,
    Sentence,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.tokens import sentences


def clean(capture: Capture, known: Lexicon) -> Article:
    """Return the article of ``capture`` with every character that is not white space in exactly one zone."""
    text = capture.text if capture.text is not None else capture.html or ""
    blocks = [m.span() for m in re.finditer(r"\S(?:.*?\S)?(?=\s*(?:\n\s*\n|\Z))", text, re.S)]
    zones = tuple(Zone(ZoneKind.HEADLINE if i == 0 else ZoneKind.BODY, s, e, "thin") for i, (s, e) in enumerate(blocks))
    found = tuple(Sentence(*x, z.kind, n) for n, z in enumerate(zones) for x in sentences(text, z.start, z.end))
    title = Title(text[slice(*zones[0].span)], zones[0].span) if zones else Title("", None)
    when = capture.published
    published = Published(when, when, Precision.SECOND if when else Precision.UNKNOWN, DateBasis.RECORD)
    return Article(
        capture.id, capture.uri, capture.sha256, capture.outlet, "record", capture.url, title, "en", published, text, zones, found
    )
