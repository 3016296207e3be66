"""What `payung check --out` writes: the same return workbook as after a night, of the files that were checked."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import polars as pl

from flows.checking.one_file import Checked
from flows.cleaning.nik import propose_niks
from flows.reporting.returns import for_senders, write_return


def write_checked(path: Path, checked: Sequence[Checked]) -> None:
    """The return workbook of these files in `path`.

    Raises:
        OSError: the file exists already, or cannot be written.
    """
    files = [
        (one.path.name, "read" if one.declared and not one.reading.set_aside else "set_aside", one.code)
        for one in checked
        if one.code
    ]
    shape = {"file_name": pl.String, "status": pl.String, "code": pl.String}
    problems = pl.concat(one.problems if one.declared else one.problems.clear() for one in checked)
    made = BytesIO()
    write_return(made, pl.DataFrame(files, shape, orient="row"), for_senders(problems), _proposals(checked))
    with path.open("xb") as file:
        file.write(made.getvalue())


def _proposals(checked: Sequence[Checked]) -> dict[str, str]:
    cells = [(one.problems.filter(pl.col("code") == "NIK_FORMAT")["original"], one.month) for one in checked]
    return {cell: nik for texts, month in cells for cell, nik in propose_niks(texts, month).items()}
