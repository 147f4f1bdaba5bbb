"""Page + raw bytes -> where each paragraph stands in the bytes, for those that can be found again."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from firsthand.records import PageBlock
from firsthand.spans import Span

_LEAST_CHARACTERS = 30  # shorter lines stand on a page more than once
_PROBE = 18  # characters of a paragraph's beginning and end that are looked for; longer probes meet more tags
_TAG = re.compile(rb"<[^<>]*>")


def places(text: str, blocks: Sequence[PageBlock], raw: bytes) -> tuple[Span | None, ...]:
    """Return the byte range of each block in ``raw`` (UTF-8), ``None`` for those not found; linear but for what is missed.

    A range is given only when it says exactly the block's words once its tags are taken out.
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return ()
    out: list[Span | None] = []
    at = max(raw.find(b"<body"), 0)
    misses = 0
    for b in blocks:
        size = b.end - b.start
        found = None
        if size >= _LEAST_CHARACTERS and b.link_characters * 2 < size and misses < 200:
            found = _place(text[b.start : b.end], raw, at)
            misses += found is None
        out.append(found)
        at = found.end if found else at
    return tuple(out)


def _place(words: str, raw: bytes, at: int) -> Span | None:
    head, tail = words[:_PROBE].encode("utf-8", "replace"), words[-_PROBE:].encode("utf-8", "replace")
    limit = 4 * len(words.encode("utf-8", "replace")) + 2_000  # tags, links and entities inside the paragraph
    for _ in range(3):
        start = raw.find(head, at)
        if start < 0:
            return None
        past = _past_script(raw, start)
        end = raw.find(tail, max(start, start + len(words) - _PROBE), start + limit)
        if not past and end >= 0 and _says(raw[start : end + len(tail)], words):
            return Span(start, end + len(tail))
        at = past or start + 1
    return None


def _past_script(raw: bytes, start: int) -> int:
    """Return where the script around ``start`` ends, 0 when there is none."""
    opened = raw.rfind(b"<script", max(0, start - 200_000), start)
    if opened < 0 or raw.find(b"</script", opened, start) >= 0:
        return 0
    end = raw.find(b"</script", start)
    return end if end >= 0 else 0


def _says(markup: bytes, words: str) -> bool:
    plain = html.unescape(_TAG.sub(b"", markup).decode("utf-8", "replace"))
    return " ".join(plain.split()) == words
