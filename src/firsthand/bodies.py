"""Text -> the capitalised names in it that are bodies, not persons: "Harvel Water", by what the text says of them.

A name is a body where more kinds of evidence speak for it than for a person; the word of trade at its end only decides where there
is no other. Each kind is one pattern right before or right behind the name (``_evidence``); the words are those of ``bodies.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from firsthand import capitals
from firsthand.fold import fold
from firsthand.lexicon import Lexicon

_NEAR = 70  # characters before a name that are read for what it is; the forms are shorter


class _Evidence(NamedTuple):
    """One kind of evidence: ``behind`` a name or before it, for a body or for a person."""

    kind: str
    body: bool
    behind: bool
    form: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    any_of = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    return f"(?:{any_of or '(?!)'})"  # of no words: never


@cache
def _evidence(known: Lexicon) -> tuple[_Evidence, ...]:
    table, offices = known.table("bodies"), known.table("offices")
    owned, firm = _any(table["owned"]["words"]), _any(table["called"]["words"])
    says = rf"(?:ha[sd] )?{_any(table['says']['words'])}(?: on [A-Z][a-z]+)?(?: that)?"
    office = _any((*offices["offices"]["words"], *offices["before_names"]["words"], *offices["parting"]["offices"]))
    ends = (
        r"(?! (?!(?:of|in|that|which|based|for|with|said|says)\b)[a-z])"  # of the noun phrase: not "an airline pilot"
    )
    rows = (
        ("office-behind", True, True, rf" (?:chief )?(?i:{office}) [A-Z]"),
        ("owned-behind", True, True, rf"(?:['’]s? (?:[a-z-]+ ){{0,2}}?| ){owned}\b"),
        ("owned-before", True, False, rf"\b(?i:{owned}) (?:of|at|for)(?: the)? $"),
        (
            "called-behind",
            True,
            True,
            rf", (?:the|a|an|which|whose) (?:[\w'’-]+ ){{0,3}}{firm}\b{ends}|,? which\b",
        ),
        ("called-before", True, False, rf"\b{firm} $"),
        ("article", True, False, r"\b[Tt]he $"),
        ("plural", True, True, r" (?:have|are|were)\b"),
        (
            "its",
            True,
            True,
            rf" {says} it (?:would|will|had|has|could|planned|plans) [^.;\n]{{1,60}}\bits\b|['’]s? own statement",
        ),
        ("title-before", False, False, rf"\b(?i:{office}|mr|mrs|ms|miss|dr|sir)\.? $"),
        ("age-behind", False, True, r",? \(?\d{1,3}(?:,|\)| years)"),
        ("who", False, True, r",? (?:who|himself|herself)\b"),
        ("office-apposed", False, True, rf", (?:(?:a|an|the|its|their) )?(?:[\w'’-]+ ){{0,3}}?(?:chief )?{office}\b"),
        ("he", False, True, rf" {says} s?he\b"),
    )
    return tuple(_Evidence(kind, body, behind, re.compile(form)) for kind, body, behind, form in rows)


@lru_cache(maxsize=8)
def found(text: str, known: Lexicon) -> frozenset[str]:
    """Return the names of two or more words in ``text`` that are bodies, single-spaced and without possessive."""
    if text.isupper():
        return frozenset()
    kinds: dict[str, set[tuple[str, bool]]] = {}
    for name in capitals.found(text, capitals.parting(known)):
        if " " in name.words:
            kinds.setdefault(name.words, set()).update(_kinds(text, name, _evidence(known)))
    surnames = _speaking(text) if kinds else frozenset()
    trades = frozenset(known.table("bodies")["trades"]["words"])
    return frozenset(name for name, them in kinds.items() if _is_body(name, them, surnames, trades))


_SPEAKS = re.compile(r"(?<![\w'’-])([A-Z][\w'’-]*+) (?:said|says|told|added|recalled)\b")
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w'’.-]*) $")


def _speaking(text: str) -> frozenset[str]:
    """Return the capitalised words that speak without another one before them: "Field said"."""
    marks = _SPEAKS.finditer(text)
    return frozenset(m[1] for m in marks if not _NAME_BEFORE.search(text, max(0, m.start() - 20), m.start()))


# what stands before a name that is not, or not alone, what a plural verb behind it is of: "Supporters of Ann Vale were"
_NO_SUBJECT = (" and ", ", ", " of ", " for ", " with ", " by ", " to ", " from ", " against ")


def _kinds(text: str, name: capitals.Name, evidence: tuple[_Evidence, ...]) -> Iterator[tuple[str, bool]]:
    before = text[max(0, name.start - _NEAR) : name.start].replace("\n", " ")
    listed = before.endswith(_NO_SUBJECT)
    for kind in evidence:
        if kind.form.match(text, name.end) if kind.behind else kind.form.search(before):
            if not (kind.kind == "plural" and listed) and not (
                kind.kind == "article" and "." in name.words
            ):  # "the Rev. Ann Vale"
                yield kind.kind, kind.body
    if name.before:
        yield "office-behind", True
    if name.after:
        yield "title-before", False


def _is_body(name: str, kinds: set[tuple[str, bool]], surnames: frozenset[str], trades: frozenset[str]) -> bool:
    last = name.rpartition(" ")[2]
    bodily = sum(body for _, body in kinds)
    personal = len(kinds) - bodily + (last in surnames)
    return bodily > personal or (not kinds and not personal and fold(last) in trades)
