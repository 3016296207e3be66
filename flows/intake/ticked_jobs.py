"""Columns of jobs that are ticked: PEKERJAAN over Petani, Buruh Tani and Ojek, with a mark under one of them."""

from collections.abc import Mapping, Sequence

import polars as pl

from flows.intake.heading_parts import Named
from flows.intake.jobs import jobs_named
from flows.intake.spellings import Meaning, Spellings
from schemas.columns import TICKED
from schemas.text import words

_JOBS = frozenset({"occupation", "position", "segment"})
_FEWEST = 2
_OTHERS = frozenset({"lainnya", "lain lain", "lain", "lain2", "dll", "yang lain"})
_LONGEST_TICK = 3
_NO_TICKS = ("", "-", "0")


def with_ticks(
    named: Sequence[Named], over: Mapping[int, str], lowest: Mapping[int, str], spellings: Spellings
) -> list[Named]:
    """The columns with those of jobs under a cell for jobs as `ticked_<job>`, where there are two at least.

    `over` are the words of the cell above each column that it divides, `lowest` its own.
    """
    below: dict[str, list[int]] = {}
    for column, text in over.items():
        meaning = spellings.meaning(text)
        if meaning and meaning.field in _JOBS and _is_job(lowest[column]):
            below.setdefault(text, []).append(column)
    jobs = {text: columns for text, columns in below.items() if sum(_is_known(lowest[c]) for c in columns) >= _FEWEST}
    ticked = {column for columns in jobs.values() for column in columns}
    return [
        (column, said, Meaning(TICKED + words(lowest[column]), "known") if column in ticked else meaning)
        for column, said, meaning in named
    ]


def _is_job(text: str) -> bool:
    return _is_known(text) or words(text) in _OTHERS


def _is_known(text: str) -> bool:
    said = words(text)
    return jobs_named(said.split()) == {said}


def from_ticks(cells: pl.DataFrame) -> pl.DataFrame:
    """`occupation_text` of the one job that is ticked, where the list does not say it otherwise; of two, nothing."""
    names = [name for name in cells.columns if name.startswith(TICKED)]
    marks = {name: pl.col(name).str.strip_chars().fill_null("") for name in names}
    ticks = {name: ~mark.is_in(_NO_TICKS) & (mark.str.len_chars() <= _LONGEST_TICK) for name, mark in marks.items()}
    job = {name: name.removeprefix(TICKED).removesuffix("_text") for name in names}
    told = pl.coalesce(
        pl.when(tick).then(pl.lit(job[name])) for name, tick in ticks.items() if job[name] not in _OTHERS
    )
    one = pl.sum_horizontal(ticks.values()) == 1
    own = pl.col("occupation_text") if "occupation_text" in cells.columns else pl.lit(None, pl.String)
    return cells.with_columns(pl.coalesce(own, pl.when(one).then(told)).alias("occupation_text")).drop(names)
