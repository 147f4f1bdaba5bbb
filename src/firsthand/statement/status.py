"""The words of a statement -> how real it is said to be.

Rules in order, first match wins: denied (a cue of the chain), failed, negated, planned, possible, past, asserted.
"Reportedly" and "allegedly" say who vouches, not how real it is: such a statement stays asserted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.records import Status
from firsthand.spans import Span

OLD_YEARS = 2  # a year named this many years before the newest year in the text is background, not news: our choice
# main clause := everything before the first word that opens a subordinate clause
_SUBORDINATE = re.compile(
    r"\b(?:after|because|which|who|whom|whose|that|although|though|when|while|where|before|until|unless|so that|since|as)\b"
)
_YEAR = re.compile(
    r"\b(?:in|of|during|back in|from)\s+(?:(?:early|late|mid|the|year|spring|summer|autumn|winter|january|february|march"
    r"|april|may|june|july|august|september|october|november|december)[\s-]+){0,2}((?:19|20)\d\d)\b"
)
_WORD = re.compile(r"\w+")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Marks:
    """The table ``status`` of a lexicon as patterns over folded text."""

    denials: frozenset[str]
    anywhere: tuple[tuple[Status, re.Pattern[str]], ...]
    main: dict[Status, re.Pattern[str]]
    exceptions: re.Pattern[str]
    befallen: re.Pattern[str]  # what befell the counted, said with a negation: "have not been found", "did not survive"
    keys: frozenset[str]  # a statement with none of these words bears no mark: the longest word of each mark


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches any of ``phrases`` as whole words."""
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    any_of = "|".join(r"\s+".join(map(re.escape, p.split())) for p in ordered)
    return re.compile(rf"(?<![\w'])(?:{any_of or '(?!)'})(?![\w])")


@cache
def _marks(known: Lexicon) -> Marks:
    table = known.table("status")
    states = (Status.FAILED, Status.NEGATED, Status.PLANNED, Status.POSSIBLE, Status.PAST)
    return Marks(
        frozenset(table["denied"]["cues"]),
        tuple((s, _any_of(table[s.value]["anywhere"])) for s in states if "anywhere" in table[s.value]),
        {s: _any_of(table[s.value]["main"]) for s in states if "main" in table[s.value]},
        _any_of(table["negated"]["except"]),
        _any_of(
            p
            for role in known.table("roles").values()
            if isinstance(role, dict)
            for kind in ("participle", "intransitive", "adjective")
            for p in role.get(kind, ())
            if not _UNDENIED.isdisjoint(p.split())
        ),
        frozenset(
            max(re.findall(r"\w+", p), key=len)
            for s in states
            for k in ("anywhere", "main")
            for p in table[s.value].get(k, ())
        ),
    )


def status(
    text: str,
    content: Sequence[Span],
    cues: Sequence[str],
    known: Lexicon,
    newest: int | None = None,
    *,
    counts: bool = False,
) -> tuple[Status, str]:
    """Return the status of the statement under ``content`` and the rule that says so.

    ``cues`` are the cue words of its chain, outermost first ("denied" makes the content denied); ``newest`` is the newest
    year that the whole article names, where ``text`` is only a piece of it. ``counts``: the statement says what befell how
    many, so that "four have not been found" says that four are missing, and denies nothing.
    """
    newest = newest_year(text) if newest is None else newest
    marks = _marks(known)
    for cue in cues:
        denial = denies(cue, known)
        if denial:
            return Status.DENIED, f"cue-denies: {denial}"
        if _LEFT_OPEN.search(fold(cue)):
            return Status.POSSIBLE, f"cue-leaves-open: {cue}"
    if content and _unconfirmed(text, content[0].start):
        return Status.POSSIBLE, "unconfirmed: nobody is said to confirm it"
    said = fold(_MAY.sub("#", " ".join(text[a:b] for a, b in content)))
    if marks.keys.isdisjoint(_WORD.findall(said)):
        return _past(said, None, newest)
    main = _main_clause(said)
    anywhere = dict(marks.anywhere)
    for state in (Status.FAILED, Status.NEGATED, Status.PLANNED, Status.POSSIBLE):
        hit = anywhere[state].search(said) if state in anywhere else None
        if hit is None and state in marks.main:
            hit = _in_main(marks, state, main, counts)
        if hit is not None:
            return state, f"{state.value}-mark: {' '.join(hit[0].split())}"
    return _past(said, anywhere[Status.PAST], newest)


