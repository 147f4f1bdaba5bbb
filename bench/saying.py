"""How fast what an article says is read, beside spaCy's full small English pipeline in one run; and what copies cost.

Run: ``python -m bench.saying DOCS.jsonl[.gz] [--model NAME] [--soak]``: records of ``id`` and ``text``.
First, words a CPU-second over the same texts, in three rounds of both, nothing remembered from the round before; the best
round of each. Then collections of ``ARTICLES`` articles of which 0, 50 and 90 in a hundred are copies: the paragraphs of
another with a headline, a dateline and a last line of their own; at every share the same bodies are read once afresh.
``--soak``: ordinary prose, the documents one after another, and every hostile text of ``tests/statement/hostile.py`` at growing
lengths: seconds a million characters.
spaCy is no dependency: without it, its figure is left out.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from firsthand import article, lexicon, statement
from firsthand.records import Article, Capture, CaptureKind, DocumentId, Zone, ZoneKind
from firsthand.statement.memory import forget

RUNS = 3
ARTICLES = 40
TOLD = (1, 2, 10)  # times that each body is told: 0, 50, 90 % copies
PROSE, HOSTILE = (
    (1, 2, 4, 10),
    (0.05, 0.2),
)  # million characters of one article; hostile text costs up to ten times as much
KNOWN = lexicon.load()


def _texts(path: str) -> list[str]:
    data = Path(path).read_bytes()
    lines = (gzip.decompress(data) if path.endswith(".gz") else data).splitlines()
    return [json.loads(line)["text"] for line in lines]


def _article(ident: str, text: str) -> Article:
    return article.clean(Capture(DocumentId(ident), ident, "", CaptureKind.RECORD, text=text), KNOWN)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _words(texts: Sequence[str]) -> int:
    return sum(len(t.split()) for t in texts)


def beside_spacy(texts: Sequence[str], model: str) -> Iterator[str]:
    """Yield a line of words a CPU-second for each system."""
    articles = [_article(str(n), t) for n, t in enumerate(texts)]
    systems: dict[str, Callable[[], object]] = {"firsthand": lambda: [statement.find(a, KNOWN) for a in articles]}
    try:
        import spacy

        nlp = spacy.load(model)
        systems[f"spaCy {model}"] = lambda: list(nlp.pipe(a.text for a in articles))
    except (ImportError, OSError) as error:
        yield f"spaCy left out: {error}"
    best = dict.fromkeys(systems, float("inf"))
    statement.find(articles[0], KNOWN)  # tables are loaded once
    for _ in range(RUNS):
        for name, work in systems.items():
            forget()
            best[name] = min(best[name], _seconds(work))
    words = _words(texts)
    for name, taken in best.items():
        yield f"{name}: {words / taken:,.0f} words/s, {best[min(best, key=lambda n: -best[n])] / taken:.2f} times the slowest"


def collections(texts: Sequence[str], told: int) -> Iterator[list[Article]]:
    """Yield ``told`` collections of ``ARTICLES`` articles each, in which every body is told ``told`` times.

    Together they hold each of the same bodies once afresh, whatever ``told`` is, and ``told - 1`` times as a copy with a head
    and a tail of its own.
    """
    longest = sorted(texts, key=lambda t: (-len(t), t))[:ARTICLES]
    for part in range(told):
        bodies = longest[part::told]
        yield [_article(f"{n}", _edition(bodies[n % len(bodies)], n // len(bodies))) for n in range(len(bodies) * told)]


def _edition(body: str, number: int) -> str:
    if not number:
        return body
    head = f"Edition {number}\n\nTOWN {number}, Tuesday - The following was received at desk {number}."
    return f"{head}\n\n{body}\n\nFiled under number {number}."


def curve(texts: Sequence[str]) -> Iterator[str]:
    """Yield a line for each share of copies: the best of ``RUNS`` rounds over the same bodies."""
    shares = {told: list(collections(texts, told)) for told in TOLD}
    best = dict.fromkeys(TOLD, float("inf"))
    for _ in range(RUNS):
        for told, them in shares.items():
            best[told] = min(best[told], sum(_afresh(one) for one in them))
    speed = {t: sum(_words([a.text for a in one]) for one in them) / best[t] for t, them in shares.items()}
    for told in TOLD:
        yield f"{1 - 1 / told:.0%} copies: {speed[told]:,.0f} words/s, {speed[told] / speed[1]:.2f} times that without copies"


def _afresh(articles: Sequence[Article]) -> float:
    forget()
    return _seconds(lambda: [statement.find(a, KNOWN) for a in articles])


def _by_lines(one: Article) -> Article:
    """Return ``one`` with a body zone for each line."""
    return replace(one, zones=tuple(Zone(ZoneKind.BODY, *m.span()) for m in re.finditer(r"[^\n]+", one.text)))


def soak(texts: Sequence[str]) -> Iterator[str]:
    """Yield a line for each long text: CPU seconds a million characters at growing lengths, until ``PATIENCE`` is over."""
    from tests.statement import hostile
    from tests.statement.article import article as body

    prose = "\n\n".join(texts)

    def ordinary(length: int) -> str:
        return "\n\n".join([prose] * (1 + length // len(prose)))[:length]

    for millions in PROSE:
        taken = _afresh([_by_lines(body(ordinary(round(millions * 1_000_000))))])
        yield f"ordinary prose, {millions} M characters: {taken / millions:.1f} s a million"
    for millions in HOSTILE:
        for name, make in hostile.MAKERS[: hostile.WORST]:
            taken = _afresh([body(make(round(millions * 1_000_000)))])
            yield f"{name}, {millions} M characters: {taken / millions:.1f} s a million"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docs")
    parser.add_argument("--model", default="en_core_web_sm", help="the spaCy model to measure beside")
    parser.add_argument("--soak", action="store_true", help="long texts instead")
    options = parser.parse_args()
    if options.soak:
        lines = soak(_texts(options.docs))
    else:
        texts = _texts(options.docs)
        lines = (line for part in (beside_spacy(texts[:30], options.model), curve(texts)) for line in part)
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
