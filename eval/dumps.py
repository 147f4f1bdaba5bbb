"""Measure the zones of page dumps: what leaks into the article and what of it is lost.

``python -m eval.dumps pages PAGES.jsonl[.gz] GOLD.jsonl[.gz] [--show]``: dumps made from pages by dropping their markup, one line a
block, read without title or address. PAGES: records of ``id``, ``html``; GOLD: of ``id``, ``body``, the text of the article.
``python -m eval.dumps listed DOCS GOLD [DOCS GOLD ...]``: dumps with a list of their junk (the captures, the traditions). DOCS: records
or a folder of texts; GOLD: an object whose ``junk`` maps an id to exact passages, or lists objects of ``id`` and ``junk``.

Leak: characters of furniture in headline, dateline, byline or body; loss: characters of the article outside of them. White space
counts nowhere. Every line is labelled before the reader sees the dump, from the page's markup and GOLD alone; first rule that fits:

1. *copy*: most four-word sequences of the line stand in GOLD's body, but lines in a longer run of the article's say them as often as
   GOLD does: furniture. So of a paragraph that stands on the page twice, one must be kept and one set aside, and which is fixed.
2. *article*: most of its four-word sequences stand in GOLD's body (of three words: all, in their order).
3. *mixed*: a fifth to a half of them do, or it has one or two words that do: counts neither way.
4. *title*: the title that the page's metadata states: neither; GOLD has it on some pages.
5. *head*: of the lines around the article's first, what begins as a byline or holds a date, or whose element is named for
   a byline, a date or a deck: neither. The contract keeps these, GOLD does not.
6. *credit* to reporters, of the lines around the article's last: neither.
7. furniture. So a caption that GOLD leaves out must be set aside, and one that GOLD has must be kept.

``strict`` is the same without what rests on elements' names and on credits: GOLD, the stated title, words of a byline or date.
Intervals: 95 %, by a bootstrap over pages. ``--half even`` or ``odd``: only every second page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand import article, lexicon
from firsthand.article import facts
from firsthand.capture import html
from firsthand.records import Capture, CaptureKind, DocumentId, Page

KEPT = ("headline", "dateline", "byline", "body")
NEAR_LINES = 12  # before the article's first line, in which a byline, date or deck counts neither way
FOOT_LINES = 6  # around the article's last line, in which a credit does
GAP_LINES = 3  # lines of others that a run of the article's goes over
HEAD_NAMES = frozenset(
    "byline author authors date dateline time timestamp published posted updated deck dek standfirst subtitle subhead subheadline"
    " subheading summary intro".split()
)  # words in the class, id or role of an element that holds such a line
HALVES = ("even", "odd")
ROUNDS, SEED = 1_000, 5
_NEITHER = re.compile(
    r"(?:by|posted|published|updated|author)\b|.{0,120}(?:\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\bago\b)", re.I
)
_CREDIT = re.compile(
    r"contributed to this report|contributed reporting|^\(?(?:additional )?reporting by|^contributing:", re.I
)


@dataclass(frozen=True)
class Labelled:
    """A line of a dump: 1 the article's, 0 furniture, ``None`` neither; and the same where names of elements are not asked."""

    text: str
    label: int | None
    strict: int | None


@dataclass(frozen=True)
class Counts:
    """Characters of furniture, how many leak, of the article, how many are lost; in one zone exactly, in all."""

    junk: int = 0
    leaked: int = 0
    own: int = 0
    lost: int = 0
    zoned: int = 0
    all: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))

    @property
    def leak(self) -> float:
        """Return the share of furniture that leaks."""
        return self.leaked / max(1, self.junk)

    @property
    def loss(self) -> float:
        """Return the share of the article that is lost."""
        return self.lost / max(1, self.own)


