"""Who leaves: the living members with a number, each with why and until when he was covered."""

from datetime import date
from pathlib import Path

from tests.unit.reporting.exports.offices import (
    OCTOBER,
    POST,
    SEPTEMBER,
    Row,
    corrected,
    dead,
    frame,
    left,
    lines,
    member,
    payung,
    person,
    publish,
    sheet_of,
)

FILE = Path("bpjs-deactivation-2023-10/rt_rw-1/data_tk_na.xlsx")
KPJ = "23012345678"


def exported(home: Path, changes: list[Row], members: list[Row], deaths: list[Row] | None = None) -> str:
    """What the command said of October: 1 to 4 were covered in September, 9 is covered still."""
    before = frame("workers", *(person(n, **POST) for n in (1, 2, 3, 4, 9)))
    now = frame("workers", person(9, **POST, month=OCTOBER))
    tables = {"changes": changes, "members": members, "deaths": deaths or []}
    publish(home / "curated", [before, now], **{name: frame(name, *rows) for name, rows in tables.items()})
    done = payung("bpjs-deactivation", "--month", "2023-10", "--curated", home / "curated", "--out", home)
    assert done.exit_code == 0, done.output
    return str(done.output)


def test_a_leaver_in_the_form_for_inactive_members(tmp_path: Path) -> None:
    exported(tmp_path, [left(1, "resigned")], [member(1), member(9)])
    sheet = sheet_of(tmp_path / FILE)
    assert sheet.title == "data_tk_na"
    assert [cell.value for cell in sheet[1]] == [
        "KPJ", "NAMA_LENGKAP", "TGL_LAHIR", "SEBAB_NA", "TGL_KEJADIAN", "KETERANGAN",
    ]  # fmt: skip
    assert lines(tmp_path / FILE) == [
        {"KPJ": KPJ, "NAMA_LENGKAP": "KARTO", "TGL_LAHIR": "01-01-1970", "SEBAB_NA": "A1",
         "TGL_KEJADIAN": "30-09-2023", "KETERANGAN": "Mengundurkan Diri"}
    ]  # fmt: skip


def test_a_cause_without_a_known_code_is_in_words(tmp_path: Path) -> None:
    said = exported(tmp_path, [left(1, "moved"), left(2, None)], [member(1, "23000000001"), member(2, "23000000002")])
    causes = {line["KPJ"]: (line["SEBAB_NA"], line["KETERANGAN"]) for line in lines(tmp_path / FILE)}
    assert causes == {
        "23000000001": ("Pindah ke luar kabupaten", "Pindah ke luar kabupaten"),
        "23000000002": ("Tidak diusulkan lagi", "Tidak diusulkan lagi"),
    }
    assert "2 with SEBAB_NA in words" in said


def test_the_dead_go_by_a_claim(tmp_path: Path) -> None:
    """4 died a month after he had resigned: he was no member any more."""
    leavers = [left(1, "deceased"), left(2, "no_longer_sent"), left(3, "moved"), left(4, "resigned")]
    deaths = [dead(2, date(2023, 9, 12)), dead(3, None), dead(4, date(2023, 10, 20))]
    said = exported(tmp_path, leavers, [member(n, f"2300000000{n}") for n in (1, 2, 3, 4)], deaths)
    assert [line["KPJ"] for line in lines(tmp_path / FILE)] == ["23000000004"]
    assert "3 dead: they go by a claim" in said


def test_whoever_was_never_registered_is_counted(tmp_path: Path) -> None:
    said = exported(tmp_path, [left(1, "resigned"), left(2, "age")], [member(2)])
    assert [(line["KPJ"], line["SEBAB_NA"]) for line in lines(tmp_path / FILE)] == [(KPJ, "A4")]
    assert "1 without a KPJ" in said


def test_the_number_is_that_of_the_latest_membership(tmp_path: Path) -> None:
    numbers = [
        member(1, "23000000003"),  # since nobody knows when
        member(1, "23000000002", member_from=date(2023, 8, 1)),
        member(1, "23000000001", member_from=SEPTEMBER),
    ]
    exported(tmp_path, [left(1, "resigned")], numbers)
    assert [line["KPJ"] for line in lines(tmp_path / FILE)] == ["23000000001"]


def test_a_corrected_nik_keeps_the_number(tmp_path: Path) -> None:
    """He was registered as 7, became 1, and left."""
    exported(tmp_path, [corrected(7, 1, SEPTEMBER), left(1, "resigned")], [member(7)])
    assert [line["KPJ"] for line in lines(tmp_path / FILE)] == [KPJ]


def test_leavers_of_another_month_are_not_of_this_one(tmp_path: Path) -> None:
    said = exported(tmp_path, [left(1, "resigned", SEPTEMBER)], [member(1)])
    assert "bpjs-deactivation of 2023-10: nothing to write" in said
    assert not (tmp_path / "bpjs-deactivation-2023-10").exists()
