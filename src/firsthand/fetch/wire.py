"""One request over one connection to a pinned address -> the response, byte for byte; bounded in time and size."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

from firsthand.fetch.gate import Target

Connect = Callable[[str, int, float], socket.socket]  # IP address, port, seconds -> connection

IDLE_SECONDS = 20.0  # without a byte
_PIECE_BYTES = 1 << 16


class Broken(OSError):
    """The exchange did not come to its end; the message says why."""


class TooMuch(Broken):
    """The response went beyond a limit of ours."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response as they went over the wire, and what the response says of itself."""

    request: bytes
    response: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes  # without chunks, still compressed

    def header(self, name: str) -> str | None:
        """Return the first header called ``name``."""
        return next((v for n, v in self.headers if n.lower() == name), None)


def connect(ip: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to ``ip``; no proxy is ever asked."""
    return socket.create_connection((ip, port), seconds)


def ask(
    target: Target, ip: str, fields: dict[str, str], *, connect: Connect, tls: ssl.SSLContext, seconds: float, most: int
) -> Exchange:
    """Return the exchange of one GET; raise ``Broken`` when it fails, ``TooMuch`` beyond ``seconds`` or ``most`` bytes."""
    deadline = time.monotonic() + seconds
    request = _request(target, fields)
    try:
        with connect(ip, target.port, min(seconds, IDLE_SECONDS)) as plain:
            plain.settimeout(min(seconds, IDLE_SECONDS))
            line = tls.wrap_socket(plain, server_hostname=target.host) if target.scheme == "https" else plain
            with line:
                line.sendall(request)
                return _answer(request, _Tee(line, deadline, most))
    except ssl.SSLCertVerificationError as error:
        raise Broken(f"its certificate does not hold: {error.verify_message}") from error
    except TimeoutError as error:
        raise TooMuch("the server keeps silent for too long") from error
    except http.client.IncompleteRead as error:
        raise Broken("the connection broke off") from error
    except http.client.HTTPException as error:
        raise Broken(f"its answer is not HTTP ({type(error).__name__})") from error
    except Broken:
        raise
    except (OSError, ValueError) as error:
        raise Broken(f"no connection: {getattr(error, 'strerror', None) or error}") from error


def _request(target: Target, fields: dict[str, str]) -> bytes:
    lines = [
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        *(f"{n}: {' '.join(v.split())}" for n, v in fields.items()),
    ]
    return ("\r\n".join([*lines, "Connection: close", "", ""])).encode("latin-1", "replace")


def _answer(request: bytes, tee: _Tee) -> Exchange:
    response = http.client.HTTPResponse(tee, method="GET")  # type: ignore[arg-type]  # of a socket it asks only makefile
    response.begin()
    pieces = []
    while piece := response.read(_PIECE_BYTES):
        pieces.append(piece)
    body = b"".join(pieces)
    if response.length:  # what is left of the stated length
        raise Broken("the connection broke off")
    headers = tuple((n, str(v)) for n, v in response.getheaders())
    return Exchange(request, bytes(tee.heard), response.status, headers, body)


class _Tee(io.RawIOBase):
    """A connection as ``http.client`` reads it: keeps every byte heard, and ends at the deadline or the limit."""

    def __init__(self, line: socket.socket, deadline: float, most: int) -> None:
        self._line = line
        self._deadline = deadline
        self._most = most
        self.heard = bytearray()

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the reader that ``http.client`` asks of a socket."""
        return io.BufferedReader(self, _PIECE_BYTES)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # what BufferedReader gives; "Buffer" has a name from Python 3.12 on
        """Read what comes next into ``buffer``; raise ``TooMuch`` beyond the limits."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TooMuch("the answer takes too long")
        if len(self.heard) > self._most:
            raise TooMuch(f"the answer is larger than {self._most / 2**20:.3g} MB")
        self._line.settimeout(min(left, IDLE_SECONDS))
        view = memoryview(buffer)
        count = self._line.recv_into(view)
        self.heard += view[:count]
        return count
