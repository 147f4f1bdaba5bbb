"""The gazetteer entries of several accounts -> one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from firsthand.records import Account, DocumentId, Place, PlaceId


def settle_places(accounts: Mapping[DocumentId, Account]) -> tuple[Place, ...]:
    """Return every place that an account names, each once with all its names, in order of id."""
    found: dict[PlaceId, Place] = {}
    for ident in sorted(accounts):
        for place in accounts[ident].gazetteer:
            old = found.get(place.id)
            merged = replace(old, names=tuple(sorted({*old.names, *place.names}))) if old else place
            found[place.id] = merged
    return tuple(found[i] for i in sorted(found))
