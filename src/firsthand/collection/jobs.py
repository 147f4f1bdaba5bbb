"""What is asked for a text or a story, packed as the collection holds it, and what comes back, packed as it is kept.

Whoever does it opens it, this process or one beside it: the one that keeps the collection only hands bytes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from firsthand import broken, decision
from firsthand.collection import facts, pack
from firsthand.collection.facts import Facts
from firsthand.collection.nouns import StoryRow
from firsthand.collection.way import Grouped, Way
from firsthand.decision import Decision
from firsthand.records import Article, Decided, DocumentId, Dossier, Skipped, Stemma, Story
from firsthand.story.signature import Signature
from firsthand.story.versions import Version

AT_HAND = 1024  # articles kept open: neighbouring stories stand beside the same ones
LONGEST = 32_768  # packed bytes of an article that is kept open: some 150 kB of text, 1 MB when open

Packed = Mapping[DocumentId, bytes]
Runs = tuple[int, ...]  # the runs of words kept of a text


class Relating(NamedTuple):
    """A story whose kin is looked for, with the articles of its texts and of the reports beside it."""

    told: Grouped
    articles: Packed


class Related(NamedTuple):
    """The packed kin around a story, and a digest of what it says of the story's own documents."""

    inside: str
    kin: bytes


class Telling(NamedTuple):
    """A story that is told, with its articles and accounts, the kin around it, and what people decided."""

    story: bytes
    articles: Packed
    accounts: Packed
    related: bytes | None
    decisions: Sequence[Decision]


class Told(NamedTuple):
    """A packed dossier, with what a list and a search show of it, and what became of the decisions that touch it alone."""

    row: StoryRow
    facts: Facts
    decided: tuple[Decided, ...]
    untold: tuple[str, ...]  # a line if the story could not be told
    dossier: bytes


def find(way: Way, nameless: Sequence[bytes]) -> list[bytes | Skipped]:
    """Return the packed account of each article (plain, without its name), or the row that says what broke on it."""
    found = way.find([pack.read(data, Article) for data in nameless])
    return [a if isinstance(a, Skipped) else pack.pack(a) for a in found]


def version(way: Way, articles: Sequence[tuple[DocumentId, bytes]]) -> list[tuple[Version, Runs]]:
    """Return what tells whose text each packed article has."""
    return [way.version(pack.article(data, i)) for i, data in articles]


def sign(way: Way, articles: Sequence[tuple[DocumentId, bytes]]) -> list[Signature]:
    """Return the signature of each packed article."""
    return [way.sign(pack.article(data, i)) for i, data in articles]


def relate(way: Way, job: Relating) -> Related:
    """Return the kin around a story."""
    found = way.relate(job.told, _opened(job.articles))
    return Related(_inside(found, frozenset(job.told.story.documents)), pack.pack(found))


def tell(way: Way, job: Telling) -> Told:
    """Return the dossier of a story."""
    found = way.resolve(
        pack.unpack(job.story, Story),
        _opened(job.articles),
        {i: pack.account(data, i) for i, data in job.accounts.items()},
        pack.unpack(job.related, Stemma) if job.related else Stemma(),
        job.decisions,
    )
    usual = frozenset(decision.elsewhere(job.decisions))
    here = tuple(d for d in found.decisions if d not in usual)
    lines = tuple(broken.lines(found))
    return Told(_row(found), facts.of(found), here, lines, pack.pack(replace(found, decisions=here)))


def _opened(articles: Packed) -> dict[DocumentId, Article]:
    return {i: (_article if len(data) <= LONGEST else pack.article)(data, i) for i, data in articles.items()}


@lru_cache(maxsize=AT_HAND)
def _article(data: bytes, document: DocumentId) -> Article:
    return pack.article(data, document)


def _inside(related: Stemma, own: Set[DocumentId]) -> str:
    """Return a digest of what the kin around a story says of two of its own documents, and whether there is any kin."""
    said = (x for k in related.kin if k.a in own and k.b in own for x in (k.a, k.b, repr(k.probability)))
    return pack.digest(str(bool(related.kin)), *said)


def _row(dossier: Dossier) -> StoryRow:
    """Return a story as a list shows it."""
    (told,) = dossier.stories
    days = sorted(d for x in dossier.documents for d in (x.published.earliest, x.published.latest) if d)
    first, last = (days[0], days[-1]) if days else (None, None)
    return StoryRow(told.id, told.title, len(told.documents), len(told.claims), first, last, True)
