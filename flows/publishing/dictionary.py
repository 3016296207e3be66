"""The data dictionary: `curated/README.md`, made from the declarations and never by hand."""

from schemas.columns import Column, field_label
from schemas.reasons import REASONS, Reason
from schemas.reference import reference
from schemas.snippets import SNIPPETS, Snippet
from schemas.tables import TABLES
from schemas.tables.senders import SENDERS
from schemas.tables.table import Table

_HEAD = """# What is published: the data dictionary

<!-- Made by `make dictionary` from schemas/. Do not edit: a test compares. -->

`curated/latest` points at the newest whole snapshot, `curated/snapshots/<UTC time>-<id>/`; older ones stay, and
pointing `latest` back at one is the rollback (a month closed since stays closed: no night writes it again). Nights
that the gate held are under `curated/held/`.

    manifest.json    what it was made from, row balance, gate, tables with rows and hashes
    analyst/         no NIK, no name, no birth date, no address below the desa
    steward/         closed to others (mode 0700): holds personal data; returns/<sender>.xlsx go back to the senders
    report/          index.html, the night report

## Reading the tables

Money is whole rupiah a month unless a unit says otherwise. Codes keep their text form; region codes are those of
Kemendagri (35.04.11.2017). Sums over `covered_workers` and `budget_totals` agree to the rupiah.

`covered_workers` and `workers` are folders with a part a month, `month=YYYY-MM/part-0.parquet`. Each file holds
`month` as a date too, so tell a reader that takes folder names for a column to leave them:

    DuckDB    from read_parquet('curated/latest/analyst/covered_workers/**/*.parquet', hive_partitioning = false)
    polars    pl.read_parquet("curated/latest/analyst/covered_workers", hive_partitioning=False)
    pandas    pd.read_parquet("curated/latest/analyst/covered_workers", partitioning=None)

Without that, DuckDB shows `month` as the text 2023-09 (counting by any other column is the same), and polars and pandas
refuse the folder. The descriptions below are in every file's Arrow schema:

    python -c "import pyarrow.parquet as pq; print(pq.read_schema('curated/latest/analyst/budget_totals.parquet'))"
"""

_QUESTIONS = """## Questions, and how to ask them

Run these where `curated/` lies. Each of the first three gives the same table; the nightly tests run them as they stand
here. Power BI takes the last (Get data, Blank query, Advanced editor), with the folder as it is called there. Excel has
no Parquet connector: after polars, `answer.write_excel("jawaban.xlsx")` writes the workbook.

Only `coverage` is made to leave the office: numbers of 1 to 4 people are not in it, nor any from which one could be
reckoned. All other tables and the night report count such groups and stay inside.
"""

_LANGUAGES = {
    "duckdb": ("DuckDB", "sql"),
    "polars": ("polars", "python"),
    "pandas": ("pandas", "python"),
    "power_query": ("Power BI", "powerquery"),
}

_SCORE = """## Score of a sender

`senders.score` is the mean of five parts from 0 to 100, weighted as below, over the parts that can be told; without a
row read there is none. Rows of other senders never count against a sender. Weights, fields, fillers and points are
declared in `schemas/reference/` (score_parts, score_fields, fillers, filler_repeats, timeliness).

| part | weight | what it is | why it weighs this |
| --- | --- | --- | --- |"""

_COUNTED = """Complete is a row with {fields} filled; the flags are those of its segment (segments.csv). A cell
looks made up when it is a known filler (a telephone 08123456789, a name XXX, a NIK serial 0000), or when more rows of
the sender share a telephone, an address, or a birth date that the NIK does not bear out, than chance gives.
Timeliness goes by the first usable list of the month, so mending a list later costs nothing:

| list | within days of the month's first | points |
| --- | --- | --- |"""


def data_dictionary() -> str:
    """The dictionary of every table, column and reason code, as Markdown."""
    parts = [_HEAD, _QUESTIONS, *(_question(one) for one in SNIPPETS.values())]
    for zone, title in (("analyst", "Analyst tables"), ("steward", "Steward tables")):
        parts.append(f"## {title}\n")
        parts += [_table(table) for table in TABLES.values() if table.zone == zone]
    return "\n".join([*parts, _score(), _reasons()])


def _question(asked: Snippet) -> str:
    queries = (
        f"{name}\n\n```{language}\n{getattr(asked, key).rstrip()}\n```\n"
        for key, (name, language) in _LANGUAGES.items()
    )
    return "\n".join([f"### {asked.question}\n", f"{asked.about}\n", *queries])


def _table(table: Table) -> str:
    grain = " × ".join(f"`{name}`" for name in table.grain) or "none declared"
    lines = [f"### {table.name}\n", f"{table.description}", "", f"One row: {grain}.", ""]
    lines += ["| column | type | label | what it is | unit | privacy |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *(_column(column) for column in table.declared), ""])


def _column(column: Column) -> str:
    cells = (f"`{column.name}`", _type_name(column), column.label, column.description, column.unit, column.privacy)
    return f"| {' | '.join(cells)} |"


def _type_name(column: Column) -> str:
    name = str(column.dtype)
    return "Datetime (UTC)" if name.startswith("Datetime") else name


def _score() -> str:
    columns = {column.name: column for column in SENDERS.declared}
    parts = [
        f"| `{part}` | {weight} | {columns[part].description} | {source} |"
        for part, weight, source, _ in reference("score_parts").iter_rows()
    ]
    fields = [
        f"{field_label(field)} (where `{asked}`)" if asked else field_label(field)
        for field, asked in reference("score_fields").select("field", "required_by").iter_rows()
    ]
    points = [
        f"| {standing.replace('_', ' ')} | {'' if days is None else days} | {points:.0f} |"
        for standing, days, points in reference("timeliness").select("standing", "within_days", "points").iter_rows()
    ]
    return "\n".join([_SCORE, *parts, "", _COUNTED.format(fields=", ".join(fields)), *points, ""])


def _reasons() -> str:
    lines = [
        "## Reason codes\n",
        "`payung reasons NIK_FORMAT` tells one in full. Everybody in an example is made up.\n",
        "| code | level | severity | what the sender reads | how it is mended | by | example |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(_reason(one) for one in REASONS.values()),
    ]
    return "\n".join(lines) + "\n"


def _reason(one: Reason) -> str:
    cells = (f"`{one.code}`", one.level, one.severity, one.sentence, one.fix, one.fixer, one.example)
    return f"| {' | '.join(cells)} |"
