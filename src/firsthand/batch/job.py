"""The job: its steps in order, each a table on disk, each finished whole or begun again; which rows meet in each of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, partial
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from firsthand import __version__
from firsthand.batch import hanging, steps
from firsthand.batch import tables as parts
from firsthand.batch.steps import Row
from firsthand.capture import files
from firsthand.collection import rules
from firsthand.collection.pack import digest
from firsthand.errors import FirsthandError, MissingExtraError
from firsthand.export.tables import names
from firsthand.records import Dossier
from firsthand.story.nearest import KEPT, LEAST_SHARED, LOT, WINDOW
from firsthand.story.pieces import prior
from firsthand.story.streaming import BESIDE, LIKELY
from firsthand.story.versions import REACH

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Progress: TypeAlias = Callable[[str], None]

ROWS_AT_ONCE = 256  # rows handed to Python in one piece: articles of some kB each
DOCUMENTS_A_PART = 2000  # documents of one task; some minutes of analysis, the least that a lost worker costs
ROUNDS = "rounds"  # folder of what a step keeps while it is made
PARTS_A_CORE = 2  # tasks for each core, so that a slow one is not waited for alone
_GIVEN = re.compile(r"~[0-9a-f]{8}")  # in an id that is asked for: it may be one that is given to a namesake

# The columns of each step, as Spark writes them.
_COLUMNS: Mapping[str, str] = {
    "found": "file long, ordinal long, base string, sha256 string, uri string, capture binary, skipped binary",
    "renamed": "file long, ordinal long, id string",
    "articles": "id string, article binary, text string, length long, outlet string, published string, disguised boolean,"
    " account string, signature binary, skipped binary",
    "accounts": "account string, data binary, skipped binary",
    "broken": "skipped binary",
    "runs": "run long, size long, text string, weight long",
    "near_texts": "a string, b string",
    "texts": "id string, original string",
    "words": "word long, place long, number long, weight long",
    "ties": "a long, b long, odds double, head long, text long, days long",
    "surroundings": "number long, facts array<long>",
    "likely": "a long, b long, p double, q double, like double",
    "stories": "story string, told binary, numbers array<long>",
    "related": "story string, a string, b string, stemma binary",
    "apart": "stemma binary",
    "dossiers": "story string, " + ", ".join(f"{f.name} binary" for f in fields(Dossier)),
    "records": "id string, order string, record binary",
}


class BatchError(FirsthandError):
    """A job cannot begin or go on; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a job reads, by which tables, where it writes, and who works."""

    inputs: tuple[str, ...]
    out: Path
    lexicons: tuple[str, ...] = ()
    master: str = "local[*]"

    def files(self) -> list[Path]:
        """Return the files that are read, in order: none of the job's own, which may lie in a folder that is read."""
        own = os.path.join(os.path.abspath(self.out), "")
        return [path for path in files.under(self.inputs) if not os.path.abspath(path).startswith(own)]

    def manifest(self) -> dict[str, Any]:
        """Return what makes this job the same one when it is run again."""
        seen = [(os.fsencode(p).hex(), *_size(p)) for p in self.files()]
        return {
            "firsthand": __version__,
            "rules": rules.version(steps.known(self.lexicons)),
            "files": len(seen),
            "inputs": digest(json.dumps(seen)),
        }


@dataclass(frozen=True, slots=True)
class Done:
    """What a job left: how much was read, and which steps were run now."""

    documents: int
    skipped: int
    stories: int
    steps: tuple[str, ...]


def run(job: Job, progress: Progress = lambda _: None) -> Done:
    """Return what became of ``job`` after all its steps are finished; those that were before are not run again."""
    if "-" in job.inputs:
        raise BatchError("a batch reads files that every worker can open, not standard input; give files or folders")
    if not any(map(os.path.lexists, job.inputs)):
        raise BatchError(f"{job.inputs[0]}: no such file or folder; give files or folders that are there")
    _needed()
    _claim(job)
    spark = _session(job)
    try:
        work = _Work(job, spark)
        ran: list[str] = []
        for name, make in work.steps().items():
            if not ran and (job.out / name / "_SUCCESS").exists():
                continue
            progress(name)
            make().write.mode("overwrite").parquet(str(job.out / name))
            shutil.rmtree(job.out / ROUNDS, ignore_errors=True)
            ran.append(name)
        documents, skipped, stories = (work.read(n).count() for n in ("tables/documents", "tables/skipped", "stories"))
        return Done(documents, skipped, stories, tuple(ran))
    finally:
        spark.stop()


