"""The words that name a source -> Source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from firsthand import bodies, capitals, names
from firsthand.fold import fold, shown
from firsthand.lexicon import Lexicon, gazetteer
from firsthand.lexicon import named as known_names
from firsthand.records import Article, Source, SourceId, SourceKind
from firsthand.spans import Span
from firsthand.statement.memory import remembered

# the end of the name proper: a relative clause, a participle, a place or time tagged on
_RELATIVE = re.compile(
    r"\s*,?\s+(?:who|whom|whose|which|that|where|speaking|citing|quoting|quoted|quotes|according|told|reached|familiar|close|based|cited|identified"
    r"|briefed|led|backed|published|obtained|released|posted|seen|taken|shot|filmed|monitored|received|issued|broadcast|carried|dated"
    r"|circulating|circulated|contacted|interviewed|including|wishing|asking|requesting|speaks)\b.*"
    r"|\s+(?:did|does|do|is|are|was|were|has|have|had|would|could|should|ca|wo)n['’]t\b.*",  # "Spotify didn't officially say"
    re.S | re.I,
)
_BEFORE = re.compile(
    r"(?:(?:the|a|an|this|that|these|those|its|their|his|her|our|some|several|many|other|various|multiple|two|three|four|one|another|any|both|all"
    r"|according to|based on|citing|by|from|and|but|as|via|reports? from)\s+)+",
    re.I,
)
# what a teller thinks of a name, which others bear without it
_SNEER = re.compile(r"(?<![\w'’-])(?:so-called|self-(?:styled|proclaimed|described))\s+(?=[A-Z])", re.I)
_SELF = re.compile(r"(?<=\w)\s+(?:itself|himself|herself|themselves)$", re.I)
_BRACKET = re.compile(r"\s*\(([^()]{1,40})\)\s*")
_LINK = re.compile(
    r"\s(?:of|in|from|with|at|on|near|to|for|inside|within|by|among|across|around|close|about|and)\s", re.I
)
_SPOKEN = re.compile(
    r"\b(?:spokes(?:man|men|woman|women|person|persons|people)|spox|mouthpiece|speaker|press (?:secretary|officer)"
    r"|official representative)\b",
    re.I,
)
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_DOMAIN = re.compile(
    r"(?:www\.)?([\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|ru|uk|tv|news|example|co|io|gov|de|fr|ir|sy|ua|eu))$", re.I
)


@dataclass(frozen=True, slots=True)
class _Words:
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
def _words(known: Lexicon) -> _Words:
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
    return _Words(
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


class _Here(NamedTuple):
    """All that an article adds to the words that name a source: two articles alike in this mean the same by them."""

    defined: tuple[tuple[str, str], ...]  # long and short forms that it explains, in its order
    surnames: tuple[tuple[str, str], ...]  # words of the phrase that are the surname of one full name, and that name
    capitals: bool  # all of it is written in capitals
    named: bool  # the one word of the phrase is a name here: never written small, and with a capital inside a sentence
    alone: tuple[str, ...] = ()  # its words with a capital that the article writes beside no other such word, too
    body: str = ""  # the first name in the phrase that is a body's, by what the article says of it
    society: str = ""  # a name of many in the phrase, which the article writes with a capital inside a sentence


def _capitals(known: Lexicon) -> Mapping[str, str]:
    """Return the states by their capitals, of two the first listed; a name that is a state's own ("Singapore") is no capital."""
    rows = {code: row for code, row in known.table("states").items() if isinstance(row, dict)}
    own, out = {fold(row["name"]) for row in rows.values()}, dict[str, str]()
    for code, row in rows.items():
        capital = fold(row.get("capital", ""))
        if capital not in own:
            out.setdefault(capital, code)
    return out


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words that name a source, taken apart."""

    here: _Here
    full: str  # all words, single spaces
    core: str  # without article words, relative clause, brackets and apposition
    apposition: str
    bracket: str
    determined: bool  # "the", "a", "some" stood before it
    words: _Words
    names: known_names.Names

    @property
    def head(self) -> str:
        """Return the folded head noun: the last word before the first link word."""
        front = _LINK.split(fold(self.core), maxsplit=1)[0]
        found = re.findall(r"[\w.-]+", _POSSESSIVE.sub("", front))
        return found[-1] if found else ""

    def head_kind(self) -> tuple[str, SourceKind] | None:
        """Return the head noun (of two words, else one) that the vocabulary knows, and its kind."""
        front = _LINK.split(fold(self.core), maxsplit=1)[0]
        found = re.findall(r"[\w.-]+", _POSSESSIVE.sub("", front))
        for size in (2, 1):
            word = " ".join(found[-size:])
            if len(found) >= size and word in self.words.heads:
                return word, self.words.heads[word]
        return None

    @property
    def head_is_small(self) -> bool:
        """Tell whether the last word before the first link word has no capital: "the register of the Directorate" is no Register."""
        return _LINK.split(self.core, maxsplit=1)[0].split()[-1].islower()

    def only(self, words: str, core: str, *, determined: bool) -> _Phrase:
        """Return what ``words`` alone would be in the same article, of which ``core`` is the name proper."""
        return replace(self, full=words, core=core, apposition="", bracket="", determined=determined)


_RELATIVE_PRONOUN = frozenset({"who", "which", "that", "whom", "whose"})
_BOUNDARY = re.compile(r"[.!?;:,\n\"“”()]\s*|\b(?:the|a|an|by|with|from|of|to|and|but|as|said|against)\s", re.I)


def _antecedent(article: Article, span: Span) -> Span | None:
    """Return the words that a relative pronoun under ``span`` follows: the noun phrase that ends right before it."""
    if fold(span.of(article.text)) not in _RELATIVE_PRONOUN:
        return None
    begin = max(0, span.start - 80)
    before = article.text[begin : span.start].rstrip(" ,\n")
    start = max((m.end() for m in _BOUNDARY.finditer(before)), default=0)
    words = before[start:].strip()
    if not words or len(words.split()) > 6:
        return None
    at = begin + before.rindex(words)
    return Span(at, at + len(words))


def identify(article: Article, span: Span, known: Lexicon) -> Source:
    """Return the source that the words under ``span`` name; its id is local to the article unless it has a name.

    ``source:`` ids are the lexicon's, ``name:`` ids are names of their own, others begin with the document's id: two anonymous
    sources of one article are one only when they are called the same. The first rule of ``_RULES`` that holds decides.
    """
    text = article.text
    at = _antecedent(article, span) or span
    said = at.of(text)
    found = _identified(said, _added(said, text, known), known)
    if found.id[0] != ":":
        return found
    mention = str(at.start) if found.id[-1] == "@" else ""
    return replace(found, id=SourceId(f"{article.id}{found.id}{mention}"))


def _added(said: str, text: str, known: Lexicon) -> _Here:
    """Return all that the article ``text`` adds to the words ``said``."""
    full, bodily = _full_names(text, known), bodies.found(text, known)
    named = capitals.found(said, capitals.parting(known)) if bodily else ()
    return _Here(
        defined=_defined(text),
        surnames=tuple((w, full[w]) for w in dict.fromkeys(names.parts(said)) if w in full),
        capitals=_all_capitals(text),
        named=said in _written_as_names(text),
        alone=tuple(w for w in dict.fromkeys(_CAPITAL.findall(said)) if w in _alone(text)) if " of " in said else (),
        body=next((n.words for n in named if n.words in bodily), ""),
        society=_society(said, text),
    )


def credited(source: Source) -> Source:
    """Return ``source``, an agency where words that name nobody known stand as a credit: "ORLAU (Meridian) -"."""
    if source.kind is SourceKind.OUTLET or source.kind is SourceKind.AGENCY or source.id.startswith("source:"):
        return source
    ident = SourceId(f"name:{names.slug(source.name)}")
    return Source(ident, source.name, SourceKind.AGENCY, source.names, because=f"credited: {source.name!r}")


@remembered
def _identified(said: str, here: _Here, known: Lexicon) -> Source:
    """Return the source that the words ``said`` name; an id that begins with ":" is to follow its document's, behind "@" its place."""
    phrase = _phrase(said, here, known)
    for rule in _RULES:
        found = rule(phrase)
        if found is not None:
            return found
    return _local(phrase, SourceKind.ANONYMOUS, f"no-rule: {phrase.full!r} names nobody known")


