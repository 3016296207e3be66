"""Which rows are the heading of a list, and which column means what."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate, pairwise, takewhile

from flows.intake.heading_parts import Named, correction, is_renewed, with_parts
from flows.intake.other_people import OF_THE_PERSON, is_of_others, stands_over_others
from flows.intake.owners import is_of_another, owned_columns
from flows.intake.spellings import Meaning, Spellings, bare_forms, compact, suggestion
from flows.intake.ticked_jobs import with_ticks
from schemas.columns import CORRECTED, TICKED
from schemas.reference import reference
from schemas.text import words

COMPOSED = (
    *("first_name", "middle_name", "last_name", "name_nik", "dusun", "rt_rw", "male", "female"),
    *("birth_month", "birth_year", "life_status", "death_date", "exit_date", "occupation_code", "wage_thousands"),
    *("proposed", "servant"),
)
"""Columns that are part of a field, or two fields in one (`flows/intake/body.py` puts them together)."""
_OF_SOMEBODY = {"nik", "name", "first_name", "name_nik"}
_UNCOUNTED = {"ignored", "number"}
_MIN_FIELDS = 2
"""A row is a heading when it names at least two fields: a title that happens to say "NAMA" is not one."""
_NIK_LENGTH = 16
_UPPER_FROM = 3
"""Filled cells the upper row of a heading has at least: "DESA : PULOSARI" above one has two and is a title. Fewer do
where the row below divides one of them."""
_TALLEST = 3
_OF_THE_ID_CARD = re.compile(r"\b(e?ktp|kependudukan|identitas)\b")
"""Words that only the NIK of the identity card has; a bare "NIK" may be an office's number (Nomor Induk Karyawan)."""
_ON_THE_ID_CARD = (OF_THE_PERSON - {"phone"}) | {"birth_place", "birth_date", "sex"}
"""Of two columns of one of these fields, that which is said to be as on the identity card counts (DOMAIN 2)."""
_IN_THOUSANDS = re.compile(r"\b(?:(?:dalam|dlm|satuan) ribu(?:an)?|ribuan rupiah|x (?:rp )?1 ?000)\b")
_LOOKS_LIKE_NIK = re.compile(r"^\D{0,6}(\d[\s\u200b.-]{0,3}){15}\d\D{0,2}$")
_COLUMN_NUMBER = re.compile(r"\s*\(?(\d{1,2}|[A-Za-z])[.)]?\s*(?:=.*)?$")
_FEWEST_NUMBERED, _STEP = 3, 3
"""Columns that a row numbers at least, and the most by which one number is above the next: some may be left out."""

Rows = Sequence[Sequence[str]]
_Claim = tuple[tuple[object, ...], int, str, Meaning]
"""A column that names a field: how well, its place, its words, what they mean."""


@dataclass(frozen=True)
class Heading:
    """`first` and `row` are the 0-based first and last row of the heading, `columns` the place of each field.

    `spellings` are the words that named each field and `meanings` how they are known; `surplus` are columns that name a
    field which another column has, `unrecognised` other words, `titles` the rows above. The list reaches from
    column `left` to before `right` (None: to the end), for two lists may stand side by side.
    """

    row: int
    columns: dict[str, int]
    spellings: dict[str, str]
    unrecognised: tuple[str, ...] = ()
    titles: tuple[Sequence[str], ...] = ()
    first: int = 0
    surplus: tuple[tuple[str, str], ...] = ()
    meanings: dict[str, Meaning] = field(default_factory=dict)
    claims: tuple[tuple[int, str], ...] = ()  # other columns that say they are the NIK
    left: int = 0
    right: int | None = None
    divided: bool = False  # a cell of its upper rows is divided below
    rivals: tuple[int, ...] = ()  # other columns of NIKs, with names of their own, that nothing tells from its own
    of_others: frozenset[int] = frozenset()  # columns that would name a field, but for the cell above them

    @property
    def fields(self) -> int:
        """Number of fields named; jobs that are ticked are one or two, however many there are to choose from."""
        ticked = sum(name.startswith(TICKED) for name in self.columns)
        return sum(name not in _UNCOUNTED for name in self.columns) - max(ticked - 2, 0)

    @property
    def people(self) -> set[str]:
        """The fields named, with those that are told by their parts or by a column of two."""
        told = set(self.columns)
        both = {"nik", "name"} if "name_nik" in told else set()
        return told | both | ({"name"} if "first_name" in told else set())

    def describe(self, sheet: str) -> str:
        """What was taken for what, in a line: `Sheet1 row 4: NO KTP=nik, NAMA=name; not used: UKURAN`."""
        taken = ", ".join(self._said(name) for name in self.columns if name not in _UNCOUNTED)
        surplus = [f"{said} (also {name})" for said, name in self.surplus]
        unused = [*map(_with_suggestion, self.unrecognised), *surplus]
        return f"{sheet} row {self.row + 1}: {taken}" + (f"; not used: {', '.join(unused)}" if unused else "")

    def _said(self, name: str) -> str:
        meaning = self.meanings.get(name)
        doubt = {"typo": " (a slip of the hand read over)", "content": " (by what stands in it)"}
        return f"{self.spellings[name]}={name}{doubt.get(meaning.how, '') if meaning else ''}"


