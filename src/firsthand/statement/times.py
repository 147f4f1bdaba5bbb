"""Article -> mentions of times, as intervals."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Time


def date(article: Article, known: Lexicon) -> tuple[Time, ...]:
    """Return the times that ``article`` names, in order, relative ones anchored on dateline, publication, or the time before."""
    return ()
