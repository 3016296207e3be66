"""What intake hands to cleaning: the cells of a roster as text, with where they stood.

One row a spreadsheet row below a heading. Not published.
"""

from dataclasses import dataclass

import polars as pl

FIELDS = (
    "nik",
    "nkk",
    "name",
    "birth_place",
    "birth_date",
    "sex",
    "address",
    "rt",
    "rw",
    "desa",
    "kecamatan",
    "regency",
    "occupation",
    "position",
    "segment",
    "wage",
    "phone",
    "status",
    "note",
)
"""What a cell of a roster can be about."""

HEADING_FIELDS = frozenset(
    {
        *FIELDS,
        *("first_name", "middle_name", "last_name", "name_nik", "dusun", "rt_rw"),
        *(
            "birth_year",
            "life_status",
            "death_date",
            "exit_date",
            "occupation_code",
            "wage_thousands",
            "proposed",
            "servant",
        ),
        *("number", "ignored"),
    }
)
"""What a heading can mean (`schemas/reference/headings.csv`): a field, a part of one or two in one, the number of the
row, or `ignored`: known and not used."""

LARGEST_EXACT = 2**53
"""Above this a spreadsheet number (a 64-bit float) no longer holds every whole number."""

REQUIRED_FIELDS = ("nik", "name")

CELLS = pl.Schema(
    {
        "source_file": pl.String(),
        "sheet": pl.String(),
        "sheet_number": pl.UInt16(),
        "source_row": pl.UInt32(),
        "title_segment": pl.String(),  # segment that the sheet name, title or file name speaks of
        "title_kecamatan": pl.String(),  # kecamatan and desa that the titles or the sheet name give to the whole list
        "title_desa": pl.String(),
        "title_occupation": pl.String(),  # occupation or post that the titles give to the whole list
        "list_number": pl.UInt16(),  # lists of a sheet in their order
        "side": pl.UInt8(),  # place among lists that stand side by side
        "fields": pl.UInt8(),  # fields that the list has
        "numbered": pl.Boolean(),  # the list has a column that numbers its rows
        "past": pl.Boolean(),  # the list is of another year, beside one of the month
        "of_next": pl.Boolean(),  # the row stands where the titles of the next list do
        "heading_again": pl.Boolean(),  # the row repeats the heading
        "lead": pl.String(),  # first filled cell of the row: tells totals and signatures from people
        "number_text": pl.String(),
        "nik_is_number": pl.Boolean(),  # the NIK cell held a number, not text
        "nkk_is_number": pl.Boolean(),  # the same of the family card
        **{f"{name}_text": pl.String() for name in FIELDS},
        "others": pl.String(),  # cells of the columns that are no field as they stand, `BETWEEN` one and the next
        # its desa or kecamatan is, by a guess, that of a person above; null in a list with no merged cells of desa, and
        # for a row that says by a sign that it has none
        "place_from_above": pl.Boolean(),
        "withdrawn": pl.Boolean(),  # the sender took the row out of its list
        "page": pl.UInt32(),  # of a list that is read page by page: which of its file's pages
        "context": pl.String(),  # the `row_kind` of a neighbouring page's row, which tells of the page's own; else null
    }
)

BETWEEN = "\x1f"
"""The sign that ASCII keeps for this: no spreadsheet can hold it."""

IN_THOUSANDS = "(ribuan)"
"""What stands behind the cell of a wage whose heading says that it is in thousands."""

FIRST_PARTS = {
    "nik": "name_nik",
    "name": "first_name",
    "sex": "male",
    "address": "dusun",
    "note": "life_status",
    "occupation": "occupation_code",
    "wage": "wage_thousands",
    "status": "proposed",
}
"""Columns that are part of a field: the first of them stands for it, where the list has no column of the whole."""


@dataclass(frozen=True, slots=True)
class SentColumn:
    """A column of a list as its sender sees it; `sheet_number` and `list_number` are those of its cells.

    `field` is what its heading was taken for, null where nothing. `plain`: its cells stand in `<field>_text` as they
    came; those of the other columns stand in `others`, from left to right.
    """

    sheet_number: int
    list_number: int
    words: str
    field: str | None
    plain: bool


FILE_KEY_LENGTH = 12
"""Hex digits that name a file in the ids of its rows, which begin with them."""


def file_key_of(row_id: str) -> pl.Expr:
    """The key of the file that a row came in, by the row's id."""
    return pl.col(row_id).str.head(FILE_KEY_LENGTH)


def row_id(file_key: pl.Expr) -> pl.Expr:
    """The id of a row of cells: file, sheet and row; of lists side by side, those behind the first with their place."""
    row = pl.format("{}-{}-{}", file_key, "sheet_number", "source_row")
    return pl.when(pl.col("side") > 0).then(pl.format("{}-{}", row, pl.col("side") + 1)).otherwise(row)
