"""Names as they sound, and how rare each is tonight."""

import polars as pl

_DIGRAPHS = {
    "KH": "H", "CH": "H", "SY": "S", "DZ": "Z", "DH": "D", "TH": "T", "PH": "F", "BH": "B", "AE": "AI", "IE": "I",
    "EE": "I", "OO": "U", "CK": "K",
}  # fmt: skip
_LETTERS = {"Y": "I", "V": "F", "Z": "S", "Q": "K", "X": "KS"}
_DOUBLED = {2 * letter: letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

NIGHT_OF_ALL = 5_000
"""A small night knows little of how common a name is: every count is taken together with this many people of a
regency at large, so that two namesakes among ten rows do not look like a rarity."""
_SHARE_BY_WORDS = {1: 1 / 500, 2: 1 / 5_000, 3: 1 / 20_000}
"""How many people at large bear a name of so many words: one word (Slamet, Sutrisno) is borne by many."""


def with_names(people: pl.DataFrame) -> pl.DataFrame:
    """`people` with `words` (as they sound, sorted), `name_key` (the words joined), `sound` (in the order sent, without
    spaces), and two weights in bits: `name_bits`, how rare the name is tonight, and `word_bits`, how rare its words.

    AHMAD ROKHIM and ROCHIM ACHMAD have one `name_key`; SRI WAHYUNI and SRIWAHYUNI one `sound`. The rarity of a name
    lies half-way between that of the name as a whole, which a night counts too coarsely when it is rare, and that of
    its words, which are not independent of each other. Initials weigh nothing.
    """
    names = _sounding(people.group_by("name_form").agg(pl.len().alias("times")))
    at_large = pl.col("words").list.len().clip(1, 3).replace_strict(_SHARE_BY_WORDS, return_dtype=pl.Float64)
    whole = rarity(pl.col("times").sum().over("name_key"), at_large, people.height)
    weighed = names.join(_word_bits(names, people.height), on="name_form", how="left").with_columns(
        ((whole + pl.col("word_bits")) / 2).alias("name_bits")
    )
    return people.join(weighed.drop("times"), on="name_form", how="left", maintain_order="left")


def rarity(count: pl.Expr, at_large: pl.Expr | float, people: int) -> pl.Expr:
    """The bits of a value borne by so many of tonight's people and such a share at large: 10 for one in 1,024.

    In whole 256ths, which floats add up exactly in any order: a score does not depend on the order of rows.
    """
    share = (count + NIGHT_OF_ALL * at_large) / (people + NIGHT_OF_ALL)
    return (share.log(2) * -256).round() / 256


def word_counts(people: pl.DataFrame) -> pl.DataFrame:
    """`word` and its `bearers` tonight."""
    return people.select(pl.col("words").alias("word")).explode("word").group_by("word").agg(pl.len().alias("bearers"))


def _sounding(names: pl.DataFrame) -> pl.DataFrame:
    heard = pl.col("name_form").str.replace_many(_DIGRAPHS).str.replace_many(_LETTERS).str.replace_many(_DOUBLED)
    plain = names.with_columns(heard.str.replace_all(r"([A-Z]{3,})H\b", "$1").alias("heard"))
    spoken = plain.select("name_form", pl.col("heard").str.split(" ").alias("words")).explode("words")
    # Sorted in one go: sorting the words of each name by itself takes twenty times as long.
    words = spoken.sort("name_form", "words").group_by("name_form", maintain_order=True).agg("words")
    return plain.join(words, on="name_form", how="left", nulls_equal=True).select(
        "name_form",
        "times",
        "words",
        pl.col("words").list.join(" ").alias("name_key"),
        pl.col("heard").str.replace_all("[ H]", "").alias("sound"),
    )


def _word_bits(names: pl.DataFrame, people: int) -> pl.DataFrame:
    """`name_form` and the bits of its words together."""
    said = names.select("name_form", "times", pl.col("words").alias("word")).explode("word")
    rare = rarity(pl.col("times").sum().over("word"), _SHARE_BY_WORDS[1], people)
    weight = pl.when(pl.col("word").str.len_chars() > 1).then(rare).otherwise(0.0)
    return said.with_columns(weight.alias("word_bits")).group_by("name_form").agg(pl.col("word_bits").sum())
