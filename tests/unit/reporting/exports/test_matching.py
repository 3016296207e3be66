"""Whom Dukcapil is asked about."""

from datetime import UTC, date, datetime
from pathlib import Path

from tests.unit.reporting.exports.offices import OCTOBER, SEPTEMBER, Row, frame, lines, nik, payung, person, publish
from tests.unit.reporting.exports.offices import worker_id as pseudonym

FILE = Path("dukcapil-matching-2023-09/padan_nik-1.xlsx")


def waits(serial: int, name: str, month: date = SEPTEMBER) -> Row:
    return {"month": month, "regency_code": "35.04",
            "segment": "pekerja_rentan", "funding_source": "DBHCHT", "position": 1, "row_id": "a-1-2",
            "worker_id": pseudonym(serial), "sender": "dinas-pertanian", "nik": nik(serial), "name": name,
            "first_seen": datetime(2023, 9, 1, tzinfo=UTC), "why": "over_quota"}  # fmt: skip


def answer(serial: int) -> Row:
    return {"nik": nik(serial), "outcome": "found", "source_file": "dukcapil/a.xlsx", "sheet": "", "source_row": 2}


def exported(home: Path, *options: str, waiting: list[Row], answered: list[Row]) -> str:
    tables = {"waiting_list": waiting, "dukcapil_results": answered}
    people = frame("workers", person(2, "SITI", sex="P"), person(1, "KARTO", address="RT 01 RW 02"))
    publish(home / "curated", [people], **{name: frame(name, *rows) for name, rows in tables.items()})
    done = payung("dukcapil-matching", "--curated", home / "curated", "--out", home, *options)
    assert done.exit_code == 0, done.output
    return str(done.output)


def test_the_covered_and_the_waiting_in_the_order_of_niks(tmp_path: Path) -> None:
    said = exported(tmp_path, waiting=[waits(3, "AGUS"), waits(4, "YOGA", OCTOBER)], answered=[])
    place = "Desa Pulosari, Kec. Ngunut, Kabupaten Tulungagung"
    assert lines(tmp_path / FILE) == [
        {"NIK": nik(1), "NAMA_LENGKAP": "KARTO", "TGL_LAHIR": "01-01-1970", "JENIS_KELAMIN": "L",
         "ALAMAT": f"RT 01 RW 02, {place}"},
        {"NIK": nik(2), "NAMA_LENGKAP": "SITI", "TGL_LAHIR": "01-01-1970", "JENIS_KELAMIN": "P", "ALAMAT": place},
        {"NIK": nik(3), "NAMA_LENGKAP": "AGUS"},
    ]  # fmt: skip
    assert "TGL_LAHIR (1 of 3)" in said


def test_whoever_was_answered_of_is_not_asked_again(tmp_path: Path) -> None:
    said = exported(tmp_path, waiting=[], answered=[answer(1)])
    assert [line["NIK"] for line in lines(tmp_path / FILE)] == [nik(2)]
    assert "1 left out: Dukcapil has answered" in said


def test_all_are_asked_about_on_demand(tmp_path: Path) -> None:
    exported(tmp_path, "--all", waiting=[], answered=[answer(1)])
    assert [line["NIK"] for line in lines(tmp_path / FILE)] == [nik(1), nik(2)]


def test_nothing_is_written_when_all_is_answered(tmp_path: Path) -> None:
    said = exported(tmp_path, waiting=[], answered=[answer(1), answer(2)])
    assert "dukcapil-matching of 2023-09: nothing to write" in said
    assert not (tmp_path / FILE.parent).exists()
