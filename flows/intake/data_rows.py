"""Which rows below a heading are people, and what the others are."""

import polars as pl

from flows.intake.grid import blank_to_null
from flows.intake.group_words import with_group_words
from flows.intake.groups import fill_from_groups, fill_from_titles, is_group
from flows.intake.leavers import is_section, with_leavers
from flows.intake.repeats import repeat_above
from flows.intake.sparse_places import with_sparse_places
from schemas.reference import reference
from schemas.tables.cells import FIELDS
from schemas.text import words_of

_TOTAL = (
    r"(?i)^(sub\s*-?\s*total|total|grand\s+total|jumlah|jml|sub\s+jumlah|j u m l a h|t o t a l"
    r"|di\s?pindahkan|pindahan)\b"
)
_FOOTER = (
    r"(?i)^(mengetahui|diketahui|menyetujui|disetujui|disahkan|ditetapkan|dibuat|yang\s+membuat|pembuat\s+daftar"
    r"|hormat\s+kami|tulungagung\s*,|an\.|a\.n\.|u\.b\.|camat\b|lurah\b|plt\.?\s|plh\.?\s|pj\.?\s|nip\b|pembina\b"
    r"|kepala\s+(desa|kelurahan|dinas|badan|bidang|bagian|seksi|sub|kantor)|sekretaris\s+(desa|camat|dinas|daerah)"
    r"|direktur\b|ketua\s+(tim|panitia|kelompok)|operator\b|petugas\s+(pendata|entri|input)|verifikator\b"
    r"|bendahara\b"
    r"|[a-z][a-z ]{3,24},?\s+((\d{1,2}|[.\u2026 ]+)\s+[a-z]{3,9}|\d{1,2}[-/.]\d{1,2}[-/.])\s*(19|20)\d\d\s*$"
    r"|[a-z][a-z ]{3,24},\s+(\d{1,2}\s+)?[a-z]{3,9}\s+(19|20)\d\d\b)"
)
"""How the lines of a signature block begin; the last is a place with a date."""
_FOOTNOTE = r"(?i)^(\*|catatan\b|keterangan\b|ket\s*[:.]|nb\b|n\.b\b|sumber\b|note\b|#{3})"
_NIP = r"(?i)^\s*(nip\b.*|(19|20)\d\d(0[1-9]|1[0-2])\d\d\s?(19|20)\d\d(0[1-9]|1[0-2])\s?\d\s?\d{3})\s*$"
"""The number of a civil servant, as it stands under a signature: born, appointed, sex, serial."""
_DAMAGED_NUMBER = r"(?i)^\s*'?\d([.,]\d+)?e\+?\d+\s*$"
_SIGNS_BY_NUMBER = r"(?i)^\W*ni[kp]\W+(\d\W?){10}"
"""A number in place of a name stands under a signature."""
_EXAMPLE = r"(?i)^\W*contoh\b"
"""How a row begins, or is remarked on, that shows how to fill in the list."""
_NAMED_EXAMPLE = r"(?i)\bcontoh\b"
_NOBODY = (
    r"(?i)^\W*((masih |sementara |jabatan )?(kosong|lowong|vacant)|nihil"
    r"|(tidak|belum) ada( (calon|nama|orang|pengganti|pejabat)\w*)*|belum (di)?(isi|terisi|ganti|pilih|tunjuk|lantik)"
    r"|(dalam|masih) proses( (pengisian|penggantian|pemilihan|paw))?"
    r"|(masih )?menunggu (pemilihan|pelantikan|penetapan|pengisian|penggantian|pengganti|sk|paw)( \w+){0,3}"
    r"|((belum|tidak) ada\W+)?(sementara )?di ?(rangkap|jabat)( oleh)?( \w+){0,4})\W*$"
)
"""What stands in place of the name where a post has nobody."""
_HINTS = 2
"""Cells that only say how to fill in a column, in a row that says so: fewer may be a word like another."""
_HINTED = ("nik", "nkk", "name", "birth_date", "sex", "wage", "phone")
_SIXTEEN = r"(^|\D)(\d[ .'-]?){15}\d(\D|$)"
"""A number of sixteen digits, which stands for somebody in whatever column."""
_NUMBER_DIGITS = 10
"""Digits a NIK cell has at least, however damaged; fewer are a numbering, a year or a word."""
_THIN = 3
"""Filled cells a row of a signature block or a note has fewer of; a person, even one without a NIK, has more, unless
the list has hardly more columns than that."""
_DATED = r"(\d\D*){3}"
"""Digits that a birth date has at least: 1 Mei 75."""
_A_COUNT = r"(?i)\d\s*(orang|org|jiwa|peserta|pekerja|tenaga|laki|perempuan)\b"
_SMALL_NUMBER = r"^\(?\d{1,2}\)?( \(?\d{1,2}\)?)*$"
_LETTER = r"^\(?[A-Za-z]\)?$"
_PLACE_MARK = r"(?i)^(ds|desa|kel|kelurahan|kec|kecamatan|kab|kabupaten|dsn|dusun|rt|rw|jl|jln|jalan)\b"
WITHDRAWN = "withdrawn by the sender"
OF_ANOTHER_YEAR = "of another year"
_LIST = ("source_file", "sheet_number", "list_number", "page")

