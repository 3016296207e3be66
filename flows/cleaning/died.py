"""Cells in which an office says that the person has died, and not somebody near."""

import polars as pl

_WORD = r"(?:alm|almh|almarhum|almarhumah|mendiang|men+ing+al|wafat|swargi|sedo|seda|tilar\s+donya|kapundhut)"
"""The last are Javanese."""
_MAY_SAY_SO = rf"(?i)\b(?:{_WORD}|mati|m\.?d)\b"
_KIN = r"(?:suami|isteri|istri|anak|mertua|ortu|orang\s*tua)"
_ELDERS = r"(?:ayah|bapak|ibu|kakak|adik|kakek|nenek)"
"""Before a name such words may be how somebody is addressed: "Ibu Almh. Siti" is dead."""
_LEFT_BEHIND = r"janda|jd|jnd|duda|dd|pengganti|menggantikan|ahli\s+waris"
_OF_OTHERS = (
    rf"(?i)\b(?:{_LEFT_BEHIND})\b[^(),;]*\w[^(),;]*[(\s]*\b{_WORD}\b"
    rf"|\b(?:{_LEFT_BEHIND}|{_KIN}(?:nya)?)\W+"
    rf"(?:(?:dari|bpk|bapak|pak|ibu|bu|sdr|sdri)\W+)*{_WORD}\b[.)\s]*\w"
)
"""Who leaves a widow, or is replaced, has died; of others' kin it is said right before a name: "istri Alm. Karto"."""
_LATE_FATHER = r"(?i)(\S\s+(?:bin|binti|bte)\s+)\(?(?:alm|almarhum)\b[.)]*(\s+\w)"
_SAID_BEFORE = (
    r"(?:(?:ybs|(?:yang|yg)\s+bersangkutan|peserta|sudah|sdh|telah|tlh|sampun|mpun|pun|status|tgl|tanggal|pada|bulan|tahun|th"
    r"|non\W?aktif|(?:tidak|tdk)\s+aktif|di\W?non\W?aktifkan|karena|krn|sebab)\b\W*"
    r"|\d{1,2}\s*[-/. ]\s*\w{1,9}\s*[-/. ]\s*(?:19|20)?\d{2}\b\W*|(?:19|20)\d\d\b\W*)*"
)
_MONTH = (
    r"(?:jan(?:uari)?|[fp]eb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|agu?st(?:us)?|sept?(?:ember)?"
    r"|okt(?:ober)?|no[vp](?:ember)?|des(?:ember)?)"
)
_DIED = (
    rf"(?i)^\W*{_SAID_BEFORE}(?:{_WORD}\b|mati\b"
    r"|m\.?d\.?\W*(?:(?:pada|sejak|tgl|tanggal|bln|bulan|th|thn|tahun)\W*)*"
    r"(?:$|(?:karena|krn|sebab)\b|\d{1,2}\s*[-/. ]\s*\w{1,9}\s*[-/. ]\s*\d{2}|(?:19|20)\d\d\b"
    rf"|{_MONTH}\W*(?:$|(?:19|20)?\d\d\b)))"
)
"""A cell that begins so, perhaps with a day before it: "suami meninggal" speaks of somebody else."""
_KIN_DIED = (
    rf"(?i)^\W*{_SAID_BEFORE}"
    rf"(?:{_WORD}(?:\s+dunia)?[\s(]+(?:{_KIN}|{_ELDERS})(?:nya\b|\W*$)|alm[a-z]*\.?\s+{_KIN}\b)"
)
_REPLACED = r"(?i)ganti|waris"
"""Kin behind the word may take the place of the dead: "almarhum istri menggantikan"."""


def died_by_name(names: pl.Series) -> pl.Expr:
    """True of names that say Alm. or the like: not right after bin, where it is the father's, nor of a late husband."""
    own = pl.first().str.replace(_LATE_FATHER, "$1$2").str.replace_all(_OF_OTHERS, " ")
    return _among(names, own.str.contains(rf"(?i)\b{_WORD}\b"))


def died_by_words(texts: pl.Series) -> pl.Expr:
    """True of notes and statuses that begin by saying the person died; not "meninggal suaminya"."""
    of_kin = pl.first().str.contains(_KIN_DIED) & ~pl.first().str.contains(_REPLACED)
    return _among(texts, pl.first().str.contains(_DIED) & ~of_kin)


def _among(texts: pl.Series, says_so: pl.Expr) -> pl.Expr:
    """True of texts that say so; the costly patterns are tried on the few distinct ones that may."""
    few = texts.filter(texts.str.contains(_MAY_SAY_SO).fill_null(False)).unique()
    return pl.col(texts.name).is_in(few.to_frame().filter(says_so).to_series().implode()).fill_null(False)
