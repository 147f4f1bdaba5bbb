"""Things with names that are known before reading: who they are, and where a text names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from firsthand import names
from firsthand.fold import fold
from firsthand.lexicon import Lexicon, gazetteer
from firsthand.records import SourceKind
from firsthand.spans import Span

# file -> kind of its entries, and what they are as actors
_FILES: tuple[tuple[str, SourceKind, str], ...] = (
    ("outlets", SourceKind.OUTLET, "organisation"),
    ("agencies", SourceKind.AGENCY, "organisation"),
    ("monitors", SourceKind.MONITOR, "organisation"),
    ("armed_groups", SourceKind.ARMED_GROUP, "armed_group"),
    ("organisations", SourceKind.ORGANISATION, "organisation"),
    ("officials", SourceKind.OFFICIAL, "state_body"),
)
_SHORT = 4  # letters; a name this short, all capitals, is too like a word to be taken in another case


@dataclass(frozen=True, slots=True)
class Named:
    """A known source or actor. ``slug`` is its key in the lexicon; ``actor`` what it is when it acts."""

    slug: str
    name: str
    kind: SourceKind
    actor: str
    names: tuple[str, ...]
    country: str = ""
    domains: tuple[str, ...] = ()
    wikidata: str | None = None
    because: str = ""


class Hit(NamedTuple):
    """A known thing named under ``span`` of a text."""

    span: Span
    named: Named
    because: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    named: Named
    written: str  # the name as the lexicon has it
    exact: bool  # only in this case ("IS", "Dawn")
    upper: bool  # also in text that is all capitals


_Trie = dict[str, Any]
_END = ""  # in a trie: what ends at this node
_STATE = "\0"  # in a trie: the state whose name or adjective ends at this node
_TOKEN = re.compile(r"\w+")
_GAP = re.compile(r"[ \t\n]{0,2}['.\-/,]?[ \t\n]{0,2}\Z")


@dataclass(frozen=True, slots=True)
class Names:
    """Every known name, ready for matching."""

    trie: _Trie
    body_trie: _Trie
    by_key: Mapping[str, Named]
    by_domain: Mapping[str, Named]
    by_slug: Mapping[str, Named]
    adjectives: Mapping[str, str]  # folded adjective or name of a state, words joined by a space -> alpha-3
    states: Mapping[str, Named]  # alpha-3 -> the state itself
    bodies: Mapping[str, tuple[str, str]]  # folded words of a state's body -> its key, its name
    body_words: Mapping[str, tuple[str, ...]]  # key of a state's body -> the words for it, as in the lexicon

    def at(self, name: str) -> Named | None:
        """Return the known thing that is called ``name`` exactly (but for case, marks and spaces), or a state's body."""
        found = self.by_key.get(names.key(name))
        return found if found is not None else self.body(names.parts(name))

    def body(self, words: tuple[str, ...]) -> Named | None:
        """Return the state's body that ``words`` name: ``russian defense ministry``, ``ministry of defence of ukraine``."""
        words = words[1:] if words[:1] == ("the",) else words
        words = tuple(w for n, w in enumerate(words) if not (w == "s" and n))
        for cut in range(1, min(4, len(words))):
            code, body = self.adjectives.get(" ".join(words[:cut])), self.bodies.get(" ".join(words[cut:]))
            if code and body:
                return self.make_body(code, *body)
        for cut in range(1, min(4, len(words) - 1)):
            if words[-cut - 1] == "of":
                code, body = self.adjectives.get(" ".join(words[-cut:])), self.bodies.get(" ".join(words[: -cut - 1]))
                if code and body:
                    return self.make_body(code, *body)
        return None

    def make_body(self, code: str, body: str, shown: str) -> Named:
        """Return the body ``body`` of the state ``code``: the lexicon's own entry where there is one."""
        slug = f"{code.lower()}-{body}"
        known = self.by_slug.get(slug)
        if known is not None:
            return known
        state = self.states[code]
        adjective = state.names[1] if len(state.names) > 1 else state.name
        name = f"{adjective} {shown}"
        spelt = tuple(dict.fromkeys((name, *(f"{adjective} {_titled(w)}" for w in self.body_words[body]))))
        return Named(
            slug, name, SourceKind.OFFICIAL, "state_body", spelt, code, because=f"officials.toml bodies.{body}"
        )

    def scan(self, text: str) -> Iterator[Hit]:
        """Yield the known names in ``text`` from left to right, longest first, none inside another."""
        page = _Page.of(text)
        at, size, words = 0, len(page.words), page.words
        while at < size:
            best: tuple[int, Hit] | None = None
            node = self.trie.get(words[at])
            if node is not None:
                best = self._listed(page, at, node)
            if words[at] in self.body_trie:
                of = self._body_of_state(page, at)
                best = of if of is not None and (best is None or of[0] > best[0]) else best
            if best is not None:
                yield best[1]
                at = best[0]
            else:
                at += 1

    def _listed(self, page: _Page, at: int, node: _Trie) -> tuple[int, Hit] | None:
        """Return the longest listed name that begins at word ``at``, or state's body behind an adjective: (next word, hit)."""
        best: tuple[int, Hit] | None = None
        end = at
        while True:
            for spelling in node.get(_END, ()):
                span = page.span(at, end)
                if _fits(page.text, span, spelling):
                    best = (
                        end + 1,
                        Hit(span, spelling.named, f"known-name: {span.of(page.text)!r} is {spelling.named.name}"),
                    )
                    break
            code = node.get(_STATE)
            if code is not None:
                body = self._state_body(page, at, end, code)
                best = body if body is not None else best
            end += 1
            following = node.get(page.words[end]) if page.joined(end) else None
            if following is None:
                return best
            node = following

    def _state_body(self, page: _Page, at: int, end: int, code: str) -> tuple[int, Hit] | None:
        """Return the body named right behind the state that stands at words ``at`` to ``end``: ``Syria's army``."""
        start = end + 1
        if page.joined(start) and page.words[start] == "s":
            start += 1
        if not page.joined(start):
            return None
        found = self._walk(page, start)
        if found is None:
            return None
        stop, body = found
        return stop, self._body_hit(page, at, stop, code, body)

    def _body_of_state(self, page: _Page, at: int) -> tuple[int, Hit] | None:
        """Return the body that begins at word ``at`` and is followed by its state: ``Ministry of Defence of Ukraine``."""
        found = self._walk(page, at)
        if found is None:
            return None
        stop, body = found
        if not (page.joined(stop) and page.words[stop] == "of" and page.joined(stop + 1)):
            return None
        stop += 2 if page.words[stop + 1] == "the" and page.joined(stop + 2) else 1
        node, code, last = self.trie.get(page.words[stop]), None, stop
        while node is not None:
            if _STATE in node:
                code, last = node[_STATE], stop
            stop += 1
            node = node.get(page.words[stop]) if page.joined(stop) else None
        return (last + 1, self._body_hit(page, at, last + 1, code, body)) if code else None

    def _walk(self, page: _Page, start: int) -> tuple[int, tuple[str, str]] | None:
        """Return the longest state's body in the words from ``start``: (next word, (its key, its name))."""
        node, best, end = self.body_trie.get(page.words[start]), None, start
        while node is not None:
            if _END in node:
                best = end + 1, node[_END]
            end += 1
            node = node.get(page.words[end]) if page.joined(end) else None
        return best

    def _body_hit(self, page: _Page, at: int, stop: int, code: str, body: tuple[str, str]) -> Hit:
        named, span = self.make_body(code, *body), page.span(at, stop - 1)
        return Hit(span, named, f"state-and-body: {span.of(page.text)!r} is {named.name}")


