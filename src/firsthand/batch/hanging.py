"""Pairs -> who hangs together with whom, on the engine: each takes the least name around it, a shuffle a round.

What ``story.component`` finds by walking from one article, for all at once and without holding the pairs in any one process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from firsthand.story.component import LADDER
from firsthand.story.linkage import MOST_TOGETHER

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# writes a table of a round and returns it as it was written: what it was made from is not asked for again
Keep: TypeAlias = "Callable[[DataFrame], DataFrame]"


def both_ways(pairs: DataFrame, *columns: str) -> DataFrame:
    """Return pairs ``a``, ``b`` with their ``columns``, each also the other way round."""
    from pyspark.sql import functions as f

    turned = pairs.select(f.col("b").alias("a"), f.col("a").alias("b"), *columns)
    return pairs.select("a", "b", *columns).unionByName(turned)


def components(pairs: DataFrame, keep: Keep) -> DataFrame:
    """Return for each ``node`` of the pairs ``a``, ``b`` the ``first`` of all that it hangs together with.

    Large and small stars in turn (Kiveris and others, 2014): first the greater neighbours of a node are tied to the least around
    it, then the lesser ones, until nothing moves. Rounds grow with the logarithm of the longest chain, not with its length.
    """
    from pyspark.sql import functions as f

    ties = keep(pairs.where("a != b").select(f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b")).distinct())
    before = None
    while (now := _sum(ties)) != before:
        every = both_ways(ties)
        least = every.groupBy("a").agg(f.min("b").alias("other")).select("a", f.least("a", "other").alias("least"))
        ties = keep(
            every.where("b > a").join(least, "a").select(f.col("b").alias("a"), f.col("least").alias("b")).distinct()
        )
        least = ties.groupBy("a").agg(f.min("b").alias("least"))
        lesser = ties.join(least, "a").where("b != least").select(f.col("b").alias("a"), f.col("least").alias("b"))
        ties = keep(least.withColumnRenamed("least", "b").unionByName(lesser).distinct())
        before = now
    heads = ties.select("b").distinct().select(f.col("b").alias("node"), f.col("b").alias("first"))
    return heads.unionByName(ties.select(f.col("a").alias("node"), f.col("b").alias("first")))


def _sum(ties: DataFrame) -> tuple[int, object]:
    """Return what tells whether two tables hold the same ties."""
    from pyspark.sql import functions as f

    row = ties.agg(f.count("*").alias("many"), f.sum(f.xxhash64("a", "b").cast("decimal(38, 0)")).alias("sum")).first()
    return (row["many"], row["sum"]) if row is not None else (0, None)


def pieces(likely: DataFrame, keep: Keep) -> DataFrame:
    """Return the ``piece``, its least number, in which each ``number`` lies by pairs ``a``, ``b`` of probability ``q``.

    As ``component.together``: who hangs together with too many is looked at again by the likelier pairs alone. Whom no pair
    holds is left out: a piece alone.
    """
    from pyspark.sql import functions as f

    out: list[DataFrame] = []
    for least in LADDER:
        likely = likely.where(f.col("q") >= least)
        placed = components(likely, keep)
        sizes = placed.groupBy("first").agg(f.count("*").alias("size"))
        sized = keep(placed.join(sizes, "first"))
        few = (f.col("size") <= MOST_TOGETHER) | f.lit(least == LADDER[-1])
        out.append(sized.where(few))
        large = sized.where(~few).select(f.col("node").alias("a"))
        if not large.take(1):
            break
        likely = keep(likely.join(large, "a"))
    placed = out[0]
    for more in out[1:]:
        placed = placed.unionByName(more)
    return placed.select(f.col("node").alias("number"), f.col("first").alias("piece"))
