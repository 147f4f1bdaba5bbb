"""Where each block stands in the characters of a page -> where it stands in its bytes, for those that read back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from firsthand.records import Page
from firsthand.spans import Span

_TAG = re.compile(r"<[^<>]*>")


def in_bytes(page: Page, markup: str, data: bytes) -> Iterator[Span | None]:
    """Yield the byte range of each block of ``page`` in ``data``, the UTF-8 of ``markup``.

    ``None`` for a block whose range does not say just its words once tags are taken out: a script or something hidden
    stands between them.
    """
    at = byte = 0
    for block, place in zip(page.blocks, page.places, strict=True):
        if place is None:
            continue
        piece = markup[place.start : place.end]
        if len(data) != len(markup):
            byte += len(markup[at : place.start].encode("utf-8", "replace"))
            size = len(piece.encode("utf-8", "replace"))
        else:
            byte, size = place.start, len(piece)
        yield Span(byte, byte + size) if rendered(piece) == page.text[block.start : block.end] else None
        at, byte = place.end, byte + size


def joined(page: Page, markup: str) -> Iterator[bool]:
    """Yield for each block of ``page`` whether nothing but tags stands between it and the next one.

    Only a comment is a zone of several blocks, so that what stands before the first box that is named for comments is not
    looked at: it is ``False``.
    """
    first = next(
        (n for n, box in enumerate(page.boxes) if "comment" in box.names or "disqus" in box.names), len(page.boxes)
    )
    for n, (block, place) in enumerate(zip(page.blocks, page.places, strict=True)):
        after = page.places[n + 1] if n + 1 < len(page.places) else None
        if block.box < first or place is None or after is None:
            yield False
        else:
            yield not rendered(markup[place.end : after.start])


def says(markup: str, words: str) -> bool:
    """Tell whether a piece of markup says ``words`` and nothing else; blocks of it may touch where the text breaks the line."""
    said = rendered(markup)
    if "\n" in words:
        return "".join(said.split()) == "".join(words.split())
    return said == " ".join(words.split())


def rendered(markup: str) -> str:
    """Return the words of a piece of markup: no tags, character references read, white space as single blanks."""
    plain = _TAG.sub("", markup) if "<" in markup else markup
    return " ".join((html.unescape(plain) if "&" in plain else plain).split())
