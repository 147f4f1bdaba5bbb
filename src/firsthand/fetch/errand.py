"""URLs -> pages saved as WARC: one errand a run, every redirect the whole way again.

The network, the clock and the wait are arguments, so that tests can stand in for them.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from firsthand.fetch import gate, robots, wire
from firsthand.fetch.archive import Archive, Saved, log

MAX_PAGE_BYTES = 32 * 2**20  # as much as is read of one page
PAGE_SECONDS = 60.0  # for one exchange, from connecting to the last byte
SITE_SECONDS = 1.0  # between two requests to one host, unless its robots.txt asks for more
MOST_REDIRECTS = 5
FRESH_SECONDS = 3600.0  # what was saved so recently is not asked for again: a run that broke off goes on where it was


class Fate(StrEnum):
    """What became of a URL."""

    SAVED = "saved"
    UNCHANGED = "unchanged"  # the server says so of the version that is saved
    FRESH = "fresh"  # saved within the last hour, not asked again
    REFUSED = "refused"  # by robots.txt or by a limit of ours
    FAILED = "failed"

    @property
    def is_kept(self) -> bool:
        """Tell whether the page lies in the folder."""
        return self in (Fate.SAVED, Fate.UNCHANGED, Fate.FRESH)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A URL as given, what became of it, and why in one clear line; ``file`` and ``offset`` say where it is saved."""

    url: str
    fate: Fate
    reason: str
    file: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies outside: how names are resolved, connections opened, time told and waited for."""

    resolve: gate.Resolve = gate.resolve
    connect: wire.Connect = wire.connect
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    page_seconds: float = PAGE_SECONDS
    max_page_bytes: int = MAX_PAGE_BYTES


def fetch(urls: Iterable[str], folder: Path, *, version: str, outside: Outside | None = None) -> Iterator[Fetched]:
    """Yield what became of each of ``urls``, saving pages under ``folder``; raise ``OSError`` when that cannot be written to."""
    outside = outside or Outside()
    folder.mkdir(parents=True, exist_ok=True)
    known = log(folder)
    with Archive(folder, outside.now(), f"firsthand {version}") as archive:
        errand = _Errand(outside, version)
        for url in dict.fromkeys(urls):
            yield _one(url, errand, archive, known)


def _one(url: str, errand: _Errand, archive: Archive, known: dict[str, Saved]) -> Fetched:
    """Return what became of one URL: its redirects followed, its exchanges saved."""
    outside = errand.outside
    try:
        target = gate.target(url)
        before = known.get(target.url)
        if before and 0 <= (outside.now() - datetime.fromisoformat(before.date)).total_seconds() < FRESH_SECONDS:
            return Fetched(url, Fate.FRESH, f"saved at {before.date}", before.file, before.offset)
        first, seen = target, {target.url}
        for _ in range(MOST_REDIRECTS + 1):
            ip, exchange = errand.ask(target, before)
            location = exchange.header("location")
            if exchange.status in (200, 304):
                saved = archive.save(target.url, ip, outside.now(), exchange)
                return _noted(url, first, saved, exchange, before, archive)
            if exchange.status not in (301, 302, 303, 307, 308) or not location:
                return Fetched(url, Fate.FAILED, f"the server answered with status {exchange.status}")
            archive.save(target.url, ip, outside.now(), exchange)
            target = gate.follow(target, location)
            if target.url in seen:
                return Fetched(url, Fate.FAILED, "its redirects go in a circle")
            seen.add(target.url)
        return Fetched(url, Fate.FAILED, f"more than {MOST_REDIRECTS} redirects")
    except (gate.Refused, wire.TooMuch) as error:
        return Fetched(url, Fate.REFUSED, str(error))
    except (wire.Broken, gate.NotFound) as error:
        return Fetched(url, Fate.FAILED, str(error))


def _noted(
    url: str, first: gate.Target, saved: Saved, exchange: wire.Exchange, before: Saved | None, archive: Archive
) -> Fetched:
    """Write the log's line on what was asked for first; a page that has not changed keeps its place and its version."""
    if exchange.status == 304 and before is not None:
        archive.note(Saved(first.url, saved.date, before.file, before.offset, before.etag, before.last_modified))
        return Fetched(url, Fate.UNCHANGED, "the server says that it has not changed", before.file, before.offset)
    archive.note(Saved(first.url, saved.date, saved.file, saved.offset, saved.etag, saved.last_modified))
    return Fetched(url, Fate.SAVED, f"{len(exchange.body):,} bytes", saved.file, saved.offset)


def _plain(exchange: wire.Exchange) -> str:
    """Return the text of a robots.txt, inflated where a server compresses although it was asked not to."""
    body = exchange.body
    if (exchange.header("content-encoding") or "").lower() in ("gzip", "deflate"):
        try:
            body = zlib.decompressobj(47).decompress(body, robots.MAX_BYTES)
        except zlib.error:
            return "user-agent: *\ndisallow: /"
    return body.decode("utf-8", "replace")


class _Errand:
    """Asks one site after the other, each no faster than it wants and nothing that it does not want asked."""

    def __init__(self, outside: Outside, version: str) -> None:
        self.outside = outside
        self._agent = f"firsthand/{version}"
        self._rules: dict[str, robots.Rules] = {}
        self._last: dict[str, float] = {}

    def ask(self, target: gate.Target, before: Saved | None) -> tuple[str, wire.Exchange]:
        """Return the IP address asked and the exchange; raise what ``gate`` and ``wire`` raise, ``Refused`` by robots.txt."""
        rules = self._site(target)
        if not rules.allow(target.path):
            raise gate.Refused("its robots.txt asks that it be left alone")
        fields = {}
        if before is not None and before.etag:
            fields["If-None-Match"] = before.etag
        if before is not None and before.last_modified:
            fields["If-Modified-Since"] = before.last_modified
        return self._send(target, fields, rules.delay_seconds, self.outside.max_page_bytes)

    def _site(self, target: gate.Target) -> robots.Rules:
        if target.site not in self._rules:
            self._rules[target.site] = self._robots(target)
        return self._rules[target.site]

    def _robots(self, target: gate.Target) -> robots.Rules:
        """Return what robots.txt of a site asks; nothing when there is none, everything when its server fails (RFC 9309)."""
        here = gate.target(f"{target.site}/robots.txt")
        for _ in range(MOST_REDIRECTS + 1):
            try:
                _, exchange = self._send(here, {"Accept-Encoding": "identity"}, 0.0, robots.MAX_BYTES)
                location = exchange.header("location")
                if exchange.status in (301, 302, 303, 307, 308) and location:
                    here = gate.follow(here, location)
                    continue
            except wire.TooMuch:
                return robots.NOTHING
            if exchange.status >= 500 or exchange.status == 429:
                return robots.NOTHING
            return robots.rules(_plain(exchange)) if exchange.status == 200 else robots.ALL
        return robots.ALL

    def _send(self, target: gate.Target, fields: dict[str, str], delay: float, most: int) -> tuple[str, wire.Exchange]:
        outside = self.outside
        ip = gate.pinned(target.host, target.port, outside.resolve)
        last = self._last.get(target.host)
        pause = 0.0 if last is None else last + max(SITE_SECONDS, delay) - outside.clock()
        if pause > 0:
            outside.wait(pause)
        fields = {"User-Agent": self._agent, "Accept": "text/html,*/*;q=0.1", "Accept-Encoding": "gzip", **fields}
        try:
            return ip, wire.ask(
                target, ip, fields, connect=outside.connect, tls=outside.tls, seconds=outside.page_seconds, most=most
            )
        finally:
            self._last[target.host] = outside.clock()
