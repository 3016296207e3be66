"""What people of each segment do, in the words offices use."""

from functools import cache
from random import Random

from flows.demo.places import reference

_POSITIONS = {
    "perangkat_desa": (
        "Kepala Desa", "Sekretaris Desa", "Kaur Keuangan", "Kaur Perencanaan", "Kaur Umum",
        "Kasi Pemerintahan", "Kasi Kesejahteraan", "Kasi Pelayanan", "Kepala Dusun", "Staf Desa",
    ),
    "bpd": ("Ketua BPD", "Wakil Ketua BPD", "Sekretaris BPD", "Anggota BPD", "Anggota BPD", "Anggota BPD"),
    "rt_rw": ("Ketua RT", "Ketua RT", "Ketua RT", "Ketua RW"),
    "non_asn": (
        "Tenaga Administrasi", "Operator Komputer", "Petugas Kebersihan", "Penjaga Malam",
        "Pengemudi", "Satpam",
    ),
    "non_asn/guru": ("Guru Honorer", "Guru Tidak Tetap", "GTT", "Tenaga Administrasi", "Penjaga Malam"),
    "non_asn/kesehatan": ("Perawat", "Bidan", "Tenaga Kesehatan", "Tenaga Administrasi", "Satpam"),
}  # fmt: skip
_OTHER_WORK = ("Petani", "Pedagang", "Kuli bangunan", "Petani", "Pengrajin", "Wiraswasta")
_WOMEN_SHARE = {
    "perangkat_desa": 0.2, "bpd": 0.25, "rt_rw": 0.1, "non_asn": 0.45, "non_asn/guru": 0.6,
    "non_asn/kesehatan": 0.7, "petani-tembakau": 0.2, "buruh-tani-tembakau": 0.5, "buruh-tani": 0.45,
    "petani": 0.2, "pkl": 0.5, "pedagang-keliling": 0.75, "pekerja-rumah-tangga": 0.95, "guru-ngaji": 0.55,
    "pemulung": 0.35, "pengrajin": 0.3,
}  # fmt: skip
_WAGES = {
    "perangkat_desa": range(2_022_200, 3_000_001, 100),
    "non_asn": range(500_000, 1_850_001, 50_000),
    "pekerja_rentan": range(600_000, 1_500_001, 50_000),
}


@cache
def words_for(occupation: str) -> tuple[str, ...]:
    """The label and all synonyms of an occupation code."""
    labels = [row["label"] for row in reference("occupations") if row["occupation"] == occupation]
    synonyms = [row["spelling"] for row in reference("occupation_synonyms") if row["occupation"] == occupation]
    return (*labels, *(word.upper() if len(word) <= 3 else word.capitalize() for word in synonyms))


def position(segment: str, kind: str, rng: Random) -> str:
    """A post of the segment; `kind` names the sort of office for staff lists."""
    return rng.choice(_POSITIONS.get(kind) or _POSITIONS[segment])


def occupation_words(segment: str, codes: tuple[str, ...], rng: Random) -> str:
    """The occupation cell: one of the list's own occupations, or what an official does beside the post."""
    if segment == "pekerja_rentan":
        return rng.choice(words_for(rng.choice(codes)))
    return position(segment, segment, rng) if segment == "non_asn" else rng.choice(_OTHER_WORK)


def sex(kind: str, rng: Random) -> str:
    """L or P, as often as the job is done by either."""
    return "P" if rng.random() < _WOMEN_SHARE.get(kind, 0.05) else "L"


def wage(segment: str, rng: Random) -> int:
    """A plausible wage in rupiah a month."""
    return rng.choice(_WAGES.get(segment, _WAGES["pekerja_rentan"]))
