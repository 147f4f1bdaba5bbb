"""Forged "independent" copies put beside a tradition: ``python -m eval.forgery [--n 300] [--most 100] [--seed 1] [--mechanical]``.

One report of a hand-made tradition is forged into 1 to ``--most`` copies (as likely 1 to 10 as 10 to 100), each under an outlet
and a byline of its own: verbatim, in look-alike letters, with its sentences in another order, with 30 % of its sentences
deleted, with synonyms; half of the forgeries are back-dated by a day. The forger copies the report, not the junk of its page.
Printed, by operation: in how many forgeries ``low`` rose for some claim, some copy fell out of kin with its original (under
.5), or a copy was named as the origin of some claim and its original was not. Different seeds are different forgeries: ten
thousand are ``--n 100`` with seeds 1 to 100, on as many machines as there are.

``--ways`` asks less and is fifty times faster: whether in one way to read the story (``firsthand/standing.py``) every forgery is set
aside for its original and nothing else is. ``low`` is never above what that way says, which is what was said before.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from eval import traditions
from eval.simulator.grammar import lexicon as simulator_lexicon
from firsthand import article, lexicon, pipeline, standing
from firsthand.records import Article, Capture, CaptureKind, Claim, DocumentId, Dossier

Record = Mapping[str, Any]
FOLDER = Path(__file__).parent / "gold" / "traditions" / "developed"
_LOOK_ALIKE = str.maketrans("aeopcx", "аеорсх")  # Latin to Cyrillic letters of the same shape
_SENTENCE = re.compile(r"(?<=[.!?”\"]) +")
REPORT = 20  # forgeries after which what was found so far is printed
SWAPPED = 0.7  # chance that a forger with a list of synonyms uses it at each word of the list


def _verbatim(lines: list[str], _: random.Random) -> list[str]:
    return lines


def _look_alike(lines: list[str], _: random.Random) -> list[str]:
    return [x.translate(_LOOK_ALIKE) for x in lines]


def _reordered(lines: list[str], rng: random.Random) -> list[str]:
    return [lines[0], *rng.sample(lines[1:], len(lines) - 1)]


def _cut(lines: list[str], rng: random.Random) -> list[str]:
    kept = sorted(rng.sample(range(1, len(lines)), max(1, round(0.7 * (len(lines) - 1))))) if len(lines) > 1 else []
    return [lines[0], *(lines[i] for i in kept)]


def _synonyms(lines: list[str], rng: random.Random) -> list[str]:
    """Return the lines with words changed for synonyms, in another order."""
    pairs = [
        (a, b)
        for one, other in simulator_lexicon("words")["spelling"]["pairs"]
        for a, b in ((one, other), (other, one))
    ]

    def other(line: str) -> str:
        for a, b in pairs:
            if rng.random() < SWAPPED:
                line = re.sub(rf"\b{re.escape(a)}\b", b, line)
        return line

    return [lines[0], *(other(x) for x in _reordered(lines, rng)[1:])]


OPERATORS: Mapping[str, Callable[[list[str], random.Random], list[str]]] = {
    "verbatim": _verbatim,
    "look_alike": _look_alike,
    "reordered": _reordered,
    "cut": _cut,
    "synonyms": _synonyms,
}


def forge(
    original: Record, operator: str, copies: int, rng: random.Random, *, back_dated: bool, junk: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return ``copies`` forged copies of ``original`` without the lines of ``junk``, each with an outlet and a byline."""
    text = str(original["text"])
    for line in sorted(junk, key=len, reverse=True):
        text = text.replace(line, "")
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", text) if p.strip()]
    lines = [paragraphs[0], *(s for p in paragraphs[1:] for s in _SENTENCE.split(p))]
    out = []
    for k in range(copies):
        head, *body = OPERATORS[operator](lines, rng)
        stamp = _earlier(original.get("published")) if back_dated else original.get("published")
        out.append(
            {"id": f"forged-{k:03}", "outlet": f"Forged Gazette {k}", "title": original.get("title"), "published": stamp,
             "text": "\n\n".join([head, f"By Forger {k}", *body])}
        )  # fmt: skip
    return out


def _earlier(published: str | None) -> str | None:
    if not published:
        return published
    moment = datetime.fromisoformat(published) - timedelta(days=1)
    return moment.isoformat() if len(published) > 10 else moment.date().isoformat()


def resolved(records: Sequence[Record], known: lexicon.Lexicon) -> Dossier:
    """Return the dossier of records."""
    return pipeline.analyse(captured(records), (), known)


