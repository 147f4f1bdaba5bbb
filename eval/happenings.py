"""Events of one story beside a careful coder's list: which are found, which are too many, and how often each field is right.

A list (``eval/gold/events/coder``) was written from the texts before any output was seen. Each row is an event: ``type``, ``mode`` and
``status`` say what may be coded (``null``: anything), ``place`` words of which one is in the place's name, ``first`` and ``last`` the days
that it may lie in, ``tolls`` role and count that accounts give; a row that is ``optional`` may be coded or left.
A row is found by an event of its type and mode whose days meet its own; of several the one that agrees in most fields.
Run: ``python -m eval.happenings DOSSIER.json LIST.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand.fold import fold

FIELDS = ("status", "place", "tolls")


def agreement(row: Mapping[str, Any], event: Mapping[str, Any], place: str) -> dict[str, float] | None:
    """Return how far an event agrees with a row in each field that the row has; ``None`` when it is another event."""
    first, last = event.get("earliest") or "", event.get("latest") or event.get("earliest") or ""
    if event["type"] not in row["type"] or (row["mode"] and event.get("mode") not in row["mode"]):
        return None
    if (row["last"] and first[:10] > row["last"]) or (row["first"] and last and last[:10] < row["first"]):
        return None
    found = {"status": float(event["status"] in row["status"])}
    if row["place"]:
        found["place"] = float(any(word in fold(place) for word in row["place"]))
    if row["tolls"]:
        said = {(t["role"], n) for t in event["toll"] for n in (t["low"], t["high"])}
        found["tolls"] = sum((role, n) in said for role, n in row["tolls"]) / len(row["tolls"])
    return found


def score(dossier: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return how many rows that must be coded are found, which are not, how many events are in no row, and the mean of each field."""
    places = {p["id"]: " ".join((p["name"], *p["names"], p.get("admin1") or "")) for p in dossier["gazetteer"]}
    left = sorted(dossier["events"], key=lambda e: (-len(e["statements"]), e["id"]))
    missed: list[str] = []
    fields: dict[str, list[float]] = {f: [] for f in FIELDS}
    for row in sorted(rows, key=lambda r: bool(r.get("optional"))):
        fits = [(agreement(row, e, places.get(e.get("place") or "", "")), e) for e in left]
        able = [(f, e) for f, e in fits if f is not None]
        if not able:
            missed += [] if row.get("optional") else [row["what"]]
            continue
        found, event = max(able, key=lambda x: sum(x[0].values()))
        left.remove(event)
        for name, value in found.items() if not row.get("optional") else ():
            fields[name].append(value)
    must = sum(not r.get("optional") for r in rows)
    return {
        "must": must,
        "found": must - len(missed),
        "missed": missed,
        "events": len(dossier["events"]),
        "in no row": sorted(f"{e['type']}/{e.get('mode')} {e['status']} {e['id']}" for e in left),
        **{f: round(sum(v) / len(v), 3) for f, v in fields.items() if v},
    }


def main(dossier: str, rows: str) -> None:
    """Print the figures."""
    given, wanted = (json.loads(Path(p).read_text("utf8")) for p in (dossier, rows))
    print(json.dumps(score(given, wanted), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:3])
