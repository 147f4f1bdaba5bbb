"""The sources of several accounts -> one table, and for every id that an account used the id of the thing it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firsthand import names
from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.lexicon import named as known_names
from firsthand.names import host
from firsthand.naming import offices
from firsthand.naming.offices import Offices
from firsthand.naming.union import Union, unite_alike
from firsthand.records import Account, Article, Attribution, DocumentId, Source, SourceId, SourceKind

# what a pronoun or a bare description may stand for
_PERSONAL = frozenset({SourceKind.PERSON, SourceKind.OFFICIAL, SourceKind.ARMED_GROUP})
_BODILY = frozenset(SourceKind) - {SourceKind.PERSON, SourceKind.ANONYMOUS, SourceKind.VISUAL, SourceKind.DOCUMENT}
_MEDIA = frozenset({SourceKind.OUTLET, SourceKind.AGENCY})
_KIND_RANK = (
    SourceKind.OUTLET,
    SourceKind.AGENCY,
    SourceKind.MONITOR,
    SourceKind.ARMED_GROUP,
    SourceKind.OFFICIAL,
    SourceKind.ORGANISATION,
    SourceKind.PERSON,
    SourceKind.DOCUMENT,
    SourceKind.VISUAL,
    SourceKind.ANONYMOUS,
)
_REACH = 1500  # characters between a pronoun and what it stands for; three paragraphs of news prose

Used = tuple[DocumentId, SourceId]


@dataclass(slots=True)
class _Pool:
    """The sources of a story while they are being united: every (document, id) that is used, and the record behind it."""

    union: Union
    record: dict[str, Source]
    offices: Offices
    place: dict[Used, str] = field(default_factory=dict)  # what an account used -> the key in the union

    def named(self) -> list[str]:
        """Return the keys of sources with a name of their own, in order."""
        return [k for k in sorted(self.record) if _has_name(self.record[k])]


def settle_sources(
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    outlets: Mapping[DocumentId, Source],
    known: Lexicon,
) -> tuple[tuple[Source, ...], dict[Used, SourceId], dict[DocumentId, SourceId]]:
    """Return the sources of a story, the settled id of every (document, id) used, and the source of each document's outlet."""
    pool = _gathered(accounts, outlets, offices.offices(known))
    for unite in (_same_key, _defined, _short_forms, _alike, _left_out, _surnames, _spoken_for, _institutions):
        unite(pool, articles, known)
    people = _people(pool, articles, accounts)
    for ident in sorted(accounts):
        own = outlets[ident].id if ident in outlets else None
        _described(pool, articles[ident], accounts[ident], _Holders(pool, articles, people), own)
    return _tables(pool, accounts, outlets)


def _gathered(
    accounts: Mapping[DocumentId, Account], outlets: Mapping[DocumentId, Source], vocabulary: Offices
) -> _Pool:
    record: dict[str, Source] = {}
    place: dict[Used, str] = {}
    for ident in sorted(accounts):
        by_id = {s.id: s for s in accounts[ident].sources}
        for said in (*accounts[ident].attributions, *accounts[ident].credits):
            source = by_id.get(said.source_id) or Source(said.source_id, said.source_id, SourceKind.ANONYMOUS, ())
            record[source.id] = _with_names(record.get(source.id), source)
            place[ident, source.id] = source.id
    for ident in sorted(outlets):
        record[outlets[ident].id] = _with_names(record.get(outlets[ident].id), outlets[ident])
    return _Pool(Union(sorted(record)), record, vocabulary, place)


def _with_names(old: Source | None, new: Source) -> Source:
    if old is None:
        return new
    first = min(old, new, key=lambda s: (_KIND_RANK.index(s.kind), s.name, s.because))
    spelt, documents = tuple(sorted({*old.names, *new.names})), tuple(sorted({*old.document_ids, *new.document_ids}))
    return Source(first.id, first.name, first.kind, spelt, documents, not documents, first.because)


def _has_name(source: Source) -> bool:
    return source.id.startswith(("source:", "name:")) or ":name:" in source.id


# ---- rules of union: each says why ------------------------------------------------------------------------------------


def _by_key(pool: _Pool) -> dict[str, list[str]]:
    """Return folded spelling -> keys of the named sources spelt so."""
    out: dict[str, list[str]] = {}
    for ident in pool.named():
        for name in (pool.record[ident].name, *pool.record[ident].names):
            if ident not in out.setdefault(names.key(name), []):
                out[names.key(name)].append(ident)
    return out


