"""Article -> Signature: the words by which one report of a happening is known among many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

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

# name := words that begin with a capital, after a word in small letters (so not where a sentence begins)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'\-]+(?: [A-Z][\w’'\-]+)*")

Bag = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of one article: bags of terms by where they stand, and the day it appeared (ordinal) if known."""

    id: DocumentId
    bags: Mapping[str, Bag]
    day: int | None


def sign(article: Article) -> Signature:
    """Return the signature of ``article``; a page without article zones is read whole."""
    text = " \n".join(article.text[z.start : z.end] for z in article.zones if z.kind in READ) or article.text
    text = text[:MOST_CHARACTERS]
    every = list(tokens(fold(text)))
    head = list(tokens(fold(text[:HEAD_CHARACTERS])))
    told = list(islice((s for s in article.sentences if s.zone in TELLING), LEAD_SENTENCES + 1))
    lead = " ".join(article.text[s.start : s.end] for s in told[:LEAD_SENTENCES]) or text[:300]
    title = article.title.text or (article.text[told[0].start : told[0].end] if told else text[:100])
    rare = [t for t in every if rarity(t) > RARE_NATS]
    return Signature(
        article.id,
        {
            "head": Counter(head),
            "text": Counter(every),
            "numbers": Counter(t for t in every if t[0].isdigit()),
            "pairs": Counter(f"{a} {b}" for a, b in pairwise(every[:MOST_PAIRS])),
            "title": Counter(tokens(fold(title))),
            "lead": Counter(tokens(fold(lead[:HEAD_CHARACTERS]))),
            "rare": Counter(rare),
            "names": Counter(_names(text)) or Counter(rare),
        },
        _day(article),
    )


def _names(text: str) -> list[str]:
    """Return the folded words of names; none in a text all in capitals, where case tells nothing."""
    return [w for m in _NAME.finditer(text) for w in fold(m[0]).split()]


def _day(article: Article) -> int | None:
    """Return the day of publication, where it is known to the day."""
    found = day(article.published.earliest) if article.published.precision in DAYS_KNOWN else None
    return None if found is None else found.toordinal()
