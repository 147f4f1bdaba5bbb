"""Backups of a collection, and a collection made of a backup: what is copied is held against its digests on the way.

The copy of a folder arrives beside what was there before (``backup.part``) and takes its place when all of it is known to be
sound. So a fault of the source never reaches an earlier backup.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from firsthand.collection import exchange, lock, log, originals, soundness
from firsthand.collection.address import Where, argument, where
from firsthand.collection.folder import Collection, is_collection
from firsthand.collection.nouns import CollectionError, Fault
from firsthand.collection.pack import unpack
from firsthand.collection.soundness import Given
from firsthand.collection.sqlite import SQLiteStore, is_writable
from firsthand.collection.tables import KEPT, Tables
from firsthand.records import Article

_ARRIVING = soundness.ARRIVING
_FILES = ("collection.db", "collection.seal", "additions.log", "README.txt")
_PIECE = 1 << 20  # bytes copied at a time
_OTHER = "holds another collection; give a new place or an earlier backup"


def backup(given: Given, target: Given) -> int:
    """Return how many files were copied to make ``target`` a sound copy of a collection.

    A target of earlier is brought up to date: one whose log is a beginning of this one's. Raises ``CollectionError``, and then
    it is as it was, when that is not so, or when something that is to be copied is not as it was acknowledged.
    """
    root, copy = where(given), where(target)
    if not is_collection(root):
        raise CollectionError(f"{root} is no collection")
    try:
        _must_lie_apart(root, copy)
        if isinstance(copy, Path) and not is_collection(copy) and _holds_other_files(copy):
            raise CollectionError(f"{copy} holds something else; give an empty folder or an earlier backup")
        if isinstance(root, Path) and isinstance(copy, Path):
            return _copied(root, copy)
        if isinstance(root, Path) and (root / "lexicon").is_dir():
            raise CollectionError(
                f"{root} has tables of its own (lexicon), which only a folder can hold; back it up to one"
            )
        return _moved(root, copy)
    except OSError as error:
        raise CollectionError(f"cannot write the backup {copy}: {error.strerror or error}") from error


def restore(saved: Given, given: Given) -> int:
    """Return how many files were copied to make a new collection of what was ``saved``, which is checked first."""
    root, copy = where(saved), where(given)
    try:
        _must_lie_apart(root, copy)
        unfinished = isinstance(copy, Path) and exchange.is_pending(copy)  # a restore that was cut off at its end
        if (is_collection(copy) and not unfinished) or (isinstance(copy, Path) and _holds_other_files(copy)):
            raise CollectionError(f"{copy} is not empty; give a new place")
    except OSError as error:
        raise CollectionError(f"cannot look into {copy}: {error.strerror or error}") from error
    faults = [f for f in soundness.check(root) if not f.noted]
    if faults:
        raise CollectionError(f"the backup {root} is not sound: {faults[0]}; nothing was restored")
    return backup(root, copy)


def _must_lie_apart(root: Where, copy: Where) -> None:
    """Refuse a copy that lies in what it is a copy of, or where a file is."""
    if not isinstance(copy, Path):
        if root == copy:
            raise CollectionError(f"{copy} is the collection itself; give another place")
        return
    if copy.exists() and not copy.is_dir():
        raise CollectionError(f"{copy} is a file; give a folder")
    inside = next((folder for folder in copy.resolve().parents if is_collection(folder)), None)
    if inside is not None:
        raise CollectionError(f"{copy} lies inside the collection {inside}; give another place")
    if isinstance(root, Path) and copy.resolve() == root.resolve():
        raise CollectionError(f"{copy} is the collection itself; give another place")


def _holds_other_files(copy: Path) -> bool:
    """Tell whether there is anything in a folder but what a first backup that was cut off leaves behind."""
    return copy.exists() and not _is_arriving(copy) and any(p.name != "collection.lock" for p in copy.iterdir())


def _is_arriving(copy: Path) -> bool:
    return (copy / _ARRIVING).is_dir()


# ---- a folder into a folder --------------------------------------------------------------------------------------------


def _copied(root: Path, copy: Path) -> int:
    copy.mkdir(parents=True, exist_ok=True)
    store = SQLiteStore(root, reading=not is_writable(root))
    try:
        with store.at_rest(), lock.held(copy / "collection.lock"):
            _must_be_earlier(copy, store.log_lines())  # nobody has written since
            return _brought(root, copy, store)
    finally:
        store.close()


def _must_be_earlier(copy: Path, lines: Sequence[str]) -> None:
    """Refuse to copy over a collection that is not an earlier state of the one with these lines in its log.

    The log is only ever longer, in a backup, after ``restore`` and after ``check --rebuild`` too: who has all lines of another
    collection is that collection, later. A damaged backup is known by as much as can be read of it.
    """
    SQLiteStore.sealed(copy)  # what a command that was cut off left there is brought into the file
    known = [*enumerate(log.read(copy / "additions.log")), *enumerate(_lines_of_database(copy))]
    if any(log.is_whole(x) and (n >= len(lines) or lines[n] != x) for n, x in known):
        raise CollectionError(f"{copy} {_OTHER}")
    unknown = not any(log.is_whole(x) for _, x in known) and not _is_arriving(copy)
    if unknown and next(originals.names(copy / "originals"), None):
        raise CollectionError(f"{copy} holds originals, and nothing that can be read says of what; give a new place")


def _lines_of_database(copy: Path) -> list[str]:
    """Return the lines of the log that a database holds, none of one that cannot be read."""
    try:
        store = SQLiteStore(copy, reading=True)
    except CollectionError:
        return []
    try:
        return store.log_lines()
    except sqlite3.DatabaseError:
        return []
    finally:
        store.close()


def _brought(root: Path, copy: Path, store: SQLiteStore) -> int:
    """Return how many files were copied, after all of them arrived beside an earlier backup and were found sound."""
    arriving = copy / _ARRIVING
    try:
        arriving.mkdir(exist_ok=True)
        wanted = _arrived(root, copy, store)
    except (CollectionError, OSError):
        shutil.rmtree(arriving, ignore_errors=True)
        raise
    _put_in_place(arriving, copy, wanted)
    return len(wanted) + len(_FILES)


def _arrived(root: Path, copy: Path, store: SQLiteStore) -> list[str]:
    """Return the originals that an earlier backup lacked, now that they and the files of the database lie beside it."""
    arriving, lines = copy / _ARRIVING, store.log_lines()
    with _synced(arriving / "collection.db") as out:
        _none(root, store.seal.check(out))
    _none(root, log.check(root / "additions.log", lines))
    for name in _FILES[1:]:
        if (root / name).exists():
            with _synced(arriving / name) as out:
                out.write((root / name).read_bytes())
    if (root / "lexicon").is_dir():
        shutil.rmtree(arriving / "lexicon", ignore_errors=True)
        shutil.copytree(root / "lexicon", arriving / "lexicon")
    held = {sha: originals.where(root / "originals", sha).stat().st_size for sha in originals.names(root / "originals")}
    _none(root, _lacking(held, lines))
    wanted = [sha for sha, size in held.items() if not _holds(originals.where(copy / "originals", sha), sha, size)]
    for sha in wanted:
        if not _holds(arriving / sha, sha, held[sha]):
            with (
                originals.where(root / "originals", sha).open("rb") as stream,
                _synced(arriving / f"{sha}.part") as out,
            ):
                shutil.copyfileobj(_Sworn(stream, sha, root), out, _PIECE)
            os.replace(arriving / f"{sha}.part", arriving / sha)
    return wanted


def _put_in_place(arriving: Path, copy: Path, wanted: Sequence[str]) -> None:
    """Let what arrived take its place: originals first, which nothing needs yet, then all else at once."""
    for sha in wanted:
        there = originals.where(copy / "originals", sha)
        there.parent.mkdir(parents=True, exist_ok=True)
        os.replace(arriving / sha, there)
        originals.synced(there.parent)
    exchange.ready(copy, arriving, ("lexicon", *_FILES), exchange.BESIDE, {})
    exchange.finish(copy)


def _has(file: Path, size: int) -> bool:
    return file.exists() and file.stat().st_size == size


def _holds(file: Path, sha256: str, size: int) -> bool:
    """Tell whether an earlier backup holds an original, read anew: what is damaged there is copied again."""
    if not _has(file, size):
        return False
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError:
        return False


@contextmanager
def _synced(path: Path) -> Iterator[BinaryIO]:
    """Return a new file that survives a power cut once the block has ended."""
    with path.open("wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


# ---- between a folder and a database -----------------------------------------------------------------------------------


def _moved(root: Where, copy: Where) -> int:
    """Copy a collection of one kind into one of another, row by row; only the words of documents are indexed anew."""
    with Collection(root, reading=isinstance(root, Path) and not is_writable(root)) as source:
        old = source.store
        assert isinstance(old, Tables)
        with old.at_rest():
            lines = old.log_lines()
            _none(root, _faults(old, lines))
            _none(root, _lacking(dict.fromkeys(source.originals.names()), lines))
            with Collection(copy, create=True) as target:
                return _filled(source, target, lines)


def _filled(source: Collection, target: Collection, lines: Sequence[str]) -> int:
    """Return how many originals and databases were copied."""
    old, new = source.store, target.store
    assert isinstance(old, Tables)
    assert isinstance(new, Tables)
    _must_begin(target, lines)
    count = _originals_moved(source, target)
    with new.writing():
        _must_begin(target, lines)
        for table in KEPT:
            new.fill(table, *old.rows(table))
        new.empty_words()
        for number, data in old.rows("articles")[1]:
            new.index.put_words(number, unpack(data, Article))
    return count + 1


def _must_begin(target: Collection, lines: Sequence[str]) -> None:
    there = target.store.log_lines()
    if there != lines[: len(there)]:
        raise CollectionError(f"{target.where} {_OTHER}")


def _faults(store: Tables[Any], lines: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with the database and the log of a collection that is to be copied row by row."""
    if isinstance(store, SQLiteStore):
        yield from store.seal.check()
        yield from log.check(store.log_path, lines)
    else:
        yield from store.faults()
        yield from log.faults("log", "".join(f"{x}\n" for x in lines).encode("ascii", "replace"))


