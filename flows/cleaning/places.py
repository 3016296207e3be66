"""Where a person lives: desa and kecamatan by the official codes, looked up within the kecamatan only.

Sixteen desa names occur twice in the regency and seventeen kecamatan names are desa names too (DOMAIN 4), so a desa
is never looked up without its kecamatan unless its name is the only one.
"""

import re
from functools import partial

import polars as pl
from rapidfuzz.distance import Levenshtein

from flows.cleaning.addresses import read_address_places
from flows.cleaning.distinct import by_distinct
from flows.cleaning.place_cells import with_said_places
from flows.cleaning.place_names import (
    desa_of_kecamatan,
    find_desa,
    marked_regions,
    names_of,
    nearest,
    other_regencies,
    regency_names,
    shortened,
    single_names,
    unofficial_names,
    witnesses,
)
from schemas.reference import HOME_REGENCY
from schemas.text import letters_of

_DESA = r"desa|ds|kelurahan|kel"
_PREFIXES = rf"(?i)^\s*(({_DESA})\.?\s*/\s*({_DESA})|pemerintah desa|pemdes|{_DESA}|kecamatan|kec|kabupaten|kab)[\s.:]+"
_KECAMATAN_WORD = r"[Kk][Ee][Cc][A-Za-z]*[\s.:]+([A-Za-z]+)"
_REGENCY_MARK = r"(?i)\b(?:kab(?:upaten)?|kota)\b"
"""What tells cheaply that an address may mark a kecamatan or regency: it is gone through in every row."""
_DESA_MARK = rf"(?i)\b(?:{_DESA})\b"
_PROVINCE = r"(prov(insi)?)?(jawatimur|jatim)$"
_LONG_NAME = 8
"""Letters a regency's name needs before two slips of the hand are forgiven: BATANG is two from MALANG."""
_PARTS = ("regency", "kecamatan", "desa")
_FOUND = pl.Struct({"code": pl.String, "guessed": pl.Boolean})


