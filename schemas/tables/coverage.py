"""How many of the workforce are covered, by kecamatan; made to leave the office, so small groups are not told."""

import pandera.polars as pa
import polars as pl

from schemas.columns import Column
from schemas.tables.table import Table


def _no_small_group(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(~pl.col(data.key).is_between(1, 4))


COVERAGE = Table(
    name="coverage",
    zone="analyst",
    description="Share of the workforce covered, by kecamatan and for the regency; fit to leave the office.",
    columns=(
        "month",
        "kecamatan_code",
        "kecamatan_name",
        "workers",
        "workforce",
        "workforce_source",
        "share",
        "target_share",
        "regency_code",
    ),
    grain=(),
    order=("month", "regency_code", "kecamatan_code"),
    nullable=("kecamatan_code", "workers", "workforce", "workforce_source", "share", "target_share"),
    own_columns=(
        Column("kecamatan_code", pl.String, "Kode kecamatan", "Kecamatan of residence; null: the whole regency."),
        Column("kecamatan_name", pl.String, "Wilayah", "Official name of the kecamatan, or of the regency."),
        Column(
            "workers",
            pl.Int64,
            "Pekerja",
            "Covered workers, in the regency those too who live elsewhere; null where they are 1 to 4, or would betray "
            "such a number.",
            "people",
        ),
        Column("workforce", pl.Int64, "Penduduk bekerja", "People who work; null where no source was found.", "people"),
        Column("workforce_source", pl.String, "Sumber", "Where the workforce is from."),
        Column(
            "share",
            pl.Float64,
            "Cakupan",
            "Covered workers as a share of the workforce: the programme's alone, without those whom employers insure.",
            "0 to 1",
        ),
        Column(
            "target_share",
            pl.Float64,
            "Target",
            "Universal Coverage Jamsostek, the national target of the year; null in years without one.",
            "0 to 1",
        ),
    ),
    checks={"workers": [pa.Check(_no_small_group, name="small_groups")]},
)