def _with_suggestion(said: str) -> str:
    near = suggestion(said)
    return f"{said} (like {near[0]}={near[1]}?)" if near else said


def find_headings(top: Iterable[Sequence[str]], spellings: Spellings) -> list[Heading]:
    """The heading among the first rows of a sheet: none, one, or one for each of the lists that stand side by side.

    It is the row that names the most fields, the first of equals, with the rows above and below it that divide its
    cells or go on with their words (Tempat and Tanggal under TTL, LAHIR under TANGGAL). Rows are looked at down to the
    first that holds a NIK below a heading: what follows is people.
    """
    rows: list[Sequence[str]] = []
    best: Heading | None = None
    for place, row in enumerate(top):
        if best and holds_nik(row):
            break
        rows.append(row)
        if sum(bool(cell) and spellings.meaning(cell) is not None for cell in row) < _MIN_FIELDS:
            continue  # a title: most rows above a heading are
        found = _read_block(rows, place, place, spellings)
        if found.fields > (best.fields if best else _MIN_FIELDS - 1):
            best = found
    if best is None:
        tall = (_read_block(rows, place, place + 1, spellings) for place in range(len(rows) - 1))
        best = next((heading for heading in tall if heading.fields >= _MIN_FIELDS and len(rows[heading.row]) > 1), None)
    if best is None:
        # Slips of the hand in every word: read over, where they leave many words of a heading.
        slips = (_read_block(rows, place, place, spellings.tolerant()) for place in range(len(rows)))
        best = next((heading for heading in slips if heading.fields > _UPPER_FROM), None)
    return _side_by_side(_whole_block(rows, best, spellings), rows, spellings) if best else []


def heading_at(rows: Rows, place: int, spellings: Spellings) -> list[Heading]:
    """The same for the heading that the row `place` belongs to, if it is one that names the NIK or the name."""
    found = _read_block(rows, place, place, spellings)
    if found.fields < _MIN_FIELDS or _OF_SOMEBODY.isdisjoint(found.columns) or holds_nik(rows[place]):
        return []
    return _side_by_side(_whole_block(rows, found, spellings), rows, spellings)


def with_wages_in_thousands(heading: Heading) -> Heading:
    """The heading with its wages as thousands, where the titles say so: "Honorarium dalam ribuan rupiah"."""
    said = any(_IN_THOUSANDS.search(words(" ".join(row))) for row in heading.titles)
    if not said or "wage" not in heading.columns or "wage_thousands" in heading.columns:
        return heading
    renamed = {"wage": "wage_thousands"}
    return replace(
        heading,
        columns={renamed.get(name, name): column for name, column in heading.columns.items()},
        spellings={renamed.get(name, name): text for name, text in heading.spellings.items()},
        meanings={renamed.get(name, name): meaning for name, meaning in heading.meanings.items()},
    )


