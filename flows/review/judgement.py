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
from flows.review.outside import outside_reasons
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


def judge_rows(
    roster: pl.DataFrame,
    files: pl.DataFrame,
    rulings: pl.DataFrame,
    told: Told,
    month: date,
    broken: pl.DataFrame | None = None,
) -> Judged:
    """The rows judged; `broken` are the row rules they break, where that is known already.

    Deaths are settled last, for tonight's rows tell some, and rulings take some back.

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
    found = pl.concat([judge(roster, files, broken), from_outside])
    decisions = settle_rows(rulings, roster, found, files, deaths["nik"])
    log = pl.concat([without_waived(found, decisions), reason_log(roster, excluded_rows(decisions))])
    alive = waived_niks(decisions, "DEATH_ON_RECORD", roster)
    notices = settle_notices(record, told_by_rosters(roster, log, month), told.before, alive, month)
    return Judged(log, decisions, with_names(notices, roster))
