"""One row per worker: who stands for a NIK, and what became of the other rows."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl
from rapidfuzz import fuzz, process

from schemas.reference import in_force
from schemas.tables.duplicates import DUPLICATES

_SAME_NAME_FROM = 80.0
"""token_set_ratio below which two names are plainly different. Slips of the hand and left-out names score 85 to 100,
`SITI AMINAH` beside `SITI MARYAM` 73, strangers 20 to 60."""

_ORDER = (
    ("ruling", "standing", False),
    ("residence", "residence", False),
    ("segment_precedence", "precedence", False),
    ("received", "received", True),
    ("completeness", "completeness", True),
    ("file_sha256", "file_sha256", False),
    ("sheet", "sheet_number", False),
    ("source_row", "source_row", False),
)
"""Criterion, its column, and whether the larger value comes first."""


@dataclass(frozen=True)
class Resolved:
    """`winners`: rows that stand for their NIK. `duplicates`: the losing rows. `conflicts`: NIK_CONFLICT by row id."""

    winners: pl.DataFrame
    duplicates: pl.DataFrame
    conflicts: pl.DataFrame


@dataclass(frozen=True)
class Ruled:
    """What stewards ruled of who stands for whom: `kept` row ids, and `persons`: `nik` and the `right_nik` instead."""

    kept: pl.Series = field(default_factory=lambda: pl.Series("row_id", [], pl.String))
    persons: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"nik": pl.String, "right_nik": pl.String})
    )


def one_row_per_nik(accepted: pl.DataFrame, ruled: Ruled | None = None) -> Resolved:
    """One row per NIK out of rows that no rule set aside.

    The winner is the row that a ruling keeps; then one of the person's right NIK, where a ruling says that two NIKs are
    one person; then, where several regencies send the person, the row of the regency of residence (see `_residence`);
    then the row of the segment with the highest precedence; then the later received; then the most filled; then file
    hash, sheet and row, so two nights over the same files agree. Losing rows come back with the first criterion that
    decided. Where a NIK is held by two plainly different people (see `_different_people`) all its rows, and those of
    NIKs ruled to be the same person, are set aside until a steward rules which row to keep, for any choice could pay
    the wrong family.

    Needs `precedence` (of the segment) beside the roster's columns.
    """
    shared = _with_rulings(accepted, ruled or Ruled()).filter(pl.col("person_key").is_duplicated())
    shared = shared.with_columns(_residence().alias("residence"))
    ranked = shared.select("row_id", "person_key", "name_form", "birth_date", "birth_date_from", "segment", "sender",
                           "regency_code", *(column for _, column, _ in _ORDER)).sort(
        "person_key", *(column for _, column, _ in _ORDER), descending=[False, *(last for *_, last in _ORDER)],
        nulls_last=True,
    )  # fmt: skip
    leaders = ranked.unique("person_key", keep="first", maintain_order=True)
    paired = ranked.join(leaders, on="person_key", how="left", suffix="_winner").filter(
        pl.col("row_id") != pl.col("row_id_winner")
    )
    unruled = pl.col("standing") == pl.col("standing_winner")
    conflicted = paired.filter(unruled & _different_people(paired))["person_key"].unique()
    lost = paired.filter(~pl.col("person_key").is_in(conflicted.implode()))
    set_aside = shared.filter(pl.col("person_key").is_in(conflicted.implode()))["row_id"]
    out = pl.concat([lost["row_id"], set_aside])
    return Resolved(
        winners=accepted.filter(~pl.col("row_id").is_in(out.implode())),
        duplicates=DUPLICATES.arrange(lost.with_columns(**_explained()).rename({"row_id_winner": "winner_row_id"})),
        conflicts=pl.DataFrame({"row_id": set_aside}).with_columns(pl.lit("NIK_CONFLICT").alias("code")),
    )


def _with_rulings(accepted: pl.DataFrame, ruled: Ruled) -> pl.DataFrame:
    """With `person_key`, the key of the person's right NIK, and `standing`: kept 0, of the right NIK 1, else 2."""
    right = ruled.persons.select("nik", pl.col("right_nik").cast(pl.UInt64))
    kept = pl.col("row_id").is_in(ruled.kept.implode())
    other = pl.col("nik").is_in(right["nik"].implode())
    key = pl.col("nik").replace_strict(right["nik"], right["right_nik"], default=pl.col("nik_key"))
    return accepted.with_columns(
        (key if right.height else pl.col("nik_key")).alias("person_key"),
        pl.when(other).then(2).when(kept).then(0).otherwise(1).cast(pl.UInt8).alias("standing"),
    )


