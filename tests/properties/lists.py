"""One list set down on a sheet: its heading, its people, and what stands between them."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.properties.columns import Column, columns
from tests.properties.forms import Cell, Entry
from tests.properties.offices import Office, Written, desas_of, entries_of, places_of
from tests.properties.people import Draw, chance, names, pick
from tests.properties.written import Area, Sheet

_DITTO = ["idem", '"', "s.d.a.", "sda", "Idem", "''", "s.d.a", "IDEM", '""']
Part = tuple[int, list[Column], Entry]
"""A person of a row: the first column, the columns and who it is."""


@dataclass
class Runs:
    """What is the same for people under one another, and how the sheet says so: `style` and `above` by column."""

    style: dict[int, str] = field(default_factory=dict)
    above: dict[int, str] = field(default_factory=dict)

    def shortened(self, draw: Draw, sheet: Sheet, cell: Cell, at: int, same: str) -> Cell:
        """The cell, or what stands for it where the one above says the same: a ditto mark, or nothing if merged."""
        blank = cell is None or str(cell).strip() in {"", "-"}
        repeated = not blank and self.above.get(at) == same
        self.above[at] = "" if blank else same
        style = self.style.get(at, "full") if repeated else "full"
        if style == "full" or (style == "ditto" and chance(draw, 3)):
            return cell
        if style == "ditto":
            return pick(draw, _DITTO)
        row = len(sheet.rows)
        begun = [area for area in sheet.merges if area[1] == area[3] == at and area[2] == row - 1]
        for area in begun:
            sheet.merges.remove(area)
        sheet.merges.append((begun[0][0] if begun else row - 1, at, row, at))
        return None


def bare_sheet(draw: Draw, office: Office) -> Sheet:
    """A heading and people, no more."""
    desas = desas_of(draw, office)
    cols = _columns(draw, office, flat=True)
    entries = entries_of(draw, office, desas, draw(st.integers(1, 5)))
    sheet = Sheet("", [[column.said for column in cols]])
    for entry in entries:
        _set_person(draw, office, sheet, [(0, cols, entry)], Runs())
    return sheet


def _columns(draw: Draw, office: Office, *, flat: bool) -> list[Column]:
    segment = office.segment if office.segment_in == "column" else None
    while True:
        cols = columns(
            draw,
            places_of(office),
            flat=flat,
            segment=segment,
            segment_of_all=office.segment,
        )
        said = [column.said for column in cols]
        if len(set(said)) == len(said) or not flat:
            return cols


def lay_list(
    draw: Draw,
    office: Office,
    sheet: Sheet,
    left: int,
    desas: list[str],
) -> None:
    cols = _columns(draw, office, flat=False)
    head, merges = _heading(draw, office, cols)
    _set_heading(sheet, head, merges, left)
    if chance(draw, 5):
        bare = chance(draw, 2)
        sheet.rows.append([*[None] * left, *(place if bare else f"({place})" for place in range(1, len(cols) + 1))])
    entries = entries_of(draw, office, desas, draw(st.integers(1, 5)))
    styles = ["full", "ditto", *(["merged"] if office.merges else [])]
    style = {left + place: pick(draw, styles) for place, column in enumerate(cols) if column.repeats}
    runs, group = Runs(style), None
    for place, entry in enumerate(entries):
        if office.source == "groups" and entry.person.desa != group:
            group = entry.person.desa
            sheet.rows.append(_group(draw, left, group))
            runs = Runs(style)
        elif place and chance(draw, 8):
            _break(draw, sheet, head, merges, left)
            runs = Runs(style)
        _set_person(draw, office, sheet, [(left, cols, entry)], runs)
        if office.several and chance(draw, 20):
            sheet.hidden_rows.append(len(sheet.rows) - 1)
    if chance(draw, 4):
        total: list[Cell] = [pick(draw, ["JUMLAH", "Total", "Jumlah Total"]), None, None, f"{len(entries)} orang"]
        sheet.rows.append([*[None] * left, *total])


def _heading(draw: Draw, office: Office, cols: list[Column]) -> tuple[list[list[Cell]], list[Area]]:
    """The rows of the heading and their merged cells."""
    if not any(column.over for column in cols):
        return [[column.said for column in cols]], []
    upper: list[Cell] = []
    merges = []
    low = chance(draw, 4)
    for place, column in enumerate(cols):
        first = column.over and (place == 0 or cols[place - 1].over != column.over)
        upper.append(column.over if first else None if column.over or low else column.said)
        if first:
            wide = sum(other.over == column.over for other in cols)
            merges.append((0, place, 0, place + wide - 1))
        elif not column.over and not low:
            merges.append((0, place, 1, place))
    lower: list[Cell] = [column.said if column.over or low else None for column in cols]
    return [upper, lower], merges if office.merges else []


def _set_heading(sheet: Sheet, head: list[list[Cell]], merges: list[Area], left: int) -> None:
    top = len(sheet.rows)
    sheet.merges += [(top + a, left + b, top + c, left + d) for a, b, c, d in merges]
    sheet.rows += [[*[None] * left, *row] for row in head]


def _group(draw: Draw, left: int, desa: str) -> list[Cell]:
    mark = "DESA" if desa[9] == "2" else "KELURAHAN"
    name = names()[desa]
    forms = [
        f"{mark} {name.upper()}",
        f"{mark.title()} : {name}",
        f"II. {mark} {name.upper()}",
        f"{mark.title()} {name}",
    ]
    return [*[None] * left, pick(draw, forms)]


def _break(draw: Draw, sheet: Sheet, head: list[list[Cell]], merges: list[Area], left: int) -> None:
    """What stands between two people: a blank row, or the heading again on a new page."""
    again = chance(draw, 2)
    sheet.rows += [[] for _ in range(pick(draw, [0, 1, 2]) if again else 1)]
    if again:
        _set_heading(sheet, head, merges, left)


def lay_beside(draw: Draw, office: Office, sheet: Sheet, left: int, desas: list[str]) -> None:
    """Two lists side by side under the same words."""
    cols = _columns(draw, office, flat=True)
    right = left + len(cols) + pick(draw, [0, 1])
    head: list[Cell] = [column.said for column in cols]
    sheet.rows.append([*[None] * left, *head, *[None] * (right - left - len(cols)), *head])
    ours = entries_of(draw, office, desas, draw(st.integers(1, 4)))
    theirs = entries_of(draw, office, desas, draw(st.integers(1, len(ours))))
    for place, entry in enumerate(ours):
        beside = [(right, cols, theirs[place])] if place < len(theirs) else []
        _set_person(draw, office, sheet, [(left, cols, entry), *beside], Runs())


def _set_person(draw: Draw, office: Office, sheet: Sheet, parts: list[Part], runs: Runs) -> None:
    """A row of one person, or of two who stand side by side."""
    row: list[Cell] = []
    for side, (left, cols, entry) in enumerate(parts):
        row += [None] * (left - len(row))
        for column in cols:
            cell = column.write(draw, entry, office.hand)
            same = column.repeats(entry) if column.repeats and side == 0 else None
            row.append(cell if same is None else runs.shortened(draw, sheet, cell, len(row), same))
        office.written.append(Written(sheet.name, len(sheet.rows) + 1, side, entry))
    sheet.rows.append(row)
