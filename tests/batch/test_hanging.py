"""Who hangs together with whom, on this machine's Spark: as walking from one to the next finds it."""

from __future__ import annotations

import os
import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eval import walking
from firsthand.batch import hanging
from firsthand.story import component

pytest.importorskip("pyspark")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    # the engine is Java's own; where it is missing, .ci/run prints that these tests are left out
    pytest.skip("Spark needs Java", allow_module_level=True)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Pairs = list[tuple[int, int, float]]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.log.level": "ERROR", "spark.driver.host": "127.0.0.1"}
    builder = SparkSession.builder.master("local[2]")
    for name, value in {
        **settings,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def keeping(spark: SparkSession, folder: Path) -> tuple[hanging.Keep, list[str]]:
    """Return what keeps the rounds in ``folder``, and the list of what it kept."""
    kept: list[str] = []
    numbers = count()

    def keep(frame: Any) -> Any:
        kept.append(str(folder / str(next(numbers))))
        frame.write.parquet(kept[-1])
        return spark.read.parquet(kept[-1])

    return keep, kept


def walked(pairs: Pairs) -> dict[int, int]:
    """Return the first of each number's piece, found by walking."""
    likely: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, p in pairs:
        likely[a][b] = likely[b][a] = p
    return {i: piece[0] for piece in walking.pieces(likely) for i in piece}


def drawn(seed: int) -> Pairs:
    """Return pairs among sixty numbers: loose ones, a dense lot, and chains."""
    chance = random.Random(seed)
    some = {tuple(sorted(chance.sample(range(60), 2))) for _ in range(40)}
    dense = {(a, b) for a in range(100, 112) for b in range(a + 1, 112)}
    chain = {(n, n + 1) for n in range(200, 215)}
    return [(a, b, chance.choice((0.2, 0.41, 0.55, 0.75, 0.92, 0.99))) for a, b in sorted(some | dense | chain)]


def test_pieces_are_those_that_walking_finds(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (hanging, component, walking):
        monkeypatch.setattr(module, "LADDER", (0.4, 0.6, 0.9))  # each rung takes some seconds
    for module in (hanging, component):
        monkeypatch.setattr(module, "MOST_TOGETHER", 4)
    pairs = [x for x in drawn(1) if x[2] >= 0.4]
    found = hanging.pieces(spark.createDataFrame(pairs, "a long, b long, q double"), keeping(spark, tmp_path)[0])
    got = {r.number: r.piece for r in found.collect()}
    want = walked(pairs)
    assert {n: got.get(n, n) for n in want} == want
    assert len(set(want.values())) < len(want)


def test_a_long_chain_takes_few_rounds_and_names_are_read_as_bytes(spark: SparkSession, tmp_path: Path) -> None:
    names = [f"{n:03d}\u00e9" for n in range(300)]
    random.Random(1).shuffle(names)
    pairs = [tuple(sorted(two)) for two in pairwise(names)]
    keep, kept = keeping(spark, tmp_path)
    found = hanging.components(spark.createDataFrame([*pairs, ("Z", "\u00c4")], "a string, b string"), keep)
    firsts = {r.node: r.first for r in found.collect()}
    assert {firsts[n] for n in names} == {min(names)}
    assert firsts["Z"] == firsts["\u00c4"] == "Z"
    assert len(kept) <= 1 + 2 * 9


def test_no_pairs_hang_nothing_together(spark: SparkSession, tmp_path: Path) -> None:
    keep = keeping(spark, tmp_path)[0]
    assert hanging.pieces(spark.createDataFrame([], "a long, b long, q double"), keep).collect() == []
