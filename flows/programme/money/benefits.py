"""What heirs are paid when a covered worker dies, and how long they can claim it, by the terms in force."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from schemas.reference import ReferenceDataError, in_force, reference


@dataclass(frozen=True, slots=True)
class DeathBenefit:
    """The whole benefit is `full_rp`, from `full_from_months` covered months in a row on; before, `burial_rp` alone."""

    full_from_months: int
    full_rp: int
    burial_rp: int


def death_benefit(month: date) -> DeathBenefit:
    """The terms in force on the first day of a month (schemas/reference/death_benefit_terms.csv).

    Raises:
        ReferenceDataError: no terms, or two, are in force.
    """
    terms = in_force("death_benefit_terms", month).select("full_from_months", "full_rp", "burial_rp").rows()
    if len(terms) != 1:
        raise ReferenceDataError(f"schemas/reference/death_benefit_terms.csv: {len(terms)} terms in force on {month}")
    return DeathBenefit(*terms[0])


@dataclass(frozen=True, slots=True)
class AccidentDeathBenefit:
    """Paid on a death by accident at work: `months_of_wage` times the declared wage, and `fixed_rp`."""

    months_of_wage: int
    fixed_rp: int


def accident_death_benefit(month: date) -> AccidentDeathBenefit:
    """The terms in force on the first day of a month (schemas/reference/accident_death_terms.csv).

    Raises:
        ReferenceDataError: no terms, or two, are in force.
    """
    terms = in_force("accident_death_terms", month)
    if terms.height != 1:
        raise ReferenceDataError(
            f"schemas/reference/accident_death_terms.csv: {terms.height} terms in force on {month}"
        )
    months_of_wage, burial_rp, periodic_rp = terms.select("months_of_wage", "burial_rp", "periodic_rp").row(0)
    return AccidentDeathBenefit(months_of_wage, burial_rp + periodic_rp)


def scholarship_ceiling(month: date) -> int:
    """The most that all children of one worker can be paid, in rupiah (schemas/reference/scholarship_terms.csv)."""
    terms = in_force("scholarship_terms", month)
    return int(terms.select((pl.col("year_rp") * pl.col("years") * pl.col("children")).sum()).item())


def with_benefits(events: pl.DataFrame) -> pl.DataFrame:
    """`events` with what the terms of their `month` give: `full_death_benefit`, `death_rp`, `accident_death_rp`, and
    `scholarship_rp`, the most that can be paid.

    Needs `months_in_a_row` and `wage_base_rp` of that month; null where they are.
    """
    by_month = pl.DataFrame(
        [_terms(month) for month in events["month"].drop_nulls().unique().sort()],
        schema={"month": pl.Date, "full_from_months": pl.Int32, "full_rp": pl.Int64, "burial_rp": pl.Int64,
                "months_of_wage": pl.Int64, "fixed_rp": pl.Int64, "scholarship_rp": pl.Int64},
        orient="row",
    )  # fmt: skip
    full = pl.col("months_in_a_row") >= pl.col("full_from_months")
    return (
        events.join(by_month, on="month", how="left", maintain_order="left")
        .with_columns(
            full.alias("full_death_benefit"),
            pl.when(full).then("full_rp").when(~full).then("burial_rp").alias("death_rp"),
            (pl.col("wage_base_rp") * pl.col("months_of_wage") + pl.col("fixed_rp")).alias("accident_death_rp"),
        )
        .drop("full_from_months", "full_rp", "burial_rp", "months_of_wage", "fixed_rp")
    )


def _terms(month: date) -> tuple[date, int, int, int, int, int, int]:
    death, accident = death_benefit(month), accident_death_benefit(month)
    return (
        month,
        *(death.full_from_months, death.full_rp, death.burial_rp),
        *(accident.months_of_wage, accident.fixed_rp),
        scholarship_ceiling(month),
    )


def lapse_day(event: pl.Expr) -> pl.Expr:
    """The last day on which an event can be claimed (schemas/reference/claim_terms.csv); null before any terms."""
    terms = reference("claim_terms").select("lapses_after_years", "valid_from", "valid_to").rows()
    return pl.coalesce(
        pl.when(event >= since, (event <= until) if until else pl.lit(value=True)).then(event.dt.offset_by(f"{years}y"))
        for years, since, until in terms
    )
