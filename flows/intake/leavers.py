"""Lists, and parts of them, of those who are no longer to be covered: offices send them in the form of the others."""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from schemas.text import words

_GONE = (
    r"((non|tidak|di ?non) ?aktif(kan)?|pindah|keluar|berhenti|diberhentikan|di ?ganti(kan)?|mengundurkan diri|resign"
    r"|purna ?tugas|purna jabatan|pensiun|habis masa (jabatan|kontrak)(nya)?|tidak menjabat( lagi)?)"
)
_DEAD = r"(meninggal( dunia)?|wafat)"
_DIED = re.compile(r"\byang (sudah |telah )?(meninggal|wafat)\b")
_LEFT = re.compile(
    r"\b((non|tidak|di ?non) ?aktif(kan)?|pengurangan|penghapusan|dikeluarkan"
    r"|yang (sudah |telah )?(pindah|keluar|berhenti|di ?ganti(kan)?|mengundurkan diri)"
    rf"|yang (sudah|telah) {_GONE})\b"
    r"|^(([a-z]|[ivx]+|\d{1,2}) )?((daftar|data|nama|yang) )*(di|mem)berhentikan\b"
    r"|^([a-z]|[ivx]+|\d{1,2}) pemberhentian\b"
    r"|\b(didal|dibusak|dihapus|dicoret|dikeluarkan) (saking|saka|dari) (daftar|data)\b"
)
"""A list of those who retire ("yang purna tugas tahun 2023") may be of what is to come."""
_OR_LEFT = re.compile(rf"\b{_GONE}\b")
"""Of who died or left only that is certain."""
_OF_OTHERS_TOO = re.compile(
    r"\b(pengganti(nya)?|menggantikan|penambahan|pengangkatan|(di|meng)angkat|masuk|baru|waris|mohon|harap|agar"
    r"|akan|belum"
    r"|(?<!non )(?<!tidak )aktif)\b"
)
"""Words of a list that is not of leavers alone, of who comes in their place, or of what is asked or still to come."""
_NUMBER = r"([a-z]|[ivx]+|\d{1,2})"
_PEOPLE = (
    r"((daftar|data|nama|peserta|anggota|pegawai|tenaga|perangkat|petugas|pekerja|karyawan|kader|guru|desa|ketua|rt|rw"
    r"|bpd|honorer|kontrak|blud|penerima|warga|nelayan|petani|sopir) )*"
)
_OF_A_PART = re.compile(rf"^({_NUMBER} )?{_PEOPLE}(yang|yg|non|nonaktif|tidak)\b")
"""How the row above some of a list's people begins, which are leavers."""
_ALONE = rf"((sudah|telah|sdh|tlh) )?({_GONE}|{_DEAD})"
_SAYS_ALONE = re.compile(
    rf"^(?P<before>({_NUMBER} )?{_PEOPLE}(yang )?){_ALONE}( (dan |atau )?{_ALONE})*"
    r"( (tahun|th|thn|bulan|per|sejak|s d|tmt|tgl|tanggal)( \w+){1,4})?$"
)
"""The same where it says no more than that: "C. SUDAH KELUAR", "MENINGGAL DUNIA"."""
_SECTION = (
    rf"(?i)^\s*{_NUMBER}[.)]\s*(daftar|data|pegawai|tenaga|peserta|anggota|perangkat|karyawan|petugas|pengganti|baru"
    rf"|penambahan|tambahan|masih|yang|aktif|((sudah|telah) )?({_GONE}|{_DEAD}))\b"
)
_NUMBERED = r"(?i)^\W*([a-z]|[ivx]+)\W*$"
_FOOTNOTE = r"^\W*[*#=†]|="
_LONGEST = 10
"""Words that such a row has at most: a remark below a list has more."""
_SPEAKS_OF_IT = (
    r"(?i)\b(?:meninggal|wafat|mati|alm\w*|pindah|keluar|berhenti|mengundurkan|aktif|masih|tetap|kembali|baru"
    r"|pengganti|menggantikan)\b"
)
_LASTING = ("person", "blank", "heading", "numbering")
_CARRIED_OVER = r"(?i)\b(di)?pindah(an|kan)?\b"
"""A total that goes on on the next page ("JUMLAH DIPINDAHKAN") does not end a part."""


