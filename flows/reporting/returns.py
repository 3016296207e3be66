"""Return workbooks: each sender's rows that need mending, as it sent them, with what is wrong, in Indonesian."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl

from flows.cache import Cache, key_of
from flows.code import made_by
from flows.reporting.return_book import write_book
from flows.reporting.return_rows import returned_file
from flows.reporting.return_summary import STEPS, Summary
from schemas.reasons import REASONS
from schemas.senders.sender import senders
from schemas.tables.cells import SentColumn
from schemas.tables.reason_log import REASON_LOG
from schemas.tables.received_files import RECEIVED_FILES
from schemas.tables.senders import SENDERS

_COUNTS = {
    "rows_read": "dibaca",
    "covered": "terlindungi",
    "waiting": "menunggu kuota",
    "duplicate": "ganda",
    "rejected": "ditolak",
}


@dataclass(frozen=True)
class AsSent:
    """Rows as they were sent: `cells` in the shape of `CELLS` with `row_id` and `file_key`, and by `source_file` the
    columns of each file as its sender sees them."""

    cells: pl.DataFrame
    columns: Mapping[str, Sequence[SentColumn]]


def write_returns(
    folder: Path, month: date, sent: AsSent, proposals: Mapping[str, str], cache: Cache | None = None
) -> int:
    """`steward/returns/<sender>.xlsx` for every sender with a row or a file to mend; how many were written.

    Only rows that the sender hears of are listed, in the order of its own file: not the list once more, which a launch
    month of 50,000 rows could not afford, and no clerk would search. They hold the sender's own data unmasked; the
    folder is closed.

    `sent` has the rows with a reason; `proposals` the NIK that a refused cell may mean, by cell: never applied, only
    said where the sender mends it. A workbook that the `cache` holds is not written again.
    """
    log, files = (
        pl.read_parquet(folder / "steward" / f"{table.name}.parquet") for table in (REASON_LOG, RECEIVED_FILES)
    )
    heard = pl.read_parquet(folder / "analyst" / f"{SENDERS.name}.parquet").filter(pl.col("month") == month)
    of_month = files.filter(pl.col("month") == month, pl.col("sender") != "").with_columns(_file_name())
    told = for_senders(log).join(sent.cells.select("row_id", "source_file"), on="row_id")
    told = told.join(of_month.select("source_file", "sender"), on="source_file")
    target = folder / "steward" / "returns"
    target.mkdir(mode=0o700, exist_ok=True)
    problems_of, files_of, counts_of = (
        {str(key[0]): part for key, part in frame.partition_by("sender", as_dict=True).items()}
        for frame in (told, of_month, heard)
    )
    cells_of = {str(key[0]): part for key, part in sent.cells.partition_by("source_file", as_dict=True).items()}
    wanted = sorted({*problems_of, *of_month.filter(pl.col("code").is_not_null())["sender"]})
    for sender in wanted:
        problems = problems_of.get(sender, told.clear())
        cells = {name: cells_of[name] for name in sorted(problems["source_file"].unique())}
        columns = {name: sent.columns[name] for name in cells}
        meant = {cell: proposals[cell] for cell in problems["original"].unique().sort() if cell in proposals}
        told_of = _Told(
            sender=sender,
            summary=_summary(sender, month, counts_of.get(sender), files_of[sender], problems),
            problems=problems.sort(problems.columns),
            cells=cells,
            columns=columns,
            proposals=meant,
        )
        (target / f"{sender}.xlsx").write_bytes(_book(told_of, cache))
    return len(wanted)


@dataclass(frozen=True)
class _Told:
    """All that a sender's workbook is made from; `cells` and `columns` by `source_file`, `proposals` by cell."""

    sender: str
    summary: Summary
    problems: pl.DataFrame
    cells: Mapping[str, pl.DataFrame]
    columns: Mapping[str, Sequence[SentColumn]]
    proposals: Mapping[str, str]

    @property
    def key(self) -> str:
        frames = [self.problems, *(cells.sort("row_id") for cells in self.cells.values())]
        columns = [[astuple(column) for column in columns] for columns in self.columns.values()]
        summary = {**asdict(self.summary), "month": f"{self.summary.month:%Y-%m}"}
        told = [frame.write_json() for frame in frames]
        return key_of(made_by(), self.sender, summary, told, columns, self.proposals)


def _book(told: _Told, cache: Cache | None) -> bytes:
    key = told.key if cache else ""
    if cache and (kept := cache.get("returns", key)):
        return kept[0]
    returned = [
        returned_file(name.split("/", 3)[-1], told.cells[name]["file_key"][0], told.columns[name], told.cells[name],
                      of_file, told.proposals)
        for (name,), of_file in sorted(told.problems.partition_by("source_file", as_dict=True).items())
    ]  # fmt: skip
    book = BytesIO()
    write_book(book, told.summary, returned, (told.sender, f"{told.summary.month:%Y-%m}"))
    if cache:
        cache.put("returns", key, book.getvalue())
    return book.getvalue()


def for_senders(problems: pl.DataFrame) -> pl.DataFrame:
    """The problems that a sender hears of: what is refused, and advice that it can act on."""
    told = [code for code, reason in REASONS.items() if reason.severity == "reject" or reason.fixer == "sender"]
    return problems.filter(pl.col("code").is_in(told))


def _file_name() -> pl.Expr:
    """The file's path below its sender's folder."""
    return pl.col("source_file").str.split("/").list.slice(3).list.join("/").alias("file_name")


def _summary(sender: str, month: date, heard: pl.DataFrame | None, files: pl.DataFrame, told: pl.DataFrame) -> Summary:
    counts = heard.row(0, named=True) if heard is not None else {}
    declared = senders().get(sender)
    listed = sorted(files.iter_rows(named=True), key=lambda file: str(file["file_name"]))
    return Summary(
        office=declared.name if declared else sender,
        month=month,
        counts={label: counts.get(name) or 0 for name, label in _COUNTS.items()},
        files=[(file["file_name"], file["status"], file["code"]) for file in listed if file["code"]],
        corrections=[
            f"{file['file_name']}. {file['heading']}"
            for file in listed
            if any(rows["why"] == "correction" for rows in file["ignored_rows"])
        ],
        reasons=reason_counts(told),
        steps=STEPS,
        score=counts.get("score"),
    )


def reason_counts(problems: pl.DataFrame) -> list[tuple[str, int]]:
    """Rows by code: what is refused first, the most frequent first."""
    rows = Counter(code for _, code in set(problems.select("row_id", "code").iter_rows()))
    return sorted(rows.items(), key=lambda item: (REASONS[item[0]].severity == "advise", -item[1], item[0]))
