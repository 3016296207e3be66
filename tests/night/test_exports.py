"""The exports of a real night: everybody it covered goes out once, and the annex names what it was made from."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from flows.publishing.parquet import read_table
from schemas.tables import TABLES
from tests.night.place import MONTH, Place
from tests.night.plain import night
from tests.night.privacy import People
from tests.unit.reporting.exports.offices import lines, payung


@pytest.fixture
def place(published: Path, tmp_path: Path) -> Place:
    """A regency of its own with the small month published; no command of these tests needs a server."""
    return Place.copy_of(published, tmp_path / "home", {})


def exported(place: Place, export: str) -> tuple[str, Path]:
    """What the command said, and its folder."""
    done = payung(export, "--curated", place.curated, "--out", place.home / "out")
    assert done.exit_code == 0, done.output
    return done.output, place.home / "out" / f"{export}-{MONTH}"


def niks(folder: Path, heading: str) -> list[str]:
    return sorted(line[heading] for file in folder.rglob("*.xlsx") for line in lines(file))


def test_everybody_covered_goes_out_once_and_nobody_else(place: Place) -> None:
    covered = read_table(place.latest, TABLES["workers"])
    everybody = covered["nik"].sort().to_list()
    registered, asked, annex, left = (
        exported(place, export)
        for export in ("bpjs-registration", "dukcapil-matching", "decree-annex", "bpjs-deactivation")
    )
    waiting = read_table(place.latest, TABLES["waiting_list"])["nik"].to_list()
    assert niks(registered[1], "NOMOR_IDENTITAS") == everybody
    assert niks(asked[1], "NIK") == sorted([*everybody, *waiting])
    assert not left[1].exists()  # nobody has left in the first month of all

    book = openpyxl.load_workbook(annex[1] / f"lampiran-sk-{MONTH}.xlsx")
    printed = {str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert [nik for nik in everybody if nik not in printed] == []
    total = covered.select(pl.col("contribution_rp").sum()).item()
    assert f"{total:,}".replace(",", ".") in printed
    tables = json.loads((place.latest / "manifest.json").read_text())["tables"]
    sha256 = tables[f"steward/workers/month={MONTH}/part-0.parquet"]["sha256"]
    assert f"Sidik jari tabel (SHA-256): {sha256}" in printed

    names = (tuple(name.upper().split()) for name in covered["name"])
    people = People(frozenset(everybody), frozenset(name for name in names if len(name) > 1))
    assert people.found_in("\n".join(said for said, _ in (registered, asked, annex, left))) == set()


def test_what_went_out_comes_back_as_answers_and_only_what_was_planted_is_found(place: Place) -> None:
    """The files that went out, answered line by line: numbers for all, a bill with three faults, everybody found."""
    contributions = dict(read_table(place.latest, TABLES["workers"]).select("nik", "contribution_rp").iter_rows())
    went = niks(exported(place, "bpjs-registration")[1], "NOMOR_IDENTITAS")
    asked = niks(exported(place, "dukcapil-matching")[1], "NIK")
    twice, unbilled, half = went[0], went[1], next(nik for nik in reversed(went) if contributions[nik] == 16_800)
    billed = [(nik, 8_400 if nik == half else contributions[nik]) for nik in went if nik != unbilled]
    kpj = {nik: f"{30_000_000_000 + place_in_line}" for place_in_line, nik in enumerate(went)}
    answer(place, "bpjs/peserta.xlsx", [("NIK", "KPJ"), *kpj.items()])
    bill = [(nik, kpj[nik], "09-2023", rupiah) for nik, rupiah in [*billed, (twice, contributions[twice])]]
    answer(place, "bpjs/tagihan.xlsx", [("NIK", "KPJ", "BLTH", "TOTAL IURAN"), *bill])
    answer(place, "dukcapil/hasil.xlsx", [("NIK", "HASIL"), *((nik, "Ditemukan") for nik in asked)])
    shutil.rmtree(place.home / "out")

    folder = night(place.home).folder
    found = read_table(folder, TABLES["reconciliation"]).select("finding", "nik", "at_stake_rp").rows()
    assert sorted(found) == sorted([
        ("billed_twice", twice, contributions[twice]),
        ("ours_not_billed", unbilled, -contributions[unbilled]),
        ("wrong_rate", half, -8_400),
    ])  # fmt: skip
    for export in ("bpjs-registration", "dukcapil-matching"):
        assert not exported(place, export)[1].exists()  # all have a number, and an answer


def answer(place: Place, name: str, rows: Sequence[Sequence[str | int]]) -> None:
    path = place.raw / name
    path.parent.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
