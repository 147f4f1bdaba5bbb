"""Captured text -> the same text with nothing in it that a terminal or a page could be fooled by.

Escape sequences can repaint a terminal and bidirectional overrides can make a line read backwards ("Trojan Source",
CVE-2021-42574), so controls, overrides and lone surrogates are shown as what they are: ``[U+202E]``.
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls but tab and line feed; marks, embeddings, overrides and isolates of direction; invisible format
# characters that hide or join text (soft hyphen, zero width, tags); line and paragraph separators; surrogates.
# Zero width joiner and non-joiner stay: Persian, Hindi and emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def chip(char: str) -> str:
    """Return the code point of ``char`` as ``[U+202E]``."""
    return f"[U+{ord(char):04X}]"


def name(char: str) -> str:
    """Return the Unicode name of ``char``, or ``control character`` for those without one."""
    return unicodedata.name(char, "control character").lower()


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return ``text`` cut into runs, each with whether it is one hidden character."""
    out: list[tuple[str, bool]] = []
    at = 0
    for found in _HIDDEN.finditer(text):
        if found.start() > at:
            out.append((text[at : found.start()], False))
        out.append((found[0], True))
        at = found.end()
    if at < len(text):
        out.append((text[at:], False))
    return out


def visible(text: str) -> str:
    """Return ``text`` with each hidden character as its chip; carriage returns before line feeds are dropped."""
    return _HIDDEN.sub(lambda found: chip(found[0]), text.replace("\r\n", "\n"))


def line(text: str, length: int = 0) -> str:
    """Return ``text`` as one visible line, cut at a word with an ellipsis when longer than ``length`` (0: whole)."""
    flat = visible(" ".join(text.split()))
    if not length or len(flat) <= length:
        return flat
    cut = flat.rfind(" ", length // 2, length - 1)
    return flat[: cut if cut > 0 else length - 1].rstrip(" ,;:") + "…"
