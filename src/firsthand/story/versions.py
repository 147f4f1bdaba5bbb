"""Reports -> texts: which reports are one text in several versions, one report after another; in the end the same in any order.

Two texts are near each other when the longer holds most of the runs of words of the shorter, and is not much longer. What hangs
together by such pairs is one text; of its documents one stands for it among stories. Pairs are found as neighbours are
(``nearest``): the holders of a run stand in order of their lengths, and those within ``REACH`` places share it. So one more report costs
the same however many there are, and which document stands for a text depends on its own versions alone.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from firsthand.copies import CUT, LEAST_RUNS, LEAST_WORDS, NEARLY, READ_ZONES, RUN, Copies, Version, first
from firsthand.fold import fold, latin
from firsthand.records import Article, DocumentId
from firsthand.story.nearest import Holder, Holders, InMemory
from firsthand.tokens import spelt

__all__ = [
    "REACH",
    "SPARSE",
    "Text",
    "TextShelf",
    "Texts",
    "Version",
    "held",
    "holder",
    "near",
    "standing",
    "text",
    "texts",
    "version",
]

REACH = 16  # places on either side in the row of a run's holders; versions of one text lie near each other, being of like length
SPARSE = 48  # runs; a text of twice as many keeps every second, of four times as many every fourth ...
_BITS = 16  # of a holder's weight that say how many runs a text of the next length keeps
SPOKEN = 16  # documents of one text that are asked whose outlet they name


@dataclass(slots=True)
class Text:
    """The words of some documents: how long they are, how many runs are kept of them, and the texts near them."""

    key: str
    size: int
    runs: tuple[int, int]  # kept of it, and how many of those a text of the next length keeps
    near: dict[str, int] = field(default_factory=dict)  # key of a near text -> runs in common, within reach


class TextShelf(Holders, Protocol):
    """Where texts are kept. What ``text`` gives may be changed by ``Texts``, which then says ``keep_text``."""

    def text(self, key: str) -> Text | None:
        """Return a text, ``None`` when it was never kept."""

    def texts(self, keys: Set[str]) -> Mapping[str, Text]:
        """Return texts that are kept, all at once."""

    def keep_text(self, text: Text) -> None:
        """Keep a text, new or changed."""


class InMemoryTexts(InMemory):
    """A shelf of texts in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, Text] = {}

    def text(self, key: str) -> Text | None:
        """Return a text."""
        return self._texts.get(key)

    def texts(self, keys: Set[str]) -> Mapping[str, Text]:
        """Return texts."""
        return {key: self._texts[key] for key in keys}

    def keep_text(self, text: Text) -> None:
        """Keep a text."""
        self._texts[text.key] = text


