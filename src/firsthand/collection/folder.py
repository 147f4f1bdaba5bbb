"""A collection, in a folder or at the address of a database: opened, grown, shown."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from firsthand import __version__, dossier, lexicon
from firsthand import verify as proof
from firsthand.capture import STANDARD_INPUT
from firsthand.capture.intake import Intake
from firsthand.collection import deciding, exchange, originals, reading, search, whole
from firsthand.collection.address import Address, Where, argument, where
from firsthand.collection.crew import Crew
from firsthand.collection.gather import Gathering
from firsthand.collection.grow import Growth, HeldArticles, Progress, nothing
from firsthand.collection.nouns import Added, Bookmark, CollectionError, Original, StoryRow
from firsthand.collection.originals import Folder, Originals
from firsthand.collection.pack import unpack
from firsthand.collection.search import Hit
from firsthand.collection.sqlite import SQLiteStore
from firsthand.collection.store import Store
from firsthand.collection.way import Stages, Way
from firsthand.decision import Decision
from firsthand.errors import LexiconError
from firsthand.export.json import to_object
from firsthand.records import Article, Capture, Decided, Dossier, Skipped, Stemma, Story, StoryId
from firsthand.verify import Finding

_README = """A Firsthand collection.

originals/ab/<sha256>  every file as it was given, under the SHA-256 of its bytes
additions.log          what was added and decided, one JSON object a line, each line chained to the one before by a digest
collection.db          SQLite 3: documents, accounts, stories (zlib-compressed JSON in BLOBs); made from the two above
collection.seal        a digest of every page of collection.db

