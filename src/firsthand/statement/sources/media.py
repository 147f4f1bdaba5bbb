"""Rules for outlets and agencies by the shape of their names."""

from __future__ import annotations

import re

from firsthand import names
from firsthand.fold import fold
from firsthand.records import Source, SourceKind
from firsthand.statement.sources.made import of_lexicon, own_name
from firsthand.statement.sources.phrase import POSSESSIVE, Phrase

_DOMAIN = re.compile(
    r"(?:www\.)?([\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|ru|uk|tv|news|example|co|io|gov|de|fr|ir|sy|ua|eu))$", re.I
)


def by_domain(p: Phrase) -> Source | None:
    """An internet address: its outlet."""
    mark = _DOMAIN.fullmatch(p.core)
    if mark is None:
        return None
    known = p.names.by_domain.get(fold(mark[1])) or p.names.at(mark[1].split(".")[0])
    if known is not None:
        return of_lexicon(p, known, f"domain: {p.core!r} belongs to {known.name}")
    return own_name(p, mark[1], SourceKind.OUTLET, f"domain: {p.core!r}")


_NUMBERED = re.compile(r"[A-Z][A-Za-z]*[a-z]\d{1,3}")  # "Newsroom24"
_JOINING = frozenset("of the and de la al el & for in on".split())


def media_shape(p: Phrase) -> Source | None:
    """A capitalised name that ends or begins like an outlet: "Velharia TV", "Radio Orlau", "The Korsava Gazette", "RBCNews"."""
    core = POSSESSIVE.sub("", p.core)
    core = re.sub(r"\s+(?:report|reports|correspondent|reporter|website|reporters|journalist|journalists)$", "", core)
    if _NUMBERED.fullmatch(core):
        return own_name(p, core, SourceKind.OUTLET, f"outlet-shape: {core!r} is a name with a number")
    pieces = re.findall(r"[\w.&'’-]+", names.uncamel(core))
    folded = [fold(w) for w in pieces]
    if len(pieces) < 2 or not all(
        w[:1].isupper() or w[:1].isdigit() or f in _JOINING for w, f in zip(pieces, folded, strict=True)
    ):
        return _quoted_media(p, core)
    two = " ".join(folded[-2:])
    if two in (
        "news agency",
        "press agency",
        "news wire",
        "press service",
        "news service",
        "wire service",
        "press bureau",
        "news bureau",
    ) or folded[-1] in (
        "newswire",
        "wire",
        "agency",
        "agentur",
    ):
        return own_name(p, core, SourceKind.AGENCY, f"agency-shape: {core!r} ends like an agency")
    if (
        folded[-1] in p.words.media
        or folded[0] in ("radio", "channel", "tv", "television", "kanal", "canal")
        or folded[-1].isdigit()
    ):
        return own_name(p, core, SourceKind.OUTLET, f"outlet-shape: {core!r} is shaped like an outlet")
    return None


def _quoted_media(p: Phrase, core: str) -> Source | None:
    """the newspaper X, the X newspaper: the name beside a word for a medium."""
    mark = re.fullmatch(
        r"(?:[\w'’-]+\s+){0,3}?(newspaper|daily|website|channel|broadcaster|news agency|agency"
        r"|magazine|outlet|portal|station)\s+((?:[A-Z][\w'’-]*\s?){1,4})",
        core,
    )
    other = re.fullmatch(
        r"((?:[A-Z][\w'’-]*\s){1,4})(newspaper|daily|website|channel|broadcaster|news agency|magazine|news site|station|weekly)",
        core,
    )
    if mark is None and other is None:
        return None
    name, word = (mark[2], mark[1]) if mark else (other[1], other[2]) if other else ("", "")
    if p.names.adjectives.get(fold(name.strip())):
        return None
    kind = SourceKind.AGENCY if "agency" in word else SourceKind.OUTLET
    return own_name(p, name.strip(), kind, f"medium-and-name: {core!r}")
