"""Which rows below a heading are people, and what the others are."""

import polars as pl

from flows.intake.grid import blank_to_null
from flows.intake.groups import fill_from_groups, fill_from_titles, is_group
from flows.intake.repeats import repeat_above
from schemas.tables.cells import FIELDS

_TOTAL = r"(?i)^(sub\s*total|total|grand\s+total|jumlah|jml)\b"
_FOOTER = (
    r"(?i)^(mengetahui|menyetujui|disahkan|ditetapkan|dibuat|tulungagung\s*,|an\.|a\.n\.|camat\b|plt\.?\s|nip\b"
    r"|kepala\s+(desa|dinas|badan|bidang))"
)
_THIN = 2
"""Filled cells a row of a signature block has at most; a person, even one without a NIK, has more."""
_SMALL_NUMBER = r"^\(?\d{1,2}\)?$"

PERSON = "person"


def row_kinds(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with `row_kind`: person, or why the row is none.

    Why: blank, heading, numbering, total, signature, group or note.

    A row with a NIK is a person wherever it stands, but for a heading repeated on a later page and the 1-2-3 row under
    a heading. Without a NIK: nameless or with hardly a cell filled, it is a total when it begins with a word of totals,
    and a signature from the first word of a signature block to the end of the sheet; any other row with a name is a
    person whose NIK is missing. What only names a place ("DESA X") is a group; the rest are notes.
    """
    nik, name, lead = pl.col("nik_text"), pl.col("name_text"), pl.col("lead")
    no_nik = nik.is_null()
    filled = pl.sum_horizontal(pl.col(f"{field}_text").is_not_null() for field in FIELDS)
    nothing = (filled == 0) & lead.is_null()
    thin = no_nik & (name.is_null() | (filled <= _THIN))
    signing = (thin & lead.str.contains(_FOOTER)).fill_null(False)
    below_signature = signing.cum_max().over("source_file", "sheet_number", order_by="source_row")
    # Only a row without digits in its NIK cell can be a heading again; few are, so the test is cheap.
    heading = nik.str.contains(r"^\D{2,40}$") & name.str.contains(r"(?i)^nama\b")
    numbering = nik.str.contains(_SMALL_NUMBER) & name.str.contains(_SMALL_NUMBER)
    return cells.with_columns(
        pl.when(nothing)
        .then(pl.lit("blank"))
        .when(heading)
        .then(pl.lit("heading"))
        .when(numbering)
        .then(pl.lit("numbering"))
        .when(thin & lead.str.contains(_TOTAL))
        .then(pl.lit("total"))
        .when(thin & below_signature)
        .then(pl.lit("signature"))
        .when(is_group())
        .then(pl.lit("group"))
        .when(no_nik & name.is_null())
        .then(pl.lit("note"))
        .otherwise(pl.lit(PERSON))
        .alias("row_kind")
    )


def people_and_ignored(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are people, and by `source_file` the `ignored_rows` (why, rows) of the others but the blank."""
    kinds = fill_from_titles(fill_from_groups(repeat_above(row_kinds(blank_to_null(cells)))))
    ignored = (
        kinds.filter(~pl.col("row_kind").is_in([PERSON, "blank"]))
        .group_by("source_file", pl.col("row_kind").alias("why"))
        .agg(pl.len().cast(pl.Int64).alias("rows"))
        .sort("source_file", "why")
        .group_by("source_file", maintain_order=True)
        .agg(pl.struct("why", "rows").alias("ignored_rows"))
    )
    return kinds.filter(pl.col("row_kind") == PERSON).drop("row_kind"), ignored
