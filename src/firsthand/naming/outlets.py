"""The outlet of each document -> a source: by its name, else by the host of its address."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand import names
from firsthand.lexicon import Lexicon
from firsthand.lexicon import named as known_names
from firsthand.records import Article, DocumentId, Source, SourceId, SourceKind


def own_outlets(articles: Mapping[DocumentId, Article], known: Lexicon) -> dict[DocumentId, Source]:
    """Return the source that each document's outlet is; a document whose outlet nothing tells is left out."""
    index = known_names.load(known)
    out: dict[DocumentId, Source] = {}
    for ident in sorted(articles):
        found = _outlet(articles[ident], index)
        if found is not None:
            out[ident] = found
    return out


def _outlet(article: Article, index: known_names.Names) -> Source | None:
    domain = names.host(article.url)
    stated = " ".join((article.outlet or "").split())
    found = (index.at(stated) or index.by_domain.get(stated.lower().removeprefix("www."))) if stated else None
    found = found or index.by_domain.get(domain) or index.by_domain.get(domain.partition(".")[2])
    if found is not None and found.actor not in ("state",):
        because = f"outlet-known: {stated or domain!r} is {found.name}"
        spelt = tuple(sorted({*found.names, *([stated] if stated else [])}))
        return Source(SourceId(f"source:{found.slug}"), found.name, found.kind, spelt, (article.id,), False, because)
    name = stated or _site(domain)
    if not name:
        return None
    kind = SourceKind.AGENCY if names.parts(name)[-1:] in (("agency",), ("wire",), ("newswire",)) else SourceKind.OUTLET
    spelt = tuple(sorted({name, *([domain] if domain else [])}))
    return Source(
        SourceId(f"name:{names.slug(name)}"), name, kind, spelt, (article.id,), False, f"outlet-stated: {name!r}"
    )


def _site(domain: str) -> str:
    """Return the host as an outlet's name; hosts of one site (``en.site.example``, ``m.site.example``) give one name."""
    pieces = domain.split(".")
    while len(pieces) > 2 and pieces[0] in ("www", "en", "m", "amp", "english", "edition", "news", "mobile"):
        pieces = pieces[1:]
    return ".".join(pieces) if len(pieces) > 1 else ""
