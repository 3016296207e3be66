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
        ("HILANG", "Aktif", "tidak aktif"),
        ("4", None, "tidak aktif"),
        ("Pergi", None, "tidak aktif"),
        ("6", "Aktif", "tidak aktif"),
        ("TIDAK VALID", None, "tidak aktif"),
        ("9", None, "tidak aktif"),
        ("VALID", None, None),
        ("5", None, None),
        ("44", None, None),
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
    ("code", "own", "expected"),
    [
        ("9", None, "Petani/Pekebun"),
        (" 5 ", "", "Pegawai Negeri Sipil"),
        ("9", "buruh tani", "buruh tani"),  # the list's own words say more
        ("77", None, "77"),
        (None, None, None),
    ],
)
def test_the_code_of_an_occupation_is_read_where_no_words_are(
    code: str | None, own: str | None, expected: str | None
) -> None:
    cells = pl.DataFrame(
        {"occupation_code_text": [code], "occupation_text": [own]},
        schema={"occupation_code_text": pl.String, "occupation_text": pl.String},
    )
    assert put_together(cells, {"occupation_code", "occupation"}).rows() == [(expected,)]
    alone = put_together(cells.drop("occupation_text"), {"occupation_code"})
    assert own or alone.rows() == [(expected,)]


@pytest.mark.parametrize(
    ("died", "left", "note", "expected"),
    [
        ("2023-06-11", None, None, "meninggal 2023-06-11"),
        ("11/06/2023", "2023-06-30", "aktif", "meninggal 11/06/2023"),
        (None, "2023-07-31 00:00:00", "diganti anaknya", "berhenti 2023-07-31"),
        (None, "45138", None, "berhenti 2023-07-31"),
        (None, "2023-07-31", "meninggal 31 Juli", "meninggal 31 Juli"),
        ("0000-00-00", "-", "aktif", "aktif"),
        ("1900-01-00", "1970-01-01", None, None),
        (" ", "", "baru", "baru"),
        (None, None, None, None),
        ("ya", None, None, None),
    ],
)
def test_a_day_of_death_or_of_leaving_is_a_note(
    died: str | None, left: str | None, note: str | None, expected: str | None
) -> None:
    texts = {"death_date_text": died, "exit_date_text": left, "note_text": note}
    cells = pl.DataFrame([texts], schema=dict.fromkeys(texts, pl.String))
    assert put_together(cells, {"death_date", "exit_date", "note"}).rows() == [(expected,)]


def test_a_list_of_days_of_death_alone() -> None:
    cells = pl.DataFrame({"death_date_text": ["2023-06-11", None]})
    assert put_together(cells, {"death_date"})["note_text"].to_list() == ["meninggal 2023-06-11", None]


def test_a_wage_in_thousands_is_marked_as_such() -> None:
    cells = pl.DataFrame({"wage_thousands_text": ["2426.64", " ", None, "-"]})
    assert put_together(cells, {"wage_thousands"})["wage_text"].to_list() == ["2426.64 (ribuan)", "", None, "-"]
    beside = cells.with_columns(pl.lit("2000000").alias("wage_text"))
    assert put_together(beside, {"wage_thousands", "wage"})["wage_text"].to_list() == ["2000000"] * 4


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


def corrected(*rows: tuple[str | None, ...]) -> list[tuple[str | None, ...]]:
    """NIK, name and birth date of each row, which are followed by what they should be."""
    fields = ("nik", "name", "birth_date")
    names = [f"{kind}{field}_text" for kind in ("", "corrected_") for field in fields]
    cells = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return put_together(cells, {name.removesuffix("_text") for name in names}).rows()


def test_of_people_replaced_those_who_come_count_and_keep_nothing_of_those_who_go() -> None:
    siti, tuti = ("2", "Siti Aminah", "01-01-1980"), ("4", "Tuti", None)
    found = corrected(("1", "Karto", "x", *siti), ("3", "Rokhim", "y", *tuti), ("5", "Slamet", "z", None, "TETAP", "-"))
    assert found == [siti, tuti, ("5", "Slamet", "z")]


def test_who_is_replaced_by_nobody_among_people_replaced_may_have_left() -> None:
    siti = ("2", "Siti Aminah", "01-01-1980")
    assert corrected(("1", "Karto", "x", *siti), ("5", "Slamet", "z", None, None, None)) == [
        siti,
        (None, "Slamet", "z"),
    ]
    spelt = ("1", "Karto", "01-01-1980")
    found = corrected(("1", "Kartto", "x", *spelt), ("5", "Slamet", "z", None, None, None))
    assert found == [spelt, ("5", "Slamet", "z")]


@pytest.mark.parametrize(
    ("said", "status", "becomes"),
    [
        ("Ya", None, "ASN"),
        ("Tidak", "Honorer", "Honorer"),
        ("", None, None),
        ("PNS", None, "PNS"),
        ("Non ASN", "aktif", "Non ASN"),
        ("YA", "aktif", "ASN"),
    ],
)
def test_an_answer_whether_somebody_is_a_civil_servant(said: str, status: str | None, becomes: str | None) -> None:
    cells = pl.DataFrame([(said, status)], schema={"servant_text": pl.String, "status_text": pl.String}, orient="row")
    assert put_together(cells, {"servant", "status"}).rows() == [(becomes,)]
