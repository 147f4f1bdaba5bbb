"""Rules for persons: pronouns, titles and offices before a name, a name alone."""

from __future__ import annotations

import re

from firsthand.fold import fold
from firsthand.lexicon import gazetteer
from firsthand.records import Source, SourceId, SourceKind
from firsthand.statement.sources.here import full_name, surname_known
from firsthand.statement.sources.made import own_name
from firsthand.statement.sources.phrase import LONGEST, POSSESSIVE, Phrase, is_name


def pronoun(p: Phrase) -> Source | None:
    """he, she, it, they: who that is, the naming stage finds from what was said before."""
    kind = p.words.pronouns.get(fold(p.full))
    if kind is None:
        return None
    sort = {"person": SourceKind.PERSON, "body": SourceKind.ORGANISATION, "plural": SourceKind.ANONYMOUS}[kind]
    ident = SourceId(f":~{fold(p.full)}@")
    return Source(ident, p.full, sort, (p.full,), because=f"pronoun-{kind}: {p.full!r} stands for someone named before")


def as_person(p: Phrase) -> Source | None:
    """A title and a name, or two to four capitalised words: a person. A surname alone takes the full name from the article."""
    person = person_after_title(p) or _person_after_office(p) or (p.core if _is_person_shape(p) else "")
    if not person:
        return None
    full = full_name(p.here, person)
    kind = SourceKind.PERSON
    return own_name(p, full, kind, f"person: {p.full!r} is {full}")


def _is_person_shape(p: Phrase) -> bool:
    pieces = POSSESSIVE.sub("", p.core).split()
    if not 1 <= len(pieces) <= 5 or p.determined or fold(pieces[-1]) in p.words.titles:
        return False
    if p.core.isupper() and len(pieces) == 1 and len(p.core) <= 5:
        return False
    if not all(_in_a_name(p, w) for w in pieces):
        return False
    if len(pieces) == 1 and gazetteer.load().is_word(fold(pieces[0])) and not surname_known(p.here, pieces[0]):
        return False
    return not any(w.isdigit() for w in pieces) and not (len(pieces) == 1 and not surname_known(p.here, pieces[0]))


def office_holder(p: Phrase) -> Source | None:
    """An office written small and the name of who holds it: the person, whatever the office's noun would make of it."""
    name = _person_after_office(p)
    return own_name(p, full_name(p.here, name), SourceKind.PERSON, f"person-office: {p.full!r}") if name else None


# holder := office ["of" …] [","] name;  name := two to four words, each taken whole (else what has no end is tried at every letter)
#           | one word of two capitals ("MARAN")
_OFFICE_NAME = re.compile(
    r"[\w'’ -]*\b([a-z][\w-]++)( (?:of|for|in) (?:the )?[\w'’ -]+?)?,?"
    r" ((?:[A-Z][\w'’-]++ ?){2,4}|[A-Z][\w'’-]+?[A-Z][\w'’-]++ ?)"
)
# what bears a name of its own behind its noun ("the operator of the ferry Lady Amarin"), or leads on to a name
_NO_HOLDER = frozenset(
    "ferry ship vessel boat tanker trawler cutter frigate destroyer yacht barge liner freighter steamer schooner submarine tug"
    " lifeboat plane airliner helicopter train of at in for from on with by near and or the a an this that".split()
)


def _person_after_office(p: Phrase) -> str:
    """Return the name behind an office written small: "district head Petr Havran"."""
    mark = _OFFICE_NAME.fullmatch(p.core) if len(p.core) <= LONGEST else None
    words = fold(p.core).split()
    if mark is None or not any(w in p.words.offices or w in p.words.titles for w in words):
        return ""
    if p.core[: mark.start(3)].split()[-1].strip(",") in _NO_HOLDER:
        return ""
    return mark[3].strip()


_BEHIND_A_NAME = frozenset(
    "in at on of from during after before with for".split()
)  # "President Ann Lee in an interview"


def person_after_title(p: Phrase) -> str:
    """Return the name behind a title: ``Col. Ahmed Salem`` gives ``Ahmed Salem``; nothing when no title leads to a name."""
    pieces = p.core.split()
    last = max((n for n, w in enumerate(pieces[:-1]) if fold(w).strip(".") in p.words.titles), default=None)
    if last is None:
        return ""
    rest = pieces[last + 1 :]
    behind = next((n for n, w in enumerate(rest) if w in _BEHIND_A_NAME), len(rest))
    rest = rest[:behind]
    if not rest or not all(_in_a_name(p, w) for w in rest) or len(rest) > 5:
        return ""
    if any(fold(w).strip(".,") in p.words.heads for w in rest):
        return ""
    return " ".join(rest).strip(" ,")


def _in_a_name(p: Phrase, word: str) -> bool:
    """Tell whether a word can stand in a person's name: ``Yusuf``, ``al-Harrani``, ``bin``."""
    return word[:1].isupper() or fold(word) in p.words.particles or fold(word).startswith(("al-", "el-"))


def person_in(p: Phrase, words: str) -> str:
    """Return the first run of capitalised words, without the ranks before the name: ``Lt Col Irsha Vandek`` gives ``Irsha Vandek``."""
    mark = re.search(r"\b[A-Z][\w'’-]+(?:\s+(?:al-?|el-?|bin|abu|de|la|van|von)?\s*[A-Z][\w'’.-]+){1,3}", words)
    pieces = mark.group().split() if mark else []
    while len(pieces) > 2 and fold(pieces[0]).strip(".") in p.words.titles:
        del pieces[0]
    return " ".join(pieces)


