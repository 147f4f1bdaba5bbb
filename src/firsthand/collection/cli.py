"""The commands of a collection: options in, lines out."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand import output
from firsthand.collection.address import argument, is_address
from firsthand.console import MOST_LINES, Bar, counted, no_articles, printable, show, standard_input, standard_output

if TYPE_CHECKING:
    from firsthand.collection import Collection
    from firsthand.decision import Decision
    from firsthand.verify import Original

DONE, NOTHING_FOUND, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130
FAULTY = 1
COMMANDS = ("add", "stories", "show", "find", "decide", "export", "backup", "restore", "check")


def register(commands: Any) -> None:
    """Add the commands of a collection to an argument parser's commands."""
    add = _command(
        commands, "add", "read files into a collection (a folder that keeps everything) and tell its stories"
    )
    add.add_argument(
        "paths", nargs="*", metavar="PATH", help="as for trace; none: finish what was left, apply new rules"
    )
    add.add_argument(
        "--workers",
        type=int,
        default=None,
        metavar="N",
        help="processes that read (default: one a core; 0: this one alone)",
    )
    stories = _command(commands, "stories", "list the stories of a collection")
    stories.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    show = _command(commands, "show", "print one story of a collection")
    show.add_argument("story", metavar="STORY", help="an id that stories lists, or words of a title")
    find = _command(commands, "find", "find stories by words, names, places, days and tolls")
    find.add_argument(
        "query", nargs="+", metavar="QUERY",
        help="words, '\"a phrase\"', actor:X source:X origin:X outlet:X place:X near:X,25 near:35.3,40.1,25 "
        "box:S,W,N,E from:2017-05 to:2017-06-03 killed:10..50 (wounded, captured, ...) story:X; all must hold. In one "
        "argument or in several; words in one argument without a field are tried as a phrase first",
    )  # fmt: skip
    find.add_argument("--limit", type=int, default=20, metavar="N", help="default: 20")
    find.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    decide = _command(commands, "decide", "keep what people merge and split, or list it")
    decide.add_argument(
        "said", nargs="*", metavar="FILE | ACTION KIND TARGET...",
        help="a file of decisions as for trace, or one decision: merge, split, same or different; story, event, actor, place or "
        "source; then names, for stories ids of documents, for events DOCUMENT:START-END[:TYPE]. None: list them",
    )  # fmt: skip
    decide.add_argument("--take-back", metavar="ID", help="decide the contrary of an earlier decision")
    decide.add_argument("--who", help="who decides")
    decide.add_argument("--why", help="for what reason")
    decide.add_argument("--when", metavar="TIME", help="ISO 8601 (default: today)")
    decide.add_argument("--id", metavar="ID", help="what the decision is called (default: D1, D2, ...)")
    decide.add_argument(
        "--format", choices=("text", "jsonl"), default="text", help="of the list; jsonl: as trace reads it"
    )
    export = _command(commands, "export", "write the dossier of the whole collection, as trace would")
    for command, default in ((show, "text"), (export, "json")):
        command.add_argument("--format", choices=("text", "json", "html"), default=default, help=f"default: {default}")
        command.add_argument("-o", "--output", metavar="FILE", help="write there instead of to standard output")
    save = _command(commands, "backup", "copy a collection while it may be in use; again: only what is new")
    save.add_argument("target", metavar="TARGET", help="a new folder or address, or an earlier backup")
    back = commands.add_parser("restore", help="make a collection of a backup, both checked")
    back.add_argument("backup", metavar="BACKUP", help="a folder or an address")
    back.add_argument("collection", metavar="COLLECTION", help="a new folder or address")
    check = _command(commands, "check", "tell whether any byte of a collection has changed")
    mend = check.add_mutually_exclusive_group()
    mend.add_argument("--rebuild", action="store_true", help="make the database again from originals and log")
    mend.add_argument(
        "--seal", action="store_true", help="write a seal that is missing or damaged again, when you trust the database"
    )


