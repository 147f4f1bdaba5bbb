"""The data's way as a collection walks it: one page at a time, then the whole, then one story at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from firsthand import article, copies, lexicon, pipeline, statement, stemma, story
from firsthand.collection import rules
from firsthand.records import Account, Article, Capture, DocumentId, Dossier, Stemma, Story

Articles = Mapping[DocumentId, Article]
Accounts = Mapping[DocumentId, Account]


class Way(Protocol):
    """The pure functions that a collection stores the results of. ``rules`` changes when any of them does."""

    @property
    def rules(self) -> str:
        """Return the version of the rules."""

    def clean(self, capture: Capture) -> Article:
        """Return the article of a capture."""

    def find(self, nameless: Article) -> Account:
        """Return the account of an article; what is not in ``pack.nameless`` must not matter."""

    def group(self, articles: Articles) -> tuple[tuple[Story, ...], Stemma]:
        """Return the stories of a whole collection, and the kin across it."""

    def across(self, related: Stemma, stories: tuple[Story, ...]) -> Stemma:
        """Return what of ``related`` no single story holds."""

    def resolve(self, told: Story, articles: Articles, accounts: Accounts, related: Stemma) -> Dossier:
        """Return the dossier of one story; ``related`` need hold the kin of its own documents only."""


@dataclass(frozen=True)
class Stages:
    """The stages of the pipeline with one lexicon."""

    known: lexicon.Lexicon = field(default_factory=lexicon.load)

    @cached_property
    def rules(self) -> str:
        """Return the version of the rules."""
        return rules.version(self.known)

    def clean(self, capture: Capture) -> Article:
        """Return the article of a capture."""
        return article.clean(capture, self.known)

    def find(self, nameless: Article) -> Account:
        """Return the account of an article."""
        return statement.find(nameless, self.known)

    def group(self, articles: Articles) -> tuple[tuple[Story, ...], Stemma]:
        """Return the stories of a whole collection, and the kin across it, as ``pipeline.analyse`` does."""
        articles = dict(articles)  # read once: every step below goes through all of them
        texts = copies.identical(articles.values())
        alone = copies.single(articles, texts)
        stream = story.stream(alone)
        stories = copies.joined(stream.stories(), texts)
        return stories, stemma.united(pipeline.beside(s, stream, alone) for s in stories)

    def across(self, related: Stemma, stories: tuple[Story, ...]) -> Stemma:
        """Return what of ``related`` no single story holds."""
        return stemma.across(related, stories)

    def resolve(self, told: Story, articles: Articles, accounts: Accounts, related: Stemma) -> Dossier:
        """Return the dossier of one story."""
        return pipeline.resolve(told, articles, accounts, self.known, related)
