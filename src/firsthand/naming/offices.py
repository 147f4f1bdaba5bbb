"""Who holds the office that a description names: "the colonel" is the Colonel Radan Vesk whom the text has introduced.

introduction := office ["of" …] [","] name     "director of the hospital, Ilse Maran"; "Colonel Radan Vesk"
              | name "," … office              "Radan Vesk, the brigade's spokesman"
              | name ", who speaks for"         a spokesman
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from firsthand import capitals, names
from firsthand.fold import fold
from firsthand.lexicon import Lexicon

_NAME = r"[A-Z][\w'’-]+(?: (?:(?:al|el|bin|ibn|abu|de|la|van|von)[- ])?[A-Z][\w'’-]+){1,3}"
_RETIRED = r"(?: \((?:ret|retd|rtd|retired)\.?\))?"  # "Col. (retd) Ilse Maran"
_AFTER = re.compile(
    rf"\.?{_RETIRED}(?:(?: (?:of|for|in|at) [^.,;:!?\n\"“”]{{1,60}})?,)? (?!The )(?:[A-Z][a-z]+\.?{_RETIRED} ){{0,2}}?({_NAME})"
)
_BETWEEN_FORM = re.compile(
    r"\s*(?:(?:who is|who was|who|the|a|an|one|its|their|his|her|[A-Z][\w-]+|[\w-]+['’]s?)\s(?:[\w'’-]+\s){0,4})?"
)
_WORD = re.compile(r"[A-Za-z]+")
_PLAIN = frozenset(
    "the a an its their his her our of for in at from on with and new former town s city local own army".split()
)
_QUOTES = "\"”’' \n\t"  # behind a nickname: "Brother Ash", spokesman for the crew
_NEAR = 90  # characters before an office in which its holder's name may end
_BETWEEN = 5  # words between the name's comma and the office


@dataclass(frozen=True, eq=False)
class Offices:
    """The vocabulary of offices and bare bodies (``offices.toml``); one object for each lexicon."""

    ranks: Mapping[str, str]
    words: frozenset[str]
    many: frozenset[str]  # a story has many of them: a bare "the commander" of another article may be anybody
    institutions: frozenset[str]  # bodies of which a story has one
    persons: frozenset[str]  # nouns of one person by what they do or are: "teacher", "survivor"
    heads: frozenset[str]  # offices whose holder speaks for the body
    administrative: frozenset[str]  # words for a part of a state that tell none from another
    ruled: frozenset[str]  # words for a state or its government
    titles: frozenset[str]  # ranks and degrees, which a spokesman or a police chief has besides the office
    parting: capitals.Parting  # where a run of capitals is parted
    # bare word ("newspaper", "group") -> what it can be: print, air, wire, medium, body, firm
    stands_for: Mapping[str, str]
    of_ministry: tuple[tuple[str, ...], ...]  # offices that only a ministry has: "permanent secretary"
    papers: frozenset[str]  # what somebody keeps or sends, of which there is one: "log", "message"
    sexes: Mapping[str, frozenset[str]]  # "he" and "she" -> nouns of persons that it is not: "she" is no "fisherman"
    no_firm: frozenset[str]  # words by which the name of an organisation tells that it is no company

    def plain(self, word: str) -> str:
        """Return the office that a folded word is, its short and its female form included; nothing for other words."""
        word = self.ranks.get(word, word)
        return word if word in self.words else ""


@cache
def offices(known: Lexicon) -> Offices:
    """Return the vocabulary of offices of ``known``."""
    table = known.table("offices")
    return Offices(
        ranks=table["ranks"],
        words=frozenset(table["offices"]["words"]),
        many=frozenset(table["many"]["words"]),
        institutions=frozenset(table["institutions"]["words"]),
        persons=frozenset(
            (*known.table("roles")["persons"]["one"], *table["before_names"]["words"], *table["offices"]["words"])
        ),
        heads=frozenset(table["heads"]["words"]),
        administrative=frozenset(w for word in table["administrative"]["words"] for w in names.content_words(word)),
        ruled=frozenset(table["ruled"]["words"]),
        titles=frozenset(table["titles"]["words"]),
        parting=capitals.parting(known),
        stands_for={word: sort for sort, words in table["stands_for"].items() for word in words},
        of_ministry=tuple(tuple(words.split()) for words in table["of_ministry"]["words"]),
        papers=frozenset(table["papers"]["words"]),
        sexes={word: frozenset(table["sexes"]["not"][word]) for word in ("he", "she")},
        no_firm=frozenset(table["no_firm"]["words"]),
    )


def office(name: str, them: Offices) -> str:
    """Return the office that the head noun of a description names ("the town's hospital director"), or nothing."""
    return them.plain(head(name))


def head(name: str) -> str:
    """Return the folded head noun of a description: "spokeswoman" of "a spokeswoman for the coast guard, who spoke"."""
    front = re.split(r"\s(?:of|for|in|at|from|on|with|who|whose|which|that)\s|,", fold(name), maxsplit=1)[0]
    words = re.findall(r"[a-z]+", front)
    return str(words[-1]) if words else ""


def qualified(description: str, them: Offices) -> frozenset[str]:
    """Return the folded words that tell which office is meant: ``director of the town's hospital`` gives ``hospital``."""
    found = set(re.findall(r"[a-z]+", fold(description)))
    return frozenset(w for w in found if w not in _PLAIN and not them.plain(w))


