"""The night's work on the benchmark's rosters, written with other tools as one would write it who knows them well.

The same work: from the files in `raw/rosters` to four Parquet files that must be equal to what the night publishes
(`equal.py` says how that is found):

- `covered`: one row per NIK with its name, sex, birth date, occupation, segment, purse, kecamatan, desa, contribution
  and where it stood;
- `totals`: workers and rupiah by segment, funding source and kecamatan;
- `reasons`: every row with each reason that refuses it or is an advice, of those in `declared.RULES`;
- `duplicates`: every losing row, the row that stands for it, and what kind of duplicate it is. Who wins follows from
  the night's own order: segment precedence, received, filled cells, file hash, row.

A rival is given what is declared as tables (`declared.py`), and may rely on what holds of these rosters and of no
others: one heading, one separator, the dirt of `dirt.py` and no other, rows numbered from 1, nobody over a hundred, no
quota. It does not look for lookalikes and conflicts, does not compare with a month before, keeps no original cells,
returns no workbooks, gives no pseudonyms, checks no contract, and has no gate; the night beside it does all of that.
"""

from importlib.util import find_spec

RIVALS = {
    "polars": ("polars_frames", "polars"),
    "duckdb": ("duckdb_sql", "duckdb"),
    "pandas": ("pandas_frames", "pandas"),
    "spark": ("spark_sql", "pyspark"),
}
"""A rival's name, its module here, and the package that it needs."""


def installed() -> list[str]:
    """The rivals whose package is there."""
    return [name for name, (_, package) in RIVALS.items() if find_spec(package)]
