"""The commands that run without Prefect, each in a process of its own."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publishing.parquet import table_path
from schemas.tables.received_files import RECEIVED_FILES

HEADING = "No,NIK,Nama,Tgl Lahir,JK,Desa,Kecamatan,Pekerjaan\n"
GOOD = "1,3504110101709701,SUPARMAN,01-01-1970,L,Pulosari,Ngunut,buruh tani\n"
BAD = "2,35041101017097,SUGENG,31-02-1970,L,Pulosari,Ngunut,buruh tani\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "dinas-pertanian"
    path.mkdir()
    return path


def check(*files_and_options: Path | str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["check", "--month", "2023-09", *map(str, files_and_options)])
    return done.exit_code, done.output


def roster(folder: Path, name: str, *rows: str) -> Path:
    (folder / name).write_text(HEADING + "".join(rows))
    return folder / name


def test_check_of_a_good_list(folder: Path) -> None:
    code, said = check(roster(folder, "baik.csv", GOOD))
    assert code == 0, said
    assert "1 baris data: 0 akan ditolak" in said
    assert "Siap dikirim." in said


def test_check_says_cell_and_column_and_nothing_of_the_person(folder: Path) -> None:
    code, said = check(roster(folder, "buruk.csv", GOOD, BAD))
    assert code == 1, said
    assert "2 baris data: 1 akan ditolak" in said
    assert [word for word in ("B3", "D3", "Tanggal lahir", "NIK bukan 16 angka.") if word not in said] == []
    assert [word for word in ("35041101017097", "SUGENG", "31-02-1970") if word in said] == []


def test_check_of_a_file_that_cannot_be_used(folder: Path) -> None:
    (folder / "kosong.xlsx").touch()
    code, said = check(folder / "kosong.xlsx")
    assert code == 2
    assert "Berkas kosong." in said


@pytest.mark.parametrize(("rows", "worst"), [([], 0), ([BAD], 1)])
def test_several_files_end_as_the_worst_of_them(folder: Path, rows: list[str], worst: int) -> None:
    good, other = roster(folder, "a.csv", GOOD), roster(folder, "b.csv", GOOD, *rows)
    code, said = check(good, other)
    assert code == worst
    assert [name for name in ("a.csv:", "b.csv:") if name not in said] == []
    (folder / "c.xlsx").touch()
    assert check(good, other, folder / "c.xlsx")[0] == 2


def test_a_folder_that_is_no_sender_is_said(tmp_path: Path, folder: Path) -> None:
    code, said = check(roster(tmp_path, "unduhan.csv", GOOD), roster(folder, "baik.csv", GOOD))
    assert code == 2
    assert "Folder pengirim tidak terdaftar." in said
    assert "Siap dikirim." in said  # of the other file
    assert check(tmp_path / "unduhan.csv", "--sender", "dinas-pertanian")[0] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sender", "dinas-antah"], "dinas-antah.yml"),
        (["--month", "2023-9"], "YYYY-MM"),
        (["--out", "daftar.csv"], "is not called .xlsx"),
        (["--out", "/nowhere/at/all.xlsx"], "nowhere"),
    ],
)
def test_check_of_what_it_cannot_do_is_a_line(folder: Path, options: list[str], said: str) -> None:
    code, output = check(roster(folder, "baik.csv", GOOD), *options)
    assert code == 2
    assert said in output
    assert "Traceback" not in output


def test_the_return_workbook_is_written_once(folder: Path, tmp_path: Path) -> None:
    list_, out = roster(folder, "buruk.csv", GOOD, BAD), tmp_path / "perbaikan.xlsx"
    assert check(list_, "--out", out)[0] == 1
    written = out.read_bytes()
    code, said = check(list_, "--out", out)
    assert (code, "exists already" in said, out.read_bytes() == written) == (2, True, True)


def test_an_unforeseen_error_is_a_line_without_its_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("SUGENG")

    monkeypatch.setattr("flows.checking.one_file.read_roster", broken)
    code, said = check(roster(folder, "baik.csv", GOOD))
    assert (code, said) == (2, "payung: baik.csv could not be checked: ValueError\n")


def test_explain_prints_what_to_declare(tmp_path: Path) -> None:
    code, said = check(roster(tmp_path, "baik.csv", GOOD), "--explain", "--sender", "dinas-antah")
    assert code == 2
    assert "sender: dinas-antah\n" in said


def test_status_before_the_first_night(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["status", "--curated", str(tmp_path)])
    assert done.exit_code == 1
    assert "nothing is published" in done.output


def test_status_tells_the_files_of_its_month_alone(tmp_path: Path) -> None:
    """Those of a month long closed are nobody's work tonight."""
    money = {"workers": 1, "jkk_rp": 1, "jkm_rp": 1, "contribution_rp": 2}
    manifest = {
        "run_id": "r1", "month": "2023-10", "verdict": "published", "unchanged": False, "gates": [], "reasons": [],
        "senders_missing": [], "senders_carried_forward": [], "segments": [{"segment": "bpd", "label": "BPD", **money}],
        "balance": {"rows_read": 1, "covered": 1, "waiting": 0, "duplicate": 0, "rejected": 0},
    }  # fmt: skip
    files = [
        {"month": date(2023, month, 1), "source_file": f"rosters/2023-{month:02d}/dpmd/a.xlsx", "sender": "dpmd",
         "status": "set_aside", "code": "FILE_EMPTY"}
        for month in (9, 10)
    ]  # fmt: skip
    folder = published(tmp_path / "curated") / "latest"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    path = table_path(folder, RECEIVED_FILES, "")
    path.parent.mkdir()
    pl.DataFrame(files, schema=RECEIVED_FILES.dtypes).write_parquet(path)
    done = CliRunner().invoke(app, ["status", "--curated", str(tmp_path / "curated")])
    assert (done.exit_code, "2023-10/dpmd" in done.output, "2023-09/dpmd" in done.output) == (0, True, False)