PERSON = "person"
_NOT_OF_PEOPLE = ("row_kind", "list", "withdrawn", "past", "page", "context")


def row_kinds(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with `list`, which numbers the lists, and `row_kind`: person, or why the row is none.

    Why: blank, heading, numbering, total, signature, group or note.

    A row with a number in its NIK cell is a person wherever it stands. Without one: a repeated heading and the 1-2-3
    row under a heading are told by their words; a row that begins with a word of totals is a total; from the first
    line of a signature block to the next person (or the end of the list) all is signature; what only names a place
    ("DESA X") is a group; what has no name, is a footnote or stands under one, or has hardly a cell filled and no
    number in a numbered list, is a note. Any other row with a name is a person whose NIK is missing; so is one
    without a name that has a number of sixteen digits in another cell, whose cells have shifted.
    """
    listed = cells.with_columns(*_LIST_KEY)
    # Most rows have a whole NIK, and of a run of those one tells the rows around it as much as all.
    looked_at = not_plain(listed) | listed["list"].is_first_distinct()
    kinds = kinds_and_turns(listed.filter(looked_at))["row_kind"]
    place = looked_at.cum_sum().cast(pl.Int64) - 1
    told = kinds.gather(place.clip(0)) if kinds.len() else kinds.extend_constant(None, cells.height)
    return listed.with_columns(told.zip_with(looked_at, pl.Series([PERSON])).alias("row_kind"))


def not_plain(cells: pl.DataFrame) -> pl.Series:
    """True for a row that is not at a look a person, for the first person behind each of them and for the first row."""
    own = ~pl.col("heading_again").fill_null(False) & ~pl.col("of_next").fill_null(False) & pl.col("context").is_null()
    whole = pl.col("nik_text").str.contains(r"^[0-9]{16}$")
    plain = cells.select((whole & own & ~_is_example()).fill_null(False)).to_series()
    return ~plain | ~plain.shift(1, fill_value=False)


def kinds_and_turns(listed: pl.DataFrame) -> pl.DataFrame:
    """`listed` with `row_kind`, and what tells it; what a row of a neighbouring page is, its page has told."""
    nik, name, lead, number = (pl.col(column) for column in ("nik_text", "name_text", "lead", "number_text"))
    return _with_facts(listed).with_columns(
        pl.when("nothing")
        .then(pl.lit("blank"))
        .when(_is_heading())
        .then(pl.lit("heading"))
        .when(_is_numbering())
        .then(pl.lit("numbering"))
        .when(_is_example() | _is_hint())
        .then(pl.lit("note"))
        .when("has_nik")
        .then(pl.lit(PERSON))
        .when(~pl.col("evidence") & _any_says(_TOTAL, lead, name, nik))
        .then(pl.lit("total"))
        .when("signing")
        .then(pl.lit("signature"))
        .when("group")
        .then(pl.lit("group"))
        .when((name.is_null() & ~pl.col("strayed")) | pl.col("noting") | is_section(alone=_only_a_name()))
        .then(pl.lit("note"))
        .when(pl.col("of_next").fill_null(False) & pl.col("thin"))
        .then(pl.lit("note"))
        .when(pl.col("thin") & pl.col("numbered").fill_null(False) & ~number.str.contains(r"\d").fill_null(False))
        .then(pl.lit("note"))
        .otherwise(pl.lit(PERSON))
        .alias("row_kind")
    ).with_columns(pl.coalesce("context", "row_kind").alias("row_kind"))  # fmt: skip


def _with_facts(cells: pl.DataFrame) -> pl.DataFrame:
    """What tells a row: `nothing` in it, a number as NIK, other `evidence` of a person, `thin`, `group`, `signing`.

    `turns` is true where a signature block or a note begins or ends.
    """
    nik, name, lead = pl.col("nik_text"), pl.col("name_text"), pl.col("lead")
    filled = pl.sum_horizontal(pl.col(f"{field}_text").is_not_null() for field in FIELDS)
    thin = (filled < _THIN) & (2 * filled < pl.col("fields").fill_null(len(FIELDS)))
    digits = nik.str.contains(rf"^\D*(\d\D*){{{_NUMBER_DIGITS},}}$") | nik.str.contains(_DAMAGED_NUMBER)
    no_number = nik.str.contains(_NIP).fill_null(False) | pl.col("of_next").fill_null(False)
    signer = name.str.contains(_SIGNS_BY_NUMBER).fill_null(False)
    has_nik = digits.fill_null(False) & ~(thin & no_number) & ~signer & ~_is_example()
    facts = cells.with_columns(
        ((filled == 0) & lead.is_null()).alias("nothing"), thin.alias("thin"), has_nik.alias("has_nik")
    )
    facts = with_group_words(facts, ~pl.col("nothing")).with_columns(
        is_group(under=_is_heading() | _is_numbering()).alias("group")
    )
    born = (
        pl.col("birth_date_text").str.contains(_DATED) & ~pl.col("birth_date_text").str.contains(_A_COUNT)
    ).fill_null(False)
    evidence = pl.col("has_nik") | (born & name.is_not_null() & ~pl.col("thin"))
    facts = facts.with_columns(evidence.alias("evidence"))
    # The post or the dusun of somebody whose NIK is missing may be the first cell of a full row.
    full = (filled >= _THIN) & ~thin & (name.str.contains(r"[A-Za-z]{2}") & ~name.str.contains(_FOOTER))
    begins = pl.when(~full.fill_null(False)).then(lead)
    starts = ~pl.col("evidence") & _any_says(_FOOTER, begins, nik, pl.when("thin").then(name))
    notes = ~pl.col("evidence") & _any_says(_FOOTNOTE, begins, name)
    later = pl.col("evidence").reverse().cum_max().reverse().over("list")
    ends = pl.col("evidence") | pl.col("heading_again").fill_null(False) | (pl.col("group") & later)
    signing, noting = _from(starts, ends | notes), _from(notes, ends | starts)
    numbers = pl.any_horizontal(
        pl.col(f"{field}_text").str.contains(_SIXTEEN).fill_null(False) for field in FIELDS if field != "nik"
    )
    return facts.with_columns(
        signing.alias("signing"),
        (numbers & ~pl.col("thin")).alias("strayed"),
        (notes | noting & pl.col("thin")).alias("noting"),
        (starts | ends | notes).alias("turns"),
    )


def _only_a_name() -> pl.Expr:
    return pl.all_horizontal(pl.col(f"{field}_text").is_null() for field in FIELDS if field != "name")


def _from(starts: pl.Expr, ends: pl.Expr) -> pl.Expr:
    """True from a row where it starts to before the next where it ends, in each list."""
    run = pl.when(ends).then(pl.lit(False)).when(starts).then(pl.lit(True))
    return run.forward_fill().over("list").fill_null(False)


_LIST_KEY = (pl.struct(_LIST).rle_id().alias("list"),)
"""Lists stand in the frame one after another, their rows in order: a number tells them apart at the least cost."""


def _any_says(pattern: str, *texts: pl.Expr) -> pl.Expr:
    return pl.any_horizontal(text.str.contains(pattern).fill_null(False) for text in texts)


def _is_heading() -> pl.Expr:
    # Only a row without digits in its NIK cell can be a heading again; few are, so the test is cheap.
    nik, name = pl.col("nik_text"), pl.col("name_text")
    says_so = (nik.str.contains(r"^\D{2,40}$") & name.str.contains(r"(?i)^nama\b")).fill_null(False)
    return pl.col("heading_again").fill_null(False) | says_so


def _is_numbering() -> pl.Expr:
    nik, name = pl.col("nik_text"), pl.col("name_text")
    numbers, letters = ((nik.str.contains(said) & name.str.contains(said)) for said in (_SMALL_NUMBER, _LETTER))
    return (numbers | letters).fill_null(False)


def _is_example() -> pl.Expr:
    begins = _any_says(_EXAMPLE, *(pl.col(f"{cell}_text") for cell in ("number", "name", "note", "address")))
    return begins | _any_says(_NAMED_EXAMPLE, pl.col("name_text"))


def _is_hint() -> pl.Expr:
    """The cells say how to fill in their columns ("(wajib)", "16 digit", "dd-mm-yyyy"), and name nobody."""
    said = {cell: pl.col(f"{cell}_text") for cell in _HINTED}
    hints = {
        cell: words_of(text).is_in(reference("heading_qualifiers")["words"].implode()) for cell, text in said.items()
    }
    nobody = pl.all_horizontal((hints[cell] | said[cell].is_null()).fill_null(False) for cell in ("nik", "name"))
    return nobody & (pl.sum_horizontal(hint.fill_null(False) for hint in hints.values()) >= _HINTS)


def _is_nobody() -> pl.Expr:
    """A post with nobody in it: no number, no birth date, and in place of a name that there is none."""
    unknown = ~pl.col("nik_text").str.contains(r"\d").fill_null(False) & pl.col("birth_date_text").is_null()
    return unknown & _any_says(_NOBODY, pl.col("name_text"))


def with_address_below(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with an address that goes on in the row below its person put together: "Ds. Gesikan Kec. Pakel"."""
    others = pl.all_horizontal(pl.col(f"{field}_text").is_null() for field in FIELDS if field != "address")
    note = pl.col("row_kind") == "note"
    goes_on = note & others & pl.col("address_text").str.contains(_PLACE_MARK)
    if kinds.filter(note).filter(goes_on).is_empty():
        return kinds
    below = pl.when(goes_on).then("address_text").shift(-1).over("list")
    whole = pl.concat_str("address_text", below, separator=" ", ignore_nulls=True)
    person = (pl.col("row_kind") == PERSON) & below.is_not_null()
    return kinds.with_columns(pl.when(person).then(whole).otherwise("address_text").alias("address_text"))


def filled_kinds(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with `row_kind`, and in blank cells what the rows above say for them."""
    kinds = with_address_below(row_kinds(blank_to_null(cells.drop("others"))))
    return with_leavers(fill_from_groups(with_sparse_places(repeat_above(kinds))))


def people_and_ignored(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are people, and by `source_file` the `ignored_rows` (why, rows) of the others but the blank.

    Of a list that comes in pages any may be given; the rows that a page has of its neighbours are counted there.
    """
    kinds = fill_from_titles(filled_kinds(cells))
    # Only now: the rows below may say "the same" of a row that its sender took out, or of a post with nobody.
    out = (pl.col("row_kind") == PERSON) & pl.col("withdrawn").fill_null(False)
    past = (pl.col("row_kind") == PERSON) & pl.col("past").fill_null(False)
    nobody = (pl.col("row_kind") == PERSON) & _is_nobody()
    why = (
        pl.when(out).then(pl.lit(WITHDRAWN))
        .when(past).then(pl.lit(OF_ANOTHER_YEAR))
        .when(nobody).then(pl.lit("note"))
        .otherwise("row_kind")
    )  # fmt: skip
    kinds = kinds.with_columns(why.alias("row_kind"))
    own = pl.col("context").is_null()
    ignored = (
        kinds.filter(~pl.col("row_kind").is_in([PERSON, "blank"]), own)
        .group_by("source_file", pl.col("row_kind").alias("why"))
        .agg(pl.struct("sheet_number", "source_row").n_unique().cast(pl.Int64).alias("rows"))
    )
    return kinds.filter((pl.col("row_kind") == PERSON) & own).drop(_NOT_OF_PEOPLE), _by_file(ignored)


def summed_ignored(ignored: pl.DataFrame) -> pl.DataFrame:
    """The `ignored_rows` of each `source_file` once, those of all its parts added up."""
    rows = ignored.explode("ignored_rows").unnest("ignored_rows")
    return _by_file(rows.group_by("source_file", "why").agg(pl.col("rows").sum()))


def _by_file(rows: pl.DataFrame) -> pl.DataFrame:
    told = rows.sort("source_file", "why").group_by("source_file", maintain_order=True)
    return told.agg(pl.struct("why", "rows").alias("ignored_rows"))
