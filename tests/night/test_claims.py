"""What Dukcapil, BPJS and the lists of aid say of people, from files in raw/ to the tables, over two months."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.night.plain import HEADING, NAMES, night

SEPTEMBER, OCTOBER = "2023-09", "2023-10"
PEOPLE = {NAMES[n]: f"350411{n:02d}01709001" for n in range(1, 10)}
NIK = {name.title(): nik for name, nik in PEOPLE.items()}
CLAIMED, UNCLAIMED, LITTLE, TWICE, UNKNOWN = "Sugeng", "Karto", "Wagiman", "Slamet", "3504111001709009"
NOT_FOUND, DIFFERS = "Paijo", "Tukiman"
MISTYPED, MENDED = NIK["Misdi"], f"{NIK['Misdi'][:-1]}2"

CLAIMS = f"""NO KLAIM,PROGRAM,NIK,NAMA,TGL KEJADIAN,TGL LAPOR,TGL BAYAR,NOMINAL,STATUS,AHLI WARIS
K1,JKM,{NIK[CLAIMED]},{CLAIMED},14-09-2023,20-09-2023,02-10-2023,42.000.000,Dibayar,WATI
K2,JKM,{NIK[LITTLE]},{LITTLE},15-09-2023,20-09-2023,02-10-2023,10.000.000,Dibayar,SRI
K3,JKM,{NIK[TWICE]},{TWICE},16-09-2023,20-09-2023,02-10-2023,42.000.000,Dibayar,SITI
K4,JKM,{NIK[TWICE]},{TWICE},16-09-2023,25-09-2023,09-10-2023,42.000.000,Dibayar,SITI
K5,JKM,{UNKNOWN},ORANG LAIN,17-09-2023,20-09-2023,02-10-2023,42.000.000,Dibayar,TINI
K6,JKK,{MENDED},Misdi,19-09-2023,20-09-2023,02-10-2023,1.000.000,Dibayar,
"""
DUKCAPIL = f"""NIK,HASIL,TGL MENINGGAL,NAMA SESUAI,TGL JAWABAN
{NIK[UNCLAIMED]},Meninggal,18-09-2023,Sesuai,05-10-2023
{NIK[NOT_FOUND]},Tidak ditemukan,,,05-10-2023
{NIK[DIFFERS]},Ditemukan,,Tidak Sesuai,05-10-2023
"""
AID = f"""NIK,NAMA,PROGRAM BANTUAN,TGL TERIMA,NILAI
{NIK[DIFFERS]},{DIFFERS},Bantuan usaha PMI,01-03-2023,3.000.000
{NIK[DIFFERS]},{DIFFERS},Gerobak,01-09-2023,5.000.000
{NIK[NOT_FOUND]},{NOT_FOUND},Gerobak,01-09-2023,5.000.000
"""


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of October: nine people on one list in both months, the answers come between the two nights. In
    October the list has the right NIK of one."""
    home = tmp_path_factory.mktemp("claims")
    rows = [
        f"{n},{nik},{name},{n:02d}-01-1970,L,Pulosari,Ngunut,buruh tani"
        for n, (name, nik) in enumerate(PEOPLE.items(), 1)
    ]
    written(home / "raw" / "rosters" / SEPTEMBER / "dinas-pertanian" / "a.csv", HEADING + "\n".join(rows) + "\n")
    assert night(home, SEPTEMBER).verdict == "published"
    written(
        home / "raw" / "rosters" / OCTOBER / "dinas-pertanian" / "a.csv",
        HEADING + "\n".join(rows).replace(MISTYPED, MENDED),
    )
    written(home / "raw" / "claims" / "klaim.csv", CLAIMS)
    written(home / "raw" / "dukcapil" / "hasil.csv", DUKCAPIL)
    written(home / "raw" / "aid" / "bantuan.csv", AID)
    return night(home, OCTOBER).folder  # held: five of nine leave


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / "steward" / f"{name}.parquet")


def test_each_claim_has_its_finding(october: Path) -> None:
    found = table(october, "claims").select("claim_id", "finding", "covered_then", "expected_rp").sort("claim_id")
    assert found.rows() == [
        ("K1", "in_order", True, 42_000_000),
        ("K2", "paid_too_little", True, 42_000_000),
        ("K3", "paid_twice", True, 42_000_000),
        ("K4", "paid_twice", True, 42_000_000),
        ("K5", "unknown_person", False, 0),
        ("K6", "in_order", True, None),  # covered in September under the NIK that was mistyped
    ]


def test_the_dead_are_not_covered_in_the_month_after(october: Path) -> None:
    dead = {NIK[name] for name in (CLAIMED, UNCLAIMED, LITTLE, TWICE)} | {UNKNOWN}
    assert set(table(october, "deaths")["nik"]) == dead
    part = pl.read_parquet(october / "steward" / "workers" / f"month={OCTOBER}" / "*.parquet", hive_partitioning=False)
    assert set(part["nik"]) == {*PEOPLE.values(), MENDED} - {MISTYPED} - dead - {NIK[NOT_FOUND]}


def test_the_death_that_nobody_claimed_is_followed_up(october: Path) -> None:
    found = table(october, "unclaimed_deaths").select("nik", "covered_in", "owed_rp", "lapses_on").rows()
    assert found == [(NIK[UNCLAIMED], date(2023, 9, 1), 42_000_000, date(2028, 9, 18))]


def test_dukcapil_gives_reasons_and_advice(october: Path) -> None:
    log = table(october, "reason_log").join(table(october, "rows").select("row_id", "nik_text"), on="row_id")
    told = set(log.select("nik_text", "code").rows())
    assert (NIK[NOT_FOUND], "NIK_NOT_IN_DUKCAPIL") in told
    assert (NIK[DIFFERS], "DUKCAPIL_DIFFERS") in told


def test_aid_received_twice_is_flagged(october: Path) -> None:
    found = table(october, "aid").select("nik", "times", "received_twice").unique().sort("nik")
    assert set(found.rows()) == {(NIK[DIFFERS], 2, True), (NIK[NOT_FOUND], 1, False)}
