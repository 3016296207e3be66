"""Nobody is named outside the closed folders: not by a published night, a held one, a broken one, or any command."""

import os
import shutil
import sqlite3
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.night.place import BIN, LOST, MONTH, Place, breaking, lose
from tests.night.privacy import People, everybody, open_files, text_of

NIK, NAME = "3504110203709801", "SUPARMAN WIBISANA"
ROSTER = f"""No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan,Catatan {NIK}
1,{NIK},{NAME},02-03-1970,L,Pulosari,Ngunut,petani tembakau,x
2,{NIK},{NAME},02-03-1970,P,Pulosari,Ngunut,petani tembakau,x
3,{NIK[:-1]},{NAME},02-03-1970,L,Antah Berantah,Ngunut,entah,x
"""
ANSWERS = (
    (f"bpjs/{NAME}.csv", "NIK;KPJ;NAMA;BLTH;TOTAL IURAN", f"{NIK};30123456789;{NAME};09-2023;8400"),
    (f"claims/{NIK}.csv", "NIK;NAMA;NO KLAIM;PROGRAM;TGL KEJADIAN;NOMINAL;AHLI WARIS",
     f"{NIK};{NAME};{NAME};JKK;03-09-2023;1000000;{NAME}"),
    ("aid/bantuan.csv", "NIK;NAMA;PROGRAM;NILAI", f"{NIK};{NAME};Bantuan {NAME};1000000"),
    ("dukcapil/hasil.csv", "NIK;HASIL", f"{NIK};{NAME}"),
    (f"dukcapil/{NAME}.xlsx", "", "no workbook"),
)  # fmt: skip
"""Answers named after somebody, and with a name where none belongs."""
BREAKS = breaking("accepted['nik'].to_list(), accepted['name'].to_list()")


@dataclass(frozen=True)
class Aftermath:
    """What three nights and every command left: the folders, who is in them, what was printed by which."""

    place: Place
    prefect: Path
    people: People
    printed: dict[str, str]


def payung(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "payung", *arguments], cwd=place.home, env=place.environment, text=True, capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def aftermath(prefect_server: dict[str, str], small_month: Path, tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """A night that is published, one that is held, one that breaks in a step whose exception quotes everybody.

    Files are named after a NIK and a name, and so are a heading and a folder. What is put into temporary folders is
    kept.
    """
    home = tmp_path_factory.mktemp("privacy") / "home"
    shutil.copytree(small_month, home)
    (home / "tmp").mkdir()
    places = {"PAYUNG_KEY_FILE": str(home / "secrets" / "payung.key"), "TMPDIR": str(home / "tmp")}
    place = Place(home, {**prefect_server, **places})
    folder = place.raw / "rosters" / MONTH / "dinas-pertanian"
    (folder / f"{NIK} {NAME}.csv").write_text(ROSTER)
    (folder / f"{NIK} {NAME}.pdf").write_bytes(b"%PDF-1.7")
    stray = place.raw / "rosters" / MONTH / f"petani {NIK}"
    stray.mkdir()
    (stray / "daftar.csv").write_text(ROSTER)
    for name, heading, row in ANSWERS:
        path = place.raw / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{heading}\n{row}\n")
    people = everybody(place.raw, MONTH)
    ended: dict[str, tuple[int, str]] = {}

    def keep(name: str, done: subprocess.CompletedProcess[str]) -> None:
        ended[name] = (done.returncode, done.stdout + done.stderr)

    keep("published", place.run())
    keep("status", payung(place, "status"))
    keep("reasons", payung(place, "reasons"))
    keep("forecast", payung(place, "forecast", "--workers", "100", "--months", "1"))
    keep("export", payung(place, "export", "bpjs-registration", "--out", str(place.raw)))
    # Whoever checks a file has typed its name, so only the NIK in it is hidden.
    for named in (folder / f"{NIK}.csv", folder / f"{NIK}.pdf"):
        shutil.copy(folder / f"{NIK} {NAME}{named.suffix}", named)
    checked = (folder / f"{NIK}.csv", folder / f"{NIK}.pdf", stray / "daftar.csv")
    keep("check", payung(place, "check", *map(str, checked)))
    lose(place.raw, *LOST, "disnakertrans")
    keep("held", place.run())
    keep("diff", payung(place, "diff", "latest", next((place.curated / "held").iterdir()).name))
    (home / "sitecustomize.py").write_text(BREAKS)
    python_path = os.pathsep.join(filter(None, [str(home), place.environment.get("PYTHONPATH")]))
    keep("broken", Place(home, {**place.environment, "PYTHONPATH": python_path}).run())
    codes = {name: code for name, (code, _) in ended.items()}
    assert codes == {
        "published": 0, "status": 0, "reasons": 0, "forecast": 0, "export": 0, "check": 2, "held": 3, "diff": 0,
        "broken": 1,
    }, ended  # fmt: skip
    return Aftermath(
        place, Path(prefect_server["PREFECT_HOME"]), people, {name: said for name, (_, said) in ended.items()}
    )


def leaks(people: People, paths: list[Path]) -> dict[str, set[str]]:
    found = {str(path): people.found_in(text_of(path)) for path in paths}
    return {path: who for path, who in found.items() if who}


# --- the search itself ---------------------------------------------------------------------------------------------

SOMEBODY = People(frozenset({NIK, "081234567801"}), frozenset({("SUPARMAN", "WIBISANA"), ("SITI", "NUR", "AINI")}))


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"x{NIK}y",
        f"00{NIK}11",
        "3504 1102 0370 9801",
        "3504.110203.709801",
        "3504-1102-0370-9801",
        f'{{"nik": {NIK}.0}}',
        f"(…{NIK[-8:]})",
        "+62 0812 3456 7801",
        "Suparman Wibisana",
        "suparman_wibisana.xlsx",
        "SUPARMAN\n  WIBISANA",
        "bapak Siti Nur Aini, desa",
    ],
)
def test_the_search_finds_somebody(text: str) -> None:
    assert SOMEBODY.found_in(text)


