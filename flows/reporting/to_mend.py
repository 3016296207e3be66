"""What senders hear of their rows: the lines of the reason log that are theirs to mend, counted, and shared out so that
only the rows of a few workbooks are in memory at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.reasons import REASONS
from schemas.tables.cells import FILE_KEY_LENGTH, file_key_of

MOST_ROWS = 20_000
"""Rows of a sender that one workbook lists. A spreadsheet holds a million, but nobody mends twenty thousand cell by
cell: so many have one cause, which is mended in the list itself."""
_GRAVEST_FIRST = sorted(REASONS, key=lambda code: REASONS[code].severity == "advise")
"""Reasons that set a row aside, then advice, each in the order of the catalogue."""


def for_senders() -> pl.Expr:
    """True of a problem that its sender hears of: what is refused, and advice that it can act on."""
    told = [code for code, reason in REASONS.items() if reason.severity == "reject" or reason.fixer == "sender"]
    return pl.col("code").is_in(told)


def worst_first(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    """Rows by code: what is refused first, the most frequent first."""
    return sorted(rows.items(), key=lambda item: (REASONS[item[0]].severity == "advise", -item[1], item[0]))


def reason_counts(problems: pl.DataFrame) -> list[tuple[str, int]]:
    """The same of problems that are all of one sender."""
    return worst_first(Counter(code for _, code in set(problems.select("row_id", "code").iter_rows())))


@dataclass(frozen=True)
class Listed:
    """The `problems` that workbooks list, each with `sender` and `source_file`, and by sender how many rows more there
    are, where there are too many."""

    problems: pl.DataFrame
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class ToMend:
    """The `log` of a night, and its `files` with rows (`source_file`, `file_key`, `sender`)."""

    log: pl.LazyFrame
    files: pl.DataFrame

    def reasons(self) -> dict[str, dict[str, int]]:
        """By sender, how many of its rows have each code, those that its workbook has no room for too."""
        lines = self._heard().group_by("file_key", "code").agg(pl.col("row_id").hash().n_unique().alias("rows"))
        by_file = lines.collect(engine="streaming").join(self.files, on="file_key")
        counted = by_file.group_by("sender", "code").agg(pl.col("rows").sum()).sort("sender", "code")
        found: dict[str, dict[str, int]] = {}
        for sender, code, rows in counted.iter_rows():
            found.setdefault(sender, {})[code] = rows
        return found

    def of(self, senders: Sequence[str], most: int = MOST_ROWS) -> Listed:
        """The rows of these senders that workbooks list, at most so many of each.

        Of a sender with more, those whose gravest reason comes first: what sets a row aside before advice, reasons in
        the order of the catalogue; then by file, sheet, row and side, as the clerk goes through them.
        """
        files = self.files.filter(pl.col("sender").is_in(senders))
        lines = self._heard().filter(pl.col("file_key").is_in(files["file_key"].implode()))
        grave = pl.col("code").replace_strict(_GRAVEST_FIRST, range(len(_GRAVEST_FIRST)), return_dtype=pl.UInt16)
        rows = lines.group_by("file_key", "row_id").agg(grave.min().alias("grave")).collect(engine="streaming")
        there = rows.join(files, on="file_key")
        many = there.group_by("sender").len("rows").filter(pl.col("rows") > most)
        crowded = pl.col("sender").is_in(many["sender"].implode())
        chosen = _gravest(there.filter(crowded), most)
        listed = pl.concat([frame.select("row_id", "sender", "source_file") for frame in
                            (there.filter(~crowded), chosen)])  # fmt: skip
        problems = lines.drop("file_key").join(listed.lazy(), on="row_id").collect(engine="streaming")
        return Listed(problems, {sender: rows - most for sender, rows in many.iter_rows()})

    def _heard(self) -> pl.LazyFrame:
        return self.log.filter(for_senders()).with_columns(file_key_of("row_id").alias("file_key"))


def shared_out(rows: Mapping[str, int], together: int = MOST_ROWS) -> Iterable[list[str]]:
    """The senders in their order, as many at once as have no more than so many rows together, but one at least."""
    group: list[str] = []
    room = together
    for sender in sorted(rows):
        if group and rows[sender] > room:
            yield group
            group, room = [], together
        group.append(sender)
        room -= rows[sender]
    if group:
        yield group


def placed(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the place in their file that their `row_id` tells (`schemas.tables.cells.row_id`)."""
    parts = pl.col("row_id").str.slice(FILE_KEY_LENGTH + 1).str.split_exact("-", 2)
    sheet, row, side = (parts.struct.field(f"field_{place}") for place in range(3))
    return rows.with_columns(
        sheet.cast(pl.UInt16).alias("sheet_number"),
        row.cast(pl.UInt32).alias("source_row"),
        (side.cast(pl.UInt8) - 1).fill_null(0).alias("side"),
    )


def _gravest(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """The first so many rows of each sender."""
    order = ("sender", "grave", "source_file", "sheet_number", "source_row", "side")
    return placed(rows).sort(order).group_by("sender", maintain_order=True).head(most)
