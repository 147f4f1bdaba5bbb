"""Who a pronoun or a description of one article stands for: "he", "the agency", "the colonel", "a teacher" whom the next sentence names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

from firsthand import names
from firsthand.fold import fold
from firsthand.naming import offices
from firsthand.naming.pool import BODILY, MEDIA, Pool, has_name
from firsthand.naming.subjects import Subjects
from firsthand.records import (
    SPOKESMAN,
    SPOKESMAN_OF,
    SPOKESMAN_OF_A_PERSON,
    Account,
    Article,
    Attribution,
    DocumentId,
    Source,
    SourceKind,
    ZoneKind,
)
from firsthand.spans import Span

# what a pronoun or a bare description may stand for
_PERSONAL = frozenset({SourceKind.PERSON, SourceKind.OFFICIAL, SourceKind.ARMED_GROUP})
_REACH = 1500  # characters between a pronoun and what it stands for; three paragraphs of news prose


_OWNED = re.compile(r"\w['’]s? ")  # "the unit's commander": which unit, the name does not say
_ARMIES = frozenset({"military", "army"})  # "a military spokesman" is the spokesman whom the article then names


def _speaks_for_another(record: Source) -> bool:
    """Tell whether a source is a spokesman without a name of his own, or whoever speaks through one."""
    nameless = record.rule == SPOKESMAN and record.kind is SourceKind.OFFICIAL
    return nameless or record.rule in (SPOKESMAN_OF, SPOKESMAN_OF_A_PERSON)


class Holders:
    """Who holds which office, as the articles of a story say; each article is read once."""

    def __init__(self, pool: Pool, articles: Mapping[DocumentId, Article], people: Mapping[str, set[str]]) -> None:
        self.pool, self.articles, self.people = pool, articles, people
        self._holding: dict[DocumentId, dict[str, dict[str, None]]] = {}  # article -> office -> keys of its holders
        self._held: dict[DocumentId, dict[str, set[str]]] = {}  # article -> key of a person -> offices
        for i, a in sorted(articles.items()):
            holding, held = self._holding.setdefault(i, {}), self._held.setdefault(i, {})
            for what, name in offices.introduced(a.text, pool.offices):
                if len(holding.setdefault(what, {})) < _MOST_HOLDERS:
                    holding[what][names.key(name)] = None
                held.setdefault(names.key(name), set()).add(what)
        self._named: dict[DocumentId, Named] = {}

    @cached_property
    def _told(self) -> Mapping[DocumentId, frozenset[str]]:
        """Return the folded words of each article."""
        return {i: frozenset(_WORD.findall(fold(a.text))) for i, a in sorted(self.articles.items())}

    def of(self, record: Source, article: Article, before: Sequence[str]) -> str | None:
        """Return whom the office in the name of ``record`` means: the one holder in this article, else in the story."""
        army = record.rule == SPOKESMAN_OF and record.name in _ARMIES
        office = "spokesman" if army or record.rule == SPOKESMAN else offices.office(record.name, self.pool.offices)
        if not office:
            return None
        wanted = offices.qualified(record.name, self.pool.offices)
        if office in self.pool.offices.many and _OWNED.search(record.name):
            return None
        own = self._holders(office, [article.id])
        if len(own) == 1:
            return own.pop()
        if own:
            return next((i for i in before if self.pool.union.root(i) in own), None)
        if office == "spokesman":
            last = next((i for i in before if _speaks_for_another(self.pool.record[i])), None)
            if last is not None or army:
                return last
        if not wanted and office in self.pool.offices.many:
            return None
        near = [i for i, told in self._told.items() if wanted <= told]
        others = self._holders(office, near) if not wanted or office not in self.pool.offices.many else set()
        if office == "spokesman" and not others:  # "the jailers' mouthpiece": whoever is the only one of the story
            others = self._holders(office, self._holding)
        if not others and wanted:
            return self._only_one(office, wanted)
        return others.pop() if len(others) == 1 else None

    def _only_one(self, office: str, wanted: Set[str]) -> str | None:
        """Return the only holder of an office in the story, if the sentences that name that one have half of the words ``wanted``."""
        them = self._holders(office, self._holding)
        told = self._told_beside.get(next(iter(them)), frozenset()) if len(them) == 1 else frozenset[str]()
        return them.pop() if told and 2 * len(wanted & told) >= len(wanted) else None

    @cached_property
    def _told_beside(self) -> Mapping[str, frozenset[str]]:
        """Return the folded words of the sentences that name each person who speaks in the story, by the root."""
        out: dict[str, set[str]] = {}
        for _, article in sorted(self.articles.items()):
            starts = [x.span.start for x in article.sentences]
            named = self.named_in(article)
            for at, (_, ident) in zip(named.at, named.them, strict=True):
                here = article.sentences[max(0, bisect_right(starts, at) - 1)]
                out.setdefault(self.pool.union.root(ident), set()).update(
                    _WORD.findall(fold(here.span.of(article.text)))
                )
        return {i: frozenset(words) for i, words in out.items()}

    def named_in(self, article: Article) -> Named:
        """Return where the body of an article names persons who speak in the story."""
        if article.id not in self._named:
            body = next((x.start for x in article.sentences if x.zone is ZoneKind.BODY), 0)
            found = (
                (r.start, names.key(r.name)) for r in offices.runs(article.text, self.pool.offices) if r.start >= body
            )
            them = [(at, key, i) for at, key in found if (i := self._person(key))]
            first: dict[str, int] = {}
            persons: dict[str, int] = {}
            for at, key, i in them:
                first.setdefault(key, at)
                persons.setdefault(i, at)
            lede = list(islice((x for x in article.sentences if x.zone is ZoneKind.BODY), _LEDE))
            opening = Span(lede[0].start, lede[-1].end) if lede else Span(0, 0)
            self._named[article.id] = Named(opening, [x[0] for x in them], [x[1:] for x in them], first, persons)
        return self._named[article.id]

    def _person(self, key: str) -> str:
        return min((i for i in self.people.get(key, ()) if self.pool.is_person(i)), default="")

    def held_by(self, person: str, articles: Iterable[DocumentId]) -> frozenset[str]:
        """Return the offices that articles give a person, called by the key of the name."""
        return frozenset(what for i in articles for what in self._held[i].get(person, ()))

    def can_be(self, description: str, person: str, article: Article, behind: str) -> bool:
        """Tell whether somebody described can be the person whom the text then names.

        Who is described by an office ("a spokeswoman") must be given that office there, or a rank or degree and no other; anybody
        else ("a teacher") an age, or the same noun in apposition, in the words ``behind`` the name.
        """
        noun = offices.head(description)
        if noun not in self.pool.offices.persons or noun in _VAGUE:
            return False
        office, held = self.pool.offices.plain(noun), self.held_by(person, [article.id])
        if office:
            return office in held or (
                bool(held) and held <= self.pool.offices.titles and office not in self.pool.offices.titles
            )
        return not held and _INTRODUCED.match(behind) is not None and (behind[2:3].isdigit() or noun in behind.split())

    def _holders(self, office: str, articles: Iterable[DocumentId]) -> set[str]:
        """Return the sources that hold an office, as their roots."""
        held = sorted({key for i in articles for key in self._holding[i].get(office, ())})
        them = (i for key in held for i in sorted(self.people.get(key, ())))
        return {self.pool.union.root(i) for i in them if self.pool.record[i].kind not in MEDIA}


_MOST_HOLDERS = 200  # persons to whom one article gives an office; of more nobody can say who "the colonel" is


class Named(NamedTuple):
    """Where an article names persons who speak in the story."""

    lede: Span
    at: list[int]
    them: list[tuple[str, str]]  # the key of the name and that of the source, for each of ``at``
    first: dict[str, int]  # key of a name -> where it stands first
    persons: dict[str, int]  # key of a source -> where it is named first

    def several(self, before: int, root: Callable[[str], str]) -> bool:
        """Tell whether several persons, told apart by ``root``, are named before a place."""
        roots = (root(i) for i in takewhile(lambda i: self.persons[i] < before, self.persons))
        first = next(roots, None)
        return any(r != first for r in roots)


class Speakers:
    """Who has spoken so far in an article, the last one last."""

    _MOST = 200  # speakers; who spoke before so many others is not meant by "he" or "the agency"

    def __init__(self) -> None:
        self._last: dict[str, int] = {}  # who -> where last, in the order of the places

    def add(self, at: int, ident: str) -> None:
        """Note that somebody speaks at a place that no place before lies behind."""
        self._last.pop(ident, None)
        self._last[ident] = at
        if len(self._last) > self._MOST:
            del self._last[next(iter(self._last))]

    def nearest(self, since: int = 0) -> Iterator[str]:
        """Yield who has spoken, each once, the last one first; nobody who has not spoken ``since`` a place."""
        for ident, at in reversed(self._last.items()):
            if at < since:
                return
            yield ident


_WORD = re.compile(r"[a-z]+")


# ---- what stands for something said before ----------------------------------------------------------------------------


def described(
    pool: Pool, article: Article, account: Account, holders: Holders, subjects: Subjects, own: str | None
) -> None:
    """Unite pronouns and bare descriptions of one article with what they stand for: "he", "the agency", "the colonel"."""
    said = sorted((*account.credits, *account.attributions), key=_position)
    before = Speakers()
    root = pool.union.root
    spoken_of: dict[str, str] = {}  # who was "he" or "she" already, by the root
    for attribution in said:
        ident = attribution.source_id
        record = pool.record[ident]
        at = _position(attribution)
        target = None
        if ":~" in ident:
            word = _SEX.get(fold(record.name), "")
            other = {i for i, w in spoken_of.items() if word and w != word}
            other |= {root(i) for i in _told_by(attribution, said)}
            near = tuple(i for i in before.nearest(since=at - _REACH) if root(i) not in other)
            told = _told_of(pool, at, before, other, subjects, word) if word else None
            target = told or _antecedent(pool, record, near)
            if target is None and word:
                target = _only_named(at, article, holders, other)
            if target is not None:
                pool.union.unite(ident, target, f"pronoun: {record.name!r} at {at} of {article.id}")
                spoken_of |= {root(ident): word} if word else {}
        elif not ident.startswith("source:"):
            here = own if own and _THIS.match(_words_of(attribution, article)) else None
            others = tuple(i for i in before.nearest() if own is None or root(i) != root(own))
            here = here or _named_behind(pool, record, attribution, article)
            target = _stands_for(pool, record, attribution, article, others, holders) if here is None else here
            if target is None and not has_name(record):
                target = _apposed(attribution, article, holders)
            if target is None and (not has_name(record) or record.rule == SPOKESMAN_OF):
                target = _named_next(attribution, article, holders)
            if target is None and not has_name(record):
                target = _the_only(record, attribution, article, holders)
            if target is not None and root(target) != root(ident):
                pool.union.unite(ident, target, f"description: {record.name!r} in {article.id}")
        silent = ident.endswith(":unnamed") or (":~" in ident and target is None)
        if not silent and not attribution.because.startswith(_NOT_SPEAKING):
            before.add(at, ident)


def _told_by(attribution: Attribution, said: Sequence[Attribution]) -> Iterator[str]:
    """Yield whom an attribution tells of as speaking: "The Orlau ministry denies it, he added": he is not the ministry."""
    if not attribution.content:
        return
    first = bisect_left(said, attribution.content[0].start, key=_position)
    for other in said[first : first + _MOST_TOLD]:
        if _position(other) >= attribution.content[-1].end:
            return
        if (
            other is not attribution
            and other.source
            and any(s.start <= other.source[0].start < s.end for s in attribution.content)
        ):
            yield other.source_id


_MOST_TOLD = 50  # attributions inside the content of one


_THIS = re.compile(r"(?:this|our) (?:[\w-]+ )?\w+$", re.I)  # "this newspaper" is the one that prints the article


def _words_of(attribution: Attribution, article: Article) -> str:
    return " ".join(span.of(article.text) for span in attribution.source[:1])


# a pronoun goes on with who cites, not with who is cited, nor with who took a picture
_NOT_SPEAKING = ("citing", "told-by", "picture-credit")
_SEX = {"he": "he", "him": "he", "himself": "he", "she": "she", "her": "she", "herself": "she"}


def _stands_for(
    pool: Pool, record: Source, attribution: Attribution, article: Article, before: Sequence[str], holders: Holders
) -> str | None:
    """Return what a bare description stands for, or nothing."""
    if not has_name(record):
        held = holders.of(record, article, before)
        if held is not None:
            return held
        headed = _of_the_ministry(pool, record)
        if headed is not None:
            return headed
        owned = _owned_by_named(pool, record, attribution, article)
        if owned is not None:
            return owned
        said = offices.explained(article.text).get(fold(record.name), ())
        so_called = {pool.union.root(i) for name in said for i in pool.by_key.get(names.key(name), ())}
        if len(so_called) == 1:
            return so_called.pop()
    words = names.parts(record.name)
    if len(words) <= 2 and (record.kind in BODILY or names.slug(record.name) in pool.offices.stands_for):
        meant = _meant(pool, record, before)
        if meant is not None:
            return meant
    if len(words) == 1 and record.name[:1].isupper():  # "the Observer" after "the Strait Observer"
        bearing = pool.bearing(names.slug(record.name))
        proper = (i for i in before if i in bearing and names.is_proper(pool.record[i].name))
        fuller = {pool.union.root(i) for i in proper} - {pool.union.root(record.id)}
        if not fuller and not has_name(record):  # "only the Service", which no sentence before has named
            fuller = _ending_in(pool, words)
        if len(fuller) == 1:
            return fuller.pop()
    if len(words) == 1 and not has_name(record):  # "local sources", "the sources"; "a teachers' union", "the union"
        alike = (i for i in before if pool.record[i].kind is record.kind and ":~" not in i)
        same = (i for i in alike if not pool.record[i].is_pair)
        return next((i for i in same if names.parts(pool.record[i].name)[-1:] == words), None)
    return None


def _ending_in(pool: Pool, words: tuple[str, ...]) -> set[str]:
    """Return the bodies of the story whose names of several words end in these, as their roots."""
    them = [(i, pool.record[i]) for i in pool.called("-".join(words))]
    return {
        pool.union.root(i)
        for i, r in them
        if r.kind in BODILY and names.is_proper(r.name) and any(names.parts(n)[-len(words) :] == words for n in r.names)
    }


def _of_the_ministry(pool: Pool, record: Source) -> str | None:
    """Return the only ministry of the story for whoever can only be its head: "the permanent secretary", "the health minister"."""
    words = names.parts(record.name)
    title = next((t for t in pool.offices.of_ministry if words[-len(t) :] == t), ())
    if not title:
        return None
    field = set(words[: -len(title)])
    able = [i for i in pool.bearing("ministry") if pool.record[i].kind is SourceKind.OFFICIAL]
    roots = {pool.union.root(i) for i in able if not pool.record[i].is_pair}
    told = {w for i in able for n in pool.record[i].names for w in names.parts(n)}
    return roots.pop() if len(roots) == 1 and field <= told else None


def _owned_by_named(pool: Pool, record: Source, attribution: Attribution, article: Article) -> str | None:
    """Return whose of several bodies "its" is: "Of Orlau's part nothing is heard: its interior ministry ..."."""
    rivals = pool.rivals.get(names.slug(record.name), ())
    if not rivals or not _ITS.match(_words_of(attribution, article)):
        return None
    at = _position(attribution)
    told = [names.beginning(w) for w in names.parts(article.text[max(0, at - _NEAR_OWNER) : at])]
    bare = set(names.content_words(record.name))
    last: dict[int, set[str]] = {}
    for ident in rivals:
        owner = {names.beginning(w) for w in names.content_words(pool.record[ident].name) if w not in bare}
        last.setdefault(max((n for n, w in enumerate(told) if w in owner), default=-1), set()).add(ident)
    nearest = max(last)
    return min(last[nearest]) if nearest >= 0 and len({pool.union.root(i) for i in last[nearest]}) == 1 else None


_ITS = re.compile(r"(?:its|their) ", re.I)
_NEAR_OWNER = 200  # characters before "its ministry" in which the owner is named


def _named_next(attribution: Attribution, article: Article, holders: Holders) -> str | None:
    """Return whom the text names right after the lede lets somebody described speak: "a spokeswoman told ...; Ilse Maran said"."""
    words = _words_of(attribution, article)
    at = _position(attribution)
    if not _SOME.match(words):
        return None
    named = holders.named_in(article)
    if not named.lede.start <= at < named.lede.end:
        return None
    after = at + len(words)
    n = bisect_left(named.at, after)
    if n == len(named.at) or named.at[n] >= after + _NEXT:
        return None
    person, ident = named.them[n]
    name = _NAME_HERE.match(article.text, named.at[n])
    behind = fold(article.text[name.end() : name.end() + 60]) if name else ""
    new = named.first[person] >= after
    return ident if new and holders.can_be(words.partition(" ")[2], person, article, behind) else None


def _the_only(record: Source, attribution: Attribution, article: Article, holders: Holders) -> str | None:
    """Return the one person whom the article has named so far, if some article gives that one the office of "the captain"."""
    office = holders.pool.offices.plain(offices.head(record.name))
    if not office or not _words_of(attribution, article).lower().startswith("the "):
        return None
    named = holders.named_in(article)
    at = _position(attribution)
    so_far = bisect_left(named.at, at)
    if not so_far or named.several(at, holders.pool.union.root):
        return None
    person, ident = named.them[so_far - 1]
    return ident if office in holders.held_by(person, holders.articles) else None


def _only_named(at: int, article: Article, holders: Holders, other: Set[str]) -> str | None:
    """Return the one person of those who speak in the story whom the article has named shortly before a place, who did not speak."""
    named = holders.named_in(article)
    so_far = bisect_left(named.at, at)
    if not so_far or named.at[so_far - 1] < at - _REACH or named.several(at, holders.pool.union.root):
        return None
    ident = named.them[so_far - 1][1]
    return None if holders.pool.union.root(ident) in other else ident


def _named_behind(pool: Pool, record: Source, attribution: Attribution, article: Article) -> str | None:
    """Return the medium or body whose name stands right behind a bare word for it: "the magazine The Velm Monitor"."""
    if has_name(record) or not attribution.source or names.slug(record.name) not in pool.offices.stands_for:
        return None
    mark = _RIGHT_BEHIND.match(article.text, attribution.source[0].end)
    run = mark[1].split() if mark else []
    for size in range(len(run), 0, -1):
        roots = {pool.union.root(i) for i in pool.by_key.get(names.key(" ".join(run[:size])), ())}
        if roots:
            return roots.pop() if len(roots) == 1 else None
    return None


_RIGHT_BEHIND = re.compile(r",?\s((?:[A-Z][\w&'’-]*\s?){1,6})")


def _apposed(attribution: Attribution, article: Article, holders: Holders) -> str | None:
    """Return the person whose name follows an office behind a comma: "the gang's chief, Petr Hawran, denies it"."""
    words = _words_of(attribution, article)
    noun = offices.head(words)
    if not attribution.source or noun not in holders.pool.offices.persons or not words.lower().startswith(_DEFINITE):
        return None
    end = attribution.source[0].end
    named = holders.named_in(article)
    n = bisect_left(named.at, end)
    if n == len(named.at) or not _COMMA.fullmatch(article.text, end, named.at[n]):
        return None
    return named.them[n][1]


_DEFINITE = ("the ", "its ", "their ", "his ", "her ")
_COMMA = re.compile(r",\s(?:[A-Z][a-z]+\.?\s){0,2}")  # a rank may follow


# a name is introduced by an age or an apposition: "Ilse Maran, 41, ...", "Ilse Maran, a nurse at ..."
_INTRODUCED = re.compile(r", (?:\d{1,3}\b|(?:an?|the) )")
_NAME_HERE = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,5}")
_LEDE = 2  # sentences of the body that may let somebody speak before the text names them
_NEXT = 500  # characters in which the name follows
_SOME = re.compile(r"(?:an?|one) ", re.I)
_VAGUE = frozenset({"official", "source", "member", "officer", "person", "national", "agent"})  # there are many of them


def _position(attribution: Attribution) -> int:
    spans = attribution.source or attribution.cue or attribution.content
    return spans[0].start if spans else 0


def _antecedent(pool: Pool, pronoun: Source, near: Iterable[str]) -> str | None:
    """Return the first of those who spoke before for whom the pronoun can stand; a person beats a body for "he" and "she"."""
    word = fold(pronoun.name)
    if word in ("it", "itself"):
        return next((i for i in near if pool.record[i].kind in BODILY), None)
    if word in ("they", "them", "we", "us", "themselves"):
        return next((i for i in near if _are_several(pool.record[i])), None)
    if word in ("i", "me"):
        return next((i for i in near if pool.record[i].kind in _PERSONAL), None)
    able = [i for i in near if _can_be_he(pool.record[i])]
    return next((i for i in able if not _is_body(pool, pool.record[i])), able[0] if able else None)


def _are_several(record: Source) -> bool:
    return record.is_pair or record.kind not in (SourceKind.PERSON, SourceKind.VISUAL)


def _can_be_he(record: Source) -> bool:
    return (record.kind in _PERSONAL and not record.is_pair) or _one_person(record)


def _is_body(pool: Pool, record: Source) -> bool:
    """Tell whether a source is a body rather than one person of it: "the interior ministry", not "the minister"."""
    return record.kind in BODILY and has_name(record) and not offices.office(record.name, pool.offices)


def _told_of(pool: Pool, at: int, before: Speakers, other: Set[str], subjects: Subjects, word: str) -> str | None:
    """Return whom "he" or "she" stands for when nobody has spoken since a sentence told of somebody; ``other``: who is "she" or "he"."""
    told = subjects.before(at)
    if told is None or any(_can_be_he(pool.record[i]) for i in before.nearest(since=told.sentence)):
        return None
    if offices.head(told.source.name) in pool.offices.sexes.get(word, ()):
        return None
    known = pool.record.get(told.source.id)
    if known is not None and (not _can_be_he(known) or pool.union.root(known.id) in other):
        return None
    return pool.told_of(told.source)


def _one_person(record: Source) -> bool:
    """Tell whether an anonymous source is one person: its head noun is not plural."""
    words = names.parts(record.name)
    return record.kind is SourceKind.ANONYMOUS and bool(words) and not words[-1].endswith("s")


def _meant(pool: Pool, record: Source, before: Sequence[str]) -> str | None:
    """Return what a bare description means: one named before of its kind ("the agency"), else who alone bears the word in the story."""
    word = names.slug(record.name)
    fits = {pool.union.root(i) for i in pool.called(word) if i != record.id}
    fits.discard(pool.union.root(record.id))
    bearing = next((i for i in before if pool.union.root(i) in fits), None)
    if bearing is not None:
        return bearing
    sort = pool.offices.stands_for.get(word)
    if sort and not has_name(record):
        known = [i for i in before if has_name(pool.record[i])]
        able = [i for i in known if _can_be(pool, pool.record[i], sort)]
        media = {pool.union.root(i): i for i in known if sort not in _UNPRINTED and pool.record[i].kind in MEDIA}
        if able or len(media) == 1:
            return able[0] if able else next(iter(media.values()))
    only = len(fits) == 1 and not sort and word not in pool.several
    return fits.pop() if only else None  # "the agency" is none that only another article names


_UNPRINTED = frozenset({"body", "firm"})  # what no medium is called
_BODIES = frozenset({SourceKind.MONITOR, SourceKind.ARMED_GROUP, SourceKind.ORGANISATION})


def _can_be(pool: Pool, record: Source, sort: str) -> bool:
    """Tell whether a named source can be a ``print``, ``air`` or ``wire`` medium, any ``medium``, a ``body`` or a ``firm``."""
    if sort == "body":
        return record.kind in _BODIES
    if sort == "firm":
        listed = record.id.startswith("source:")  # the lexicon has no companies
        return (
            not listed
            and record.kind is SourceKind.ORGANISATION
            and pool.offices.no_firm.isdisjoint(names.parts(record.name))
        )
    on_air = any(pool.offices.stands_for.get(w) == "air" for w in names.parts(record.name))
    if sort == "wire":
        return record.kind is SourceKind.AGENCY
    return record.kind in MEDIA and (
        sort == "medium" or (record.kind is SourceKind.OUTLET and on_air == (sort == "air"))
    )