def read_places(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with `kecamatan_code`, `desa_code` and `place_form`: outside, resolved, guessed, unknown or blank.

    The kecamatan is the named one, else the sender's own; where the row names none and the sender's has no such desa,
    it is that of the desa whose name is the only one in the regency. A kecamatan or desa one slip of the hand from
    exactly one known name is guessed; so is a kecamatan inferred from the desa, and a shortened one ("Sbr. Gempol")
    that no desa of its own confirms. Where neither column says anything, or the desa alone and the sender has no
    kecamatan, the marked parts of the address count as if they stood in the columns; a kecamatan or regency without a
    mark behind them is not believed, but makes the place unknown when it is another; but a kecamatan that stands behind
    the desa or ends the address, and has it, is the kecamatan where the sender has none. Where the columns say the
    kecamatan alone, the desa that the address marks is looked up in it. Beside columns that name a place, an address
    which marks another official kecamatan or regency makes it guessed: either may be where the person lives now. Needs
    `sender_kecamatan` and `regency_code`, the sender's: each regency's rows are looked up in its own places, whatever
    other regencies' rows are beside them.
    """
    regencies = frame["regency_code"].unique(maintain_order=True)
    if len(regencies) <= 1:
        return _read_places_of(frame, next(iter(regencies), HOME_REGENCY))
    apart = frame.with_row_index("_place").partition_by("regency_code", as_dict=True)
    placed = pl.concat(_read_places_of(rows, regency) for (regency,), rows in apart.items())
    return placed.sort("_place").drop("_place")


def _read_places_of(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    keyed = _keyed(frame, regency)
    placed = _join_desa(_join_kecamatan(keyed, regency), regency)
    outside = pl.col("regency_key").is_not_null() & ~_means(keyed, regency)
    named_nothing = pl.col("kecamatan_key").is_null() & pl.col("desa_key").is_null()
    # What the kecamatan around the town is called may mean another town's, but not beside a desa of it.
    uncertain = pl.col("kecamatan_key").is_in(unofficial_names("kecamatan", regency)) & pl.col("desa_found").is_null()
    lost = (pl.col("kecamatan_key").is_not_null() & (pl.col("kecamatan_found").is_null() | uncertain)) | (
        pl.col("desa_key").is_not_null() & pl.col("desa_found").is_null()
    )
    contradicted = (pl.col("behind_code") != pl.col("kecamatan_code")).fill_null(False)
    doubted = (pl.col("marked_code") != pl.col("kecamatan_code")).fill_null(False)
    certain_desa = pl.col("desa_found").is_not_null() & ~pl.col("desa_guessed")
    shortened = pl.col("kecamatan_short") & ~certain_desa
    guessed = (
        pl.col("place_from_above").fill_null(False)
        | shortened
        | pl.col("kecamatan_guessed")
        | pl.col("desa_guessed")
        | pl.col("inferred")
        | doubted
    )
    form = (
        pl.when(outside)
        .then(pl.lit("outside"))
        .when(named_nothing & pl.col("sender_kecamatan").is_null())
        .then(pl.lit("blank"))
        .when(lost | contradicted | pl.col("kecamatan_code").is_null())
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
        "desa_guessed", "inferred", "kecamatan_named", "behind_code", "marked_code", "kecamatan_short", "spare_key",
    )  # fmt: skip


def _keyed(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    """`frame` with the compact names its columns say, else its address; `behind_code`: the region behind them there.

    `marked_code` is the region that the address marks beside columns that say where.
    """
    keyed = with_said_places(frame, regency)
    for part in _PARTS:
        keyed = by_distinct(keyed, f"{part}_said", partial(_with_key, part=part)).drop(f"{part}_said")
    silent = pl.col("kecamatan_key").is_null() & (pl.col("desa_key").is_null() | pl.col("sender_kecamatan").is_null())
    spare = pl.col("kecamatan_key").is_not_null() & pl.col("desa_key").is_null()
    last = letters_of(pl.col("address_behind").str.replace(r"^kota ", ""))
    behind = last.replace_strict(witnesses(regency), default=None, return_dtype=pl.String)
    elsewhere = behind.is_not_null() & (last != pl.col("kecamatan_key"))
    named = {
        f"{part}_key": pl.coalesce(f"{part}_key", pl.when("silent").then(_key(f"address_{part}"))) for part in _PARTS
    }
    own = min(regency_names(regency), key=len)
    tail = letters_of(pl.col("address_tail")).str.replace(rf"(?:(?:kab|kabupaten)?{own})?(?:{_PROVINCE})?$", "")
    of_tail = tail.replace_strict(names_of("kecamatan", regency), default=None, return_dtype=pl.String)
    fits = pl.concat_str(of_tail, named["desa_key"], separator=" ").is_in(desa_of_kecamatan(regency))
    of_last = last.replace_strict(names_of("kecamatan", regency), default=None, return_dtype=pl.String)
    behind_fits = pl.concat_str(of_last, named["desa_key"], separator=" ").is_in(desa_of_kecamatan(regency))
    pair = {part: letters_of(pl.col(f"address_pair_{part}")) for part in ("desa", "kecamatan")}
    of_pair = pair["kecamatan"].replace_strict(names_of("kecamatan", regency), default=None, return_dtype=pl.String)
    pair_fits = pl.concat_str(of_pair, pair["desa"], separator=" ").is_in(desa_of_kecamatan(regency))
    of_nobody = pl.col("silent") & pl.col("sender_kecamatan").is_null()
    named["kecamatan_key"] = pl.coalesce(
        named["kecamatan_key"],
        pl.when(fits & of_nobody).then(tail),
        pl.when(behind_fits & of_nobody).then(last),
        pl.when(pair_fits & of_nobody).then(pair["kecamatan"]),
    )
    named["desa_key"] = pl.coalesce(named["desa_key"], pl.when(pair_fits & of_nobody).then(pair["desa"]))
    marked = pl.coalesce(
        _key(f"address_{part}").replace_strict(known, default=None, return_dtype=pl.String)
        for part, known in sorted(marked_regions(regency).items(), reverse=True)
    )
    return (
        read_address_places(
            keyed.with_columns(silent.alias("silent")),
            pl.col("silent") | _marks_another(regency, own) | (spare & pl.col("address_text").str.contains(_DESA_MARK)),
            [*witnesses(regency), own],
            marked_regions(regency)["regency"],
        )
        .with_columns(
            **named,
            behind_code=pl.when("silent").then(pl.coalesce(behind, pl.when(fits).then(of_tail))),
            marked_code=pl.when(~pl.col("silent")).then(marked),
            spare_key=pl.when(spare & ~elsewhere).then(_key("address_desa")),
        )
        .drop(
            *("silent", "address_behind", "address_tail", "address_pair_desa", "address_pair_kecamatan"),
            *(f"address_{part}" for part in _PARTS),
        )
    )


def _marks_another(regency: str, own: str) -> pl.Expr:
    """False for most rows: the address marks no kecamatan or regency, or that of the columns or the sender."""
    names = {code: name for name, code in names_of("kecamatan", regency).items()}
    of_sender = pl.col("sender_kecamatan").replace_strict(names, default=None, return_dtype=pl.String)
    home, word = pl.coalesce("kecamatan_key", of_sender), pl.col("address_text").str.extract(_KECAMATAN_WORD)
    another = word.is_not_null() & ~home.str.starts_with(word.str.to_lowercase()).fill_null(False)
    marked = pl.col("address_text").str.contains(_REGENCY_MARK)
    ours = pl.col("address_text").str.contains(rf"{_REGENCY_MARK}[\s.:]*{own}")
    return (another | (marked & ~ours)).fill_null(False)


def _with_key(said: pl.DataFrame, part: str) -> pl.DataFrame:
    return said.with_columns(_key(f"{part}_said").alias(f"{part}_key"))


def _key(column: str) -> pl.Expr:
    letters = letters_of(pl.col(column).str.replace(_PREFIXES, ""))
    return pl.when(letters != "").then(letters)


def _means(keyed: pl.DataFrame, regency: str) -> pl.Expr:
    """True of what is the regency's own name, slips of the hand forgiven, unless it is another regency's.

    A Kota may leave the word out; the Kabupaten of the same name is another regency only where a row says Kota.
    """
    own, others = regency_names(regency), other_regencies(regency)
    slips = 2 if len(min(own, key=len)) >= _LONG_NAME else 1
    bare = {key: re.sub(_PROVINCE, "", key) for key in keyed["regency_key"].drop_nulls().unique()}
    near = [
        key
        for key, name in bare.items()
        if any(Levenshtein.distance(name, known, score_cutoff=slips) <= slips for known in own)
        and (name in own or name not in others)
    ]
    return pl.col("regency_key").is_in(near)


def _join_kecamatan(keyed: pl.DataFrame, regency: str) -> pl.DataFrame:
    known = names_of("kecamatan", regency)
    said = keyed.select("kecamatan_key").drop_nulls().unique()
    elsewhere = {*marked_regions(regency)["kecamatan"], *other_regencies(regency)}
    short = pl.Series([shortened(key, known, elsewhere) for key in said["kecamatan_key"]], dtype=pl.String)
    found = said.with_columns(
        pl.Series([nearest(key, known) for key in said["kecamatan_key"]], dtype=_FOUND).alias("found")
    ).select(
        "kecamatan_key",
        pl.coalesce(pl.col("found").struct.field("code"), short).alias("kecamatan_found"),
        pl.col("found").struct.field("guessed").alias("kecamatan_guessed"),
        (pl.col("found").struct.field("code").is_null() & short.is_not_null()).alias("kecamatan_short"),
    )
    return keyed.join(found, on="kecamatan_key", how="left", maintain_order="left").with_columns(
        pl.col("kecamatan_guessed", "kecamatan_short").fill_null(False)
    )


def _join_desa(placed: pl.DataFrame, regency: str) -> pl.DataFrame:
    """Every distinct pair of kecamatan and desa words is looked up once."""
    home = pl.when(pl.col("kecamatan_key").is_null()).then("sender_kecamatan").otherwise("kecamatan_found")
    named = pl.col("kecamatan_key").is_not_null()
    # What the address says of the desa is looked up in the kecamatan that the row names, and only there.
    spare = (pl.col("marked_code") == pl.col("kecamatan_found")).fill_null(pl.col("marked_code").is_null())
    looked_up = pl.coalesce("desa_key", pl.when(spare).then("spare_key"))
    placed = placed.with_columns(
        home.alias("kecamatan_code"), named.alias("kecamatan_named"), looked_up.alias("looked_up_key")
    )
    said = (
        placed.filter(pl.col("kecamatan_key").is_null() | pl.col("kecamatan_found").is_not_null())
        .select("kecamatan_code", "kecamatan_named", "looked_up_key")
        .filter(pl.col("looked_up_key").is_not_null())
        .unique()
    )
    by_kecamatan = {code: names_of("desa", code) for code in names_of("kecamatan", regency).values()}
    single = single_names(regency)
    found = [find_desa(key, code, named, by_kecamatan, single) for code, named, key in said.iter_rows()]
    told = said.with_columns(pl.Series(found, dtype=_FOUND).alias("found")).select(
        "kecamatan_code",
        "kecamatan_named",
        "looked_up_key",
        pl.col("found").struct.field("code").alias("desa_found"),
        pl.col("found").struct.field("guessed").alias("desa_guessed"),
    )
    keys = ["kecamatan_code", "kecamatan_named", "looked_up_key"]
    joined = placed.join(told, on=keys, how="left", nulls_equal=True, maintain_order="left").drop("looked_up_key")
    elsewhere = pl.col("desa_found").str.head(len("35.04.11")).ne_missing(pl.col("kecamatan_code"))
    inferred = pl.col("desa_found").is_not_null() & elsewhere
    return joined.with_columns(inferred.alias("inferred"), pl.col("desa_guessed").fill_null(False)).with_columns(
        pl.when(inferred).then(pl.col("desa_found").str.head(8)).otherwise("kecamatan_code").alias("kecamatan_code")
    )
