"""Article -> actors, and the labels used for them."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Actor, Article, Label


def recognise(article: Article, known: Lexicon) -> tuple[tuple[Actor, ...], tuple[Label, ...]]:
    """Return the actors that ``article`` names and every place where it calls one by some name or word, in order."""
    return (), ()
