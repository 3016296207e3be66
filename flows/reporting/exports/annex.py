"""The annex of a decree, by name and by address: who is covered in a month, as one list with its fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.reporting.exports.people import in_order, one_line, regency_name
from schemas.reference import in_force
from schemas.text import thousands

COLUMNS = ("No", "NIK", "Nama", "Alamat", "Desa/Kelurahan", "Kecamatan", "Segmen", "Pekerjaan", "Iuran sebulan")
TOTALS = ("Segmen", "Sumber dana", "Orang", "JKK sebulan", "JKM sebulan", "Iuran sebulan")

NOT_SAID = "-"


@dataclass(frozen=True)
class Annex:
    """`people` and `totals` hold the cells as they are printed, under `COLUMNS` and `TOTALS`; the last of the totals is
    that of everybody. `workers_sha256` is that of the month's part of the table `workers`, `list_sha256` that of
    `people` (see `fingerprint`). Without a decree the line for its number is left to be filled in."""

    month: date
    regency: str
    decree: str | None
    people: pl.DataFrame
    totals: pl.DataFrame
    workers_sha256: str
    list_sha256: str


def annex(workers: pl.DataFrame, month: date, decree: str | None, workers_sha256: str) -> Annex:
    """The annex of a month's covered workers of one regency, by kecamatan, desa, name and NIK, numbered from 1.

    A NIK tells the day of birth and the sex already, so neither is said again: a decree goes through many hands.
    """
    people = _people(workers, month)
    regency = regency_name(workers["regency_code"].unique().item())
    return Annex(month, regency, decree, people, _totals(workers, month), workers_sha256, fingerprint(people))


def fingerprint(people: pl.DataFrame) -> str:
    """The SHA-256 of the list as printed: the cells of a person parted by a tab, a line feed after each, in UTF-8."""
    lines = people.select(pl.concat_str(pl.all(), separator="\t")).to_series()
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _people(workers: pl.DataFrame, month: date) -> pl.DataFrame:
    segments = in_force("segments", month).select("segment", pl.col("label").alias("segment_label"))
    occupations = in_force("occupations", month).select("occupation", pl.col("label").alias("occupation_label"))
    ordered = (
        in_order(workers)
        .join(segments, on="segment", how="left", maintain_order="left")
        .join(occupations, on="occupation", how="left", maintain_order="left")
    )
    said = ("nik", "name", "address", "desa_name", "kecamatan_name", "segment_label", "occupation_label")
    cells = [
        pl.int_range(1, pl.len() + 1).cast(pl.String),
        *(one_line(pl.col(name)).fill_null(NOT_SAID) for name in said),
        thousands(pl.col("contribution_rp")),
    ]
    return ordered.select(cell.alias(heading) for heading, cell in zip(COLUMNS, cells, strict=True))


def _totals(workers: pl.DataFrame, month: date) -> pl.DataFrame:
    """Heads and rupiah of a month by segment and purse, and of all together."""
    labels = in_force("segments", month).select("segment", "label", "precedence")
    sums = [pl.len().alias("workers"), *(pl.col(f"{what}_rp").sum() for what in ("jkk", "jkm", "contribution"))]
    by_purse = (
        workers.group_by("segment", "funding_source").agg(sums)
        .join(labels, on="segment", how="left").sort("precedence", "funding_source")
        .select("label", "funding_source", "workers", "jkk_rp", "jkm_rp", "contribution_rp")
    )  # fmt: skip
    everybody = workers.select(pl.lit("Jumlah").alias("label"), pl.lit("").alias("funding_source"), *sums)
    table = pl.concat([by_purse, everybody.select(by_purse.columns)], how="vertical_relaxed")
    numbers = [thousands(pl.col(name)) for name in ("workers", "jkk_rp", "jkm_rp", "contribution_rp")]
    return table.select("label", "funding_source", *numbers).rename(dict(zip(table.columns, TOTALS, strict=True)))
