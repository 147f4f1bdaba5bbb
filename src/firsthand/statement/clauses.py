"""A sentence -> its clauses: stretches that hold one verb each, as far as marks and joining words show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from firsthand.fold import fold
from firsthand.lemma import stem
from firsthand.lexicon import Lexicon
from firsthand.spans import Span, trimmed
from firsthand.statement.memory import remembered
from firsthand.tokens import words

# Marks at which a sentence may fall into clauses. A comma between digits, a dash inside a word are no marks.
# mark := ; | : before a space | , not between digits | a dash between spaces | ... | brackets
_MARK = re.compile(r"[;()\[\]]|:(?=\s)|,(?!\d)|\s[-\u2013\u2014]+\s|\u2014|\.\.\.|\u2026")
# Words that may open a new clause when a verb stands on both sides of them.
_JOINERS = frozenset(
    (
        "and but while whereas although though when where who which because after since if unless as so"
        " yet or once that whose"
    ).split()
)
_PREPOSITIONS = frozenset(("in of from by for to with on at during after before near under over through").split())
_EDGES = " \t\n,;:.()[]\u2013\u2014-\u2026"
_RANGE = 4  # tokens from "between" to "and": "between two hundred and fifty and three hundred"
_MIN_WORDS = 2  # a clause has at least a verb and one more word


@dataclass(frozen=True, slots=True)
class _Verbs:
    """What tells a verb: forms known outright, stems of known verbs, and words that only look like verbs."""

    forms: frozenset[str]
    stems: frozenset[str]
    never: frozenset[str]
    numerals: frozenset[str]


@cache
def _verbs(known: Lexicon) -> _Verbs:
    table = known.table("predicates")
    bases = {v for c in table["classes"].values() for v in c.get("verbs", ())}
    irregular = table["irregular"]
    plural = {"men", "women", "children", "people", "lives", "bodies", "families", "companies", "lorries"}
    marks = table["marks"]
    forms = {
        *marks["auxiliaries"],
        *marks["third_person"],
        *marks["base_form"],
        *(f for f in irregular if f not in plural),
    }
    return _Verbs(
        frozenset(forms), frozenset(stem(b) for b in bases), frozenset(marks["not_verbs"]), frozenset(marks["numerals"])
    )


def _is_verb(word: str, verbs: _Verbs) -> bool:
    """Tell whether a folded word is (by its form alone) a finite verb or a participle that can stand for one."""
    if word in verbs.forms:
        return True
    if word in verbs.never:
        return False
    return word.endswith("ed") and (len(word) > 4 or stem(word) in verbs.stems)


def clauses(text: str, span: Span, known: Lexicon) -> tuple[Span, ...]:
    """Return the clauses of the sentence (or part of one) under ``span``, in order; together they hold all its words.

    A cut is made at a mark or before a joining word only where both sides hold a verb; what has none stays with the
    clause before it. Linear in the length.
    """
    return tuple(c.shifted(span.start) for c in _clauses(span.of(text), known))


@remembered
def _clauses(text: str, known: Lexicon) -> tuple[Span, ...]:
    folded, verbs = fold(text), _verbs(known)
    tokens = words(folded)
    pieces = _pieces(text, _cuts(text, folded, tokens, verbs.numerals))
    out: list[Span] = []
    held = False  # whether the clause being grown holds a verb
    at = 0
    for piece in pieces:
        n, has = 0, False
        while at < len(tokens) and tokens[at].start < piece.end:
            n += 1
            has = has or _is_verb(folded[tokens[at].start : tokens[at].end], verbs)
            at += 1
        if out and not (has and held and n >= _MIN_WORDS):
            out[-1] = Span(out[-1].start, piece.end)
            held = held or has
        else:
            out.append(piece)
            held = has
    return tuple(c for c in (trimmed(text, s, _EDGES) for s in out) if c.start < c.end)


def _cuts(text: str, folded: str, tokens: Sequence[Span], numerals: frozenset[str]) -> list[int]:
    """Return the offsets at which the sentence may be cut: after a mark, before a joining word."""
    cuts = {m.end() for m in _MARK.finditer(folded)}
    forms = [folded[t.start : t.end] for t in tokens]
    for n, form in enumerate(forms):
        if form not in _JOINERS or n == 0 or forms[n - 1] in _JOINERS:
            continue  # of two joining words ("and so"), the first opens the clause
        if (
            form in ("and", "or")
            and n + 1 < len(forms)
            and _is_name(text, tokens[n - 1])
            and _is_name(text, tokens[n + 1])
        ):
            continue  # "between Torr and Melkhan"
        if form in ("and", "or") and _in_count(forms, n, numerals):
            continue
        first = n - 1 if form in ("which", "whom", "where") and forms[n - 1] in _PREPOSITIONS else n
        cuts.add(tokens[first].start)
    return sorted(c for c in cuts if 0 < c < len(text))


def _in_count(forms: Sequence[str], n: int, numerals: frozenset[str]) -> bool:
    """Tell whether "and" or "or" at ``n`` stands inside a count: "between 40 and 60 people", "five or more"."""
    if forms[n] == "or":
        return forms[n + 1 : n + 2] in (["more"], ["fewer"], ["less"], ["so"])
    near = forms[max(0, n - _RANGE) : n]
    low = near.index("between") + 1 if "between" in near else len(near)
    return _is_number([*near[low:], ""][0], numerals) and _is_number([*forms[n + 1 : n + 2], ""][0], numerals)


def _is_number(form: str, numerals: frozenset[str]) -> bool:
    return form[:1].isdigit() or form.partition("-")[0] in numerals


def _is_name(text: str, token: Span) -> bool:
    return text[token.start].isupper()


def _pieces(text: str, cuts: Sequence[int]) -> list[Span]:
    return [Span(a, b) for a, b in pairwise([0, *cuts, len(text)]) if a < b]
