"""Cells to a roster: every column typed, nothing judged yet."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import polars as pl

from flows.cleaning.birth_dates import read_column_order, settle_birth_dates, without_filled_dates
from flows.cleaning.dates import read_dates
from flows.cleaning.displaced import with_displaced
from flows.cleaning.exits import read_exits, with_former_posts
from flows.cleaning.family_cards import read_family_cards, with_right_niks
from flows.cleaning.money import read_wages
from flows.cleaning.names import read_names
from flows.cleaning.nik import read_nik
from flows.cleaning.places import read_places
from flows.cleaning.words import read_occupations, read_segments, read_sex, with_posts
from schemas.senders.sender import Sender
from schemas.tables.cells import FIELDS, row_id
from schemas.tables.roster import ROSTER

_NO_PHONE = (
    r"(?i)^\s*(?:\d[.,]?\d*e\+?\d+|0+|\D*)\s*$"
    r"|\b(?:ikut|milik|anak|istri|isteri|suami|tetangga|saudara|ibu|bapak|ayah|adik|kakak|kader|kades)\b"
)
"""A number that a spreadsheet has shortened, whose other digits are lost; the 0 that a formula gives of no cell; words
without a number, and somebody else's telephone."""


def clean(
    cells: pl.DataFrame,
    files: pl.DataFrame,
    senders: Mapping[str, Sender],
    month: date,
    orders: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The roster: one row a person sent, in the columns of `ROSTER`, in the order received.

    A cell that cannot be read keeps its text beside a null, so that the review can say what was there. `files` has a
    row a file (`flows.intake.received.files_frame`). Of lists that are cleaned in parts, `orders` (`ORDERS`) say what
    was decided of their columns as a whole.
    """
    known = cells.join(_file_facts(files, senders), on="source_file", how="left", maintain_order="left")
    typed = _side_by_side(
        known,
        (
            read_places,
            partial(_read_numbers, month=month, orders=orders),
            read_names,
            _read_jobs,
            read_wages,
            partial(read_exits, month=month),
        ),
    )
    typed = read_column_order(with_former_posts(typed), orders)
    typed = without_filled_dates(settle_birth_dates(typed), orders)
    typed = with_displaced(read_sex(typed, orders), orders)
    texts = [pl.col(f"{field}_text") for field in FIELDS]
    return typed.with_columns(
        row_id(pl.col("file_key")).alias("row_id"),
        pl.sum_horizontal(text.is_not_null().cast(pl.UInt8) for text in texts).cast(pl.UInt8).alias("completeness"),
        _address().alias("address"),
        pl.col("wage_rp").replace(0, None),  # as a formula gives it of a blank cell
        pl.when(~pl.col("phone_text").str.contains(_NO_PHONE)).then("phone_text").alias("phone"),
    ).select(pl.col(name).cast(dtype) for name, dtype in ROSTER.items())


def _read_numbers(cells: pl.DataFrame, month: date, orders: pl.DataFrame | None) -> pl.DataFrame:
    """Birth dates first: they tell whether NIK and family card stand in each other's cells."""
    right = with_right_niks(read_dates(cells, month), orders)
    return read_nik(read_family_cards(right, orders), month, pl.col("regency_code"))


def _read_jobs(cells: pl.DataFrame) -> pl.DataFrame:
    return with_posts(read_segments(read_occupations(cells)))


def _side_by_side(cells: pl.DataFrame, readers: Sequence[Callable[[pl.DataFrame], pl.DataFrame]]) -> pl.DataFrame:
    """`cells` with the columns that each reader adds, two readers at a time, the longest first.

    A reader looks at cells alone, never at what another has read, and keeps rows and their order.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:
        found: list[pl.DataFrame] = list(pool.map(lambda read: read(cells).drop(cells.columns), readers))
    return cells.hstack([column for columns in found for column in columns])


def _address() -> pl.Expr:
    rt, rw = (pl.format(f" {part.upper()} {{}}", pl.col(f"{part}_text")).fill_null("") for part in ("rt", "rw"))
    whole = pl.concat_str(pl.col("address_text").fill_null(""), rt, rw).str.strip_chars()
    return pl.when(whole != "").then(whole)


def _file_facts(files: pl.DataFrame, senders: Mapping[str, Sender]) -> pl.DataFrame:
    offices = pl.DataFrame(
        [
            (name, office.regency_code, office.kecamatan_code, office.default_segment)
            for name, office in senders.items()
        ],
        schema={
            "sender": pl.String, "regency_code": pl.String, "sender_kecamatan": pl.String, "default_segment": pl.String,
        },
        orient="row",
    )  # fmt: skip
    facts = files.select("source_file", "sender", "file_sha256", "file_key", pl.col("first_seen").alias("received"))
    return facts.join(offices, on="sender")
