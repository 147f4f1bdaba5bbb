"""Article -> actors, and the labels used for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from firsthand import names
from firsthand.fold import HIDDEN, fold, shown
from firsthand.lexicon import Lexicon
from firsthand.lexicon import named as known_names
from firsthand.records import Actor, ActorId, Article, Label, ZoneKind
from firsthand.statement.memory import remembered
from firsthand.statement.places.atlas import Atlas, atlas

_WORD = re.compile(rf"\w+(?:{HIDDEN.pattern}\w+)*(?:['’]\w+)?")
_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX})
_MOST = 0.6  # share of an article's mentions from which one group is what its "fighters" are
_LONG = 8  # letters from which a typing slip in a label is forgiven
_JOINED = re.compile(r"[ \t]?\n?[ \t]?\Z|\. ?\Z|-\Z")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words that name actors by what they are: folded words -> (class, loaded)."""

    labels: Mapping[tuple[str, ...], tuple[str, bool]]
    first: Mapping[str, int]  # first word of a label -> words of the longest label that begins so
    long: Mapping[str, tuple[str, ...]]  # first letter -> labels of one long word, for typing slips
    bodies: Mapping[str, str]  # last word of a body's name -> kind
    acting: frozenset[str]
    titles: frozenset[str]


@cache
def _vocabulary(known: Lexicon) -> _Vocabulary:
    table, sources = known.table("labels"), known.table("source_words")
    labels: dict[tuple[str, ...], tuple[str, bool]] = {}
    for sort, loaded in (("loaded", True), ("plain", False)):
        for group, them in table[sort].items():
            for word in them:
                labels.setdefault(names.parts(word.replace("-", " ")), (group, loaded))
    for word in _people(known):
        labels.setdefault((word,), ("people", False))
    first: dict[str, int] = {}
    long: dict[str, tuple[str, ...]] = {}
    for words in labels:
        first[words[0]] = max(first.get(words[0], 0), len(words))
        if len(words) == 1 and len(words[0]) >= _LONG:
            long[words[0][0]] = (*long.get(words[0][0], ()), words[0])
    bodies = {w: k for k in ("organisation", "state_body", "armed_group") for w in table["bodies"][k]}
    titles = {w for them in sources["titles"].values() for w in them if " " not in w}
    acting = frozenset(table["acting"]["verbs"]) | frozenset(known.table("place_words")["after"]["saying"])
    return _Vocabulary(labels, first, long, bodies, acting, frozenset(titles))


_NOT_ONE = frozenset(
    "general major national american deputy captain troop others dead wounded injured aircraft cattle sheep livestock staff"
    " crew personnel official secretary".split()
)  # an adjective or a title more often than a person by itself, or no person


def _people(known: Lexicon) -> Iterator[str]:
    """Yield the nouns for persons by what they are, one and several: "judge", "judges", "people"; they make the "people" actors."""
    table = known.table("roles")["persons"]
    for word in table["one"]:
        if word not in _NOT_ONE and " " not in word:
            yield word
            yield word[:-3] + "men" if word.endswith("man") else word[:-1] + "ies" if word.endswith("y") else word + "s"
    yield from (w for w in table["plural"] if w not in _NOT_ONE)


class _Seen(NamedTuple):
    """An actor called by some words of a page; ``start`` and ``end`` count from the page's first character."""

    actor: Actor
    own: bool  # nobody else's: the article's id is still to stand before the actor's
    start: int
    end: int
    said: str  # the words, single spaces
    loaded: bool
    because: str


