"""How the names of a pair agree: the same, sounding the same, a slip of the hand, one left short, or not at all."""

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

_LEAST_LETTERS, _LEAST_ALONE = 5, 7
"""A word, and a name of one word, in which one letter may be a slip: of four letters (RINA, RINI) each is a name."""


def with_name_finding(pairs: pl.DataFrame, bearers: pl.DataFrame, people: int) -> pl.DataFrame:
    """The pairs whose names can be one person's, with `name_finding`, `shared_bits` and `plain_slip`.

    A slip is one letter too many, missing, wrong or exchanged with its neighbour, in a word long enough; not the first
    letter, nor a last vowel (SUTRISNO and SUTRISNA are brother and sister); and not where both words are names that
    others bear tonight (AMINAH and ALIMAH). `plain_slip`: one of the two words is such a name and the other is borne by
    nobody else. A name is shorter when the other has all its words, initials standing for theirs. `shared_bits` is the
    rarity of what the two have in common. `bearers` counts tonight's `word`s.
    """
    beside = pairs.with_columns(
        pl.col("words").list.set_difference("words_b").alias("only_a"),
        pl.col("words_b").list.set_difference("words").alias("only_b"),
    ).with_columns(pl.min_horizontal(pl.col("only_a", "only_b").list.len()).alias("odd"))
    # More than one odd word on either side: no rule below could call them one name, unless they sound as one.
    near = beside.filter((pl.col("odd") <= 1) | (pl.col("sound") == pl.col("sound_b")))
    judged = _with_odd_words(near, bearers, people)
    finding = (
        pl.when(pl.col("name_form") == pl.col("name_form_b"))
        .then(pl.lit("same"))
        .when((pl.col("name_key") == pl.col("name_key_b")) | (pl.col("sound") == pl.col("sound_b")))
        .then(pl.lit("sounds_same"))
        .when("slip")
        .then(pl.lit("slip"))
        .when((pl.col("odd") == 0) | pl.col("initial"))
        .then(pl.lit("shorter"))
    )
    named = judged.with_columns(finding.alias("name_finding")).drop_nulls("name_finding")
    shared = (
        pl.when(pl.col("name_finding") == "shorter")
        .then(pl.min_horizontal("word_bits", "word_bits_b"))
        .when(pl.col("name_finding") == "sounds_same")  # words written as one hide how rare they are
        .then(pl.max_horizontal("name_bits", "name_bits_b"))
        .otherwise(pl.min_horizontal("name_bits", "name_bits_b"))
    )
    return named.with_columns(shared.alias("shared_bits"))


def _with_odd_words(pairs: pl.DataFrame, bearers: pl.DataFrame, people: int) -> pl.DataFrame:
    """`pairs` with `slip`, `plain_slip` and `initial`, of the one word by which each name differs from the other."""
    one_each = (pl.col("only_a").list.len() == 1) & (pl.col("only_b").list.len() == 1)
    odd = pairs.with_columns(
        pl.when(one_each).then(pl.col(f"only_{side}").list.first()).alias(f"word_{side}") for side in "ab"
    )
    for side in "ab":
        counted = bearers.rename({"word": f"word_{side}", "bearers": f"bearers_{side}"})
        odd = odd.join(counted, on=f"word_{side}", how="left", maintain_order="left")
    edits = process.cpdist(
        odd["word_a"].fill_null("").to_list(),
        odd["word_b"].fill_null("").to_list(),
        scorer=OSA.distance,
        score_cutoff=1,
    )
    fewer, more = pl.min_horizontal("bearers_a", "bearers_b"), pl.max_horizontal("bearers_a", "bearers_b")
    # A slip may be made twice in a large night; a name is borne oftener.
    known = max(3, people // 20_000)
    letters = pl.min_horizontal(pl.col("word_a").str.len_chars(), pl.col("word_b").str.len_chars())
    alone = pl.max_horizontal(pl.col("words", "words_b").list.len()) == 1
    slip = (
        (pl.Series("edits", edits) == 1)
        & (letters >= pl.when(alone).then(_LEAST_ALONE).otherwise(_LEAST_LETTERS))
        & (pl.col("word_a").str.head(1) == pl.col("word_b").str.head(1))
        & ~_last_vowel_differs()
        & (fewer < known)
    )
    same_initial = pl.col("word_a").str.head(1) == pl.col("word_b").str.head(1)
    return odd.with_columns(
        slip.fill_null(False).alias("slip"),
        (slip & (fewer == 1) & (more >= known)).fill_null(False).alias("plain_slip"),
        ((letters == 1) & same_initial & ~alone).fill_null(False).alias("initial"),
    )


def _last_vowel_differs() -> pl.Expr:
    first, second = pl.col("word_a"), pl.col("word_b")
    both_vowels = first.str.contains("[AEIOU]$") & second.str.contains("[AEIOU]$")
    return both_vowels & (first.str.head(-1) == second.str.head(-1))