# setting := words of place or time before a speaker: "over the hotline | the Border Command", "in a letter | the mayor"
_SETTING = re.compile(
    r"(?:over|via|in|on|at|during|after|through|by)\s(?:the|a|an|his|her|its|their)(?:\s[\w'’-]+){1,2}?,?\s(?=(?:the|a|an)\s\w)",
    re.I,
)


# own words := who "'s" [adjective] noun of saying by oneself: "the mayor's written statement" says what the mayor says
_OWN_WORDS = re.compile(
    r"([^'’]+(?:['’](?!s?\s)[^'’]+)*)['’]s?\s(?:(?:own|latest|first|last|later|earlier|written|official|public|brief|short)\s)?"
    r"(?:statement|statements|announcement|remarks|comments|tweet|tweets|press release|communique|communiqué"
    r"|(?:bulletin|notice|circular)(?:,? no\.? ?\d+)?)",
    re.I,
)


def _phrase(said: str, here: _Here, known: Lexicon) -> _Phrase:
    full = " ".join(shown(said).split()).strip(" ,.;:\"“”'‘’-–—")
    full = _SETTING.sub("", full, count=1) if _SETTING.match(full) else full
    own = _OWN_WORDS.fullmatch(full)
    full = own[1] if own else full
    before = _BEFORE.match(full)
    core = full[before.end() :] if before and before.end() < len(full) else full
    bracket = _BRACKET.search(core)
    core = _BRACKET.sub(" ", core)
    core, _, apposition = core.partition(",")
    core = _RELATIVE.sub("", core).strip(' ,.;:"“”-–—') or core.strip() or full
    core = _SELF.sub("", core)
    sneer = _SNEER.match(core)
    core = core[sneer.end() :] if sneer else core
    determined = before is not None and before.end() < len(full)
    return _Phrase(
        here=here,
        full=full,
        core=core,
        apposition=apposition.strip(),
        bracket=bracket[1].strip() if bracket else "",
        determined=determined,
        words=_words(known),
        names=known_names.load(known),
    )


# ---- rules: each returns a source or nothing; first match wins --------------------------------------------------------


