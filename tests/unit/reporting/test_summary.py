"""What the operator sees in the terminal."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from flows.reporting.summary import masked, print_summary, summary

NIK = "3504111209759001"
MANIFEST: dict[str, Any] = {
    "run_id": "r1",
    "month": "2023-09",
    "verdict": "published",
    "unchanged": False,
    "gates": [],
    "reasons": [{"code": "NIK_FORMAT", "severity": "reject", "rows": 1_234}],
    "senders_missing": ["dpmd"],
    "senders_carried_forward": ["dishub"],
    "balance": {"rows_read": 12_345, "covered": 12_333, "waiting": 0, "duplicate": 0, "rejected": 12},
    "segments": [
        {"segment": "bpd", "label": "BPD", "workers": 1_776, "jkk_rp": 1, "jkm_rp": 2, "contribution_rp": 19_180_800}
    ],
}


def shown(files: list[tuple[str, str]] | None = None, **changes: Any) -> str:
    target = io.StringIO()
    Console(file=target, width=160).print(summary({**MANIFEST, **changes}, Path("/c/latest"), files or []))
    return target.getvalue()


def test_a_released_night_says_who_released_it_and_why() -> None:
    found = shown(verdict="released", released={"by": "Bu Wati", "reason": "memang berkurang", "at": "2023-09-13"})
    assert "RELEASED" in found
    assert "released by Bu Wati (2023-09-13): memang berkurang" in found
    assert "nothing was published" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NIK} Karto.xlsx", "… Karto.xlsx"),
        (f"a{NIK}b{NIK}c", "a…b…c"),
        ("1234567890", "…"),
        ("123456789", "123456789"),  # nine digits are no NIK
        ("2023-09/dpmd/a.xlsx", "2023-09/dpmd/a.xlsx"),
    ],
)
def test_long_runs_of_digits_are_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize("name", ["3504.1112.0975.9001.xlsx", "3504 1112 0975 9001.xlsx", "350411-120975-9001.xlsx"])
def test_a_nik_written_in_groups_is_masked_too(name: str) -> None:
    assert "9001" not in masked(name), masked(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Karto Wibowo.xlsx", "rosters/2023-09/dpmd/….xlsx: FILE_EMPTY"),
        (f"{NIK}.xlsx", "rosters/2023-09/dpmd/….xlsx: FILE_EMPTY"),
        ("Karto Wibowo/daftar.csv", "rosters/2023-09/dpmd/….csv: FILE_EMPTY"),
        (f"daftar.{NIK}", "rosters/2023-09/dpmd/….…: FILE_EMPTY"),
        ("daftar. Karto Wibowo", "rosters/2023-09/dpmd/…: FILE_EMPTY"),
        ("daftar", "rosters/2023-09/dpmd/…: FILE_EMPTY"),
    ],
)
def test_a_file_is_told_by_its_folder_and_kind_and_never_by_its_name(name: str, told: str) -> None:
    found = shown([(f"rosters/2023-09/dpmd/{name}", "FILE_EMPTY")])
    assert told in found
    assert "Karto" not in found


def test_files_of_one_folder_with_one_problem_are_counted() -> None:
    found = shown([(f"rosters/2023-09/dpmd/{name}.csv", "FILE_EMPTY") for name in "ab"])
    assert found.count("FILE_EMPTY") == 1
    assert "(2 files)" in found


def test_square_brackets_in_a_folder_are_no_markup() -> None:
    assert "rosters/2023-09/data [final]/….xlsx" in shown([("rosters/2023-09/data [final]/a.xlsx", "SENDER_UNKNOWN")])


def test_money_and_rows_are_told() -> None:
    found = shown()
    assert [word for word in ("19,180,800", "12,345 read", "1,776", "1,234") if word not in found] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"verdict": "held"}, "HELD; nothing was published"),
        ({"unchanged": True}, "Nothing changed"),
        ({}, "Senders missing (1): dpmd"),
        ({}, "Carried forward from an earlier month: dishub"),
        (
            {
                "gates": [
                    {"name": "quota_held", "severity": "hold", "held": False, "sentence": "Lebih.", "observed": ["a=1"]}
                ]
            },
            "HOLD quota_held: Lebih. (a=1)",
        ),
    ],
)
def test_what_the_operator_must_know(changes: dict[str, Any], words: str) -> None:
    assert words in shown(**changes)


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ({"applied": 3, "dangling": 2, "expired": 1}, "Rulings: 3 applied; not applied: 2 dangling, 1 expired"),
        ({"applied": 1_200}, "Rulings: 1,200 applied; not applied: none"),
        ({"invalid": 1}, "Rulings: 0 applied; not applied: 1 invalid"),
    ],
)
def test_no_ruling_is_left_unused_in_silence(decisions: dict[str, int], words: str) -> None:
    assert words in shown(decisions=decisions)


@pytest.mark.parametrize("changes", [{}, {"decisions": {}}])
def test_without_rulings_nothing_is_said_of_them(changes: dict[str, Any]) -> None:
    assert "Rulings" not in shown(**changes)


def test_what_answers_from_outside_leave_to_do_is_told() -> None:
    told = shown(to_take_up={"unclaimed_deaths": 3, "claims": 0, "bill_lines": 1_200, "answer_files": 1})
    assert (
        "Answers from outside, to take up: 3 deaths without a claim, 1,200 lines of bills that disagree, 1 files"
        in told
    )
    assert "claims that disagree" not in told
    assert "Answers from outside" not in shown(to_take_up=dict.fromkeys(("unclaimed_deaths", "claims"), 0))


def test_months_that_cover_somebody_dead_are_to_be_run_again() -> None:
    assert "whose death became known since: 2023-07 (1), 2023-08 (2)" in shown(run_again={"2023-07": 1, "2023-08": 2})
    assert "Run these months again" not in shown(run_again={})


def test_a_quiet_night_says_nothing_of_problems() -> None:
    found = shown(reasons=[], senders_missing=[], senders_carried_forward=[])
    assert [word for word in ("Top reasons", "missing", "Carried", "problem") if word in found] == []


def test_the_summary_can_be_printed_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary(MANIFEST, Path("/c/latest"), [])
    assert "19,180,800" in capsys.readouterr().out