@dataclass(slots=True)
class _Reading:
    """What has been found in one article so far."""

    article: Article
    actors: dict[ActorId, Actor] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # first characters of words that already belong to a label
    named: Counter[ActorId] = field(default_factory=Counter)  # how often each known actor is called by a name
    ending: dict[int, ActorId] = field(default_factory=dict)  # who is called by the words that end at a character
    chiefs: dict[str, Actor | None] = field(default_factory=dict)  # class of a label -> whom the article is about

    def add(self, seen: _Seen, by: int) -> None:
        """Note that an actor is called by some words of the page that begins at character ``by``."""
        start, end = by + seen.start, by + seen.end
        actor, ident = seen.actor, seen.actor.id
        if seen.own:
            ident = ActorId(f"{self.article.id}:{ident}")
        general = seen.loaded or (seen.own and seen.actor.id.startswith("actor:"))
        old = self.actors.get(ident)
        if old is None or not (general or seen.said in old.names):
            old = old or actor
            spelt = tuple(sorted({*old.names, *(() if general else (seen.said,))}))
            self.actors[ident] = Actor(ident, old.name, old.kind, spelt, old.wikidata, old.because)
        self.labels.append(Label(self.article.id, start, end, ident, seen.loaded, seen.because))
        self.taken.update(range(start, end))
        self.ending[end] = ident
        if ident.startswith("actor:") and not seen.because.startswith(("loaded-label", "plain-label")):
            self.named[ident] += 1


