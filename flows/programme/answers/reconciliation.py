"""The bills of BPJS Ketenagakerjaan beside the ledger: what disagrees, and the rupiah at stake."""

import polars as pl

from flows.programme.answers.billed_persons import about_whom, doubtful_lines, newest_numbers, number_key, with_key
from flows.programme.answers.evidence import UNBILLED, evidence_of_covered, evidence_of_nobody
from schemas.tables.reconciliation import RECONCILIATION

_ROUNDED_RP = 2
"""JKK and JKM are each rounded to whole rupiah, theirs and ours."""
_STEP_SHARE = 0.1
"""A step of the BPU table is at most a tenth of its wage away from it (PP 44/2015, Lampiran)."""


def reconcile(
    bills: pl.DataFrame,
    workers: pl.DataFrame,
    members: pl.DataFrame,
    deaths: pl.DataFrame,
    corrected: pl.DataFrame,
) -> pl.DataFrame:
    """The `reconciliation` table: one finding for each line that disagrees and each covered worker without a line.

    `workers` are the covered workers of every month of the ledger; months without a bill, or without a ledger, are left
    out. `corrected` pairs worker ids of NIKs corrected since (`former_worker_id`, `worker_id`).

    Who died before a month is not ours in it, whatever a closed month still says. A line about a covered worker is the
    first of these that holds: billed_twice (another line of that worker and month agrees better, or comes before it by
    file, sheet and row), nik_corrected, wrong_wage, wrong_rate, kpj_changed. A line about nobody covered is
    billed_after_death, else billed_after_exit, else on_bill_not_ours; nothing is owed for it, as for the second of two.
    """
    months = bills.select("month").unique().join(workers.select("month").unique(), on="month")["month"].implode()
    numbers = newest_numbers(members)
    ours = with_key(_not_dead_before(workers.filter(pl.col("month").is_in(months)), deaths), "nik")
    lines, plain = doubtful_lines(with_key(bills.filter(pl.col("month").is_in(months)), "nik"), ours, numbers)
    told = about_whom(lines, ours, members, corrected)
    # A line by another number may be the second about somebody who is billed as owed.
    beside = plain.join(with_key(told, "our_nik").drop_nulls("key"), on="key", how="semi")
    told = pl.concat([told, about_whom(beside, ours, members, corrected)])
    billed = pl.concat([plain["key"], with_key(told, "our_nik")["key"].drop_nulls()])
    found = [
        _of_covered(told.drop_nulls("our_nik"), numbers),
        _of_nobody(told.filter(pl.col("our_nik").is_null()), workers, deaths),
        _unbilled(ours.filter(~pl.col("key").is_in(billed.implode())), numbers),
    ]
    return RECONCILIATION.arrange(pl.concat(found, how="vertical_relaxed"))


def _not_dead_before(workers: pl.DataFrame, deaths: pl.DataFrame) -> pl.DataFrame:
    """Of a death without a day the ledger itself says in which months cover went on."""
    ended = deaths.select("nik", pl.col("died_on").dt.month_start().alias("died_in"))
    return (
        workers.join(ended, on="nik", how="left")
        .filter((pl.col("died_in") >= pl.col("month")).fill_null(True))
        .drop("died_in")
    )