def holds_nik(row: Sequence[str]) -> bool:
    """True when a cell of the row looks like a NIK."""
    return any(len(cell) >= _NIK_LENGTH and _LOOKS_LIKE_NIK.match(cell.strip()) for cell in row)


def is_numbering(row: Sequence[str]) -> bool:
    """True for the row that numbers the columns under a heading: 1, 2, 3 or (a), (b), (c)."""
    said = [found[1] if (found := _COLUMN_NUMBER.match(cell)) else None for cell in row if cell.strip()]
    if len(said) < _FEWEST_NUMBERED or None in said:
        return False
    places = [int(one) if one.isdigit() else ord(one.casefold()) for one in said if one]
    # A column that is reckoned of others says how (7=5x6), and one may be left out; letters may be L and P.
    return places[0] < places[-1] and all(one <= next_ <= one + _STEP for one, next_ in pairwise(places))


def _whole_block(rows: Rows, row: Heading, spellings: Spellings) -> Heading:
    """The heading with the rows above and below that make it name more; the lowest number of rows of equals."""
    best, at = row, row.row
    under = range(at + 1, min(at + _TALLEST, len(rows)))
    below = list(takewhile(lambda place: not (holds_nik(rows[place]) or is_numbering(rows[place])), under))
    above = sum(bool(cell.strip()) for cell in rows[at - 1]) if at and not holds_nik(rows[at - 1]) else 0
    blocks = [(at, last) for last in below]
    if above:
        blocks += [(at - 1, last) for last in (at, *below[: _TALLEST - 2])]
    for first, last in blocks:
        block = _read_block(rows, first, last, spellings)
        is_title = first < at and above < _UPPER_FROM and not block.divided
        if not is_title and _names_better(block, best, upper=first < at):
            best = block
    return _of_one_owner(_reading_over_slips(best, rows, spellings), rows, spellings)


def _names_better(block: Heading, best: Heading, *, upper: bool) -> bool:
    """Whether it names more fields, or more surely those of the people of the list."""
    if block.of_others and not _names_people(block):
        return False
    # Of equals the one whose upper row divides: KOTA under TTL is the birth place, alone it is a regency.
    parted = (upper and block.divided and not best.divided) or block.of_others > best.of_others
    return block.fields + parted > best.fields or not block.of_others.isdisjoint(best.columns.values())


@cache
def _subheadings() -> dict[tuple[str, str], str]:
    """Field by parent field and compact spelling, from `schemas/reference/subheadings.csv`."""
    return {(parent, compact(spelling)): name for parent, spelling, name in reference("subheadings").iter_rows()}


def _read_block(
    rows: Rows, first: int, last: int, spellings: Spellings, left: int = 0, right: int | None = None
) -> Heading:
    """What the columns from `left` to `right` of rows `first` to `last` name, taken as one heading."""
    block = _block(rows, first, last)
    # A merged cell keeps its text in its left column, so a blank belongs to the cell on its left.
    starts = [_starts(row) for row in block[:-1]]
    named: list[Named] = []
    lowest: dict[int, str] = {}
    overs: dict[int, str] = {}
    divided: set[str] = set()
    of_others: set[int] = set()
    renewed = is_renewed(block[:-1])
    for column in range(left, len(block[-1]) if right is None else right):
        own = [row[column] for row in block if row[column].strip()]
        if own:
            above = [start[column] for start in starts]
            parents = [row[start] for row, start in zip(block, above, strict=False)]
            over = [text for text, start in zip(parents, above, strict=True) if block[-1][start].strip()]
            meaning, parent = _meaning(own, parents, block[-1][column], spellings)
            if meaning and is_of_others(over, block[-1][column], spellings):
                meaning, parent = Meaning("ignored", "known"), None
                of_others.add(column)
            meaning = correction(meaning, over, own[-1], spellings, renewed=renewed)
            named.append((column, " ".join(" ".join(own).split()), meaning))
            lowest[column] = own[-1]
            overs |= {column: over[-1]} if over else {}
            divided |= {parent} if parent else set()
    settled = _settle(with_parts(with_ticks(named, overs, lowest, spellings), lowest), divided)
    parted = bool(divided) or any(name.startswith((CORRECTED, TICKED)) for name in settled.columns)
    heading = replace(settled, row=last, first=first, titles=tuple(rows[:first]))
    return replace(heading, left=left, right=right, divided=parted, of_others=frozenset(of_others))