def _bytes(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.is_dir():
        return [{"id": p.name, "text": p.read_text("utf8")} for p in sorted(path.glob("*.txt"))]
    return [json.loads(x) for x in _bytes(path).splitlines()]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _said(line: str, grams: set[tuple[str, ...]], body: str) -> int | None:
    """Return 1 for a line that GOLD has, 0 for one that it has not, ``None`` for a mixed one."""
    words = _words(line)
    if len(words) >= 4:
        share = sum(g in grams for g in _grams(line)) / (len(words) - 3)
        return 1 if share > 0.5 else 0 if share < 0.2 else None
    return (1 if len(words) == 3 else None) if words and f" {' '.join(words)} " in body else 0


def _is_title(line: str, title: list[str]) -> bool:
    words = _words(line)
    joined, head = " ".join(words), " ".join(title)
    is_same = words == title or (len(words) >= 4 and joined in head) or (len(title) >= 4 and head in joined)
    return bool(title) and is_same and len(words) < len(title) + 8


def lines(record: dict[str, Any], body: str) -> list[Labelled]:
    """Return the lines of a page's dump with their labels; what ``firsthand`` makes of page or dump is not asked."""
    page = html.page(record["html"])
    title = _words(facts.told(Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=page), page).title or "")
    grams, flat = set(_grams(body)), f" {' '.join(_words(body))} "
    texts = [page.text[b.start : b.end] for b in page.blocks]
    said = [_said(x, grams, flat) for x in texts]
    copies = _copies(texts, said, body)
    first = next((n for n, x in enumerate(texts) if said[n] == 1 and n not in copies and len(x) > 80), 0)
    last = max((n for n in range(len(texts)) if said[n] == 1 and n not in copies), default=-1)
    out = []
    for n, line in enumerate(texts):
        strict = 0 if n in copies else said[n]
        is_near = first - NEAR_LINES <= n <= first
        if strict == 0 and n not in copies and (_is_title(line, title) or (is_near and _NEITHER.match(line))):
            strict = None
        is_head = is_near and n not in copies and not HEAD_NAMES.isdisjoint(_names(page, page.blocks[n].box))
        is_credit = abs(n - last) <= FOOT_LINES and _CREDIT.search(line) is not None
        out.append(Labelled(line, None if strict == 0 and (is_head or is_credit) else strict, strict))
    return out


def _names(page: Page, box: int) -> list[str]:
    """Return the words in the class, id and role of a box and of the one around it."""
    around = (page.boxes[box], page.boxes[max(0, page.boxes[box].parent)])
    return [word for b in around for word in re.findall("[a-z]+", b.names)]


def _grams(line: str) -> list[tuple[str, ...]]:
    words = _words(line)
    return [tuple(words[k : k + 4]) for k in range(len(words) - 3)]


def _copies(texts: list[str], said: list[int | None], body: str) -> set[int]:
    """Return the lines that say again, against GOLD's body, what lines in longer runs of the article's lines say."""
    mine = [n for n, label in enumerate(said) if label == 1]
    size: dict[int, int] = {}
    run: list[int] = []
    for n, following in zip(mine, [*mine[1:], len(texts) + GAP_LINES + 1], strict=True):
        run.append(n)
        if following - n > GAP_LINES + 1:
            size |= dict.fromkeys(run, sum(len(texts[k]) for k in run))
            run = []
    wanted, heard = Counter(_grams(body)), Counter[tuple[str, ...]]()
    out = set()
    for n in sorted(mine, key=lambda n: (-size[n], n)):
        own = [g for g in _grams(texts[n]) if g in wanted]
        if own and sum(heard[g] >= wanted[g] for g in own) > 0.5 * len(own):
            out.add(n)
        else:
            heard.update(own)
    return out


def measured(labelled: list[Labelled], known: lexicon.Lexicon, show: bool) -> tuple[Counts, Counts]:
    """Return the counts of a page's dump, and the strict ones."""
    text = "\n".join(x.text for x in labelled)
    kept, seen = _kept(text, None, known)
    counts, strict = [0] * 4, [0] * 4
    at = 0
    for line in labelled:
        here = [kept[k] for k in range(at, at + len(line.text)) if not text[k].isspace()]
        at += len(line.text) + 1
        for label, sums in ((line.label, counts), (line.strict, strict)):
            if label is not None:
                wrong = sum(here) if label == 0 else len(here) - sum(here)
                sums[2 * label] += len(here)
                sums[2 * label + 1] += wrong
                if show and wrong and sums is counts:
                    print("lost  " if label else "leaked", wrong, line.text[:100])
    zoned, everything = _zoned(text, seen)
    return Counts(*counts, zoned, everything), Counts(*strict, zoned, everything)