def _claim(job: Job) -> None:
    """Write what the job is into its folder; raise when another job's work lies there."""
    mine, path = job.manifest(), job.out / "job.json"
    try:
        held = json.loads(path.read_bytes()) if path.exists() else None
        if held is None and job.out.is_dir() and any(job.out.iterdir()):
            raise BatchError(f"{job.out} holds something that is no batch; give an empty or a new folder")
        if held is None:
            job.out.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            fresh.write_text(json.dumps(mine, indent=1) + "\n", "utf8")
            fresh.replace(path)
    except (OSError, ValueError) as error:
        raise BatchError(f"{path}: {getattr(error, 'strerror', None) or error}; give another folder") from error
    if held is not None and held != mine:
        other = ", ".join(k for k in mine if held.get(k) != mine[k]) if isinstance(held, dict) else "form"
        raise BatchError(f"{job.out} holds the work of another job (other {other}); give another folder, or remove it")


def _size(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns


def _needed() -> None:
    """Raise when the extra is not installed, before anything is written."""
    if any(find_spec(name) is None for name in ("pyarrow", "pyspark")):
        raise MissingExtraError("batch needs Spark 4 and pyarrow: pip install 'firsthand[batch]'")


def _session(job: Job) -> SparkSession:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(job.master).appName("firsthand batch")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS_AT_ONCE),
    }
    if job.master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        what = "see that the address is right (local[2], spark://HOST:7077, yarn) and that Java 17 is there (JAVA_HOME)"
        raise BatchError(f"Spark does not start at {job.master}: {error}; {what}") from error


