"""Notes in which an office says that somebody is a civil servant, soldier, police officer or pensioner."""

import polars as pl

from schemas.reference import reference
from schemas.text import words, words_of

_MAY_SAY_SO = r"(?i)\b(?:pns|asn|pppk|p3k|tni|polri|pegawai\s+negeri|pensiun\w*|purnawira\w*)\b"
_ALREADY = (
    r"^(?:ybs |(?:yang|yg) bersangkutan )?(?:(?:sudah|sdh|telah|tlh|adalah) )*"
    r"(?:(?:diangkat )?(?:jadi|menjadi|sebagai) |diangkat )?"
)
_HOLDS = r"^(?:(?:pj|pjs|penjabat|plt) )?(?:(?:kepala desa|kades|sekretaris desa|sekdes|lurah) )?(?:dari )?"
"""The post for which an office lends one: Pj. Kades (ASN kecamatan)."""
_WITH_OFFICE = (
    r"^(?:pns|asn|pppk|p3k|tni|polri) (?:aktif|guru|staf|dosen|bidan|perawat|di|pada|dinas|kantor|pemkab|kemenag"
    r"|kec|kecamatan|kab|kabupaten|nip|dpk|dpb|diperbantukan|dipekerjakan|perbantuan)\b"
)
"""A civil servant and where: PNS guru SD, ASN di Dinas Pertanian, PNS diperbantukan."""
_ARMS = r"\b(tni) (?:ad|al|au)$"
_OF_OTHERS = (
    r"\b(?:suami|istri|isteri|anak|ortu|orang tua|ayah|bapak|ibu|mertua|menantu|lama|sebelumnya|ganti|pengganti)\b"
)


def serving_by_note(texts: pl.Series) -> pl.Expr:
    """True of notes that are such words and no more, perhaps after "sudah" or "sudah jadi", or after the post
    ("Pj. Kades, PNS"); behind "Pensiunan TNI" more may follow, and behind "PNS" the office ("PNS guru SD").

    A longer note may speak of somebody else ("suami PNS"), or of what is to come ("pensiun 2041").
    """
    few = texts.filter(texts.str.contains(_MAY_SAY_SO).fill_null(False)).unique()
    if few.is_empty():
        return pl.lit(False)
    known = _servants()
    first = _bare(pl.first().str.extract(r"^([^,;(]+)"))
    whole = _bare(pl.first())
    pensioner = first.is_in([said for said in known if said.startswith(("pensiunan ", "purnawirawan"))])
    may_go_on = pensioner | whole.str.contains(_WITH_OFFICE)
    says_so = whole.is_in(known) | (may_go_on & ~words_of(pl.first()).str.contains(_OF_OTHERS))
    return pl.col(texts.name).is_in(few.to_frame().filter(says_so).to_series().implode()).fill_null(False)


def _bare(note: pl.Expr) -> pl.Expr:
    return words_of(note).str.replace(_HOLDS, "").str.replace(_ALREADY, "").str.replace(_ARMS, "$1")


def _servants() -> list[str]:
    codes = reference("occupations").filter(pl.col("civil_servant"))["occupation"]
    said = reference("occupation_synonyms").filter(pl.col("occupation").is_in(codes.implode()))
    return sorted({words(spelling) for spelling in said["spelling"]})
