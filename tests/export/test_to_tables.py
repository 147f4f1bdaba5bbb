"""Tables for notebooks."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import FirsthandError, MissingExtraError
from firsthand.export.json import to_object
from firsthand.export.tables import COLUMNS, names, to_arrow, to_polars
from firsthand.records import Dossier
from tests.export import fixture
from tests.export.test_to_json import CONTRACT, STEMMA

EACH = pytest.mark.parametrize("table", names())


def test_there_is_a_table_for_each_one_of_the_contract() -> None:
    assert {*CONTRACT, *STEMMA} <= set(names())


@EACH
def test_each_table_has_its_columns_even_when_it_is_empty(table: str) -> None:
    pytest.importorskip("pyarrow")
    assert to_arrow(fixture.demo_dossier(), table).schema == to_arrow(Dossier(), table).schema
    given = {**CONTRACT, **STEMMA}.get(table, "").split()
    columns = to_arrow(Dossier(), table).column_names
    assert all(
        any(c == g or c.startswith(f"{g}_") for c in columns) for g in given if (table, g) != ("claims", "values")
    )


@EACH
def test_each_field_of_the_json_is_a_column(table: str) -> None:
    d = fixture.demo_dossier()
    whole = to_object(d, "")
    rows = {**whole, **whole["stemma"]}.get(table, ())
    columns = {name.partition(".")[0] for name in COLUMNS[table]}
    own_table = {("claims", "values")}
    assert {(table, field) for row in rows for field in row if field not in columns} <= own_table


@EACH
def test_each_table_survives_hostile_text(table: str) -> None:
    pytest.importorskip("polars")
    rows = fixture.hostile_dossier().documents if table == "zones" else to_polars(fixture.demo_dossier(), table)
    assert to_polars(fixture.hostile_dossier(), table).height == len(rows)


def test_claims_hold_their_support() -> None:
    pytest.importorskip("polars")
    row = next(r for r in to_polars(fixture.demo_dossier(), "claims").iter_rows(named=True) if r["id"] == "C02")
    assert (row["support_documents"], row["support_origins_low"], row["support_origins_high"]) == (8, 2, 2)
    assert row["support_origin_sources"] == ["src:kna", "src:ovrand-herald"]


def test_an_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(FirsthandError, match="no table 'clams'; the tables are documents, "):
        to_arrow(Dossier(), "clams")


@pytest.mark.parametrize("make", [to_arrow, to_polars])
def test_without_the_extra_the_message_says_what_to_install(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name in {"pyarrow", "polars"}:
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'firsthand\[tables\]'"):
        make(Dossier(), "claims")


@EACH
def test_the_contract_for_users_names_every_column(table: str) -> None:
    rows = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf8").splitlines()
    if table in {"zones", "values"}:
        return
    row = next(r for r in rows if r.startswith((f"| `{table}` |", f"| `stemma.{table}` |")))
    assert all(f"`{column.partition('.')[0]}`" in row for column in COLUMNS[table]), table