_PERSON_ALONE = re.compile(r"[A-Z][\w'’-]+(?: (?:(?:al|el|bin|ibn|abu|de|la|van|von)[- ])?[A-Z][\w'’.-]+){1,3}")


def apposed(p: Phrase) -> Source | None:
    """The head of the district, Petr Havran: an office and, between commas, the name of who holds it."""
    name = _behind_titles(p, p.apposition.strip(" ,"))
    words = {w.strip(".,") for w in fold(p.core).split()}
    if p.head_kind() is None and not words & p.words.offices and not words & p.words.titles.keys():
        return None
    named = _PERSON_ALONE.fullmatch(name) and not any(fold(w) in p.words.heads for w in name.split())
    if not named or (is_name(p.core) and not somebody_s(p) and p.head not in p.words.titles):
        return None
    return own_name(p, name, SourceKind.PERSON, f"person-apposed: {p.full!r}")


def _behind_titles(p: Phrase, name: str) -> str:
    """Return a name without the ranks and degrees before it: ``Col. Ilse Maran`` gives ``Ilse Maran``."""
    words = name.split()
    while len(words) > 2 and fold(words[0]).strip(".") in p.words.titles:
        del words[0]
    return " ".join(words)


_SOMEBODY_S = re.compile(r"[A-Z][^'’]*['’]s? (?:[a-z][\w-]* ){0,3}?([a-z][\w-]*)(?: (?:to|of|for|in) .*)?")


def somebody_s(p: Phrase) -> bool:
    """Tell whether the phrase is an office of somebody named: "President Ann Lee's ambassador to Orlau"."""
    mark = _SOMEBODY_S.fullmatch(p.core)
    return mark is not None and (fold(mark[1]) in p.words.titles or fold(mark[1]) in p.words.offices)


_OF_A_BODY = re.compile(
    r"((?:[\w.'’-]+ ){0,4}?)((?:[A-Z][\w'’-]+ ){1,2}[A-Z][\w'’-]+)(?:,| of| from| at| for| with) (?:the )?(?:[\w'’-]+ ){0,3}?[A-Z].*"
)


def of_a_body(p: Phrase) -> Source | None:
    """A person and the body that he or she belongs to: "Dr Ilse Maran of the Harvel doctors' union"."""
    mark = _OF_A_BODY.fullmatch(p.core)
    if mark is None or " and " in p.core[: mark.end(2)]:
        return None
    words = [*mark[1].split(), *mark[2].split()]
    titles = [w for w in words if fold(w).strip(".") in p.words.titles or fold(w) in p.words.offices]
    name = " ".join(w for w in mark[2].split() if w not in titles)
    if len(name.split()) < 2 or any(fold(w) in p.words.heads for w in name.split()):
        return None
    if not titles and (mark[1].strip() or not _belongs(p, name) or gazetteer.load().is_word(fold(name.split()[-1]))):
        return None
    return own_name(p, name, SourceKind.PERSON, f"person-of-a-body: {p.full!r}")


def _belongs(p: Phrase, name: str) -> bool:
    """Tell whether what follows a name without a title is a body, or the surname stands alone in the article: a person's name."""
    _, of_the, rest = p.core.partition(" of the ")
    words = fold(rest).split()
    called_so = bool(of_the) and not p.words.heads.keys().isdisjoint((words[0], words[-1]))
    return called_so or name.rpartition(" ")[2] in p.here.alone


_TWO = re.compile(
    r"((?:[\w.’'-]+ ){0,3}?)((?:[A-Z][\w'’.-]+ ){0,2}[A-Z][\w'’-]+) and ((?:[\w.’'-]+ ){0,3}?)((?:[A-Z][\w'’.-]+ ){0,2}[A-Z][\w'’-]+)"
    r"(?: (?:of|from|at|in|for) .*)?"
)


def two_persons(p: Phrase) -> Source | None:
    """Two persons who say it together: "Dr Ilse Maran and Dr Petr Hawran of the Harvel clinic" is neither of the two."""
    mark = _TWO.fullmatch(p.core) if len(p.core) <= LONGEST else None
    if mark is None:
        return None
    one, two = (_named_person(p, mark[n], mark[n + 1]) for n in (1, 3))
    return own_name(p, f"{one} and {two}", SourceKind.PERSON, f"pair: {p.full!r}") if one and two else None


def _named_person(p: Phrase, before: str, name: str) -> str:
    """Return the name of one person where a title or the article tells that it is one."""
    words = [*before.split(), *name.split()]
    titled = [fold(w).strip(".") in p.words.titles or fold(w) in p.words.offices for w in words]
    first = len(words) - titled[::-1].index(True) if any(titled) else 0  # "Prime Minister | Petr Maran"
    own = [w for w in words[first:] if w[:1].isupper()]
    if not own or len(own) < len(words) - first or any(fold(w) in p.words.heads for w in own):
        return ""
    full = full_name(p.here, " ".join(own))
    return full if any(titled) or full in dict(p.here.surnames).values() else ""