def _pronoun(p: _Phrase) -> Source | None:
    """he, she, it, they: who that is, the naming stage finds from what was said before."""
    kind = p.words.pronouns.get(fold(p.full))
    if kind is None:
        return None
    sort = {"person": SourceKind.PERSON, "body": SourceKind.ORGANISATION, "plural": SourceKind.ANONYMOUS}[kind]
    ident = SourceId(f":~{fold(p.full)}@")
    return Source(ident, p.full, sort, (p.full,), because=f"pronoun-{kind}: {p.full!r} stands for someone named before")


def _speaker(p: _Phrase) -> Source | None:
    """A spokesman speaks for his body: "Russian Defense Ministry spokesman X", "a spokesman for the Front"."""
    mark = _SPOKEN.search(p.full)
    if mark is None:
        return None
    front = _POSSESSIVE.sub("", p.full[: mark.start()]).strip(" ,")
    front = re.sub(r"^(?:the|a|an|its|their|one)\s+", "", front, flags=re.I)
    back = p.full[mark.end() :].strip(" ,")
    behind = re.match(r"(?:of|for|at|from|with)\s+(the\s+)?([^,]+)", back, re.I)
    front = front.rpartition(",")[2].strip() if "," in front and not behind else front
    front = re.sub(r"^(?:the|a|an|its|their|one)\s+", "", front, flags=re.I)
    for body in (behind[2] if behind else "", front):
        known = _known(p, _RELATIVE.sub("", body)) if body else None
        if known is not None:
            return _of_lexicon(p, known, f"spokesman-of: {p.full!r} speaks for {known.name}")
    body = _RELATIVE.sub("", behind[2] if behind else front).strip()
    inner = _inner(p, body)
    if inner is not None and inner.kind is not SourceKind.PERSON:
        return Source(
            inner.id, inner.name, inner.kind, inner.names, because=f"spokesman-of: {p.full!r} speaks for {inner.name}"
        )
    person = _person_in(p, back if not behind else back.partition(",")[2])
    served = inner is not None and (
        (behind is not None and not behind[1]) or _OF_SOMEBODY.search(p.full[: mark.start()]) is not None
    )
    if inner is not None and served and not person:
        because = f"spokesman-of-a-person: {p.full!r} speaks for {inner.name}, who does not speak"
        return _own_name(p, f"spokesman for {inner.name}", SourceKind.OFFICIAL, because)
    person = person or _person_in(p, front)
    if person:
        return _own_name(p, person, SourceKind.PERSON, f"spokesman: {p.full!r}")
    return _local(p, SourceKind.OFFICIAL, f"spokesman: {p.full!r} speaks for somebody not named here")


_OF_SOMEBODY = re.compile(r"['’]s?\s(?:[\w-]+\s){0,3}$")  # "President Ann Lee's chief | spokesman"


def _inner(p: _Phrase, words: str) -> Source | None:
    """Return the source that ``words`` alone would be, by the rules that come after this one."""
    if not words or _SPOKEN.search(words):
        return None
    core = re.sub(r"^(?:the|a|an|its|their)\s+", "", words, flags=re.I)
    q = p.only(words, core, determined=core != words)
    for rule in _ALONE_RULES:
        found = rule(q)
        if found is not None:
            return found
    return None


def _by_name(p: _Phrase) -> Source | None:
    """A name the lexicon knows, bare or between words that only describe it: "Syria's official SANA news agency"."""
    known = _known(p, p.core) or (_known(p, p.bracket) if p.bracket else None)
    if known is not None:
        return _of_lexicon(p, known, f"known-name: {p.core!r} is {known.name}")
    head = p.head_kind()
    if head and head[1] in (SourceKind.VISUAL, SourceKind.ANONYMOUS) and head[0] not in ("reports", "media", "account"):
        return None
    return _between(p)


def _metonym(p: _Phrase) -> Source | None:
    """A capital that speaks is its state ("Damascus said"), unless the article has a person of that name."""
    code = p.words.capitals.get(fold(p.full), "")
    if not code or p.full.islower() or _surname_known(p.here, p.full):
        return None
    return _of_lexicon(p, p.names.states[code], f"metonym: {p.full!r} is the capital of {p.names.states[code].name}")


def _between(p: _Phrase) -> Source | None:
    """Find the one known name inside the phrase whose other words only describe it."""
    hits = [h for h in p.names.scan(p.core) if h.named.actor != "state"]
    if len({h.named.slug for h in hits}) != 1:
        return None
    hit = hits[-1]
    before = [w for w in re.findall(r"[\w'’-]+", fold(p.core[: hit.span.start])) if w not in ("s", "the")]
    after = re.findall(r"[\w'’-]+", fold(p.core[hit.span.end :]))
    plain = all(w.removesuffix("'s") in p.words.before or w.removesuffix("'s") in p.names.adjectives for w in before)
    if plain and all(w in p.words.after or w == "s" for w in after):
        return _of_lexicon(p, hit.named, f"known-name-described: {p.core!r} is {hit.named.name}")
    return None


def _learned(p: _Phrase) -> Source | None:
    """A short form that the article itself defines: "HNW" after "Highland News Wire (HNW)"."""
    wanted = names.key(p.core)
    for long, short in p.here.defined:
        if wanted in (names.key(short), names.key(long)):
            because = f"defined-here: {long} ({short})"
            known = _known(p, long) or _known(p, short)
            if known is not None:
                return _of_lexicon(p, known, because)
            return _own_name(p, long, _kind_of_name(p, long), because)
    return None


