"""Synthetic delimited rosters of any length, as offices would send them.

How a row is written follows from the row's number, so any part can be made alone and two runs with one polars write the
same bytes. Of a hundred rows three name a person whom another row names (one in the same file, two mostly in another's)
and two have a damaged NIK; these never meet, so the balance is known: 95 covered, 3 duplicate, 2 rejected.
"""

from pathlib import Path

import polars as pl

from schemas.reference import reference

from .people import draw, one_of, people

MONTH = "2022-09"
"""No quota is declared for 2022, so that everybody is covered: the longest way through the night."""
_SENDERS = ("dinas-pertanian", "dinas-perikanan", "disnakertrans", "disperindag")
_FILE_ROWS = 1_000_000
_OCCUPATIONS = ("petani-tembakau", "buruh-tani", "petani", "nelayan", "pkl", "pedagang-keliling")
_MONTH_NAMES = pl.Series(
    [
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ]
)


def write_rosters(raw: Path, rows: int) -> None:
    """`rows` rows in one file or more for each of four senders, below `raw/rosters/2022-09/`."""
    files = max(len(_SENDERS), -(-rows // _FILE_ROWS))
    for number in range(files):
        first, last = rows * number // files, rows * (number + 1) // files
        path = raw / "rosters" / MONTH / _SENDERS[number % len(_SENDERS)] / f"data pekerja {number + 1}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        _roster(first, last, rows).write_csv(path, separator=";")


def roster_files(raw: Path) -> list[Path]:
    """The files `write_rosters` wrote, by path."""
    return sorted((raw / "rosters" / MONTH).rglob("*.csv"))


def _roster(first: int, last: int, rows: int) -> pl.DataFrame:
    """Rows `first` up to `last` of a roster of `rows`."""
    numbered = pl.select(pl.int_range(first, last, dtype=pl.Int64).alias("row"))
    occupations = reference("occupation_synonyms").filter(pl.col("occupation").is_in(_OCCUPATIONS))["spelling"]
    place = pl.format("Dsn. {} RT {} RW {}", "desa", draw("person", 9, 5) + 1, draw("person", 10, 4) + 1)
    prefix = pl.when(draw("row", 11, 3) == 0).then(pl.lit("KEC. ")).otherwise(pl.lit(""))
    cells = {
        "NO": pl.col("row") + 1,
        "NIK": _nik_cell(),
        "NAMA LENGKAP": _name_cell("name"),
        "TEMPAT LAHIR": pl.lit("Tulungagung"),
        "TANGGAL LAHIR": _birth_cell(),
        "JENIS KELAMIN": pl.col("sex"),
        "ALAMAT": place,
        "DESA": _name_cell("desa"),
        "KECAMATAN": pl.concat_str(prefix, "kecamatan"),
        "PEKERJAAN": one_of(occupations, draw("person", 12)),
    }
    return people(numbered.with_columns(_person(rows).alias("person"))).select(**cells)


def _person(rows: int) -> pl.Expr:
    """The row's own person, but for rows 31, 64 and 97 of a hundred: those name the person of another row."""
    row, half = pl.col("row"), rows // 200 * 100
    elsewhere = pl.when(row + 1 + half < rows).then(row + 1 + half).otherwise(row + 1 - half)
    return pl.when(row % 100 == 31).then(row - 1).when((row % 100).is_in([64, 97])).then(elsewhere).otherwise(row)


def _nik_cell() -> pl.Expr:
    """Sixteen digits, some after an apostrophe; in rows 7 and 57 of a hundred short, eaten, impossible or blank."""
    text, damage = pl.col("nik").cast(pl.String), draw("row", 4, 4)
    return (
        pl.when(pl.col("row") % 50 != 7)
        .then(pl.when(draw("row", 5, 20) == 0).then(pl.concat_str(pl.lit("'"), text)).otherwise(text))
        .when(damage == 0)
        .then(text.str.head(15))
        .when(damage == 1)
        .then(pl.concat_str(text.str.head(1), pl.lit(","), text.str.slice(1, 5), pl.lit("E+15")))
        .when(damage == 2)
        .then(pl.concat_str(text.str.head(6), pl.lit("3402"), text.str.tail(6)))
    )


def _birth_cell() -> pl.Expr:
    """The birth date in the forms offices write it; blank in one row of a hundred."""
    born, form = pl.col("born"), draw("row", 7, 100)
    month = one_of(_MONTH_NAMES, born.dt.month().cast(pl.UInt64) - 1)
    words = pl.format("{} {} {}", born.dt.day(), month, born.dt.year())
    kinds = ((50, "%d-%m-%Y"), (70, "%d/%m/%Y"), (85, "%Y-%m-%d"), (90, "%d-%m-%y"))
    numeric = pl.coalesce(pl.when(form < below).then(born.dt.strftime(kind)) for below, kind in kinds)
    return pl.coalesce(numeric, pl.when(form < 99).then(words))


def _name_cell(column: str) -> pl.Expr:
    """In capitals in half of the rows."""
    return pl.when(draw("row", 8, 2) == 0).then(pl.col(column).str.to_uppercase()).otherwise(column)
