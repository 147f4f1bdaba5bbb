"""Article + Account -> the headline held against its own body."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Headline


def audit(article: Article, account: Account, known: Lexicon) -> Headline | None:
    """Return how the headline of ``article`` stands to its body; ``None`` when there is no headline in the text."""
    return None
