"""Published snapshots of a few people for the exports, and their workbooks opened again."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.publishing.closed import closing
from flows.publishing.parquet import table_path, write_table
from flows.publishing.snapshot import write_manifest
from schemas.tables import TABLES

AUGUST, SEPTEMBER, OCTOBER = date(2023, 8, 1), date(2023, 9, 1), date(2023, 10, 1)
Row = dict[str, Any]

_FACTS: Row = {
    "month": SEPTEMBER, "regency_code": "35.04",
    "segment": "pekerja_rentan", "membership": "BPU", "occupation": "buruh-tani", "sex": "L",
    "age_band": "45-54", "kecamatan_code": "35.04.11", "kecamatan_name": "Ngunut", "desa_code": "35.04.11.2008",
    "desa_name": "Pulosari", "sender": "dinas-pertanian", "funding_source": "DBHCHT", "wage_base_rp": 1_000_000,
    "jkk_rp": 10_000, "jkm_rp": 6_800, "contribution_rp": 16_800, "months_in_a_row": 1, "advice": [],
    "full_death_benefit": True, "birth_date": date(1970, 1, 1), "source_file": "a.csv", "sheet": "", "source_row": 2,
}  # fmt: skip
POST: Row = {
    "segment": "rt_rw", "membership": "PU", "occupation": "ketua-rt-rw", "funding_source": "ADD",
    "wage_base_rp": 2_000_000, "jkk_rp": 4_800, "jkm_rp": 6_000, "contribution_rp": 10_800,
}  # fmt: skip


def nik(serial: int) -> str:
    """A synthetic NIK."""
    return f"350411{1 + serial % 28:02d}0170{9000 + serial % 1000}"


def worker_id(serial: int) -> str:
    """A pseudonym that is that of one serial alone."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "w1_" + "".join(letters[serial // 26**place % 26] for place in range(26))


def person(serial: int, name: str = "KARTO", **facts: Any) -> Row:
    return {**_FACTS, "worker_id": worker_id(serial), "nik": nik(serial), "name": name, **facts}


def frame(name: str, *rows: Row) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=TABLES[name].dtypes)


def member(serial: int, kpj: str = "23012345678", **facts: Any) -> Row:
    return {"nik": nik(serial), "worker_id": worker_id(serial), "kpj": kpj, "source_file": "bpjs/a.xlsx", "sheet": "",
            "source_row": 2, **facts}  # fmt: skip


def left(serial: int, why: str | None, month: date = OCTOBER) -> Row:
    return {"month": month, "worker_id": worker_id(serial), "kind": "left", "before": "rt_rw", "why": why}


def corrected(before: int, after: int, month: date) -> Row:
    """A NIK that became another one."""
    ids = {"before": worker_id(before), "after": worker_id(after)}
    return {"month": month, "worker_id": worker_id(after), "kind": "corrected_nik", **ids}


def dead(serial: int, died_on: date | None) -> Row:
    who = {"nik": nik(serial), "worker_id": worker_id(serial)}
    return {**who, "died_on": died_on, "told_by": "dukcapil", "told_in": OCTOBER, "closed_from": OCTOBER}


def publish(curated: Path, workers: Iterable[pl.DataFrame], **tables: pl.DataFrame) -> Path:
    """A snapshot that is `latest`: a part of `workers` for each frame, and the other tables, empty unless given."""
    folder = curated / "snapshots" / "20231101T180000Z-aaaaaa"
    months = []
    for part in workers:
        months.append(f"{part['month'][0]:%Y-%m}")
        covered = part.select(TABLES["covered_workers"].columns)
        for name, frame_of in (("workers", part), ("covered_workers", covered)):
            write_table(TABLES[name], frame_of, table_path(folder, TABLES[name], months[-1]))
    for name, table in TABLES.items():
        if not table.partitioned:
            write_table(table, tables.get(name, table.empty()), folder / table.zone / f"{name}.parquet")
    write_manifest(folder, {"month": max(months)})
    (curated / "latest").symlink_to(Path("snapshots") / folder.name)
    return folder


def close(folder: Path, month: date, decree: str) -> None:
    """Closes a month of the snapshot, as its parts are now."""
    table = TABLES["closed_months"]
    row = closing(folder, month, decree, "Kabid", datetime(2023, 10, 1, tzinfo=UTC))
    write_table(table, row, folder / table.zone / "closed_months.parquet")


def payung(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def sheet_of(file: Path) -> Worksheet:
    """The first sheet of a workbook."""
    return openpyxl.load_workbook(file).worksheets[0]


def lines(file: Path) -> list[dict[str, str]]:
    """The filled cells of each row of an upload, by heading."""
    headings, *rows = sheet_of(file).iter_rows(values_only=True)
    return [
        {str(heading): str(cell) for heading, cell in zip(headings, row, strict=True) if cell is not None}
        for row in rows
    ]
