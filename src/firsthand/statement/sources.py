"""The words that name a source -> Source."""

from __future__ import annotations

from firsthand.lexicon import Lexicon
from firsthand.records import Article, Source, SourceId, SourceKind
from firsthand.spans import Span


def identify(article: Article, span: Span, known: Lexicon) -> Source:
    """Return the source that the words under ``span`` name; its id is local to the article unless the lexicon knows it.

    Two anonymous sources of one article are one only when they are called the same.
    """
    name = " ".join(span.of(article.text).split())
    return Source(SourceId(f"{article.id}:{name.lower()}"), name, SourceKind.ANONYMOUS, (name,), because="thin")
