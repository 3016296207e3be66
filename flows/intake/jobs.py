"""The words by which a list says what everybody in it works as."""

from collections.abc import Sequence
from functools import cache

import polars as pl

from schemas.reference import reference
from schemas.text import words

_BEFORE_A_JOB = frozenset(
    {
        *("daftar", "data", "nama", "rekap", "usulan", "calon", "penerima", "peserta", "para", "kelompok"),
        *("penggantian", "pengganti", "penambahan", "tambahan", "perubahan"),
    }
)
_AND = frozenset({"dan", "serta", "atau", "maupun", "beserta"})
_OF_AN_OFFICE = frozenset({"honorer", "guru-honorer", "tenaga-kesehatan"})


def job_named(said: Sequence[str]) -> str | None:
    """The job of vulnerable workers that the words begin with, behind "daftar", "data" and their like.

    None where they go on with another behind "dan".
    """
    begin = next((place for place, word in enumerate(said) if word not in _BEFORE_A_JOB), len(said))
    ends = (end for end in range(len(said), begin, -1) if " ".join(said[begin:end]) in _jobs())
    end = next(ends, None)
    if end is None or not _AND.isdisjoint(said[end:]):
        return None
    return " ".join(said[begin:end])


def job_alone(said: pl.Expr) -> pl.Expr:
    """The same of words (`schemas.text.words_of`) that name a job and no more; null of others."""
    bare = said.str.replace(rf"^(?:(?:{'|'.join(sorted(_BEFORE_A_JOB))}) )+", "")
    return pl.when(bare.is_in(list(_jobs()))).then(bare)


@cache
def _jobs() -> frozenset[str]:
    """Words for the jobs of vulnerable workers: those of no segment of its own and of no office."""
    table = reference("occupations").filter(~pl.col("civil_servant"), pl.col("segment").is_null())
    jobs = set(table["occupation"]) - _OF_AN_OFFICE
    return frozenset(words(said) for said, code in reference("occupation_synonyms").iter_rows() if code in jobs)