def _domain(p: _Phrase) -> Source | None:
    """An internet address: its outlet."""
    mark = _DOMAIN.fullmatch(p.core)
    if mark is None:
        return None
    known = p.names.by_domain.get(fold(mark[1])) or p.names.at(mark[1].split(".")[0])
    if known is not None:
        return _of_lexicon(p, known, f"domain: {p.core!r} belongs to {known.name}")
    return _own_name(p, mark[1], SourceKind.OUTLET, f"domain: {p.core!r}")


def _media_shape(p: _Phrase) -> Source | None:
    """A capitalised name that ends or begins like an outlet: "Velharia TV", "Radio Orlau", "The Korsava Gazette", "RBCNews"."""
    core = _POSSESSIVE.sub("", p.core)
    core = re.sub(r"\s+(?:report|reports|correspondent|reporter|website|reporters|journalist|journalists)$", "", core)
    if _NUMBERED.fullmatch(core):
        return _own_name(p, core, SourceKind.OUTLET, f"outlet-shape: {core!r} is a name with a number")
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
        return _own_name(p, core, SourceKind.AGENCY, f"agency-shape: {core!r} ends like an agency")
    if (
        folded[-1] in p.words.media
        or folded[0] in ("radio", "channel", "tv", "television", "kanal", "canal")
        or folded[-1].isdigit()
    ):
        return _own_name(p, core, SourceKind.OUTLET, f"outlet-shape: {core!r} is shaped like an outlet")
    return None


_NUMBERED = re.compile(r"[A-Z][A-Za-z]*[a-z]\d{1,3}")  # "Newsroom24"
_JOINING = frozenset("of the and de la al el & for in on".split())


def _quoted_media(p: _Phrase, core: str) -> Source | None:
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
    return _own_name(p, name.strip(), kind, f"medium-and-name: {core!r}")


_CALLED = re.compile(
    r"((?:[\w'’-]+ ){0,3}?[a-z][\w-]*) ([A-Z][\w.&'’-]*(?: (?:(?:al-|el-)?[A-Z][\w.&'’-]*|of|for|the|and|al))*)"
)


def _body_called(p: _Phrase) -> Source | None:
    """the charity X, the rights group X, state television X: the name behind a word for a body."""
    mark = _CALLED.fullmatch(p.core) if len(p.core) <= _LONGEST else None
    if mark is None or _LINK.search(f" {mark[1]} ") or not mark[2].split()[-1][:1].isupper():
        return None
    found = replace(p, core=mark[1]).head_kind()
    if found is None or found[1] not in _NAMED_KINDS or any(_is_office(p, w) for w in mark.group().split()):
        return None
    if found[1] is SourceKind.OUTLET and found[0] not in p.words.media_words:
        return None
    return _own_name(p, mark[2], found[1], f"body-and-name: {p.core!r}")


_NAMED_KINDS = frozenset(
    {SourceKind.ORGANISATION, SourceKind.MONITOR, SourceKind.ARMED_GROUP, SourceKind.OUTLET, SourceKind.AGENCY}
)


def _is_office(p: _Phrase, word: str) -> bool:
    return fold(word).strip(".,") in p.words.titles or fold(word).strip(".,") in p.words.offices


def _by_head(p: _Phrase) -> Source | None:
    """The head noun decides: "local sources", "drone footage", "the interior ministry"."""
    found = p.head_kind()
    if found is None:
        return None
    word, kind = found
    name_like = _is_name(p.core) and not p.determined and len(p.core.split()) > 1
    if kind is SourceKind.ANONYMOUS:
        return _own_society(p) or _anonymous(p, word)
    if kind is SourceKind.OUTLET and word in p.words.papers and p.head_is_small:
        return _local(p, SourceKind.DOCUMENT, f"head-noun: {word!r} is a document")
    if kind is SourceKind.OUTLET and word not in p.words.media_words and p.core.split()[-1].islower():
        return None
    if kind in (SourceKind.VISUAL, SourceKind.DOCUMENT):
        if kind is SourceKind.DOCUMENT and _report_of_many(p):
            return _anonymous(p, word)
        return _local(p, kind, f"head-noun: {word!r} is a {kind}")
    if kind is SourceKind.OFFICIAL and word in p.words.titles and _person_after_title(p):
        return None
    if fold(p.core) in p.words.titles:  # "the Colonel": whoever has been given the rank
        return _local(p, kind, f"head-noun: {word!r} is a {kind}")
    if (
        kind in (SourceKind.OFFICIAL, SourceKind.ORGANISATION, SourceKind.MONITOR, SourceKind.ARMED_GROUP)
        and (name_like or _has_capitals_inside(p))
        and not _somebody_s(p)
    ):
        return _own_name(p, p.core, kind, f"head-noun: {word!r} makes {p.core!r} a {kind}")
    return _local(p, kind, f"head-noun: {word!r} is a {kind}")


# society := Many-s of | for … [the] Name      "Families of the Quay", "Mothers for Orlau"
_SOCIETY = re.compile(r"\b[A-Z][a-z]+s (?:of|for|without|against) (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}")


def _society(said: str, text: str) -> str:
    """Return the name of many in ``said`` that ``text`` writes with a capital where no sentence begins: ``say Families of the Quay``."""
    found = _SOCIETY.search(said)
    if found is None:
        return ""
    inside = rf"(?:\bThe|(?<![\w'’-])(?:[a-z]{{4,}}|say|According),?(?: (?:of|to|by|for|and))?(?: the)?) {re.escape(found.group())}\b"
    return found.group() if re.search(inside, text) else ""


