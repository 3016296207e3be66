"""Names: kept as sent, and in a plain form for comparing."""

import polars as pl

from flows.cleaning.distinct import by_distinct

_DECEASED = r"(?i)(^|[\s(,.])(alm|almh|almarhum|almarhumah)([\s).,]|$)"
_LATE_FATHER = r"(?i)(\S\s+(bin|binti|bte)\s+)\(?(alm|almarhum)\b[.)]*(\s+\w)"
_DIED = r"(?i)^[\s(]*(sudah\s+|telah\s+)?(meninggal|wafat|mati|m\.?d\.?$|alm|almh|almarhum|almarhumah)\b"
"""A note that begins so: "suami meninggal" and "istri almarhum" speak of somebody else."""
_NUMBER_BEFORE = r"^\s*\d{1,3}\s*[.)]\s+"
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

    The name is as sent, without a number before it and with single spaces.
    The form is upper case without degrees (all after a comma), titles, bin and binti, with Moch./Moh./M. written out
    and old spelling made new (Soeharto, SUHARTO); a name that is nothing but such words is its own form. `deceased_in`:
    the name says Alm. (not right after bin, where it is the father's), or the note begins by saying the person died.
    """
    died = pl.col("note_text").str.contains(_DIED).fill_null(False)
    said = pl.when("deceased").then(pl.lit("name")).when(died).then(pl.lit("note"))
    return by_distinct(frame, "name_text", _read).with_columns(said.alias("deceased_in")).drop("deceased")


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
    name = pl.col("name_text").str.replace(_NUMBER_BEFORE, "").str.replace_all(r"\s+", " ")
    said = pl.col("name_text").str.replace(_LATE_FATHER, "$1$4").str.contains(_DECEASED).fill_null(False)
    return (
        texts.with_columns(name.alias("name"), said.alias("deceased"))
        .with_columns(letters.alias("letters"))
        .with_columns(plain)
        .with_columns(pl.when(pl.col("name_form") != "").then("name_form").otherwise("letters").alias("name_form"))
        .drop("letters")
    )
