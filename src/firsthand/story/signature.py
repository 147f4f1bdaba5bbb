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
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from firsthand.fold import fold
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
PLAIN_NATS = 1.2  # more than three news reports in ten hold the term: grammar
DAYS_KNOWN = frozenset({Precision.SECOND, Precision.MINUTE, Precision.DAY})
NEWS_REPORTS = (
    200  # reports of general news that stand behind every share; a word in none of them weighs as one in 200 / 1.5
)
UNIT = 4096  # whole-number steps in a weight of 1
BUCKET_BITS = 18  # of the hash of a word within its bag: one word in a thousand is taken for another
TIE = 1e-8  # weights nearer than this may be equal ones, added up in another order
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

_BASE = {name: n << BUCKET_BITS for n, name in enumerate(BAGS)}  # where the terms of each bag begin

# name := words that begin with a capital, after a word in small letters (so not where a sentence begins)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)*")

Whole: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """What is compared of one article, and by what it is sought.

    ``terms`` holds the bags one after another, each ending where ``ends`` says, ``told`` the most telling terms in the same
    way; ``keys`` are the terms by which others find it; ``place`` orders articles by day, and by chance within a day.
    """

    id: DocumentId
    place: int
    day: int | None
    title: str
    terms: Whole
    weights: Whole
    ends: tuple[int, ...]
    told: Whole
    told_weights: Whole
    told_ends: tuple[int, ...]
    keys: tuple[tuple[int, int], ...]
    words: tuple[tuple[str, int], ...]


def sign(article: Article) -> Signature:
    """Return the signature of ``article``; a page without article zones is read whole."""
    bags = _bags(article)
    weighed = {name: _unit(bags[name], share) for name, share in BAGS.items()}
    terms, weights, ends = _laid((name, weighed[name]) for name in BAGS)
    told, told_weights, told_ends = _laid((where, _most(weighed[n], most)) for n, (most, where) in TOLD.items())
    keys = _most(weighed["text"], MOST_KEYS, whole=False)
    words = _most(weighed["names"] | weighed["numbers"], MOST_SHOWN, whole=False)
    when = _day(article)
    return Signature(
        article.id,
        (when or 0) << 40
        | int.from_bytes(hashlib.blake2b(article.id.encode("utf8", "replace"), digest_size=5).digest()),
        when,
        article.title.text,
        terms,
        weights,
        ends,
        told,
        told_weights,
        told_ends,
        tuple(sorted((_hash(t), max(1, round(w * UNIT))) for t, w in keys.items())),
        tuple((t, round(w * UNIT)) for t, w in words.items()),
    )


def _bags(article: Article) -> dict[str, list[str]]:
    """Return the terms of ``article`` by where they stand, in order."""
    text = " \n".join(article.text[z.start : z.end] for z in article.zones if z.kind in READ) or article.text
    text = text[:MOST_CHARACTERS]
    folded = fold(text)
    every = list(tokens(folded))
    told = list(islice((s for s in article.sentences if s.zone in TELLING), LEAD_SENTENCES + 1))
    lead = " ".join(article.text[s.start : s.end] for s in told[:LEAD_SENTENCES]) or text[:300]
    title = article.title.text or (article.text[told[0].start : told[0].end] if told else text[:100])
    rare = [t for t in every if rarity(t) > RARE_NATS]
    return {
        "head": list(tokens(folded[:HEAD_CHARACTERS])),
        "text": every,
        "numbers": [t for t in every if t[0].isdigit()],
        "pairs": [f"{a} {b}" for a, b in pairwise(every[:MOST_PAIRS])],
        "title": list(tokens(fold(title))),
        "lead": list(tokens(fold(lead[:HEAD_CHARACTERS]))),
        "rare": rare,
        "names": _names(text) or rare,
    }


def _names(text: str) -> list[str]:
    """Return the folded words of names; none in a text all in capitals, where case tells nothing."""
    return [w for m in _NAME.finditer(text) for w in fold(m[0]).split()]


def _day(article: Article) -> int | None:
    """Return the day of publication, where it is known to the day."""
    found = day(article.published.earliest) if article.published.precision in DAYS_KNOWN else None
    return None if found is None else found.toordinal()


def _hash(term: str) -> int:
    """Return the number that stands for ``term``."""
    return zlib.crc32(term.encode("utf8", "replace"))


