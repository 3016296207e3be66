"""What stands in the columns, where the words above them leave a choice, and what looks wrong with a whole column."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from flows.intake.grid import Grid
from flows.intake.headings import Heading, Rows
from flows.intake.lists import PeopleList
from flows.intake.other_people import speaks_of_others
from flows.intake.spellings import Meaning

_SAMPLE_ROWS = 200
_MOSTLY = 0.6
"""Share of the filled cells of a NIK column that must look like one, damaged as they may be."""
_LIKE_A_NIK = 0.2
"""Share of numbers with a day above 40. Women's NIKs have one, about half of all; family cards never."""
_FEWEST = 3
"""Numbers of that kind it takes: one or two are slips of the hand."""
_DAMAGED_FROM, _DAMAGED_SHARE = 20, 0.5
"""One NIK in ten ends in 0 by chance. In 20 rows, half of them do so by chance once in 100,000 files."""
_DAMAGED_ALL = 6
"""All of six do so by chance once in a million files."""
_MOSTLY_DIFFERENT = 0.9
_OF_DIGITS = ("nik", "nkk", "birth_date", "wage", "phone")
_NAME_OF = re.compile(
    r"(?i)^\W*nama\b(?!.*\b(ibu|ayah|bapak|suami|istri|pasangan|waris|anak|desa|dusun|kecamatan|kelompok|instansi"
    r"|sekolah|kantor|usaha|kapal|bank|perusahaan|opd|unit|atasan|kepala)\b)"
)
_OF_A_LIST = re.compile(r"(?i)^\W*(rekap|rekapitulasi|jumlah|jml|total)\b")
_DIGITS = re.compile(r"\D")
_NUMBER_LENGTH = 16
_OF_A_WOMAN = re.compile(r"[0-9]{6}(4[1-9]|[56][0-9]|7[01])")
_OTHER_THAN_DIGITS = re.compile(r"[^0-9]")


def settle_columns(grid: Grid, people: PeopleList) -> Heading:
    """The heading with the columns that the cells speak for, where its words leave a choice; `describe` says so.

    - Of several columns called NIK the one that holds 16 digits is it: the other is an office's own number.
    - Where no column is called so, one that is unknown by name and holds NIKs is taken: women's days of birth are
      written 41 to 71, which no other number of 16 digits has.
    - Where no column is called NAMA alone, one that is called the name of something ("Nama Guru") and in which hardly a
      word comes twice is taken.
    - A heading merged over two columns, the first of which holds no digit (a birth place, "Rp"), means the second.
    - Of two people in a row, each with a NIK and a name under the same words, nobody can tell whom the list is of: then
      it has no NIK column, and is set aside.
    - A spelling read over a slip counts for NIK or family card only if the column holds such numbers.
    """
    heading = people.heading
    top = [_padded(row, grid, people) for row in grid.rows_as_text(heading.first, heading.row + 1)]
    if not (_open_choices(heading) or _merged_over_two(heading, top)):
        return heading
    rows = grid.rows_as_text(people.first, min(people.last, people.first + _SAMPLE_ROWS))
    if any(_are_of_two(rows, heading.columns["nik"], rival) for rival in heading.rivals):
        return _without(heading, "nik")
    for name in _slipped(heading):
        if not _holds_numbers(rows, heading.columns[name]):
            heading = _without(heading, name)
    heading = _shifted(heading, top, rows)
    heading = _nik_by_content(heading, top, rows)
    return _name_by_content(heading, top, rows)


def _open_choices(heading: Heading) -> bool:
    named = {"nik", "name"} <= heading.people
    return bool(heading.claims) or bool(_slipped(heading)) or (not named and bool(heading.unrecognised))


def _padded(row: Sequence[str], grid: Grid, people: PeopleList) -> list[str]:
    """A row of the heading as wide as the list's first row: a merged cell at its end leaves no cell behind."""
    first = next(iter(grid.rows_as_text(people.first, people.first + 1)), ())
    return [*row, *[""] * (len(first) - len(row))]


def _merged_over_two(heading: Heading, top: Rows) -> list[str]:
    """Fields of digits with a column on their right that has no words of its own in the heading."""
    taken = set(heading.columns.values())
    return [
        field
        for field, column in heading.columns.items()
        if field in _OF_DIGITS
        and column + 1 not in taken
        and all(column + 1 < len(row) and not row[column + 1].strip() for row in top)
    ]


