"""What offices do to the cells of a roster, by the number of the row.

Of a hundred rows three name a person whom another row names, three are refused, and these never meet: so the balance is
known before the night. Six more are covered with an advice. All else that is written oddly is read over.
"""

import polars as pl

from schemas.reference import reference

from .people import draw, one_of

REPEATED = (31, 64, 97)
"""Rows of a hundred that name the person of another row: the first of the one before, the others of a row far away."""
_BAD_NIK = (7, 57)
_BAD_CELL = 13
_REFUSED = (*_BAD_NIK, _BAD_CELL)
_ODD = {"occupation": 3, "born": 21, "sex": 43, "region": 71, "order": 77, "desa": 89}
"""Rows of a hundred that are covered with an advice."""
_BAD_CELLS = ("name", "deceased", "occupation", "desa", "birth_date", "regency", "age")
_SEGMENT_WORDS = pl.Series(
    [
        *("RT/RW", "BPD", "Perangkat Desa", "Non ASN", "Honorer"),
        *("Pekerja Rentan", "PEKERJA RENTAN", "BPU", "Bukan Penerima Upah", "pekerja rentan") * 2,
        *[None] * 5,
    ]
)
_TO_NEXT_REGENCY = 2 * 10**12
"""From a NIK of Tulungagung (35.04) to the same of Kediri (35.06)."""
_SEX_WORDS = {"L": ("L", "L", "L", "Laki-laki", "LK"), "P": ("P", "P", "P", "Perempuan", "PR")}
_MONTH_NAMES = pl.Series(
    [
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ]
)
_FORMS = ((50, "%d-%m-%Y"), (70, "%d/%m/%Y"), (85, "%Y-%m-%d"), (90, "%d-%m-%y"))
"""Forms of a birth date, each up to so many of a hundred; then in words, and in one of a hundred not at all."""


def balance(rows: int) -> dict[str, int]:
    """What must become of `rows` rows: the statuses of a balance with their counts."""
    duplicate, rejected = (sum(len(range(rest, rows, 100)) for rest in rests) for rests in (REPEATED, _REFUSED))
    kept = {"covered": rows - duplicate - rejected, "waiting": 0}
    return {"rows_read": rows, **kept, "duplicate": duplicate, "rejected": rejected}


def person_of(rows: int) -> pl.Expr:
    """Whom a row of `rows` names: its own person, but for the repeated rows."""
    row, half = pl.col("row"), rows // 200 * 100
    elsewhere = pl.when(row + 1 + half < rows).then(row + 1 + half).otherwise(row + 1 - half)
    first, *others = REPEATED
    return pl.when(_rest() == first).then(row - 1).when(_rest().is_in(others)).then(elsewhere).otherwise(row)


def nik_cell() -> pl.Expr:
    """Sixteen digits, also after an apostrophe or a heading, in groups, or of a NIK that another regency issued.

    In the refused rows a digit short, eaten, a letter, of no day, serial, province or person, temporary, or blank.
    """
    moved = pl.when(_rest() == _ODD["region"]).then(_TO_NEXT_REGENCY).otherwise(0)
    text = (pl.col("nik") + moved).cast(pl.String)
    groups = pl.concat_str(*(text.str.slice(start, 4) for start in (0, 4, 8, 12)), separator=" ")
    written = _chosen(draw("row", 5, 40), [pl.concat_str(pl.lit("'"), text), groups, pl.format("NIK: {}", text)], text)
    damaged = [
        text.str.head(15),
        pl.concat_str(text.str.head(1), pl.lit(","), text.str.slice(1, 5), pl.lit("E+15")),
        pl.concat_str(text.str.head(6), pl.lit("3402"), text.str.tail(6)),
        pl.concat_str(text.str.head(12), pl.lit("0000")),
        pl.concat_str(pl.lit("20"), text.str.tail(14)),
        pl.concat_str(pl.lit("0"), text.str.tail(15)),
        text.str.replace("0", "O", literal=True),
        pl.lit("belum ada"),
    ]
    refused = _chosen(draw("row", 4, len(damaged) + 1), damaged, pl.lit(None, pl.String))
    return pl.when(_rest().is_in(_BAD_NIK)).then(refused).otherwise(written)


