"""The words that name a source -> Source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from firsthand import names
from firsthand.lexicon import Lexicon
from firsthand.records import Article, Source, SourceId, SourceKind
from firsthand.spans import Span
from firsthand.statement.memory import remembered
from firsthand.statement.sources.bodies import as_body, body_called, by_head, capital_name
from firsthand.statement.sources.here import Here, added
from firsthand.statement.sources.known import by_name, learned, metonym
from firsthand.statement.sources.made import local
from firsthand.statement.sources.media import by_domain, media_shape
from firsthand.statement.sources.parts import firm_apposed, spokesman, two_bodies
from firsthand.statement.sources.persons import apposed, as_person, of_a_body, office_holder, pronoun, two_persons
from firsthand.statement.sources.phrase import Phrase, antecedent, taken_apart


def identify(article: Article, span: Span, known: Lexicon) -> Source:
    """Return the source that the words under ``span`` name; its id is local to the article unless it has a name.

    ``source:`` ids are the lexicon's, ``name:`` ids are names of their own, others begin with the document's id: two anonymous
    sources of one article are one only when they are called the same. The first rule of ``_RULES`` that holds decides.
    """
    text = article.text
    at = antecedent(article, span) or span
    said = at.of(text)
    found = _identified(said, added(said, text, known), known)
    if found.id[0] != ":":
        return found
    mention = str(at.start) if found.id[-1] == "@" else ""
    return replace(found, id=SourceId(f"{article.id}{found.id}{mention}"))


_RULES: tuple[Callable[[Phrase], Source | None], ...] = (
    pronoun,
    spokesman,
    by_domain,
    by_name,
    metonym,
    learned,
    two_persons,
    two_bodies,
    of_a_body,
    media_shape,
    body_called,
    office_holder,
    apposed,
    firm_apposed,
    by_head,
    as_body,
    as_person,
    capital_name,
)


@remembered
def _identified(said: str, here: Here, known: Lexicon) -> Source:
    """Return the source that the words ``said`` name; an id that begins with ":" is to follow its document's, behind "@" its place."""
    phrase = taken_apart(said, here, known)
    for rule in _RULES:
        found = rule(phrase)
        if found is not None:
            return found
    return local(phrase, SourceKind.ANONYMOUS, f"no-rule: {phrase.full!r} names nobody known")


def credited(source: Source) -> Source:
    """Return ``source``, an agency where words that name nobody known stand as a credit: "ORLAU (Meridian) -"."""
    if source.kind is SourceKind.OUTLET or source.kind is SourceKind.AGENCY or source.id.startswith("source:"):
        return source
    ident = SourceId(f"name:{names.slug(source.name)}")
    return Source(ident, source.name, SourceKind.AGENCY, source.names, because=f"credited: {source.name!r}")


_AND = re.compile(r"(?<=\S)\s+and\s+(?=\S)")  # a line may end beside it


def members(article: Article, span: Span, pair: Source, known: Lexicon) -> tuple[Source, ...]:
    """Return the two bodies that the words under ``span`` name together where ``pair`` is their source."""
    if not pair.because.startswith("pair:") or pair.kind is SourceKind.PERSON:
        return ()
    joined = _AND.search(article.text, *span)
    if joined is None:
        return ()
    return tuple(identify(article, s, known) for s in (Span(span.start, joined.start()), Span(joined.end(), span.end)))
