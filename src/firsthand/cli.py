"""The command line: reads options, clock and environment, shows what the library returns. Heavy imports wait until needed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from firsthand import console, errors, garbage, output

if TYPE_CHECKING:
    from pathlib import Path

    from firsthand.api import Dossier
    from firsthand.decision import Decision
    from firsthand.lexicon import Lexicon

DONE, NOTHING_READ, WRONG_CALL, PARTIAL, INTERRUPTED = 0, 1, 2, 3, 130
FAULTY = 1  # verify: something in the dossier does not read back

_EPILOG = """examples:
  firsthand demo                                  the example that ships with the program
  firsthand trace saves/                          every page, dump and record under a folder
  firsthand trace a.html b.txt --format json      the dossier, for programs
  firsthand trace saves/ --format html -o d.html  the dossier, one page for the browser

  firsthand verify d.json                         every span of a dossier against the originals
  firsthand trace saves/ --without "Ilse Maran"   what falls if this source is wrong
  firsthand trace saves/ --missing                which cited sources to find next
  firsthand trace saves/ --lexicon my/ --changes  what your own names and words change

  firsthand add syria/ saves/                     keep pages in a collection (a folder); again: what is new
  firsthand stories syria/                        its stories; show, find and export read them
  firsthand decide syria/ decisions.jsonl         what people merge and split, kept with it

  firsthand fetch https://example.org/a --into saves/   save pages from the web, to be read by trace

