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


@pytest.mark.parametrize(
    ("cell", "nik", "name"),
    [
        ("Juminah Maharani\n3504054707839486", "3504054707839486", "Juminah Maharani"),
        ("3504054707839486\nJuminah, S.Pd.", "3504054707839486", "Juminah, S.Pd."),
        ("Juminah (3504 0547 0783 9486)", "3504 0547 0783 9486", "Juminah"),
        ("NAMA : Juminah / NIK. 3504054707839486", "3504054707839486", "Juminah"),
        ("Juminah - 350405470783948", "350405470783948", "Juminah"),
        ("Juminah\n3504054707839486\n08123456789", "3504054707839486", "Juminah 08123456789"),
        ("Juminah", None, "Juminah"),
        (None, None, None),
    ],
)
def test_name_and_nik_of_one_cell(cell: str | None, nik: str | None, name: str | None) -> None:
    cells = pl.DataFrame({"name_nik_text": [cell]}, schema={"name_nik_text": pl.String})
    assert put_together(cells, {"name_nik"}).row(0, named=True) == {"nik_text": nik, "name_text": name}


@pytest.mark.parametrize(
    ("was", "should_be", "becomes"),
    [
        (("1", "Karto"), ("", ""), ("1", "Karto")),
        (("1", "Karto"), (None, "-"), ("1", "Karto")),
        (("1", "Karto"), ("2", ""), ("2", "Karto")),
        (("1", "Pak Karto"), ("", "Karto Wibowo"), ("1", "Karto Wibowo")),
        (("1", "Suprapto"), ("", "Soeprapto"), ("1", "Soeprapto")),
        (("1", ""), ("", "Karto"), ("1", "Karto")),
        (("1", "Karto"), ("2", "Siti"), ("2", "Siti")),
        (("1", "Karto"), ("", "Siti Aminah"), (None, "Siti Aminah")),
        (("1", "Pak Karto"), ("", "Pak Miswan"), (None, "Pak Miswan")),
    ],
)
def test_a_correction_counts_where_it_is_filled(
    was: tuple[str, str], should_be: tuple[str | None, str], becomes: tuple[str | None, str]
) -> None:
    names = ("nik_text", "name_text", "corrected_nik_text", "corrected_name_text")
    cells = pl.DataFrame([(*was, *should_be)], schema=dict.fromkeys(names, pl.String), orient="row")
    assert put_together(cells, {name.removesuffix("_text") for name in names}).rows() == [becomes]
