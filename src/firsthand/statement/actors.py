"""Article -> actors, and the labels used for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from firsthand import names
from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.lexicon import named as known_names
from firsthand.records import Actor, ActorId, Article, Label, ZoneKind
from firsthand.statement.memory import remembered
from firsthand.statement.places.atlas import Atlas, atlas

_WORD = re.compile(r"\w+(?:['’]\w+)?")
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


@dataclass(slots=True)
class _Reading:
    """What has been found in one article so far."""

    article: Article
    words: _Vocabulary
    world: Atlas
    actors: dict[ActorId, Actor] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # first characters of words that already belong to a label
    named: Counter[ActorId] = field(default_factory=Counter)  # how often each known actor is called by a name
    ending: dict[int, ActorId] = field(default_factory=dict)  # who is called by the words that end at a character

    def add(self, actor: Actor, start: int, end: int, loaded: bool, because: str) -> None:
        """Note that ``actor`` is called by the words from ``start`` to ``end``."""
        said = " ".join(self.article.text[start:end].split())
        old = self.actors.get(actor.id, actor)
        general = actor.id.startswith(f"{self.article.id}:actor:") or loaded
        spelt = tuple(sorted({*old.names, *(() if general else (said,))}))
        self.actors[actor.id] = Actor(old.id, old.name, old.kind, spelt, old.wikidata, old.because)
        self.labels.append(Label(self.article.id, start, end, actor.id, loaded, because))
        self.taken.update(range(start, end))
        self.ending[end] = actor.id
        if actor.id.startswith("actor:") and not because.startswith(("loaded-label", "plain-label")):
            self.named[actor.id] += 1


def recognise(article: Article, known: Lexicon) -> tuple[tuple[Actor, ...], tuple[Label, ...]]:
    """Return the actors that ``article`` names and every place where it calls one by some name or word, in order.

    Who is meant is kept apart from what he is called: ``loaded`` marks words that judge. "Terrorists" beside a name, or in an
    article with one armed group, are that group; otherwise nobody knows who they are and the actor stays the article's own.
    """
    reading = _Reading(article, _vocabulary(known), atlas(known))
    pages = [replace(_page(article.text[z.start : z.end]), start=z.start) for z in article.zones if z.kind in _ZONES]
    for page in pages:
        _known(reading, page, known)
    _learned(reading, pages)
    for page in pages:
        _bodies(reading, page)
        _persons(reading, page)
    _surnames(reading, pages)
    for page in pages:
        _generic(reading, page, known)
    return tuple(reading.actors[i] for i in sorted(reading.actors)), tuple(
        sorted(reading.labels, key=lambda x: (x.start, x.end))
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of one zone: folded, with where each stands in the article."""

    text: str
    start: int
    folded: str
    at: list[tuple[int, int]]
    words: list[str]
    capitals: bool
    titled: bool  # every word of a headline begins with a capital: case tells nothing about names

    def gap(self, n: int) -> str:
        return self.folded[self.at[n - 1][1] : self.at[n][0]] if 0 < n < len(self.words) else "\n\n"

    def big(self, n: int) -> bool:
        return self.text[self.at[n][0]].isupper()

    def opens(self, n: int) -> bool:
        return n == 0 or any(c in '.!?:\n"“' for c in self.gap(n))

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.start + self.at[first][0], self.start + self.at[last][1]


@remembered
def _page(piece: str) -> _Page:
    folded = fold(piece)
    at = [m.span() for m in _WORD.finditer(folded)]
    letters = [c for c in piece if c.isalpha()]
    flat = len(letters) > 12 and sum(c.isupper() for c in letters) * 10 > len(letters) * 7
    long = [a for a, b in at if b - a > 3]
    titled = len(long) > 3 and sum(piece[a].isupper() for a in long) * 10 > len(long) * 7
    return _Page(piece, 0, folded, at, [folded[a:b] for a, b in at], flat, titled)


# ---- named actors -----------------------------------------------------------------------------------------------------


def _known(r: _Reading, page: _Page, known: Lexicon) -> None:
    """Names of the lexicon; a state only where it acts ("Russia said"), elsewhere it is a place."""
    for hit in known_names.hits(known, page.text):
        found = hit.named
        if found.actor == "state" and not _acts(r, page, hit.span.end):
            continue
        start, end = page.start + hit.span.start, page.start + hit.span.end
        said = names.parts(page.text[hit.span.start : hit.span.end])
        judged = next((w for w in said if r.words.labels.get((w,), ("", False))[1]), "")
        actor = Actor(
            ActorId(f"actor:{found.slug}"),
            found.name,
            found.actor,
            found.names,
            found.wikidata,
            f"known-name: {found.because}",
        )
        r.add(actor, start, end, bool(judged), f"loaded-word: {judged!r}" if judged else hit.because)


