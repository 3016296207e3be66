"""Deaths: who tells of them, which word stands, and from which month they close cover.

A wrong death takes cover from a living person, and his family's with it. So a roster's word (Alm.) weighs least: it
closes nothing in its own month, is forgotten when it is mended within that month, and a steward can take it back.
"""

from datetime import date

import polars as pl

from schemas.tables.claims import OF_DEATH, STANDING
from schemas.tables.death_notices import DEATH_NOTICES
from schemas.tables.deaths import TELLERS

_WORD = ("nik", "told_by")
_SURENESS = pl.col("told_by").replace_strict(
    {teller: place for place, teller in enumerate(TELLERS)}, return_dtype=pl.Int8
)


def told_outside(claims: pl.DataFrame, results: pl.DataFrame, before: pl.DataFrame, month: date) -> pl.DataFrame:
    """The notices of claims and of Dukcapil, one a NIK and teller, in the columns of `death_notices`.

    A claim of death that is not refused tells one; of several the paid one counts, then the later reported, then file,
    sheet and row. `told_in` is the month of the report, or of the answer; where no day is given, the month in which a
    night first read it, which `before` (the previous snapshot's notices) remembers.
    """
    by_claim = (
        claims.filter(OF_DEATH, STANDING, pl.col("nik").is_not_null())
        .with_columns((pl.col("claim_status") == "paid").fill_null(value=False).alias("paid"))
        .sort("paid", "reported_on", "source_file", "sheet", "source_row", descending=[True, True, False, False, False],
              nulls_last=True)
        .unique("nik", keep="first", maintain_order=True)
        .select("nik", pl.lit("claim").alias("told_by"), "name", died_on="event_on",
                told_in=pl.coalesce("reported_on", "paid_on"))
    )  # fmt: skip
    by_dukcapil = results.filter(pl.col("outcome") == "deceased").select(
        "nik", pl.lit("dukcapil").alias("told_by"), pl.lit(None, pl.String).alias("name"), "died_on",
        told_in="answered_on",
    )  # fmt: skip
    known = before.select(*_WORD, pl.col("told_in").alias("known_in"), pl.col("name").alias("known_as"))
    told = pl.concat([by_claim, by_dukcapil]).join(known, on=_WORD, how="left")
    return told.select(
        *_WORD,
        pl.coalesce("name", "known_as").alias("name"),
        "died_on",
        pl.coalesce(pl.col("told_in").dt.month_start(), "known_in", pl.lit(month)).alias("told_in"),
        pl.lit(None, pl.Date).alias("taken_back_in"),
    )


def told_by_rosters_before(before: pl.DataFrame, living: pl.Series, asked: pl.Series, month: date) -> pl.DataFrame:
    """The notices that rosters of other months gave and that speak tonight, out of the previous snapshot's notices.

    Those of tonight's own month are told anew by tonight's rows, or are mended and gone. One that was taken back in an
    earlier month is silent for good, though its ruling expires, unless a ruling still names it (`asked`: NIKs for which
    DEATH_ON_RECORD is to be waived), so that the ruling finds what it is about. `living`: NIKs for which a ruling
    waives DECEASED, which says that Alm. is not theirs.
    """
    told = before.filter(pl.col("told_by") == "roster", pl.col("told_in") != month)
    silent = (pl.col("taken_back_in") != month).fill_null(value=False) & ~pl.col("nik").is_in(asked.implode())
    speaking = told.filter(~silent, ~pl.col("nik").is_in(living.implode()))
    return speaking.select(DEATH_NOTICES.columns).with_columns(pl.lit(None, pl.Date).alias("taken_back_in"))


def told_by_rosters(roster: pl.DataFrame, log: pl.DataFrame, month: date) -> pl.DataFrame:
    """The notices of tonight's rows: those set aside as DECEASED with a whole NIK, unless a ruling takes the row out.

    `log` is the reason log without what rulings waive. Of several rows of a NIK the first by row id gives the name.
    """
    excluded = log.filter(pl.col("code") == "EXCLUDED_BY_DECISION")["row_id"]
    told = log.filter(pl.col("code") == "DECEASED", ~pl.col("row_id").is_in(excluded.implode()))["row_id"]
    rows = roster.filter(pl.col("row_id").is_in(told.implode()), pl.col("nik").is_not_null()).sort("row_id")
    return rows.unique("nik", keep="first", maintain_order=True).select(
        "nik",
        pl.lit("roster").alias("told_by"),
        "name",
        pl.lit(None, pl.Date).alias("died_on"),
        pl.lit(month).alias("told_in"),
        pl.lit(None, pl.Date).alias("taken_back_in"),
    )


