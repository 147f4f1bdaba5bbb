"""Dossiers -> rows of the contract's tables, each with the key by which ``dossier.bind`` sorts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from firsthand import dossier as dossiers
from firsthand.collection.pack import pack, unpack
from firsthand.export import tables
from firsthand.records import Dossier, Skipped

if TYPE_CHECKING:
    import pyarrow

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, int, int, str]

UNITED = ("sources", "actors", "gazetteer")  # what several stories have under one id is one
STEMMA = ("nodes", "edges", "kin", "passages")
APART = ("kin", "passages")  # what lies between two stories belongs to no story's dossier
KEYS = ("_id", "_start", "_end", "_rest")
AT_ONCE = 256  # records bound into one piece of a table
_INSIDE = {"zones": "documents", "claims": "stories", "values": "stories"} | dict.fromkeys(STEMMA, "stemma")


def column(table: str) -> str:
    """Return the column of ``dossiers`` that holds ``table``."""
    return _INSIDE.get(table, table)


def schema(table: str) -> pyarrow.Schema:
    """Return the columns of a table, behind them those of the key."""
    import pyarrow

    kinds = (pyarrow.string(), pyarrow.int64(), pyarrow.int64(), pyarrow.string())
    plain = tables.to_arrow(Dossier(), table).schema
    return pyarrow.schema([*plain, *(pyarrow.field(n, k) for n, k in zip(KEYS, kinds, strict=True))])


def rows(given: Iterable[Row], table: str) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of a table that is not united, one piece for each dossier in ``given``."""
    for row in given:
        yield from _pieces(unpack(row["dossier"], Dossier), table)


def skipped(given: Iterable[Row]) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of what was passed over."""
    them = (unpack(row["skipped"], Skipped) for row in given)
    while batch := tuple(islice(them, AT_ONCE)):
        yield from _pieces(Dossier(skipped=batch), "skipped")


def records(given: Iterable[Row], table: str) -> Iterator[Row]:
    """Yield what may have one id in several dossiers, by its id and the order in which it is united."""
    for row in given:
        for found in getattr(unpack(row["dossier"], Dossier), table):
            yield {"id": found.id, "order": repr(found), "record": pack(_only(table, found))}


def _only(table: str, record: Any) -> Dossier:
    rows_: dict[str, Any] = {table: (record,)}
    return Dossier(**rows_)


def united(given: Iterable[Row], table: str) -> Iterator[pyarrow.RecordBatch]:
    """Yield the rows of a united table; the records of one id come one after another."""
    groups = groupby(given, key=itemgetter("id"))
    ones = (dossiers.bind(unpack(row["record"], Dossier) for row in them) for _, them in groups)
    while batch := list(islice(ones, AT_ONCE)):
        yield from _pieces(dossiers.bind(batch), table)


def _pieces(given: Dossier, table: str) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    one = dossiers.bind([given])
    keys = list(_keys(one, table))
    if keys:
        found = tables.to_arrow(one, table)
        for name, values in zip(KEYS, zip(*keys, strict=True), strict=True):
            found = found.append_column(name, pyarrow.array(values))
        yield from found.to_batches()


def _keys(one: Dossier, table: str) -> Iterator[Key]:
    """Yield the key of every row of a table, in the order of its rows."""
    if table == "zones":
        yield from ((_whole(d.id), n, 0, "") for d in one.documents for n in range(len(d.zones)))
    elif table == "values":
        yield from ((_whole(c.id), n, 0, "") for c in one.claims for n in range(len(c.values)))
    else:
        yield from (_key(x) for x in getattr(one.stemma if table in STEMMA else one, table))


def _key(record: Any) -> Key:
    first, *rest = dossiers._key(record)
    start, end, more = rest or (0, 0, "")
    return _whole(first), start, end, _whole(more)


def _whole(text: str) -> str:
    return text.encode("utf8", "replace").decode("utf8")
