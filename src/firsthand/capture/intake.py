"""The intake: a child process that parses what is hostile, under limits of memory, time and files.

One bad document costs the child at most one life and its caller exactly that document. Nothing but JSON comes back.
"""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any

from firsthand.records import Outcome

WALL_SECONDS = 20.0  # for one document, waiting included; the CPU limit of the child is the sharper one
MAX_ANSWER_BYTES = 256 * 2**20
_FRAME = struct.Struct(">Q")


class Died(Exception):
    """The child gave no answer; the message says how it ended, ``outcome`` whether at a limit of ours."""

    def __init__(self, message: str, outcome: Outcome = Outcome.FAILED) -> None:
        super().__init__(message)
        self.outcome = outcome


class Intake:
    """Starts the child when first asked, replaces it when it dies, stops it at the end."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Intake:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def ask(self, task: str, data: bytes) -> Iterator[Any]:
        """Yield what the child answers to ``task`` on ``data``, one JSON value at a time; raise ``Died`` when it does not."""
        child = self._running()
        try:
            assert child.stdin is not None
            head = task.encode("ascii").ljust(16)
            child.stdin.write(_FRAME.pack(len(data) + len(head)) + head)
            child.stdin.write(data)
            child.stdin.flush()
            while (answer := self._answer(child)) is not None:
                yield answer
        except (OSError, ValueError) as error:
            self._stop()
            raise Died(f"the parser broke off ({error})") from error
        except Died:
            self._stop()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._stop()
            environment = {
                k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LANG", "LD_LIBRARY_PATH")
            }
            environment["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
            self._child = subprocess.Popen(
                [sys.executable, "-c", "from firsthand.capture.child import main; main()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
            )  # fmt: skip
        return self._child

    def _answer(self, child: subprocess.Popen[bytes]) -> Any:
        """Return the next value, ``None`` at the end of the answer."""
        deadline = time.monotonic() + WALL_SECONDS
        (size,) = _FRAME.unpack(self._bytes(child, _FRAME.size, deadline))
        if size > MAX_ANSWER_BYTES:
            raise Died("the parser's answer is too large", Outcome.REFUSED)
        return json.loads(self._bytes(child, size, deadline)) if size else None

    def _bytes(self, child: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        assert child.stdout is not None
        out = bytearray()
        handle = child.stdout.fileno()
        while len(out) < size:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Died(f"refused: parsing takes longer than {WALL_SECONDS:.0f} seconds", Outcome.REFUSED)
            if os.name == "posix" and not select.select([handle], [], [], left)[0]:
                continue
            piece = os.read(handle, min(size - len(out), 1 << 20))
            if not piece:
                raise _ending(child)
            out += piece
        return bytes(out)

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _ending(child: subprocess.Popen[bytes]) -> Died:
    """Return in words how the child ended."""
    try:
        code = child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        return Died("the parser closed its answer")
    if code in (-signal.SIGXCPU, -signal.SIGKILL) if os.name == "posix" else False:
        return Died("refused: parsing it takes too much time or memory", Outcome.REFUSED)
    return Died(f"the parser ended by itself (code {code})")
