"""Article -> Witness: the lines of a report as comparable terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from firsthand import terms
from firsthand.fold import fold, latin
from firsthand.lexicon import weekdays
from firsthand.records import Article, DocumentId, Sentence, ZoneKind
from firsthand.spans import Span
from firsthand.tokens import sentences

_READ = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.QUOTE_BOX})
PLAIN_NATS = 1.6  # nats; what more than a fifth of all news reports hold is grammar, not content; read off the table
PAIR = 0.75  # of the sum of the rarity of two neighbouring terms: they are not independent; our choice
SAME_KEY = (
    12  # lines of one report in which a term counts; one that stands in more says nothing about which line is which
)
RARE_NATS = 7.0  # nats from which a term counts as a name or an unusual word
LEAD_LINES = 4  # headline and the first three sentences: what is new; stock background stands further down
DAYS_WITHIN = (
    1000  # characters of a report whose weekdays are those of its happening; further down stands background; our choice
)
KNOWN = 1200  # reports kept as terms; some 65 kB each for a text of 1 kB
MAX_LINES = 400  # lines of one report that are compared; longer captures are archives, not reports


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: where it stands and its content terms in order."""

    span: Span
    zone: ZoneKind
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A report made comparable. ``folded`` is the whole text as ``fold`` shows it."""

    id: DocumentId
    lines: tuple[Line, ...]
    terms: frozenset[str]
    pairs: frozenset[str]  # neighbouring content terms of one line
    runs: frozenset[tuple[str, ...]]  # five neighbouring tokens, grammar words included
    folded: str
    keys: frozenset[str]  # terms and wording
    rare: frozenset[str]  # names, numbers and unusual words
    lead: frozenset[str]  # terms of headline and first sentences
    line_keys: tuple[frozenset[str], ...]  # terms and wording of each line
    weekdays: int  # that the beginning names, a bit for each
    where: Mapping[str, tuple[int, ...]]  # lines that hold a term or pair; at most SAME_KEY of them


def rarity(key: str) -> float:
    """Return how rarely general news holds a term, or two neighbouring terms, in nats."""
    first, _, second = key.partition(" ")
    return PAIR * (terms.rarity(first) + terms.rarity(second)) if second else terms.rarity(first)


def _sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of ``article``, found here when its stage found none."""
    if article.sentences or article.zones:
        return article.sentences
    return tuple(Sentence(s.start, s.end, ZoneKind.BODY, 0) for s in sentences(article.text))


def witness(article: Article) -> Witness:
    """Return ``article`` as terms; a line that stands twice on one page (a caption like the headline) counts once."""
    own, held = _sentences(article), _held(article.id, article.text)
    if held.of != own:
        held.of, held.witness = own, _witness(article.id, article.text, own[:MAX_LINES])
    assert held.witness is not None
    return held.witness


@dataclass(slots=True)
class _Held:
    """The sentences of which a report was made comparable; they are compared, for to hash them all takes longer."""

    of: tuple[Sentence, ...] | None = None
    witness: Witness | None = None


@lru_cache(maxsize=KNOWN)  # a report is compared in its own story and beside its neighbours
def _held(_: DocumentId, __: str) -> _Held:
    return _Held()


def _witness(document: DocumentId, text: str, sentences: tuple[Sentence, ...]) -> Witness:
    folded = latin(fold(text))
    lines: list[Line] = []
    runs: set[tuple[str, ...]] = set()
    grammar = terms.common(PLAIN_NATS)
    seen: set[tuple[str, ...]] = set()
    days = 0
    for s in sentences:
        if s.zone not in _READ:
            continue
        every = tuple(terms.tokens(folded[s.start : s.end]))
        content = tuple([t for t in every if t not in grammar])
        if not content or every in seen:
            continue
        seen.add(every)
        if s.start < DAYS_WITHIN:
            days |= weekdays.named(every)
        runs.update(zip(every, every[1:], every[2:], every[3:], every[4:], strict=False))
        lines.append(Line(s.span, s.zone, content))
    wording = [tuple(pairs(x.terms)) for x in lines]
    found, twos = frozenset(t for x in lines for t in x.terms), frozenset(p for own in wording for p in own)
    line_keys = tuple(frozenset((*x.terms, *own)) for x, own in zip(lines, wording, strict=True))
    where: dict[str, tuple[int, ...]] = {}
    for n, own_keys in enumerate(line_keys):
        again = {k: (*where[k], n)[:SAME_KEY] for k in own_keys if k in where}
        where.update(dict.fromkeys(own_keys, (n,)))
        where.update(again)
    return Witness(
        document,
        tuple(lines),
        found,
        twos,
        frozenset(runs),
        folded,
        found | twos,
        frozenset(t for t in found if t[0].isdigit() or terms.rarity(t) >= RARE_NATS),
        frozenset(t for x in lines[:LEAD_LINES] for t in x.terms),
        line_keys,
        days,
        where,
    )


def pairs(line: tuple[str, ...]) -> Iterator[str]:
    """Yield the neighbouring terms of one line as two-word keys."""
    return (f"{a} {b}" for a, b in pairwise(line))
