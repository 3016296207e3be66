"""The commands that run without Prefect, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app

HEADING = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan\n"
GOOD = "1,3504110101709701,SUPARMAN,01-01-1970,L,Pulosari,Ngunut,buruh tani\n"
BAD = "2,35041101017097,SUGENG,31-02-1970,L,Pulosari,Ngunut,buruh tani\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "dinas-pertanian"
    path.mkdir()
    return path


def check(file: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["check", str(file), "--month", "2023-09", *options])
    return done.exit_code, done.output


def test_check_of_a_good_list(folder: Path) -> None:
    (folder / "baik.csv").write_text(HEADING + GOOD)
    code, said = check(folder / "baik.csv")
    assert code == 0, said
    assert "1 rows, 0 refused" in said


def test_check_says_row_and_column_and_no_cell(folder: Path) -> None:
    (folder / "buruk.csv").write_text(HEADING + GOOD + BAD)
    code, said = check(folder / "buruk.csv")
    assert code == 1, said
    assert "2 rows, 1 refused" in said
    assert "birth_date" in said
    assert "35041101017097" not in said
    assert "SUGENG" not in said


def test_check_of_a_file_that_cannot_be_used(folder: Path) -> None:
    (folder / "kosong.xlsx").touch()
    code, said = check(folder / "kosong.xlsx")
    assert code == 2
    assert "FILE_EMPTY: Berkas kosong." in said


def test_check_asks_for_a_declared_sender(tmp_path: Path) -> None:
    (tmp_path / "baik.csv").write_text(HEADING + GOOD)
    code, said = check(tmp_path / "baik.csv", "--sender", "dinas-antah")
    assert code == 1
    assert "dinas-antah.yml" in said


def test_status_before_the_first_night(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["status", "--curated", str(tmp_path)])
    assert done.exit_code == 1
    assert "nothing is published" in done.output


def test_a_second_key_is_refused(tmp_path: Path) -> None:
    options = ["keys", "new", "--path", str(tmp_path / "secrets" / "key")]
    assert CliRunner().invoke(app, options).exit_code == 0
    again = CliRunner().invoke(app, options)
    assert again.exit_code == 1
    assert "exists already" in again.output


def test_the_demo_writes_over_no_rosters(tmp_path: Path) -> None:
    (tmp_path / "rosters" / "2023-09" / "dpmd").mkdir(parents=True)
    (tmp_path / "rosters" / "2023-09" / "dpmd" / "asli.csv").write_text(HEADING)
    done = CliRunner().invoke(app, ["demo", "--raw", str(tmp_path), "--workers", "1000"])
    assert done.exit_code == 1
    assert (tmp_path / "rosters" / "2023-09" / "dpmd" / "asli.csv").read_text() == HEADING


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], {"polars", "pandera", "prefect", "great_expectations"}),
        (["check", "--help"], {"polars", "pandera", "prefect", "great_expectations"}),
        (["template", "--help"], {"polars", "xlsxwriter", "pandera", "prefect", "great_expectations"}),
        (["check", "FILE", "--month", "2023-09"], {"prefect", "great_expectations"}),
    ],
)
def test_a_command_imports_only_what_it_needs(folder: Path, arguments: list[str], unwanted: set[str]) -> None:
    (folder / "baik.csv").write_text(HEADING + GOOD)
    words = [str(folder / "baik.csv") if word == "FILE" else word for word in arguments]
    script = (
        "import sys\nfrom flows.cli import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"sys.exit(' '.join({unwanted!r} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
