"""The work in Spark's SQL (`spark.sql`), in local mode on two cores; needs the optional dependencies `bench`."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from pyspark.sql import SparkSession

from .declared import CELLS, FILLED, OUTPUTS, SAID, declared, received

_QUERIES = ("judged", "places", "roster", "lost", *OUTPUTS)
"""The views that `spark.sql` makes, in its order."""
_REUSED = {"judged", "lost", *OUTPUTS}
"""Those that are written to files: the outputs, and what several others need and Spark would reckon again for each."""
_SETTINGS: dict[str, bool | float | int | str | None] = {
    "spark.driver.memory": "5g",
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "false",  # a date that is none shall be null
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.log.level": "ERROR",
}
_SCRIPT = Path(__file__).with_name("spark.sql")


def start(out: Path) -> SparkSession:
    """The session, which stays open; its start is no part of the work, as imports are not."""
    return SparkSession.builder.master("local[2]").config(map=_SETTINGS | {"spark.local.dir": str(out)}).getOrCreate()


def work(raw: Path, paths: Sequence[Path], out: Path) -> None:
    """Writes the four files of the work (folders of parts, as Spark does) below `out`."""
    session, known = start(out), declared()
    for one in fields(known):
        session.createDataFrame(getattr(known, one.name).to_arrow()).createOrReplaceTempView(one.name)
    session.createDataFrame(received(raw, paths).to_arrow()).createOrReplaceTempView("files")
    _register_sent(session, [str(path) for path in paths])
    filled = " + ".join(f"CAST({name} IS NOT NULL AS INT)" for name in FILLED)
    script = _SCRIPT.read_text().format(
        **SAID, provinces=known.listed_provinces, cells=", ".join(FILLED), filled=filled
    )
    for view, query in zip(_QUERIES, script.split(";\n"), strict=True):
        made = session.sql(query)
        if view in _REUSED:
            made.write.parquet(str(out / f"{view}.parquet"))
            made = session.read.parquet(str(out / f"{view}.parquet"))
        made.createOrReplaceTempView(view)


def _register_sent(session: SparkSession, paths: list[str]) -> None:
    parquet = paths[0].endswith(".parquet")
    sent = session.read.parquet(*paths) if parquet else session.read.csv(paths, sep=";", header=True)
    path = "url_decode(regexp_replace(_metadata.file_path, '^file:/*', '/')) AS path"
    named = (f"`{heading}` AS {name}" for heading, name in CELLS.items())
    sent.selectExpr(*named, path).createOrReplaceTempView("sent_cells")
