"""The sources of several accounts -> one table, and for every id that an account used the id of the thing it stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from firsthand import names
from firsthand.fold import fold
from firsthand.lexicon import Lexicon, gazetteer
from firsthand.lexicon import named as known_names
from firsthand.names import host
from firsthand.naming import offices
from firsthand.naming.described import Holders, described
from firsthand.naming.ministries import unified
from firsthand.naming.offices import Offices
from firsthand.naming.pool import BODILY, Pool, Used, has_name
from firsthand.naming.represented import unite_officers
from firsthand.naming.subjects import Subjects
from firsthand.naming.union import Union, unite_alike, unite_shortened
from firsthand.records import CAPITALISED, Account, Article, DocumentId, Source, SourceId, SourceKind

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


def settle_sources(
    articles: Mapping[DocumentId, Article],
    accounts: Mapping[DocumentId, Account],
    outlets: Mapping[DocumentId, Source],
    known: Lexicon,
) -> tuple[tuple[Source, ...], dict[Used, SourceId], dict[DocumentId, SourceId]]:
    """Return the sources of a story, the settled id of every (document, id) used, and the source of each document's outlet."""
    pool = _gathered(accounts, outlets, offices.offices(known))
    _take_up_pairs(pool, accounts)
    _take_up_holders(pool, articles)
    for unite in (
        _same_key,
        _defined,
        _initials,
        _addresses,
        _alike,
        _left_out,
        _spoken_for,
        _institutions,
        _firms,
        _papers,
    ):
        unite(pool, articles, known)
    people = _people(pool, articles, accounts)
    unite_officers(pool, articles, accounts, known)
    _surnames(pool, articles, known)
    holders = Holders(pool, articles, people)
    for ident in sorted(accounts):
        own = outlets[ident].id if ident in outlets else None
        described(pool, articles[ident], accounts[ident], holders, Subjects(articles[ident], known), own)
    return _tables(pool, outlets)


def _gathered(
    accounts: Mapping[DocumentId, Account], outlets: Mapping[DocumentId, Source], vocabulary: Offices
) -> Pool:
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
    return Pool(Union(sorted(record)), record, vocabulary, place)


def _with_names(old: Source | None, new: Source) -> Source:
    if old is None:
        return new
    first = min(old, new, key=lambda s: (_KIND_RANK.index(s.kind), s.name, s.because))
    spelt, documents = tuple(sorted({*old.names, *new.names})), tuple(sorted({*old.document_ids, *new.document_ids}))
    return Source(first.id, first.name, first.kind, spelt, documents, not documents, first.because)


def _take_up_pairs(pool: Pool, accounts: Mapping[DocumentId, Account]) -> None:
    """Take up both of two who say something together, whether or not they speak elsewhere."""
    for pair in [r for _, r in sorted(pool.record.items()) if r.is_pair and r.kind is SourceKind.PERSON]:
        for name in pair.name.split(" and "):
            if " " in name:
                ident = SourceId(f"name:{names.slug(name)}")
                pool.introduce(Source(ident, name, SourceKind.PERSON, (name,), because=f"one of a {pair.because}"))
    for _, account in sorted(accounts.items()):
        bodies = {
            n for s in account.sources if s.is_pair and s.kind is not SourceKind.PERSON for n in s.name.split(" and ")
        }
        for source in account.sources if bodies else ():
            if source.name in bodies:
                pool.introduce(source)


def _take_up_holders(pool: Pool, articles: Mapping[DocumentId, Article]) -> None:
    """Take up the one person to whom an article gives the office by which alone it lets somebody speak: "the colonel insists" of
    "ministry spokesman Colonel Osk Tarrin", of whom it only tells; not where somebody of that surname speaks in the story."""
    surnames = {names.parts(n)[-1:] for r in pool.record.values() for n in (r.name, *r.names)}
    bare: dict[DocumentId, set[str]] = {}
    for (ident, _), key in sorted(pool.place.items()):
        office = "" if has_name(pool.record[key]) else offices.office(pool.record[key].name, pool.offices)
        if office:
            bare.setdefault(ident, set()).add(office)
    for ident, them in bare.items():
        held: dict[str, set[str]] = {}
        for office, name in offices.introduced(articles[ident].text, pool.offices):
            if office in them:
                held.setdefault(office, set()).add(name)
        for office, persons in sorted(held.items()):
            name = min(persons)
            if len(persons) == 1 and names.parts(name)[-1:] not in surnames:
                because = f"holds an office: {name!r} is the {office} of {ident}"
                who = Source(SourceId(f"name:{names.slug(name)}"), name, SourceKind.PERSON, (name,), because=because)
                pool.introduce(who)


