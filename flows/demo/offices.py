"""Who sends what: weights, occupations and file names of the offices, as tables."""

from typing import NamedTuple

POPULATION = {"perangkat_desa": 2745, "rt_rw": 7010, "bpd": 1776, "non_asn": 7700, "pekerja_rentan": 27500}
FULL = sum(POPULATION.values())


class Staff(NamedTuple):
    """One staff list: `says` is the one thing that tells the segment (default, sheet, title or file)."""

    sender: str
    label: str
    weight: int
    says: str = "default"
    kind: str = "non_asn"
    suffix: str = "xlsx"
    delimiter: str = ";"
    encoding: str = "utf-8"


class Vulnerable(NamedTuple):
    """One list of vulnerable workers; `home` are the kecamatan where the trade is found, all when empty."""

    sender: str
    file: str
    title: str
    weight: int
    occupations: tuple[str, ...]
    home: tuple[str, ...] = ()
    delimiter: str = ";"


STAFF = (
    Staff("bakesbangpol", "BAKESBANGPOL", 60),
    Staff("bappeda", "BAPPEDA", 90, suffix="csv", encoding="utf-8-sig"),
    Staff("bkpsdm", "BKPSDM", 90),
    Staff("bpbd", "BPBD", 120),
    Staff("bpkad", "BPKAD", 110),
    Staff("dinas-dukcapil", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", 130, suffix="csv", delimiter=","),
    Staff("dinas-kbpppa", "DINAS KBPPPA", 110),
    Staff("dinas-kesehatan", "DINAS KESEHATAN", 1100, kind="non_asn/kesehatan"),
    Staff("dinas-ketahanan-pangan", "DINAS KETAHANAN PANGAN", 60),
    Staff("dinas-koperasi", "DINAS KOPERASI DAN USAHA MIKRO", 70),
    Staff("dinas-lingkungan-hidup", "DINAS LINGKUNGAN HIDUP", 520),
    Staff("dinas-pendidikan", "DINAS PENDIDIKAN", 1900, kind="non_asn/guru"),
    Staff("dinas-perkim", "DINAS PERUMAHAN DAN KAWASAN PERMUKIMAN", 120),
    Staff("dinas-peternakan", "DINAS PETERNAKAN DAN KESEHATAN HEWAN", 100),
    Staff("dinas-pupr", "DINAS PUPR", 360),
    Staff("dinas-sosial", "DINAS SOSIAL", 120),
    Staff("disbudpar", "DINAS KEBUDAYAAN DAN PARIWISATA", 140),
    Staff("diskominfo", "DINAS KOMUNIKASI DAN INFORMATIKA", 110, suffix="csv"),
    Staff("dpmptsp", "DPMPTSP", 80),
    Staff("inspektorat", "INSPEKTORAT DAERAH", 60),
    Staff("rsud-campurdarat", "RSUD CAMPURDARAT", 210, kind="non_asn/kesehatan"),
    Staff("rsud-dr-iskak", "RSUD DR. ISKAK", 860, kind="non_asn/kesehatan"),
    Staff("sekretariat-daerah", "SEKRETARIAT DAERAH", 260),
    Staff("sekretariat-dprd", "SEKRETARIAT DPRD", 150),
    Staff("satpol-pp", "SATUAN POLISI PAMONG PRAJA", 240, says="title"),
    Staff("dishub", "DINAS PERHUBUNGAN", 260, says="sheet"),
    Staff("dinas-pertanian", "DINAS PERTANIAN", 150, says="file"),
    Staff("disperindag", "DINAS PERINDUSTRIAN DAN PERDAGANGAN", 210, says="title"),
)
VULNERABLE = (
    Vulnerable(
        "dinas-pertanian", "petani tembakau", "DAFTAR PETANI TEMBAKAU", 6000, ("petani-tembakau",),
        ("05", "08", "09", "18", "17", "16", "02", "03", "04"),
    ),
    Vulnerable(
        "dinas-pertanian", "buruh tani tembakau", "DAFTAR BURUH TANI TEMBAKAU", 4500,
        ("buruh-tani-tembakau",),
        ("05", "08", "09", "18", "17", "16", "02", "10"),
    ),
    Vulnerable("dinas-pertanian", "data buruh tani", "DAFTAR BURUH TANI", 6500, ("buruh-tani", "petani")),
    Vulnerable(
        "dinas-perikanan", "Data Nelayan", "DAFTAR NELAYAN DAN BURUH NELAYAN", 1200,
        ("nelayan", "buruh-nelayan"), ("15", "19", "12", "14"),
    ),
    Vulnerable("satpol-pp", "data tukang becak", "DAFTAR TUKANG BECAK DAN BENTOR", 500, ("becak-bentor",)),
    Vulnerable("disperindag", "PKL se kabupaten", "DAFTAR PEDAGANG KAKI LIMA", 2000, ("pkl",)),
    Vulnerable("disperindag", "bakul etek", "DAFTAR BAKUL ETEK", 1500, ("pedagang-keliling",)),
    Vulnerable("dishub", "ojek dan ojol.csv", "DAFTAR PENGEMUDI OJEK", 1300, ("ojek-ojol",), delimiter=","),
    Vulnerable(
        "dishub", "jukir dan MPU", "DAFTAR JURU PARKIR DAN SOPIR MPU", 700, ("juru-parkir", "sopir-mpu")
    ),
    Vulnerable("disnakertrans", "kuli bangunan", "DAFTAR PEKERJA BANGUNAN", 1800, ("kuli-bangunan",)),
    Vulnerable(
        "disnakertrans", "pemulung dan art.csv", "DAFTAR PEMULUNG DAN ASISTEN RUMAH TANGGA", 800,
        ("pemulung", "pekerja-rumah-tangga"),
    ),
    Vulnerable(
        "disnakertrans", "guru ngaji pengrajin", "DAFTAR GURU NGAJI DAN PENGRAJIN", 700,
        ("guru-ngaji", "pengrajin"),
    ),
)  # fmt: skip


def shares(total: int, weights: list[int], least: int = 0) -> list[int]:
    """Whole shares of `total` by largest remainder, none below `least`; equal remainders: the earlier."""
    spread = total - least * len(weights)
    if spread < 0:
        raise ValueError(f"cannot give {least} each to {len(weights)} lists out of {total} people")
    exact = [spread * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[: spread - sum(whole)]:
        whole[at] += 1
    return [least + share for share in whole]


def population(workers: int) -> dict[str, int]:
    """True people by segment, in proportion to the launch month."""
    return dict(zip(POPULATION, shares(workers, list(POPULATION.values())), strict=True))