def _shifted(heading: Heading, top: Rows, rows: Rows) -> Heading:
    columns = dict(heading.columns)
    for field in _merged_over_two(heading, top):
        if _digit_share(rows, columns[field]) < 1 - _MOSTLY and _digit_share(rows, columns[field] + 1) >= _MOSTLY:
            columns[field] += 1
    return replace(heading, columns=columns)


def _nik_by_content(heading: Heading, top: Rows, rows: Rows) -> Heading:
    if heading.claims and heading.meanings["nik"].how != "own" and not _holds_numbers(rows, heading.columns["nik"]):
        for column, said in heading.claims:
            if _holds_numbers(rows, column):
                return _taking(heading, "nik", column, said, surplus=(heading.spellings["nik"], "nik"))
    if "nik" not in heading.people:
        unknown = _unrecognised_columns(heading, top)
        of_people = {column: said for column, said in unknown.items() if not speaks_of_others(said)}
        niks = {column: said for column, said in of_people.items() if _holds_numbers(rows, column)}
        women = [column for column in niks if _women(rows, column)]
        if len(women) == 1:
            return _taking(heading, "nik", women[0], niks[women[0]])
    return heading


def _name_by_content(heading: Heading, top: Rows, rows: Rows) -> Heading:
    if "name" in heading.people:
        return heading
    unknown = _unrecognised_columns(heading, top)
    names = [column for column, said in unknown.items() if _NAME_OF.match(said) and _all_different(rows, column)]
    return _taking(heading, "name", names[0], unknown[names[0]]) if len(names) == 1 else heading


def _unrecognised_columns(heading: Heading, top: Rows) -> dict[int, str]:
    said = {column: " ".join(" ".join(cells).split()) for column, cells in enumerate(zip(*top, strict=True))}
    return {column: text for column, text in said.items() if text in heading.unrecognised}


def with_remarks(grid: Grid, people: PeopleList, heading: Heading) -> Heading:
    """The heading with a note column where words stand beside the list under no heading: "meninggal", say."""
    if "note" in heading.columns or heading.right is not None:
        return heading
    last = max((len(row) for row in grid.rows_as_text(heading.first, heading.row + 1)), default=0)
    headed = max(_headed(grid, heading), default=last)
    column = grid.remarks(people.first, headed + 1)
    if column is None or _is_of_the_list(grid.rows_as_text(people.first, people.last), column):
        return heading
    return replace(
        heading, columns={**heading.columns, "note": column}, spellings={**heading.spellings, "note": "(no heading)"}
    )


