"""All that is said of tonight's rows, weighed together: their own cells, what is told from outside, what was ruled."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.review.deaths import (
    settle_notices,
    standing_deaths,
    told_by_rosters,
    told_by_rosters_before,
    told_outside,
    under_other_niks,
    with_names,
)
from flows.review.outside import dukcapil_reasons, outside_reasons
from flows.review.rules import judge, reason_log
from flows.review.rulings.ruled import excluded_rows, settle_rows, waived_niks, without_waived


@dataclass(frozen=True)
class Told:
    """What is known beside the rosters: `claims` with their NIK, the `results` of Dukcapil, and the notices of deaths
    as the previous snapshot has them (`before`)."""

    claims: pl.DataFrame
    results: pl.DataFrame
    before: pl.DataFrame


@dataclass(frozen=True)
class Judged:
    """`log`: the reason log without what rulings waive. `decisions`: the rulings, each with what became of it.
    `notices`: the `death_notices` of the night."""

    log: pl.DataFrame
    decisions: pl.DataFrame
    notices: pl.DataFrame


def spoken_of(roster: pl.DataFrame, rulings: pl.DataFrame, told: Told) -> pl.Series:
    """True of the rows that are judged with all that others say of them: those that a ruling names, by row or NIK,
    those of a NIK of which a death is told, and those that tell one themselves.

    All others are judged by themselves, wherever they stand. What Dukcapil finds of a living person's NIK is no matter
    between rows, and counts for either.
    """
    deceased = told.results.filter(pl.col("outcome") == "deceased")
    niks = pl.concat([rulings["nik"], rulings["other_nik"], told.claims["nik"], told.before["nik"], deceased["nik"]])
    named = pl.col("row_id").is_in(rulings["row_id"].drop_nulls().implode())
    of_nik = pl.col("nik").is_in(niks.drop_nulls().unique().implode()).fill_null(value=False)
    return roster.select(named | of_nik | pl.col("deceased_in").is_not_null()).to_series()


def judge_by_themselves(
    roster: pl.DataFrame, files: pl.DataFrame, results: pl.DataFrame, broken: pl.DataFrame
) -> pl.DataFrame:
    """The reason log of rows of which nobody tells a death and no ruling speaks (`spoken_of`).

    `broken` are the row rules that they break, among others'.
    """
    return pl.concat([judge(roster, files, broken), dukcapil_reasons(roster, results)])


def judge_rows(roster: pl.DataFrame, files: pl.DataFrame, rulings: pl.DataFrame, told: Told, month: date) -> Judged:
    """The rows judged. Deaths are settled last, for tonight's rows tell some, and rulings take some back.

    A death on record sets rows aside tonight; one that tonight's rows tell for the first time does so from the month
    after, so that a list mended within its month never costs a living person a month of cover.
    """
    living, asked = (waived_niks(rulings, code, roster) for code in ("DECEASED", "DEATH_ON_RECORD"))
    record = pl.concat([
        told_outside(told.claims, told.results, told.before, month),
        told_by_rosters_before(told.before, living, asked, month),
    ])  # fmt: skip
    deaths = standing_deaths(record)
    from_outside = outside_reasons(roster, under_other_niks(deaths, rulings), told.results, month)
    found = pl.concat([judge(roster, files), from_outside])
    decisions = settle_rows(rulings, roster, found, files, deaths["nik"])
    log = pl.concat([without_waived(found, decisions), reason_log(roster, excluded_rows(decisions))])
    alive = waived_niks(decisions, "DEATH_ON_RECORD", roster)
    notices = settle_notices(record, told_by_rosters(roster, log, month), told.before, alive, month)
    return Judged(log, decisions, with_names(notices, roster))
