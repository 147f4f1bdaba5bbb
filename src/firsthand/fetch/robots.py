"""robots.txt -> what may be fetched: groups, longest match, ``*`` and ``$`` (RFC 9309), crawl delays as they are met.

Python's own ``urllib.robotparser`` takes the first rule that fits instead of the longest and knows no ``*``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

AGENT = "firsthand"
MAX_BYTES = 500 * 1024  # what RFC 9309 asks to be read at least
MAX_DELAY_SECONDS = 60.0  # a longer wait between two pages is not believed
_MAX_RULES = 5_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site asks of us: ``(allowed, path pattern)`` rules, and seconds between two pages."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay_seconds: float = 0.0

    def allow(self, path: str) -> bool:
        """Tell whether ``path`` (with its query) may be fetched: the longest pattern that fits decides, allowing on a tie."""
        plain = unquote(path)
        best = max(((len(p), ok) for ok, p in self.rules if _fits(p, plain)), default=(0, True))
        return best[1]


ALL = Rules()
NOTHING = Rules(((False, "/"),))


def rules(text: str) -> Rules:
    """Return the rules for us: those of the groups that name us, else those for ``*``."""
    groups: dict[str, list[tuple[bool, str]]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    naming = False
    for line in text.lstrip("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            agents = [*(agents if naming else []), value.lower().split("/")[0]]
            naming = True
            for agent in agents:
                groups.setdefault(agent, [])
            continue
        naming = False
        for agent in agents:
            if name in ("allow", "disallow") and value and len(groups[agent]) < _MAX_RULES:
                groups[agent].append((name == "allow", unquote(value)))
            elif name == "crawl-delay":
                delays[agent] = _seconds(value)
    own = AGENT if AGENT in groups else "*"
    return Rules(tuple(groups.get(own, ())), delays.get(own, 0.0))


def _seconds(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return min(found, MAX_DELAY_SECONDS) if found > 0 else 0.0


def _fits(pattern: str, path: str) -> bool:
    """Tell whether a pattern with ``*`` (anything) and a last ``$`` (the end) fits the beginning of ``path``; linear."""
    ends = pattern.endswith("$")
    pieces: Sequence[str] = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    if len(pieces) == 1:
        return not ends or path == pieces[0]
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(path) - len(pieces[-1]) >= at and path.endswith(pieces[-1]) if ends else path.find(pieces[-1], at) >= 0