def _own_society(p: _Phrase) -> Source | None:
    """Families of the Quay: many under a name of their own."""
    if not p.here.society or p.here.society != p.core:
        return None
    return _own_name(p, p.core, SourceKind.ORGANISATION, f"society: {p.core!r} has a capital inside a sentence")


def _report_of_many(p: _Phrase) -> bool:
    return fold(p.core).split()[-1:] == ["reports"] or bool(
        re.match(r"(?:local|media|press|news|initial|earlier|unconfirmed|some)\s", fold(p.core))
    )


def _anonymous(p: _Phrase, word: str) -> Source:
    front = _LINK.split(fold(p.core), maxsplit=1)[0].split()
    sort = next((p.words.types[w] for w in (*front[:-1], word) if w in p.words.types), "unnamed")
    return _local(p, SourceKind.ANONYMOUS, f"anonymous-{sort}: head noun {word!r} in {p.core!r}")


def _person(p: _Phrase) -> Source | None:
    """A title and a name, or two to four capitalised words: a person. A surname alone takes the full name from the article."""
    person = _person_after_title(p) or _person_after_office(p) or (p.core if _is_person_shape(p) else "")
    if not person:
        return None
    full = _full_name(p.here, person)
    kind = SourceKind.PERSON
    return _own_name(p, full, kind, f"person: {p.full!r} is {full}")


_TWO = re.compile(
    r"((?:[\w.’'-]+ ){0,3}?)((?:[A-Z][\w'’.-]+ ){0,2}[A-Z][\w'’-]+) and ((?:[\w.’'-]+ ){0,3}?)((?:[A-Z][\w'’.-]+ ){0,2}[A-Z][\w'’-]+)"
    r"(?: (?:of|from|at|in|for) .*)?"
)


def _pair(p: _Phrase) -> Source | None:
    """Two persons who say it together: "Dr Ilse Maran and Dr Petr Hawran of the Harvel clinic" is neither of the two."""
    mark = _TWO.fullmatch(p.core) if len(p.core) <= _LONGEST else None
    if mark is None:
        return None
    one, two = (_named_person(p, mark[n], mark[n + 1]) for n in (1, 3))
    return _own_name(p, f"{one} and {two}", SourceKind.PERSON, f"pair: {p.full!r}") if one and two else None


_JOINED = re.compile(r"(?P<one>[^,;]+?) and (?P<its>(?:the|its|their|an?) )?(?P<two>[^,;]+)")


def _two_bodies(p: _Phrase) -> Source | None:
    """Two bodies that say it together: "the army and the interior ministry", "police and the hospital"; not the Army and Navy Club."""
    mark = _JOINED.fullmatch(p.core) if len(p.core) <= _LONGEST and p.core.count(" and ") == 1 else None
    if mark is None or not (mark["its"] or mark["two"].islower()):
        return None
    one, two = (_body_alone(p, mark[side]) for side in ("one", "two"))
    if one is None or two is None:
        return None
    name = f"{one.name} and {two.name}"
    return Source(SourceId(f":{names.slug(name)}"), name, SourceKind.OFFICIAL, (name,), because=f"pair: {p.full!r}")


def _body_alone(p: _Phrase, words: str) -> Source | None:
    """Return the body that one half of a pair names: by a known name or by its head noun, whoever holds an office apart."""
    q = p.only(words, words, determined=True)
    if _LINK.search(f" {words} ") and q.head in p.words.titles.keys() | p.words.offices:
        return None  # "the head of the army and the ministry"
    found = next((x for rule in _BODY_RULES if (x := rule(q)) is not None), None)
    bodily = found is not None and found.kind in _BODIES and q.head not in p.words.titles
    return found if bodily else None


_BODIES = frozenset({SourceKind.OFFICIAL, SourceKind.ORGANISATION, SourceKind.MONITOR, SourceKind.ARMED_GROUP})


def members(article: Article, span: Span, pair: Source, known: Lexicon) -> tuple[Source, ...]:
    """Return the two bodies that the words under ``span`` name together where ``pair`` is their source."""
    if not pair.because.startswith("pair:") or pair.kind is SourceKind.PERSON:
        return ()
    joined = _AND.search(article.text, *span)
    if joined is None:
        return ()
    return tuple(identify(article, s, known) for s in (Span(span.start, joined.start()), Span(joined.end(), span.end)))


_AND = re.compile(r"(?<=\S)\s+and\s+(?=\S)")  # a line may end beside it


def _named_person(p: _Phrase, before: str, name: str) -> str:
    """Return the name of one person where a title or the article tells that it is one."""
    words = [*before.split(), *name.split()]
    titled = [fold(w).strip(".") in p.words.titles or fold(w) in p.words.offices for w in words]
    first = len(words) - titled[::-1].index(True) if any(titled) else 0  # "Prime Minister | Petr Maran"
    own = [w for w in words[first:] if w[:1].isupper()]
    if not own or len(own) < len(words) - first or any(fold(w) in p.words.heads for w in own):
        return ""
    full = _full_name(p.here, " ".join(own))
    return full if any(titled) or full in dict(p.here.surnames).values() else ""


_OF_A_BODY = re.compile(
    r"((?:[\w.'’-]+ ){0,4}?)((?:[A-Z][\w'’-]+ ){1,2}[A-Z][\w'’-]+)(?:,| of| from| at| for| with) (?:the )?(?:[\w'’-]+ ){0,3}?[A-Z].*"
)


