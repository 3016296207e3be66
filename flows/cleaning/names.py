"""Names: kept as sent, and in a plain form for comparing."""

import polars as pl

_DECEASED = r"(?i)(^|[\s(,.])(alm|almh|almarhum|almarhumah)([\s).,]|$)"
_DIED = r"(?i)\b(meninggal|wafat|almarhum|almarhumah)\b"
_TITLES_BEFORE = r"\b(H|HJ|DR|DRS|DRA|IR|K|KH|KYAI|R|RR|ALM|ALMH|SDR|SDRI|BPK|IBU|PROF)\b"
_SPELLINGS = (
    (r"\b(MOCH|MOH|MUH|MUCH|MOCHAMAD|MOCHAMMAD|MOHAMAD|MOHAMMAD|MUHAMAD|MUCHAMAD|MUHAMMAD|M)\b", "MUHAMMAD"),
    (r"\b(BIN|BINTI|BTE)\b", " "),
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
)


def read_names(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `name` (as sent, spaces made single), `name_form` for comparing, and `deceased`.

    The form is upper case without degrees (all after a comma), titles, bin and binti, with Moch./Moh./M. written out
    and old spelling made new (Soeharto, SUHARTO). `deceased`: the name says Alm., or the note says the person died.
    """
    spelled = (
        pl.col("name").str.to_uppercase().str.replace(r",.*$", "").str.replace_all(r"[^A-Z']+", " ")
        .str.replace_all("'", "").str.replace_all(_TITLES_BEFORE, " ")
    )  # fmt: skip
    for pattern, written in _SPELLINGS:
        spelled = spelled.str.replace_all(pattern, written)
    return frame.with_columns(
        pl.col("name_text").str.replace_all(r"\s+", " ").alias("name"),
        (
            pl.col("name_text").str.contains(_DECEASED).fill_null(False)
            | pl.col("note_text").str.contains(_DIED).fill_null(False)
        ).alias("deceased"),
    ).with_columns(spelled.str.replace_all(r"\s+", " ").str.strip_chars().alias("name_form"))
