"""The command ``fetch``: options in, lines out."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

DONE, NOTHING_FETCHED, WRONG_CALL, PARTIAL = 0, 1, 2, 3


def register(commands: Any) -> None:
    """Add ``fetch`` to an argument parser's commands."""
    parser = commands.add_parser(
        "fetch",
        help="save web pages as an archive that trace reads",
        description="Save pages as WARC, asking each site no faster than it wants and nothing that its robots.txt forbids. "
        "Only addresses on the public internet are connected to; proxies are not used. The same call again asks "
        "only whether the pages have changed, and goes on where a run broke off.",
    )
    parser.add_argument("urls", nargs="+", metavar="URL", help="http or https; - reads one a line from standard input")
    parser.add_argument("--into", required=True, metavar="FOLDER", help="where the archive and its log are kept")


def run(options: argparse.Namespace) -> int:
    """Fetch what ``options`` ask for; return 0 when all of it lies in the folder, 3 for a part, 1 for nothing."""
    from firsthand import __version__
    from firsthand.console import printable
    from firsthand.fetch import errand

    count: Counter[str] = Counter()
    kept = 0
    try:
        for found in errand.fetch(_urls(options.urls), Path(options.into), version=__version__):
            count[found.fate] += 1
            kept += found.fate.is_kept
            print(f"firsthand: {found.fate} {printable(found.url)[:200]}: {printable(found.reason)}", file=sys.stderr)
    except OSError as error:
        print(
            f"firsthand: cannot write to {options.into}: {error.strerror}; give another --into FOLDER", file=sys.stderr
        )
        return WRONG_CALL
    if not count:
        print("firsthand: no address was given", file=sys.stderr)
        return WRONG_CALL
    told = " + ".join(f"{count[fate]} {fate}" for fate in errand.Fate if count[fate])
    print(f"firsthand: {count.total()} in = {told}", file=sys.stderr)
    if kept:
        print(f"firsthand: read them with: firsthand trace {options.into}", file=sys.stderr)
    return DONE if kept == count.total() else PARTIAL if kept else NOTHING_FETCHED


def _urls(given: Sequence[str]) -> Iterator[str]:
    for url in given:
        if url == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield url