class _Work:
    """The steps of one job in one session of Spark."""

    def __init__(self, job: Job, spark: SparkSession) -> None:
        self.job, self.spark = job, spark

    def steps(self) -> dict[str, Callable[[], DataFrame]]:
        """Return what makes each step's table, in order."""
        own = {
            name: getattr(self, f"_{name}")
            for name in ("found", "articles", "accounts", "texts", "signed", "near", "ties", "likely",
                         "stories", "related", "apart", "dossiers")
        }  # fmt: skip
        return own | {f"tables/{name}": partial(self._table, name) for name in names()}

    def read(self, step: str) -> DataFrame:
        """Return the table of a finished step."""
        return self.spark.read.parquet(str(self.job.out / step))

    def _kept(self, step: str) -> hanging.Keep:
        """Return what keeps the rounds of a step beside its table until it is whole: a worker that is lost costs its part of one round."""
        number = count()

        def keep(frame: DataFrame) -> DataFrame:
            path = str(self.job.out / ROUNDS / f"{step}-{next(number)}")
            frame.write.mode("overwrite").parquet(path)
            return self.spark.read.parquet(path)

        return keep

    @cached_property
    def _parts(self) -> int:
        """Return into how many partitions the documents are laid."""
        cores = self.spark.sparkContext.defaultParallelism
        documents: int = self.read("found").count()
        return int(max(PARTS_A_CORE * cores, -(-documents // DOCUMENTS_A_PART)))

    def _apply(self, frame: DataFrame, step: Callable[[Iterable[Row]], Iterator[Row]], columns: str) -> DataFrame:
        """Return what ``step`` makes of the rows of each partition."""
        return frame.mapInArrow(_RowByRow(step, _COLUMNS[columns]), _COLUMNS[columns])

    def _grouped(self, frame: DataFrame, by: str, *then: str) -> DataFrame:
        """Return the rows with those of one value of ``by`` in one partition, one after another, in order of ``then``."""
        return frame.repartition(self._parts, by).sortWithinPartitions(by, *then)

    # ---- pages -------------------------------------------------------------------------------------------------------

    def _found(self) -> DataFrame:
        here = os.fsencode(os.getcwd())
        paths = [(n, bytearray(os.fsencode(p)), bytearray(here)) for n, p in enumerate(self.job.files())]
        cores = self.spark.sparkContext.defaultParallelism
        frame = self.spark.createDataFrame(paths, "file long, path binary, folder binary")
        parts_ = min(max(1, len(paths)), max(PARTS_A_CORE * cores, len(paths) // DOCUMENTS_A_PART))
        return self._apply(frame.repartition(parts_, "file"), steps.found, "found")

    def _articles(self) -> DataFrame:
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        captures = self.read("found").where("capture IS NOT NULL")
        asked = captures.select("file", "ordinal", "base", "sha256", "uri")
        same = asked.withColumn("many", f.count("*").over(Window.partitionBy("base"))).where("many > 1")
        bases = frozenset(r.base for r in asked.where(f.col("base").rlike(_GIVEN.pattern)).select("base").collect())
        order = self._grouped(same, "base", "sha256", "uri", "file", "ordinal")
        renamed = self._apply(order, partial(steps.renamed, bases=bases), "renamed")
        named = captures.join(renamed, ["file", "ordinal"], "left").select(
            f.coalesce("id", "base").alias("id"), "capture"
        )
        clean = partial(steps.articles, folders=self.job.lexicons)
        return self._apply(named.repartition(self._parts, "id"), clean, "articles")

    def _accounts(self) -> DataFrame:
        articles = (
            self.read("articles").where("skipped IS NULL").select("account", "article").dropDuplicates(["account"])
        )
        find = partial(steps.accounts, folders=self.job.lexicons)
        return self._apply(articles.repartition(self._parts, "account"), find, "accounts")

    def _readable(self) -> DataFrame:
        """Return the articles that no stage broke on."""
        found = self.read("accounts").where("skipped IS NULL").select("account")
        return self.read("articles").where("skipped IS NULL").join(found, "account")

    def _broken(self) -> DataFrame:
        """Return the rows of the articles that a stage broke on."""
        accounts = self.read("accounts").where("skipped IS NOT NULL").select("account", "skipped")
        articles = self.read("articles")
        of_texts = articles.drop("skipped").join(accounts, "account").select("article", "skipped")
        own = articles.where("skipped IS NOT NULL").select("skipped")
        return own.unionByName(self._apply(of_texts, steps.broken, "broken"))

    # ---- which document stands for a text, and what those look like --------------------------------------------------

    def _texts(self) -> DataFrame:
        """Return which document stands for the text of each, as ``story.texts`` chooses it."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        every = self._readable().drop("account", "signature", "skipped")
        placed = hanging.components(self._near_texts(every), self._kept("texts")).withColumnRenamed("node", "text")
        grouped = every.join(placed, "text", "left").withColumn("group", f.coalesce("first", "text")).drop("first")
        counted = grouped.withColumn("many", f.count("*").over(Window.partitionBy("group")))
        alone = counted.where("many = 1").select("id", f.col("id").alias("original"))
        several = self._grouped(counted.where("many > 1").drop("many"), "group", "id")
        return alone.unionByName(self._apply(several, steps.standing, "texts"))

    def _near_texts(self, articles: DataFrame) -> DataFrame:
        """Return the pairs of texts that are near each other, as ``story.versions`` finds them."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        texts = articles.dropDuplicates(["text"]).select("text", "article")
        held = self._apply(texts.repartition(self._parts, "text"), steps.runs, "runs")
        row = Window.partitionBy("run").orderBy("size", "text").rowsBetween(1, REACH)
        own = [f.col(x).alias(f"{x}_a" if x != "text" else "a") for x in ("text", "size", "weight")]
        reached = held.withColumn("others", f.collect_list(f.struct("text", "size", "weight")).over(row))
        met = reached.select(*own, f.explode("others").alias("other")).select(
            "a", "size_a", "weight_a", f.col("other.text").alias("b"), f.col("other.size").alias("size_b"),
            f.col("other.weight").alias("weight_b"),
        )  # fmt: skip
        shared = met.groupBy(*met.columns).agg(f.count("*").alias("shared"))
        return self._apply(shared, steps.near, "near_texts")

    def _signed(self) -> DataFrame:
        from pyspark.sql import functions as f

        alone = self.read("texts").where("id = original").select("id")
        signed = alone.join(self.read("articles").select("id", "signature"), "id").orderBy("id")
        return signed.select(f.monotonically_increasing_id().alias("number"), "id", "signature")

    # ---- stories -----------------------------------------------------------------------------------------------------

    def _near(self) -> DataFrame:
        """Return the ``KEPT`` nearest neighbours ``b`` of each text ``a``, as ``story.nearest`` finds them."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        held = self._apply(self.read("signed"), steps.words, "words")
        row = Window.partitionBy("word").orderBy("place", "number").rowsBetween(1, WINDOW)
        reached = held.withColumn("others", f.collect_list(f.struct("number", "weight")).over(row))
        pairs = reached.select(f.col("number").alias("a"), "weight", f.explode("others").alias("other")).select(
            f.least("a", "other.number").alias("a"),
            f.greatest("a", "other.number").alias("b"),
            (f.col("weight") * f.col("other.weight")).alias("shared"),
        )
        summed = pairs.where("a != b").groupBy("a", "b").agg(f.sum("shared").alias("shared"))
        best = hanging.both_ways(summed.where(f.col("shared") >= LEAST_SHARED), "shared")
        lots = held.select(f.col("number").alias("b"), f.col("place").bitwiseAND(f.lit(LOT)).alias("lot")).distinct()
        rank = f.row_number().over(Window.partitionBy("a").orderBy(f.desc("shared"), f.desc("lot"), "b"))
        return best.join(lots, "b").select("a", "b", rank.alias("rank")).where(f.col("rank") <= KEPT)

    def _ties(self) -> DataFrame:
        from pyspark.sql import functions as f

        near, signed = self.read("near"), self.read("signed")
        pairs = near.select(f.least("a", "b").alias("a"), f.greatest("a", "b").alias("b")).distinct()
        others = pairs.join(signed.select(f.col("number").alias("b"), "signature"), "b").select("a", "b", "signature")
        firsts = pairs.select("a").distinct().join(signed.select(f.col("number").alias("a"), "signature"), "a")
        every = others.unionByName(firsts.select("a", f.col("a").alias("b"), "signature"))
        return self._apply(self._grouped(every, "a", "b"), steps.tied, "ties")  # a itself is the least b

    def _likely(self) -> DataFrame:
        from pyspark.sql import functions as f

        ties = self.read("ties")
        around = self.read("near").join(hanging.both_ways(ties, "odds", "head", "text"), ["a", "b"])
        facts = self._apply(self._grouped(around, "a", "b"), steps.surroundings, "surroundings")
        for end in ("a", "b"):
            ties = ties.join(facts.select(f.col("number").alias(end), f.col("facts").alias(f"facts_{end}")), end)
        nats = prior(self.read("signed").count())
        return self._apply(ties, partial(steps.likely, nats=nats), "likely")

    def _stories(self) -> DataFrame:
        from pyspark.sql import functions as f

        likely, signed = self.read("likely"), self.read("signed")
        placed = hanging.pieces(likely.select("a", "b", "q"), self._kept("stories"))
        cut = (
            self.read("near").where(f.col("rank") == KEPT).select(f.col("a").alias("number"), f.lit(True).alias("cut"))
        )
        members = signed.join(placed, "number", "left").join(cut, "number", "left")
        none = f.lit(None)
        rows = members.select(
            f.coalesce("piece", "number").alias("piece"),
            f.col("number").alias("a"),
            none.cast("long").alias("b"),
            none.cast("double").alias("q"),
            "signature",
            f.coalesce("cut", f.lit(False)).alias("cut"),
        )
        at = {n: placed.select(f.col("number").alias(n), f.col("piece").alias(f"piece_{n}")) for n in ("a", "b")}
        inside = likely.join(at["a"], "a").join(at["b"], "b").where("piece_a = piece_b")
        linked = inside.select(
            f.col("piece_a").alias("piece"), "a", "b", "q", none.cast("binary").alias("signature"),
            f.lit(False).alias("cut"),
        )  # fmt: skip
        return self._apply(self._grouped(rows.unionByName(linked), "piece", "a", "b"), steps.stories, "stories")

    # ---- dossiers ----------------------------------------------------------------------------------------------------

    def _members(self) -> DataFrame:
        from pyspark.sql import functions as f

        return self.read("stories").select("story", f.explode("numbers").alias("number"))

    def _related(self) -> DataFrame:
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        members = self._members()
        pairs = hanging.both_ways(self.read("likely"), "like")
        mine = members.select("story", f.col("number").alias("a"))
        theirs = members.select(f.col("story").alias("other"), f.col("number").alias("b"))
        out = pairs.where(f.col("like") >= LIKELY / 100).join(mine, "a").join(theirs, "b").where("story != other")
        nearest = out.groupBy("story", "b").agg(f.max("like").alias("like"))
        rank = f.row_number().over(Window.partitionBy("story").orderBy(f.desc("like"), "b"))
        beside = nearest.withColumn("rank", rank).where(f.col("rank") <= BESIDE)
        rows = members.withColumn("beside", f.lit(False)).unionByName(
            beside.select("story", f.col("b").alias("number"), f.lit(True).alias("beside"))
        )
        whole = rows.join(self.read("signed").select("number", "id"), "number")
        whole = whole.join(self.read("articles").select("id", "article"), "id").drop("number")
        return self._apply(self._grouped(whole, "story", "id"), steps.related, "related")

    def _apart(self) -> DataFrame:
        between = self.read("related").where("a IS NOT NULL")
        order = between.repartition(self._parts, "a", "b").sortWithinPartitions("a", "b", "story")
        return self._apply(order, steps.apart, "apart")

    def _dossiers(self) -> DataFrame:
        from pyspark.sql import functions as f

        related = self.read("related")
        own = self._members().join(self.read("signed").select("number", f.col("id").alias("original")), "number")
        held = own.join(self.read("texts"), "original").join(self.read("articles"), "id")
        held = held.join(self.read("accounts").drop("skipped"), "account").select(
            "story", "id", "article", f.col("data").alias("account")
        )
        heads = self.read("stories").join(related.where("a IS NULL").select("story", "stemma"), "story")
        rows = heads.select("story", "told", "stemma").unionByName(held, allowMissingColumns=True)
        resolve = partial(steps.dossiers, folders=self.job.lexicons)
        return self._apply(self._grouped(rows, "story", "id"), resolve, "dossiers")  # no id comes before any

    # ---- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: str) -> DataFrame:
        """Return a table of the contract, in the order of its keys."""
        from pyspark.sql import functions as f
        from pyspark.sql.pandas.types import from_arrow_schema

        given = self.read("dossiers").select(f.col(parts.column(table)).alias("dossier"))
        if table == "skipped":
            given = self.read("found").where("skipped IS NOT NULL").select("skipped").unionByName(self._broken())
            make = parts.skipped
        elif table in parts.UNITED:
            records = self._apply(given, partial(parts.records, table=table), "records")
            given, make = self._grouped(records, "id", "order"), partial(parts.united, table=table)
        else:
            if table in parts.APART:
                given = given.unionByName(self.read("apart").select(f.col("stemma").alias("dossier")))
            make = partial(parts.rows, table=table)
        columns = from_arrow_schema(parts.schema(table))
        return given.mapInArrow(_Pieces(make), columns).orderBy(*parts.KEYS).drop(*parts.KEYS)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A step that makes pieces of a table from rows, as Spark calls it."""

    make: Callable[[Iterable[Row]], Iterator[Any]]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        return self.make(row for batch in batches for row in batch.to_pylist())


@dataclass(frozen=True, slots=True)
class _RowByRow:
    """A step that makes rows from rows, as Spark calls it."""

    step: Callable[[Iterable[Row]], Iterator[Row]]
    columns: str

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        schema = _arrow(self.columns)
        made: list[Row] = []
        for row in self.step(row for batch in batches for row in batch.to_pylist()):
            made.append(row)
            if len(made) == ROWS_AT_ONCE:
                yield pyarrow.RecordBatch.from_pylist(made, schema=schema)
                made = []
        if made:
            yield pyarrow.RecordBatch.from_pylist(made, schema=schema)


def _arrow(columns: str) -> Any:
    """Return the Arrow schema of columns written as Spark writes them."""
    import pyarrow

    kinds = {
        "string": pyarrow.string(), "long": pyarrow.int64(), "double": pyarrow.float64(), "binary": pyarrow.binary(),
        "boolean": pyarrow.bool_(), "array<double>": pyarrow.list_(pyarrow.float64()),
        "array<long>": pyarrow.list_(pyarrow.int64()),
    }  # fmt: skip
    return pyarrow.schema([(name, kinds[kind]) for name, kind in (c.split() for c in columns.split(", "))])
