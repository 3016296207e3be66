"""The exports of a real night: everybody it covered goes out once, and the annex names what it was made from."""

import json
from pathlib import Path

import openpyxl
import polars as pl

from flows.publishing.parquet import read_table
from schemas.tables import TABLES
from tests.night.place import MONTH, Place
from tests.night.privacy import People
from tests.unit.reporting.exports.offices import lines, payung


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