def version(article: Article) -> tuple[Version, tuple[int, ...]]:
    """Return what is known of an article's body, and the runs kept of it."""
    folded = fold(article.text)
    plain = latin(folded)
    found = [w for z in article.zones if z.kind in READ_ZONES for w in spelt(plain, z.start, z.end)]
    own = () if len(found) >= LEAST_WORDS else (article.sha256, article.uri)  # too short to be copied
    key = hashlib.blake2b(" ".join((*found, *own)).encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
    outlet, published = fold(article.outlet or ""), article.published.earliest or "~"
    return Version(article.id, key, len(found), plain != folded, outlet, published), _runs(found)


def _step(size: int) -> int:
    """Return of how many runs one is kept, in a text of so many words: a power of two."""
    return 1 << max(0, (size // SPARSE).bit_length() - 1)


def _runs(found: Sequence[str]) -> tuple[int, ...]:
    step = _step(len(found))
    keys = (
        zlib.crc32(" ".join(found[n : n + RUN]).encode("utf8", "surrogatepass")) for n in range(len(found) - RUN + 1)
    )
    return tuple(sorted({k for k in keys if not k % step}))


def text(found: Version, runs: Sequence[int]) -> Text:
    """Return the text of a document, with nothing near it."""
    step = _step(found.size)
    return Text(found.key, found.size, (len(runs), sum(not r % (2 * step) for r in runs)))


def holder(own: Text) -> Holder:
    """Return how a text stands in the row of a run: by its length; the weight says how many runs are kept of it."""
    return own.size, own.key, own.runs[0] << _BITS | own.runs[1]


def held(by: Holder) -> Text:
    """Return the text that stands in a row, with nothing near it."""
    size, key, weight = by
    return Text(key, size, (weight >> _BITS, weight & (1 << _BITS) - 1))


def _least(one: Text, other: Holder) -> float:
    """Return how many runs a text shares at least with the one that stands in a row, if they are near each other."""
    return NEARLY * min(one.runs[1], other[2] & (1 << _BITS) - 1)


def near(one: Text, other: Text, shared: int) -> bool:
    """Tell whether two texts that share so many runs are versions of one."""
    short, long = sorted((one, other), key=lambda t: (t.size, t.key))
    if short.size < LEAST_RUNS + RUN - 1 or short.size < CUT * long.size:
        return False
    sparse = _step(long.size)
    return shared >= max(1, NEARLY * min(t.runs[_step(t.size) != sparse] for t in (short, long)))


class Texts:
    """Texts that become more by one at a time."""

    def __init__(self, shelf: TextShelf | None = None) -> None:
        self._shelf: TextShelf = InMemoryTexts() if shelf is None else shelf

    def add(self, found: Version, runs: Sequence[int]) -> frozenset[str]:
        """Return the keys of texts whose group may be another by one more document; nothing is to be done for held words."""
        if self._shelf.text(found.key) is not None:
            return frozenset({found.key})
        new = text(found, runs)
        seen: dict[str, Text] = {new.key: new}
        touched = {new.key}
        shared: Counter[Holder] = Counter()
        pushed: list[tuple[str, str]] = []  # out of each other's reach in one row
        for run in runs:
            before, after = self._shelf.around(run, new.size, new.key, REACH)
            shared.update(before)
            shared.update(after)
            pushed += (
                (before[REACH - 1 - n][1], other[1]) for n, other in enumerate(after) if REACH - n <= len(before)
            )
            self._shelf.hold(run, holder(new))
        seen.update(self._shelf.texts({a for a, _ in pushed}))
        for a, b in pushed:
            touched |= self._lose(a, b, seen)
        for other, many in sorted((x, n) for x, n in shared.items() if n >= _least(new, x)):
            key = other[1]
            if near(new, held(other), many):
                new.near[key] = self._text(key, seen).near[new.key] = many
                touched.add(key)
        for key in sorted(touched):
            self._shelf.keep_text(seen[key])
        return frozenset(touched)

    def _lose(self, a: str, b: str, seen: dict[str, Text]) -> set[str]:
        """Return the ends of a near pair that are pushed out of each other's reach in one row."""
        one = seen[a]
        if b not in one.near:
            return set()
        other = self._text(b, seen)
        one.near[b] = other.near[a] = one.near[b] - 1
        if not near(one, other, one.near[b]):
            del one.near[b], other.near[a]
        return {a, b}

    def _text(self, key: str, seen: dict[str, Text]) -> Text:
        if key not in seen:
            found = self._shelf.text(key)
            assert found is not None
            seen[key] = found
        return seen[key]

    def group(self, key: str) -> list[str]:
        """Return the keys of all texts that hang together with one, in order."""
        found = {key}
        waiting = [key]
        while waiting:
            text = self._shelf.text(waiting.pop())
            for other in sorted(text.near) if text is not None else ():
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return sorted(found)


def standing(versions: Sequence[Version], articles: Mapping[DocumentId, Article]) -> DocumentId:
    """Return the document that stands for one text among stories; it depends on the versions of this text alone."""
    return first(versions, _named(versions, articles))


def _named(versions: Sequence[Version], articles: Mapping[DocumentId, Article]) -> Mapping[str, int]:
    """Return how many outlets among ``versions`` print the name of each other one."""
    outlets = sorted({v.outlet for v in versions} - {""})
    if len(outlets) < 2:
        return {}
    said: set[tuple[str, str]] = set()
    for v in sorted(versions, key=lambda v: (v.key, v.document))[:SPOKEN]:
        text = latin(fold(articles[v.document].text))
        said.update((v.outlet, other) for other in outlets if other != v.outlet and other in text)
    return Counter(named for _, named in said)


def texts(articles: Mapping[DocumentId, Article]) -> Copies:
    """Return which document stands for each text of a collection, in any order of ``articles``."""
    every = Texts()
    by_key: dict[str, list[Version]] = defaultdict(list)
    for i in sorted(articles):
        found, runs = version(articles[i])
        every.add(found, runs)
        by_key[found.key].append(found)
    original: dict[DocumentId, DocumentId] = {}
    for versions in _together(by_key, every):
        original |= dict.fromkeys((v.document for v in versions), standing(versions, articles))
    return Copies({i: original[i] for i in sorted(original)}, {v.document: k for k, vs in by_key.items() for v in vs})


def _together(by_key: Mapping[str, Sequence[Version]], every: Texts) -> Iterator[list[Version]]:
    done: set[str] = set()
    for key in by_key:
        if key not in done:
            group = every.group(key)
            done.update(group)
            yield [v for k in group for v in by_key[k]]
