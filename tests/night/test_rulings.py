"""A month with one ruling of every kind, and one of each that comes to nothing. Tasks run as plain functions."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.publishing.parquet import read_table
from schemas.rulings import HEADINGS
from schemas.tables import TABLES
from tests.night.plain import night

NEW_NIK = "3504110101709701"
_IN_ORDER = {
    "reason": "sudah dicek",
    "decided_by": "Sri Lestari",
    "approved_by": "Budi Santoso",
    "decided_on": "12-09-2023",
    "expires_on": "31-12-2023",
}


@dataclass(frozen=True)
class Ended:
    """A published night's tables and manifest."""

    folder: Path

    def __getitem__(self, name: str) -> pl.DataFrame:
        return read_table(self.folder, TABLES[name])

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
        return found

    def status_of(self, row_id: str) -> str:
        found: str = self["rows"].filter(pl.col("row_id") == row_id)["status"].item()
        return found

    def codes_of(self, row_id: str) -> list[str]:
        return self["reason_log"].filter(pl.col("row_id") == row_id)["code"].to_list()


def run(home: Path) -> Ended:
    done = night(home)
    assert done.verdict == "published"
    return Ended(done.folder)


def write(home: Path, name: str, *rulings: dict[str, str]) -> None:
    path = home / "raw" / "decisions" / name
    path.parent.mkdir(exist_ok=True)
    rows = [{**_IN_ORDER, **ruling} for ruling in rulings]
    pl.DataFrame(rows, schema=dict.fromkeys(HEADINGS, pl.String)).write_csv(path)


def rejected_for(night: Ended, code: str) -> pl.DataFrame:
    """Rows rejected for one reason and no other, with their NIK, in a fixed order."""
    alone = night["reason_log"].filter((pl.col("severity") == "reject").sum().over("row_id") == 1)
    return alone.filter(pl.col("code") == code).join(night["rows"], on="row_id").sort("row_id")