def _command(commands: Any, name: str, said: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=said)
    parser.add_argument(
        "collection",
        metavar="COLLECTION",
        help="the folder of the collection, or postgresql://USER@HOST/DATABASE?schema=NAME",
    )
    return parser


def run(options: argparse.Namespace) -> int:
    """Run one command of a collection and return its exit code."""
    from firsthand.errors import FirsthandError

    try:
        with _stoppable():
            return _RUN[options.command](options)
    except FirsthandError as error:
        _say(str(error))
        return WRONG_CALL
    except KeyboardInterrupt:
        _say("stopped; what was acknowledged is kept, the same command goes on from here")
        return INTERRUPTED


@contextmanager
def _stoppable() -> Iterator[None]:
    """Say at once that Ctrl-C was heard, and hear no second one: it would meet what the first one ends."""

    def heard(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with suppress(OSError):
            os.write(
                2, b"firsthand: stopping; a write that is under way is finished first\n"
            )  # printing may be what was stopped
        raise KeyboardInterrupt

    in_main = threading.current_thread() is threading.main_thread()
    if not in_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # the caller's business
        yield
        return
    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def verify(folder: str, elsewhere: Sequence[str] = ()) -> int:
    """Print each span of a collection that does not read back from its originals; return 0 when all do."""
    from firsthand.collection import Collection
    from firsthand.errors import FirsthandError

    if elsewhere:
        _say("a collection holds its originals itself; leave out --originals, which is for a dossier")
        return WRONG_CALL
    try:
        with Collection(folder, reading=True, tell=_say) as c:
            faults, count = c.verify()
            left = c.left()
        show("".join(f"{printable(str(fault))}\n" for fault in faults))
    except FirsthandError as error:
        _say(str(error))
        return WRONG_CALL
    _say(f"{counted(count, 'document')}, {counted(len(faults), 'fault')}")
    if left:
        _say(f"{left}; firsthand add {argument(folder)} goes on")
    return FAULTY if faults else DONE


def captures(places: Sequence[str], hashes: Container[str]) -> tuple[list[Original], list[str]]:
    """Return the captures with these hashes that collections among ``places`` hold, read again, and the places that are none."""
    from firsthand.collection import Collection, is_collection

    found: list[Original] = []
    others = []
    for place in places:
        if not is_collection(place):
            others.append(place)
            continue
        with Collection(place, reading=True, tell=_say) as c:
            found += c.captures(hashes)
    return found, others


def _add(options: argparse.Namespace) -> int:
    from firsthand.collection import Collection, CollectionError, is_collection
    from firsthand.export import phrases
    from firsthand.records import Outcome

    workers = options.workers if options.workers is not None else (os.cpu_count() or 1)
    if workers < 0:
        raise CollectionError(f"--workers {workers}: give 0 (this process alone) or more")
    if not is_collection(options.collection):  # nothing is made by a mistyped call
        if not options.paths:
            raise CollectionError(f"{options.collection} is no collection; to make one, say what to read: PATH...")
        gone = [p for p in options.paths if p != "-" and not os.path.lexists(p)]
        if gone:
            raise CollectionError(f"{gone[0]}: no such file or folder; nothing was added")
    stdin = standard_input() if "-" in options.paths else None
    with Collection(options.collection, create=True, tell=_say) as c, _bar() as bar:
        added = c.add(options.paths, stdin=stdin, workers=workers, progress=bar)
    for o in added.mended:
        _say(
            f"the original {o.sha256[:16]}... was damaged; the bytes of {o.uri} stand in its place. "
            f"firsthand verify {argument(options.collection)} tells whether anything was read from the damaged ones"
        )
    bad = [row for row in added.skipped if row.outcome is not Outcome.NOT_AN_ARTICLE]
    for row in bad[:MOST_LINES]:
        _say(f"skipped {row.uri}: {row.reason}")
    if len(bad) > MOST_LINES:
        _say("skipped more; the dossier (firsthand export) lists all of them")
    for line in no_articles(added.skipped):
        _say(line)
    for move in added.moves:
        _say(str(move))
    if added.moves:
        _say(f"{counted(len(added.moves), 'value')} changed because rules or tables changed")
    for line in (*added.untold, *(d.note for d in added.decided)):
        _say(line)
    k = added.ledger
    were = "was" if added.already == 1 else "were"
    held = f"{phrases.count(added.already, 'file')} given now {were} held before, " if options.paths else ""
    _say(
        f"in the whole collection {k.met:,} in = {k.read:,} read + {k.not_an_article:,} not an article + {k.refused:,} refused"
        f" + {k.failed:,} failed; now {added.new:,} new, {held}{_told(added.stories)}"
    )
    return DONE if k.read else NOTHING_FOUND


def _told(stories: int) -> str:
    from firsthand.export import phrases

    return f"{phrases.count(stories, 'story', 'stories')} told"


def _stories(options: argparse.Namespace) -> int:
    from firsthand.collection import Collection

    with Collection(options.collection, reading=True, tell=_say) as c:
        rows = c.stories()
        left = "" if rows else c.unfinished()
    if left:
        _say(left if left.startswith("no stories") else f"no stories yet; {left}")
    if options.format == "json":
        keys = ("id", "title", "documents", "claims", "first", "last", "fresh")
        return _print(json.dumps([{k: getattr(r, k) for k in keys} for r in rows], ensure_ascii=False) + "\n")
    rows.sort(key=lambda r: (-r.documents, r.id))
    lines = [
        f"{r.documents:>6}  {(r.first or '')[:10]:<10}  {printable(r.title) or '(no title)'}  [{printable(r.id)}]"
        + ("" if r.fresh else "  (being told)")
        for r in rows
    ]
    return _print("".join(f"{x}\n" for x in lines))


def _show(options: argparse.Namespace) -> int:
    from firsthand.collection import Collection

    with Collection(options.collection, reading=True, tell=_say) as c:
        return _written(c.story(options.story), options)


def _find(options: argparse.Namespace) -> int:
    from firsthand.collection import Collection

    with Collection(options.collection, reading=True, tell=_say) as c:
        hits = c.find(options.query, options.limit)
        left = "" if hits else c.unfinished()
    if options.format == "json":
        keys = ("story", "title", "documents", "first", "because", "found_in")
        _print(json.dumps([{k: getattr(h, k) for k in keys} for h in hits], ensure_ascii=False) + "\n")
    for h in hits if options.format == "text" else ():
        first = f"{h.documents:>6}  {(h.first or '')[:10]:<10}  {printable(h.title) or '(no title)'}  [{printable(h.story)}]"
        show("".join(f"{x}\n" for x in (first, *(f"{'':>20}{printable(x)}" for x in h.because))))
    if not hits:
        _say(f"nothing found; {left}" if left else "nothing found")
    return DONE if hits else NOTHING_FOUND


def _decide(options: argparse.Namespace) -> int:
    from firsthand.collection import Collection

    if not options.said and options.take_back is None:
        return _decisions(options)
    with Collection(options.collection, tell=_say) as c, _bar() as bar:
        added = c.decide(_made(options, c), progress=bar)
    for line in (*added.untold, *(d.note for d in added.decided)):
        _say(line)
    _say(_told(added.stories))
    return DONE


def _made(options: argparse.Namespace, c: Collection) -> Sequence[Decision]:
    """Return the decisions that a call gives: of a file, of its arguments, or the contrary of an earlier one."""
    from datetime import UTC, datetime

    from firsthand import decision
    from firsthand.collection import CollectionError, deciding

    if len(options.said) == 1 and options.take_back is None:
        try:
            return decision.read(Path(options.said[0]).read_text("utf8").split("\n"), options.said[0])
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
            raise CollectionError(f"cannot read {options.said[0]}: {reason}; give a file of decisions") from error
    if not options.who or not options.why:
        raise CollectionError("say who decides and for what reason: --who NAME --why REASON")
    when = options.when or datetime.now(UTC).date().isoformat()
    held = c.decisions()
    ident = options.id or deciding.next_id(held)
    if options.take_back is None:
        return deciding.said(options.said, ident, options.who, when, options.why, c.store)
    for d in held:
        if d.id == options.take_back and not options.said:
            return decision.read([decision.line(decision.taken_back(d, ident, options.who, when, options.why))])
    raise CollectionError(
        f"no decision is called {options.take_back!r}; firsthand decide {argument(c.where)} lists them"
    )


def _decisions(options: argparse.Namespace) -> int:
    from firsthand import decision
    from firsthand.collection import Collection

    with Collection(options.collection, reading=True, tell=_say) as c:
        rows = list(zip(c.decisions(), c.decided(), strict=True))
    if options.format == "jsonl":
        return _print("".join(f"{decision.line(d)}\n" for d, _ in rows))
    for d, outcome in rows:
        targets = "; ".join(map(str, d.targets))
        lines = [f"{d.id}  {outcome.standing}  {d.action} {d.kind} {targets}", f"    {d.when}, {d.who}: {d.why}"]
        lines += [f"    {outcome.note}"] if outcome.standing != "applied" else []
        show("".join(f"{printable(x)}\n" for x in lines))
    return DONE


def _export(options: argparse.Namespace) -> int:
    from firsthand.collection import Collection

    with Collection(options.collection, reading=True, tell=_say) as c:
        if options.format != "json":
            return _written(c.dossier(), options)
        if options.output is None:
            with standard_output() as write:
                c.write_json(write)
            return DONE
        return _filled(options.output, c.write_json)


def _written(found: Any, options: argparse.Namespace) -> int:
    from firsthand import api

    shown = api._shown(found)
    if options.format == "json":
        text = shown.to_json() + "\n"
    elif options.format == "html":
        text = shown.to_html()
    else:
        from shutil import get_terminal_size

        text = shown.to_text(min(get_terminal_size((100, 24)).columns, 120))
    return _print(text, options.output)


def _backup(options: argparse.Namespace) -> int:
    from firsthand import collection

    count = collection.backup(options.collection, options.target)
    _say(f"{counted(count, 'file')} copied to {options.target}")
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from firsthand import collection

    count = collection.restore(options.backup, options.collection)
    _say(f"{counted(count, 'file')} copied to {options.collection}")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from firsthand import collection

    if options.rebuild:
        with _bar() as bar:
            added = collection.rebuild(options.collection, progress=bar)
        for row in added.skipped:
            _say(f"{row.uri} could not be read again: {row.reason}")
        aside = "in a schema NAME_damaged" if is_address(options.collection) else "as *.damaged"
        _say(f"{counted(added.ledger.read, 'document')} read again; what was there before lies beside it {aside}")
    faults = (collection.seal_anew(options.collection) if options.seal else []) or collection.check(options.collection)
    show("".join(f"{printable(str(fault))}\n" for fault in faults))
    _say(counted(len(faults), "fault"))
    return FAULTY if faults else DONE


_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add, "stories": _stories, "show": _show, "find": _find, "decide": _decide, "export": _export, "backup": _backup,
    "restore": _restore, "check": _check,
}  # fmt: skip


@contextmanager
def _bar() -> Iterator[Bar]:
    """Return a bar on standard error that is wiped at the end, however that comes."""
    bar = Bar(sys.stderr)
    try:
        yield bar
    finally:
        bar.end()


def _print(text: str, wanted: str | None = None) -> int:
    if wanted is None:
        show(text)
        return DONE
    return _filled(wanted, lambda write: write(text.encode("utf8", "backslashreplace")))


def _filled(wanted: str, pour: output.Fill) -> int:
    """Write what ``-o`` asks for and return the exit code."""
    try:
        output.fill(wanted, pour)
    except OSError as error:
        _say(f"cannot write {wanted}: {error.strerror}; give another -o FILE")
        return WRONG_CALL
    return DONE


def _say(line: str) -> None:
    print(f"firsthand: {printable(line)}", file=sys.stderr)
