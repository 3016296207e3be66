"""Which rows below a heading are people, and what the others are."""

from typing import Any

import polars as pl
import pytest

from flows.intake.data_rows import people_and_ignored, row_kinds
from schemas.tables.cells import CELLS

KARTO, SITI = "3504111209759001", "3504115209759002"


def cells(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows below a heading; `lead` is the first filled cell, read where there is no NIK."""
    base = {"source_file": "a.csv", "sheet": "", "sheet_number": 0, "nik_is_number": False}
    return pl.DataFrame([{**base, "source_row": place, **row} for place, row in enumerate(rows, 2)], schema=CELLS)


def person(nik: str | None = KARTO, name: str | None = "Karto", lead: str | None = None) -> dict[str, Any]:
    return {"nik_text": nik, "name_text": name, "lead": lead}


def kinds(*rows: dict[str, Any]) -> list[str]:
    found: list[str] = row_kinds(cells(*rows))["row_kind"].to_list()
    return found


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (person(), "person"),
        (person(nik=None, lead="1"), "person"),  # a person whose NIK is missing
        (person(name=None), "person"),  # a NIK alone is a person
        (person(nik=None, name=None), "blank"),
        (person(nik="NIK", name="NAMA"), "heading"),
        (person(nik="NO. KTP", name="Nama Lengkap"), "heading"),
        (person(nik="belum ada", name="Karto"), "person"),  # nearly a heading
        (person(nik="2", name="3"), "numbering"),
        (person(nik="(2)", name="(3)"), "numbering"),
        (person(nik="2", name="Karto"), "person"),  # nearly numbering
        (person(nik=None, name=None, lead="JUMLAH"), "total"),
        (person(nik=None, name="25 orang", lead="Total"), "total"),
        (person(nik=None, name=None, lead="Sub Total"), "total"),
        (person(nik=None, name="Jumlahwati", lead="Jumlahwati"), "person"),  # nearly a total
        (person(nik=KARTO, name="Karto", lead="JUMLAH"), "person"),  # a NIK is a person wherever it stands
        (person(nik=None, name=None, lead="DESA KALANGAN"), "group"),
        (person(nik=None, name=None, lead="Catatan: sudah dicek"), "note"),
        (person(nik=None, name=None, lead="Mengetahui,"), "signature"),
        (person(nik=None, name="Camat Ngunut", lead="Camat Ngunut"), "signature"),
        (person(nik=None, name="Camatno", lead="1"), "person"),  # nearly a signature
    ],
)
def test_kind_of_a_row(row: dict[str, Any], kind: str) -> None:
    assert kinds(row) == [kind], row


def test_a_signature_reaches_to_the_end_of_the_sheet() -> None:
    block = [
        person(nik=None, name=name, lead=name) for name in ("Tulungagung, 1 September 2023", "Karto, S.Sos.", "Siti")
    ]
    assert kinds(person(), *block) == ["person", "signature", "signature", "signature"]


def test_a_nik_below_a_signature_is_still_a_person() -> None:
    assert kinds(person(nik=None, name=None, lead="Mengetahui"), person(SITI, "Siti")) == ["signature", "person"]


def test_a_signature_does_not_reach_into_the_next_sheet() -> None:
    rows = cells(person(nik=None, name=None, lead="Mengetahui"), person(nik=None, name="Siti", lead="Siti"))
    rows = rows.with_columns(pl.Series("sheet_number", [0, 1], dtype=pl.UInt16))
    assert row_kinds(rows)["row_kind"].to_list() == ["signature", "person"]


def test_the_nip_of_the_signatory_is_no_person() -> None:
    block = [
        person(nik=None, name=None, lead="Mengetahui"),
        person(nik=None, name="NIP. 19700101 199003 1 001", lead="x"),
    ]
    assert kinds(*block) == ["signature", "signature"]


def test_a_worker_of_the_town_is_no_signature() -> None:
    """The lead of a list that begins with the address is a place, not a date line."""
    assert kinds(person(nik=None, name="Karto", lead="Tulungagung")) == ["person"]


def test_ignored_rows_are_counted_by_why_and_blank_ones_are_not() -> None:
    rows = cells(
        person("1", "2"), person(), person(nik=None, name=None), person(nik=None, name=None, lead="JUMLAH"),
        person(nik=None, name=None, lead="Mengetahui"), person(nik=None, name="Siti", lead="Siti"),
    )  # fmt: skip
    people, ignored = people_and_ignored(rows)
    assert people["source_row"].to_list() == [3]
    assert ignored.to_dicts() == [
        {
            "source_file": "a.csv",
            "ignored_rows": [
                {"why": "numbering", "rows": 1},
                {"why": "signature", "rows": 2},
                {"why": "total", "rows": 1},
            ],
        }
    ]


def test_white_cells_are_blank() -> None:
    people, _ = people_and_ignored(cells({"nik_text": "  ", "name_text": "\u00a0"}, person(f" {KARTO} ", " Karto ")))
    assert people.select("nik_text", "name_text").rows() == [(KARTO, "Karto")]


@pytest.mark.parametrize("lead", ["Kepala Desa", "Sekretaris Desa Besole", "Operator", "Sumber", "Keterangan"])
def test_the_post_or_dusun_of_a_full_row_is_no_signature(lead: str) -> None:
    full = {**person(nik=None, lead=lead), "position_text": lead, "phone_text": "081234567801", "sex_text": "L"}
    assert kinds(full, person(nik=None, lead="Kasun")) == ["person", "person"]
    signed = {**full, "name_text": "Camat Besuki"}
    assert kinds(signed) == ["signature" if lead not in {"Sumber", "Keterangan"} else "note"]


def test_who_signs_with_a_nik_is_no_person() -> None:
    block = [person(nik=None, name="Kepala Desa", lead="Kepala Desa"), person(nik=f"NIK. {SITI}", name=f"NIK. {KARTO}")]
    assert kinds(person(), *block) == ["person", "signature", "signature"]


def test_a_row_that_shows_how_to_fill_in_is_no_person() -> None:
    shown = [{**person(), "number_text": "Contoh"}, {**person(SITI), "note_text": "CONTOH PENGISIAN"}]
    assert kinds(*shown, person(), person(SITI, "Contohari")) == ["note", "note", "person", "person"]


def test_columns_may_be_numbered_by_letters() -> None:
    assert kinds(person(nik="c", name="b", lead="a"), person(nik="c", name="Bo")) == ["numbering", "person"]


@pytest.mark.parametrize(
    "name",
    [
        *("(belum ada pengganti)", "KOSONG", "Lowong", "belum ada", "(masih kosong)", "BELUM DIISI"),
        *("(menunggu pemilihan)", "- belum ada, dirangkap Ketua RW -", "dijabat Kasun"),
    ],
)
def test_a_post_with_nobody_is_a_note(name: str) -> None:
    people, ignored = people_and_ignored(cells(person(), person(None, name, "1"), person(SITI, "Siti")))
    assert people["name_text"].to_list() == ["Karto", "Siti"]
    assert ignored["ignored_rows"].to_list() == [[{"why": "note", "rows": 1}]]


@pytest.mark.parametrize("row", [person("menyusul"), person(None, "Kosongan", "1"), person(name="KOSONG")])
def test_who_has_a_name_or_a_number_is_somebody(row: dict[str, Any]) -> None:
    assert people_and_ignored(cells(row))[0].height == 1


def test_a_row_that_says_how_to_fill_in_is_a_note() -> None:
    assert kinds(person("16 digit", "(wajib)") | {"sex_text": "L/P"}, person()) == ["note", "person"]
    assert kinds(person(None, "Peserta", "1"), person()) == ["person", "person"]


@pytest.mark.parametrize("row", [person(name="BUDI CONTOH"), person() | {"address_text": "CONTOH: JL. X"}])
def test_the_example_person_of_a_template_is_a_note(row: dict[str, Any]) -> None:
    assert kinds(row, person(SITI, "Siti")) == ["note", "person"]


def test_a_row_with_a_long_number_in_another_cell_is_somebody() -> None:
    shifted = {"nik_text": "Siti", "nkk_text": SITI, "sex_text": "P", "desa_text": "x", "lead": "2"}
    assert kinds(person(), shifted) == ["person", "person"]
    assert (
        kinds(person(), {"number_text": "2", "desa_text": "Kalangan", "kecamatan_text": "Ngunut", "lead": "2"})[1]
        == "note"
    )
