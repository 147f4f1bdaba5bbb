"""Measure the zones of page dumps: what leaks into the article and what of it is lost.

``python -m eval.dumps pages PAGES.jsonl[.gz] GOLD.jsonl[.gz] [--show]``: dumps made from pages by dropping their markup, one line a
block, read without title or address. PAGES: records of ``id``, ``html``; GOLD: of ``id``, ``body``, the text of the article.
``python -m eval.dumps listed DOCS GOLD [DOCS GOLD ...]``: dumps with a list of their junk (the captures, the traditions). DOCS: records
or a folder of texts; GOLD: an object whose ``junk`` maps an id to exact passages, or lists objects of ``id`` and ``junk``.

Leak: characters of furniture in headline, dateline, byline or body; loss: characters of the article outside of them. White space
counts nowhere. What is furniture, on a page: a line hardly any of whose four-word sequences stand in GOLD's body, and each copy
of a line of the article that GOLD's body does not repeat (its first words in a list of stories): kept twice, it has leaked once; set
aside once, nothing is lost. What counts neither way: lines between the two; the title, the byline and date near the article; credits
to reporters at its end; and what the page's markup says is a caption or a quote box, whether GOLD has it or not, or a deck that
GOLD leaves out: the contract gives them zones of their own.
``strict`` asks GOLD alone, but for the copies. Intervals: 95 %, by a bootstrap over pages.
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
from firsthand.records import Capture, CaptureKind, DocumentId, Zone

KEPT = ("headline", "dateline", "byline", "body")
OWN_ZONE = ("headline", "byline", "dateline")  # of a page: neither its body nor its furniture where GOLD leaves it out
BESIDE = ("caption", "quote_box")  # the same, also where GOLD has it, when the markup says so
NEAR_LINES = 12  # before the article in which a byline or date line counts neither way
ROUNDS, SEED = 1_000, 5
_NEITHER = re.compile(
    r"(?:by|posted|published|updated|author)\b|.{0,120}(?:\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\bago\b)", re.I
)
_CREDIT = re.compile(
    r"contributed to this report|contributed reporting|^\(?(?:additional )?reporting by|^contributing:", re.I
)


@dataclass(frozen=True)
class Labelled:
    """A line of a dump: 1 the article's, 0 furniture, ``None`` neither; and the same where only GOLD is asked."""

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


def _label(line: str, grams: set[tuple[str, ...]], body: str, title: list[str]) -> int | None:
    """Return 1 for a line of the article, 0 for furniture, ``None`` for what counts neither way."""
    words = _words(line)
    joined, head = " ".join(words), " ".join(title)
    if len(words) >= 4:
        share = sum(tuple(words[k : k + 4]) in grams for k in range(len(words) - 3)) / (len(words) - 3)
        label = 1 if share > 0.5 else 0 if share < 0.2 else None
    else:
        label = (1 if len(words) == 3 else None) if words and f" {joined} " in body else 0
    is_title = bool(title) and (
        words == title or (len(words) >= 4 and joined in head) or (len(title) >= 4 and head in joined)
    )
    return None if label == 0 and is_title and len(words) < len(title) + 8 else label


def lines(record: dict[str, Any], body: str, known: lexicon.Lexicon) -> list[Labelled]:
    """Return the lines of a page's dump with their labels."""
    page = html.page(record["html"])
    capture = Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=page)
    title = _words(facts.told(capture, page, known).title or "")
    zones = {z.start: z for z in article.clean(capture, known).zones}
    words = _words(body)
    grams = set(_grams(body))
    flat = f" {' '.join(words)} "
    texts = [(page.text[b.start : b.end], zones.get(b.start)) for b in page.blocks]
    strict = [_label(x, grams, flat, title) for x, _ in texts]
    first = next((k for k, (x, _) in enumerate(texts) if strict[k] == 1 and len(x) > 80), 0)
    for k in range(max(0, first - NEAR_LINES), first):
        if strict[k] == 0 and _NEITHER.match(texts[k][0]):
            strict[k] = None
    return [
        Labelled(x, None if _has_own_zone(x, zone, label) else label, label)
        for (x, zone), label in zip(texts, strict, strict=True)
    ]


def _has_own_zone(line: str, zone: Zone | None, label: int | None) -> bool:
    """Tell whether a line is neither body nor furniture by the contract."""
    if zone is not None and zone.kind in BESIDE and zone.because.startswith("element"):
        return True
    return label == 0 and ((zone is not None and zone.kind in OWN_ZONE) or _CREDIT.search(line) is not None)


def _grams(line: str) -> list[tuple[str, ...]]:
    words = _words(line)
    return [tuple(words[k : k + 4]) for k in range(len(words) - 3)]


def _copies(labelled: list[Labelled], is_kept: list[bool], body: str) -> set[int]:
    """Return the lines of the article that say again, against GOLD's body, what others say; those not kept first."""
    wanted, said = Counter(_grams(body)), Counter[tuple[str, ...]]()
    out = set()
    mine = [n for n, x in enumerate(labelled) if x.strict == 1]
    for n in sorted(mine, key=lambda n: (not is_kept[n], n)):
        own = [g for g in _grams(labelled[n].text) if g in wanted]
        if own and sum(said[g] >= wanted[g] for g in own) > 0.5 * len(own):
            out.add(n)
        else:
            said.update(own)
    return out


def measured(labelled: list[Labelled], body: str, known: lexicon.Lexicon, show: bool) -> tuple[Counts, Counts]:
    """Return the counts of a page's dump, and the strict ones; ``body`` is GOLD's."""
    text = "\n".join(x.text for x in labelled)
    kept, seen = _kept(text, None, known)
    counts, strict = [0] * 4, [0] * 4
    rows, at = [], 0
    for line in labelled:
        rows.append([kept[k] for k in range(at, at + len(line.text)) if not text[k].isspace()])
        at += len(line.text) + 1
    copies = _copies(labelled, [2 * sum(here) > len(here) for here in rows], body)
    for n, (line, here) in enumerate(zip(labelled, rows, strict=True)):
        for own, sums in ((line.label, counts), (line.strict, strict)):
            label = 0 if own == 1 and n in copies else own
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


def of_pages(pages: Path, gold: Path, show: bool) -> Iterator[str]:
    """Yield the figures of the dumps of all pages."""
    known = lexicon.load()
    bodies = {g["id"]: g["body"] for g in _rows(gold)}
    found = [measured(lines(r, body := bodies[r["id"]], known), body, known, show) for r in _rows(pages)]
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
    given = options.parse_args()
    for docs, gold in zip(given.paths[::2], given.paths[1::2], strict=True):
        if given.kind == "pages":
            print(*of_pages(docs, gold, given.show), sep="\n")
            continue
        c = of_lists(docs, gold)
        print(
            f"{docs.name}: leak {c.leak:.3f} of {c.junk:,}, loss {c.loss:.3f} of {c.own:,}, in one zone {c.zoned:,} of {c.all:,}"
        )


if __name__ == "__main__":
    main()
