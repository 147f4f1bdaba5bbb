"""Command line: ``python -m eval.simulator make|gates``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import PARTS, stories


def main() -> None:
    """Make stories in a folder, or print the gate figures."""
    parser = argparse.ArgumentParser(prog="python -m eval.simulator", description="Stories with known descent.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("make", help="write <story>.docs.jsonl and <story>.gold.json")
    gates = verbs.add_parser("gates", help="print how well trivial methods do")
    for verb in (make, gates):
        verb.add_argument("--part", choices=PARTS, default="train")
        verb.add_argument("--stories", type=int, default=100)
        verb.add_argument("--seed", type=int, default=1)
        verb.add_argument("--most-witnesses", type=int, default=6, choices=range(1, 7), help="gates hold for 6")
    make.add_argument("--into", type=Path, required=True)
    gates.add_argument(
        "--tradition",
        type=Path,
        action="append",
        default=[],
        help="stem of a tradition's .docs.jsonl and .gold.json to measure instead",
    )
    options = parser.parse_args()
    if options.verb == "make":
        options.into.mkdir(parents=True, exist_ok=True)
        for s in stories(options.part, options.stories, options.seed, options.most_witnesses):
            lines = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in s.docs)
            (options.into / f"{s.id}.docs.jsonl").write_text(lines, encoding="utf8")
            (options.into / f"{s.id}.gold.json").write_text(
                json.dumps(s.gold, ensure_ascii=False, indent=1), encoding="utf8"
            )
        return
    from .gates import measured, read

    made = [read(stem) for stem in options.tradition] or stories(
        options.part, options.stories, options.seed, options.most_witnesses
    )
    print(json.dumps(measured(made), indent=1))


main()
