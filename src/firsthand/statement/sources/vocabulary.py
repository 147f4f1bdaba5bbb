"""The lexicon -> the vocabulary of sources: head nouns, titles, pronouns, media, capitals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import SourceKind


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of sources: folded head noun -> kind; word -> type of anonymous source; titles; pronouns."""

    heads: Mapping[str, SourceKind]
    types: Mapping[str, str]
    titles: Mapping[str, str]
    pronouns: Mapping[str, str]
    media: frozenset[str]
    before: frozenset[str]  # words that only describe a known name, before it and behind it
    after: frozenset[str]
    media_words: frozenset[str]
    papers: frozenset[str]  # what somebody keeps, though names of media may end in it: "the register of the council"
    offices: frozenset[str]  # written small before a name: "district head Petr Havran"
    particles: frozenset[str]
    capitals: Mapping[str, str]  # folded name of a capital -> code of its state
    firms: frozenset[str]  # bare words for a company and for who owns one: "the operator", "the owners"
    standing: frozenset[str]  # bare words for media and bodies, each time for the one named last: "the newspaper"


@cache
def vocabulary(known: Lexicon) -> Vocabulary:
    """Return the vocabulary of sources in ``known``; a head noun of two kinds has the first."""
    table = known.table("source_words")
    heads: dict[str, SourceKind] = {}
    for kind in (
        "visual",
        "anonymous",
        "official",
        "agency",
        "outlet",
        "monitor",
        "armed_group",
        "document",
        "organisation",
    ):
        for word in table["heads"].get(kind, ()):
            heads.setdefault(word, SourceKind(kind))
    types = {word: kind for kind, them in table["anonymous_types"].items() for word in them}
    titles = {word: kind for kind, them in table["titles"].items() for word in them}
    pronouns = {word: kind for kind, them in table["pronouns"].items() for word in them}
    media = frozenset(w for k in ("outlet", "agency") for w in table["heads"][k])
    offices = known.table("offices")
    return Vocabulary(
        heads=heads,
        types=types,
        titles=titles,
        pronouns=pronouns,
        media=media,
        before=frozenset(table["describing"]["before"]),
        after=frozenset(table["describing"]["after"]),
        media_words=frozenset(table["media"]["words"]),
        papers=frozenset(offices["papers"]["words"]),
        offices=frozenset(offices["before_names"]["words"]),
        particles=frozenset(table["particles"]["words"]),
        capitals=_capitals(known),
        firms=frozenset((*offices["stands_for"]["firm"], *table["owners"]["words"])),
        standing=frozenset(w for them in offices["stands_for"].values() for w in them),
    )


def _capitals(known: Lexicon) -> Mapping[str, str]:
    """Return the states by their capitals, of two the first listed; a name that is a state's own ("Singapore") is no capital."""
    rows = {code: row for code, row in known.table("states").items() if isinstance(row, dict)}
    own, out = {fold(row["name"]) for row in rows.values()}, dict[str, str]()
    for code, row in rows.items():
        capital = fold(row.get("capital", ""))
        if capital not in own:
            out.setdefault(capital, code)
    return out
