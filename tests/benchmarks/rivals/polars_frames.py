"""The work in polars by hand, a file at a time and then streamed: what the rules cost without the rest of the night."""

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

import polars as pl

from .declared import BORN_65_YEARS_AGO, HOME, OUTPUTS, REFUSED, RULES, Declared, declared, received
from .polars_cells import (
    birth_date,
    digits,
    exchanged,
    filled,
    key_date,
    key_sex,
    letters,
    meaning,
    nik_form,
    nik_key,
    said_by_nik,
    sent_cells,
    stated_date,
)

_ORDER = ("precedence", "received_rank", "completeness", "hash_rank", "source_row")
_PLACE = ("file", "source_row")


def work(raw: Path, paths: Sequence[Path], out: Path) -> None:
    """Writes the four files of the work below `out`."""
    known, files = declared(), received(raw, paths)
    judged = out / "judged"
    judged.mkdir()
    for file in files.partition_by("file"):
        _judged(file, known).write_parquet(judged / f"{file['file'].item()}.parquet", compression="lz4")
    places = _places(judged, known)
    roster = pl.scan_parquet(judged).join(places.lazy(), on=["kecamatan_key", "desa_key"], how="left")
    roster = _with_places(roster)
    lost = _lost(roster)
    for name, frame in _outputs(roster, lost, files, known, out).items():
        frame.select(OUTPUTS[name]).sink_parquet(out / f"{name}.parquet", compression="zstd")
    rmtree(judged)


def _judged(file: pl.DataFrame, known: Declared) -> pl.DataFrame:
    """A row a person of the file, typed, with what it breaks but for places."""
    terms = known.terms.select("segment", "precedence", "age_limited", "residence_required", "occupation_required")
    servants = known.occupations.filter("civil_servant")["occupation"].unique().implode()
    read = (
        _with_distinct_read(sent_cells(Path(file["path"].item())), known)
        .lazy()
        .with_columns((pl.col("number").cast(pl.Int32) + 1).alias("source_row"), digits().alias("digits"), filled())
        .with_columns(nik_key().alias("nik_key"))
        .with_columns(key_date().alias("key_date"))
        .with_columns(nik_form(known).alias("nik_form"))
        .with_columns(said_by_nik("key_date").alias("nik_birth_date"), said_by_nik(key_sex()).alias("nik_sex"))
        .with_columns(exchanged().alias("swapped"))
        .with_columns(
            birth_date().alias("birth_date"),
            pl.col("name_text").str.replace_all(r"\s+", " ").alias("name"),
            (~pl.col("regency_text").str.ends_with("Tulungagung")).fill_null(False).alias("outside"),
            pl.col("segment").fill_null("pekerja_rentan"),
        )
        .join(terms.lazy(), on="segment")
        .join(file.drop("path", "source_file", "sender").lazy(), how="cross")
        .with_columns(_broken(servants).alias("broken"))
    )
    return read.select(
        *_PLACE, *(name for name in _ORDER if name != "source_row"), said_by_nik("nik_key").alias("nik_key"), "name",
        pl.coalesce("stated_sex", "nik_sex").alias("sex"), "birth_date", "occupation", "segment", "residence_required",
        "outside", "kecamatan_key", "desa_key", "broken",
    ).collect()  # fmt: skip


def _with_distinct_read(sent: pl.DataFrame, known: Declared) -> pl.DataFrame:
    """`sent` with what its cells of dates, words and places say, each distinct cell read once."""
    readings = {
        "birth_date_text": stated_date(known).alias("stated_date"),
        "segment_text": meaning("segment_text", known.segments).alias("segment"),
        "sex_text": meaning("sex_text", known.sexes).alias("stated_sex"),
        "occupation_text": meaning("occupation_text", known.occupations).alias("occupation"),
        "kecamatan_text": letters(pl.col("kecamatan_text").str.strip_prefix("KEC. ")).alias("kecamatan_key"),
        "desa_text": letters(pl.col("desa_text")).alias("desa_key"),
    }
    for column, reading in readings.items():
        distinct = sent.select(pl.col(column).unique()).with_columns(reading)
        sent = sent.join(distinct, on=column, how="left", nulls_equal=True)
    return sent


def _broken(servants: pl.Expr | pl.Series) -> pl.Expr:
    """What a row breaks, a bit each."""
    text, nik, stated = pl.col("birth_date_text"), pl.col("nik_birth_date"), pl.col("stated_date")
    deceased = r"(?i)(^|[\s(,.])(alm|almh|almarhum|almarhumah)([\s).,]|$)"
    cases = {
        "NAME_MISSING": pl.col("name").is_null(),
        "DECEASED": pl.col("name").str.contains(deceased),
        "BIRTH_DATE_UNREADABLE": text.is_not_null() & stated.is_null(),
        "AGE_OVER_MAXIMUM": pl.col("age_limited") & (pl.col("birth_date") <= BORN_65_YEARS_AGO),
        "CIVIL_SERVANT": pl.col("occupation").is_in(servants),
        "BIRTH_DATE_DIFFERS_FROM_NIK": (stated != nik) & ~pl.col("swapped"),
        "BIRTH_DATE_DAY_MONTH_SWAPPED": pl.col("swapped"),
        "BIRTH_DATE_FROM_NIK": text.is_null() & nik.is_not_null(),
        "SEX_DIFFERS_FROM_NIK": pl.col("stated_sex") != pl.col("nik_sex"),
        "NIK_FOREIGN_REGION": said_by_nik("nik_key") // 10**12 != HOME,
        "OCCUPATION_UNKNOWN": pl.col("occupation_required") & pl.col("occupation").is_null(),
    }
    return pl.col("nik_form") + pl.sum_horizontal(
        pl.when(holds).then(RULES[code]).otherwise(0) for code, holds in cases.items()
    )