def recognise(article: Article, known: Lexicon) -> tuple[tuple[Actor, ...], tuple[Label, ...]]:
    """Return the actors that ``article`` names and every place where it calls one by some name or word, in order.

    Who is meant is kept apart from what he is called: ``loaded`` marks words that judge. "Terrorists" beside a name, or in an
    article with one armed group, are that group; otherwise nobody knows who they are and the actor stays the article's own.
    """
    r = _Reading(article)
    pages = [(z.start, z.span.of(article.text)) for z in article.zones if z.kind in _ZONES]
    for by, text in pages:
        for seen in _known(text, known):
            r.add(seen, by)
    learned = _learned(r, pages, known)
    for by, own in learned.items():
        for seen in own:
            r.add(seen, by)
    for by, text in pages:
        for seen in _shaped(text, tuple([(x.start, x.end) for x in learned.get(by, ())]), known):
            r.add(seen, by)
    _surnames(r, pages)
    for by, text in pages:
        _generic(r, by, text, known)
    return tuple(r.actors[i] for i in sorted(r.actors)), tuple(sorted(r.labels, key=lambda x: (x.start, x.end)))


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of one zone: folded, with where each stands in it."""

    text: str
    folded: str
    at: list[tuple[int, int]]
    words: list[str]
    big_words: list[tuple[str, int]]  # words that begin with a capital, without 's, and where each begins
    capitals: bool
    titled: bool  # every word of a headline begins with a capital: case tells nothing about names

    def gap(self, n: int) -> str:
        return self.folded[self.at[n - 1][1] : self.at[n][0]] if 0 < n < len(self.words) else "\n\n"

    def big(self, n: int) -> bool:
        return self.text[self.at[n][0]].isupper()

    def opens(self, n: int) -> bool:
        return n == 0 or any(c in '.!?:\n"“' for c in self.gap(n))

    def seen(self, first: int, last: int, name: str, kind: str, because: str) -> _Seen:
        """Return the actor who is called ``name`` by the words ``first`` to ``last``."""
        actor = Actor(ActorId(f"actor:name:{names.slug(name)}"), name, kind, (name,), None, because)
        start, end = self.at[first][0], self.at[last][1]
        return _Seen(actor, False, start, end, " ".join(self.text[start:end].split()), False, because)


@remembered
def _page(piece: str) -> _Page:
    folded = fold(piece)
    at = [m.span() for m in _WORD.finditer(folded)]
    letters = [c for c in piece if c.isalpha()]
    flat = len(letters) > 12 and sum(map(str.isupper, letters)) * 10 > len(letters) * 7
    long = [a for a, b in at if b - a > 3]
    titled = len(long) > 3 and sum(piece[a].isupper() for a in long) * 10 > len(long) * 7
    words = [shown(folded[a:b]) for a, b in at]
    big = [(w.removesuffix("'s"), a) for w, (a, _) in zip(words, at, strict=True) if piece[a].isupper()]
    return _Page(piece, folded, at, words, big, flat, titled)


# ---- named actors -----------------------------------------------------------------------------------------------------


@remembered
def _known(text: str, known: Lexicon) -> tuple[_Seen, ...]:
    """Names of the lexicon; a state only where it acts ("Russia said"), elsewhere it is a place."""
    return tuple(_seen_known(_page(text), _vocabulary(known), known))


def _seen_known(page: _Page, vocabulary: _Vocabulary, known: Lexicon) -> Iterator[_Seen]:
    for hit in known_names.hits(known, page.text):
        found = hit.named
        if found.actor == "state" and not _acts(vocabulary, page, hit.span.end):
            continue
        words = hit.span.of(page.text)
        judged = next((w for w in names.parts(words) if vocabulary.labels.get((w,), ("", False))[1]), "")
        actor = Actor(
            ActorId(f"actor:{found.slug}"),
            found.name,
            found.actor,
            found.names,
            found.wikidata,
            f"known-name: {found.because}",
        )
        because = f"loaded-word: {judged!r}" if judged else hit.because
        yield _Seen(actor, False, *hit.span, " ".join(words.split()), bool(judged), because)


def _acts(vocabulary: _Vocabulary, page: _Page, end: int) -> bool:
    following = _WORD.match(page.folded, end + 1) if page.folded[end : end + 1] == " " else None
    return following is not None and following.group() in vocabulary.acting


def _learned(r: _Reading, pages: Sequence[tuple[int, str]], known: Lexicon) -> dict[int, tuple[_Seen, ...]]:
    """Names that the article explains itself: every later use of the long or the short form, by the page it stands on."""
    bodies = _vocabulary(known).bodies
    listed = {names.key(n) for a in r.actors.values() for n in a.names}
    forms: dict[str, tuple[str, Actor]] = {}
    for found in names.definitions(r.article.text):
        kind = bodies.get((names.parts(found.long) or ("",))[-1])
        if kind is None or names.key(found.long) in listed:
            continue
        ident, why = ActorId(f"actor:name:{names.slug(found.long)}"), f"defined-here: {found.long} ({found.short})"
        actor = Actor(ident, found.long, kind, tuple(sorted({found.long, found.short})), None, why)
        forms |= {fold(form): (form, actor) for form in (found.long, found.short)}
    if not forms:
        return {}
    return {by: tuple(_seen_learned(r, by, _page(text), forms)) for by, text in pages}


def _seen_learned(r: _Reading, by: int, page: _Page, forms: Mapping[str, tuple[str, Actor]]) -> Iterator[_Seen]:
    words, free = [m.span() for m in _LETTERS.finditer(page.folded)], 0
    short = _short_forms(forms)
    for n, (start, stop) in enumerate(words):
        if start < free or by + start in r.taken or not (page.capitals or page.text[start].isupper()):
            continue
        for _, end in reversed(words[n : n + _LONGEST]):
            form, actor = forms.get(page.folded[start:end], ("", None))
            if actor is not None:
                yield _Seen(actor, False, start, end, page.text[start:end], False, f"learned-name: {form!r}")
                free = end
                break
        else:
            form, actor = short.get(page.folded[start:stop], ("", None))
            the = n > 0 and page.folded[words[n - 1][0] : start] == "the "
            onward = n + 1 < len(words) and words[n + 1][0] == stop + 1 and page.text[stop + 1].isupper()
            if actor is not None and the and not onward:
                yield _Seen(actor, False, start, stop, page.text[start:stop], False, f"learned-name: 'the' {form!r}")


def _short_forms(forms: Mapping[str, tuple[str, Actor]]) -> Mapping[str, tuple[str, Actor]]:
    """Return the last words that one only of the names ends in ("the Front"), with whom they mean."""
    out: dict[str, set[Actor]] = {}
    for form, (_, actor) in forms.items():
        if " " in form:
            out.setdefault(form.rpartition(" ")[2], set()).add(actor)
    return {word: (word.title(), next(iter(them))) for word, them in out.items() if len(them) == 1}


_LETTERS = re.compile(r"\w+")
_LONGEST = 12  # words of a name that an article explains


@remembered
def _shaped(text: str, learned: tuple[tuple[int, int], ...], known: Lexicon) -> tuple[_Seen, ...]:
    """Return the bodies and persons that a page names by their shape; ``learned`` is where it uses names explained before."""
    page, w = _page(text), _Words(_vocabulary(known), atlas(known))
    taken = {n for a, b in (*learned, *((x.start, x.end) for x in _known(text, known))) for n in range(a, b)}
    bodies = list(_bodies(w, page, taken))
    taken.update(n for x in bodies for n in range(x.start, x.end))
    return (*bodies, *_persons(w, page, taken))


def _bodies(w: _Words, page: _Page, taken: Set[int]) -> Iterator[_Seen]:
    """A run of capitalised words that ends like a body: "the Korsava Defence Committee", "Border Command of Meretia"."""
    if page.capitals or page.titled:
        return
    bodies = w.words.bodies
    for first, last in _runs(page, taken):
        stop = next((n for n in range(last, first, -1) if page.words[n] in bodies), None)
        if stop is None:
            continue
        opener = page.opens(first) and page.words[first] not in bodies and w.world.gazetteer.is_word(page.words[first])
        begin = first + 1 if opener else first
        if stop - begin < 1:
            continue
        name = " ".join(shown(page.text[page.at[begin][0] : page.at[stop][1]]).split())
        yield page.seen(
            begin, stop, name, bodies[page.words[stop]], f"body-shape: {name!r} ends in {page.words[stop]!r}"
        )


def _runs(page: _Page, taken: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of every run of capitalised words that no label holds yet."""
    n = 0
    while n < len(page.words):
        if not page.big(n) or page.at[n][0] in taken:
            n += 1
            continue
        last = n
        while last + 1 < len(page.words) and _JOINED.match(page.gap(last + 1)) and page.at[last + 1][0] not in taken:
            if (
                page.gap(last + 1).startswith(".")
                and len(page.words[last]) > 1
                and page.words[last] not in _ABBREVIATED
            ):
                break
            if not page.big(last + 1):
                if (
                    page.words[last + 1] in _SMALL
                    and last + 2 < len(page.words)
                    and page.big(last + 2)
                    and page.gap(last + 2) in (" ", "-")
                ):
                    last += 2
                    continue
                break
            last += 1
        yield n, last
        n = last + 1


