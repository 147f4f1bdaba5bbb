"""Whether a collection is as it was acknowledged; and the database made again from what is kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand import decision
from firsthand.collection import deciding, exchange, lock, log, originals
from firsthand.collection.address import Address, where
from firsthand.collection.crew import Crew
from firsthand.collection.folder import Collection, is_collection, way_of
from firsthand.collection.gather import Gathering
from firsthand.collection.grow import Growth, Progress, nothing
from firsthand.collection.nouns import Added, CollectionError, Fault, NewerError, Original
from firsthand.collection.originals import Folder, Originals
from firsthand.collection.sqlite import SQLiteStore, is_writable
from firsthand.collection.store import Store
from firsthand.collection.tables import Tables
from firsthand.collection.way import Way
from firsthand.decision import Decision
from firsthand.records import Skipped

if TYPE_CHECKING:
    from firsthand.collection.postgres.store import PostgresStore

Given = str | Path | Address
UNKNOWN = (  # what is said of an original that is kept, as it is before the log tells of it
    "the log does not know it: it is being added just now, or that was cut off before it was acknowledged; "
    "add the file again if no addition goes on"
)


def check(given: Given) -> list[Fault]:
    """Return every fault of a collection: bytes of originals, log and database that are not as they were acknowledged."""
    root = where(given)
    if not is_collection(root):
        cut = isinstance(root, Path) and (root / ARRIVING).is_dir()
        said = "holds a copy that was cut off; the same backup or restore goes on" if cut else "is no collection"
        raise CollectionError(f"{root} {said}")
    if isinstance(root, Address):
        return _check_shared(root)
    seal = SQLiteStore.sealed(root)
    faults: list[Fault] = []
    there = list(originals.names(root / "originals"))
    if (root / _MAKING).is_dir():
        faults.append(Fault(_MAKING, "", _AT_WORK, noted=True))
    if seal.marker.exists() and not is_writable(root):
        said = "the collection was not closed by the command that wrote it last; copy it to a place that can be written"
        faults.append(Fault(seal.marker.name, "", said))
    faults += seal.check()
    inside, lines = _inside(root) if all(f.noted for f in faults) else ([], None)
    if lines is None:  # what the database says is not to be trusted
        inside += log.check(root / "additions.log", None)
    told = lines if lines is not None else _file_lines(root)
    faults += [*inside, *_faults_of(Folder(root / "originals"), told)]
    return faults + list(_unknown(there, told if lines is None else [*told, *_file_lines(root)[len(told) :]]))


def _file_lines(root: Path) -> list[str]:
    try:
        return log.read(root / "additions.log")
    except CollectionError:
        return []


def _unknown(there: Iterable[str], lines: Sequence[str]) -> Iterator[Fault]:
    """Yield the originals that lay there before these lines were read, and that none of them tells of."""
    told = sizes(lines)
    for sha in there:
        if sha not in told:
            yield Fault(originals.called(sha), "", UNKNOWN, noted=True)


def _inside(root: Path) -> tuple[list[Fault], list[str] | None]:
    """Return what is wrong with the database and with the log beside it, and the lines that the database holds, if it can be read.

    Others may write meanwhile: the tables are read as of one moment, the log and its file while nobody adds to them.
    """
    faults: list[Fault] = []
    lines = None
    try:
        store = SQLiteStore(root, reading=True)
        try:
            with store.at_one_moment():
                faults += store.faults()
            with lock.held(root / "collection.lock") if is_writable(root) else nullcontext():
                lines = store.log_lines()
                return faults + list(log.check(root / "additions.log", lines)), lines
        finally:
            store.close()
    except (CollectionError, sqlite3.DatabaseError) as error:
        return [*faults, Fault("collection.db", "", str(error))], None


def seal_anew(given: Given) -> list[Fault]:
    """Seal a database as it is, in place of a seal that is missing or damaged; return what speaks against it: nothing is done then."""
    root = where(given)
    if isinstance(root, Address):
        raise CollectionError(f"{root} needs no seal: a server keeps the digests of its rows")
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
    store = SQLiteStore(root)
    try:
        return store.seal_anew()
    finally:
        store.close()


def _check_shared(address: Address) -> list[Fault]:
    from firsthand.collection.postgres.store import PostgresStore

    store = PostgresStore(address, reading=True)
    try:
        with store.at_rest():
            lines = store.log_lines()
            data = "".join(f"{x}\n" for x in lines).encode("ascii", "replace")
            beside = f"{address.schema}{_BESIDE}"
            begun = [Fault(beside, "", _AT_WORK, noted=True)] if store.is_begun(beside) else []
            return [*begun, *store.faults(), *log.faults("log", data), *_faults_of(store.originals, lines)]
    finally:
        store.close()


def _faults_of(held: Originals, lines: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the originals that lines of the log tell of; of a loss, whether the log notes it."""
    noted = {originals.called(sha) for sha in lost(lines)}
    for fault in held.faults(sizes(lines)):
        if fault.fault == originals.MISSING and fault.file in noted:
            yield replace(fault, fault="missing; its loss is noted, add the file again if you have it", noted=True)
        else:
            yield fault


