"""Place cells that name more than their column asks: "Desa Dono Kec. Sendang", "Ngadiluwih, Kab. Kediri"."""

import polars as pl

from schemas.reference import reference

_NAME = r"([a-z][a-z' ]*[a-z])"
_KECAMATAN = rf"(?i)[\s,./(-]kec(?:amatan)?[\s.:]+{_NAME}"
_REGENCY = rf"(?i)[\s,./(-](?:kab(?:upaten)?|kota)[\s.:]+{_NAME}"
_BEHIND = r"(?i)[\s,./(-]+(?:kec(?:amatan)?|kab(?:upaten)?|kota)[\s.:]+[a-z].*$"
_CODE = r"^\s*\d\d\.?\d\d\.?\d\d(\.?\d{4})?\s*$"
_PARTS = ("regency", "kecamatan", "desa")


def with_said_places(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    """`frame` with `regency_said`, `kecamatan_said` and `desa_said`: the words of each column for its own place.

    What a desa or kecamatan cell says of a wider place behind its own counts where that place's column says nothing. An
    official code of a desa or kecamatan of the regency is its name.
    """
    frame = _with_names_for_codes(frame, regency)
    cells = {part: pl.col(f"{part}_text") for part in _PARTS}
    if not any(
        frame[f"{part}_text"].drop_nulls().unique().str.contains(_BEHIND).any() for part in ("kecamatan", "desa")
    ):
        return frame.with_columns(cell.alias(f"{part}_said") for part, cell in cells.items())
    desa, kecamatan = cells["desa"], cells["kecamatan"]
    return frame.with_columns(
        desa.str.replace(_BEHIND, "").alias("desa_said"),
        pl.coalesce(kecamatan.str.replace(_BEHIND, ""), _named(desa, _KECAMATAN)).alias("kecamatan_said"),
        pl.coalesce(cells["regency"], _named(kecamatan, _REGENCY), _named(desa, _REGENCY)).alias("regency_said"),
    )


def _with_names_for_codes(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    coded = [name for name in ("desa_text", "kecamatan_text") if frame[name].unique().str.contains(_CODE).any()]
    if not coded:
        return frame
    regions = reference("regions").filter(pl.col("code").str.starts_with(f"{regency}."))
    codes, names = regions["code"].str.replace_all(".", "", literal=True).to_list(), regions["name"].to_list()
    bare = {name: pl.col(name).str.replace_all(r"[\s.]", "") for name in coded}
    return frame.with_columns(
        pl.coalesce(code.replace_strict(codes, names, default=None, return_dtype=pl.String), name).alias(name)
        for name, code in bare.items()
    )


def _named(cell: pl.Expr, pattern: str) -> pl.Expr:
    """The name behind a mark, up to the next mark."""
    return cell.str.extract(pattern).str.replace(_BEHIND, "")
