"""How far tonight's numbers lie from those of the nights before, in robust terms."""

import polars as pl

_ENOUGH_NIGHTS = 5
"""With fewer, one odd night is a quarter of what the median knows, and the MAD is the accident of one pair."""
_MAD_TO_DEVIATION = 1.4826
"""Of normally spread numbers, the standard deviation is this many times the MAD."""
_LEAST_SHARE, _LEAST_PEOPLE = 0.01, 5.0
"""The spread is never taken to be less: quiet nights differ by nothing, and the first correction is not an alarm."""


def unusual(now: pl.DataFrame, trail: pl.DataFrame) -> pl.DataFrame:
    """`now` (`name`, `covered`) with `usual`, the median over the trail, and `spreads`, how many spreads it is away.

    The spread is the trail's MAD, made comparable with a standard deviation, but at least a hundredth of the median and
    five people. The distance is taken to the median or to the last night, whichever is nearer: a change that a night
    was published with (and that a person released, where it held) is the new level and is not told again every night
    until the median has followed; and a return from an odd night to what was usual is no alarm either. Both are null
    where `name` stood in fewer than five nights: nothing can be said of it yet.
    """
    away = (pl.col("covered") - pl.col("usual")).abs()
    since_last = (pl.col("covered") - pl.col("last")).abs()
    return (
        now.join(_usual(trail), on="name", how="left", maintain_order="left")
        .with_columns((pl.min_horizontal(away, since_last) / pl.col("spread")).alias("spreads"))
        .drop("spread", "last")
    )


def _usual(trail: pl.DataFrame) -> pl.DataFrame:
    """By name: the median, the spread around it and the last night's number, where there are enough nights."""
    counted = trail.sort("started").group_by("name").agg(
        pl.col("covered").median().alias("usual"),
        (pl.col("covered") - pl.col("covered").median()).abs().median().alias("mad"),
        pl.col("covered").last().alias("last"),
        pl.len().alias("nights"),
    )  # fmt: skip
    spread = pl.max_horizontal(_MAD_TO_DEVIATION * pl.col("mad"), _LEAST_SHARE * pl.col("usual"), pl.lit(_LEAST_PEOPLE))
    return (
        counted.filter(pl.col("nights") >= _ENOUGH_NIGHTS)
        .with_columns(spread.alias("spread"))
        .select("name", "usual", "spread", "last")
    )
