"""Text of a dump -> its blocks: paragraphs, lines of lists, and stretches of leaked data."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.fold import fold

LONGEST_LINE_FOR_PATTERNS = 4_000  # characters; a longer line is prose or data whatever its words


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text without white space at its ends; ``cluster`` counts up at every blank line."""

    start: int
    end: int
    cluster: int
    is_debris: bool = False


# leak := var_dump | print_r | a JSON array or object that opens with a key
_LEAK = re.compile(
    r"(?:string|array|int|float|bool|object)\(\w{1,40}\)(?:#\d{1,9} ?\(\d{1,9}\))?[ \t]{0,8}[\"{\[]"
    r"|(?:Array|stdClass Object)\s{0,40}\(\s{0,40}\[[\w-]{1,40}\] =>"
    r"|(?:\[\s{0,20})?\{\s{0,20}\\?[\"'][\w@$.:-]{1,60}\\?[\"']\s{0,8}:"
    r"|\{\{[^{}\n]{1,200}\}\}|<\?php"
)
_OPEN, _CLOSE = {"{": "}", "[": "]", "(": ")"}, {"}", "]", ")"}
_BRACKET = re.compile(r'[{}\[\]()"\\]')
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")


def blocks(text: str) -> list[Block]:
    """Return the blocks of ``text`` in order: every character that is not white space lies in exactly one."""
    out: list[Block] = []
    cluster = at = 0
    width = _wrap_width(text)
    for start, end in _leaks(text):
        found = _lines(text, at, start, cluster, width)
        out += found
        cluster = (found[-1].cluster if found else cluster) + 1
        out.append(Block(start, end, cluster, True))
        cluster, at = cluster + 1, end
    return out + _lines(text, at, len(text), cluster, width)


def _leaks(text: str) -> list[tuple[int, int]]:
    """Return the stretches of leaked data: from a leak's opening to where its brackets close again."""
    out: list[tuple[int, int]] = []
    at = 0
    if "{" not in text and "(" not in text and "<?php" not in text:
        return out
    while found := _LEAK.search(text, at):
        end = _closed(text, found.start())
        tail = 1 if text[end : end + 1] == '"' else 0  # string(672) "[...]"
        out.append((found.start(), end + tail))
        at = end + tail
    return out


def _closed(text: str, start: int) -> int:
    """Return where the brackets opened from ``start`` on are closed; at a blank line when they never are."""
    depth, first = 0, True
    paragraph = text.find("\n\n", start)
    limit = len(text) if paragraph < 0 else paragraph
    end = start
    for mark in _BRACKET.finditer(text, start):
        char = mark[0]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
            if depth <= 0:
                end = mark.end()
                if not first or text[end : end + 2].strip(" \n")[:1] not in ('"', "{", "["):
                    return max(end, start + 1)
                first = False
        if mark.start() > limit and depth <= 0:
            return max(end, start + 1)
        if mark.start() - start > 2_000_000:
            break
    return end if depth <= 0 and end > start else limit


def _wrap_width(text: str) -> int:
    """Return the width at which the lines of ``text`` are wrapped by hand, 0 when its lines are paragraphs.

    Wrapped := at least six full lines of 50-90 characters, none of the first 400 longer than 100.
    """
    lines = [len(line) for line in text[:60_000].split("\n")[:400]]
    full = sorted(n for n in lines if 50 <= n <= 100)
    if len(full) < 6 or max(lines) > 100 or len(full) < 0.4 * sum(n > 0 for n in lines):
        return 0
    return full[int(len(full) * 0.9)]


def _lines(text: str, start: int, end: int, cluster: int, width: int) -> list[Block]:
    """Return one block per line, or per wrapped paragraph."""
    out: list[Block] = []
    blank = 0
    for a, b in _spans(text, start, end):
        if a == b:
            blank += 1
            continue
        cluster += blank > 0 and bool(out)
        wrapped = bool(width and out and not blank and not out[-1].is_debris and _goes_on(text, out[-1], a, b, width))
        if wrapped:
            out[-1] = Block(out[-1].start, b, cluster)
        else:
            out.append(Block(a, b, cluster))
        blank = 0
    return out


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the trimmed span of each line; a pair of equal numbers for a blank one ("\\r\\n" is one break)."""
    out = []
    at = start
    while at <= end:
        found = _BREAK.search(text, at, end)
        stop = found.start() if found else end
        line = text[at:stop]
        left = len(line) - len(line.lstrip())
        body = line.strip()
        out.append((at + left, at + left + len(body)) if body else (at, at))
        if not found:
            break
        at = found.end() + (found[0] == "\r" and text[found.end() : found.end() + 1] == "\n")
    return out


def _goes_on(text: str, block: Block, a: int, b: int, width: int) -> bool:
    """Tell whether the line ``a``-``b`` goes on with the wrapped paragraph ``block``: its first word did not fit before."""
    last = max(text.rfind("\n", block.start, block.end) + 1, block.start)
    indent = a - (text.rfind("\n", 0, a) + 1)
    if indent >= 3:  # MUC and old wire copy indent a new paragraph
        return False
    word = text[a:b].split(None, 1)[0]
    return (block.end - last) + 1 + len(word) > 0.8 * width or text[a].islower()


def folded_line(text: str, block: Block) -> str:
    """Return the folded text of a block, white space as single spaces; only the beginning of a very long one."""
    return " ".join(fold(text[block.start : min(block.end, block.start + LONGEST_LINE_FOR_PATTERNS)]).split())
