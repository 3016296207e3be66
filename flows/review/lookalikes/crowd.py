"""All winners of a night for those who look for pairs among them: in numbers, whatever parts they come in.

Of each winner some fifty bytes are in memory. Its texts are read of the few who may be one person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.review.lookalikes.name_forms import number, rarity, read_names, with_bits, word_counts

DATES = ("birth_date", "nik_birth_date")
ROW = (
    "row_id", "nik", "nik_key", *DATES, "name_form", "sex", "nkk", "phone", "kecamatan_code", "desa_code",
)  # fmt: skip
"""What is looked at in a winner."""
_TEXTS = ("sex", "nkk", "phone", "kecamatan_code", "desa_code", "sound")
_SHORT = (*_TEXTS, "name", "initials")
"""Texts that are only asked whether they are the same: of half a number two differing ones are the same, once in four
billion times, until the texts are read."""

_COMMON_SHARE = 50
"""A word borne by more than one in so many (SITI, MUHAMMAD) brings strangers together: it leads to no pair where the
name has another word."""
_FEW = 1000
"""Among so few people no word is common."""
_SAME_DATE_AT_LARGE = 1 / 15_000


@dataclass(frozen=True)
class Crowd:
    """All winners: so many `people`, in `parts`, one after the other.

    `names` is what is known of the names of each part, `numbers` of its rows; `dates` how rare each birth date is,
    `bearers` how many bear each word.
    """

    people: int
    parts: Sequence[pl.LazyFrame]
    names: Sequence[pl.LazyFrame]
    numbers: Sequence[pl.LazyFrame]
    dates: pl.DataFrame
    bearers: pl.DataFrame

    def rows(self, niks: pl.Series) -> pl.DataFrame:
        """The winners of these keys in full, with what is known of their names and dates, in the order of the keys."""
        found = []
        for part, names in zip(self.parts, self.names, strict=True):
            rows = part.filter(pl.col("nik_key").is_in(niks.implode())).select(ROW).collect()
            known = names.filter(pl.col("name_form").is_in(rows["name_form"].implode())).collect()
            found.append(rows.join(known, on="name_form", how="left"))
        return pl.concat(found).join(self.dates, on="birth_date", how="left", nulls_equal=True).sort("nik_key")

    def columns(self, names: Sequence[str]) -> pl.DataFrame:
        """Columns of the numbers of all, each in one piece, read one by one: so no more than one is there twice."""
        return pl.DataFrame([self._column(name) for name in names])

    def _column(self, name: str) -> pl.Series:
        wanted = (pl.col(name) % 2**32).cast(pl.UInt32) if name in _SHORT else pl.col(name)
        return pl.concat([part.select(wanted) for part in self.numbers]).collect().to_series().rechunk()


def crowd_of(parts: Sequence[pl.LazyFrame], folder: Path) -> Crowd:
    """The winners in `parts`, one row a NIK in all of them together. How rare a name, a word or a birth date is, all
    parts together say. What is known of each part is left in the folder.
    """
    spoken = [_left(read_names(part.select("name_form").collect()), folder, f"spoken-{place:05d}")
              for place, part in enumerate(parts)]  # fmt: skip
    born = _counted((part.group_by("birth_date").agg(pl.len().alias("born")) for part in parts), "birth_date")
    bearers = _counted((word_counts(names) for names in spoken), "word")
    keys = _counted(
        (names.select(number(pl.col("name_key")).alias("name"), bearers="times") for names in spoken), "name"
    )
    people = int(born["born"].sum())
    dates = born.select("birth_date", rarity(pl.col("born"), _SAME_DATE_AT_LARGE, people).alias("birth_bits"))
    names, numbers = [], []
    for place, (part, said) in enumerate(zip(parts, spoken, strict=True)):
        known = _with_words(with_bits(said.collect(), keys, bearers, people), bearers, people)
        names.append(_left(known, folder, f"names-{place:05d}"))
        numbers.append(_left(_numbers(part, known, dates), folder, f"numbers-{place:05d}"))
    return Crowd(people, parts, names, numbers, dates, bearers)


def _left(frame: pl.DataFrame, folder: Path, name: str) -> pl.LazyFrame:
    path = folder / f"{name}.parquet"
    frame.write_parquet(path, compression="lz4", statistics=False)
    return pl.scan_parquet(path)


def _counted(parts: Iterable[pl.LazyFrame], what: str) -> pl.DataFrame:
    """The counts of all parts together.

    They are added up whenever as many wait as there are: of all parts at once there may be no room for the names, and
    part by part each would be added up as often as there are parts.
    """
    total: list[pl.DataFrame] = []
    for part in parts:
        total.append(part.collect())
        if sum(one.height for one in total[1:]) >= total[0].height:
            total = [pl.concat(total).group_by(what).sum()]
    return pl.concat(total).group_by(what).sum()


def _numbers(part: pl.LazyFrame, names: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """The rows of a part in numbers: what they are compared by before anything is read of them."""
    of_names = names.select(
        "name_form", "name", "sound", "letters", "leads", number(pl.col("sound").str.head(3)).alias("initials"),
        *(pl.col(bits).cast(pl.Float32) for bits in ("name_bits", "word_bits")),
    )  # fmt: skip
    rows = part.select(ROW).collect().join(of_names, on="name_form", how="left", maintain_order="left")
    dated = rows.join(dates, on="birth_date", how="left", nulls_equal=True, maintain_order="left")
    return dated.select(
        "nik_key", *DATES, "name", "letters", "leads", "initials", "name_bits", "word_bits",
        pl.col("birth_bits").cast(pl.Float32), *(number(pl.col(text)).alias(text) for text in _TEXTS),
    )  # fmt: skip


def _with_words(names: pl.DataFrame, bearers: pl.DataFrame, people: int) -> pl.DataFrame:
    """`names` with `leads`, the numbers of the words that lead to a pair, and `letters`: a bit each word's first."""
    common = pl.col("bearers") * _COMMON_SHARE > people
    leads = (pl.col("length") == 1) | ~common | (people < _FEW)
    letter = pl.lit(2, pl.UInt64).pow(number(pl.col("word").str.head(1)) % 32).cast(pl.UInt32)
    words = names.select("name_form", pl.col("words").alias("word"), pl.col("words").list.len().alias("length"))
    spoken = words.explode("word").unique().join(bearers, on="word", how="left")
    told = spoken.group_by("name_form").agg(
        number(pl.col("word")).filter(leads).alias("leads"), letter.bitwise_or().alias("letters")
    )
    return names.join(told, on="name_form", how="left")
