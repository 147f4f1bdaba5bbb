"""Article -> names that may be places, each with what speaks for and against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.lexicon import named as known_names
from firsthand.lexicon.gazetteer import COUNTRY, REGION, SUBREGION, TOWN, Spot
from firsthand.records import Article, ZoneKind
from firsthand.spans import Span
from firsthand.statement.memory import remembered
from firsthand.statement.places.atlas import Atlas, atlas
from firsthand.statement.places.spelling import SPELT_LIKE, best, likeness

# word := letters and digits; an apostrophe inside is part of it ("Ma'arrat", "N'Djamena") but for the possessive 's
_WORD = re.compile(r"\w+(?:'(?!s\b)\w+)*")
_LONGEST = 5  # words; the longest name of a place that is looked up
_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.DATELINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX})
ENOUGH = 2.0  # points from which a name counts as a place by itself; set on one half of places-lgl
DOUBTFUL = 0.0  # points from which it counts if the other places of the article bear it out
# a gap inside a name: a space, one mark, or both; at most one line break
_INSIDE = re.compile(r"[ \t]?[\n]?[ \t]?\Z|['’.\-–/] ?\Z")
_COMMA = re.compile(r",\s{0,2}\Z|\s?\(\Z")
_LOWER_INSIDE = frozenset(
    "al el ad as ar an ash ez az de la le les los las del da do dos di of the and upon on sur en es i e".split()
)
_ARTICLES = frozenset("al el ad ar an as ash at az ed es ez ul".split())
_SHORT_FORM = re.compile(r"[A-Z](?:\.[A-Z])+\.?|[A-Z][a-z]{1,4}\.|[A-Z]{2}(?![A-Za-z.])|[A-Z]\. ?Va\.|[A-Z]\.Va\.")


@dataclass(slots=True, eq=False)
class Mention:
    """A name that may be a place, equal only to itself. ``within`` holds the places that the text puts it in ("Paris, Texas")."""

    span: Span
    name: str
    key: str  # folded name, with the place it is said to lie in: equal keys are one place of the article
    spots: tuple[Spot, ...]
    points: float
    because: str
    sort: int | None = None  # what a word of kind beside it makes it ("Walker County")
    within: list[Spot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of a stretch of text, folded, with where each stands."""

    text: str
    folded: str
    at: list[tuple[int, int]]
    words: list[str]
    capitals: bool  # the stretch has (nearly) no small letters, or no capitals: case tells nothing

    def gap(self, n: int) -> str:
        """Return what stands between word ``n - 1`` and word ``n``."""
        return self.folded[self.at[n - 1][1] : self.at[n][0]] if 0 < n < len(self.words) else "\n\n"

    def big(self, n: int) -> bool:
        """Tell whether word ``n`` begins with a capital, or case tells nothing here."""
        char = self.text[self.at[n][0]]
        return self.capitals or char.isupper() or char in "‘ʻ"

    def opens(self, n: int) -> bool:
        """Tell whether word ``n`` opens a sentence, so that its capital tells nothing."""
        return n == 0 or any(c in '.!?:\n"' for c in self.gap(n))


def mentions(article: Article, known: Lexicon) -> list[tuple[int, Mention]]:
    """Return the names in ``article`` that are or may be places (``points``), in order, none inside another.

    Each comes with the character of the article from which its span counts.
    """
    pieces = [(z, z.span.of(article.text)) for z in article.zones if z.kind in _ZONES]
    asking = {text for _, text in pieces if _asks_spelling(text, known)}
    lands = _lands([text for _, text in pieces], known) if asking else ()
    out: list[tuple[int, Mention]] = []
    for zone, text in pieces:
        found = _mentions(text, zone.kind is ZoneKind.DATELINE, lands if text in asking else (), known)
        out += [(zone.start, m) for m in found]
    return out


@remembered
def _mentions(text: str, dateline: bool, lands: tuple[str, ...], known: Lexicon) -> tuple[Mention, ...]:
    """Return the names in a piece of text that are or may be places; they are shared, and nobody may change them."""
    return tuple(_found(_page(text), known_names.hits(known, text), atlas(known), dateline, lands))


def _lands(pieces: Iterable[str], known: Lexicon) -> tuple[str, ...]:
    """Return the states that an article names, most often first (at most three): where an unknown spelling may lie."""
    counts = Counter(h.named.country for piece in pieces for h in known_names.hits(known, piece) if h.named.country)
    return tuple(code for code, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:3])