def _originals_moved(source: Collection, target: Collection) -> int:
    held = set(target.originals.names())
    wanted = [sha for sha in source.originals.names() if sha not in held]
    for sha in wanted:
        with source.originals.open(sha) as stream:
            target.originals.keep(cast(BinaryIO, _Sworn(stream, sha, source.where)), sha, sha, sha)
    return len(wanted)


# ---- what is not sound -------------------------------------------------------------------------------------------------


def _none(root: Where, faults: Iterable[Fault]) -> None:
    """Raise the first of ``faults``, if there is any."""
    for fault in faults:
        raise CollectionError(
            f"{root} is not sound: {fault}; nothing was copied, firsthand check {argument(root)} names all that is wrong"
        )


def _lacking(held: Mapping[str, int | None], lines: Sequence[str]) -> Iterator[Fault]:
    """Yield the originals that the log tells of and that are not held, or with another size; not those noted as lost."""
    lost = soundness.lost(lines)
    for sha, size in soundness.sizes(lines).items():
        if sha not in held and sha not in lost:
            yield Fault(originals.called(sha), "", originals.MISSING)
        elif held.get(sha, size) not in (size, None):
            yield Fault(originals.called(sha), "", f"has {held[sha]} bytes, not {size}")


class _Sworn:
    """The bytes of an original to be read once, in order; raises at their end when they are not those that its name says."""

    def __init__(self, stream: BinaryIO, sha256: str, root: Where) -> None:
        self._stream, self._sha256, self._root = stream, sha256, root
        self._hash, self._size = hashlib.sha256(), 0

    def seekable(self) -> bool:
        """Tell that it can be read in order only."""
        return False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._stream.read(size)
        self._hash.update(piece)
        self._size += len(piece)
        if not piece and self._hash.hexdigest() != self._sha256:
            _none(self._root, [originals.misnamed(self._sha256, self._size, self._hash.hexdigest())])
        return piece
