"""What a collection holds beside the records of the data's way: how far originals are read, documents held, findings, moves."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.errors import FirsthandError
from firsthand.records import Article, Decided, DocumentId, Ledger, Skipped, StoryId


class CollectionError(FirsthandError):
    """A collection cannot be opened, read or written; the message says which, why and what to do next."""


class NewerError(CollectionError):
    """A collection was written by a later version: nothing of it may be changed by this one."""


class LostOriginalError(CollectionError):
    """An original is not where it was kept, or cannot be read there."""


class NotHeld(LookupError):
    """Something is not there under the name it had: another command renamed or joined it meanwhile."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was given: the hash of its bytes, its size, and where it lay."""

    sha256: str
    size: int
    name: str  # the file's own name, which says how it is read
    uri: str  # the path as it was given
    real: str  # the same path with links resolved: one file has one


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far an original is read: how many of its items are held, and whether that is all of them."""

    number: int  # ``place`` in the tables
    original: Original
    items: int
    done: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found in an original, analysed: an article with the key of its account, or why there is none.

    The article's id is the one that its capture asks for; the collection settles who gets it.
    """

    ordinal: int
    article: Article | None
    key: str  # of the account: digest of what the account depends on
    account: bytes | None  # packed; ``None`` when the collection holds an account with this key
    skipped: Skipped | None


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the collection: its number, its id, and digests of all that its story depends on."""

    number: int
    id: DocumentId
    digest: str


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as a list shows it; ``fresh`` when its dossier is up to date with its documents."""

    id: StoryId
    title: str
    documents: int
    claims: int
    first: str | None  # earliest date of publication
    last: str | None
    fresh: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A figure of a story that is another one now: what it was, what it is, and which rule made the difference."""

    story: StoryId
    what: str
    before: str
    after: str
    because: str

    def __str__(self) -> str:
        """Return the move as one line."""
        return f"{self.story}: {self.what}: {self.before} -> {self.after} ({self.because})"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one ``add``: the ledger of the whole collection, and what is new in it."""

    ledger: Ledger
    new: int  # items read now
    already: int  # originals that were held
    stories: int  # resolved now
    moves: tuple[Move, ...]  # what stands otherwise because the rules are other ones
    skipped: tuple[
        Skipped, ...
    ] = ()  # what was refused or failed now, the first of it; what was no article, a row a reason
    untold: tuple[str, ...] = ()  # a line for each story that could not be told
    decided: tuple[Decided, ...] = ()  # what became of people's decisions, where it is another thing than before
    mended: tuple[Original, ...] = ()  # that were held damaged; the bytes given now stand in their place


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that ``check`` found: in which file, where in it, and what is wrong."""

    file: str
    where: str
    fault: str
    noted: bool = False  # an original that was missing when the database was made again: the log says so, backups go on

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.file}: {self.where}: {self.fault}" if self.where else f"{self.file}: {self.fault}"