def lost(lines: Iterable[str]) -> set[str]:
    """Return the hashes of the originals that were missing when the database was made again."""
    return {e["sha256"] for e in _entries(lines) if e.get("what") == "lost"}


def sizes(lines: Iterable[str]) -> dict[str, int]:
    """Return the size of every original that lines of the log tell of, by hash."""
    return {e["sha256"]: e["size"] for e in _entries(lines) if e.get("what") == "original"}


def _entries(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Return what those lines of the log say that can be read."""
    out = []
    for x in lines:
        try:
            entry = log.entry_of(x)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            out.append(entry)
    return out


def rebuild(given: Given, *, way: Way | None = None, workers: int = 0, progress: Progress = nothing) -> Added:
    """Return what became of everything that originals and log hold, read again into a new database.

    What was there is kept beside it, with ``damaged`` at the end of its name. The log keeps its lines; an original that is missing
    or damaged is noted in it as lost, and is among what was skipped.
    """
    root = where(given)
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
    if isinstance(root, Address):
        return _shared_made_again(root, way or way_of(root), workers, progress)
    with lock.held(root / "collection.lock"):  # as long as it takes: what others added meanwhile would not be in it
        try:
            return _made_again(root, way or way_of(root), workers, progress)
        except OSError as error:
            raise CollectionError(
                f"cannot make the database of {root} again: {error.strerror or error}; the old one is as it was, "
                "make room and run the same command again"
            ) from error


def _made_again(root: Path, way: Way, workers: int, progress: Progress) -> Added:
    """Make a database beside the old one, or go on with one that was begun, and put it in its place when all is read."""
    held = Folder(root / "originals")
    sound = _sound(held)
    seen, lines = _known(root, sound)
    made = root / _MAKING
    store = _begun(made, lines)
    try:
        added = _read_again(seen, store, held, sound, way, workers, progress)
        with store.at_rest():  # sealed, and its log is written
            pass
    finally:
        store.close()
    for name in ("collection.lock", "collection.db-wal", "collection.db-shm"):
        (made / name).unlink(missing_ok=True)
    kept = {name: path.name for name, path in _damaged(root).items()}
    exchange.ready(root, made, ("additions.log", "collection.db", "collection.seal"), exchange.BESIDE, kept)
    exchange.finish(root)
    return added


def _sound(held: Originals) -> set[str]:
    """Return the originals that hold the bytes they are called by; of a damaged one nothing is read."""
    return {name for name in held.names() if originals.is_sound(held, name)}


def _begun(made: Path, lines: Sequence[str]) -> SQLiteStore:
    """Return the database that an earlier run began to make of the same log, or a new one with these lines."""
    if made.is_dir():
        try:
            store = SQLiteStore(made)
            if lines and store.log_lines()[: len(lines)] == list(lines):
                return store
            store.close()
        except (CollectionError, sqlite3.DatabaseError):
            pass
        shutil.rmtree(made)
    made.mkdir()
    store = SQLiteStore(made)
    _begin(store, lines)
    return store


def _read_again(
    seen: _Seen, store: Store, held: Originals, sound: set[str], way: Way, workers: int, progress: Progress
) -> Added:
    """Return what became of what was ``seen`` once those originals that are ``sound`` are read into ``store``."""
    with Crew(way, workers) as crew:
        there, gone = seen.parted(sound)
        damaged = set(held.names()) - sound
        growth = Growth(store, held, way, crew, progress)
        growth.read_again()
        deciding.keep(store, seen.decisions.values(), Gathering(store, way, growth.articles))
        growth.read(there, sum(o.size for o in there))
        growth.tell_stories()
        missing = tuple(
            Skipped(
                o.uri,
                "collection",
                f"{originals.called(o.sha256)} is {'damaged' if o.sha256 in damaged else 'missing'}",
            )
            for o in gone
        )
        return Added(store.ledger(), growth.new, growth.already, growth.resolved, (), missing)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What log and database know of a collection: its originals by place and hash, people's decisions by id."""

    originals: dict[tuple[str, str], Original] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)

    def of_log(self, lines: Sequence[str]) -> None:
        """Take in what the lines say."""
        for e in _entries(lines):
            if e.get("what") == "original":
                o = Original(e["sha256"], e["size"], e["name"], e["uri"], e["real"])
                self.originals[o.real, o.sha256] = o
        for e in _entries(
            x for x in lines if log.is_whole(x)
        ):  # an original is told by its hash, a decision by its line
            if e.get("what") == "decision":
                self._decided(decision.read([e["line"]]))

    def of_store(self, store: Store) -> None:
        """Add what the tables hold beside that."""
        for p in store.bookmarks():
            self.originals.setdefault((p.original.real, p.original.sha256), p.original)
        self._decided(store.decisions())

    def parted(self, held: set[str]) -> tuple[list[Original], list[Original]]:
        """Return the originals that are held, and those that are not."""
        there = [o for o in self.originals.values() if o.sha256 in held]
        return there, [o for o in self.originals.values() if o.sha256 not in held]

    def lines(self, kept: Sequence[str], held: set[str]) -> list[str]:
        """Return the log to go on with: the lines that are kept, and what is known of originals that are not ``held``."""
        out = list(kept)
        noted, told = lost(kept), sizes(kept)
        for o in self.parted(held)[1]:
            for what in ("original",) * (o.sha256 not in told) + ("lost",) * (o.sha256 not in noted):
                entry = {"what": what, "sha256": o.sha256, "size": o.size, "name": o.name, "uri": o.uri, "real": o.real}
                out.append(log.line(len(out) + 1, log.digest_of(out[-1]) if out else log.START, entry))
        return out

    def _decided(self, made: Iterable[Decision]) -> None:
        for d in made:
            self.decisions.setdefault(d.id, d)