def _of_a_body(p: _Phrase) -> Source | None:
    """A person and the body that he or she belongs to: "Dr Ilse Maran of the Harvel doctors' union"."""
    mark = _OF_A_BODY.fullmatch(p.core)
    if mark is None or " and " in p.core[: mark.end(2)]:
        return None
    words = [*mark[1].split(), *mark[2].split()]
    titles = [w for w in words if fold(w).strip(".") in p.words.titles or fold(w) in p.words.offices]
    name = " ".join(w for w in mark[2].split() if w not in titles)
    if len(name.split()) < 2 or any(fold(w) in p.words.heads for w in name.split()):
        return None
    if not titles and (mark[1].strip() or not _belongs(p, name) or gazetteer.load().is_word(fold(name.split()[-1]))):
        return None
    return _own_name(p, name, SourceKind.PERSON, f"person-of-a-body: {p.full!r}")


def _belongs(p: _Phrase, name: str) -> bool:
    """Tell whether what follows a name without a title is a body, or the surname stands alone in the article: a person's name."""
    _, of_the, rest = p.core.partition(" of the ")
    words = fold(rest).split()
    called_so = bool(of_the) and not p.words.heads.keys().isdisjoint((words[0], words[-1]))
    return called_so or name.rpartition(" ")[2] in p.here.alone


def _apposed(p: _Phrase) -> Source | None:
    """The head of the district, Petr Havran: an office and, between commas, the name of who holds it."""
    name = _behind_titles(p, p.apposition.strip(" ,"))
    words = {w.strip(".,") for w in fold(p.core).split()}
    if p.head_kind() is None and not words & p.words.offices and not words & p.words.titles.keys():
        return None
    named = _PERSON_ALONE.fullmatch(name) and not any(fold(w) in p.words.heads for w in name.split())
    if not named or (_is_name(p.core) and not _somebody_s(p) and p.head not in p.words.titles):
        return None
    return _own_name(p, name, SourceKind.PERSON, f"person-apposed: {p.full!r}")


def _behind_titles(p: _Phrase, name: str) -> str:
    """Return a name without the ranks and degrees before it: ``Col. Ilse Maran`` gives ``Ilse Maran``."""
    words = name.split()
    while len(words) > 2 and fold(words[0]).strip(".") in p.words.titles:
        del words[0]
    return " ".join(words)


def _firm_apposed(p: _Phrase) -> Source | None:
    """the owners, Harvel Water: a bare word for a company or its owners and, behind a comma, the name."""
    name = p.apposition.strip(" ,")
    if not p.determined or fold(p.core) not in p.words.firms or not names.is_proper(name) or not name:
        return None
    return _inner(p, name) or _own_name(p, name, SourceKind.ORGANISATION, f"firm-apposed: {p.full!r}")


def _somebody_s(p: _Phrase) -> bool:
    """Tell whether the phrase is an office of somebody named: "President Ann Lee's ambassador to Orlau"."""
    mark = _SOMEBODY_S.fullmatch(p.core)
    return mark is not None and (fold(mark[1]) in p.words.titles or fold(mark[1]) in p.words.offices)


_SOMEBODY_S = re.compile(r"[A-Z][^'’]*['’]s? (?:[a-z][\w-]* ){0,3}?([a-z][\w-]*)(?: (?:to|of|for|in) .*)?")
_PERSON_ALONE = re.compile(r"[A-Z][\w'’-]+(?: (?:(?:al|el|bin|ibn|abu|de|la|van|von)[- ])?[A-Z][\w'’.-]+){1,3}")


def _office_holder(p: _Phrase) -> Source | None:
    """An office written small and the name of who holds it: the person, whatever the office's noun would make of it."""
    name = _person_after_office(p)
    return _own_name(p, _full_name(p.here, name), SourceKind.PERSON, f"person-office: {p.full!r}") if name else None


def _person_after_title(p: _Phrase) -> str:
    """Return the name behind a title: ``Col. Ahmed Salem`` gives ``Ahmed Salem``; nothing when no title leads to a name."""
    pieces = p.core.split()
    last = max((n for n, w in enumerate(pieces[:-1]) if fold(w).strip(".") in p.words.titles), default=None)
    if last is None:
        return ""
    rest = pieces[last + 1 :]
    behind = next((n for n, w in enumerate(rest) if w in _BEHIND_A_NAME), len(rest))
    rest = rest[:behind]
    if not rest or not all(_in_a_name(p, w) for w in rest) or len(rest) > 5:
        return ""
    if any(fold(w).strip(".,") in p.words.heads for w in rest):
        return ""
    return " ".join(rest).strip(" ,")


def _in_a_name(p: _Phrase, word: str) -> bool:
    """Tell whether a word can stand in a person's name: ``Yusuf``, ``al-Harrani``, ``bin``."""
    return word[:1].isupper() or fold(word) in p.words.particles or fold(word).startswith(("al-", "el-"))


# holder := office ["of" …] [","] name;  name := two to four words, each taken whole (else what has no end is tried at every letter),
#           | one word of two capitals ("MARAN")
_BEHIND_A_NAME = frozenset(
    "in at on of from during after before with for".split()
)  # "President Ann Lee in an interview"


