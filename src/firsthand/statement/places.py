"""Article -> mentions of places, resolved to the gazetteer."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Place, PlaceMention


def locate(article: Article, known: Lexicon) -> tuple[tuple[PlaceMention, ...], tuple[Place, ...]]:
    """Return the places that ``article`` names, in order, and the gazetteer entries they were resolved to."""
    return (), ()