exit codes: 0 done, 1 nothing could be read (verify: a span does not read back), 2 the call was wrong,
3 a part only (fetch: some pages were not saved; trace --strict: something was refused or failed)"""


def _parser() -> argparse.ArgumentParser:
    from firsthand import __version__
    from firsthand.batch import cli as batch
    from firsthand.collection import cli as collection
    from firsthand.fetch import cli as fetch

    parser = argparse.ArgumentParser(
        prog="firsthand",
        description="Show what stands behind the news: who said it first, through whom it came, "
        "and how many independent origins each claim has.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"firsthand {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    trace = commands.add_parser("trace", help="read files and folders and print the story")
    trace.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder (read recursively), or - for JSON Lines"
    )
    trace.add_argument(
        "--lexicon",
        action="append",
        default=[],
        metavar="PATH",
        help="your own TOML tables: a folder or a file (repeatable)",
    )
    trace.add_argument("--decisions", metavar="FILE", help="merges and splits that people made, one JSON object a line")
    ask = trace.add_mutually_exclusive_group()
    ask.add_argument(
        "--without", metavar="SOURCE", help="say instead what falls if this source is wrong (a name or id)"
    )
    ask.add_argument("--missing", action="store_true", help="say instead which cited sources to find next")
    ask.add_argument(
        "--changes", action="store_true", help="say instead what your tables (--lexicon) change in what is read"
    )
    show = commands.add_parser("demo", help="the same on the example that ships with the program")
    proof = commands.add_parser(
        "verify", help="read the originals of a dossier or a collection again and check every span against them"
    )
    proof.add_argument(
        "dossier",
        metavar="DOSSIER.json | COLLECTION",
        help="what trace --format json wrote, or a collection with its originals",
    )
    proof.add_argument(
        "--originals", nargs="+", default=[], metavar="FOLDER",
        help="where the captures of a dossier lie now, if moved: folders, or a collection that holds them",
    )  # fmt: skip
    for command in (trace, show):
        command.add_argument("--format", choices=("text", "json", "html"), default="text", help="default: text")
        command.add_argument("-o", "--output", metavar="FILE", help="write there instead of to standard output")
    trace.add_argument(
        "--strict",
        action="store_true",
        help="exit with 3 when something was refused or failed, though the rest was read",
    )
    collection.register(commands)
    fetch.register(commands)
    batch.register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 nothing could be read, 2 the call was wrong, 3 a part only."""
    options = _asked_for(_parser(), argv)
    garbage.seldom()
    try:
        if wrong := _in_the_way(options):
            print(f"firsthand: {console.printable(wrong)}; give another -o FILE", file=sys.stderr)
            return WRONG_CALL
        return _run(options)
    except KeyboardInterrupt:
        print("firsthand: stopped; nothing was written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader went away ("firsthand trace x | head")
        console.give_up()
        return DONE
    except errors.OutputError as error:
        print(f"firsthand: {error}", file=sys.stderr)
        return WRONG_CALL


def _asked_for(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of a call; paths may stand behind an option too (``add c --workers 0 saves/``), where argparse loses them."""
    options, rest = parser.parse_known_args(argv)
    many = next((name for name in ("paths", "urls") if name in options), None)
    end = rest.index("--") if "--" in rest else len(rest)
    wrong = [x for x in rest[:end] if x.startswith("-") and x != "-"] if many else rest
    if wrong:
        parser.error(f"unrecognized arguments: {' '.join(wrong)}")
    if many:
        setattr(options, many, [*getattr(options, many), *rest[:end], *rest[end + 1 :]])
    return options


def _in_the_way(options: argparse.Namespace) -> str | None:
    """Return why the file that ``-o`` names is not to be written: a collection keeps it, or this very call reads it."""
    wanted = getattr(options, "output", None)
    if not wanted:
        return None
    from pathlib import Path

    from firsthand.collection import is_collection

    with suppress(OSError, ValueError, RuntimeError):  # names that no file can have: who opens them says so
        file = Path(wanted).resolve()
        kept = next((folder for folder in file.parents if is_collection(folder)), None)
        if kept is not None:
            return f"{wanted} lies in the collection {kept}"
        given = [*getattr(options, "paths", ()), *getattr(options, "lexicon", ()), getattr(options, "decisions", None)]
        if file.is_file() and _is_read(file, [str(p) for p in given if p is not None]):
            return f"{wanted} is one of the files to be read"
    return None


def _is_read(file: Path, given: Sequence[str]) -> bool:
    """Tell whether ``file`` is among what is given, under any name: links lead to it, standard input comes from it."""
    import os

    from firsthand.capture import STANDARD_INPUT, files

    held = file.stat()
    if STANDARD_INPUT in given and os.path.samestat(os.fstat(0), held):
        return True
    for found in files.under(p for p in given if p != STANDARD_INPUT):
        with suppress(OSError, ValueError):  # what cannot be read is said where it is
            if os.path.samestat(found.stat(), held):
                return True
    return False


def _run(options: argparse.Namespace) -> int:
    from pathlib import Path

    from firsthand.collection import cli as collection

    if options.command in collection.COMMANDS:
        return collection.run(options)
    if options.command == "fetch":
        from firsthand.fetch import cli as fetch

        return fetch.run(options)
    if options.command == "batch":
        from firsthand.batch import cli as batch

        return batch.run(options)
    from firsthand import api, lexicon
    from firsthand.collection.address import is_address

    if options.command == "verify" and (is_address(options.dossier) or Path(options.dossier).is_dir()):
        return collection.verify(options.dossier, options.originals)
    if options.command == "verify":
        return _verified(options.dossier, options.originals)
    changes = None
    if options.command == "demo":
        dossier = api.demo()
    else:
        try:
            known = lexicon.load(*map(Path, options.lexicon))
            for line in known.unread():
                print(f"firsthand: {console.printable(line)}", file=sys.stderr)
            decided = _decisions(options.decisions)
            stdin = _again(options)
            dossier = _traced(options.paths, known, decided, stdin)
            if options.changes:
                if stdin is not None:
                    stdin.seek(0)
                changes = _changes(known, _traced(options.paths, lexicon.load(), decided, stdin), dossier)
        except (errors.LexiconError, errors.InputError) as error:
            print(f"firsthand: {console.printable(str(error))}", file=sys.stderr)
            return WRONG_CALL
        _say(dossier)
    code = _code(dossier, getattr(options, "strict", False))
    try:
        asked = changes or _asked(dossier, options)
    except errors.InputError as error:
        print(f"firsthand: {console.printable(str(error))}", file=sys.stderr)
        return WRONG_CALL
    if asked is not None:
        return _answered(asked, options, code)
    return code if _write(_rendered(dossier, options.format), options.output) else WRONG_CALL


def _traced(paths: Sequence[str], known: Lexicon, decided: Sequence[Decision], stdin: BinaryIO | None) -> Dossier:
    from firsthand import api

    bar = console.Bar(sys.stderr)
    try:
        return api.trace(paths, known=known, decisions=decided, stdin=stdin, progress=bar)
    finally:
        bar.end()


def _again(options: argparse.Namespace) -> BinaryIO | None:
    """Return standard input if it is to be read; what is to be read twice, from memory."""
    if options.changes and not options.lexicon:
        raise errors.InputError("--changes says what your own tables change; give them with --lexicon PATH")
    if "-" not in options.paths:
        return None
    if not options.changes:
        return console.standard_input()
    from io import BytesIO

    return BytesIO(console.standard_input().read())


def _changes(known: Lexicon, before: Dossier, after: Dossier) -> str:
    """Return the entries that the user's tables add, change and drop, and each reading of the same files that differs for them."""
    from firsthand.lexicon.effects import effects

    out: list[str] = []
    for head, lines in (
        ("What your tables change in those that ship", known.changed()),
        ("What that changes in what is read", effects(before, after)),
    ):
        out += [head, "=" * len(head), *map(console.printable, lines or ("Nothing.",)), ""]
    return "\n".join(out)


def _decisions(path: str | None) -> tuple[Decision, ...]:
    """Return the decisions in the file at ``path``."""
    if path is None:
        return ()
    from firsthand import decision

    try:
        with open(path, encoding="utf8") as lines:
            return decision.read(lines, path)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise errors.InputError(f"cannot read {path}: {reason}; give a file of decisions") from error


def _say(dossier: Dossier) -> None:
    """Print what was passed over, and the ledger."""
    from firsthand import broken

    for line in console.passed_over(dossier):
        print(f"firsthand: {line}", file=sys.stderr)
    for line in (*broken.lines(dossier), *(row.note for row in dossier.decisions)):
        print(f"firsthand: {console.printable(line)}", file=sys.stderr)
    print(f"firsthand: {console.ledger(dossier)}", file=sys.stderr)
    if not dossier.documents:
        print("firsthand: nothing could be read; give saved pages, dumps, archives or records", file=sys.stderr)


def _code(dossier: Dossier, strict: bool) -> int:
    if not dossier.documents:
        return NOTHING_READ
    return PARTIAL if strict and dossier.ledger.refused + dossier.ledger.failed else DONE


def _verified(path: str, folders: Sequence[str]) -> int:
    """Print each fault of the dossier at ``path`` on a line of its own; return 0 when all of it reads back."""
    import json

    from firsthand import errors, verify
    from firsthand.collection import cli as collection

    try:
        with open(path, "rb") as file:
            dossier = json.loads(file.read())
        if not str(dossier["schema"]).startswith("firsthand.dossier/"):
            raise KeyError("schema")
        kept, others = collection.captures(folders, {d["sha256"] for d in dossier["documents"]})
        found = [*kept, *verify.originals(dossier, path, others)]
        faults = verify.verify(dossier, verify.finder(found))
    except errors.FirsthandError as error:
        print(f"firsthand: {console.printable(str(error))}", file=sys.stderr)
        return WRONG_CALL
    except OSError as error:
        print(
            f"firsthand: cannot read {path}: {error.strerror}; give the file that trace --format json wrote",
            file=sys.stderr,
        )
        return WRONG_CALL
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        print(f"firsthand: {path} is not a dossier: {_wrong(error)}", file=sys.stderr)
        print("firsthand: give the file that trace --format json -o FILE wrote", file=sys.stderr)
        return WRONG_CALL
    console.show("".join(f"{console.printable(str(fault))}\n" for fault in faults))
    count, (located, zones) = len(dossier["documents"]), verify.with_bytes(dossier)
    said = f"{console.counted(count, 'document')}, {console.counted(len(faults), 'fault')}"
    print(f"firsthand: {said}; {located} of {zones} zones with their bytes", file=sys.stderr)
    return FAULTY if faults else DONE


def _wrong(error: Exception) -> str:
    """Return in words why a file is no dossier."""
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8"
    if isinstance(error, ValueError):
        return console.printable(f"it is no JSON ({error})")[:120]
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, KeyError):
        return console.printable(f"it has no {error}, which every dossier has")[:160]
    return console.printable(f"what a dossier has is missing or of another form ({type(error).__name__}: {error})")[
        :160
    ]


def _asked(dossier: Dossier, options: argparse.Namespace) -> str | None:
    """Return the answer to ``--without`` or ``--missing`` as text; ``None`` when neither is asked."""
    from firsthand import answers

    if getattr(options, "without", None):
        return answers.without_text(dossier, options.without)
    return answers.missing_text(dossier) if getattr(options, "missing", False) else None


def _answered(text: str, options: argparse.Namespace, code: int) -> int:
    if options.format != "text":
        print("firsthand: --without, --missing and --changes answer as text; leave out --format", file=sys.stderr)
        return WRONG_CALL
    return code if _write(text, options.output) else WRONG_CALL


def _rendered(dossier: Dossier, form: str) -> str:
    if form == "json":
        return dossier.to_json() + "\n"
    if form == "html":
        return dossier.to_html()
    from shutil import get_terminal_size

    return dossier.to_text(min(get_terminal_size((100, 24)).columns, 120))


def _write(text: str, wanted: str | None) -> bool:
    """Write ``text`` to file ``wanted`` or standard output as UTF-8; tell whether that could be done."""
    if wanted is None:
        console.show(text)
        return True
    try:
        output.fill(wanted, lambda write: write(text.encode("utf8", "backslashreplace")))
    except OSError as error:
        print(f"firsthand: cannot write {wanted}: {error.strerror}; give another -o FILE", file=sys.stderr)
        return False
    return True
