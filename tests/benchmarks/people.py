"""People who do not exist, by the million and column by column: who somebody is follows from the person's number.

Their NIKs have real kecamatan and dates, and serials of 9001 and above, which nobody was given.
"""

from datetime import date
from pathlib import Path

import polars as pl

from schemas.reference import HOME_REGENCY, reference

_BORN_FIRST, _BORN_DAYS = date(1960, 1, 1), 16_000
_SERIALS = 999
_STRIDE = 1_000_003
"""A prime that does not divide the NIKs there are, so that every person's number leads to another NIK."""
_NAMES = Path(__file__).parents[2] / "flows" / "demo" / "names.csv"


def people(persons: pl.DataFrame) -> pl.DataFrame:
    """`persons` with `nik` (Int64), `name`, `born`, `sex`, `kecamatan` and `desa` of each one's number `person`."""
    places = _places()
    slot = pl.col("person") * _STRIDE % (places.height * 2 * _BORN_DAYS * _SERIALS)
    rest = slot // (places.height * 2)
    placed = persons.with_columns(
        (slot % places.height).alias("place"),
        pl.when(slot // places.height % 2 == 0).then(pl.lit("L")).otherwise(pl.lit("P")).alias("sex"),
        (pl.lit(_BORN_FIRST) + pl.duration(days=rest % _BORN_DAYS)).alias("born"),
        (rest // _BORN_DAYS + 9001).alias("serial"),
    ).join(places, on="place", how="left", maintain_order="left")
    return placed.with_columns(
        pl.col("desas").list.get(draw("person", 6) % pl.col("desas").list.len()).alias("desa"),
        _name().alias("name"),
        _nik().alias("nik"),
    )


def draw(column: str, salt: int, below: int | None = None) -> pl.Expr:
    """A number that looks drawn by lot and follows from the column's number alone."""
    drawn = pl.col(column).hash(salt)
    return drawn if below is None else drawn % below


def one_of(words: pl.Series, number: pl.Expr) -> pl.Expr:
    """The word that a number falls on."""
    return pl.lit(words).gather(number % words.len())


def _places() -> pl.DataFrame:
    """The kecamatan of the regency, the six digits that begin a NIK there, and their desa."""
    regions = reference("regions").filter(pl.col("code").str.starts_with(HOME_REGENCY))
    desas = regions.filter(pl.col("level").is_in(["desa", "kelurahan"])).group_by("parent").agg(desas="name")
    region = pl.col("code").str.replace_all(".", "", literal=True).cast(pl.Int64)
    return (
        regions.filter(pl.col("level") == "kecamatan")
        .join(desas, left_on="code", right_on="parent", how="inner", maintain_order="left")
        .select(pl.col("name").alias("kecamatan"), region.alias("region"), "desas")
        .with_row_index("place")
        .with_columns(pl.col("place").cast(pl.Int64))
    )


def _nik() -> pl.Expr:
    born = pl.col("born").dt
    day = born.day().cast(pl.Int64) + pl.when(pl.col("sex") == "P").then(40).otherwise(0)
    dated = day * 10**8 + born.month().cast(pl.Int64) * 10**6 + born.year().cast(pl.Int64) % 100 * 10**4
    return pl.col("region") * 10**10 + dated + pl.col("serial")


def _name() -> pl.Expr:
    """Two words of the person's sex, and one time in 25 a degree."""
    names = pl.read_csv(_NAMES)
    men, women = (names.filter(pl.col("sex") == sex)["name"] for sex in ("L", "P"))
    first, second = (
        pl.when(pl.col("sex") == "L").then(one_of(men, number)).otherwise(one_of(women, number))
        for number in (draw("person", 1), draw("person", 2))
    )
    degree = pl.when(draw("person", 3, 25) == 0).then(pl.lit(", S.Pd")).otherwise(pl.lit(""))
    return pl.concat_str(first, pl.lit(" "), second, degree)
