"""Whose NIK Dukcapil is asked to match: everybody covered or waiting of whom it has not answered yet."""

from datetime import date

import polars as pl

from flows.reporting.exports.forms import MATCHING, Export, blanks, filled, parts
from flows.reporting.exports.people import as_written


def matching(
    workers: pl.DataFrame, waiting: pl.DataFrame, answered: pl.DataFrame, month: date, *, again: bool
) -> Export:
    """The workers and those who wait in a month, each NIK once, in the order of NIKs; the answered too when `again`.

    Of those who wait the waiting list holds no more than NIK and name, so their other cells are blank.
    """
    waits = waiting.filter(pl.col("month") == month).select("nik", "name")
    people = pl.concat([as_written(workers, month), waits], how="diagonal").unique("nik", keep="first")
    asked = people if again else people.join(answered, on="nik", how="anti")
    uploads = list(parts("padan_nik-{}.xlsx", MATCHING, filled(MATCHING, asked.sort("nik"))))
    notes = blanks(MATCHING, uploads)
    if known := people.height - asked.height:
        notes.append(f"{known:,} left out: Dukcapil has answered; with --all they are asked again")
    return Export(uploads, notes)
