"""What a roster is made of before it is written: files, sheets, rows and the hand they are written in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flows.demo.people import Person
from flows.demo.places import Place

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Style:
    """How one office writes: forms of dates and sex, capitals, prefixes, and what stands around the rows."""

    dates: str = "cell"
    sex: tuple[str, str] = ("L", "P")
    upper: bool = False
    numeric_nik: bool = False
    wage_text: bool = False
    desa_prefix: str = ""
    numbering: bool = False
    gap_below_title: bool = False
    total: bool = False
    signature: bool = False
    blank_every: int = 0


@dataclass(slots=True)
class Row:
    """One data row: the cells by field as the office means them, and what must become of it."""

    person: Person
    segment: str | None
    cells: dict[str, Cell]
    codes: tuple[str, ...] = ()
    rejected: bool = False
    mess: str | None = None
    source_row: int = 0
    filled: int = 0


@dataclass(slots=True)
class Sheet:
    """One table of a file. `people` is how many true persons have their row here; `kind` names the jobs, `regency` that
    of its office."""

    name: str
    segment: str | None
    titles: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    style: Style
    places: tuple[Place, ...]
    people: int
    kind: str
    occupations: tuple[str, ...] = ()
    by_desa: bool = False
    regency: str = "Tulungagung"
    open_slots: bool = True
    rows: list[Row] = field(default_factory=list)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(name for name, _ in self.columns)


@dataclass(slots=True)
class File:
    """One file as it lies below `raw/rosters/<month>/`; `code` is what the file as a whole must be given.

    `turn` orders the files in time: an older list is early (0), most are 1, a copy sent again is late (2).
    """

    sender: str
    name: str
    sheets: list[Sheet]
    opd: bool = True
    delimiter: str = ";"
    encoding: str = "utf-8"
    recap: bool = False
    turn: int = 1
    status: str = "read"
    code: str | None = None
    blob: str | None = None
    copy_of: "File | None" = None
    received: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    source_file: str = ""
    regency: str = "Tulungagung"

    @property
    def csv(self) -> bool:
        """Whether it is a delimited file: no cell types, no sheets."""
        return self.name.endswith(".csv")

    @property
    def unread(self) -> bool:
        """Whether its rows never reach the rules; those of a damaged NIK column do, to be refused one by one."""
        return self.status == "set_aside" and self.code != "NIK_COLUMN_DAMAGED"

    @property
    def rows(self) -> list[Row]:
        """The data rows of all sheets."""
        return [row for sheet in self.sheets for row in sheet.rows]