@dataclass(frozen=True, slots=True)
class _Page:
    """A text with its folded words and where each stands."""

    text: str
    folded: str
    places: list[tuple[int, int]]
    words: list[str]

    @classmethod
    def of(cls, text: str) -> _Page:
        folded = fold(text)
        places = [m.span() for m in _TOKEN.finditer(folded)]
        return cls(text, folded, places, [folded[a:b] for a, b in places])

    def span(self, first: int, last: int) -> Span:
        return Span(self.places[first][0], self.places[last][1])

    def joined(self, at: int) -> bool:
        """Tell whether word ``at`` follows the one before it with no more than a space or one mark between them."""
        if at >= len(self.words):
            return False
        a, b = self.places[at - 1][1], self.places[at][0]
        return b - a == 1 or _GAP.match(self.folded[a:b]) is not None


@lru_cache(maxsize=512)
def hits(known: Lexicon, text: str) -> tuple[Hit, ...]:
    """Return the names that ``known`` finds in ``text``, remembered: places and actors read the same paragraphs."""
    return tuple(load(known).scan(text))


def _fits(text: str, span: Span, spelling: _Spelling) -> bool:
    """Tell whether the case of the words under ``span`` allows the name: capitals where the text has small letters."""
    seen = span.of(text)
    if spelling.exact:
        if seen != spelling.written:
            return False
        return spelling.upper or not _all_capitals(text, span)
    if seen == spelling.written or not seen[0].islower() or not seen[0].isalpha():
        return True
    return not spelling.written[0].isupper() or seen.lower().startswith(("al-", "al ")) or _all_small(text, span)


def _around(text: str, span: Span) -> str:
    return text[max(0, span.start - 60) : span.start] + text[span.end : span.end + 60]


