"""A way that costs nothing, so that thousands of additions can be killed, cut off and raced: the storing is the same."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from firsthand import decision
from firsthand.collection.way import Accounts, Articles, Grouped
from firsthand.decision import Decision
from firsthand.records import (
    Account,
    Article,
    Capture,
    Cast,
    DateBasis,
    Document,
    Dossier,
    Kin,
    Precision,
    Published,
    Skipped,
    Source,
    SourceId,
    SourceKind,
    Stemma,
    Story,
    Title,
    Zone,
    ZoneKind,
)
from firsthand.story.signature import BAGS, BUCKET_BITS, UNIT, WEIGHT_BITS, Signature
from firsthand.story.versions import Version, version


def signed(article: Article, words: Sequence[tuple[str, float]]) -> Signature:
    """Return a signature in which a few weighed words are all that an article has."""
    heavy = {zlib.crc32(w.encode()): max(1, round(x * UNIT)) for w, x in words}
    bags = [(n << BUCKET_BITS) + (h & (1 << BUCKET_BITS) - 1) for n in range(len(BAGS)) for h in sorted(heavy)]
    weights = [heavy[h] for _ in BAGS for h in sorted(heavy)]
    told = [x for name in ("text", "names", "rare") for x in bags[list(BAGS).index(name) * len(heavy) :][: len(heavy)]]
    many = len(heavy)
    return Signature(
        article.id, zlib.crc32(article.id.encode()), None, 0, article.title.text, np.array(bags, np.int32),
        np.array(weights, np.uint16), tuple(range(many, len(bags) + 1, many)), np.array(told, np.int32),
        np.array(weights[: len(told)], np.uint16), tuple(range(many, len(told) + 1, many)),
        np.array([h << WEIGHT_BITS | w for h, w in sorted(heavy.items())], np.int64), (),
    )  # fmt: skip


UNKNOWN = Published(None, None, Precision.UNKNOWN, DateBasis.INFERRED)


@dataclass(frozen=True)
class Cheap:
    """Stories are texts with one first word; the account of a text is its second word as a source."""

    rules: str = "cheap 1"

    def clean(self, capture: Capture) -> Article:
        text = capture.text or ""
        zones = (Zone(ZoneKind.BODY, 0, len(text)),)
        title = Title(capture.title or "", None)
        return Article(
            capture.id, capture.uri, capture.sha256, capture.outlet, "", None, title, "en", UNKNOWN, text, zones, ()
        )

    def find(self, nameless: Sequence[Article]) -> list[Account | Skipped]:
        return [self._account(a) for a in nameless]

    def _account(self, nameless: Article) -> Account:
        word = nameless.text.split()[1]
        ident = SourceId(f"{nameless.id}:{word}")
        said = f"{self.rules}: {word}"
        return Account(nameless.id, sources=(Source(ident, word, SourceKind.PERSON, (word,), because=said),))

    def version(self, article: Article) -> tuple[Version, tuple[int, ...]]:
        return version(article)

    def sign(self, article: Article) -> Signature:
        return signed(article, [(article.text.split()[0], 1.0)])

    def relate(self, told: Grouped, articles: Articles) -> Stemma:
        return Stemma(kin=tuple(Kin(told.texts[0], articles[i].id, 0.5) for i in told.beside))

    def across(self, parts: Iterable[Stemma], stories: Sequence[Story]) -> Stemma:
        return Stemma(kin=tuple(k for p in parts for k in p.kin))

    def resolve(
        self, told: Story, articles: Articles, accounts: Accounts, related: Stemma, decisions: Sequence[Decision] = ()
    ) -> Dossier:
        own = [articles[i] for i in told.documents]
        cast = Cast({}, {}, tuple({s.id: s for i in told.documents for s in accounts[i].sources}.values()), (), ())
        cast, decided = decision.apply_to_cast(cast, (), decisions)
        documents = tuple(
            Document(a.id, a.uri, a.sha256, None, a.title, a.language, a.published, a.text, a.zones) for a in own
        )
        return Dossier(documents=documents, sources=cast.sources, stories=(told,), decisions=decided)


def records(count: int, stories: int = 7, start: int = 0) -> list[dict[str, str]]:
    """Return invented records: each tells one of a few stories and credits one of three people; ids clash now and then."""
    people = ("Arvel", "Brone", "Cadry")
    return [
        {
            "id": f"d{n % (count * 9 // 10 + 1):05d}",
            "title": f"Report {n}",
            "text": f"Story{n % stories} {people[n % 3]} said number {n} \u2014 na\u00efve \U0001f600.",
        }
        for n in range(start, start + count)
    ]


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    """Return ``path`` after writing ``rows`` there as JSON Lines, with one line that is no record."""
    lines = [json.dumps(r, ensure_ascii=False) for r in rows]
    lines.insert(len(lines) // 2, "{no record")
    path.write_text("\n".join(lines) + "\n", "utf8")
    return path


class CutOff(BaseException):
    """What a kill would be."""


class Replacing:
    """``os.replace`` that is cut off when it has been called ``left`` times."""

    def __init__(self) -> None:
        self.left, self._replace = 0, os.replace

    def __call__(self, a: Path, b: Path) -> None:
        if self.left == 0:
            raise CutOff
        self.left -= 1
        self._replace(a, b)
