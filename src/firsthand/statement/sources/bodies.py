"""Rules for bodies, documents and unnamed people, by the head noun or by how the article writes the name."""

from __future__ import annotations

import re
from dataclasses import replace

from firsthand import names
from firsthand.fold import fold
from firsthand.lexicon import gazetteer
from firsthand.records import Source, SourceKind
from firsthand.statement.sources.made import local, of_lexicon, own_name
from firsthand.statement.sources.persons import person_after_title, somebody_s
from firsthand.statement.sources.phrase import LINK, LONGEST, POSSESSIVE, Phrase, is_name

_CALLED = re.compile(
    r"((?:[\w'’-]+ ){0,3}?[a-z][\w-]*) ([A-Z][\w.&'’-]*(?: (?:(?:al-|el-)?[A-Z][\w.&'’-]*|of|for|the|and|al))*)"
)
_NAMED_KINDS = frozenset(
    {SourceKind.ORGANISATION, SourceKind.MONITOR, SourceKind.ARMED_GROUP, SourceKind.OUTLET, SourceKind.AGENCY}
)


def body_called(p: Phrase) -> Source | None:
    """the charity X, the rights group X, state television X: the name behind a word for a body."""
    mark = _CALLED.fullmatch(p.core) if len(p.core) <= LONGEST else None
    if mark is None or LINK.search(f" {mark[1]} ") or not mark[2].split()[-1][:1].isupper():
        return None
    found = replace(p, core=mark[1]).head_kind()
    if found is None or found[1] not in _NAMED_KINDS or any(_is_office(p, w) for w in mark.group().split()):
        return None
    if found[1] is SourceKind.OUTLET and found[0] not in p.words.media_words:
        return None
    return own_name(p, mark[2], found[1], f"body-and-name: {p.core!r}")


def _is_office(p: Phrase, word: str) -> bool:
    return fold(word).strip(".,") in p.words.titles or fold(word).strip(".,") in p.words.offices


def by_head(p: Phrase) -> Source | None:
    """The head noun decides: "local sources", "drone footage", "the interior ministry"."""
    found = p.head_kind()
    if found is None:
        return None
    word, kind = found
    name_like = is_name(p.core) and not p.determined and len(p.core.split()) > 1
    if kind is SourceKind.ANONYMOUS:
        return _own_society(p) or _anonymous(p, word)
    if kind is SourceKind.OUTLET and word in p.words.papers and p.head_is_small:
        return local(p, SourceKind.DOCUMENT, f"head-noun: {word!r} is a document")
    if kind is SourceKind.OUTLET and word not in p.words.media_words and p.core.split()[-1].islower():
        return None
    if kind in (SourceKind.VISUAL, SourceKind.DOCUMENT):
        if kind is SourceKind.DOCUMENT and _report_of_many(p):
            return _anonymous(p, word)
        return local(p, kind, f"head-noun: {word!r} is a {kind}")
    if kind is SourceKind.OFFICIAL and word in p.words.titles and person_after_title(p):
        return None
    if fold(p.core) in p.words.titles:  # "the Colonel": whoever has been given the rank
        return local(p, kind, f"head-noun: {word!r} is a {kind}")
    if (
        kind in (SourceKind.OFFICIAL, SourceKind.ORGANISATION, SourceKind.MONITOR, SourceKind.ARMED_GROUP)
        and (name_like or _has_capitals_inside(p))
        and not somebody_s(p)
    ):
        return own_name(p, p.core, kind, f"head-noun: {word!r} makes {p.core!r} a {kind}")
    return local(p, kind, f"head-noun: {word!r} is a {kind}")


def _has_capitals_inside(p: Phrase) -> bool:
    """Tell whether the phrase holds a capitalised word: ``the Korsava district council`` is a name of its own, ``the council`` not."""
    pieces = p.core.split()
    if not pieces or p.here.capitals:
        return False
    first = fold(pieces[0]).removesuffix("'s")
    opener = not p.determined and (
        first in p.words.heads or first in p.words.types or first in p.words.before or len(pieces) == 1
    )
    return any(w[:1].isupper() for w in (pieces[1:] if opener else pieces))


def _own_society(p: Phrase) -> Source | None:
    """Families of the Quay: many under a name of their own."""
    if not p.here.society or p.here.society != p.core:
        return None
    return own_name(p, p.core, SourceKind.ORGANISATION, f"society: {p.core!r} has a capital inside a sentence")


def _report_of_many(p: Phrase) -> bool:
    return fold(p.core).split()[-1:] == ["reports"] or bool(
        re.match(r"(?:local|media|press|news|initial|earlier|unconfirmed|some)\s", fold(p.core))
    )


def _anonymous(p: Phrase, word: str) -> Source:
    front = LINK.split(fold(p.core), maxsplit=1)[0].split()
    sort = next((p.words.types[w] for w in (*front[:-1], word) if w in p.words.types), "unnamed")
    return local(p, SourceKind.ANONYMOUS, f"anonymous-{sort}: head noun {word!r} in {p.core!r}")


def as_body(p: Phrase) -> Source | None:
    """A name that is a body's by what the article says of it: "Harvel Water" where it has a plant."""
    name = POSSESSIVE.sub("", p.core)
    if not p.here.body or p.here.body != name:
        return None
    return own_name(p, name, SourceKind.ORGANISATION, f"body: {name!r} is spoken of as a body")


def capital_name(p: Phrase) -> Source | None:
    """A name of its own that no other rule could place: an acronym or a capitalised phrase is taken for an organisation."""
    if not is_name(p.core):
        return None
    lone = fold(p.core)
    if lone.split()[-1] in p.words.titles:
        return None  # "the CEO", "Harvel Water's CEO": whoever holds the office
    if (
        " " not in lone
        and not p.here.named
        and not p.core.isupper()
        and (gazetteer.load().is_word(lone) or gazetteer.load().is_word(lone.removesuffix("s")))
    ):
        return None
    if p.names.adjectives.get(" ".join(names.parts(p.core))):
        code = p.names.adjectives[" ".join(names.parts(p.core))]
        return of_lexicon(p, p.names.states[code], f"state: {p.core!r}")
    kind = (
        SourceKind.PERSON
        if len(p.core.split()) == 1 and not p.core.isupper() and not p.determined
        else SourceKind.ORGANISATION
    )
    return own_name(p, p.core, kind, f"capitalised: {p.core!r} is a name, of what is not certain")