def _all_capitals(text: str, span: Span) -> bool:
    near = _around(text, span)
    return not any(c.islower() for c in near) and sum(c.isupper() for c in near) > 8


def _all_small(text: str, span: Span) -> bool:
    near = _around(text, span)
    return not any(c.isupper() for c in near) and sum(c.islower() for c in near) > 40


@cache
def load(known: Lexicon) -> Names:
    """Return every name of ``known``, compiled for matching."""
    states, adjectives = _states(known)
    body_words = {slug: tuple(row["words"]) for slug, row in known.table("officials").get("bodies", {}).items()}
    bodies = {
        " ".join(names.parts(word)): (slug, row["name"])
        for slug, row in known.table("officials").get("bodies", {}).items()
        for word in row["words"]
    }
    trie: _Trie = {}
    by_key: dict[str, Named] = {}
    by_domain: dict[str, Named] = {}
    by_slug: dict[str, Named] = {}
    for file, kind, actor in _FILES:
        for slug, row in known.table(file).get("entries", {}).items():
            named = _named(slug, row, kind, actor, f"{file}.toml {slug}")
            by_slug[slug] = named
            caps = tuple(row.get("caps", ()))
            for name in (*named.names, *caps):
                _add(trie, name, named, row, caps)
                by_key.setdefault(names.key(name), named)
            for domain in named.domains:
                by_domain.setdefault(domain, named)
    for code, named in states.items():
        for name in dict.fromkeys((named.name, *_state_names(known, code))):
            _add(trie, name, named, {"upper": True}, ())
            by_key.setdefault(names.key(name), named)
    body_trie: _Trie = {}
    _add_states(trie, body_trie, adjectives, bodies)
    return Names(trie, body_trie, by_key, by_domain, by_slug, adjectives, states, bodies, body_words)


def _titled(words: str) -> str:
    return " ".join(w if w in ("of", "the", "and") else w[:1].upper() + w[1:] for w in words.split())


def _named(slug: str, row: Mapping[str, Any], kind: SourceKind, actor: str, because: str) -> Named:
    kind = SourceKind(row.get("kind", kind))
    actor = "organisation" if actor == "armed_group" and kind is SourceKind.ORGANISATION else actor
    spelt = tuple(dict.fromkeys((row["name"], *row.get("names", ()), *row.get("caps", ()))))
    domains = tuple(row.get("domains", ()))
    return Named(
        slug, row["name"], kind, actor, spelt, row.get("country", ""), domains, row.get("wikidata") or None, because
    )


def _add(trie: _Trie, name: str, named: Named, row: Mapping[str, Any], caps: tuple[str, ...]) -> None:
    bare = row.get("bare")
    letters = [c for c in name if c.isalpha()]
    short = len(letters) <= _SHORT and all(c.isupper() for c in letters)
    lone = len(names.parts(name)) == 1 and bare is not None and name not in bare
    if lone:
        return  # a word of its own that is more often something else: the lexicon lists it only to unite names
    node = _walked(trie, " ".join(_TOKEN.findall(fold(name))))
    word = len(names.parts(name)) == 1 and gazetteer.load().is_word(fold(name))
    upper = bool(row.get("upper")) and len(letters) > 2 and not word
    node.setdefault(_END, []).append(
        _Spelling(named, name, short or name in caps or (word and len(letters) <= _SHORT + 1), upper)
    )


def _add_states(
    trie: _Trie, body_trie: _Trie, adjectives: Mapping[str, str], bodies: Mapping[str, tuple[str, str]]
) -> None:
    """Mark in ``trie`` where a state's name or adjective ends, and put the words of states' bodies into ``body_trie``."""
    for spelt, code in adjectives.items():
        _walked(trie, spelt).setdefault(_STATE, code)
    for words, body in bodies.items():
        _walked(body_trie, words)[_END] = body


def _walked(trie: _Trie, words: str) -> _Trie:
    node = trie
    for word in words.split():
        node = node.setdefault(word, {})
    return node


def _states(known: Lexicon) -> tuple[dict[str, Named], dict[str, str]]:
    rows = {k: v for k, v in known.table("states").items() if isinstance(v, dict)}
    states: dict[str, Named] = {}
    adjectives: dict[str, str] = {}
    for code, row in rows.items():
        spelt = tuple(dict.fromkeys((row["name"], *row["adjectives"], *row["names"])))
        states[code] = Named(
            code.lower(), row["name"], SourceKind.OFFICIAL, "state", spelt, code, (), row.get("wikidata"), "states.toml"
        )
        for name in spelt:
            adjectives.setdefault(" ".join(names.parts(name)), code)
    return states, adjectives


def _state_names(known: Lexicon, code: str) -> tuple[str, ...]:
    row = known.table("states")[code]
    return tuple(n for n in row["names"])
