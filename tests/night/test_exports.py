"""The exports of a real night: everybody it covered goes out, and the annex names what it was made from."""

import json
from pathlib import Path

import openpyxl
import polars as pl

from flows.publishing.parquet import read_table
from schemas.tables import TABLES
from tests.night.place import MONTH
from tests.night.plain import night, receive
from tests.unit.reporting.exports.offices import lines, payung


def test_everybody_covered_goes_out_once_and_nobody_else(tmp_path: Path) -> None:
    receive(tmp_path, 40)
    night(tmp_path)
    covered = read_table(tmp_path / "curated" / "latest", TABLES["workers"])
    place = ("--month", MONTH, "--curated", tmp_path / "curated", "--out", tmp_path)
    said = [
        payung(export, *place).output
        for export in ("bpjs-registration", "dukcapil-matching", "decree-annex", "bpjs-deactivation")
    ]
    assert ["40 people in" in words for words in said] == [True, True, True, False]
    assert "nothing to write" in said[-1]  # nobody has left in the first month of all
    registered = lines(tmp_path / f"bpjs-registration-{MONTH}/pekerja_rentan-1/data_tk_baru_bpu.xlsx")
    asked = lines(tmp_path / f"dukcapil-matching-{MONTH}/padan_nik-1.xlsx")
    everybody = covered["nik"].sort().to_list()
    assert sorted(line["NOMOR_IDENTITAS"] for line in registered) == everybody
    assert [line["NIK"] for line in asked] == everybody
    assert sum(int(line["UPAH"]) for line in registered) == covered["wage_base_rp"].sum()

    book = openpyxl.load_workbook(tmp_path / f"decree-annex-{MONTH}/lampiran-sk-{MONTH}.xlsx")
    printed = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    manifest = json.loads((tmp_path / "curated/latest/manifest.json").read_text())
    part = f"steward/workers/month={MONTH}/part-0.parquet"
    assert f"Sidik jari tabel (SHA-256): {manifest['tables'][part]['sha256']}" in printed
    total = covered.select(pl.col("contribution_rp").sum()).item()
    assert f"{total:,}".replace(",", ".") in printed
    assert [nik for nik in everybody if nik not in printed] == []