# ---- rules of union: each says why ------------------------------------------------------------------------------------


def _same_key(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """The same letters, whatever their case, marks and spaces: "Al-Masdar News", "AlMasdarNews"."""
    for spelt, them in sorted(pool.by_key.items()):
        for other in them[1:]:
            if _compatible(pool.record[them[0]], pool.record[other]):
                pool.union.unite(them[0], other, f"same-name: {spelt}")


def _defined(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A short form that some article of the story explains: "the Arvel Highland Defence Front (AHDF)"."""
    for ident, found in names.defined((i, articles[i].text) for i in sorted(articles)):
        both = (*pool.by_key.get(names.key(found.long), ()), *pool.by_key.get(names.key(found.short), ()))
        for other in both[1:]:
            pool.union.unite(both[0], other, f"defined: {found.long} ({found.short}) in {ident}")


def _initials(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """Initials that fit one named source only: "V24", "RBC"."""
    stands_for: dict[str, dict[str, None]] = {}
    for ident in pool.named:
        spelt = pool.record[ident].names
        for name in spelt if any(" " in names.uncamel(n) for n in spelt) else ():
            for short in names.initials(name):
                stands_for.setdefault(short, {})[ident] = None
    for ident in pool.named:
        for short in sorted(n for n in pool.record[ident].names if _is_short(n)):
            fits = {pool.union.root(i) for i in stands_for.get(names.key(short), ()) if i != ident}
            fits.discard(pool.union.root(ident))
            if len(fits) == 1 and not ident.startswith("source:"):
                pool.union.unite(ident, fits.pop(), f"initials: {short}")


def _addresses(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """The name in a document's internet address."""
    known_as: dict[str, dict[str, None]] = {}
    for ident in pool.named:
        for name in pool.record[ident].names:
            known_as.setdefault(names.key(name), {})[ident] = None
    for ident, record in sorted(pool.record.items()):
        sites: dict[str, DocumentId] = {}
        for document in record.document_ids:
            sites.setdefault(names.key(host(articles[document].url).split(".")[0]), document)
        for site, document in sites.items():
            for other in known_as.get(site, ()) if len(site) > 2 else ():
                if other != ident:
                    pool.union.unite(ident, other, f"address: {site} is the site of {document}")


def _is_short(name: str) -> bool:
    return " " not in name and 2 <= len(name) <= 8 and sum(c.isupper() or c.isdigit() for c in name) * 2 > len(name)


def _alike(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """Names of several words that differ by a plural s, one typing slip or a vowel: "Highland(s) Defence Front"."""
    own = [i for i in pool.named if not i.startswith("source:")]
    spelt = [(i, n) for i in own for n in sorted(pool.record[i].names)]
    naming: dict[str, set[DocumentId]] = {}
    for (document, _), key in pool.place.items():
        naming.setdefault(key, set()).add(document)
    unite_alike(
        pool.union,
        spelt,
        lambda a, b: _compatible(pool.record[a], pool.record[b]),
        lambda a, b: not naming.get(a, set()).isdisjoint(naming.get(b, ())),
    )


def _left_out(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A name with words left out or moved that fits one body of the story only: "Highland Front", "Front of the High Valleys"."""
    bodies = [i for i in pool.named if pool.record[i].kind in BODILY and not i.startswith("source:")]
    called = {i: _worded_alike(pool.record[i], known) for i in bodies}
    ministries: dict[str, str] = {}
    for ident, (name, _) in called.items():
        if name != pool.record[ident].name:
            pool.union.unite(ministries.setdefault(name, ident), ident, f"one-ministry: {name}")
    unite_shortened(pool.union, called)


def _worded_alike(record: Source, known: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return the name and all names of a body, those of a ministry with the wording that all its wordings share."""
    return unified(record.name, known) or record.name, tuple([unified(n, known) or n for n in record.names])


def _surnames(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A surname that one full name of the story ends with, or one that far more of its articles have than others; "S. Umet"
    where one person of that surname has a name in S."""
    used = Counter(pool.place.values())
    full: dict[str, Counter[str]] = {}
    first: dict[str, set[str]] = {}
    persons = [i for i in pool.named if pool.record[i].kind is SourceKind.PERSON and not pool.record[i].is_pair]
    parts = {i: names.parts(pool.record[i].name) for i in persons}
    whole = [i for i in persons if len(parts[i]) > 1 and names.is_proper(pool.record[i].name)]
    spelt = {_initialled(parts[i]) for i in whole if not _is_initialled(parts[i])}
    for ident in whole:
        if not _is_initialled(parts[ident]) or _initialled(parts[ident]) not in spelt:
            full.setdefault(parts[ident][-1], Counter())[pool.union.root(ident)] += max(1, used[ident])
            first.setdefault(_initialled(parts[ident]), set()).add(pool.union.root(ident))
    chief = {surname: names.chief(them) for surname, them in full.items()}
    for ident in pool.named:
        words = names.parts(pool.record[ident].name)
        if pool.record[ident].kind is not SourceKind.PERSON:
            continue
        if len(words) == 1 and chief.get(words[0]):
            pool.union.unite(ident, chief[words[0]], f"surname: {pool.record[ident].name}")
        elif _is_initialled(words):
            fits = {pool.union.root(i) for i in first.get(_initialled(words), ())}
            if len(fits) == 1:
                pool.union.unite(ident, fits.pop(), f"initial: {pool.record[ident].name}")


def _initialled(parts: Sequence[str]) -> str:
    """Return a person's name with a letter for the first name."""
    return f"{parts[0][0]} {parts[-1]}"


def _is_initialled(parts: Sequence[str]) -> bool:
    """Tell whether a person's name has a letter for the first name: "S. Umet"."""
    return len(parts) > 1 and len(parts[0]) == 1


def _spoken_for(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A person whom an article of the story calls the spokesman of a body speaks for that body."""
    index = known_names.load(known)
    for ident in sorted(articles):
        for found in names.mouthpieces(articles[ident].text):
            listed = index.at(found.body)
            body = pool.by_key.get(names.key(found.body)) or (
                [f"source:{listed.slug}"] if listed and f"source:{listed.slug}" in pool.record else []
            )
            body = body or _by_head(pool, found.body)
            person = [
                i for i in pool.by_key.get(names.key(found.person), []) if pool.record[i].kind is SourceKind.PERSON
            ]
            roots = {pool.union.root(i) for i in body}
            if person and len(roots) == 1:
                pool.union.unite(person[0], roots.pop(), f"speaks-for: {found.person} for {found.body} in {ident}")


def _institutions(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """Bare words for a body of which a story has one: "police", "the fire brigade" here and there.

    Where the story names two of them ("the Velm fire brigade", "the Orlau fire brigade") nobody can say which is meant.
    """
    groups: dict[str, list[str]] = {}
    for ident, record in sorted(pool.record.items()):
        word = names.slug(record.name)
        listed = word in pool.offices.institutions or word.split("-")[-1] in pool.offices.institutions
        if record.kind is SourceKind.OFFICIAL and not has_name(record) and listed:
            groups.setdefault(word, []).append(ident)
    pool.several = _of_several(groups, articles)
    holding = _holding(pool, known)
    for word, them in sorted(groups.items()):
        able = [
            i
            for i in dict.fromkeys((*pool.bearing(word), *holding(word)))
            if has_name(pool.record[i]) and pool.record[i].kind is SourceKind.OFFICIAL
        ]
        fits = {pool.union.root(i) for i in able}
        if len(fits) > 1:
            pool.several |= {word}
            pool.rivals[word] = tuple(able)
        if word in pool.several:
            continue
        for other in them[1:]:
            pool.union.unite(them[0], other, f"one-institution: {word}")
        if len(fits) == 1 and word != "government":
            pool.union.unite(them[0], fits.pop(), f"the-only-one: {word}")


def _holding(pool: Pool, known: Lexicon) -> Callable[[str], list[str]]:
    """Return what yields the named sources in whose names all words of a bare body of several words stand, in any order:
    "Varland's Ministry of Defence" for "defence-ministry"."""
    of: dict[str, dict[frozenset[str], list[str]]] = {}
    for ident in pool.named:
        for name in _worded_alike(pool.record[ident], known)[1]:
            words = frozenset(names.content_words(name))
            for word in words:
                of.setdefault(word, {}).setdefault(words, []).append(ident)

    def holding(word: str) -> list[str]:
        bare = word.replace("-", " ")
        words = frozenset(names.content_words(unified(bare, known) or bare))
        near = min((of.get(w, {}) for w in words), key=len, default={})
        few = near if len(words) > 1 and len(near) <= _MOST_NEAR else {}
        return [i for them, idents in few.items() if words <= them for i in idents]

    return holding


_MOST_NEAR = 200  # bodies that bear the rarest word of a name; of so many none is the only one


def _of_several(words: Collection[str], articles: Mapping[DocumentId, Article]) -> frozenset[str]:
    """Return the bare ``words`` for a body of which articles name several by whose it is: "Varland's navy", "the Orland navy"."""
    called = {word.replace("-", " "): word for word in words}
    if not called:
        return frozenset()
    form = re.compile(rf"\b([A-Z][a-z]\w+)(?:['’]s?)? ({'|'.join(map(re.escape, sorted(called)))})\b")
    owners: dict[str, set[str]] = {}
    for _, article in sorted(articles.items()):
        for found in form.finditer(article.text):
            if not gazetteer.load().is_word(fold(found[1])):
                owners.setdefault(called[found[2]], set()).add(names.beginning(fold(found[1])))
    return frozenset(word for word, them in owners.items() if len(them) > 1)


def _papers(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """One paper that is kept or sent, whatever the form of the genitive: "the tower log", "the tower's log", "the log of the tower"."""
    first: dict[frozenset[str], str] = {}
    for ident, record in sorted(pool.record.items()):
        if record.kind is SourceKind.DOCUMENT and not has_name(record):
            words = frozenset(names.content_words(_GENITIVE.sub("", record.name)))
            if len(words) > 1 and offices.head(record.name) in pool.offices.papers:
                pool.union.unite(first.setdefault(words, ident), ident, f"one-paper: {record.name}")


_GENITIVE = re.compile(r"['’]s?(?=\s)")


def _firms(pool: Pool, articles: Mapping[DocumentId, Article], known: Lexicon) -> None:
    """A lone name that begins that of one company of the story: "Harvel" of "Harvel Water"; no surname, and no place ("in Harvel")."""
    surnames = {names.parts(r.name)[-1:] for r in (pool.record[i] for i in pool.named) if _is_full(r)}
    placed = {m[1] for _, a in sorted(articles.items()) for m in _PLACED.finditer(a.text)}
    for ident in pool.named:
        name, word = pool.record[ident].name, names.parts(pool.record[ident].name)
        lone = len(word) == 1 and pool.record[ident].rule == CAPITALISED
        if not lone or word in surnames or name in placed:
            continue
        called = [i for i in pool.called(word[0]) if names.parts(pool.record[i].name)[0] == word[0]]
        firms = [i for i in called if _is_firm(pool, pool.record[i])]
        if firms and len({pool.union.root(i) for i in called}) == 1:
            pool.union.unite(ident, firms[0], f"first-word: {name}")


_PLACED = re.compile(r"\b(?:in|at|from|near|into|across) ([A-Z][\w-]+)(?!['’\w-]| [A-Z])")


def _is_full(record: Source) -> bool:
    return record.kind is SourceKind.PERSON and " " in record.name


def _is_firm(pool: Pool, record: Source) -> bool:
    """Tell whether a named source can be a company by its name."""
    telling = pool.offices.no_firm.isdisjoint(names.parts(record.name))
    return record.kind is SourceKind.ORGANISATION and telling and names.is_proper(record.name) and not record.is_pair


def _by_head(pool: Pool, body: str) -> list[str]:
    longer = len(names.parts(body))
    named = [(i, pool.record[i]) for i in pool.bearing(names.slug(body))]
    fits = [i for i, source in named if has_name(source) and len(names.parts(source.name)) > longer]
    return fits if len({pool.union.root(i) for i in fits}) == 1 else []


def _compatible(a: Source, b: Source) -> bool:
    """Tell whether two sources of one name can be one: a person is no body."""
    persons = (a.kind is SourceKind.PERSON) + (b.kind is SourceKind.PERSON)
    return persons != 1 or len(names.parts(a.name)) == 1


# ---- persons and their offices --------------------------------------------------------------------------------------


def _people(
    pool: Pool, articles: Mapping[DocumentId, Article], accounts: Mapping[DocumentId, Account]
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
    for key, so_called in pool.by_key.items():
        persons = {i for i in so_called if pool.is_person(i) and len(names.parts(pool.record[i].name)) > 1}
        if persons:
            people.setdefault(key, set()).update(persons)
    for key, them in sorted(people.items()):
        roots = {pool.union.root(i) for i in them | {i for i in pool.by_key.get(key, ()) if pool.is_person(i)}}
        bodies = [i for i in sorted(them) if has_name(pool.record[i]) and not pool.is_person(i)]
        if len(roots) > 1 and len({pool.union.root(i) for i in bodies}) <= 1 and key not in _body_keys(pool, bodies):
            for other in sorted(roots)[1:]:
                pool.union.unite(min(roots), other, f"one-person: {key}")
    return people


def _body_keys(pool: Pool, bodies: Sequence[str]) -> set[str]:
    return {names.key(n) for i in bodies for n in (pool.record[i].name, *pool.record[i].names)}


# ---- tables -----------------------------------------------------------------------------------------------------------


def _tables(
    pool: Pool, outlets: Mapping[DocumentId, Source]
) -> tuple[tuple[Source, ...], dict[Used, SourceId], dict[DocumentId, SourceId]]:
    of: dict[str, SourceId] = {}
    rows: list[Source] = []
    for them, why in pool.union.sets():
        source = _one(pool, them, why)
        rows.append(source)
        of |= dict.fromkeys(them, source.id)
    used = {where: of[key] for where, key in pool.place.items()}
    return tuple(sorted(rows, key=lambda s: s.id)), used, {i: of[outlets[i].id] for i in sorted(outlets)}


# words that say what the teller thinks of a name, which others bear without them: "the so-called Harvest Union"
_SNEER = re.compile(r"\b(?:so-called|self-(?:styled|proclaimed|described))\b", re.IGNORECASE)


def _one(pool: Pool, them: Iterable[str], why: str) -> Source:
    """Return the record of one set: the lexicon's id and kind first, then the fullest name."""
    records = [pool.record[i] for i in them]
    chief = min(
        records,
        key=lambda s: (
            not s.id.startswith("source:"),
            not has_name(s),
            ":~" in s.id,
            _KIND_RANK.index(s.kind),
            " and " in s.name,  # "Spotify and CEO Daniel Ek": two, of whom one goes on to speak
            _SNEER.search(s.name) is not None,
            -len(s.name),
            s.id,
        ),
    )
    documents = tuple(sorted({d for r in records for d in r.document_ids}))
    spelt = {n for r in records for n in (r.name, *r.names) if ":~" not in r.id}
    kind = SourceKind.ANONYMOUS if ":~" in chief.id else chief.kind
    because = f"{chief.because}; {why}" if why else chief.because
    return Source(chief.id, chief.name, kind, tuple(sorted(spelt or {chief.name})), documents, not documents, because)