def _is_of_the_list(rows: Rows, column: int) -> bool:
    """True where words beside the list count it (REKAP, Meninggal 2), and say nothing of the person in the row."""
    for row in rows:
        said, beside = row[column] if column < len(row) else "", row[column + 1 : column + 2]
        if _OF_A_LIST.search(said) or (said.strip() and any(cell.strip().isdigit() for cell in beside)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """How many numbers of sixteen digits the columns hold: `niks` and those of them that end in `zero`, family `cards`
    and those that have a day of `women`.
    """

    niks: int = 0
    zero: int = 0
    cards: int = 0
    women: int = 0

    def __add__(self, other: "ColumnCounts") -> "ColumnCounts":
        """Those of two parts of a list, or of two lists."""
        return ColumnCounts(
            self.niks + other.niks, self.zero + other.zero, self.cards + other.cards, self.women + other.women
        )


def column_counts(cells: pl.DataFrame) -> dict[tuple[int, int], ColumnCounts]:
    """What the columns of each list hold, by its `sheet_number` and `list_number`."""
    return {place: _counted(rows["nik_text"], rows["nkk_text"]) for place, rows in _by_list(cells)}


def _by_list(cells: pl.DataFrame) -> Iterator[tuple[tuple[int, int], pl.DataFrame]]:
    place = ("sheet_number", "list_number")
    if all(cells[name].n_unique() <= 1 for name in place):  # most files are one list
        lists = [cells] if cells.height else []
    else:
        lists = cells.select(*place, "nik_text", "nkk_text").partition_by(place)
    for rows in lists:
        yield (rows[place[0]][0], rows[place[1]][0]), rows


def _counted(niks: pl.Series, cards: pl.Series) -> ColumnCounts:
    # Cell by cell: most lists are small, and a query takes longer than all their cells.
    of_people, of_families = _sixteen_digits(niks), _sixteen_digits(cards)
    zero = sum(number[-1] == "0" for number in of_people)
    women = sum(bool(_OF_A_WOMAN.match(number)) for number in of_families)
    return ColumnCounts(len(of_people), zero, len(of_families), women)


def _sixteen_digits(cells: pl.Series) -> list[str]:
    bare = (cell if cell.isdecimal() else _OTHER_THAN_DIGITS.sub("", cell) for cell in cells.drop_nulls().to_list())
    return [number for number in bare if len(number) == _NUMBER_LENGTH]


def swapped_columns(counts: ColumnCounts) -> tuple[str, ...]:
    """A word of suspicion where the family-card column holds NIKs: women's days of birth are written 41 to 71 in a NIK.

    The columns stay as they are: cleaning judges each row by the birth date, and the sender knows which is which.
    `counts` are those of a list, of all its pages.
    """
    swapped = counts.women >= _FEWEST and counts.women >= _LIKE_A_NIK * counts.cards
    return ("NO KK looks like NIK",) if swapped else ()


def nik_column_damaged(counts: Iterable[ColumnCounts]) -> bool:
    """True where nearly all NIKs end in 0: Excel kept fifteen digits and wrote 0 for the sixteenth (DOMAIN 3).

    Each of them may be another living person's, whether its last digit was a 0 or not. `counts` are those of all
    lists and pages of a file.
    """
    of_all = sum(counts, start=ColumnCounts())
    by_half = of_all.niks >= _DAMAGED_FROM and of_all.zero > _DAMAGED_SHARE * of_all.niks
    return by_half or (of_all.niks >= _DAMAGED_ALL and of_all.zero == of_all.niks)


def _slipped(heading: Heading) -> list[str]:
    return [
        name for name in ("nik", "nkk") if (meaning := heading.meanings.get(name)) is not None and meaning.how == "typo"
    ]


def _are_of_two(rows: Rows, nik: int, rival: int) -> bool:
    """Whether most rows have two numbers that differ."""
    both = [(row[nik].strip(), row[rival].strip()) for row in rows if len(row) > max(nik, rival)]
    told = [(one, other) for one, other in both if len(one) >= _NUMBER_LENGTH and len(other) >= _NUMBER_LENGTH]
    return bool(told) and sum(one != other for one, other in told) > _MOSTLY * sum(bool(one) for one, _ in both)


def _numbers(rows: Rows, column: int) -> list[str]:
    return [_DIGITS.sub("", row[column]) for row in rows if len(row) > column and row[column].strip()]


def _holds_numbers(rows: Rows, column: int) -> bool:
    numbers = _numbers(rows, column)
    long = sum(len(number) in {15, 16, 17} for number in numbers)
    return bool(numbers) and long >= _MOSTLY * len(numbers)


def _digit_share(rows: Rows, column: int) -> float:
    filled = [row[column] for row in rows if len(row) > column and row[column].strip()]
    return sum(any(map(str.isdigit, cell)) for cell in filled) / len(filled) if filled else 0.0


def _all_different(rows: Rows, column: int) -> bool:
    filled = [row[column] for row in rows if len(row) > column and any(map(str.isalpha, row[column]))]
    return bool(filled) and len(set(filled)) >= _MOSTLY_DIFFERENT * len(filled)


def _women(rows: Rows, column: int) -> bool:
    days = [int(number[6:8]) for number in _numbers(rows, column) if len(number) == _NUMBER_LENGTH]
    women = sum(41 <= day <= 71 for day in days)
    return women >= 1 and women >= _LIKE_A_NIK * len(days)


def _headed(grid: Grid, heading: Heading) -> list[int]:
    rows = grid.rows_as_text(heading.first, heading.row + 1)
    return [column for row in rows for column, cell in enumerate(row) if cell.strip()]


def _taking(heading: Heading, field: str, column: int, said: str, surplus: tuple[str, str] | None = None) -> Heading:
    return replace(
        heading,
        columns={**heading.columns, field: column},
        spellings={**heading.spellings, field: said},
        meanings={**heading.meanings, field: Meaning(field, "content")},
        unrecognised=tuple(cell for cell in heading.unrecognised if cell != said),
        surplus=(*(pair for pair in heading.surplus if pair[0] != said), *([surplus] if surplus else [])),
    )


def _without(heading: Heading, name: str) -> Heading:
    said = heading.spellings[name]
    return replace(
        heading,
        columns={key: column for key, column in heading.columns.items() if key != name},
        spellings={key: text for key, text in heading.spellings.items() if key != name},
        unrecognised=(*heading.unrecognised, said),
    )
