"""The cells of one list, with columns that are part of a field, or hold two, brought to one column a field."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

import polars as pl

from flows.intake.commented_rows import with_other_niks
from flows.intake.corrected_columns import as_corrected
from flows.intake.footnotes import footnoted
from flows.intake.grid import Grid
from flows.intake.leavers import beside_note
from flows.intake.lists import PeopleList
from flows.intake.proposed import not_proposed
from flows.intake.shifted_rows import put_back
from flows.intake.struck_rows import noted_in_rows
from flows.intake.ticked_jobs import from_ticks
from schemas.columns import CORRECTED, TICKED
from schemas.reference import reference
from schemas.tables.cells import BETWEEN, CELLS, FIELDS, IN_THOUSANDS, SentColumn

_RT_RW = r"^\D*(\d{1,3})\s*[/\\,;. -]+\s*(?i:rw[\s.]*)?(\d{1,3})\s*$"
_RW_RT = r"(?i)\brw[\s.:]*(\d{1,3})\s*[/\\,;. -]+\s*rt[\s.:]*(\d{1,3})\s*$"
_RT_THEN_RW = r"(?i)\brt\b.*\brw\b"
_GONE = {
    "meninggal": r"(?i)^\s*(mati|meninggal|wafat|2)\b",
    "pindah": r"(?i)^\s*(pindah|3)\b",
    "tidak aktif": r"(?i)^\s*(hilang|pergi|tidak\s+valid|[469])\b",
}
"""What a status of life says of those who are no longer there, by the note that says so: 2 is MATI, 3 is PINDAH, 4 is
HILANG, 6 is PERGI and 9 is TIDAK VALID in the village system's code."""
_NO_DAY = r"^[0\W]*$|1900|1899|\b1970\W0?1\W0?1\b|\b0?1\W0?1\W1970\b|9999"
"""What programs write for no day."""
_SPEAKS = r"(?i)^\W*(?:alm\w*|meninggal|wafat|pindah|berhenti|keluar|mengundurkan|purna|non\W?aktif|tidak aktif)\b"


def list_cells(
    grid: Grid,
    people: PeopleList,
    place: tuple[int, int],
    columns: Mapping[int, SentColumn],
    facts: Mapping[str, str | None],
    note: str | None = None,
    *,
    past: bool = False,
) -> pl.DataFrame:
    """The rows of a list in the shape of `CELLS`.

    `place` is the number of the sheet and of the list on it, `columns` are the sender's by their 0-based place, `facts`
    the columns that the file and the titles give, `note` that of everybody who has none.
    """
    beside = {f"beside_{column}": column for column, sent in columns.items() if not sent.plain}
    span = replace(people.span, fields={**people.span.fields, **beside})
    told = put_back(grid, people.span, grid.body(span))
    rows = told["source_row"]
    if beside or _is_composed(people.heading.columns):
        cells = _with_others(pl.DataFrame(told), [f"{name}_text" for name in beside])
        told = put_together(cells, people.heading.columns).to_dict()
    if people.legend:
        told["note_text"] = footnoted(told, people.legend)
    if note:
        told |= _noted(told, note)
    if people.commented and "nik_text" in told:
        told |= with_other_niks(told, people.commented)
    for of_rows in (people.coloured, people.commented, people.struck):
        told |= noted_in_rows(told, of_rows) if of_rows else {}
    of_list: dict[str, object] = {
        **facts,
        "sheet": grid.name,
        "sheet_number": place[0],
        "list_number": place[1],
        "side": people.side,
        "fields": people.heading.fields,
        "numbered": "number" in people.heading.columns,
        "past": past,
        "of_next": False,
        "heading_again": False,
    }
    # Column by column: for the small lists that most are, a query takes longer than all its cells.
    if people.again:
        told["heading_again"] = rows.is_in([row + 1 for row in sorted(people.again)])
    if people.tail is not None:
        told["of_next"] = rows > people.tail
    return pl.DataFrame(
        [
            told[name].alias(name) if name in told else _of_one(name, of_list.get(name)).new_from_index(0, len(rows))
            for name in CELLS
        ]
    )


