"""Cells that begin with a job and go on with where, with what, or for whom: "Sopir MPU Trayek Ngunut", "PKL bakso"."""

from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl

from schemas.reference import reference
from schemas.text import words

_WHATEVER_FOLLOWS = frozenset({
    "petani tembakau", "petani mbako", "buruh tani tembakau", "buruh tani mbako", "buruh tani", "buruh nelayan",
    "buruh harian tani", "buruh tani harian", "buruh tani lepas", "buruh tani padi",
    "tukang becak", "becak", "pengemudi becak", "bentor", "becak motor", "penarik becak", "tukang bentor",
    "pengayuh becak", "abang becak", "ojek", "ojol", "ojek online", "pengemudi ojek", "driver ojol", "tukang ojek",
    "driver ojek online", "pengemudi ojek online", "ojek daring", "ojek pangkalan", "pengojek", "pkl",
    "pedagang kaki lima",
    "kaki lima", "bakul etek", "bakul ethek", "mlijo", "wlijo", "pedagang keliling", "pedagang sayur keliling",
    "penjual sayur keliling", "bakul sayur keliling", "bakul mlijo", "tukang sayur keliling", "juru parkir", "jukir",
    "tukang parkir", "kuli bangunan", "buruh bangunan", "tukang bangunan", "sopir mpu", "sopir angkot", "pemulung",
    "asisten rumah tangga", "pembantu rumah tangga", "guru ngaji", "guru tpq", "pengrajin", "perajin",
    "pengrajin marmer",
})  # fmt: skip
"""Words that name one job, whatever goods or place stand behind them."""
_ANOTHER_WITH_MORE = frozenset({
    "pedagang", "bakul", "bakul sayur", "tukang sayur", "tani", "mbako", "etek", "ethek", "art", "grab", "gojek",
})  # fmt: skip
"""Words that more words make another job of, even those of a place: who sells at a market stall is no street trader."""
_PLACES = frozenset({
    "di", "desa", "ds", "dusun", "dsn", "dukuh", "kelurahan", "kecamatan", "kec", "pasar", "terminal", "stasiun",
    "pangkalan", "trayek", "jurusan", "jl", "jln", "jalan", "sekitar", "daerah", "area", "wilayah", "pantai",
    "rt", "rw",
})  # fmt: skip
"""What must follow at once where more words may make another job: "tukang batu di Kediri", not "tukang batu bata"."""
_OTHERWISE = frozenset({
    # of somebody else, of another time, or not at all
    "istri", "isteri", "suami", "anak", "ibu", "bapak", "ayah", "ortu", "orangtua", "janda", "duda", "menantu",
    "mertua", "eks", "ex", "mantan", "bekas", "dulu", "dulunya", "sebelumnya", "sekarang", "kini", "bukan", "non",
    "tidak", "tdk", "belum", "blm", "calon", "berhenti", "keluar", "pindah", "tutup", "libur", "alm", "almarhum",
    "meninggal",
    # beside another job
    "dan", "dn", "serta", "atau", "juga", "sambil", "merangkap", "sekaligus", "plus", "sampingan", "sambilan", "kadang",
    "serabutan", "swasta", "wiraswasta", "usaha", "buruh", "tukang", "kuli", "sopir", "supir", "driver", "pengemudi",
    "penjual", "jualan", "pedagang", "peternak", "ternak", "guru", "penjaga", "perangkat", "kepala", "ketua",
    # above such workers, or employed
    "pemilik", "juragan", "bos", "pengusaha", "majikan", "agen", "grosir", "besar", "distributor", "koordinator",
    "korlap", "pengelola", "pengawas", "mandor", "kontraktor", "pemborong", "pegawai", "karyawan", "karyawati", "staf",
    "petugas", "honorer", "kontrak", "dinas", "dishub", "pt", "cv", "pabrik", "perusahaan", "gudang", "rokok",
    "linting", "bupati", "camat", "lurah", "kades", "dprd", "pemkab", "siswa", "pelajar", "mahasiswa", "smk", "magang",
    "praktik", "praktek",
    # of another trade
    "tembakau", "mbako", "perahu", "kapal", "tambak", "mobil", "car", "truk", "travel", "pariwisata", "bus",
})  # fmt: skip
_OFFICES = frozenset({"rsud", "rs", "puskesmas", "kantor", "sekolah", "sd", "smp", "sma", "bank", "hotel", "mall"})
"""Who parks cars or drives for these may be employed by them; who sells before their doors is not."""
_EMPLOYED_THERE = frozenset({"juru-parkir", "sopir-mpu", "pekerja-rumah-tangga", "kuli-bangunan"})
_NUMBERS_OF_PLACES = frozenset({"rt", "rw"})
"""Words for a post that stand in addresses too."""
_LONGEST = 5
"""Words of the longest spelling of a job."""


def begun_job(texts: pl.Series, known: Mapping[str, str]) -> pl.Expr:
    """The code of the job of vulnerable workers that a cell begins with, the longest of the words `known` for jobs.

    What follows must not say another job, another time or another person, nor make another job of the words. Posts,
    civil servants and those of offices are never told so, for much behind their words does.
    """
    full = dict(reference("occupation_abbreviations").iter_rows())
    told = {
        text: code
        for text in texts.drop_nulls().unique()
        if words(text) not in known and (code := _begun(words(text).split(), known, full))
    }
    return pl.col(texts.name).replace_strict(told, default=None, return_dtype=pl.String)


def _begun(said: Sequence[str], known: Mapping[str, str], full: Mapping[str, str]) -> str | None:
    in_full = [full.get(word, word) for word in said[:_LONGEST]]
    ends = (end for end in range(min(len(said) - 1, _LONGEST), 0, -1) if " ".join(in_full[:end]) in known)
    end = next(ends, None)
    if end is None:
        return None
    beginning, behind = " ".join(in_full[:end]), said[end:]
    code = known[beginning]
    return code if code in _vulnerable() and _is_still(code, beginning, behind, known) else None


def _is_still(code: str, beginning: str, behind: Sequence[str], known: Mapping[str, str]) -> bool:
    """Whether the words behind leave the job what it is."""
    if beginning in _ANOTHER_WITH_MORE:
        return all(known.get(word) == code for word in behind)
    closed = beginning not in _WHATEVER_FOLLOWS and behind[0] not in _PLACES and known.get(behind[0]) != code
    offices = _OFFICES if code in _EMPLOYED_THERE else frozenset()
    return not closed and _OTHERWISE.union(offices).isdisjoint(behind) and _jobs_in(behind, known) <= {code}


def _jobs_in(behind: Sequence[str], known: Mapping[str, str]) -> set[str]:
    parts = (
        " ".join(behind[begin:end]) for end in range(len(behind) + 1) for begin in range(max(0, end - _LONGEST), end)
    )
    return {known[part] for part in parts if part in known and part not in _NUMBERS_OF_PLACES}


@cache
def _vulnerable() -> frozenset[str]:
    """The jobs of no segment of its own and of no office."""
    table = reference("occupations").filter(~pl.col("civil_servant"), pl.col("segment").is_null())
    return frozenset(table["occupation"]) - {"honorer", "guru-honorer", "tenaga-kesehatan"}
