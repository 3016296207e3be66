"""Synthetic rosters of any length, as text or as Parquet, as offices would send them.

How a row is written follows from the row's number, so any part can be made alone and two runs with one polars write the
same bytes. What becomes of the rows is known before: `dirt.balance`.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from . import dirt
from .people import draw, people

MONTH = "2022-09"
"""No quota is declared for 2022, so that everybody is covered: the longest way through the night."""
FORMATS = ("csv", "parquet")
_SENDERS = ("dinas-pertanian", "dinas-perikanan", "disnakertrans", "disperindag")
_FILE_ROWS = 1_000_000
_FIRST_SENT = datetime(2022, 9, 1, 8, tzinfo=UTC)
_OCCUPATIONS = ("petani-tembakau", "buruh-tani", "petani", "nelayan", "pkl", "pedagang-keliling")


def write_rosters(raw: Path, rows: int, kind: str = "csv") -> None:
    """`rows` rows in one file or more for each of four senders, below `raw/rosters/2022-09/`; a total ends each file.

    Two files arrive in the same hour, so that what was received later does not settle every choice between rows.
    """
    files = max(len(_SENDERS), -(-rows // _FILE_ROWS))
    for number in range(files):
        first, last = rows * number // files, rows * (number + 1) // files
        path = raw / "rosters" / MONTH / _SENDERS[number % len(_SENDERS)] / f"data pekerja {number + 1}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(_roster(first, last, rows), path)
        sent = (_FIRST_SENT + timedelta(hours=number // 2)).timestamp()
        os.utime(path, (sent, sent))


def roster_files(raw: Path) -> list[Path]:
    """The files `write_rosters` wrote, by path."""
    return sorted(path for path in (raw / "rosters" / MONTH).rglob("*") if path.suffix[1:] in FORMATS)


def _write(roster: pl.DataFrame, path: Path) -> None:
    total = pl.DataFrame({"NO": "JUMLAH", "NAMA LENGKAP": f"{roster.height} orang"})
    whole = pl.concat([roster, total], how="diagonal")
    if path.suffix == ".parquet":
        whole.write_parquet(path)
    else:
        whole.write_csv(path, separator=";")


def _roster(first: int, last: int, rows: int) -> pl.DataFrame:
    """Rows `first` up to `last` of a roster of `rows`, numbered from 1."""
    numbered = pl.select(pl.int_range(first, last, dtype=pl.Int64).alias("row"))
    place = pl.format("Dsn. {} RT {} RW {}", "desa", draw("person", 9, 5) + 1, draw("person", 10, 4) + 1)
    cells = {
        "NO": (pl.col("row") - first + 1).cast(pl.String),
        "NIK": dirt.nik_cell(),
        "NAMA LENGKAP": dirt.name_cell(),
        "TEMPAT LAHIR": pl.lit("Tulungagung"),
        "TANGGAL LAHIR": dirt.birth_cell(),
        "JENIS KELAMIN": dirt.sex_cell(),
        "ALAMAT": place,
        "DESA": dirt.desa_cell(),
        "KECAMATAN": dirt.kecamatan_cell(),
        "KABUPATEN": dirt.regency_cell(),
        "PEKERJAAN": dirt.occupation_cell(_OCCUPATIONS),
        "JENIS KEPESERTAAN": dirt.segment_cell(),
    }
    return people(numbered.with_columns(dirt.person_of(rows).alias("person"))).select(**cells)