def settle_notices(
    record: pl.DataFrame, tonight: pl.DataFrame, before: pl.DataFrame, alive: pl.Series, month: date
) -> pl.DataFrame:
    """The `death_notices` of the night: what was on `record`, what rosters told `tonight`, and what was taken back.

    A word told in several months keeps the first. `alive`: NIKs for which DEATH_ON_RECORD is waived tonight; every word
    about them is taken back, whoever told it. Words of rosters that no longer speak stay, as taken back, so that a
    steward can see who was once recorded dead; those told for this month alone and mended since are gone. A word of
    this month that was taken back in a later one is the same word when the month is run again, and stays taken back.
    """
    told = (
        pl.concat([record, tonight])
        .group_by(_WORD)
        .agg(pl.col("name", "died_on").drop_nulls().first(), pl.col("told_in").min())
    )
    earlier = before.select(*_WORD, pl.col("told_in").alias("known_in"), pl.col("taken_back_in").alias("since"))
    same_word = (pl.col("told_by") == "roster") & (pl.col("known_in") == pl.col("told_in"))
    taken_back = (
        pl.when(pl.col("nik").is_in(alive.implode()))
        .then(pl.coalesce("since", pl.lit(month)))
        .when(same_word & (pl.col("since") > month))
        .then("since")
    )
    spoken = told.join(earlier, on=_WORD, how="left").with_columns(taken_back.alias("taken_back_in"))
    past = before.filter(pl.col("told_by") == "roster", pl.col("told_in") != month)
    silent = past.join(told, on=_WORD, how="anti").with_columns(pl.col("taken_back_in").fill_null(month))
    return pl.concat([frame.select(DEATH_NOTICES.columns) for frame in (spoken, silent)])


def standing_deaths(notices: pl.DataFrame) -> pl.DataFrame:
    """One row a NIK out of the notices that stand, in the columns of `deaths` but for the worker id.

    Told by the surest; its day is that of the surest that tells one. A day closes cover from the month after it.
    Without a day, a claim or a roster closes it from the month after the word, Dukcapil from the month of its answer,
    for who asks Dukcapil learns of a death that is past.
    """
    undated = (
        pl.when(pl.col("told_by") == "dukcapil")
        .then("told_in")
        .otherwise(pl.col("told_in").dt.offset_by("1mo"))
        .alias("undated_from")
    )
    return (
        notices.filter(pl.col("taken_back_in").is_null())
        .sort("nik", _SURENESS)
        .with_columns(undated)
        .group_by("nik", maintain_order=True)
        .agg(
            pl.col("name", "died_on").drop_nulls().first(),
            pl.col("told_by").first(),
            pl.col("told_in", "undated_from").min(),
        )
        .with_columns(
            pl.coalesce(pl.col("died_on").dt.month_start().dt.offset_by("1mo"), "undated_from").alias("closed_from")
        )
        .drop("undated_from")
    )


def under_other_niks(deaths: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """The deaths, and those of persons for whom a ruling in force names a second NIK, under that NIK too."""
    same = rulings.filter(pl.col("status").is_null(), pl.col("ruling") == "same_person").select("nik", "other_nik")
    both = pl.concat([same, same.select(nik="other_nik", other_nik="nik")])
    others = deaths.join(both, on="nik").with_columns(pl.col("other_nik").alias("nik")).select(deaths.columns)
    return pl.concat([deaths, others.sort("nik", "closed_from")]).unique("nik", keep="first", maintain_order=True)


def with_names(notices: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """The notices, with the name that tonight's first row of the NIK gives where the teller gave none."""
    niks = notices.filter(pl.col("name").is_null())["nik"]
    named = roster.filter(pl.col("nik").is_in(niks.implode())).sort("row_id").unique("nik", keep="first")
    beside = notices.join(named.select("nik", pl.col("name").alias("sent_as")), on="nik", how="left")
    return beside.with_columns(pl.coalesce("name", "sent_as").alias("name")).drop("sent_as")