def _residence() -> pl.Expr:
    """How far a row of a person whom several regencies send is from home, 0 first; 0 for everybody else.

    A regency pays for those who live in it. So first the row that names a desa of its regency, then one that names a
    kecamatan of it or has that of its office, then one that says nothing, then one that says the person lives
    elsewhere. Where both regencies claim the person alike, the one that first issued the NIK: old, but of no office's
    making.
    """
    of_several = (pl.col("regency_code") != pl.col("regency_code").first()).any().over("person_key")
    at_home = pl.col("place_form").is_in(["resolved", "guessed"])
    claimed = (
        pl.when(at_home & pl.col("desa_code").is_not_null()).then(0)
        .when(at_home).then(2)
        .when(pl.col("place_form") == "outside").then(6)
        .otherwise(4)
    )  # fmt: skip
    elsewhere = (pl.col("nik_region_form") != "home").fill_null(True)
    return pl.when(of_several).then(claimed + elsewhere.cast(pl.Int32)).otherwise(0).cast(pl.UInt8)


def with_precedence(accepted: pl.DataFrame, month: date) -> pl.DataFrame:
    """`accepted` with the `precedence` of its segment, 1 before 2 (schemas/reference/segments.csv)."""
    return accepted.join(
        in_force("segments", month).select("segment", "precedence"), on="segment", how="left", maintain_order="left"
    )


def resent_rows(roster: pl.DataFrame, copies: pl.DataFrame) -> pl.DataFrame:
    """The rows of files received twice byte for byte, with their duplicate facts: each one's winner is its twin.

    `copies` has a row a re-sent file: `source_file`, `sender`, `file_key`, and `same_as`, the file that was read.
    """
    twins = roster.join(
        copies, left_on="source_file", right_on="same_as", how="inner", suffix="_copy", maintain_order="left"
    )
    return twins.with_columns(
        pl.col("row_id").alias("winner_row_id"),
        pl.format("{}-{}-{}", "file_key", "sheet_number", "source_row").alias("row_id"),
        pl.col("source_file_copy").alias("source_file"),
        pl.col("sender_copy").alias("sender"),
        pl.lit("resent").alias("kind"),
        pl.lit("identical_file").alias("decided_by"),
        pl.lit(True).alias("same_name"),
    )


def _different_people(paired: pl.DataFrame) -> pl.Series:
    """True where the names are plainly different and the stated birth dates do not agree, and of namesakes in a file.

    Equal stated birth dates beside one NIK make a nickname likelier than a stranger. Who stands twice in one file with
    one name and birth dates that have neither day and month nor year in common, is two people, of whom one was given
    the NIK that was looked up by name.
    """
    alike = process.cpdist(
        paired["name_form"].fill_null("").to_list(),
        paired["name_form_winner"].fill_null("").to_list(),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_SAME_NAME_FROM,
    )
    both_stated = (pl.col("birth_date_from") != "nik") & (pl.col("birth_date_from_winner") != "nik")
    agree = both_stated & (pl.col("birth_date") == pl.col("birth_date_winner"))
    one_file = pl.col("file_sha256") == pl.col("file_sha256_winner")
    namesakes = one_file & both_stated & _have_nothing_in_common(pl.col("birth_date"), pl.col("birth_date_winner"))
    return paired.select(((pl.Series("alike", alike) == 0) & ~agree) | namesakes.fill_null(False)).to_series()


def _have_nothing_in_common(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Of two dates, but for 1 January, which stands for a day that nobody knows."""
    parts = [(one.dt.year(), other.dt.year()), (one.dt.month(), other.dt.month()), (one.dt.day(), other.dt.day())]
    unknown = [(day.dt.month() == 1) & (day.dt.day() == 1) for day in (one, other)]
    turned = (one.dt.month() == other.dt.day().cast(pl.Int8)) | (one.dt.day() == other.dt.month())
    return pl.all_horizontal(a != b for a, b in parts) & ~turned & ~pl.any_horizontal(unknown)


def _explained() -> dict[str, pl.Expr]:
    differs = [
        pl.when(pl.col(column).ne_missing(pl.col(f"{column}_winner"))).then(pl.lit(criterion))
        for criterion, column, _ in _ORDER
    ]
    kind = (
        pl.when(pl.col("regency_code") != pl.col("regency_code_winner"))
        .then(pl.lit("across_regencies"))
        .when(pl.col("segment") != pl.col("segment_winner"))
        .then(pl.lit("across_segments"))
        .when(pl.col("sender") != pl.col("sender_winner"))
        .then(pl.lit("across_senders"))
        .otherwise(pl.lit("within_sender"))
    )
    return {
        "kind": kind,
        "decided_by": pl.coalesce(differs),
        "same_name": (pl.col("name_form") == pl.col("name_form_winner")).fill_null(False),
    }
