"""Computed, billed and paid, side by side and never made to agree."""

from datetime import date
from typing import Any

import polars as pl

from flows.programme.money.four_facts import four_facts
from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.bills import BILLS
from schemas.tables.budget_totals import BUDGET_TOTALS
from schemas.tables.contributions import CONTRIBUTIONS
from schemas.tables.payments import PAYMENTS
from schemas.tables.table import Table

SEPTEMBER, OCTOBER = date(2023, 9, 1), date(2023, 10, 1)
COMPUTED = [
    {
        "month": SEPTEMBER,
        "regency_code": "35.04",
        "segment": "bpd",
        "funding_source": "ADD",
        "workers": 2,
        "contribution_rp": 21_600,
    },
    {
        "month": SEPTEMBER,
        "regency_code": "35.04",
        "segment": "rt_rw",
        "funding_source": "ADD",
        "workers": 1,
        "contribution_rp": 10_800,
    },
    {
        "month": SEPTEMBER,
        "regency_code": "35.04",
        "segment": "non_asn",
        "funding_source": "APBD",
        "workers": 1,
        "contribution_rp": 10_800,
    },
]
COVERED = [
    (SEPTEMBER, "w1_siti", "ADD"),
    (SEPTEMBER, "w1_karto", "APBD"),
    (OCTOBER, "w1_siti", "APBD"),
]


def frame(table: Table, *rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=table.dtypes)


def line(worker: str | None, rupiah: int, month: date = SEPTEMBER) -> dict[str, Any]:
    return {"month": month, "worker_id": worker, "billed_rp": rupiah}


def facts(
    *,
    adjusted: list[dict[str, Any]] | None = None,
    billed: list[dict[str, Any]] | None = None,
    paid: list[dict[str, Any]] | None = None,
) -> dict[tuple[date, str | None], tuple[Any, ...]]:
    table = four_facts(
        frame(BUDGET_TOTALS, *COMPUTED),
        frame(ADJUSTMENTS, *(adjusted or [])),
        frame(BILLS, *(billed or [])),
        frame(PAYMENTS, *(paid or [])),
        pl.DataFrame(COVERED, schema=["month", "worker_id", "funding_source"], orient="row").with_columns(
            pl.lit("35.04").alias("regency_code")
        ),
    )
    CONTRIBUTIONS.model.validate(table)
    return {(month, source): tuple(values) for month, source, *values in table.drop("regency_code").iter_rows()}


def test_what_has_not_come_is_null_and_not_0() -> None:
    assert facts() == {
        (SEPTEMBER, "ADD"): (3, 32_400, 0, None, None, None),
        (SEPTEMBER, "APBD"): (1, 10_800, 0, None, None, None),
    }


def test_a_line_falls_to_the_source_of_the_worker_covered_in_its_month() -> None:
    found = facts(billed=[line("w1_siti", 10_800), line("w1_karto", 8_400), line("w1_siti", 16_800, OCTOBER)])
    assert found[SEPTEMBER, "ADD"][3:] == (1, 10_800, None)
    assert found[SEPTEMBER, "APBD"][3:] == (1, 8_400, None)
    assert found[OCTOBER, "APBD"] == (0, 0, 0, 1, 16_800, None)


def test_a_bill_that_names_nobody_covered_has_no_source() -> None:
    found = facts(billed=[line("w1_nobody", 16_800), line(None, 16_800), line("w1_siti", 10_800)])
    assert found[SEPTEMBER, None] == (0, 0, 0, 2, 33_600, None)
    assert found[SEPTEMBER, "ADD"][3:] == (1, 10_800, None)


def test_the_bills_of_a_source_that_was_not_billed_are_still_to_come() -> None:
    found = facts(billed=[line("w1_siti", 10_800)])
    assert found[SEPTEMBER, "APBD"][3:] == (None, None, None)


def test_payments_add_up_by_the_source_they_name() -> None:
    said: list[dict[str, Any]] = [
        {"month": SEPTEMBER, "funding_source": "ADD", "paid_rp": 20_000},
        {"month": SEPTEMBER, "funding_source": "ADD", "paid_rp": 12_400},
        {"month": SEPTEMBER, "funding_source": None, "paid_rp": 5},
    ]
    found = facts(paid=said)
    assert found[SEPTEMBER, "ADD"] == (3, 32_400, 0, None, None, 32_400)
    assert found[SEPTEMBER, None] == (0, 0, 0, None, None, 5)


def test_a_correction_stands_in_the_month_in_which_it_is_booked_and_beside_what_was_computed() -> None:
    booked = {"month": OCTOBER, "adjusted_month": SEPTEMBER, "funding_source": "ADD", "contribution_rp": -10_800}
    found = facts(adjusted=[booked, booked])
    assert found[OCTOBER, "ADD"] == (0, 0, -21_600, None, None, None)
    assert found[SEPTEMBER, "ADD"][:3] == (3, 32_400, 0)


def test_of_several_regencies_a_bill_belongs_to_that_of_the_worker_and_what_nobody_can_tell_to_none() -> None:
    blitar = {"month": SEPTEMBER, "regency_code": "35.05", "segment": "bpd", "funding_source": "ADD"}
    workers = pl.DataFrame(
        {"month": [SEPTEMBER], "worker_id": ["w1_wati"], "regency_code": ["35.05"], "funding_source": ["ADD"]}
    )
    table = four_facts(
        frame(BUDGET_TOTALS, *COMPUTED, {**blitar, "workers": 1, "contribution_rp": 10_800}),
        ADJUSTMENTS.empty(),
        frame(BILLS, line("w1_wati", 10_800), line(None, 16_800)),
        frame(PAYMENTS, {"month": SEPTEMBER, "funding_source": "ADD", "paid_rp": 1_000}),
        workers,
    )
    CONTRIBUTIONS.model.validate(table)
    told = table.filter(pl.col("funding_source") == "ADD").select("regency_code", "computed_rp", "billed_rp", "paid_rp")
    assert told.rows() == [("35.04", 32_400, None, None), ("35.05", 10_800, 10_800, None), (None, 0, None, 1_000)]
    assert table.filter(pl.col("funding_source").is_null()).select("regency_code", "billed_rp").rows() == [
        (None, 16_800)
    ]