def judged(before: Dossier, after: Dossier, original: str, copies: Sequence[str]) -> dict[str, int]:
    """Return what went wrong: claims whose ``low`` rose, copies out of kin, claims that name a copy and not its original."""
    forged = {DocumentId(i) for i in copies}
    kin = {frozenset((k.a, k.b)): k.probability for k in after.stemma.kin}
    lows = _lows(after)
    rose = sum(max(_overlapping(lows, c, before), default=0) > low for c, low in _claims(before))
    outlets = {d.outlet for d in after.documents if d.id in forged}
    true = next((d.outlet for d in after.documents if d.id == original), None)
    named = [set(c.support.origin_sources) for c in after.claims if c.support is not None]
    return {
        "low_rose": rose,
        "not_kin": sum(kin.get(frozenset((DocumentId(original), i)), 0.0) < 0.5 for i in sorted(forged)),
        "origin": sum(bool(outlets & them) and true not in them for them in named),
    }


def _claims(dossier: Dossier) -> list[tuple[Claim, int]]:
    return [(c, c.support.origins.low) for c in dossier.claims if c.support is not None]


def _lows(dossier: Dossier) -> list[tuple[frozenset[Any], int]]:
    where = {s.id: (s.document, s.content) for s in dossier.statements}
    return [(frozenset(where[i] for i in c.statements), low) for c, low in _claims(dossier)]


def _overlapping(lows: Sequence[tuple[frozenset[Any], int]], claim: Claim, before: Dossier) -> list[int]:
    """Return the ``low`` of the claims that hold all that ``claim`` held before."""
    where = {s.id: (s.document, s.content) for s in before.statements}
    held = frozenset(where[i] for i in claim.statements)
    return [low for them, low in lows if held <= them]


def captured(records: Sequence[Record]) -> list[Capture]:
    """Return records as captures."""
    fields = ("text", "url", "outlet", "title", "published")
    return [
        Capture(DocumentId(str(r["id"])), "record", "", CaptureKind.RECORD, **{k: r.get(k) for k in fields})
        for r in records
    ]


def seen_through(articles: Sequence[Article], original: str, copies: Sequence[str]) -> bool:
    """Tell whether in one way to read a story each of ``copies`` is set aside for ``original`` and nothing else is."""
    wanted = {a.id: DocumentId(original) if a.id in copies else a.id for a in articles}
    return any(dict(way.original) == wanted for way in standing.ways(articles).read)


def main() -> None:
    """Forge, judge and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=300)
    options.add_argument("--most", type=int, default=100, help="copies per forgery, at most")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--mechanical", action="store_true", help="no synonyms")
    options.add_argument("--ways", action="store_true", help="ask only whether one way reads the story without them")
    options.add_argument("--show", action="store_true", help="print each forgery that went wrong")
    given = options.parse_args()
    operators = [x for x in sorted(OPERATORS) if not (given.mechanical and x == "synonyms")]
    known, rng, start = lexicon.load(), random.Random(given.seed), time.process_time()
    told = [
        ([json.loads(x) for x in docs.read_text("utf8").splitlines()], gold)
        for _, docs, gold in traditions.load(FOLDER)
    ]
    before = [] if given.ways else [resolved(records, known) for records, _ in told]
    clean = [[article.clean(c, known) for c in captured(records)] for records, _ in told]
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for n in range(given.n):
        records, gold = told[n % len(told)]
        original, operator, back = rng.choice(records), rng.choice(operators), rng.random() < 0.5
        copies = round(given.most ** rng.random())
        forged = forge(original, operator, copies, rng, back_dated=back, junk=gold["junk"].get(original["id"], ()))
        ids = [f["id"] for f in forged]
        if given.ways:
            articles = [*clean[n % len(told)], *(article.clean(c, known) for c in captured(forged))]
            found = {"not_seen_through": not seen_through(articles, original["id"], ids)}
        else:
            found = judged(before[n % len(told)], resolved([*records, *forged], known), original["id"], ids)
        name = f"{operator}{' back-dated' if back else ''}"
        tried.update({name: 1, "all": 1, "copies": copies})
        wrong.update({f"{kind}: {x}": bool(count) for kind, count in found.items() for x in (name, "all")})
        if given.show and any(found.values()):
            print(name, original["id"], copies, found, flush=True)
        if n % REPORT == REPORT - 1:
            _told(tried, wrong)
    _told(tried, wrong)
    print(f"{time.process_time() - start:.0f} CPU s")


def _told(tried: Counter[str], wrong: Counter[str]) -> None:
    """Print what was tried so far, and what went wrong."""
    row = {"tried": dict(sorted(tried.items())), "wrong": {k: v for k, v in sorted(wrong.items()) if v}}
    print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
