"""Whether a collection is as it was acknowledged; backups; and the database made again from what is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand import decision
from firsthand.collection import deciding, lock, log, originals, steady
from firsthand.collection.address import Address, Where, where
from firsthand.collection.crew import Crew
from firsthand.collection.folder import Collection, is_collection
from firsthand.collection.gather import Gathering
from firsthand.collection.grow import Growth, Progress, nothing
from firsthand.collection.nouns import Added, CollectionError, Fault, Original
from firsthand.collection.originals import Folder, Originals
from firsthand.collection.pack import unpack
from firsthand.collection.sqlite import SQLiteStore
from firsthand.collection.store import Store
from firsthand.collection.tables import KEPT, Tables
from firsthand.collection.way import Way
from firsthand.decision import Decision
from firsthand.records import Article

Given = str | Path | Address
_COPIED_AT_ONCE = 1 << 20  # bytes


def check(given: Given) -> list[Fault]:
    """Return every fault of a collection: bytes of originals, log and database that are not as they were acknowledged."""
    root = where(given)
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
    if isinstance(root, Address):
        return _check_shared(root)
    faults: list[Fault] = []
    store = None
    sealed = SQLiteStore.sealed(root)
    if sealed is not None:
        faults += sealed.check()
    lines: list[str] | None = None
    if not faults:
        try:
            store = SQLiteStore(root)
            lines = store.log_lines()
            faults += store.faults()
        except CollectionError as error:
            faults.append(Fault("collection.db", "", str(error)))
        finally:
            if store is not None:
                store.close()
    faults += log.check(root / "additions.log", lines)
    sizes = _sizes(lines if lines is not None else log.read(root / "additions.log"))
    return faults + list(Folder(root / "originals").faults(sizes))


def _check_shared(address: Address) -> list[Fault]:
    from firsthand.collection.postgres.store import PostgresStore

    store = PostgresStore(address, reading=True)
    try:
        with store.at_rest():
            lines = store.log_lines()
            data = "".join(f"{x}\n" for x in lines).encode("ascii", "replace")
            return [*store.faults(), *log.faults("log", data), *store.originals.faults(_sizes(lines))]
    finally:
        store.close()


def _sizes(lines: Iterable[str]) -> dict[str, int]:
    return {e["sha256"]: e["size"] for e in _entries(lines) if e.get("what") == "original"}


def _entries(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Return what those lines of the log say that can be read."""
    out = []
    for x in lines:
        try:
            out.append(log.entry_of(x))
        except ValueError:
            continue
    return out


def rebuild(given: Given, *, way: Way | None = None, workers: int = 0, progress: Progress = nothing) -> Added:
    """Return what became of everything that originals and log hold, read again into a new database.

    What was there is kept beside it, with ``damaged`` at the end of its name.
    """
    root = where(given)
    seen = _shared_aside(root) if isinstance(root, Address) else _files_aside(root)
    with Collection(root, way=way) as c, Crew(c.way, workers) as crew:
        held = set(c.originals.names())
        there = [o for o in seen.originals.values() if o.sha256 in held]
        growth = Growth(c.store, c.originals, c.way, crew, progress)
        deciding.keep(c.store, seen.decisions.values(), Gathering(c.store, c.way, growth.articles))
        growth.read(there, sum(o.size for o in there))
        growth.tell_stories()
        return Added(c.store.ledger(), growth.new, growth.already, growth.resolved, ())


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

    def _decided(self, made: Iterable[Decision]) -> None:
        for d in made:
            self.decisions.setdefault(d.id, d)


def _files_aside(root: Path) -> _Seen:
    """Return what log and database know, after setting both aside."""
    seen = _Seen()
    seen.of_log(log.read(root / "additions.log"))
    try:
        with Collection(root, reading=True) as c:
            seen.of_store(c.store)
    except Exception:  # a damaged database may fail in any way; the log and the originals are enough to make it again
        pass
    with lock.held(root / "collection.lock"):
        for name in ("collection.db", "collection.db-wal", "collection.db-shm", "collection.seal", "additions.log"):
            if (root / name).exists():
                os.replace(root / name, root / f"{name}.damaged")
        (root / "collection.open").unlink(missing_ok=True)
        (root / "additions.log").touch()
    return seen