def _noted(told: Mapping[str, pl.Series], note: str) -> dict[str, pl.Series]:
    """The notes, and `note` where somebody stands without one, or as the status, beside a note of something else."""
    own = ("note_text", "status_text")
    cells = pl.DataFrame([told[name].alias(name) for name in ("nik_text", "name_text", *own) if name in told])
    cells = cells.with_columns(pl.lit(None, pl.String).alias(name) for name in own if name not in told)
    bare = {name: pl.col(name).str.strip_chars().replace("", None) for name in cells.columns}
    somebody = pl.any_horizontal(bare[name].is_not_null() for name in cells.columns if name not in own)
    given = pl.when(somebody).then(pl.lit(note))
    return cells.select(
        pl.when(bare["note_text"].is_null()).then(pl.coalesce(given, "note_text")).otherwise("note_text").alias(own[0]),
        pl.coalesce(bare["status_text"], beside_note(given, bare["note_text"])).alias(own[1]),
    ).to_dict()


@lru_cache(maxsize=1_000)
def _of_one(name: str, value: object) -> pl.Series:
    """A column of `CELLS` with one row."""
    return pl.Series(name, [value], dtype=CELLS[name])


def sent_columns(words: Mapping[int, str], fields: Mapping[str, int], place: tuple[int, int]) -> dict[int, SentColumn]:
    """The columns of a list, by their place: those under a heading, and those read without one.

    `words` are the cells of the heading by their place, `fields` the place of each field.
    """
    named = {column: field for field, column in fields.items()}
    return {
        column: SentColumn(*place, words.get(column, ""), named.get(column), _is_plain(named.get(column), fields))
        for column in sorted({*words, *named})
    }


def _is_plain(field: str | None, fields: Collection[str]) -> bool:
    """True for a column whose cells stay as they came: no part of a field, and none that a part is added to."""
    added_to = {whole for part, whole in ADDED_TO.items() if part in fields}
    return field in {*FIELDS, "number"} - added_to


ADDED_TO = {
    "male": "sex",
    "dusun": "address",
    "birth_month": "birth_date",
    "life_status": "note",
    "occupation_code": "occupation",
    "death_date": "note",
    "exit_date": "note",
    "proposed": "status",
    "servant": "status",
    **{CORRECTED + field: field for field in FIELDS},
}
"""Parts, by the field that `put_together` writes anew where the list has them."""


def _with_others(cells: pl.DataFrame, texts: list[str]) -> pl.DataFrame:
    if not texts:
        return cells
    joined = pl.concat_str([pl.col(text).fill_null("") for text in texts], separator=BETWEEN)
    return cells.with_columns(joined.alias("others")).drop(texts)


def put_together(cells: pl.DataFrame, fields: Collection[str]) -> pl.DataFrame:
    """`cells` with the columns that are part of a field, or hold two, brought to one column a field.

    `fields` are those that the heading names.
    """
    for composed, bring_together in COMPOSED.items():
        if not composed.isdisjoint(fields):
            cells = bring_together(cells)
    return from_ticks(cells) if _is_ticked(fields) else cells


def _is_composed(fields: Collection[str]) -> bool:
    return _is_ticked(fields) or any(not composed.isdisjoint(fields) for composed in COMPOSED)


def _is_ticked(fields: Collection[str]) -> bool:
    return any(name.startswith(TICKED) for name in fields)


def _untick(cells: pl.DataFrame) -> pl.DataFrame:
    """`sex_text` L or P where one of two columns, male and female, is ticked with any mark."""
    marks = (pl.col(f"{sex}_text").str.strip_chars().replace("0", "").fill_null("") for sex in _SEXES)
    male, female = ((mark != "") & (mark.str.len_chars() <= _LONGEST_TICK) for mark in marks)
    ticked = pl.when(male & ~female).then(pl.lit("L")).when(female & ~male).then(pl.lit("P"))
    return cells.with_columns(ticked.alias("sex_text")).drop("male_text", "female_text")


_SEXES = ("male", "female")
_LONGEST_TICK = 3
"""A tick is a letter, a sign or two; words in such a column are a group row's."""


def _whole_name(cells: pl.DataFrame) -> pl.DataFrame:
    """`name_text` of the parts of a name, first to last, where the list has no column of whole names."""
    parts = [name for name in ("first_name_text", "middle_name_text", "last_name_text") if name in cells.columns]
    whole = [] if "name_text" in cells.columns else [_joined(*parts, between=" ").alias("name_text")]
    return cells.with_columns(whole).drop(parts)


