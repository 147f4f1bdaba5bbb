"""A run -> its lines on standard error: what was passed over, the ledger, a bar while it goes on; and what comes in and goes out."""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, TextIO

from firsthand.errors import InputError, OutputError

if TYPE_CHECKING:  # the command line loads this before it knows whether there is anything to read
    from firsthand.records import Dossier, Skipped

MOST_LINES = 40  # rows shown of those that failed or were refused; all stand in the dossier
MOST_REASONS = 12  # of things that are no articles
_EVERY_SECONDS = 0.2
_FIRST_SECONDS = 1.0  # a step that takes no longer shows no bar
_WORDS = {"met": "in", "read": "read", "not_an_article": "not an article", "refused": "refused", "failed": "failed"}


def printable(text: str) -> str:
    """Return ``text`` with everything that could fool a terminal escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number with what it counts: ``no faults``, ``1 fault``, ``2,000 faults``."""
    from firsthand.export import phrases

    return phrases.count(count, noun, plural) if count else f"no {plural or noun + 's'}"


def standard_input() -> BinaryIO:
    """Return standard input; raise ``InputError`` where it is closed."""
    if sys.stdin is None:
        raise InputError("standard input is closed; give the names of files in place of -")
    return sys.stdin.buffer


@contextmanager
def standard_output() -> Iterator[Callable[[bytes], object]]:
    """Return what writes to standard output; at the end all is written, or ``OutputError`` is raised."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; nothing was written")
    try:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up()
        raise OutputError(
            f"cannot write to standard output: {error.strerror or error}; what is there is not whole"
        ) from error


def show(text: str) -> None:
    """Write ``text`` to standard output as UTF-8."""
    with standard_output() as write:
        write(text.encode("utf8", "surrogatepass"))


def give_up() -> None:
    """Let what still waits for standard output go nowhere: whoever should take it does not."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def ledger(dossier: Dossier) -> str:
    """Return the ledger as one line: ``15 in = 4 read + 7 not an article + 1 refused + 3 failed``."""
    book = dossier.ledger
    parts = [f"{getattr(book, name):,} {word}" for name, word in _WORDS.items()]
    return f"{parts[0]} = {' + '.join(parts[1:])}"


def passed_over(dossier: Dossier) -> Iterator[str]:
    """Yield a line for each thing that failed or was refused, and one for each reason why others are no articles."""
    from firsthand.records import Outcome

    bad = [row for row in dossier.skipped if row.outcome is not Outcome.NOT_AN_ARTICLE]
    for row in bad[:MOST_LINES]:
        byte = f" (byte {row.offsets[0]})" if row.offsets else ""
        yield f"skipped {printable(row.uri)}: {printable(row.reason)}{byte}"
    if len(bad) > MOST_LINES:
        yield f"skipped {len(bad) - MOST_LINES:,} more; the dossier (--format json) lists all of them"
    yield from no_articles(dossier.skipped)


def no_articles(skipped: Iterable[Skipped]) -> Iterator[str]:
    """Yield a line for each reason why something is no article, with the first place where that was so and how many more there are."""
    from firsthand.records import Outcome

    count: dict[str, int] = defaultdict(int)
    where: dict[str, str] = {}
    for row in skipped:
        if row.outcome is Outcome.NOT_AN_ARTICLE:
            count[row.reason] += row.count
            where.setdefault(row.reason, row.uri)
    for reason in sorted(count, key=lambda r: (-count[r], r))[:MOST_REASONS]:
        times = f" and {count[reason] - 1:,} more" if count[reason] > 1 else ""
        yield f"skipped {printable(where[reason])}{times}: {printable(reason)}"
    if len(count) > MOST_REASONS:
        yield f"skipped for {len(count) - MOST_REASONS} more reasons; the dossier (--format json) lists all of them"


class Bar:
    """How far a step has come, with rate and time left, on one line of a terminal; nothing on anything else."""

    def __init__(self, out: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._clock = clock
        self._step = ""
        self._begin = self._drawn = 0.0
        self._shown = out is not None and out.isatty()  # none where standard error is closed

    def __call__(self, step: str, done: int, total: int) -> None:
        """Draw the line anew, some times a second; ``reading`` counts bytes, every other step things.

        A total that is too small, as of a file that grows while it is read, is as much as is done.
        """
        if not self._shown or self._out is None:
            return
        total = max(total, done)
        now = self._clock()
        if step != self._step:
            self._step, self._begin = step, now
        spent = now - self._begin
        if spent < _FIRST_SECONDS or now - self._drawn < _EVERY_SECONDS or not done:
            return
        self._drawn = now
        rate = done / spent
        told = f"{rate / 2**20:.1f} MB/s" if step == "reading" else f"{rate:.1f}/s"
        bar = "#" * (20 * done // total)
        line = f"{step} [{bar:.<20}] {done / total:4.0%} {told} {_clock((total - done) / rate)} left"
        self._out.write(f"\r\x1b[2K{line}")
        self._out.flush()

    def end(self) -> None:
        """Wipe the line."""
        if self._drawn and self._out is not None:
            self._out.write("\r\x1b[2K")
            self._out.flush()


def _clock(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return (
        f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" if whole >= 3600 else f"{whole // 60}:{whole % 60:02}"
    )