Copy the folder whole, or use `firsthand backup`. `firsthand check FOLDER` tells whether a byte of it has changed,
`firsthand check FOLDER --rebuild` makes the database again from originals and log.
"""


def is_collection(given: str | Path | Address) -> bool:
    """Tell whether a folder or a database holds a collection, whole or damaged."""
    path = where(given)
    if isinstance(path, Address):
        from firsthand.collection.postgres import store

        return store.is_collection(path)
    return (path / "collection.db").exists() or (path / "additions.log").exists() or exchange.is_pending(path)


def way_of(place: Where, tell: Callable[[str], None] | None = None) -> Way:
    """Return the rules that a collection is read by: the shipped ones, with its own tables over them.

    ``tell`` is told of files that nothing reads. Raises ``LexiconError`` where a table of its own is none.
    """
    own = place / "lexicon" if isinstance(place, Path) else None
    known = lexicon.load(own) if own is not None and own.is_dir() else lexicon.load()
    if tell is not None:
        for line in known.unread():
            tell(line)
    return Stages(known)


class Collection:
    """An open collection. ``with Collection(folder) as c: c.add(paths)``; or ``Collection("postgresql://...")``."""

    def __init__(
        self,
        given: str | Path | Address,
        *,
        create: bool = False,
        reading: bool = False,
        way: Way | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.where = where(given)
        self._way = way
        if way is None:
            self._told_tables(reading, tell)
        self.store, self.originals = _opened(self.where, create=create, reading=reading, tell=tell)

    def __enter__(self) -> Collection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Seal what was written and let go of the files."""
        self.store.close()

    @property
    def way(self) -> Way:
        """Return the rules that the collection is read by: the shipped ones, with its own tables over them."""
        if self._way is None:
            self._way = way_of(self.where)
        return self._way

    def _told_tables(self, reading: bool, tell: Callable[[str], None] | None) -> None:
        """Load the collection's own tables before anything is touched; who only reads is told what is wrong with them."""
        try:
            self._way = way_of(self.where, tell)
        except LexiconError as error:
            if not reading:
                raise
            if tell is not None:
                tell(f"{error} Until then nothing can be added.")

    # ---- growing -----------------------------------------------------------------------------------------------------

    def add(
        self,
        paths: Iterable[str | Path] = (),
        *,
        stdin: BinaryIO | None = None,
        workers: int = 0,
        progress: Progress = nothing,
    ) -> Added:
        """Return what became of everything under ``paths`` once it is kept, read, and told in stories.

        What an earlier run left unfinished is finished first; what is held already is not read again.
        """
        return self._grown(list(paths), stdin, workers, progress, self.decided())

    def decide(self, given: Iterable[Decision], *, workers: int = 0, progress: Progress = nothing) -> Added:
        """Return what became of ``add`` after people's decisions are kept; ones that are held already change nothing."""
        before = self.decided()
        deciding.keep(self.store, given, Gathering(self.store, self.way, HeldArticles(self.store)))
        return self._grown([], None, workers, progress, before)

    def _grown(
        self,
        wanted: Sequence[str | Path],
        stdin: BinaryIO | None,
        workers: int,
        progress: Progress,
        before: Sequence[Decided],
    ) -> Added:
        found = reading.given(wanted, self.where if isinstance(self.where, Path) else None)
        self.originals.clear_away()
        mended = len(self.originals.mended)
        with Crew(self.way, workers) as crew:
            growth = Growth(self.store, self.originals, self.way, crew, progress)
            growth.read_again()
            unfinished = [b.original for b in self.store.bookmarks() if not b.done]
            growth.read(unfinished, sum(o.size for o in unfinished))
            arrived = self._arrived(wanted, stdin)
            total = sum(o.size for o in arrived) + sum(_size(f) for f in found)
            growth.read(chain(arrived, self._kept(found)), total)
            with self.store.writing():
                for o in self.originals.mended[mended:]:  # what is being made again of the damaged ones is begun anew
                    self.store.note({"what": "mended", "sha256": o.sha256, "size": o.size})
            growth.tell_stories()
        decided = tuple(d for d in self.decided() if d not in before)
        untold = tuple(dict.fromkeys(growth.untold))
        return Added(
            self.store.ledger(),
            growth.new,
            growth.already,
            growth.resolved,
            tuple(growth.moves),
            (*growth.skipped, *growth.passed_over.values()),
            untold,
            decided,
            tuple(self.originals.mended[mended:]),
        )

    def _arrived(self, wanted: Sequence[str | Path], stdin: BinaryIO | None) -> list[Original]:
        """Return what comes on standard input, kept: how much it is to read is known only then."""
        if stdin is None or all(str(p) != STANDARD_INPUT for p in wanted):
            return []
        return [reading.keep_stream(self.originals, stdin)]

    def _kept(self, found: Sequence[Path]) -> Iterator[Original]:
        for file in found:
            yield reading.keep(self.originals, file)

    # ---- finding -----------------------------------------------------------------------------------------------------

    def find(self, asked: Iterable[str], most: int = search.MOST) -> list[Hit]:
        """Return the stories that meet every condition of a query (see ``query``), best first, each with the reasons."""
        return search.asked(self.store.index, asked, most)

    def unfinished(self) -> str:
        """Return what is still to be read and told, and how it goes on, as one line; empty when that is nothing."""
        if left := self.left():
            return f"{left} (names, places, days and tolls are found once told); firsthand add {argument(self.where)} goes on"
        return (
            ""
            if self.store.documents()
            else f"no stories yet; firsthand add {argument(self.where)} PATH... reads files into it"
        )

    def left(self) -> str:
        """Return in words what a stopped command left to be read and told; empty when that is nothing."""
        files = sum(not p.done for p in self.store.bookmarks())
        reports = self.store.shelves.waiting() + self.store.shelves.many_touched()
        stories = len(self.store.untold())
        left = (
            f"{n:,} {one if n == 1 else many} not {what} yet"
            for n, one, many, what in (
                (files, "file is", "files are", "read to the end"),
                (reports, "report is", "reports are", "put into stories"),
                (stories, "story is", "stories are", "told"),
            )
            if n
        )
        return ", ".join(left)

    # ---- showing -----------------------------------------------------------------------------------------------------

    def stories(self) -> list[StoryRow]:
        """Return every story, in order of ids."""
        return self.store.stories()

    def story(self, name: str) -> Dossier:
        """Return the dossier of a story, called by its id or by words of its title that no other story has."""
        data = self.store.dossier(self.named(name))
        if data is None:
            raise CollectionError(
                f"the story {name!r} is not told yet; firsthand add {argument(self.where)} finishes that"
            )
        return dossier.bind([unpack(data, Dossier)])

    def named(self, name: str) -> StoryId:
        """Return the id of the story that ``name`` calls."""
        rows = self.stories()
        words = name.casefold().split()
        same = [r.id for r in rows if r.id == name] or [
            r.id for r in rows if words and all(w in r.title.casefold() for w in words)
        ]
        if len(same) != 1:
            some = "; ".join(same[:5])
            what = f"{len(same)} stories are called so ({some} ...); give an id" if same else "no story is called so"
            lists = f"firsthand stories {argument(self.where)} lists them"
            if not same and (left := self.left()):
                lists = f"{left}: firsthand add {argument(self.where)} goes on"
            raise CollectionError(f"{name!r}: {what}; {lists}")
        return same[0]

    def decisions(self) -> tuple[Decision, ...]:
        """Return what people decided, in order of arrival."""
        return self.store.decisions()

    def decided(self) -> tuple[Decided, ...]:
        """Return what became of every decision, in their order."""
        return deciding.report(self.store)

    def dossier(self) -> Dossier:
        """Return the dossier of the whole collection: what ``trace`` gives for the same files and decisions, byte for byte.

        Raises ``CollectionError`` while something is left to be read or told.
        """
        with self.store.at_one_moment():
            self._ended()
            parts = dossier.bind([Dossier(stemma=self._across()), *self._dossiers()], self.store.skipped())
            return replace(parts, decisions=self.decided())

    def write_json(self, out: Callable[[bytes], object]) -> None:
        """Write the dossier of the whole collection as one line of JSON, as ``trace --format json`` does; memory does not grow."""
        with self.store.at_one_moment():
            self._ended()
            apart = Dossier(stemma=self._across(), decisions=self.decided())
            whole.write(self._dossiers(), apart, self.store.skipped(), self.store.ledger(), __version__, out)
        out(b"\n")

    def _ended(self) -> None:
        if left := self.left():
            raise CollectionError(f"{left}; firsthand add {argument(self.where)} finishes that")

    def _dossiers(self) -> Iterator[Dossier]:
        for row in self.stories():
            held = self.store.dossier(row.id)
            assert held is not None  # _ended looked at all of them in the same moment
            yield unpack(held, Dossier)

    def _across(self) -> Stemma:
        """Return the kin between stories."""
        rows = self.stories()
        held = [self.store.story(row.id) for row in rows]
        told = [unpack(x, Story) for x in held if x is not None]
        related = (self.store.related(row.id) for row in rows)
        return self.way.across((unpack(x, Stemma) for x in related if x), told)

    def verify(self) -> tuple[list[Finding], int]:
        """Return what does not read back from the originals, and how many documents there are.

        Each document is held against its capture, read again; then each span of each story against its documents.
        """
        found: list[Finding] = []
        count = 0
        with Intake() as intake:
            for bookmark in self.store.bookmarks():
                for n, item in self._read_again(bookmark, intake, found):
                    held = self.store.held_at(bookmark.number, n)
                    if held is None:
                        continue
                    count += 1
                    if isinstance(item, Capture):
                        found += _read_back(self.store.article(held), item)
                    else:
                        reason = "it is not there" if item is None else item.reason
                        found.append(Finding(held, "original", f"cannot be read again: {reason}"))
        for row in self.stories():
            data = self.store.dossier(row.id)
            if data is not None:
                told = to_object(unpack(data, Dossier), "")
                for d in told["documents"]:  # their bytes are held against the captures above
                    d["zones"] = [{**z, "bytes": None} for z in d["zones"]]
                found += proof.verify(told, self._recorded)
        return found, count

    def _read_again(
        self, bookmark: Bookmark, intake: Intake, found: list[Finding]
    ) -> Iterator[tuple[int, Capture | Skipped | None]]:
        """Yield what each item of a place gives, read again; an original that cannot be read is one more thing ``found``."""
        at = 0
        try:
            for _, item in islice(
                reading.items(self.originals, bookmark.original, intake, keep_raw=True), bookmark.items
            ):
                yield at, item
                at += 1
        except (OSError, CollectionError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            found.append(
                Finding(bookmark.original.uri, originals.called(bookmark.original.sha256), f"cannot be read: {reason}")
            )
            return
        yield from ((n, None) for n in range(at, bookmark.items))

    def captures(self, hashes: Container[str]) -> Iterator[proof.Original]:
        """Yield the captures with these hashes, read again, for the ``verify`` of a dossier; what cannot be read gives none."""
        with Intake() as intake:
            wanted = self.store.places_with(hashes)
            for bookmark in (p for p in self.store.bookmarks() if p.number in wanted):
                for _, item in self._read_again(bookmark, intake, []):
                    if isinstance(item, Capture) and item.sha256 in hashes:
                        yield _original(item)

    def _recorded(self, document: proof.Record) -> Sequence[proof.Original]:
        uri = document["uri"]
        return [proof.Original(uri, a.sha256, a.text) for a in map(self.store.article, self.store.held_as(uri))]


def _original(capture: Capture) -> proof.Original:
    text = capture.page.text if capture.page is not None else capture.text or ""
    return proof.Original(capture.uri, capture.sha256, text, capture.raw)


def _read_back(article: Article, capture: Capture) -> Sequence[Finding]:
    return proof.verify({"documents": [msgspec.to_builtins(article)]}, lambda _: [_original(capture)])


def _opened(
    place: Where, *, create: bool, reading: bool, tell: Callable[[str], None] | None
) -> tuple[Store, Originals]:
    """Return the tables and the originals of a collection."""
    if isinstance(place, Address):
        from firsthand.collection.postgres.store import PostgresStore

        shared = PostgresStore(place, create=create, reading=reading, tell=tell)
        return shared, shared.originals
    if not is_collection(place):
        if not create:
            raise CollectionError(f"{place} is no collection; {_how_to_make(place)}")
        _made(place)
    return SQLiteStore(place, tell=tell, reading=reading), Folder(place / "originals")


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(not _is_ours(p.name) for p in folder.iterdir()):
            raise CollectionError(f"{folder} holds other files; give a new folder for the collection")
        (folder / "README.txt").write_text(_README, "utf8")
    except OSError as error:
        raise CollectionError(f"cannot make a collection in {folder}: {error.strerror or error}") from error


def _how_to_make(place: Path) -> str:
    if (place.is_dir() and all(_is_ours(p.name) for p in place.iterdir())) or not place.exists():
        return f"firsthand add {argument(place)} PATH... makes one"
    return f"it is {'a folder of other files' if place.is_dir() else 'a file'}: give the folder of a collection"


def _is_ours(name: str) -> bool:
    """Tell whether a file may stand in a collection that another command is making at this moment."""
    return name in ("README.txt", "lexicon", "originals") or name.startswith(("collection.", "additions."))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0
