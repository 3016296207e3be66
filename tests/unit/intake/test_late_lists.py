"""The lists of a closed month as they lie there now."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.intake.late_lists import ListsNow, lists_now
from flows.intake.received import ReceivedFile

A, B, C = "a" * 64, "b" * 64, "c" * 64
MONTH, OLDER = "rosters/2023-09", "rosters/2023-08"
Sent = tuple[str, str, str]
"""Where a file lies, its SHA-256, and how it stands."""


def office(path: str) -> str:
    return path.split("/")[2]


def now(raw: Path, then: list[Sent], lying: list[Sent], on_disk: bool = True) -> ListsNow:
    surveyed = [
        ReceivedFile(
            office(path), path, digest, datetime(2023, 10, 5, tzinfo=UTC), 1, status.split()[0],
            "FILE_EXCLUDED" if "excluded" in status else None,
        )
        for path, digest, status in lying
    ]  # fmt: skip
    for path, _, _ in then if on_disk else ():
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        (raw / path).touch()
    columns = {"sender": pl.String, "source_file": pl.String, "file_sha256": pl.String, "status": pl.String}
    received = pl.DataFrame([(office(path), path, *rest) for path, *rest in then], schema=columns, orient="row")
    return lists_now(raw, surveyed, received)


READ = (f"{MONTH}/dpmd/a.xlsx", A, "read")


@pytest.mark.parametrize(
    ("then", "lying"),
    [
        ([READ], [READ]),
        ([READ], [(f"{MONTH}/dpmd/renamed.xlsx", A, "read")]),
        ([READ], [READ, (f"{MONTH}/dpmd/copy.xlsx", A, "resent")]),
        ([READ, (f"{MONTH}/dpmd/foto.xlsx", B, "set_aside")], [READ, (f"{MONTH}/dpmd/foto.xlsx", B, "read")]),
        ([(f"{OLDER}/dpmd/a.xlsx", A, "carried_forward")], [(f"{OLDER}/dpmd/a.xlsx", A, "carried_forward")]),
        # An older list that counted since the newest could not be used: the survey names the newest alone.
        (
            [(f"{MONTH}/dpmd/foto.xlsx", B, "set_aside"), (f"{OLDER}/dpmd/a.xlsx", A, "carried_forward")],
            [(f"{MONTH}/dpmd/foto.xlsx", B, "read")],
        ),
    ],
)
def test_the_lists_are_those_it_was_closed_with(tmp_path: Path, then: list[Sent], lying: list[Sent]) -> None:
    lists = now(tmp_path, then, lying)
    assert [set(lists.hashes), set(lists.late), set(lists.out_of_reach)] == [{A}, set(), set()]


@pytest.mark.parametrize(
    ("lying", "hashes"),
    [
        ([READ, (f"{MONTH}/dpmd/b.xlsx", B, "read")], {A, B}),
        ([(f"{MONTH}/dpmd/a.xlsx", B, "read")], {B}),
        ([READ, (f"{MONTH}/dishub/b.xlsx", B, "read")], {A, B}),
    ],
)
def test_a_list_never_seen_before_is_late(tmp_path: Path, lying: list[Sent], hashes: set[str]) -> None:
    lists = now(tmp_path, [READ], lying)
    assert [set(lists.hashes), {digest for _, digest in lists.late}] == [hashes, {B}]


def test_a_list_that_a_steward_excludes_counts_no_more(tmp_path: Path) -> None:
    excluded = now(tmp_path, [READ], [(f"{MONTH}/dpmd/a.xlsx", A, "set_aside excluded")])
    assert not excluded.hashes | excluded.late


def test_a_list_put_away_counts_on_and_puts_its_office_out_of_reach(tmp_path: Path) -> None:
    lists = now(tmp_path, [READ, (f"{MONTH}/dishub/b.xlsx", B, "read")], [(f"{MONTH}/dishub/b.xlsx", B, "read")], False)
    assert [set(lists.hashes), set(lists.late), set(lists.out_of_reach)] == [{A, B}, set(), {"dpmd"}]


KNOWN = [("dpmd", B)]


@pytest.mark.parametrize(
    ("lying", "put_away"),
    [
        ([READ, (f"{MONTH}/dpmd/b.xlsx", B, "read")], False),
        ([(f"{MONTH}/dishub/c.xlsx", A, "read")], True),
        ([], True),
        ([READ], False),  # the office has its old list there in its place
        ([(f"{MONTH}/dishub/c.xlsx", C, "read")], False),  # something new to look at
    ],
)
def test_late_lists_known_and_gone_are_put_away_unless_something_is_in_their_place(
    tmp_path: Path, lying: list[Sent], put_away: bool
) -> None:
    then = [READ, (f"{MONTH}/dishub/a.xlsx", A, "read")]
    assert now(tmp_path, then, lying).put_away(KNOWN) is put_away
