"""The id of a place -> how far it reaches around the middle at which it stands on the map."""

from __future__ import annotations

from functools import cache

from firsthand import lexicon
from firsthand.lexicon import gazetteer

# Kilometres around the middle within which nine tenths of the gazetteer's towns of a place lie, in three of four places of that
# kind: 571 in 229 countries, 119 in 257 regions, 36 in 77 districts (those with five towns or more, of samples).
_KM = {"country": 570.0, "area": 570.0, "region": 120.0, "district": 35.0}


def reach_km(ident: str) -> float:
    """Return how far a place reaches around its middle: 0 for towns, points, and places that the shipped tables do not have."""
    kind, _, name = ident.partition(":")
    if kind == "geo":
        return _wide().get(int(name), 0.0) if name.isascii() and name.isdigit() else 0.0
    return _own().get(ident, 0.0)


@cache
def _wide() -> dict[int, float]:
    """Return the reach of every place of the gazetteer that is more than a town, by its number there."""
    shipped = gazetteer.load()
    km = [_KM.get(p, 0.0) for p in gazetteer.PRECISION]
    return {i: km[sort] for i, sort in zip(shipped.ids, shipped.sorts, strict=True) if i and km[sort]}


@cache
def _own() -> dict[str, float]:
    """Return the reach of the places that stand in ``exonyms.toml`` with a position of their own, by id."""
    rows = lexicon.load().table("exonyms")["places"].values()
    return {f"place:{'-'.join(r['name'].lower().split())}": _KM.get(r.get("sort", "town"), 0.0) for r in rows}
