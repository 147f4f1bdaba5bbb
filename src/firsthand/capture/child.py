"""The intake child: reads tasks from standard input, answers on standard output, can open nothing and grow only so far."""

from __future__ import annotations

import gc
import json
import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

CPU_SECONDS = 4  # for one document: a 650 kB page takes 0.1
MEMORY_BYTES = 512 * 2**20  # of address space; a line of 20 MB takes 450, other pages that are let in under 250
_FRAME = struct.Struct(">Q")


def main() -> None:
    """Answer tasks until standard input ends."""
    tasks = _tasks()
    source, answer = sys.stdin.buffer, sys.stdout.buffer
    _confine()
    gc.set_threshold(200_000, 50, 50)  # trees are freed by counting; looking for cycles costs a tenth of the time
    while head := source.read(_FRAME.size):
        (size,) = _FRAME.unpack(head)
        message = source.read(size)
        _cpu_limit()
        task = tasks.get(message[:16].decode("ascii").strip())
        _respond(answer, task(message[16:]) if task else iter([{"refused": "no such task"}]))


def _respond(answer: BinaryIO, values: Iterator[Any]) -> None:
    try:
        for value in values:
            _send(answer, value)
    except MemoryError:
        _send(answer, {"refused": "parsing it takes too much memory"})
    except RecursionError:
        _send(answer, {"refused": "it is nested too deeply"})
    except Exception as error:  # the outermost line of the child: whatever a parser raises costs this document only
        _send(answer, {"failed": f"the parser failed: {type(error).__name__}: {str(error)[:120]}"})
    answer.write(_FRAME.pack(0))
    answer.flush()


def _send(answer: BinaryIO, value: Any) -> None:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    answer.write(_FRAME.pack(len(data)) + data)


def _tasks() -> dict[str, Callable[[bytes], Iterator[Any]]]:
    """Return the tasks by name, their parsers imported: nothing can be opened later."""
    from firsthand.capture import feed, html, mail, places

    def page(data: bytes) -> Iterator[Any]:
        markup = data.decode("utf-8", "replace")
        try:
            found = html.page(markup, is_placed=True)
        except html.Refused as error:
            yield {"refused": str(error)}
            return
        yield {
            "text": found.text,
            "boxes": found.boxes,
            "blocks": found.blocks,
            "facts": found.facts,
            "places": list(places.in_bytes(found, markup, data)),
            "joined": list(places.joined(found, markup)),
        }

    found: dict[str, Callable[[bytes], Iterator[Any]]] = {"html": page, "feed": feed.items, "mhtml": mail.pages}
    for task, sample in _SAMPLES.items():  # parsers import parts of themselves when first used
        list(found[task](sample))
    return found


_SAMPLES = {
    "html": b'<html><head><script type="application/ld+json">{}</script></head><body><p style="x">x</p></body></html>',
    "feed": b"<rss><channel><item><title>x</title><pubDate>Mon, 03 Mar 2031 10:00:00 GMT</pubDate></item></channel></rss>",
    "mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
    b"Content-Transfer-Encoding: quoted-printable\n\n<p>=20x</p>\n--x--\n",
}


def _confine() -> None:
    """Let this process open no file and no socket, start no process and grow to ``MEMORY_BYTES`` at most."""
    sys.setrecursionlimit(1500)
    try:
        import resource
    except ImportError:  # not POSIX: the parent's clock is the only limit
        return
    _lower(resource.RLIMIT_AS, MEMORY_BYTES)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, len(os.listdir("/dev/fd")) - 1 if os.path.isdir("/dev/fd") else 8)


def _lower(what: int, limit: int) -> None:
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(what, (limit, limit))


def _cpu_limit() -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS, -1))
