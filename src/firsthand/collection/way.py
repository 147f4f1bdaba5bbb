"""The data's way as a collection walks it: one page at a time, then the whole, then one story at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from firsthand import lexicon, pipeline, stemma
from firsthand.collection import rules
from firsthand.decision import Decision
from firsthand.records import Account, Article, Capture, DocumentId, Dossier, Skipped, Stemma, Story
from firsthand.story.signature import Signature, sign
from firsthand.story.versions import Version, version

Articles = Mapping[DocumentId, Article]
Accounts = Mapping[DocumentId, Account]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A story, those of its documents that stand for a text each, and the reports of other stories that are nearest to it."""

    story: Story
    texts: tuple[DocumentId, ...]
    beside: tuple[DocumentId, ...]


class Way(Protocol):
    """The pure functions that a collection stores the results of. ``rules`` changes when any of them does."""

    @property
    def rules(self) -> str:
        """Return the version of the rules."""

    def clean(self, capture: Capture) -> Article | Skipped:
        """Return the article of a capture, or the row that says what broke on it."""

    def find(self, nameless: Sequence[Article]) -> list[Account | Skipped]:
        """Return the account of each article, or the row that says what broke on it; what is not in ``pack.nameless`` must not matter."""

    def version(self, article: Article) -> tuple[Version, tuple[int, ...]]:
        """Return what tells whose text an article has, and the runs of words kept of it."""

    def sign(self, article: Article) -> Signature:
        """Return what is known of an article among stories."""

    def relate(self, told: Grouped, articles: Articles) -> Stemma:
        """Return the kin of one story and of the reports beside it; ``articles`` need hold these only."""

    def across(self, parts: Iterable[Stemma], stories: Sequence[Story]) -> Stemma:
        """Return what of all that ``relate`` found no single story holds."""

    def resolve(
        self, told: Story, articles: Articles, accounts: Accounts, related: Stemma, decisions: Sequence[Decision]
    ) -> Dossier:
        """Return the dossier of one story; ``related`` need hold only what was found around it."""


@dataclass(frozen=True)
class Stages:
    """The stages of the pipeline with one lexicon."""

    known: lexicon.Lexicon = field(default_factory=lexicon.load)

    @cached_property
    def rules(self) -> str:
        """Return the version of the rules."""
        return rules.version(self.known)

    def clean(self, capture: Capture) -> Article | Skipped:
        """Return the article of a capture, or the row that says what broke on it."""
        return pipeline.clean(capture, self.known)

    def find(self, nameless: Sequence[Article]) -> list[Account | Skipped]:
        """Return the account of each article, or the row that says what broke on it."""
        return list(pipeline.heard(nameless, self.known))

    def version(self, article: Article) -> tuple[Version, tuple[int, ...]]:
        """Return what tells whose text an article has."""
        return version(article)

    def sign(self, article: Article) -> Signature:
        """Return what is known of an article among stories."""
        return sign(article)

    def relate(self, told: Grouped, articles: Articles) -> Stemma:
        """Return the kin of one story and of the reports beside it."""
        return stemma.relate([articles[i] for i in told.texts], [articles[i] for i in told.beside])

    def across(self, parts: Iterable[Stemma], stories: Sequence[Story]) -> Stemma:
        """Return what of all that ``relate`` found no single story holds."""
        return stemma.across(stemma.united(parts), stories)

    def resolve(
        self, told: Story, articles: Articles, accounts: Accounts, related: Stemma, decisions: Sequence[Decision]
    ) -> Dossier:
        """Return the dossier of one story."""
        return pipeline.resolve(told, articles, accounts, self.known, related, decisions)
