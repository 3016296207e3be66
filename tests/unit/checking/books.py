"""Small workbooks of synthetic people, for what is checked before it is sent."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[object]]

HEADING: list[object] = ["No", "NIK", "Nama", "Tgl Lahir", "L/P", "Desa", "Kecamatan", "Pekerjaan"]
GOOD: list[object] = [1, "3504111209759001", "KARTO", "12-09-1975", "L", "Pulosari", "Ngunut", "buruh tani"]


def person(**changes: object) -> list[object]:
    """Karto, a farm labourer with whom nothing is wrong, with the cells under some headings changed."""
    return [
        changes.get(str(said).replace(" ", "_").replace("/", "_"), cell)
        for said, cell in zip(HEADING, GOOD, strict=True)
    ]


def book(path: Path, **sheets: Rows) -> Path:
    """A workbook with these rows on these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path
