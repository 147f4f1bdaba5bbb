"""Article -> Signature: the words by which one report of a happening is known among many.

Words are kept as numbers (a hash) with whole-number weights, so that sums come out the same in any order. The weight of a
word is how rarely general news holds it, times one plus the log of how often the article does; it never depends on what else is
in the collection, so a signature is made once.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from firsthand import lexicon
from firsthand.fold import fold
from firsthand.lexicon import weekdays
from firsthand.records import Article, DocumentId, Precision, ZoneKind
from firsthand.terms import rarity, tokens
from firsthand.when import day

READ = frozenset({ZoneKind.HEADLINE, ZoneKind.DATELINE, ZoneKind.BODY, ZoneKind.CAPTION})
TELLING = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY})
HEAD_CHARACTERS = 1000  # the headline and the first paragraphs, where news says what is new
MOST_CHARACTERS = 4000  # what follows is background and archive; also the bound on the cost of one article
MOST_PAIRS = 600  # neighbouring words compared
LEAD_SENTENCES = 2
RARE_NATS = 5.0  # fewer than one news report in 150 holds the term
PRONOUN = ("us",)  # or a state: not told apart
YEAR_NATS = 2.5  # what the years of its own reports have in the table of general news; other years only look rarer
PLAIN_NATS = 1.2  # more than three news reports in ten hold the term: grammar
DAYS_KNOWN = frozenset({Precision.SECOND, Precision.MINUTE, Precision.DAY})
NEWS_REPORTS = (
    200  # reports of general news that stand behind every share; a word in none of them weighs as one in 200 / 1.5
)
UNIT = 4096  # whole-number steps in a weight of 1
WEIGHT_BITS = 16  # in which a weight is kept beside a number
BUCKET_BITS = 18  # of the hash of a word within its bag: one word in a thousand is taken for another
MOST_KEYS = 32  # terms of its text by which an article is sought
MOST_SHOWN = 16  # words kept readable, to say what articles share
# bag -> share of general news that holds one of its terms, where no table gives it: names, numbers and pairs are rarer than words
BAGS: Mapping[str, float | None] = {
    "head": None,
    "text": None,
    "numbers": 0.05,
    "pairs": 0.003,
    "title": None,
    "lead": None,
    "rare": None,
    "names": 0.002,
}
# bag -> its most telling terms, and the bag of the other article in which they are sought
TOLD = {"head": (12, "text"), "rare": (8, "rare"), "names": (6, "names")}

_AT = {name: n for n, name in enumerate(BAGS)}
_BUCKET = (1 << BUCKET_BITS) - 1
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIZE = struct.Struct("<I")  # how many bytes of ``pack`` are facts
_PLACE = re.compile(rb'\["(?:[^"\\]|\\.)*",(-?\d+),')  # behind the id, in what ``pack`` writes

# name := words that begin with a capital, after a word in small letters (so not where a sentence begins)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)*")

Whole: TypeAlias = NDArray[np.int32]
Small: TypeAlias = NDArray[np.uint16]
Long: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What is compared of one article, and by what it is sought.

    ``terms`` holds the bags one after another, each ending where ``ends`` says, ``told`` the most telling terms in the same
    way; ``keys`` are the terms by which others find it, each with its weight in the low bits; ``place`` orders articles by day,
    and by chance within a day.
    """

    id: DocumentId
    place: int
    day: int | None
    weekdays: int  # that the beginning names, a bit for each
    title: str
    terms: Whole
    weights: Small
    ends: tuple[int, ...]
    told: Whole
    told_weights: Small
    told_ends: tuple[int, ...]
    keys: Long
    words: tuple[tuple[str, int], ...]

    def sought(self) -> Iterator[tuple[int, int]]:
        """Yield the terms by which others find it, with their weights."""
        for key in self.keys.tolist():
            yield key >> WEIGHT_BITS, key & (1 << WEIGHT_BITS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class _Weighed:
    """The terms of all bags, bag after bag, each term once: its number, its weight in a vector of length 1, its hash, where it stood."""

    terms: Long
    weights: Real
    hashes: Long
    first: Long  # place of the term in its bag
    ends: Long

    def most(self, bag: str, most: int) -> Long:
        """Return where the heaviest terms of ``bag`` are, the heaviest first; of equal ones the lowest number."""
        n = _AT[bag]
        start = int(self.ends[n - 1]) if n else 0
        order = np.argsort(-np.round(self.weights[start : self.ends[n]], 9), kind="stable")
        return order[:most] + start


def sign(article: Article) -> Signature:
    """Return the signature of ``article``; a page without article zones is read whole."""
    bags, head = _bags(article)
    weighed = _weighed(bags, head)
    told, told_weights, told_ends = _told(weighed)
    keys = weighed.most("text", MOST_KEYS)
    when = _day(article)
    return Signature(
        article.id,
        (when or 0) << 40
        | int.from_bytes(hashlib.blake2b(article.id.encode("utf8", "replace"), digest_size=5).digest()),
        when,
        weekdays.named(bags["text"][:head]),
        article.title.text,
        weighed.terms.astype(np.int32),
        _whole(weighed.weights),
        tuple(weighed.ends.tolist()),
        told,
        told_weights,
        told_ends,
        np.sort(weighed.hashes[keys] << WEIGHT_BITS | _whole(weighed.weights[keys])),
        _shown(bags, weighed),
    )


def _bags(article: Article) -> tuple[dict[str, list[str]], int]:
    """Return the terms of ``article`` by where they stand, in order, but for those that are some of the text; and how many are the head."""
    text = " \n".join(article.text[z.start : z.end] for z in article.zones if z.kind in READ) or article.text
    if article.title.span is None:  # stated, and nowhere on the page
        text = f"{article.title.text}\n{text}"
    text = text[:MOST_CHARACTERS]
    folded = fold(text)
    divide = folded.rfind(" ", 0, HEAD_CHARACTERS) + 1 if len(text) > HEAD_CHARACTERS else 0
    head = _terms(folded[: divide or HEAD_CHARACTERS])
    every = head + _terms(folded[divide or HEAD_CHARACTERS :])
    told = list(islice((s for s in article.sentences if s.zone in TELLING), LEAD_SENTENCES + 1))
    lead = " ".join(article.text[s.start : s.end] for s in told[:LEAD_SENTENCES]) or text[:300]
    title = article.title.text or (article.text[told[0].start : told[0].end] if told else text[:100])
    return {
        "text": every,
        "numbers": [t for t in every if t[0].isdigit()],
        "title": _terms(fold(title)),
        "lead": _terms(fold(lead[:HEAD_CHARACTERS])),
        # no names in a text all in capitals, where case tells nothing
        "names": [w for m in _NAME.finditer(text) for w in folded[m.start() : m.end()].split()]
        or [t for t in every if _nats(t) > RARE_NATS],
    }, len(head)


def _terms(folded: str) -> list[str]:
    """Return the terms of folded text, each state by its usual name."""
    found, states = list(tokens(folded)), _states()
    out: list[str] = []
    done = 0
    for n in [n for n, term in enumerate(found) if term in states]:
        same = next((x for x in states[found[n]] if tuple(found[n : n + len(x[0])]) == x[0]), None)
        if n >= done and same is not None:
            own, usual = same
            out += [*found[done:n], *usual]
            done = n + len(own)
    return out + found[done:]


@cache
def _states() -> Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return other names of states and of their people by their first terms, the longest first, each with the usual name."""
    rows = [row for row in lexicon.load().table("states").values() if isinstance(row, dict)]
    names = {
        tuple(tokens(fold(name))): tuple(tokens(fold(row["name"])))
        for row in reversed(rows)  # of two that share a name the first
        for name in (*row["adjectives"], *row["names"])
    }
    out: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for own, usual in sorted(names.items(), key=lambda x: (-len(x[0]), x)):
        if own not in ((), usual, PRONOUN):
            out.setdefault(own[0], []).append((own, usual))
    return out


def _weighed(bags: Mapping[str, Sequence[str]], head: int) -> _Weighed:
    """Return ``bags`` weighed; of two terms of a bag that share a number the first counts for both."""
    whole = list(chain.from_iterable(bags.values()))
    ends = np.cumsum([len(terms) for terms in bags.values()])[:-1]
    hashed = dict(zip(bags, np.split(np.fromiter(map(_hash, whole), np.int64, len(whole)), ends), strict=True))
    weight = dict(zip(bags, np.split(np.fromiter(map(_telling, whole), np.float64, len(whole)), ends), strict=True))
    rare = weight["text"] > _weight(RARE_NATS)
    hashed |= {"head": hashed["text"][:head], "rare": hashed["text"][rare]}
    weight |= {"head": weight["text"][:head], "rare": weight["text"][rare]}
    hashed["pairs"] = _pairs(hashed["text"][:MOST_PAIRS])
    sizes = [len(hashed[bag]) for bag in BAGS]
    hashes = np.concatenate([hashed[bag] for bag in BAGS])
    weights = np.concatenate([
        weight[bag] if share is None else np.full(len(hashed[bag]), _weight(-math.log(share)))
        for bag, share in BAGS.items()
    ])  # fmt: skip
    places = np.concatenate([np.arange(n) for n in sizes])
    bag = np.repeat(np.arange(len(BAGS)), sizes)
    telling = np.flatnonzero(weights)
    terms, first, times = np.unique(
        (bag << BUCKET_BITS | hashes & _BUCKET)[telling], return_index=True, return_counts=True
    )
    first = telling[first]
    weights = weights[first] * (1 + np.log(times))
    bag = terms >> BUCKET_BITS
    weights /= np.sqrt(np.bincount(bag, weights * weights, len(BAGS)))[bag]
    return _Weighed(terms, weights, hashes[first], places[first], np.searchsorted(bag, np.arange(len(BAGS)), "right"))


def _pairs(hashes: Long) -> Long:
    """Return a number for each two neighbouring terms."""
    mixed = (hashes[:-1] * 31 + hashes[1:]) * 0x9E3779B1 & 0xFFFFFFFF
    return np.asarray(mixed >> 32 - BUCKET_BITS, np.int64)


def _told(weighed: _Weighed) -> tuple[Whole, Small, tuple[int, ...]]:
    """Return the most telling terms by the bag in which they are sought, in order, with their shares and where each bag ends."""
    terms, shares = [], []
    for bag, (most, where) in TOLD.items():
        at = np.sort(weighed.most(bag, most))
        terms.append(_AT[where] << BUCKET_BITS | weighed.terms[at] & _BUCKET)
        shares.append(weighed.weights[at] / (weighed.weights[at].sum() or 1.0))
    ends = np.cumsum([len(x) for x in terms])
    return np.concatenate(terms).astype(np.int32), _whole(np.concatenate(shares)), tuple(ends.tolist())


def _shown(bags: Mapping[str, Sequence[str]], weighed: _Weighed) -> tuple[tuple[str, int], ...]:
    """Return the heaviest names and numbers as they are spelt."""
    words = {
        sys.intern(bags[bag][weighed.first[i]]): int(weighed.weights[i] * UNIT + 0.5)
        for bag in ("names", "numbers")
        for i in weighed.most(bag, MOST_SHOWN).tolist()
    }
    return tuple(sorted(words.items(), key=lambda x: (-x[1], x[0]))[:MOST_SHOWN])


def _whole(weights: Real) -> Small:
    return np.maximum(1, np.rint(weights * UNIT)).astype(np.uint16)


def _day(article: Article) -> int | None:
    """Return the day of publication, where it is known to the day."""
    found = day(article.published.earliest) if article.published.precision in DAYS_KNOWN else None
    return None if found is None else found.toordinal()


@lru_cache(1 << 16)
def _hash(term: str) -> int:
    """Return the number that stands for ``term``."""
    return zlib.crc32(term.encode("utf8", "replace"))


@lru_cache(1 << 16)
def _telling(term: str) -> float:
    """Return the weight of a term by how rarely general news holds it."""
    return _weight(_nats(term))


def _nats(term: str) -> float:
    """Return how rarely general news holds a term."""
    return min(rarity(term), YEAR_NATS) if _YEAR.fullmatch(term) else rarity(term)


@cache
def _weight(nats: float) -> float:
    """Return the weight of a term that one report in exp(``nats``) holds; 0 for grammar."""
    share = math.exp(-nats) if nats > PLAIN_NATS else 2.0
    return max(0.0, math.log((NEWS_REPORTS + 1) / (NEWS_REPORTS * share + 1.5)))


def pack(s: Signature) -> bytes:
    """Return ``s`` as bytes, the same on every machine; ``unpack`` reads them."""
    facts = json.dumps(
        [s.id, s.place, s.day, s.weekdays, s.title, s.ends, s.told_ends, s.keys.tolist(), s.words],
        ensure_ascii=True,
        separators=(",", ":"),
    ).encode("ascii")
    arrays = (s.terms.astype("<u4"), s.weights.astype("<u2"), s.told.astype("<u4"), s.told_weights.astype("<u2"))
    return _SIZE.pack(len(facts)) + facts + b"".join(a.tobytes() for a in arrays)


def place_in(data: bytes) -> int:
    """Return the place of the article whose signature ``pack`` wrote, without reading the rest."""
    found = _PLACE.match(data, _SIZE.size)
    assert found is not None, data[:80]
    return int(found[1])


def unpack(data: bytes) -> Signature:
    """Return the signature that ``pack`` wrote."""
    (size,) = _SIZE.unpack_from(data)
    at = _SIZE.size + size
    id_, place, day_, named, title, ends, told_ends, keys, words = json.loads(data[_SIZE.size : at])
    arrays: list[NDArray[Any]] = []
    for kind, length in (("<u4", ends[-1]), ("<u2", ends[-1]), ("<u4", told_ends[-1]), ("<u2", told_ends[-1])):
        arrays.append(np.frombuffer(data, kind, length, at).astype(np.int32 if kind == "<u4" else np.uint16))
        at += int(kind[-1]) * length
    terms, weights, told, told_weights = arrays
    return Signature(
        DocumentId(id_), place, day_, named, title, terms, weights, tuple(ends), told, told_weights, tuple(told_ends),
        np.array(keys, np.int64),
        tuple((t, w) for t, w in words),
    )  # fmt: skip
