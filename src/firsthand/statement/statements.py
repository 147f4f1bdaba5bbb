"""Article + Attributions -> Statements: one thing said, with the chain through which it came."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Attribution, Statement, StatementId
from firsthand.statement.status import status


def state(article: Article, attributions: Sequence[Attribution], known: Lexicon) -> tuple[Statement, ...]:
    """Return the statements of ``article`` in order of their first span, each with its chain (empty: the outlet's own voice)."""
    return tuple(
        Statement(StatementId(f"{article.id}:s{n}"), article.id, (s.span,), (), status(article.text, (s.span,), (), known)[0], None, s.zone)
        for n, s in enumerate(article.sentences)
    )
