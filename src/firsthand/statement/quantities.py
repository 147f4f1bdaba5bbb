"""Article -> counts, as ranges with unit and role."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Label, Quantity


def count(article: Article, labels: Sequence[Label], known: Lexicon) -> tuple[Quantity, ...]:
    """Return the counts of ``article`` in order; ``labels`` are the places where it names actors."""
    return ()