def _block(rows: Rows, first: int, last: int) -> Rows:
    """Rows `first` to `last`, each as wide as the widest of them."""
    block = rows[first : last + 1]
    width = max(map(len, block))
    return [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in block]


def _filled_right(row: Sequence[str]) -> list[str]:
    return [row[start] for start in _starts(row)]


def _starts(row: Sequence[str]) -> list[int]:
    """For each cell the column of the cell that it belongs to: its own, or that of the next filled one on its left."""
    return [*accumulate((column if cell.strip() else 0 for column, cell in enumerate(row)), max)]


def _meaning(
    own: Sequence[str], parents: Sequence[str], lowest: str, spellings: Spellings
) -> tuple[Meaning | None, str | None]:
    """What a column names, and the field of the cell above that it divides, if it divides one.

    In this order: a part of the cell above (Tanggal under TTL); all its words, one row after another (TANGGAL, LAHIR);
    the words of the merged cell above and its own (NOMOR over KTP and KK); its lowest words; those above. Under a
    cell that is not used (AHLI WARIS over Nama and NIK) nothing is.
    """
    if not parents:
        return spellings.meaning(own[0]), None
    overs = [meaning for text in reversed(parents) if (meaning := spellings.meaning(text))]
    for over in overs:
        said = (_subheadings().get((over.field, compact(bare))) for bare in bare_forms(lowest))
        if part := next(filter(None, said), None):
            return replace(over, field=part), over.field
    whole = [" ".join(own), " ".join(dict.fromkeys([*parents, lowest]))]
    found = next((meaning for text in whole if (meaning := spellings.meaning(text))), None)
    if found is None and overs and overs[0].field == "ignored" and lowest.strip():
        return overs[0], None
    return found or next((meaning for text in reversed(own) if (meaning := spellings.meaning(text))), None), None


def _settle(named: Sequence[Named], divided: set[str]) -> Heading:
    """One column a field: as on the identity card, else the surest spelling, else the left one."""
    claims: dict[str, list[_Claim]] = {}
    for column, said, meaning in named:
        if meaning and meaning.field != "ignored":
            claims.setdefault(meaning.field, []).append((_preference(meaning, said, column), column, said, meaning))
    if not {"male", "female"} <= set(claims):
        claims = {name: told for name, told in claims.items() if name not in {"male", "female"}}
    children = {meaning.field for _, _, meaning in named if meaning}
    for parent in divided - children - ({"sex"} if "male" not in claims else set()):
        claims.pop(parent, None)
    if "name_nik" in claims and not {"nik", "name", "first_name"}.isdisjoint(claims):
        claims.pop("name_nik")
    won = {name: min(told) for name, told in claims.items()}
    lost = [(column, said, name) for name, told in claims.items() for _, column, said, _ in sorted(told)[1:]]
    ordered = sorted(won.items(), key=lambda item: item[1][1])
    return Heading(
        row=0,
        columns={name: column for name, (_, column, _, _) in ordered},
        spellings={name: said for name, (_, _, said, _) in ordered},
        meanings={name: meaning for name, (_, _, _, meaning) in ordered},
        unrecognised=tuple(said for _, said, meaning in named if meaning is None),
        surplus=tuple((said, name) for column, said, name in sorted(lost) if name not in _UNCOUNTED),
        claims=tuple((column, said) for column, said, name in lost if name == "nik"),
        rivals=_as_good(claims["nik"]) if {"nik", "name"} <= set(claims) and _as_good(claims["name"]) else (),
    )


def _as_good(told: Sequence[_Claim]) -> tuple[int, ...]:
    """The columns that claim a field as well as the one that has it, but for their place."""
    first, *others = sorted(told)
    return tuple(column for preference, column, _, _ in others if preference[:-1] == first[0][:-1])


