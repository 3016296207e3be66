"""The roster between cleaning and review, and the row rules on it. Not published.

A rule is one line of `RULES`: its code is the reason a broken row gets, `field` the cell the reason is about, `holds`
what must be true of the row. The rules are checks of one pandera model, all hung on `row_id`, so that what pandera
reports of a broken row is its id and never its contents.

To add a rule: a reason in `schemas/reasons.yml`, a line here, a line in the demo's messes, and in
`tests/declarations/reason_cases.py` a case that provokes it and one that nearly does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandera.polars as pa
import polars as pl

_TEXTS = (
    "name", "birth_date", "sex", "desa", "kecamatan", "regency", "occupation", "position", "status", "wage", "note",
    "nkk",
)  # fmt: skip

ROSTER = pl.Schema(
    {
        "row_id": pl.String(),
        "sender": pl.String(),
        "regency_code": pl.String(),  # the regency of the sender: whose programme the row is for
        "source_file": pl.String(),
        "file_sha256": pl.String(),
        "sheet": pl.String(),
        "sheet_number": pl.UInt16(),
        "source_row": pl.UInt32(),
        "received": pl.Datetime("us", "UTC"),
        "completeness": pl.UInt8(),  # filled cells of the row
        "nik_text": pl.String(),
        "nik_form": pl.String(),
        "nik": pl.String(),
        "nik_key": pl.UInt64(),
        "nik_region_form": pl.String(),
        "nik_birth_date": pl.Date(),
        "nik_sex": pl.String(),
        "nkk": pl.String(),
        "exchanged": pl.Boolean(),  # NIK and family card stood in each other's cells
        "name": pl.String(),
        "name_form": pl.String(),
        "deceased_in": pl.String(),  # the cell that says so: name, note or status
        "left_in": pl.String(),  # the cell that says so: note, status or position
        "birth_date": pl.Date(),
        "birth_date_from": pl.String(),
        "displaced": pl.Boolean(),  # the NIK is another person's than the row's, as its list shows
        "stated_sex": pl.String(),
        "sex": pl.String(),
        "address": pl.String(),
        "phone": pl.String(),
        "kecamatan_code": pl.String(),
        "desa_code": pl.String(),
        "place_form": pl.String(),
        "occupation": pl.String(),
        "civil_servant_in": pl.String(),  # the cell that says so: occupation, position, status or note
        "wage_rp": pl.Int64(),
        "segment": pl.String(),
        **{f"{field}_text": pl.String() for field in _TEXTS},
    }
)

ELIGIBILITY = pl.Schema(
    {
        "age": pl.Int32(),  # completed years on the first day of the month
        "age_soon": pl.Int32(),  # the same three months later
        "age_from": pl.Int32(),
        "age_below": pl.Int32(),
        "age_notice": pl.Int32(),
        "residence_required": pl.Boolean(),
        "occupation_required": pl.Boolean(),
        "wage_minimum_rp": pl.Int64(),
        "wage_maximum_rp": pl.Int64(),
    }
)
"""What the segment in force asks of the row, joined before the rules run (`flows/review/eligibility.py`)."""


ACCEPTED = (*(name for name in ROSTER if not name.endswith("_text")), "nik_text", *ELIGIBILITY)
"""What goes on from review: without the cells as sent, which the reason log has kept where they matter."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`holds` is true, or null where it says nothing, for a row that keeps the rule."""

    code: str
    field: str
    holds: pl.Expr


def _col(name: str) -> pl.Expr:
    return pl.col(name)


_under = _col("age") < _col("age_from")
_over = (_col("age") >= _col("age_below")).fill_null(False)
_near = (_col("age") == _col("age_from")) | (_col("age_soon") >= _col("age_notice"))
_stated = _col("birth_date_from") == "cell"

RULES = (
    Rule("NIK_MISSING", "nik", _col("nik_form") != "blank"),
    Rule("NIK_FORMAT", "nik", _col("nik_form") != "other"),
    Rule("NIK_SERIAL_ZERO", "nik", _col("nik_form") != "serial_zero"),
    Rule("NIK_DATE_IMPOSSIBLE", "nik", _col("nik_form") != "date_impossible"),
    Rule("NIK_PROVINCE_UNKNOWN", "nik", _col("nik_form") != "province_unknown"),
    Rule("NIK_TRUNCATED", "nik", _col("nik_form") != "truncated"),
    Rule("NIK_SCIENTIFIC", "nik", _col("nik_form") != "scientific"),
    Rule("NIK_TEMPORARY", "nik", _col("nik_form") != "temporary"),
    Rule("NIK_DISPLACED", "nik", ~_col("displaced")),
    Rule("NAME_MISSING", "name", _col("name").is_not_null()),
    Rule("BIRTH_DATE_UNREADABLE", "birth_date", _col("birth_date_from") != "unreadable"),
    Rule("AGE_UNDER_MINIMUM", "birth_date", ~_under),
    Rule("AGE_OVER_MAXIMUM", "birth_date", ~_over),
    Rule("OUTSIDE_REGENCY", "regency", (_col("place_form") != "outside") | ~_col("residence_required")),
    Rule("PLACE_UNKNOWN", "desa", ~_col("place_form").is_in(["unknown", "blank"]) | ~_col("residence_required")),
    Rule("SEGMENT_UNKNOWN", "segment", _col("segment").is_not_null()),
    Rule("CIVIL_SERVANT", "occupation", _col("civil_servant_in").is_null()),
    Rule("DECEASED", "name", _col("deceased_in").is_null()),
    Rule("LEFT_PROGRAMME", "note", _col("left_in").is_null()),
    Rule("BIRTH_DATE_DIFFERS_FROM_NIK", "birth_date", ~_stated | (_col("birth_date") == _col("nik_birth_date"))),
    Rule("BIRTH_DATE_DAY_MONTH_SWAPPED", "birth_date", _col("birth_date_from") != "swapped"),
    Rule("BIRTH_DATE_FROM_NIK", "birth_date", _col("birth_date_from") != "nik"),
    Rule("SEX_DIFFERS_FROM_NIK", "sex", _col("stated_sex") == _col("nik_sex")),
    Rule("NIK_FOREIGN_REGION", "nik", _col("nik_region_form") != "foreign"),
    Rule("NIK_REGION_UNKNOWN", "nik", _col("nik_region_form") != "unknown"),
    Rule("NIK_IS_NKK", "nkk", (_col("nik") != _col("nkk")) & ~_col("exchanged")),
    Rule("AGE_NEAR_LIMIT", "birth_date", ~_near | _over),
    Rule("OCCUPATION_UNKNOWN", "occupation", _col("occupation").is_not_null() | ~_col("occupation_required")),
    Rule("PLACE_GUESSED", "desa", _col("place_form") != "guessed"),
    Rule(
        "WAGE_IMPLAUSIBLE",
        "wage",
        _col("wage_rp").is_between(_col("wage_minimum_rp"), _col("wage_maximum_rp")),
    ),
)


@cache
def roster_model() -> pa.DataFrameSchema:
    """The roster with its eligibility facts as a pandera model: types, and one check a rule, named by its code."""
    columns = {name: pa.Column(dtype, nullable=True) for name, dtype in {**ROSTER, **ELIGIBILITY}.items()}
    columns["row_id"] = pa.Column(pl.String, unique=True, checks=[_check(rule) for rule in RULES])
    return pa.DataFrameSchema(columns, name="roster", strict=True)


def _check(rule: Rule) -> pa.Check:
    return pa.Check(_holds(rule.holds), name=rule.code, error=rule.code)


def _holds(holds: pl.Expr) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(holds.fill_null(True))
