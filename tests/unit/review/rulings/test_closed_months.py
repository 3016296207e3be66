"""Rulings about files of closed months: tonight's month has no such file, and yet they hold."""

from typing import Any

import polars as pl
import pytest

from flows.review.rulings.ruled import with_closed_months
from schemas.tables.decisions import DECISIONS

FILES = pl.DataFrame({"source_file": ["rosters/2023-09/dishub/a.csv"], "file_sha256": ["ab" * 32]})


def told(**ruling: Any) -> tuple[str, str]:
    row = {"ruling": "exclude_file", "status": "dangling", "why": "Berkas ini tidak ada.", "rows_touched": [], **ruling}
    decisions = pl.DataFrame([{name: row.get(name) for name in DECISIONS.columns}], schema=DECISIONS.dtypes)
    (found,) = with_closed_months(decisions, FILES).select("status", "why").rows()
    return found


@pytest.mark.parametrize("file", FILES.row(0))
def test_a_file_excluded_from_a_closed_month_is_no_dangling_ruling(file: str) -> None:
    status, why = told(file=file)
    assert status == "applied"
    assert "bulan yang sudah ditutup" in why


@pytest.mark.parametrize(
    "ruling",
    [
        {"file": "rosters/2023-09/dishub/b.csv"},
        {"file": None},
        {"file": FILES.item(0, 0), "status": "expired"},
        {"file": FILES.item(0, 0), "ruling": "keep_row"},
    ],
)
def test_every_other_ruling_stays_as_it_is(ruling: dict[str, Any]) -> None:
    assert told(**ruling) == (ruling.get("status", "dangling"), "Berkas ini tidak ada.")
