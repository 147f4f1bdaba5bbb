"""Is who is said to speak the article's own outlet? Then nobody outside is cited: the source is the outlet, by its full name.

own := "the" and the last word of its name         "the Bugle has warned that …"
"""

from __future__ import annotations

from firsthand import names
from firsthand.records import Article, Source, SourceId, SourceKind
from firsthand.spans import Span


def own_outlet(article: Article, said: Span) -> Source | None:
    """Return the outlet of ``article`` as a source where the words ``said`` name it; nothing otherwise."""
    outlet = (article.outlet or "").strip()
    words = said.of(article.text)
    if len(names.parts(outlet)) < 2 or not _short(article.text, said, outlet):
        return None
    ident = SourceId(f"name:{names.slug(outlet)}")
    return Source(ident, outlet, SourceKind.OUTLET, (outlet,), because=f"own-outlet: {words!r} is {outlet!r}")


def _short(text: str, said: Span, outlet: str) -> bool:
    before, _, name = said.of(text).rpartition(" ")
    before = before or text[max(0, said.start - 4) : said.start].strip()
    return before.lower() == "the" and name[:1].isupper() and names.parts(name) == names.parts(outlet)[-1:]
