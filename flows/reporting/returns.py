"""Return workbooks: each sender's rows that need mending, as it sent them, with what is wrong, in Indonesian."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import polars as pl

from flows.cache import Cache, key_of
from flows.code import made_by
from flows.reporting.return_book import write_book
from flows.reporting.return_rows import ReturnedFile, returned_file
from flows.reporting.return_summary import STEPS, Summary
from flows.reporting.to_mend import MOST_ROWS, ToMend, shared_out, worst_first
from flows.settings import declared_senders
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
    """Rows as they were sent. `files` has `source_file`, `file_key` and `sender` of each file; `cells` gives the rows
    of some ids in the shape of `CELLS` with `row_id`; `columns` the columns of a file as its sender sees them."""

    files: pl.DataFrame
    cells: Callable[[pl.DataFrame], pl.DataFrame]
    columns: Callable[[str], Mapping[str, Sequence[SentColumn]]]


def write_returns(
    folder: Path,
    month: date,
    sent: AsSent,
    proposals: pl.DataFrame,
    cache: Cache | None = None,
    most: int = MOST_ROWS,
) -> int:
    """`steward/returns/<sender>.xlsx` for every sender with a row or a file to mend; how many were written.

    Only rows that the sender hears of are listed, in the order of its own file, and at most so many: not the list once
    more, which a launch month of 50,000 rows could not afford, and no clerk would search. They hold the sender's own
    data unmasked; the folder is closed.

    `proposals` has the NIK (`nik`) that a refused `cell` may mean: never applied, only said where the sender mends it.
    A workbook that the `cache` holds is not written again.
    """
    this_month = pl.col("month") == month
    log = pl.scan_parquet(folder / "steward" / f"{REASON_LOG.name}.parquet")
    files = pl.scan_parquet(folder / "steward" / f"{RECEIVED_FILES.name}.parquet").filter(this_month)
    of_month = files.filter(pl.col("sender") != "").with_columns(_file_name()).collect()
    heard = pl.scan_parquet(folder / "analyst" / f"{SENDERS.name}.parquet").filter(this_month).collect()
    to_mend = ToMend(log, sent.files)
    reasons = to_mend.reasons()
    target = folder / "steward" / "returns"
    target.mkdir(mode=0o700, exist_ok=True)
    files_of, counts_of = (_by_sender(frame) for frame in (of_month, heard))
    wanted = {*reasons, *of_month.filter(pl.col("code").is_not_null())["sender"]}
    lines = {sender: min(most, sum(reasons.get(sender, {}).values())) for sender in wanted}
    for group in shared_out(lines):
        listed = to_mend.of(group, most)
        returned = _returned(listed.problems, sent, proposals)
        for sender in group:
            counts, left_out = counts_of.get(sender), listed.left_out.get(sender, 0)
            summary = _summary(sender, month, counts, files_of[sender], reasons.get(sender, {}), left_out)
            (target / f"{sender}.xlsx").write_bytes(
                _book(summary, returned.get(sender, []), (sender, f"{month:%Y-%m}"), cache)
            )
    return len(wanted)


def _book(summary: Summary, files: Sequence[ReturnedFile], about: tuple[str, str], cache: Cache | None) -> bytes:
    """The bytes of a workbook: those that the cache holds of one with the very same words, else written."""
    told = {**vars(summary), "month": about[1]}
    key = key_of(made_by(), about, told, files) if cache else ""
    if cache and (kept := cache.get("returns", key)):
        return kept[0]
    book = BytesIO()
    write_book(book, summary, files, about)
    if cache:
        cache.put("returns", key, book.getvalue())
    return book.getvalue()


def _by_sender(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {str(key[0]): part for key, part in frame.partition_by("sender", as_dict=True).items()}


def _returned(problems: pl.DataFrame, sent: AsSent, proposals: pl.DataFrame) -> dict[str, list[ReturnedFile]]:
    """By sender its files with the rows that have problems, in the order of their names."""
    cells = sent.cells(problems.select("row_id").unique())
    cells_of, problems_of = (frame.partition_by("source_file", as_dict=True) for frame in (cells, problems))
    proposed = dict(proposals.join(problems, left_on="cell", right_on="original", how="semi").iter_rows())
    keys = dict(sent.files.select("source_file", "file_key").iter_rows())
    found: dict[str, list[ReturnedFile]] = {}
    for (name,), of_file in sorted(problems_of.items()):
        sender = of_file["sender"][0]
        columns = sent.columns(sender)[name]
        place = name.split("/", 3)[-1]
        made = returned_file(place, keys[name], columns, cells_of[name,], of_file, proposed)
        found.setdefault(sender, []).append(made)
    return found


def _file_name() -> pl.Expr:
    """The file's path below its sender's folder."""
    return pl.col("source_file").str.split("/").list.slice(3).list.join("/").alias("file_name")


def _summary(
    sender: str, month: date, heard: pl.DataFrame | None, files: pl.DataFrame, reasons: Mapping[str, int], left_out: int
) -> Summary:
    counts = heard.row(0, named=True) if heard is not None else {}
    declared = declared_senders().get(sender)
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
        reasons=worst_first(reasons),
        steps=STEPS,
        score=counts.get("score"),
        left_out=left_out,
    )