_SMALL = frozenset("al el bin ibn abu de la del der van von of da dos di".split())
_ABBREVIATED = frozenset("mr mrs ms dr gen col lt maj capt sgt cpl adm brig prof rev sen rep gov st jr sr".split())


def _persons(w: _Words, page: _Page, taken: set[int]) -> Iterator[_Seen]:
    """A title and a name, or two to four capitalised words that are no words of English and no place."""
    if page.capitals:
        yield from _titled_in_capitals(w, page, taken)
    if page.capitals or page.titled:
        return
    titles = w.words.titles
    for first, last in _runs(page, taken):
        begin = first
        while begin < last and page.words[begin] in titles:
            begin += 1
        titled = begin > first or (first > 0 and page.words[first - 1] in titles and page.gap(first) in (" ", ". "))
        while begin < last and not titled and page.opens(begin) and _plain_word(w, page.words[begin]):
            begin += 1
        if _like_person(w, page, begin, last, titled):
            yield _person(page, begin, last, "person-titled" if titled else "person-shape")


def _person(page: _Page, first: int, last: int, rule: str) -> _Seen:
    """Return the person named by the words ``first`` to ``last``; who has but one name is the article's own."""
    bare = _POSSESSIVE.sub("", page.text[page.at[first][0] : page.at[last][1]])
    name = " ".join(shown(bare).split())
    seen = page.seen(first, last, name, "person", f"{rule}: {name!r}")
    seen = seen._replace(end=seen.start + len(bare), said=name)
    if len(names.parts(name)) > 1:
        return seen
    return seen._replace(own=True, actor=replace(seen.actor, id=ActorId(f"name:{names.slug(name)}")))


_POSSESSIVE = re.compile(r"['’]s?$")


def _plain_word(r: _Words, word: str) -> bool:
    return r.world.gazetteer.is_word(word.removesuffix("'s"))


def _like_person(r: _Words, page: _Page, first: int, last: int, titled: bool) -> bool:
    size = last - first + 1
    if size > 4 or (size < 2 and not titled) or any(page.words[n][0].isdigit() for n in range(first, last + 1)):
        return False
    them = [page.words[n].removesuffix("'s") for n in range(first, last + 1)]
    if "of" in them or any(w in r.words.bodies or w in r.words.titles for w in them):
        return False
    if any(
        page.text[slice(*page.at[n])].isupper() and page.at[n][1] - page.at[n][0] > 2 for n in range(first, last + 1)
    ):
        return False
    if any(r.world.named(" ".join(them[a:b])) for a, b in ((0, size), (0, size - 1), (1, size)) if b - a > 1):
        return False
    if r.world.named(" ".join(them)) or any(w in r.world.adjectives for w in them):
        return titled and size > 1
    if titled:
        return not _plain_word(r, them[-1]) or size > 1
    return not _plain_word(r, them[-1]) and not (_plain_word(r, them[0]) and len(them[0]) > 4)


