"""Places that an address cell names beside the street: only parts with a mark before them (Ds., Kec., Kab.)."""

from collections.abc import Iterable

import polars as pl

from flows.cleaning.distinct import by_distinct

_MARKS = {"desa": "desa|ds|kelurahan|kel", "kecamatan": "kecamatan|kec", "regency": "kabupaten|kab"}
_OTHER_MARKS = "dusun|dsn|dukuh|dkh|dk|lingkungan|lingk|rt|rw|jalan|jln|jl|gang|gg|blok|no|provinsi|prov|kode pos"
_ROAD = r"\b(jalan|jln|jl)[\s.]+(raya\s+)?(desa|ds|kelurahan|kel|kecamatan|kec|kabupaten|kab)\b"
"""A road may be named after a desa without lying in it."""
_GROUP = r"\bkel[\s.]+(tani|ternak|nelayan|wanita|usaha)\b"
"""Kel. is kelompok there: a group of farmers is no kelurahan."""
_DESA_OR_KELURAHAN = r"\b(?:(?:desa|ds)\.?\s*/\s*(?:kelurahan|kel)|(?:kelurahan|kel)\.?\s*/\s*(?:desa|ds))\b"
_NAME = r"([a-z][a-z' ]{2,})"
_TAIL = (
    r"\b(?:rt|rw)\b[\s.:]*(?:rw[\s.:]*)?\d{1,3}(?:\s*/\s*(?:rw[\s.:]*)?\d{1,3})?[\s,.-]+"
    r"([a-z][a-z' ,.-]{2,})$"
)
"""What ends an address behind RT and RW."""
_ON_THE_CARD = r"(?i)\b(?:ktp|sesuai ktp|alamat ktp)\s*[:=]\s*(.+)$"
_PAIR = r"(?:^|\d[\s,.-]+|,\s*)([a-z][a-z' ]{2,}?)\s*,\s*([a-z][a-z' ]{2,})$"
"""Two names that end an address, or are all of it behind RT and RW: "RT 03/RW 02 Gandong, Bandung"."""
_PROVINCE = r"(?:[\s,.-]+(?:prov(?:insi)?[\s.]*)?(?:jawa timur|jatim))?[\s.]*$"


def read_address_places(
    frame: pl.DataFrame, where: pl.Expr, known_behind: Iterable[str], others: Iterable[str]
) -> pl.DataFrame:
    """`frame` with `address_desa`, `address_kecamatan`, `address_regency` and `address_behind`, null where not named.

    Only the rows `where` holds of are read. `Dsn. Krajan RT 02/01 Ds. Pulosari Kec. Ngunut` names a desa and a
    kecamatan; a name ends at the next mark, number or punctuation. A word without a mark is never a place; the one
    right behind a kecamatan, else behind a desa (`Ds Pulosari - Ngunut`), is kept as `address_behind`, to be held
    against the place found; so is one of `known_behind` (names in lower case) that follows a desa or kecamatan without
    punctuation (`Desa Pulosari Ngunut`, `Kec. Ngunut Tulungagung`), and one of the regencies `others` that ends the
    address behind a comma or a number, or is all of it (`Slemanan RT 1, Udanawu, Blitar`). An address in which a mark
    comes twice (Ds. may stand for dusun too) names nothing. The words that end an address behind RT and RW are kept as
    `address_tail` where it marks a desa (`Desa Pulosari RT 02 RW 01 Ngunut`); where it marks no place, the two names
    that end it as `address_pair_desa` and `address_pair_kecamatan` (`RT 02 RW 01 Pulosari, Ngunut`).
    """
    wanted = frame.with_columns(pl.when(where).then("address_text").alias("address_said"))
    return by_distinct(wanted, "address_said", lambda texts: _read(texts, known_behind, others)).drop("address_said")


def _read(texts: pl.DataFrame, known_behind: Iterable[str], others: Iterable[str]) -> pl.DataFrame:
    """Every mark becomes `|name:`, so that a name is what lies between two marks."""
    # Where somebody lodges counts less than the identity card's address beside it.
    texts = texts.with_columns(
        pl.coalesce(pl.col("address_said").str.extract(_ON_THE_CARD), "address_said").alias("of_card")
    )
    marked = (
        pl.col("of_card")
        .str.to_lowercase()
        .str.replace_all(_ROAD, "jl")
        .str.replace_all(_GROUP, "kelompok")
        .str.replace_all(_DESA_OR_KELURAHAN, "desa")
        .str.replace_all(rf"\bkota\s+({'|'.join(known_behind)})\b", "kab $1")
    )
    for name, spellings in {**_MARKS, "": _OTHER_MARKS}.items():
        marked = marked.str.replace_all(rf"\b({spellings})\b[\s.:]*", f"|{name}=")
    once = pl.all_horizontal(pl.col("marked").str.count_matches(rf"\|{name}=") <= 1 for name in _MARKS)
    read = {f"address_{name}": pl.col("marked").str.extract(rf"\|{name}={_NAME}") for name in _MARKS}
    read["address_behind"] = pl.coalesce(
        pl.col("marked").str.extract(rf"\|{name}={_NAME}[-,/]\s*{_NAME}(?:$|[^a-z' ])", 2)
        for name in ("kecamatan", "desa")
    )
    tail = pl.col("of_card").str.to_lowercase().str.extract(_TAIL)
    read["address_tail"] = pl.when(read["address_desa"].is_not_null()).then(tail)
    unmarked = pl.all_horizontal(~pl.col("marked").str.contains(rf"\|{name}=") for name in _MARKS)
    pair = pl.when(unmarked).then(pl.col("of_card").str.to_lowercase())
    read |= {f"address_pair_{name}": pair.str.extract(_PAIR, group) for group, name in ((1, "desa"), (2, "kecamatan"))}
    named = (
        texts.with_columns(marked.alias("marked"))
        .with_columns(pl.when(once).then(part.str.strip_chars()).alias(name) for name, part in read.items())
        .drop("marked")
    )
    desa, kecamatan, behind = pl.col("address_desa"), pl.col("address_kecamatan"), rf"\s+({'|'.join(known_behind)})$"
    last = pl.col("of_card").str.extract(rf"(?i)(?:^|[,\d])\s*({'|'.join(others)}){_PROVINCE}")
    return named.with_columns(
        desa.str.replace(behind, ""),
        kecamatan.str.replace(behind, ""),
        pl.coalesce("address_behind", kecamatan.str.extract(behind), desa.str.extract(behind), last).alias(
            "address_behind"
        ),
    ).drop("of_card")
