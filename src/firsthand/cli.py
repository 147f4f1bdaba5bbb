"""The command line: reads options, clock and environment, shows what the library returns."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 nothing could be read, 2 the call was wrong."""
    parser = argparse.ArgumentParser(prog="firsthand")
    commands = parser.add_subparsers(dest="command", required=True)
    trace = commands.add_parser("trace")
    trace.add_argument("paths", nargs="+")
    trace.add_argument("--format", choices=("text", "json", "html"), default="text")
    trace.add_argument("-o", "--output", type=Path)
    options = parser.parse_args(argv)
    from firsthand import __version__, pipeline
    from firsthand.export.json import to_json

    dossier = pipeline.trace(options.paths)
    text = to_json(dossier, __version__) + "\n"
    if options.output:
        options.output.write_text(text, "utf8")
    else:
        sys.stdout.write(text)
    return 0
