"""A phrase and what a rule found -> the Source: of the lexicon, of a name of its own, or of this article alone."""

from __future__ import annotations

from firsthand import names
from firsthand.lexicon import named as known_names
from firsthand.records import Source, SourceId, SourceKind
from firsthand.statement.sources.here import learned_names
from firsthand.statement.sources.phrase import POSSESSIVE, SNEER, Phrase


def of_lexicon(p: Phrase, found: known_names.Named, because: str) -> Source:
    """Return the source that the lexicon knows, with the forms that the article explains for it."""
    learned = learned_names(p.here, found.names)
    ident = SourceId(f"source:{found.slug}")
    return Source(ident, found.name, found.kind, tuple(sorted({*found.names, *learned})), because=because)


def own_name(p: Phrase, name: str, kind: SourceKind, because: str) -> Source:
    """Return a source of its own name; a name of one word is known by it in this article only."""
    name = " ".join(POSSESSIVE.sub("", name).split()).strip(" ,.")
    sneered = {sneer + name for sneer in SNEER.findall(p.full) if sneer + name in p.full}
    also = {name, *learned_names(p.here, (name,)), *sneered}
    lone = len(names.parts(names.uncamel(name))) == 1 and kind is not SourceKind.OUTLET and not _acronym(name)
    ident = f":name:{names.slug(name)}" if lone else f"name:{names.slug(name)}"
    return Source(SourceId(ident), name, kind, tuple(sorted(also)), because=because)


def _acronym(name: str) -> bool:
    return 2 < len(name) <= 8 and name.isupper()


def local(p: Phrase, kind: SourceKind, because: str) -> Source:
    """Return a source that is itself in this article only, or, under a bare word for a body, at this place only."""
    slug = names.slug(p.core)
    mention = "@" if slug in p.words.standing else ""  # may be another one the next time
    return Source(SourceId(f":{slug}{mention}"), p.core, kind, (p.core,), because=because)
