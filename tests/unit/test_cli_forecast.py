"""`payung forecast`: what it answers, with and without a snapshot."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publishing.parquet import write_table
from schemas.tables.adjustments import ADJUSTMENTS
from schemas.tables.budget_totals import BUDGET_TOTALS


def ask(curated: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["forecast", "--curated", str(curated), *options])
    return done.exit_code, done.output


def published(curated: Path, *, month: date = date(2023, 9, 1)) -> Path:
    """A snapshot with the money of two segments, and a correction booked in its month."""
    money = {"kecamatan_code": "35.04.11", "kecamatan_name": "Ngunut", "month": month, "jkk_rp": 1, "jkm_rp": 1}
    rows: list[dict[str, Any]] = [
        {
            **money,
            "regency_code": "35.04",
            "segment": "bpd",
            "funding_source": "ADD",
            "workers": 10,
            "contribution_rp": 108_000,
        },
        {
            **money,
            "regency_code": "35.04",
            "segment": "pekerja_rentan",
            "funding_source": "DBHCHT",
            "workers": 100,
            "contribution_rp": 1_680_000,
        },
    ]
    booked = {
        "month": month, "adjusted_month": date(2023, 8, 1), "worker_id": "w1_" + 26 * "a", "kind": "withdrawn",
        "why": "deceased", "regency_code": "35.04", "segment": "bpd", "funding_source": "ADD", "kecamatan_code": None,
        "jkk_rp": -4_800, "jkm_rp": -6_000, "contribution_rp": -10_800,
    }  # fmt: skip
    folder = curated / "snapshots" / "r1"
    for table, frame in ((BUDGET_TOTALS, rows), (ADJUSTMENTS, [booked])):
        write_table(table, pl.DataFrame(frame, schema=table.dtypes), folder / "analyst" / f"{table.name}.parquet")
    (folder / "manifest.json").write_text(f'{{"month": "{month:%Y-%m}"}}')
    (curated / "latest").symlink_to(folder)
    return curated


def row(said: str, name: str) -> list[str]:
    (line,) = (line for line in said.splitlines() if line.startswith("│ " + name))
    return [cell.strip() for cell in line.split("│")[2:-1]]


def test_a_plan_needs_no_snapshot(tmp_path: Path) -> None:
    code, said = ask(tmp_path, "--workers", "35750", "--months", "3", "--year", "2024")
    assert (code, row(said, "contribution"), row(said, "remains")) == (0, ["1,801,800,000"], ["0"]), said


def test_a_plan_comes_after_what_is_published(tmp_path: Path) -> None:
    code, said = ask(published(tmp_path, month=date(2025, 7, 1)), "--workers", "17900")
    assert (code, "2025-08 to 2025-12" in said, row(said, "contribution")) == (0, True, ["1,503,600,000"]), said
    assert (row(said, "committed"), row(said, "remains")) == (["1,680,000"], ["299,040,000"])


def test_without_heads_those_of_the_newest_month_go_on_to_the_end_of_the_year(tmp_path: Path) -> None:
    code, said = ask(published(tmp_path))
    assert (code, "2023-10 to 2023-12" in said) == (0, True), said
    assert row(said, "workers") == ["10", "100", "110"]
    assert row(said, "contribution") == ["324,000", "5,040,000", "5,364,000"]
    assert row(said, "committed") == ["97,200", "1,680,000", "1,777,200"]
    assert row(said, "ceiling")[-1] == "10,000,000,000"


def test_one_segment_of_them(tmp_path: Path) -> None:
    code, said = ask(published(tmp_path), "--segment", "bpd", "--months", "1")
    assert (code, row(said, "contribution")) == (0, ["108,000"]), said


def test_a_comma_in_a_percentage_is_a_decimal_point(tmp_path: Path) -> None:
    options = ("--workers", "1", "--segment", "bpd", "--year", "2023", "--months", "1", "--jkm-percent", "0,30")
    assert row(ask(tmp_path, *options, "--jkk-percent", "0,54")[1], "JKK") == ["10,800"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "say --workers"),
        (["--workers", "1", "--month", "2023-13"], "--month is written YYYY-MM"),
        (["--workers", "1", "--month", "2023-09", "--year", "2023"], "leave out --year"),
        (["--workers", "1", "--segment", "guru"], "no segment is called 'guru'"),
        (["--workers", "1", "--year", "1999"], "schemas/reference"),
        (["--workers", "1", "--contribution", "8400", "--wage-base", "1"], "--contribution is the whole of it"),
        (["--workers", "1", "--jkk-percent", "banyak"], "--jkk-percent is a number"),
        (["--workers", "1", "--jkk-percent", "NaN"], "--jkk-percent is from 0 to 100"),
        (["--workers", "1", "--jkk-percent", "0.00001"], "four decimals at most"),
        (["--workers", "1", "--jkm-percent", "101"], "--jkm-percent is from 0 to 100"),
        (["--workers", "1", "--wage-base", "5000000"], "flat amount"),
        (["--workers", "1", "--month", "2023-11", "--months", "3"], "pass December"),
    ],
)
def test_what_cannot_be_forecast_is_one_line(tmp_path: Path, options: list[str], said: str) -> None:
    code, output = ask(tmp_path, *options)
    assert (code, said in output, len(output.strip().splitlines())) == (1, True, 1), output


@pytest.mark.parametrize("option", ["--workers", "--wage-base", "--contribution"])
def test_numbers_beyond_any_regency_are_refused(tmp_path: Path, option: str) -> None:
    code, said = ask(tmp_path, "--segment", "bpd", "--workers", "1", option, "1000000000000000000")
    assert (code, "less than or equal to" in said) == (2, True), said


def test_the_largest_numbers_are_still_reckoned_right(tmp_path: Path) -> None:
    most = "100000000"
    options = ("--segment", "bpd", "--year", "2023", "--months", "12", "--jkk-percent", "100", "--jkm-percent", "100")
    _, said = ask(tmp_path, *options, "--workers", most, "--wage-base", most)
    assert row(said, "contribution") == [f"{2 * 12 * int(most) ** 2:,}"], said


def test_after_december_the_next_year_is_meant(tmp_path: Path) -> None:
    code, said = ask(published(tmp_path, month=date(2023, 12, 1)))
    assert (code, row(said, "months"), row(said, "committed")) == (0, ["12", "3", "-"], ["0", "0", "0"]), said


def test_of_the_year_that_is_over_nothing_is_left(tmp_path: Path) -> None:
    code, said = ask(published(tmp_path, month=date(2023, 12, 1)), "--year", "2023")
    assert (code, "no funded month of 2023 is left" in said) == (1, True), said


def test_it_answers_without_the_libraries_of_a_night(tmp_path: Path) -> None:
    """pandera alone takes three seconds to import."""
    words = ["forecast", "--curated", str(published(tmp_path))]
    heavy = {"pandera", "pandas", "prefect", "great_expectations"}
    script = (
        "import sys\nfrom flows.cli import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"sys.exit(' '.join({heavy!r} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
