"""Runs of capitalised words, parted at the offices inside them: "Harvel Water CEO Petr Maran" is a body, an office and a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from firsthand.fold import fold
from firsthand.lexicon import Lexicon

_MOST = 12  # words of one run; what is longer is a list or a headline
_SHORT = r"(?:Gen|Col|Lt|Maj|Capt|Sgt|Brig|Adm|Prof|Rev|Sen|Rep|Gov|Dr|Mrs?|Ms|St|[A-Z])\."  # a full stop that ends no sentence
_RUN = re.compile(
    rf"(?<![\w'’-])(?!(?:AM|PM|GMT|UTC|EST|EDT)\b)(?:{_SHORT}|[A-Z](?!\w{{40}})[\w'’-]++)"
    r"(?:(?:[^\S\n]|\n(?!\s*\n)){1,3}(?:(?:al|el|bin|ibn|abu|de|la|del|der|van|von|da|dos|di)[ -])?"
    rf"(?:{_SHORT}|[A-Z][\w'’-]*+)){{1,{_MOST - 1}}}"
)  # no name runs over an empty line, nor begins with the end of an hour ("10:35 PM Spotify")
_WORD = re.compile(r"\S+")


class Name(NamedTuple):
    """Some capitalised words in a row without an office among them; ``after`` and ``before``: an office in capitals stands next to them."""

    start: int
    end: int
    words: str  # single spaces; neither it nor the end has the possessive
    after: bool
    before: bool


@dataclass(frozen=True, eq=False)
class Parting:
    """The words at which a run of capitals is parted; one object for each lexicon."""

    offices: Set[str]  # "president", "ceo"
    adding: Set[str]  # what only adds to an office right behind it: "Deputy Prime Minister"
    surnames: Set[str]  # offices that end names too: "Ann Bishop"


@cache
def parting(known: Lexicon) -> Parting:
    """Return the words that part runs of capitals, as ``offices.toml`` has them."""
    table = known.table("offices")
    offices = frozenset((*table["offices"]["words"], *table["ranks"], *table["parting"]["offices"]))
    return Parting(offices, frozenset(table["parting"]["adding"]), frozenset(table["parting"]["surnames"]))


@lru_cache(maxsize=32)
def found(text: str, by: Parting) -> tuple[Name, ...]:
    """Return the names of two or more words in ``text``, and of one word behind an office, in order."""
    return tuple(name for run in _RUN.finditer(text) for name in _parted(run.group(), run.start(), by))


def _parted(run: str, at: int, by: Parting) -> Iterator[Name]:
    words = list(_WORD.finditer(run))
    offices = _offices([fold(w.group()).strip(".") for w in words], by)
    first = int(fold(words[0].group()) in OPENING)
    for n in range(len(words) + 1):
        if n < len(words) and not offices[n]:
            continue
        after = first > 0 and offices[first - 1]
        if n - first >= 2 or (n - first == 1 and after):
            said = " ".join(w.group() for w in words[first:n])
            name = _POSSESSIVE.sub("", said)
            end = at + words[n - 1].end() - (len(said) - len(name))
            yield Name(at + words[first].start(), end, name, after, n < len(words))
        first = n + 1


def _offices(folded: list[str], by: Parting) -> list[bool]:
    """Tell of each word whether it is an office, or adds to one right behind it."""
    last = len(folded) - 1
    out = [w in by.offices and not (n == last and n and (w in by.surnames or last == 1)) for n, w in enumerate(folded)]
    for n in range(last - 1, -1, -1):
        out[n] = out[n] or (out[n + 1] and folded[n] in by.adding)
    return out


# words that begin a sentence in capitals and no name
OPENING = frozenset(
    "the but and in on as at a an for when after if so yet while since by from near with without like under over to of among"
    " against only even just not citing quoting asked according per via though although because until despite once".split()
)
_POSSESSIVE = re.compile(r"['’]s?$")