def _name_and_nik(cells: pl.DataFrame) -> pl.DataFrame:
    """`nik_text` and `name_text` of one cell: the number, and the words without it and without its name."""
    both = pl.col("name_nik_text")
    bare = both.str.replace(_NUMBER, "").str.replace_all(_CALLED, " ").str.replace_all(r"\(\s*\)|\s+", " ")
    number = pl.coalesce(both.str.extract(_NUMBER), both.str.extract(_SHORT_NUMBER))
    name = bare.str.replace(r"^[\s/:;,.()|=-]+", "").str.replace(r"[\s/:;,(|=-]+$", "")
    return cells.with_columns(number.alias("nik_text"), name.alias("name_text")).drop("name_nik_text")


_NUMBER = r"((?:\d[ .'\x{2019}\x{a0}-]{0,2}){9,}\d|\d[.,]\d+[eE]\+?\d+)"
"""A NIK as it may be written, whole or not, or as a spreadsheet shortened it."""
_SHORT_NUMBER = r"(\d{4,})"
_CALLED = r"(?i)\b(nik|no(mor)?\.?\s*(e-?)?ktp|nama)\b\s*[:.=]*"


def _house(cells: pl.DataFrame) -> pl.DataFrame:
    """`address_text` with the dusun that stands in a column of its own."""
    texts = [name for name in ("dusun_text", "address_text") if name in cells.columns]
    return cells.with_columns(_joined(*texts, between=", ").alias("address_text")).drop("dusun_text")


def _neighbourhood(cells: pl.DataFrame) -> pl.DataFrame:
    """`rt_text` and `rw_text` from one cell, such as 002/001, RT 02 RW 01 or RW 01 RT 02; other cells say neither.

    Where RW stands before the first number, that is no RT, and the second is one only if it is marked.
    """
    both = pl.col("rt_rw_text")
    before = both.str.extract(r"^(\D*)")
    rw_first = before.str.contains(r"(?i)\brw\b") & ~before.str.contains(_RT_THEN_RW)
    parts = {
        f"{name}_text": pl.when(rw_first)
        .then(both.str.extract(_RW_RT, 3 - group))
        .otherwise(both.str.extract(_RT_RW, group))
        for name, group in (("rt", 1), ("rw", 2))
    }
    return cells.with_columns(**{name: part for name, part in parts.items() if name not in cells.columns}).drop(
        "rt_rw_text"
    )


def _birth_date(cells: pl.DataFrame) -> pl.DataFrame:
    """`birth_date_text` of three columns, day, month and year; as it is where the list has not all three.

    A column of years alone gives "tahun 1975".
    """
    parts = ["birth_date_text", "birth_month_text", "birth_year_text"]
    if not set(parts) <= set(cells.columns):
        year = pl.when(pl.col(parts[2]).str.contains(r"\d")).then(
            pl.format("tahun {}", pl.col(parts[2]).str.strip_chars())
        )
        alone = [year.alias(parts[0])] if parts[0] not in cells.columns and parts[2] in cells.columns else []
        return cells.with_columns(alone).drop(parts[1:], strict=False)
    filled = [pl.when(pl.col(part).str.strip_chars() != "").then(pl.col(part).str.strip_chars()) for part in parts]
    return cells.with_columns(pl.concat_str(filled, separator="-").alias("birth_date_text")).drop(parts[1:])


def _gone(cells: pl.DataFrame) -> pl.DataFrame:
    """`note_text` with what the status of life says of the dead and of those who moved; the others keep theirs."""
    status = pl.col("life_status_text")
    said = [pl.when(status.str.contains(pattern)).then(pl.lit(note)) for note, pattern in _GONE.items()]
    note = pl.coalesce(*said, "note_text") if "note_text" in cells.columns else pl.coalesce(said)
    return cells.with_columns(note.alias("note_text")).drop("life_status_text")


