"""Dossier -> Arrow and Polars tables, one for every table of the contract; needs the optional extra ``tables``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firsthand.errors import FirsthandError, MissingExtraError
from firsthand.export.json import to_object
from firsthand.records import Dossier

if TYPE_CHECKING:
    import polars
    import pyarrow

# Each column with its type: s text, i whole number, f number, b truth, S list of texts, P list of spans, J JSON text.
# A name with a dot is a field of a nested record: ``support.origins.low`` -> column ``support_origins_low``.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "id": "s", "uri": "s", "sha256": "s", "outlet": "s", "title.text": "s", "title.span": "p", "language": "s",
        "published.earliest": "s", "published.latest": "s", "published.precision": "s", "published.basis": "s",
        "published.span": "p", "text": "s", "url": "s", "zones": "J",
        "form": "s", "modified": "s", "author": "s",
    },
    "zones": {"document": "s", "kind": "s", "start": "i", "end": "i", "because": "s"},
    "skipped": {"uri": "s", "stage": "s", "reason": "s", "outcome": "s", "count": "i", "offsets": "J"},
    "sources": {"id": "s", "name": "s", "kind": "s", "names": "S", "document_ids": "S", "lost": "b", "because": "s"},
    "attributions": {
        "id": "s", "document": "s", "source": "P", "cue": "P", "content": "P", "parent": "s", "source_id": "s",
        "manner": "s", "hedges": "P", "because": "s",
    },
    "statements": {
        "id": "s", "document": "s", "content": "P", "chain": "S", "status": "s", "claim": "s", "zone": "s",
        "because": "s", "answers": "s",
    },
    "times": {
        "document": "s", "start": "i", "end": "i", "value": "s", "earliest": "s", "latest": "s", "precision": "s",
        "because": "s",
    },
    "places": {"document": "s", "start": "i", "end": "i", "place": "s", "because": "s"},
    "gazetteer": {
        "id": "s", "name": "s", "lat": "f", "lon": "f", "country": "s", "admin1": "s", "precision": "s", "names": "S",
        "candidates": "J", "because": "s",
    },
    "quantities": {
        "document": "s", "start": "i", "end": "i", "low": "i", "high": "i", "unit": "s", "role": "s", "of": "s",
        "words": "s", "because": "s", "profiles": "J",
    },
    "actors": {"id": "s", "name": "s", "kind": "s", "names": "S", "wikidata": "s", "because": "s"},
    "labels": {"document": "s", "start": "i", "end": "i", "actor": "s", "loaded": "b", "because": "s"},
    "events": {
        "id": "s", "type": "s", "mode": "s", "status": "s", "actors": "S", "recipients": "S", "place": "s",
        "earliest": "s", "latest": "s", "instrument": "s", "toll": "J", "statements": "S", "background": "b", "spans": "J",
        "because": "s",
    },
    "stories": {"id": "s", "title": "s", "documents": "S", "claims": "S", "events": "S", "because": "s"},
    "claims": {
        "id": "s", "story": "s", "text": "s", "slot": "s", "statements": "S", "support.documents": "i",
        "support.outlets": "i", "support.origins.low": "i", "support.origins.high": "i", "support.origins.probability": "J",
        "support.origin_sources": "S", "support.because": "s", "support.would_change": "s", "because": "s", "near": "J",
    },
    "values": {
        "claim": "s", "low": "i", "high": "i", "words": "S", "statements": "S", "support.documents": "i",
        "support.outlets": "i", "support.origins.low": "i", "support.origins.high": "i", "support.origins.probability": "J",
        "support.origin_sources": "S", "support.because": "s", "support.would_change": "s", "status": "s",
    },
    "nodes": {"id": "s", "kind": "s", "document": "s", "source": "s", "story": "s"},
    "edges": {"id": "s", "child": "s", "parent": "s", "relation": "s", "probability": "f", "because": "J"},
    "kin": {"a": "s", "b": "s", "probability": "f", "because": "J"},
    "passages": {"a": "s", "a_span": "p", "b": "s", "b_span": "p", "similarity": "f"},
    "differences": {"story": "s", "kind": "s", "claim": "s", "edge": "s", "readings": "J", "because": "s"},
    "headlines": {"document": "s", "support": "s", "because": "s", "spans": "P"},
    "decisions": {"decision": "s", "standing": "s", "note": "s"},
}  # fmt: skip

_STEMMA = ("nodes", "edges", "kin", "passages")


def names() -> tuple[str, ...]:
    """Return the names of the tables."""
    return tuple(COLUMNS)


def to_arrow(dossier: Dossier, table: str) -> pyarrow.Table:
    """Return a table of the dossier; spans are lists of [start, end], nested records JSON text.

    Raises ``MissingExtraError`` without the extra ``tables`` and ``FirsthandError`` for a name that is no table.
    """
    if table not in COLUMNS:
        raise FirsthandError(f"no table {table!r}; the tables are {', '.join(COLUMNS)}")
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError("tables need pyarrow and polars: pip install 'firsthand[tables]'") from error
    rows = _rows(dossier, table)
    columns = COLUMNS[table]
    kinds = _types(pyarrow)
    given = {name.replace(".", "_"): [_cell(row, name, kind) for row in rows] for name, kind in columns.items()}
    schema = pyarrow.schema([(name.replace(".", "_"), kinds[kind]) for name, kind in columns.items()])
    return pyarrow.table(given, schema=schema)


def to_polars(dossier: Dossier, table: str) -> polars.DataFrame:
    """Return a table of the dossier as a Polars frame; see ``to_arrow``."""
    try:
        import polars
    except ImportError as error:
        raise MissingExtraError("tables need pyarrow and polars: pip install 'firsthand[tables]'") from error
    frame = polars.from_arrow(to_arrow(dossier, table))
    assert isinstance(frame, polars.DataFrame)
    return frame


def _types(pyarrow: Any) -> dict[str, Any]:
    span = pyarrow.list_(pyarrow.int64())
    return {
        "s": pyarrow.string(), "i": pyarrow.int64(), "f": pyarrow.float64(), "b": pyarrow.bool_(),
        "S": pyarrow.list_(pyarrow.string()), "p": span, "P": pyarrow.list_(span), "J": pyarrow.string(),
    }  # fmt: skip


def _rows(dossier: Dossier, table: str) -> list[dict[str, Any]]:
    plain = to_object(dossier, "")
    if table == "zones":
        return [{"document": d["id"], **z} for d in plain["documents"] for z in d["zones"]]
    if table == "values":
        return [{"claim": c["id"], **v} for c in plain["claims"] for v in c["values"]]
    rows: list[dict[str, Any]] = (plain["stemma"] if table in _STEMMA else plain)[table]
    return rows


def _cell(row: Mapping[str, Any], name: str, kind: str) -> Any:
    """Return the value of a column in a row: ``None`` where a record is missing, JSON text for nested ones."""
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if kind == "J" and value is not None:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return _whole(value) if kind in "sS" else value


def _whole(value: Any) -> Any:
    """Return text without lone surrogates, which Arrow cannot hold; they become U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf8", "replace").decode("utf8") if not value.isascii() else value
    return [_whole(v) for v in value] if isinstance(value, list) else value