def _acts(r: _Reading, page: _Page, end: int) -> bool:
    following = _WORD.match(page.folded, end + 1) if page.folded[end : end + 1] == " " else None
    return following is not None and following.group() in r.words.acting


def _learned(r: _Reading, pages: list[_Page]) -> None:
    """Names that the article explains itself: every later use of the long or the short form, and "the Front" when one has it."""
    forms: dict[str, Actor] = {}
    for found in names.definitions(r.article.text):
        kind = r.words.bodies.get((names.parts(found.long) or ("",))[-1])
        if kind is None or names.key(found.long) in {names.key(n) for a in r.actors.values() for n in a.names}:
            continue
        ident = ActorId(f"actor:name:{names.slug(found.long)}")
        actor = Actor(
            ident,
            found.long,
            kind,
            tuple(sorted({found.long, found.short})),
            None,
            f"defined-here: {found.long} ({found.short})",
        )
        forms |= {found.long: actor, found.short: actor}
    for page in pages:
        for form in sorted(forms, key=lambda x: (-len(x), x)):
            for mark in re.finditer(rf"\b{re.escape(fold(form))}\b", page.folded):
                if page.start + mark.start() not in r.taken and (page.capitals or page.text[mark.start()].isupper()):
                    r.add(
                        forms[form],
                        page.start + mark.start(),
                        page.start + mark.end(),
                        False,
                        f"learned-name: {form!r}",
                    )


def _bodies(r: _Reading, page: _Page) -> None:
    """A run of capitalised words that ends like a body: "the Korsava Defence Committee", "Border Command of Meretia"."""
    if page.capitals or page.titled:
        return
    for first, last in _runs(page, r.taken):
        stop = next((n for n in range(last, first, -1) if page.words[n] in r.words.bodies), None)
        if stop is None or (stop - first < 1):
            continue
        begin = (
            first + 1
            if page.opens(first)
            and r.world.gazetteer.is_word(page.words[first])
            and page.words[first] not in r.words.bodies
            else first
        )
        if stop - begin < 1:
            continue
        start, end = page.span(begin, stop)
        name = " ".join(r.article.text[start:end].split())
        kind = r.words.bodies[page.words[stop]]
        actor = Actor(
            ActorId(f"actor:name:{names.slug(name)}"),
            name,
            kind,
            (name,),
            None,
            f"body-shape: {name!r} ends in {page.words[stop]!r}",
        )
        r.add(actor, start, end, False, actor.because)


