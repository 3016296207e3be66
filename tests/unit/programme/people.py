"""Workers of two months, in few words."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

MONTH = date(2023, 9, 1)
RECEIVED = datetime(2023, 9, 2, tzinfo=UTC)
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "worker_id": pl.String, "nik": pl.String, "name_form": pl.String, "birth_date": pl.Date, "regency_code": pl.String,
    "segment": pl.String,
    "funding_source": pl.String, "occupation": pl.String, "kecamatan_code": pl.String, "desa_code": pl.String,
    "sender": pl.String, "contribution_rp": pl.Int64, "months_in_a_row": pl.Int32,
    "received": pl.Datetime("us", "UTC"),
}  # fmt: skip
FARMER: dict[str, Any] = {
    "name_form": "ORANG CONTOH",
    "birth_date": date(1990, 1, 1),
    "regency_code": "35.04",
    "segment": "pekerja_rentan",
    "funding_source": "DBHCHT",
    "occupation": "buruh-tani",
    "kecamatan_code": "35.04.11",
    "desa_code": "35.04.11.2012",
    "sender": "dinas-pertanian",
    "contribution_rp": 16_800,
    "months_in_a_row": 1,
    "received": RECEIVED,
}
RT: dict[str, Any] = {**FARMER, "segment": "rt_rw", "funding_source": "ADD", "occupation": "ketua-rt-rw"}


def workers(*rows: dict[str, Any]) -> pl.DataFrame:
    """Farm hands of one desa, each with what is said of it."""
    return pl.DataFrame([FARMER | row for row in rows], schema=SCHEMA)


def ids(names: str) -> pl.DataFrame:
    """Farm hands called by one letter each."""
    return workers(*({"worker_id": name} for name in names))