def birth_cell() -> pl.Expr:
    """The birth date in the forms offices write it; some a day off, some month before day, some of another age."""
    later = pl.col("born") + pl.duration(days=1)
    born = pl.when(_rest() == _ODD["born"]).then(later).when(_bad("age")).then(pl.date(1950, 1, 2)).otherwise("born")
    form = draw("row", 7, 100)
    month = one_of(_MONTH_NAMES, born.dt.month().cast(pl.UInt64) - 1)
    words = pl.format("{} {} {}", born.dt.day(), month, born.dt.year())
    numeric = pl.coalesce(pl.when(form < below).then(born.dt.strftime(kind)) for below, kind in _FORMS)
    exchanged = (_rest() == _ODD["order"]) & (born.dt.day() <= 12)
    return (
        pl.when(_bad("birth_date"))
        .then(pl.lit("31-02-1970"))
        .when(exchanged)
        .then(born.dt.strftime("%m-%d-%Y"))
        .when(_bad("age"))
        .then(born.dt.strftime("%d-%m-%Y"))
        .otherwise(pl.coalesce(numeric, pl.when(form < 99).then(words)))
    )


def name_cell() -> pl.Expr:
    """In capitals in half of the rows, after a title in some; nameless or deceased in a refused row."""
    cased = _in_capitals("name")
    titled = pl.when(draw("row", 13, 30) == 0).then(pl.concat_str(pl.lit("H. "), cased)).otherwise(cased)
    return pl.when(~_bad("name")).then(pl.when(_bad("deceased")).then(pl.format("{} (ALM)", cased)).otherwise(titled))


def sex_cell() -> pl.Expr:
    """A letter or a word; in some rows the other sex's."""
    woman = (pl.col("sex") == "P") ^ (_rest() == _ODD["sex"])
    women, men = (one_of(pl.Series(_SEX_WORDS[sex]), draw("row", 14)) for sex in ("P", "L"))
    return pl.when(woman).then(women).otherwise(men)


def desa_cell() -> pl.Expr:
    """In capitals in half of the rows; a letter short in some where enough are left; of no such desa when refused."""
    short = pl.concat_str(pl.col("desa").str.head(-2), pl.col("desa").str.tail(1))
    misspelt = (_rest() == _ODD["desa"]) & (pl.col("desa").str.len_chars() >= 8)
    cell = pl.when(misspelt).then(short).otherwise(_in_capitals("desa"))
    return pl.when(_bad("desa")).then(pl.lit("Antah Berantah")).otherwise(cell)


def kecamatan_cell() -> pl.Expr:
    """With KEC. before it in a third of the rows."""
    return pl.concat_str(pl.when(draw("row", 11, 3) == 0).then(pl.lit("KEC. ")).otherwise(pl.lit("")), "kecamatan")


def regency_cell() -> pl.Expr:
    """Named in half of the rows; another one in a refused row."""
    named = pl.when(draw("row", 15, 2) == 0).then(pl.lit("Kab. Tulungagung"))
    return pl.when(_bad("regency")).then(pl.lit("Kediri")).otherwise(named)


def occupation_cell(occupations: tuple[str, ...]) -> pl.Expr:
    """A spelling of one of the `occupations`; of none that is known in some rows, a civil servant's when refused."""
    known = reference("occupation_synonyms").filter(pl.col("occupation").is_in(occupations))["spelling"]
    odd = (
        pl.when(_rest() == _ODD["occupation"]).then(pl.lit("juru bicara")).otherwise(one_of(known, draw("person", 12)))
    )
    return pl.when(_bad("occupation")).then(pl.lit("PNS")).otherwise(odd)


def segment_cell() -> pl.Expr:
    """Mostly vulnerable workers, or blank, which says the same; all who are refused for a cell are among them."""
    return pl.when(_rest() != _BAD_CELL).then(one_of(_SEGMENT_WORDS, draw("row", 16)))


def _rest() -> pl.Expr:
    return pl.col("row") % 100


def _bad(cell: str) -> pl.Expr:
    """True in the rows that are refused for this cell."""
    return (_rest() == _BAD_CELL) & (draw("row", 18, len(_BAD_CELLS)) == _BAD_CELLS.index(cell))


def _chosen(number: pl.Expr, cells: list[pl.Expr], other: pl.Expr) -> pl.Expr:
    """The cell that the number falls on; `other` where it is beyond them."""
    return pl.coalesce(*(pl.when(number == place).then(cell) for place, cell in enumerate(cells)), other)


def _in_capitals(column: str) -> pl.Expr:
    return pl.when(draw("row", 8, 2) == 0).then(pl.col(column).str.to_uppercase()).otherwise(column)