def _known(root: Path, sound: set[str]) -> tuple[_Seen, list[str]]:
    """Return what log and database know, and the log to go on with; both stay as they are."""
    seen = _Seen()
    try:
        SQLiteStore(root).close()  # what was cut off is brought to its end, and an older schema up to date
    except NewerError:
        raise
    except (CollectionError, sqlite3.DatabaseError):
        pass
    try:
        kept = log.read(root / "additions.log")
    except CollectionError:
        kept = []
    seen.of_log(kept)
    try:
        with Collection(root, reading=True) as c:
            seen.of_store(c.store)
            kept = max(log.chained(c.store.log_lines()), log.chained(kept), key=len)
    except Exception:  # a damaged database may fail in any way; the log and the originals are enough to make it again
        kept = log.chained(kept)
    return seen, seen.lines(kept, sound)


ARRIVING = "backup.part"  # where a copy arrives; what was cut off left there is used by the next
_MAKING = "rebuild.part"  # where the new database is made
_BESIDE = "_rebuild"  # how the name of a schema ends in which new tables are made
_AT_WORK = "check --rebuild is at work, or was cut off; the same command goes on from there"
_REPLACED = ("additions.log", "collection.db", "collection.db-wal", "collection.db-shm", "collection.seal")


def _damaged(root: Path) -> dict[str, Path]:
    """Return where the files that are made again lie from now on, beside those of earlier times."""
    for n in count():
        aside = {name: root / f"{name}.damaged{n or ''}" for name in _REPLACED}
        if not any(path.exists() for path in aside.values()):
            return aside
    raise AssertionError


def _begin(store: Tables[Any], lines: Sequence[str]) -> None:
    """Give a new database the log of the one before it."""
    with store.writing():
        store.fill("log", ("number", "line"), enumerate(lines, 1))


def _shared_made_again(address: Address, way: Way, workers: int, progress: Progress) -> Added:
    """Make the tables in a schema beside the old one, or go on with one that was begun, and put it in its place when all is read."""
    from firsthand.collection.postgres.store import PostgresStore

    store = PostgresStore(address)
    try:
        with store.alone():  # what others added meanwhile would not be in it
            seen, kept = _Seen(), store.log_lines()
            seen.of_log(kept)
            seen.of_store(store)
            sound = _sound(store.originals)
            made = _begun_beside(address, seen.lines(log.chained(kept), sound))
            try:
                added = _read_again(seen, made, store.originals, sound, way, workers, progress)
            finally:
                made.close()
            store.replaced_by(made.address.schema)
        return added
    finally:
        store.close()


def _begun_beside(address: Address, lines: Sequence[str]) -> PostgresStore:
    """Return the schema that an earlier run began to make of the same log, or a new one with these lines."""
    from firsthand.collection.postgres.store import BEGUN, PostgresStore

    beside = Address(address.server, f"{address.schema}{_BESIDE}")
    mark = f"{address.schema} {log.digest_of(lines[-1]) if lines else log.START}"
    made = PostgresStore(beside, create=True)
    try:
        held = made.fact(BEGUN)
        if held is None and not made.is_empty():
            raise CollectionError(f"{beside} is a collection itself; its schema is needed to make {address} again")
        if held not in (None, mark):
            made.drop()
            made.close()
            made, held = PostgresStore(beside, create=True), None
        if held is None:
            with made.writing():
                _begin(made, lines)
                made.set_fact(BEGUN, mark)
    except BaseException:
        made.close()
        raise
    return made
