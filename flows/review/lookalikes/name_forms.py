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


def read_names(people: pl.DataFrame) -> pl.DataFrame:
    """One row a `name_form`: how many `times` it stands there, its `words` (as they sound, sorted), `name_key` (those
    joined) and `sound` (in the order sent, without spaces).

    AHMAD ROKHIM and ROCHIM ACHMAD have one `name_key`; SRI WAHYUNI and SRIWAHYUNI one `sound`.
    """
    return _sounding(people.group_by("name_form").agg(pl.len().alias("times")))


def with_bits(names: pl.DataFrame, keys: pl.DataFrame, bearers: pl.DataFrame, people: int) -> pl.DataFrame:
    """`names` with two weights in bits: `name_bits`, how rare the name is tonight, and `word_bits`, how rare its words.

    The rarity of a name lies half-way between that of the name as a whole, which a night counts too coarsely when it is
    rare, and that of its words, which are not independent of each other. Initials weigh nothing. `keys` counts the
    `bearers` of each `name` (the number of a `name_key`), `bearers` those of each `word`, of all `people`.
    """
    at_large = pl.col("words").list.len().clip(1, 3).replace_strict(_SHARE_BY_WORDS, return_dtype=pl.Float64)
    numbered = names.with_columns(number(pl.col("name_key")).alias("name"))
    counted = numbered.join(keys, on="name", how="left", nulls_equal=True).join(
        _word_bits(names, bearers, people), on="name_form", how="left"
    )
    whole = rarity(pl.col("bearers"), at_large, people)
    return counted.with_columns(((whole + pl.col("word_bits")) / 2).alias("name_bits")).drop("bearers")


def number(text: pl.Expr) -> pl.Expr:
    """One number for each text, blank for none: it joins several times faster, in an eighth of the room.

    Of 50 million texts two have one number once in 10,000 nights; that lets two people be compared in vain. The numbers
    are this process's own: nothing that outlives a night may hold them.
    """
    return pl.when(text.is_not_null()).then(text.hash())


def rarity(count: pl.Expr, at_large: pl.Expr | float, people: int) -> pl.Expr:
    """The bits of a value borne by so many of tonight's people and such a share at large: 10 for one in 1,024.

    In whole 256ths, which floats add up exactly in any order: a score does not depend on the order of rows.
    """
    share = (count + NIGHT_OF_ALL * at_large) / (people + NIGHT_OF_ALL)
    return (share.log(2) * -256).round() / 256


def word_counts(names: pl.LazyFrame) -> pl.LazyFrame:
    """`word` and its `bearers`: people, once for every time that a name has the word."""
    spoken = names.select("times", pl.col("words").alias("word")).explode("word").drop_nulls("word")
    return spoken.group_by("word").agg(pl.col("times").sum().alias("bearers"))


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


def _word_bits(names: pl.DataFrame, bearers: pl.DataFrame, people: int) -> pl.DataFrame:
    """`name_form` and the bits of its words together."""
    rare = rarity(pl.col("bearers"), _SHARE_BY_WORDS[1], people)
    weight = pl.when(pl.col("word").str.len_chars() > 1).then(rare).otherwise(0.0)
    said = names.select("name_form", pl.col("words").alias("word")).explode("word")
    weighed = said.join(bearers, on="word", how="left").with_columns(weight.alias("word_bits"))
    return weighed.group_by("name_form").agg(pl.col("word_bits").sum())
