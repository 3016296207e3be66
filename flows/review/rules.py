"""Row rules: the pandera model's broken checks, as the reason log."""

import pandera.polars as pa
import polars as pl
from pandera.config import get_config_context

from schemas.reasons import REASONS
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.roster import ELIGIBILITY, ROSTER, RULES, roster_model

_FIELDS = {rule.code: rule.field for rule in RULES} | {"NIK_CONFLICT": "nik", "NIK_COLUMN_DAMAGED": "nik"}
_TOLD_BY = {"CIVIL_SERVANT": "civil_servant_in", "DECEASED": "deceased_in"}
"""Reasons that one of several cells gives: the roster's column that names the cell."""
_DAMAGED_FROM = 20
_DAMAGED_SHARE = 0.5
"""One NIK in ten ends in 0 by chance. In 20 rows, half of them do so by chance once in 100,000 files."""


class ContractBroken(Exception):  # noqa: N818 - names what happened to the data
    """Frames are not what the contract says; the message names checks and columns, never values."""


def broken_rules(roster: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and `code`, one row a broken rule, of a roster with its eligibility facts.

    Raises:
        ContractBroken: the model found something that is not a broken rule (a wrong type, a repeated row_id), or
            validation is switched off by the environment.
    """
    if not get_config_context().validation_enabled:
        raise ContractBroken("pandera validation is switched off (PANDERA_VALIDATION_ENABLED): no night without rules")
    try:
        roster_model().validate(roster.select(*ROSTER, *ELIGIBILITY), lazy=True)
    except pa.errors.SchemaErrors as broken:
        cases = broken.failure_cases
        unruly = cases.filter(~pl.col("check").is_in(list(_FIELDS)))
        if unruly.height:
            what = ", ".join(
                sorted({f"{column}: {check}" for column, check in unruly.select("column", "check").iter_rows()})
            )
            raise ContractBroken(f"roster: {what}") from None
        found: pl.DataFrame = cases.select(row_id="failure_case", code="check")
        return found
    return pl.DataFrame(schema={"row_id": pl.String, "code": pl.String})


def damaged_columns(roster: pl.DataFrame) -> pl.DataFrame:
    """`row_id`, `source_file` and `code` (NIK_COLUMN_DAMAGED) for every row of a file whose NIKs mostly end in 0.

    Excel keeps fifteen digits and writes 0 for the sixteenth, so a column typed as numbers ends in 0 throughout, and
    each of its NIKs may be another living person's (DOMAIN 3).
    """
    complete = pl.col("nik_form").is_in(["complete", "serial_zero"])
    ends_in_zero = pl.col("nik_text").str.strip_chars(" '").str.ends_with("0") & complete
    files = (
        roster.group_by("source_file")
        .agg(complete.sum().alias("niks"), ends_in_zero.sum().alias("zeros"))
        .filter(pl.col("niks") >= _DAMAGED_FROM, pl.col("zeros") > _DAMAGED_SHARE * pl.col("niks"))
    )
    return roster.join(files, on="source_file", how="semi").select(
        "row_id", "source_file", pl.lit("NIK_COLUMN_DAMAGED").alias("code")
    )


def reason_log(roster: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The reason log of `found` (`row_id`, `code`): severity, the cell the reason is about, and that cell as it came.

    Cells that the roster no longer carries stay blank.
    """
    catalogue = pl.DataFrame(
        {
            "code": list(_FIELDS),
            "severity": [REASONS[code].severity for code in _FIELDS],
            "field": list(_FIELDS.values()),
        }
    )
    texts = [name for name in roster.columns if name.endswith("_text")]
    told = [pl.when(pl.col("code") == code).then(column) for code, column in _TOLD_BY.items()]
    cell = pl.coalesce(pl.when(pl.col("column") == text.removesuffix("_text")).then(text) for text in texts)
    placed = found.join(catalogue, on="code", how="left").join(
        roster.select("row_id", *_TOLD_BY.values(), *texts), on="row_id", how="left"
    )
    return REASON_LOG.arrange(
        placed.with_columns(pl.coalesce(*told, "field").alias("column")).with_columns(cell.alias("original"))
    )


def judge(roster: pl.DataFrame) -> pl.DataFrame:
    """The reason log of all that the rows themselves give: broken rules, and files whose NIK column is damaged."""
    damaged = damaged_columns(roster).select("row_id", "code")
    return reason_log(roster, pl.concat([broken_rules(roster), damaged]))


def with_file_code(files: pl.DataFrame, roster: pl.DataFrame, log: pl.DataFrame) -> pl.DataFrame:
    """`files` with the file-level code of those whose rows the log sets aside for a damaged NIK column."""
    damaged = log.filter(pl.col("code") == "NIK_COLUMN_DAMAGED").join(
        roster.select("row_id", "source_file"), on="row_id"
    )
    graver = damaged.select("source_file", pl.col("code").alias("graver")).unique()
    joined = files.join(graver, on="source_file", how="left")
    return joined.with_columns(pl.coalesce("graver", "code").alias("code")).drop("graver")


def advice_by_row(log: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and its `advice`: the codes in order of the alphabet."""
    advised = log.filter(pl.col("severity") == "advise")
    return advised.group_by("row_id").agg(pl.col("code").sort().alias("advice"))


def rejected(log: pl.DataFrame) -> pl.Series:
    """The row ids that a reason sets aside."""
    return log.filter(pl.col("severity") == "reject")["row_id"].unique()
