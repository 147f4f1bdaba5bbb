"""Article -> counts, as ranges with unit and role."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from firsthand.fold import fold
from firsthand.lexicon import Lexicon
from firsthand.quantity import Count, Range, Words, bare_words, numerals, words
from firsthand.records import Article, Label, Quantity, Role
from firsthand.spans import Span
from firsthand.statement.memory import remembered
from firsthand.statement.quantities.counts import Counted, Counting, counts
from firsthand.statement.quantities.frames import CARDINALS, Frames, Link, frames
from firsthand.statement.quantities.neighbours import TOLLS, linked


def count(article: Article, labels: Sequence[Label], known: Lexicon) -> tuple[Quantity, ...]:
    """Return the counts of ``article`` in order; ``labels`` are the places where it names actors."""
    ordered = sorted(labels, key=lambda x: (x.start, x.end, x.actor))
    starts = [x.start for x in ordered]
    out: list[Quantity] = []
    for sentence in article.sentences:
        start, end = sentence.start, sentence.end
        own = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        spans = tuple([Span(x.start - start, x.end - start) for x in own])
        for told in _told(article.text[start:end], spans, known):
            told = _of_before(told, out[-1] if out else None, article.text, start + told.span.start)
            of = own[told.of].actor if told.of >= 0 else None
            low, high = told.number.low, told.number.high
            first, last = start + told.span.start, start + told.span.end
            out.append(
                Quantity(
                    article.id,
                    first,
                    last,
                    low,
                    high,
                    told.unit,
                    told.role,
                    of,
                    article.text[first:last],
                    told.because,
                    dict(told.profiles),
                )
            )
    return tuple(out)


@cache
def _counting(known: Lexicon) -> Counting:
    table = known.table("numbers")
    names = table["names"]
    return Counting(
        numerals(table),
        frames(known.table("roles"), _voices(known)),
        frozenset(names["before"]),
        frozenset(names["ages"]),
        frozenset(names["parents"]),
    )


def _voices(known: Lexicon) -> frozenset[str]:
    """Return the last words of what describes a source that speaks: "rebels", "ministry"."""
    table = known.table("source_words")
    silent = {"visual", "document"}
    described = [x for kind, phrases in table["heads"].items() if kind not in silent for x in phrases]
    return frozenset(
        x.split()[-1] for x in (*described, *(y for them in table["anonymous_types"].values() for y in them))
    )


_SENTENCES = re.compile(r"[.!?]\s+|\n+|;")


def _of_before(told: _Told, before: Quantity | None, text: str, at: int) -> _Told:
    """Return a bare number that somebody gives as one of what was counted last, in the sentence before or in its own.

    "Twelve people were killed. The rebels put it at 30": 30 killed.
    """
    given = told.role is Role.OTHER and told.because.startswith(("given:", "gapped: given:"))
    if not given or before is None or before.role not in TOLLS or _SENTENCES.findall(text, before.end, at)[1:]:
        return told
    made = Count(0, 0, told.number, "", told.number.low)
    return told._replace(role=before.role, unit=before.unit, profiles=profiles(before.role, made))


class _Told(NamedTuple):
    """A count of one sentence; ``of`` says which of the actors named in the sentence is counted, -1 for none."""

    span: Span
    number: Range
    unit: str
    role: Role
    of: int
    because: str
    profiles: Mapping[str, tuple[int, int | None]]


_CAPITAL = re.compile(r"\b[A-Z]")


@remembered
def _told(text: str, actors: tuple[Span, ...], lexicon: Lexicon) -> tuple[_Told, ...]:
    """Return the counts of the sentence ``text``, in which actors are named under the spans ``actors``."""
    known, folded = _counting(lexicon), fold(text)
    if not _may_count(known, folded):
        return ()
    w = words(folded)
    found = counts(known, w, _acronyms(text, w))
    links = linked(known.frames, w, found, _tokens(_CAPITAL, text, w))
    return tuple(
        _record(w, counted, link, actors)
        for counted, link in zip(found, links, strict=True)
        if _worth_saying(known.frames, w, counted, link)
    )


_DIGIT = re.compile(r"\d")
_NONE = frozenset({"no", "nobody", "none"})


def _may_count(known: Counting, folded: str) -> bool:
    """Tell whether a sentence holds a number, or a person and what befell one: the others cost only this look."""
    if _DIGIT.search(folded):
        return True
    said = set(bare_words(folded, 0, len(folded)))
    if not known.grammar.first_words.isdisjoint(said):
        return True
    f = known.frames
    return not (f.persons.isdisjoint(said) and _NONE.isdisjoint(said)) and not f.starts.keys().isdisjoint(said)


_CAPITALS = re.compile(r"[A-Z][A-Z0-9.-]+\b")


def _acronyms(text: str, w: Words) -> frozenset[int]:
    """Return the tokens in capitals among words that are not ("ISIS fighters"): names, never a head noun."""
    if text.isupper():
        return frozenset()
    at = _tokens(_CAPITALS, text, w)
    return at if 3 * len(at) < len(w.word) or len(at) < 2 else frozenset()


def _tokens(form: re.Pattern[str], text: str, w: Words) -> frozenset[int]:
    """Return the tokens at which ``form`` is found in the text as it is written."""
    return frozenset(bisect_left(w.start, m.start()) for m in form.finditer(text))


_ONLY_WITH_ROLE = (
    "vague many",
    "vague few",
    "vague number",
    "vague multiple",
    "vague various",
    "vague numerous",
    "vague both",
    "none",
    "one-person",
)


def _worth_saying(f: Frames, w: Words, counted: Counted, link: Link | None) -> bool:
    """Tell whether the count counts something: words as loose as "many", and single persons, only with a role of their own."""
    c = counted.number
    if c.rule == "one-person":
        return (
            link is not None
            and link.role in {Role.KILLED, Role.WOUNDED, Role.CAPTURED, Role.MISSING, Role.KILLED_OR_WOUNDED}
            and link.strength >= 2
            and not link.because.startswith(("modifier", "tally"))
        )
    if c.rule.endswith("single") or (c.rule == "number" and w.word[c.first] == "one"):
        head = counted.phrase.head
        thing = head >= 0 and w.word[head] in f.things and w.word[head] not in f.measures
        return thing or (link is not None and link.role is not None)
    if c.rule == "none":
        return (
            link is not None
            and " can be " not in link.because
            and link.role is not None
            and link.because.startswith(("predicate-after", "head-noun", "governor-before", "modifier"))
        )
    if c.rule in _ONLY_WITH_ROLE:
        return link is not None and link.role is not None
    bare = counted.phrase.head < 0 and link is None and c.kind == "count" and c.rule.endswith("number")
    return not bare or _of_some(f, w, c)


_PAST = frozenset("been not still under in at on among".split())  # "212 have been fined", "18 were under age"
_SPOKEN_OF = frozenset({"them", "these", "those", "whom"})


def _of_some(f: Frames, w: Words, c: Count) -> bool:
    """Tell whether a number without a noun counts some of those spoken of: "nine of them", "eleven were children"."""
    first, second = (*w.word[c.last : c.last + 2], "", "")[:2]
    some = c.range != Range(1, 1) and (first == "are" or second in f.plural or second in _PAST)
    some_of = second in _SPOKEN_OF or (
        second in {"the", "those"} and c.last + 2 < len(w.word) and _numeral(w.word[c.last + 2])
    )
    return (first == "of" and some_of) or (first in {"were", "are", "have"} and some)


def _numeral(word: str) -> bool:
    """Tell whether ``word`` is a number: "two of the six"."""
    return word.isdigit() or word in CARDINALS


def _record(w: Words, counted: Counted, link: Link | None, actors: Sequence[Span]) -> _Told:
    """Return the count, belonging to the first actor named inside its noun phrase."""
    c, p = counted
    start, end = w.start[c.first], w.end[c.last - 1]
    role = link.role if link is not None and link.role is not None else Role.OTHER
    unit = {"percent": "percent", "money": "money"}.get(c.kind) or (
        w.word[p.head] if p.head >= 0 else w.word[link.head] if link is not None and link.head >= 0 else ""
    )
    because = f"{link.because if link else 'no-toll'}; {c.rule}"
    edge = w.end[p.last - 1] if p.last else end
    of = _first_within(actors, start, edge)
    if (
        of < 0 and link is not None and link.head >= 0 and not link.because.startswith("elliptic")
    ):  # "the number of Brovian fighters is 40"
        of = _first_within(actors, w.start[max(0, link.head - 4)], start)
    return _Told(Span(start, end), c.range, unit, role, of, because, profiles(role, c))


def _first_within(actors: Sequence[Span], start: int, end: int) -> int:
    """Return the place of the first of ``actors``, in order, that lies between two characters; -1 without one."""
    for n in range(bisect_left(actors, (start,)), len(actors)):
        if actors[n].start >= end:
            break
        if actors[n].end <= end:
            return n
    return -1


def profiles(role: Role, c: Count) -> Mapping[str, tuple[int, int | None]]:
    """Return the projections of a count: ``stated`` always, ``ucdp`` and ``acled`` for the dead, whom they count.

    ``ucdp``: low and high of a death estimate, best = low; an open end closes at low, since UCDP writes numbers only.
    ``acled``: the most conservative figure. Undivided casualties are 0 sure dead in both.
    """
    low, high = c.range.low, c.range.high
    out: dict[str, tuple[int, int | None]] = {"stated": (low, high)}
    if role is Role.KILLED:
        out["ucdp"] = (low, low if high is None else high)
        out["acled"] = (c.acled, c.acled)
    elif role is Role.KILLED_OR_WOUNDED:
        out["ucdp"] = (0, low if high is None else high)
        out["acled"] = (0, 0)
    return out
