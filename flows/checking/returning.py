"""What `payung check --out` writes: the same workbook as after a night, of the files that were checked.

Nothing is read back from it: a file that is not sent yet is mended in place, by whoever holds it. Dropped into a
sender's folder all the same, it is known for what it is, and set aside.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import polars as pl

from flows.checking.one_file import Checked
from flows.cleaning.nik import propose_niks
from flows.reporting.return_book import write_book
from flows.reporting.return_rows import ReturnedFile, returned_file
from flows.reporting.return_summary import STEPS_BEFORE_SENDING, Summary
from flows.reporting.to_mend import for_senders, reason_counts
from schemas.returned import UNKEYED
from schemas.tables.cells import row_id


def write_checked(path: Path, checked: Sequence[Checked]) -> None:
    """The return workbook of these files in `path`; rows of a sender that is not declared are not judged.

    Raises:
        OSError: the file exists already, or cannot be written.
    """
    made = BytesIO()
    returned = [_returned(one) for one in checked if one.declared]
    write_book(made, _summary(checked), [one for one in returned if one.rows], ())
    with path.open("xb") as file:
        file.write(made.getvalue())


def _summary(checked: Sequence[Checked]) -> Summary:
    judged = [one for one in checked if one.declared]
    told = [one.problems.filter(for_senders()) for one in judged]
    return Summary(
        office=", ".join(dict.fromkeys(one.sender.name for one in checked)),
        month=checked[0].month,
        counts={
            "dibaca": sum(one.rows for one in checked),
            "akan ditolak": sum(one.refused for one in judged),
            "diterima dengan catatan": sum(one.advised for one in judged),
        },
        files=[(one.path.name, _status(one), one.code) for one in checked if one.code],
        corrections=(),
        reasons=reason_counts(pl.concat(told)) if told else (),
        steps=STEPS_BEFORE_SENDING,
    )


def _status(one: Checked) -> str:
    return "read" if one.declared and not one.reading.set_aside else "set_aside"


def _returned(one: Checked) -> ReturnedFile:
    cells = one.reading.cells.with_columns(row_id(pl.lit(one.file_key)).alias("row_id"))
    problems = one.problems.filter(for_senders())
    texts = problems.filter(pl.col("code") == "NIK_FORMAT")["original"]
    wanted = cells.filter(pl.col("row_id").is_in(problems["row_id"].implode()))
    return returned_file(one.path.name, UNKEYED, one.reading.columns, wanted, problems, propose_niks(texts, one.month))
