"""Article -> who is said to have said what."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Attribution, Source


@dataclass(frozen=True, slots=True)
class Said:
    """The attributions of an article, the credits of the whole article ("(AFP)"), and the sources of both."""

    attributions: tuple[Attribution, ...]
    credits: tuple[Attribution, ...]
    sources: tuple[Source, ...]


def attribute(article: Article, known: Lexicon) -> Said:
    """Return the attributions of ``article``, in order of their first span."""
    return Said((), (), ())
