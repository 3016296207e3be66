"""The words by which a list says what everybody in it works as."""

import re
from collections.abc import Sequence
from functools import cache

import polars as pl

from schemas.reference import reference
from schemas.text import words

_BEFORE_A_JOB = frozenset(
    {
        *("daftar", "data", "nama", "rekap", "usulan", "calon", "penerima", "peserta", "para", "kelompok"),
        *("penggantian", "pengganti", "penambahan", "tambahan", "perubahan"),
        *("pendataan", "verval", "verifikasi", "validasi", "rekapitulasi", "pemutakhiran", "inventarisasi"),
        *("form", "formulir", "pendaftaran", "registrasi", "respons", "respon", "responses", "jawaban", "isian"),
        *("pangkalan", "paguyuban", "komunitas", "persatuan"),
    }
)
_RESULT = "hasil"
"""What comes of such words (hasil verifikasi); before a job it is what the work yields (HASIL TANI)."""
_VULNERABLE = re.compile(r"\b(?:pekerja (?:rentan|informal)|sektor informal|bpjs (?:ketenagakerjaan|tk))\b")
"""Words for whom the programme is for, before what they do: PEKERJA RENTAN PETANI TEMBAKAU."""
_LETTER = re.compile(r"[a-z]|\d{1,2}|[ivx]{1,4}")
"""What counts the parts of a list: B. JURU PARKIR."""
_AND = frozenset({"dan", "serta", "atau", "maupun", "beserta"})
_OF_AN_OFFICE = frozenset({"honorer", "guru-honorer", "tenaga-kesehatan"})


def jobs_named(said: Sequence[str]) -> set[str]:
    """The job of vulnerable workers that the words begin with, behind "B.", "daftar", "data" and their like; else none.

    Where "dan" and something else follow at once (NELAYAN DAN PENCARI KERANG), or another job further on, there is a
    second one, whatever it is: none is certain. BECAK DAN BENTOR are one.
    """
    said = _VULNERABLE.sub(" ", " ".join(said)).split()
    begin = next((place for place in range(len(said)) if not _comes_before(said, place)), len(said))
    job, behind = _beginning(said[begin:])
    if job is None:
        return set()
    others = {place: behind[place + 1 :] for place, word in enumerate(behind) if word in _AND}
    codes = {place: _jobs().get(_beginning(other)[0] or "") for place, other in others.items()}
    same = {None, _jobs()[job]}
    return {
        job,
        *(" ".join(others[place]) for place, code in codes.items() if code not in same or _at_once(place, code)),
    }


def _at_once(place: int, code: str | None) -> bool:
    return place == 0 and code is None


def _beginning(said: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """The longest words for a job that these begin with, and the words behind them."""
    ends = (end for end in range(len(said), 0, -1) if " ".join(said[:end]) in _jobs())
    end = next(ends, None)
    return (None, said) if end is None else (" ".join(said[:end]), said[end:])


def _comes_before(said: Sequence[str], place: int) -> bool:
    word = said[place]
    result = word == _RESULT and said[place + 1 : place + 2] and said[place + 1] in _BEFORE_A_JOB
    return bool(result) or word in _BEFORE_A_JOB or (place == 0 and bool(_LETTER.fullmatch(word)))


def job_alone(said: pl.Expr) -> pl.Expr:
    """The same of words (`schemas.text.words_of`) that name a job and no more; null of others."""
    bare = said.str.replace(rf"^(?:(?:{_RESULT} )?(?:{'|'.join(sorted(_BEFORE_A_JOB))}) )+", "")
    return pl.when(bare.is_in(list(_jobs()))).then(bare)


@cache
def _jobs() -> dict[str, str]:
    """Words for the jobs of vulnerable workers, those of no segment of its own and of no office, and their codes."""
    table = reference("occupations").filter(~pl.col("civil_servant"), pl.col("segment").is_null())
    jobs = set(table["occupation"]) - _OF_AN_OFFICE
    return {words(said): code for said, code in reference("occupation_synonyms").iter_rows() if code in jobs}