def _titled_in_capitals(w: _Words, page: _Page, taken: set[int]) -> Iterator[_Seen]:
    """In capitals only a title tells a name: "COL. RENE PONCE"; the name ends at the first word of English."""
    n = 0
    while n < len(page.words):
        if page.words[n] not in w.words.titles or page.at[n][0] in taken:
            n += 1
            continue
        first = n + 1
        while first < len(page.words) and page.words[first] in w.words.titles and _JOINED.match(page.gap(first)):
            first += 1
        last = first
        while last < len(page.words) and last - first < 4 and _JOINED.match(page.gap(last)):
            word = page.words[last]
            second = last == first + 1 and word not in _AFTER_NOUN and word not in w.words.acting
            if not (second or _no_word(w, page, last, taken)):
                break
            last += 1
        if last > first:
            yield _person(page, first, last - 1, "person-titled")
            taken.update(range(page.at[first][0], page.at[last - 1][1]))
        n = max(last, n + 1)


def _no_word(w: _Words, page: _Page, n: int, taken: Set[int]) -> bool:
    word = page.words[n]
    small = word in _SMALL and word != "of"
    return (
        (small or not _plain_word(w, word))
        and not word[0].isdigit()
        and page.at[n][0] not in taken
        and word not in w.words.bodies
    )


def _surnames(r: _Reading, pages: Sequence[tuple[int, str]]) -> None:
    """A surname alone, once the full name has been said: the same person."""
    by_surname: dict[str, set[ActorId]] = {}
    for actor in r.actors.values():
        if actor.kind == "person":
            by_surname.setdefault(names.parts(actor.name)[-1], set()).add(actor.id)
    full: dict[str, Actor] = {}
    for surname, them in by_surname.items():
        named = sorted(i for i in them if i.startswith("actor:"))
        if len(named) <= 1:
            full[surname] = r.actors[named[0] if named else min(them)]
    for by, text in pages:
        for bare, at in _page(text).big_words:
            meant = full.get(bare)
            if meant is not None and by + at not in r.taken and len(bare) > 2:
                own = not meant.id.startswith("actor:")
                actor = replace(meant, id=ActorId(meant.id.removeprefix(f"{r.article.id}:"))) if own else meant
                end = at + len(bare)
                because = f"surname: {bare!r} of {meant.name}"
                r.add(_Seen(actor, own, at, end, text[at:end], False, because), by)


# ---- actors named by what they are ------------------------------------------------------------------------------------


def _generic(r: _Reading, by: int, text: str, known: Lexicon) -> None:
    """Words such as "terrorists", "troops", "civilians": who is meant comes from the name beside them, else from the article."""
    free = 0  # the first character behind the last label
    for x in _labels(text, known):
        start = by + x.start
        if x.start < free or start in r.taken:
            continue
        actor, own, why = _meant(r, x.group, x.word, start)
        because = f"{'loaded' if x.loaded else 'plain'}-label: {x.word!r}; {why}"
        r.add(_Seen(actor, own, x.start, x.end, x.said, x.loaded, because), by)
        free = x.end


class _Labelled(NamedTuple):
    """A label in a page: where it stands, the words, of which class they are, whether loaded, and the label meant."""

    start: int
    end: int
    said: str
    group: str
    loaded: bool
    word: str


@remembered
def _labels(text: str, known: Lexicon) -> tuple[_Labelled, ...]:
    """Return the labels in a page, whatever names stand beside them."""
    page, w = _page(text), _Words(_vocabulary(known), atlas(known))
    out = []
    for n in range(len(page.words)):
        label = _label(w, page, n)
        if label is not None:
            size, group, loaded, word = label
            start, end = page.at[n][0], page.at[n + size - 1][1]
            out.append(_Labelled(start, end, " ".join(text[start:end].split()), group, loaded, word))
    return tuple(out)


class _Words(NamedTuple):
    words: _Vocabulary
    world: Atlas


