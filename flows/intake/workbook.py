"""Workbooks (xlsx, xlsm, xls, xlsb, ods) to sheets of cells, with python-calamine.

calamine keeps what `pl.read_excel` hides: whether a NIK was a number or text.
"""

from pathlib import Path

import python_calamine

from flows.intake.failures import FileSetAside
from flows.intake.grid import CellGrid


def read_workbook(path: Path) -> list[CellGrid]:
    """Every sheet of the workbook, hidden ones too, in the workbook's order; row 1 is the first.

    Raises:
        FileSetAside: FILE_ENCRYPTED or FILE_UNREADABLE.
    """
    try:
        workbook = python_calamine.load_workbook(str(path))
        return [
            CellGrid(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in workbook.sheet_names
        ]
    except python_calamine.PasswordError:
        raise FileSetAside("FILE_ENCRYPTED") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise FileSetAside("FILE_UNREADABLE") from None
