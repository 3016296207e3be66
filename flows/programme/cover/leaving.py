"""Why a worker is not covered any more: the plainest of what is known, and what the lists themselves show."""

import polars as pl

from schemas.exit_notices import exit_kinds
from schemas.reference import reference
from schemas.tables.changes import LEAVING

BY_CODE = {
    "DECEASED": "deceased",
    "DEATH_ON_RECORD": "deceased",
    "OUTSIDE_REGENCY": "moved",
    "AGE_OVER_MAXIMUM": "age",
    "CIVIL_SERVANT": "employed",
    "EXCLUDED_BY_DECISION": "excluded",
}
"""What a reason that sets a row aside says of the person; LEFT_PROGRAMME says it in its words, any other nothing."""
PLACE = pl.coalesce("desa_code", "kecamatan_code", pl.lit(""))
"""Where a worker lives, as near as it is known."""

TOLD = pl.Schema({"worker_id": pl.String(), "why": pl.String()})
NOTHING_TOLD = pl.DataFrame(schema=TOLD)
_POST = ("regency_code", "segment", "place", "turn")


def told_by_rows(refused: pl.DataFrame) -> pl.DataFrame:
    """`nik` and `why` of rows that were set aside tonight, by their reasons: `nik`, `code`, `original` (the cell).

    The words of an exit notice say why (`schemas/exit_notices.py`).
    """
    known = refused.drop_nulls("nik")
    noticed = exit_kinds(known["original"]).fill_null("set_aside")
    said = pl.col("code").replace_strict(BY_CODE, default="set_aside", return_dtype=pl.String)
    why = pl.when(pl.col("code") == "LEFT_PROGRAMME").then(noticed).otherwise(said)
    return known.select("nik", why.alias("why"))


def told_by_rulings(decisions: pl.DataFrame) -> pl.DataFrame:
    """`nik` and `why` of the NIKs that are, by a ruling, not the right one of a person."""
    other = decisions.filter(pl.col("ruling") == "same_person", pl.col("status") == "applied")
    return other.select(pl.col("other_nik").alias("nik"), pl.lit("excluded").alias("why"))


def told_by_deaths(deaths: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """`worker_id` and `why` of the dead, but for who waits tonight: a death that closed cover would have been a reason
    to refuse the row. Who died in the month itself lost the place before, and not by death."""
    dead = deaths.join(waiting, on="worker_id", how="anti")
    return dead.select("worker_id", pl.lit("deceased").alias("why"))


def told_by_silence(before: pl.DataFrame, heard: pl.Series) -> pl.DataFrame:
    """`worker_id` and `why` of workers whose office is not `heard`: it has neither a list tonight nor an old one."""
    silent = before.filter(~pl.col("sender").is_in(heard.implode()))
    return silent.select("worker_id", pl.lit("list_expired").alias("why"))


def why_left(before: pl.DataFrame, covered: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """`worker_id` and `why` of every worker covered before and not now, by `worker_id`.

    Of what is told of a worker the plainest counts (the order of `LEAVING`). Nothing told of the holder of a post:
    replaced, where somebody else holds a post of the same regency, segment and place who did not before; with fewer
    such newcomers than posts left, the first by worker_id were replaced, and the term of the others ended. Nothing told
    of anybody else: no longer sent.

    `before` and `covered` need `worker_id`, `regency_code`, `segment`, `kecamatan_code` and `desa_code`; `told` has
    what is told, several rows a worker or none.
    """
    left = before.join(covered, on="worker_id", how="anti")
    rank = pl.col("why").replace_strict(LEAVING, range(len(LEAVING)), return_dtype=pl.UInt8)
    plainest = told.group_by("worker_id").agg(pl.col("why").sort_by(rank).first())
    known = left.select("worker_id").join(plainest, on="worker_id", how="left")
    unknown = left.join(plainest, on="worker_id", how="anti")
    held = unknown.filter(_is_post("segment"))
    followed = _by_turn(held).join(
        _by_turn(covered.join(before, on=["worker_id", "regency_code", "segment"], how="anti")), on=_POST, how="semi"
    )
    worker = pl.col("worker_id")
    shown = (
        pl.when(worker.is_in(followed["worker_id"].implode())).then(pl.lit("replaced"))
        .when(worker.is_in(held["worker_id"].implode())).then(pl.lit("term_ended"))
        .otherwise(pl.lit("no_longer_sent"))
    )  # fmt: skip
    return known.with_columns(pl.coalesce("why", shown).alias("why")).sort("worker_id")


def shown_by_lists(segment: str, why: str) -> pl.Expr:
    """True of a `why` that the lists of both months show, by the `segment` left, and that other lists would not.

    That the term of a post is over may have been told as well; who holds the post now tells it as well as any notice.
    """
    over = (pl.col(why) == "term_ended") & _is_post(segment)
    return over | pl.col(why).is_in(["replaced", "no_longer_sent"])


def _is_post(segment: str) -> pl.Expr:
    posts = reference("occupations")["segment"].drop_nulls().unique()
    return pl.col(segment).is_in(posts.implode())


def _by_turn(workers: pl.DataFrame) -> pl.DataFrame:
    """The workers of each regency, segment and place numbered by worker_id."""
    placed = workers.select("worker_id", "regency_code", "segment", PLACE.alias("place")).sort("worker_id")
    return placed.with_columns(pl.int_range(pl.len()).over("regency_code", "segment", "place").alias("turn"))
