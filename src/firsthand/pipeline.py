"""The map: the only module that puts all stages in order; ``collection`` and ``batch`` call single ones.

Each stage is a pure function from records to records; nothing here decides anything. ``resolving`` has the stages of one story.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from firsthand import (
    article,
    broken,
    capture,
    copies,
    decision,
    dossier,
    lexicon,
    resolving,
    statement,
    stemma,
    story,
)
from firsthand.decision import Decision
from firsthand.records import (
    Account,
    Article,
    Capture,
    DocumentId,
    Dossier,
    Skipped,
    Stemma,
    Story,
)

T = TypeVar("T")
TOGETHER = 16  # articles whose paragraphs are read at once
AT_ONCE = 400_000  # characters of them: what is read ahead is remembered until it is asked for
Progress = Callable[[str, int, int], None]  # told a step, how much of it is done, and of how much


def trace(
    paths: Iterable[str | Path],
    *,
    known: lexicon.Lexicon | None = None,
    decisions: Sequence[Decision] = (),
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Dossier:
    """Return the dossier of everything readable under ``paths`` (files, folders, ``-`` for ``stdin``)."""
    found = tuple(capture.read(paths, stdin=stdin, progress=partial(progress, "reading") if progress else None))
    captures = [c for c in found if isinstance(c, Capture)]
    skipped = [s for s in found if isinstance(s, Skipped)]
    return analyse(captures, skipped, known or lexicon.load(), decisions, progress)


def analyse(
    captures: Collection[Capture],
    skipped: Iterable[Skipped],
    known: lexicon.Lexicon,
    decisions: Sequence[Decision] = (),
    progress: Progress | None = None,
) -> Dossier:
    """Return the dossier of ``captures``, whatever their order, with what people decided laid over what is found."""
    shown = partial(_shown_progress, progress)
    cleaned = [clean(c, known) for c in shown("cleaning", captures)]
    readable = sorted((a for a in cleaned if isinstance(a, Article)), key=lambda a: a.id)
    found = dict(zip((a.id for a in readable), heard(shown("finding statements", readable), known), strict=True))
    skipped = (*skipped, *(x for x in (*cleaned, *found.values()) if isinstance(x, Skipped)))
    accounts = {i: x for i, x in found.items() if isinstance(x, Account)}
    articles = {a.id: a for a in readable if a.id in accounts}
    texts = story.texts(articles)
    alone = copies.single(articles, texts)
    stream = story.stream(alone)
    titles = {i: a.title.text for i, a in articles.items()}
    stories, decided = decision.apply_to_stories(copies.joined(stream.stories(), texts), decisions, titles)
    texts_of = {s.id: [i for i in s.documents if i in alone] for s in stories}
    related = {
        s: stemma.relate([alone[i] for i in own], [alone[i] for i in stream.beside(own)]) for s, own in texts_of.items()
    }
    everywhere = stemma.united(related.values())
    apart = Dossier(stemma=stemma.across(everywhere, stories), decisions=decided)
    parts = [resolve(s, articles, accounts, known, related[s.id], decisions) for s in shown("tracing", stories)]
    whole = dossier.bind([apart, *parts], skipped)
    story_of = {d: s.id for s in stories for d in s.documents}
    return replace(whole, decisions=decision.report(decisions, whole.decisions, story_of))


def _shown_progress(progress: Progress | None, step: str, items: Collection[T]) -> Iterator[T]:
    for n, item in enumerate(items):
        if progress:
            progress(step, n, len(items))
        yield item


# What breaks on one report or one story is told of it and ends nothing else: only here, for `trace`, `add` and `batch` alike.


def clean(given: Capture, known: lexicon.Lexicon) -> Article | Skipped:
    """Return the article of a capture, or the row that says how the stage broke on it."""
    try:
        return article.clean(given, known)
    except Exception as error:  # whatever is wrong with our reading of one hostile page, the others are read
        return broken.skipped(given.uri, "article", error)


def find(given: Article, known: lexicon.Lexicon) -> Account | Skipped:
    """Return what an article says, or the row that says how the stage broke on it."""
    try:
        return statement.find(given, known)
    except Exception as error:  # as above, of one article
        return broken.skipped(given.uri, "statement", error)


def heard(articles: Iterable[Article], known: lexicon.Lexicon) -> Iterator[Account | Skipped]:
    """Yield what ``find`` returns for each of ``articles``, sooner: their paragraphs are read some articles at a time."""
    for portion in _portions(articles):
        with suppress(Exception):  # the article that breaks it is told of by ``find``
            statement.foresee(portion, known)
        yield from (find(a, known) for a in portion)


def _portions(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield the articles some at a time, in order."""
    portion: list[Article] = []
    for one in articles:
        portion.append(one)
        if len(portion) == TOGETHER or sum(len(a.text) for a in portion) >= AT_ONCE:
            yield portion
            portion = []
    yield portion


def resolve(
    happening: Story,
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    known: lexicon.Lexicon,
    related: Stemma,
    decisions: Sequence[Decision] = (),
) -> Dossier:
    """Return the dossier of one story, or a bare one with its documents that says how a stage broke on it."""
    try:
        return resolving.resolved(happening, articles, accounts, known, related, decisions)
    except Exception as error:  # as above, of one story
        bare = broken.untold(happening, [articles[i] for i in happening.documents], error)
        return replace(bare, decisions=decision.elsewhere(decisions))
