"""The map: every stage in order, and the only module that imports stages.

Each stage is a pure function from records to records; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from firsthand import (
    article,
    capture,
    claim,
    copies,
    dossier,
    event,
    lexicon,
    naming,
    statement,
    stemma,
    story,
    support,
)
from firsthand.records import Account, Article, Capture, DocumentId, Dossier, Skipped, Stemma, Story


def trace(
    paths: Iterable[str | Path], *, known: lexicon.Lexicon | None = None, stdin: BinaryIO | None = None
) -> Dossier:
    """Return the dossier of everything readable under ``paths`` (files, folders, ``-`` for ``stdin``)."""
    found = tuple(capture.read(paths, stdin=stdin))
    captures = [c for c in found if isinstance(c, Capture)]
    skipped = [s for s in found if isinstance(s, Skipped)]
    return analyse(captures, skipped, known or lexicon.load())


def analyse(captures: Iterable[Capture], skipped: Iterable[Skipped], known: lexicon.Lexicon) -> Dossier:
    """Return the dossier of ``captures``, whatever their order."""
    articles = {a.id: a for a in sorted((article.clean(c, known) for c in captures), key=lambda a: a.id)}
    accounts = {i: statement.find(a, known) for i, a in articles.items()}
    texts = copies.identical(articles.values())
    alone = copies.single(articles, texts)
    stream = story.stream(alone)
    stories = copies.joined(stream.stories(), texts)
    related = stemma.united(beside(s, stream, alone) for s in stories)
    apart = Dossier(stemma=stemma.across(related, stories))
    return dossier.bind([apart, *(resolve(s, articles, accounts, known, related) for s in stories)], skipped)


def beside(told: Story, stream: story.Stream, alone: Mapping[DocumentId, Article]) -> Stemma:
    """Return how the reports of one story look among those of the stories nearest to it."""
    own = [i for i in told.documents if i in alone]
    return stemma.relate([alone[i] for i in own], [alone[i] for i in stream.beside(own)])


def resolve(
    told: Story,
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    known: lexicon.Lexicon,
    related: Stemma,
) -> Dossier:
    """Return the dossier of one story: its cast, events, stemma, claims and their support."""
    own = story.dated([articles[i] for i in told.documents], accounts)
    cast = naming.settle(own, accounts, known)
    events = {a.id: event.code(a, cast.accounts[a.id], known) for a in own}
    happened = event.merge(told, own, cast, events)
    texts = copies.identical(own)  # the same words are one witness, however often they are printed
    tree = stemma.derive(told, [a for a in own if texts.original[a.id] == a.id], cast, known, related)
    tree = copies.hung(tree, told, own, cast.outlets, texts)
    claims = claim.match(told, own, cast, tree, known)
    judged = support.judge(told, own, cast, claims, tree, known)
    return dossier.assemble(told, own, cast, happened, tree, judged)
