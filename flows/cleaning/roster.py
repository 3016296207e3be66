"""Cells to a roster: every column typed, nothing judged yet."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from flows.cleaning.birth_dates import read_column_order, settle_birth_dates
from flows.cleaning.dates import read_dates
from flows.cleaning.family_cards import read_family_cards, with_right_niks
from flows.cleaning.money import read_wages
from flows.cleaning.names import read_names
from flows.cleaning.nik import read_nik
from flows.cleaning.places import read_places
from flows.cleaning.words import read_occupations, read_segments, read_sex, with_posts
from schemas.senders.sender import Sender
from schemas.tables.cells import FIELDS
from schemas.tables.roster import ROSTER


def clean(cells: pl.DataFrame, files: pl.DataFrame, senders: Mapping[str, Sender], month: date) -> pl.DataFrame:
    """The roster: one row a person sent, in the columns of `ROSTER`, in the order received.

    A cell that cannot be read keeps its text beside a null, so that the review can say what was there. `files` has a
    row a file (`flows.intake.landing.files_frame`).
    """
    known = cells.join(_file_facts(files, senders), on="source_file", how="left", maintain_order="left")
    typed = read_dates(known, month)
    typed = with_right_niks(typed)
    typed = read_family_cards(typed)
    typed = read_nik(typed, month)
    typed = read_column_order(typed)
    typed = settle_birth_dates(typed)
    typed = read_names(typed)
    typed = read_sex(typed)
    typed = read_places(typed)
    typed = read_occupations(typed)
    typed = with_posts(read_segments(typed))
    typed = read_wages(typed)
    texts = [pl.col(f"{field}_text") for field in FIELDS]
    return typed.with_columns(
        _row_id().alias("row_id"),
        pl.col("nik_cell").alias("nik_text"),
        pl.sum_horizontal(text.is_not_null().cast(pl.UInt8) for text in texts).cast(pl.UInt8).alias("completeness"),
        _address().alias("address"),
        pl.col("phone_text").alias("phone"),
    ).select(pl.col(name).cast(dtype) for name, dtype in ROSTER.items())


def _row_id() -> pl.Expr:
    """File, sheet and row; of lists that stand side by side, those behind the first with their place."""
    row = pl.format("{}-{}-{}", "file_key", "sheet_number", "source_row")
    return pl.when(pl.col("side") > 0).then(pl.format("{}-{}", row, pl.col("side") + 1)).otherwise(row)


def _address() -> pl.Expr:
    rt, rw = (pl.format(f" {part.upper()} {{}}", pl.col(f"{part}_text")).fill_null("") for part in ("rt", "rw"))
    whole = pl.concat_str(pl.col("address_text").fill_null(""), rt, rw).str.strip_chars()
    return pl.when(whole != "").then(whole)


def _file_facts(files: pl.DataFrame, senders: Mapping[str, Sender]) -> pl.DataFrame:
    offices = pl.DataFrame(
        [(name, office.kecamatan_code, office.default_segment) for name, office in senders.items()],
        schema={"sender": pl.String, "sender_kecamatan": pl.String, "default_segment": pl.String},
        orient="row",
    )
    facts = files.select("source_file", "sender", "file_sha256", "file_key", pl.col("first_seen").alias("received"))
    return facts.join(offices, on="sender")