def test_a_second_key_is_refused(tmp_path: Path) -> None:
    options = ["keys", "new", "--path", str(tmp_path / "secrets" / "key")]
    assert CliRunner().invoke(app, options).exit_code == 0
    again = CliRunner().invoke(app, options)
    assert again.exit_code == 1
    assert "exists already" in again.output


def test_the_demo_writes_a_history(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["demo", "--raw", str(tmp_path), "--workers", "1000", "--months", "2"])
    assert done.exit_code == 0, done.output
    assert " ".join(done.output.split()).startswith("2 months: ")
    assert {path.name for path in (tmp_path / "rosters").iterdir()} == {"2023-09", "2023-10"}
    refused = CliRunner().invoke(app, ["demo", "--raw", str(tmp_path), "--workers", "1000", "--months", "0"])
    assert refused.exit_code == 1
    assert "months must be 1 or more" in refused.output


def test_the_demo_writes_over_no_rosters(tmp_path: Path) -> None:
    (tmp_path / "rosters" / "2023-09" / "dpmd").mkdir(parents=True)
    (tmp_path / "rosters" / "2023-09" / "dpmd" / "asli.csv").write_text(HEADING)
    done = CliRunner().invoke(app, ["demo", "--raw", str(tmp_path), "--workers", "1000"])
    assert done.exit_code == 1
    assert (tmp_path / "rosters" / "2023-09" / "dpmd" / "asli.csv").read_text() == HEADING


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["check", "FILE", "--month", "2023-09"], {"prefect", "great_expectations"}),
        (["check", "FILE", "--explain", "--out", "OUT"], {"prefect", "great_expectations"}),
    ],
)
def test_a_command_imports_only_what_it_needs(folder: Path, arguments: list[str], unwanted: set[str]) -> None:
    places = {"FILE": str(roster(folder, "baik.csv", GOOD)), "OUT": str(folder / "perbaikan.xlsx")}
    words = [places.get(word, word) for word in arguments]
    script = (
        "import sys\nfrom flows.cli import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"sys.exit(' '.join({unwanted!r} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# --- the workbook of open questions --------------------------------------------------------------------------------


def published(curated: Path, *, month: str = "2023-09") -> Path:
    """A snapshot with nothing in it but its month."""
    folder = curated / "snapshots" / "r1"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(f'{{"month": "{month}"}}')
    (curated / "latest").symlink_to(folder)
    return curated


def ask(*options: Path | str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["decisions", "template", *map(str, options)])
    return done.exit_code, done.output


def test_decisions_template_is_named_by_its_month_and_says_that_it_is_personal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = ask("--curated", published(tmp_path / "curated"))
    assert (code, (tmp_path / "keputusan-2023-09.xlsx").is_file()) == (0, True), said
    assert "personal data" in said


def test_decisions_template_before_the_first_night(tmp_path: Path) -> None:
    code, said = ask("--curated", tmp_path)
    assert (code, "nothing is published" in said) == (1, True)


@pytest.mark.parametrize(("name", "words"), [("ada.xlsx", "exists already"), ("ada.csv", "not called .xlsx")])
def test_decisions_template_writes_over_nothing_and_nothing_but_workbooks(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / name).write_text("filled in")
    code, said = ask("--curated", published(tmp_path / "curated"), "--out", tmp_path / name)
    assert (code, words in said, (tmp_path / name).read_text()) == (1, True, "filled in")


def test_decisions_template_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    code, said = ask("--curated", published(tmp_path / "curated"), "--out", tmp_path / "x" / "a.xlsx")
    assert (code, len(said.strip().splitlines())) == (1, 1), said
