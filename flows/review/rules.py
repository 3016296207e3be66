"""Row rules: the pandera model's broken checks, as the reason log."""

import pandera.polars as pa
import polars as pl
from pandera.config import get_config_context

from schemas.reasons import REASONS
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.roster import ELIGIBILITY, ROSTER, RULES, roster_model

_FIELDS = {rule.code: rule.field for rule in RULES} | dict.fromkeys(
    ("NIK_CONFLICT", "NIK_COLUMN_DAMAGED", "EXCLUDED_BY_DECISION", "LOOKALIKE"), "nik"
)
_TOLD_BY = {"CIVIL_SERVANT": "civil_servant_in", "DECEASED": "deceased_in", "LEFT_PROGRAMME": "left_in"}
"""Reasons that one of several cells gives: the roster's column that names the cell."""
LOGGED = ("row_id", *_TOLD_BY.values())
"""What `reason_log` needs of a row at least, beside the cells as they came."""


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
    placed = found.join(catalogue, on="code", how="left").join(roster.select(*LOGGED, *texts), on="row_id", how="left")
    return REASON_LOG.arrange(
        placed.with_columns(pl.coalesce(*told, "field").alias("column")).with_columns(cell.alias("original"))
    )


def judge(roster: pl.DataFrame, files: pl.DataFrame, broken: pl.DataFrame | None = None) -> pl.DataFrame:
    """The reason log of all that the rows themselves give: broken rules, and files whose NIK column is damaged.

    `files` has `source_file` and its file-level `code`; `broken` the broken rules, where they are known already.
    """
    found = broken_rules(roster) if broken is None else broken
    damaged = files.filter(pl.col("code") == "NIK_COLUMN_DAMAGED").select("source_file", "code")
    of_files = roster.select("row_id", "source_file").join(damaged, on="source_file").select("row_id", "code")
    return reason_log(roster, pl.concat([found, of_files]))


def advice_by_row(log: pl.DataFrame) -> pl.DataFrame:
    """`row_id` and its `advice`: the codes in order of the alphabet."""
    advised = log.filter(pl.col("severity") == "advise")
    return advised.group_by("row_id").agg(pl.col("code").sort().alias("advice"))


def rejected(log: pl.DataFrame) -> pl.Series:
    """The row ids that a reason sets aside."""
    return log.filter(pl.col("severity") == "reject")["row_id"].unique()
