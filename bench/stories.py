"""What one more article costs as a collection grows: ``python -m bench.stories [ARTICLES]`` (100,000 unless said).

Articles are made up: words of general news as often as news has them, happenings of one to some forty reports each with its own names,
numbers and words, spread over the days. Printed at every size: milliseconds of this process per article for signing it and for placing it,
where articles come one by one, a hundred or a thousand at once; with that the articles per second and core, and the most memory so far.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from firsthand.records import Article, DateBasis, DocumentId, Precision, Published, Title, Zone, ZoneKind
from firsthand.story.signature import Signature, sign
from firsthand.story.streaming import Stream
from firsthand.terms import _background

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
PORTIONS = (1, 100, 1000)  # articles that come at once
MEASURED = (200, 500, 1000)  # articles measured so at each size
WORDS = 160  # words of one report: a wire report
SAID_AGAIN = 0.7  # share of a happening's sentences that each report of it takes up
PER_DAY = 200  # articles of one day
SYLLABLES = "ba be bo da di du ka ke ko la li lo ma mi mo na ne no ra ri ro sa se so ta ti to va ve vo za ze zo".split()


@dataclass(frozen=True)
class Happening:
    """What the reports of one happening have in common."""

    sentences: tuple[str, ...]
    day: int
    reports: int


class World:
    """Happenings, drawn with a seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        rare = {t: nats for t, nats in _background().items() if t.isalpha()}
        self.common = sorted(rare)
        self.often = [2.718 ** -rare[t] for t in self.common]
        self.topics = [
            [self._name() for _ in range(40)] for _ in range(300)
        ]  # places and people that many happenings share

    def _name(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randrange(2, 5))).capitalize()

    def _sentence(self, names: list[str]) -> str:
        words = self.random.choices(self.common, self.often, k=14)
        for n in sorted(self.random.sample(range(1, 14), 3)):
            words[n] = self.random.choice(names)
        words[self.random.randrange(14)] = str(self.random.randrange(2, 400))
        return " ".join(words).capitalize() + "."

    def happening(self, day: int) -> Happening:
        names = self.random.sample(self.random.choice(self.topics), 5) + [self._name() for _ in range(5)]
        many = min(40, max(1, round(self.random.paretovariate(1.2))))
        return Happening(tuple(self._sentence(names) for _ in range(16)), day, many)

    def report(self, told: Happening) -> str:
        own = [s for s in told.sentences if self.random.random() < SAID_AGAIN]
        own += [self._sentence(self.random.choice(self.topics)) for _ in range(max(1, WORDS // 14 - len(own)))]
        return " ".join(own)


def articles(most: int) -> Iterator[Article]:
    """Yield articles in the order in which they might be saved: by and large by day."""
    world = World()
    waiting: list[tuple[float, int, str]] = []
    made = n = 0
    while n < most:
        while len(waiting) < 5 * PER_DAY:
            told = world.happening(made // PER_DAY)
            for _ in range(told.reports):
                day = told.day + int(world.random.expovariate(1.0))
                waiting.append((day + world.random.random(), day, world.report(told)))
                made += 1
        waiting.sort(reverse=True)
        for _ in range(min(PER_DAY, most - n)):
            _, day, text = waiting.pop()
            yield _article(f"a{n:07}", day, text)
            n += 1


def _article(ident: str, day: int, text: str) -> Article:
    when = (date(2020, 1, 1) + timedelta(day)).isoformat()
    published = Published(when, when, Precision.DAY, DateBasis.RECORD)
    zones = (Zone(ZoneKind.BODY, 0, len(text)),)
    title = Title(text[: text.index(".")], None)
    return Article(DocumentId(ident), "", "", None, "", None, title, "en", published, text, zones, ())


def main(most: int) -> None:
    """Print the curve."""
    print(
        f"{'articles':>8} {'sign ms':>8}"
        + "".join(f" {f'by {n}: ms':>12} {'per s':>6}" for n in PORTIONS)
        + f" {'MB':>6}"
    )
    stream = Stream()
    coming = articles(most + sum(MEASURED))
    held = 0
    for size in sorted({*(s for s in SIZES if s < most), most}):
        while held < size:
            held += _arrive(stream, [sign(a) for a in islice(coming, min(1000, size - held))], 1000)[0]
        pages = list(islice(coming, sum(MEASURED)))
        start = time.process_time()
        new = [sign(a) for a in pages]
        signing = (time.process_time() - start) / len(new)
        told = [f"{size:8} {1000 * signing:8.2f}"]
        for portion, many in zip(PORTIONS, MEASURED, strict=True):
            n, seconds = _arrive(stream, new[:many], portion)
            held, new = held + n, new[many:]
            told.append(f"{1000 * seconds / n:12.2f} {1 / (signing + seconds / n):6.0f}")
        print(*told, f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:6}", flush=True)


def _arrive(stream: Stream, signatures: list[Signature], portion: int) -> tuple[int, float]:
    """Return how many articles came, portion by portion, and in how many seconds of this process."""
    start = time.process_time()
    for n in range(0, len(signatures), portion):
        stream.arrive(*signatures[n : n + portion])
    return len(signatures), time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1])