_OFFICE_NAME = re.compile(
    r"[\w'’ -]*\b([a-z][\w-]++)( (?:of|for|in) (?:the )?[\w'’ -]+?)?,?"
    r" ((?:[A-Z][\w'’-]++ ?){2,4}|[A-Z][\w'’-]+?[A-Z][\w'’-]++ ?)"
)
# what bears a name of its own behind its noun ("the operator of the ferry Lady Amarin"), or leads on to a name
_NO_HOLDER = frozenset(
    "ferry ship vessel boat tanker trawler cutter frigate destroyer yacht barge liner freighter steamer schooner submarine tug"
    " lifeboat plane airliner helicopter train of at in for from on with by near and or the a an this that".split()
)


_LONGEST = 200  # characters of words that name one person with an office; the form is tried at every word


def _person_after_office(p: _Phrase) -> str:
    """Return the name behind an office written small: "district head Petr Havran"."""
    mark = _OFFICE_NAME.fullmatch(p.core) if len(p.core) <= _LONGEST else None
    words = fold(p.core).split()
    if mark is None or not any(w in p.words.offices or w in p.words.titles for w in words):
        return ""
    if p.core[: mark.start(3)].split()[-1].strip(",") in _NO_HOLDER:
        return ""
    return mark[3].strip()


def _is_person_shape(p: _Phrase) -> bool:
    pieces = _POSSESSIVE.sub("", p.core).split()
    if not 1 <= len(pieces) <= 5 or p.determined or fold(pieces[-1]) in p.words.titles:
        return False
    if p.core.isupper() and len(pieces) == 1 and len(p.core) <= 5:
        return False
    if not all(_in_a_name(p, w) for w in pieces):
        return False
    if len(pieces) == 1 and gazetteer.load().is_word(fold(pieces[0])) and not _surname_known(p.here, pieces[0]):
        return False
    return not any(w.isdigit() for w in pieces) and not (len(pieces) == 1 and not _surname_known(p.here, pieces[0]))


def _body(p: _Phrase) -> Source | None:
    """A name that is a body's by what the article says of it: "Harvel Water" where it has a plant."""
    name = _POSSESSIVE.sub("", p.core)
    if not p.here.body or p.here.body != name:
        return None
    return _own_name(p, name, SourceKind.ORGANISATION, f"body: {name!r} is spoken of as a body")


def _capital_name(p: _Phrase) -> Source | None:
    """A name of its own that no other rule could place: an acronym or a capitalised phrase is taken for an organisation."""
    if not _is_name(p.core):
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
        return _of_lexicon(p, p.names.states[code], f"state: {p.core!r}")
    kind = (
        SourceKind.PERSON
        if len(p.core.split()) == 1 and not p.core.isupper() and not p.determined
        else SourceKind.ORGANISATION
    )
    return _own_name(p, p.core, kind, f"capitalised: {p.core!r} is a name, of what is not certain")


_RULES: tuple[Callable[[_Phrase], Source | None], ...] = (
    _pronoun,
    _speaker,
    _domain,
    _by_name,
    _metonym,
    _learned,
    _pair,
    _two_bodies,
    _of_a_body,
    _media_shape,
    _body_called,
    _office_holder,
    _apposed,
    _firm_apposed,
    _by_head,
    _body,
    _person,
    _capital_name,
)
# what a part of a phrase would be alone: whose spokesman speaks, which firm the owners own
_ALONE_RULES = (_by_name, _learned, _media_shape, _by_head, _body, _person, _capital_name)
_BODY_RULES = (_by_name, _learned, _by_head)  # one half of a pair


# ---- parts of the rules -----------------------------------------------------------------------------------------------


def _known(p: _Phrase, words: str) -> known_names.Named | None:
    words = _POSSESSIVE.sub("", words).strip(' ,."“”')
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


def _is_name(words: str) -> bool:
    pieces = words.split()
    big = [w for w in pieces if w[:1].isupper() or w[:1].isdigit()]
    return (
        bool(big)
        and pieces[0][:1].isupper()
        and len(big) * 2 >= len(pieces)
        and (len(pieces) > 1 or len(pieces[0]) > 1)
    )


def _has_capitals_inside(p: _Phrase) -> bool:
    """Tell whether the phrase holds a capitalised word: ``the Korsava district council`` is a name of its own, ``the council`` not."""
    pieces = p.core.split()
    if not pieces or p.here.capitals:
        return False
    first = fold(pieces[0]).removesuffix("'s")
    opener = not p.determined and (
        first in p.words.heads or first in p.words.types or first in p.words.before or len(pieces) == 1
    )
    return any(w[:1].isupper() for w in (pieces[1:] if opener else pieces))


def _kind_of_name(p: _Phrase, name: str) -> SourceKind:
    q = p.only(name, re.sub(r"^(?:the)\s+", "", name, flags=re.I), determined=False)
    shaped = _media_shape(q)
    if shaped is not None:
        return shaped.kind
    found = q.head_kind()
    if found and found[1] not in (SourceKind.ANONYMOUS, SourceKind.VISUAL, SourceKind.DOCUMENT):
        return found[1]
    return SourceKind.ORGANISATION


_MOST_NAMES = 4  # words of a person's name
_MOST_DEFINED = 100  # forms that one article explains; reports have up to a dozen, books more
_ARTICLES = 8  # whose names are kept at hand: sources are asked for one article after another