def _label(r: _Words, page: _Page, n: int) -> tuple[int, str, bool, str] | None:
    """Return how many words from ``n`` are a label, of which class, whether loaded, and the label meant."""
    word = page.words[n].removesuffix("'s")
    longest = r.words.first.get(word, 0)
    for size in range(min(longest, len(page.words) - n), 0, -1):
        words = (*page.words[n : n + size - 1], page.words[n + size - 1].removesuffix("'s"))
        found = r.words.labels.get(words)
        if (
            found is not None
            and all(page.gap(k) in (" ", "-", "\n") for k in range(n + 1, n + size))
            and not _attributive(page, n, size)
        ):
            return size, found[0], found[1], " ".join(words)
    if (
        longest
        or len(word) < _LONG - 1
        or word[0] not in r.words.long
        or any(_plain_word(r, w) for w in (word, *(word.removesuffix(x) for x in ("s", "es", "ed", "d", "ing"))))
    ):
        return None
    meant = next((w for w in r.words.long[word[0]] if names.slipped(word, w)), None)
    return None if meant is None else (1, *r.words.labels[(meant,)], meant)


_NOUN_TOO = frozenset(
    "military army police criminals criminal radicals heroes entity women children students workers officers".split()
)
_AFTER_NOUN = frozenset(
    "said says say and or in of on at to for from with by has have had is are was were be been will would could may might also who which"
    " that as the a its their he they it but after"
    " before during while when if not did do does launched killed attacked opened fired took seized arrested"
    " told".split()
)


def _attributive(page: _Page, n: int, size: int) -> bool:
    """Tell whether a word that is a noun and an adjective stands before its noun here: "military equipment", "police car"."""
    behind = n + size
    if page.words[behind - 1] not in _NOUN_TOO or behind >= len(page.words) or page.gap(behind) != " ":
        return False
    return page.words[behind] not in _AFTER_NOUN


def _meant(r: _Reading, group: str, word: str, start: int) -> tuple[Actor, bool, str]:
    """Return the actor that a label means, whether it is the article's own, and why.

    It is named right before the label, else the one that the article is about, else nobody knows.
    """
    near = (r.actors[r.ending[start - gap]] for gap in (1, 2) if start - gap in r.ending)
    beside = next((x for x in near if x.kind in ("armed_group", "state_body", "state")), None)
    if beside is not None and group in ("fighters", "forces"):
        return _bare(r, beside), _own(beside), f"beside {beside.name}"
    if group not in r.chiefs:
        r.chiefs[group] = _chief(r, _KINDS[group], group) if group in _KINDS else None
    chief = r.chiefs[group]
    if chief is not None:
        return _bare(r, chief), _own(chief), f"the article's own: {chief.name}"
    kind = _KINDS.get(group, ("people",))[0]
    ident = ActorId(f"actor:{word.replace(' ', '-')}")
    return Actor(ident, word, kind, (word,), None, f"nobody-named: {word!r}"), True, "nobody named"


# class of a label -> kinds of actors that it can mean, the likeliest first
_KINDS = {"fighters": ("armed_group",), "forces": ("state_body",), "states": ("state", "state_body")}


def _own(actor: Actor) -> bool:
    return not actor.id.startswith("actor:")


def _bare(r: _Reading, actor: Actor) -> Actor:
    """Return ``actor`` without the article's id in its own."""
    return replace(actor, id=ActorId(actor.id.removeprefix(f"{r.article.id}:"))) if _own(actor) else actor


def _chief(r: _Reading, kinds: Sequence[str], group: str) -> Actor | None:
    """Return the actor of one of ``kinds`` that has most of the article's mentions of such, if one has."""
    counts = {
        i: n
        for i, n in r.named.items()
        if r.actors[i].kind in kinds and (group != "forces" or _bears_arms(r.actors[i]))
    }
    if not counts:
        return None
    best, most = min(counts.items(), key=lambda x: (-x[1], x[0]))
    return r.actors[best] if most >= _MOST * sum(counts.values()) else None


def _bears_arms(actor: Actor) -> bool:
    return any(
        w in ("army", "forces", "force", "troops", "guard", "police", "military", "command")
        for w in names.parts(actor.name)
    )