def _occupation(cells: pl.DataFrame) -> pl.DataFrame:
    """`occupation_text` with what the code of the identity card stands for, where the list says it in no other way.

    A code that is not known stays as it came.
    """
    code = pl.col("occupation_code_text").str.strip_chars()
    table = reference("ktp_occupations")
    told = code.replace(table["code"].cast(pl.String), table["words"])
    if "occupation_text" in cells.columns:
        said = pl.col("occupation_text")
        told = pl.when(said.str.strip_chars().fill_null("") != "").then(said).otherwise(told)
    return cells.with_columns(told.alias("occupation_text")).drop("occupation_code_text")


def _gone_since(cells: pl.DataFrame) -> pl.DataFrame:
    """`note_text` with the day on which somebody died or left; blank cells and 0000-00-00 say nothing.

    Whether a day of leaving is still to come, who knows the month of the list decides.
    """
    days = [name for name in ("death_date_text", "exit_date_text") if name in cells.columns]
    note = pl.col("note_text") if "note_text" in cells.columns else pl.lit(None, pl.String)
    died = _since("death_date_text", "meninggal") if "death_date_text" in days else pl.lit(None, pl.String)
    left = _since("exit_date_text", "berhenti") if "exit_date_text" in days else pl.lit(None, pl.String)
    told = pl.when(note.str.contains(_SPEAKS)).then(note)
    return cells.with_columns(pl.coalesce(died, told, left, note).alias("note_text")).drop(days)


def _servant(cells: pl.DataFrame) -> pl.DataFrame:
    """`status_text` ASN of those who answer yes to whether they are; of other words than yes and no, these."""
    said = pl.col("servant_text").str.strip_chars()
    status = pl.col("status_text") if "status_text" in cells.columns else pl.lit(None, pl.String)
    told = pl.when(said.str.contains(_YES)).then(pl.lit("ASN")).when(~said.str.contains(_NO)).then(said)
    return cells.with_columns(pl.coalesce(told, status).alias("status_text")).drop("servant_text")


_YES, _NO = r"(?i)^(ya|y|yes|v|\x{221a}|\x{2713}|iya)$", r"(?i)^(tidak|tdk|t|no|n|bukan|non|x|-|0|)$"


def _since(text: str, word: str) -> pl.Expr:
    day = pl.col(text).str.strip_chars().str.replace(r"[ T]\d\d?:\d\d.*$", "")
    serial = day.str.extract(r"^([34]\d{4})(?:\.0*)?$").cast(pl.Int32)
    in_full = pl.coalesce((pl.lit(_SERIAL_EPOCH) + pl.duration(days=serial)).dt.strftime("%Y-%m-%d"), day)
    return pl.when(day.str.contains(r"\d") & ~day.str.contains(_NO_DAY)).then(pl.format(word + " {}", in_full))


_SERIAL_EPOCH = date(1899, 12, 30)


def _in_thousands(cells: pl.DataFrame) -> pl.DataFrame:
    """`wage_text` with the mark of thousands behind every number, where the list has no other column of wages."""
    text = pl.col("wage_thousands_text").str.strip_chars()
    marked = pl.when(text.str.contains(r"\d")).then(pl.concat_str(text, pl.lit(f" {IN_THOUSANDS}"))).otherwise(text)
    wage = [] if "wage_text" in cells.columns else [marked.alias("wage_text")]
    return cells.with_columns(wage).drop("wage_thousands_text")


def _joined(*texts: str, between: str) -> pl.Expr:
    filled = [pl.when(pl.col(text).str.strip_chars() != "").then(pl.col(text).str.strip_chars()) for text in texts]
    return pl.concat_str(filled, separator=between, ignore_nulls=True)


COMPOSED = {
    frozenset(_SEXES): _untick,
    frozenset({"first_name", "middle_name", "last_name"}): _whole_name,
    frozenset({"name_nik"}): _name_and_nik,
    frozenset({"dusun"}): _house,
    frozenset({"rt_rw"}): _neighbourhood,
    frozenset({"birth_month", "birth_year"}): _birth_date,
    frozenset({"life_status"}): _gone,
    frozenset({"occupation_code"}): _occupation,
    frozenset({"death_date", "exit_date"}): _gone_since,
    frozenset({"proposed"}): not_proposed,
    frozenset({"servant"}): _servant,
    frozenset({"wage_thousands"}): _in_thousands,
    frozenset(CORRECTED + field for field in FIELDS): as_corrected,
}
"""What puts fields together, by the columns that it does so from."""
