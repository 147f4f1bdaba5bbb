"""The command ``batch``: options in, lines out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

DONE, NOTHING_READ, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130


def register(commands: Any) -> None:
    """Add ``batch`` to an argument parser's commands."""
    parser = commands.add_parser(
        "batch",
        help="trace more pages than one machine holds, with Apache Spark",
        description="Read files and folders as trace does and write its tables as Parquet, as one job of Apache Spark: "
        "here with all cores, or on a cluster that sees the same folders. The same call again goes on after the "
        "last step that was finished.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder (read recursively)")
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where the steps and the tables are kept")
    parser.add_argument(
        "--master",
        default="local[*]",
        metavar="ADDRESS",
        help="who works: local[2], spark://host:7077, yarn (default: all cores here)",
    )
    parser.add_argument(
        "--lexicon", action="append", default=[], metavar="FOLDER", help="your own TOML tables (repeatable)"
    )


def run(options: argparse.Namespace) -> int:
    """Run the job that ``options`` describe; return 0 when all its tables are written, 1 when there was nothing to read."""
    from firsthand.batch.job import Job, run
    from firsthand.errors import FirsthandError
    from firsthand.export import phrases

    job = Job(tuple(options.paths), Path(options.out), tuple(options.lexicon), options.master)
    try:
        done = run(job, lambda step: print(f"firsthand: {step}", file=sys.stderr, flush=True))
    except FirsthandError as error:
        print(f"firsthand: {error}", file=sys.stderr)
        return WRONG_CALL
    except KeyboardInterrupt:
        print("firsthand: stopped; the same command goes on after the last finished step", file=sys.stderr)
        return INTERRUPTED
    ran = f"{phrases.count(len(done.steps), 'step')} run now" if done.steps else "it was finished before"
    documents, stories = phrases.count(done.documents, "document"), phrases.count(done.stories, "story", "stories")
    print(f"firsthand: {documents} in {stories}; {ran}", file=sys.stderr)
    print(
        f"firsthand: {phrases.count(done.skipped, 'row')} of what was passed over; see {job.out / 'tables' / 'skipped'}",
        file=sys.stderr,
    )
    return DONE if done.documents else NOTHING_READ
