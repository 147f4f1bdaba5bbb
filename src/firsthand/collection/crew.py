"""Who analyses: this process, or several beside it; the answers come in order either way."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType

from firsthand.collection.way import Accounts, Articles, Way
from firsthand.decision import Decision
from firsthand.records import Account, Article, Capture, Dossier, Skipped, Stemma, Story

LEAST = 16  # texts; fewer are read sooner here than handed over
_PORTION = 8  # texts handed over at once


class Crew:
    """Reads captures by ``way``, with ``workers`` processes beside this one (0: alone)."""

    def __init__(self, way: Way, workers: int = 0) -> None:
        self.way, self.workers = way, workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def clean(self, captures: Sequence[Capture]) -> list[Article | Skipped]:
        """Return the articles of ``captures``, in order; for one that broke a stage the row that says so."""
        if self.workers < 2 or len(captures) < LEAST:
            return [self.way.clean(c) for c in captures]
        return list(self._running().map(_clean, captures, chunksize=_PORTION))

    def find(self, articles: Sequence[Article]) -> list[Account | Skipped]:
        """Return the accounts of ``articles``, in order; for one that broke a stage the row that says so."""
        if self.workers < 2 or len(articles) < LEAST:
            return self.way.find(articles)
        portions = [articles[n : n + _PORTION] for n in range(0, len(articles), _PORTION)]
        return [x for found in self._running().map(_find, portions) for x in found]

    def resolve(self, jobs: Iterable[Job]) -> Iterator[Dossier]:
        """Yield the dossiers of stories, in order; ``jobs`` are made as they are needed."""
        if self.workers < 2:
            yield from (self.way.resolve(*job) for job in jobs)
            return
        coming = iter(jobs)
        first = next(coming, None)
        second = next(coming, None)
        if first is None or second is None:  # one story: sooner done here
            yield from (self.way.resolve(*job) for job in (first,) if job is not None)
            return
        pool = self._running()
        waiting = deque(pool.submit(_resolve, job) for job in (first, second))
        for job in coming:
            waiting.append(pool.submit(_resolve, job))
            if len(waiting) > 2 * self.workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # spawned, not forked: a child must not inherit the lock or the database
            self._pool = ProcessPoolExecutor(
                self.workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.way, os.getpid())
            )
        return self._pool


Job = tuple[Story, Articles, Accounts, Stemma, Sequence[Decision]]
_WAY: list[Way] = []  # of a worker process


def _begin(way: Way, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    _WAY[:] = [way]
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)  # second; a worker may outlive a killed parent that long, and no signal tells it
    os._exit(0)


def _clean(capture: Capture) -> Article | Skipped:
    return _WAY[0].clean(capture)


def _resolve(job: Job) -> Dossier:
    return _WAY[0].resolve(*job)


def _find(articles: Sequence[Article]) -> list[Account | Skipped]:
    return _WAY[0].find(articles)