# explained := NAME "," ("a" | "an" | "the") [words] noun mark      "Families of the Quay, a relatives' association,"
_EXPLAINED = re.compile(
    r"(?<![\w'’-])([A-Z][\w'’-]+(?: (?:(?:of|for|the|and) ){0,2}[A-Z][\w'’-]+){0,5}+), (?:an?|the) (?:[\w'’-]+ ){0,3}?([a-z]+)[,.;:)]"
)


@lru_cache(maxsize=256)
def explained(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return what ``text`` says that names are, each by its noun: the names, in order, of which it says so."""
    out: dict[str, dict[str, None]] = {}
    for found in _EXPLAINED.finditer(text):
        first, _, rest = found[1].partition(" ")
        name = rest if fold(first) in capitals.OPENING and rest else found[1]
        out.setdefault(found[2], {})[name] = None
    return {noun: tuple(them) for noun, them in out.items()}


@lru_cache(maxsize=256)
def introduced(text: str, them: Offices) -> tuple[tuple[str, str], ...]:
    """Return the (office, person) pairs that ``text`` itself gives, in order, each once."""
    return tuple(dict.fromkeys(_introduced(text, them)))


def _introduced(text: str, them: Offices) -> Iterator[tuple[str, str]]:
    for mark in _WORD.finditer(text):
        word = mark.group().lower()
        speaks = word == "speaks" and text.startswith(" for ", mark.end())
        word = "spokesman" if speaks else them.plain(word)
        if not word:
            continue
        after = None if speaks else _AFTER.match(text, mark.end(), mark.end() + 2 * _NEAR)
        if after:
            yield word, _person(after[1], them)
        before = _holder_before(text[max(0, mark.start() - _NEAR) : mark.start()], them)
        if before and not _GOES_ON.match(text, mark.end()):
            yield word, before


# "Quoting the register of the builder, Brennick Hydro, the captain said": whoever goes on with a verb is no apposition
_GOES_ON = re.compile(
    r"\s(?:said|says|told|tells|added|adds|was|is|had|has|also|put|puts|insist|den|claim|explain|report|declar)"
)


def _holder_before(before: str, them: Offices) -> str:
    """Return the name that ends shortly before, followed by a comma and at most a few words: ``Radan Vesk, the brigade's``."""
    head, comma, between = before.rpartition(",")
    if not comma or len(between.split()) > _BETWEEN or not _BETWEEN_FORM.fullmatch(between):
        return ""
    name = max(capitals.found(head, them.parting), key=lambda n: n.end, default=None)
    if name is None or name.end < len(head.rstrip(_QUOTES)) or head[: name.start].endswith(("the ", "The ")):
        return ""  # "in an interview with the Ovrand Herald, the mayor said"
    return _person(name.words, them)


def _person(run: str, them: Offices) -> str:
    """Return a run of capitalised words without the titles before the name."""
    words = run.split()
    while len(words) > 2 and (them.plain(fold(words[0])) or fold(words[0]) in {"mr", "mrs", "ms"}):
        words.pop(0)
    if len(words) == 2 and them.plain(fold(words[0])):
        words.pop(0)
    return re.sub(r"['’]s?$", "", " ".join(words))


class Run(NamedTuple):
    """A name of up to four capitalised words, without the titles before it, and where it stands with them."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=256)
def runs(text: str, them: Offices) -> tuple[Run, ...]:
    """Return the names of up to four capitalised words, in order."""
    return tuple(Run(n.start, n.end, _person(n.words, them)) for n in _names(text, them))


def _names(text: str, them: Offices) -> Iterator[capitals.Name]:
    return (n for n in capitals.found(text, them.parting) if n.words.count(" ") < _MOST_WORDS)


_MOST_WORDS = 4  # of one person's name


def people(words: str, them: Offices) -> tuple[str, ...]:
    """Return the keys of the names of up to four capitalised words among the words that name a source; none where several persons do.

    Whom somebody speaks for, or whose the speaker is, does not speak: "a spokesman for Ann Lee", "Ann Lee's lawyer".
    """
    said = " ".join(words.split())
    clause = _READS_OUT.search(said)
    said = said[: clause.start()] if clause else said
    own = [
        n
        for n in _names(said, them)
        if not _SERVED.search(said, 0, n.start)
        and not _OWNS.match(said, n.end)
        and not (_ARTICLE.search(said, 0, n.start) and _person(n.words, them) == n.words and not n.after)
    ]
    together = any(said[a.end : b.start].startswith(" and ") for a, b in pairwise(own))
    return () if together else tuple(dict.fromkeys(names.key(_person(n.words, them)) for n in own))


_SERVED = re.compile(
    r"\b(?:spokes\w+|speak\w*|lawyers?|attorneys?|aides?|advisers?|advisors?) (?:for|of|to) (?:[\w.]+ ){0,2}$"
)
_OWNS = re.compile(r"['’]s? \w")
_READS_OUT = re.compile(r", (?:reading|citing|quoting)\b")  # "the colonel, reading from the log of the Naval Command"
_ARTICLE = re.compile(r"\b(?:the|an?) $", re.I)  # "a Naval Command log": no person
