"""What is kept of an article and of a piece, by the ids of documents: records, and bytes for a database.

All of it follows from the set of articles, whatever their order, but for how many spare neighbours stand behind those that count.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from firsthand.story.lists import Long
from firsthand.story.nearest import Holders

# what an article has in common with another, as ``likeness.Ties`` has it, and the probabilities of ``likeness.p_same``
TIED = np.dtype([("odds", "<f8"), ("head", "<i4"), ("text", "<i4"), ("days", "i1"), ("p", "i1"), ("like", "i1")])
_HEAD = struct.Struct("<q4bHHI")  # floor, facts, how many neighbours there are, how many of them count, how many ties
_said = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is kept of one article beside its signature.

    ``documents``: its neighbours, the nearest first, then others that count it among theirs. It is tied to the first ``counted``
    of them and to those others; ``ties`` says how (``TIED``), in that order. All other neighbours rank no higher than ``floor``,
    0 when there are none.
    """

    keys: Long  # the ranks of the neighbours
    counted: int
    documents: Sequence[str]
    ties: NDArray[np.void]
    floor: int
    facts: tuple[int, ...]
    piece: str  # the first document of the piece it lies in


@dataclass(frozen=True, slots=True)
class Linked:
    """A piece, that is articles that hang together by pairs that hold on a rung of the ladder, and the stories in it."""

    members: tuple[str, ...]
    rung: int
    groups: tuple[tuple[str, ...], ...]


class Shelf(Holders, Protocol):
    """A database in which a stream keeps what it knows; the words of articles too."""

    @property
    def turn(self) -> object:
        """Return what is another thing whenever that which was read before is to be read anew."""

    def count(self) -> int:
        """Return how many articles are known."""

    def documents(self) -> Iterable[str]:
        """Return the ids of all known articles; asked for once, when a small collection becomes a large one, and for all stories."""

    def known(self, documents: Sequence[str]) -> Mapping[str, tuple[bytes, bytes]]:
        """Return the signatures of articles and what is known of them, as bytes."""

    def sign(self, signatures: Mapping[str, bytes]) -> None:
        """Keep the signatures of new articles."""

    def keep(self, known: Mapping[str, bytes]) -> None:
        """Keep what is known of articles, new or changed."""

    def drop(self, documents: Sequence[str]) -> None:
        """Forget what is known of articles."""

    def linked(self, first: str) -> Linked:
        """Return the piece whose first document is ``first``."""

    def keep_linked(self, linked: Linked) -> None:
        """Keep a piece, under its first document."""

    def drop_linked(self, first: str) -> None:
        """Forget the piece whose first document is ``first``."""


def pack_known(known: Known) -> bytes:
    """Return ``known`` as bytes, the same for the same state; ``unpack_known`` reads them."""
    head = _HEAD.pack(known.floor, *known.facts, len(known.keys), known.counted, len(known.ties))
    said = _said([*known.documents, known.piece]).encode("ascii")
    return head + known.keys.astype("<i8").tobytes() + known.ties.tobytes() + said


def unpack_known(data: bytes) -> Known:
    """Return what ``pack_known`` wrote."""
    floor, *facts, near, counted, tied = _HEAD.unpack_from(data)
    keys = np.frombuffer(data, "<i8", near, _HEAD.size)
    at = _HEAD.size + keys.nbytes
    ties = np.frombuffer(data, TIED, tied, at)
    *documents, piece = json.loads(data[at + ties.nbytes :])
    return Known(keys.astype(np.int64), counted, documents, ties, floor, tuple(facts), piece)


def pack_linked(linked: Linked) -> bytes:
    """Return a piece and its stories as bytes."""
    found: list[Any] = [linked.members, linked.rung, linked.groups]
    return json.dumps(found, separators=(",", ":")).encode("ascii")


def unpack_linked(data: bytes) -> Linked:
    """Return what ``pack_linked`` wrote."""
    members, rung, groups = json.loads(data)
    return Linked(tuple(members), rung, tuple(tuple(g) for g in groups))
