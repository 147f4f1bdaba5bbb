"""Dossier -> answers to the two questions: the stages' records are put together again from what a dossier holds."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.records import (
    Account,
    Article,
    Attribution,
    Cast,
    Claim,
    Document,
    DocumentId,
    Dossier,
    Source,
    SourceId,
    Statement,
    Stemma,
    Story,
)
from firsthand.support.questions import Change, Missing, missing, without

_Told = tuple[list[Article], Cast, tuple[Claim, ...], Stemma]


def without_source(dossier: Dossier, source: SourceId) -> tuple[Change, ...]:
    """Return what changes in all stories of ``dossier`` when nothing that goes back to ``source`` counts."""
    return tuple(c for told in _stories(dossier) for c in without(*told, source))


def missing_sources(dossier: Dossier) -> tuple[Missing, ...]:
    """Return the cited sources of all stories that are not in the collection, those on which most claims hang first."""
    found = (m for told in _stories(dossier) for m in missing(*told))
    return tuple(sorted(found, key=lambda m: (-m.weight, m.name, m.source)))


def named(dossier: Dossier, name: str) -> tuple[Source, ...]:
    """Return the sources with id or name ``name``, else those one of whose names holds it, whatever the case."""
    wanted = name.casefold()
    exact = [s for s in dossier.sources if s.id == name or any(n.casefold() == wanted for n in (s.name, *s.names))]
    return tuple(exact or [s for s in dossier.sources if any(wanted in n.casefold() for n in (s.name, *s.names))])


def _stories(dossier: Dossier) -> Iterator[_Told]:
    accounts = _accounts(dossier)
    documents = {d.id: d for d in dossier.documents}
    names = {s.id: s.name for s in dossier.sources}
    for story in dossier.stories:
        own = [documents[i] for i in story.documents if i in documents]
        outlets = {d.id: d.outlet for d in own if d.outlet is not None}
        cast = Cast({d.id: accounts[d.id] for d in own}, outlets, dossier.sources, dossier.actors, dossier.gazetteer)
        articles = [_article(d, names.get(d.outlet) if d.outlet else None) for d in own]
        yield articles, cast, story.claims, _of_story(dossier.stemma, story)


def _accounts(dossier: Dossier) -> dict[DocumentId, Account]:
    attributions: dict[DocumentId, list[Attribution]] = {d.id: [] for d in dossier.documents}
    statements: dict[DocumentId, list[Statement]] = {d.id: [] for d in dossier.documents}
    for a in dossier.attributions:
        if a.content:  # a credit for the whole article has none and is no account of what somebody said
            attributions[a.document].append(a)
    for s in dossier.statements:
        statements[s.document].append(s)
    return {i: Account(i, tuple(attributions[i]), tuple(statements[i])) for i in attributions}


def _article(d: Document, outlet: str | None) -> Article:
    return Article(
        id=d.id,
        uri=d.uri,
        sha256=d.sha256,
        outlet=outlet,
        outlet_because="",
        url=d.url,
        title=d.title,
        language=d.language,
        published=d.published,
        text=d.text,
        zones=d.zones,
        sentences=(),
    )


def _of_story(tree: Stemma, story: Story) -> Stemma:
    nodes = tuple(n for n in tree.nodes if n.story == story.id)
    ids, documents = {n.id for n in nodes}, set(story.documents)
    edges = tuple(e for e in tree.edges if e.child in ids and e.parent in ids)
    return Stemma(nodes, edges, tuple(k for k in tree.kin if k.a in documents and k.b in documents))
