"""Who holds an office in a body speaks for it: "Ilse Maran, director of the Velm hospital", "the union's deputy secretary, Osk Tarrin".

officer := body ["'s"] [adding] office [","] [rank] person        "union secretary Osk Tarrin", "the prison service's spokesman, Major Brek"
         | body "'s" rank person                                  "the prison service's Major Anton Brek"
         | [adding] office of body [","] [rank] person            "the director of the hospital, Ilse Maran"
         | person "," [adding] office of body                     "Ilse Maran, the medical director of the hospital"
         | rank person ("of" | "at") body                         "Major Anton Brek of the prison service"
         | person "," body ["'s"] [adding] office                 "Osk Tarrin, the union's deputy secretary"
         | person [","] "who" heads body                          "Neda Brock, who chairs the council"
of     := "of" | "at" | "for" | "with"
adding := "deputy" | "medical" | …; none that ends the office ("former")

One name of a person is looked at with a few words on either side, so that the work grows with the names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from firsthand import names
from firsthand.fold import fold
from firsthand.naming.offices import Offices, Run, runs

_NEAR = 110  # characters on either side of a name
_MOST_WORDS = 7  # of the name of a body
_DESCRIBING = 3  # words between an owner and an office
_OF = frozenset({"of", "at", "for", "with"})
_BEFORE_BODY = frozenset("the a an its their his her our this".split())
_ENDED = frozenset(
    "former ex late retired ousted sacked dismissed then onetime one-time previous incoming would-be".split()
)
_LEADING = frozenset({"chief", "head"})
_HEADS = frozenset("heads leads chairs runs directs coordinates commands manages".split())
# a body's name ends before these: "the hospital | in Velm", "the union | and"
_BEHIND_BODY = frozenset(
    "in at on near from and or but who which where that said says told tells as by to is was has".split()
)
_TOKEN = re.compile(r"[\w&'’-]+|[^\w\s]|\n")
_OWNER = re.compile(r"[a-z]+['’]s? (.+)")
_POSSESSIVE = re.compile(r"['’]s?$")


class Officer(NamedTuple):
    """Who holds an office, the words that may name the body, the fullest first, and where the person is named."""

    person: str  # key of the name
    bodies: tuple[str, ...]
    at: int


def officers(text: str, them: Offices, people: Container[str]) -> Iterator[Officer]:
    """Yield who of ``people``, keys of names, holds an office in what, by ``text``."""
    for run in runs(text, them):
        key = names.key(run.name)
        if key in people:
            for bodies in _held(text, run, them):
                if bodies:
                    yield Officer(key, tuple(bodies), run.start)


def _held(text: str, run: Run, them: Offices) -> Iterator[list[str]]:
    """Yield the names that each body may have in which ``run`` holds an office."""
    front = _last_sentence(_TOKEN.findall(text[max(0, run.start - _NEAR) : run.start]))
    behind = _first_sentence(_TOKEN.findall(text[run.end : run.end + _NEAR]))
    ranked = bool(front) and _is_rank(front[-1], them)
    while front and _is_rank(front[-1], them):
        front.pop()
    apposed = front[-1:] == [","]
    front = front[:-1] if apposed else front
    if (
        not apposed or behind[:1] in ([], [","]) or _begins(front, them)
    ):  # not "beside the union's head, Osk Tarrin said"
        yield _before_office(front, them)
        yield _behind_office(front, them)
    if ranked:
        yield _owner(front)
        yield _first_of(behind[1:]) if behind[:1] in (["of"], ["at"]) else []
    if behind[:1] == [","]:
        behind = behind[1:]
        yield _apposition(behind, them)
    if behind[:1] == ["who"] and len(behind) > 2 and fold(behind[1]) in _HEADS and behind[2] not in _OF | _BEHIND_BODY:
        yield _first_of(behind[2:])


def _begins(front: Sequence[str], them: Offices) -> bool:
    """Tell whether an office, or the body that owns it, begins the sentence: ``The director of the hospital, Ina Brock said``."""
    return bool(front) and (fold(front[0]) in _BEFORE_BODY or _is_office(front[0], them))


def _before_office(front: Sequence[str], them: Offices) -> list[str]:
    """Return what may be the body in ``… the union's deputy secretary``, which ends in the office."""
    end = _office_from(front, len(front), them)
    return _last_of(front[: _owned_from(front, end)]) if 0 < end < len(front) else []


def _owned_from(words: Sequence[str], end: int) -> int:
    """Return where the owner's name ends before an office: ``the rebels' | field spokesman``; ``end`` where nobody owns it."""
    near = range(end, max(0, end - _DESCRIBING), -1)
    return next((n for n in near if _POSSESSIVE.search(words[n - 1])), end)


def _owner(words: Sequence[str]) -> list[str]:
    """Return what may be the body in ``… the prison service's``; nothing where nobody is said to own what follows."""
    return _last_of(words) if words and _POSSESSIVE.search(words[-1]) else []