def leavers_note(sheet: str, titles: Iterable[Sequence[str]]) -> str | None:
    """What is to be read as the note of everybody in a list of leavers, by its sheet's name or else its titles.

    A list that speaks of others too ("AKTIF DAN NON AKTIF", "PENGGANTI KETUA RT YANG MENINGGAL") tells nothing.
    """
    notes = map(_note, (words(sheet), *(words(" ".join(row)) for row in titles)))
    return next(filter(None, notes), None)


def with_leavers(kinds: pl.DataFrame) -> pl.DataFrame:
    """`kinds` with the note of the people below a row that says that they are leavers ("C. SUDAH KELUAR").

    It holds to the next row that is neither a person nor blank, over the page breaks between.
    """
    said = kinds.filter(pl.col("row_kind") == "note").select(_said_of_a_part().alias("said"))["said"].drop_nulls()
    notes = {row: meant for row in said.unique() if (meant := note_of_a_part(row))}
    if not notes:
        return kinds
    told = _said_of_a_part().replace_strict(notes, default="", return_dtype=pl.String)
    note = pl.when(pl.col("row_kind") == "note").then(told.fill_null(""))
    above = pl.when(ends_a_part()).then(pl.coalesce(note, pl.lit("")))
    left = above.forward_fill().over("list").replace("", None)
    of_person = pl.when(pl.col("row_kind") == "person").then(left)
    return kinds.with_columns(
        pl.coalesce("note_text", of_person).alias("note_text"),
        pl.coalesce("status_text", beside_note(of_person, pl.col("note_text"))).alias("status_text"),
    )


def beside_note(told: pl.Expr, note: pl.Expr) -> pl.Expr:
    """What stands as the status of a leaver whose own note says something else ("diganti Budi"), or null.

    A note that speaks of it itself, or against it ("aktif kembali"), stands as it is.
    """
    return pl.when((note != "") & ~note.str.contains(_SPEAKS_OF_IT)).then(told)


def ends_a_part() -> pl.Expr:
    """True for a row at which a part of a list begins or ends."""
    carried = (pl.col("row_kind") == "total") & pl.col("lead").str.contains(_CARRIED_OVER).fill_null(False)
    return ~pl.col("row_kind").is_in(_LASTING) & ~carried


def is_section(alone: pl.Expr) -> pl.Expr:
    """True for a row whose name is the title of a part ("C. SUDAH KELUAR"), where that is all it says (`alone`)."""
    number, name = pl.col("number_text"), pl.col("name_text")
    title = pl.when(number.str.contains(_NUMBERED)).then(pl.format("{}. {}", number, name)).otherwise(name)
    return (alone & title.str.contains(_SECTION)).fill_null(False)


def _said_of_a_part() -> pl.Expr:
    """The words of a row that has nothing in the columns of remarks, with the letter in a cell of its own before them.

    A stroke stands before words without a number in the column of names: somebody may be called so, or remarked on.
    """
    lead, name = pl.col("lead"), pl.col("name_text")
    bare = pl.all_horizontal(pl.col(f"{cell}_text").is_null() for cell in ("note", "status", "birth_date"))
    numbered = lead.str.contains(_NUMBERED) & name.is_not_null()
    said = (
        pl.when(numbered).then(pl.format("{} {}", lead, name))
        .when(name == lead).then(pl.format("|{}", lead))
        .otherwise(lead)
    )  # fmt: skip
    return pl.when(bare & ~lead.str.contains(_FOOTNOTE)).then(said)


def note_of_a_part(row: str) -> str | None:
    """What a row, or a legend, that says no more than that people left or died is to be read as in their notes."""
    said = words(row)
    if len(said.split()) > _LONGEST or _OF_OTHERS_TOO.search(said):
        return None
    alone = _SAYS_ALONE.match(said)
    if alone and (alone["before"] or not row.startswith("|")):
        return "keluar" if _OR_LEFT.search(said) else "meninggal"
    return _note(said) if _OF_A_PART.match(said) else None


def _note(said: str) -> str | None:
    died, left = _DIED.search(said), _LEFT.search(said)
    if not (died or left) or _OF_OTHERS_TOO.search(said):
        return None
    return "keluar" if left or _OR_LEFT.search(said) else "meninggal"
