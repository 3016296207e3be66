"""NIKs of others than those in whose rows they stand: pasted too low, sorted alone, counted up, of wives, of cards."""

import polars as pl

from flows.cleaning.column_orders import LIST

_TOGETHER = 3
"""Rows that may lie between two of one displaced block: in a sorted column some numbers stand right by chance."""
_MOST = 0.8
"""Share of a block whose NIKs must say birth dates of its rows. By chance a NIK says one of n dates once in 15,000 / n;
a number pushed out at the end of the block, or a slip within it, says none."""
_ALMOST_ALL = 0.8
"""Share of a list's rows that speak against its column of NIKs. In a list of one's own NIKs hardly one in ten does."""
_ANOTHER_YEAR = 0.5
"""Share of them that are born in another year: of dates put for years (01-01-1970) only day and month differ."""
_FEWEST_COUNTED = 4
"""NIKs, one under another, that it takes to tell a fill handle. Four born on one day whose serials follow one another
have stood in a sorted list; then their rows say that day."""
_SEXES_AGAINST = 1 / 3
"""Share of stated sexes that must speak against such NIKs where no birth date is stated: half of them do by chance."""
_FEWEST_DATES, _FEWEST_SEXES = 5, 8
"""Rows that it takes: of eight sexes eight differ by chance once in 256 lists of NIKs that are not theirs at all."""


def with_displaced(frame: pl.DataFrame, orders: pl.DataFrame | None = None) -> pl.DataFrame:
    """`frame` with `displaced`: true where the NIK is another person's than the row's, as the list itself shows.

    A NIK survives a corrected birth date, so one that differs tells little (DOMAIN 3). But where several rows near one
    another differ, and their NIKs say the birth dates of each other's rows, one of the two columns has moved: nobody's
    NIK is certain there. And where almost all rows of a list differ, in birth dates or (where those say nothing) in
    sexes, the column is that of others: of wives, or of those who held the posts before. NIKs that a fill handle has
    counted up are nobody's, but for the one that it began with. Lists that are cleaned in parts, which `orders` name,
    are not looked at so: a part does not show what its neighbours hold.

    A NIK that is the number of the family card too is the card's where it speaks against birth date or sex. Needs
    `nik`, `nkk`, `birth_date`, `birth_date_from`, `stated_sex`, `nik_birth_date` and `nik_sex`.
    """
    stated = pl.when(pl.col("birth_date_from") == "cell").then("birth_date").alias("stated")
    said = frame.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("place"),
        *LIST,
        *("nik", stated, "nik_birth_date", "stated_sex", "nik_sex"),
    )
    if orders is not None and not orders.is_empty():
        said = said.join(orders.select(LIST), on=LIST, how="anti", maintain_order="left")
    moved = said["place"].filter(_in_moved_block(said) | _of_others(said) | _counted_up(said))
    differs = (stated != pl.col("nik_birth_date")).fill_null(False) | (pl.col("stated_sex") != pl.col("nik_sex"))
    of_the_card = ((pl.col("nik") == pl.col("nkk")) & differs).fill_null(False)
    return frame.with_columns((pl.int_range(pl.len()).is_in(moved.implode()) | of_the_card).alias("displaced"))


def _of_others(said: pl.DataFrame) -> pl.Series:
    """Rows with a NIK in a list whose column of NIKs is that of other people."""
    dates = pl.col("stated") != pl.col("nik_birth_date")
    years = pl.col("stated").dt.year() != pl.col("nik_birth_date").dt.year()
    sexes = pl.col("stated_sex") != pl.col("nik_sex")
    by_date = (dates.sum() >= _FEWEST_DATES) & (dates.mean() >= _ALMOST_ALL) & (years.mean() >= _ANOTHER_YEAR)
    by_sex = (sexes.sum() >= _FEWEST_SEXES) & (sexes.mean() >= _ALMOST_ALL) & (dates.count() == 0)
    either = by_date.fill_null(False) | by_sex.fill_null(False)
    return said.select(either.over(LIST) & pl.col("nik_sex").is_not_null()).to_series()


def _counted_up(said: pl.DataFrame) -> pl.Series:
    """Rows whose NIKs have the same first twelve digits and serials that go up by one, against what the rows say.

    The one NIK that its row confirms is where the counting began, be it above or below; where none is, the first row
    may be right unless its date too differs.
    """
    number = said["nik"].cast(pl.Int64, strict=False)
    goes_on = (number.diff() == 1).fill_null(False)
    few = said.with_columns(goes_on=goes_on, born=number // 10**4).filter(goes_on | goes_on.shift(-1, fill_value=False))
    new = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in (*LIST, "born"))
    runs = few.with_columns((~pl.col("goes_on") | new).cum_sum().alias("run"))
    dates = pl.col("stated") != pl.col("nik_birth_date")
    sexes = pl.col("stated_sex") != pl.col("nik_sex")
    by_date = (dates.sum() >= _FEWEST_COUNTED - 1) & ((~dates).sum() <= 1)
    by_sex = (dates.count() == 0) & (sexes.mean() >= _SEXES_AGAINST)
    counted = (pl.len() >= _FEWEST_COUNTED) & (by_date | by_sex.fill_null(False))
    first = pl.int_range(pl.len()) == 0
    begins = pl.when((~dates).any()).then(~dates).otherwise(first & dates.is_null())
    nobodys = runs.filter(counted.over("run") & ~begins.fill_null(False).over("run"))
    return said["place"].is_in(nobodys["place"].implode())


def _in_moved_block(said: pl.DataFrame) -> pl.Series:
    """Rows whose NIK says the birth date of a row nearby, as do those around it."""
    differing = said.filter(pl.col("stated") != pl.col("nik_birth_date"))
    blocks = differing.with_columns(_block()).filter(pl.len().over("block") > 1)
    if blocks.is_empty():
        return pl.repeat(False, said.height, dtype=pl.Boolean, eager=True)
    moved = blocks.join(_blocks_that_moved(blocks, said), on="block", how="semi")["place"]
    return said["place"].is_in(moved.implode())


def _block() -> pl.Expr:
    """A number for each run of differing rows near one another in a list."""
    apart = pl.col("place").diff() > _TOGETHER + 1
    another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in LIST)
    return (apart | another).fill_null(False).cum_sum().alias("block")


def _blocks_that_moved(blocks: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """The blocks most of whose NIKs say a birth date that stands in their rows, or in the one before or behind."""
    around = pl.int_ranges(pl.col("place").min() - 1, pl.col("place").max() + 2)
    of_list = [pl.col(name).first() for name in LIST]
    rows = blocks.group_by("block").agg(around.first().alias("place"), *of_list).explode("place")
    stated = rows.join(dates, on=["place", *LIST], nulls_equal=True).select("block", nik_birth_date="stated").unique()
    told = blocks.join(stated.with_columns(told=True), on=["block", "nik_birth_date"], how="left")
    share = pl.col("told").is_not_null().mean()
    return (
        told.group_by("block")
        .agg(pl.col("told").count(), share.alias("share"))
        .filter(pl.col("told") > 1, pl.col("share") >= _MOST)
    )
