"""Rules for names that are known: from the lexicon, or because the article explains them."""

from __future__ import annotations

import re

from firsthand import names
from firsthand.fold import fold
from firsthand.lexicon import named as known_names
from firsthand.records import Source, SourceKind
from firsthand.statement.sources.here import surname_known
from firsthand.statement.sources.made import of_lexicon, own_name
from firsthand.statement.sources.media import media_shape
from firsthand.statement.sources.phrase import POSSESSIVE, Phrase


def by_name(p: Phrase) -> Source | None:
    """A name the lexicon knows, bare or between words that only describe it: "Syria's official SANA news agency"."""
    known = known_name(p, p.core) or (known_name(p, p.bracket) if p.bracket else None)
    if known is not None:
        return of_lexicon(p, known, f"known-name: {p.core!r} is {known.name}")
    head = p.head_kind()
    if head and head[1] in (SourceKind.VISUAL, SourceKind.ANONYMOUS) and head[0] not in ("reports", "media", "account"):
        return None
    return _between(p)


def metonym(p: Phrase) -> Source | None:
    """A capital that speaks is its state ("Damascus said"), unless the article has a person of that name."""
    code = p.words.capitals.get(fold(p.full), "")
    if not code or p.full.islower() or surname_known(p.here, p.full):
        return None
    return of_lexicon(p, p.names.states[code], f"metonym: {p.full!r} is the capital of {p.names.states[code].name}")


def _between(p: Phrase) -> Source | None:
    """Find the one known name inside the phrase whose other words only describe it."""
    hits = [h for h in p.names.scan(p.core) if h.named.actor != "state"]
    if len({h.named.slug for h in hits}) != 1:
        return None
    hit = hits[-1]
    before = [w for w in re.findall(r"[\w'’-]+", fold(p.core[: hit.span.start])) if w not in ("s", "the")]
    after = re.findall(r"[\w'’-]+", fold(p.core[hit.span.end :]))
    plain = all(w.removesuffix("'s") in p.words.before or w.removesuffix("'s") in p.names.adjectives for w in before)
    if plain and all(w in p.words.after or w == "s" for w in after):
        return of_lexicon(p, hit.named, f"known-name-described: {p.core!r} is {hit.named.name}")
    return None


def learned(p: Phrase) -> Source | None:
    """A short form that the article itself defines: "HNW" after "Highland News Wire (HNW)"."""
    wanted = names.key(p.core)
    for long, short in p.here.defined:
        if wanted in (names.key(short), names.key(long)):
            because = f"defined-here: {long} ({short})"
            known = known_name(p, long) or known_name(p, short)
            if known is not None:
                return of_lexicon(p, known, because)
            return own_name(p, long, _kind_of_name(p, long), because)
    return None


def known_name(p: Phrase, words: str) -> known_names.Named | None:
    """Return the name of the lexicon that ``words`` are, as they stand or without "report", "news agency", "tv"."""
    words = POSSESSIVE.sub("", words).strip(' ,."“”')
    found = p.names.at(words)
    if found is None:
        found = p.names.by_key.get(
            names.key(
                re.sub(r"\s+(?:report|reports|news agency|newspaper|website|tv|correspondent)$", "", words, flags=re.I)
            )
        )
    if found is not None and words.islower() and (len(names.key(words)) <= 3 or names.slug(words) in p.words.standing):
        return None  # "the site" is no SITE
    return found


def _kind_of_name(p: Phrase, name: str) -> SourceKind:
    q = p.only(name, re.sub(r"^(?:the)\s+", "", name, flags=re.I), determined=False)
    shaped = media_shape(q)
    if shaped is not None:
        return shaped.kind
    found = q.head_kind()
    if found and found[1] not in (SourceKind.ANONYMOUS, SourceKind.VISUAL, SourceKind.DOCUMENT):
        return found[1]
    return SourceKind.ORGANISATION
