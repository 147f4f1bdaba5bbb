"""Measure what reading says of dates and languages.

``python -m eval.reading [--pages PAGES.jsonl[.gz]]``. Languages: ``gold/languages/sentences.tsv``, one sentence at a time, with
nothing stated. Dates: ``gold/dates/pages.tsv`` holds the id of a page of PAGES (a public set; its texts are not shipped), the day
on which it appeared where it appeared, and its hours from UTC where the page shows them; a moment in UTC is right when it falls
on that day there. The pages' own ids are hashes of theirs; the days were read off the pages by eye.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from firsthand import article, lexicon
from firsthand.article import language
from firsthand.capture import html
from firsthand.records import Capture, CaptureKind, DocumentId

GOLD = Path(__file__).parent / "gold"
ID = 16  # characters of a page's id that the list holds


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf8").splitlines() if line and not line.startswith("#")]


def languages(show: bool) -> str:
    """Return how many sentences are told right, and the errors."""
    known = lexicon.load()
    wrong: Counter[str] = Counter()
    rows = _rows(GOLD / "languages" / "sentences.tsv")
    for want, text in rows:
        found = language.of(text, None, known)
        if found != want:
            wrong[f"{want} as {found}"] += 1
            if show:
                print("  ", want, found, text)
    right = len(rows) - wrong.total()
    return f"languages {right}/{len(rows)} = {right / len(rows):.3f} {dict(sorted(wrong.items()))}"


def dates(pages: Path, show: bool) -> str:
    """Return how many pages of the list have the right day, and how many that state none are given none."""
    known = lexicon.load()
    data = pages.read_bytes()
    records = [json.loads(x) for x in (gzip.decompress(data) if pages.suffix == ".gz" else data).splitlines()]
    stated = {row[0]: row[1:] for row in _rows(GOLD / "dates" / "pages.tsv")}
    right = asked = none_right = none = 0
    for r in records:
        if r["id"][:ID] not in stated:
            continue
        day, hours = stated[r["id"][:ID]]
        made = Capture(DocumentId("x"), "x", "0", CaptureKind.PAGE, page=html.page(r["html"]), url=r.get("url"))
        found = article.clean(made, known).published.earliest
        if day == "none":
            none, none_right = none + 1, none_right + (found is None)
            continue
        asked += 1
        ok = found is not None and _local(found, hours) == day
        right += ok
        if show and not ok:
            print("  ", r["id"][:ID], day, found)
    return f"dates {right}/{asked} = {right / max(1, asked):.3f}; none stated, none given {none_right}/{none}"


def _local(moment: str, hours: str) -> str:
    """Return the day of a moment where the page appeared."""
    when = datetime.fromisoformat(moment.removesuffix("Z"))
    return str((when + timedelta(hours=float(hours or 0)) if moment.endswith("Z") else when).date())


def main() -> None:
    """Print both figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=Path)
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    print(languages(given.show))
    if given.pages:
        print(dates(given.pages, given.show))


if __name__ == "__main__":
    main()