def _preference(meaning: Meaning, said: str, column: int) -> tuple[object, ...]:
    """The lower, the rather a column is it, of several that name a field."""
    of_card = meaning.field in _ON_THE_ID_CARD and bool(_OF_THE_ID_CARD.search(words(said)))
    return meaning.how != "own", not of_card, *meaning.rank, column


def _reading_over_slips(heading: Heading, rows: Rows, spellings: Spellings) -> Heading:
    """The heading with fields that only a slip of the hand hides (TANGAL LAHIR), where no other column has them."""
    slips = {said: meaning for said in heading.unrecognised if (meaning := spellings.misspelt(said))}
    for said, meaning in slips.items():
        places = [column for column, cell in enumerate(_joined(rows, heading)) if cell == said]
        if meaning.field not in heading.columns and len(places) == 1 and meaning.field != "ignored":
            heading = replace(
                heading,
                columns={**heading.columns, meaning.field: places[0]},
                spellings={**heading.spellings, meaning.field: said},
                meanings={**heading.meanings, meaning.field: meaning},
            )
    read = {name for name, meaning in heading.meanings.items() if meaning.how == "typo"}
    ignored = {said for said, meaning in slips.items() if meaning.field == "ignored"}
    known = {heading.spellings[name] for name in read} | ignored
    return replace(heading, unrecognised=tuple(said for said in heading.unrecognised if said not in known))


def _of_one_owner(heading: Heading, rows: Rows, spellings: Spellings) -> Heading:
    """The heading with the columns of whom the names are of, which say so in words that are not known otherwise.

    They count before those of somebody else: NIK_ART before NIK_PENGURUS where the names are NAMA_ART.
    """
    name = heading.spellings.get("name", "")
    said = _joined(rows, heading) if name and heading.unrecognised else []
    for column, meaning in owned_columns(name, dict(enumerate(said)), spellings).items():
        held = heading.spellings.get(meaning.field)
        free = held is None or is_of_another(held, name)
        if said[column] in heading.unrecognised and free:
            heading = replace(
                heading,
                columns={**heading.columns, meaning.field: column},
                spellings={**heading.spellings, meaning.field: said[column]},
                meanings={**heading.meanings, meaning.field: meaning},
                unrecognised=tuple(text for text in heading.unrecognised if text != said[column]),
                surplus=(*heading.surplus, *([(held, meaning.field)] if held else [])),
            )
    return heading


def _joined(rows: Rows, heading: Heading) -> list[str]:
    columns = zip(*_block(rows, heading.first, heading.row), strict=True)
    return [" ".join(" ".join(cell for cell in column if cell.strip()).split()) for column in columns]


def _side_by_side(heading: Heading, rows: Rows, spellings: Spellings) -> list[Heading]:
    """The heading, or its lists: where it begins anew from a column on, with NIK and name on both sides.

    It does where the word that it begins with comes again, or behind a column without words. A list under the words for
    other people (AHLI WARIS, SUAMI/ISTRI) is left out.
    """
    if any(name.startswith(CORRECTED) for name in heading.columns):
        return [heading]
    said = [(column, compact(text)) for column, text in enumerate(_joined(rows, heading)) if text]
    again = [column for column, text in said if text == said[0][1]]
    gaps = [column for (before, _), (column, _) in pairwise(said) if column > before + 1]
    for starts in (again, *([said[0][0], gap] for gap in gaps)):
        bounds = zip(starts, [*starts[1:], None], strict=True) if len(starts) > 1 else ()
        lists = [_read_block(rows, heading.first, heading.row, spellings, *bound) for bound in bounds]
        if lists and all(map(_names_people, lists)):
            above = _filled_right(rows[heading.first - 1]) if heading.first else []
            of_workers = [one for one in lists if not stands_over_others(" ".join(above[one.left : one.left + 1]))]
            return [_reading_over_slips(one, rows, spellings) for one in of_workers]
    return [heading]


def _names_people(heading: Heading) -> bool:
    return {"nik", "name"} <= heading.people
