"""Names: kept as sent, and in a plain form for comparing."""

import polars as pl

from flows.cleaning.died import died_by_name, died_by_words
from flows.cleaning.distinct import by_distinct

_DEBRIS = r"(?i)^[^\p{L}]|^nama|\d{4}|[,;*#†‡¹²³]\s*\)?\s*$"
"""What a name has, if anything, that is tidied: few do."""
_CITIZEN_NUMBER = r"(?i)[\s,;:(/-]*(?:\b(?:nik|nkk|no\.?\s*kk|no\.?\s*ktp)\b[\s.:]*)?\b(?:\d[ .-]?){15}\d\b\)?"
_LABEL = r"(?i)^\W*nama(?:\s+lengkap)?\s*:\s*"
_NUMBER_BEFORE = r"^[\s'`*]*(?:\(\s*\d{1,3}\s*\)|\d{1,3}\s*[.)]|\d{1,3}\s)\s*([^\d\s])"
"""A numbering typed into the name's cell: "12. SUPARMAN"."""
_TITLES_BEFORE = r"\b(H|HJ|DR|DRS|DRA|IR|K|KH|KYAI|R|RR|ALM|ALMH|SDR|SDRI|BPK|IBU|PROF)\b"
_SPELLINGS = (
    (r"\b(MOCH|MOH|MUH|MUCH|MOCHAMAD|MOCHAMMAD|MOHAMAD|MOHAMMAD|MUHAMAD|MUCHAMAD|MUHAMMAD|M)\b", "MUHAMMAD"),
    (r"\b(BIN|BINTI|BTE)\b", " "),
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
)


def read_names(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `name`, `name_form` for comparing, and `deceased_in`.

    The name is as sent, without a number before it or a NIK behind it, and with single spaces.
    The form is upper case without degrees (all after a comma), titles, bin and binti, with Moch./Moh./M. written out
    and old spelling made new (Soeharto, SUHARTO); a name that is nothing but such words is its own form. `deceased_in`:
    the cell that says the person died: name, note or status (`flows/cleaning/died.py`).
    """
    told = {"name": died_by_name(frame["name_text"])} | {
        cell: died_by_words(frame[f"{cell}_text"]) for cell in ("note", "status")
    }
    said = pl.coalesce(pl.when(died).then(pl.lit(cell)) for cell, died in told.items())
    return by_distinct(frame, "name_text", _read).with_columns(said.alias("deceased_in"))


def with_name_form(people: pl.DataFrame) -> pl.DataFrame:
    """`people` with the `name_form` of their `name`, as the name was published."""
    forms = by_distinct(people.select(pl.col("name").alias("name_text")), "name_text", _read)
    return people.with_columns(forms["name_form"])


def _read(texts: pl.DataFrame) -> pl.DataFrame:
    """In steps, for an eager frame reckons an expression as often as it is said."""
    letters = (
        pl.col("name").str.to_uppercase().str.replace(r",.*$", "").str.replace_all("'", "", literal=True)
        .str.replace_all(r"[^A-Z]+", " ").str.strip_chars()
    )  # fmt: skip
    form = pl.col("letters").str.replace_all(_TITLES_BEFORE, " ")
    for pattern, written in _SPELLINGS:
        form = form.str.replace_all(pattern, written)
    plain = form.str.replace_all(r"\s+", " ").str.strip_chars().alias("name_form")
    return (
        texts.with_columns(_tidy(texts["name_text"]).alias("name"))
        .with_columns(letters.alias("letters"))
        .with_columns(plain)
        .with_columns(pl.when(pl.col("name_form") != "").then("name_form").otherwise("letters").alias("name_form"))
        .drop("letters")
    )


def _tidy(texts: pl.Series) -> pl.Series:
    """Names without what was typed around them: a numbering, a label, a NIK, signs; a 0 is a formula's of no name."""
    odd = texts.str.contains(_DEBRIS).fill_null(False).arg_true()
    bare = (
        pl.first().str.replace_all(_CITIZEN_NUMBER, " ").str.replace(_LABEL, "").str.replace(_NUMBER_BEFORE, "$1")
        .str.replace(r"^[\s'`*-]+(\p{L})", "$1").str.replace_all(r"\s+,", ",")
        .str.replace(r"[\s,;(]*[*#†‡¹²³]+\s*\)\s*$", "").str.replace(r"[\s,;*#†‡¹²³]+$", "")
        .replace(["", "0"], None)
    )  # fmt: skip
    tidied = texts.gather(odd).to_frame().select(bare).to_series()
    return texts.clone().scatter(odd, tidied).str.replace_all(r"\s+", " ")
