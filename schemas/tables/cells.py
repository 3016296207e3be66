"""What intake hands to cleaning: the cells of a roster as text, with where they stood.

One row a spreadsheet row below a heading. Not published.
"""

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
"""What a heading can mean (`schemas/reference/headings.csv`); `ignored` besides means known and not used."""

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
        "lead": pl.String(),  # first filled cell of the row: tells totals and signatures from people
        "nik_is_number": pl.Boolean(),  # the NIK cell held a number, not text
        **{f"{name}_text": pl.String() for name in FIELDS},
    }
)