def _places(judged: Path, known: Declared) -> pl.DataFrame:
    """Codes of every pair of kecamatan and desa written; guessed where one desa alone is a letter away."""
    said = pl.scan_parquet(judged).select("kecamatan_key", "desa_key").unique().collect(engine="streaming")
    exact = said.join(known.desa, on=["kecamatan_key", "desa_key"]).with_columns(guessed=pl.lit(False))
    others = said.join(exact, on=["kecamatan_key", "desa_key"], how="anti").join(known.desa, on="kecamatan_key")
    near = others.filter(_one_letter_short(pl.col("desa_key"), pl.col("desa_key_right")))
    single = near.filter(pl.struct("kecamatan_key", "desa_key").is_unique()).with_columns(guessed=pl.lit(True))
    return pl.concat(
        [
            frame.select("kecamatan_key", "desa_key", "kecamatan_code", "desa_code", "guessed")
            for frame in (exact, single)
        ]
    )


def _one_letter_short(said: pl.Expr, known: pl.Expr) -> pl.Expr:
    """True where `known` without one of its letters is `said`: polars has no distance, the dirt no other slips."""
    length = known.str.len_bytes()
    slips = [pl.concat_str(known.str.head(place), known.str.slice(place + 1)) for place in range(_LONGEST)]
    return (said.str.len_bytes() == length - 1) & (length > 5) & pl.any_horizontal(said == slip for slip in slips)


_LONGEST = 24


def _with_places(roster: pl.LazyFrame) -> pl.LazyFrame:
    here = ~pl.col("outside")
    cases = {
        "OUTSIDE_REGENCY": pl.col("outside") & pl.col("residence_required"),
        "PLACE_UNKNOWN": here & pl.col("desa_code").is_null() & pl.col("residence_required"),
        "PLACE_GUESSED": here & pl.col("guessed"),
    }
    bits = pl.sum_horizontal(pl.when(holds).then(RULES[code]).otherwise(0) for code, holds in cases.items())
    codes = (pl.when(here).then(code).alias(code) for code in ("kecamatan_code", "desa_code"))
    return roster.with_columns(*codes, broken=pl.col("broken") + bits)


def _lost(roster: pl.LazyFrame) -> pl.DataFrame:
    """The losing rows, decided on narrow columns."""
    narrow = (
        roster.filter(pl.col("broken") & REFUSED == 0)
        .select("nik_key", "file", "segment", *_ORDER)
        .collect(engine="streaming")
    )
    ranked = narrow.filter(pl.col("nik_key").is_duplicated()).sort(
        "nik_key", *_ORDER, descending=[False, *(name == "completeness" for name in _ORDER)]
    )
    winners = ranked.unique("nik_key", keep="first", maintain_order=True)
    return ranked.join(winners.select("nik_key", *_PLACE, "segment"), on="nik_key", suffix="_winner").filter(
        pl.struct(_PLACE) != pl.struct(pl.col(f"{name}_winner").alias(name) for name in _PLACE)
    )


def _outputs(
    roster: pl.LazyFrame, lost: pl.DataFrame, files: pl.DataFrame, known: Declared, out: Path
) -> dict[str, pl.LazyFrame]:
    """The files of the work, each made when its turn comes: the totals are those of the file of the covered."""
    named = files.select("file", "source_file", "sender").lazy()
    accepted = roster.filter(pl.col("broken") & REFUSED == 0).join(lost.lazy(), on=_PLACE, how="anti")
    covered = accepted.join(known.terms.lazy(), on="segment").join(named, on="file")
    covered = covered.with_columns(pl.col("nik_key").cast(pl.String).alias("nik"))
    written = pl.scan_parquet(out / "covered.parquet", glob=False)
    totals = written.group_by("segment", "funding_source", "kecamatan_code").agg(
        pl.len().alias("workers"), pl.col("jkk_rp", "jkm_rp", "contribution_rp").sum()
    )
    broken = roster.filter(pl.col("broken") != 0).select(*_PLACE, "broken").join(known.rules.lazy(), how="cross")
    winners = named.select(
        pl.col("file").alias("file_winner"), winner_source_file="source_file", winner_sender="sender"
    )
    kind = (
        pl.when(pl.col("segment") != pl.col("segment_winner")).then(pl.lit("across_segments"))
        .when(pl.col("sender") != pl.col("winner_sender")).then(pl.lit("across_senders"))
        .otherwise(pl.lit("within_sender"))
    )  # fmt: skip
    duplicates = lost.lazy().join(named, on="file").join(winners, on="file_winner")
    return {
        "covered": covered,
        "totals": totals,
        "reasons": broken.filter(pl.col("broken") & pl.col("bit") != 0).join(named, on="file"),
        "duplicates": duplicates.with_columns(
            kind.alias("kind"), pl.col("source_row_winner").alias("winner_source_row")
        ),
    }
