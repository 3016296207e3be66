"""Place cells that name more than their column asks: "Desa Dono Kec. Sendang", "Ngadiluwih, Kab. Kediri"."""

import polars as pl

from flows.cleaning.place_names import names_of, regency_names
from schemas.reference import reference
from schemas.text import letters_of

_NAME = r"^([A-Za-z][A-Za-z' ]*[A-Za-z])"
_KECAMATAN = r"(?i)[\s,./(-]kec(?:amatan)?[\s.:]+([a-z].*)$"
_REGENCY = r"(?i)[\s,./(-](?:kab(?:upaten)?|kota)[\s.:]+([a-z].*)$"
_BEHIND = r"(?i)[\s,./(-]+(?:kec(?:amatan)?|kab(?:upaten)?|kota)[\s.:]+[a-z].*$"
_IS_REGENCY = r"(?i)^\s*kab(?:upaten)?[\s.:]+([a-z].*)$"
_KECAMATAN_MARK = r"(?i)^\s*kec(?:amatan)?[\s.:]+"
_DUSUN = r"dusun|dsn|dukuh|dkh|lingkungan|lingk"
_DUSUN_BEFORE = rf"(?i)^\s*(?:{_DUSUN})\b[^,;/]*?[\s,;/-]+((?:desa|ds|kelurahan|kel)[\s.:]+[a-z])"
_NEIGHBOURHOOD = r"(?i)(?:[\s,;(/-]+(?:rt|rw)[\s.:/]*(?:rw[\s.:]*)?\d{1,3}(?:\s*/\s*\d{1,3})?\)?)+"
_UNMARKED = r"^([^,-]*[A-Za-z])\s*[,-]\s*([A-Za-z][A-Za-z ]*)$"
_SAYS_MORE = rf"(?i)[,-]|\b(?:kec|kecamatan|kab|kabupaten|kota|rt|rw|{_DUSUN})\b"
"""What no cell is without that says more than the name of its own place: most have nothing of it."""
_CODE = r"^\s*\d\d\.?\d\d\.?\d\d(\.?\d{4})?\s*$"
_NO_PLACE_OF_OURS = "di luar daerah"
"""Words that are no place's name."""
_PARTS = ("regency", "kecamatan", "desa")


def with_said_places(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    """`frame` with `regency_said`, `kecamatan_said` and `desa_said`: the words of each column for its own place.

    What a desa or kecamatan cell says of a wider place behind its own counts where that place's column says nothing;
    the dusun, RT and RW that a desa cell names are left out. A regency in the column of kecamatan is no kecamatan. An
    official code of a desa or kecamatan of the regency is its name, one of another regency is no place of ours.
    """
    frame = _with_names_for_codes(frame, regency)
    texts = [f"{part}_text" for part in _PARTS]
    if not any(frame[text].drop_nulls().unique().str.contains(_SAYS_MORE).any() for text in texts[1:]):
        return frame.with_columns(pl.col(f"{part}_text").alias(f"{part}_said") for part in _PARTS)
    said = _without_unmarked(_said(frame.select(texts).unique()), regency)
    return frame.join(said, on=texts, how="left", nulls_equal=True, maintain_order="left")


def _said(cells: pl.DataFrame) -> pl.DataFrame:
    desa = pl.col("desa_text").str.replace(_DUSUN_BEFORE, "$1").str.replace(_NEIGHBOURHOOD, "")
    kecamatan = pl.col("kecamatan_text")
    own_kecamatan = pl.when(~kecamatan.str.contains(_IS_REGENCY)).then(kecamatan.str.replace(_BEHIND, ""))
    return cells.with_columns(
        desa.str.replace(_BEHIND, "").alias("desa_said"),
        pl.coalesce(own_kecamatan, _named(kecamatan, _KECAMATAN), _named(desa, _KECAMATAN)).alias("kecamatan_said"),
        pl.coalesce(
            "regency_text", _named(kecamatan, _IS_REGENCY), _named(kecamatan, _REGENCY), _named(desa, _REGENCY)
        ).alias("regency_said"),
    )


def _without_unmarked(said: pl.DataFrame, regency: str) -> pl.DataFrame:
    """`said` with the kecamatan or the regency that follows a desa without a mark told apart: "Kendal - Gondang".

    A kecamatan does where no other is said. What has the regency's name is the regency.
    """
    desa, kecamatan = pl.col("desa_said"), pl.col("kecamatan_said")
    behind = letters_of(desa.str.extract(_UNMARKED, 2))
    is_regency = behind.is_in(list(regency_names(regency)))
    is_kecamatan = behind.is_in(list(names_of("kecamatan", regency))) & ~is_regency
    alike = kecamatan.is_null() | (letters_of(kecamatan.str.replace(_KECAMATAN_MARK, "")) == behind)
    return said.with_columns(
        pl.when(is_regency | (is_kecamatan & alike)).then(desa.str.extract(_UNMARKED, 1)).otherwise(desa),
        pl.coalesce(kecamatan, pl.when(is_kecamatan).then(behind)).alias("kecamatan_said"),
    )


def _with_names_for_codes(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    coded = [name for name in ("desa_text", "kecamatan_text") if frame[name].unique().str.contains(_CODE).any()]
    if not coded:
        return frame
    regions = reference("regions").filter(pl.col("code").str.starts_with(f"{regency}."))
    of_regency = regency.replace(".", "")
    codes, names = regions["code"].str.replace_all(".", "", literal=True).to_list(), regions["name"].to_list()
    bare = {name: pl.col(name).str.replace_all(r"[\s.]", "") for name in coded}
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_CODE) & ~code.str.starts_with(of_regency))
        .then(pl.lit(_NO_PLACE_OF_OURS))
        .otherwise(pl.coalesce(code.replace_strict(codes, names, default=None, return_dtype=pl.String), name))
        .alias(name)
        for name, code in bare.items()
    )


def _named(cell: pl.Expr, pattern: str) -> pl.Expr:
    """The name behind a mark, up to the next mark."""
    return cell.str.extract(pattern).str.replace(_BEHIND, "").str.extract(_NAME)
