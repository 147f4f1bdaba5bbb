"""Who holds the office that a description names: "the colonel" is the Colonel Radan Vesk whom the text has introduced.

introduction := office ["of" …] [","] name     "director of the hospital, Ilse Maran"; "Colonel Radan Vesk"
              | name "," … office              "Radan Vesk, the brigade's spokesman"
              | name ", who speaks for"         a spokesman
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from firsthand import names
from firsthand.fold import fold

# ranks and their short forms; a text that writes one says the other of the same man
_RANKS = {
    "col": "colonel",
    "gen": "general",
    "lt": "lieutenant",
    "capt": "captain",
    "maj": "major",
    "sgt": "sergeant",
    "brig": "brigadier",
    "cmdr": "commander",
    "adm": "admiral",
    "dr": "doctor",
    "gov": "governor",
    "sen": "senator",
    "prof": "professor",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "mouthpiece": "spokesman",
    "chairwoman": "chairman",
}
_OFFICES = frozenset(
    "colonel general lieutenant captain major sergeant brigadier commander admiral doctor governor senator professor spokesman chairman"
    " director head chief mayor minister president secretary manager coordinator leader ambassador judge prosecutor sheriff bishop abbot"
    " priest imam surgeon physician rector dean owner founder chairperson chancellor premier envoy negotiator lawyer analyst researcher"
    " engineer officer marshal superintendent inspector commissioner".split()
)
_NAME = r"[A-Z][\w'’-]+(?: (?:(?:al|el|bin|ibn|abu|de|la|van|von)[- ])?[A-Z][\w'’-]+){1,3}"
_AFTER = re.compile(
    rf"\.?(?:(?: (?:of|for|in|at) [^.,;:!?\n\"“”]{{1,60}})?,)? (?!The )(?:[A-Z][a-z]+\.? ){{0,2}}?({_NAME})"
)
_BETWEEN_FORM = re.compile(
    r"\s*(?:(?:who is|who was|who|the|a|an|one|its|their|his|her|[A-Z][\w-]+|[\w-]+['’]s?)\s(?:[\w'’-]+\s){0,4})?"
)
_WORD = re.compile(r"[A-Za-z]+")
_NEAR = 90  # characters before an office in which its holder's name may end
_BETWEEN = 5  # words between the name's comma and the office


def office(name: str) -> str:
    """Return the office that the head noun of a description names ("the town's hospital director"), or nothing."""
    front = re.split(r"\s(?:of|for|in|at|from|on|with)\s", fold(name), maxsplit=1)[0]
    last = (re.findall(r"[a-z]+", front) or [""])[-1]
    last = _RANKS.get(last, last)
    return last if last in _OFFICES else ""


# offices of which a story has many: a bare "the commander" of another article may be anybody
MANY = frozenset(
    "commander officer leader head chief manager lawyer analyst researcher doctor president minister secretary".split()
)
_PLAIN = frozenset(
    "the a an its their his her our of for in at from on with and new former town s city local own army".split()
)


def qualified(description: str) -> frozenset[str]:
    """Return the folded words that tell which office is meant: ``director of the town's hospital`` gives ``hospital``."""
    found = set(re.findall(r"[a-z]+", fold(description)))
    return frozenset(w for w in found if w not in _PLAIN and _RANKS.get(w, w) not in _OFFICES)


@lru_cache(maxsize=256)
def introduced(text: str) -> tuple[tuple[str, str], ...]:
    """Return the (office, person) pairs that ``text`` itself gives, in order, each once."""
    return tuple(dict.fromkeys(_introduced(text)))


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    for mark in _WORD.finditer(text):
        word = mark.group().lower()
        word = _RANKS.get(word, word)
        speaks = word == "speaks" and text.startswith(" for ", mark.end())
        if not speaks and word not in _OFFICES:
            continue
        word = "spokesman" if speaks else word
        after = None if speaks else _AFTER.match(text, mark.end(), mark.end() + 2 * _NEAR)
        if after:
            yield word, _person(after[1])
        before = _holder_before(text[max(0, mark.start() - _NEAR) : mark.start()])
        if before:
            yield word, before


def _holder_before(before: str) -> str:
    """Return the name that ends shortly before, followed by a comma and at most a few words: ``Radan Vesk, the brigade's``."""
    head, comma, between = before.rpartition(",")
    if not comma or len(between.split()) > _BETWEEN or not _BETWEEN_FORM.fullmatch(between):
        return ""
    mark = re.search(rf"({_NAME})$", head)
    return _person(mark[1]) if mark else ""


def _person(run: str) -> str:
    """Return a run of capitalised words without the titles before the name."""
    words = run.split()
    while len(words) > 2 and (
        _RANKS.get(fold(words[0]), fold(words[0])) in _OFFICES or fold(words[0]) in {"mr", "mrs", "ms"}
    ):
        words.pop(0)
    if len(words) == 2 and _RANKS.get(fold(words[0]), fold(words[0])) in _OFFICES:
        words.pop(0)
    return re.sub(r"['’]s?$", "", " ".join(words))


_RUN = re.compile(_NAME)


def people(words: str) -> tuple[str, ...]:
    """Return the keys of the runs of two to four capitalised words in the words that name a source."""
    return tuple(dict.fromkeys(names.key(_person(m.group())) for m in _RUN.finditer(" ".join(words.split()))))