@pytest.fixture(scope="module")
def before(small_month: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """The month without a ruling, published, and where."""
    home = tmp_path_factory.mktemp("rulings") / "home"
    shutil.copytree(small_month, home)
    return home, run(home)


@pytest.fixture(scope="module")
def targets(before: tuple[Path, Ended]) -> dict[str, str]:
    """What the rulings are about, by what must become of it."""
    night = before[1]
    old, conflict = rejected_for(night, "AGE_OVER_MAXIMUM"), rejected_for(night, "NIK_CONFLICT")
    covered = night["rows"].filter(pl.col("status") == "covered").sort("row_id")
    workers = night["workers"].join(covered, on="worker_id").sort("row_id")
    file = night["received_files"].filter(pl.col("status") == "read").sort("rows_read")
    loser = night["duplicates"].filter(pl.col("kind") == "within_sender").sort("row_id").row(0, named=True)
    elsewhere = workers.filter(pl.col("source_file") != file["source_file"][0])
    return {
        "kept": conflict["row_id"][0],
        "lost": conflict["row_id"][1],
        "waived": old["nik_text"][0],
        "waived_row": old["row_id"][0],
        "unapproved": old["row_id"][1],
        "expired": old["row_id"][2],
        "young": rejected_for(night, "AGE_UNDER_MINIMUM")["row_id"][0],
        "mended": rejected_for(night, "NIK_FORMAT")["row_id"][0],
        "excluded": elsewhere["row_id"][0],
        "right": elsewhere["nik"][1],
        "right_row": elsewhere["row_id"][1],
        "other": elsewhere["nik"][2],
        "other_row": elsewhere["row_id"][2],
        "file": file["source_file"][0],
        "winner": loser["winner_row_id"],
        "loser": loser["row_id"],
    }


@pytest.fixture(scope="module")
def after(before: tuple[Path, Ended], targets: dict[str, str]) -> tuple[Path, Ended]:
    home, to = before[0], targets
    write(
        home,
        "a.csv",
        {"ruling": "keep_row", "row_id": to["kept"]},
        {"ruling": "same_person", "nik": to["right"], "other_nik": to["other"]},
        {"ruling": "waive_reason", "nik": to["waived"], "code": "AGE_OVER_MAXIMUM"},
        {"ruling": "waive_reason", "row_id": to["young"], "code": "AGE_UNDER_MINIMUM"},
        {"ruling": "exclude_row", "row_id": to["excluded"]},
        {"ruling": "exclude_file", "file": to["file"]},
        {"ruling": "accept_value", "row_id": to["mended"], "column": "NIK", "value": NEW_NIK},
    )
    write(
        home,
        "b.csv",
        {"ruling": "waive_reason", "row_id": to["unapproved"], "code": "AGE_OVER_MAXIMUM", "approved_by": "Hj. SRI"},
        {"ruling": "waive_reason", "row_id": to["expired"], "code": "AGE_OVER_MAXIMUM", "decided_on": "1-1-2023",
         "expires_on": "31-08-2023"},
        {"ruling": "keep_row", "row_id": to["winner"]},
        {"ruling": "keep_row", "row_id": to["loser"]},
        {"ruling": "exclude_row", "row_id": "0123456789ab-0-5"},
        {"ruling": "not_same_person", "nik": to["right"], "other_nik": to["waived"]},
        {"ruling": "waive_reason", "row_id": to["mended"], "code": "NIK_FORMAT"},
    )  # fmt: skip
    (home / "raw" / "decisions" / "kosong.xlsx").touch()
    return home, run(home)


def test_every_ruling_is_told_with_what_became_of_it(after: tuple[Path, Ended], targets: dict[str, str]) -> None:
    found = after[1]["decisions"]
    told = {(row["ruling"], row["row_id"] or row["nik"]): row["status"] for row in found.iter_rows(named=True)}
    to = targets
    assert told == {
        ("keep_row", to["kept"]): "applied",
        ("same_person", to["right"]): "applied",
        ("waive_reason", to["waived"]): "applied",
        ("waive_reason", to["young"]): "applied",
        ("exclude_row", to["excluded"]): "applied",
        ("exclude_file", None): "applied",
        ("accept_value", to["mended"]): "applied",
        ("waive_reason", to["unapproved"]): "unapproved",
        ("waive_reason", to["expired"]): "expired",
        ("keep_row", to["winner"]): "contradicted",
        ("keep_row", to["loser"]): "contradicted",
        ("exclude_row", "0123456789ab-0-5"): "dangling",
        ("not_same_person", to["right"]): "dangling",
        ("waive_reason", to["mended"]): "invalid",
        (None, None): "invalid",
    }, found.select("ruling", "row_id", "nik", "status", "why")


def test_applied_rulings_name_the_rows_they_touched(after: tuple[Path, Ended], targets: dict[str, str]) -> None:
    applied = after[1]["decisions"].filter(pl.col("rows_touched").list.len() > 0)
    to = targets
    assert sorted(map(sorted, applied["rows_touched"].to_list())) == sorted(
        map(
            sorted,
            (
                [to["kept"], to["lost"]],
                [to["other_row"]],
                [to["waived_row"]],
                [to["young"]],
                [to["excluded"]],
                [to["mended"]],
            ),
        )
    )
    assert set(applied["status"]) == {"applied"}


@pytest.mark.parametrize(
    ("row", "was", "status", "codes"),
    [
        ("kept", "rejected", "covered", []),
        ("lost", "rejected", "duplicate", []),
        ("other_row", "covered", "duplicate", []),
        ("right_row", "covered", "covered", []),
        ("waived_row", "rejected", "covered", []),
        ("young", "rejected", "covered", []),
        ("mended", "rejected", "covered", []),
        ("excluded", "covered", "rejected", ["EXCLUDED_BY_DECISION"]),
        ("unapproved", "rejected", "rejected", ["AGE_OVER_MAXIMUM"]),
        ("expired", "rejected", "rejected", ["AGE_OVER_MAXIMUM"]),
        ("winner", "covered", "covered", []),
        ("loser", "duplicate", "duplicate", []),
    ],
)
def test_rows_become_what_was_ruled(
    before: tuple[Path, Ended],
    after: tuple[Path, Ended],
    targets: dict[str, str],
    row: str,
    was: str,
    status: str,
    codes: list[str],
) -> None:
    row_id, night = targets[row], after[1]
    refused = night["reason_log"].filter(pl.col("row_id") == row_id, pl.col("severity") == "reject")["code"].to_list()
    assert (before[1].status_of(row_id), night.status_of(row_id), refused) == (was, status, codes)


def test_duplicates_say_that_a_ruling_decided(after: tuple[Path, Ended], targets: dict[str, str]) -> None:
    ruled = after[1]["duplicates"].filter(pl.col("decided_by") == "ruling").select("row_id", "winner_row_id").rows()
    assert set(ruled) == {(targets["lost"], targets["kept"]), (targets["other_row"], targets["right_row"])}


def test_the_accepted_nik_is_the_workers(after: tuple[Path, Ended]) -> None:
    assert after[1]["workers"].filter(pl.col("nik") == NEW_NIK).height == 1


def test_every_waived_age_has_a_band(after: tuple[Path, Ended]) -> None:
    assert {"<17", "65+"} <= set(after[1]["covered_workers"]["age_band"])


def test_the_excluded_file_is_set_aside_and_nothing_of_it_is_read(
    before: tuple[Path, Ended], after: tuple[Path, Ended], targets: dict[str, str]
) -> None:
    file = after[1]["received_files"].filter(pl.col("source_file") == targets["file"]).row(0, named=True)
    assert (file["status"], file["code"], file["rows_read"]) == ("set_aside", "FILE_EXCLUDED", 0)
    left = before[1]["rows"].filter(pl.col("source_file") != targets["file"])["row_id"]
    assert sorted(left) == sorted(after[1]["rows"]["row_id"])


def test_all_rows_balance(after: tuple[Path, Ended]) -> None:
    files = after[1]["received_files"]
    unbalanced = files.filter(pl.col("rows_read") != pl.sum_horizontal("covered", "waiting", "duplicate", "rejected"))
    assert unbalanced.is_empty(), unbalanced
    assert files["rows_read"].sum() == after[1]["rows"].height


def test_the_manifest_counts_them_and_the_operator_reads_it(after: tuple[Path, Ended]) -> None:
    assert after[1].manifest["decisions"] == {
        "applied": 7, "contradicted": 2, "dangling": 2, "expired": 1, "invalid": 2, "unapproved": 1,
    }  # fmt: skip
    said = CliRunner().invoke(app, ["status", "--curated", str(after[0] / "curated")]).output
    assert "Rulings: 7 applied; not applied: 2 contradicted, 2 dangling, 1 expired, 2 invalid, 1 unapproved" in said


def test_what_was_answered_is_not_asked_again(
    before: tuple[Path, Ended], after: tuple[Path, Ended], targets: dict[str, str]
) -> None:
    asked, open_now = before[1]["open_questions"], after[1]["open_questions"]
    answered = {targets[name] for name in ("kept", "lost", "waived_row", "young")}
    assert answered <= set(asked["row_id"])
    assert not answered & set(open_now["row_id"])
    still = {targets[name] for name in ("unapproved", "expired")}
    assert still <= set(open_now.filter(pl.col("question") == "set_aside")["row_id"])
    assert open_now.filter(pl.col("question") == "not_applied").height == 8


def test_the_same_night_again_is_the_same(after: tuple[Path, Ended]) -> None:
    home, night = after
    again = run(home)
    assert again.manifest["unchanged"] is True
    for name in TABLES:
        assert again[name].equals(night[name]), name


def test_a_filled_template_is_read_back(after: tuple[Path, Ended], targets: dict[str, str], tmp_path: Path) -> None:
    """The last of the rulings: what was left open is answered in the workbook that asks for it."""
    home = tmp_path / "home"
    shutil.copytree(after[0], home, symlinks=True)
    shutil.rmtree(home / "raw" / "decisions")
    (home / "raw" / "decisions").mkdir()
    path = home / "raw" / "decisions" / "keputusan.xlsx"
    asked = CliRunner().invoke(app, ["decisions", "template", "--curated", str(home / "curated"), "--out", str(path)])
    assert asked.exit_code == 0, asked.output
    book = openpyxl.load_workbook(path)
    sheet = book["Keputusan"]
    place = {str(cell.value): column for column, cell in enumerate(sheet[3], 1)}
    for row in range(4, sheet.max_row + 1):
        asked_of = (sheet.cell(row, place[name]).value for name in ("Pertanyaan", HEADINGS["row_id"]))
        if tuple(asked_of) == ("Ditolak", targets["unapproved"]):
            for name, value in ({"ruling": "waive_reason"} | _IN_ORDER).items():
                sheet.cell(row, place[HEADINGS[name]]).value = value
    book.save(path)
    night = run(home)
    assert night["decisions"].select("ruling", "status").rows() == [("waive_reason", "applied")]
    assert night.status_of(targets["unapproved"]) == "covered"


def test_a_pair_that_was_ruled_two_people_is_no_longer_advised(before: tuple[Path, Ended], tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(before[0], home, symlinks=True)
    shutil.rmtree(home / "raw" / "decisions", ignore_errors=True)
    pair = before[1]["lookalikes"].row(0, named=True)
    assert {"LOOKALIKE"} <= set(before[1].codes_of(pair["row_id_a"]))
    write(home, "a.csv", {"ruling": "not_same_person", "nik": pair["nik_b"], "other_nik": pair["nik_a"]})
    found = run(home)
    ruled = found["lookalikes"].filter(pl.col("nik_a") == pair["nik_a"], pl.col("nik_b") == pair["nik_b"])
    assert ruled["ruling"].to_list() == ["not_same_person"]
    assert found["decisions"].select("status", "rows_touched").row(0) == (
        "applied", sorted([pair["row_id_a"], pair["row_id_b"]]),
    )  # fmt: skip
    others = found["lookalikes"].filter(pl.col("ruling").is_null())
    still = {*others["row_id_a"], *others["row_id_b"]}
    for row_id in {pair["row_id_a"], pair["row_id_b"]} - still:
        assert "LOOKALIKE" not in found.codes_of(row_id)
