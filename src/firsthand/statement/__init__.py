"""Article -> Account: attributions, statements, times, places, quantities, actors, labels."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Statement, StatementId, Status


def find(article: Article, known: Lexicon) -> Account:
    """Return all that ``article`` says, compared with no other."""
    said = tuple(
        Statement(StatementId(f"{article.id}:s{n}"), article.id, (s.span,), (), Status.ASSERTED, None, s.zone)
        for n, s in enumerate(article.sentences)
    )
    return Account(article.id, statements=said)
