"""Where a person lives: desa and kecamatan by the official codes, looked up within the kecamatan only.

Sixteen desa names occur twice in the regency and seventeen kecamatan names are desa names too (DOMAIN 4), so a desa
is never looked up without its kecamatan unless its name is the only one.
"""

import re

import polars as pl
from rapidfuzz.distance import Levenshtein

from schemas.reference import reference
from schemas.text import letters_of

REGENCY = "35.04"
_PREFIXES = r"(?i)^\s*(desa/kelurahan|desa|ds|kelurahan|kel|kecamatan|kec|kabupaten|kab)[\s.:]+"
_PROVINCE = r"(prov(insi)?)?(jawatimur|jatim)$"
_GUESS_FROM = 5
"""Letters a name needs before one slip of the hand may be guessed: shorter names are too near one another."""


def read_places(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `kecamatan_code`, `desa_code` and `place_form`: outside, resolved, guessed, unknown or blank.

    The kecamatan is the named one, else the sender's own; where the row names none and the sender's has no such desa,
    it is that of the desa whose name is the only one in the regency. A kecamatan or desa one slip of the hand from
    exactly one known name is guessed; so is a kecamatan inferred from the desa. Needs `sender_kecamatan`.
    """
    keyed = frame.with_columns(
        _key("regency_text").alias("regency_key"),
        _key("kecamatan_text").alias("kecamatan_key"),
        _key("desa_text").alias("desa_key"),
    )
    placed = _join_desa(_join_kecamatan(keyed))
    outside = pl.col("regency_key").is_not_null() & ~_means_tulungagung(keyed)
    named_nothing = pl.col("kecamatan_key").is_null() & pl.col("desa_key").is_null()
    lost = (pl.col("kecamatan_key").is_not_null() & pl.col("kecamatan_found").is_null()) | (
        pl.col("desa_key").is_not_null() & pl.col("desa_found").is_null()
    )
    guessed = pl.col("kecamatan_guessed") | pl.col("desa_guessed") | pl.col("inferred")
    form = (
        pl.when(outside)
        .then(pl.lit("outside"))
        .when(named_nothing & pl.col("sender_kecamatan").is_null())
        .then(pl.lit("blank"))
        .when(lost | pl.col("kecamatan_code").is_null())
        .then(pl.lit("unknown"))
        .when(guessed)
        .then(pl.lit("guessed"))
        .otherwise(pl.lit("resolved"))
    )
    known = pl.col("place_form").is_in(["resolved", "guessed"])
    return placed.with_columns(form.alias("place_form")).with_columns(
        pl.when(known).then("kecamatan_code").alias("kecamatan_code"),
        pl.when(known).then(pl.col("desa_found")).alias("desa_code"),
    ).drop(
        "regency_key", "kecamatan_key", "desa_key", "kecamatan_found", "desa_found", "kecamatan_guessed",
        "desa_guessed", "inferred", "kecamatan_named",
    )  # fmt: skip


def _key(column: str) -> pl.Expr:
    letters = letters_of(pl.col(column).str.replace(_PREFIXES, ""))
    return pl.when(letters != "").then(letters)


def _means_tulungagung(keyed: pl.DataFrame) -> pl.Expr:
    said = keyed["regency_key"].drop_nulls().unique()
    bare = {key: re.sub(_PROVINCE, "", key) for key in said}
    near = [key for key, name in bare.items() if Levenshtein.distance(name, "tulungagung", score_cutoff=2) <= 2]
    return pl.col("regency_key").is_in(near)


def _join_kecamatan(keyed: pl.DataFrame) -> pl.DataFrame:
    known = _named("kecamatan")
    said = keyed.select("kecamatan_key").drop_nulls().unique()
    found = said.with_columns(
        pl.Series([_nearest(key, known) for key in said["kecamatan_key"]], dtype=_FOUND).alias("found")
    ).select(
        "kecamatan_key",
        pl.col("found").struct.field("code").alias("kecamatan_found"),
        pl.col("found").struct.field("guessed").alias("kecamatan_guessed"),
    )
    return keyed.join(found, on="kecamatan_key", how="left", maintain_order="left").with_columns(
        pl.col("kecamatan_guessed").fill_null(False)
    )


def _join_desa(placed: pl.DataFrame) -> pl.DataFrame:
    """Every distinct pair of kecamatan and desa words is looked up once."""
    home = pl.when(pl.col("kecamatan_key").is_null()).then("sender_kecamatan").otherwise("kecamatan_found")
    named = pl.col("kecamatan_key").is_not_null()
    placed = placed.with_columns(home.alias("kecamatan_code"), named.alias("kecamatan_named"))
    said = (
        placed.filter(pl.col("kecamatan_key").is_null() | pl.col("kecamatan_found").is_not_null())
        .select("kecamatan_code", "kecamatan_named", "desa_key")
        .filter(pl.col("desa_key").is_not_null())
        .unique()
    )
    by_kecamatan = {code: _named("desa", code) for code in _named("kecamatan").values()}
    single = _single_names()
    found = [_find_desa(key, code, named, by_kecamatan, single) for code, named, key in said.iter_rows()]
    looked_up = said.with_columns(pl.Series(found, dtype=_FOUND).alias("found")).select(
        "kecamatan_code",
        "kecamatan_named",
        "desa_key",
        pl.col("found").struct.field("code").alias("desa_found"),
        pl.col("found").struct.field("guessed").alias("desa_guessed"),
    )
    keys = ["kecamatan_code", "kecamatan_named", "desa_key"]
    joined = placed.join(looked_up, on=keys, how="left", nulls_equal=True, maintain_order="left")
    elsewhere = pl.col("desa_found").str.head(len("35.04.11")).ne_missing(pl.col("kecamatan_code"))
    inferred = pl.col("desa_found").is_not_null() & elsewhere
    return joined.with_columns(inferred.alias("inferred"), pl.col("desa_guessed").fill_null(False)).with_columns(
        pl.when(inferred).then(pl.col("desa_found").str.head(8)).otherwise("kecamatan_code").alias("kecamatan_code")
    )


_FOUND = pl.Struct({"code": pl.String, "guessed": pl.Boolean})


def _find_desa(
    key: str, code: str | None, named: bool, by_kecamatan: dict[str, dict[str, str]], single: dict[str, str]
) -> tuple[str | None, bool]:
    """The desa in the row's own kecamatan; where the row names none, else the only desa of that name in the regency."""
    found = _nearest(key, by_kecamatan[code]) if code else (None, False)
    return found if found[0] or named else (single.get(key), False)


def _nearest(key: str, known: dict[str, str]) -> tuple[str | None, bool]:
    """The code of the name `key`, and whether it was guessed from one that is a single slip of the hand away."""
    if key in known:
        return known[key], False
    if len(key) < _GUESS_FROM:
        return None, False
    near = [code for name, code in known.items() if Levenshtein.distance(key, name, score_cutoff=1) <= 1]
    return (near[0], True) if len(near) == 1 else (None, False)


def _named(level: str, kecamatan_code: str = REGENCY) -> dict[str, str]:
    """Code by compact name of the kecamatan of the regency, or of the desa and kelurahan of a kecamatan."""
    levels = ["desa", "kelurahan"] if level == "desa" else [level]
    table = (
        reference("regions")
        .filter(pl.col("level").is_in(levels), pl.col("parent") == kecamatan_code)
        .select(letters_of(pl.col("name")), "code")
    )
    return dict(table.iter_rows())


def _single_names() -> dict[str, str]:
    """Code by compact name of the desa whose name is the only one in the regency."""
    table = (
        reference("regions")
        .filter(pl.col("level").is_in(["desa", "kelurahan"]), pl.col("parent").str.starts_with(REGENCY))
        .select(letters_of(pl.col("name")).alias("key"), "code")
        .filter(pl.col("key").is_unique())
    )
    return dict(table.iter_rows())
