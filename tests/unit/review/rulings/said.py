"""Rulings as tests write them: only what matters is said, the rest is in order."""

from datetime import date
from typing import Any

import polars as pl

from flows.review.rulings.heard import heard
from schemas.rulings import RULINGS

MONTH = date(2023, 9, 1)
NIK, OTHER, THIRD = "3504111209759001", "3504111209759002", "3504111209759003"
Said = dict[str, Any]

_IN_ORDER: Said = {
    "reason": "sudah dicek",
    "decided_by": "Sri Lestari",
    "approved_by": "Budi Santoso",
    "decided_on": "2023-09-02",
    "expires_on": "2023-12-31",
    "nik_is_number": False,
    "other_nik_is_number": False,
}


def written(*rulings: Said) -> pl.DataFrame:
    """The rulings as intake hands them over; each may say otherwise of anything."""
    rows = [
        {**_IN_ORDER, "source_file": "decisions/a.csv", "source_row": place, **ruling}
        for place, ruling in enumerate(rulings, 2)
    ]
    return pl.DataFrame(rows, schema=RULINGS)


def hear(*rulings: Said, month: date = MONTH) -> pl.DataFrame:
    """The rulings as the night hears them."""
    return heard(written(*rulings), month)


def keep(row: str, **more: Any) -> Said:
    return {"ruling": "keep_row", "row_id": row, **more}


def exclude(row: str, **more: Any) -> Said:
    return {"ruling": "exclude_row", "row_id": row, **more}


def waive(code: str, **more: Any) -> Said:
    return {"ruling": "waive_reason", "code": code, **more}


def accept(row: str, column: str, value: str, **more: Any) -> Said:
    return {"ruling": "accept_value", "row_id": row, "column": column, "value": value, **more}


def same(nik: str, other: str, **more: Any) -> Said:
    return {"ruling": "same_person", "nik": nik, "other_nik": other, **more}


def apart(nik: str, other: str, **more: Any) -> Said:
    return {"ruling": "not_same_person", "nik": nik, "other_nik": other, **more}


def exclude_file(file: str, **more: Any) -> Said:
    return {"ruling": "exclude_file", "file": file, **more}


ONE_OF_EACH = (
    keep("a"),
    same(NIK, OTHER),
    apart(NIK, OTHER),
    waive("AGE_OVER_MAXIMUM", nik=NIK),
    exclude("a"),
    exclude_file("rosters/2023-09/dishub/a.xlsx"),
    accept("a", "nik", NIK),
)
