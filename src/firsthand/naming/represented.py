"""Who speaks for which body by the office held there: the only officer of a body in a story, and the body, are one source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterator, Mapping
from typing import NamedTuple

from firsthand import names
from firsthand.lexicon import Lexicon, gazetteer
from firsthand.lexicon import named as known_names
from firsthand.naming.ministries import unified
from firsthand.naming.officers import officers
from firsthand.naming.offices import explained
from firsthand.naming.pool import BODILY, MEDIA, Pool, has_name
from firsthand.records import CAPITALISED, SPOKESMAN_OF_A_PERSON, Account, Article, DocumentId, Source


def unite_officers(
    pool: Pool, articles: Mapping[DocumentId, Article], accounts: Mapping[DocumentId, Account], known: Lexicon
) -> None:
    """Unite the only person of the story who holds an office in a body with it, and all names by which the body goes there.

    Who holds offices in two bodies ("who chairs the council", "the hospital's director") speaks for neither.
    """
    held = _held(pool, articles, accounts, known)
    officers_of: dict[str, set[str]] = {}
    for who, them in held.items():
        for what in them:
            officers_of.setdefault(what, set()).add(who)
    for who, them in sorted(held.items()):
        if all(len(officers_of[what]) == 1 for what in them) and _one_body(pool, them.values(), known):
            for what, office in sorted(them.items()):
                pool.union.unite(who, what, f"officer-of: {office.person} of {office.body} in {office.article}")


class _Office(NamedTuple):
    """That an article gives a person an office in a body, by their names."""

    person: str
    body: str
    article: DocumentId


def _held(
    pool: Pool, articles: Mapping[DocumentId, Article], accounts: Mapping[DocumentId, Account], known: Lexicon
) -> dict[str, dict[str, _Office]]:
    """Return person -> each body in which the person holds an office; both as roots."""
    people = {key: i for key, them in pool.by_key.items() for i in them[::-1] if pool.is_person(i)}
    bodies = _Bodies(pool, people, articles, accounts, known)
    held: dict[str, dict[str, _Office]] = {}
    for ident in sorted(articles):
        for found in officers(articles[ident].text, pool.offices, people):
            who = pool.union.root(people[found.person])
            what = next((b for name in found.bodies if (b := bodies.meant(name, ident, found.at))), who)
            if what != who:
                office = _Office(pool.record[people[found.person]].name, bodies.name[what], ident)
                held.setdefault(who, {}).setdefault(what, office)
    for who, them in held.items():
        if who in bodies.name:  # a spokesman, who is one with a body already
            them[who] = min(them.values())._replace(body=bodies.name[who])
    return held


def _one_body(pool: Pool, them: Collection[_Office], known: Lexicon) -> bool:
    """Tell whether offices are in one body called by several names: "the prison service", "the prison authorities"."""
    called = [unified(x.body, known) or x.body for x in them]
    telling = [frozenset(names.content_words(body)) - pool.offices.administrative for body in called]
    fullest = max(telling, key=len)
    return all(words <= fullest for words in telling)


class _Bodies:
    """The bodies of a story whose officers speak for them, by the words of their names."""

    def __init__(
        self,
        pool: Pool,
        people: Container[str],
        articles: Mapping[DocumentId, Article],
        accounts: Mapping[DocumentId, Account],
        known: Lexicon,
    ) -> None:
        self._pool, self._articles, self._accounts = pool, articles, accounts
        self._speaking: dict[DocumentId, list[tuple[int, str]]] = {}
        media = {pool.union.root(i) for i, r in pool.record.items() if r.kind in MEDIA}
        states = {f"source:{state.slug}" for state in known_names.load(known).states.values()}
        self._able = {
            i
            for i, r in pool.record.items()
            if _can_have_officers(r, states, pool.offices.ruled)
            and names.key(r.name) not in people
            and pool.union.root(i) not in media
        }
        self.name: dict[str, str] = {}  # root -> the fullest name that the body goes by
        self._bearing: dict[str, dict[str, None]] = {}  # a word -> the named bodies in whose name it stands
        for ident in sorted(self._able):
            both = (self.name.get(pool.union.root(ident), ""), pool.record[ident].name)
            self.name[pool.union.root(ident)] = max(both, key=lambda n: len(names.content_words(n)))
            for name in pool.record[ident].names if has_name(pool.record[ident]) else ():
                for word in self._telling(name):
                    self._bearing.setdefault(word, {})[ident] = None

    def meant(self, name: str, article: DocumentId, at: int) -> str:
        """Return the root of the one body that ``name`` means at a place of an article, or nothing."""
        before = self._named_before(names.slug(name), article, at)
        roots = {self._pool.union.root(before)} if before else set[str]()
        for rule in (self._called, self._explained, self._longer):
            roots = roots or {self._pool.union.root(i) for i in rule(name, article)}
        return roots.pop() if len(roots) == 1 else ""

    def _named_before(self, slug: str, article: DocumentId, at: int) -> str:
        """Return the body with a name that spoke last before a place and that a bare word means: "the ministry's spokesman"."""
        if slug not in self._pool.offices.institutions:
            return ""
        if article not in self._speaking:
            said = ((a.source[0].start, a.source_id) for a in self._accounts[article].attributions if a.source)
            them = ((start, self._pool.place[article, i]) for start, i in said)
            self._speaking[article] = sorted((start, i) for start, i in them if i in self._able)
        spoke = self._speaking[article]
        before = spoke[: bisect_left(spoke, (at, ""))]
        bearing = self._pool.bearing(slug)
        return next((i for _, i in reversed(before) if i in bearing and has_name(self._pool.record[i])), "")

    def _called(self, name: str, article: DocumentId) -> Iterator[str]:
        """Yield bodies of that very name, bare ones of this article and institutions of which a story has one."""
        slug = names.slug(name)
        bare = self._pool.bearing(slug) if slug in self._pool.offices.institutions else ()
        same = (i for i in bare if names.slug(self._pool.record[i].name) == slug)
        them = (*self._pool.by_key.get(names.key(name), ()), f"{article}:{slug}", *same)
        yield from (i for i in them if i in self._able)

    def _explained(self, name: str, article: DocumentId) -> Iterator[str]:
        """Yield the named bodies of which the article says that they are such: "the association" of "Velm Aid, an association"."""
        for called in explained(self._articles[article].text).get(name, ()):
            yield from (i for i in self._pool.by_key.get(names.key(called), ()) if i in self._able)

    def _longer(self, name: str, article: DocumentId) -> Iterator[str]:
        """Yield named bodies in whose name all telling words of ``name`` stand: "the engineers' union", "customs"."""
        words = self._telling(name)
        if not words or (len(words) == 1 and name[0].isupper() and not gazetteer.load().is_word(min(words))):
            return  # "Velm director Ina Brock": of what in Velm?
        near = min((self._bearing.get(w, {}) for w in words), key=len)
        yield from (i for i in near if len(near) <= _MOST_NEAR and self._fits(words, i))

    def _telling(self, name: str) -> frozenset[str]:
        """Return the words of a name; of several for a part of a state one stands for all ("service", "administration")."""
        words = frozenset(names.content_words(name))
        other = words - self._pool.offices.administrative
        return other if other == words else other | {_PART_OF_STATE}

    def _fits(self, words: frozenset[str], ident: str) -> bool:
        return any(words <= self._telling(n) for n in self._pool.record[ident].names)


_PART_OF_STATE = "service"
_MOST_NEAR = 200  # bodies that bear the rarest word of a name; of so many none is the only one


def _can_have_officers(record: Source, states: Container[str], ruled: Container[str]) -> bool:
    """Tell whether a source is a body whose officers speak for it: no medium, no state, no lone name of nobody knows what.

    ``ruled``: words that end the name of a state or its government, whose president and ministers are more than its officers.
    """
    words = names.parts(record.name)
    lone = record.rule == CAPITALISED and len(words) == 1 and not record.name.isupper()
    state = record.id in states or (words and words[-1] in ruled)
    person = record.rule == SPOKESMAN_OF_A_PERSON
    return record.kind in BODILY - MEDIA and not lone and not state and not person