def _bucket(term: str) -> int:
    """Return the number of ``term`` within its bag."""
    return _hash(term) & ((1 << BUCKET_BITS) - 1)


@lru_cache(1 << 16)
def _telling(term: str) -> float:
    """Return the weight of a term by how rarely general news holds it."""
    return _weight(rarity(term))


@cache
def _weight(nats: float) -> float:
    """Return the weight of a term that one report in exp(``nats``) holds; 0 for grammar."""
    share = math.exp(-nats) if nats > PLAIN_NATS else 2.0
    return max(0.0, math.log((NEWS_REPORTS + 1) / (NEWS_REPORTS * share + 1.5)))


@cache
def _again(times: int) -> float:
    """Return how much more a term says that is there so many times."""
    return 1 + math.log(times)


def _unit(bag: Sequence[str], share: float | None) -> dict[str, float]:
    """Return the weights of a bag's terms as a vector of length 1; terms of no weight are left out."""
    counts = Counter(bag)
    if share is None:
        out = {t: w if n == 1 else w * _again(n) for t, n in counts.items() if (w := _telling(t)) > 0}
    else:
        every = _weight(-math.log(share))
        out = {t: every if n == 1 else every * _again(n) for t, n in counts.items()}
    length = math.sqrt(math.fsum([w * w for w in out.values()])) or 1.0
    return {t: w / length for t, w in out.items()}


def _most(vector: Mapping[str, float], most: int, whole: bool = True) -> dict[str, float]:
    """Return the ``most`` heaviest terms, as shares of their whole weight if ``whole``; of equal ones the first by name."""
    least = sorted(vector.values())[-most] - TIE if len(vector) > most else 0.0
    best = sorted((-round(w, 9), t) for t, w in vector.items() if w >= least)[:most]
    sum_ = (math.fsum(vector[t] for _, t in best) or 1.0) if whole else 1.0
    return {t: vector[t] / sum_ for _, t in best}


def _laid(vectors: Iterable[tuple[str, Mapping[str, float]]]) -> tuple[Whole, Whole, tuple[int, ...]]:
    """Return vectors laid one after another: hashed terms, whole weights, and where each ends; one entry for each hash.

    The vectors come in the order of ``BAGS``, so that their terms are in order when all are sorted.
    """
    given = list(vectors)
    bases = [_BASE[name] for name, _ in given]
    at = np.fromiter((base | _bucket(t) for base, (_, v) in zip(bases, given, strict=True) for t in v), np.int64)
    weights = np.fromiter((w for _, v in given for w in v.values()), np.float64, len(at))
    whole = np.maximum(1, np.rint(weights * UNIT)).astype(np.int64)
    terms, of = np.unique(at, return_inverse=True)
    sums = np.bincount(of, whole, len(terms)).astype(np.int32)
    ends = np.searchsorted(terms, [base + (1 << BUCKET_BITS) for base in bases])
    return terms.astype(np.int32), sums, tuple(ends.tolist())


def pack(s: Signature) -> bytes:
    """Return ``s`` as bytes, the same on every machine; ``unpack`` reads them."""
    facts = json.dumps(
        [s.id, s.place, s.day, s.title, s.ends, s.told_ends, s.keys, s.words], ensure_ascii=True, separators=(",", ":")
    ).encode("ascii")
    arrays = (s.terms.astype("<u4"), s.weights.astype("<u2"), s.told.astype("<u4"), s.told_weights.astype("<u2"))
    return struct.pack("<I", len(facts)) + facts + b"".join(a.tobytes() for a in arrays)


def unpack(data: bytes) -> Signature:
    """Return the signature that ``pack`` wrote."""
    (size,) = struct.unpack_from("<I", data)
    id_, place, day_, title, ends, told_ends, keys, words = json.loads(data[4 : 4 + size])
    at = 4 + size
    arrays: list[Whole] = []
    for kind, length in (("<u4", ends[-1]), ("<u2", ends[-1]), ("<u4", told_ends[-1]), ("<u2", told_ends[-1])):
        arrays.append(np.frombuffer(data, kind, length, at).astype(np.int32))
        at += int(kind[-1]) * length
    terms, weights, told, told_weights = arrays
    return Signature(
        DocumentId(id_), place, day_, title, terms, weights, tuple(ends), told, told_weights, tuple(told_ends),
        tuple((k, w) for k, w in keys),
        tuple((t, w) for t, w in words),
    )  # fmt: skip
