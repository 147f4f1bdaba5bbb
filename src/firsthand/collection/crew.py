"""Who analyses: this process, or several beside it; the answers come in order either way.

What is asked of others is begun at once and fetched later, so that they work on while this process keeps what they found.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TypeVar

from firsthand import garbage
from firsthand.collection import jobs
from firsthand.collection.jobs import Related, Relating, Runs, Telling, Told
from firsthand.collection.nouns import CollectionError
from firsthand.collection.way import Way
from firsthand.records import Article, Capture, DocumentId, Skipped
from firsthand.story.signature import Signature
from firsthand.story.versions import Version

T = TypeVar("T")
V = TypeVar("V")
Coming = Callable[[], list[V]]  # waits for what was begun and returns it

LEAST = 16  # texts; fewer are read sooner here than handed over
_PORTION = 8  # texts handed over at once
AHEAD = 8  # stories that wait for each process: they last while this one keeps what was told


class Crew:
    """Reads captures by ``way``, with ``workers`` processes beside this one (0: alone)."""

    def __init__(self, way: Way, workers: int = 0) -> None:
        self.way, self.workers = way, workers
        self._pool: ProcessPoolExecutor | None = None
        self._call: Connection | None = None  # what is written there, nobody reads: it ends the others

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None and self._call is not None:
            if kind is not None:  # what the others are at is of no use any more
                self._call.send_bytes(b"end")
            self._pool.shutdown(cancel_futures=True)
            self._call.close()

    @property
    def ahead(self) -> int:
        """Return how many batches are worth beginning before the first is fetched."""
        return 2 if self.workers > 1 else 0

    def clean(self, captures: Sequence[Capture]) -> Coming[Article | Skipped]:
        """Begin the articles of ``captures``, in order; for one that broke a stage the row that says so."""
        return self._begun(lambda: [self.way.clean(c) for c in captures], _clean, captures)

    def find(self, nameless: Sequence[bytes]) -> Coming[bytes | Skipped]:
        """Begin the accounts of articles, in order, both packed; for one that broke a stage the row that says so."""
        return self._begun(lambda: jobs.find(self.way, nameless), _find, nameless)

    def version(self, articles: Iterable[tuple[DocumentId, bytes]]) -> Iterator[tuple[Version, Runs]]:
        """Yield what tells whose text each packed article has, in order; ``articles`` are made as they are needed."""
        return chain.from_iterable(self._each(lambda job: jobs.version(self.way, job), _version, _portions(articles)))

    def sign(self, articles: Iterable[tuple[DocumentId, bytes]]) -> Iterator[Signature]:
        """Yield the signatures of packed articles, in order; ``articles`` are made as they are needed."""
        return chain.from_iterable(self._each(lambda job: jobs.sign(self.way, job), _sign, _portions(articles)))

    def relate(self, asked: Iterable[Relating]) -> Iterator[Related]:
        """Yield the kin around stories, in order; ``asked`` are made as they are needed."""
        return self._each(lambda job: jobs.relate(self.way, job), _relate, asked)

    def tell(self, asked: Iterable[Telling]) -> Iterator[Told]:
        """Yield the dossiers of stories, in order; ``asked`` are made as they are needed."""
        return self._each(lambda job: jobs.tell(self.way, job), _tell, asked)

    def _begun(self, here: Coming[V], beside: Callable[[Sequence[T]], list[V]], given: Sequence[T]) -> Coming[V]:
        if self.workers < 2 or len(given) < LEAST:
            return here
        portions = [self._asked(beside, given[n : n + _PORTION]) for n in range(0, len(given), _PORTION)]
        return lambda: [x for portion in portions for x in _fetched(portion)]

    def _each(self, here: Callable[[T], V], beside: Callable[[T], V], asked: Iterable[T]) -> Iterator[V]:
        if self.workers < 2:
            yield from map(here, asked)
            return
        coming = iter(asked)
        two = list(islice(coming, 2))
        if len(two) < 2:  # one story, a few texts: sooner done here
            yield from map(here, two)
            return
        waiting = deque(self._asked(beside, job) for job in two)
        for job in coming:
            waiting.append(self._asked(beside, job))
            if len(waiting) > AHEAD * self.workers:
                yield _fetched(waiting.popleft())
        while waiting:
            yield _fetched(waiting.popleft())

    def _asked(self, beside: Callable[[T], V], job: T) -> Future[V]:
        with _deaf():  # this may start a process
            return self._running().submit(beside, job)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = get_context("spawn")  # not forked: a child must not inherit the lock or the database
            heard, self._call = context.Pipe(duplex=False)
            given = self.way, os.getpid(), heard
            self._pool = ProcessPoolExecutor(self.workers, mp_context=context, initializer=_begin, initargs=given)
        return self._pool


_WAY: list[Way] = []  # of a worker process


def _fetched(coming: Future[V]) -> V:
    try:
        return coming.result()
    except BrokenExecutor as error:
        raise CollectionError(
            "a process that read or told beside this one was ended, perhaps for want of memory; nothing is lost: "
            "run the same command again, with --workers 1 if it happens again"
        ) from error


def _portions(articles: Iterable[T]) -> Iterator[list[T]]:
    coming = iter(articles)
    while portion := list(islice(coming, _PORTION)):
        yield portion


@contextmanager
def _deaf() -> Iterator[None]:
    """Hold Ctrl-C back: a process that is started meanwhile never hears it, this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # its start lets signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(way: Way, parent: int, heard: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    garbage.seldom()
    _WAY[:] = [way]
    threading.Thread(target=_end_with, args=(parent, heard), daemon=True).start()


def _end_with(parent: int, heard: Connection) -> None:
    while os.getppid() == parent and not heard.poll(1):  # second; of a parent that was killed no word comes
        pass
    os._exit(0)


def _clean(captures: Sequence[Capture]) -> list[Article | Skipped]:
    return [_WAY[0].clean(c) for c in captures]


def _find(nameless: Sequence[bytes]) -> list[bytes | Skipped]:
    return jobs.find(_WAY[0], nameless)


def _version(articles: Sequence[tuple[DocumentId, bytes]]) -> list[tuple[Version, Runs]]:
    return jobs.version(_WAY[0], articles)


def _sign(articles: Sequence[tuple[DocumentId, bytes]]) -> list[Signature]:
    return jobs.sign(_WAY[0], articles)


def _relate(job: Relating) -> Related:
    return jobs.relate(_WAY[0], job)


def _tell(job: Telling) -> Told:
    return jobs.tell(_WAY[0], job)