def _runs(page: _Page, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of every run of capitalised words that no label holds yet."""
    n = 0
    while n < len(page.words):
        if not page.big(n) or page.start + page.at[n][0] in taken:
            n += 1
            continue
        last = n
        while (
            last + 1 < len(page.words)
            and _JOINED.match(page.gap(last + 1))
            and page.start + page.at[last + 1][0] not in taken
        ):
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


def _persons(r: _Reading, page: _Page) -> None:
    """A title and a name, or two to four capitalised words that are no words of English and no place."""
    if page.capitals:
        _titled_in_capitals(r, page)
    if page.capitals or page.titled:
        return
    for first, last in _runs(page, r.taken):
        begin = first
        while begin < last and page.words[begin] in r.words.titles:
            begin += 1
        titled = begin > first or (
            first > 0 and page.words[first - 1] in r.words.titles and page.gap(first) in (" ", ". ")
        )
        while begin < last and not titled and page.opens(begin) and _plain_word(r, page.words[begin]):
            begin += 1
        if not _like_person(r, page, begin, last, titled):
            continue
        start, end = page.span(begin, last)
        _person(r, start, end, "person-titled" if titled else "person-shape")


def _person(r: _Reading, start: int, end: int, rule: str) -> None:
    name = re.sub(r"['’]s?$", "", " ".join(r.article.text[start:end].split()))
    end = (
        start
        + len(r.article.text[start:end].rstrip())
        - (end - start - len(re.sub(r"['’]s?$", "", r.article.text[start:end])))
    )
    words = names.parts(name)
    ident = f"actor:name:{names.slug(name)}" if len(words) > 1 else f"{r.article.id}:name:{names.slug(name)}"
    r.add(
        Actor(ActorId(ident), name, "person", (name,), None, f"{rule}: {name!r}"),
        start,
        end,
        False,
        f"{rule}: {name!r}",
    )


def _plain_word(r: _Reading | _Words, word: str) -> bool:
    return r.world.gazetteer.is_word(word.removesuffix("'s"))


def _like_person(r: _Reading, page: _Page, first: int, last: int, titled: bool) -> bool:
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


def _titled_in_capitals(r: _Reading, page: _Page) -> None:
    """In capitals only a title tells a name: "COL. RENE PONCE"; the name ends at the first word of English."""
    n = 0
    while n < len(page.words):
        if page.words[n] not in r.words.titles or page.start + page.at[n][0] in r.taken:
            n += 1
            continue
        first = n + 1
        while first < len(page.words) and page.words[first] in r.words.titles and _JOINED.match(page.gap(first)):
            first += 1
        last = first
        while last < len(page.words) and last - first < 4 and _JOINED.match(page.gap(last)):
            second = (
                last == first + 1 and page.words[last] not in _AFTER_NOUN and page.words[last] not in r.words.acting
            )
            if not (_no_word(r, page, last) or second):
                break
            last += 1
        if last > first:
            _person(r, *page.span(first, last - 1), "person-titled")
        n = max(last, n + 1)


def _no_word(r: _Reading, page: _Page, n: int) -> bool:
    word = page.words[n]
    small = word in _SMALL and word != "of"
    return (
        (small or not _plain_word(r, word))
        and not word[0].isdigit()
        and page.start + page.at[n][0] not in r.taken
        and word not in r.words.bodies
    )


def _surnames(r: _Reading, pages: list[_Page]) -> None:
    """A surname alone, once the full name has been said: the same person."""
    by_surname: dict[str, set[ActorId]] = {}
    for actor in r.actors.values():
        words = names.parts(actor.name)
        if actor.kind == "person":
            by_surname.setdefault(words[-1], set()).add(actor.id)
    one = {
        w: r.actors[min(them)]
        for w, them in by_surname.items()
        if len({i for i in them if i.startswith("actor:")}) <= 1
    }
    full = {w: next((r.actors[i] for i in sorted(by_surname[w]) if i.startswith("actor:")), one[w]) for w in one}
    for page in pages:
        for n, word in enumerate(page.words):
            bare = word.removesuffix("'s")
            start = page.start + page.at[n][0]
            if bare in full and start not in r.taken and page.big(n) and len(bare) > 2:
                r.add(full[bare], start, start + len(bare), False, f"surname: {bare!r} of {full[bare].name}")


# ---- actors named by what they are ------------------------------------------------------------------------------------


def _generic(r: _Reading, page: _Page, known: Lexicon) -> None:
    """Words such as "terrorists", "troops", "civilians": who is meant comes from the name beside them, else from the article."""
    labels = _labels(page.text, known)
    free = 0  # the first word behind the last label
    for n in sorted(labels):
        if n < free or page.start + page.at[n][0] in r.taken:
            continue
        size, group, loaded, word = labels[n]
        start, end = page.span(n, n + size - 1)
        actor, why = _meant(r, group, word, start)
        r.add(actor, start, end, loaded, f"{'loaded' if loaded else 'plain'}-label: {word!r}; {why}")
        free = n + size


@remembered
def _labels(piece: str, known: Lexicon) -> Mapping[int, tuple[int, str, bool, str]]:
    """Return the labels that begin at the words of ``piece``, whatever names stand beside them."""
    page, r = _page(piece), _Words(_vocabulary(known), atlas(known))
    found = ((n, _label(r, page, n)) for n in range(len(page.words)))
    return {n: label for n, label in found if label is not None}


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
        or any(_plain_word(r, w) for w in (word, word.removesuffix("s"), word.removesuffix("es")))
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


def _meant(r: _Reading, group: str, word: str, start: int) -> tuple[Actor, str]:
    """Return the actor that a label means, and why: named right before it, else the one that the article is about."""
    near = (r.actors[r.ending[start - gap]] for gap in (1, 2) if start - gap in r.ending)
    beside = next((x for x in near if x.kind in ("armed_group", "state_body", "state")), None)
    if beside is not None and group in ("fighters", "forces"):
        return beside, f"beside {beside.name}"
    kinds = {"fighters": ("armed_group",), "forces": ("state_body",), "states": ("state_body", "state")}.get(group, ())
    chief = _chief(r, kinds, group) if kinds else None
    if chief is not None:
        return chief, f"the article's own: {chief.name}"
    kind = {"fighters": "armed_group", "forces": "state_body", "states": "state"}.get(group, "people")
    ident = ActorId(f"{r.article.id}:actor:{word.replace(' ', '-')}")
    return Actor(ident, word, kind, (word,), None, f"nobody-named: {word!r}"), "nobody named"


def _chief(r: _Reading, kinds: Iterable[str], group: str) -> Actor | None:
    """Return the actor of one of ``kinds`` that has most of the article's mentions of such, if one has."""
    wanted = set(kinds)
    counts = {
        i: n
        for i, n in r.named.items()
        if r.actors[i].kind in wanted and (group != "forces" or _bears_arms(r.actors[i]))
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
