"""Covered workers as the forms write them: every fact a text."""

from datetime import date

import polars as pl

from schemas.reference import in_force, reference

DAY = "%d-%m-%Y"
_MOBILE = r"^(?:\+?62|0)(8\d{7,11})(?:\D|$)"
"""One mobile number, and perhaps words behind it; two numbers run together are none."""
_NO_SIGN = r"[\s\x00-\x1f\x7f\x{fffe}\x{ffff}]+"
_LONGEST = 32_767
_KELURAHAN = r"\.1\d{3}$"


def in_order(workers: pl.DataFrame) -> pl.DataFrame:
    """People as they stand in a list: by kecamatan and desa, who has none last; then by name, in whatever letters it
    came, and NIK."""
    name = pl.col("name").str.to_uppercase()
    return workers.sort("kecamatan_code", "desa_code", name, "nik", nulls_last=True)


def as_written(workers: pl.DataFrame, month: date) -> pl.DataFrame:
    """People as the forms take them, `in_order`: days as 31-12-1975, a mobile number from 08 on, an occupation in
    words, a whole address, and `member_from`: the first day of the month, for cover is never back-dated."""
    labels = in_force("occupations", month).select("occupation", pl.col("label").alias("occupation_label"))
    return (
        in_order(workers)
        .join(labels, on="occupation", how="left", maintain_order="left")
        .with_columns(
            pl.col("birth_date").dt.strftime(DAY),
            mobile(pl.col("phone")).alias("phone"),
            pl.col("occupation_label").alias("occupation"),
            pl.col("wage_base_rp").cast(pl.String).alias("wage"),
            whole_address().alias("address"),
            pl.lit(month.strftime(DAY)).alias("member_from"),
        )
    )


def whole_address() -> pl.Expr:
    """The address with the desa or kelurahan, kecamatan and regency behind it, as far as they are known."""
    kind = pl.when(pl.col("desa_code").str.contains(_KELURAHAN)).then(pl.lit("Kel. ")).otherwise(pl.lit("Desa "))
    desa, kecamatan = kind + pl.col("desa_name"), pl.lit("Kec. ") + pl.col("kecamatan_name")
    names = dict(reference("regions").filter(pl.col("level") == "regency").select("code", "name").iter_rows())
    home = pl.col("kecamatan_code").str.head(len("35.04"))
    regency = home.replace_strict(names, default=None, return_dtype=pl.String)
    whole = pl.concat_str("address", desa, kecamatan, regency, separator=", ", ignore_nulls=True)
    return pl.when(whole != "").then(whole)


def regency_name(code: str) -> str:
    """The regency as it is called: Kabupaten Tulungagung."""
    name: str = reference("regions").filter(pl.col("code") == code)["name"].item(0)
    return name


def one_line(text: pl.Expr) -> pl.Expr:
    """A text in one line, no longer than a cell and without a sign that a workbook cannot hold; null, never empty."""
    line = text.str.replace_all(_NO_SIGN, " ").str.strip_chars().str.head(_LONGEST)
    return pl.when(line != "").then(line)


def mobile(phone: pl.Expr) -> pl.Expr:
    """The mobile number of a cell, from 08 on; null where there is none, or no telling where it ends."""
    return pl.lit("0") + phone.str.replace_all(r"[\s.\-()]", "").str.extract(_MOBILE)
