"""The map: the only module that puts all stages in order; ``collection`` and ``batch`` call single ones.

Each stage is a pure function from records to records; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from firsthand import (
    article,
    broken,
    capture,
    claim,
    copies,
    decision,
    dossier,
    event,
    lexicon,
    naming,
    standing,
    statement,
    stemma,
    story,
    support,
)
from firsthand.decision import Decision
from firsthand.records import (
    Account,
    Article,
    Capture,
    Cast,
    Claim,
    Decided,
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
    told = partial(_told, progress)
    cleaned = [clean(c, known) for c in told("cleaning", captures)]
    readable = sorted((a for a in cleaned if isinstance(a, Article)), key=lambda a: a.id)
    found = dict(zip((a.id for a in readable), heard(told("finding statements", readable), known), strict=True))
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
    parts = [resolve(s, articles, accounts, known, related[s.id], decisions) for s in told("tracing", stories)]
    whole = dossier.bind([apart, *parts], skipped)
    return replace(whole, decisions=decision.report(decisions, whole.decisions))


def _told(progress: Progress | None, step: str, items: Collection[T]) -> Iterator[T]:
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
    told: Story,
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    known: lexicon.Lexicon,
    related: Stemma,
    decisions: Sequence[Decision] = (),
) -> Dossier:
    """Return the dossier of one story, or a bare one with its documents that says how a stage broke on it."""
    try:
        return _resolved(_Given(told, articles, accounts, known, related, tuple(decisions)))
    except Exception as error:  # as above, of one story
        bare = broken.untold(told, [articles[i] for i in told.documents], error)
        return replace(bare, decisions=decision.elsewhere(decisions))


@dataclass(frozen=True, slots=True)
class _Given:
    """What one story is resolved from."""

    story: Story
    articles: Mapping[DocumentId, Article]
    accounts: Mapping[DocumentId, Account]
    known: lexicon.Lexicon
    related: Stemma
    decisions: tuple[Decision, ...]

    @property
    def own(self) -> tuple[Article, ...]:
        return tuple(self.articles[i] for i in self.story.documents)

    def dated(self, own: Sequence[Article]) -> list[Article]:
        return story.dated(own, self.accounts)

    def cast(self, own: Sequence[Article]) -> tuple[Cast, tuple[Decided, ...]]:
        return decision.apply_to_cast(naming.settle(own, self.accounts, self.known), own, self.decisions)


def _resolved(given: _Given) -> Dossier:
    """Return the cast, events, stemma, claims and their support of one story.

    What is safe to say of a claim is so in every way to read the story, which differ in what stands for a text of several versions.
    """
    told, known, own = given.story, given.known, given.dated(given.own)
    ways, unread = standing.ways(given.own)
    every, named = given.cast(own)
    read = partial(_read, given, every, standing.rivals(ways))
    way = read(ways[0])
    cast = dossier.with_cast(every, way.cast)
    events = {a.id: event.code(a, cast.accounts[a.id], known) for a in own}
    happened, merged = decision.apply_to_events(event.merge(told, own, cast, events), own, cast, given.decisions)
    tree = _shown(given, own, cast, way, ways[0])
    claims = support.safest(
        way.claims, [read(other).claims for other in ways[1:]], {s.id: s.name for s in cast.sources}
    )
    claims = standing.safe_unread(claims, cast.accounts, unread)
    judged = support.judge(told, own, cast, claims, tree, known)
    found = dossier.assemble(told, own, cast, happened, tree, judged)
    return replace(found, decisions=(*named, *merged))


@dataclass(frozen=True, slots=True)
class _Way:
    """A story read in one way: as if of every text there were one document only."""

    cast: Cast
    tree: Stemma
    claims: tuple[Claim, ...]  # backed, with the statements of all documents


def _read(
    given: _Given, shown: Cast, rivals: Mapping[DocumentId, tuple[DocumentId, ...]], texts: copies.Copies
) -> _Way:
    """Return the story as it is without the versions that stand for nothing; they are counted as ``shown`` calls them."""
    told, known, own = given.story, given.known, given.own
    again = copies.repeated(own, given.accounts, texts)
    alone = given.dated([a for a in own if texts.original[a.id] == a.id])
    cast = shown if texts.alone else given.cast(alone)[0]
    related = standing.retied(given.related, texts)
    tree = _whole(told, alone, cast, known, related)
    doubted = None
    if copies.contested(alone):  # an edited text under several stamps: the earliest may be false
        doubted = _whole(told, alone, cast, known, related, doubted=True)
    claims = claim.match(told, alone, cast, tree, known)
    carriers = support.carriers(own, given.accounts, shown, again, rivals)
    backed = support.back(alone, cast, claims, tree, doubted=doubted, carriers=carriers)
    return _Way(cast, tree, claim.spread(backed, again))


def _shown(given: _Given, own: Sequence[Article], cast: Cast, way: _Way, texts: copies.Copies) -> Stemma:
    """Return the stemma of all documents: that of the texts with their copies hung on it.

    It is derived anew where a version is not the very words that were read, or where a text names the outlet of a copy.
    """
    if texts.alone:
        return way.tree
    if copies.verbatim(texts) and not copies.named(own, cast, texts):
        return _hung(way.tree, given.story, own, cast, texts)
    return _whole(given.story, own, cast, given.known, given.related)


def _whole(
    told: Story,
    own: Sequence[Article],
    cast: Cast,
    known: lexicon.Lexicon,
    related: Stemma,
    *,
    doubted: bool = False,
) -> Stemma:
    """Return the stemma of articles; the same words are one witness, however often they are printed."""
    texts = copies.identical(own)
    alone = [a for a in own if texts.original[a.id] == a.id]
    tree = stemma.derive(told, alone, cast, known, related, doubted=doubted)
    return _hung(tree, told, own, cast, texts)


def _hung(tree: Stemma, told: Story, own: Sequence[Article], cast: Cast, texts: copies.Copies) -> Stemma:
    tree = copies.hung(tree, told, own, cast.outlets, texts)
    return stemma.credited(tree, told, (a for a in own if texts.original[a.id] != a.id), cast)