def _of_covered(lines: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Lines about covered workers that disagree with what we compute for them."""
    person, billed, ours = ["month", "our_nik"], pl.col("billed_rp"), pl.col("our_contribution_rp")
    ordered = lines.with_columns(
        (pl.col("nik") != pl.col("our_nik")).fill_null(True).alias("other_nik"),
        (billed != ours).alias("other_amount"),
    ).sort(*person, "other_nik", "other_amount", "source_file", "sheet", "source_row")
    first = [
        pl.col(name).first().over(person).alias(f"first_{name}") for name in ("source_file", "sheet", "source_row")
    ]
    judged = ordered.with_columns(pl.int_range(pl.len()).over(person).alias("before"), *first).join(
        numbers, left_on="our_nik", right_on="nik", how="left"
    )
    cases = {
        "billed_twice": pl.col("before") > 0,
        "nik_corrected": pl.col("nik") != pl.col("our_nik"),
        "wrong_wage": pl.col("other_amount") & _follows_from_its_wage(),
        "wrong_rate": pl.col("other_amount"),
        "kpj_changed": number_key("kpj") != number_key("newest_kpj"),
    }
    finding = pl.coalesce(*(pl.when(holds).then(pl.lit(name)) for name, holds in cases.items()))
    expected = pl.when(pl.col("before") > 0).then(0).otherwise(ours)
    found = judged.with_columns(finding.alias("finding"), expected.alias("expected_rp")).drop_nulls("finding")
    said = found.with_columns(evidence_of_covered().alias("evidence"))
    ours_now = [pl.col(f"our_{name}").alias(name) for name in ("nik", "name", "worker_id", "segment", "funding_source")]
    return _told(said.with_columns(ours_now), pl.col("evidence"))


def _follows_from_its_wage() -> pl.Expr:
    """The line has another wage, and is billed at that wage what our rates come to.

    PU: both parts are shares of the wage. BPU: JKM is flat, and JKK goes by steps of the wage.
    """
    ratio = pl.col("wage_base_rp") / pl.col("our_wage_base_rp")
    parts = pl.col("our_jkk_rp") * ratio, pl.col("our_jkm_rp") * ratio
    off_shares = (pl.col("billed_rp") - parts[0] - parts[1]).abs()
    off_steps = (pl.col("billed_rp") - parts[0] - pl.col("our_jkm_rp")).abs()
    of_wage_earners = (pl.col("our_membership") == "PU") & (off_shares <= _ROUNDED_RP + ratio)
    of_others = (pl.col("our_membership") == "BPU") & (off_steps <= _STEP_SHARE * parts[0])
    return ((ratio != 1) & (of_wage_earners | of_others)).fill_null(False)


def _of_nobody(lines: pl.DataFrame, workers: pl.DataFrame, deaths: pl.DataFrame) -> pl.DataFrame:
    """Lines about nobody whom the programme covers in the month: dead, left, or never ours."""
    known = pl.concat([workers["nik"], deaths["nik"]]).unique().implode()
    person = (
        pl.when(pl.col("nik").is_in(known)).then("nik").otherwise(pl.coalesce("member_nik", "corrected_nik", "nik"))
    )
    told = lines.with_columns(person.alias("person")).join(
        deaths.select("died_on", "closed_from", person="nik", dead_id="worker_id"), on="person", how="left"
    )
    last = _last_cover(told, workers)
    judged = told.join(last, on=["month", "person"], how="left")
    finding = (
        pl.when(pl.col("closed_from") <= pl.col("month")).then(pl.lit("billed_after_death"))
        .when(pl.col("last_month").is_not_null()).then(pl.lit("billed_after_exit"))
        .otherwise(pl.lit("on_bill_not_ours"))
    )  # fmt: skip
    found = judged.with_columns(
        finding.alias("finding"),
        pl.lit(0, pl.Int64).alias("expected_rp"),
        pl.coalesce("last_worker_id", "dead_id", "worker_id").alias("worker_id"),
        pl.coalesce("person", "nik").alias("nik"),
        pl.coalesce("last_name", "name").alias("name"),
        pl.col("last_segment").alias("segment"),
        pl.col("last_funding_source").alias("funding_source"),
    )
    return _told(found, evidence_of_nobody())


def _last_cover(lines: pl.DataFrame, workers: pl.DataFrame) -> pl.DataFrame:
    """What the ledger last knew, before the month billed, of each person that the lines are about."""
    said = [pl.col(name).alias(f"last_{name}") for name in ("month", "worker_id", "name", "segment", "funding_source")]
    people = lines.select("month", "person").drop_nulls().unique()
    covered = workers.select(pl.col("nik").alias("person"), *said)
    earlier = people.join(covered, on="person").filter(pl.col("last_month") < pl.col("month"))
    return earlier.sort("last_month").unique(["month", "person"], keep="last")


def _unbilled(workers: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Covered workers about whom no line is: they may not be insured."""
    missing = workers.join(numbers, on="nik", how="left")
    found = missing.with_columns(
        pl.lit("ours_not_billed").alias("finding"),
        pl.col("contribution_rp").alias("expected_rp"),
        pl.col("newest_kpj").alias("kpj"),
        pl.lit(0, pl.Int64).alias("billed_rp"),
        *(pl.lit(None, RECONCILIATION.dtypes[name]).alias(name) for name in ("source_file", "sheet", "source_row")),
    )
    return _told(found, pl.lit(UNBILLED))


def _told(found: pl.DataFrame, evidence: pl.Expr) -> pl.DataFrame:
    at_stake = pl.col("billed_rp") - pl.col("expected_rp")
    return found.with_columns(at_stake.alias("at_stake_rp"), evidence.alias("evidence")).select(RECONCILIATION.columns)
