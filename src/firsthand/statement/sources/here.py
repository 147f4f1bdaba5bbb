"""An article -> what it adds to the words that name a source: short forms, full names, what it writes as a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from firsthand import bodies, capitals, names
from firsthand.lexicon import Lexicon

_ARTICLES = 8  # whose names are kept at hand: sources are asked for one article after another


class Here(NamedTuple):
    """All that an article adds to the words that name a source: two articles alike in this mean the same by them."""

    defined: tuple[tuple[str, str], ...]  # long and short forms that it explains, in its order
    surnames: tuple[tuple[str, str], ...]  # words of the phrase that are the surname of one full name, and that name
    capitals: bool  # all of it is written in capitals
    named: bool  # the one word of the phrase is a name here: never written small, and with a capital inside a sentence
    alone: tuple[str, ...] = ()  # its words with a capital that the article writes beside no other such word, too
    body: str = ""  # the first name in the phrase that is a body's, by what the article says of it
    society: str = ""  # a name of many in the phrase, which the article writes with a capital inside a sentence


_CAPITAL = re.compile(r"(?<![\w'’-])[A-Z][\w-]+")


def added(said: str, text: str, known: Lexicon) -> Here:
    """Return all that the article ``text`` adds to the words ``said``."""
    full, bodily = _full_names(text, known), bodies.found(text, known)
    named = capitals.found(said, capitals.parting(known)) if bodily else ()
    return Here(
        defined=_defined(text),
        surnames=tuple((w, full[w]) for w in dict.fromkeys(names.parts(said)) if w in full),
        capitals=_all_capitals(text),
        named=said in _written_as_names(text),
        alone=tuple(w for w in dict.fromkeys(_CAPITAL.findall(said)) if w in _alone(text)) if " of " in said else (),
        body=next((n.words for n in named if n.words in bodily), ""),
        society=_society(said, text),
    )


_MOST_NAMES = 4  # words of a person's name


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


_SMALL_WORD = re.compile(r"(?<![\w'’-])[a-z][\w'’-]*")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*[a-z][\w'’-]*")


@lru_cache(maxsize=_ARTICLES)
def _written_as_names(text: str) -> frozenset[str]:
    """Return the words that ``text`` writes with a capital inside a sentence and nowhere small: common words as names ("Trump")."""
    small = {m.group() for m in _SMALL_WORD.finditer(text)}
    inside = {m.group().removesuffix("'s").removesuffix("’s") for m in _CAPITAL_INSIDE.finditer(text)}
    return frozenset(w for w in inside if not w.endswith("s") and w.lower() not in small)


_ALONE = re.compile(r"(?<![\w'’-])[a-z][\w'’-]*,? (?=([A-Z][\w-]++)(?!['’]?s? [A-Z]))")


@lru_cache(maxsize=_ARTICLES)
def _alone(text: str) -> frozenset[str]:
    """Return the words with a capital that ``text`` writes inside a sentence with no other such word beside them."""
    return frozenset(_ALONE.findall(text))


# society := Many-s of | for … [the] Name      "Families of the Quay", "Mothers for Orlau"
_SOCIETY = re.compile(r"\b[A-Z][a-z]+s (?:of|for|without|against) (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}")


def _society(said: str, text: str) -> str:
    """Return the name of many in ``said`` that ``text`` writes with a capital where no sentence begins: ``say Families of the Quay``."""
    found = _SOCIETY.search(said)
    if found is None:
        return ""
    inside = rf"(?:\bThe|(?<![\w'’-])(?:[a-z]{{4,}}|say|According),?(?: (?:of|to|by|for|and))?(?: the)?) {re.escape(found.group())}\b"
    return found.group() if re.search(inside, text) else ""


_MOST_DEFINED = 100  # forms that one article explains; reports have up to a dozen, books more


@lru_cache(maxsize=_ARTICLES)
def _defined(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((d.long, d.short) for d in names.definitions(text)))[:_MOST_DEFINED]


@lru_cache(maxsize=_ARTICLES)
def _all_capitals(text: str) -> bool:
    return text.isupper()


_TITLE_WORD = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Brig|Adm|Prof|Rev|Sen|Rep|Gov|President|Minister|Prime|General|Colonel|Major|Captain|Commander|Spokesman"
    r"|CEO|CFO|COO|CTO|Executive|Chairman|Chairwoman|Founder|Co-founder|Lieutenant|Rear|Vice|Lt-Col"
    r"|Spokeswoman|Secretary|Mayor|Governor|Judge|Sheriff|Chief|Ambassador|Senator|Foreign|Defense|Defence|The|But|And|In|On|As)\.?\s+)+"
)


def _untitled(run: str) -> str:
    return _TITLE_WORD.sub("", run)


def full_name(here: Here, person: str) -> str:
    """Return the one longer name of the article that ``person`` is the surname of; else ``person``."""
    pieces = names.parts(person)
    return dict(here.surnames).get(pieces[0], person) if len(pieces) == 1 else person


def surname_known(here: Here, word: str) -> bool:
    """Tell whether a word is the surname of one full name in the article."""
    return full_name(here, word) != word


def learned_names(here: Here, given: tuple[str, ...]) -> set[str]:
    """Return the short and long forms that the article defines for one of the names ``given``."""
    keys = {names.key(n) for n in given} if here.defined else set()
    return {n for forms in here.defined if keys & {names.key(n) for n in forms} for n in forms}
