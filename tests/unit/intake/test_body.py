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
