"""What `payung check --explain` tells a newcomer to declare."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.checking.declaring import bare_sender, declaration
from flows.checking.guesses import by_content
from flows.checking.one_file import check_file
from flows.settings import now
from schemas.senders.sender import Sender, read_sender, senders
from tests.unit.checking.books import HEADING, Rows, book, person

WOMEN = ["3504115209759001", "3504115209759002", "3504115209759003"]
ODD: Rows = [
    ["No", "Kode Warga", "Panggilan", "Lahir Pada", "Kelamin", "Ukuran Baju", "Kelurahan"],
    *([1, nik, "SITI AMINAH", "12-09-1975", "P", "XL", "Pulosari"] for nik in WOMEN),
]


def told(path: Path, sender: Sender | str = "dinas-antah", **sheets: Rows) -> str:
    """What is told of a workbook with these sheets; a sender by its name is a new one."""
    office = bare_sender(sender) if isinstance(sender, str) else sender
    made = book(path, **sheets)
    return declaration(check_file(made, office, date(2023, 9, 1), now(), declared=not isinstance(sender, str)))


def keys(text: str) -> dict[str, Any]:
    return yaml.safe_load(text) or {}


def test_a_new_sender_gets_a_whole_declaration(tmp_path: Path) -> None:
    text = told(tmp_path / "a.xlsx", Data=[["DAFTAR TENAGA HONORER"], *ODD], Rekap=[["Jumlah", 3]])
    assert text.splitlines() == [
        "# schemas/senders/dinas-antah.yml: fill in what is empty; _template.yml beside it says what each key means",
        "# sheet 'Rekap' is passed over: no heading",
        "sender: dinas-antah",
        "name:     # as it appears in letters and in the report",
        "kind: opd     # kecamatan | opd",
        "contact:     # who mends the list",
        "sends:     # what this office sends, in a sentence",
        "segments:",
        "  - {words: honorer, segment: non_asn}     # the title says so",
        "headings:",
        "  Kode Warga: nik     # a guess: look at the column",
        "  Panggilan: name     # a guess: look at the column",
        "  Lahir Pada: birth_date     # a guess: look at the column",
        "  Ukuran Baju: ignored     # or nik, name, birth_date, sex, address, desa, kecamatan, occupation, position, …",
    ]


@pytest.mark.parametrize("filled", [("contact", "sends"), ("name", "sends"), ("name", "contact")])
def test_what_only_a_person_knows_is_refused_until_it_is_filled_in(tmp_path: Path, filled: tuple[str, str]) -> None:
    text = told(tmp_path / "a.xlsx", Data=ODD)
    for key in filled:
        text = text.replace(f"{key}:  ", f"{key}: x  ")
    (tmp_path / "dinas-antah.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="Input should be a valid string"):
        read_sender(tmp_path / "dinas-antah.yml")


def test_a_declared_sender_hears_only_what_is_missing(tmp_path: Path) -> None:
    sender = senders()["dinas-pertanian"]
    assert told(tmp_path / "a.xlsx", sender, Data=[HEADING, person()]).endswith("dinas-pertanian.yml: nothing to add")
    text = told(tmp_path / "b.xlsx", sender, Data=[[*HEADING, "Ukuran Baju"], [*person(), "XL"]])
    assert keys(text) == {"headings": {"Ukuran Baju": "ignored"}}


def test_a_spelling_that_is_like_a_known_one_is_suggested(tmp_path: Path) -> None:
    rows: Rows = [["NIK", "Nama", "Pekerjaans Utma"], [WOMEN[0], "SITI", "x"]]
    assert keys(told(tmp_path / "a.xlsx", Data=rows))["headings"] == {"Pekerjaans Utma": "occupation"}


@pytest.mark.parametrize("said", ["No: 1", "Ya", "# catat", "1975", "'kutip\""])
def test_any_heading_is_a_key_that_yaml_reads_back(tmp_path: Path, said: str) -> None:
    text = told(tmp_path / "a.xlsx", Data=[["NIK", "Nama", said], [WOMEN[0], "SITI", "?"]])
    assert keys(text)["headings"] == {said: "ignored"}


def test_a_number_in_a_heading_is_not_shown(tmp_path: Path) -> None:
    text = told(tmp_path / "a.xlsx", Data=[["NIK", "Nama", "Lain 3504111209759001"], [WOMEN[0], "SITI", "?"]])
    assert "3504111209759001" not in text


def test_a_segment_that_nothing_tells_is_asked_for(tmp_path: Path) -> None:
    text = told(tmp_path / "a.xlsx", Data=[HEADING, person(), person()])
    assert "default_segment:     # nothing tells the segment of 2 rows: perangkat_desa | non_asn | bpd" in text
    column: Rows = [[*HEADING, "Segmen"], [*person(), "RT/RW"]]
    assert "segment" not in keys(told(tmp_path / "b.xlsx", Data=column))


def test_the_words_of_a_sheets_name_or_the_files_tell_a_segment_too(tmp_path: Path) -> None:
    rows: Rows = [HEADING, person()]
    assert keys(told(tmp_path / "a.xlsx", "dinas-antah", **{"RT RW": rows}))["segments"] == [
        {"words": "rt rw", "segment": "rt_rw"}
    ]
    assert keys(told(tmp_path / "data bpd.xlsx", Data=rows))["segments"] == [{"words": "bpd", "segment": "bpd"}]


def places(*desa: str) -> Rows:
    heading: list[object] = ["NIK", "Nama", "Desa", "Segmen"]
    people: Rows = [[WOMEN[0], "SITI", said, "BPD"] for said in desa]
    return [heading, *people]


def test_the_kecamatan_is_the_one_that_has_the_desa(tmp_path: Path) -> None:
    rows = places("Sumberejo Wetan", "Pulosari", "Kalangan", "Desa Samir", "Gilang", "Antah")
    assert keys(told(tmp_path / "a.xlsx", Data=rows))["kecamatan_code"] == "35.04.11"


def test_where_the_desa_tell_no_kecamatan_it_is_asked_for(tmp_path: Path) -> None:
    text = told(tmp_path / "a.xlsx", Data=places("Antah"))
    assert "# 1 rows name no kecamatan: if all live in one, declare kecamatan_code" in text


def test_a_folder_called_after_a_kecamatan_is_one() -> None:
    found = bare_sender("Kecamatan Ngunut")
    assert (found.sender, found.kind, found.kecamatan_code) == ("kecamatan-ngunut", "kecamatan", "35.04.11")


@pytest.mark.parametrize(
    ("folder", "name"),
    [("Dinas  Désa/X", "dinas-d-sa-x"), ("???", "kantor-baru"), ("3504111209759001", "kantor-baru"), ("dpmd", "dpmd")],
)
def test_a_sender_is_called_as_a_folder_may_be(folder: str, name: str) -> None:
    assert bare_sender(folder).sender == name


def test_sheets_that_are_passed_over_are_named(tmp_path: Path) -> None:
    sender = senders()["dpmd"].model_copy(update={"sheets": ("Data",)})
    text = told(tmp_path / "a.xlsx", sender, Data=[HEADING, person()], Lain=[HEADING, person()])
    assert "# sheet 'Lain' is passed over: not declared\n#   to read it, add its name to `sheets`" in text


def test_a_list_without_any_known_heading_is_pointed_at_and_not_shown(tmp_path: Path) -> None:
    text = told(tmp_path / "a.xlsx", Data=[["DAFTAR"], ["Satu", "Dua"], [WOMEN[0], "SITI"], [WOMEN[1], "AMINAH"]])
    assert "its first NIK is in row 3: declare the words above it in `headings`" in text
    assert [word for word in ("SITI", "Satu") if word in text] == []


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").touch()
    text = declaration(check_file(tmp_path / "a.xlsx", senders()["dpmd"], date(2023, 9, 1), now()))
    assert "# nothing of the file can be read: FILE_EMPTY" in text


def test_a_list_without_occupations_may_have_one_declared(tmp_path: Path) -> None:
    rows: Rows = [["NIK", "Nama", "Desa", "Kecamatan"], [WOMEN[0], "SITI", "Pulosari", "Ngunut"]]
    assert "values: { occupation: … }" in told(tmp_path / "a.xlsx", senders()["dinas-pertanian"], Data=rows)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (WOMEN, "nik"),
        ([f"'{nik[:4]} {nik[4:]}" for nik in WOMEN], "nik"),
        (["12-09-1975", "1/2/75", "12 September 1975", "1975-09-12", "kosong"], "birth_date"),
        (["0812 3456 7890", "+6281234567890"], "phone"),
        (["L", "P", "laki-laki"], "sex"),
        (["Pulosari", "Kalangan", "SAMIR"], "desa"),
        (["Ngunut", "Kedungwaru"], "kecamatan"),
        (["buruh tani", "nelayan"], "occupation"),
        (["SITI AMINAH, S.Pd", "M. KARTO"], "name"),
        (["XL", "L", "M"], None),
        ([], None),
    ],
)  # fmt: skip
def test_what_a_column_holds_says_what_it_may_be(cells: list[str], field: str | None) -> None:
    assert by_content(cells, set()) == field


def test_a_field_that_a_list_has_is_not_guessed_again() -> None:
    assert [by_content(WOMEN, {"nik"}), by_content(WOMEN, {"nik", "nkk"})] == ["nkk", None]