def _shared_aside(address: Address) -> _Seen:
    from firsthand.collection.postgres.store import PostgresStore

    store = PostgresStore(address)
    try:
        seen = _Seen()
        seen.of_log(store.log_lines())
        seen.of_store(store)
        store.set_aside()
        return seen
    finally:
        store.close()


def backup(given: Given, target: Given) -> int:
    """Return how many files were copied to make ``target`` a sound copy of a collection; a target of earlier is brought up to date."""
    root, copy = where(given), where(target)
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
    if isinstance(copy, Path) and copy.exists() and any(copy.iterdir()) and not is_collection(copy):
        raise CollectionError(f"{copy} holds something else; give an empty folder or an earlier backup")
    try:
        if isinstance(root, Path) and isinstance(copy, Path):
            return _copied(root, copy)
        if isinstance(root, Path) and (root / "lexicon").is_dir():
            raise CollectionError(
                f"{root} has tables of its own (lexicon), which only a folder can hold; back it up to one"
            )
        return _moved(root, copy)
    except OSError as error:
        raise CollectionError(f"cannot write the backup {copy}: {error.strerror or error}") from error


def _moved(root: Where, copy: Where) -> int:
    """Copy a collection of one kind into one of another, row by row; only the words of documents are indexed anew."""
    with Collection(root) as source, Collection(copy, create=True) as target:
        old, new = source.store, target.store
        assert isinstance(old, Tables)
        assert isinstance(new, Tables)
        with old.at_rest():
            count = _originals_moved(source.originals, target.originals)
            with new.writing():
                there = new.log_lines()
                if there != old.log_lines()[: len(there)]:
                    raise CollectionError(f"{copy} holds another collection; give a new place or an earlier backup")
                for table in KEPT:
                    new.fill(table, *old.rows(table))
                new.empty_words()
                for number, data in old.rows("articles")[1]:
                    new.index.put_words(number, unpack(data, Article))
        return count + 1


def _originals_moved(source: Originals, target: Originals) -> int:
    held = set(target.names())
    wanted = [sha for sha in source.names() if sha not in held]
    for sha in wanted:
        with source.open(sha) as stream:
            target.keep(stream, sha, sha, sha)
    return len(wanted)


def _copied(root: Path, copy: Path) -> int:
    copy.mkdir(parents=True, exist_ok=True)
    count = 0
    store = SQLiteStore(root)
    try:
        with store.at_rest():
            for sha in originals.names(root / "originals"):
                there = originals.where(copy / "originals", sha)
                if not there.exists():
                    there.parent.mkdir(parents=True, exist_ok=True)
                    _copy(originals.where(root / "originals", sha), there)
                    count += 1
            for name in ("additions.log", "collection.db", "collection.seal", "README.txt"):
                if (root / name).exists():
                    _copy(root / name, copy / name)
                    count += 1
    finally:
        store.close()
    if (root / "lexicon").is_dir():
        shutil.copytree(root / "lexicon", copy / "lexicon", dirs_exist_ok=True)
    return count


def restore(saved: Given, given: Given) -> int:
    """Return how many files were copied to make a new collection of what was ``saved``, which is checked first."""
    root, copy = where(saved), where(given)
    if is_collection(copy) if isinstance(copy, Address) else copy.exists() and any(copy.iterdir()):
        raise CollectionError(f"{copy} is not empty; give a new place")
    faults = check(root)
    if faults:
        raise CollectionError(f"the backup {root} is not sound: {faults[0]}; nothing was restored")
    return backup(root, copy)


def _copy(source: Path, target: Path) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with steady.reading(source) as a, aside.open("wb") as b:
            for at in range(0, a.size, _COPIED_AT_ONCE):
                b.write(a.read(at, _COPIED_AT_ONCE))
            b.flush()
            os.fsync(b.fileno())
        os.replace(aside, target)
        originals.synced(target.parent)
    finally:
        aside.unlink(missing_ok=True)
