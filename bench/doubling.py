"""Whether time grows in proportion to the length of one article: hostile texts of growing lengths, read as a story of their own.

Run: ``python -m bench.doubling [--only NAME ...] [--lengths N ...] [--seconds S]``. Every text of ``tests/statement/hostile.py`` is
read whole: what it says (``statement.find``), then who is who in it (``naming.settle``), at lengths that double. A line for each:
CPU seconds at each length, the growth at each doubling, and ``SUPERLINEAR`` where the last one is over ``WORST``. A text stops growing
once a reading takes more than ``--seconds``. The exit code is 1 when any grows faster than ``WORST``.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from firsthand import lexicon, naming, statement
from firsthand.statement.memory import forget
from tests.statement import hostile
from tests.statement.article import paragraphs

LENGTHS = (50_000, 100_000, 200_000, 400_000)  # characters
WORST = 2.3  # times the seconds for twice the characters; 2 is in proportion, the rest is what a shared machine adds
LEAST = 0.5  # CPU seconds below which a doubling tells nothing
KNOWN = lexicon.load()


def seconds(text: str) -> tuple[float, float]:
    """Return the CPU seconds that one article of ``text`` takes at an idle core's pace: what it says, and who is who in it."""
    one = paragraphs(text)
    forget()
    gc.collect()
    before = _pace()
    begin = time.process_time()
    account = statement.find(one, KNOWN)
    middle = time.process_time()
    naming.settle([one], {one.id: account}, KNOWN)
    end = time.process_time()
    slower = (before + _pace()) / (2 * PACE)
    return (middle - begin) / slower, (end - middle) / slower


PACE = 0.06  # CPU seconds of the work of ``_pace`` on an idle core of the machine on which the figures were measured


def _pace() -> float:
    """Return the CPU seconds of a fixed piece of work: a core that others share is slower, by up to twice."""
    begin = time.process_time()
    found = 0
    for n in range(60):
        found += len(dict.fromkeys((_FIXED * 12).split(), n))
    return time.process_time() - begin


_FIXED = " ".join(hostile.name(n) for n in range(800)) + " "


def growth(make: Callable[[int], str], lengths: Sequence[int], most: float) -> Iterator[tuple[int, float, float]]:
    """Yield length and seconds of both parts for a text that grows until a reading takes ``most`` seconds."""
    for length in lengths:
        said, named = seconds(make(length))
        yield length, said, named
        if said + named > most:
            return


def faster(taken: Sequence[float]) -> float:
    """Return the growth at the last doubling that tells something, 0 without one."""
    return max((b / a for a, b in list(pairwise(taken))[-1:] if a > 0 and b > LEAST), default=0.0)


def main() -> int:
    """Print the figures of each text; return 1 when one grows faster than its length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--lengths", nargs="*", type=int, default=LENGTHS)
    parser.add_argument("--seconds", type=float, default=20.0, help="the longest reading of one text")
    parser.add_argument("--part", default="0/1", help="of the texts: 0/2 is the first half")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    chosen = [(n, m) for n, m in hostile.MAKERS if not options.only or n in options.only][part::parts]
    bad = 0
    for called, make in chosen:
        rows = list(growth(make, options.lengths, options.seconds))
        both = max(faster([s for _, s, _ in rows]), faster([n for _, _, n in rows]))
        bad += both > WORST
        cost = " ".join(f"{length // 1000}k:{said:.2f}+{named:.2f}" for length, said, named in rows)
        print(f"{called:28} x{both:.2f} {cost}{'  SUPERLINEAR' if both > WORST else ''}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