@remembered
def _page(text: str) -> _Page:
    folded = fold(text)
    at = [m.span() for m in _WORD.finditer(folded)]
    letters = [c for c in text if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    flat = len(letters) > 12 and (upper * 10 > len(letters) * 7 or (upper == 0 and len(letters) > 60))
    return _Page(text, folded, at, [folded[a:b].replace("'", "") for a, b in at], flat)


def _found(
    page: _Page, taken: Sequence[known_names.Hit], world: Atlas, dateline: bool, lands: tuple[str, ...]
) -> Iterator[Mention]:
    blocked = {n for h in taken if h.named.actor != "state" for n in range(*h.span)}
    n = 0
    last: tuple[Mention, int] | None = None
    while n < len(page.words):
        if not page.big(n) or page.at[n][0] in blocked:
            n += 1
            continue
        found = _longest(page, n, world, last is not None and last[1] == n and bool(_COMMA.match(page.gap(n))))
        found = found or _spelt(page, n, world, lands)
        if found is None:
            n += 1
            continue
        end, spots = found
        mention = _judged(page, n, end, spots, world, dateline)
        if last is not None and last[1] == n and _COMMA.match(page.gap(n)) and _contains(mention, last[0]):
            last[0].points += 4
            mention.points += 2
        if last is not None and last[0].points >= DOUBTFUL:
            yield _keyed(last[0])
        last = mention, end
        n = end
    if last is not None and last[0].points >= DOUBTFUL:
        yield _keyed(last[0])


def _keyed(mention: Mention) -> Mention:
    inside = ",".join(str(s.record) for s in mention.within)
    mention.key = f"{fold(mention.name)}|{mention.sort}|{inside}"
    return mention


def _contains(outer: Mention, inner: Mention) -> bool:
    """Tell whether some place called like ``inner`` lies in one called like ``outer``; if so, ``inner`` is kept to those."""
    fits = [s for s in inner.spots if any(_lies_in(s, o) for o in outer.spots)]
    if not fits:
        return False
    around = [o for o in outer.spots if any(_lies_in(s, o) for s in fits)]
    inner.within = around
    inner.spots = tuple(fits)
    inner.because += f", in {outer.name}"
    return True


def _lies_in(spot: Spot, outer: Spot) -> bool:
    if outer.sort == COUNTRY:
        return spot.country == outer.country and spot.sort != COUNTRY and bool(outer.country)
    return spot.record != outer.record and outer.record >= 0 and outer.record in (spot.region, spot.district)


def _longest(page: _Page, n: int, world: Atlas, after_comma: bool) -> tuple[int, tuple[Spot, ...]] | None:
    """Return the longest known name that begins at word ``n``: the word behind it, and the places called so."""
    start = page.at[n][0]
    mark = _SHORT_FORM.match(page.text, start)
    if mark is not None and mark.group() in world.short and (after_comma or "." in mark.group()[1:-1]):
        return _word_behind(page, n, mark.end()), (world.short[mark.group()],)
    ends = [n]
    reach = _LONGEST if world.begins(page.words[n]) else 1
    while len(ends) < reach and ends[-1] + 1 < len(page.words) and _INSIDE.match(page.gap(ends[-1] + 1)):
        following = ends[-1] + 1
        if not page.big(following) and page.words[following] not in _LOWER_INSIDE:
            break
        ends.append(following)
    for end in reversed(ends):
        if not page.big(end) or (end > n and page.words[end] in _LOWER_INSIDE and not page.capitals):
            continue
        exact = world.exact.get(page.text[start : page.at[end][1]])
        folded = " ".join(page.words[n : end + 1])
        spots = exact or (world.named(folded) if len(folded) > 1 else ())
        if spots and not (page.capitals and end == n and (len(folded) < 4 or world.gazetteer.is_word(folded))):
            return end + 1, spots
    return None


def _spelt(page: _Page, n: int, world: Atlas, lands: tuple[str, ...]) -> tuple[int, tuple[Spot, ...]] | None:
    """Return the place that an unlisted spelling may mean, where the words before it ask for a place: "the town of Khan Shaikoun"."""
    if not lands or not _asked(page, n, world):
        return None
    ends = [n]
    while len(ends) < 4 and ends[-1] + 1 < len(page.words) and page.gap(ends[-1] + 1) in (" ", "-"):
        if not page.big(ends[-1] + 1) and page.words[ends[-1] + 1] not in _ARTICLES:
            break
        ends.append(ends[-1] + 1)
    for last in (e for e in reversed(ends) if page.big(e)):
        name = page.text[page.at[n][0] : page.at[last][1]]
        for country in lands:
            spot = best(name, country, world)
            if spot is not None and likeness(name, spot, world) >= SPELT_LIKE:
                return last + 1, (spot,)
    return None


def _asked(page: _Page, n: int, world: Atlas) -> bool:
    """Tell whether the words before word ``n``, which is no word of English, ask for a place."""
    if n == 0 or page.capitals or page.gap(n) != " ":
        return False
    strong = world.cues.get(page.words[n - 1]) in ("strong", "kind")
    strong = strong or world.cues.get(" ".join(page.words[max(0, n - 2) : n])) == "strong"
    return strong and not world.gazetteer.is_word(page.words[n])


@remembered
def _asks_spelling(text: str, known: Lexicon) -> bool:
    """Tell whether a piece of text asks for a place before a name that is none, so that an unlisted spelling is looked for."""
    page, world = _page(text), atlas(known)
    asking = (n for n in range(1, len(page.words)) if page.big(n) and _asked(page, n, world))
    return any(_longest(page, n, world, False) is None for n in asking)


def _word_behind(page: _Page, n: int, stop: int) -> int:
    while n < len(page.words) and page.at[n][0] < stop:
        n += 1
    return n


def _judged(page: _Page, n: int, end: int, spots: tuple[Spot, ...], world: Atlas, dateline: bool) -> Mention:
    """Return the mention of words ``n`` to ``end`` with its points: what stands before, what after, how well known."""
    stop = page.at[end - 1][1]
    if page.text[stop : stop + 1] == "." and page.text[stop - 2 : stop - 1] == ".":
        stop += 1
    name = " ".join(page.text[page.at[n][0] : stop].split())
    span = Span(page.at[n][0], stop)
    mention = Mention(span, name, "", spots, 0.0, "")
    for rule in (_fame, _before, _behind):
        points, why = rule(page, n, end, mention, world)
        mention.points += points
        mention.because += why
    if dateline:
        mention.points += 3
        mention.because += " dateline"
    mention.because = f"place-name: {name!r}{mention.because}"
    return mention


def _fame(page: _Page, n: int, end: int, m: Mention, world: Atlas) -> tuple[float, str]:
    """How likely the bare name is a place: countries and big cities speak for themselves, ordinary words against."""
    top = max(m.spots, key=lambda s: (s.sort in (COUNTRY, REGION), s.people))
    listed = any(s.record < 0 for s in m.spots) or " ".join(page.words[n:end]) in world.spots or m.name in world.exact
    if top.sort == COUNTRY or listed:
        points = 3.0
    elif top.sort == REGION:
        points = 2.5 if top.people > 300_000 else 1.0
    else:
        points = 2.5 if top.people > 500_000 else 1.5 if top.people > 100_000 else 1.0 if top.people > 15_000 else 0.5
    if end - n == 1:
        word = page.words[n]
        if len(word) <= 3 and not listed:
            return -3.0, " too short"
        if world.gazetteer.is_word(word) and top.sort != COUNTRY:
            points -= 3.5 if page.opens(n) or page.capitals else 2.0
    else:
        points += 0.5
        kind = world.after.get(page.words[end - 1])
        if kind in ("region", "district") and any(s.sort in (REGION, SUBREGION) for s in m.spots):
            return points + 2.0, f" ends in {page.words[end - 1]!r}"
    return points, ""


def _before(page: _Page, n: int, end: int, m: Mention, world: Atlas) -> tuple[float, str]:
    """What stands before: "in", "the city of", "northern" for; a title or a first name against."""
    if n == 0:
        return 0.0, ""
    gap = page.gap(n)
    if not _INSIDE.match(gap):
        return 0.0, ""
    one, two = page.words[n - 1], " ".join(page.words[max(0, n - 2) : n])
    kind = world.cues.get(two) or world.cues.get(one)
    if one in world.titles:
        return -4.0, " behind a title"
    if one == "the" and n > 1 and m.spots[0].sort != COUNTRY:
        return -0.5, ""
    if kind == "strong":
        return 2.0, f" behind {one!r}"
    if kind == "direction":
        return 1.5, f" behind {one!r}"
    if kind == "kind":
        return 2.0, f" behind {one!r}"
    if kind == "weak":
        return 0.5, f" behind {one!r}"
    if one in world.adjectives:
        return 0.5, ""
    if (
        page.big(n - 1)
        and not page.capitals
        and not page.opens(n - 1)
        and "-" not in gap
        and not page.words[n - 1].isdigit()
    ):
        return -3.0, " behind another name"
    return 0.0, ""


def _behind(page: _Page, n: int, end: int, m: Mention, world: Atlas) -> tuple[float, str]:
    """What stands behind: "County", "Province" for, and they tell the sort; a street, a surname, a verb of saying against."""
    if end >= len(page.words):
        return 0.0, ""
    gap = page.gap(end)
    if gap.startswith(",") or gap.strip(" "):
        return 0.0, ""
    word = page.words[end]
    kind = world.after.get(word)
    if kind == "town" and page.big(end) and not page.capitals and all(map(world.gazetteer.is_word, page.words[n:end])):
        return -3.0, f" names a {word!r}"  # the Western Front
    if kind in ("town", "region", "district"):
        sort = {"town": TOWN, "region": REGION, "district": SUBREGION}[kind]
        if any(s.sort == sort for s in m.spots):
            m.sort = sort
        return 2.0, f" before {word!r}"
    if word in world.saying:
        if any(s.sort == COUNTRY for s in m.spots) or max(s.people for s in m.spots) > 400_000:
            return -5.0, f" speaks: {word!r}"
        return -3.0, f" speaks: {word!r}"
    if page.capitals:
        return 0.0, ""
    if page.big(end):
        if kind == "civic":
            return 0.5, f" before {word!r}"
        if kind == "other":
            return -4.0, f" names a {word!r}"
        return -3.0, " before another name"
    return 0.0, ""