def _same_key(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """The same letters, whatever their case, marks and spaces: "Al-Masdar News", "AlMasdarNews"."""
    for spelt, them in sorted(_by_key(pool).items()):
        for other in them[1:]:
            if _compatible(pool.record[them[0]], pool.record[other]):
                pool.union.unite(them[0], other, f"same-name: {spelt}")


def _defined(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A short form that some article of the story explains: "the Arvel Highland Defence Front (AHDF)"."""
    by_key = _by_key(pool)
    for ident in sorted(articles):
        for found in names.definitions(articles[ident].text):
            long, short = by_key.get(names.key(found.long), []), by_key.get(names.key(found.short), [])
            for other in (*long, *short)[1:]:
                pool.union.unite((*long, *short)[0], other, f"defined: {found.long} ({found.short}) in {ident}")


def _short_forms(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """Initials that fit one named source only ("V24", "RBC"), and the name in a document's internet address."""
    long = {i: pool.record[i] for i in pool.named() if any(" " in names.uncamel(n) for n in pool.record[i].names)}
    for ident in pool.named():
        for short in sorted(n for n in pool.record[ident].names if _is_short(n)):
            fits = {
                pool.union.root(i)
                for i, s in long.items()
                if i != ident and any(names.key(short) in names.initials(n) for n in s.names)
            }
            fits.discard(pool.union.root(ident))
            if len(fits) == 1 and not ident.startswith("source:"):
                pool.union.unite(ident, fits.pop(), f"initials: {short}")
    for ident, record in sorted(pool.record.items()):
        for document in record.document_ids:
            stem = names.key(host(articles[document].url).split(".")[0])
            for other in pool.named():
                if len(stem) > 2 and other != ident and any(names.key(n) == stem for n in pool.record[other].names):
                    pool.union.unite(ident, other, f"address: {stem} is the site of {document}")


def _is_short(name: str) -> bool:
    return " " not in name and 2 <= len(name) <= 8 and sum(c.isupper() or c.isdigit() for c in name) * 2 > len(name)


def _alike(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """Names of several words that differ by a plural s or one typing slip: "Highland(s) Defence Front"."""
    own = [i for i in pool.named() if not i.startswith("source:")]
    spelt = [(i, n) for i in own for n in sorted(pool.record[i].names)]
    unite_alike(pool.union, spelt, lambda a, b: _compatible(pool.record[a], pool.record[b]))


def _left_out(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A name with words left out or moved that fits one body of the story only: "Highland Front", "Front of the High Valleys"."""
    bodies = [i for i in pool.named() if pool.record[i].kind in _BODILY and not i.startswith("source:")]
    for ident in bodies:
        short = pool.record[ident].name
        fits = {
            pool.union.root(i)
            for i in bodies
            if i != ident and any(names.shortened(short, n) for n in pool.record[i].names)
        }
        fits.discard(pool.union.root(ident))
        if len(fits) == 1:
            pool.union.unite(ident, fits.pop(), f"words-left-out: {short}")


def _surnames(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A surname that one full name of the story ends with."""
    full: dict[str, set[str]] = {}
    for ident in pool.named():
        if pool.record[ident].kind is SourceKind.PERSON and len(names.parts(pool.record[ident].name)) > 1:
            full.setdefault(names.parts(pool.record[ident].name)[-1], set()).add(pool.union.root(ident))
    for ident in pool.named():
        words = names.parts(pool.record[ident].name)
        if pool.record[ident].kind is SourceKind.PERSON and len(words) == 1 and len(full.get(words[0], ())) == 1:
            pool.union.unite(ident, min(full[words[0]]), f"surname: {pool.record[ident].name}")


def _spoken_for(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A person whom an article of the story calls the spokesman of a body speaks for that body."""
    index = known_names.load(known)
    for ident in sorted(articles):
        for found in names.mouthpieces(articles[ident].text):
            by_key = _by_key(pool)
            listed = index.at(found.body)
            body = by_key.get(names.key(found.body)) or (
                [f"source:{listed.slug}"] if listed and f"source:{listed.slug}" in pool.record else []
            )
            body = body or _by_head(pool, found.body)
            person = [i for i in by_key.get(names.key(found.person), []) if pool.record[i].kind is SourceKind.PERSON]
            roots = {pool.union.root(i) for i in body}
            if person and len(roots) == 1:
                pool.union.unite(person[0], roots.pop(), f"speaks-for: {found.person} for {found.body} in {ident}")


def _institutions(pool: _Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """Bare words for a body of which a story has one: "police" here and there."""
    groups: dict[str, list[str]] = {}
    for ident, record in sorted(pool.record.items()):
        word = names.slug(record.name)
        if (
            record.kind is SourceKind.OFFICIAL
            and not _has_name(record)
            and word.split("-")[-1] in pool.offices.institutions
        ):
            groups.setdefault(word, []).append(ident)
    for word, them in sorted(groups.items()):
        for other in them[1:]:
            pool.union.unite(them[0], other, f"one-institution: {word}")
        fits = {
            pool.union.root(i)
            for i in pool.named()
            if _named_by(pool.record[i], word) and pool.record[i].kind is SourceKind.OFFICIAL
        }
        if len(fits) == 1 and word != "government":
            pool.union.unite(them[0], fits.pop(), f"the-only-one: {word}")


def _named_by(record: Source, word: str) -> bool:
    """Tell whether the folded words of ``word`` end or begin a name of ``record``."""
    wanted = tuple(word.split("-"))
    return any(
        names.parts(n)[-len(wanted) :] == wanted or names.parts(n)[: len(wanted)] == wanted for n in record.names
    )


def _by_head(pool: _Pool, body: str) -> list[str]:
    words = names.slug(body)
    fits = [
        i
        for i in pool.named()
        if _named_by(pool.record[i], words) and len(names.parts(pool.record[i].name)) > len(names.parts(body))
    ]
    return fits if len({pool.union.root(i) for i in fits}) == 1 else []


def _compatible(a: Source, b: Source) -> bool:
    """Tell whether two sources of one name can be one: a person is no body."""
    persons = (a.kind is SourceKind.PERSON) + (b.kind is SourceKind.PERSON)
    return persons != 1 or len(names.parts(a.name)) == 1


# ---- persons and their offices --------------------------------------------------------------------------------------


def _people(
    pool: _Pool, articles: Mapping[DocumentId, Article], accounts: Mapping[DocumentId, Account]
) -> dict[str, set[str]]:
    """Return the key of each person named in the words of a source -> the sources so named; those that can be one are united.

    "army spokesman Darin Voss" here and "Darin Voss, spokesman of the Third Military District" there speak for one body.
    """
    people: dict[str, set[str]] = {}
    for ident in sorted(accounts):
        for said in accounts[ident].attributions:
            for span in said.source[:1]:
                for key in offices.people(span.of(articles[ident].text), pool.offices):
                    people.setdefault(key, set()).add(said.source_id)
    known_as = _by_key(pool)
    for key, them in sorted(people.items()):
        roots = {pool.union.root(i) for i in them | {i for i in known_as.get(key, ()) if _is_person(pool, i)}}
        bodies = [i for i in sorted(them) if _has_name(pool.record[i]) and not _is_person(pool, i)]
        if len(roots) > 1 and len({pool.union.root(i) for i in bodies}) <= 1 and key not in _body_keys(pool, bodies):
            for other in sorted(roots)[1:]:
                pool.union.unite(min(roots), other, f"one-person: {key}")
    return people


def _is_person(pool: _Pool, ident: str) -> bool:
    return pool.record[ident].kind is SourceKind.PERSON


def _body_keys(pool: _Pool, bodies: Sequence[str]) -> set[str]:
    return {names.key(n) for i in bodies for n in (pool.record[i].name, *pool.record[i].names)}


_OWNED = re.compile(r"\w['’]s? ")  # "the unit's commander": which unit, the name does not say
_ARMIES = frozenset({"military", "army"})  # "a military spokesman" is the spokesman whom the article then names


@dataclass(frozen=True, slots=True)
class _Holders:
    """Who holds which office, as the articles of a story say."""

    pool: _Pool
    articles: Mapping[DocumentId, Article]
    people: Mapping[str, set[str]]

    def of(self, record: Source, article: Article, before: Sequence[tuple[int, str]]) -> str | None:
        """Return whom the office in the name of ``record`` means: the one holder in this article, else in the story."""
        army = record.because.startswith("spokesman-of:") and record.name in _ARMIES
        office = (
            "spokesman"
            if army or record.because.startswith("spokesman:")
            else offices.office(record.name, self.pool.offices)
        )
        if not office or (office in self.pool.offices.many and _OWNED.search(record.name)):
            return None
        own = self._holding(office, [article])
        if len(own) == 1:
            return own.pop()
        if own:
            return next((i for _, i in reversed(before) if self.pool.union.root(i) in own), None)
        if office == "spokesman":
            last = next((i for _, i in reversed(before) if "speaks for" in self.pool.record[i].because), None)
            if last is not None or army:
                return last
        wanted = offices.qualified(record.name, self.pool.offices)
        if not wanted and office in self.pool.offices.many:
            return None
        near = [a for _, a in sorted(self.articles.items()) if all(w in fold(a.text) for w in wanted)]
        others = self._holding(office, near) if not wanted or office not in self.pool.offices.many else set()
        return others.pop() if len(others) == 1 else None

    def _holding(self, office: str, articles: Sequence[Article]) -> set[str]:
        pairs = [pair for a in articles for pair in offices.introduced(a.text, self.pool.offices)]
        named = {names.key(person) for what, person in pairs if what == office}
        them = (i for key in sorted(named) for i in sorted(self.people.get(key, ())))
        return {self.pool.union.root(i) for i in them if self.pool.record[i].kind not in _MEDIA}


# ---- what stands for something said before ----------------------------------------------------------------------------


def _described(pool: _Pool, article: Article, account: Account, holders: _Holders, own: str | None) -> None:
    """Unite pronouns and bare descriptions of one article with what they stand for: "he", "the agency", "the colonel"."""
    said = sorted((*account.credits, *account.attributions), key=_position)
    before: list[tuple[int, str]] = []
    spoken_of: dict[str, str] = {}  # who was "he" or "she" already, by the root
    for attribution in said:
        ident = attribution.source_id
        record = pool.record[ident]
        at = _position(attribution)
        target = None
        if ":~" in ident:
            word = _SEX.get(fold(record.name), "")
            fitting = [(n, i) for n, i in before if not word or spoken_of.get(pool.union.root(i), word) == word]
            target = _antecedent(pool, record, at, fitting, account)
            if target is not None:
                pool.union.unite(ident, target, f"pronoun: {record.name!r} at {at} of {article.id}")
                spoken_of |= {pool.union.root(ident): word} if word else {}
        elif not ident.startswith("source:"):
            here = own if own and _THIS.match(_words_of(attribution, article)) else None
            others = [(n, i) for n, i in before if own is None or pool.union.root(i) != pool.union.root(own)]
            target = _stands_for(pool, record, article, others, holders) if here is None else here
            if target is not None and pool.union.root(target) != pool.union.root(ident):
                pool.union.unite(ident, target, f"description: {record.name!r} in {article.id}")
        silent = ident.endswith(":unnamed") or (":~" in ident and target is None)
        if not silent and not attribution.because.startswith(_RELAYED):
            before.append((at, ident))


_THIS = re.compile(r"(?:this|our) (?:[\w-]+ )?\w+$", re.I)  # "this newspaper" is the one that prints the article


def _words_of(attribution: Attribution, article: Article) -> str:
    return " ".join(span.of(article.text) for span in attribution.source[:1])


# sources that another is citing: a pronoun goes on with who cites, not with who is cited
_RELAYED = ("citing", "told-by")
_SEX = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}


def _stands_for(
    pool: _Pool, record: Source, article: Article, before: Sequence[tuple[int, str]], holders: _Holders
) -> str | None:
    """Return what a bare description stands for, or nothing."""
    if not _has_name(record):
        held = holders.of(record, article, before)
        if held is not None:
            return held
    words = names.parts(record.name)
    if len(words) <= 2 and (record.kind in _BODILY or names.slug(record.name) in pool.offices.stands_for):
        meant = _meant(pool, record, before)
        if meant is not None:
            return meant
    if len(words) == 1 and not _has_name(record):  # "local sources", "the sources"; "a teachers' union", "the union"
        same = (i for _, i in reversed(before) if pool.record[i].kind is record.kind and ":~" not in i)
        return next((i for i in same if names.parts(pool.record[i].name)[-1:] == words), None)
    return None


def _position(attribution: Attribution) -> int:
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def _antecedent(
    pool: _Pool, pronoun: Source, at: int, before: Sequence[tuple[int, str]], account: Account
) -> str | None:
    """Return the nearest source said before that the pronoun can stand for; a person beats a body for "he" and "she"."""
    word = fold(pronoun.name)
    near = [i for pos, i in reversed(before) if at - pos <= _REACH]
    if word in ("it", "itself"):
        return next((i for i in near if pool.record[i].kind in _BODILY), None)
    if word in ("they", "them", "we", "us", "themselves"):
        return next((i for i in near if pool.record[i].kind not in (SourceKind.PERSON, SourceKind.VISUAL)), None)
    if word in ("i", "me"):
        return next((i for i in near if pool.record[i].kind in _PERSONAL), None)
    return next((i for i in near if pool.record[i].kind in _PERSONAL or _one_person(pool.record[i])), None)


def _one_person(record: Source) -> bool:
    """Tell whether an anonymous source is one person: its head noun is not plural."""
    words = names.parts(record.name)
    return record.kind is SourceKind.ANONYMOUS and bool(words) and not words[-1].endswith("s")


def _meant(pool: _Pool, record: Source, before: Sequence[tuple[int, str]]) -> str | None:
    """Return what a bare description means: the one named source of the story that bears the word, else the last of its kind."""
    word = names.slug(record.name)
    own = pool.union.root(record.id)
    fits = {
        pool.union.root(i)
        for i in pool.named()
        if i != record.id and _named_by(pool.record[i], word) and " " in names.uncamel(pool.record[i].name)
    }
    fits.discard(own)
    if len(fits) == 1:
        return fits.pop()
    if fits or _has_name(record):
        return next((i for _, i in reversed(before) if pool.union.root(i) in fits), None)
    sort = pool.offices.stands_for.get(word)
    able = [
        i for _, i in reversed(before) if sort and _has_name(pool.record[i]) and _can_be(pool, pool.record[i], sort)
    ]
    return able[0] if able else None


_BODIES = frozenset({SourceKind.MONITOR, SourceKind.ARMED_GROUP, SourceKind.ORGANISATION})


def _can_be(pool: _Pool, record: Source, sort: str) -> bool:
    """Tell whether a named source can be a ``print``, ``air`` or ``wire`` medium, any ``medium``, or a ``body``."""
    if sort == "body":
        return record.kind in _BODIES
    on_air = any(pool.offices.stands_for.get(w) == "air" for w in names.parts(record.name))
    if sort == "wire":
        return record.kind is SourceKind.AGENCY
    return record.kind in _MEDIA and (
        sort == "medium" or (record.kind is SourceKind.OUTLET and on_air == (sort == "air"))
    )


# ---- tables -----------------------------------------------------------------------------------------------------------


def _tables(
    pool: _Pool, accounts: Mapping[DocumentId, Account], outlets: Mapping[DocumentId, Source]
) -> tuple[tuple[Source, ...], dict[Used, SourceId], dict[DocumentId, SourceId]]:
    of: dict[str, SourceId] = {}
    rows: list[Source] = []
    for them, why in pool.union.sets():
        source = _one(pool, them, why)
        rows.append(source)
        of |= dict.fromkeys(them, source.id)
    used = {where: of[key] for where, key in pool.place.items()}
    return tuple(sorted(rows, key=lambda s: s.id)), used, {i: of[outlets[i].id] for i in sorted(outlets)}


def _one(pool: _Pool, them: Iterable[str], why: str) -> Source:
    """Return the record of one set: the lexicon's id and kind first, then the fullest name."""
    records = [pool.record[i] for i in them]
    chief = min(
        records,
        key=lambda s: (
            not s.id.startswith("source:"),
            not _has_name(s),
            ":~" in s.id,
            _KIND_RANK.index(s.kind),
            -len(s.name),
            s.id,
        ),
    )
    documents = tuple(sorted({d for r in records for d in r.document_ids}))
    spelt = {n for r in records for n in (r.name, *r.names) if ":~" not in r.id}
    kind = SourceKind.ANONYMOUS if ":~" in chief.id else chief.kind
    because = f"{chief.because}; {why}" if why else chief.because
    return Source(chief.id, chief.name, kind, tuple(sorted(spelt or {chief.name})), documents, not documents, because)