# the month, not the verb: "killed in May", "since MAY", "on May 3", "3 May"; a sentence may begin "May 3 was", or "May he rest"
_MAY = re.compile(
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bsince )|(?<=\buntil )|(?<=\blate )|(?<=\bearly )|(?<=\blast )|(?<=\bon ))may\b"
    r"|\bmay(?=\s+\d)|(?i:(?<=[a-z\d,] ))(?-i:May)\b",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\bto (?:confirm or deny|deny or confirm)\b")  # "refused to confirm or deny"
# "did not (yet) confirm that", "refused to confirm that", "no official has confirmed that", "nobody has said that"
_UNCONFIRMED = re.compile(
    r"(?:\b(?:not|never|cannot|refused to|declined to|unable to)|n't)\s+(?:(?:yet|been|able to|immediately|independently)\s+)*"
    r"confirm(?:ed)?\s+(?P<rest>.*)$"
    r"|(?:^|[,;]|\b(?:and|but))\s*(?:neither\b[^,]*\bnor|no(?! (?:fewer|less|longer|sooner|doubt)\b)|nobody|none)\b"
    r"(?:\s+[\w'-]+){0,6}?\s+(?:confirm(?:ed)?|said)\s+(?P<all>.*)$"
)
_CONFIRMS = re.compile(r"confirm|\b(?:nobody|no one|none)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?;:\n\"“”]")
_ANOTHER = frozenset("but while although though said says".split())  # words behind which somebody else may speak
_BEFORE = 160  # characters before a statement in which somebody may not confirm it


def _unconfirmed(text: str, start: int) -> bool:
    """Tell whether the words before a clause say that somebody did not confirm it: it is left open."""
    before = text[max(0, start - _BEFORE) : start]
    if not _CONFIRMS.search(before):
        return False
    hit = _UNCONFIRMED.search(fold(_CLAUSE.split(before)[-1]).lstrip() + text[start : start + 4] + " ")
    said = [] if hit is None else (hit["rest"] or hit["all"] or "").split()
    return said[:1] == ["that"] and _ANOTHER.isdisjoint(said)


_UNDENIED = frozenset(
    "not never neither nor without refused declined confirm cannot couldn didn doesn don hasn n't".split()
)


def denies(cue: str, known: Lexicon) -> str:
    """Return the word of ``cue`` that denies what is said, nothing where none does."""
    denials = _marks(known).denials
    words = _WORD.findall(fold(cue))
    found = next((n for n, word in enumerate(words) if word in denials), -1)
    # "did not deny", "refused to confirm or deny": nothing is denied
    return "" if found < 0 or not _UNDENIED.isdisjoint(words[:found]) else words[found]


def _in_main(marks: Marks, state: Status, main: str, counts: bool) -> re.Match[str] | None:
    """Return the first mark of ``state`` in the main clause that no exception covers ("not only")."""
    exceptions = (marks.exceptions, marks.befallen)[: 1 + counts] if state is Status.NEGATED else ()
    excepted = [m.span() for e in exceptions for m in e.finditer(main)]
    for hit in marks.main[state].finditer(main):
        if not any(a <= hit.start() < b for a, b in excepted):
            return hit
    return None


def _main_clause(said: str) -> str:
    """Return ``said`` up to its first subordinate clause, or all of it when it begins with one."""
    for m in _SUBORDINATE.finditer(said):
        if m.start() > 12:
            return said[: m.start()]
    return said


def _past(said: str, marks: re.Pattern[str] | None, newest: int) -> tuple[Status, str]:
    """Return past for background of long ago, told from the statement's own words and the newest year of the text."""
    hit = marks.search(said) if marks is not None else None
    if hit is not None and not re.search(r"\b(?:has|have) (?:\w+ ){0,3}since\b", said):
        return Status.PAST, f"long-ago: {' '.join(hit[0].split())}"
    year = _YEAR.search(said)
    since = re.search(r"\bsince\b", said)  # "have been killed since it began in March 2011" lasts until now
    if year is not None and (since is None or since.start() > year.start()) and int(year[1]) <= newest - OLD_YEARS:
        return Status.PAST, f"old-year: {year[1]}"
    return Status.ASSERTED, "no-mark: nothing makes it less than asserted"


@lru_cache(maxsize=64)
def newest_year(text: str) -> int:
    """Return the newest year that ``text`` names, 0 when it names none."""
    return max((int(m[0]) for m in _ANY_YEAR.finditer(text)), default=0)


def names_year(text: str, span: Span) -> bool:
    """Tell whether the words under ``span`` name a year, so that the newest year of the text bears on their status."""
    return _ANY_YEAR.search(text, span.start, span.end) is not None
