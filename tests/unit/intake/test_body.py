"""Columns that are part of a field, brought to one column a field."""

import polars as pl
import pytest

from flows.intake.body import put_together


@pytest.mark.parametrize(
    ("status", "note", "expected"),
    [
        ("HIDUP", "Aktif", "Aktif"),
        ("1", None, None),
        (None, "pindah", "pindah"),
        ("MATI", "Aktif", "meninggal"),
        ("2", None, "meninggal"),
        ("Pindah", "Aktif", "pindah"),
        ("3", None, "pindah"),
        ("PINDAHAN", None, None),  # came, not left
        ("33", None, None),
    ],
)
def test_the_status_of_life_tells_who_is_no_longer_there(status: str | None, note: str | None, expected: str) -> None:
    texts = {"life_status_text": status, "note_text": note}
    cells = pl.DataFrame([texts], schema=dict.fromkeys(texts, pl.String))
    assert put_together(cells, {"life_status", "note"}).rows() == [(expected,)]


@pytest.mark.parametrize(
    ("cell", "rt", "rw"),
    [
        ("002/001", "002", "001"),
        ("RT 02 RW 01", "02", "01"),
        ("RT/RW 02/01", "02", "01"),
        ("RT 02/RW 01", "02", "01"),
        ("02 / RW.01", "02", "01"),
        ("RW 01 / RT 02", "02", "01"),
        ("Krajan RW.01 RT.02", "02", "01"),
        ("RW 02/01", None, None),
        ("RW/RT 02/01", None, None),
        ("RW 02", None, None),
        (None, None, None),
    ],
)
def test_rt_and_rw_of_one_cell(cell: str | None, rt: str | None, rw: str | None) -> None:
    cells = pl.DataFrame({"rt_rw_text": [cell]}, schema={"rt_rw_text": pl.String})
    assert put_together(cells, {"rt_rw"}).row(0, named=True) == {"rt_text": rt, "rw_text": rw}


def test_a_wage_in_thousands_is_marked_as_such() -> None:
    cells = pl.DataFrame({"wage_thousands_text": ["2426.64", " ", None, "-"]})
    assert put_together(cells, {"wage_thousands"})["wage_text"].to_list() == ["2426.64 (ribuan)", "", None, "-"]
    beside = cells.with_columns(pl.lit("2000000").alias("wage_text"))
    assert put_together(beside, {"wage_thousands", "wage"})["wage_text"].to_list() == ["2000000"] * 4
