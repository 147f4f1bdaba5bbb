"""Whether a collection is as it was acknowledged; backups; and the database made again from what is kept."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from firsthand.collection import lock, log, originals
from firsthand.collection.crew import Crew
from firsthand.collection.folder import Collection, is_collection
from firsthand.collection.grow import Growth, Progress, nothing
from firsthand.collection.nouns import Added, CollectionError, Fault, Original
from firsthand.collection.sqlite import SQLiteStore
from firsthand.collection.way import Way


def check(folder: str | Path) -> list[Fault]:
    """Return every fault of a collection: bytes of originals, log and database that are not as they were acknowledged."""
    root = Path(folder)
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
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
    entries: list[dict[str, Any]] = [log.entry_of(x) for x in lines] if lines is not None else _entries(root)
    sizes = {e["sha256"]: e["size"] for e in entries if e.get("what") == "original"}
    return faults + list(originals.check(root / "originals", sizes))


def _entries(root: Path) -> list[dict[str, Any]]:
    """Return what those lines of the log say that can be read."""
    out = []
    for x in log.read(root / "additions.log"):
        try:
            out.append(log.entry_of(x))
        except ValueError:
            continue
    return out


def rebuild(folder: str | Path, *, way: Way | None = None, workers: int = 0, progress: Progress = nothing) -> Added:
    """Return what became of everything that originals and log hold, read again into a new database.

    The old database and log are kept beside it, with ``.damaged`` at the end of their names.
    """
    root = Path(folder)
    seen: dict[tuple[str, str], Original] = {}
    for e in _entries(root):
        if e.get("what") == "original":
            o = Original(e["sha256"], e["size"], e["name"], e["uri"], e["real"])
            seen[o.real, o.sha256] = o
    _of_database(root, seen)
    with lock.held(root / "collection.lock"):
        for name in ("collection.db", "collection.db-wal", "collection.db-shm", "collection.seal", "additions.log"):
            if (root / name).exists():
                os.replace(root / name, root / f"{name}.damaged")
        (root / "collection.open").unlink(missing_ok=True)
        (root / "additions.log").touch()
    there = [o for o in seen.values() if originals.where(root / "originals", o.sha256).exists()]
    with Collection(root, way=way) as c, Crew(c.way, workers) as crew:
        growth = Growth(c.store, c.originals, c.way, crew, progress)
        growth.read(there, sum(o.size for o in there))
        growth.tell_stories()
        return Added(c.store.ledger(), growth.new, growth.already, growth.resolved, ())


def _of_database(root: Path, seen: dict[tuple[str, str], Original]) -> None:
    """Add the originals that the database knows, as far as it can still be read."""
    try:
        with Collection(root, reading=True) as c:
            for p in c.store.places():
                seen.setdefault((p.original.real, p.original.sha256), p.original)
    except (CollectionError, OSError, ValueError, RuntimeError):
        return
    except Exception:  # a damaged database may fail in any way; the log is the other witness
        return


def backup(folder: str | Path, target: str | Path) -> int:
    """Return how many files were copied to make ``target`` a sound copy of a collection; a target of earlier is brought up to date."""
    root, copy = Path(folder), Path(target)
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
    if copy.exists() and any(copy.iterdir()) and not is_collection(copy):
        raise CollectionError(f"{copy} holds something else; give an empty folder or an earlier backup")
    try:
        return _copied(root, copy)
    except OSError as error:
        raise CollectionError(f"cannot write the backup {copy}: {error.strerror or error}") from error


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


def restore(saved: str | Path, folder: str | Path) -> int:
    """Return how many files were copied to make ``folder`` the collection that was ``saved``; both are checked."""
    root, copy = Path(saved), Path(folder)
    if copy.exists() and any(copy.iterdir()):
        raise CollectionError(f"{copy} is not empty; give a new folder")
    faults = check(root)
    if faults:
        raise CollectionError(f"the backup {root} is not sound: {faults[0]}; nothing was restored")
    return backup(root, copy)


def _copy(source: Path, target: Path) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with source.open("rb") as a, aside.open("wb") as b:
            shutil.copyfileobj(a, b, 1 << 20)
            b.flush()
            os.fsync(b.fileno())
        os.replace(aside, target)
        originals.synced(target.parent)
    finally:
        aside.unlink(missing_ok=True)
