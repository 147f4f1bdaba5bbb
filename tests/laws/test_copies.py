"""Laws of copies, the whole way: one text is one witness, whoever prints it, however often, under whatever name and date."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import firsthand as fh

STORY = sorted((Path(__file__).parents[2] / "eval" / "gold" / "traditions" / "developed").glob("*.docs.jsonl"))[0]
ROWS: list[dict[str, Any]] = [json.loads(x) for x in STORY.read_text("utf8").splitlines()]

Where = frozenset[tuple[str, Any]]


def traced(rows: Iterable[dict[str, Any]]) -> fh.Dossier:
    with TemporaryDirectory() as folder:
        path = Path(folder, "story.jsonl")
        path.write_text("\n".join(json.dumps(r) for r in rows), "utf8")
        return fh.trace(path)


def origins(dossier: fh.Dossier) -> dict[Where, tuple[int, int]]:
    """Return low and high of every claim, by where the reports of the story (not the copies) speak to it."""
    own = {r["id"] for r in ROWS}
    where = {s.id: (str(s.document), s.content) for s in dossier.statements}
    return {
        frozenset(where[i] for i in c.statements if where[i][0] in own): (
            c.support.origins.low,
            c.support.origins.high,
        )
        for c in dossier.claims
        if c.support is not None
    }


@pytest.fixture(scope="module")
def before() -> dict[Where, tuple[int, int]]:
    return origins(traced(ROWS))


def copy(row: dict[str, Any], name: str, **changes: Any) -> dict[str, Any]:
    return row | {"id": f"{name}-{row['id']}", "outlet": name, "url": f"https://{name}.example/1"} | changes


@pytest.mark.parametrize("n", [0, 5, 8])
def test_a_copy_by_another_outlet_changes_no_origins(n: int, before: dict[Where, tuple[int, int]]) -> None:
    assert origins(traced([*ROWS, copy(ROWS[n], "aardvark")])) == before


def test_five_copies_of_every_report_raise_no_origins(before: dict[Where, tuple[int, int]]) -> None:
    after = origins(traced([*ROWS, *(copy(r, f"mirror{n}") for r in ROWS for n in range(5))]))
    assert after.keys() == before.keys()
    assert all(after[w][0] <= low and after[w][1] <= high for w, (low, high) in before.items())


def test_a_copy_with_an_earlier_date_and_a_new_headline_changes_no_origins(
    before: dict[Where, tuple[int, int]],
) -> None:
    for row in ROWS[::6]:
        forged = copy(row, "zebra", published="2001-01-01T00:00:00Z", title="Exclusive: what nobody else tells")
        found = origins(traced([*ROWS, forged]))
        low = {where: bounds[0] for where, bounds in found.items() if where}
        for where, bounds in before.items():
            assert all(low[w] <= bounds[0] for w in low if w >= where)


@pytest.mark.parametrize("n", [0, 8])
def test_a_copy_with_a_sentence_cut_out_never_raises_low(n: int, before: dict[Where, tuple[int, int]]) -> None:
    sentences = ROWS[n]["text"].split(". ")
    cut = copy(ROWS[n], "aardvark", text=". ".join([*sentences[:-2], *sentences[-1:]]))
    low = {where: bounds[0] for where, bounds in origins(traced([*ROWS, cut])).items() if where}
    for where, bounds in before.items():
        assert all(low[w] <= bounds[0] for w in low if w >= where)


def test_a_paragraph_that_a_page_repeats_asks_no_more_questions() -> None:
    said = "Police in Torvik said on Tuesday that 12 people were killed when a truck hit a bus, and three were missing."
    page = {"id": "p", "outlet": "Torvik Post", "published": "2031-03-01", "title": "Bus crash kills 12"}
    once, often = (traced([page | {"text": "\n\n".join([page["title"], *[said] * n])}]) for n in (1, 40))
    assert len(once.claims) == len(often.claims)
    assert sum(len(c.statements) for c in often.claims) == 40 * sum(len(c.statements) for c in once.claims)


def test_a_copy_hangs_on_whom_it_alone_credits(before: dict[Where, tuple[int, int]]) -> None:
    row = next(r for r in ROWS if r["id"] == min(r["id"] for r in ROWS))
    text = row["text"].replace(row["title"], f"{row['title']}\n\nBy Anna Corvel, Associated Press", 1)
    dossier = traced([*ROWS, copy(row, "aardvark", text=text)])
    node = {n.id: n for n in dossier.stemma.nodes}
    cited = {str(node[e.child].document) for e in dossier.stemma.edges if node[e.parent].source == "source:ap"}
    assert cited == {f"aardvark-{row['id']}"}
    assert origins(dossier) == before
