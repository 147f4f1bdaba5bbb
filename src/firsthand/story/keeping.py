"""Known -> bytes and back: what a shelf in a database writes of one article."""

from __future__ import annotations

import json
from typing import Any

from firsthand.story import signature
from firsthand.story.component import Piece
from firsthand.story.likeness import Facts, Tie
from firsthand.story.streaming import Known, Linked


def pack_state(known: Known) -> bytes:
    """Return all that may change of ``known`` as bytes, the same for the same state; its signature never changes."""
    ties = [[i, *known.ties[i], known.likely[i]] for i in sorted(known.ties)]
    f = known.facts
    near = sorted((-s, i) for i, s in known.near.items())
    facts = [f.head_best, f.head_ordinary, f.text_best, f.text_ordinary]
    return json.dumps([near, known.floor, facts, ties, known.piece], separators=(",", ":")).encode("ascii")


def unpack_known(signed: bytes, state: bytes) -> Known:
    """Return what is known of an article from ``signature.pack`` and ``pack_state``."""
    near, floor, facts, ties, piece = json.loads(state)
    return Known(
        signature.unpack(signed),
        {i: -s for s, i in near},
        None if floor is None else (floor[0], floor[1]),
        Facts(*facts),
        {i: Tie(odds, head, text) for i, odds, head, text, _ in ties},
        {i: p for i, *_, p in ties},
        piece,
    )


def pack_linked(linked: Linked) -> bytes:
    """Return a piece and its stories as bytes."""
    found: list[Any] = [linked.piece.members, linked.piece.p_least, linked.groups]
    return json.dumps(found, separators=(",", ":")).encode("ascii")


def unpack_linked(data: bytes) -> Linked:
    """Return what ``pack_linked`` wrote."""
    members, p_least, groups = json.loads(data)
    return Linked(Piece(tuple(members), p_least), tuple(tuple(g) for g in groups))