def _kept(text: str, title: str | None, known: lexicon.Lexicon) -> tuple[bytearray, bytearray]:
    """Return for each character of a dump whether it is the article's, and how many zones hold it."""
    found = article.clean(Capture(DocumentId("d"), "d.txt", "0", CaptureKind.DUMP, text=text, title=title), known)
    kept, seen = bytearray(len(text)), bytearray(len(text))
    for z in found.zones:
        for k in range(z.start, z.end):
            kept[k], seen[k] = z.kind in KEPT, min(2, seen[k] + 1)
    return kept, seen


def _zoned(text: str, seen: bytearray) -> tuple[int, int]:
    """Return how many characters lie in exactly one zone, of how many."""
    here = [seen[k] for k in range(len(text)) if not text[k].isspace()]
    return sum(n == 1 for n in here), len(here)


def of_pages(pages: Path, gold: Path, show: bool, half: str | None) -> Iterator[str]:
    """Yield the figures of the dumps of all pages, or of every second one."""
    known = lexicon.load()
    bodies = {g["id"]: g["body"] for g in _rows(gold)}
    rows = _rows(pages)
    chosen = rows[HALVES.index(half) :: 2] if half else rows
    found = [measured(lines(r, bodies[r["id"]]), known, show) for r in chosen]
    for name, counts in (("", [a for a, _ in found]), ("strict ", [b for _, b in found])):
        total = sum(counts, Counts())
        rng = random.Random(SEED)
        drawn = [sum(rng.choices(counts, k=len(counts)), Counts()) for _ in range(ROUNDS)]
        leak, loss = (_interval([getattr(c, f) for c in drawn]) for f in ("leak", "loss"))
        yield f"{name}leak {total.leak:.3f} {leak} of {total.junk:,}, loss {total.loss:.3f} {loss} of {total.own:,} characters"
    yield f"in exactly one zone {total.zoned:,} of {total.all:,}"


def _interval(values: list[float]) -> str:
    values = sorted(values)
    return f"[{values[len(values) // 40]:.3f}-{values[-len(values) // 40 - 1]:.3f}]"


def of_lists(docs: Path, gold: Path) -> Counts:
    """Return the counts of dumps with a list of their junk."""
    known = lexicon.load()
    told = json.loads(_bytes(gold))["junk"]
    listed = told if isinstance(told, dict) else {x["id"]: x["junk"] for x in told}
    total = Counts()
    for r in _rows(docs):
        text = r["text"]
        is_junk = bytearray(len(text))
        for passage in listed.get(r["id"], []):
            for found in re.finditer(re.escape(passage), text):
                is_junk[found.start() : found.end()] = b"\1" * len(passage)
        kept, seen = _kept(text, r.get("title"), known)
        here = [k for k in range(len(text)) if not text[k].isspace()]
        leaked, lost = sum(is_junk[k] and kept[k] for k in here), sum(not is_junk[k] and not kept[k] for k in here)
        junk = sum(is_junk[k] for k in here)
        total += Counts(junk, leaked, len(here) - junk, lost, *_zoned(text, seen))
    return total


def main() -> None:
    """Print leak and loss."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kind", choices=("pages", "listed"))
    options.add_argument("paths", type=Path, nargs="+")
    options.add_argument("--show", action="store_true")
    options.add_argument("--half", choices=HALVES)
    given = options.parse_args()
    for docs, gold in zip(given.paths[::2], given.paths[1::2], strict=True):
        if given.kind == "pages":
            print(*of_pages(docs, gold, given.show, given.half), sep="\n")
            continue
        c = of_lists(docs, gold)
        print(
            f"{docs.name}: leak {c.leak:.3f} of {c.junk:,}, loss {c.loss:.3f} of {c.own:,}, in one zone {c.zoned:,} of {c.all:,}"
        )


if __name__ == "__main__":
    main()