@pytest.mark.parametrize(
    "text", ["3504110203709802", "Suparman", "Siti Nur", "Siti, Aini", "70980-1", f"a{NIK[-8:]}b", NIK[:12]]
)
def test_the_search_finds_nobody_else(text: str) -> None:
    assert not SOMEBODY.found_in(text)


def test_everybody_is_searched_for(aftermath: Aftermath) -> None:
    people = aftermath.people
    assert NIK in people.numbers
    assert tuple(NAME.split()) in people.names
    assert len(people.tails) > 1_000
    assert len(people.names) > 900


def test_the_search_finds_them_in_the_closed_folders(aftermath: Aftermath) -> None:
    """Were it blind, all else here would hold."""
    (path,) = aftermath.place.latest.glob("steward/workers/*/*.parquet")
    found = aftermath.people.found_in(text_of(path))
    assert len(found & aftermath.people.numbers) > 1_000
    assert len(found - aftermath.people.numbers) > 800


# --- what was left behind ------------------------------------------------------------------------------------------


def test_nobody_is_in_a_file_outside_the_closed_folders(aftermath: Aftermath) -> None:
    """Analyst tables, report, Data Docs, manifests, of the published and of the held night; temporary files."""
    files = open_files(aftermath.place.home)
    kinds = {path.suffix for path in files}
    assert {".parquet", ".html", ".json"} <= kinds, kinds
    assert sum("held" in path.parts for path in files) > 5
    assert leaks(aftermath.people, files) == {}


def test_nobody_is_in_the_name_of_such_a_file(aftermath: Aftermath) -> None:
    names = "\n".join(str(path.relative_to(aftermath.place.home)) for path in open_files(aftermath.place.home))
    assert aftermath.people.found_in(names) == set()


@pytest.mark.parametrize("name", ["published", "held", "broken", "status", "reasons", "check"])
def test_nobody_is_printed(aftermath: Aftermath, name: str) -> None:
    assert aftermath.printed[name].strip()
    assert aftermath.people.found_in(aftermath.printed[name]) == set()


def test_nobody_is_in_prefects_folder(aftermath: Aftermath) -> None:
    """The bytes of the database and of its write-ahead log, the server's log, and whatever else Prefect keeps."""
    files = [path for path in aftermath.prefect.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in files)
    assert leaks(aftermath.people, [*files, aftermath.prefect.parent / "server.log"]) == {}


def test_nobody_is_in_prefects_tables(aftermath: Aftermath) -> None:
    """Row by row too: a value longer than a page of the database is not in one piece in its bytes."""
    connection = sqlite3.connect(aftermath.prefect / "prefect.db")
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    assert connection.execute("select count(*) from task_run_state").fetchone()[0] > 50
    found = {
        table: aftermath.people.found_in("\n".join(map(str, connection.execute(f"select * from {table}"))))
        for table in tables
    }
    assert {table: who for table, who in found.items() if who} == {}


def test_the_folders_that_name_people_are_closed_to_others(aftermath: Aftermath) -> None:
    curated = aftermath.place.curated
    closed = [*curated.glob("snapshots/*/steward"), *curated.glob("held/*/steward"), curated / "failed"]
    closed.append(curated.parent / ".curated-cache")
    assert len(closed) == 4
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in closed} == {0o700}


def test_the_particulars_of_the_broken_night_are_in_the_closed_folder(aftermath: Aftermath) -> None:
    (particulars,) = (aftermath.place.curated / "failed").iterdir()
    assert len(aftermath.people.found_in(particulars.read_text())) > 1_000