def _behind_office(front: Sequence[str], them: Offices) -> list[str]:
    """Return the body of ``… director of the hospital``, which ends in the body."""
    at = next((i for i in range(len(front) - 2, 0, -1) if front[i] in _OF and _is_office(front[i - 1], them)), 0)
    if not at or _office_from(front, at, them) < 0:
        return []
    name = _behind_field(_without_article(front[at + 1 :]))
    return _with_shorter([" ".join(name)]) if name and "," not in name and len(name) <= _MOST_WORDS else []


def _apposition(behind: Sequence[str], them: Offices) -> list[str]:
    """Return what may be the body in ``the medical director of the hospital …`` or ``the union's deputy secretary …``."""
    stop = next((i for i, w in enumerate(behind) if w == "," or w in _OF), len(behind))
    end = _office_from(behind, stop, them)
    if end < 0 or end == stop:
        return []
    if stop < len(behind) and behind[stop] in _OF:
        return _first_of(behind[stop + 1 :]) if _describes(behind[:end]) else []
    owner = behind[: _owned_from(behind, end)]
    return _last_of(owner) if _NOT_OWN.isdisjoint(owner) and _BEFORE_BODY.isdisjoint(owner[1:]) else []


def _describes(words: Sequence[str]) -> bool:
    """Tell whether an office behind these words is held by whom they are said of: ``the first``, not ``who accused the``."""
    return not words or (fold(words[0]) in _BEFORE_BODY and len(words) <= 2)


def _office_from(words: Sequence[str], end: int, them: Offices) -> int:
    """Return where the office begins that ends at ``end``, ``end`` where none does, -1 where it is over ("former director")."""
    begin = end
    led = end > 1 and fold(words[end - 2]) in _LEADING and fold(words[end - 1]) in them.persons  # "chief engineer"
    if begin and (led or _is_office(words[begin - 1], them)):
        begin -= 1
        while begin and (_is_office(words[begin - 1], them) or fold(words[begin - 1]) in them.parting.adding):
            begin -= 1
    over = begin < end and any(fold(w) in _ENDED for w in words[max(0, begin - 1) : end])
    return -1 if over else begin


def _is_office(word: str, them: Offices) -> bool:
    return fold(word) in them.heads


def _is_rank(word: str, them: Offices) -> bool:
    return word == "." or (word[:1].isupper() and them.ranks.get(fold(word), fold(word)) in them.titles)


def _last_of(words: Sequence[str]) -> list[str]:
    """Return the last words, ever fewer: ``said Harvel union`` gives all three, then two, then ``union``."""
    cut = max((i + 1 for i, w in enumerate(words) if w == ","), default=0)
    left = [_POSSESSIVE.sub("", w) if i == len(words) - 1 else w for i, w in enumerate(words)][cut:][-_MOST_WORDS:]
    return [" ".join(left[n:]) for n in range(len(left)) if fold(left[n]) not in _BEFORE_BODY]


def _first_of(words: Sequence[str]) -> list[str]:
    """Return the first words, ever fewer, that end where a name can: ``the hospital in Velm said`` gives ``hospital``."""
    words = _behind_field(_without_article(words))
    stop = next((i for i, w in enumerate(words) if w == ","), len(words))
    ends = [stop, *(i for i in range(stop - 1, 0, -1) if fold(words[i]) in _BEHIND_BODY)]
    return _with_shorter([" ".join(words[:end]) for end in ends if 0 < end <= _MOST_WORDS])


def _behind_field(words: Sequence[str]) -> Sequence[str]:
    """Return the words behind what an office is for: ``operations at the | hospital``."""
    if len(words) > 2 and words[0].islower() and words[1] in _OF and not _POSSESSIVE.search(words[0]):
        return _without_article(words[2:])
    return words


def _with_shorter(bodies: Sequence[str]) -> list[str]:
    """Return names, and those behind an owner: ``country's Rescue Corps`` may be the ``Rescue Corps``."""
    owned = (_OWNER.match(n) for n in bodies)
    return [*bodies, *(m[1] for m in owned if m)]


def _without_article(words: Sequence[str]) -> Sequence[str]:
    return words[1:] if words and fold(words[0]) in _BEFORE_BODY else words


_NOT_OWN = frozenset("who whose whom which that when not".split())
_STOPS = frozenset('.;:!?"“”()\n')


def _last_sentence(tokens: list[str]) -> list[str]:
    """Return the tokens behind the last mark that ends a clause; the full stop of a rank is none."""
    last = max((i + 1 for i, w in enumerate(tokens[:-1]) if w in _STOPS), default=0)
    return tokens[last:]


def _first_sentence(tokens: list[str]) -> list[str]:
    return tokens[: next((i for i, w in enumerate(tokens) if w in _STOPS), len(tokens))]