@lru_cache(maxsize=_ARTICLES)
def _full_names(text: str, known: Lexicon) -> Mapping[str, str]:
    """Return, by folded surname, the name of two to four capitalised words in ``text``, without titles, that ends in it.

    Of several names only one that is written far more often than the others together.
    """
    out: dict[str, Counter[str]] = {}
    bodily = bodies.found(text, known)
    for run, many in Counter(
        n.words for n in capitals.found(text, capitals.parting(known)) if n.words not in bodily
    ).items():
        pieces, name = names.parts(run), _untitled(run)
        if 2 <= len(name.split()) <= _MOST_NAMES and len(pieces) > 1:
            out.setdefault(pieces[-1], Counter())[name] += many
    return {surname: name for surname, them in out.items() if (name := names.chief(them))}


@lru_cache(maxsize=_ARTICLES)
def _written_as_names(text: str) -> frozenset[str]:
    """Return the words that ``text`` writes with a capital inside a sentence and nowhere small: common words as names ("Trump")."""
    small = {m.group() for m in _SMALL_WORD.finditer(text)}
    inside = {m.group().removesuffix("'s").removesuffix("’s") for m in _CAPITAL_INSIDE.finditer(text)}
    return frozenset(w for w in inside if not w.endswith("s") and w.lower() not in small)


@lru_cache(maxsize=_ARTICLES)
def _alone(text: str) -> frozenset[str]:
    """Return the words with a capital that ``text`` writes inside a sentence with no other such word beside them."""
    return frozenset(_ALONE.findall(text))


_CAPITAL = re.compile(r"(?<![\w'’-])[A-Z][\w-]+")
_ALONE = re.compile(r"(?<![\w'’-])[a-z][\w'’-]*,? (?=([A-Z][\w-]++)(?!['’]?s? [A-Z]))")
_SMALL_WORD = re.compile(r"(?<![\w'’-])[a-z][\w'’-]*")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*[a-z][\w'’-]*")


def _full_name(here: _Here, person: str) -> str:
    """Return the one longer name of the article that ``person`` is the surname of; else ``person``."""
    pieces = names.parts(person)
    return dict(here.surnames).get(pieces[0], person) if len(pieces) == 1 else person


_TITLE_WORD = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Brig|Adm|Prof|Rev|Sen|Rep|Gov|President|Minister|Prime|General|Colonel|Major|Captain|Commander|Spokesman"
    r"|CEO|CFO|COO|CTO|Executive|Chairman|Chairwoman|Founder|Co-founder|Lieutenant|Rear|Vice|Lt-Col"
    r"|Spokeswoman|Secretary|Mayor|Governor|Judge|Sheriff|Chief|Ambassador|Senator|Foreign|Defense|Defence|The|But|And|In|On|As)\.?\s+)+"
)


def _untitled(run: str) -> str:
    return _TITLE_WORD.sub("", run)


def _surname_known(here: _Here, word: str) -> bool:
    return _full_name(here, word) != word


def _person_in(p: _Phrase, words: str) -> str:
    """Return the first run of capitalised words, without the ranks before the name: ``Lt Col Irsha Vandek`` gives ``Irsha Vandek``."""
    mark = re.search(r"\b[A-Z][\w'’-]+(?:\s+(?:al-?|el-?|bin|abu|de|la|van|von)?\s*[A-Z][\w'’.-]+){1,3}", words)
    pieces = mark.group().split() if mark else []
    while len(pieces) > 2 and fold(pieces[0]).strip(".") in p.words.titles:
        del pieces[0]
    return " ".join(pieces)


def _of_lexicon(p: _Phrase, found: known_names.Named, because: str) -> Source:
    learned = _learned_names(p.here, found.names)
    ident = SourceId(f"source:{found.slug}")
    return Source(ident, found.name, found.kind, tuple(sorted({*found.names, *learned})), because=because)


def _own_name(p: _Phrase, name: str, kind: SourceKind, because: str) -> Source:
    name = " ".join(_POSSESSIVE.sub("", name).split()).strip(" ,.")
    sneered = {sneer + name for sneer in _SNEER.findall(p.full) if sneer + name in p.full}
    also = {name, *_learned_names(p.here, (name,)), *sneered}
    lone = len(names.parts(names.uncamel(name))) == 1 and kind is not SourceKind.OUTLET and not _acronym(name)
    ident = f":name:{names.slug(name)}" if lone else f"name:{names.slug(name)}"
    return Source(SourceId(ident), name, kind, tuple(sorted(also)), because=because)


def _acronym(name: str) -> bool:
    return 2 < len(name) <= 8 and name.isupper()


def _learned_names(here: _Here, given: tuple[str, ...]) -> set[str]:
    """Return the short and long forms that the article defines for one of the names ``given``."""
    keys = {names.key(n) for n in given} if here.defined else set()
    return {n for forms in here.defined if keys & {names.key(n) for n in forms} for n in forms}


@lru_cache(maxsize=_ARTICLES)
def _defined(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((d.long, d.short) for d in names.definitions(text)))[:_MOST_DEFINED]


@lru_cache(maxsize=_ARTICLES)
def _all_capitals(text: str) -> bool:
    return text.isupper()


def _local(p: _Phrase, kind: SourceKind, because: str) -> Source:
    slug = names.slug(p.core)
    mention = "@" if slug in p.words.standing else ""  # may be another one the next time
    return Source(SourceId(f":{slug}{mention}"), p.core, kind, (p.core,), because=because)
